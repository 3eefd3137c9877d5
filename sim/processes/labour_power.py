"""Labour power: who of the household can work this quarter, and for which part of it."""

from __future__ import annotations

from sim.compiled import compiled, inlined
from sim.processes.rows import row
from sim.state import flows, households
from sim.state.frame import Frame


@inlined
def able(adults: int, disabled: int, students: int) -> int:
    """Working-age members with labour power, whole or half, who are not at school (E51)."""
    left = adults - disabled - students
    return left if left > 0 else 0


@inlined
def working_time(able: float, halves: float, lost: float, effort: float, half: float) -> float:
    """Share of full working time that each able adult works, on farm and job alike (E52).

    ``halves`` of the able have the labour power ``half``; ``lost`` adult-quarters go to illness or care.
    """
    power = 1.0 - (1.0 - half) * min(halves / able, 1.0) if able > 0.0 else 1.0
    there = max(1.0 - lost / able, 0.0) if able > 0.0 else 1.0
    return power * there * effort


@compiled
def labour_power(lo: int, hi: int, f: Frame, half: float) -> None:
    """Count the able members; the share of full working time that each of them works."""
    count, lost, present = f.count, f.flow[flows.LOST_LABOUR], f.flow[flows.PRESENT]
    adults, disabled, students = count[households.ADULTS], count[households.DISABLED], count[households.STUDENTS]
    hands, halves, effort = count[households.ABLE], count[households.HALF_POWER], f.money[households.EFFORT]
    for k in range(hi - lo):
        i = row(lo, k)
        hands[i] = able(int(adults[i]), int(disabled[i]), int(students[i]))
    for k in range(hi - lo):
        i = row(lo, k)
        present[i] = working_time(float(int(hands[i])), float(int(halves[i])), lost[i], effort[i], half)
