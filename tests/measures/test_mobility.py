"""Return, entry, exit and transitions."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.measures import mobility

ROW = st.tuples(st.booleans(), st.booleans(), st.booleans(), st.integers(0, 7), st.integers(0, 3))
few = settings(max_examples=40, deadline=None)  # the first example may have to compile
ROWS = st.lists(ROW, min_size=1, max_size=40)


def columns(rows):
    return tuple(np.array(column) for column in zip(*rows, strict=True))


@few
@given(rows=ROWS)
def test_return_rate_counts_the_ex_poor_who_were_not_poor(rows):
    poor, before, risk, persons, _ = columns(rows)
    returned = sum(n for p, b, r, n, _ in rows if r and not b and p)
    exposed = sum(n for p, b, r, n, _ in rows if r and not b)
    assert mobility.returns(poor, before, risk, persons) == (returned, exposed)
    expected = returned / exposed if exposed else 0.0
    assert mobility.return_rate(poor, before, risk, persons) == expected


@few
@given(rows=ROWS)
def test_persons_are_repeated_households(rows):
    poor, before, risk, persons, _ = columns(rows)
    if persons.any():
        repeated = [np.repeat(c, persons) for c in (poor, before, risk)]
        assert mobility.returns(poor, before, risk, persons) == mobility.returns(*repeated)


@few
@given(rows=ROWS)
def test_villages_add_up_to_the_county(rows):
    poor, before, risk, persons, village = columns(rows)
    events, exposed = mobility.flows_by(village, 4, poor, risk & ~before, persons)
    assert (events.sum(), exposed.sum()) == mobility.returns(poor, before, risk, persons)


@few
@given(rows=ROWS)
def test_entry_and_exit_are_the_transition_matrix(rows):
    now, before, _, persons, _ = columns(rows)
    counts = mobility.transition_counts(before.astype(int), now.astype(int), 2, persons)
    matrix = mobility.transition_matrix(counts)
    assert counts.sum() == persons.sum()
    assert mobility.entries(before, now, persons).rate == matrix[0, 1]
    assert mobility.exits(before, now, persons).rate == matrix[1, 0]


def test_nobody_at_risk_is_told_apart_by_the_exposed():
    nobody = mobility.returns([1, 0], [0, 0], [0, 0])
    assert nobody.rate == 0.0 and nobody.exposed == 0.0
    assert mobility.return_rate([1, 0], [0, 0], [1, 1]) == 0.5


def test_bad_rows_are_refused():
    for poor, before, risk, persons in (
        ([], [], [], None),
        ([2, 0], [0, 0], [1, 1], None),
        ([1, 0], [0], [1, 1], None),
        ([math.nan, 0], [0, 0], [1, 1], None),
        ([1, 0], [0, 0], [1, 1], [1, -1]),
        ([1, 0], [0, 0], [1, 1], [1, math.nan]),
        ([1, 0], [0, 0], [1, 1], [1]),
    ):
        with pytest.raises(ValueError):
            mobility.return_rate(poor, before, risk, persons)
    with pytest.raises(ValueError, match="row 1 is 4"):
        mobility.flows_by([0, 4], 4, [1, 1], [1, 1])
    with pytest.raises(ValueError, match="whole numbers"):
        mobility.transition_counts([0.0, 1.0], [0, 1], 2)


def test_a_state_that_nobody_was_in_keeps_a_row_of_zeros():
    matrix = mobility.transition_matrix([[1, 3], [0, 0]])
    assert matrix.tolist() == [[0.25, 0.75], [0.0, 0.0]]
