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
    site_plant_closes: Annotated[
        str,
        Param(
            "quarter",
            (0, 0),
            (0, 0),
            FORCED,
            "quarter in which the plant of a relocation site with most workers closes, or none",
            "在岗人数最多的安置点配套车间关停的季度（none为不发生）",
            choices=(NEVER,),
        ),
    ] = NEVER
    site_system_fails: Annotated[
        str,
        Param(
            "quarter",
            (0, 0),
            (0, 0),
            FORCED,
            "quarter in which water and power of the largest relocation site fail, or none",
            "户数最多的安置点水电设施损坏的季度（none为不发生）",
            choices=(NEVER,),
        ),
    ] = NEVER
    site_system_left: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0, 0.5),
            FORCED,
            "state of that site's water and power right after it",
            "损坏后该安置点水电设施状态",
        ),
    ] = 0.2


class Lines(NamedTuple):
    """Row of the enterprise on which each line of income of each household hangs, -1 for none; shape (households,)."""

    job: NDArray[np.int32]
    shares: NDArray[np.int32]
    orders: NDArray[np.int32]  # through a co-operative that sells to the enterprise


def lines(households: Store, cooperatives: Store) -> Lines:
    """The lines of income of every household that hang on an enterprise."""
    buyers = np.where(cooperatives["alive"] != 0, cooperatives["buyer"], np.int32(-1))
    orders = np.append(buyers, np.int32(-1))[households["cooperative"]]  # of no co-operative, -1: the last
    return Lines(households["employer"], households["enterprise"], orders)


def links(households: Store, enterprises: int) -> NDArray[np.int64]:
    """Households with a job or shares in each enterprise, shape (enterprises,); none counts twice.

    Orders are left out: they reach many, and what hangs on them is only what the floor price is above the market.
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


def closing_plant(quarter: int, enterprises: Store, p: Shocks) -> int:
    """Row of the site's plant that must close this quarter, by last quarter's workers; -1 for none, the smallest row among equals."""
    if p.site_plant_closes == NEVER or quarter != quarter_number(p.site_plant_closes):
        return -1
    workers = np.where((enterprises["site"] > 0) & (enterprises["alive"] != 0), enterprises["filled"], -1)
    return int(np.argmax(workers)) if workers.size and workers.max() >= 0 else -1


def break_site_system(quarter: int, sites: Store, p: Shocks) -> None:
    """In the quarter that the scenario says, water and power of the site with most households fall to what is left of them."""
    if p.site_system_fails != NEVER and quarter == quarter_number(p.site_system_fails) and sites.n > 0:
        largest = int(np.argmax(sites["households"]))
        sites["system"][largest] = min(float(sites["system"][largest]), p.site_system_left)
