"""Events are what the columns say, no more and no less."""

import pytest
from counties import lived, only
from hand_made import FIRST, RETURNED, put, quiet, track

from sim.county import County
from sim.explain.changes import change
from sim.explain.classification import verdict
from sim.explain.event import Event
from sim.explain.events import events, joined
from sim.explain.returns import Return, Returns
from sim.explain.sentences import told
from sim.explain.watcher import Watcher
from sim.population import identical


def kinds(values) -> list[tuple[int, str]]:
    log = events(track(values))
    return [(event.quarter, event.kind) for part in log.values() for event in part]


def test_nothing_happens_to_a_quiet_household():
    assert kinds(quiet()) == [(RETURNED, "returned")], "the track says that it returned; nothing else is to be told"


@pytest.mark.parametrize(
    ("columns", "kind"),
    [
        ({"children": 1}, "born"), ({"adults": 3, "elders": 1}, "turned_60"), ({"adults": 3}, "adult_gone"),
        ({"chronic": 1}, "chronic_began"), ({"disabled": 1}, "disabled_began"), ({"students": 1}, "went_on"),
        ({"migrants": 0}, "lost_migrant"), ({"migrants": 2}, "found_migrant"), ({"local_workers": 1}, "found_local"),
        ({"house": 1}, "house_damaged"), ({"house": 2}, "house_dangerous"), ({"water": 1}, "water_lost"),
        ({"monitor": 1, "monitor_class": 3}, "detected"), ({"monitor": 2, "monitor_class": 1}, "confirmed"),
        ({"dibao": 1}, "dibao_began"), ({"tekun": 1}, "tekun_began"), ({"post": 1}, "post_began"),
        ({"work_relief": 1}, "work_relief_began"), ({"trained": 1}, "trained"), ({"out_of_school": 1}, "left_school"),
        ({"overdue": 1}, "overdue"), ({"around__policy": 0.5}, "taper"),
    ],
)  # fmt: skip
def test_a_state_that_changes_is_dated(columns, kind):
    values = quiet()
    put(values, RETURNED - 2, **columns)
    assert (RETURNED - 2, kind) in kinds(values)
    assert [q for q, name in kinds(values) if name == kind] == [RETURNED - 2]


def test_going_back_from_a_site_is_dated():
    values = quiet()
    put(values, FIRST, relocated=1)
    assert "went_back" not in [name for _, name in kinds(values)]
    put(values, RETURNED - 2, relocated=3)
    assert [q for q, name in kinds(values) if name == "went_back"] == [RETURNED - 2]
    put(values, FIRST, relocated=3)
    assert "went_back" not in [name for _, name in kinds(values)], "it had gone back before"


@pytest.mark.parametrize(
    ("flow", "kind"),
    [
        ("kin_help", "kin_help"), ("borrowed_informal", "borrowed"), ("livestock_sale", "sold_livestock"),
        ("distress_sale", "sold_capital"), ("relief", "relief"), ("grant", "grant"),
        ("borrowed", "loan"), ("insurance_payout", "insurance_payout"), ("anti_return_payout", "anti_return_payout"),
        ("wage_withheld", "wages_withheld"), ("wage_recovered", "wages_recovered"), ("share_lost", "share_lost"),
        ("livestock_lost", "livestock_lost"), ("written_off", "written_off"), ("written_off_informal", "given_up"),
    ],
)  # fmt: skip
def test_an_amount_that_is_paid_is_dated_with_the_amount(flow, kind):
    values = quiet()
    put(values, RETURNED - 2, RETURNED - 2, **{f"flow__{flow}": 1234.0})
    found = [event for part in events(track(values)).values() for event in part if event.kind == kind]
    assert found == [Event(RETURNED - 2, kind, {"amount": 1234.0})]


def test_care_forgone_is_told_with_its_part_of_the_care_that_was_needed_over_all_its_quarters():
    values = quiet()
    put(values, RETURNED - 2, RETURNED - 2, flow__forgone=6000.0, flow__bill=2000.0)
    put(values, RETURNED - 1, RETURNED - 1, flow__forgone=200.0, flow__bill=1800.0)
    found = [event for part in events(track(values)).values() for event in part if event.kind == "forgone"]
    assert found == [Event(RETURNED - 2, "forgone", {"amount": 6200.0, "bill": 3800.0}, until=RETURNED - 1)]
    assert told(found[0], "en") == "went without 62% of the care that was needed, worth 6,200 yuan in all"


