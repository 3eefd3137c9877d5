"""Experiment files: every mistake at once, each with its line."""

from pathlib import Path

import pytest

from sim.experiment import KEYS, Experiment, load_experiment
from sim.scenario import names, search_paths
from sim.spec import Invalid

GOOD = """[experiment]
title = {zh = "试验", en = "trial"}
scenario = "pengshui/baseline"
method = "morris"
factors = ["health.median_bill"]
"""


@pytest.fixture
def told(tmp_path, monkeypatch):
    """The problems of a text, as (line, Chinese)."""
    monkeypatch.chdir(tmp_path)

    def problems(text: str | bytes) -> list[tuple[int, str]]:
        Path("试验.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
        with pytest.raises(Invalid) as wrong:
            load_experiment("试验.toml")
        for problem in wrong.value.problems:
            assert problem.en and problem.zh and problem.file in ("试验.toml", "")
        return [(problem.line, problem.zh) for problem in wrong.value.problems]

    return problems


def read(tmp_path: Path, text: str) -> Experiment:
    (tmp_path / "试验.toml").write_text(text, "utf-8")
    return load_experiment(str(tmp_path / "试验.toml"))


def test_what_is_not_said_has_a_default(tmp_path):
    found = read(tmp_path, GOOD)
    assert found.title == {"zh": "试验", "en": "trial"} and found.name == "试验"
    assert found.factors == ("health.median_bill",) and found.outputs == (("ex_poor", "return_rate"),)
    assert (found.size, found.levels, found.scrambles, found.replicates, found.seed) == (8, 4, 8, 4, 1)
    assert (found.households, found.quarters) == (2000, 40)


def test_no_households_means_all_of_them(tmp_path):
    assert read(tmp_path, GOOD + "households = 0\n").households is None


def test_a_file_with_the_mark_of_notepad_is_read(tmp_path):
    assert read(tmp_path, "\ufeff" + GOOD).method == "morris"


@pytest.mark.parametrize("name", names(search_paths("experiments")))
def test_every_shipped_experiment_is_sound(name):
    found = load_experiment(name)
    assert found.title["zh"] and found.title["en"] and len(found.factors) > 3


def test_every_mistake_is_told_with_its_line(told):
    text = """[experiment]
title = "试验"
scenari = "pengshui/baseline"
method = "moris"
size = 0
replicates = "2"
quarters = 2
outputs = ["return_rate.expoor"]
factors = ["health.median_bil", "transition.shape", "health.median_bill", "health.median_bill"]
[other]
x = 1
"""
    found = told(text)
    assert [line for line, _ in found] == [1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 9, 10]
    for (_, zh), part in zip(found, (
        "缺少 scenario", "title 应为中英文两段文字", "是否想写 scenario？", "morris | sobol", "size = 0，超出允许范围 2..", "replicates 应为整数",
        "quarters = 2，超出允许范围 4..", "是否想写 return_rate.ex_poor？", "是否想写 health.median_bill？", "没有可变动的合理范围", "重复",
        "此处不应有 other，应为 [experiment]",
    ), strict=True):  # fmt: skip
        assert part in zh


MISTAKES = {
    "nothing": ("", 0, "缺少 [experiment] 一节"),
    "a value in place of the section": ("experiment = 3\n", 0, "缺少 [experiment] 一节"),
    "a size that is no power of two": (GOOD.replace("morris", "sobol") + "size = 12\n", 6, "须为2的幂"),
    "an odd number of levels": (GOOD + "levels = 3\n", 6, "须为偶数"),
    "no factors": (GOOD.replace('["health.median_bill"]', "[]"), 5, "factors 应为方括号内的文字列表"),
    "factors that are no texts": (
        GOOD.replace('["health.median_bill"]', "[1, 2]"),
        5,
        "factors 应为方括号内的文字列表",
    ),
    "a switch for a number": (GOOD + "seed = true\n", 6, "seed 应为整数"),
    "a fraction for a number": (GOOD + "seed = 1.5\n", 6, "seed 应为整数"),
    "a negative seed": (GOOD + "seed = -1\n", 6, "超出允许范围 0.."),
    "full-width signs": (GOOD + "size＝8\n", 6, "请改用半角"),
    "a key twice": (GOOD + "seed = 1\nseed = 2\n", 7, "重复出现，首次在第6行"),
    "GBK": (GOOD.encode("gbk"), 2, "文件不是 UTF-8 编码"),
    "ten megabytes": (b"#" * 10_000_000, 0, "文件超过 1 MiB"),
    "deep nesting": (GOOD + "x = " + "[" * 5000, 6, ""),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_with_its_line(told, name):
    text, line, part = MISTAKES[name]
    found = told(text)
    assert (found[0][0], part in found[0][1]) == (line, True), found


def test_an_experiment_that_is_not_there():
    with pytest.raises(Invalid) as wrong:
        load_experiment("nosuch")
    assert "没有名为 nosuch 的实验" in wrong.value.problems[0].zh


def test_every_key_is_a_field():
    assert set(KEYS) | {"name", "path"} == set(Experiment._fields)
