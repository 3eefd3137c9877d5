"""``compare``, ``risk``, ``sensitivity``, ``parameters``, ``levers`` at the smallest size."""

import csv
import io
import json
import re
from pathlib import Path

import pytest
from command_line import SMALL

from sim.commands import changes, remarks
from sim.language import width
from sim.parameters import LEVERS

MORRIS = """[experiment]
title = {zh = "试验", en = "trial"}
scenario = "pengshui/baseline"
method = "morris"
size = 2
replicates = 2
households = 1
quarters = 4
outputs = ["return_rate.ex_poor", "fiscal_cost.county"]
factors = ["health.median_bill", "transition.taper_quarters"]
"""


TWINS = {
    "scenario": "情景", "measure": "指标", "group": "人群", "unit": "单位", "place": "范围", "method": "方法",
    "covers": "区间含义", "factor": "含义", "meaning": "含义",
}  # fmt: skip


def read_csv(path: Path) -> list[dict[str, str]]:
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf"), "Excel needs the mark"
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    named = [name for name in rows[0] if not re.search("[一-鿿]", name)]
    assert named == [name for name in named if name in TWINS and TWINS[name] in rows[0]], "a heading without Chinese"
    return [{key.partition(" ")[0]: value for key, value in row.items()} for row in rows]


def chinese_only(text: str) -> bool:
    """No English word, names of parameters, scenarios, options and files aside."""
    names = r"[\w./|-]*[._/][\w./|-]*|--[\w-]+|fanpin [a-z]+|Morris|Sobol|Saltelli|Jansen|[\w-]+-ex_poor|-county"
    return not re.search("[A-Za-z]{4,}", re.sub(names, "", text))


def test_compare(fanpin, here):
    ended = fanpin("compare", "pengshui/baseline", "pengshui/medical_weaker", *SMALL, "--out", "比较", "--lang", "zh")
    assert ended.code == 0, ended.err
    for text in (
        "基准情景：彭水基线",
        "（pengshui/medical_weaker）",
        "成对模拟2次",
        "差异的",
        "95%区间",
        "帮扶财政支出（万元/年）",
    ):
        assert text in ended.out
    assert chinese_only(ended.out) and max(map(width, ended.out.splitlines())) <= 130
    rows = read_csv(here / "比较" / "differences.csv")
    assert rows[0]["指标"] and rows[0]["单位"] == "占人口比例"
    summary = json.loads((here / "比较" / "summary.json").read_text("utf-8"))
    (found,) = summary["differences"].values()
    assert [f"{row['measure']}.{row['group']}" for row in rows] == [row["name"] for row in found]
    assert {(row["scenario"], row["情景"]) for row in rows} == {
        ("pengshui/medical_weaker", summary["titles"]["pengshui/medical_weaker"]["zh"])
    }
    assert set(summary["manifest"]["scenarios"]) == {"pengshui/baseline", "pengshui/medical_weaker"}


def test_files_of_the_same_name_can_be_compared(fanpin, here):
    for folder, bill in (("甲", 900), ("乙", 1900)):
        Path(folder).mkdir()
        text = f'[scenario]\nname = "{folder}"\nbase = "pengshui/baseline"\n[health]\nmedian_bill = {bill}\n'
        Path(folder, "方案.toml").write_text(text, "utf-8")
    ended = fanpin("compare", "甲/方案.toml", "乙/方案.toml", *SMALL, "--json")
    assert ended.code == 0, ended.err
    shas = json.loads(ended.out)["state_sha256"]
    assert list(shas) == [str(Path("甲/方案.toml")), str(Path("乙/方案.toml"))] and len(set(shas.values())) == 2


def test_a_comparison_without_a_fourth_quarter(fanpin):
    sizes = ("--households", "1", "--quarters", "2", "--replicates", "2", "--workers", "1")
    ended = fanpin("compare", "pengshui/baseline", "pengshui/cliff", *sizes, "--lang", "zh")
    assert ended.code == 0 and "模拟未到四季度" in ended.out and "各年四季度的平均" not in ended.out


