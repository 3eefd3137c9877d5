"""What a bill costs whom: three tiers, the lever, payment in advance and later, care forgone; nobody pays twice."""

import numpy as np
import pytest
from counties import aged, flow, lived, only, tree_with
from hypothesis import given
from hypothesis import strategies as st

from sim.compiled import plain
from sim.parameters import load_scenario
from sim.population import identical
from sim.processes.medical_burden import capacity_to_pay, catastrophic, forgone_part, impoverishing
from sim.processes.medical_insurance import forgo
from sim.processes.three_tiers import (
    ThreeTiers,
    aid_share,
    basic_rate,
    care_level,
    deductible,
    instalment,
    own_after_funds,
    own_under_lever,
    prepaid,
)
from sim.spec import Invalid

shares = st.floats(0.0, 1.0)
money = st.floats(0.0, 1e6)
levels = st.integers(0, 2)
PAYERS = ("own_paid", "fund_paid", "aid_paid", "lever_paid")
LEVER = "levers.medical_insurance"
ONE_BILL = {"health.bill_spread": 0.0, "health.tail_share": 0.0001, "health.accident_rate": 0.0, "health.chronic_onset": 0.0,
            "health.adult_rate": 2.0, "health.median_bill": 10000.0}  # fmt: skip  # one in ten thousand is larger


def county_of(n=400, quarters=1, values=None, **columns):
    """Equal households with two adults, often ill; the tiers are on and nobody decides on enrolment."""
    given = {"adults": 2, "insured": 1, **columns}
    return lived(only("health", "three_tiers", values={**ONE_BILL, **(values or {})}), quarters, identical(n, **given))


def with_lever(**fields):
    off = {"reimbursement": 0.0, "out_of_pocket_cap": 1e9, "premium_subsidy": 0.0, "one_stop": 0.0, "treat_first": 0.0}
    paid = {"budget.bounded": False}  # what the lever pays is not cut
    return {f"{LEVER}.enabled": True, **paid, **{f"{LEVER}.{name}": value for name, value in {**off, **fields}.items()}}


def admitted(county, name):
    """The most frequent value of a flow among the admitted: the one of the median bill."""
    values, n = np.unique(flow(county, name)[flow(county, "admission") > 0.0].round(6), return_counts=True)
    assert n.sum() > 50
    return values[n.argmax()]


@given(money, money, money, levels)
def test_insurance_leaves_a_part_of_the_cost_that_rises_with_the_cost(compliant, more, before, level):
    own, p = plain(own_after_funds), ThreeTiers()
    left = own(compliant, before, level, 12000.0, p)
    assert 0.0 <= left <= compliant * (1 + 1e-12)
    assert left <= own(compliant + more, before, level, 12000.0, p) + 1e-6
    assert own(compliant, before + more, level, 12000.0, p) <= left + 1e-6, (
        "serious-illness insurance looks at the year"
    )
    assert own(compliant, before, level, 6000.0, p) <= left + 1e-6, "a lower threshold is never worse"


def test_the_tiers_by_hand():
    """County hospital, 20,300: basic leaves 300 + 35 % of 20,000; serious-illness insurance pays 60 % above 12,000."""
    own = plain(own_after_funds)
    assert own(20300.0, 0.0, 1, 12000.0, ThreeTiers()) == pytest.approx(7300.0)
    assert own(20300.0, 6000.0, 1, 12000.0, ThreeTiers()) == pytest.approx(7300.0 - 0.6 * 1300.0)
    assert own(20300.0, 50000.0, 1, 12000.0, ThreeTiers()) == pytest.approx(0.4 * 7300.0)
    assert own(300.0, 0.0, 1, 12000.0, ThreeTiers()) == 300.0
    assert own(20300.0, 0.0, 0, 12000.0, ThreeTiers()) == pytest.approx(150.0 + 0.25 * 20150.0)
    assert own(20300.0, 0.0, 2, 1e9, ThreeTiers()) == pytest.approx(600.0 + 0.45 * 19700.0)


def test_care_far_from_home_has_a_larger_deductible_and_a_lower_rate():
    p = ThreeTiers()
    assert [plain(deductible)(level, p) for level in range(3)] == [150.0, 300.0, 600.0]
    assert [plain(basic_rate)(level, p) for level in range(3)] == pytest.approx([0.75, 0.65, 0.55])


