"""Support of enterprises and workshops (龙头企业与就业帮扶车间扶持): hiring, awards, investment promotion, training of heads."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from sim import sources
from sim.levers.channels import Reach
from sim.spec import Param

HIRING = sources.assumed(
    "How many contracts last a year, and how many jobs the subsidies bring, is not in the documents",
    "一年以上合同所占比例及补助新增岗位的效果，来源文件未给出",
)
AWARDS = sources.assumed(
    "The documents set the amounts of workshop awards and not how many founders are returnees or provincial models, nor whether both awards add up",
    "文件规定了车间补助标准，未给出返乡创办、省级典型创办的比例，也未说明两次补助是否叠加",
)
LEADING = sources.derived(
    "Gansu awards firms by co-operatives and households led or share funds taken up (S4-034) without an amount; 0-2,000 yuan a household and "
    "0-5 % of the funds are proposed from a reading of the documents",
    "甘肃按带动合作社、贫困户数量或吸收入股资金规模奖补（S4-034），未给出标准；每户0-2000元、资金的0-5%按文件研读建议",
    sources.figure("S4-034"),
)
PROMOTION = sources.assumed(
    "Industrial land at 70 % of the floor price and investment promotion (S1-104, S1-118) are named without an effect; 0-2 new firms a county "
    "and year are proposed from a reading of the documents",
    "工业用地按底价70%供地、招商引资（S1-104、S1-118）未给出效果；每县每年新增0-2家按文件研读建议",
)
HEADS = sources.assumed(
    "Range proposed from a reading of the documents for training heads of firms: a gain of 0-0.1",
    "企业负责人培训的提升幅度按文件研读建议0-0.1",
)


class EnterpriseSupport(NamedTuple):
    """Support of enterprises and workshops."""

    enabled: Annotated[
        bool, Param("switch", (0, 1), (0, 1), AWARDS, "support of enterprises is on", "企业与车间扶持开启")
    ] = False
    coverage: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.3, 1),
            HIRING,
            "enterprises and workshops that support reaches",
            "扶持覆盖的企业与车间比例",
        ),
    ] = 0.7
    short_subsidy: Annotated[
        float,
        Param(
            "CNY2020/person",
            (0, 1e5),
            (0, 3000),
            sources.figure("S1-039"),
            "training subsidy for an entitled worker hired for half a year to a year",
            "用工培训补助（合同6个月以上不满1年）",
        ),
    ] = 1000.0
    long_subsidy: Annotated[
        float,
        Param(
            "CNY2020/person",
            (0, 1e5),
            (0, 6000),
            sources.figure("S1-041"),
            "training subsidy for an entitled worker hired for a year or more",
            "用工培训补助（合同1年以上）",
        ),
    ] = 2000.0
    long_contracts: Annotated[
        float,
        Param("share", (0, 1), (0.2, 0.8), HIRING, "hires with a contract of a year or more", "签订1年以上合同的比例"),
    ] = 0.5
    jobs_gain: Annotated[
        float,
        Param("share", (0, 5), (0, 0.15), HIRING, "further jobs that the subsidies bring", "补助带来的新增岗位比例"),
    ] = 0.05
    first_award: Annotated[
        float,
        Param(
            "CNY2020/workshop",
            (0, 1e7),
            (0, 100000),
            sources.figure("S1-044"),
            "award to a workshop that has kept enough entitled workers for half a year",
            "稳定就业半年以上车间一次性补助",
        ),
    ] = 20000.0
    second_award: Annotated[
        float,
        Param(
            "CNY2020/workshop",
            (0, 1e7),
            (0, 200000),
            sources.figure("S1-046"),
            "award to a workshop that has kept enough entitled workers for three years",
            "稳定就业3年以上车间一次性补助",
        ),
    ] = 60000.0
    awards_add_up: Annotated[
        bool,
        Param("switch", (0, 1), (0, 1), AWARDS, "the second award comes on top of the first", "两次车间补助可叠加领取"),
    ] = True
    award_workers: Annotated[
        int,
        Param(
            "workers",
            (1, 1000),
            (5, 20),
            sources.figure("S1-042"),
            "entitled workers from which on a workshop gets an award",
            "车间补助要求吸纳脱贫劳动力人数",
        ),
    ] = 10
    returnees: Annotated[
        float,
        Param("share", (0, 1), (0.05, 0.5), AWARDS, "new workshops founded by returnees", "返乡人员创办的新车间比例"),
    ] = 0.2
    returnee_grant: Annotated[
        float,
        Param(
            "CNY2020/workshop",
            (0, 1e7),
            (0, 100000),
            sources.figure("S1-047"),
            "grant to a workshop founded by a returnee",
            "返乡人员创办车间一次性补助",
        ),
    ] = 50000.0
    models: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0, 0.1),
            AWARDS,
            "new workshops founded by provincial models",
            "省级创业典型创办的新车间比例",
        ),
    ] = 0.02
    model_grant: Annotated[
        float,
        Param(
            "CNY2020/workshop",
            (0, 1e7),
            (0, 200000),
            sources.figure("S1-048"),
            "grant to a workshop founded by a provincial model",
            "省级创业典型创办车间一次性补助",
        ),
    ] = 100000.0
    award_per_household: Annotated[
        float,
        Param(
            "CNY2020/(household·year)",
            (0, 1e5),
            (0, 2000),
            LEADING,
            "award to a leading enterprise for each household with a job or shares in it",
            "龙头企业带动农户奖补（每户每年）",
        ),
    ] = 100.0
    award_on_funds: Annotated[
        float,
        Param("1/year", (0, 1), (0, 0.05), LEADING, "award on share funds held", "按吸收入股资金规模奖补比例（年）"),
    ] = 0.005
    entry_gain: Annotated[
        float,
        Param(
            "share",
            (0, 20),
            (0, 1),
            PROMOTION,
            "gain in the founding of firms through promotion",
            "招商引资对新设企业的提高幅度",
        ),
    ] = 0.3
    quality_gain: Annotated[
        float,
        Param(
            "1/year",
            (0, 4),
            (0, 0.1),
            HEADS,
            "part of the gap to the best management that training of heads closes in a year",
            "企业负责人培训每年弥补经营管理差距的比例",
        ),
    ] = 0.03


def enterprise_support(reach: Reach, p: EnterpriseSupport) -> None:
    """Set what hiring, keeping, leading and founding earn, by the lever's strength; means of all firms, reached or not."""
    pools, strength = reach.pools, reach.strength * p.coverage
    if strength <= 0.0:
        return
    pools.short_subsidy = strength * p.short_subsidy
    pools.long_subsidy = strength * p.long_subsidy
    pools.long_contracts = p.long_contracts
    pools.jobs_gain = strength * p.jobs_gain
    pools.first_award = strength * p.first_award
    pools.second_award = strength * p.second_award
    pools.awards_add_up = p.awards_add_up
    pools.award_workers = p.award_workers
    pools.returnees = p.returnees
    pools.returnee_grant = strength * p.returnee_grant
    pools.models = p.models
    pools.model_grant = strength * p.model_grant
    pools.award_per_household = strength * p.award_per_household
    pools.award_on_funds = strength * p.award_on_funds
    pools.entry_gain = strength * p.entry_gain
    pools.enterprise_gain = strength * p.quality_gain
