"""Who falls ill, has an accident, stays ill or disabled, what it costs in money and labour, and what care forgone costs later."""

import math

import numpy as np
import pytest
from counties import aged, flow, lived, only, tree_with
from hypothesis import given
from hypothesis import strategies as st

from sim.compiled import plain
from sim.county import County, Luck
from sim.draws import key
from sim.parameters import GROUPS
from sim.population import identical
from sim.processes.health import bill, disability_rate, frailty, health, illness_rate, member, onset_rate, patient
from sim.processes.health_rates import Health
from sim.processes.labour_power import working_time
from sim.spec import Tree

N = 200_000
counts = st.integers(0, 7)
uniforms = st.floats(2**-33, 1 - 2**-33)
QUIET = {"child_rate": 0.0, "adult_rate": 0.0, "elder_rate": 0.0, "chronic_rate": 0.0, "disabled_rate": 0.0,
         "accident_rate": 0.0, "chronic_onset": 0.0, "chronic_recovery": 0.0, "chronic_disability": 0.0,
         "rehabilitation": 0.0, "half_recovery": 0.0}  # fmt: skip


def after(quarters=1, n=N, rates=None, **columns):
    """A county of equal households in which nothing happens but what ``rates`` say."""
    values = {f"health.{name}": value for name, value in {**QUIET, **(rates or {})}.items()}
    return lived(only("health", values=values), quarters, identical(n, **columns))


def within(rate):
    """Probability of an event in a quarter at a yearly rate."""
    return 1.0 - math.exp(-rate / 4)


def assert_share(hits, exact):
    standard_error = math.sqrt(exact * (1.0 - exact) / hits.size)
    z = (hits.mean() - exact) / standard_error
    assert abs(z) < 4, f"z = {z:+.2f}"


@given(uniforms, uniforms)
def test_a_bill_rises_with_its_draw_without_a_jump(u, v):
    low, high = sorted((u, v))
    p = Health()
    assert 0.0 < plain(bill)(low, p) <= plain(bill)(high, p)
    edge = 1.0 - p.tail_share
    assert plain(bill)(edge + 1e-12, p) == pytest.approx(plain(bill)(edge, p), rel=1e-9)


@given(counts, counts, counts, counts, counts)
def test_illness_adds_over_members_and_chronic_illness_and_disability_add_to_it(c, a, e, ill, disabled):
    rate = plain(illness_rate)(c, a, e, ill, disabled, Health())
    assert rate == pytest.approx(0.09 * c + 0.10 * a + 0.30 * e + 0.25 * ill + 0.10 * disabled)


def test_an_epidemic_hunger_and_care_forgone_multiply_illness_and_literacy_lowers_it():
    p = Health(hungry_illness=1.5, untreated_illness=3.0)
    assert plain(frailty)(1.0, False, False, 0.0, p) == 1.0
    assert plain(frailty)(2.0, True, True, 0.0, p) == 9.0
    assert plain(frailty)(2.0, True, True, 0.25, p) == 6.75 and plain(frailty)(1.0, False, False, 1.0, p) == 0.0


@given(counts, counts, counts, st.data())
def test_each_member_falls_ill_in_proportion_to_the_own_rate(c, a, e, data):
    """The part of the summed rates that belongs to each index, found on a grid, is that member's rate."""
    n = c + a + e
    ill, disabled = data.draw(st.integers(0, n)), data.draw(st.integers(0, a))
    p = Health()
    rate = plain(illness_rate)(c, a, e, ill, disabled, p)
    grid = (np.arange(4000) + 0.5) / 4000 * rate
    drawn = np.array([plain(patient)(x, c, a, e, ill, disabled, p) for x in grid]) if rate else np.zeros(0, dtype=int)
    assert n == 0 or (0 <= drawn.min() and drawn.max() < n)
    own = [0.09] * c + [0.10] * a + [0.30] * e
    for j in range(n):
        own[j] += (0.25 if j >= n - ill else 0.0) + (0.10 if c <= j < c + disabled else 0.0)
        assert (drawn == j).sum() == pytest.approx(4000 * own[j] / rate, abs=4.0)


def test_a_member_is_found_within_the_group_even_by_a_position_beyond_it():
    assert [plain(member)(2, position, 0.5, 3) for position in (-1.0, 0.4, 0.6, 1.4, 9.0)] == [2, 2, 3, 4, 4]


