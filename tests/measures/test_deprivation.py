"""Counting deprivations: the cutoff, what indicators contribute, and the gaps."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.measures import deprivation
from sim.measures.deprivation import adjusted_gap, alkire_foster

FLAGS = st.lists(st.lists(st.booleans(), min_size=4, max_size=4), min_size=1, max_size=12)
IMPORTANCE = [0.4, 0.3, 0.2, 0.1]


@given(FLAGS, st.sampled_from([0.1, 0.3, 0.5, 0.7, 1.0]))
def test_headcount_intensity_and_contributions_by_their_definition(rows, cutoff):
    g = np.array(rows, float)
    counts = (g * IMPORTANCE).sum(axis=1)
    poor = counts >= cutoff - 1e-9
    found = alkire_foster(rows, IMPORTANCE, cutoff)
    assert found.headcount == pytest.approx(poor.mean())
    assert found.intensity == pytest.approx(counts[poor].mean() if poor.any() else 0.0)
    assert found.adjusted_headcount == pytest.approx((counts * poor).mean())
    assert found.deprived == pytest.approx(g.mean(axis=0))
    assert found.censored == pytest.approx((g * poor[:, None]).mean(axis=0))
    assert found.contribution.sum() == pytest.approx(float(poor.any()))
    assert found.censored @ np.array(IMPORTANCE) == pytest.approx(found.adjusted_headcount)


def test_who_reaches_the_cutoff_is_poor_whatever_the_rounding():
    tenths = [0.1] * 10
    assert sum([0.1] * 8) < 0.8, "a sum of tenths falls short of what it should be"
    assert alkire_foster([[1] * 8 + [0] * 2], tenths, 0.8).headcount == 1.0
    assert alkire_foster([[1] * 7 + [0] * 3], tenths, 0.8).headcount == 0.0


@given(
    st.lists(st.lists(st.integers(0, 9), min_size=4, max_size=4), min_size=1, max_size=12), st.sampled_from([1.0, 2.0])
)
def test_gaps_of_the_poor_by_their_definition(rows, alpha):
    x, z = np.array(rows, float), np.array([2.0, 4.0, 6.0, 8.0])
    gaps = np.maximum(z - x, 0.0) / z
    poor = ((gaps > 0) * IMPORTANCE).sum(axis=1) >= 0.4 - 1e-9
    expected = ((gaps**alpha * IMPORTANCE).sum(axis=1) * poor).mean()
    assert adjusted_gap(x, z, IMPORTANCE, 0.4, alpha) == pytest.approx(expected, abs=1e-12)
    assert adjusted_gap(x, z, IMPORTANCE, 0.4, 0.0) == pytest.approx(
        alkire_foster(x < z, IMPORTANCE, 0.4).adjusted_headcount
    )


def test_one_indicator_is_poverty_as_usual():
    x = np.array([[1000.0], [3000.0], [4000.0], [9000.0]])
    assert adjusted_gap(x, [4000.0], [1.0], 1.0) == pytest.approx((0.75 + 0.25) / 4)
    assert alkire_foster(x < 4000.0, [1.0], 1.0).headcount == 0.5


def test_what_does_not_fit_is_refused():
    for importance in ([0.5, 0.4], [1.0], [1.5, -0.5], [0.5, np.nan]):
        with pytest.raises(ValueError, match=" / "):
            alkire_foster([[1, 0]], importance, 0.5)
    for cutoff in (0.0, 1.1, np.nan):
        with pytest.raises(ValueError, match="cutoff"):
            alkire_foster([[1, 0]], [0.5, 0.5], cutoff)
    for cutoffs, alpha in (([1.0], 1.0), ([1.0, 0.0], 1.0), ([1.0, 1.0], -1.0)):
        with pytest.raises(ValueError, match=" / "):
            deprivation.adjusted_gap([[1.0, 0.0]], cutoffs, [0.5, 0.5], 0.5, alpha)
