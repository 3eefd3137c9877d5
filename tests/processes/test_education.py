"""Schooling: what it costs, who leaves it, comes back, goes on and finishes."""

import numpy as np
import pytest
from counties import LUCK, flow, lived, only, population

from sim.compiled import plain
from sim.population import identical
from sim.processes.education import Education, chance_of_going_on, leaving_hazard
from sim.processes.schooling import withdraw
from sim.state import households

N = 20_000
P = Education()
GROWN = {f"demography.{name}": 0.0 for name in (
    "birth_rate", "child_death_rate", "adult_death_rate", "elder_death_rate", "leaving_rate", "wedding_rate", "split_rate", "kin_fading",
)}  # fmt: skip


def schooled(start, quarters=1, first=84, processes=("education",), **values):
    """A county with education alone (or with more), and its values."""
    changed = {**GROWN, **{f"education.{name}": value for name, value in values.items()}}
    return lived(only(*processes, values=changed), quarters, start, first)


def entitled(start, lever):
    """A tree with the education lever and education alone, and ex-poor households."""
    start.households["ex_poor"][:] = 1
    start.households["entitlement"][:] = 1
    values = {
        "levers.education_support.enabled": True,
        **{f"levers.education_support.{k}": v for k, v in lever.items()},
    }
    return only("education", values=values)


def assert_share(found, expected, n=N):
    assert abs(found - n * expected) <= 4.0 * np.sqrt(n * expected * (1.0 - expected)), (found, n * expected)


def chance(rate):
    return -np.expm1(-rate / 4)


def test_schooling_costs_by_stage():
    county = schooled(identical(10, children=3, infants=1, out_of_school=1, adults=3, youths=2, students=1), coming_back=0.0,
                      leaving_school=0.0, duration=10.0, nursery_cost=400.0, compulsory_cost=800.0, secondary_cost=1000.0,
                      college_cost=3000.0, college_share=0.25)  # fmt: skip
    student = (county.households["students"] == 1) * (0.75 * 1000.0 + 0.25 * 3000.0)
    pupils = 3 - 1 - county.households["out_of_school"]
    np.testing.assert_allclose(flow(county, "education_cost"), 0.25 * (400.0 + 800.0 * pupils + student))
    np.testing.assert_allclose(flow(county, "cash"), -flow(county, "education_cost"))


def test_relief_pays_a_share_and_the_accounts_close():
    start = identical(200, children=2, adults=2, savings=1e5)
    county = lived(entitled(start, {"cost_relief": 0.4}), 2, start)
    np.testing.assert_allclose(flow(county, "education_relief"), 0.4 * flow(county, "education_cost"))
    assert (
        county.cost["education_support"] == pytest.approx(flow(county, "education_relief").sum())
        and county.imbalance < 1e-9
    )


@pytest.mark.parametrize(
    "stress", [{}, {"poor": 1}, {"informal_debt": 1e5}, {"migrants": 2}, {"poor": 1, "informal_debt": 1e5}]
)
def test_pupils_leave_school_at_a_hazard_that_rises_under_stress(stress):
    start = identical(N, children=3, infants=1, adults=2, able=2, **stress)
    start.households["poor_history"][:] = stress.get("poor", 0)
    county = schooled(start, leaving_school=0.05, coming_back=0.0)
    more = sum(value for name, value in (("poor", P.poverty_stress), ("informal_debt", P.debt_stress), ("migrants", P.absence_stress))
               if name in stress)  # fmt: skip
    assert_share((county.households["out_of_school"] == 1).sum(), chance(0.05 * (1.0 + more) * 2))
    assert county.households["out_of_school"].max() == 1


def test_control_of_drop_out_keeps_them_there():
    start = identical(N, children=2, adults=2)
    tree = entitled(start, {"dropout_control": 0.75}).with_values(
        {"education.leaving_school": 0.2, "education.coming_back": 0.0}
    )
    county = lived(tree, 1, start.copy())
    assert_share((county.households["out_of_school"] == 1).sum(), chance(0.25 * 0.2 * 2))
    full = tree.with_values({"levers.education_support.dropout_control": 1.0})
    assert not lived(full, 4, start).households["out_of_school"].any()


