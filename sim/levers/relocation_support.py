"""Follow-up support of relocated households (易地搬迁后续扶持): relief of living cost, jobs near the sites, services at them."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from sim import sources
from sim.levers.channels import Reach, covered
from sim.levers.employment_transfer import without_wage_work
from sim.processes.relocation import WENT_BACK
from sim.spec import Param
from sim.state import channels

REACH = sources.derived(
    "The plan takes all relocated households as the total to be followed up (S3-094): full coverage; which come first is not "
    "stated, so the rank of employment support stands in where coverage is partial",
    "规划以全部搬迁户为后续帮扶总盘子（S3-094），按全覆盖取值；部分覆盖时的先后次序未说明，借用就业帮扶的排序",
    sources.figure("S3-094"),
)
RELIEF = sources.assumed(
    "The plan wants living cost lowered (chapter 8, section 2) without saying by how much; the range proposed from a reading of "
    "the documents is 0-0.3",
    "规划要求降低搬迁群众生活成本（第八章第二节），未给出幅度；按文件研读建议区间0-0.3",
)
JOBS = sources.assumed(
    "At least one worker in each relocated household with labour is wanted (S3-099); by how much parks, workshops and firms near "
    "the sites raise finding work is not in the documents",
    "要求有劳动力的搬迁家庭至少1人就业（S3-099）；园区、车间和企业使求职成功率提高多少，文件未给出",
)
SERVICES = sources.derived(
    "The plan wants all five accesses and five facilities at all sites by 2025 (S3-101, S3-104): what is missing has to be built within "
    "about five years; half of it a year comes near that (0.97 in five years)",
    "规划要求2025年安置点“五通五有”覆盖率达到100%（S3-101、S3-104），缺口须在约五年内补齐；每年补齐一半大致相当（五年约97%）",
    sources.figure("S3-101"),
    sources.figure("S3-104"),
)
SERVICES_COST = sources.assumed(
    "No source document says what the services of a site cost; order of magnitude of a village's share of school, clinic and shop",
    "安置点公共服务配套费用来源文件未给出；按学校、卫生室、超市等摊到每户的量级假定",
)


class RelocationSupport(NamedTuple):
    """Follow-up support of the relocated."""

    enabled: Annotated[
        bool,
        Param(
            "switch",
            (0, 1),
            (0, 1),
            sources.figure("S3-099"),
            "follow-up support of the relocated is on",
            "易地搬迁后续扶持开启",
        ),
    ] = False
    coverage: Annotated[
        float, Param("share", (0, 1), (0.5, 1), REACH, "relocated households that support reaches", "搬迁户覆盖率")
    ] = 1.0
    cost_relief: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0, 0.3),
            RELIEF,
            "share of the further living cost at a site that is paid",
            "集中安置户新增生活支出补助比例",
        ),
    ] = 0.15
    site_jobs: Annotated[
        float,
        Param(
            "share",
            (0, 20),
            (0, 2),
            JOBS,
            "gain in the hazard of finding local work where nobody of the household works for wages",
            "无人务工的搬迁户本地求职成功率提高幅度",
        ),
    ] = 0.5
    services_built: Annotated[
        float,
        Param(
            "1/year",
            (0, 4),
            (0.1, 1),
            SERVICES,
            "of the services that concentrated sites lack, what is built",
            "集中安置点公共服务缺口年补齐比例",
        ),
    ] = 0.5
    services_cost: Annotated[
        float,
        Param(
            "CNY2020/household",
            (0, 1e6),
            (2000, 20000),
            SERVICES_COST,
            "cost of all services of a site",
            "安置点全部公共服务户均配套费用",
        ),
    ] = 8000.0


def relocation_support(reach: Reach, p: RelocationSupport) -> None:
    """Pay a part of the further living cost; help those without any wage work to work near the site; build what sites lack.

    Who has gone back to the old village is followed up no more: site and host village are where this support is given.
    """
    h = reach.households
    moved_away = (h["relocated"] != 0) & (h["relocated"] != WENT_BACK)
    chosen = covered(h, "access_employment", p.coverage) & moved_away
    reach.move(channels.LIVING_COST, chosen, p.cost_relief * reach.strength)
    reach.move(channels.SITE_JOBS, chosen & without_wage_work(h), p.site_jobs * reach.strength)
    if p.coverage > 0.0:
        reach.pools.site_building = p.services_built * reach.strength
        reach.pools.site_building_cost = p.services_cost
