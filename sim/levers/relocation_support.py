"""Follow-up support of relocated households (易地搬迁后续扶持): relief of living cost, jobs near the sites."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from sim import sources
from sim.levers.channels import Reach, covered
from sim.levers.employment_transfer import without_wage_work
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


def relocation_support(reach: Reach, p: RelocationSupport) -> None:
    """Pay a part of the further living cost; help those without any wage work to work near the site."""
    h = reach.households
    chosen = covered(h, "access_employment", p.coverage) & (h["relocated"] != 0)
    reach.move(channels.LIVING_COST, chosen, p.cost_relief * reach.strength)
    reach.move(channels.SITE_JOBS, chosen & without_wage_work(h), p.site_jobs * reach.strength)
