"""Births, steps of age, deaths, weddings, leaving, and couples that found a household: who belongs to the household."""

from __future__ import annotations

import numpy as np

from sim.compiled import compiled, inlined
from sim.draws import DEMOGRAPHY, Key, uniform, words
from sim.processes.hazard import within_quarter
from sim.processes.luck import draw
from sim.processes.members import (
    LARGEST,
    add_spouse,
    bury_child,
    bury_elder,
    drop_adult,
    enter_school,
    grow_up,
    keep_within_bounds,
    retire,
    turn_23,
)
from sim.processes.rows import enter, gathered, members, row
from sim.processes.vital_rates import (
    FIRST_AGES,
    PRIME,
    SCHOOL_AGES,
    YOUTH,
    Demography,
    death,
    departure,
    step_of_life,
)
from sim.state import flows, households
from sim.state.frame import Frame

OUT, IN = 1, 2  # directions of a wedding


@compiled
def demography(lo: int, hi: int, f: Frame, key: Key, p: Demography) -> None:
    """Change the members of rows lo..hi; wind up a household whose last member is gone."""
    rows = np.empty(hi - lo + 1, dtype=np.int64)
    draw(lo, hi, f, key, DEMOGRAPHY)
    mark_births_and_deaths(lo, hi, f, p)
    mark_steps_of_age(lo, hi, f)
    mark_departures(lo, hi, f, p)
    n = gathered(lo, hi, f.luck[0], rows)  # one household in ten
    for k in range(n):
        live_on(int(rows[k]), f, key, p)
    wind_up(lo, hi, f)


@compiled
def mark_births_and_deaths(lo: int, hi: int, f: Frame, p: Demography) -> None:
    """Turn the sign of the first uniform where neither a birth nor a death is possible.

    A probability never exceeds its hazard, so a uniform above the hazard excludes the event without an exponential.
    """
    children, adults, elders = f.count[households.CHILDREN], f.count[households.ADULTS], f.count[households.ELDERS]
    birth, dying = f.luck[0], f.luck[2]
    born, of_elders, of_adults, of_children = (
        0.25 * p.birth_rate, 0.25 * p.elder_death_rate, 0.25 * p.adult_death_rate, 0.25 * p.child_death_rate,
    )  # fmt: skip
    for k in range(hi - lo):
        i = row(lo, k)
        c, a, e = float(int(children[i])), float(int(adults[i])), float(int(elders[i]))
        possible = (birth[i] < born * a) | (dying[i] < of_elders * e + of_adults * a + of_children * c)
        birth[i] = birth[i] if possible else -birth[i]


@compiled
def mark_steps_of_age(lo: int, hi: int, f: Frame) -> None:
    """Turn the sign back where a step of age is possible."""
    children, infants = f.count[households.CHILDREN], f.count[households.INFANTS]
    adults, youths = f.count[households.ADULTS], f.count[households.YOUTHS]
    mark, ageing = f.luck[0], f.luck[1]
    first, second, third, fourth = 0.25 / FIRST_AGES, 0.25 / SCHOOL_AGES, 0.25 / YOUTH, 0.25 / PRIME
    for k in range(hi - lo):
        i = row(lo, k)
        small, young = float(int(infants[i])), float(int(youths[i]))
        pupils, grown = float(int(children[i])) - small, float(int(adults[i])) - young
        possible = ageing[i] < first * small + second * pupils + third * young + fourth * grown
        mark[i] = max(mark[i], -mark[i]) if possible else mark[i]


@compiled
def mark_departures(lo: int, hi: int, f: Frame, p: Demography) -> None:
    """Turn the sign back where somebody may leave, wed, split off or be forgotten; nothing has passed yet."""
    adults, kin, passage = f.count[households.ADULTS], f.count[households.KIN_AWAY], f.count[households.PASSAGE]
    mark, leaving = f.luck[0], f.luck[3]
    by_adult, by_household, by_kin = (
        0.25 * (p.leaving_rate + p.wedding_rate), 0.25 * p.split_rate, 0.25 * p.kin_fading,
    )  # fmt: skip
    for k in range(hi - lo):
        i = row(lo, k)
        a, away = float(int(adults[i])), float(int(kin[i]))
        split = by_household if a >= p.split_adults else 0.0
        possible = (leaving[i] < by_adult * a + split) | (1.0 - leaving[i] < by_kin * away)
        mark[i] = max(mark[i], -mark[i]) if possible else mark[i]
        passage[i] = 0


