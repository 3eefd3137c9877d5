"""``fanpin population`` and ``--population``: make, check, run; bad tables are told and leave nothing behind."""

import hashlib
import json
from pathlib import Path

import pytest

from sim.cli import main
from sim.language import width
from sim.population.household_table import load
from sim.population.table_columns import COLUMNS

SMALL = ("--quarters", "4", "--replicates", "2", "--workers", "1", "--quiet")
RUN = ("run", "pengshui/baseline", *SMALL, "--no-levers")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A table of the synthetic county's first village."""
    path = tmp_path_factory.mktemp("表") / "农户.csv"
    assert main(["population", "make", "pengshui/baseline", "--households", "1", "--quiet", "--out", str(path)]) == 0
    return path


@pytest.fixture
def table(made: Path, here: Path) -> Path:
    """A copy of it that a test may spoil."""
    path = here / "农户.csv"
    path.write_bytes(made.read_bytes())
    return path


def spoilt(path: Path, row: int, heading: str, cell: str) -> None:
    """Change one cell; rows as Excel numbers them."""
    lines = path.read_text("utf-8-sig").splitlines()
    place = [name.split()[0] for name in lines[0].split(",")].index(heading)
    cells = lines[row - 1].split(",")
    cells[place] = cell
    lines[row - 1] = ",".join(cells)
    path.write_text("\n".join(lines), "utf-8-sig")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_template_is_written_and_explained(fanpin, here, lang):
    ended = fanpin("population", "template", "--out", "模板.csv", "--lang", lang)
    assert ended.code == 0 and load(here / "模板.csv").n == 2
    assert all((column.heading if lang == "zh" else column.name) in ended.out for column in COLUMNS)
    assert max(width(line) for line in ended.out.splitlines()) <= 120
    assert ("单位：亩" in ended.out) == (lang == "zh")
    columns = json.loads(fanpin("population", "template", "--json").out)
    assert [column["name"] for column in columns] == [column.name for column in COLUMNS]


def test_what_is_made_is_sound_and_told_in_short(fanpin, table):
    ended = fanpin("population", "check", table.name, "--lang", "zh")
    assert ended.code == 0 and ended.err == "" and "农户.csv 检查通过：1个村、1个乡镇" in ended.out
    found = json.loads(fanpin("population", "check", table.name, "--json").out)
    groups = found["groups"]
    assert found["sound"] and found["villages"] == 1 and groups["all"]["households"] == load(table).n
    for name in ("households", "persons", "workers"):
        assert groups["all"][name] == groups["ex_poor"][name] + groups["ordinary"][name]
    assert 0.0 < groups["all"]["headcount"] < groups["all"]["below_monitoring"] < 0.5
    assert found["lines"] == [4000.0, 6000.0]


def test_a_table_holds_the_county_at_the_scenarios_start(made):
    from sim.county import Luck
    from sim.parameters import load_scenario
    from sim.start import start_of

    h, t = start_of(load_scenario("pengshui/baseline"), Luck.of(1, 0), 1).households, load(made)
    assert [int(text) for text in t.household] == h.id.tolist()
    income = sum(h[f"market_income_{k}"] + h[f"assistance_{k}"] for k in range(4))
    assert t.numbers["income"] == pytest.approx(income, abs=0.006)
    assert t.numbers["savings"] == pytest.approx(h["savings"], abs=0.006)
    assert t.members.tolist() == (h["children"] + h["adults"] + h["elders"]).tolist()


def test_a_run_from_a_table_repeats_to_the_bit_and_closes_its_accounts(fanpin, table, here):
    one, two = (json.loads(fanpin(*RUN, "--population", table.name, "--json").out) for _ in range(2))
    assert one["state_sha256"] == two["state_sha256"] and one["quarters_sha256"] == two["quarters_sha256"]
    assert one["accounts"]["max_imbalance"] < 1e-9 and one["households"] == load(table).n
    assert one["state_sha256"] != json.loads(fanpin(*RUN, "--households", "1", "--json").out)["state_sha256"]
    spoilt(table, 2, "savings", "1")
    other = json.loads(fanpin(*RUN, "--population", table.name, "--json").out)
    assert other["state_sha256"] != one["state_sha256"]


