"""Channels: what levers moved last quarter is taken back, what they move now is set, the later lever holds."""

import numpy as np
from counties import aged
from hypothesis import given
from hypothesis import strategies as st

from sim.levers.channels import RANKS, all_neutral, covered, settle
from sim.state.channels import CHANNELS

choices = st.lists(st.booleans(), min_size=10, max_size=10).map(np.array)
moves = st.dictionaries(
    st.integers(0, len(CHANNELS) - 1),
    st.lists(st.tuples(choices, st.sampled_from([0.25, 0.5])), min_size=1, max_size=2),
    max_size=4,
)


@given(st.lists(moves, min_size=1, max_size=4))
def test_channels_hold_this_quarters_moves_and_nothing_else(quarters):
    channel = np.empty((len(CHANNELS), 10))
    all_neutral(channel)
    before = {}
    for now in quarters:
        settle(channel, before, now)
        expected = np.empty_like(channel)
        all_neutral(expected)
        for row, list_of_moves in now.items():
            for chosen, value in list_of_moves:
                expected[row, chosen] = value
        assert (channel == expected).all()
        before = now


@given(st.floats(0.0, 1.0))
def test_coverage_reaches_the_entitled_of_lowest_rank(coverage):
    households = aged().households
    chosen = covered(households, "access_medical", coverage)
    rank, entitled = households["access_medical"].astype(float), households["entitlement"] > 0
    assert np.flatnonzero(chosen).tolist() == [
        i for i in range(households.n) if entitled[i] and rank[i] < coverage * RANKS
    ]
