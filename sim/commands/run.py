"""``fanpin run``: replicates of one scenario, the risk of a large-scale return, the effect of each lever."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from typing import Any

from sim import results
from sim.analysis import levers
from sim.analysis.risk import large_scale_return, transition_end
from sim.commands import changes, contagion, explaining, remarks, shared, stress, tables
from sim.commands.remarks import COVERS as COVERS
from sim.commands.remarks import UNCALIBRATED as UNCALIBRATED
from sim.commands.texts import REPLICATES
from sim.language import Text
from sim.runs import Job, Run, size
from sim.scenario import Scenario
from sim.spec import year_of

LEVER_REPLICATES = 4  # pairs for the effect of each lever; common random numbers make few enough
YEARS = (
    ("ex_poor", "return_rate", Text("return rate,\nex-poor (%)", "返贫率（%）\n脱贫人口")),
    ("ordinary", "new_poverty_rate", Text("new poverty,\nothers (%)", "新致贫率（%）\n其他农户")),
    ("ex_poor", "headcount", Text("poor,\nex-poor (%)", "贫困发生率（%）\n脱贫人口")),
    ("ex_poor", "monitored_share", Text("monitored,\nex-poor (%)", "监测对象比例（%）\n脱贫人口")),
    (
        "ex_poor",
        "income_per_person",
        Text("income per person,\nex-poor (CNY/year)", "人均可支配收入\n脱贫人口（元/年）"),
    ),
)


def command(options: argparse.Namespace) -> None:
    """Run, save, tell."""
    folder = shared.out(options)
    (scenario,) = shared.scenarios([options.scenario], options)
    replicates = options.replicates or REPLICATES["run"]
    main_jobs = shared.jobs([scenario], replicates, options, follow=True)
    without = [] if options.no_levers else lever_jobs(scenario, main_jobs)
    ordered = sorted([*main_jobs, *without], key=lambda job: job.luck.idiosyncratic)
    settings = {**results.describe_jobs(main_jobs), "lane": options.lane, "set": list(options.set)}
    settings |= {"explain": options.explain} if options.explain else {}
    manifest = results.manifest("run", [scenario], settings)
    runs = shared.by_scenario(ordered, shared.lived(ordered, options, folder, manifest))
    main = runs[scenario.name]
    summary = {**summarised(scenario, main, options), "manifest": manifest}
    summary["levers"] = lever_effects(scenario, runs) if without else {}
    paired = [] if options.no_levers else main_jobs[: pairs(replicates)]
    summary["stress"] = stress.effects(scenario, paired, options)
    why = None
    if options.explain:
        why = explaining.explanation(main_jobs[0], options.explain, main[0].digest, options)
        summary |= explaining.summary(why)
    if options.json:
        shared.print_json(summary)
    else:
        show(summary, scenario, options)
        if why:
            explaining.show(why, options.explain, options.lang)
    tidy = results.tidy({scenario.name: main}, scenario.first, range(replicates)) if folder is not None else {}
    files = {
        "summary.json": lambda: results.as_json(summary),
        "quarters.parquet": lambda: results.parquet(tidy),
    }
    if summary["large_scale_return"]["windows"]:
        files["years.csv"] = lambda: results.csv_bytes(results.yearly(summary))
    if folder is not None:
        files |= contagion.files(main, main_jobs, named(summary), options)
    if why:
        files |= explaining.files(why, scenario, options.explain, options.lang)
    shared.save(folder, files, manifest, options)


def named(summary: Mapping[str, Any]) -> Text:
    """What was run, with what --set changed, in one line."""
    title, changed = summary["title"], changes.line(summary["changed"])
    return Text(f"{title['en']} ({changed.en})", f"{title['zh']}（{changed.zh}）") if changed.en else Text(**title)


def pairs(replicates: int) -> int:
    """Replicates that are lived without each lever, too."""
    return min(replicates, LEVER_REPLICATES) if replicates > 1 else 0


def lever_jobs(scenario: Scenario, main: Sequence[Job]) -> list[Job]:
    """The first jobs of ``main`` without each of the scenario's levers."""
    others = levers.variants(scenario).values()
    return [job._replace(scenario=other, follow=False) for job in main[: pairs(len(main))] for other in others]


def lever_effects(scenario: Scenario, runs: Mapping[str, list[Run]]) -> dict[str, Any]:
    """Effect of each lever, from the runs with it and without it."""
    main = runs[scenario.name]
    return {
        lever: levers.effects(main[: len(runs[other.name])], runs[other.name], scenario.first)
        for lever, other in levers.variants(scenario).items()
    }


