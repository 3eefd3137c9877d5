"""How far members lie behind the best of their group."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.measures.within_groups import gap_to_best


def test_by_hand_and_groups_of_one_do_not_count():
    values, group = np.array([0.5, 0.9, 0.2, 0.1, 0.4]), np.array([0, 0, 1, 2, 2])
    assert gap_to_best(values, group) == pytest.approx((0.4 + 0.0 + 0.3 + 0.0) / 4)


@pytest.mark.parametrize("group", [[], [0], [0, 1, 2]])
def test_without_a_group_of_two_there_is_no_gap(group):
    assert gap_to_best(np.ones(len(group)), np.array(group, dtype=np.int64)) == 0.0


@given(
    st.lists(st.tuples(st.floats(-5, 5), st.integers(0, 4)), min_size=2, max_size=30), st.floats(-3, 3), st.floats(0, 4)
)
def test_it_moves_with_the_scale_and_not_with_the_level(pairs, shift, factor):
    values, group = np.array([v for v, _ in pairs]), np.array([g for _, g in pairs])
    gap = gap_to_best(values, group)
    assert gap >= 0.0 and gap_to_best(factor * values + shift, group) == pytest.approx(factor * gap, abs=1e-9)
