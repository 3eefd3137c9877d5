"""Every return gets a cause, by rules that follow dated events."""

import pytest
from hand_made import FIRST, RETURNED, put, quiet, track

from sim.explain.causes import CAUSES
from sim.explain.changes import change
from sim.explain.classification import made_up, net_falls, verdict
from sim.explain.events import events
from sim.explain.lines import ALL
from sim.explain.report import by_cause, choice
from sim.explain.rules import BACKGROUND, RULES

NATIONAL = "illness disability schooling disaster marriage land water skill capital labour transport motivation".split()


def judged(values):
    lived = track(values)
    return verdict(lived, change(lived), events(lived))


def test_the_twelve_codes_of_the_national_registry_are_there():
    assert [code for code, cause in CAUSES.items() if cause.national] == NATIONAL


def test_every_line_has_rules_that_end_and_known_causes():
    assert set(RULES) == {line.name for line in ALL}
    assert {rule.cause for rules in (*RULES.values(), BACKGROUND) for rule in rules} <= set(CAUSES)


def test_every_return_gets_a_cause_and_the_largest_fall_is_the_main_one(found):
    for life in found.lives:
        main, contributing, falls = life.verdict
        assert main in CAUSES and main not in contributing and set(contributing) <= set(CAUSES)
        assert main == min(falls, key=falls.get) and all(fall < 0.0 for fall in falls.values())


def test_the_table_counts_every_return_once(found):
    assert sum(row["households"] for row in found.causes) == found.returns
    assert sum(row["persons"] for row in found.causes) == found.persons
    assert sum(row["share"] for row in found.causes) == pytest.approx(1.0)
    assert by_cause(found.lives) == found.causes


def lost_wage(**columns):
    """A household whose migrant earns nothing from 2022Q3 on."""
    values = quiet()
    put(values, RETURNED - 2, flow__wage_migrant=0.0, **columns)
    return values


def test_a_job_lost_is_work_lost():
    assert judged(lost_wage(migrants=0)).main == "job"


def test_a_job_lost_in_a_crisis_is_the_labour_market():
    values = lost_wage(migrants=0)
    put(values, RETURNED - 2, RETURNED - 1, around__crisis=0.12)
    assert judged(values).main == "market"


def test_a_job_lost_with_the_employer_is_the_enterprise():
    values = quiet(wage=0.0)
    put(values, FIRST, migrants=0, employed=1, employer=3, around__employer_alive=1, flow__wage_enterprise=5000.0)
    put(values, RETURNED - 3, RETURNED - 3, around__employer_alive=0)
    put(values, RETURNED - 2, employed=0, employer=-1, around__employer_alive=-1, flow__wage_enterprise=0.0)
    assert judged(values).main == "enterprise"


@pytest.mark.parametrize(
    ("event", "main"),
    [
        ({"adults": 3, "passage": 8}, "labour"),
        ({"adults": 3, "passage": 16}, "earners"),
        ({"adults": 3, "kin_away": 1}, "earners"),
        ({"adults": 3, "elders": 1, "passage": 4}, "labour"),
        ({"disabled": 1}, "disability"),
        ({"half_power": 1, "chronic": 1}, "illness"),
        ({"students": 1}, "schooling"),
    ],
)
def test_a_worker_lost_to_the_household_is_told_by_what_took_him(event, main):
    values = lost_wage(migrants=0, able=3, **{k: v for k, v in event.items() if k != "passage"})
    put(values, RETURNED - 2, RETURNED - 2, **{k: v for k, v in event.items() if k == "passage"})
    assert judged(values).main == main


def test_a_marriage_out_of_the_house_contributes():
    values = lost_wage(migrants=0, able=3, adults=3)
    put(values, RETURNED - 2, RETURNED - 2, passage=16)
    assert "marriage" in judged(values).contributing


def test_lower_pay_with_the_same_work_is_pay_or_illness_or_effort():
    assert judged(lost_wage()).main == "pay"
    assert judged(lost_wage(flow__lost_labour=0.5)).main == "illness"
    assert judged(lost_wage(effort=0.8)).main == "pay"  # there was no effort to compare with
    values = quiet()
    put(values, FIRST, effort=1.0)
    put(values, RETURNED - 2, flow__wage_migrant=1000.0, effort=0.8)
    assert judged(values).main == "motivation"