def test_onset_rises_with_elders_and_disability_looks_at_the_chronically_ill_below_sixty():
    p = Health()
    assert plain(onset_rate)(0, 0, 1, False, p) == pytest.approx(3 * plain(onset_rate)(0, 1, 0, False, p))
    assert plain(onset_rate)(1, 2, 0, True, p) == pytest.approx(3 * 0.008 + 0.3)
    rate = plain(disability_rate)
    assert rate(2, 1, 1, False, 0.0, p) == 0.0, "the elder is the ill one"
    assert rate(2, 1, 2, False, 0.0, p) == pytest.approx(0.015) and rate(1, 0, 3, False, 0.0, p) == pytest.approx(0.015)
    assert rate(2, 1, 0, True, 0.0, p) == pytest.approx(0.05)
    assert rate(2, 1, 2, False, 0.4, p) == pytest.approx(0.009), "management prevents a part of it"


def test_illness_loses_labour_in_proportion_to_its_bill_and_wages_with_it():
    values = {"health.adult_rate": 2.0, "health.bill_of_a_lost_quarter": 10000.0, "earnings.transitory_spread": 0.0,
              "earnings.persistent_spread": 0.0, "earnings.migrant_wage": 40000.0, "health.accident_rate": 0.0}  # fmt: skip
    county = lived(only("health", "earnings", values=values), 1, identical(300, adults=2, migrants=2))
    lost = flow(county, "lost_labour")
    np.testing.assert_allclose(lost, np.minimum(flow(county, "bill") / 10000.0, 1.0))
    assert (lost == 1.0).any() and (lost == 0.0).any()
    np.testing.assert_allclose(flow(county, "wage_migrant"), 20000.0 * (1 - lost / 2), rtol=1e-12)


def test_chronic_illness_and_disability_cost_every_quarter_and_care_takes_labour():
    county = after(3, 4, {"chronic_cost": 1200.0, "disability_cost": 400.0, "disability_care": 0.25},
                   adults=3, chronic=2, disabled=1)  # fmt: skip
    assert (flow(county, "bill") == 700.0).all() and (flow(county, "admission") == 0.0).all()
    assert (flow(county, "lost_labour") == 0.25).all()
    assert (flow(county, "present") == 0.875).all()  # two able, of whom the care takes a quarter of one
    assert plain(working_time)(2.0, 0.0, 0.25, 1.0, 0.6) == 0.875


@pytest.mark.statistical
@pytest.mark.parametrize(
    ("rates", "members", "rate"),
    [
        ({"child_rate": 0.4}, {"adults": 0, "children": 3}, 1.2),
        ({"adult_rate": 0.1}, {"adults": 2}, 0.2),
        ({"elder_rate": 0.3}, {"adults": 0, "elders": 2}, 0.6),
        ({"chronic_rate": 0.5}, {"adults": 3, "chronic": 2}, 1.0),
        ({"disabled_rate": 0.5}, {"adults": 3, "disabled": 1}, 0.5),
        ({"accident_rate": 0.2}, {"adults": 3, "disabled": 1}, 0.4),
        ({"adult_rate": 0.1, "untreated_illness": 3.0, "untreated_chronic": 0.0, "untreated_disability": 0.0}, {"untreated": 1}, 0.3),
        ({"adult_rate": 0.1, "hungry_illness": 2.0}, {"hungry": 3}, 0.2),
    ],
)  # fmt: skip
def test_acute_illness_and_accidents_arrive_at_their_rates(rates, members, rate):
    assert_share(flow(after(rates=rates, **members), "admission") > 0.0, within(rate))


@pytest.mark.statistical
def test_illness_and_accident_of_one_draw_keep_their_own_rates():
    """Both rates high: at most one of them a quarter, each as often as it says, and neither moves the other's events."""
    both = after(
        rates={"adult_rate": 0.6, "accident_rate": 0.5, "bill_spread": 0.0, "tail_share": 0.0001, "accident_cost": 3.0}
    )
    alone = after(rates={"adult_rate": 0.6, "bill_spread": 0.0, "tail_share": 0.0001})
    bills = flow(both, "admission")
    assert_share((bills > 0.0) & (bills < 14000.0), within(0.6))
    assert_share(bills > 14000.0, within(0.5))
    ill = flow(alone, "admission") > 0.0
    assert (bills[ill] == flow(alone, "admission")[ill]).all()


