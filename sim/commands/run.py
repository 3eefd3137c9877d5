"""``fanpin run``: replicates of one scenario, the risk of a large-scale return, the effect of each lever."""

from __future__ import annotations

import argparse
from typing import Any

from sim import results
from sim.analysis import levers
from sim.analysis.risk import large_scale_return
from sim.commands import shared
from sim.language import Text
from sim.outcomes import PLACE_OF
from sim.runs import Job, Run
from sim.scenario import Scenario
from sim.spec import quarter_name

REPLICATES = 10
LEVER_REPLICATES = 4  # pairs for the effect of each lever; common random numbers make few enough

COVERS = Text(
    "Intervals cover luck only (monte_carlo), not the uncertainty of parameters, which has not been assessed.",
    "区间只反映随机波动（monte_carlo），不含参数不确定性（尚未评估）。",
)
UNCALIBRATED = Text(
    "The model is not calibrated yet: most effect sizes are assumptions (see fanpin parameters). Compare scenarios; do not forecast.",
    "模型尚未校准，多数效应大小为假定（见 fanpin parameters）。宜用于比较情景，不宜作预测。",
)


def command(options: argparse.Namespace) -> None:
    """Run, save, tell."""
    folder = shared.out(options)
    (scenario,) = shared.scenarios([options.scenario], options)
    replicates = options.replicates or REPLICATES
    main_jobs = shared.jobs([scenario], replicates, options)
    others = {} if options.no_levers else levers.variants(scenario)
    pairs = min(replicates, LEVER_REPLICATES) if replicates > 1 else 0
    lever_jobs = shared.jobs(list(others.values()), pairs, options) if others and pairs else []
    ordered = sorted([*main_jobs, *lever_jobs], key=lambda job: job.luck.idiosyncratic)
    runs = dict(zip(ordered_keys(ordered), shared.lived(ordered, options, folder), strict=True))
    main = [runs[scenario.name, r] for r in range(replicates)]
    summary = summarised(scenario, main, main_jobs, options)
    summary["levers"] = {
        lever: levers.effects(main[:pairs], [runs[other.name, r] for r in range(pairs)])
        for lever, other in others.items()
        if pairs
    }
    if folder is not None:
        description = summary["manifest"]
        tidy = results.tidy({scenario.name: main}, scenario.first, range(replicates))
        results.save(
            folder,
            {"summary.json": results.as_json(summary), "quarters.parquet": results.parquet(tidy)},
            description,
        )
        shared.Parts(folder.with_name(f"{folder.name}.partial")).remove()
    if options.json:
        shared.print_json(summary)
    else:
        show(summary, scenario, main, options)


def ordered_keys(jobs: list[Job]) -> list[tuple[str, int]]:
    """Scenario and replicate of each job."""
    return [(job.scenario.name, job.luck.idiosyncratic) for job in jobs]


