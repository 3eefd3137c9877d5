"""Labour power: who of the household can work this quarter, and for which part of it."""

from __future__ import annotations

from sim.compiled import compiled, inlined
from sim.processes.rows import row
from sim.state import flows, households
from sim.state.frame import Frame


@inlined
def able(adults: int, disabled: int, students: int) -> int:
    """Working-age members with labour power who are not at school (E15)."""
    left = adults - disabled - students
    return left if left > 0 else 0


@inlined
def working_time(lost: float, able: float) -> float:
    """Share of the quarter that able adults work on farm and job alike, when ``lost`` adult-quarters go to illness or care."""
    return max(1.0 - lost / able, 0.0) if able > 0.0 else 1.0


@compiled
def labour_power(lo: int, hi: int, f: Frame) -> None:
    """Count the able members; the share of full working time that each of them works."""
    count, lost, present = f.count, f.flow[flows.LOST_LABOUR], f.flow[flows.PRESENT]
    adults, disabled, students = count[households.ADULTS], count[households.DISABLED], count[households.STUDENTS]
    hands = count[households.ABLE]
    for k in range(hi - lo):
        i = row(lo, k)
        hands[i] = able(int(adults[i]), int(disabled[i]), int(students[i]))
    for k in range(hi - lo):
        i = row(lo, k)
        present[i] = working_time(lost[i], float(int(hands[i])))