def test_risk_draws_its_curve_in_both_languages(fanpin, here):
    ended = fanpin("risk", "pengshui/baseline", *SMALL, "--out", "风险", "--lang", "zh")
    assert ended.code == 0 and "2021年间最高年度返贫率超过阈值的概率（%）" in ended.out and chinese_only(ended.out)
    for lang in ("zh", "en"):
        assert (here / "风险" / f"exceedance.{lang}.png").read_bytes().startswith(b"\x89PNG")
    rows = read_csv(here / "风险" / "exceedance.csv")
    assert {row["window"] for row in rows} == {"2021-2021"} and {row["place"] for row in rows} == {
        "county",
        "worst_township",
        "worst_village",
    }
    assert {row["scenario"] for row in rows} == {"pengshui/baseline"}


def test_worst_places_stand_beside_the_same_returns_scattered(fanpin):
    ended = fanpin("risk", "pengshui/baseline", *SMALL, "--lang", "zh")
    assert "随机" in ended.out and "最严重" in ended.out and "各户互不影响" not in ended.out
    assert "这里无法区分" in "".join(ended.out.split()), "an excess may be composition"


def test_a_rare_probability_is_conditional(fanpin):
    ended = fanpin("risk", "pengshui/baseline", *SMALL, "--lang", "en")
    assert "conditional on the assumed shock law" in " ".join(ended.out.split())


@pytest.mark.parametrize("method", ["morris", "sobol"])
def test_sensitivity(fanpin, here, method):
    Path("试验.toml").write_text(
        MORRIS.replace("morris", method).replace("size = 2", "size = 2\nscrambles = 2"), "utf-8"
    )
    ended = fanpin("sensitivity", "试验.toml", "--workers", "1", "--out", "结果", "--lang", "zh")
    assert ended.code == 0, ended.err
    assert chinese_only(ended.out), ended.out
    for text in ("急病费用中位数", "虚拟因素（不进入模型）", "退坡时长", "95%", "说明"):
        assert text in ended.out
    assert (
        ("平均影响" in ended.out and "影响单位：百分点" in ended.out)
        if method == "morris"
        else "含交互作用" in ended.out
    )
    rows = read_csv(here / "结果" / f"{method}-return_rate-ex_poor.csv")
    assert {row["factor"] for row in rows} == {"health.median_bill", "transition.taper_quarters", "dummy"}
    assert rows[0]["含义"] == "急病费用中位数"
    manifest = json.loads((here / "结果" / "manifest.json").read_text("utf-8"))
    assert f"{here.name}/试验.toml" in manifest["inputs"] and "scenarios/pengshui/baseline.toml" in manifest["inputs"]


