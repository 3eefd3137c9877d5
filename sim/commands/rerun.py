"""``fanpin reproduce --check DIR``: live again what a result folder's manifest describes, and compare."""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from pathlib import Path
from typing import Any, NamedTuple

from sim import provenance, results
from sim.commands import compare, contagion, explaining, risk, run, shared, stress
from sim.county import Luck
from sim.language import Text
from sim.parameters import GROUPS
from sim.population.table_files import TableFile, fingerprint
from sim.runs import Job, Run
from sim.scenario import Scenario, digest_of
from sim.spec import Invalid, Tree
from sim.store import MANIFEST

SUMMARY, QUARTERS = "summary.json", "quarters.parquet"
COMMANDS = ("run", "compare", "risk")
SHOWN = 5  # differences of one part that are told
TITLES = {
    "digest": Text("parameters of the manifest", "记录的参数（manifest.json）"),
    "state_sha256": Text("final state (state_sha256)", "期末状态指纹（state_sha256）"),
    "quarters_sha256": Text("values of all quarters (quarters_sha256)", "逐季数值指纹（quarters_sha256）"),
    "measures": Text("measures (summary.json)", "各项指标（summary.json）"),
    "differences": Text("differences between scenarios (summary.json)", "情景之间的差异（summary.json）"),
    "large_scale_return": Text("risk of a large-scale return (summary.json)", "规模性返贫风险（summary.json）"),
    "curve": Text("exceedance curve (summary.json)", "超阈值概率曲线（summary.json）"),
    "yearly_rates": Text("return rate by year (summary.json)", "年度返贫率（summary.json）"),
    "network": Text("the network (summary.json)", "利益联结主体（summary.json）"),
    "contagion": Text("failures and lines of income lost (summary.json)", "主体倒闭与利益联结中断（summary.json）"),
    "levers": Text("effects of levers (summary.json)", "各项政策的作用（summary.json）"),
    "stress": Text("effects of forced shocks (summary.json)", "强制冲击的影响（summary.json）"),
    "accounts": Text("accounts (summary.json)", "账户平衡（summary.json）"),
    "causes": Text("causes of returns (summary.json)", "返贫原因（summary.json）"),
    "lives": Text("lives around a return (summary.json)", "返贫农户经过（summary.json）"),
    "size": Text("size of the run (summary.json)", "模拟规模（summary.json）"),
    QUARTERS: Text("quarter by quarter (quarters.parquet)", "逐季数据（quarters.parquet）"),
    contagion.CASCADES: Text("cascades (cascades.csv)", "各次倒闭波及情况（cascades.csv）"),
    contagion.EXPOSURE: Text("who hangs on what (exposure.csv)", "各户利益联结（exposure.csv）"),
    contagion.LARGEST: Text("the largest cascade (largest_cascade.csv)", "最大一次波及（largest_cascade.csv）"),
}
SIZE = ("replicates", "quarters", "households", "scale", "first_year")


class Stored(NamedTuple):
    """A result folder as it stands."""

    folder: Path
    manifest: Mapping[str, Any]
    summary: Mapping[str, Any]
    scenarios: list[Scenario]
    jobs: list[Job]


class Difference(NamedTuple):
    """One number or text that did not come out the same."""

    where: str
    stored: Any
    computed: Any


