"""Consumption, saving and the buffer."""

import pytest
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
