"""Intervals over replicates and the distributions behind them, against scipy."""

import math

import numpy as np
import pytest
from scipy import stats

from sim.measures.distributions import binomial_tail, student_t_quantile
from sim.measures.intervals import mean_ci, paired_shares, wilson


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


def test_paired_shares_where_neither_way_depends_on_the_other_are_those_of_two_samples():
    """With no association Newcombe's method 10 is the square-and-add interval of two score intervals."""
    found = paired_shares(4, 4, 12, 12)  # association: 4 * 12 - 4 * 12 = 0
    (p_low, p_high), (q_low, q_high) = wilson(16, 32), wilson(8, 32)
    assert found.difference == 0.25
    assert found.low == pytest.approx(0.25 - math.hypot(0.5 - p_low, q_high - 0.25))
    assert found.high == pytest.approx(0.25 + math.hypot(p_high - 0.5, 0.25 - q_low))


def test_paired_shares_of_the_same_trials_narrow_with_association_and_turn_with_the_order():
    loose, tied = paired_shares(10, 10, 14, 16), paired_shares(18, 2, 6, 24)
    assert loose.difference == tied.difference == pytest.approx(0.08)
    assert tied.high - tied.low < loose.high - loose.low
    turned = paired_shares(18, 6, 2, 24)
    assert (turned.difference, turned.low, turned.high) == pytest.approx((-tied.difference, -tied.high, -tied.low))


def test_paired_shares_know_that_never_is_not_impossible():
    never, always = paired_shares(0, 0, 0, 30), paired_shares(30, 0, 0, 0)
    assert never.difference == always.difference == 0.0
    for found in (never, always):
        assert -0.2 < found.low < 0.0 < found.high < 0.2


def test_paired_shares_hold_the_truth_about_as_often_as_they_say():
    chance, n, cells = np.random.default_rng(7), 40, (0.15, 0.05, 0.2, 0.6)
    held = [
        found.low <= 0.15 <= found.high
        for found in (paired_shares(*map(int, chance.multinomial(n, cells))) for _ in range(2000))
    ]
    assert 0.93 < np.mean(held) < 0.98


def test_paired_shares_refuse_what_is_no_trial():
    for counts in ((0, 0, 0, 0), (3, -1, 2, 4)):
        with pytest.raises(ValueError, match="no trials"):
            paired_shares(*counts)
