"""Industry support (产业帮扶): grants, technical service, floor price, subsidised microcredit, review of industries' risks."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np

from sim import sources
from sim.collectives.hazards import HeldBack
from sim.draws import SUPPORT, uniforms
from sim.levers.channels import Reach, covered
from sim.spec import Param
from sim.state import channels

REACH = sources.derived(
    "Over 85 % of ex-poor households of the country have an industry measure; taken over for the county's entitled households",
    "全国85%以上的脱贫户享受产业帮扶措施，借用于本县应享户",
    sources.INDUSTRY_COVERAGE,
)
AWARD = sources.assumed(
    "Range proposed from a reading of the documents for production grants: 1,000-10,000 yuan a household and year; "
    "no source document gives amounts",
    "到户产业奖补按文件研读建议区间（每户每年1000-10000元）；来源文件未给出金额",
)
STANDARD = sources.assumed(
    "Grants are paid once the standard is met; the range proposed from a reading of the documents for those who meet it is 0.7-1.0",
    "先达标后奖补；达标兑现比例按文件研读建议区间0.7-1.0",
)
SERVICE = sources.assumed(
    "One technician a poor village is documented (S1-023); the range proposed from a reading of the documents for the gain in yield is 0-0.20",
    "贫困村每村一名农技员有文件依据（S1-023）；增产效果按文件研读建议区间0-0.20",
)
FLOOR = sources.assumed(
    "Floor price of orders: the range proposed from a reading of the documents is 0.7-1.0 of the expected price",
    "订单保底价按文件研读建议区间（预期价的0.7-1.0）",
)


CONVERSION = sources.assumed(
    "Lanzhou turned household funds into shares from 2019 (S1-018) and Gansu repaired the scheme in 2020 (S4-026); "
    "no source document gives the share for Pengshui",
    "兰州2019年起到户资金配股入股（S1-018），甘肃2020年整改（S4-026）；彭水比例未给出",
)
SUBSIDY = sources.assumed(
    "Microcredit goes on in the transition (S3-131); the subsidised share of its interest is not stated",
    "过渡期内小额信贷政策继续（S3-131），贴息比例未给出",
)


SIDE = sources.assumed(
    "Awards for five small industries are documented for Gansu (S4-003); the range proposed from a reading of the documents is "
    "300-3,000 yuan a household",
    "“五小”产业奖补有甘肃文件依据（S4-003）；金额按文件研读建议区间每户300-3000元",
)


FACILITIES = sources.assumed(
    "Support of tourism villages is documented for Lanzhou, over three years (S1-024, S1-025); its cost is not",
    "扶持旅游专业村有兰州文件依据，期限三年（S1-024、S1-025）；投入金额未给出",
)
COLLECTIVE = sources.assumed(
    "Gansu supports villages with a collective income of at most 20,000 yuan (S4-035); the range proposed from a reading of the "
    "documents is 0-500,000 yuan a village and year; none is assumed here",
    "甘肃扶持年收入2万元及以下的村集体（S4-035）；按文件研读建议每村每年0-50万元；本县假定为零",
)

CONTROL = sources.assumed(
    "Lanzhou and Gansu want diseases of animals and plants controlled and give no effect; the range proposed from a reading of the "
    "documents is 0-0.8. The rates of the hazards are those under today's control, so that nothing further is assumed; the cost is assumed",
    "兰州、甘肃文件要求加强动植物疫病防控，未给出效果；按文件研读建议区间0-0.8。疫病发生率按现有防控水平设定，故默认不再增加；经费为假定",
)
WATER = sources.assumed(
    "The documents want high-standard farmland and irrigation and give neither area nor effect for the county; what droughts take is "
    "set for today's fields, so that nothing further is assumed; effect and cost are assumed",
    "文件要求建设高标准农田和水利设施，未给出本县面积和效果；旱灾损失按现有农田条件设定，故默认不再增加；效果和经费为假定",
)
DEMONSTRATION = sources.assumed(
    "Demonstration points are documented (S3-087 and box 6-1 of the Pengshui plan, Gansu) and what neighbours copy is not measured; the range "
    "proposed from a reading of the documents is 0-0.2 a year, here of the gain itself",
    "示范点有文件依据（S3-087、彭水规划专栏6-1、甘肃），周边农户学用的程度无实测；参照文件研读建议的每年0-0.2，此处按增产效果的比例",
)

REVIEW = sources.assumed(
    "The documents want the market and technical risks of each leading industry assessed, with a plan of response, and give no effect; "
    "range proposed from a reading of them: failures fall by 0-0.4; the cost is assumed",
    "文件要求评估各主导产业的市场和技术风险并制定应对预案，未给出效果；按文件研读建议倒闭风险降低0-0.4；经费为假定",
)


class IndustrySupport(NamedTuple):
    """Support of household production."""

    enabled: Annotated[
        bool, Param("switch", (0, 1), (0, 1), sources.figure("S3-061"), "industry support is on", "产业帮扶开启")
    ] = False
    coverage: Annotated[
        float,
        Param("share", (0, 1), (0.5, 1), REACH, "entitled households that support reaches", "应享户覆盖率"),
    ] = 0.85
    award: Annotated[
        float,
        Param(
            "CNY2020/(household·year)",
            (0, 1e5),
            (1000, 10000),
            AWARD,
            "production grant to a covered household",
            "到户产业奖补标准",
        ),
    ] = 2000.0
    standard_met: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.7, 1),
            STANDARD,
            "covered households that meet the standard and get the grant",
            "达标兑现比例",
        ),
    ] = 0.85
    share_conversion: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0, 1),
            CONVERSION,
            "part of the grant turned into shares",
            "到户资金配股入股比例",
        ),
    ] = 0.3
    side_award: Annotated[
        float,
        Param(
            "CNY2020/household",
            (0, 1e5),
            (300, 3000),
            SIDE,
            "award to a covered household that starts a small side industry",
            "开办“五小”产业奖补",
        ),
    ] = 1000.0
    yield_gain: Annotated[
        float,
        Param("share", (0, 1), (0, 0.2), SERVICE, "gain in farm output from technical service", "技术服务增产比例"),
    ] = 0.08
    interest_subsidy: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0, 1),
            SUBSIDY,
            "share of microcredit interest that is paid",
            "小额信贷贴息比例",
        ),
    ] = 1.0
    floor_price: Annotated[
        float,
        Param(
            "ratio",
            (0, 1.5),
            (0.7, 1.0),
            FLOOR,
            "floor price of orders over the expected price",
            "订单保底价与预期价之比",
        ),
    ] = 0.85
    collective_support: Annotated[
        float,
        Param(
            "CNY2020/(village·year)",
            (0, 1e7),
            (0, 500000),
            COLLECTIVE,
            "support of the assets of a village whose collective income is at most `villages.threshold`",
            "薄弱村（集体收入不高于 villages.threshold）扶持资金",
        ),
    ] = 0.0
    tourism_pace: Annotated[
        float,
        Param(
            "1/year",
            (0, 4),
            (0.2, 1),
            sources.derived(
                "Lanzhou supports its tourism villages for three years, a third a year",
                "兰州旅游专业村扶持期限三年，每年三分之一",
                sources.figure("S1-025"),
            ),
            "part of the facilities of a village that visitors come to that is built in a year",
            "旅游村设施每年建成比例",
        ),
    ] = 0.333
    tourism_cost: Annotated[
        float,
        Param(
            "CNY2020/village",
            (0, 1e8),
            (100000, 1000000),
            FACILITIES,
            "public cost of all these facilities",
            "旅游村设施建设投入合计",
        ),
    ] = 300000.0
    imitation: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0, 0.5),
            DEMONSTRATION,
            "of this gain, what households without the service copy from their neighbours",
            "未享受技术服务的农户学用示范带动的增产比例（占上述增产效果）",
        ),
    ] = 0.0
    disease_control: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0, 0.8),
            CONTROL,
            "outbreaks of animal and plant diseases that control beyond today's prevents",
            "在现有水平上加强动植物疫病防控所避免的疫病比例",
        ),
    ] = 0.0
    control_cost: Annotated[
        float,
        Param(
            "CNY2020/(village·year)",
            (0, 1e6),
            (2000, 30000),
            CONTROL,
            "public cost of that control, for all of it (1) and in proportion",
            "加强防控的财政经费（避免比例为1时每村每年，按比例计）",
        ),
    ] = 10000.0
    irrigated: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0, 0.5),
            WATER,
            "cropland that support irrigates beyond today's",
            "在现有基础上新增有效灌溉耕地比例",
        ),
    ] = 0.0
    irrigation_effect: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.3, 0.9),
            WATER,
            "part of the crop lost to drought that irrigation saves",
            "灌溉减少旱灾作物损失的比例",
        ),
    ] = 0.6
    irrigation_cost: Annotated[
        float,
        Param(
            "CNY2020/(mu·year)",
            (0, 1e5),
            (50, 300),
            WATER,
            "public cost of a further irrigated mu, building spread over its years and upkeep",
            "新增灌溉每亩财政年成本（建设投入分摊加管护）",
        ),
    ] = 150.0
    risk_review: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0, 0.4),
            REVIEW,
            "fall of the hazard of failure of co-operatives and leading firms where risks of their industries are reviewed",
            "产业扶贫市场风险、技术风险评估使合作社和龙头企业倒闭风险降低的比例",
        ),
    ] = 0.2
    review_cost: Annotated[
        float,
        Param(
            "CNY2020/(firm·year)",
            (0, 1e6),
            (500, 5000),
            REVIEW,
            "public cost of reviewing the risks of a co-operative or leading firm",
            "每个合作社或龙头企业风险评估年经费",
        ),
    ] = 2000.0


def held_back_by(p: IndustrySupport, strength: float) -> HeldBack:
    """What control and irrigation hold back of this quarter's hazards; ``strength`` is what the policy has at its beginning."""
    if not p.enabled or p.coverage <= 0.0:
        return HeldBack()
    return HeldBack(p.disease_control * strength, p.irrigated * p.irrigation_effect * strength)


