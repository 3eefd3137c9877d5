"""Designs: their structure, their luck, and that a seed is all they depend on."""

import subprocess
import sys

import numpy as np
import pytest
from SALib.sample import sobol as salib_sobol

from sim.analysis.design import morris_design, sobol_design
from sim.analysis.failures import Unusable

PROBLEM = {"names": ["a", "b", "c"], "bounds": [(0.0, 1.0), (-2.0, 2.0), (10.0, 20.0)]}


def test_rows_of_a_block_are_a_and_b_with_one_column_exchanged():
    design = sobol_design(PROBLEM, 16, seed=3, second_order=True, scrambles=2)
    blocks = design.X.reshape(-1, design.points, 4)
    a, b = blocks[:, 0], blocks[:, -1]
    for i in range(4):
        own = np.arange(4) == i
        assert (blocks[:, 1 + i] == np.where(own, b, a)).all()
        assert (blocks[:, 5 + i] == np.where(own, a, b)).all()


def test_points_are_those_of_salib():
    design = sobol_design(PROBLEM, 32, seed=5, dummy=False)
    chance = np.random.default_rng(np.random.SeedSequence(5).spawn(1)[0])
    theirs = salib_sobol.sample({"num_vars": 3, **PROBLEM}, 32, calc_second_order=False, seed=chance)
    assert np.allclose(design.X, theirs, rtol=1e-15, atol=1e-15)


@pytest.mark.parametrize(
    "make",
    [lambda seed: sobol_design(PROBLEM, 8, seed, scrambles=3), lambda seed: morris_design(PROBLEM, 6, 4, seed)],
    ids=["sobol", "morris"],
)
def test_a_seed_is_all_that_a_design_depends_on(make):
    np.random.seed(1)
    before = np.random.get_state()[1].copy()
    zero = make(0).X
    np.random.random()
    assert (make(0).X == zero).all()
    assert (make(1).X != zero).any()
    np.random.seed(1)
    make(0)
    assert (np.random.get_state()[1] == before).all()


def test_scrambles_are_different():
    design = sobol_design(PROBLEM, 8, seed=0, scrambles=2)
    assert (design.X[: design.rows // 2] != design.X[design.rows // 2 :]).any(axis=0).all()


def test_dummy_is_the_last_factor_and_not_for_the_model():
    design = sobol_design(PROBLEM, 8, seed=0)
    assert design.names == ("a", "b", "c", "dummy")
    assert design.parameters == ("a", "b", "c")
    assert (design.settings == design.X[:, :3]).all()
    taken = sobol_design({"names": ["dummy"], "bounds": [(0, 1)]}, 8, seed=0)
    assert taken.names == ("dummy", "dummy_")
    assert sobol_design(PROBLEM, 8, seed=0, dummy=False).settings.shape == (8 * 5, 3)


def test_luck_is_common_within_a_scramble_and_a_trajectory_only():
    design = sobol_design(PROBLEM, 4, seed=0, scrambles=3)
    numbers = design.replicate_numbers(2)
    assert numbers.shape == (design.rows, 2)
    assert [tuple(row) for row in np.unique(numbers, axis=0)] == [(0, 1), (2, 3), (4, 5)]
    morris = morris_design(PROBLEM, 5, 4, seed=0).replicate_numbers(3).reshape(5, 5, 3)
    assert (morris == np.arange(15).reshape(5, 1, 3)).all()


def test_whole_numbers_are_equally_likely_and_reach_both_bounds():
    problem = {"names": ["k", "on"], "bounds": [(2, 5), (0, 1)], "kinds": ["int", "bool"]}
    design = sobol_design(problem, 1024, seed=0, dummy=False)
    a = design.X[:: design.points]
    assert np.bincount(a[:, 0].astype(int), minlength=6).tolist() == [0, 0, 256, 256, 256, 256]
    assert np.bincount(a[:, 1].astype(int)).tolist() == [512, 512]


def test_every_trajectory_changes_each_factor_once_by_delta():
    design = morris_design(PROBLEM, 20, 6, seed=2)
    steps = np.diff(design.unit.reshape(20, 5, 4), axis=1)
    assert np.allclose(np.abs(steps).sum(axis=1), 6 / (2 * 5))
    assert (np.count_nonzero(np.abs(steps) > 1e-12, axis=2) == 1).all()


def test_a_switch_flips_in_every_trajectory():
    design = morris_design({"names": ["on"], "bounds": [(0, 1)], "kinds": ["bool"]}, 20, 4, seed=0)
    assert (np.abs(np.diff(design.X[:, 0].reshape(20, 3), axis=1)).sum(axis=1) == 1).all()


def test_every_problem_is_told_at_once_in_both_languages():
    wrong = {"names": ["a", "a", "b"], "bounds": [(0, 1), (1, 1), (0, np.nan)], "kinds": ["float", "real", "int"]}
    with pytest.raises(Unusable) as told:
        sobol_design(wrong, 6, seed=-1, scrambles=0)
    assert len(told.value.problems) == 7
    assert all(en and any("\u4e00" <= c <= "\u9fff" for c in zh) for en, zh in told.value.problems)
    assert "n = 6" in told.value.en and "[1, 1]" in told.value.zh
    with pytest.raises(Unusable) as told:
        morris_design(PROBLEM, 1, 3, seed=0)
    assert len(told.value.problems) == 2


def test_importing_the_methods_loads_neither_salib_nor_scipy_stats():
    code = (
        "import sys; import sim.analysis.design, sim.analysis.sobol, sim.analysis.morris, sim.analysis.paired;"
        "print([m for m in ('SALib', 'scipy.stats', 'pandas') if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"
