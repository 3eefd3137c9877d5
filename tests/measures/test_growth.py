"""Growth and redistribution: parts add up, and each is alone where the other does not move."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.measures import poverty, ranked_poverty
from sim.measures.growth import datt_ravallion, shapley

LINE = 4000.0
MEASURES = (poverty.headcount, poverty.poverty_gap, poverty.squared_poverty_gap, poverty.watts, ranked_poverty.sst)
INCOMES = st.lists(st.integers(1, 12_000).map(float), min_size=1, max_size=12)
each = pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.__name__)


@each
@given(before=INCOMES, now=INCOMES)
def test_parts_add_up_and_shapley_is_the_mean_of_both_references(measure, before, now):
    moved = measure(now, LINE) - measure(before, LINE)
    forward, backward = (datt_ravallion(before, now, LINE, measure, reference=year) for year in ("before", "now"))
    fair = shapley(before, now, LINE, measure)
    for parts in (forward, backward, fair):
        assert parts.total == pytest.approx(moved, abs=1e-12)
    assert fair.residual == 0.0
    assert fair.growth == pytest.approx((forward.growth + backward.growth) / 2, abs=1e-12)
    assert fair.redistribution == pytest.approx((forward.redistribution + backward.redistribution) / 2, abs=1e-12)
    assert forward.residual == pytest.approx(-backward.residual, abs=1e-12)


@each
@given(before=INCOMES, now=INCOMES)
def test_going_back_turns_the_sign(measure, before, now):
    there, back = shapley(before, now, LINE, measure), shapley(now, before, LINE, measure)
    assert there == pytest.approx([-part for part in back], abs=1e-12)


@each
@given(before=INCOMES, factor=st.sampled_from([0.5, 2.0, 4.0]))
def test_growth_alone_redistributes_nothing(measure, before, factor):
    parts = shapley(before, np.array(before) * factor, LINE, measure)
    assert parts.redistribution == pytest.approx(0.0, abs=1e-9)
    assert parts.growth == pytest.approx(parts.total, abs=1e-9)


@each
def test_redistribution_alone_is_no_growth(measure):
    parts = datt_ravallion([1000.0, 3000.0, 8000.0], [3000.0, 3000.0, 6000.0], LINE, measure)
    assert parts.growth == parts.residual == 0.0
    assert parts.redistribution == parts.total <= 0.0


def test_by_hand():
    """Before (2, 6), now (3, 13), line 5: means 4 and 8. Grown (4, 12), shifted (1.5, 6.5); gaps of 5."""
    parts = datt_ravallion([2.0, 6.0], [3.0, 13.0], 5.0, poverty.poverty_gap)
    assert parts == pytest.approx((0.1 - 0.3, 0.35 - 0.3, 0.2 - 0.3 + 0.2 - 0.05))
    assert shapley([2.0, 6.0], [3.0, 13.0], 5.0, poverty.poverty_gap) == pytest.approx((-0.175, 0.075, 0.0))


def test_counties_of_different_size_and_what_is_refused():
    parts = shapley([2.0, 6.0], [3.0, 13.0, 3.0, 13.0], 5.0, poverty.poverty_gap, [1, 1], [2, 2, 2, 2])
    assert parts == pytest.approx((-0.175, 0.075, 0.0))
    with pytest.raises(ValueError, match="reference"):
        datt_ravallion([1.0], [1.0], LINE, reference="then")
    with pytest.raises(ValueError, match="mean"):
        shapley([0.0], [1.0], LINE)
