"""Concentration index and quantile groups: bounds, ties, and the Gini among them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.measures.concentration import concentration_index, mid_ranks
from sim.measures.inequality import gini
from sim.measures.quantile_groups import group_shares, quantile_groups

ROWS = st.lists(st.tuples(st.integers(0, 99), st.integers(0, 9), st.integers(1, 7)), min_size=1, max_size=20)


@given(ROWS)
def test_ranked_by_itself_it_is_the_gini_and_no_ranking_exceeds_that(rows):
    y, rank, w = (np.array(column, float) for column in zip(*rows, strict=True))
    if y.any():
        own = concentration_index(y, y, w)
        assert own == pytest.approx(gini(y, w), abs=1e-12)
        assert abs(concentration_index(y, rank, w)) <= own + 1e-12
        assert concentration_index(y, -rank, w) == pytest.approx(-concentration_index(y, rank, w), abs=1e-12)
        assert concentration_index(y, np.exp(rank), w) == pytest.approx(concentration_index(y, rank, w), abs=1e-12)


def test_equal_ranks_share_one_place():
    assert mid_ranks([5, 1, 5, 9], np.array([1.0, 2.0, 3.0, 4.0])).tolist() == pytest.approx([0.4, 0.1, 0.4, 0.8])
    for y in ([1.0, 2.0, 3.0], [3.0, 1.0, 2.0]):
        assert concentration_index(y, [7, 7, 7]) == pytest.approx(0.0, abs=1e-15)
    with pytest.raises(ValueError, match="ranks"):
        concentration_index([1.0, 2.0], [1.0])
    with pytest.raises(ValueError, match="row 1 "):
        concentration_index([1.0, 2.0], [1.0, np.nan])


@given(ROWS, st.integers(1, 12))
def test_groups_rise_with_values_and_ties_stay_together(rows, groups):
    y, _, w = (np.array(column, float) for column in zip(*rows, strict=True))
    group = quantile_groups(y, w, groups)
    assert 1 <= group.min() and group.max() == groups
    order = np.argsort(y, kind="stable")
    assert (np.diff(group[order]) >= 0).all()
    assert ((np.diff(y[order]) > 0) | (np.diff(group[order]) == 0)).all()
    persons = np.array([w[y <= v].sum() for v in y])
    assert (group == np.maximum(np.ceil(groups * persons / w.sum() - 1e-9), 1)).all()


def test_specified_examples_and_rounding():
    assert quantile_groups([10, 10, 20], [1, 2, 1]).tolist() == [8, 8, 10]
    assert quantile_groups([-10, 20, 30]).tolist() == [4, 7, 10]
    tenths = np.full(10, 0.1)
    assert quantile_groups(np.arange(10.0), tenths).tolist() == list(range(1, 11))
    with pytest.raises(ValueError, match="groups"):
        quantile_groups([1.0], groups=0)


def test_shares_of_groups_add_up():
    persons, money = group_shares([10.0, 20.0, 30.0, 40.0], [4, 3, 2, 1], 2)
    assert persons == pytest.approx([0.4, 0.6]) and money == pytest.approx([0.2, 0.8])
    assert group_shares([5.0], groups=3)[0].tolist() == [0.0, 0.0, 1.0]
