"""Income by source, consumption, saving, capital, credit; and who is poor, by hand."""

import math

import numpy as np
import pytest
from counties import aged, baseline, flow, lived, only
from hypothesis import given
from hypothesis import strategies as st

from sim.compiled import plain
from sim.population import identical
from sim.processes.capital import (
    Capital,
    capital_years,
    critical_capital,
    dissaving,
    grown,
    saved,
    surviving,
)
from sim.processes.transfers import enrolment_share
from sim.processes.welfare import per_person

money = st.floats(0.0, 1e6)
shares = st.floats(0.0, 1.0)
uniforms = st.floats(2**-33, 1 - 2**-33)


@given(st.floats(-1e5, 1e6), st.floats(-1e5, 1e5))
def test_income_covers_needs_at_the_critical_capital(needs, other):
    p = Capital()
    assert p.return_rate * plain(critical_capital)(needs, other, p) + other == pytest.approx(needs, abs=1e-6)


@given(money, money, st.floats(1.0, 20.0))
def test_capital_grows_above_the_critical_and_rests_below(capital, critical, factor):
    then = plain(grown)(capital, critical, factor)
    assert then == capital if capital <= critical else then >= capital


@given(st.floats(0, 1e4), st.floats(0, 1e4), st.floats(0.01, 2.0), st.just(0.0) | st.floats(1e-4, 3.0))
def test_capital_years_are_the_integral_of_growth(capital, critical, years, rate):
    """Simpson's rule over 200 steps of X(t) = x* + (X - x*) exp(r t)."""
    t = np.linspace(0.0, years, 201)
    path = np.where(capital > critical, critical + (capital - critical) * np.exp(rate * t), capital)
    weights = np.array([1.0, *[4.0, 2.0] * 99, 4.0, 1.0])
    exact = float(weights @ path) * years / 600
    found = plain(capital_years)(capital, critical, years, math.exp(rate * years), rate)
    assert found == pytest.approx(exact, rel=1e-6, abs=1e-9)


@given(money, uniforms, st.booleans())
def test_a_loss_leaves_between_nothing_and_everything(capital, u, proportional):
    left = plain(surviving)(capital, u, Capital(proportional=proportional))
    assert 0.0 <= left <= capital * (1 + 1e-15)


@given(st.floats(-1e5, 1e6), money, money)
def test_saving_is_what_investment_implies_and_dissaving_never_exceeds_savings(income, needs, savings):
    assert plain(saved)(income, needs, 300.0, Capital(invested_share=0.3)) == pytest.approx(1000.0)
    unspent = plain(saved)(income, needs, 0.0, Capital(invested_share=0.0, spending_share=0.75))
    assert unspent == pytest.approx(0.25 * max(income - needs, 0.0))
    assert 0.0 <= plain(dissaving)(savings, income, needs, Capital()) <= savings


def test_consumption_investment_and_saving_by_hand():
    """x* = 4000 / 0.5; X = 10,000, no losses: invested (X - x*)(e^{r/4} - 1), consumed income - invested / c."""
    values = {"capital.return_rate": 0.5, "capital.invested_share": 0.4, "capital.spending_share": 0.7,
              "capital.loss_rate": 0.0, "capital.depreciation": 0.2, "capital.drawdown": 0.0}  # fmt: skip
    county = lived(only("capital", values=values), 1, identical(2, capital=10000.0))
    r = 0.3 * 0.5 * 0.4
    invested = 2000.0 * math.expm1(r / 4)
    earned = 0.5 * (8000.0 * 0.25 + invested / r)
    np.testing.assert_allclose(flow(county, "investment"), invested)
    np.testing.assert_allclose(flow(county, "capital_income"), earned)
    np.testing.assert_allclose(flow(county, "consumption"), earned - invested / 0.4)
    np.testing.assert_allclose(county.households["savings"], invested / 0.4 - invested, rtol=1e-9)
    np.testing.assert_allclose(county.households["capital"], (10000.0 + invested) * math.exp(-0.05))


@given(shares, shares)
def test_enrolment_rises_with_the_subsidy_to_everybody(unaided, subsidy):
    share = plain(enrolment_share)(unaided, subsidy)
    assert unaided - 1e-15 <= share <= 1.0 + 1e-15
    assert plain(enrolment_share)(unaided, 1.0) == pytest.approx(1.0)


