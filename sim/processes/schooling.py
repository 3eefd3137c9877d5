"""Members at school: who pays for them, who leaves early, comes back, goes on, finishes, or is taken out in need."""

from __future__ import annotations

import numpy as np

from sim.compiled import compiled, inlined
from sim.draws import SCHOOLING, Key
from sim.processes.education import (
    Education,
    chance_of_going_on,
    cost_of_schooling,
    leaving_hazard,
    returning_hazard,
    skill_with,
)
from sim.processes.hazard import within_quarter
from sim.processes.luck import draw
from sim.processes.rows import gathered, members, moved, row
from sim.processes.vital_rates import left_behind
from sim.spec import CHANGE_FROM
from sim.state import channels, flows, households
from sim.state.frame import Floats, Frame


@inlined
def schooling_of(i: int, f: Frame, p: Education) -> float:
    """Cost of the schooling of household ``i`` in a quarter, CNY2020."""
    count = f.count
    infants, absent = int(count[households.INFANTS, i]), int(count[households.OUT_OF_SCHOOL, i])
    pupils = int(count[households.CHILDREN, i]) - infants - absent
    return cost_of_schooling(float(infants), float(pupils), float(int(count[households.STUDENTS, i])), p)


@inlined
def withdraw(i: int, f: Frame) -> bool:
    """Take a member of household ``i`` out of school, students of 16 and over first; whether there was one.

    For a household that cannot make ends meet.
    """
    count = f.count
    students, absent = int(count[households.STUDENTS, i]), int(count[households.OUT_OF_SCHOOL, i])
    pupils = int(count[households.CHILDREN, i]) - int(count[households.INFANTS, i]) - absent
    if students > 0:
        count[households.STUDENTS, i] = students - 1
    elif pupils > 0:
        count[households.OUT_OF_SCHOOL, i] = absent + 1
    return students > 0 or pupils > 0


@compiled
def schooling(lo: int, hi: int, f: Frame, p: Education) -> None:
    """Pay for schooling; the government's part comes with it."""
    children, infants, absent = (
        f.count[households.CHILDREN],
        f.count[households.INFANTS],
        f.count[households.OUT_OF_SCHOOL],
    )
    students, cost, relief = f.count[households.STUDENTS], f.flow[flows.EDUCATION_COST], f.flow[flows.EDUCATION_RELIEF]
    cash = f.flow[flows.CASH]
    for k in range(hi - lo):
        i = row(lo, k)
        small = float(int(infants[i]))
        pupils = float(int(children[i])) - small - float(int(absent[i]))
        cost[i] = cost_of_schooling(small, pupils, float(int(students[i])), p)
    for k in range(hi - lo):
        i = row(lo, k)
        relief[i] = moved(i, f, channels.EDUCATION_RELIEF) * cost[i]
        cash[i] = cash[i] + (relief[i] - cost[i])


@compiled
def education(lo: int, hi: int, f: Frame, key: Key, p: Education, farther: Floats) -> None:
    """Leave school early, come back, go on after 16, finish: all of them rare.

    ``farther`` is what missing services add to drop-out where no site is (0), then at each relocation site.
    Members stand still before 2021, so nobody finishes then, either.
    """
    rows = np.empty(hi - lo + 1, dtype=np.int64)
    draw(lo, hi, f, key, SCHOOLING)
    mark_pupils(lo, hi, f, p, farther)
    mark_youths(lo, hi, f, p)
    n = gathered(lo, hi, f.luck[0], rows)
    for k in range(n):
        attend(int(rows[k]), f, p, farther)
        finish(int(rows[k]), f, p, key.quarter >= CHANGE_FROM)


@compiled
def mark_pupils(lo: int, hi: int, f: Frame, p: Education, farther: Floats) -> None:
    """Turn the sign of the first uniform where no child can leave school or come back: it lies above the hazard."""
    children, infants, absent = (
        f.count[households.CHILDREN],
        f.count[households.INFANTS],
        f.count[households.OUT_OF_SCHOOL],
    )
    leaving, returning = f.luck[0], f.luck[1]
    farthest = 0.0
    for k in range(farther.size):
        farthest = max(farthest, farther[k])
    worst = 0.25 * p.leaving_school * (1.0 + p.poverty_stress + p.debt_stress + p.absence_stress + farthest)
    best = 0.25 * (p.coming_back + p.brought_back)
    for k in range(hi - lo):
        i = row(lo, k)
        gone = float(int(absent[i]))
        pupils = float(int(children[i])) - float(int(infants[i])) - gone
        possible = (leaving[i] < worst * pupils) | (returning[i] < best * gone)
        leaving[i] = leaving[i] if possible else -leaving[i]


@compiled
def mark_youths(lo: int, hi: int, f: Frame, p: Education) -> None:
    """Turn the sign back where a child has turned 16 or a student may finish."""
    students, passage, mark, ending = f.count[households.STUDENTS], f.count[households.PASSAGE], f.luck[0], f.luck[3]
    rate = 0.25 / p.duration
    for k in range(hi - lo):
        i = row(lo, k)
        step = int(passage[i]) & 7
        possible = (ending[i] < rate * float(int(students[i]))) | (step == 2) | (step == 5)
        mark[i] = max(mark[i], -mark[i]) if possible else mark[i]


@inlined
def attend(i: int, f: Frame, p: Education, farther: Floats) -> None:
    """A pupil of household ``i`` leaves school early, or one that had left comes back."""
    count, control = f.count, moved(i, f, channels.SCHOOLING_CONTROL)
    children, absent = int(count[households.CHILDREN, i]), int(count[households.OUT_OF_SCHOOL, i])
    pupils = children - int(count[households.INFANTS, i]) - absent
    indebted = f.money[households.INFORMAL_DEBT, i] > p.heavy_debt * float(members(i, f))
    able, migrants = int(count[households.ABLE, i]), int(count[households.MIGRANTS, i])
    alone = left_behind(children, int(count[households.ELDERS, i]), able, migrants)
    far = farther[int(count[households.SITE, i])]
    leaves = leaving_hazard(count[households.POOR, i] != 0, indebted, alone, far, control, p)
    left = 1 if f.luck[0, i] < within_quarter(leaves * pupils) else 0
    back = 1 if f.luck[1, i] < within_quarter(returning_hazard(control, p) * absent) else 0
    count[households.OUT_OF_SCHOOL, i] = absent + left - back


@inlined
def finish(i: int, f: Frame, p: Education, ages: bool) -> None:
    """A student of household ``i`` finishes; a child of 16 goes on to school, or begins to work."""
    count, step = f.count, int(f.count[households.PASSAGE, i]) & 7
    adults, students, qualified = (
        int(count[households.ADULTS, i]), int(count[households.STUDENTS, i]), int(count[households.QUALIFIED, i]),
    )  # fmt: skip
    ending = within_quarter(students / p.duration) if ages else 0.0
    ends = 1 if f.luck[3, i] < ending else 0
    passes = 1 if f.luck[3, i] < p.qualifying * ending and qualified < adults else 0
    chance = chance_of_going_on(count[households.POOR, i] != 0, moved(i, f, channels.EDUCATION_RELIEF), p)
    room = students - ends < int(count[households.YOUTHS, i])
    goes_on = 1 if step == 2 and f.luck[2, i] < chance and room else 0
    count[households.STUDENTS, i] = students - ends + goes_on
    count[households.QUALIFIED, i] = qualified + passes
    if step == 5:
        f.money[households.SKILL, i] = skill_with(f.money[households.SKILL, i], adults, p)
