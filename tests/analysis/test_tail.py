"""How two sets of runs differ on average, in spread and in the tail."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.analysis.tail import ABOVE, MEAN, SPREAD, effects, mean_effect, spread, spread_effect, tail_effect

CHANCE = np.random.default_rng(3)
RATES = st.lists(st.floats(0.0, 0.2), min_size=3, max_size=40)


def test_the_spread_is_the_standard_deviation_over_replicates():
    values = CHANCE.normal(size=30)
    assert spread(values) == pytest.approx(values.std(ddof=1), rel=1e-12)
    assert math.isnan(spread(values[:1]))


def test_the_interval_of_a_change_of_spread_holds_the_truth_as_often_as_it_says():
    held = 0
    for _ in range(400):
        common = CHANCE.normal(size=40)
        base, other = common, 1.3 * common + 0.2 * CHANCE.normal(size=40)
        found = spread_effect(base, other)
        held += found.low <= math.sqrt(1.3**2 + 0.2**2) - 1.0 <= found.high
    assert abs(held / 400 - 0.95) < 4 * math.sqrt(0.05 * 0.95 / 400) + 0.02  # a jackknife of 40 is not exact


def test_pairing_narrows_the_interval_of_a_spread():
    common = CHANCE.normal(size=40)
    together, apart = spread_effect(common, 1.2 * common), spread_effect(common, 1.2 * CHANCE.normal(size=40))
    assert together.high - together.low < 0.5 * (apart.high - apart.low)


@settings(max_examples=60, deadline=None)
@given(RATES, st.floats(0.0, 0.2))
def test_the_same_runs_differ_in_nothing(values, threshold):
    same = np.array(values)
    assert all(effect.difference == 0.0 and effect.low <= 0.0 <= effect.high for effect in effects(same, same))
    assert tail_effect(same, same, threshold).base == np.mean(same > threshold)


@settings(max_examples=60, deadline=None)
@given(RATES, st.data())
def test_what_is_reported_is_what_was_counted(values, data):
    base = np.array(values)
    other = np.array(data.draw(st.lists(st.floats(0.0, 0.2), min_size=base.size, max_size=base.size)))
    found = effects(base, other, (0.05, 0.1))
    assert [effect.statistic for effect in found] == [MEAN, SPREAD, ABOVE, ABOVE]
    assert found[0].difference == pytest.approx(other.mean() - base.mean(), abs=1e-12)
    for effect, x in zip(found[2:], (0.05, 0.1), strict=True):
        assert effect.difference == pytest.approx(np.mean(other > x) - np.mean(base > x))
        assert -1.0 <= effect.low <= effect.difference <= effect.high <= 1.0
    assert mean_effect(other, base).difference == pytest.approx(-found[0].difference)


def test_two_runs_say_nothing_of_the_spread_but_its_value():
    found = spread_effect(np.array([0.01, 0.02]), np.array([0.01, 0.04]))
    assert found.difference > 0.0 and math.isnan(found.low) and found.row()["low"] is None