def stored(folder: Path, options: argparse.Namespace) -> Stored:
    """What the folder's manifest describes; ``Invalid`` where it is no result of run, compare or risk."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
        command = str(manifest["command"])
    except (OSError, ValueError, KeyError, TypeError):
        raise shared.refused(
            f"{folder} is not a result folder: it holds no {MANIFEST} that can be read",
            f"“{folder}”不是结果文件夹：其中没有可读取的 {MANIFEST}",
        ) from None
    if command not in COMMANDS:
        raise shared.refused(
            f"{folder} holds a result of {command}; only those of {', '.join(COMMANDS)} can be checked",
            f"“{folder}”是 {command} 的结果；只能核对 {'、'.join(COMMANDS)} 的结果",
        )
    try:
        summary = json.loads((folder / SUMMARY).read_text("utf-8"))
        table, firms, ties = (
            table_of_result(folder, name, manifest["settings"].get(name), options) for name in shared.TABLES
        )
        scenarios = [
            scenario_of(name, entry)._replace(table=table, firms=firms, ties=ties)
            for name, entry in manifest["scenarios"].items()
        ]
        jobs = jobs_of(scenarios, manifest["settings"], options, follow=command == "run")
        return Stored(folder, manifest, summary, scenarios, jobs)
    except Invalid:
        raise  # parameters that this version does not know
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as wrong:
        raise shared.refused(
            f"{folder} is not a complete result folder: {type(wrong).__name__} {wrong}",
            f"“{folder}”不是完整的结果文件夹：{type(wrong).__name__} {wrong}",
        ) from None


def table_of_result(
    folder: Path, table: str, known: Mapping[str, str] | None, options: argparse.Namespace
) -> TableFile | None:
    """A table that the result was made from: as its option says, else where it was, else beside the folder."""
    if known is None:
        return None
    name, given, title = Path(known["file"]), getattr(options, table), shared.TABLES[table]
    places = [Path(given)] if given else [name, folder.absolute().parent / name.name]
    for place in places:
        if place.is_file() and (found := fingerprint(str(place))).sha256 == known["sha256"]:
            return found._replace(file=known["file"])
    raise shared.refused(
        f"the {title.en} {name.name} (SHA-256 {known['sha256'][:16]}...) was not found unchanged in "
        f"{', '.join(map(str, places))}; name it with --{table}",
        f"没有找到未经改动的{title.zh} {name.name}（SHA-256 {known['sha256'][:16]}……，查找位置：{'、'.join(map(str, places))}）；请用 --{table} 指明",
        f"--{table}",
    )


def scenario_of(name: str, entry: Mapping[str, Any]) -> Scenario:
    """The scenario that a manifest describes."""
    made = Scenario(
        name=name, title=entry["title"], description={}, tree=Tree.from_json(GROUPS, entry["parameters"]), files=(),
        digest=str(entry["digest"]), start=entry["start"], end=entry["end"], warnings=(), applied=(),
    )  # fmt: skip
    if made.last < made.first:
        raise ValueError(f"{made.start} > {made.end}")
    return made


def jobs_of(
    scenarios: list[Scenario], settings: Mapping[str, Any], options: argparse.Namespace, follow: bool
) -> list[Job]:
    """Replicate by replicate, all scenarios, as the command ran them."""
    seed, replicates, quarters = (int(settings[key]) for key in ("seed", "replicates", "quarters"))
    households = None if settings["households"] is None else int(settings["households"])
    return [
        Job(s, Luck.of(seed, r), households, quarters, settings["lane"], options.threads, follow)
        for r in range(replicates)
        for s in scenarios
    ]


def checked(found: Stored, options: argparse.Namespace) -> dict[str, Any]:
    """Live it again and compare part by part; differences go to standard error."""
    off = run.lever_jobs(found.scenarios[0], found.jobs) if found.summary.get("levers") else []
    jobs = [*found.jobs, *off]
    every = shared.by_scenario(jobs, shared.lived(jobs, options, None, {}))
    runs = {s.name: every[s.name] for s in found.scenarios}
    more = effects(found, every, options)
    parts = {**of_summary(found, runs, more), **of_files(found, runs)}
    same = {part: not differing for part, differing in parts.items()}
    if not options.json:
        tell(found, parts, options.lang)
    return {
        "name": found.manifest["command"],
        "folder": str(found.folder),
        "same": same,
        "differences": {
            part: [different._asdict() for different in differing] for part, differing in parts.items() if differing
        },
    }


def effects(found: Stored, every: Mapping[str, list[Run]], options: argparse.Namespace) -> dict[str, Any]:
    """Effects of levers and of forced shocks, causes and lives, where the summary holds them."""
    scenario, more = found.scenarios[0], dict[str, Any]()
    if found.summary.get("levers"):
        more["levers"] = run.lever_effects(scenario, every)
    if found.summary.get("stress"):
        more["stress"] = stress.effects(scenario, found.jobs[: run.pairs(len(found.jobs))], options)
    if asked := found.manifest["settings"].get("explain"):
        digest = every[scenario.name][0].digest
        more |= explaining.summary(explaining.explanation(found.jobs[0], int(asked), digest, options))
    return more


def of_summary(found: Stored, runs: Mapping[str, list[Run]], more: Mapping[str, Any]) -> dict[str, list[Difference]]:
    """Differences in the parameters' digest and in what the summary says; ``more`` was computed beside ``runs``."""
    first = found.scenarios[0]
    command = found.manifest["command"]
    if command == "compare":
        computed = compare.findings(found.scenarios, runs)
    else:
        computed = {"run": run, "risk": risk}[command].findings(first, runs[first.name])
    computed = json.loads(results.as_json({**computed, **more}))
    parts = {
        "digest": [
            Difference(s.name, s.digest, now)
            for s in found.scenarios
            if (now := digest_of(s.tree, s.first, s.last)) != s.digest
        ],
        "size": [d for key in SIZE if key in computed for d in differences(found.summary.get(key), computed[key], key)],
    }
    for key, value in computed.items():
        if key not in SIZE:
            parts[key] = list(differences(found.summary.get(key), value, key))
    return parts


