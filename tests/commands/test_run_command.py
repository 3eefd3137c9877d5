"""``fanpin run``: what it prints, what it leaves, and what nobody must lose."""

import hashlib
import json
import re
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from command_line import SMALL

from sim import outcomes
from sim.language import width
from sim.spreadsheets import read_rows

RUN = ("run", "pengshui/baseline", *SMALL, "--no-levers")
REQUIRED = (
    "headcount poverty_gap squared_poverty_gap watts gini return_rate ever_returned_share registered_return_rate "
    "new_poverty_rate monitored_share detection_delay risk_removed_share income_per_person wage_income business_income "
    "property_income transfer_income catastrophic_health_share debt_stress_share fiscal_cost enterprise_failures "
    "cooperative_failures fiscal_cost_industry_support fiscal_cost_employment_transfer fiscal_cost_medical_insurance"
).split()

NETWORK = ["cascade.en.png", "cascade.zh.png", "cascades.csv", "exposure.csv", "largest_cascade.csv"]


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def summary_of(ended) -> dict:
    assert ended.code == 0, ended.err
    return json.loads(ended.out)


def test_json_is_all_that_is_printed_even_with_warnings(fanpin):
    ended = fanpin(*RUN, "--json", "--set", "levers.medical_insurance.reimbursement={2029Q1=0.5}", "--lang", "zh")
    assert summary_of(ended)["scenario"] == "pengshui/baseline"
    assert "提示：--set：levers.medical_insurance.reimbursement" in ended.err and "不起作用" in ended.err


def test_the_summary_holds_what_was_promised(fanpin):
    summary = summary_of(fanpin(*RUN, "--json"))
    keys = {
        "scenario",
        "replicates",
        "quarters",
        "measures",
        "large_scale_return",
        "accounts",
        "state_sha256",
        "manifest",
    }
    assert keys <= set(summary)
    assert set(REQUIRED) <= set(summary["measures"])
    for measure in summary["measures"].values():
        assert {"unit", "mean", "ci95", "by_quarter"} <= set(measure)
        assert list(measure["by_quarter"]) == ["2021Q1", "2021Q2", "2021Q3", "2021Q4"]
        low, high = measure["ci95"]
        assert low <= measure["mean"] <= high
    risk = summary["large_scale_return"]
    assert risk["thresholds"] == [0.01, 0.02, 0.03, 0.05, 0.1] and len(risk["probability"]) == len(risk["ci95"]) == 5
    assert 0.0 <= summary["accounts"]["max_imbalance"] < 1e-9
    assert re.fullmatch("[0-9a-f]{64}", summary["state_sha256"])
    manifest = summary["manifest"]
    assert manifest["settings"]["seed"] == 1 and manifest["versions"]["numpy"]
    assert manifest["scenarios"]["pengshui/baseline"]["parameters"]


def test_the_folder_holds_the_result_and_its_hashes(fanpin, here):
    printed = summary_of(fanpin(*RUN, "--json", "--out", "结果"))
    folder = here / "结果"
    assert sorted(path.name for path in folder.iterdir()) == [
        *NETWORK,
        "manifest.json",
        "quarters.parquet",
        "summary.json",
        "years.csv",
    ]
    assert json.loads((folder / "summary.json").read_text("utf-8")) == printed
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    names = ("summary.json", "quarters.parquet", "years.csv", *NETWORK)
    assert manifest["outputs"] == {n: sha256(folder / n) for n in names}
    assert list(manifest["inputs"]) == ["scenarios/pengshui/baseline.toml"]
    assert sorted(path.name for path in here.iterdir()) == ["结果"], "nothing stays beside it"


