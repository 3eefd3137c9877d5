"""One table of forced shocks: when each begins, the same scenario without it, and which households are exposed to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.county import County
from sim.draws import key
from sim.language import Text
from sim.network import LINES, lines_of
from sim.scenario import Scenario
from sim.shocks import NEVER, closing_plant, falling, forced_failures, largest_site, struck_villages
from sim.spec import Scalar, Tree, quarter_number

Mask = NDArray[np.bool_]
Settings = Mapping[str, Any]
Chosen = Callable[[County, Settings, int], Mask]

HERD = 5000.0  # yuan: an infected herd loses 60 %, here 3,000 yuan on average, 3/4 of one person's poverty line


class Exposure(NamedTuple):
    """Some households just before a shock strikes; ``chosen`` sees the county, the parameters of its first quarter, and that quarter."""

    name: str
    title: Text
    chosen: Chosen


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


def neutral(*fields: str) -> dict[str, Scalar]:
    """Values that take shares away."""
    return dict.fromkeys((f"shocks.{field}" for field in fields), 0.0)


def column(name: str) -> Chosen:
    """Households with a column above zero."""

    def chosen(county: County, p: Settings, quarter: int) -> Mask:
        return county.households[name] > 0

    return chosen


def either(*several: Chosen) -> Chosen:
    """Households that one of several chooses."""

    def chosen(county: County, p: Settings, quarter: int) -> Mask:
        return np.logical_or.reduce([one(county, p, quarter) for one in several])

    return chosen


def on_line(name: str) -> Chosen:
    """Households with one kind of line on a firm that fails."""

    def chosen(county: County, p: Settings, quarter: int) -> Mask:
        fails = forced_failures(quarter, county.households, county.cooperatives, county.enterprises, p["shocks"])
        network = lines_of(county)
        nodes = [fails.enterprise, network.enterprises + fails.cooperative if fails.cooperative >= 0 else -1]
        return np.isin(network.on(name), [node for node in nodes if node >= 0])

    return chosen


def on_lines(*names: str) -> tuple[Exposure, ...]:
    """The same for several kinds of line, with the names that the network gives them."""
    named = {line.name: line for line in LINES}
    return tuple(Exposure(name, Text(named[name].en, named[name].zh), on_line(name)) for name in names)


def member(county: County, p: Settings, quarter: int) -> Mask:
    """Members of the co-operative that fails."""
    h = county.households
    row = forced_failures(quarter, h, county.cooperatives, county.enterprises, p["shocks"]).cooperative
    return np.asarray((h["cooperative"] == row) & (row >= 0))


def grower(county: County, p: Settings, quarter: int) -> Mask:
    """Growers of the product whose price falls."""
    return np.asarray(county.households["product"] == falling(county.households, county.products, p["shocks"]))


def keeper(county: County, p: Settings, quarter: int) -> Mask:
    """Keepers of animals that are worth something."""
    return np.asarray(county.households["livestock"] >= HERD)


def only_migrants(county: County, p: Settings, quarter: int) -> Mask:
    """Households with migrants and no other wage or post."""
    h = county.households
    return (h["migrants"] > 0) & (h["local_workers"] == 0) & (h["employed"] == 0) & (h["post"] == 0)


def at_risk(county: County, p: Settings, quarter: int) -> Mask:
    """Households at risk that are not monitored yet."""
    return (county.households["at_risk_since"] >= 0) & (county.households["monitor"] != 2)


def waiting(county: County, p: Settings, quarter: int) -> Mask:
    """Of them, those whose case waits to be opened."""
    return at_risk(county, p, quarter) & (county.households["monitor"] == 1)


def struck(county: County, p: Settings, quarter: int) -> Mask:
    """Households of the villages that are damaged."""
    luck = key(county.seeds.seed, county.seeds.covariate, quarter)
    return struck_villages(county.villages, luck, p["shocks"])[county.households["village"]]


def plant_worker(county: County, p: Settings, quarter: int) -> Mask:
    """Households with a job in the plant that closes."""
    return np.asarray(county.households["employer"] == closing_plant(quarter, county.enterprises, p["shocks"]))


def by_the_plant(county: County, p: Settings, quarter: int) -> Mask:
    """Households of the relocation site whose plant closes."""
    row = closing_plant(quarter, county.enterprises, p["shocks"])
    site = int(county.enterprises["site"][row]) if row >= 0 else -1
    return np.asarray(county.households["site"] == site)


def at_largest_site(county: County, p: Settings, quarter: int) -> Mask:
    """Households of the relocation site whose water and power fail."""
    site = largest_site(county.sites) + 1 if county.sites.n else -1
    return np.asarray(county.households["site"] == site)


POST = Exposure("post", Text("a public-welfare post", "公益性岗位"), column("post"))
RELIEF_WORK = Exposure("work_relief", Text("work relief", "以工代赈"), column("work_relief"))
DIBAO = Exposure("dibao", Text("dibao", "低保"), column("dibao"))
TEKUN = Exposure("tekun", Text("tekun support", "特困供养"), column("tekun"))
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
        "An empty treasury cuts the county's part of dibao, tekun support and relief; posts, work relief and grants are paid "
        "in full in this model, on credit.",
        "县级财力不足时，只压减低保、特困供养和临时救助的县级分担部分；公益性岗位、以工代赈和奖补在模型中仍足额支付，形成赤字。",
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
    (
        Exposure(
            "work",
            Text("with a post or work relief", "有公益性岗位或以工代赈"),
            either(POST.chosen, RELIEF_WORK.chosen),
        ),
        Exposure("ill", Text("others with chronic illness", "其余有慢性病成员的户"), column("chronic")),
    ),
    (POST, RELIEF_WORK),
)
MONITORS = Shock(
    "monitoring",
    Text("monitoring is overloaded", "监测帮扶力量不足"),
    of_share("cases_lost", "visits_lost"),
    neutral("cases_lost", "visits_lost"),
    (Exposure("unwatched", Text("at risk, not yet monitored", "有返贫致贫风险、尚未纳入监测"), at_risk),),
    (Exposure("waiting", Text("found and waiting for their case", "已发现、待核实"), waiting),),
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
        MIGRANTS,
        CALENDAR,
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
