"""Quarters as numbers (2000Q1 is 0) and the stretches of time that a dated value speaks of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

EPOCH_YEAR = 2000
HISTORY_START = "2016Q1"  # the burn-in begins here; nothing is simulated before
COUNTED = "2020Q4"  # the end of the campaign: the counts of the plan are of this quarter
SCENARIO_START, SCENARIO_END = "2021Q1", "2030Q4"  # of a scenario that does not say
CALENDAR_END = "2100Q4"  # the counter of the draws leaves room for quarters up to 4095

_QUARTER = re.compile(r"([0-9]{4})Q([1-4])")


class Stretch(NamedTuple):
    """``value`` from quarter ``first`` through ``last``; with ``last`` None, for good."""

    first: int
    last: int | None
    value: bool | int | float | str


def quarter_number(name: str) -> int:
    """Quarters since 2000Q1; ``ValueError`` unless ``name`` reads like ``2021Q1``."""
    match = _QUARTER.fullmatch(name)
    if match is None:
        raise ValueError(f"{name!r} is not a quarter such as 2021Q1")
    return 4 * (int(match[1]) - EPOCH_YEAR) + int(match[2]) - 1


def quarter_name(number: int) -> str:
    """The name of a quarter, such as ``2021Q1`` for 84."""
    year, quarter = divmod(number, 4)
    return f"{EPOCH_YEAR + year:04d}Q{quarter + 1}"


def stretch_of(key: str) -> tuple[int, int | None]:
    """First and last quarter of ``2021Q1`` (no last one) or ``2023Q1..2023Q4``; else ``ValueError``."""
    first, dots, last = key.partition("..")
    if not dots:
        return quarter_number(first), None
    begin, end = quarter_number(first.strip()), quarter_number(last.strip())
    if end < begin:
        raise ValueError(f"{key!r} ends before it begins")
    return begin, end


# The same dates as numbers, and what follows from them.
BURN_IN = quarter_number(HISTORY_START)
CHANGE_FROM = quarter_number(COUNTED) + 1  # incomes grow, people are born, leave and die from here on
RETURNS_FROM = quarter_number(COUNTED) + 4  # the first quarter whose comparison, a year before, is of that count
TRANSITION_END = "2025Q4"  # the last quarter of the five years


def year_of(quarter: int) -> int:
    """The calendar year that a quarter lies in."""
    return EPOCH_YEAR + quarter // 4


def overlaps(stretches: Sequence[Stretch]) -> list[tuple[Stretch, Stretch]]:
    """Pairs that claim the same quarter.

    A bounded stretch may interrupt an open one that began before it. Two bounded ones may not meet, and
    none may begin inside a bounded one: nobody could tell which value returns afterwards.
    """
    found = []
    bounded: Stretch | None = None  # the bounded stretch that reaches furthest so far
    for stretch in sorted(stretches, key=lambda s: (s.first, s.last is None)):
        if bounded is not None and bounded.last is not None and stretch.first <= bounded.last:
            found.append((bounded, stretch))
        if stretch.last is not None and (bounded is None or stretch.last > (bounded.last or 0)):
            bounded = stretch
    return found
