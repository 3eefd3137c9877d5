"""Support of co-operatives (合作社规范提升): management raised, leaders trained, a grant for a start."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from sim import sources
from sim.levers.channels import Reach
from sim.spec import Param

PROGRAMME = sources.assumed(
    "Range proposed from a reading of the documents: a gain in quality of 0-0.2 a year; no source document gives an effect or a cost",
    "经营管理水平每年提升0-0.2按文件研读建议；来源文件未给出效果与经费",
)
LEADERS = sources.derived(
    "Gansu trains 10,000 leaders (S4-011); 0-100 a year for 100 co-operatives is proposed from a reading of the documents; the effect is assumed",
    "甘肃“万人培训计划”（S4-011）；每百社每年培训0-100人按文件研读建议；效果为假定",
    sources.figure("S4-011"),
)
GRANT = sources.assumed(
    "Range proposed from a reading of the documents: 20,000-200,000 yuan for a new co-operative; the documents name fixed grants without an amount",
    "新设合作社定额补助按文件研读建议2万—20万元；文件未给出数额",
)


class CooperativeSupport(NamedTuple):
    """Support of co-operatives themselves."""

    enabled: Annotated[
        bool, Param("switch", (0, 1), (0, 1), PROGRAMME, "support of co-operatives is on", "合作社扶持开启")
    ] = False
    coverage: Annotated[
        float,
        Param("share", (0, 1), (0.3, 1), PROGRAMME, "co-operatives that the programme reaches", "扶持覆盖的合作社比例"),
    ] = 0.6
    quality_gain: Annotated[
        float,
        Param(
            "1/year",
            (0, 4),
            (0, 0.2),
            PROGRAMME,
            "part of the gap to the best management that the programme closes in a year",
            "规范提升每年弥补经营管理差距的比例",
        ),
    ] = 0.08
    programme_cost: Annotated[
        float,
        Param(
            "CNY2020/(co-operative·year)",
            (0, 1e7),
            (1000, 20000),
            PROGRAMME,
            "cost of the programme for a co-operative and year",
            "每社每年规范提升经费",
        ),
    ] = 5000.0
    leaders_trained: Annotated[
        float,
        Param(
            "persons/(100 co-operatives·year)",
            (0, 1000),
            (0, 100),
            LEADERS,
            "leaders trained a year for 100 co-operatives",
            "每百社每年培训带头人",
        ),
    ] = 30.0
    leader_gain: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0, 0.3),
            LEADERS,
            "part of the gap to the best management that a trained leader closes",
            "一名受训带头人弥补经营管理差距的比例",
        ),
    ] = 0.1
    leader_cost: Annotated[
        float,
        Param("CNY2020/person", (0, 1e6), (1000, 6000), LEADERS, "cost of training a leader", "带头人人均培训成本"),
    ] = 2500.0
    founding_grant: Annotated[
        float,
        Param(
            "CNY2020/co-operative", (0, 1e7), (20000, 200000), GRANT, "grant to a new co-operative", "新设合作社补助"
        ),
    ] = 50000.0


def cooperative_support(reach: Reach, p: CooperativeSupport) -> None:
    """Raise management and help new co-operatives, by the lever's strength; means of all co-operatives, reached or not."""
    strength, trained = reach.strength * p.coverage, 0.01 * p.leaders_trained
    reach.pools.cooperative_gain = strength * (p.quality_gain + trained * p.leader_gain)
    raised = 1.0 if p.quality_gain > 0.0 else 0.0
    reach.pools.cooperative_cost = 0.25 * strength * (p.programme_cost * raised + trained * p.leader_cost)
    reach.pools.founding_grant = strength * p.founding_grant