def test_an_output_that_is_mostly_undefined_is_told_and_the_others_stand(fanpin, here):
    outputs = MORRIS.replace('"fiscal_cost.county"', '"detection_delay.relocated"')
    Path("e.toml").write_text(outputs.replace("quarters = 4", "quarters = 4\nlevels = 2"), "utf-8")
    ended = fanpin("sensitivity", "e.toml", "--workers", "1", "--json", "--set", "monitoring.enabled=false")
    assert ended.code == 0, ended.err
    found = json.loads(ended.out)["outputs"]
    assert found["return_rate.ex_poor"]["table"] and not found["detection_delay.relocated"]["table"]
    assert "not a finite number" in found["detection_delay.relocated"]["notes"][0]["en"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_a_set_changed_stands_below_the_heading(fanpin, here, lang):
    """Of every command that takes --set."""
    Path("e.toml").write_text(MORRIS.replace('"health.median_bill", ', ""), "utf-8")
    line = {"zh": "已改动：急病费用中位数（health.median_bill = 900）", "en": "(health.median_bill = 900)"}[lang]
    changed = ("--set", "health.median_bill=900", "--lang", lang, "--out", "果", "--force")
    for command in (
        ("run", "pengshui/baseline", *SMALL, "--no-levers"),
        ("compare", "pengshui/baseline", "pengshui/cliff", *SMALL),
        ("risk", "pengshui/baseline", *SMALL),
        ("sensitivity", "e.toml", "--workers", "1"),
    ):
        ended = fanpin(*command, *changed)
        assert ended.code == 0 and line in "\n".join(ended.out.splitlines()[:5]), command
        (entry,) = json.loads((here / "果" / "summary.json").read_text("utf-8"))["changed"]
        assert (entry["path"], entry["value"], entry["zh"]) == ("health.median_bill", "900", "急病费用中位数")


def test_a_figure_says_what_a_set_changed():
    changed = changes.line([{"path": "a.b", "value": "1", "en": "first", "zh": "甲"}])
    note = remarks.below_figure(2, 1.0, changed)
    assert note.en.startswith("Changed: first (a.b = 1). 2 replicates") and note.zh.startswith(
        "已改动：甲（a.b = 1）。重复"
    )
    assert remarks.below_figure(2, 1.0).zh.startswith("重复模拟2次")


def test_the_seed_of_the_command_line_wins(fanpin):
    Path("e.toml").write_text(MORRIS, "utf-8")
    summaries = [
        json.loads(fanpin("sensitivity", "e.toml", "--replicates", "1", "--workers", "1", "--json", "--seed", n).out)
        for n in (1, 2)
    ]
    assert summaries[0]["outputs"] != summaries[1]["outputs"] and summaries[1]["manifest"]["settings"]["seed"] == 2


def test_a_set_on_a_factor_is_told_to_be_idle(fanpin):
    Path("e.toml").write_text(MORRIS, "utf-8")
    ended = fanpin(
        "sensitivity", "e.toml", "--workers", "1", "--json", "--set", "health.median_bill=900", "--lang", "zh"
    )
    assert json.loads(ended.out) and "提示：--set health.median_bill 不起作用" in ended.err


def test_sensitivity_without_a_fourth_quarter(fanpin):
    Path("e.toml").write_text(MORRIS, "utf-8")
    ended = fanpin("sensitivity", "e.toml", "--quarters", "3", "--lang", "zh")
    assert ended.code == 2 and "--quarters：只有3个季度" in ended.err


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_parameters(fanpin, lang):
    ended = fanpin("parameters", "--like", "报销" if lang == "zh" else "REIMBURSE", "--lang", lang)
    assert ended.code == 0 and "levers.medical_insurance.reimbursement" in ended.out
    assert max(map(width, ended.out.splitlines())) <= 120
    for text in {
        "zh": ("默认值：0.85", "单位：比例", "允许范围：0..1", "证据：", "出处："),
        "en": ("default 0.85", "unit: share", "source:"),
    }[lang]:
        assert text in ended.out


def test_parameters_of_a_scenario(fanpin):
    ended = fanpin("parameters", "--like", "transition.shape", "--scenario", "pengshui/cliff", "--lang", "zh")
    assert "取值：此前为linear，2021Q1起为cliff；" in ended.out


def test_every_parameter_as_json_is_complete(fanpin):
    rows = json.loads(fanpin("parameters", "--json").out)
    assert len(rows) > 200
    for row in rows:
        assert all(row[key] for key in ("path", "unit", "unit_zh", "bounds", "en", "zh", "source", "evidence")), row[
            "path"
        ]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_levers(fanpin, lang):
    ended = fanpin("levers", "--scenario", "pengshui/cliff", "--lang", lang)
    assert ended.code == 0 and "cliff" in ended.out
    assert ("医疗保障倾斜（levers.medical_insurance）" if lang == "zh" else "special medical protection") in ended.out
    found = json.loads(fanpin("levers", "--json").out)
    assert len(found["levers"]) == len(LEVERS) and found["channels"]