def test_a_hospital_bill_is_illness_and_the_cost_of_a_disability_is_disability():
    values = quiet()
    put(values, RETURNED, RETURNED, flow__bill=9000.0, flow__own_paid=9000.0)
    assert judged(values).main == "illness"
    values = quiet()
    put(values, RETURNED - 3, disabled=1, flow__bill=1000.0, flow__own_paid=1000.0)
    assert judged(values).main == "disability"


def farm():
    """A household that lives on its land."""
    values = quiet(wage=0.0)
    put(values, FIRST, migrants=0, flow__output=5000.0, flow__sales_market=5000.0, flow__farm_labour=2.0)
    return values


def test_a_harvest_falls_by_price_weather_or_hands():
    values = farm()
    put(values, RETURNED - 3, flow__sales_market=2500.0)
    assert judged(values).main == "price"
    values = farm()
    put(values, RETURNED - 1, flow__output=1000.0, flow__sales_market=1000.0, around__disaster=0.8)
    assert judged(values).main == "disaster"
    values = farm()
    put(values, RETURNED - 1, flow__output=1000.0, flow__sales_market=1000.0)
    assert judged(values).main == "output"
    dearer = farm()
    put(dearer, RETURNED - 3, flow__farm_cost=2500.0)
    assert judged(dearer).main == "output"
    put(values, RETURNED - 3, flow__farm_labour=1.0, disabled=1)
    assert judged(values).main == "disability"


def test_support_that_ends_is_support():
    values = quiet(wage=3500.0)
    put(values, FIRST, FIRST + 6, dibao=1, flow__dibao=1500.0)
    assert judged(values).main == "support"


def test_a_loss_of_capital_is_a_loss_and_wear_is_lack_of_capital():
    values = quiet(wage=3000.0)
    put(values, FIRST, capital=9000.0, flow__capital_income=2000.0)
    put(values, RETURNED - 2, capital=1000.0, flow__capital_income=100.0)
    assert judged(values).main == "capital"
    put(values, RETURNED - 2, RETURNED - 2, flow__capital_lost=8000.0)
    assert judged(values).main == "loss"


def test_one_job_in_place_of_another_is_no_fall():
    assert net_falls({"migrant": -900.0, "local": 900.0, "medical": -100.0}) == {"medical": -100.0}
    assert net_falls({"migrant": -900.0, "local": 300.0}) == pytest.approx({"migrant": -600.0})
    assert net_falls({"migrant": 500.0, "farm": -300.0}) == {}, "hands that left the farm for wages"


def test_lives_are_spread_over_causes_and_drawn_by_the_seed_alone(found):
    order = [row["cause"] for row in found.causes if row["households"]]
    chosen = choice(found.lives, len(order), 1)
    assert [life.verdict.main for life in chosen] == order
    assert choice(list(reversed(found.lives)), 7, 1) == choice(found.lives, 7, 1) == choice(found.lives, 9, 1)[:7]
    assert choice(found.lives, 7, 2) != choice(found.lives, 7, 1)
    assert len(choice(found.lives, 10_000, 1)) == found.returns


def test_fewer_members_make_up_for_what_a_member_lost_earned_and_for_nothing_else():
    falls = {"labour": -2500.0, "earners": -500.0, "illness": -900.0}
    made_up(falls, 2700.0)
    assert falls == {"labour": 0.0, "earners": -300.0, "illness": -900.0}
    values = quiet()
    put(values, RETURNED - 2, adults=3, able=3, flow__wage_migrant=2500.0, migrants=0, flow__own_paid=900.0)
    put(values, RETURNED - 2, RETURNED - 2, passage=8)
    assert judged(values).main == "labour"
    for k in range(4):
        put(values, RETURNED, **{f"persons_{k}": 3})
    assert judged(values).main == "illness", "what was lost of wages is shared by fewer"
