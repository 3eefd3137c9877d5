"""What ``fanpin run`` shows and saves of the network that households share, and of what its failures did."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from sim import network, results
from sim.analysis import cascade, contagion
from sim.commands import shared, tables
from sim.following import NODES
from sim.language import Text
from sim.measures.contagion import tail
from sim.network_sizes import SIZES
from sim.runs import Job, Run
from sim.spec import quarter_name
from sim.start import start_of

Row = Mapping[str, Any]
Made = dict[str, Callable[[], bytes]]
CASCADES, EXPOSURE, LARGEST = "cascades.csv", "exposure.csv", "largest_cascade.csv"
FIGURES = {lang: f"cascade.{lang}.png" for lang in ("zh", "en")}
NETWORK = Text(
    "Node: an enterprise, workshop or co-operative; line: a job, shares, orders, rent, days of work or a loan passed on, each on one "
    "firm. Ranges are assumed (grade assumed), not measured; sizes of the ex-poor are in persons.",
    "主体指企业、就业帮扶车间和合作社；联结指农户在某一主体的就业、入股、订单、土地流转、务工或户贷企用，每项计为一项。"
    "假定范围为文件研读后的建议值（证据等级：假定），不是实测值；脱贫人口比例按人数计。",
)
TRACED = Text(
    "Traced: of the ex-poor returned at a fourth quarter, those whose household lost a line in that year because a firm "
    "failed, by the firm on which most lost lines hung. This is a classification. Those who lost a line and the others "
    "differ in more than the failure, so neither it nor the two return rates say what failures cause: that takes pairs of "
    "runs with and without a failure, as in stress tests.",
    "溯源：四季度返贫的脱贫人口中，当年因主体倒闭失去利益联结的，归入失去联结最多的主体。这只是归类：受波及农户与其他农户的差别不只在倒闭一事，"
    "溯源比例和两组返贫率都不代表倒闭造成的返贫，因果须用有、无倒闭的成对模拟（如压力测试）回答。",
)


def summary(runs: Sequence[Run], first: int) -> dict[str, Any]:
    """The entries ``network`` and ``contagion`` of a summary."""
    seen = contagion.followed(runs)
    return {"network": contagion.network(seen), "contagion": contagion.contagion(seen, first)}


def show(found: Row, lang: str) -> None:
    """The two tables: sizes of the network, and failures by kind of firm."""
    tables.print_table(*sizes(found["network"], lang))
    tables.print_table(*failures(found["contagion"], lang))


def sizes(found: Row, lang: str) -> tuple[str, list[str], list[list[str]]]:
    """Title, headings and rows: each size at the start and at the end beside the range assumed for it."""
    rows = []
    for name in SIZES:
        row = found["sizes"][name]
        factor, digits = of_unit(row["unit"])
        percent = Text(" (%)", "（%）").of(lang) if row["unit"].startswith("share") else ""
        values = [
            with_interval(row[end], factor, digits, lang)
            if digits < 4
            else tables.plain(row[end]["mean"], factor, digits)
            for end in ("start", "end")
        ]
        rows.append([Text(row["en"], row["zh"]).of(lang) + percent, *values, range_of(row["assumed"], factor, lang)])
    title = Text(
        "The network that households share (mean of replicates, 95 % interval)",
        "利益联结主体概况（各次模拟平均，括号内为95%区间）",
    )
    headings = (
        Text("", ""),
        Text("start", "期初"),
        Text("end", "期末"),
        Text("assumed\nrange", "假定范围"),
    )
    return title.of(lang), [heading.of(lang) for heading in headings], rows


def of_unit(unit: str) -> tuple[float, int]:
    """Factor and decimals of a size."""
    if unit.startswith("share"):
        return 100.0, 1
    return 1.0, {"workshops": 0, "posts/workshop": 0, "index": 4}.get(unit, 2)


def range_of(bounds: Sequence[float] | None, factor: float, lang: str) -> str:
    """The range assumed for a size; nothing where there is none."""
    return tables.between(f"{factor * bounds[0]:g}", f"{factor * bounds[1]:g}", lang) if bounds else tables.NONE


def with_interval(row: Row, factor: float, digits: int, lang: str) -> str:
    """A mean with its interval."""
    value, low, high = (tables.plain(x, factor, digits) for x in (row["mean"], *row["ci95"]))
    return tables.with_interval(value, low, high, lang)


def failures(found: Row, lang: str) -> tuple[str, list[str], list[list[str]]]:
    """Title, headings and rows: failures of each kind of firm, whom they hit, and the returns traced to them."""
    kinds = {text.of(lang): found["nodes"][name] for name, text in NODES.items()}
    rows = [
        [
            name,
            tables.plain(row["failures_per_year"]["mean"], 1.0, 1),
            tables.share(row["failure_rate"]["mean"], 1),
            range_of(row["assumed_rate"], 100.0, lang),
            tables.plain(row["households_per_year"]["mean"], 1.0, 0),
            tables.plain(row["largest_cascade"], 1.0, 0),
            with_interval(row["share_of_returns"], 100.0, 1, lang),
        ]
        for name, row in {**kinds, Text("all", "合计").of(lang): found["all_nodes"]}.items()
    ]
    title = Text("Failures and the lines of income lost with them", "主体倒闭及由此中断的利益联结")
    headings = (
        Text("firms", "主体"),
        Text("failures\na year", "年均\n倒闭数"),
        Text("failure rate\na year (%)", "年倒闭率\n（%）"),
        Text("assumed\n(%)", "假定范围\n（%）"),
        Text("households\nhit a year", "年均\n波及户数"),
        Text("largest\n(households)", "最大一次\n（户）"),
        Text("share of all returns\ntraced to them (%)", "溯源返贫人数\n占比（%）"),
    )
    return title.of(lang), [heading.of(lang) for heading in headings], rows


def notes(found: Row) -> list[Text]:
    """What stands below: the worst quarter, the two return rates, and what the words mean."""
    rates, worst = found["contagion"]["return_rate"], found["contagion"]["worst_quarter"]["all"]

    def shown(row: Row, factor: float, digits: int) -> Text:
        return Text(*(with_interval(row, factor, digits, one) for one in ("en", "zh")))

    twice, exposed, others = shown(worst, 1.0, 0), shown(rates["exposed"], 100.0, 2), shown(rates["others"], 100.0, 2)
    told = [
        Text(
            f"Households that lost two or more lines in one quarter, in the worst quarter of a run: {twice.en}.",
            f"一个季度内失去两项及以上利益联结的户数，最多的季度为{twice.zh}户。",
        )
    ]
    if rates["others"]["mean"] is not None:
        told.append(
            Text(
                f"Return rate of the ex-poor who lost a line to a failure in the year: {exposed.en} %; of the others: {others.en} % "
                "(mean of the fourth quarters).",
                f"当年因主体倒闭失去利益联结的脱贫人口返贫率{exposed.zh}%，其他脱贫人口{others.zh}%（各年四季度平均）。",
            )
        )
    return [*told, NETWORK, TRACED]


def tables_of(runs: Sequence[Run], jobs: Sequence[Job], pair: cascade.After | None) -> Made:
    """The CSV files: every cascade, who hung on what in the first replicate before its first quarter, the largest cascade."""
    rows = contagion.cascade_rows(runs, range(len(runs)))
    files: Made = {EXPOSURE: lambda: results.csv_bytes(network.table(first_of(jobs[0])))}
    if rows:
        files[CASCADES] = lambda: results.csv_bytes(rows)
    if pair is not None:
        files[LARGEST] = lambda: results.csv_bytes(pair.rows())
    return files


def pair_of(runs: Sequence[Run], jobs: Sequence[Job], wanted: bool = True) -> cascade.After | None:
    """The largest cascade with its failure and without it."""
    return cascade.after_the_largest(jobs, runs) if wanted else None


def first_of(job: Job) -> network.InVillages:
    """The agents of a replicate before its first quarter."""
    return start_of(job.scenario, job.luck, job.households)


def files(runs: Sequence[Run], jobs: Sequence[Job], title: Text, options: argparse.Namespace) -> Made:
    """All files of the network: tables, and the figure where a cascade could be lived without its failure."""
    if not options.quiet:
        shared.tell(options, Text("living the largest failure with and without it", "成对模拟波及最广的一次倒闭"))
    pair = pair_of(runs, jobs)
    found = tables_of(runs, jobs, pair)
    if pair is not None:
        for lang, name in FIGURES.items():
            found[name] = drawing(pair, runs, title, lang)
    return found


def drawing(pair: cascade.After, runs: Sequence[Run], title: Text, lang: str) -> Callable[[], bytes]:
    """What makes the figure in one language."""
    return lambda: figure(pair, runs, title, lang)


def figure(pair: cascade.After, runs: Sequence[Run], title: Text, lang: str) -> bytes:
    """The cascade after a failure, as PNG bytes."""
    from sim import plots

    titles = {
        "linked": Text("persons with a line of income on any firm, %", "仍与经营主体有利益联结的人口（%）"),
        "welfare": Text("income less medical cost, CNY a person and year", "扣除医疗自付后的人均收入（元/年）"),
        "poor": Text("poor persons, %", "贫困人口（%）"),
    }
    stories = []
    for name, text in titles.items():
        factor = 1.0 if name == "welfare" else 100.0
        struck, calm = (factor * side[:, cascade.SEEN.index(name)] for side in pair.seen)
        stories.append(plots.Story(text.of(lang), struck.tolist(), calm.tolist(), name != "welfare"))
    after = [quarter - pair.cascade.quarter for quarter in pair.quarters]
    return plots.after_failure(stories, after, tails(runs, lang), lang, below(pair, len(runs), title).of(lang))


def tails(runs: Sequence[Run], lang: str) -> dict[str, tuple[list[float], list[float]]]:
    """Sizes of cascades and how many of at least that size a year brings, by kind of firm; kinds without cascades are left out."""
    seen, found = contagion.followed(runs), {}
    years = len(runs) * seen.failed.shape[1] / 4.0
    for k, text in enumerate(NODES.values()):
        own = np.concatenate([table[table[:, contagion.KIND] == k, contagion.SIZE] for table in seen.cascades])
        if own.size:
            curve = tail(own)
            found[text.of(lang)] = (curve.size.tolist(), (curve.share * own.size / years).tolist())
    return found


def below(pair: cascade.After, replicates: int, title: Text) -> Text:
    """The line below the figure."""
    c = pair.cascade
    kind = list(NODES.values())[c.kind]
    one = {"enterprises": "enterprise", "workshops": "workshop", "co-operatives": "co-operative"}[kind.en]
    quarter = quarter_name(c.quarter)
    return Text(
        f"{title.en}. The first three panels follow the {c.households:,} households ({pair.persons:,} persons) that lost a line of income when "
        f"one {one} failed in {quarter}, in replicate {c.replicate}: as lived, and lived again with the same luck but without this failure. "
        "One pair of runs: no interval. The largest cascade was chosen, not a typical one. Fourth panel: "
        f"{replicates} replicate{'s' if replicates > 1 else ''}. The model is not calibrated: compare, do not forecast.",
        f"{title.zh}。前三图追踪{tables.year(quarter, 'zh')}一家{kind.zh}倒闭时失去利益联结的{c.households:,}户、{pair.persons:,}人（重复模拟序号{c.replicate}）："
        "“倒闭”为原模拟，“假如未倒闭”为随机条件相同、仅该主体不倒闭的再模拟。只有一对模拟，没有区间；所选为波及户数最多的一次，不代表一般情况。"
        f"第四图为{replicates}次重复模拟的平均。模型尚未校准，宜作比较，不宜作预测。",
    )
