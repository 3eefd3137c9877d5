"""What the forced failure of each shared node does: to those exposed to it, to the others, and to the whole county."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sim import results
from sim.analysis import stress
from sim.analysis.forced import SHOCKS, forced
from sim.county import Luck
from sim.language import Text
from sim.parameters import load_scenario
from sim.published.kinds import SEED, Fingerprints, Published, Scenarios, Size, Tables, Workplace, of_effects

NODES = (  # number of the channel of shared exposure, stress test, shock of it that is followed
    ("COR-1", "largest_enterprise_fails", "largest_enterprise_fails"),
    ("COR-1", "largest_cooperative_fails", "largest_cooperative_fails"),
    ("COR-2", "main_price_falls", "price_fall"),
    ("COR-2", "animal_disease", "animal_disease"),
    ("COR-3", "budget_cut", "budget_cut"),
    ("COR-4", "migrants_return", "migrants_return"),
    ("COR-4", "partner_withdraws", "partner_withdraws"),
    ("COR-5", "support_ends_at_once", "cliff"),
    ("COR-5", "support_ends_later", "later_end"),
    ("COR-6", "monitors_overloaded", "monitoring"),
    ("COR-7", "site_plant_closes", "site_plant_closes"),
    ("COR-7", "site_system_fails", "site_system_fails"),
    ("COR-8", "village_outage", "village_outage"),
)
TITLES = {
    "COR-1": Text("one enterprise or co-operative", "单个企业或合作社"),
    "COR-2": Text("one product", "单一产品"),
    "COR-3": Text("county budget", "县级财力"),
    "COR-4": Text("outside labour and partner regions", "县外用工与协作地区"),
    "COR-5": Text("policy calendar", "政策日历"),
    "COR-6": Text("monitoring capacity", "监测帮扶力量"),
    "COR-7": Text("relocation site", "集中安置点"),
    "COR-8": Text("village infrastructure", "村级基础设施"),
}
UNIT = Text("share of persons a year", "人口比例（年）")
Effects = dict[tuple[str, ...], dict[str, Any]]  # by (channel, stress test)


def node_scenarios() -> Scenarios:
    """The stress tests, one or two for each channel."""
    return {(node, name): load_scenario(f"stress/{name}") for node, name, _ in NODES}


def live(scenarios: Scenarios, size: Size, at: Workplace) -> Effects:
    """Each stress test lived with and without its shock under the same luck, the same households followed in both."""
    found: Effects = {}
    whole, done = len(NODES) * size.replicates, 0
    lucks = [Luck.of(SEED, replicate) for replicate in range(size.replicates)]
    for node, name, shock in NODES:
        scenario = scenarios[node, name]

        def tell(finished: int, before: int = done) -> None:
            if at.tell is not None:
                at.tell(before + finished, whole)

        last = scenario.last
        begins = forced(scenario, last)[shock]
        found[node, name] = stress.effect(scenario, shock, begins, lucks, size.households, last, at.workers, tell)
        done += size.replicates
    return found


def fingerprints(found: Effects) -> Fingerprints:
    """SHA-256 of what was found of each stress test."""
    return {"effects_sha256": of_effects({name: effect for (_, name), effect in found.items()})}


def node_tables(found: Effects, scenarios: Scenarios) -> dict[str, bytes]:
    """Return rates by group with and without the shock; the same by year; how much more the exposed lose than the others."""
    groups, contrasts, years = [], [], []
    for (node, name), effect in found.items():
        shock = {"shock": effect["shock"], "冲击": SHOCKS[effect["shock"]].title.zh}
        first = {**named(node, name), **shock, "quarter": effect["quarter"]}
        groups += [{**first, **row} for row in rows_of(effect["return_rate"], effect)]
        contrasts += [
            {**first, **row} for row in rows_of(effect["contrast"], effect, ("change_of_others", "change_of_exposed"))
        ]
        for year, rows in effect["by_year"].items():
            years += [{**first, "year": int(year), **row} for row in rows_of(rows, effect)]
    return {
        "return_rates.csv": results.csv_bytes(groups),
        "exposed_more_than_others.csv": results.csv_bytes(contrasts),
        "by_year.csv": results.csv_bytes(years),
    }


def named(node: str, name: str) -> dict[str, str]:
    """Channel and stress test for programs and for people."""
    return {
        "node": node,
        "节点": TITLES[node].zh,
        "scenario": name,
        "情景": load_scenario(f"stress/{name}").title["zh"],
    }


def rows_of(
    rows: list[dict[str, Any]], effect: dict[str, Any], compared: tuple[str, str] = ("calm", "struck")
) -> Iterator[dict[str, Any]]:
    """Rows of a table: group, households of all kinds in it just before the shock, what is compared, difference and interval."""
    titles = stress.titles(SHOCKS[effect["shock"]])
    for row in rows:
        households = effect["households"].get(row["name"])
        yield {
            "group": row["name"],
            "脱贫人口": titles[row["name"]].zh,
            "households": sum(households) / len(households) if households else None,
            "unit": UNIT.en,
            "单位": UNIT.zh,
            compared[0]: row["base"],
            compared[1]: row["other"],
            "difference": row["difference"],
            "low": row["low"],
            "high": row["high"],
            "replicates": row["replicates"],
        }


def node_figures(tables: Tables, scenarios: Scenarios, size: Size) -> dict[str, bytes]:
    """What each shock adds to the return rate of each group exposed to it, of the others and of all."""
    from sim import plots

    note = Text(
        f"Synthetic Pengshui, {size.replicates} paired replicates, mean of the fourth quarters since the shock until 2030. Whiskers: 95 %, "
        "luck only. Not calibrated; a stress test, not a forecast: sizes of the shocks are assumptions.",
        f"彭水合成人口，成对模拟{size.replicates}次，冲击发生后至2030年各年四季度平均。误差线为95%区间（仅随机波动）。"
        "模型未校准；为压力测试，不是预测，冲击大小为假定。",
    )
    axis = Text(
        "Return rate of ex-poor persons: change through the shock (percentage points)",
        "脱贫人口返贫率因冲击的变化（百分点）",
    )
    figures = {}
    for lang in ("zh", "en"):
        for part, file in (((stress.ALL,), "county"), ((), "exposed")):
            points = [
                (label(row, lang), *(100.0 * row[key] for key in ("difference", "low", "high")))
                for row in tables["return_rates.csv"]
                if row["difference"] is not None
                and ((row["group"] in part) if part else row["group"] not in stress.REST)
            ]
            figures[f"{file}.{lang}.png"] = plots.effects(points, axis.of(lang), lang, note.of(lang))
    return figures


def label(row: dict[str, Any], lang: str) -> str:
    """Name of a point: the channel, what happens, and to whom."""
    shock = SHOCKS[row["shock"]]
    whom = "" if row["group"] in stress.REST else f": {stress.titles(shock)[row['group']].of(lang)}"
    return f"{row['node']} {shock.title.of(lang)}{whom.replace(': ', '：') if lang == 'zh' else whom}"


SHARED_NODES = Published(
    "shared-nodes",
    Text("What the failure of each shared node does: Pengshui", "各共同风险节点失灵的影响：彭水"),
    Size(10, None, ""),
    Size(2, 1500, "small"),
    node_scenarios,
    node_tables,
    node_figures,
    live,
    fingerprints,
)
