"""Intervals over replicates and the distributions behind them, against scipy."""

import math

import numpy as np
import pytest
from scipy import stats

from sim.measures.distributions import binomial_tail, student_t_quantile
from sim.measures.intervals import mean_ci, wilson


@pytest.mark.parametrize("u", [0.6, 0.9, 0.95, 0.975, 0.995, 0.9995, 1 - 1e-9])
def test_student_quantile(u):
    for df in [*range(1, 41), 77, 200, 999, 1000, 1001, 5000, 1_000_000]:
        assert student_t_quantile(u, df) == pytest.approx(stats.t.ppf(u, df), rel=2e-11)


def test_student_quantile_is_symmetric():
    assert student_t_quantile(0.025, 7) == -student_t_quantile(0.975, 7)
    assert student_t_quantile(0.5, 7) == pytest.approx(0.0, abs=1e-15)
    for u, df in ((0.0, 3), (1.0, 3), (0.9, 0)):
        with pytest.raises(ValueError):
            student_t_quantile(u, df)


def test_binomial_tail():
    rng = np.random.default_rng(0)
    for _ in range(400):
        n = int(rng.integers(1, 2000))
        p = float(rng.random() ** 3)
        k = int(np.clip(rng.normal(n * p, 3 * math.sqrt(n * p) + 1), 0, n))
        assert binomial_tail(k, n, p) == pytest.approx(stats.binom.sf(k - 1, n, p), rel=1e-10, abs=1e-300)


def test_binomial_tail_at_published_values_and_edges():
    assert binomial_tail(40, 1000, 0.02) == pytest.approx(4.339875895e-05, rel=1e-9)
    assert binomial_tail(50, 1000, 0.02) == pytest.approx(7.884716909e-09, rel=1e-9)
    assert binomial_tail(0, 5, 0.1) == 1.0 and binomial_tail(6, 5, 0.1) == 0.0
    assert binomial_tail(1, 5, 0.0) == 0.0 and binomial_tail(5, 5, 1.0) == 1.0
    assert binomial_tail(5, 5, 0.5) == pytest.approx(1 / 32, rel=1e-15)
    for n, p in ((-1, 0.5), (5, -0.1), (5, 1.1), (5, math.nan)):
        with pytest.raises(ValueError):
            binomial_tail(1, n, p)


@pytest.mark.parametrize("level", [0.9, 0.95, 0.99])
@pytest.mark.parametrize(("k", "n"), [(0, 10), (1, 10), (10, 10), (13, 600), (300, 600)])
def test_wilson(k, n, level):
    expected = stats.binomtest(k, n).proportion_ci(level, method="wilson")
    assert wilson(k, n, level) == pytest.approx((expected.low, expected.high), rel=1e-12, abs=1e-16)


def test_wilson_refuses_what_has_no_interval():
    for k, n, level in ((1, 0, 0.95), (-1, 5, 0.95), (6, 5, 0.95), (math.nan, 5, 0.95), (1, 5, 1.0)):
        with pytest.raises(ValueError):
            wilson(k, n, level)


def test_mean_interval():
    y = np.random.default_rng(1).normal(3, 2, 40)
    low, high = stats.t.interval(0.95, 39, y.mean(), stats.sem(y))
    found = mean_ci(y)
    assert found[:4] == pytest.approx((y.mean(), low, high, stats.sem(y)), rel=1e-12)
    assert (found.replicates, found.covers) == (40, "monte_carlo")


def test_one_replicate_has_no_interval():
    assert mean_ci([0.3])[:4] == (0.3, None, None, None)
    with pytest.raises(ValueError):
        mean_ci([])
    with pytest.raises(ValueError, match="row 1"):
        mean_ci([0.3, math.nan])
