"""``fanpin bench``: speed, memory and start-up on this machine, and what a sweep will take."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import Any

from sim import results
from sim.benchmark import benchmark
from sim.commands import shared
from sim.commands.tables import NONE, plain, print_notes
from sim.language import Text

QUARTERS = 40
LABELS = {
    "threads_1": Text("one thread", "单线程"),
    "burn_in": Text("burn-in (2016-2020)", "预热期（2016-2020年）"),
    "compiled": Text("compiled lane, {households:,} households", "编译方式（{households:,}户）"),
    "agents": Text("agents lane, the same households", "逐个主体方式（同一批农户）"),
    "ratio": Text("ratio of the two lanes", "两种方式之比"),
    "help": Text("fanpin --help", "fanpin --help"),
    "cold_compilation": Text("first compilation, two processes", "首次编译（双进程）"),
    "first_quarter": Text("first quarter right after it", "编译后首个季度"),
    "later_process": Text("later process: start to first quarter", "以后每次启动至首个季度"),
    "state_bytes_per_household": Text("state, bytes a household", "每户状态字节数"),
    "peak_process_MiB": Text("peak of the measuring process, MiB", "测量进程内存峰值（MiB）"),
}
PARTS = {
    "seconds_per_run": Text("Seconds for one replicate", "一次模拟用时（秒）"),
    "household_quarters_per_second": Text("Household-quarters a second", "每秒模拟的户·季度数"),
    "start_up_seconds": Text("Start-up, seconds", "启动用时（秒）"),
    "memory": Text("Memory", "内存"),
}
PASSES = {  # Chinese names; English readers see the function's own
    "clear": "季初清零",
    "demography": "人口变动",
    "education": "就学变动",
    "schooling": "教育支出",
    "labour_power": "劳动力核定",
    "health": "疾病",
    "labour": "就业",
    "join": "入社",
    "farm_service": "生产托管",
    "cooperative_work": "合作社务工",
    "earnings": "工资",
    "arrears": "欠薪",
    "home_labour": "在家劳动力",
    "draw": "种养随机数抽取",
    "crop_choice": "种养品种选择",
    "farming": "农业生产",
    "marketing": "农产品分配",
    "livestock": "畜牧养殖",
    "side_industries": "“五小”产业",
    "farm_stays": "农家乐",
    "sales": "农产品销售",
    "property_insurance": "农业保险与农房保险",
    "anti_return_insurance": "防贫返贫保险",
    "assist": "低保救助发放",
    "enrolment": "参保缴费",
    "transfers": "转移收入",
    "property_income": "财产收入",
    "let_houses": "闲置农房出租",
    "ceremonies": "婚丧人情",
    "relocation": "集中安置生活支出",
    "site_life": "安置点返迁",
    "guarantees": "住房与饮水",
    "medical_insurance": "医疗报销",
    "income_pass": "收入分项汇总",
    "capital": "资本积累与损失",
    "credit": "小额信贷",
    "consumption": "消费与储蓄",
    "foresight": "预见退出而储蓄",
    "pooling": "亲族共享",
    "left_over": "季末余款",
    "defend": "保基本消费",
    "informal_interest": "民间借款利息",
    "kin_help": "亲族帮困",
    "coping": "困难应对",
    "make_ends_meet": "季末结算",
    "motivation": "劳动积极性",
    "book_quarter": "季度收支登记",
    "welfare_pass": "收入与贫困判定",
    "remember_lines": "监测线与低保线记录",
    "monitoring": "防返贫监测",
    "review": "低保核定",
    "count_returns": "返贫计数",
    "village_payments": "分村资金汇总",
    "record": "指标统计",
}
LANES = Text(
    "The two lanes live the same quarters of the same households in turn; medians of {repeats}",
    "两种方式轮流模拟同一批农户的相同季度，取{repeats}次的中位数",
)
MEASURED = Text(
    "Runs by size: every size was run twice, in a process of its own on one thread, and the shorter time counts; memory is that process's peak, "
    "and a worker needs about as much",
    "不同规模的模拟：每种规模各实测两次（独立进程、单线程），取用时较短的一次；内存为该进程峰值，每个工作进程所需大致相同",
)
EXTRAPOLATED = Text(
    "1,000 runs: extrapolated from that run to {workers} worker processes; scenarios that are alike before 2021 share the burn-in "
    "and take less",
    "1000次模拟用时：由这一次实测按{workers}个工作进程推算；2020年及以前设定相同的情景共用预热期，用时更少",
)
OUTPUT = Text(
    "Output a run: its share of quarters.parquet; the kept file stands beside the folder only until the result does",
    "每次输出：该次模拟在 quarters.parquet 中所占大小；中间文件仅保留到结果写完为止",
)
SLOW = Text(
    "* Above 1 ns per loop and household: its loops do much for each household, or do not vectorise",
    "* 每个循环每户超过1纳秒：该步骤对每户的运算较多，或循环未能向量化",
)
LOOPS = Text(
    "Loops over the households are counted in the pass's text and in what it calls; a repetition whose number the "
    "text does not tell counts once, and so do branches that exclude each other",
    "循环数：按程序文本统计该步骤及其调用函数中遍历农户的循环；文本中看不出次数的重复只计一次，互斥分支也只计一次",
)
COMPILING = Text(
    "Compile seconds: one process, empty cache, one function after the other, {total:.1f} s in all, of which "
    "{rest:.1f} s for what is no pass (draws, mathematics, numba's own start); a function that several passes call "
    "counts with the first of them",
    "编译用时：单进程、空缓存、逐个函数编译，合计{total:.1f}秒，其中{rest:.1f}秒用于步骤以外的部分（随机数、数学函数及 numba 自身启动）；"
    "多个步骤共用的函数计入最先调用它的步骤",
)


def command(options: argparse.Namespace) -> None:
    """Measure; print or save."""
    folder = shared.out(options)
    with shared.progress(options, Text("measuring", "测量中")) as tell:
        found = benchmark(options.households, options.quarters or QUARTERS, tell)
    if folder is not None:
        files = {
            "summary.json": results.as_json(found),
            "passes.csv": results.csv_bytes([in_both(row) for row in found["passes"]]),
        }
        results.save(folder, files, {"command": "bench", "versions": results.versions(), "commit": results.commit()})
    if options.json:
        shared.print_json(found)
    else:
        show(found, options.lang)


def show(found: Mapping[str, Any], lang: str) -> None:
    """Tables for a person."""
    print_heading(found, lang)
    for part, title in PARTS.items():
        rows = [
            [label(key, lang).format(**found["lanes_compared"]), figure(value)] for key, value in found[part].items()
        ]
        shared.print_table(title.of(lang), [Text("what", "项目").of(lang), Text("value", "数值").of(lang)], rows)
    show_sizes(found, lang)
    show_passes(found["passes"], lang)
    show_firms(found["firms"], lang)
    workers = next(key for key in found["seconds_per_1000_runs"] if key != "one_worker").partition("_")[2]
    turn = found["compilation_in_turn"]
    filled = {
        **found["lanes_compared"],
        "workers": workers,
        "total": turn["total_seconds"],
        "rest": turn["total_seconds"] - turn["passes_seconds"],
    }
    notes = (LANES, MEASURED, EXTRAPOLATED, OUTPUT, SLOW, LOOPS, COMPILING)
    print_notes([Text(note.en.format(**filled), note.zh.format(**filled)) for note in notes], lang)


def print_heading(found: Mapping[str, Any], lang: str) -> None:
    """Which machine, and what was measured on it."""
    m = found["machine"]
    machine = Text(
        f"{m['processor']} ({m['compiled_for']}), {m['cores']} processors, {m['memory_GiB']} GiB, Python {m['python']}, "
        f"numba {m['numba']}, {m['platform']}",
        f"{m['processor']}（{m['compiled_for']}），{m['cores']}核，内存{m['memory_GiB']} GiB，Python {m['python']}，"
        f"numba {m['numba']}，{m['platform']}",
    )
    size = Text(
        f"{found['households']:,} households, {found['quarters']} quarters",
        f"{found['households']:,}户，{found['quarters']}个季度",
    )
    print(f"\n{machine.of(lang)}\n{size.of(lang)}\n")


def show_sizes(found: Mapping[str, Any], lang: str) -> None:
    """What one run of each size takes, and a sweep of them."""
    rows = [
        [
            f"{row['households']:,}",
            plain(row["burn_in_seconds"]),
            plain(row["run_seconds"]),
            plain(row["peak_process_MiB"], digits=0),
            plain(row["table_bytes"], 2.0**-10, 0),
            plain(row["kept_bytes"], 2.0**-10, 0),
            plain(row["extrapolated_seconds_per_1000_runs"], 1.0 / 60.0, 1),
        ]
        for row in found["runs_by_size"]
    ]
    headings = (
        Text("households", "户数"),
        Text("burn-in\n(s)", "预热期\n（秒）"),
        Text("run\n(s)", "模拟\n（秒）"),
        Text("memory\n(MiB)", "内存\n（MiB）"),
        Text("output a\nrun (KiB)", "每次输出\n（KiB）"),
        Text("kept file\n(KiB)", "中间文件\n（KiB）"),
        Text("1,000 runs, extra-\npolated (minutes)", "1000次模拟\n推算（分钟）"),
    )
    title = Text(f"Runs of {found['quarters']} quarters by size", f"不同规模的模拟（{found['quarters']}个季度）")
    shared.print_table(title.of(lang), [heading.of(lang) for heading in headings], rows, left=0)


def show_passes(passes: list[dict[str, Any]], lang: str) -> None:
    """What each pass takes to run and to compile."""
    rows = [
        [
            Text(row["pass"], f"{PASSES.get(row['pass'], '')} {row['pass']}".strip()).of(lang),
            plain(row["ns_per_household"], digits=1),
            str(row["loops"]),
            plain(row["ns_per_loop_and_household"]),
            "*" if row["slow"] else "",
            plain(row["compile_seconds"]),
        ]
        for row in passes
    ]
    headings = (
        Text("pass", "步骤"),
        Text("ns a\nhousehold", "每户\n纳秒"),
        Text("loops", "循环数"),
        Text("ns per loop\nand household", "每循环\n每户纳秒"),
        Text("slow", "偏慢"),
        Text("compile\nseconds", "编译\n用时（秒）"),
    )
    title = Text("Each pass, one thread", "各步骤（单线程）")
    shared.print_table(title.of(lang), [heading.of(lang) for heading in headings], rows)


def show_firms(found: list[dict[str, Any]], lang: str) -> None:
    """What firms take of a quarter, by how many there are."""
    rows = [
        [
            f"{row['cooperatives']:,}",
            f"{row['enterprises']:,}",
            plain(row["seconds_a_quarter"], 1000.0, 0),
            plain(row["share"], 100.0, 1),
        ]
        for row in found
    ]
    headings = (
        Text("co-operatives", "合作社数"),
        Text("enterprises", "企业数"),
        Text("ms a\nquarter", "每季度\n毫秒"),
        Text("passes of firms,\n% of it", "企业与合作社步骤\n所占（%）"),
    )
    title = Text("Co-operatives and enterprises, one thread", "合作社与企业（单线程）")
    shared.print_table(title.of(lang), [heading.of(lang) for heading in headings], rows, left=0)


def in_both(row: dict[str, Any]) -> dict[str, Any]:
    """A pass for the file, with its Chinese name."""
    return {"pass": row["pass"], "步骤": PASSES.get(row["pass"], ""), **row}


def figure(value: float | None) -> str:
    """A number to four digits, or a dash."""
    if value is None:
        return NONE
    return f"{value:,.4g}" if value < 1000 else f"{value:,.0f}"


def label(key: str, lang: str) -> str:
    """Name of one figure."""
    if key in LABELS:
        return LABELS[key].of(lang)
    number = key.partition("_")[2]
    return Text(f"{number} threads", f"{number}个线程").of(lang)
