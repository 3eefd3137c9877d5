"""``--firms`` and ``--ties``: make, check, run, check the result again; bad tables are told and leave nothing behind."""

import hashlib
import json
from pathlib import Path

import pytest

from sim.cli import main
from sim.language import width
from sim.population.network_columns import FIRMS, TIES
from sim.population.table_columns import COLUMNS

SMALL = ("--quarters", "4", "--replicates", "2", "--workers", "1", "--quiet")
RUN = ("run", "pengshui/baseline", *SMALL, "--no-levers")
NAMES = ("农户.csv", "主体.csv", "联结.csv")
FILES = ("--population", NAMES[0], "--firms", NAMES[1], "--ties", NAMES[2])
TO_CHECK = ("population", "check", NAMES[0], *FILES[2:])


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Tables of the synthetic county's first village."""
    folder = tmp_path_factory.mktemp("表")
    files = [str(folder / name) for name in NAMES]
    arguments = ["--quiet", "--out", files[0], "--firms", files[1], "--ties", files[2]]
    assert main(["population", "make", "pengshui/baseline", "--households", "1", *arguments]) == 0
    return folder


@pytest.fixture
def tables(made: Path, here: Path) -> list[Path]:
    """Copies of them that a test may spoil."""
    for name in NAMES:
        (here / name).write_bytes((made / name).read_bytes())
    return [here / name for name in NAMES]


def added(path: Path, row: str) -> int:
    """Add a row; its number in Excel."""
    text = path.read_text("utf-8-sig")
    path.write_text(text + row + "\n", "utf-8-sig")
    return text.count("\n") + 1


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_templates_are_written_and_explained(fanpin, here, lang):
    ended = fanpin("population", "template", "--firms", "主体.csv", "--ties", "联结.csv", "--lang", lang)
    assert ended.code == 0 and sorted(path.name for path in here.iterdir()) == ["主体.csv", "联结.csv"]
    for column in (*FIRMS.columns, *TIES.columns):
        assert (column.heading if lang == "zh" else column.name) in ended.out
    assert "ages" not in ended.out and max(width(line) for line in ended.out.splitlines()) <= 120
    columns = json.loads(fanpin("population", "template", "--firms", "主体.csv", "--force", "--json").out)
    assert [column["name"] for column in columns["firms"]] == [column.name for column in FIRMS.columns]
    told = fanpin("population", "template", "--lang", lang).out
    assert "--firms" in told and COLUMNS[0].name in told


def test_what_is_made_is_sound_and_told_in_short(fanpin, tables):
    ended = fanpin(*TO_CHECK, "--lang", "zh")
    assert ended.code == 0 and ended.err == "" and "经营主体：龙头企业" in ended.out and "联结关系：就业" in ended.out
    found = json.loads(fanpin(*TO_CHECK, "--json").out)
    assert found["sound"] and sum(found["firms"].values()) == tables[1].read_text("utf-8-sig").count("\n") - 1
    assert sum(found["ties"].values()) == tables[2].read_text("utf-8-sig").count("\n") - 1 > 0


def test_a_run_from_a_network_repeats_closes_its_accounts_and_can_be_checked(fanpin, tables, here):
    ended = fanpin(*RUN, *FILES, "--out", "结果", "--lang", "zh")
    assert ended.code == 0 and "经营主体来自 主体.csv，联结关系仅以 联结.csv 为准" in ended.out
    summary = json.loads((here / "结果" / "summary.json").read_text("utf-8"))
    manifest = json.loads((here / "结果" / "manifest.json").read_text("utf-8"))
    assert summary["accounts"]["max_imbalance"] < 1e-9
    for option, path in zip(("population", "firms", "ties"), tables, strict=True):
        sha = hashlib.sha256(path.read_bytes()).hexdigest()
        assert manifest["settings"][option] == summary[option] == {"file": path.name, "sha256": sha}
        assert sha in manifest["inputs"].values()
    check = ("reproduce", "--check", "结果", "--workers", "1", "--quiet", "--lang", "zh")
    assert fanpin(*check).code == 0
    tables[2].rename(here / "别处.csv")
    ended = fanpin(*check)
    assert ended.code == 2 and "没有找到未经改动的联结表 联结.csv" in ended.err and "--ties" in ended.err
    assert fanpin(*check, "--ties", "别处.csv").code == 0