def test_children_come_back_to_school_sooner_under_control():
    start = identical(N, children=3, out_of_school=2, adults=2)
    tree = entitled(start, {"dropout_control": 0.5}).with_values({"education.leaving_school": 0.0})
    assert_share(
        (lived(tree, 1, start.copy()).households["out_of_school"] == 1).sum(),
        chance(2 * (P.coming_back + 0.5 * P.brought_back)),
    )
    alone = schooled(start, leaving_school=0.0).households["out_of_school"]
    assert_share((alone == 1).sum(), chance(2 * P.coming_back))


@pytest.mark.parametrize("poor", [0, 1])
def test_children_of_16_go_on_to_school_or_begin_to_work(poor):
    start = identical(N, children=3, adults=3, poor=poor)
    h = schooled(start, processes=("education", "demography"), going_on=0.6).households
    grown = h["passage"] == 2
    assert_share((h["students"][grown] == 1).sum(), 0.6 * (1.0 - P.poverty_deterrent * poor), grown.sum())
    assert grown.sum() > 500 and not h["students"][~grown].any()


def test_relief_raises_going_on():
    chances = [plain(chance_of_going_on)(poor, relief, P) for poor in (False, True) for relief in (0.0, 0.5, 1.0)]
    assert (
        chances[:3] == sorted(chances[:3])
        and chances[3:] == sorted(chances[3:])
        and chances[3] < chances[0] < chances[2] <= 1.0
    )


def test_students_finish_and_most_are_qualified():
    h = schooled(identical(N, adults=4, youths=2, students=2), duration=2.0, qualifying=0.5).households
    assert_share((h["students"] == 1).sum(), chance(1.0))
    assert_share((h["qualified"] == 1).sum(), 0.5 * chance(1.0))
    assert (h["qualified"] <= 2 - h["students"]).all()


def test_nobody_finishes_school_before_2021():
    county = schooled(identical(500, adults=3, youths=2, students=2), 8, first=76)
    assert county.number == 83 and (county.households["students"] == 2).all()
    county.step()
    assert (county.households["students"] < 2).any()


def test_a_child_of_16_that_had_left_school_costs_the_household_skill():
    start = identical(N, children=1, out_of_school=1, adults=3, skill=0.5)
    h = schooled(start, processes=("education", "demography"), coming_back=0.0, skill_loss=0.4).households
    grown = h["passage"] == 5
    assert grown.sum() > 300
    np.testing.assert_allclose(h["skill"], np.where(grown, 0.5 - 0.4 / 4, 0.5))
    assert not h["students"].any() and not h["out_of_school"][grown].any()


def test_stress_adds_and_control_takes_away():
    hazard = plain(leaving_hazard)
    assert hazard(False, False, False, 0.0, 0.0, P) == P.leaving_school
    assert hazard(True, True, True, 0.7, 0.5, P) == pytest.approx(
        0.5 * P.leaving_school * (1 + P.poverty_stress + P.debt_stress + P.absence_stress + 0.7)
    )
    assert hazard(True, True, True, 0.7, 1.0, P) == 0.0


def test_a_member_is_withdrawn_from_school_the_oldest_first():
    county = lived(only(), 0, identical(1, children=2, infants=1, adults=2, youths=1, students=1))
    f, take = county.frame, plain(withdraw)
    left = []
    for _ in range(3):
        left.append((take(0, f), int(f.count[households.STUDENTS, 0]), int(f.count[households.OUT_OF_SCHOOL, 0])))
    assert left == [(True, 0, 0), (True, 0, 1), (False, 0, 1)]


def test_schooling_stays_within_its_age_groups_with_or_without_demography():
    for processes in (("education",), ("education", "demography")):
        h = lived(
            only(*processes, values={"education.leaving_school": 1.0, "education.coming_back": 5.0}),
            12,
            population(),
            luck=LUCK,
        ).households
        assert (h["out_of_school"] >= 0).all() and (
            h["out_of_school"] <= h["children"].astype(int) - h["infants"]
        ).all()
        assert (
            (h["students"] >= 0).all()
            and (h["students"] <= h["youths"]).all()
            and (h["qualified"] <= h["adults"]).all()
        )
        assert h["out_of_school"].any()