def test_the_manifest_holds_the_tables_fingerprint_and_a_result_can_be_checked(fanpin, table, here):
    ended = fanpin(*RUN, "--population", table.name, "--out", "结果", "--lang", "zh")
    assert ended.code == 0 and "农户来自 农户.csv" in ended.out
    sha = hashlib.sha256(table.read_bytes()).hexdigest()
    manifest = json.loads((here / "结果" / "manifest.json").read_text("utf-8"))
    assert manifest["settings"]["population"] == {"file": "农户.csv", "sha256": sha}
    assert sha in manifest["inputs"].values() and str(here) not in json.dumps(manifest, ensure_ascii=False)
    check = ("reproduce", "--check", "结果", "--workers", "1", "--quiet", "--lang", "zh")
    assert fanpin(*check).code == 0
    table.rename(here / "别处.csv")
    ended = fanpin(*check)
    assert ended.code == 2 and "没有找到未经改动的农户表 农户.csv" in ended.err
    assert fanpin(*check, "--population", "别处.csv").code == 0


def test_compare_and_risk_start_from_a_table_too(fanpin, table):
    ended = fanpin("compare", "pengshui/baseline", "pengshui/cliff", *SMALL, "--population", table.name, "--json")
    found = json.loads(ended.out)
    assert found["households"] == load(table).n and found["population"]["file"] == "农户.csv"
    found = json.loads(fanpin("risk", "pengshui/cliff", *SMALL, "--population", table.name, "--json").out)
    assert found["households"] == load(table).n and found["population"]["file"] == "农户.csv"


@pytest.mark.parametrize("command", [("population", "check"), (*RUN, "--population")])
def test_a_bad_table_is_told_row_by_row_and_nothing_is_written(fanpin, table, here, command):
    spoilt(table, 3, "land", "-3")
    spoilt(table, 5, "income", "99999999")
    spoilt(table, 9, "ages", "35;200")
    before = sorted(here.iterdir())
    arguments = (*command, table.name) if command[0] == "population" else (*command, table.name, "--out", "结果")
    ended = fanpin(*arguments, "--lang", "zh")
    assert ended.code == 2 and ended.out == "" and sorted(here.iterdir()) == before
    land, income, ages, *others = ended.problems
    assert land.startswith("农户.csv 第3行：“land 承包地”= ") and "单位：亩" in land and "0..1000" in land
    assert "农户.csv:3: " in land and " / " in land
    assert "第5行" in income and "第9行" in ages and "200" in ages and not [o for o in others if "第9行" not in o]


def test_of_very_many_problems_the_first_are_told_and_the_rest_counted(fanpin, table):
    heading, *rows = table.read_text("utf-8-sig").splitlines()
    table.write_text("\n".join([heading, *(row.replace(",", ",,", 1) for row in (rows * 9)[:300])]), "utf-8-sig")
    ended = fanpin("population", "check", table.name, "--lang", "en")
    assert ended.code == 2 and len(ended.problems) == 201
    assert ended.problems[-1].startswith("and ") and "more problems" in ended.problems[-1]


SLIPS = {
    "no scenario": (("make", "--out", "a.csv"), "后面缺少情景"),
    "no table": (("check",), "后面缺少表格文件"),
    "no file to write": (("make", "pengshui/baseline"), "需要 --out"),
    "an action that there is not": (("import", "a.csv"), "应为 template 或 make 或 check"),
    "one word too many": (("template", "a.csv"), "多余的参数：a.csv"),
    "a workbook to write": (("template", "--out", "a.xlsx"), "扩展名应为 .csv"),
    "a folder that is not there": (("template", "--out", "无/a.csv"), "没有这个文件夹"),
    "a table that is not there": (("check", "无.csv"), "表格无法读取"),
    "a scenario that there is not": (("make", "pengshui/basline", "--out", "a.csv"), "是否想写 pengshui/baseline？"),
}


@pytest.mark.parametrize("name", SLIPS)
def test_slips_are_told_and_write_nothing(fanpin, here, name):
    arguments, told = SLIPS[name]
    ended = fanpin("population", *arguments, "--lang", "zh")
    assert ended.code == 2 and told in ended.err and list(here.iterdir()) == []


def test_a_file_that_is_there_is_kept_unless_asked(fanpin, here):
    (here / "a.csv").write_text("信")
    ended = fanpin("population", "template", "--out", "a.csv", "--lang", "zh")
    assert ended.code == 2 and "已存在" in ended.err and (here / "a.csv").read_text() == "信"
    assert fanpin("population", "template", "--out", "a.csv", "--force").code == 0
    assert load(here / "a.csv").n == 2


def test_more_households_than_the_table_has_are_told(fanpin, table):
    ended = fanpin(*RUN, "--population", table.name, "--households", "999999", "--lang", "zh")
    assert ended.code == 0 and f"只有{load(table).n:,}户" in ended.err