def summarised(scenario: Scenario, runs: list[Run], jobs: list[Job], options: argparse.Namespace) -> dict[str, Any]:
    """The summary that every run leaves."""
    settings = {**results.describe_jobs(jobs), "lane": options.lane, "set": list(options.set)}
    return {
        "scenario": scenario.name,
        "title": dict(scenario.title),
        "replicates": len(runs),
        "quarters": jobs[0].horizon,
        "households": runs[0].households,
        "scale": runs[0].scale,
        "large_scale_return": large_scale_return(runs, 2000 + scenario.first // 4),
        "measures": results.measures(runs, scenario.first),
        "accounts": {"max_imbalance": max(run.imbalance for run in runs)},
        "covers": COVERS._asdict(),
        "limits": UNCALIBRATED._asdict(),
        "state_sha256": results.state_sha256(runs),
        "manifest": results.manifest("run", [scenario], settings),
    }


def show(summary: dict[str, Any], scenario: Scenario, runs: list[Run], options: argparse.Namespace) -> None:
    """Tables for a person."""
    lang = options.lang
    print(f"\n{scenario.title[lang]} ({scenario.name})")
    print(
        Text(
            f"{len(runs)} replicates, {summary['quarters']} quarters, {summary['households']:,} households, seed {options.seed}",
            f"重复模拟 {len(runs)} 次，{summary['quarters']} 个季度，{summary['households']:,} 户，种子 {options.seed}",
        ).of(lang)
    )
    if summary["scale"] < 1.0:
        print(
            Text(
                "A part of the county: sampling noise is larger; village tails and concentration need the full size.",
                "只模拟了部分村：抽样波动较大；村级尾部风险与集中度需用全县规模。",
            ).of(lang)
        )
    print()
    show_years(summary, lang)
    show_risk(summary["large_scale_return"], lang)
    show_levers(summary["levers"], lang)
    print(COVERS.of(lang))
    print(UNCALIBRATED.of(lang))
    print(
        Text(
            f"accounts: largest imbalance {summary['accounts']['max_imbalance']:.1e}; state {summary['state_sha256'][:16]}",
            f"账户最大不平衡 {summary['accounts']['max_imbalance']:.1e}；状态指纹 {summary['state_sha256'][:16]}",
        ).of(lang)
    )


YEARS = (
    ("return_rate", None, Text("return rate", "返贫率"), True),
    ("new_poverty_rate", None, Text("new poverty (others)", "新致贫率（其他农户）"), True),
    ("headcount", "ex_poor", Text("headcount, ex-poor", "脱贫户贫困发生率"), True),
    ("monitored_share", "ex_poor", Text("monitored, ex-poor", "脱贫户监测比例"), True),
    ("income_per_person", "ex_poor", Text("income/person, ex-poor (CNY2020)", "脱贫户人均收入（2020年价，元）"), False),
)


def show_years(summary: dict[str, Any], lang: str) -> None:
    """Fourth quarters of the main measures, with intervals."""
    rows = []
    first = next(iter(summary["measures"].values()))
    quarters = [q for q in first["by_quarter"] if q.endswith("Q4")] or list(first["by_quarter"])[-1:]
    for quarter in quarters:
        row = [quarter]
        for name, group, _, share in YEARS:
            entry = summary["measures"][name]
            found = (entry if group is None or group == entry["group"] else entry["groups"][group])["by_quarter"][
                quarter
            ]
            low, high = found["ci95"]
            if share:
                row.append(f"{shared.percent(found['mean'])} ({shared.between(low, high)})")
            else:
                row.append(f"{found['mean']:,.0f}")
        rows.append(row)
    headings = [Text("quarter", "季度").of(lang), *(title.of(lang) for _, _, title, _ in YEARS)]
    shared.print_table(
        Text("By year (fourth quarter, mean and 95 % interval)", "各年四季度（均值与95%区间）").of(lang), headings, rows
    )


def show_risk(risk: dict[str, Any], lang: str) -> None:
    """Exceedance by window."""
    for window, found in risk["windows"].items():
        rows = [
            [
                f"> {shared.percent(row['threshold'], 0)}",
                shared.percent(row["probability"], 1),
                shared.between(row["ci95"][0], row["ci95"][1], 1),
                shared.percent(village["probability"], 1),
                shared.percent(village["by_independence"], 1),
            ]
            for row, village in zip(found["county"], found["worst_village"], strict=True)
        ]
        shared.print_table(
            Text(
                f"Probability that the largest yearly return rate of {window} exceeds a threshold (no official one exists)",
                f"{window}年间最高年返贫率超过阈值的概率（“规模性”无官方阈值）",
            ).of(lang),
            [
                Text("threshold", "阈值").of(lang),
                Text("county", "全县").of(lang),
                Text("95 % interval", "95%区间").of(lang),
                Text("worst village", "最严重村").of(lang),
                Text("by independence alone", "仅因独立波动").of(lang),
            ],
            rows,
        )


def show_levers(effects: dict[str, list[dict[str, Any]]], lang: str) -> None:
    """Effect of each lever: with it minus without it."""
    if not effects:
        return
    rows = []
    for lever, found in effects.items():
        by_name = {row["name"]: row for row in found}
        back, income, cost = (
            by_name["return_rate.ex_poor"],
            by_name["income_per_person.ex_poor"],
            by_name["fiscal_cost.county"],
        )
        rows.append(
            [
                levers.TITLES[lever].of(lang),
                f"{100 * back['difference']:+.2f}",
                f"{100 * back['low']:+.2f} … {100 * back['high']:+.2f}",
                f"{income['difference']:+,.0f}",
                f"{4 * cost['difference'] / 1e6:+,.1f}",
            ]
        )
    shared.print_table(
        Text(
            "What each lever does: with it minus without it, same luck (mean of fourth quarters)",
            "各项政策的作用：有减无，随机条件相同（各年四季度平均）",
        ).of(lang),
        [
            Text("lever", "政策").of(lang),
            Text("return rate, points", "返贫率（百分点）").of(lang),
            Text("95 % interval", "95%区间").of(lang),
            Text("income/person, ex-poor (CNY2020)", "脱贫户人均收入（元）").of(lang),
            Text("public cost, million CNY2020/year", "财政支出（百万元/年）").of(lang),
        ],
        rows,
    )


def last_quarter(scenario: Scenario, horizon: int) -> str:
    """Name of the last quarter lived."""
    return quarter_name(scenario.first + horizon - 1)


def value(run: Run, group: str, measure: str) -> Any:
    """One series of a run."""
    return run.values[:, PLACE_OF[group, measure]]
