"""Compilation: the same text in plain Python, and a cache that is never stale, torn or in the way."""

import math
import os
import shutil
import subprocess
import sys
import time
import types
from pathlib import Path

import numpy as np
import pytest

import sim.compiled as machine
from sim import mathematics
from sim.compiled import compiled, inlined, plain

SCALE = 3.0
OFFSETS = (1.0, 2.0)


@inlined
def scaled(x):
    return x * SCALE


@compiled
def shifted(x, by=OFFSETS[0]):
    return scaled(x) + by + OFFSETS[1]


@compiled
def total(xs):
    result = 0.0
    for i in range(xs.size):
        result += shifted(xs[i])
    return result


@compiled
def factorial(n):
    return 1 if n < 2 else n * factorial(n - 1)


@compiled
def product_plus(a, b, c):
    return a * b + c


def test_the_plain_twin_gives_the_same_and_calls_nothing_compiled():
    twin = plain(total)
    xs = np.arange(5.0)
    assert twin(xs) == total(xs)
    assert isinstance(twin, types.FunctionType)
    inner = twin.__globals__["shifted"]
    assert isinstance(inner, types.FunctionType)
    assert isinstance(inner.__globals__["scaled"], types.FunctionType)
    assert inner.__globals__["OFFSETS"] is OFFSETS
    assert inner(1.0) == 6.0


def test_a_twin_is_made_once_and_a_plain_function_is_its_own():
    assert plain(total) is plain(total)
    assert plain(math.sqrt) is math.sqrt
    assert plain(plain(total)) is plain(total)


def test_a_function_that_calls_itself_has_a_twin():
    assert plain(factorial)(10) == factorial(10) == math.factorial(10)


def test_a_closure_is_refused():
    captured = 2.0

    @compiled
    def closed(x):
        return x * captured

    with pytest.raises(TypeError, match="closure"):
        plain(closed)


@compiled
def through_the_module(x):
    return mathematics.exp(x)


def test_a_compiled_function_reached_through_its_module_is_refused():
    for _ in range(2):
        with pytest.raises(TypeError, match="by name"):
            plain(through_the_module)


def test_no_fused_multiply_add():
    a = 1.0 + 2.0**-30
    assert product_plus(a, a, -1.0) == plain(product_plus)(a, a, -1.0) == 2.0**-29  # fused: + 2**-60


def test_division_by_zero_follows_numpy_so_that_loops_vectorise():
    @compiled
    def inverse(x):
        return 1.0 / x

    assert inverse(0.0) == math.inf


# The files of the cache, in this process.


@pytest.fixture
def files(tmp_path):
    return machine._Files(tmp_path / "code")


def test_what_is_saved_is_loaded(files):
    files.save(("signature", 1), b"machine code")
    assert files.load(("signature", 1)) == b"machine code"
    assert files.load(("signature", 2)) is None
    assert [path.suffix for path in files.stem.parent.iterdir()] == [".code"]
    files.flush()
    assert files.load(("signature", 1)) is None


def test_no_damage_to_a_file_gets_through(files):
    files.save("key", b"machine code" * 10)
    path = files.path("key")
    whole = path.read_bytes()
    rng = np.random.default_rng(0)
    for i in range(len(whole)):
        flipped = bytearray(whole)
        flipped[i] ^= 1 << int(rng.integers(8))
        path.write_bytes(flipped)
        assert files.load("key") is None
        path.write_bytes(whole[:i])
        assert files.load("key") is None
        path.write_bytes(rng.bytes(i))
        assert files.load("key") is None


def test_a_file_of_another_key_under_this_name_is_not_taken(files):
    files.save("other", b"other code")
    os.replace(files.path("other"), files.path("key"))
    assert files.load("key") is None


def test_a_save_that_fails_leaves_nothing(files, monkeypatch):
    def fail(*_):
        raise OSError("disk full")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError):
        files.save("key", b"machine code")
    assert not list(files.stem.parent.iterdir())


def test_the_newest_three_folders_stay_and_nothing_foreign_is_touched(tmp_path):
    def folder(name, hours):
        path = tmp_path / name
        path.mkdir()
        os.utime(path, (time.time() - 3600 * hours,) * 2)
        return path

    kept = [folder(f"{i:032x}", i) for i in range(3)]
    in_use = [folder("a" * 32, 0.1), folder("b" * 32, 0.2), folder("c" * 32, 0.3)]
    old = [folder(f"{i:032x}", i) for i in (3, 4)]
    foreign = [folder("results", 99), folder("0" * 31, 99), folder("notes-" + "0" * 32, 99)]
    machine._tidy(tmp_path)
    assert all(path.exists() for path in in_use + foreign)
    assert not any(path.exists() for path in old)
    assert [path.exists() for path in kept] == [True, False, False]


