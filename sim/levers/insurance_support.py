"""Insurance support (农业保险与防贫保险支持): help with premiums on top of the normal subsidy, and anti-return insurance."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from sim import sources
from sim.levers.channels import Reach, covered
from sim.spec import Param
from sim.state import channels

REACH = sources.derived(
    "Lanzhou wanted all products of registered poor households insured (S1-103), Gansu the main ones of the willing (S4-009); "
    "the Pengshui plan gives no coverage",
    "兰州要求建档立卡贫困户种养产业农业保险全覆盖（S1-103），甘肃为有投保意愿贫困户主要产业全覆盖（S4-009）；彭水规划未给出覆盖率",
    sources.figure("S1-103"),
    sources.figure("S4-009"),
)
TOP_UP = sources.assumed(
    "How much of the farmers' own part of the premium is waived for the poor is not in the documents",
    "对脱贫户自缴保费部分的减免比例文件未给出",
)
ANTI_RETURN = sources.assumed(
    "The Pengshui plan wants anti-return insurance (S3-074) without a coverage",
    "彭水规划提出创新防贫返贫保险（S3-074），未给出参保覆盖",
)


class InsuranceSupport(NamedTuple):
    """Help with insurance for the entitled."""

    enabled: Annotated[
        bool, Param("switch", (0, 1), (0, 1), sources.figure("S3-074"), "insurance support is on", "保险支持开启")
    ] = False
    coverage: Annotated[
        float, Param("share", (0, 1), (0.5, 1), REACH, "entitled households that support reaches", "应享户覆盖率")
    ] = 0.9
    premium_subsidy: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0, 1),
            TOP_UP,
            "share of the household's own part of the premium that is paid for it",
            "自缴保费部分的资助比例",
        ),
    ] = 0.8
    anti_return: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0, 1),
            ANTI_RETURN,
            "share of cover that the county buys from anti-return insurance",
            "防贫返贫保险投保比例",
        ),
    ] = 0.5


def insurance_support(reach: Reach, p: InsuranceSupport) -> None:
    """Pay a part of the covered households' own premium; buy anti-return insurance for all entitled."""
    chosen = covered(reach.households, "access_industry", p.coverage)
    reach.move(channels.INSURANCE_SUBSIDY, chosen, p.premium_subsidy * reach.strength)
    reach.pools.anti_return = p.anti_return * reach.strength if p.coverage > 0.0 else 0.0
