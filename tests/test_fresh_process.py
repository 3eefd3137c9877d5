"""A process of its own: its answers, its variables, its memory."""

import os
import subprocess

import numpy as np
import pytest

from sim.fresh_process import answer, peak_memory, printed


def test_an_answer_comes_back_with_variables_of_its_own():
    assert answer(os.getenv, "FANPIN_NOTHING", FANPIN_NOTHING="值") == "值"
    assert answer(os.getpid) != os.getpid()


def test_a_failure_is_no_answer():
    with pytest.raises(subprocess.CalledProcessError):
        printed(["-c", "raise SystemExit(3)"])


def test_the_memory_of_the_parent_does_not_count():
    here = peak_memory()
    if here is None:
        pytest.skip("this system does not tell")
    held = np.ones(100 * 2**17)  # 100 MiB
    assert peak_memory() >= 100 and held[-1] == 1.0
    assert 1.0 < answer(peak_memory) < 100.0