def test_the_tidy_table_has_one_row_for_each_key(fanpin, here):
    summary = summary_of(fanpin(*RUN, "--json", "--out", "结果"))
    table = pq.read_table(here / "结果" / "quarters.parquet")
    assert table.column_names == ["scenario", "replicate", "quarter", "group", "measure", "value"]
    keys = table.select(["scenario", "replicate", "quarter", "group", "measure"]).to_pylist()
    assert len({tuple(key.values()) for key in keys}) == table.num_rows == 2 * 4 * len(outcomes.SERIES)
    values = [
        r["value"]
        for r in table.to_pylist()
        if (r["measure"], r["group"], r["quarter"]) == ("headcount", "all", "2021Q4")
    ]
    assert sum(values) / 2 == pytest.approx(summary["measures"]["headcount"]["by_quarter"]["2021Q4"]["mean"])


def test_excel_reads_the_yearly_table(fanpin, here):
    fanpin(*RUN, "--out", "结果")
    content = (here / "结果" / "years.csv").read_bytes()
    lines = content.decode("utf-8-sig").splitlines()
    assert content.startswith(b"\xef\xbb\xbf") and lines[0].startswith(
        "year 年份,measure,group,unit,指标,人群,单位,period,口径,mean 平均值"
    )
    assert len(lines) == 1 + len(outcomes.SERIES)


def test_the_network_and_its_failures_are_in_the_summary_and_the_files(fanpin, here):
    summary = summary_of(fanpin(*RUN, "--json", "--out", "结果"))
    network, contagion = summary["network"], summary["contagion"]
    assert network["grade"] == "assumed" and network["sizes"]["largest_share"]["assumed"] == [0.01, 0.1]
    for row in (*network["sizes"].values(), *network["exposure"]["ex_poor"].values()):
        assert row["unit"] and row["en"] and row["zh"] and {"start", "end"} < set(row)
    assert set(contagion["nodes"]) == {"enterprise", "workshop", "cooperative"}
    assert list(contagion["lost"]["all"]) == ["2021Q1", "2021Q2", "2021Q3", "2021Q4"]
    cascades = read_rows((here / "结果" / "cascades.csv").read_bytes())
    by_year = sum(row["households"] for row in cascades) / 2
    assert contagion["all_nodes"]["households_per_year"]["mean"] == by_year > 0
    households = read_rows((here / "结果" / "exposure.csv").read_bytes())
    assert {"household", "job", "orders", "lines"} <= set(households[0]) and len(
        {row["household"] for row in households}
    ) == len(households)
    after = read_rows((here / "结果" / "largest_cascade.csv").read_bytes())
    zero = next(row for row in after if row["after"] == 0)
    assert zero["linked_with"] < zero["linked_without"]


def test_the_inputs_of_an_own_scenario_are_listed_with_its_base(fanpin, here):
    Path("方案.toml").write_text(
        '[scenario]\nname = "试"\nbase = "pengshui/cliff"\n[health]\nmedian_bill = 900\n', "utf-8"
    )
    inputs = summary_of(fanpin("run", "方案.toml", *SMALL, "--no-levers", "--json"))["manifest"]["inputs"]
    assert inputs[f"{here.name}/方案.toml"] == sha256(here / "方案.toml")
    assert {"scenarios/pengshui/cliff.toml", "scenarios/pengshui/baseline.toml"} < set(inputs)


def test_a_file_with_the_mark_of_notepad_is_read(fanpin):
    Path("方案.toml").write_text('[scenario]\nname = "试验"\nbase = "pengshui/baseline"\n', "utf-8-sig")
    ended = fanpin("run", "方案.toml", *SMALL, "--no-levers", "--lang", "zh")
    assert ended.code == 0 and ended.out.splitlines()[1] == "试验（方案）"


def test_a_table_of_dates_and_full_width_signs_in_a_set(fanpin):
    plain = summary_of(fanpin(*RUN, "--json", "--set", "levers.medical_insurance.reimbursement=0.6"))
    for text in (
        "levers.medical_insurance.reimbursement={2021Q1=0.6}",
        "levers.medical_insurance.reimbursement＝０．６",
    ):
        assert summary_of(fanpin(*RUN, "--json", "--set", text))["state_sha256"] == plain["state_sha256"]
    assert summary_of(fanpin(*RUN, "--json"))["state_sha256"] != plain["state_sha256"]