# The cache of a whole package, in processes of their own.

TOY = """
from sim.compiled import compiled
from sim.rates import rate

@compiled
def income(x):
    return x * rate(x)

@compiled
def spending(x):
    return x + 1.0
"""
RATE = "from sim.compiled import inlined\n\n@inlined\ndef rate(x):\n    return {}\n"
SCRIPT = """
import sys, pathlib, warnings
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    from sim.toy import income, spending
    if len(sys.argv) > 1:
        pathlib.Path(sys.argv[1]).write_text(sys.argv[2])
    results = income(2.0), spending(2.0)
hits = sum(sum(f.stats.cache_hits.values()) for f in (income, spending))
print(*results, hits, sum("FANPIN_CACHE" in str(w.message) for w in caught))
"""


@pytest.fixture
def package(tmp_path):
    """A package of the same name with two equations, and the folder of its cache."""
    root = tmp_path / "sim"
    root.mkdir()
    shutil.copy(machine.__file__, root / "compiled.py")
    (root / "__init__.py").touch()
    (root / "toy.py").write_text(TOY)
    (root / "rates.py").write_text(RATE.format("0.5"))
    return root


def start(package, *arguments, cache=None, **environment):
    cache = cache or package.parent / "cache"
    environment = {**os.environ, "FANPIN_CACHE": str(cache), "PYTHONDONTWRITEBYTECODE": "1", **environment}
    command = [sys.executable, "-c", SCRIPT, *map(str, arguments)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(command, cwd=package.parent, env=environment, **pipes)


def run(package, *arguments, **options):
    """Return income(2), spending(2), the number of cache hits and of warnings."""
    process = start(package, *arguments, **options)
    output, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors
    income, spending, hits, warned = output.split()
    return float(income), float(spending), int(hits), int(warned)


def code_files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.code"))


def test_code_is_kept_and_torn_files_are_compiled_again(package):
    writers = [start(package) for _ in range(2)]  # a cold cache, filled by two at once
    assert [w.communicate(timeout=60)[0].split()[:2] for w in writers] == [["1.0", "3.0"]] * 2
    assert run(package) == (1.0, 3.0, 2, 0)
    torn = code_files(package.parent / "cache")
    assert len(torn) == 3
    content = torn[0].read_bytes()
    for path, damaged in zip(torn, (content[: len(content) // 2], b"", os.urandom(5000)), strict=True):
        path.write_bytes(damaged)
    assert run(package) == (1.0, 3.0, 0, 0)
    assert run(package) == (1.0, 3.0, 2, 0)


def test_an_edit_in_another_file_is_seen_at_once_and_while_running(package):
    rates, toy = package / "rates.py", package / "toy.py"
    assert run(package)[0] == 1.0
    rates.write_text(RATE.format("0.25"))
    assert run(package) == (0.5, 3.0, 0, 0)
    saved = len(code_files(package.parent / "cache"))
    toy.write_text(TOY + "# a new state of the sources\n")
    run(package, toy, TOY + "# edited while it ran\n")
    assert len(code_files(package.parent / "cache")) == saved, "code of unknown sources was kept"


def test_a_cache_that_cannot_be_written_costs_one_warning(package):
    blocked = package.parent / "file"
    blocked.write_text("")
    assert run(package, cache=blocked / "cache") == (1.0, 3.0, 0, 1)
    assert not [path for path in package.rglob("*") if path.suffix in (".nbi", ".nbc", ".code")]


def test_without_a_compiler_the_same_text_runs(package):
    script = "from sim.toy import income; from sim.compiled import plain; print(income(2.0), plain(income)(2.0))"
    shown = subprocess.run(
        [sys.executable, "-c", script],
        cwd=package.parent,
        env={**os.environ, "NUMBA_DISABLE_JIT": "1", "FANPIN_CACHE": str(package.parent / "cache")},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert shown.stdout == "1.0 1.0\n", shown.stderr


def test_only_functions_of_the_package_are_kept():
    assert type(total._cache).__name__ == "NullCache"
