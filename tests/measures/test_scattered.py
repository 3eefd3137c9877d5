"""Returns dealt out by lot among households alike."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.draws import key, raw_words
from sim.measures.large_scale import worst_rate
from sim.measures.scattered import BANDS, DEALS, LARGEST, SCATTERING, alike, dealt, worst

households = st.lists(st.tuples(st.booleans(), st.integers(0, 4), st.integers(0, 3)), min_size=1, max_size=60)


def words_of(n, quarter=87):
    return raw_words(key(1, 0, quarter), np.arange(n), SCATTERING, 0)


@given(households)
def test_each_group_keeps_its_number_of_returns(rows):
    returned, groups, _ = (np.array(column) for column in zip(*rows, strict=True))
    drawn = dealt(returned, groups, words_of(len(rows)))
    assert drawn.shape == (DEALS, len(rows))
    for group in set(groups.tolist()):
        inside = groups == group
        assert (drawn[:, inside].sum(axis=1) == returned[inside].sum()).all()


@given(households)
def test_what_is_dealt_does_not_depend_on_the_order_of_rows_or_on_who_returned(rows):
    returned, groups, _ = (np.array(column) for column in zip(*rows, strict=True))
    words, turned = words_of(len(rows)), slice(None, None, -1)
    assert (
        dealt(returned[turned], groups[turned], words[:, turned])[:, turned] == dealt(returned, groups, words)
    ).all()
    other = returned.copy()
    for group in set(groups.tolist()):
        other[groups == group] = np.sort(other[groups == group])
    assert (dealt(other, groups, words) == dealt(returned, groups, words)).all()


def test_every_household_of_a_group_is_drawn_alike():
    returned = np.arange(10) < 3
    drawn = np.mean(
        [dealt(returned, np.zeros(10, dtype=int), words_of(10, q)).mean(axis=0) for q in range(500)], axis=0
    )
    assert np.abs(drawn - 0.3).max() < 5 * np.sqrt(0.3 * 0.7 / (500 * DEALS))


def test_households_alike_have_the_same_persons_and_the_same_band_of_welfare():
    line = 4000.0
    threes = np.full(len(BANDS), 3)
    at, below = (alike(threes, np.array(BANDS) * line * factor, line) for factor in (1.001, 0.999))
    assert (np.diff(at) == 1).all() and (at - below == 1).all()
    sizes = np.arange(1, 12)
    assert len(set(alike(sizes, np.full(sizes.size, 5000.0), line).tolist())) == LARGEST
    every = alike(np.repeat(sizes, 3), np.tile([-1e5, 7000.0, np.inf], sizes.size), line)
    assert len(set(every.tolist())) == 3 * LARGEST, "no two cells share a number"


@given(households)
def test_the_worst_rate_weighs_persons(rows):
    returned, persons, place = (np.array(column) for column in zip(*rows, strict=True))
    exposed = np.array([persons[place == k].sum() for k in range(4)])
    events = np.array([persons[(place == k) & returned].sum() for k in range(4)])
    assert worst(returned, persons, place) == pytest.approx(float(worst_rate(events, exposed)))


def test_nobody_at_risk_has_no_worst_place():
    none = np.zeros(0, dtype=np.int64)
    assert worst(none.astype(bool), none, none) == 0.0
    assert dealt(none.astype(bool), none, words_of(0)).shape == (DEALS, 0)