def industry_support(reach: Reach, p: IndustrySupport) -> None:
    """Pay the yearly grant in the fourth quarter; keep service, credit and floor price up all year."""
    chosen = covered(reach.households, "access_industry", p.coverage)
    strength, pools = reach.strength, reach.pools
    works = strength if p.coverage > 0.0 else 0.0  # of what serves all: none by a programme that reaches nobody
    reach.move(channels.OUTPUT, chosen, p.yield_gain * strength)
    if p.imitation > 0.0 and p.coverage > 0.0:
        reach.move(channels.OUTPUT, ~chosen, p.imitation * p.yield_gain * strength)
    reach.move(channels.CREDIT, chosen, p.interest_subsidy * strength)
    reach.move(channels.SIDE_AWARD, chosen, p.side_award * strength)
    pools.collective_support = p.collective_support * works
    pools.facilities_pace = p.tourism_pace * works
    pools.facilities_cost = p.tourism_cost
    pools.risk_review = p.risk_review * works
    pools.review_cost = 0.25 * p.review_cost * works if p.risk_review > 0.0 else 0.0
    pools.control_cost = 0.25 * p.control_cost * p.disease_control * works
    pools.irrigation_cost = 0.25 * p.irrigation_cost * p.irrigated * works
    pools.floor = p.floor_price
    pools.floor_weight = works
    if reach.key.quarter % 4 == 3:
        rows = np.flatnonzero(chosen)
        paid = np.zeros(chosen.size, dtype=np.bool_)
        paid[rows] = uniforms(reach.key, reach.households.id[rows], SUPPORT, 0)[1] < p.standard_met
        reach.move(channels.SHARES, paid, p.award * strength * p.share_conversion)
        reach.move(channels.CAPITAL, paid, p.award * strength * (1.0 - p.share_conversion))
