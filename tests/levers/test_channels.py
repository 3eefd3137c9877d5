"""Channels: what levers move this quarter and nothing of the last one; of two levers the later one holds."""

import numpy as np
import pytest
from counties import aged
from hypothesis import given
from hypothesis import strategies as st

from sim.levers.channels import CHOICES, RANKS, covered, settle
from sim.state.channels import CHANNELS, COMBINATIONS, NEUTRAL

choices = st.lists(st.booleans(), min_size=10, max_size=10).map(np.array)
moves = st.dictionaries(
    st.integers(0, len(CHANNELS) - 1),
    st.lists(st.tuples(choices, st.sampled_from([0.25, 0.5])), min_size=1, max_size=2),
    max_size=4,
)


def empty(households):
    """A table and rows of it that hold nothing sensible."""
    return np.full((COMBINATIONS, len(CHANNELS)), np.nan), np.full(households, -1, dtype=np.int16)


@given(st.lists(moves, min_size=1, max_size=4))
def test_channels_hold_this_quarters_moves_and_nothing_else(quarters):
    channel, reach = empty(10)
    for now in quarters:
        settle(channel, reach, now)
        expected = np.tile(NEUTRAL, (10, 1))
        for column, list_of_moves in now.items():
            for chosen, value in list_of_moves:
                expected[chosen, column] = value
        assert (channel[reach] == expected).all()


def test_more_choices_than_have_a_place_are_refused():
    channel, reach = empty(3)
    many = [(np.array([True, False, True]), 0.5) for _ in range(CHOICES + 1)]
    settle(channel, reach, {0: many[:-1]})
    with pytest.raises(ValueError, match=f"more than {CHOICES} different sets of households"):
        settle(channel, reach, {0: many})


def test_more_combinations_than_have_a_place_are_refused():
    """Sets by the bits of a household's number: as many combinations as households."""
    for households, fits in ((COMBINATIONS, True), (COMBINATIONS + 1, False)):
        channel, reach = empty(households)
        sets = [(np.arange(households) >> bit) % 2 == 1 for bit in range(13)]
        moves = {bit: [(chosen, 0.5)] for bit, chosen in enumerate(sets)}
        if fits:
            settle(channel, reach, moves)
            assert all(
                (channel[reach, bit] == np.where(chosen, 0.5, NEUTRAL[bit])).all() for bit, chosen in enumerate(sets)
            )
        else:
            with pytest.raises(ValueError, match=f"more than {COMBINATIONS} combinations"):
                settle(channel, reach, moves)


@given(st.floats(0.0, 1.0))
def test_coverage_reaches_the_entitled_of_lowest_rank(coverage):
    households = aged().households
    chosen = covered(households, "access_medical", coverage)
    rank, entitled = households["access_medical"].astype(float), households["entitlement"] > 0
    assert np.flatnonzero(chosen).tolist() == [
        i for i in range(households.n) if entitled[i] and rank[i] < coverage * RANKS
    ]
