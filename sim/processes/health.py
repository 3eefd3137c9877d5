"""Acute illness with a heavy-tailed bill, accidents, chronic illness, disability, lost labour, the cost of care forgone.

All of it is rare. Loops over all rows compare a draw with a cheap bound of its probability, 1 - exp(-x) <= x, and mark the
few rows in which something may happen; only these are looked at exactly.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.compiled import compiled, inlined
from sim.draws import ADVERSITY, HEALTH, Key, uniform, words
from sim.mathematics import exp, log, normal_quantile
from sim.processes.hazard import within_quarter
from sim.processes.health_rates import Health
from sim.processes.luck import draw
from sim.processes.rows import enter, gathered, moved, row
from sim.state import channels, collective, flows, households
from sim.state.frame import Frame


@inlined
def bill(u: float, p: Health) -> float:
    r"""Bill of an acute illness: lognormal body, Pareto tail above its :math:`1-\tau` quantile (E44), CNY2020."""
    body = u if u < 1.0 - p.tail_share else 1.0 - p.tail_share
    amount = p.median_bill * exp(p.bill_spread * normal_quantile(body))
    if u > 1.0 - p.tail_share:
        amount = amount * exp(-log((1.0 - u) / p.tail_share) / p.tail_index)
    return amount


@inlined
def illness_rate(children: int, adults: int, elders: int, chronic: int, disabled: int, p: Health) -> float:
    """Acute illnesses a year in the household in normal times (E45)."""
    by_age = p.child_rate * children + p.adult_rate * adults + p.elder_rate * elders
    return by_age + p.chronic_rate * chronic + p.disabled_rate * disabled


@inlined
def frailty(epidemic: float, hungry: bool, untreated: bool, literacy: float, p: Health) -> float:
    """Factor on acute illness: an epidemic, food cut within a year, care forgone a quarter ago, health literacy (E46)."""
    fed = epidemic * p.hungry_illness if hungry else epidemic
    return (fed * p.untreated_illness if untreated else fed) * (1.0 - literacy)


@inlined
def onset_rate(children: int, adults: int, elders: int, untreated: bool, p: Health) -> float:
    """Onsets of chronic illness a year in the household (E47)."""
    usual = p.chronic_onset * (children + adults + p.elder_onset * elders)
    return usual + p.untreated_chronic if untreated else usual


@inlined
def disability_rate(adults: int, elders: int, chronic: int, untreated: bool, control: float, p: Health) -> float:
    """Onsets of disability a year from illness (E48); the chronically ill are the oldest members."""
    younger = chronic - elders
    ill_adults = min(max(float(younger), 0.0), float(adults))
    usual = p.chronic_disability * (1.0 - control) * ill_adults
    return usual + p.untreated_disability if untreated else usual


@inlined
def running_cost(chronic: float, disabled: float, control: float, p: Health) -> float:
    """Running cost of chronic illness, which management lowers, and of disability in a quarter (E49), CNY2020."""
    return 0.25 * (p.chronic_cost * (1.0 - control) * chronic + p.disability_cost * disabled)


@inlined
def member(first: int, position: float, rate: float, many: int) -> int:
    """Which of ``many`` members from ``first`` on, each with the same rate, a position in their summed rates falls on."""
    within = position / rate if rate > 0.0 else 0.0
    return first + int(min(max(within, 0.0), max(float(many - 1), 0.0)))


@inlined
def patient(position: float, children: int, adults: int, elders: int, chronic: int, disabled: int, p: Health) -> int:
    """Index of the member who has fallen ill (E50), by a position in [0, E45).

    Members are numbered from the youngest to the oldest; the chronically ill are the last of all, the disabled the first
    adults. Chosen without branches, which nobody could predict.
    """
    to_adults = p.child_rate * children
    to_elders = to_adults + p.adult_rate * adults
    to_chronic = to_elders + p.elder_rate * elders
    to_disabled = to_chronic + p.chronic_rate * chronic
    adult, elder, ill, unable = (
        position >= to_adults,
        position >= to_elders,
        position >= to_chronic,
        position >= to_disabled,
    )
    first, many, start, rate = 0, children, 0.0, p.child_rate
    first, many = (children if adult else first), (adults if adult else many)
    start, rate = (to_adults if adult else start), (p.adult_rate if adult else rate)
    first, many = (children + adults if elder else first), (elders if elder else many)
    start, rate = (to_elders if elder else start), (p.elder_rate if elder else rate)
    first, many = (children + adults + elders - chronic if ill else first), (chronic if ill else many)
    start, rate = (to_chronic if ill else start), (p.chronic_rate if ill else rate)
    first, many = (children if unable else first), (disabled if unable else many)
    start, rate = (to_disabled if unable else start), (p.disabled_rate if unable else rate)
    return member(first, position - start, rate, many)


@compiled
def health(lo: int, hi: int, f: Frame, key: Key, p: Health) -> None:
    """Draw illness and accident, their bill and the labour they cost; chronic illness and disability begin and end."""
    draw(lo, hi, f, key, HEALTH)
    if key.quarter % 4 == 0:
        begin_year(lo, hi, f)
    mark_events(lo, hi, f, p)
    live_on(lo, hi, f, p)
    few, ill = np.empty(hi - lo + 1, dtype=np.int64), np.empty(hi - lo + 1, dtype=np.int64)
    n, struck = gathered(lo, hi, f.luck[1], few), 0
    chance = np.empty(n)
    for k in range(n):
        chance[k] = acute_rate(int(few[k]), f, p)
    for k in range(n):
        chance[k] = within_quarter(chance[k])
    for k in range(n):
        i = int(few[k])
        ill[struck] = i  # and written over by the next one unless it counts
        struck += 1 if falls_ill(i, f, key, chance[k], p) else 0
        change(i, f, p)
    admit(struck, ill, f, p)


@compiled
def begin_year(lo: int, hi: int, f: Frame) -> None:
    """In January a patient's own compliant cost starts anew."""
    counted, who = f.money[households.COMPLIANT_OWN], f.count[households.PATIENT]
    for k in range(hi - lo):
        i = row(lo, k)
        counted[i] = 0.0
        who[i] = -1