def test_a_set_travels_to_worker_processes(fanpin):
    """A scenario's own notes hold what cannot be pickled."""
    changed = ("run", "pengshui/baseline", *SMALL[:-2], "--no-levers", "--json", "--set", "health.median_bill=900")
    one, two = (summary_of(fanpin(*changed, "--workers", n)) for n in (1, 2))
    assert one["state_sha256"] == two["state_sha256"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_tables_say_what_their_numbers_mean(fanpin, lang):
    ended = fanpin("run", "pengshui/baseline", *SMALL, "--lang", lang)
    assert ended.code == 0 and max(width(line) for line in ended.out.splitlines()) <= 130
    for text in {
        "zh": ("重复模拟2次，2021年一季度至2021年四季度（4个季度）", "95%区间", "返贫率（%）", "百分点", "元/年", "万元/年", "没有官方数量标准",
               "只反映随机波动", "只模拟了一部分村", "利益联结主体概况", "溯源返贫人数", "就业帮扶车间占比（%）", "假定范围", "这只是归类", "模拟期内未起作用", "尚未校准", "不变价"),
        "en": ("2 replicates, 2021Q1 to 2021Q4", "95 % interval", "(points)", "CNY/year", "none is official", "as far as luck goes", "The network that households share", "traced to them", "assumed", "This is a classification",
               "Only a part of the county", "no effect yet", "not calibrated"),
    }[lang]:  # fmt: skip
        assert text in " ".join(ended.out.split()), text
    if lang == "zh":
        prose = (
            re.sub("状态指纹：[0-9a-f]+", "", ended.out)
            .replace("pengshui/baseline", "")
            .replace("--households", "")
            .replace("fanpin parameters", "")
        )
        assert not re.search("[A-Za-z]{3,}", prose)
        assert not re.search("[一-鿿][,:;(]|[,:;)][一-鿿]", prose), "half-width punctuation in Chinese"


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_run_without_a_fourth_quarter(fanpin, here, quarters):
    sizes = ("--households", "1", "--quarters", quarters, "--replicates", "2", "--workers", "1")
    ended = fanpin("run", "pengshui/baseline", *sizes, "--lang", "zh", "--out", "结果")
    assert ended.code == 0 and "最后一个季度" in ended.out and "模拟未到四季度" in ended.out
    assert "四季度主要指标" not in ended.out and "超过阈值的概率" not in ended.out
    risk = json.loads((here / "结果" / "summary.json").read_text("utf-8"))["large_scale_return"]
    assert risk["windows"] == {} and risk["probability"] == [None] * 5 and risk["ci95"] == [[None, None]] * 5
    assert not (here / "结果" / "years.csv").exists()


def test_one_replicate_has_no_interval_and_says_so(fanpin):
    sizes = ("--households", "1", "--quarters", "4", "--replicates", "1", "--workers", "1")
    ended = fanpin("run", "pengshui/baseline", *sizes, "--lang", "zh")
    assert ended.code == 0 and "只模拟了1次" in ended.out and "各项政策的作用（" not in ended.out
    summary = summary_of(fanpin("run", "pengshui/baseline", *sizes, "--json"))
    assert summary["measures"]["headcount"]["ci95"] == [None, None] and summary["levers"] == {}


def test_more_than_there_is_gets_a_warning(fanpin):
    ended = fanpin("parameters", "--like", "nothing like this", "--lang", "zh")
    assert ended.out == "共0个参数\n"
    ended = fanpin("run", "pengshui/baseline", "--households", "1", "--quarters", "41", "--replicates", "1", "--workers", "1",
                   "--no-levers", "--lang", "zh")  # fmt: skip
    assert "提示：--quarters 41：情景只有40个季度" in ended.err and "（40个季度）" in ended.out


def test_costs_of_a_lever_count_all_quarters(fanpin):
    """Awards are paid once a year, premiums in another quarter: the fourth alone would say something else."""
    summary = summary_of(fanpin("run", "pengshui/baseline", *SMALL, "--json"))
    found = {row["name"]: row for row in summary["levers"]["levers.industry_support"]}["fiscal_cost.county"]
    quarters = summary["measures"]["fiscal_cost"]["by_quarter"].values()
    assert found["other"] == pytest.approx(sum(quarter["mean"] for quarter in quarters) / 4)


def test_a_forced_failure_is_followed(fanpin):
    sizes = ("--households", "1", "--quarters", "12", "--replicates", "2", "--workers", "1")
    ended = fanpin("run", "stress/largest_enterprise_fails", *sizes, "--lang", "zh")
    assert (
        ended.code == 0
        and "2023年二季度起“带动农户最多的企业倒闭”对返贫率的影响" in ended.out
        and "在该企业就业、入股或有户贷企用" in ended.out
    )
    whole = "".join(ended.out.split())
    assert "订单收购企业" in whole and "看点" in whole and "压力测试，不是预测" in whole


def test_each_of_several_forced_shocks_is_followed(fanpin):
    sizes = ("--households", "300", "--quarters", "12", "--replicates", "2", "--workers", "1")
    ended = fanpin("run", "stress/monitors_overloaded", *sizes, "--lang", "en")
    whole = " ".join(ended.out.split())
    assert ended.code == 0 and "from 2023Q1, the price of a product falls" in whole
    assert "from 2023Q2, monitoring is overloaded" in whole and "more than for others" in whole
    assert (
        "growers of the product" in whole
        and "at risk, not yet monitored" in whole
        and "a test, not a forecast" in whole
    )
    assert whole.count("The same year by year") == 2


def test_without_a_forced_shock_nothing_is_followed(fanpin):
    summary = summary_of(fanpin("run", "pengshui/baseline", *SMALL, "--json"))
    assert summary["stress"] == []


def test_an_earlier_result_is_replaced_and_other_files_are_kept(fanpin, here):
    first = summary_of(fanpin(*RUN, "--json", "--out", "结果"))
    (here / "结果" / "笔记.txt").write_text("勿删", "utf-8")
    assert fanpin(*RUN, "--seed", "2", "--out", "结果").code == 2
    second = summary_of(fanpin(*RUN, "--json", "--seed", "2", "--out", "结果", "--force"))
    assert second["state_sha256"] != first["state_sha256"]
    assert json.loads((here / "结果" / "summary.json").read_text("utf-8")) == second
    assert (here / "结果" / "笔记.txt").read_text("utf-8") == "勿删"
    assert "笔记.txt" not in json.loads((here / "结果" / "manifest.json").read_text("utf-8"))["outputs"]


def test_a_fault_of_the_program_is_owned(fanpin, monkeypatch):
    from sim.commands import run

    monkeypatch.setattr(run, "command", lambda options: 1 / 0)
    ended = fanpin(*RUN, "--lang", "zh")
    assert ended.code == 1 and "ZeroDivisionError" in ended.err and "程序内部错误" in ended.err.splitlines()[-1]


def test_a_folder_with_another_result_is_left_alone(fanpin, here):
    run = ("run", "pengshui/baseline", *SMALL, "--out", "结果", "--lang", "zh")
    assert fanpin(*run).code == 0 and fanpin(*run).code == 0, "the same may be made again"
    before = {path.name: path.read_bytes() for path in (here / "结果").iterdir()}
    for other in (
        (*run, "--seed", "2"),
        (*run, "--set", "health.median_bill=900"),
        ("run", "pengshui/cliff", *run[2:]),
        ("risk", "pengshui/baseline", *run[2:]),
    ):
        ended = fanpin(*other)
        assert ended.code == 2 and "中已有另一次结果" in ended.err and "--force" in ended.err
        assert {path.name: path.read_bytes() for path in (here / "结果").iterdir()} == before
    assert fanpin(*run, "--seed", "2", "--force").code == 0
    assert json.loads((here / "结果" / "manifest.json").read_text("utf-8"))["settings"]["seed"] == 2
