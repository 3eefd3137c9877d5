"""Weddings, funerals and gifts cost money; customs reform makes them cheaper."""

import numpy as np
import pytest
from counties import LUCK, flow, lived, only
from hypothesis import given
from hypothesis import strategies as st

from sim.compiled import plain
from sim.county import County
from sim.population import identical
from sim.processes.ceremonies import Ceremonies, ceremonies, custom, event_cost
from sim.spec import CHANGE_FROM


@given(st.integers(60, 200), st.floats(0.0, 1.0), st.floats(0.25, 50.0))
def test_reform_lowers_cost_evenly_from_2021_and_never_below_its_aim(quarter, reform, horizon):
    p = Ceremonies(reform=reform, horizon=horizon)
    now, then = plain(custom)(quarter, p), plain(custom)(quarter + 1, p)
    assert 1.0 - reform <= then <= now <= 1.0
    assert now == 1.0 if quarter < CHANGE_FROM else True


def test_reform_is_complete_after_its_horizon():
    p = Ceremonies(reform=0.4, horizon=2.0)
    assert plain(custom)(CHANGE_FROM, p) == pytest.approx(1.0 - 0.4 / 8)
    assert plain(custom)(CHANGE_FROM + 7, p) == plain(custom)(CHANGE_FROM + 80, p) == pytest.approx(0.6)


@pytest.mark.parametrize(("passage", "cost"), [(0, 0.0), (4, 0.0), (8, 3.0), (16, 5.0), (24, 8.0), (27, 8.0)])
def test_the_code_of_passage_tells_wedding_and_funeral_apart(passage, cost):
    assert plain(event_cost)(passage, Ceremonies(wedding=5.0, funeral=3.0)) == cost


COSTS = {"ceremonies.reform": 0.0, "ceremonies.gifts": 0.0, "ceremonies.wedding": 9000.0, "ceremonies.funeral": 4000.0}


def test_who_wed_or_died_this_quarter_is_paid_for_by_those_who_are_left():
    """The pass itself, on households with a given passage."""
    county = County(identical(4), only("ceremonies", values=COSTS), LUCK, 85)
    county.households["passage"][:] = [0, 8, 16, 27]
    county.households["adults"][3] = 0  # nobody left: nobody pays
    ceremonies(0, 4, county.frame, 85, county.p["ceremonies"])
    assert flow(county, "ceremony").tolist() == [0.0, 4000.0, 9000.0, 0.0]
    assert flow(county, "cash").tolist() == [0.0, -4000.0, -9000.0, 0.0]


def test_the_cost_is_taken_out_of_the_households_cash_and_is_no_consumption():
    """A quarter with many deaths and weddings; it is no January, when rows without members go."""
    rates = {"adult_death_rate": 0.4, "wedding_rate": 0.4, "birth_rate": 0.0, "leaving_rate": 0.0, "split_rate": 0.0}
    values = {**COSTS, **{f"demography.{name}": rate for name, rate in rates.items()}}
    start = identical(400, adults=2, savings=20000.0)
    start.households["adults"][:100] = 1  # who dies alone leaves nobody who pays
    county = lived(only("ceremonies", "demography", values=values), 1, start, first=85)
    h = county.households
    asked = 4000.0 * (h["passage"] // 8 % 2) + 9000.0 * (h["passage"] // 16)
    pays = county.members() > 0
    assert {0.0, 4000.0, 9000.0} <= set(asked[pays]) and asked[~pays].all() and not pays.all()
    assert (flow(county, "ceremony") == np.where(pays, asked, 0.0)).all()
    assert (h["savings"][pays] == 20000.0 - asked[pays]).all()
    assert not flow(county, "income").any() and county.imbalance < 1e-12


def test_without_births_and_deaths_nothing_is_celebrated():
    county = lived(only("ceremonies", values=COSTS), 1, identical(4, savings=20000.0, passage=24), first=85)
    assert not flow(county, "ceremony").any() and (county.households["savings"] == 20000.0).all()


def test_gifts_are_given_once_a_year_in_months_of_income():
    start = identical(3, savings=1e5)
    for k in range(4):
        start.households[f"market_income_{k}"][:] = [6000.0, 0.0, -500.0]
    tree = only("ceremonies", values={"ceremonies.gifts": 0.5, "ceremonies.reform": 0.0})
    county = lived(tree, 1, start, first=84)
    np.testing.assert_allclose(flow(county, "ceremony"), [1000.0, 0.0, 0.0])
    county.step()
    assert not flow(county, "ceremony").any()
