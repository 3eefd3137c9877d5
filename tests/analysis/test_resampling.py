"""Resampling: the same numbers as done by hand, centred, wide enough, and decided by the seed."""

import numpy as np
import pytest

from sim.analysis.intervals import (
    bootstrap_rows,
    generator,
    jackknife_error,
    mean_interval,
    pigeonhole,
    replicate_weights,
    row_weights,
)
from sim.analysis.moments import paired


def test_weights_are_those_of_a_resample():
    weights = row_weights(20, 500, generator(0))
    assert weights.sum(axis=1) == pytest.approx(np.ones(500))
    assert (weights * 20 == np.round(weights * 20)).all()
    assert np.var(weights * 20) == pytest.approx(1 - 1 / 20, rel=0.05)


def test_zero_is_a_seed():
    assert (generator(0).random(5) == generator(0).random(5)).all()
    assert (generator(0).random(5) != generator(1).random(5)).all()


def test_resampled_means_are_those_of_the_rows_drawn():
    values = generator(5).random((12, 3))
    draws = bootstrap_rows(values, 4, generator(1))
    counts = np.rint(row_weights(12, 4, generator(1)) * 12).astype(int)
    by_hand = [np.repeat(values, line, axis=0).mean(axis=0) for line in counts]
    assert np.allclose(draws, by_hand)


def test_a_resample_never_holds_one_replicate_alone():
    weights = replicate_weights(3, 2000, generator(0))
    assert ((weights > 0).sum(axis=1) >= 2).all()
    assert (weights.sum(axis=1) == 3).all()


def test_pairs_of_different_replicates_only():
    p, q, weights = generator(1).random(5), generator(2).random(5), np.array([2.0, 0, 1, 1, 1])
    pairs = [(r, s) for r in range(5) for s in range(5) if r != s]
    total = sum(weights[r] * weights[s] for r, s in pairs)
    by_hand = sum(weights[r] * weights[s] * p[r] * q[s] for r, s in pairs) / total
    assert paired(p, q, weights) == pytest.approx(by_hand, rel=1e-12)


@pytest.mark.statistical
def test_pigeonhole_sees_common_luck_and_rows_alone_do_not():
    """Rows plus luck: Var of the mean = 1/50 + 1/10. Owen 2007: never too small but by the factor 1 - 1/n."""
    chance, errors, blind = generator(7), [], []
    for seed in range(60):
        y = chance.standard_normal((50, 1)) + chance.standard_normal(10)

        def means(weights, y=y):
            return (y @ weights / weights.sum())[:, None]

        errors.append(pigeonhole(means, 50, 10, 100, generator(seed)).var())
        blind.append(bootstrap_rows(means(np.ones(10)), 100, generator(seed)).var())
    assert np.mean(errors) == pytest.approx(0.98 / 50 + 0.9 / 10, rel=0.2)
    assert np.mean(blind) < 0.03


def test_jackknife_of_a_mean_is_its_standard_error():
    values = generator(3).random((9, 2))
    assert np.allclose(jackknife_error(values, lambda m: m), values.std(axis=0, ddof=1) / 3)


@pytest.mark.statistical
def test_mean_interval_covers():
    values = generator(4).standard_normal((6, 4000))
    interval = mean_interval(values, 0.9)
    assert np.mean((interval.low < 0) & (0 < interval.high)) == pytest.approx(0.9, abs=4 * np.sqrt(0.09 / 4000))
