"""Coping, step by step: each is taken when the one before does not suffice."""

import numpy as np
import pytest
from counties import aged, flow, lived, only, tree_with
from hypothesis import given
from hypothesis import strategies as st

from sim.compiled import plain
from sim.population import identical
from sim.processes.coping import sold
from sim.processes.informal_credit import room

ILL = {"health.adult_rate": 0.0, "health.chronic_rate": 0.0, "health.chronic_onset": 0.0, "health.chronic_recovery": 0.0,
       "health.chronic_cost": 4000.0, "coping.livestock_price": 0.8, "coping.sale_price": 0.5,
       "informal_credit.limit": 0.5, "informal_credit.interest": 0.0}  # fmt: skip


@given(st.floats(0, 1e6), st.floats(0, 1e6), st.floats(0.05, 1))
def test_nobody_sells_more_than_is_held_or_needed(lacking, held, price):
    value = plain(sold)(lacking, held, price)
    assert 0.0 <= value <= held and value * price <= lacking * (1 + 1e-12)


@given(st.floats(0, 10), st.floats(-1e5, 1e6), st.floats(0, 1e6))
def test_others_lend_up_to_a_limit(limit, income, debt):
    assert plain(room)(limit, income, debt) == pytest.approx(max(limit * max(income, 0) - debt, 0))


def in_need(**columns):
    """Households with a chronic illness that costs 1000 this quarter."""
    return identical(1, chronic=1, **columns)


@pytest.mark.parametrize(("forgone_share", "forgone"), [(0.0, 0.0), (0.1, 100.0), (0.7, 250.0)])
def test_the_steps_come_in_order(forgone_share, forgone):
    """1000 is lacking: savings 300, a loan of 200 (half a year of income of 400), livestock 100, capital 150, care of 250.

    What of the care cannot be forgone is owed.
    """
    start = in_need(savings=300.0, livestock=125.0, capital=300.0, market_income_1=400.0)
    county = lived(only("health", "coping", values={**ILL, "health.forgone_share": forgone_share}), 1, start)
    steps, owed = ("borrowed_informal", "livestock_sale", "distress_sale", "forgone"), 200.0 + 250.0 - forgone
    found = [float(flow(county, name)[0]) for name in steps]
    assert found == pytest.approx([owed, 100.0, 150.0, forgone])
    h = county.households
    assert (h["savings"][0], h["livestock"][0], h["capital"][0]) == pytest.approx((0.0, 0.0, 0.0))
    assert h["untreated"][0] == (forgone > 0.0) and flow(county, "own_paid")[0] == pytest.approx(1000.0 - forgone)
    assert h["informal_debt"][0] == pytest.approx(owed) and county.imbalance < 1e-12


@pytest.mark.parametrize(
    ("columns", "flows"),
    [({"savings": 1200.0}, {}), ({"savings": 900.0, "market_income_1": 400.0}, {"borrowed_informal": 100.0}),
     ({"livestock": 5000.0, "capital": 5000.0}, {"livestock_sale": 1000.0}), ({"capital": 5000.0}, {"distress_sale": 1000.0})],
)  # fmt: skip
def test_a_later_step_is_not_taken_where_an_earlier_one_suffices(columns, flows):
    county = lived(only("health", "coping", values=ILL), 1, in_need(**columns))
    for name in ("borrowed_informal", "livestock_sale", "distress_sale"):
        assert flow(county, name)[0] == pytest.approx(flows.get(name, 0.0)), name


def test_consumption_is_defended_by_loans_and_sales_and_cut_last():
    """Subsistence 4000: 750 a quarter are defended, 400 are bare. With 1000 of capital all is kept; with none food is cut."""
    values = {**ILL, "health.chronic_cost": 0.0, "coping.defended": 0.75, "coping.bare": 0.4, "capital.return_rate": 0.001,
              "capital.loss_rate": 0.0, "capital.depreciation": 0.0, "capital.subsistence": 4000.0}  # fmt: skip
    start = identical(3, capital=np.array([2000.0, 0.0, 0.0]), savings=np.array([0.0, 600.0, 0.0]))
    county = lived(only("capital", "coping", values=values), 1, start)
    assert flow(county, "consumption") == pytest.approx([750.0, 600.0, 400.0], abs=0.6)
    assert county.households["hungry"].tolist() == [0, 1, 1]
    assert county.households["informal_debt"] == pytest.approx([0.0, 0.0, 400.0], abs=0.6)  # the last resort of all
    county.households["savings"][1] = 1e5
    for expected in (2, 3, 4, 0):  # remembered for a year
        county.step()
        assert county.households["hungry"][1] == expected


def test_without_coping_a_household_borrows_all_that_is_lacking():
    county = lived(only("health", values=ILL), 1, in_need(savings=300.0, livestock=5000.0, capital=5000.0))
    assert flow(county, "borrowed_informal")[0] == pytest.approx(700.0) and county.households["capital"][0] == 5000.0


def test_lenders_give_up_a_part_of_what_is_beyond_the_limit():
    values = {**ILL, "health.chronic_cost": 0.0, "informal_credit.given_up": 0.4, "informal_credit.repayment": 0.0}
    county = lived(only("health", values=values), 1, identical(1, informal_debt=1000.0, market_income_1=400.0))
    assert county.households["informal_debt"][0] == pytest.approx(1000.0 - 0.1 * 800.0)


def test_debts_are_repaid_out_of_what_exceeds_the_floor():
    values = {
        "informal_credit.repayment": 0.5,
        "informal_credit.cash_floor": 600.0,
        "informal_credit.interest": 0.04,
        "informal_credit.given_up": 0.0,
    }
    start = identical(3, informal_debt=1000.0, savings=np.array([5000.0, 900.0, 100.0]))
    county = lived(only("credit", values=values), 1, start)
    assert flow(county, "interest_informal") == pytest.approx(10.0)
    assert flow(county, "repaid_informal") == pytest.approx([500.0, 290.0, 0.0])


def test_every_step_happens_in_a_hard_year_and_no_stock_falls_below_zero():
    hard = tree_with(
        informal_credit={"limit": 0.05}, coping={"defended": 1.0}, levers__medical_insurance={"enabled": False}
    )
    start = aged()
    start.households["savings"][:] = 0.0
    start.households["livestock"][:] = 500.0
    county, seen = lived(hard, 0, start), {}
    for _ in range(8):
        county.step()
        for name in ("borrowed_informal", "livestock_sale", "distress_sale", "kin_help"):
            seen[name] = seen.get(name, 0) + int(np.count_nonzero(flow(county, name)))
        for name in ("livestock", "savings", "capital", "informal_debt"):
            assert county.households[name].min() >= 0.0, name
    assert all(seen.values()), seen
