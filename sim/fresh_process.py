"""Work in a Python process of its own: what is measured there has nothing of this one's memory or compiled code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any


def printed(arguments: Sequence[str], **environment: str) -> bytes:
    """What Python prints on standard output when it is started with these arguments and variables."""
    paths = [str(Path(__file__).parent.parent), os.environ.get("PYTHONPATH", "")]
    variables = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths)), **environment}
    command = [sys.executable, "-P", *arguments]  # what lies in the current folder is not asked
    done = subprocess.run(command, env=variables, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return done.stdout


def answer(function: Callable[..., Any], *arguments: Any, **environment: str) -> Any:
    """What ``function(*arguments)`` returns in a new process; numbers, texts, lists and mappings of them."""
    module, name = function.__module__, function.__qualname__
    code = f"import json\nfrom {module} import {name}\nprint(json.dumps({name}(*{arguments!r})))"
    return json.loads(printed(["-c", code], **environment))


def peak_memory() -> float | None:
    """Largest memory of this process so far, MiB; None where the system does not tell."""
    status = Path("/proc/self/status")
    if status.exists():  # on Linux ``getrusage`` counts what the parent held when it started this process
        sizes = [line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM:")]
        return int(sizes[0]) / 2**10 if sizes else None
    try:
        import resource
    except ImportError:  # Windows
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 2**10
