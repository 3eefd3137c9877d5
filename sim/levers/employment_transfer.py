"""Employment transfer (就业转移): job matching, training, help on job loss, public-welfare posts."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from sim import sources
from sim.levers.channels import Reach, covered
from sim.spec import Param
from sim.state import channels

REACH = sources.assumed(
    "The plan's target of 85 % is for ex-poor labour transferred through labour co-operation (S3-031); "
    "whom matching reaches is not stated",
    "规划目标为脱贫人口劳务协作转移就业率85%（S3-031），服务覆盖面未给出",
)
FINDING = sources.assumed(
    "No source document gives an effect of labour co-operation; the range proposed from a reading of the documents for "
    "quick help after job loss is a factor of 1.0-1.8 on finding work",
    "来源文件未给出劳务协作的效果；失业后及时帮扶对求职成功率的作用，按文件研读建议为1.0-1.8倍",
)
RETENTION = sources.assumed(
    "Nothing in the source documents says how far help keeps people in their work",
    "来源文件未给出稳岗措施的效果",
)
TRAINING_COST = sources.assumed(
    "No source document gives the cost of a training place",
    "来源文件未给出人均培训成本",
)
POSTS = sources.derived(
    "Lanzhou's 3,613 posts over 730 villages are 4.9 a village; Pengshui keeps its number stable (S3-091)",
    "兰州3613个岗位、730个行政村，平均每村4.9个；彭水保持规模总体稳定（S3-091）",
    sources.figure("S1-049"),
    sources.figure("S1-088"),
)
POST_WAGE = sources.assumed(
    "Range proposed from a reading of the documents: 300-1,500 yuan a month; no source document gives a wage",
    "按文件研读建议区间每月300-1500元；来源文件未给出标准",
)


class EmploymentTransfer(NamedTuple):
    """Support of wage work."""

    enabled: Annotated[
        bool, Param("switch", (0, 1), (0, 1), sources.figure("S3-031"), "employment transfer is on", "就业转移帮扶开启")
    ] = False
    coverage: Annotated[
        float,
        Param("share", (0, 1), (0.5, 1), REACH, "entitled households that matching reaches", "应享户覆盖率"),
    ] = 0.85
    finding_gain: Annotated[
        float,
        Param("share", (0, 5), (0.0, 0.8), FINDING, "gain in the hazard of finding wage work", "求职成功率提高幅度"),
    ] = 0.4
    retention_gain: Annotated[
        float,
        Param("share", (0, 1), (0.0, 0.4), RETENTION, "fall in the hazard of losing wage work", "失去工作概率的降幅"),
    ] = 0.15
    training_places: Annotated[
        float,
        Param(
            "persons/year",
            (0, 1e6),
            (1000, 10000),
            sources.figure("S3-090"),
            "training places in the county",
            "全县年培训名额",
        ),
    ] = 5000.0
    training_cost: Annotated[
        float,
        Param("CNY2020/person", (0, 1e5), (500, 3000), TRAINING_COST, "cost of a training place", "人均培训成本"),
    ] = 1500.0
    posts_per_village: Annotated[
        float,
        Param("posts/village", (0, 200), (2, 20), POSTS, "public-welfare posts a village", "每村公益性岗位数"),
    ] = 5.0
    post_wage: Annotated[
        float,
        Param(
            "CNY2020/(post·year)",
            (0, 1e5),
            (3600, 18000),
            POST_WAGE,
            "pay of a public-welfare post",
            "公益性岗位年补助标准",
        ),
    ] = 8400.0


def employment_transfer(reach: Reach, p: EmploymentTransfer) -> None:
    """Raise finding and keeping of work for covered households; open posts and training places."""
    chosen = covered(reach.households, "access_employment", p.coverage)
    reach.move(channels.FINDING, chosen, p.finding_gain * reach.strength)
    reach.move(channels.RETENTION, chosen, p.retention_gain * reach.strength)
    reached = 1.0 if p.coverage > 0.0 else 0.0
    reach.pools.training_places = 0.25 * p.training_places * reach.strength * reached
    reach.pools.posts_per_village = p.posts_per_village * reach.strength * reached
    reach.pools.post_wage = p.post_wage * reached
