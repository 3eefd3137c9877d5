"""``fanpin bench``: what it prints and leaves, on made-up figures."""

import json
import re

import pytest

from sim.commands import bench
from sim.language import width
from sim.row_loops import takes_rows
from sim.spreadsheets import read_rows
from sim.warm import calls

MACHINE = {
    "processor": "Processor X", "compiled_for": "x86-64", "cores": 2, "memory_GiB": 8.0, "python": "3.12.1",
    "numba": "0.68.1", "platform": "Linux",
}  # fmt: skip


def figures(households, quarters, tell):
    """A benchmark that measures nothing."""
    row = {
        "burn_in_seconds": 0.25,
        "run_seconds": 0.5,
        "peak_process_MiB": None,
        "table_bytes": 2048,
        "kept_bytes": 1024,
    }
    row |= {"households": households or 127772, "extrapolated_seconds_per_1000_runs": 90.0}
    cost = {"pass": "health", "ns_per_household": 6.0, "loops": 3, "ns_per_loop_and_household": 2.0, "slow": True}
    quick = {**cost, "pass": "new", "ns_per_loop_and_household": 0.25, "slow": False, "compile_seconds": None}
    tell(1, 1)
    return {
        "households": households or 127772,
        "quarters": quarters,
        "seconds_per_run": {"threads_1": 2.0, "threads_2": 1.5, "burn_in": 1.0},
        "household_quarters_per_second": {"threads_1": 2e6, "threads_2": 3e6, "compiled": 1e6, "agents": 5e3, "ratio": 2e2},
        "lanes_compared": {"households": 8123, "quarters": 1, "repeats": 3},
        "memory": {"state_bytes_per_household": 300, "peak_process_MiB": None},
        "start_up_seconds": {"help": 0.1, "cold_compilation": 20.0, "first_quarter": 2.0, "later_process": 1.5},
        "seconds_per_1000_runs": {"one_worker": 3000.0, "workers_2": 1500.0},
        "runs_by_size": [row],
        "passes": [{**cost, "compile_seconds": 1.25}, quick],
        "firms": [{"cooperatives": 295, "enterprises": 84, "seconds_a_quarter": 0.0874, "share": 0.0951}],
        "compilation_in_turn": {"total_seconds": 30.0, "passes_seconds": 26.5},
        "machine": MACHINE,
    }  # fmt: skip


@pytest.fixture(autouse=True)
def nothing_is_measured(monkeypatch):
    monkeypatch.setattr(bench, "benchmark", figures)


def test_a_pass_is_listed_with_loops_flag_and_compile_seconds(fanpin):
    ended = fanpin("bench", "--lang", "en")
    assert ended.code == 0 and ended.problems == []
    for row in ("health 6.0 3 2.00 * 1.25", "new 6.0 3 0.25 -", "127,772 0.25 0.50 - 2 1 1.5"):
        assert row.split() in [line.split() for line in ended.out.splitlines()]
    for text in (
        "Above 1 ns per loop and household",
        "30.0 s in all, of which 3.5 s",
        "8,123 households",
        "Processor X",
    ):
        assert text in " ".join(ended.out.split())


def test_a_chinese_reader_meets_chinese(fanpin):
    ended = fanpin("bench", "--lang", "zh", "--households", "500", "--quarters", "4")
    assert ended.code == 0 and ended.err == "测量中……\n"
    for text in (
        "500户，4个季度",
        "疾病 health",
        "每循环",
        "编译方式（8,123户）",
        "每个循环每户超过1纳秒",
        "合计30.0秒",
        "合作社与企业（单线程）",
        "9.5",
    ):
        assert text in ended.out
    names = r"fanpin --help|quarters\.parquet|Processor X|x86-64|Python|Linux|numba|health|new"
    assert not re.search("[A-Za-z]{4,}", re.sub(names, "", ended.out))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_columns_line_up(fanpin, lang):
    out = fanpin("bench", "--lang", lang).out
    tables = re.findall(r"(?:^\S.*\n|^ .*\n)+", out, re.MULTILINE)
    ruled = [table.splitlines() for table in tables if re.search("^-+(  -+)+$", table, re.MULTILINE)]
    assert len(ruled) == 7
    for lines in ruled:
        (rule,) = [line for line in lines if set(line) == {"-", " "}]
        ends = [found.end() for found in re.finditer("-+", rule)]
        for line in lines:
            assert width(line) <= len(rule)
            columns = "".join(character * width(character) for character in line).ljust(len(rule))
            assert all(columns[end : end + 2].strip() == "" for end in ends), line
    assert max(map(width, out.splitlines())) <= 120


def test_json_and_files_hold_every_figure(fanpin, here):
    ended = fanpin("bench", "--json", "--quarters", "8", "--out", "速度", "--quiet")
    found = json.loads(ended.out)
    assert found == figures(None, 8, print) and found == json.loads((here / "速度" / "summary.json").read_text("utf-8"))
    rows = read_rows((here / "速度" / "passes.csv").read_bytes())
    assert rows[0]["步骤"] == "疾病" and rows[0]["pass"] == "health"
    assert [row["loops"] for row in rows] == [3.0, 3.0] and rows[0]["compile_seconds"] == 1.25


def test_quarters_beyond_the_horizon_are_refused(fanpin):
    ended = fanpin("bench", "--quarters", "41", "--lang", "zh")
    assert ended.code == 2 and "--quarters" in ended.err


def test_every_pass_of_the_quarter_has_a_chinese_name():
    own = {name for name, call in calls().items() if takes_rows(call.func)}
    assert set(bench.PASSES) <= own
    assert own - set(bench.PASSES) <= {"wind_up"}  # demography calls it; alone it lives in the burn-in