def test_income_welfare_and_poverty_by_hand():
    """One elder, insured: pension 1500 less premium 280; a chronic illness of 600 a year is not in income, but in welfare.

    Strictly below the line is poor; the line itself is not.
    """
    values = {"transfers.enrolment": 1.0, "health.elder_rate": 0.0, "health.chronic_rate": 0.0,
              "health.chronic_onset": 0.0, "health.chronic_recovery": 0.0, "health.chronic_cost": 600.0}  # fmt: skip
    start = identical(3, adults=0, elders=1, chronic=1, insured=1)
    for line, poor in ((620.0, 0), (620.01, 1)):
        tree = only("transfers", "health", values={**values, "lines.poverty": line})
        county = lived(tree, 4, start.copy())
        np.testing.assert_allclose(flow(county, "income"), 1220.0, rtol=1e-12)
        np.testing.assert_allclose(flow(county, "welfare"), 620.0, rtol=1e-12)
        assert (county.households["poor"] == poor).all()


def test_income_is_per_mean_member_of_the_four_quarters():
    assert plain(per_person)(1000.0, 2.5) == 400.0 and plain(per_person)(1000.0, 0.0) == 0.0
    start = identical(2, adults=0, elders=2)
    for k in range(4):
        start.households[f"persons_{k}"][:] = [2, 4][k % 2]
    county = lived(only("transfers", values={"transfers.premium": 0.0}), 1, start)
    # quarter 84 overwrites ring place 0 by 2 persons; the others keep 4, 2, 4; one quarter's pension of two
    np.testing.assert_allclose(flow(county, "income"), 2 * 375.0 / 3.0)


def test_the_four_sources_make_up_the_income_of_the_year():
    county, whole = lived(baseline().tree, 0, aged(), first=84), 0.0
    market = ("wage_migrant", "wage_local", "wage_enterprise", "wage_post", "sales_order", "sales_market", "capital_income",
              "dividend_cooperative", "dividend_enterprise", "distribution", "pension", "dibao", "relief")  # fmt: skip
    for _ in range(4):
        county.step()
        whole = whole + sum(flow(county, name) for name in market) - flow(county, "farm_cost") - flow(county, "premium")
    h = county.households
    members = sum(h[f"persons_{k}"].astype(float) for k in range(4)) / 4
    np.testing.assert_allclose(flow(county, "income") * members, whole, rtol=1e-9, atol=1e-6)


def test_microcredit_is_lent_to_the_entitled_served_and_repaid():
    values = {"credit.take_up": 10.0, "credit.term": 4, "credit.invested": 0.5, "credit.amount": 8000.0,
              "levers.industry_support.enabled": True, "levers.industry_support.coverage": 1.0,
              "levers.industry_support.award": 0.0, "credit.interest": 0.04}  # fmt: skip
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


def test_what_is_not_repaid_at_term_is_due_after_the_extension():
    start = identical(3, microcredit=9000.0, savings=0.0)
    start.households["loan_due"][:] = [84, 85, 90]
    h = lived(only("credit", values={"credit.take_up": 0.0, "credit.extension": 7}), 1, start).households
    assert h["loan_due"].tolist() == [84 + 7, 85, 90] and (h["microcredit"] == 9000.0).all()


def test_ends_meet_from_savings_then_capital_then_an_informal_loan():
    """A chronic cost of 4000 a year takes 1000: savings first, capital at the sale price next, a loan for the rest."""
    values = {"health.adult_rate": 0.0, "health.chronic_rate": 0.0, "health.chronic_onset": 0.0,
              "health.chronic_recovery": 0.0, "health.chronic_cost": 4000.0, "credit.sale_price": 0.5}  # fmt: skip
    start = identical(3, chronic=1)
    start.households["savings"][:] = [1500.0, 600.0, 600.0]
    start.households["capital"][:] = [0.0, 2000.0, 400.0]
    h = lived(only("health", values=values), 1, start).households
    np.testing.assert_allclose(h["savings"], [500.0, 0.0, 0.0])
    np.testing.assert_allclose(h["capital"], [0.0, 1200.0, 0.0])
    np.testing.assert_allclose(h["informal_debt"], [0.0, 0.0, 200.0])


def test_no_stock_is_ever_negative():
    county = lived(baseline().tree, 0, aged())
    for _ in range(8):
        county.step()
        for name in ("capital", "savings", "microcredit", "informal_debt", "cooperative_shares", "enterprise_shares",
                     "dibao_amount", "relief_due", "compliant_own", "land"):  # fmt: skip
            assert county.households[name].min() >= 0.0, name
        for name in ("consumption", "own_paid", "bill", "output", "capital_income"):
            assert flow(county, name).min() >= 0.0, name
