"""Safe living (住房安全保障): help with the repair of dangerous houses."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from sim import sources
from sim.levers.channels import Reach, covered
from sim.spec import Param
from sim.state import channels

CLEARED = sources.figure("S3-008")
REACH = sources.assumed(
    "All dangerous houses were to be cleared by 2020 (S3-008), taken as full coverage of entitled households; whom the programme "
    "reaches first is not stated, so the rank of medical support stands in where coverage is partial",
    "至2020年全面消除危房（S3-008），按应享户全覆盖取值；部分覆盖时的先后次序未说明，借用医疗保障的排序",
)
AID = sources.assumed(
    "Range proposed from a reading of the documents for help with a house: 5,000-40,000 yuan; here as a share of its cost",
    "危房改造补助按文件研读建议区间5000-40000元，此处按费用比例表示",
)


class SafeLiving(NamedTuple):
    """Help with dangerous houses."""

    enabled: Annotated[
        bool, Param("switch", (0, 1), (0, 1), CLEARED, "help with dangerous houses is on", "危房改造补助开启")
    ] = False
    coverage: Annotated[
        float,
        Param("share", (0, 1), (0.5, 1), REACH, "entitled households that the programme reaches", "应享户覆盖率"),
    ] = 1.0
    house_aid: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.4, 1),
            AID,
            "share of the cost of repairing a dangerous house that is paid",
            "危房改造费用补助比例",
        ),
    ] = 0.9


def safe_living(reach: Reach, p: SafeLiving) -> None:
    """Pay for the repair of dangerous houses of covered households, by the lever's strength."""
    chosen = covered(reach.households, "access_medical", p.coverage)
    reach.move(channels.HOUSE_AID, chosen, p.house_aid * reach.strength)
