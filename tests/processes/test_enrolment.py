"""Who enrols in medical insurance, who pays the premium, and when."""

import numpy as np
import pytest
from counties import aged, flow, levers_off, lived, only, tree_with
from hypothesis import given
from hypothesis import strategies as st

from sim.compiled import plain
from sim.population import identical
from sim.processes.enrolment import Enrolment, burden, class_help, enrolment_share, willing

shares = st.floats(0.0, 1.0)
N = 20_000
LEVER = "levers.medical_insurance"


def insured(values=None, **columns):
    """Who of N equal households, each with 2 adults and 8,000 yuan of savings, is insured in January: same luck in all calls."""
    start = identical(N, **{"adults": 2, "savings": 8000.0, **columns})
    return lived(only("enrolment", values=values), 1, start).households["insured"] == 1


@given(shares, shares)
def test_enrolment_rises_with_the_subsidy_to_everybody(unaided, subsidy):
    share = plain(enrolment_share)(unaided, subsidy)
    assert unaided - 1e-15 <= share <= 1.0 + 1e-15
    assert plain(enrolment_share)(unaided, 1.0) == pytest.approx(1.0)


@given(st.floats(0, 1e5), st.floats(-1e6, 1e6), st.floats(0, 1e6))
def test_the_burden_is_a_share_of_the_means_and_falls_with_them(premium, means, more):
    weight = plain(burden)(premium, means)
    assert 0.0 <= plain(burden)(premium, means + more) <= weight <= 1.0


@given(st.booleans(), st.booleans(), shares)
def test_willingness_is_a_share_and_rises_with_experience_and_need(claimed, needy, weight):
    p = Enrolment()
    share = plain(willing)(claimed, needy, weight, p)
    assert 0.0 <= plain(willing)(False, False, weight, p) <= share <= plain(willing)(True, True, weight, p) <= 1.0
    assert plain(willing)(False, False, 0.0, p) == p.unaided


def test_the_neediest_class_gets_the_most_help():
    p, share = Enrolment(dibao_help=0.4, monitored_help=0.6), plain(class_help)
    assert [share(*c, p) for c in ((False, False, False), (False, True, False), (False, True, True), (True, False, False))] == [
        0.0, 0.4, 0.6, 1.0,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("values", "columns"),
    [
        (None, {"claimed": 1}),
        (None, {"chronic": 1}),
        (None, {"savings": 80000.0}),
        (None, {"market_income_2": 50000.0}),
        (None, {"dibao": 1}),
        (None, {"monitor": 2}),
        ({"enrolment.premium": 140.0}, {}),
        ({f"{LEVER}.enabled": True, f"{LEVER}.premium_subsidy": 0.5}, {"entitlement": 1}),
    ],
)
def test_experience_need_means_and_help_keep_everybody_who_enrols_and_add_some(values, columns):
    plain_ones, others = insured(), insured(values, **columns)
    assert (plain_ones <= others).all() and others.sum() > plain_ones.sum() + 50


def test_without_help_the_share_is_what_willingness_says():
    weight = 560.0 / 8560.0
    exact = 0.90 - 2.0 * weight
    standard_error = np.sqrt(exact * (1 - exact) / N)
    assert abs(insured().mean() - exact) < 4 * standard_error


def test_about_nine_in_ten_of_a_county_enrol_without_the_lever():
    county = lived(tree_with().with_values(levers_off()), 5, aged())
    assert 0.85 < county.households["insured"].mean() < 0.96


def test_tekun_households_are_insured_at_no_cost_of_their_own():
    county = lived(only("enrolment"), 1, identical(50, adults=2, tekun=1, savings=1.0))
    assert (county.households["insured"] == 1).all() and not flow(county, "premium").any()
    assert (flow(county, "premium_aid") == 560.0).all()


def test_medical_aid_pays_first_then_the_lever_then_the_household():
    values = {f"{LEVER}.enabled": True, f"{LEVER}.premium_subsidy": 0.3, f"{LEVER}.monitored_subsidy": 0.9,
              f"{LEVER}.low_income_subsidy": 0.0, "enrolment.monitored_help": 0.5, "enrolment.unaided": 1.0,
              "enrolment.reluctance": 0.0}  # fmt: skip
    county = lived(only("enrolment", values=values), 1, identical(10, adults=2, entitlement=2, monitor=2))
    assert (county.households["insured"] == 1).all()
    for name, share in (("premium_aid", 0.5), ("premium_subsidy", 0.4), ("premium", 0.1)):
        np.testing.assert_allclose(flow(county, name), share * 560.0)
    np.testing.assert_allclose(flow(county, "transfer"), -56.0)
    assert county.imbalance < 1e-9


def test_the_lever_helps_by_class():
    values = {f"{LEVER}.enabled": True, f"{LEVER}.premium_subsidy": 0.2, f"{LEVER}.monitored_subsidy": 0.5,
              f"{LEVER}.low_income_subsidy": 0.9}  # fmt: skip
    start = identical(4, entitlement=1)
    start.households["monitor"][:] = [0, 2, 0, 2]
    start.households["dibao"][:] = [0, 0, 1, 1]
    county = lived(only(values=values), 1, start)
    np.testing.assert_allclose(county.channel[9], [0.2, 0.5, 0.9, 0.9])
    county.step()
    assert not county.channel[9].any(), "there is nothing to decide in the second quarter"


def test_the_premium_is_paid_in_january_and_experience_starts_anew():
    county = lived(only("enrolment"), 1, identical(100, adults=2, claimed=1, savings=9e4))
    assert flow(county, "premium").any() and not county.households["claimed"].any()
    chosen = county.households["insured"].copy()
    for _ in range(3):
        county.step()
        assert not flow(county, "premium").any() and not flow(county, "premium_aid").any()
        assert (county.households["insured"] == chosen).all()
    county.step()
    assert flow(county, "premium").any()


def test_without_the_process_nobody_pays_and_nobody_changes():
    county = lived(tree_with(enrolment={"enabled": False}), 0, aged())
    before = dict(zip(county.households.id.tolist(), county.households["insured"].tolist(), strict=True))
    for _ in range(4):
        county.step()
        assert not flow(county, "premium").any() and not flow(county, "premium_subsidy").any()
    assert all(
        before[i] == x
        for i, x in zip(county.households.id.tolist(), county.households["insured"].tolist(), strict=True)
    )