def test_the_level_of_care_follows_the_bill_and_some_go_one_level_higher():
    level, p = plain(care_level), ThreeTiers()
    assert [level(bill, 0.0, p) for bill in (2999.0, 3000.0, 20000.0, 20001.0)] == [0, 1, 1, 2]
    assert [level(bill, 0.8, p) for bill in (2999.0, 3000.0, 20000.0, 20001.0)] == [1, 2, 2, 2]


def test_medical_aid_pays_most_for_the_neediest_class():
    p = ThreeTiers(aid_tekun=0.9, aid_dibao=0.5, aid_monitored=0.6)
    share = plain(aid_share)
    assert share(False, False, False, p) == 0.0 and share(False, False, True, p) == 0.6
    assert (
        share(False, True, False, p) == 0.5 and share(False, True, True, p) == 0.6 and share(True, True, True, p) == 0.9
    )


@given(money, money, money, shares, money)
def test_the_lever_never_makes_a_household_pay_more(own, compliant, before, rate, cap):
    best = plain(own_under_lever)(own, compliant, before, rate, cap)
    assert 0.0 <= best <= own
    assert before + best <= max(cap, before) * (1 + 1e-12) and best <= (1.0 - rate) * compliant


@pytest.mark.parametrize("changes", [{}, {"three_tiers": {"enabled": False}}, {"three_tiers": {"one_stop": 0.0}}])
def test_every_bill_is_paid_once(changes):
    county = lived(tree_with(**changes), 0, aged())
    for _ in range(4):
        county.step()
        paid = sum(flow(county, name) for name in PAYERS)
        np.testing.assert_allclose(paid, flow(county, "bill"), rtol=1e-12, atol=1e-9)
        assert flow(county, "bill").any() and all((flow(county, name) >= 0.0).all() for name in PAYERS)
        assert county.imbalance < 1e-9


def test_the_uninsured_pay_all_and_gain_nothing():
    county = county_of(
        insured=0, dibao=1, entitlement=1, chronic=1, values=with_lever(reimbursement=0.9, treat_first=1.0)
    )
    assert (flow(county, "own_paid") == flow(county, "bill")).all() and flow(county, "admission").any()
    for name in ("fund_paid", "aid_paid", "lever_paid", "prepaid", "deferred"):
        assert not flow(county, name).any()
    assert not county.households["claimed"].any()


def test_basic_insurance_then_aid_then_the_lever():
    """10,000 in the county hospital: 8,800 are compliant; 300 + 35 % of 8,500 are left; aid pays 70 % of that; the lever tops up."""
    near = {"three_tiers.local_share": 1.0}
    assert admitted(county_of(values=near), "own_paid") == pytest.approx(1200.0 + 3275.0)
    assert admitted(county_of(values=near, dibao=1), "aid_paid") == pytest.approx(0.7 * 3275.0)
    both = county_of(values={**near, **with_lever(reimbursement=0.95)}, dibao=1, entitlement=1)
    assert admitted(both, "fund_paid") == pytest.approx(5525.0)
    assert admitted(both, "aid_paid") == pytest.approx(0.7 * 3275.0)
    assert admitted(both, "lever_paid") == pytest.approx(0.3 * 3275.0 - 0.05 * 8800.0)


def test_the_running_cost_has_its_own_rate_and_no_deductible():
    values = {
        "health.adult_rate": 0.0,
        "health.chronic_rate": 0.0,
        "health.chronic_recovery": 0.0,
        "health.chronic_cost": 4000.0,
    }
    county = county_of(5, values=values, chronic=1, monitor=2)
    np.testing.assert_allclose(flow(county, "fund_paid"), 0.5 * 880.0)
    np.testing.assert_allclose(flow(county, "aid_paid"), 0.6 * 440.0)
    np.testing.assert_allclose(flow(county, "own_paid"), 120.0 + 0.4 * 440.0)


def test_each_admission_has_its_own_deductible():
    """Two admissions of the same bill in one year: the funds pay the same for both."""
    county, paid = county_of(quarters=0, values={"three_tiers.local_share": 1.0}), []
    for _ in range(2):
        county.step()
        paid.append(np.where(flow(county, "admission") == 10000.0, flow(county, "fund_paid"), np.nan))
    twice = ~np.isnan(paid[0]) & ~np.isnan(paid[1])
    assert twice.sum() > 20
    np.testing.assert_allclose(paid[0][twice], 0.65 * 8500.0)
    np.testing.assert_allclose(paid[1][twice], 0.65 * 8500.0)


