"""Shocks that a scenario forces, for stress tests."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np

from sim import sources
from sim.spec import Param, quarter_number
from sim.state.store import Store

FORCED = sources.assumed(
    "A stress test set by the scenario's author, not an event with a probability",
    "由情景设定者指定的压力测试，不是带概率的事件",
)


NEVER = "none"


class Shocks(NamedTuple):
    """Forced events."""

    largest_enterprise_fails: Annotated[
        str,
        Param(
            "quarter",
            (0, 0),
            (0, 0),
            FORCED,
            "quarter in which the enterprise with most linked households fails, or none",
            "带动农户最多的企业倒闭的季度（none为不发生）",
            choices=(NEVER,),
        ),
    ] = NEVER


def links(households: Store, enterprises: int) -> np.ndarray:
    """Households that hold a job or shares in each enterprise, shape (enterprises,)."""
    employer, holder = households["employer"], households["enterprise"]
    other = np.where(holder == employer, -1, holder)
    return np.bincount(employer[employer >= 0], minlength=enterprises) + np.bincount(
        other[other >= 0], minlength=enterprises
    )


def forced_failure(quarter: int, households: Store, enterprises: Store, p: Shocks) -> int:
    """Row of the enterprise that must fail this quarter, by last quarter's links; -1 for none, the smallest row among equals."""
    if (
        p.largest_enterprise_fails == NEVER
        or enterprises.n == 0
        or quarter != quarter_number(p.largest_enterprise_fails)
    ):
        return -1
    reach = np.where(enterprises["alive"] != 0, links(households, enterprises.n), -1)
    return int(np.argmax(reach))
