"""Morris effects: exact without luck, equal to SALib's, and what luck alone would show."""

import json

import numpy as np
import pytest
from known_models import ISHIGAMI, ishigami, with_independent_luck, z_scores
from SALib.analyze import morris as salib

from sim.analysis import morris
from sim.analysis.design import morris_design, sobol_design
from sim.analysis.failures import Unusable

SLOPES = np.array([3.0, -1.0, 0.0])
LINEAR = {"names": ["up", "down", "inert"], "bounds": [(0.0, 2.0), (10.0, 11.0), (0.0, 1.0)]}
VARIANCE, REPLICATES, DELTA = 4.0, 8, 2 / 3


def linear(design):
    return design.unit[:, :3] @ SLOPES


def test_effects_of_a_linear_model_are_its_slopes_per_full_range():
    design = morris_design(LINEAR, 10, 4, seed=0)
    found = morris.effects(design, linear(design)[:, None], common_random_numbers=False, seed=0)
    assert np.allclose(found.mu.value, [*SLOPES, 0], atol=1e-12)
    assert np.allclose(found.mu_star.value, [*np.abs(SLOPES), 0], atol=1e-12)
    assert np.allclose(found.sigma.value, 0, atol=1e-12)


def test_one_replicate_gives_the_numbers_of_salib():
    design = morris_design(ISHIGAMI, 25, 4, seed=1)
    y = ishigami(design.X)
    found = morris.effects(design, y[:, None], common_random_numbers=False, seed=0)
    problem = {"num_vars": 4, "names": list(design.names), "bounds": [(0, 1)] * 4}
    theirs = salib.analyze(problem, design.unit, y, num_levels=4, num_resamples=2, seed=1)
    assert np.allclose(found.mu.value, theirs["mu"], atol=1e-12)
    assert np.allclose(found.mu_star.value, theirs["mu_star"], atol=1e-12)
    assert np.allclose(found.sigma.value, theirs["sigma"], atol=1e-12)


@pytest.mark.statistical
def test_luck_alone_shows_what_theory_says():
    """mu* of an inert factor -> (2 / sqrt(pi)) sqrt(sb / R) / Delta; sigma keeps nothing of it."""
    stars, squares, flagged = [], [], []
    for seed in range(100):
        design = morris_design(LINEAR, 20, 4, seed)
        y = with_independent_luck(linear(design), REPLICATES, VARIANCE, seed)
        found = morris.effects(design, y, common_random_numbers=False, seed=0, bootstrap=20)
        stars.append(found.mu_star.value[2:])
        squares.append(found.inert**2)
        flagged.append(found.above_noise)
    inert = 2 / np.sqrt(np.pi) * np.sqrt(VARIANCE / REPLICATES) / DELTA
    assert np.abs(z_scores(stars, inert)).max() < 4
    assert np.abs(z_scores(squares, inert**2)).max() < 4
    shares = np.mean(flagged, axis=0)
    assert shares[0] == 1
    assert shares[2:].max() < 0.1


@pytest.mark.statistical
def test_sigma_keeps_nothing_of_the_luck():
    """The usual sigma of a linear model under luck is sqrt(2 sb / R) / Delta, not 0."""
    squares = []
    for seed in range(50):
        design = morris_design(LINEAR, 20, 4, seed)
        y = with_independent_luck(
            linear(design) + 4 * design.unit[:, 0] * design.unit[:, 1], REPLICATES, VARIANCE, seed
        )
        found = morris.effects(design, y, common_random_numbers=False, seed=0, bootstrap=20)
        exact = morris.effects(
            design, (linear(design) + 4 * design.unit[:, 0] * design.unit[:, 1])[:, None],
            common_random_numbers=False, seed=0, bootstrap=20,
        )  # fmt: skip
        squares.append(found.sigma.value[:2] ** 2 - exact.sigma.value[:2] ** 2)
    assert np.abs(z_scores(squares, 0.0)).max() < 4
    assert np.mean(squares) < 0.5 * 2 * VARIANCE / REPLICATES / DELTA**2


def test_common_luck_cancels_from_the_effects():
    design = morris_design(LINEAR, 10, 4, seed=0)
    numbers = design.replicate_numbers(REPLICATES)
    luck = np.random.default_rng(0).standard_normal(numbers.max() + 1)
    y = linear(design)[:, None] + 100 * luck[numbers]
    found = morris.effects(design, y, common_random_numbers=True, seed=0)
    assert np.allclose(found.mu.value, [*SLOPES, 0], atol=1e-10)
    assert found.inert.max() < 1e-10
    assert found.above_noise[:2] == (True, True)
    assert not morris.effects(design, y, common_random_numbers=False, seed=0).above_noise[0]
    assert found.aleatory_share > 0.9


@pytest.mark.statistical
def test_luck_that_works_through_a_factor_is_noise_of_that_factor():
    """Under common luck each factor has its own threshold: here the last one moves luck, not the mean."""
    stars, thresholds = [], []
    for seed in range(100):
        design = morris_design(LINEAR, 20, 4, seed)
        numbers = design.replicate_numbers(REPLICATES)
        luck = 5 * np.random.default_rng(seed).standard_normal(numbers.max() + 1)
        y = linear(design)[:, None] + luck[numbers] * design.unit[:, 2, None]
        found = morris.effects(design, y, common_random_numbers=True, seed=0, bootstrap=20)
        assert found.inert[[0, 1, 3]].max() < 1e-12
        stars.append(found.mu_star.value[2])
        thresholds.append(found.inert[2] ** 2)
    expected = np.sqrt(2 / np.pi) * 5 / np.sqrt(REPLICATES)
    assert abs(z_scores(stars, expected)) < 4
    assert abs(z_scores(thresholds, expected**2)) < 4


def test_a_failed_run_costs_its_trajectory_and_is_told():
    design = morris_design(LINEAR, 40, 4, seed=0)
    y = with_independent_luck(linear(design), 3, VARIANCE, 0)
    y[7, 1] = np.nan
    found = morris.effects(design, y, common_random_numbers=False, seed=0)
    assert (found.dropped, found.rows, found.failed) == (1, 39, (7,))
    y[:60] = np.nan
    with pytest.raises(Unusable, match="not a finite number"):
        morris.effects(design, y, common_random_numbers=False, seed=0)


def test_another_design_is_refused():
    design = sobol_design(LINEAR, 8, seed=0)
    with pytest.raises(Unusable, match="sobol"):
        morris.effects(design, np.zeros((design.rows, 2)), common_random_numbers=False, seed=0)


def test_tables_are_plain_numbers_and_the_seed_decides_them():
    design = morris_design(LINEAR, 10, 4, seed=0)
    y = with_independent_luck(linear(design), 3, VARIANCE, 0)
    found, again = (morris.effects(design, y, common_random_numbers=False, seed=0) for _ in range(2))
    assert json.dumps([found.table(), found.summary(), found.method], allow_nan=False)
    assert found.table() == again.table()
    assert set(found.table()[0]) == {
        "factor", "mu", "mu_low", "mu_high", "mu_star", "mu_star_low", "mu_star_high",
        "sigma", "sigma_low", "sigma_high", "inert", "above_noise",
    }  # fmt: skip
