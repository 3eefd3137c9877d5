"""Members of households: sizes by weight, ages by share, never more or fewer than the size says."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.population.people import People, composition, part_of, sizes

N = 100_000
EVENLY = (np.arange(N) + 0.5) / N
WEIGHTS = [f"size_{k}" for k in range(1, 8)]
shares = st.floats(0, 1)
ages = st.builds(
    People, elders_none=shares, elders_one=shares, elders_alone=shares,
    children_none=shares, children_one=shares, children_two=shares,
)  # fmt: skip


@pytest.mark.parametrize("scale", [1.0, 4.0])
def test_sizes_follow_their_weights_whatever_these_add_up_to(scale):
    p = People(**{name: scale * getattr(People(), name) for name in WEIGHTS})
    expected = np.array([getattr(p, name) for name in WEIGHTS])
    found = np.bincount(sizes(EVENLY, p), minlength=8)[1:] / N
    np.testing.assert_allclose(found, expected / expected.sum(), atol=2 / N)


@pytest.mark.parametrize("size", range(1, 8))
def test_a_single_weight_gives_a_single_size(size):
    p = People(**{name: float(name == f"size_{size}") for name in WEIGHTS})
    assert set(sizes(EVENLY, p).tolist()) == {size}


def test_without_any_weight_sizes_are_equally_likely():
    found = np.bincount(sizes(EVENLY, People(**dict.fromkeys(WEIGHTS, 0.0))), minlength=8)[1:] / N
    np.testing.assert_allclose(found, 1 / 7, atol=2 / N)


@given(ages, st.lists(st.tuples(st.integers(1, 7), shares, shares), min_size=1, max_size=50))
def test_members_add_up_and_one_who_is_no_elder_is_an_adult(p, rows):
    size, luck = np.array([row[0] for row in rows]), np.array([row[1:] for row in rows]).T
    children, adults, elders = composition(size, luck, p)
    assert (children + adults + elders == size).all() and min(children.min(), adults.min(), elders.min()) >= 0
    assert (adults[elders < size] >= 1).all() and children.max() <= 3 and elders.max() <= 2


def test_ages_have_the_declared_shares_where_size_allows():
    p, large = People(), np.full(N, 7)
    children, _, elders = composition(large, np.array([EVENLY, EVENLY]), p)
    two = 1.0 - p.elders_none - p.elders_one
    np.testing.assert_allclose(np.bincount(elders) / N, [p.elders_none, p.elders_one, two], atol=2 / N)
    three = 1.0 - p.children_none - p.children_one - p.children_two
    wanted = [p.children_none, p.children_one, p.children_two, three]
    np.testing.assert_allclose(np.bincount(children) / N, wanted, atol=2 / N)
    _, _, alone = composition(np.full(N, 1), np.array([EVENLY, EVENLY]), p)
    assert abs(alone.mean() - p.elders_alone) < 2 / N


@given(st.lists(st.integers(0, 12), min_size=1, max_size=50), shares, shares)
def test_a_part_is_a_whole_number_within_its_group_and_right_on_average(groups, share, luck):
    group = np.array(groups)
    part = part_of(group, share, np.full(group.size, luck))
    assert (part >= 0).all() and (part <= group).all() and (np.abs(part - share * group) < 1.0).all()
    assert abs(part_of(np.full(N, 3), share, EVENLY).mean() - 3 * share) < 2 / N