@inlined
def live_on(i: int, f: Frame, key: Key, p: Demography) -> None:
    """What happens to household ``i``: all odds are those of the members at the quarter's start."""
    count = f.count
    children, adults, elders = members_by_age(i, f)
    infants, youths, kin = (
        int(count[households.INFANTS, i]), int(count[households.YOUTHS, i]), int(count[households.KIN_AWAY, i]),
    )  # fmt: skip
    birth = f.luck[0, i]
    born = birth < within_quarter(p.birth_rate * adults) and children + adults + elders < LARGEST
    step = step_of_life(f.luck[1, i], infants, children - infants, youths, adults - youths)
    dies = death(f.luck[2, i], children, adults, elders, p)
    goes = departure(f.luck[3, i], adults, kin, p)
    if born:
        count[households.CHILDREN, i] = children + 1
        count[households.INFANTS, i] = infants + 1
    if step > 0:
        step = grow_older(i, step, f, key)
    if dies > 0:
        dies = bury(i, dies, f, key)
    weds = 0
    if goes > 0:
        weds = part(i, goes, f, key)
    count[households.PASSAGE, i] = step + (8 if dies > 0 else 0) + (16 if weds > 0 else 0)
    keep_within_bounds(i, f)


@inlined
def members_by_age(i: int, f: Frame) -> tuple[int, int, int]:
    """Children, adults and elders of household ``i``."""
    count = f.count
    return int(count[households.CHILDREN, i]), int(count[households.ADULTS, i]), int(count[households.ELDERS, i])


@inlined
def grow_older(i: int, step: int, f: Frame, key: Key) -> int:
    """Let one member of household ``i`` take the step; 5 instead of 2 where the child of 16 had left school."""
    if step == 1:
        enter_school(i, f)
    elif step == 2:
        step = 5 if grow_up(i, f, key) else 2
    elif step == 3:
        turn_23(i, f, key)
    else:
        retire(i, f, key)
    return step


@inlined
def bury(i: int, dies: int, f: Frame, key: Key) -> int:
    """Take the member who dies out of household ``i``; 0 where a step of age has left nobody of that group."""
    children, adults, elders = members_by_age(i, f)
    if dies == 1 and elders > 0:
        bury_elder(i, f, key)
    elif dies == 2 and adults > 0:
        drop_adult(i, f, key, 3)
    elif dies == 3 and children > 0:
        bury_child(i, f, key)
    else:
        dies = 0
    return dies


@inlined
def part(i: int, goes: int, f: Frame, key: Key) -> int:
    """Carry out a departure of household ``i``; 1 or 2 is a wedding, out of or into it."""
    count = f.count
    adults, weds = int(count[households.ADULTS, i]), 0
    if goes == 1 and adults > 0:
        drop_adult(i, f, key, 2)
        kin = int(count[households.KIN_AWAY, i])
        count[households.KIN_AWAY, i] = kin + 1 if kin < LARGEST else kin
    elif goes == 2 and adults > 0:
        weds = OUT if uniform(words(key, f.id[i], DEMOGRAPHY, 1)[0]) < 0.5 else IN
        if weds == OUT:
            drop_adult(i, f, key, 2)
        elif members(i, f) < LARGEST:
            add_spouse(i, f, key)
    elif goes == 3:
        count[households.SPLIT, i] = 1
    elif goes == 4:
        count[households.KIN_AWAY, i] = int(count[households.KIN_AWAY, i]) - 1
    return weds


@compiled
def wind_up(lo: int, hi: int, f: Frame) -> None:
    """Pass on what a household without members leaves: savings to heirs elsewhere, debts written off."""
    money, count = f.money, f.count
    for k in range(hi - lo):
        i = row(lo, k)
        if members(i, f) == 0:
            enter(i, f, flows.ESTATE, money[households.SAVINGS, i])
            enter(i, f, flows.ESTATE_MICROCREDIT, money[households.MICROCREDIT, i])
            enter(i, f, flows.ESTATE_INFORMAL, money[households.INFORMAL_DEBT, i])
            enter(i, f, flows.ESTATE_COOPERATIVE, money[households.COOPERATIVE_SHARES, i])
            enter(i, f, flows.ESTATE_ENTERPRISE, money[households.ENTERPRISE_SHARES, i])
            for column in range(households.LAND, households.RELIEF_DUE + 1):
                money[column, i] = 0.0
            count[households.POST, i] = 0
            count[households.DIBAO, i] = 0
            count[households.TEKUN, i] = 0
            count[households.MONITOR, i] = 0
            count[households.ENTITLEMENT, i] = 0
            count[households.SPLIT, i] = 0
            count[households.KIN_AWAY, i] = 0