def test_each_table_counts(fanpin, tables):
    states = [json.loads(fanpin(*RUN, *files, "--json").out)["state_sha256"] for files in (FILES, FILES[:4], FILES[:2])]
    assert len(set(states)) == 3
    lines = tables[2].read_text("utf-8-sig").splitlines()
    tables[2].write_text("\n".join([lines[0], *reversed(lines[1:])]), "utf-8")  # other bytes, the same ties
    assert json.loads(fanpin(*RUN, *FILES, "--json").out)["state_sha256"] == states[0]
    tables[2].write_text("\n".join(lines[:-1]), "utf-8")
    assert json.loads(fanpin(*RUN, *FILES, "--json").out)["state_sha256"] != states[0]


def test_compare_and_risk_start_from_a_network_too(fanpin, tables):
    for command in (("compare", "pengshui/baseline", "pengshui/cliff"), ("risk", "pengshui/cliff")):
        found = json.loads(fanpin(*command, *SMALL, *FILES, "--json").out)
        assert found["firms"]["file"] == "主体.csv" and found["ties"]["file"] == "联结.csv"


@pytest.mark.parametrize("command", [TO_CHECK, (*RUN, *FILES, "--out", "结果")])
def test_bad_tables_are_told_row_by_row_and_nothing_is_written(fanpin, tables, here, command):
    firm = added(tables[1], "C999,合作社,,,,,,,,,")
    tie = added(tables[2], "1,C998,社员,")
    before = sorted(here.iterdir())
    ended = fanpin(*command, "--lang", "zh")
    assert ended.code == 2 and ended.out == "" and sorted(here.iterdir()) == before
    product, member, *others = ended.problems
    assert product.startswith(f"主体.csv 第{firm}行：“product 主营产品”= ") and "合作社须有产品" in product
    assert f"主体.csv:{firm}: " in product and " / " in product and "单位：代码" in product
    assert member.startswith(f"联结.csv 第{tie}行：") and "不在经营主体表 主体.csv 中" in member
    assert all(f"第{tie}行" in other for other in others)


def test_a_product_that_the_scenario_does_not_name_is_told_before_anything_runs(fanpin, tables, here):
    row = added(tables[1], "C999,合作社,,牛,,,,,,,")
    ended = fanpin(*RUN, *FILES, "--out", "结果", "--lang", "zh")
    assert ended.code == 2 and not (here / "结果").exists() and "模拟中" not in ended.err
    (problem,) = ended.problems
    assert f"第{row}行" in problem and "情景所列产品为" in problem and "主体.csv" in problem


SLIPS = {
    "firms without households": ((*RUN, *FILES[2:]), "--population"),
    "ties without firms": ((*RUN, *FILES[:2], *FILES[4:]), "--firms"),
    "ties checked without firms": (("population", "check", NAMES[0], *FILES[4:]), "--firms"),
    "firms that there are not": ((*RUN, *FILES[:2], "--firms", "无.csv"), "表格无法读取"),
    "a workbook to write": (("population", "template", "--firms", "a.xlsx"), "扩展名应为 .csv"),
    "two tables in one file": (("population", "template", "--firms", "a.csv", "--ties", "a.csv"), "同一文件"),
    "a file that is there": (("population", "template", "--ties", NAMES[2]), "已存在"),
}


@pytest.mark.parametrize("name", SLIPS)
def test_slips_are_told_and_write_nothing(fanpin, tables, here, name):
    arguments, told = SLIPS[name]
    before = sorted(here.iterdir())
    ended = fanpin(*arguments, "--lang", "zh")
    assert ended.code == 2 and told in ended.err and sorted(here.iterdir()) == before