@compiled
def mark_events(lo: int, hi: int, f: Frame, p: Health) -> None:
    """Turn the sign of the second luck column where nothing can happen: every draw is above a bound of its probability."""
    count, flow = f.count, f.flow
    children, adults, elders = count[households.CHILDREN], count[households.ADULTS], count[households.ELDERS]
    chronic, disabled = count[households.CHRONIC], count[households.DISABLED]
    untreated, hungry = count[households.UNTREATED], count[households.HUNGRY]
    acute, size, onset = f.luck[0], f.luck[1], f.luck[2]
    by_age, begins = flow[flows.LOST_LABOUR], flow[flows.BILL]  # both are written afterwards
    epidemic = f.county[collective.EPIDEMIC]
    for k in range(hi - lo):
        i = row(lo, k)
        c, a, e = float(children[i]), float(adults[i]), float(elders[i])
        by_age[i] = 0.25 * epidemic * (p.child_rate * c + p.adult_rate * a + p.elder_rate * e)
        begins[i] = 0.25 * p.chronic_onset * (c + a + p.elder_onset * e)
    for k in range(hi - lo):
        i = row(lo, k)
        further = 0.25 * epidemic * (p.chronic_rate * float(chronic[i]) + p.disabled_rate * float(disabled[i]))
        accident = 0.25 * p.accident_rate * float(adults[i])
        possible = acute[i] < by_age[i] + further or 1.0 - acute[i] < accident
        size[i] = size[i] if possible else -size[i]
    for k in range(hi - lo):
        i = row(lo, k)
        worse = onset[i] < begins[i] or 1.0 - onset[i] < 0.25 * p.chronic_disability * float(chronic[i])
        possible = worse or int(untreated[i]) + int(hungry[i]) > 0
        size[i] = -size[i] if possible and size[i] < 0.0 else size[i]


