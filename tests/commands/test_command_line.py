"""Help, version, languages, and slips of the finger on the command line itself."""

import re
import subprocess
import sys

import pytest

from sim import __version__
from sim.commands.arguments import ARGUMENTS
from sim.commands.texts import COMMANDS, EXAMPLES, HELP, LABELS
from sim.language import width

HEAVY = {"numpy", "numba", "scipy", "mesa", "matplotlib", "SALib", "rich", "pyarrow", "sim.spec", "sim.results"}
CHINESE = re.compile("[一-鿿]")


@pytest.mark.parametrize("asked", [["--help"], ["run", "--lang", "zh"], ["--version"], ["bogus"]])
def test_help_and_refusals_import_nothing_heavy(asked):
    code = f"import sys; from sim.cli import main; main({asked!r}); print(sorted({HEAVY!r} & set(sys.modules)))"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8")
    assert ended.stdout.splitlines()[-1] == "[]", ended.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_chinese_help_is_chinese(fanpin, command):
    ended = fanpin(command, "--help", "--lang", "zh")
    assert ended.code == 0 and ended.err == ""
    assert ended.out.startswith(f"用法：fanpin {command} [选项]")
    for word in ("usage", "options", "arguments", "positional", "show this help", "default", "required"):
        assert word not in ended.out
    explained = [line for line in ended.out.splitlines() if line.startswith("  -")]
    assert explained and all(CHINESE.search(line) for line in explained)


@pytest.mark.parametrize("command", COMMANDS)
def test_english_help_has_no_chinese_outside_the_examples(fanpin, command):
    out = fanpin(command, "--help", "--lang", "en").out
    assert not CHINESE.search(out.partition("examples:")[0])


def test_lines_of_help_fit_the_terminal(fanpin, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    for lang in ("zh", "en"):
        lines = fanpin("run", "--help", "--lang", lang).out.partition("示例" if lang == "zh" else "examples")[0]
        assert max(width(line) for line in lines.splitlines()) <= 80


def test_help_names_the_scenarios_that_there_are(fanpin):
    out = fanpin("run", "--help", "--lang", "zh").out
    assert "pengshui/cliff" in out and "断崖" in out


def test_every_argument_is_explained_in_both_languages():
    for command, arguments in ARGUMENTS.items():
        assert command in COMMANDS and command in EXAMPLES
        for argument in arguments:
            assert all(HELP[argument])
    assert all(all(text) for text in (*COMMANDS.values(), *HELP.values(), *LABELS.values()))


def test_version(fanpin):
    assert fanpin("--version").out == f"fanpin {__version__}\n"


def test_nothing_asked_shows_help(fanpin):
    assert fanpin("--lang", "zh").out.startswith("用法：fanpin [选项] 命令")


@pytest.mark.parametrize("place", [["--lang", "zh", "run"], ["run", "--lang", "zh"], ["run", "--lang=zh"]])
def test_the_language_may_stand_anywhere(fanpin, place):
    assert fanpin(*place).err.startswith("缺少：情景 / something is missing: SCENARIO\n")


def test_the_language_comes_from_the_locale(fanpin, monkeypatch):
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert fanpin("--help").out.startswith("用法")


SLIPS = {
    "bogus": (["bogus"], "没有命令 bogus；可用的命令：run"),
    "a command with a typo": (["cmopare"], "没有命令 cmopare；是否想写 compare？"),
    "no scenario": (["run"], "缺少：情景"),
    "nothing to compare with": (["compare", "pengshui/baseline"], "缺少：对比情景"),
    "an option with a typo": (["run", "x", "--replicate", "3"], "此命令没有选项 --replicate；是否想写 --replicates？"),
    "an option of another command": (["levers", "--seed", "3"], "此命令没有选项 --seed"),
    "a long dash": (["run", "x", "—out", "y"], "—out 前面不是两个半角连字符，请写成 --out"),
    "full-width hyphens": (["compare", "x", "y", "－－ｏｕｔ=z"], "－－ｏｕｔ 前面不是两个半角连字符，请写成 --out"),
    "a path with a space": (["run", "我的", "方案.toml"], "多余的参数：方案.toml（含空格的路径须加引号）"),
    "a value that is missing": (["run", "x", "--out"], "--out 后面缺少取值"),
    "a value too many": (["run", "x", "--json=1"], "--json 不需要取值"),
    "no replicates": (["run", "x", "--replicates", "0"], "--replicates：“0”应为1～1000000之间的整数"),
    "half a household": (["run", "x", "--households", "0.5"], "--households：“0.5”应为"),
    "exponents": (["run", "x", "--households", "1e3"], "--households：“1e3”应为"),
    "a negative seed": (["run", "x", "--seed", "-1"], "--seed"),
    "far too many": (["run", "x", "--replicates", "9" * 5000], "--replicates：“999"),
    "an unknown lane": (["run", "x", "--lane", "fast"], "--lane：“fast”应为 compiled 或 agents"),
    "an unknown language": (["run", "x", "--lang", "cn"], "--lang：“cn”应为 zh 或 en"),
    "a folder without name": (["run", "x", "--out", " "], "--out：文件夹名称为空"),
}


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_told_in_both_languages(fanpin, monkeypatch, name):
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    arguments, told = SLIPS[name]
    ended = fanpin(*arguments)
    assert ended.code == 2 and ended.out == "" and "Traceback" not in ended.err
    first, last = ended.err.splitlines()[0], ended.err.splitlines()[-1]
    assert first.startswith(told) and " / " in first
    assert re.fullmatch(r"用法见 fanpin.* --help / see fanpin.* --help", last)


def test_english_comes_first_for_an_english_reader(fanpin):
    assert fanpin("run", "x", "--replicates", "0").err.startswith("--replicates: 0 is not a whole number from 1 to")


def test_full_width_digits_are_read(fanpin):
    ended = fanpin("run", "nowhere", "--replicates", "２")
    assert ended.code == 2 and "nowhere" in ended.err and "--replicates" not in ended.err
