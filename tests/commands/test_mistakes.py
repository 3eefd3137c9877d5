"""Bad input: exit code 2, every problem on one line in both languages, no traceback, nothing written."""

import os
from pathlib import Path

import pytest

GOOD = '[scenario]\nname = "试验"\nbase = "pengshui/baseline"\n\n[levers.medical_insurance]\nreimbursement = 0.6\n'
REIMBURSEMENT = "levers.medical_insurance.reimbursement"


def written(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def refused(ended, *told: str) -> None:
    """Ended as bad input does, each problem told in this order."""
    assert ended.code == 2 and ended.out == "" and "Traceback" not in ended.err
    assert len(ended.problems) == len(told), ended.err
    for line, text in zip(ended.problems, told, strict=True):
        assert text in line and " / " in line


NAMES = {
    "pengshui/basline": "没有名为 pengshui/basline 的情景；是否想写 pengshui/baseline？",
    "cliff": "是否想写 pengshui/cliff？",
    "断崖": "没有名为 断崖 的情景；是否想写 pengshui/cliff？",
    "彭水/基线": "没有名为 彭水/基线 的情景；可用的情景：concentration/concentrated、",
    "": "情景名称为空；可用的情景：",
    "x" * 5000: "没有名为 xxx",
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("command", ["run", "risk", "parameters"])
def test_a_scenario_that_does_not_exist(fanpin, here, command, name):
    named = ["--scenario", name] if command == "parameters" else [name, "--out", "结果"]
    if command == "parameters" and not name:
        pytest.skip("an empty --scenario is none")
    refused(fanpin(command, *named, "--lang", "zh"), NAMES[name])
    assert written(here) == []


def test_every_scenario_that_does_not_exist_is_told(fanpin):
    ended = fanpin("compare", "pengshui/baseline", "pengshui/clif", "nosuch", "--lang", "zh")
    refused(ended, "是否想写 pengshui/cliff？", "没有名为 nosuch 的情景")


def test_a_file_named_without_its_ending(fanpin, here):
    Path("方案.toml").write_text(GOOD, encoding="utf-8")
    refused(fanpin("run", "方案", "--lang", "zh"), "是否想写 方案.toml？")


def test_a_folder_in_place_of_a_file(fanpin, here):
    Path("方案").mkdir()
    refused(fanpin("run", "方案", "--lang", "zh"), "方案 是文件夹，不是情景文件")


SETS = {
    f"{REIMBURSEMENT}=85": "合规医疗费用实际报销比例）= 85，超出允许范围 0..1（单位：比例）；百分数请写成小数，如 0.85",
    f"{REIMBURSEMENT}=85%": "百分数请写成小数，如 0.85",
    f"{REIMBURSEMENT}=85％": "百分数请写成小数，如 0.85",
    f"{REIMBURSEMENT}=-1": "超出允许范围 0..1",
    f"{REIMBURSEMENT}=nan": "不是可以计算的数值",
    f"{REIMBURSEMENT}=inf": "不是可以计算的数值",
    f"{REIMBURSEMENT}=true": "应为数值",
    f"{REIMBURSEMENT}=高": "应为数值",
    REIMBURSEMENT: "应写成 参数=取值",
    "levers.medical_insurance.reimbursment=0.7": f"是否想写 {REIMBURSEMENT}？",
    "报销比例=0.7": f"是否想写 {REIMBURSEMENT}？",
    f"{REIMBURSEMENT}={{2041Q1=0.5}}": "日期 2041Q1 超出模拟期",
    f"{REIMBURSEMENT}={{2026Q5=0.5}}": "不是日期",
    "transition.shape=clif": "是否想写 cliff？",
}


@pytest.mark.parametrize("text", SETS)
def test_a_wrong_set(fanpin, text):
    refused(fanpin("run", "pengshui/baseline", "--set", text, "--lang", "zh"), SETS[text])


def test_two_sets_of_one_path(fanpin):
    two = ("--set", f"{REIMBURSEMENT}=0.7", "--set", f"{REIMBURSEMENT}=0.6")
    refused(fanpin("run", "pengshui/baseline", *two, "--lang", "zh"), f"{REIMBURSEMENT} 设置了两次")


def test_every_wrong_set_is_told(fanpin):
    two = ("--set", f"{REIMBURSEMENT}=7", "--set", "nosuch=1")
    ended = fanpin("run", "pengshui/baseline", *two, "--lang", "zh")
    refused(ended, "没有这个参数：nosuch", "超出允许范围")


@pytest.mark.parametrize("encoding", ["gbk", "utf-16"])
def test_a_file_that_is_not_utf8(fanpin, encoding):
    Path("方案.toml").write_bytes(GOOD.encode(encoding))
    refused(fanpin("run", "方案.toml", "--lang", "zh"), "文件不是 UTF-8 编码，请在编辑器中另存为 UTF-8")


def test_every_mistake_in_a_file_with_its_line(fanpin, here):
    lines = [
        "[scenario]", 'name = "试验"', 'base = "pengshui/baseline"', "[levers.medical_insurance]", "reimbursement = 60",
        "coverage = nan", "reimbursement = 0.7", "[transition]", "shape＝\"cliff\"", "taper = 3",
    ]  # fmt: skip
    Path("错.toml").write_text("\n".join(lines), encoding="utf-8")
    before = written(here)
    ended = fanpin("run", "错.toml", "--out", "结果", "--lang", "zh")
    places = [line.partition("：")[0] for line in ended.problems]
    assert ended.code == 2 and places == [f"错.toml 第{n}行" for n in (5, 6, 7, 9, 10)]
    assert "请改用半角" in ended.err and "如 0.6" in ended.err and "重复出现" in ended.err
    assert written(here) == before


def test_bases_in_a_circle(fanpin):
    for one, other in (("甲", "乙"), ("乙", "甲")):
        Path(f"{one}.toml").write_text(f'[scenario]\nname = "{one}"\nbase = "{other}"\n', encoding="utf-8")
    refused(fanpin("run", "甲.toml", "--lang", "zh"), "base 形成循环")


def test_a_file_of_ten_megabytes(fanpin):
    Path("大.toml").write_bytes(b"a" * 10_000_000)
    refused(fanpin("run", "大.toml", "--lang", "zh"), "文件超过 1 MiB")


def test_the_same_scenario_twice(fanpin):
    again = fanpin("compare", "pengshui/baseline", "pengshui/baseline", "--lang", "zh")
    refused(again, "情景 pengshui/baseline 写了两次")


def test_scenarios_with_different_horizons(fanpin):
    Path("短.toml").write_text(GOOD.replace("\n\n", '\nend = "2025Q4"\n\n'), encoding="utf-8")
    refused(fanpin("compare", "pengshui/baseline", "短.toml", "--lang", "zh"), "各情景的起止季度不同")


def test_a_comparison_of_single_runs(fanpin):
    ended = fanpin("compare", "pengshui/baseline", "pengshui/cliff", "--replicates", "1", "--lang", "zh")
    refused(ended, "--replicates：比较至少需要重复模拟2次")


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_risk_without_a_fourth_quarter(fanpin, here, quarters):
    ended = fanpin("risk", "pengshui/baseline", "--quarters", quarters, "--out", "结果", "--lang", "zh")
    refused(ended, "--quarters：模拟未到四季度")
    assert written(here) == []


def test_out_on_a_file(fanpin):
    Path("结果").write_text("信")
    refused(fanpin("run", "pengshui/baseline", "--out", "结果", "--lang", "zh"), "结果 是文件，不是文件夹")
    refused(fanpin("run", "pengshui/baseline", "--out", "结果/内", "--lang", "zh"), "不能用作文件夹")
    assert Path("结果").read_text() == "信"


def test_out_on_a_folder_with_other_content(fanpin, here):
    Path("结果").mkdir()
    Path("结果", "报告.docx").write_text("报告")
    before = written(here)
    refused(fanpin("run", "pengshui/baseline", "--out", "结果", "--lang", "zh"), "中已有其他文件（报告.docx）")
    assert written(here) == before


@pytest.mark.parametrize("name", [".", "..", "/"])
def test_out_on_the_folder_one_stands_in(fanpin, here, name):
    refused(fanpin("run", "pengshui/baseline", "--out", name, "--force", "--lang", "zh"), "就是当前所在的文件夹")


def test_out_on_a_name_that_is_too_long(fanpin):
    refused(fanpin("run", "pengshui/baseline", "--out", "长" * 300, "--lang", "zh"), "不能用作文件夹")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_out_where_one_may_not_write(fanpin):
    Path("锁").mkdir(mode=0o500)
    refused(fanpin("run", "pengshui/baseline", "--out", "锁/结果", "--lang", "zh"), "无法写入")


def test_a_published_result_that_does_not_exist(fanpin):
    refused(fanpin("reproduce", "pengshui-transitoin", "--lang", "zh"), "是否想写 pengshui-transition？")
    refused(fanpin("reproduce", "别的", "--lang", "zh"), "可用的结果：pengshui-transition")


def test_a_check_of_nothing(fanpin, here):
    refused(fanpin("reproduce", "--check", "--small", "--out", "无", "--lang", "zh"), "没有已发布的结果")
    assert written(here) == []


def test_a_published_result_on_a_file(fanpin, here):
    Path("结果").write_text("信")
    refused(fanpin("reproduce", "--small", "--out", "结果", "--lang", "zh"), "不能用作文件夹")


def test_an_experiment_that_does_not_exist(fanpin):
    refused(fanpin("sensitivity", "morris", "--lang", "zh"), "是否想写 pengshui-morris？")
    refused(fanpin("sensitivity", "nosuch", "--lang", "zh"), "可用的实验：pengshui-morris、pengshui-sobol")