def findings(scenario: Scenario, runs: list[Run]) -> dict[str, Any]:
    """What the runs say: the part of the summary that the same parameters and luck must give again."""
    return {
        "replicates": len(runs),
        "quarters": len(runs[0].values),
        **size(runs)._asdict(),
        "large_scale_return": large_scale_return(runs, year_of(scenario.first), ends=transition_end(scenario)),
        "measures": results.measures(runs, scenario.first),
        **contagion.summary(runs, scenario.first),
        "accounts": {"max_imbalance": max(run.imbalance for run in runs)},
        "state_sha256": results.state_sha256(runs),
        "quarters_sha256": results.quarters_sha256(runs),
    }


def summarised(scenario: Scenario, runs: list[Run], options: argparse.Namespace) -> dict[str, Any]:
    """The summary that every run leaves."""
    line = scenario.tree.at(scenario.first)["lines"].poverty
    return {
        "scenario": scenario.name,
        "title": dict(scenario.title),
        "changed": changes.changes(scenario, options.set),
        **scenario.inputs_as_json(),
        **findings(scenario, runs),
        "definitions": [text._asdict() for text in (remarks.returning(line), remarks.MONEY, remarks.NO_THRESHOLD)],
        "covers": COVERS._asdict(),
        "limits": UNCALIBRATED._asdict(),
    }


def show(summary: Mapping[str, Any], scenario: Scenario, options: argparse.Namespace) -> None:
    """Tables for a person, and what they mean."""
    lang = options.lang
    print_heading(summary, scenario, options)
    show_years(summary, lang)
    show_risk(summary["large_scale_return"], lang)
    contagion.show(summary, lang)
    show_levers(summary["levers"], lang)
    stress.show(summary["stress"], lang)
    several, levers_shown = summary["replicates"] > 1, bool(summary["levers"])
    years = bool(summary["large_scale_return"]["windows"])
    line = scenario.tree.at(scenario.first)["lines"].poverty
    notes = [remarks.returning(line), remarks.REPLICATES, remarks.INTERVAL if several else remarks.ONE_REPLICATE]
    notes += [remarks.SAME_LUCK, remarks.OF_QUARTERS] if levers_shown and years else []
    notes += [] if years else [remarks.LAST_QUARTER]
    notes += stress.notes(summary["stress"], scenario)
    notes += risk_remarks(summary["large_scale_return"]) if years else []
    notes += contagion.notes(summary)
    notes += remarks.of_tables(scenario)
    notes += [remarks.part(summary["scale"], years)] if summary["scale"] < 1.0 else []
    tables.print_notes([*notes, remarks.MONEY, UNCALIBRATED], lang)
    print(
        Text(
            f"  accounts: largest imbalance {summary['accounts']['max_imbalance']:.1e}; state {summary['state_sha256'][:16]}",
            f"  账目收支最大相对差额：{summary['accounts']['max_imbalance']:.1e}；状态指纹：{summary['state_sha256'][:16]}",
        ).of(lang)
    )


def print_heading(summary: Mapping[str, Any], scenario: Scenario, options: argparse.Namespace) -> None:
    """What was run."""
    seed = shared.SEED if options.seed is None else options.seed
    quarters = tables.period(scenario.first, summary["quarters"], options.lang)
    name = Text(f"{scenario.title['en']} ({scenario.name})", f"{scenario.title['zh']}（{scenario.name}）")
    size = Text(
        f"{summary['replicates']} replicate{'s' if summary['replicates'] > 1 else ''}, {quarters}, {summary['households']:,} households, seed {seed}",
        f"重复模拟{summary['replicates']}次，{quarters}，{summary['households']:,}户，随机种子{seed}",
    )
    named = changes.below(name.of(options.lang), summary["changed"], options.lang, tables.columns())
    print(f"\n{named}\n{size.of(options.lang)}\n")


def risk_remarks(risk: Mapping[str, Any]) -> list[Text]:
    """What the tables of exceedance need beside them."""
    return [remarks.NO_THRESHOLD, remarks.PLACES, *([remarks.RARE] if remarks.rare(risk) else [])]


