"""Catastrophic and impoverishing own payments by hand, and their properties."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.measures import poverty
from sim.measures.health_expenditure import (
    capacity_to_pay,
    catastrophic,
    catastrophic_payments,
    impoverishment,
    subsistence,
)

AMOUNTS = st.lists(st.tuples(*[st.integers(0, 9000).map(float)] * 3), min_size=1, max_size=20)


def test_capacity_is_above_subsistence_or_above_food_where_that_is_less():
    assert capacity_to_pay([3000, 1000], [10_000, 10_000], [2000, 2000]).tolist() == [8000, 9000]
    with pytest.raises(ValueError, match="row 1 "):
        capacity_to_pay([3000, 3000], [4000, 2000], [0, 0])
    with pytest.raises(ValueError, match="rows"):
        capacity_to_pay([1.0], [2.0, 3.0], [1.0])


def test_at_the_threshold_a_payment_is_catastrophic():
    assert catastrophic([400, 399, 0, 0], [1000, 1000, 1000, 0]).tolist() == [True, False, False, False]
    with pytest.raises(ValueError, match="row 1 .*at most the capacity"):
        catastrophic([400, 1100], [1000, 1000])
    for threshold in (0.0, 1.1, np.nan):
        with pytest.raises(ValueError, match="threshold"):
            catastrophic([1.0], [2.0], threshold)


def test_by_hand():
    """Burdens 0.5, 0.1, 0.8, 0; the poorest two households rank first."""
    found = catastrophic_payments([50, 10, 160, 0], [100, 100, 200, 300], [150, 200, 300, 400])
    assert found.headcount == 0.5 and found.overshoot == pytest.approx((0.1 + 0.4) / 4)
    assert found.mean_positive_overshoot == pytest.approx(0.25)
    assert found.concentration == pytest.approx(-0.25) and found.ranked_headcount == pytest.approx(0.625)
    nobody = catastrophic_payments([0.0], [10.0], [20.0])
    assert nobody == (0.0, 0.0, 0.0) and nobody.mean_positive_overshoot == nobody.ranked_headcount == 0.0


def test_subsistence_is_food_of_those_with_a_middling_food_share():
    """Food shares 0.1 ... 0.9 by ninths: ranks 1/18, 3/18, ...: only the fifth lies in 0.45-0.55."""
    food = np.arange(1.0, 10.0) * 100.0
    need = subsistence(food, np.full(9, 1000.0), [1, 1, 1, 1, 4, 1, 1, 1, 2])
    member = 500.0 / 4**0.56
    assert need == pytest.approx(member * np.array([1, 1, 1, 1, 4, 1, 1, 1, 2]) ** 0.56)
    assert subsistence([300.0, 500.0], [1000.0, 1000.0], [1, 1]) == pytest.approx([400.0, 400.0])
    for food, spending, size in (
        ([1.0], [0.0], [1]),
        ([1.0], [2.0], [0]),
        ([-1.0], [2.0], [1]),
        ([np.nan], [2.0], [1]),
    ):
        with pytest.raises(ValueError, match="row 0 "):
            subsistence(food, spending, size)


@given(AMOUNTS, st.lists(st.integers(1, 6), min_size=20, max_size=20))
def test_subsistence_of_repeated_rows(rows, persons):
    food, other, _ = np.array(rows).T
    w, spending, size = np.array(persons[: len(rows)]), food + other + 1.0, 1.0 + np.arange(len(rows)) % 5
    often = subsistence(np.repeat(food, w), np.repeat(spending, w), np.repeat(size, w))
    assert np.repeat(subsistence(food, spending, size, w), w) == pytest.approx(often)


@given(AMOUNTS)
def test_payments_never_make_less_poor(rows):
    food, other, medical = np.array(rows).T
    spending = food + other + medical
    found = impoverishment(spending, medical, 4000.0)
    assert found.headcount >= 0.0 and found.gap >= 0.0
    assert found.headcount_before == poverty.headcount(spending, 4000.0)
    assert found.gap_after == poverty.poverty_gap(food + other, 4000.0)
    without = impoverishment(spending, np.zeros(len(rows)), 4000.0)
    assert without.headcount == without.gap == 0.0


def test_impoverished_means_not_poor_before():
    found = impoverishment([5000, 4500, 3000, 9000], [1500, 500, 1000, 100], 4000.0)
    assert (found.headcount, found.headcount_before) == (0.25, 0.25), "who is left with the line itself is not poor"
    assert found.gap == pytest.approx((500 + 1000) / 4000 / 4)
    with pytest.raises(ValueError, match="row 0 "):
        impoverishment([5.0], [-1.0], 4000.0)
