"""``fanpin reproduce --check DIR``: an ordinary result is made again from its manifest."""

import json
import os
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from command_line import SMALL

RUN = (
    "run",
    "pengshui/baseline",
    *SMALL,
    "--no-levers",
    "--quiet",
    "--set",
    "health.median_bill={2021Q3=900}",
    "--out",
)
CHECK = ("reproduce", "--check", "--workers", "1", "--quiet")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A result of run, with a change of its own."""
    from sim.cli import main

    folder = tmp_path_factory.mktemp("外") / "结果"
    assert main([*RUN, str(folder)]) == 0
    return folder


@pytest.fixture
def folder(made: Path, here: Path) -> Path:
    """A copy of it that a test may spoil, without the scenario's own files."""
    return Path(shutil.copytree(made, here / "副本"))


def rewritten(path: Path, change) -> None:
    content = json.loads(path.read_text("utf-8"))
    change(content)
    path.write_text(json.dumps(content), "utf-8")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_same_result_comes_out(fanpin, folder, lang):
    before = {path: path.read_bytes() for path in folder.iterdir()}
    ended = fanpin(*CHECK, folder, "--lang", lang)
    assert ended.code == 0, ended.err
    assert ("不一致" if lang == "zh" else "DIFFERENT") not in ended.out and ended.err == ""
    assert {path: path.read_bytes() for path in folder.iterdir()} == before
    (found,) = json.loads(fanpin(*CHECK, folder, "--json").out)["results"]
    assert {"state_sha256", "quarters_sha256", "quarters.parquet", "measures", "years.csv"} <= set(found["same"])
    assert {"network", "contagion", "cascades.csv", "exposure.csv", "largest_cascade.csv", "cascade.zh.png"} <= set(
        found["same"]
    )
    assert all(found["same"].values()) and found["differences"] == {}


def test_each_number_that_differs_is_named(fanpin, folder):
    def change(summary):
        summary["measures"]["gini"]["by_quarter"]["2021Q2"]["mean"] += 1e-12
        summary["state_sha256"] = "0" * 64

    rewritten(folder / "summary.json", change)
    ended = fanpin(*CHECK, folder, "--lang", "zh")
    assert ended.code == 1 and ended.out.count("不一致") == 2
    assert "measures.gini.by_quarter.2021Q2.mean：原结果 " in ended.err and "state_sha256：原结果" in ended.err
    (found,) = json.loads(fanpin(*CHECK, folder, "--json").out)["results"]
    assert [part for part, same in found["same"].items() if not same] == ["measures", "state_sha256"]


def test_a_line_of_the_tables_of_the_network_that_differs_is_named(fanpin, folder):
    text = (folder / "cascades.csv").read_text("utf-8-sig").splitlines()
    text[2] = text[2].replace("2021Q", "2020Q")
    (folder / "cascades.csv").write_text("\n".join(text) + "\n", "utf-8-sig")
    (folder / "exposure.csv").unlink()
    ended = fanpin(*CHECK, folder, "--lang", "zh")
    assert ended.code == 1 and ended.out.count("不一致") == 2 and "cascades.csv:3：原结果" in ended.err
    assert 'exposure.csv：原结果 "FileNotFoundError"' in ended.err


def test_a_row_of_the_table_that_differs_is_named(fanpin, folder):
    path = folder / "quarters.parquet"
    columns = pq.read_table(path).to_pydict()
    row = next(k for k, name in enumerate(columns["measure"]) if name == "gini")
    columns["value"][row] += 1e-12
    pq.write_table(pa.table(columns), path)
    ended = fanpin(*CHECK, folder, "--lang", "en")
    assert ended.code == 1 and "0 2021Q1 all gini: stored" in ended.err
    columns["value"][row] = None
    pq.write_table(pa.table(columns), path)
    assert fanpin(*CHECK, folder).code == 1
    path.write_bytes(b"nothing")
    assert fanpin(*CHECK, folder).code == 1


def test_the_same_table_in_other_bytes_is_the_same(fanpin, folder):
    path = folder / "quarters.parquet"
    pq.write_table(pq.read_table(path), path, compression="none")
    assert fanpin(*CHECK, folder).code == 0


def test_another_parameter_gives_another_result(fanpin, folder):
    def change(manifest):
        manifest["scenarios"]["pengshui/baseline"]["parameters"]["health"]["median_bill"] = 5000.0

    rewritten(folder / "manifest.json", change)
    ended = fanpin(*CHECK, folder, "--lang", "zh")
    assert ended.code == 1 and "记录的参数（manifest.json）：不一致" in ended.out


def test_an_edited_or_missing_file_is_found(fanpin, folder):
    (folder / "years.csv").unlink()
    ended = fanpin(*CHECK, folder, "--lang", "zh")
    assert ended.code == 1 and "years.csv" in ended.err


def test_effects_of_levers_and_of_forced_shocks_are_checked_too(fanpin, here):
    sizes = ("--households", "1", "--quarters", "12", "--replicates", "2", "--workers", "1")
    assert fanpin("run", "stress/largest_enterprise_fails", *sizes, "--quiet", "--out", "果").code == 0
    (found,) = json.loads(fanpin(*CHECK, "果", "--json").out)["results"]
    assert found["same"]["levers"] and found["same"]["stress"] and all(found["same"].values())


@pytest.mark.parametrize("command", ["compare", "risk"])
def test_comparisons_and_risks_are_checked_too(fanpin, here, command):
    names = ("pengshui/baseline", "pengshui/medical_weaker")[: 2 if command == "compare" else 1]
    assert fanpin(command, *names, *SMALL, "--quiet", "--out", "果").code == 0
    ended = fanpin(*CHECK, "果", "--lang", "zh")
    assert ended.code == 0 and "不一致" not in ended.out, ended.err


def test_what_is_no_result_folder_is_refused(fanpin, folder, here):
    os.mkdir("空")
    for name, text in (("空", "不是结果文件夹"), ("无", "没有名为 无")):
        ended = fanpin(*CHECK, name, "--lang", "zh")
        assert ended.code == 2 and text in ended.err and ended.out == ""
    assert fanpin("reproduce", folder, "--lang", "zh").code == 2, "nothing is written into it"
    (folder / "summary.json").unlink()
    assert fanpin(*CHECK, folder).code == 2
    for content in (
        "",
        "[]",
        "{}",
        '{"command": "bench"}',
        '{"command": "run"}',
        '{"command": "run", "scenarios": []}',
    ):
        (folder / "manifest.json").write_text(content)
        assert fanpin(*CHECK, folder).code == 2, content


def test_a_parameter_that_is_no_more_is_named(fanpin, folder):
    def change(manifest):
        manifest["scenarios"]["pengshui/baseline"]["parameters"]["health"]["median_bil"] = 1.0

    rewritten(folder / "manifest.json", change)
    ended = fanpin(*CHECK, folder, "--lang", "en")
    assert ended.code == 2 and "there is no parameter health.median_bil" in ended.err
