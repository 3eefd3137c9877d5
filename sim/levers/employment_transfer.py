"""Employment transfer (就业转移): job matching, training, help on job loss, wages on time, posts, work relief."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from sim import sources
from sim.levers.channels import Chosen, Reach, covered
from sim.spec import Param
from sim.state import channels
from sim.state.store import Store

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
QUICK_HELP = sources.assumed(
    "The plan tracks ex-poor workers by name and helps at once after a job is lost (chapter 7) without a number; the range "
    "proposed from a reading of the documents is a factor of 1.0-1.8 on finding work",
    "规划要求对脱贫劳动力就业动态监测、失业后及时帮扶（第七章），未给出效果；按文件研读建议求职成功率为1.0-1.8倍",
)
CLAIMS = sources.assumed(
    "The documents want wages paid in full and on time and do not say what enforcement achieves",
    "文件要求按时足额支付劳动报酬，未给出追讨欠薪的效果",
)
RELIEF = sources.assumed(
    "The plan wants a larger share of project money paid out as wages (S3-068) and more work relief; it gives neither "
    "places nor pay. Half a month's local wage to a month and a half's, for one place in fifty ex-poor households",
    "规划要求提高项目资金中劳务报酬发放比例（S3-068）、推广以工代赈，未给出名额与报酬；"
    "名额约为脱贫户的五十分之一，报酬按半个月至一个半月本地工资假定",
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
    quick_help: Annotated[
        float,
        Param(
            "share",
            (0, 5),
            (0.0, 0.8),
            QUICK_HELP,
            "further gain in finding work where no member works for wages",
            "无人务工户求职成功率的进一步提高幅度（失业及时帮扶）",
        ),
    ] = 0.3
    claims_help: Annotated[
        float,
        Param(
            "share",
            (0, 20),
            (0.0, 2.0),
            CLAIMS,
            "gain in the hazard of recovering arrears of wages",
            "欠薪追回成功率提高幅度",
        ),
    ] = 0.5
    relief_places: Annotated[
        float,
        Param(
            "persons",
            (0, 1e6),
            (100, 2000),
            RELIEF,
            "persons who work for relief at any time in the county",
            "全县同期以工代赈人数",
        ),
    ] = 500.0
    relief_wage: Annotated[
        float,
        Param(
            "CNY2020/(person·quarter)",
            (0, 1e5),
            (1500, 6000),
            RELIEF,
            "pay for a quarter of work relief",
            "以工代赈季劳务报酬",
        ),
    ] = 3000.0


def employment_transfer(reach: Reach, p: EmploymentTransfer) -> None:
    """Raise finding and keeping of work and of its pay for covered households; open posts, training places, work relief."""
    chosen = covered(reach.households, "access_employment", p.coverage)
    reach.move(channels.FINDING, chosen, p.finding_gain * reach.strength)
    if p.quick_help > 0.0:  # those without any wage work get the first gain and more
        out_of_work = chosen & without_wage_work(reach.households)
        reach.move(channels.FINDING, out_of_work, (p.finding_gain + p.quick_help) * reach.strength)
    reach.move(channels.RETENTION, chosen, p.retention_gain * reach.strength)
    reach.move(channels.WAGE_RECOVERY, chosen, p.claims_help * reach.strength)
    reached = 1.0 if p.coverage > 0.0 else 0.0
    reach.pools.training_places = 0.25 * p.training_places * reach.strength * reached
    reach.pools.posts_per_village = p.posts_per_village * reach.strength * reached
    reach.pools.post_wage = p.post_wage * reached
    reach.pools.relief_places = p.relief_places * reach.strength * reached
    reach.pools.relief_wage = p.relief_wage * reached


def without_wage_work(households: Store) -> Chosen:
    """Households of which nobody works outside, locally or for an enterprise."""
    h = households
    return (h["migrants"] == 0) & (h["local_workers"] == 0) & (h["employed"] == 0)
