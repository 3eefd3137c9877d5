"""Shocks that a scenario forces, for stress tests."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np
from numpy.typing import NDArray

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
            "quarter in which the enterprise with most linked households fails (a job or shares; each household counts "
            "once), or none",
            "带动农户最多的企业倒闭的季度（就业或入股，每户只计一次；none为不发生）",
            choices=(NEVER,),
        ),
    ] = NEVER


def links(households: Store, enterprises: int) -> NDArray[np.int64]:
    """Households with a job or shares in each enterprise, shape (enterprises,); none counts twice.

    Which firm fails is read from the links alone, as they stand on paper; which lines of income hang on them now is
    ``sim.network``. Orders are left out: they reach many, and what hangs on them is only what the floor price is above the
    market.
    """
    job, shares = households["employer"], households["enterprise"]
    several = np.concatenate((job, np.where(shares == job, -1, shares)))
    return np.bincount(several[several >= 0], minlength=enterprises)


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