@compiled
def live_on(lo: int, hi: int, f: Frame, p: Health) -> None:
    """The running cost of chronic illness and disability, and the time that care takes; the sign where either may end."""
    count, size, recovery = f.count, f.luck[1], f.luck[3]
    chronic, disabled, half = count[households.CHRONIC], count[households.DISABLED], count[households.HALF_POWER]
    bills, lost, gain = f.flow[flows.BILL], f.flow[flows.LOST_LABOUR], np.empty(hi - lo)
    for k in range(hi - lo):  # in a loop of its own, so that the next one vectorises
        i = row(lo, k)
        bills[i] = moved(i, f, channels.CHRONIC_CONTROL)
        lost[i] = moved(i, f, channels.CARE)
        gain[k] = moved(i, f, channels.REHABILITATION)
    for k in range(hi - lo):
        i = row(lo, k)
        x, d = float(chronic[i]), float(disabled[i])
        bills[i] = running_cost(x, d, bills[i], p)
        lost[i] = p.disability_care * d * (1.0 - lost[i])
        regains = 0.25 * (p.rehabilitation * d + p.half_recovery * float(half[i])) * (1.0 + gain[k])
        possible = recovery[i] < 0.25 * p.chronic_recovery * x or 1.0 - recovery[i] < regains
        size[i] = -size[i] if possible and size[i] < 0.0 else size[i]


@inlined
def acute_rate(i: int, f: Frame, p: Health) -> float:
    """Acute illnesses a year of household ``i`` as it is this quarter."""
    count = f.count
    c, a, e = int(count[households.CHILDREN, i]), int(count[households.ADULTS, i]), int(count[households.ELDERS, i])
    x, d = int(count[households.CHRONIC, i]), int(count[households.DISABLED, i])
    hungry, untreated = count[households.HUNGRY, i] != 0, count[households.UNTREATED, i] != 0
    literacy = moved(i, f, channels.LITERACY)
    return frailty(f.county[collective.EPIDEMIC], hungry, untreated, literacy, p) * illness_rate(c, a, e, x, d, p)


@inlined
def falls_ill(i: int, f: Frame, key: Key, chance: float, p: Health) -> bool:
    """Whether household ``i`` has an acute patient: by illness at the lower end of one draw, by accident at its upper end.

    So there is at most one, and neither rate moves the other's events. Leaves the factor on the bill in its flow.
    """
    count, u = f.count, f.luck[0, i]
    c, a, e = int(count[households.CHILDREN, i]), int(count[households.ADULTS, i]), int(count[households.ELDERS, i])
    x, d = int(count[households.CHRONIC, i]), int(count[households.DISABLED, i])
    able = a - d if a > d else 0
    ill = u < chance
    hurt = not ill and 1.0 - u < 0.25 * p.accident_rate * able and 1.0 - u < within_quarter(p.accident_rate * able)
    position = u / chance * illness_rate(c, a, e, x, d, p) if ill else 0.0
    who = patient(position, c, a, e, x, d, p)
    if hurt:
        who = c + d + int(min(max((1.0 - u) / within_quarter(p.accident_rate * able) * able, 0.0), able - 1.0))
        size, disabling, _, _ = words(key, f.id[i], ADVERSITY, 0)
        f.luck[1, i] = uniform(size)
        if uniform(disabling) < p.accident_disability:
            disable(i, f)
    acute, before = ill or hurt, int(count[households.PATIENT, i])
    anew = acute and who != before  # the year's cost of another member is forgotten
    enter(i, f, flows.ADMISSION, (p.accident_cost if hurt else 1.0) if acute else 0.0)
    f.money[households.COMPLIANT_OWN, i] = 0.0 if anew else f.money[households.COMPLIANT_OWN, i]
    count[households.PATIENT, i] = who if acute else before
    return acute


@inlined
def disable(i: int, f: Frame) -> None:
    """One more working-age member without labour power, if there is one with it."""
    count = f.count
    a, d, h = int(count[households.ADULTS, i]), int(count[households.DISABLED, i]), int(count[households.HALF_POWER, i])
    if a > d:
        count[households.DISABLED, i] = d + 1
        count[households.HALF_POWER, i] = h if h < a - d - 1 else a - d - 1