def differences(old: Any, new: Any, where: str) -> Iterator[Difference]:
    """Every leaf that differs between two JSON values."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in dict.fromkeys([*new, *old]):
            yield from differences(old.get(key), new.get(key), f"{where}.{key}")
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for k, (before, now) in enumerate(zip(old, new, strict=True)):
            yield from differences(before, now, f"{where}[{k}]")
    elif old != new:
        yield Difference(where, old, new)


def of_files(found: Stored, runs: Mapping[str, list[Run]]) -> dict[str, list[Difference]]:
    """Differences in the tidy table and in those of the network, by content; other files must be as they were written."""
    parts = {}
    outputs = found.manifest.get("outputs", {})
    if QUARTERS in outputs:
        replicates = range(len(next(iter(runs.values()))))
        tidy = results.tidy(runs, found.scenarios[0].first, replicates)
        parts[QUARTERS] = table_differences(found.folder / QUARTERS, tidy)
    parts |= of_network(found, runs, outputs)
    for name, sha in outputs.items():
        path = found.folder / name
        if name not in (SUMMARY, QUARTERS, *parts):
            now = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None
            parts[name] = [] if now == sha else [Difference(name, sha, now)]
    return parts


def of_network(found: Stored, runs: Mapping[str, list[Run]], outputs: Mapping[str, str]) -> dict[str, list[Difference]]:
    """Differences in the tables of the network, line by line."""
    if contagion.EXPOSURE not in outputs:
        return {}
    own = runs[found.scenarios[0].name]
    made = contagion.tables_of(own, found.jobs, contagion.pair_of(own, found.jobs, contagion.LARGEST in outputs))
    return {name: line_differences(found.folder / name, made[name]()) for name in made if name in outputs}


def line_differences(path: Path, now: bytes) -> list[Difference]:
    """Lines of a stored text that differ from the computed ones."""
    try:
        before = path.read_bytes()
    except OSError as wrong:
        return [Difference(path.name, type(wrong).__name__, None)]
    lines = zip_longest(before.decode("utf-8-sig", "replace").splitlines(), now.decode("utf-8-sig").splitlines())
    return [Difference(f"{path.name}:{k}", old, new) for k, (old, new) in enumerate(lines, 1) if old != new]


def table_differences(path: Path, tidy: Mapping[str, list[Any]]) -> list[Difference]:
    """Rows of the stored table that differ from the computed ones."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        old = pq.read_table(path).to_pydict()
    except (OSError, pa.ArrowException) as wrong:
        return [Difference(QUARTERS, type(wrong).__name__, None)]
    if list(old) != list(tidy) or len(old["value"]) != len(tidy["value"]):
        return [Difference("rows", len(next(iter(old.values()), [])), len(tidy["value"]))]
    rows = zip(zip(*old.values(), strict=True), zip(*tidy.values(), strict=True), strict=True)
    return [
        Difference(" ".join(map(str, now[:-1])), before[-1] if before[:-1] == now[:-1] else before, now[-1])
        for before, now in rows
        if before != now
    ]


def tell(found: Stored, parts: Mapping[str, list[Difference]], lang: str) -> None:
    """A verdict for each part; the first differences of each on standard error."""
    for part, differing in parts.items():
        verdict = Text("DIFFERENT", "不一致") if differing else Text("same", "一致")
        title = TITLES.get(part, Text(f"{part} (against what was written)", f"{part}（与写入时比较）"))
        print(f"{found.folder}{Text(': ', '：').of(lang)}{title.of(lang)}{Text(': ', '：').of(lang)}{verdict.of(lang)}")
        for d in differing[:SHOWN]:
            text = Text(
                f"  {d.where}: stored {shown(d.stored)}, computed {shown(d.computed)}\n",
                f"  {d.where}：原结果 {shown(d.stored)}，重算 {shown(d.computed)}\n",
            )
            sys.stderr.write(text.of(lang))
        if more := len(differing[SHOWN:]):
            sys.stderr.write(Text(f"  and {more:,} more\n", f"  另有{more:,}处\n").of(lang))
    if any(parts.values()):
        sys.stderr.write(origin(found).of(lang) + "\n")


def shown(value: Any) -> str:
    """A value on one short line."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else text[:77] + "..."


def origin(found: Stored) -> Text:
    """Which program wrote the result, and which one computed it again."""
    then = found.manifest.get("versions", {})
    now = provenance.versions()
    old, new = (f"fanpin {v.get('fanpin')}, Python {v.get('python')}, numpy {v.get('numpy')}" for v in (then, now))
    was, here = found.manifest.get("commit", "unknown"), provenance.commit()
    return Text(
        f"stored by {old}, commit {was}; computed by {new}, commit {here}",
        f"原结果：{old}，提交 {was}；重算：{new}，提交 {here}",
    )
