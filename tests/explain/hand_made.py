"""Tracks whose every quarter a test writes by hand."""

import numpy as np

from sim.explain.lines import SIGNED_FLOWS
from sim.explain.track import BEFORE, NAMES, PLACE, WINDOW, YEAR, Track

RETURNED = 92  # 2023Q1
FIRST = RETURNED - BEFORE


def quiet(persons: int = 4, wage: float = 5000.0) -> np.ndarray:
    """A household of adults to whom nothing happens: one of them earns ``wage`` a quarter outside the county."""
    values = np.zeros((WINDOW, len(NAMES)))
    put(
        values,
        adults=persons,
        able=persons,
        migrants=1,
        ex_poor=1,
        savings=5000,
        employer=-1,
        cooperative=-1,
        enterprise=-1,
    )
    for k in range(YEAR):
        put(values, **{f"persons_{k}": persons, f"market_income_{k}": wage})
    put(values, flow__present=1, flow__wage_migrant=wage, around__employer_alive=-1, around__holder_alive=-1,
        around__cooperative_alive=-1, around__policy=1, around__poverty_line=4000, around__monitoring_line=6000)  # fmt: skip
    return values


def put(values: np.ndarray, since: int = FIRST, until: int = FIRST + WINDOW - 1, **columns: float) -> None:
    """Write columns from one quarter through another; ``flow__bill`` stands for ``flow.bill``."""
    for name, value in columns.items():
        values[since - FIRST : until - FIRST + 1, PLACE[name.replace("__", ".")]] = value


def booked(values: np.ndarray) -> np.ndarray:
    """Welfare of each quarter from the flows and the members, and who is poor."""
    for k in range(WINDOW):
        quarters = [max(k - j, 0) for j in range(YEAR)]
        total = sum(sign * values[q, PLACE[f"flow.{name}"]] for q in quarters for name, sign in SIGNED_FLOWS)
        members = sum(values[k, PLACE[f"persons_{j}"]] for j in range(YEAR)) / YEAR
        welfare = total / members
        put(values, FIRST + k, FIRST + k, flow__welfare=welfare, poor=float(welfare < 4000))
    return values


def track(values: np.ndarray, born: int | None = None) -> Track:
    """The track of a household that returned in 2023Q1."""
    return Track(7, RETURNED, FIRST, booked(values), born)
