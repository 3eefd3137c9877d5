"""``fanpin bench``: speed, memory and start-up on this machine, and what a sweep will take."""

from __future__ import annotations

import argparse
from typing import Any

from sim import results
from sim.benchmark import benchmark
from sim.commands import shared
from sim.language import Text

QUARTERS = 40
LABELS = {
    "threads_1": Text("one thread", "单线程"),
    "burn_in": Text("burn-in (2016-2020)", "预热期（2016-2020年）"),
    "compiled": Text("compiled lane, small population", "编译方式，小规模人口"),
    "agents": Text("agents lane, same population", "逐个主体方式，同一人口"),
    "ratio": Text("ratio of the lanes", "两种方式之比"),
    "help": Text("fanpin --help", "fanpin --help"),
    "cold_compilation": Text("first compilation, two processes", "首次编译（双进程）"),
    "first_quarter": Text("first quarter right after it", "编译后首个季度"),
    "later_process": Text("later process: start to first quarter", "以后每次启动至首个季度"),
    "one_worker": Text("one worker", "单进程"),
    "state_bytes_per_household": Text("state, bytes a household", "每户状态字节数"),
    "peak_process_MiB": Text("peak of the process, MiB", "进程内存峰值（MiB）"),
}
PARTS = {
    "seconds_per_run": Text("Seconds for one replicate of the county", "全县一次模拟用时（秒）"),
    "household_quarters_per_second": Text("Household-quarters a second", "每秒模拟的户·季度数"),
    "start_up_seconds": Text("Start-up, seconds", "启动用时（秒）"),
    "memory": Text("Memory", "内存"),
    "seconds_per_1000_runs": Text("Seconds for 1,000 runs, burn-in included", "1000次模拟用时（秒，含预热期）"),
}


def command(options: argparse.Namespace) -> None:
    """Measure; print or save."""
    folder = shared.out(options)
    with shared.progress(options, Text("measuring", "测量中")) as tell:
        found = benchmark(options.households, QUARTERS, tell)
    if folder is not None:
        files = {"summary.json": results.as_json(found), "passes.csv": results.csv_bytes(found["passes"])}
        results.save(folder, files, {"command": "bench", "versions": results.versions(), "commit": results.commit()})
    if options.json:
        shared.print_json(found)
    else:
        show(found, options.lang)


def show(found: dict[str, Any], lang: str) -> None:
    """Tables for a person."""
    machine = found["machine"]
    print(
        f"\n{machine['processor']}, {machine['cores']} × CPU, {machine['memory_GiB']} GiB, Python {machine['python']}"
    )
    print(
        Text(
            f"{found['households']:,} households, {found['quarters']} quarters",
            f"{found['households']:,} 户，{found['quarters']} 个季度",
        ).of(lang)
        + "\n"
    )
    for part, title in PARTS.items():
        rows = [
            [label(key, lang), "-" if value is None else f"{value:,.4g}" if value < 1000 else f"{value:,.0f}"]
            for key, value in found[part].items()
        ]
        shared.print_table(title.of(lang), [Text("what", "项目").of(lang), Text("value", "数值").of(lang)], rows)
    rows = [[row["pass"], f"{row['ns_per_household']:.1f}", "*" if row["slow"] else ""] for row in found["passes"]]
    headings = [
        Text("pass", "步骤").of(lang),
        Text("ns a household", "每户纳秒").of(lang),
        Text("slow", "偏慢").of(lang),
    ]
    shared.print_table(Text("Each pass, one thread", "各步骤（单线程）").of(lang), headings, rows)


def label(key: str, lang: str) -> str:
    """Name of one figure."""
    if key in LABELS:
        return LABELS[key].of(lang)
    kind, _, number = key.partition("_")
    return Text(f"{number} {kind}", f"{number} 个{'线程' if kind == 'threads' else '进程'}").of(lang)