def test_the_yearly_cap_holds_for_each_patient_and_another_member_starts_anew():
    """Own compliant cost added up by hand over a stretch of quarters with the same patient never exceeds the cap; it is reached."""
    county = county_of(
        quarters=0, values={**with_lever(out_of_pocket_cap=2500.0), "health.bill_spread": 0.8}, entitlement=1
    )
    year, who, anew = np.zeros(400), np.full(400, -1), 0
    for quarter in range(8):
        county.step()
        ill, patient = flow(county, "admission") > 0.0, county.households["patient"].astype(int)
        if quarter % 4 == 0:
            year, who = np.zeros(400), np.full(400, -1)
        other = ill & (patient != who)
        anew += (other & (year > 2000.0) & (flow(county, "own_counted") > 2000.0)).sum()
        year = np.where(other, 0.0, year) + flow(county, "own_counted")
        who = np.where(ill, patient, who)
        assert (year <= 2500.0 * (1 + 1e-12)).all() and (year == 2500.0).sum() > 30
        np.testing.assert_allclose(county.households["compliant_own"], year, atol=1e-9)
    assert anew > 10
    assert year[who >= 0].size > 100


def test_serious_illness_insurance_looks_at_the_year_of_the_patient():
    values = {"health.median_bill": 40000.0, "three_tiers.serious_threshold": 10000.0, "three_tiers.local_share": 1.0}
    county, first, again = county_of(quarters=0, values=values), [], []
    for quarter in range(4):
        before = county.households["compliant_own"].copy()
        who = county.households["patient"].copy()
        county.step()
        ill = flow(county, "admission") == 40000.0
        same = ill & (who == county.households["patient"]) & (before > 10000.0) & (quarter > 0)
        first += flow(county, "fund_paid")[ill & ~same].tolist()
        again += flow(county, "fund_paid")[same].tolist()
    rest = 35200.0 - 0.55 * (35200.0 - 600.0)
    np.testing.assert_allclose(first, 35200.0 - rest + 0.6 * (rest - 10000.0))
    np.testing.assert_allclose(again, 35200.0 - rest + 0.6 * rest)
    assert len(first) > 200 and len(again) > 20


@pytest.mark.parametrize("low_income", [{"dibao": 1}, {"monitor": 2}, {"tekun": 1}])
def test_serious_illness_insurance_begins_earlier_for_low_incomes(low_income):
    values = {
        "health.median_bill": 40000.0,
        "three_tiers.serious_threshold": 12000.0,
        "three_tiers.low_income_threshold": 0.25,
    }
    aid = {f"three_tiers.aid_{name}": 0.0 for name in ("dibao", "monitored", "tekun")}
    rich, low = county_of(values={**values, **aid}), county_of(values={**values, **aid}, **low_income)
    assert admitted(low, "fund_paid") - admitted(rich, "fund_paid") == pytest.approx(0.6 * 9000.0)


def test_what_is_paid_in_advance_comes_back_in_the_next_quarter():
    county, due = county_of(quarters=0, values={"three_tiers.one_stop": 0.4}), 0.0
    for _ in range(6):
        county.step()
        np.testing.assert_array_equal(flow(county, "refunded"), due)
        due = flow(county, "prepaid").copy()
        np.testing.assert_allclose(due, 0.6 * flow(county, "fund_paid"))
        np.testing.assert_array_equal(county.households["refund_due"], due)
        np.testing.assert_allclose(flow(county, "cash"), flow(county, "refunded") - due)
    assert due.any()


def test_one_stop_settlement_leaves_nothing_to_pay_in_advance():
    assert plain(prepaid)(1000.0, 0.0, ThreeTiers()) == pytest.approx(300.0)
    half, whole = (county_of(values=with_lever(one_stop=x), entitlement=1) for x in (0.5, 1.0))
    none = county_of(entitlement=1)
    np.testing.assert_allclose(flow(half, "prepaid"), 0.5 * flow(none, "prepaid"))
    assert not flow(whole, "prepaid").any() and (flow(whole, "own_paid") == flow(none, "own_paid")).all()


@given(st.floats(0.0, 1e6))
def test_an_instalment_is_a_share_and_the_last_one_the_rest(debt):
    paid = plain(instalment)(debt, ThreeTiers())
    assert 0.0 <= paid <= debt and (paid == debt if debt <= 200.0 else paid >= 200.0)


