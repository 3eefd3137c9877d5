"""Consumption, saving and the buffer."""

import numpy as np
import pytest
from counties import aged, flow, lived, tree_with
from hypothesis import given
from hypothesis import strategies as st

from sim.compiled import plain
from sim.processes.capital import Capital
from sim.processes.consumption import dissaving, saved

money = st.floats(0.0, 1e6)


@given(st.floats(-1e5, 1e6), money, money)
def test_saving_is_what_investment_implies_and_dissaving_never_exceeds_savings(income, needs, savings):
    assert plain(saved)(income, needs, 300.0, Capital(invested_share=0.3)) == pytest.approx(1000.0)
    unspent = plain(saved)(income, needs, 0.0, Capital(invested_share=0.0, spending_share=0.75))
    assert unspent == pytest.approx(0.25 * max(income - needs, 0.0))
    assert 0.0 <= plain(dissaving)(savings, income, needs, Capital()) <= savings


def test_who_foresees_the_end_of_support_saves_for_it_and_nobody_else_does():
    """From the same state, a year before the cliff: entitled households put off a fifth of what exceeds subsistence."""
    cliff = {"shape": "cliff", "ends": "2021Q1"}
    blind, seeing = (lived(tree_with(transition={**cliff, "foreseen": k}), 1, aged()) for k in (0, 1))
    needs, entitled = 0.25 * 4000.0 * blind.members(), aged().households["entitlement"] > 0
    one, other = flow(blind, "consumption"), flow(seeing, "consumption")
    above = entitled & (one > needs)
    np.testing.assert_allclose(other[above], one[above] - 0.2 * (one - needs)[above])
    np.testing.assert_array_equal(one[~above], other[~above])