@inlined
def change(i: int, f: Frame, p: Health) -> None:
    """Chronic illness, disability and half labour power begin or end; what care forgone a quarter ago has cost."""
    count, onset, recovery = f.count, f.luck[2, i], f.luck[3, i]
    c, a, e = int(count[households.CHILDREN, i]), int(count[households.ADULTS, i]), int(count[households.ELDERS, i])
    x, untreated = int(count[households.CHRONIC, i]), count[households.UNTREATED, i] != 0
    begins, ends = onset_rate(c, a, e, untreated, p), p.chronic_recovery * x
    disables = disability_rate(a, e, x, untreated, moved(i, f, channels.CHRONIC_CONTROL), p)
    if onset < 0.25 * begins:  # a bound of its probability: no exponential for the many that it rules out
        fall_chronically_ill(i, f, onset, begins, p)
    if recovery < 0.25 * ends and recovery < within_quarter(ends):
        count[households.CHRONIC, i] = int(count[households.CHRONIC, i]) - 1
    regain(i, f, 1.0 - recovery, p)
    if 1.0 - onset < 0.25 * disables and 1.0 - onset < within_quarter(disables):
        disable(i, f)
    if untreated:
        f.flow[flows.LOST_LABOUR, i] = f.flow[flows.LOST_LABOUR, i] + p.untreated_labour
        count[households.UNTREATED, i] = 0


@inlined
def fall_chronically_ill(i: int, f: Frame, onset: float, rate: float, p: Health) -> None:
    """One more chronically ill member, who may keep half the labour power if of working age; adults come first in the rate."""
    count, chance = f.count, within_quarter(rate)
    c, a, e = int(count[households.CHILDREN, i]), int(count[households.ADULTS, i]), int(count[households.ELDERS, i])
    x, d, h = (
        int(count[households.CHRONIC, i]),
        int(count[households.DISABLED, i]),
        int(count[households.HALF_POWER, i]),
    )
    if onset < chance and x < c + a + e:
        count[households.CHRONIC, i] = x + 1
        weakened = onset * rate < p.onset_half * p.chronic_onset * a * chance
        count[households.HALF_POWER, i] = h + 1 if weakened and h < a - d else h


@inlined
def regain(i: int, f: Frame, u: float, p: Health) -> None:
    """Rehabilitation: a disabled member regains half or all labour power, or a half one all of it."""
    count = f.count
    d, h = int(count[households.DISABLED, i]), int(count[households.HALF_POWER, i])
    gain = 1.0 + moved(i, f, channels.REHABILITATION)
    of_disabled, rate = p.rehabilitation * d * gain, (p.rehabilitation * d + p.half_recovery * h) * gain
    if u < 0.25 * rate:
        chance = within_quarter(rate)
        if u < chance and u * rate < of_disabled * chance:
            count[households.DISABLED, i] = d - 1
            count[households.HALF_POWER, i] = h + 1 if u * rate < p.rehabilitated_half * of_disabled * chance else h
        elif u < chance and h > 0:
            count[households.HALF_POWER, i] = h - 1


@compiled
def admit(struck: int, ill: NDArray[np.int64], f: Frame, p: Health) -> None:
    """Bills of the quarter's patients, and the labour that they or their carers lose."""
    size, admissions, bills, lost = f.luck[1], f.flow[flows.ADMISSION], f.flow[flows.BILL], f.flow[flows.LOST_LABOUR]
    amounts = np.empty(struck)
    for k in range(struck):
        amounts[k] = size[ill[k]]
    for k in range(struck):
        amounts[k] = bill(amounts[k], p)
    for k in range(struck):
        i = int(ill[k])
        amount = amounts[k] * admissions[i]
        admissions[i] = amount
        bills[i] = bills[i] + amount
        lost[i] = lost[i] + min(amount / p.bill_of_a_lost_quarter, 1.0)