def test_a_bill_is_told_with_those_who_paid_it_and_running_costs_are_not():
    values = quiet()
    put(values, FIRST, flow__bill=800.0, flow__own_paid=800.0)
    assert kinds(values) == [(RETURNED, "returned")]
    put(values, 90, 90, flow__bill=9800.0, flow__fund_paid=5000.0, flow__aid_paid=1000.0, flow__own_paid=3800.0)
    (event,) = (e for e in events(track(values))["shock"] if e.kind == "hospital")
    assert event.quarter == 90 and event.amounts == {
        "bill": 9800.0,
        "fund_paid": 5000.0,
        "aid_paid": 1000.0,
        "lever_paid": 0.0,
        "own_paid": 3800.0,
    }


def test_what_goes_on_is_one_event_and_what_comes_again_is_two():
    once = [Event(q, "borrowed", {"amount": 100.0}) for q in (90, 91, 93)]
    assert joined(once) == [
        Event(90, "borrowed", {"amount": 200.0}, until=91),
        Event(93, "borrowed", {"amount": 100.0}),
    ]
    twice = [Event(q, "grant", {"amount": 100.0}) for q in (90, 91)]
    assert joined(twice) == twice


def test_coping_is_told_in_the_order_of_the_steps():
    values = quiet()
    steps = dict.fromkeys(("kin_help", "borrowed_informal", "livestock_sale", "distress_sale", "forgone"), 900.0)
    put(values, 91, 91, hungry=1, out_of_school=1, **{f"flow__{flow}": amount for flow, amount in steps.items()})
    put(values, 91, savings=1000.0)
    found = [event.kind for event in events(track(values))["coping"]]
    assert found == "spent_savings kin_help borrowed sold_livestock sold_capital left_school forgone hungry".split()


def test_a_forced_illness_in_a_county_of_equals_is_found_dated_and_priced():
    """Ten equal households live on their land; one of them is made ill in 2023Q1 and must pay all of it."""
    values = {
        "farming.output_per_mu": 9000.0, "farming.labour_half": 0.5, "farming.cost_share": 0.0, "farming.skill_share": 0.0,
        "earnings.transitory_spread": 0.0, "health.chronic_cost": 5000.0, "health.chronic_onset": 0.0, "health.chronic_recovery": 0.0,
        "health.child_rate": 0.0, "health.adult_rate": 0.0, "health.elder_rate": 0.0, "health.chronic_rate": 0.0,
        "health.accident_rate": 0.0, "health.chronic_disability": 0.0, "farming.loss_after_harvest": 0.0,
    }  # fmt: skip
    quarters, ill = 14, 92

    def live(*lookers) -> County:
        county = lived(only("farming", "health", values=values), 0, identical(10, land=1.0, ex_poor=1), 84)
        for _ in range(quarters):
            if county.number + 1 == ill:
                county.households["chronic"][3] = 1
            county.step()
            for look in lookers:
                look(county)
        return county

    seen = Returns(seed=3, first=84)
    live(seen)
    (found,) = seen.found.values()
    assert found == Return(3, 93, 1), "5,000 a year of 6,000: below the line in the second quarter of illness"
    watcher = Watcher([found], {})
    live(watcher)
    (lived_through,) = watcher.tracks()
    log, taken_apart = events(lived_through), change(lived_through)
    assert [(e.quarter, e.kind) for e in log["shock"]] == [(92, "chronic_began")]
    assert log["life"] == log["work"] == log["debt"] == log["support"] == []
    assert taken_apart.parts["medical"] == pytest.approx(-2500.0) and taken_apart.total == pytest.approx(-2500.0)
    assert verdict(lived_through, taken_apart, log).main == "illness"


def test_a_household_that_dissolves_is_followed_to_its_end():
    values = quiet()
    put(values, RETURNED + 2, adults=0, able=0, migrants=0, flow__wage_migrant=0.0, savings=0.0)
    values[RETURNED + 4 - FIRST :] = float("nan")
    told = kinds(values)
    assert told[0] == (RETURNED + 2, "dissolved") and track(values).last == RETURNED + 1
    assert "lost_migrant" not in [kind for _, kind in told]