def test_deferred_cost_is_repaid_to_the_last_yuan_without_interest():
    falling_ill = {"health.adult_rate": {"2021Q1": 2.0, "2021Q3": 0.0}}
    values = {**ONE_BILL, **with_lever(treat_first=0.8), **falling_ill}
    county = lived(only("health", "three_tiers", values=values), 0, identical(300, adults=2, insured=1, entitlement=1))
    deferred = repaid = 0.0
    for _ in range(20):
        county.step()
        deferred, repaid = deferred + flow(county, "deferred"), repaid + flow(county, "deferred_repaid")
        np.testing.assert_allclose(county.households["medical_debt"], deferred - repaid, atol=1e-6)
        assert county.imbalance < 1e-9
    assert deferred.any() and not county.households["medical_debt"].any()
    np.testing.assert_allclose(repaid, deferred, rtol=1e-12)


def test_treat_first_moves_cash_and_not_cost():
    later, now = county_of(values=with_lever(treat_first=0.8), entitlement=1), county_of(entitlement=1)
    assert (flow(later, "own_paid") == flow(now, "own_paid")).all()
    np.testing.assert_allclose(flow(later, "deferred"), 0.8 * flow(now, "own_paid"))
    np.testing.assert_allclose(flow(later, "cash"), flow(now, "cash") + flow(later, "deferred"))


def test_insurance_that_has_paid_is_remembered():
    county = county_of()
    assert (county.households["claimed"] == (flow(county, "admission") > 0.0)).all()


def test_claims_of_households_that_dissolve_are_dropped():
    start = identical(300, adults=0, elders=1, medical_debt=900.0, refund_due=400.0)
    county = lived(only("demography", values={"demography.elder_death_rate": 1.0}), 1, start, first=86)
    gone = county.members() == 0
    assert gone.any() and not county.households["medical_debt"][gone].any()
    assert not county.households["refund_due"][gone].any() and county.imbalance < 1e-9


def test_care_that_is_forgone_is_paid_by_nobody():
    county = county_of(values=with_lever(treat_first=0.5), entitlement=1)
    names = ("bill", "admission", *PAYERS, "own_counted", "prepaid", "deferred")
    before = {name: flow(county, name).copy() for name in (*names, "cash")}
    counted, rows = county.households["compliant_own"].copy(), range(0, 400, 2)
    saved = np.zeros(400)
    for i in rows:
        saved[i] = plain(forgo)(i, county.frame, 0.7)
    for name in names:
        np.testing.assert_allclose(flow(county, name)[::2], 0.3 * before[name][::2])
        assert (flow(county, name)[1::2] == before[name][1::2]).all()
    np.testing.assert_allclose(flow(county, "forgone")[::2], 0.7 * before["bill"][::2])
    np.testing.assert_allclose(sum(flow(county, name) for name in PAYERS), flow(county, "bill"))
    spent = before["own_paid"] - before["cash"]  # all that leaves the household for care
    np.testing.assert_allclose(saved, spent - (flow(county, "own_paid") - flow(county, "cash")), atol=1e-9)
    h = county.households
    np.testing.assert_allclose(h["refund_due"], flow(county, "prepaid"))
    np.testing.assert_allclose(h["medical_debt"], flow(county, "deferred"))
    np.testing.assert_allclose(h["compliant_own"][::2], 0.3 * counted[::2])
    assert (h["untreated"][::2] == 1).all() and not h["untreated"][1::2].any()
    due = flow(county, "prepaid").copy()
    county.step()
    np.testing.assert_allclose(flow(county, "refunded"), due)
    assert not county.households["untreated"].any()


@given(money, money, money)
def test_catastrophic_spending_takes_its_share_of_the_capacity_to_pay(eaten, medical, subsistence):
    capacity = plain(capacity_to_pay)(eaten, medical, subsistence)
    assert capacity == max(eaten + medical - subsistence, 0.0)
    assert plain(catastrophic)(medical, capacity, 0.4) == (medical > 0.0 and medical >= 0.4 * capacity)
    assert not plain(catastrophic)(0.0, 0.0, 0.4), "no cost is no catastrophe, even without any capacity"


def test_impoverishing_spending_crosses_the_line_and_the_line_itself_is_not_below():
    crosses = plain(impoverishing)
    assert (
        crosses(3999.0, 4000.0, 4000.0) and not crosses(4000.0, 4500.0, 4000.0) and not crosses(3000.0, 3999.0, 4000.0)
    )
    assert plain(forgone_part)(700.0, 300.0) == pytest.approx(0.7) and plain(forgone_part)(0.0, 0.0) == 0.0


def test_a_township_hospital_treats_no_bill_that_needs_the_city():
    with pytest.raises(Invalid, match=r"three_tiers\.township_ceiling.*allowed with these: 0\.\.20000"):
        load_scenario("pengshui/baseline", ("three_tiers.township_ceiling=50000",))
