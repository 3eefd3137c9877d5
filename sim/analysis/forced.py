"""One table of forced shocks: when each begins, the same scenario without it, and which households are exposed to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np

from sim.analysis.exposed import (
    HERD,
    Exposure,
    Mask,
    Settings,
    at_largest_site,
    at_risk,
    by_the_plant,
    column,
    either,
    farm_stay,
    grower,
    keeper,
    member,
    on_failing,
    on_line,
    on_lines,
    only_migrants,
    plant_worker,
    producer,
    struck,
    visited,
    waiting,
    without_dibao,
)
from sim.county import County
from sim.language import Text
from sim.levers.transition import strengths
from sim.scenario import Scenario
from sim.shocks import NEVER
from sim.spec import TRANSITION_END, Scalar, Tree, quarter_number


class Shock(NamedTuple):
    """A forced shock: ``begins`` in which quarter (None: not in this scenario) and the values that take it away.

    A household belongs to the first of ``groups`` that holds it, and to "others" if none does; ``lines`` may overlap.
    """

    name: str
    title: Text
    begins: Callable[[Scenario], int | None]
    without: Mapping[str, Scalar]
    groups: tuple[Exposure, ...]
    lines: tuple[Exposure, ...] = ()
    note: Text = Text("", "")


def of_date(field: str) -> Callable[[Scenario], int | None]:
    """Begin of a shock that names its quarter."""

    def begins(scenario: Scenario) -> int | None:
        date = str(getattr(scenario.tree.at(scenario.first)["shocks"], field))
        return None if date == NEVER or quarter_number(date) < scenario.first else quarter_number(date)

    return begins


def of_share(*fields: str) -> Callable[[Scenario], int | None]:
    """Begin of a shock that lasts while one of some shares is above zero; None where it began before the scenario."""

    def begins(scenario: Scenario) -> int | None:
        if strong(scenario.tree, scenario.first - 1, fields):
            return None
        quarters = range(scenario.first, scenario.last + 1)
        return next((quarter for quarter in quarters if strong(scenario.tree, quarter, fields)), None)

    return begins


def strong(tree: Tree, quarter: int, fields: tuple[str, ...]) -> bool:
    """Whether one of the shares is above zero in a quarter."""
    return any(getattr(tree.at(quarter)["shocks"], field) > 0.0 for field in fields)


def end_at_once(scenario: Scenario) -> int | None:
    """First quarter without support where the transition ends in a cliff."""
    p = scenario.tree.at(scenario.first)["transition"]
    after = quarter_number(p.ends) + 1
    return after if p.enabled and p.shape == "cliff" and after >= scenario.first else None


COUNTED = 40  # quarters after 2025 over which strengths are added up
TAPER: dict[str, Any] = {"ends": TRANSITION_END, "shape": "linear", "taper_quarters": 4}  # within 2026


def later_at_same_cost(scenario: Scenario) -> int | None:
    """First quarter after 2025 where support ends later and faster, and is as strong in all as if it tapered off within 2026."""
    p, after = scenario.tree.at(scenario.first)["transition"], quarter_number(TRANSITION_END) + 1
    if not p.enabled or p.shape == "linear" or quarter_number(p.ends) < after or after < scenario.first:
        return None
    both = ([strengths(after + k, one) for k in range(COUNTED)] for one in (p, p._replace(**TAPER)))
    own, other = (tuple(sum(kind) for kind in zip(*found, strict=True)) for found in both)
    return after if own == other else None


def neutral(*fields: str) -> dict[str, Scalar]:
    """Values that take shares away."""
    return dict.fromkeys((f"shocks.{field}" for field in fields), 0.0)


POST = Exposure("post", Text("a public-welfare post", "公益性岗位"), column("post"))
RELIEF_WORK = Exposure("work_relief", Text("work relief", "以工代赈"), column("work_relief"))
DIBAO = Exposure("dibao", Text("dibao", "低保"), column("dibao"))
TEKUN = Exposure("tekun", Text("tekun support", "特困供养"), column("tekun"))
ON_PROGRAMMES = (
    Exposure(
        "work", Text("with a post or work relief", "有公益性岗位或以工代赈"), either(POST.chosen, RELIEF_WORK.chosen)
    ),
    Exposure("ill", Text("others with chronic illness", "其余有慢性病成员的户"), column("chronic")),
)
DUE = Exposure("relief", Text("temporary relief", "临时救助"), column("relief_due"))

ENTERPRISE = Shock(
    "largest_enterprise_fails",
    Text("the enterprise with most linked households fails", "带动农户最多的企业倒闭"),
    of_date("largest_enterprise_fails"),
    {"shocks.largest_enterprise_fails": NEVER},
    (
        Exposure(
            "linked",
            Text("with a job, shares or a loan there", "在该企业就业、入股或有户贷企用"),
            either(on_line("job"), on_line("enterprise_shares"), on_line("loan")),
        ),
        Exposure("orders", Text("with orders for it alone", "仅有该企业订单"), on_line("buyer")),
    ),
    on_lines("job", "enterprise_shares", "loan", "buyer"),
    Text(
        "Who only delivers to it under order loses the floor price, and what is not paid for in the quarter of the failure.",
        "仅有订单联结的农户，损失的是保底价高出市场价的部分和倒闭当季未付货款。",
    ),
)
COOPERATIVE = Shock(
    "largest_cooperative_fails",
    Text("the co-operative with most members fails", "成员最多的合作社倒闭"),
    of_date("largest_cooperative_fails"),
    {"shocks.largest_cooperative_fails": NEVER},
    (Exposure("members", Text("members of it", "该合作社成员"), member),),
    on_lines("cooperative_shares", "orders", "rent", "day_work"),
)
PRICE = Shock(
    "price_fall",
    Text("the price of a product falls", "主要产品价格下跌"),
    of_share("price_fall"),
    neutral("price_fall"),
    (Exposure("growers", Text("growers of the product", "种养该产品"), grower),),
)
DISEASE = Shock(
    "animal_disease",
    Text("an animal disease breaks out", "动物疫病暴发"),
    of_share("animal_disease"),
    neutral("animal_disease"),
    (
        Exposure(
            "keepers",
            Text(f"with animals worth {HERD:,.0f} yuan or more", f"牲畜价值{HERD:,.0f}元及以上"),
            keeper,
        ),
    ),
)
BUDGET = Shock(
    "budget_cut",
    Text("the county's budget is cut", "县级财力压减"),
    of_share("budget_cut"),
    neutral("budget_cut"),
    (
        Exposure(
            "cash",
            Text("with dibao, tekun support or relief", "享受低保、特困供养或临时救助"),
            either(DIBAO.chosen, TEKUN.chosen, DUE.chosen),
        ),
        Exposure(
            "work",
            Text("with a post or work relief alone", "仅有公益性岗位或以工代赈"),
            either(POST.chosen, RELIEF_WORK.chosen),
        ),
    ),
    (DIBAO, TEKUN, DUE, POST, RELIEF_WORK),
    Text(
        "What money there is goes to dibao, tekun support and relief first, then to benefits due by law; posts, work relief, "
        "grants and repairs are cut by what is missing of the county's part. The part from above arrives.",
        "财力先用于低保、特困供养和临时救助，再用于法定待遇；缺口压减公益性岗位、以工代赈、奖补和设施修复的县级分担部分，"
        "上级分担部分照常到位。",
    ),
)
PARTNER = Shock(
    "partner_withdraws",
    Text("the partner region's money and purchases stop", "协作地区资金和采购中断"),
    of_share("partner_withdraws"),
    neutral("partner_withdraws"),
    (
        ON_PROGRAMMES[0],
        Exposure("listed", Text("others listed as producers for assistance", "其余可经帮扶渠道销售的户"), producer),
    ),
    (POST, RELIEF_WORK),
    Text(
        "Its money pays a part of the county's share of support: what is missing cuts programmes alone.",
        "协作资金承担县级分担帮扶支出的一部分，缺口只压减项目支出。",
    ),
)
MIGRANTS = Shock(
    "migrants_return",
    Text("migrants lose their work and return", "外出务工人员失业返乡"),
    of_share("migrants_return"),
    {**neutral("migrants_return"), "outlets.partner_share": 1.0},
    (Exposure("migrants", Text("with migrants", "有外出务工人员"), column("migrants")),),
    (Exposure("only", Text("no other wage or post", "无其他工资性收入来源"), only_migrants),),
)
CALENDAR = Shock(
    "cliff",
    Text("support ends at once instead of tapering", "帮扶政策一次性退出（与逐步退坡相比）"),
    end_at_once,
    {"transition.shape": "linear"},
    ON_PROGRAMMES,
    (POST, RELIEF_WORK),
)
LATER = Shock(
    "later_end",
    Text("support ends later and faster, at equal strength in all", "帮扶退得晚而快（力度总量不变）"),
    later_at_same_cost,
    {f"transition.{field}": value for field, value in TAPER.items()},
    ON_PROGRAMMES,
    (POST, RELIEF_WORK),
    Text(
        "Both ends spend one and a half quarters of full support after 2025: what differs is the timing alone.",
        "两种退出方式在2025年后投入的力度同为一个半季度的全额帮扶，差别只在时间安排。",
    ),
)
VISITORS = Shock(
    "visitors_lost",
    Text("visitors stay away", "游客减少"),
    of_share("visitors_lost"),
    neutral("visitors_lost"),
    (
        Exposure("farm_stays", Text("with a farm stay", "经营农家乐"), farm_stay),
        Exposure("villages", Text("others in tourism villages", "旅游村其他农户"), visited),
    ),
)
FIRMS = Shock(
    "firms_fail",
    Text(
        "many enterprises and co-operatives fail, those with most households first",
        "多家带动农户最多的企业和合作社倒闭",
    ),
    of_share("firms_fail"),
    neutral("firms_fail"),
    (Exposure("linked", Text("with an income line on one of them", "与其有利益联结"), on_failing),),
)
MISTAKE = Shock(
    "dibao_error",
    Text("dibao is stopped by mistake", "低保金被误停发"),
    of_share("dibao_error"),
    neutral("dibao_error"),
    (
        Exposure("stopped", Text("with dibao that is stopped", "低保金被停发"), without_dibao),
        Exposure("dibao", Text("others with dibao", "其他低保户"), column("dibao")),
    ),
)
WITHDRAWAL = Shock(
    "support_cut",
    Text("programmes, help and supervision are cut", "帮扶、监测和监管力度削减"),
    of_share("support_cut"),
    neutral("support_cut"),
    ON_PROGRAMMES,
    (POST, RELIEF_WORK),
)
MONITORS = Shock(
    "monitoring",
    Text("monitoring is overloaded", "监测帮扶力量不足"),
    of_share("cases_lost", "visits_lost"),
    neutral("cases_lost", "visits_lost"),
    (Exposure("unwatched", Text("at risk, not yet monitored", "有返贫致贫风险、尚未纳入监测"), at_risk),),
    (Exposure("waiting", Text("found and waiting for their case", "已发现、待核实"), waiting),),
    Text(
        "Whoever is not monitored costs the programmes nothing: in a year that is short of money the others are then cut less, so that "
        "their return rate can even fall. With budget.bounded = false money is never short.",
        "未纳入监测的农户不占用帮扶资金：财力紧张的年份，其他农户的帮扶因此少压减一些，返贫率甚至可能略降。设budget.bounded = false可排除财力影响。",
    ),
)
PLANT = Shock(
    "site_plant_closes",
    Text("the plant of a relocation site closes", "集中安置点配套车间关停"),
    of_date("site_plant_closes"),
    {"shocks.site_plant_closes": NEVER},
    (
        Exposure("workers", Text("with a job in the plant", "在该车间就业"), plant_worker),
        Exposure("site", Text("others at the site", "该安置点其他农户"), by_the_plant),
    ),
)
SITE_SYSTEM = Shock(
    "site_system_fails",
    Text("water and power of a relocation site fail", "集中安置点水电设施损坏"),
    of_date("site_system_fails"),
    {"shocks.site_system_fails": NEVER},
    (Exposure("site", Text("at the site", "住在该安置点"), at_largest_site),),
    note=Text(
        "It takes safe water, a guarantee, and no income: what it does shows among the deprived, hardly among the poor.",
        "水电中断影响的是饮水安全保障而不是收入，主要体现在“两不愁三保障”缺失，很少体现为收入贫困。",
    ),
)
OUTAGE = Shock(
    "village_outage",
    Text("villages lose road, water or power", "部分村水、路、电中断"),
    of_share("village_outage"),
    neutral("village_outage"),
    (Exposure("struck", Text("in a damaged village", "住在受损村"), struck),),
)

SHOCKS = {
    shock.name: shock
    for shock in (
        ENTERPRISE,
        COOPERATIVE,
        PRICE,
        DISEASE,
        BUDGET,
        PARTNER,
        MIGRANTS,
        VISITORS,
        FIRMS,
        MISTAKE,
        WITHDRAWAL,
        CALENDAR,
        LATER,
        MONITORS,
        PLANT,
        SITE_SYSTEM,
        OUTAGE,
    )  # fmt: skip
}


def forced(scenario: Scenario, last: int) -> dict[str, int]:
    """The shocks of a scenario and the quarters in which they begin: those with a fourth quarter in or after it until ``last``."""
    begin = {name: shock.begins(scenario) for name, shock in SHOCKS.items()}
    return {name: at for name, at in begin.items() if at is not None and at // 4 * 4 + 3 <= last}


def masks(shock: Shock, county: County, p: Settings, quarter: int) -> tuple[dict[str, Mask], dict[str, Mask]]:
    """Groups, none of which overlap, and lines of a shock that begins in ``quarter``; shape (households,) each."""
    left, groups = np.ones(county.households.n, dtype=np.bool_), {}
    for group in shock.groups:
        groups[group.name] = group.chosen(county, p, quarter) & left
        left = left & ~groups[group.name]
    return groups, {line.name: line.chosen(county, p, quarter) for line in shock.lines}
