"""Banks lend less after unusual losses, to households and firms alike."""

import numpy as np
import pytest
from counties import aged, lived, tree_with
from hypothesis import given
from hypothesis import strategies as st

from sim import firms
from sim.collectives.banks import Banks, as_usual, credit_supply, lend, loss_rate
from sim.state.collective import COUNTY_KIND
from sim.state.store import Store

rates = st.floats(0.0, 1.0)
P = Banks(tolerated=1.5, sensitivity=0.5, least=0.3, ordinary=0.02)


@given(rates, rates, rates)
def test_supply_falls_with_losses_from_what_is_tolerated_to_the_least(loss, more, usual):
    low, high = sorted((loss, more))
    assert P.least <= credit_supply(high, usual, P) <= credit_supply(low, usual, P) <= 1.0


def test_supply_by_hand():
    assert credit_supply(0.15, 0.10, P) == 1.0, "half as much again is tolerated"
    assert credit_supply(0.25, 0.10, P) == pytest.approx(0.5)
    assert credit_supply(0.90, 0.10, P) == 0.3
    assert credit_supply(0.03, 0.0, P) == 1.0, "a few losses are ordinary even where there were none before"
    assert credit_supply(0.05, 0.0, P) == pytest.approx(0.5) and credit_supply(0.07, 0.0, P) == 0.3


def test_a_quarters_losses_are_a_yearly_rate_and_none_without_loans():
    assert loss_rate(5.0, 100.0) == pytest.approx(0.2)
    assert loss_rate(80.0, 100.0) == 1.0 and loss_rate(0.0, 0.0) == 0.0


def test_what_goes_on_becomes_usual_and_supply_recovers():
    county, p = Store(COUNTY_KIND, 1), Banks(memory=0.5, habit=0.1)
    as_usual(county)
    for _ in range(8):
        lend(county, 1.0, 100.0, p)
    calm = float(county["credit_supply"][0])
    lend(county, 10.0, 100.0, p)
    lend(county, 10.0, 100.0, p)
    tight = float(county["credit_supply"][0])
    for _ in range(60):
        lend(county, 10.0, 100.0, p)
    assert tight < calm == 1.0 and county["credit_supply"][0] == 1.0
    as_usual(county)
    assert county["credit_supply"][0] == 1.0 and county["loss_rate"][0] == county["usual_loss"][0] == 0.0


def test_tight_credit_reaches_households():
    """With supply at a fraction of the usual so many fewer of those who may take up a loan do so."""
    loose, tight = (lived(tree_with(credit={"take_up": 2.0}, banks={"enabled": False}), 0, aged()) for _ in range(2))
    tight.county["credit_supply"][0] = 0.1
    loose.step(), tight.step()
    taken = [np.count_nonzero(c.rare_flow("borrowed")[1]) for c in (loose, tight)]
    assert taken[0] > 20 and taken[1] < 0.5 * taken[0]


def test_what_banks_lose_and_have_lent_is_that_of_households_and_firms():
    county = lived(
        tree_with(credit={"take_up": 4.0, "term": 1, "extension": 1, "default_after": 1, "renewed": 0.0}), 6, aged()
    )
    h = county.households
    assert firms.lent(county) == pytest.approx(
        h["microcredit"].sum() + county.cooperatives["debt"].sum() + county.enterprises["debt"].sum()
    )
    lost = county.payments["written_off"] + county.payments["estate_microcredit"]
    lost += county.trade.settled.bank_loss.sum() + county.operation.settled.bank_loss.sum()
    assert firms.written_off(county) == pytest.approx(lost) and lost > 0.0
