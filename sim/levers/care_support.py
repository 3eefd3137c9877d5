"""Health management and care for the disabled (健康管理与残疾照护): family doctors, health literacy, rehabilitation, care places."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from sim import sources
from sim.levers.channels import Reach, covered
from sim.spec import Param
from sim.state import channels
from sim.state.people import counted_among

REACH = sources.assumed(
    "Lanzhou wanted every poor person signed with a family doctor (S1-065); the Pengshui plan gives no coverage, and a signature is "
    "not yet a service: a little less is assumed",
    "兰州要求贫困人口家庭医生签约全覆盖（S1-065）；彭水规划未给出覆盖率，且签约不等于实际服务，取值略低",
)
CONTROL = sources.assumed(
    "Management of chronic illness in three batches (S1-059): the range proposed from a reading of the documents is 0-0.4; no "
    "source document gives an effect",
    "“三个一批”慢病签约管理（S1-059）使病情减轻的幅度，按文件研读建议区间0-0.4；来源文件未给出效果",
)
LITERACY = sources.assumed(
    "Health literacy is to rise by five points in five years (S3-033); what that does to illness is not in the documents; the range "
    "proposed from a reading of them is a fall of 0-0.02 a year",
    "“十四五”期间居民健康素养水平提高5个百分点（S3-033），对患病的影响文件未给出；按文件研读建议每年下降0-0.02",
)
DISABILITY = sources.assumed(
    "Rehabilitation and care for severely disabled poor people from 16 on (S1-071) are wanted; places and effects are not stated",
    "要求对16周岁以上贫困重度残疾人提供照料护理（S1-071）和精准康复服务；床位与效果未给出",
)
COSTS = sources.assumed(
    "No source document gives the public cost; order of magnitude of a signing fee and of subsidised day care",
    "来源文件未给出公共支出；按签约服务费和日间照料补助的量级假定",
)


class CareSupport(NamedTuple):
    """Help with chronic illness and disability."""

    enabled: Annotated[
        bool,
        Param(
            "switch",
            (0, 1),
            (0, 1),
            sources.figure("S3-033"),
            "health management and care are on",
            "健康管理与残疾照护开启",
        ),
    ] = False
    coverage: Annotated[
        float, Param("share", (0, 1), (0.5, 1), REACH, "entitled households that are covered", "应享户覆盖率")
    ] = 0.9
    chronic_control: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0, 0.4),
            CONTROL,
            "fall in the running cost of chronic illness, and in disability that it leads to",
            "慢性病日常费用及其致残率的降幅",
        ),
    ] = 0.15
    literacy: Annotated[
        float,
        Param("share", (0, 1), (0, 0.1), LITERACY, "fall in acute illness", "急病发生率降幅"),
    ] = 0.03
    rehabilitation: Annotated[
        float,
        Param(
            "share",
            (0, 20),
            (0, 2),
            DISABILITY,
            "gain in the hazard of regaining labour power",
            "恢复劳动能力的概率提高幅度",
        ),
    ] = 0.3
    care: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0, 0.5),
            DISABILITY,
            "share of the carers' time that care places take over",
            "照护服务替代家庭照料时间的比例",
        ),
    ] = 0.15
    care_cost: Annotated[
        float,
        Param(
            "CNY2020/(person·year)",
            (0, 1e6),
            (1200, 12000),
            COSTS,
            "public cost of full care for a disabled member",
            "替代一名失能成员全部家庭照料的公共支出",
        ),
    ] = 6000.0
    signing_cost: Annotated[
        float,
        Param(
            "CNY2020/(person·year)",
            (0, 1e5),
            (60, 600),
            COSTS,
            "public cost of managing a chronically ill member",
            "管理一名慢性病成员的公共支出",
        ),
    ] = 200.0


def care_support(reach: Reach, p: CareSupport) -> None:
    """Manage chronic illness, teach, rehabilitate and care in covered households, by the lever's strength."""
    chosen, h = covered(reach.households, "access_medical", p.coverage), reach.households
    reach.move(channels.CHRONIC_CONTROL, chosen, p.chronic_control * reach.strength)
    reach.move(channels.LITERACY, chosen, p.literacy * reach.strength)
    reach.move(channels.REHABILITATION, chosen, p.rehabilitation * reach.strength)
    reach.move(channels.CARE, chosen, p.care * reach.strength)
    managed = float(counted_among(h["chronic"], chosen)) if p.chronic_control > 0.0 else 0.0
    cared_for = p.care * float(counted_among(h["disabled"], chosen))
    reach.pools.care_cost = 0.25 * reach.strength * (p.signing_cost * managed + p.care_cost * cared_for)