def show_years(summary: Mapping[str, Any], lang: str) -> None:
    """Fourth quarters of the main measures, with intervals; the last quarter where no fourth one was lived."""
    names = list(next(iter(summary["measures"].values()))["by_quarter"])
    fourth = [name for name in names if name.endswith("Q4")]
    rows = []
    for quarter in fourth or names[-1:]:
        row = [tables.year(quarter, lang)]
        for group, name, _ in YEARS:
            found = series(summary, group, name)[quarter]
            factor, digits = tables.scale(group, name, lang)
            value, low, high = (tables.plain(x, factor, digits) for x in (found["mean"], *found["ci95"]))
            row.append(tables.with_interval(value, low, high, lang))
        rows.append(row)
    title = Text(
        "By year: fourth quarter, mean and 95 % interval" if fourth else "Last quarter: mean and 95 % interval",
        "各年四季度主要指标（平均值，括号内为95%区间）"
        if fourth
        else "最后一个季度的主要指标（平均值，括号内为95%区间）",
    )
    headings = [Text("quarter", "季度").of(lang), *(text.of(lang) for _, _, text in YEARS)]
    tables.print_table(title.of(lang), headings, rows)


def series(summary: Mapping[str, Any], group: str, measure: str) -> Mapping[str, Any]:
    """Quarters of one measure of one group."""
    entry = summary["measures"][measure]
    return (entry if group == entry["group"] else entry["groups"][group])["by_quarter"]


def show_risk(risk: Mapping[str, Any], lang: str) -> None:
    """Exceedance by window."""
    for window, found in risk["windows"].items():
        digits = 0 if found["county"][0]["replicates"] <= 100 else 1
        rows = [
            [
                f"> {tables.share(row['threshold'], 0)}",
                tables.share(row["probability"], digits),
                tables.between_shares(row["ci95"][0], row["ci95"][1], digits, lang),
                *(tables.share(place[name], digits) for place in places for name in ("probability", "scattered")),
            ]
            for row, *places in zip(found["county"], found["worst_township"], found["worst_village"], strict=True)
        ]
        when = tables.years(window, lang)
        title = Text(
            f"Probability (%) that the largest yearly return rate of {when} exceeds a threshold",
            f"{when}间最高年度返贫率超过阈值的概率（%）",
        )
        headings = (
            Text("return\nrate (%)", "返贫率\n阈值（%）"),
            Text("county", "全县"),
            Text("95 %\ninterval", "95%区间"),
            Text("worst\ntownship", "最严重\n的乡镇"),
            Text("\nscattered", "（随机\n分布时）"),
            Text("worst\nvillage", "最严重\n的村"),
            Text("\nscattered", "（随机\n分布时）"),
        )
        tables.print_table(title.of(lang), [heading.of(lang) for heading in headings], rows)


def show_levers(effects: Mapping[str, list[dict[str, Any]]], lang: str) -> None:
    """Effect of each lever: with it minus without it."""
    if not effects:
        return
    rows = []
    for lever, found in effects.items():
        by_name = {row["name"]: row for row in found}
        if all(row["difference"] in (0.0, None) and row["standard_error"] in (0.0, None) for row in found):
            rows.append([levers.TITLES[lever].of(lang), Text("no effect yet", "模拟期内未起作用").of(lang), "", "", ""])
            continue
        rate, income, cost = (
            by_name[name] for name in ("return_rate.ex_poor", "income_per_person.ex_poor", "fiscal_cost.county")
        )
        money = tables.scale("county", "fiscal_cost", lang)
        rows.append(
            [
                levers.TITLES[lever].of(lang),
                tables.signed(rate["difference"], 100.0),
                tables.between(tables.signed(rate["low"], 100.0), tables.signed(rate["high"], 100.0), lang),
                tables.signed(income["difference"], 1.0, 0),
                tables.signed(cost["difference"], *money),
            ]
        )
    title = Text(
        f"What each lever does: with it minus without it, same luck, {found[0]['replicates']} pairs of runs",
        f"各项政策的作用（有该政策减去无该政策，随机条件相同，成对模拟{found[0]['replicates']}次）",
    )
    headings = (
        Text("lever", "政策"),
        Text("return rate,\nex-poor (points)", "返贫率变化\n（百分点）"),
        Text("95 % interval\n(points)", "95%区间\n（百分点）"),
        Text("income per person,\nex-poor (CNY/year)", "脱贫人口人均收入\n变化（元/年）"),
        Text("public cost\n(million CNY/year)", "财政支出变化\n（万元/年）"),
    )
    tables.print_table(title.of(lang), [heading.of(lang) for heading in headings], rows)
