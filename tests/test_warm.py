"""The warm-up compiles everything once, by two processes, and costs nothing afterwards."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import sim


@pytest.mark.slow
def test_after_the_warm_up_a_run_compiles_nothing(tmp_path):
    code = (
        "import sys\nfrom sim.warm import warm\ntold = []\nwarm(lambda: told.append(1))\nassert told == [1]\n"
        "warm(lambda: told.append(2))\nassert told == [1]\n"
        "import pathlib\nfrom sim import compiled\nbefore = set(pathlib.Path(compiled.FOLDER).rglob('*.code'))\n"
        "from sim.parameters import load_scenario\nfrom sim.runs import Job, simulate\nfrom sim.county import Luck\n"
        "simulate(Job(load_scenario('pengshui/baseline'), Luck.of(1, 0), 2000, 8, follow=True))\n"
        "print(*sorted(path.name for path in set(pathlib.Path(compiled.FOLDER).rglob('*.code')) - before))\n"
    )
    env = {**os.environ, "FANPIN_CACHE": str(tmp_path), "PYTHONPATH": str(Path(sim.__file__).parent.parent)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, text=True, timeout=300, check=True
    )
    assert done.stdout.split() == []