@pytest.mark.statistical
def test_the_bill_of_an_accident_is_its_own_draw_at_its_own_level():
    county = after(rates={"accident_rate": 2.0, "accident_cost": 2.0, "accident_disability": 0.3}, adults=3)
    bills = flow(county, "admission")
    hurt = bills > 0.0
    assert_share(bills[hurt] > 10000.0, 0.5)
    assert_share(bills[hurt] > 10000.0 * math.exp(0.85), 1 - 0.5 * (1 + math.erf(1 / math.sqrt(2))))
    assert_share(county.households["disabled"][hurt] == 1, 0.3)
    assert not county.households["disabled"][~hurt].any()


@pytest.mark.statistical
def test_chronic_illness_begins_by_age_and_may_leave_half_the_labour_power():
    county = after(rates={"chronic_onset": 0.1, "elder_onset": 4.0, "onset_half": 0.25}, children=1, adults=2, elders=1)
    h = county.households
    assert_share(h["chronic"] == 1, within(0.7))
    assert_share(h["half_power"] == 1, within(0.7) * 0.25 * 2 / 7)
    assert (h["chronic"] >= h["half_power"]).all()


@pytest.mark.statistical
def test_recovery_disability_and_rehabilitation_follow_their_rates():
    recovered = after(rates={"chronic_recovery": 0.5}, adults=3, chronic=2).households
    assert_share(recovered["chronic"] == 1, within(1.0))
    disabled = after(rates={"chronic_disability": 0.3}, adults=3, chronic=2).households
    assert_share(disabled["disabled"] == 1, within(0.6))
    rates = {"rehabilitation": 0.4, "rehabilitated_half": 0.25, "half_recovery": 0.6}
    h = after(rates=rates, adults=4, disabled=1, half_power=1).households
    whole = within(1.0)
    assert_share((h["disabled"] == 0) & (h["half_power"] == 2), whole * 0.4 * 0.25)
    assert_share((h["disabled"] == 0) & (h["half_power"] == 1), whole * 0.4 * 0.75)
    assert_share((h["disabled"] == 1) & (h["half_power"] == 0), whole * 0.6)


@pytest.mark.statistical
def test_care_forgone_costs_labour_and_health_in_the_next_quarter_only():
    rates = {"untreated_chronic": 0.8, "untreated_disability": 0.4, "untreated_labour": 0.35, "disability_care": 0.0}
    county = after(rates=rates, adults=2, untreated=1)
    h = county.households
    assert (flow(county, "lost_labour") == 0.35).all() and not h["untreated"].any()
    assert_share(h["chronic"] == 1, within(0.8))
    assert_share(h["disabled"] == 1, within(0.4))
    chronic = h["chronic"].copy()
    county.step()
    assert not flow(county, "lost_labour").any() and (county.households["chronic"] == chronic).all()


@pytest.mark.statistical
def test_an_epidemic_raises_illness_and_not_accidents():
    for rate, yearly in (("adult_rate", 0.8), ("accident_rate", 0.2)):
        county = County(identical(N), Tree(GROUPS), Luck.of(3, 0), 84)
        county.county["epidemic"][0] = 4.0
        health(0, N, county.frame, key(3, 0, 84), Health(**{**QUIET, rate: 0.2}))
        assert_share(flow(county, "admission") > 0.0, within(yearly))


def test_members_stay_within_their_household_whatever_befalls_them():
    fierce = {"accident_rate": 2.0, "accident_disability": 0.8, "chronic_onset": 1.0, "onset_half": 1.0, "chronic_disability": 1.0,
              "rehabilitation": 2.0, "half_recovery": 0.5}  # fmt: skip
    county = lived(tree_with(health=fierce, demography={"enabled": False}), 0, aged())
    for _ in range(9):
        county.step()
        h = county.households
        adults, disabled, half = (h[name].astype(int) for name in ("adults", "disabled", "half_power"))
        assert (disabled >= 0).all() and (half >= 0).all() and (disabled + half <= adults).all()
        assert (0 <= h["chronic"]).all() and (h["chronic"] <= county.members()).all()
        assert (-1 <= h["patient"]).all() and (h["patient"] < np.maximum(county.members(), 1)).all()
        assert (h["patient"][flow(county, "admission") > 0.0] >= 0).all()


def test_the_year_of_a_patient_begins_in_january():
    county = after(4, 500, {"adult_rate": 2.0}, adults=2)
    assert (county.households["patient"] >= 0).sum() > 300
    quiet = lived(only("health", values={f"health.{name}": value for name, value in QUIET.items()}), 1,
                  county.population.copy(), first=88)  # fmt: skip
    assert (quiet.households["patient"] == -1).all() and not quiet.households["compliant_own"].any()
