"""Who falls ill, and what a bill costs whom."""

import numpy as np
import pytest
from counties import aged, flow, lived, only, tree_with
from hypothesis import given
from hypothesis import strategies as st

from sim.compiled import plain
from sim.population import identical
from sim.processes.hazard import within_quarter
from sim.processes.health import Health, bill, illness_rate
from sim.processes.medical_insurance import ThreeTiers, own_after_funds, own_under_lever

shares = st.floats(0.0, 1.0)
money = st.floats(0.0, 1e6)
counts = st.integers(0, 7)
uniforms = st.floats(2**-33, 1 - 2**-33)


@given(st.floats(0.0, 1000.0), st.floats(0.0, 1000.0))
def test_a_hazard_gives_a_probability_that_rises_with_it(rate, more):
    low, high = plain(within_quarter)(rate), plain(within_quarter)(rate + more)
    assert 0.0 <= low <= high <= 1.0
    assert low == pytest.approx(-np.expm1(-rate / 4), abs=1e-15)


def test_illness_loses_labour_in_proportion_to_its_bill_and_wages_with_it():
    values = {"health.adult_rate": 2.0, "health.bill_of_a_lost_quarter": 10000.0, "earnings.transitory_spread": 0.0,
              "earnings.persistent_spread": 0.0, "earnings.migrant_wage": 40000.0}  # fmt: skip
    county = lived(only("health", "earnings", values=values), 1, identical(300, adults=2, migrants=2))
    lost = flow(county, "lost_labour")
    np.testing.assert_allclose(lost, np.minimum(flow(county, "bill") / 10000.0, 1.0))
    assert (lost == 1.0).any() and (lost == 0.0).any()
    np.testing.assert_allclose(flow(county, "wage_migrant"), 20000.0 * (1 - lost / 2), rtol=1e-12)


@given(uniforms, uniforms)
def test_a_bill_rises_with_its_draw_without_a_jump(u, v):
    low, high = sorted((u, v))
    p = Health()
    assert 0.0 < plain(bill)(low, p) <= plain(bill)(high, p)
    edge = 1.0 - p.tail_share
    assert plain(bill)(edge + 1e-12, p) == pytest.approx(plain(bill)(edge, p), rel=1e-9)


@given(counts, counts, counts, counts)
def test_illness_adds_over_members_and_chronic_illness_adds_to_it(c, a, e, ill):
    rate = plain(illness_rate)
    assert rate(c, a, e, ill, Health()) == pytest.approx(0.09 * c + 0.10 * a + 0.30 * e + 0.25 * ill)


@given(money, money, money)
def test_insurance_leaves_a_part_of_the_cost_that_rises_with_the_cost(compliant, more, before):
    own = plain(own_after_funds)
    left = own(compliant, before, ThreeTiers())
    assert 0.0 <= left <= compliant * (1 + 1e-12)
    assert left <= own(compliant + more, before, ThreeTiers()) + 1e-6
    assert own(compliant, before + more, ThreeTiers()) <= left + 1e-6, "serious-illness insurance looks at the year"


def test_the_tiers_by_hand():
    """A bill of 20,300: basic leaves 300 + 35 % of 20,000; serious-illness insurance pays 60 % of what exceeds 12,000."""
    own = plain(own_after_funds)
    assert own(20300.0, 0.0, ThreeTiers()) == pytest.approx(7300.0)
    assert own(20300.0, 6000.0, ThreeTiers()) == pytest.approx(7300.0 - 0.6 * 1300.0)
    assert own(20300.0, 50000.0, ThreeTiers()) == pytest.approx(0.4 * 7300.0)
    assert own(300.0, 0.0, ThreeTiers()) == 300.0


@given(money, money, money, shares, money)
def test_the_lever_never_makes_a_household_pay_more(own, compliant, before, rate, cap):
    best = plain(own_under_lever)(own, compliant, before, rate, cap)
    assert 0.0 <= best <= own
    assert before + best <= max(cap, before) * (1 + 1e-12) and best <= (1.0 - rate) * compliant


def test_every_bill_is_paid_by_somebody():
    for quarters, tree in ((3, tree_with()), (3, tree_with(three_tiers={"enabled": False}))):
        county = lived(tree, quarters, aged())
        paid = sum(flow(county, name) for name in ("own_paid", "fund_paid", "aid_paid", "lever_paid"))
        np.testing.assert_allclose(paid, flow(county, "bill"), rtol=1e-12, atol=1e-9)
        assert flow(county, "bill").any() and (flow(county, "own_paid") >= 0.0).all()


def test_the_yearly_cap_holds_for_compliant_cost_and_starts_anew_in_january():
    cap = {"levers__medical_insurance": {"coverage": 1.0, "out_of_pocket_cap": 500.0, "premium_subsidy": 1.0},
           "health": {"adult_rate": 1.0, "chronic_rate": 1.0}}  # fmt: skip
    county = lived(tree_with(**cap), 0, aged())
    for quarter in range(5):
        entitled = dict(
            zip(county.households.id.tolist(), (county.households["entitlement"] > 0).tolist(), strict=True)
        )
        county.step()
        h = county.households
        always = np.array([entitled.get(i, False) for i in h.id.tolist()]) & (h["ex_poor"] != 0)
        assert (h["compliant_own"][always] <= 500.0 + 1e-9).all()
        assert h["compliant_own"].max() > 1000.0 or quarter in (0, 4)
