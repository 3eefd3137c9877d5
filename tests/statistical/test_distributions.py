"""Hazards and bills of a large sample against their declared laws; two-sided, 4 standard errors, one fixed seed."""

import math

import numpy as np
import pytest
from counties import flow, lived, only
from scipy import stats

from sim.population import identical

pytestmark = pytest.mark.statistical
N = 200_000


def assert_share(hits, exact):
    n = hits.size
    standard_error = math.sqrt(exact * (1.0 - exact) / n)
    assert abs(hits.mean() - exact) < 4 * standard_error, f"z = {(hits.mean() - exact) / standard_error:+.2f}"


def within(rate):
    """Probability of an event in a quarter at a yearly rate."""
    return 1.0 - math.exp(-rate / 4)


def bills(**values):
    """Bills of one quarter of N two-adult households without chronic illness."""
    given = {
        "health.adult_rate": 2.0,
        "health.accident_rate": 0.0,
        "health.chronic_onset": 0.0,
        **{f"health.{k}": v for k, v in values.items()},
    }
    return flow(lived(only("health", values=given), 1, identical(N, adults=2)), "bill")


def test_illness_arrives_at_its_rate():
    assert_share(bills() > 0.0, within(4.0))


@pytest.mark.parametrize(("tail", "index", "spread"), [(0.03, 2.2, 0.85), (0.15, 1.6, 0.6)])
def test_bills_are_lognormal_with_a_pareto_tail(tail, index, spread):
    """Median as declared; above the 1 - tail quantile b, P(bill > m b) = tail m^-index."""
    drawn = bills(tail_share=tail, tail_index=index, bill_spread=spread, median_bill=5000.0)
    drawn = drawn[drawn > 0.0]
    assert_share(drawn > 5000.0, 0.5)
    assert_share(drawn > 5000.0 * math.exp(spread), 1 - stats.norm.cdf(1.0))
    start = 5000.0 * math.exp(spread * stats.norm.ppf(1 - tail))
    for multiple in (1.0, 1.5, 3.0):
        assert_share(drawn > multiple * start, tail * multiple**-index)
    hill = np.log(drawn[drawn > start] / start)
    assert abs(hill.mean() - 1 / index) < 4 / index / math.sqrt(hill.size)


def test_chronic_illness_begins_and_ends_at_its_rates():
    begun = lived(only("health", values={"health.chronic_onset": 0.1}), 1, identical(N, adults=3))
    assert_share(begun.households["chronic"] == 1, within(0.3))
    ended = lived(only("health", values={"health.chronic_onset": 0.0, "health.chronic_recovery": 0.5}), 1,
                  identical(N, adults=3, chronic=2))  # fmt: skip
    assert_share(ended.households["chronic"] == 1, within(1.0))


def test_work_is_found_and_lost_at_its_rates():
    values = {"labour.skill_slope": 0.0, "labour.migrant_finding": 0.8, "labour.local_finding": 0.0}
    found = lived(only("labour", values=values), 1, identical(N, adults=1))
    assert_share(found.households["migrants"] == 1, within(0.8))
    lost = lived(only("labour", values={"labour.migrant_loss": 0.6}), 1, identical(N, adults=1, migrants=1))
    assert_share(lost.households["migrants"] == 0, within(0.6))


def test_members_are_born_and_die_at_their_rates():
    rates = {"birth_rate": 0.1, "adult_death_rate": 0.0, "elder_death_rate": 0.2, "leaving_rate": 0.0, "wedding_rate": 0.0,
             "split_rate": 0.0}  # fmt: skip
    tree = only("demography", values={f"demography.{k}": v for k, v in rates.items()})
    h = lived(tree, 1, identical(N, adults=2, elders=2)).households
    retired = within(2 / 37)  # from 23 to 60
    assert_share(h["children"] == 1, within(0.2))
    assert_share(h["adults"] == 1, retired)
    # An elder dies, an adult retires: each of its own draw.
    assert_share(h["elders"] == 1, within(0.4) * (1 - retired))


def test_enrolment_and_joining_follow_their_shares():
    free = {"enrolment.unaided": 0.7, "enrolment.premium": 0.0}
    insured = lived(only("enrolment", values=free), 1, identical(N)).households["insured"]
    assert_share(insured == 1, 0.7)
    joined = lived(only("demography"), 1, identical(N)).households["cooperative"]
    assert (joined == -1).all()  # there is no co-operative to join


def test_detection_is_one_minus_the_product_of_what_each_channel_misses():
    rates = {"monitoring.self_report": 0.15, "monitoring.visit": 0.25, "monitoring.data_match": 0.9}
    h = lived(only("monitoring", values=rates), 1, identical(N)).households  # nobody has any income, nobody a bill
    assert_share(h["monitor"] == 1, 1 - 0.85 * 0.75)
    scattered = lived(
        only("monitoring", values={**rates, "monitoring.scattered_visit": 0.6}), 1, identical(N, relocated=2)
    )
    assert_share(scattered.households["monitor"] == 1, 1 - 0.85 * (1 - 0.6 * 0.25))
    safe = identical(N, relocated=2, **{f"market_income_{k}": 1e5 for k in range(4)})
    values = {"monitoring.false_alarm": 0.1, "monitoring.scattered_visit": 0.6}
    assert_share(lived(only("monitoring", values=values), 1, safe).households["monitor"] == 1, 0.06)
