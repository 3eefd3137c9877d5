"""Long-run shares, stays and first passage times of transition matrices."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.measures import markov_chain, mobility

COUNTS = st.lists(st.lists(st.floats(0.01, 1.0), min_size=4, max_size=4), min_size=4, max_size=4)


@given(COUNTS)
def test_long_run_shares_stay(counts):
    matrix = mobility.transition_matrix(counts)
    share = markov_chain.stationary(matrix)
    assert share @ matrix == pytest.approx(share, rel=1e-12)
    assert share.sum() == pytest.approx(1.0, rel=1e-12)


@given(COUNTS)
def test_first_passage_takes_one_step_and_then_the_passage_from_there(counts):
    matrix = mobility.transition_matrix(counts)
    passage = markov_chain.mean_first_passage(matrix)
    assert passage == pytest.approx(1.0 + matrix @ (passage - np.diag(np.diag(passage))), rel=1e-9)


@given(entry=st.floats(0.001, 0.999), exit_=st.floats(0.001, 0.999))
def test_between_two_states_passage_is_the_mean_of_a_geometric_law(entry, exit_):
    passage = markov_chain.mean_first_passage([[1 - entry, entry], [exit_, 1 - exit_]])
    assert passage[0, 1] == pytest.approx(1 / entry) and passage[1, 0] == pytest.approx(1 / exit_)
    assert passage[1, 1] == pytest.approx((entry + exit_) / entry)


def test_states_that_do_not_return():
    assert markov_chain.stay([[1.0, 0.0], [0.5, 0.5]]).tolist() == [math.inf, 2.0]
    with pytest.raises(ValueError, match="state 1"):
        markov_chain.stationary([[0.5, 0.5], [0.0, 1.0]])
    with pytest.raises(ValueError, match="state 1 is left for good"):
        markov_chain.mean_first_passage([[1.0, 0.0], [0.5, 0.5]])


@pytest.mark.parametrize("measure", ["stationary", "stay", "prais", "mean_first_passage"])
@pytest.mark.parametrize(
    "matrix", [[[math.nan, 1.0], [0.5, 0.5]], [[1.2, -0.2], [0.5, 0.5]], [[0.5, 0.4], [0.5, 0.5]], [[0.5, 0.5]], [1.0]]
)
def test_what_is_no_matrix_of_shares_is_refused(measure, matrix):
    with pytest.raises(ValueError, match=".* / .*[\u4e00-\u9fff]"):
        getattr(markov_chain, measure)(matrix)
