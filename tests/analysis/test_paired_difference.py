"""Comparison under common luck: against scipy's paired test, and where nothing varies."""

import json
import math

import numpy as np
import pytest
from scipy import stats

from sim.analysis.failures import Unusable
from sim.analysis.paired import compare

CHANCE = np.random.default_rng(11)
SHARED = CHANCE.standard_normal(40)
BASE = 10 + SHARED + 0.1 * CHANCE.standard_normal(40)
OTHER = 9.8 + SHARED + 0.1 * CHANCE.standard_normal(40)


def test_difference_and_interval_are_those_of_the_paired_t_test():
    (found,) = compare(BASE, OTHER, ["poor"])
    theirs = stats.ttest_rel(OTHER, BASE).confidence_interval(0.95)
    assert (found.low, found.high) == pytest.approx((theirs.low, theirs.high), rel=1e-12)
    assert found.difference == pytest.approx((OTHER - BASE).mean(), rel=1e-12)
    assert found.standard_error == pytest.approx(stats.sem(OTHER - BASE), rel=1e-12)
    assert found.correlation == pytest.approx(np.corrcoef(BASE, OTHER)[0, 1], rel=1e-12)
    assert (found.replicates, found.dropped) == (40, 0)


def test_pairing_gains_what_the_correlation_says():
    (found,) = compare(BASE, OTHER)
    a, b = BASE.std(ddof=1), OTHER.std(ddof=1)
    gain = (a * a + b * b) / (a * a + b * b - 2 * found.correlation * a * b)
    assert found.variance_reduction == pytest.approx(gain, rel=1e-9)
    assert found.variance_reduction > 30


@pytest.mark.statistical
def test_interval_covers_the_true_difference():
    """4 standard errors of a share over 2000 repetitions."""
    chance, covered = np.random.default_rng(5), []
    base = chance.standard_normal((8, 2000))
    other = base + 0.3 + 0.5 * chance.standard_normal((8, 2000))
    covered = [d.low <= 0.3 <= d.high for d in compare(base, other, [str(i) for i in range(2000)])]
    assert np.mean(covered) == pytest.approx(0.95, abs=4 * math.sqrt(0.95 * 0.05 / 2000))


def test_several_comparisons_widen_the_interval():
    (one,), (five,) = compare(BASE, OTHER), compare(BASE, OTHER, comparisons=5)
    (single,) = compare(BASE, OTHER, confidence=0.99)
    assert five.low < one.low < one.high < five.high
    assert (five.low, five.high) == pytest.approx((single.low, single.high), rel=1e-12)


def test_outputs_are_compared_one_by_one_and_drop_their_own_failures():
    base, other = np.column_stack([BASE, BASE]), np.column_stack([OTHER, OTHER])
    other[3, 1] = np.nan
    whole, broken = compare(base, other, ["whole", "broken"])
    assert (whole.dropped, broken.dropped, broken.replicates) == (0, 1, 39)
    assert broken.difference == pytest.approx(np.delete(OTHER - BASE, 3).mean(), rel=1e-12)
    other[:10, 1] = np.nan
    with pytest.raises(Unusable, match="not a finite number"):
        compare(base, other, ["whole", "broken"])


def test_a_scenario_that_changes_nothing_differs_by_exactly_nothing():
    (found,) = compare(BASE, BASE.copy())
    assert (found.difference, found.low, found.high) == (0, 0, 0)
    assert found.correlation == pytest.approx(1)
    assert found.variance_reduction == math.inf
    assert found.row()["variance_reduction"] is None


def test_outputs_without_variance():
    (found,) = compare(np.zeros(5), np.ones(5))
    assert (found.difference, found.standard_error) == (1, 0)
    assert json.dumps(found.row(), allow_nan=False)
    assert found.row()["correlation"] is None and found.row()["variance_reduction"] is None


@pytest.mark.parametrize(
    ("base", "other", "names", "message"),
    [
        (np.zeros(4), np.zeros(5), ["a"], "shape"),
        (np.zeros((4, 2)), np.zeros((4, 2)), ["a"], "shape"),
        (np.zeros((4, 2, 1)), np.zeros((4, 2, 1)), ["a", "b"], "shape"),
        (np.zeros(1), np.zeros(1), ["a"], "at least 2"),
    ],
)
def test_what_cannot_be_compared_is_refused(base, other, names, message):
    with pytest.raises(Unusable, match=message):
        compare(base, other, names)


def test_what_is_undefined_is_skipped_and_counted_where_that_is_allowed():
    base, other = np.array([1.0, np.nan, 3.0, 4.0]), np.array([2.0, 2.0, np.nan, 6.0])
    with pytest.raises(Unusable):
        compare(base, other)
    (found,) = compare(base, other, undefined=True)
    assert (found.replicates, found.dropped, found.difference) == (2, 2, 1.5)
    (alone,) = compare(base[:2], other[:2], undefined=True)
    assert (alone.base, alone.other, alone.replicates) == (1.0, 2.0, 1) and alone.row()["low"] is None
    (nothing,) = compare(base[1:2], other[1:2], undefined=True)
    assert nothing.replicates == 0 and nothing.row()["difference"] is None
