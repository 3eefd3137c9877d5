"""Microcredit: lent, served, renewed, repaid, overdue, written off, passed on."""

import numpy as np
import pytest
from counties import aged, flow, lived, only, tree_with
from hypothesis import given
from hypothesis import strategies as st

from sim.compiled import plain
from sim.population import identical
from sim.processes.credit import CLEARED, DEFAULTED, next_overdue, repayment

QUIET = {"credit.take_up": 0.0, "credit.renewed": 0.0}


@given(st.floats(0, 1e5), st.floats(-1e5, 1e5), st.booleans())
def test_nobody_repays_more_than_is_owed_or_at_hand(debt, spare, due):
    paid = plain(repayment)(debt, spare, due)
    assert 0.0 <= paid <= debt and paid <= max(spare, 0.0) and (due or paid == 0.0)


def test_quarters_overdue_count_up_end_with_the_debt_and_never_after_default():
    step = plain(next_overdue)
    assert step(0, 100.0, False) == 0 and step(0, 100.0, True) == 1 and step(5, 100.0, True) == 6
    assert step(5, 0.0, True) == 0 and step(CLEARED - 1, 1.0, True) == CLEARED - 1


def test_a_default_is_held_against_a_household_for_five_years():
    overdue, quarters = DEFAULTED, 0
    while overdue:
        overdue, quarters = plain(next_overdue)(overdue, 0.0, False), quarters + 1
        assert overdue == 0 or overdue >= CLEARED
    assert quarters == 21  # the quarter of the default and twenty more


def test_microcredit_is_lent_to_the_entitled_served_and_repaid():
    values = {"credit.take_up": 10.0, "credit.term": 4, "credit.invested": 0.5, "credit.amount": 8000.0,
              "levers.industry_support.enabled": True, "levers.industry_support.coverage": 1.0,
              "levers.industry_support.award": 0.0, "credit.interest": 0.04, "credit.renewed": 0.0, "credit.passed_on": 0.0}  # fmt: skip
    start = identical(200, savings=50000.0)
    start.households["entitlement"][:100] = 1
    county = lived(only("credit", values=values), 1, start)
    took = flow(county, "borrowed") > 0.0
    assert 50 < took[:100].sum() and not took[100:].any()
    h = county.households
    assert (h["microcredit"][took] == 8000.0).all() and (h["capital"][took] == 4000.0).all()
    assert (h["loan_due"][took] == 88).all() and (h["loan_due"][~took] == -1).all()
    np.testing.assert_allclose(h["savings"][took], 54000.0)
    county.step()
    assert (flow(county, "interest_subsidy")[took] == 80.0).all() and not flow(county, "interest")[took].any()
    for _ in range(3):
        county.step()
    assert (flow(county, "repaid")[took] == 8000.0).all() and not county.households["microcredit"][took].any()


def test_a_loan_that_savings_would_cover_may_be_renewed_for_another_term():
    start = identical(400, microcredit=9000.0, savings=20000.0, loan_due=84)
    values = {**QUIET, "credit.renewed": 0.5, "credit.term": 12}
    h = lived(only("credit", values=values), 1, start).households
    renewed = h["microcredit"] > 0.0
    assert abs(renewed.mean() - 0.5) < 4 * 0.5 / 20 and (h["loan_due"][renewed] == 84 + 12).all()


def test_what_is_not_repaid_at_term_is_overdue_then_written_off_and_lent_never_again():
    """Due in 84: extended for two quarters, default one later; the household that saves in between pays."""
    start = identical(2, microcredit=9000.0, savings=0.0, loan_due=84)
    values = {**QUIET, "credit.extension": 2, "credit.default_after": 1, "credit.interest": 0.0}
    county = lived(only("credit", values=values), 3, start)
    assert (county.households["overdue"] == 3).all() and (county.households["microcredit"] == 9000.0).all()
    assert county.imbalance < 1e-12
    county.households["savings"][1] = 20000.0
    county.step()
    h = county.households
    assert h["overdue"].tolist() == [DEFAULTED, 0] and not h["microcredit"].any()
    assert flow(county, "written_off").tolist() == [9000.0, 0.0] and flow(county, "repaid").tolist() == [0.0, 9000.0]
    h["entitlement"][:] = 1
    eager = {
        **QUIET,
        "credit.take_up": 10.0,
        "levers.industry_support.enabled": True,
        "levers.industry_support.coverage": 1.0,
    }
    later = lived(only("credit", values=eager), 8, county.population, county.number + 1).households
    assert later["microcredit"][0] == 0.0 and later["microcredit"][1] > 0.0


def test_a_loan_passed_on_earns_a_return_until_the_enterprise_fails_and_then_is_the_households_own():
    tree = tree_with(credit={"take_up": 4.0, "passed_on": 1.0, "term": 8}, enterprises={"failure_rate": 0.5})
    county, lost = lived(tree, 0, aged()), 0
    for _ in range(6):
        county.step()
        h = county.households
        used = (h["passed_on"] != 0) & (h["microcredit"] > 0.0)
        served = used & (flow(county, "passed_on") == 0.0)
        expected = 0.25 * tree.at(county.number)["credit"].pass_return * h["microcredit"]
        np.testing.assert_allclose(flow(county, "loan_return")[served], expected[served])
        assert (h["enterprise"][used] >= 0).all()
        lost += int(np.count_nonzero((h["passed_on"] == 0) & (h["microcredit"] > 0.0)))
        assert county.imbalance < 1e-9
    assert lost > 0  # the debt has come back to the household


def test_the_enterprise_pays_the_money_back_at_term():
    tree = tree_with(
        credit={"take_up": 4.0, "passed_on": 1.0, "term": 2, "renewed": 0.0},
        enterprises={"failure_rate": 0.0, "workshop_failure_rate": 0.0},
    )
    county = lived(tree, 3, aged())
    back = flow(county, "passed_back")
    assert back.any() and (flow(county, "repaid")[back > 0.0] == pytest.approx(back[back > 0.0]))
