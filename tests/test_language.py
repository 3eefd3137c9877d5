"""Languages: which one is wanted, both at once, and how wide Chinese is on a terminal."""

import io
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import language
from sim.language import Text, from_locale, half_width, padded, wanted, width, wrapped

BOTH = Text("household", "农户")


@pytest.fixture
def no_locale(monkeypatch):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(language.locale, "getlocale", lambda: (None, None))
    return monkeypatch


def test_a_text_in_one_language_or_both():
    assert (BOTH.of("zh"), BOTH.of("en")) == ("农户", "household")
    assert (BOTH.both("zh"), BOTH.both("en")) == ("农户 / household", "household / 农户")


@pytest.mark.parametrize(
    ("variables", "lang"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_TW"}, "zh"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
    ],
)
def test_the_locale_decides(no_locale, variables, lang):
    for name, value in variables.items():
        no_locale.setenv(name, value)
    assert from_locale() == lang


@pytest.mark.parametrize("name", ["Chinese (Simplified)_China", "zh_CN", "zh-CN"])
def test_windows_names_its_locale_otherwise(no_locale, name):
    no_locale.setattr(language.locale, "getlocale", lambda: (name, "936"))
    assert from_locale() == "zh"


def test_a_locale_that_cannot_be_read_is_english(no_locale):
    def broken():
        raise ValueError("unknown locale")

    no_locale.setattr(language.locale, "getlocale", broken)
    assert from_locale() == "en"


@pytest.mark.parametrize(
    ("arguments", "lang"),
    [(["run", "--lang", "zh"], "zh"), (["--lang=zh"], "zh"), (["--lang"], "en"), (["--lang", "fr"], "en"), ([], "en")],
)
def test_the_arguments_win_over_the_locale(no_locale, arguments, lang):
    assert wanted(arguments) == lang


def test_utf8_whatever_the_code_page(monkeypatch):
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="cp936"))
    language.utf8()
    print("返贫\udc80", flush=True)
    assert raw.getvalue() == "返贫?\n".encode()


def test_full_width_signs_become_half_width():
    assert half_width("ａ．ｂ＝０．８５％　－－") == "a.b=0.85% --"
    assert half_width("报销比例，。") == "报销比例,。"


def test_chinese_takes_two_columns():
    assert [width(text) for text in ("ab", "农户", "（a）", "5～6", "—…")] == [2, 4, 5, 4, 2]
    assert (padded("农户", 6), padded("农户", 6, right=True)) == ("农户  ", "  农户")


def test_lines_break_between_words_and_anywhere_in_chinese():
    assert wrapped("one two three", 13) == ["one two", "three"]
    assert wrapped("two bands: 95 %, luck", 18) == ["two bands:", "95 %, luck"]
    assert wrapped("返贫率超过阈值", 12, "  ") == ["  返贫率", "  超过阈", "  值"]


def test_no_line_begins_with_a_full_stop():
    for columns in range(8, 30):
        assert not any(
            line.startswith(tuple("，。；）")) for line in wrapped("农户（返贫）收入，支出；合计。" * 3, columns)
        )


@given(st.text(st.sampled_from("ab 农户，。(1"), max_size=80), st.integers(10, 40))
def test_wrapping_loses_nothing_and_fits(text, columns):
    lines = wrapped(text, columns)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    longest = max((width(word) for word in text.replace("农", " ").replace("户", " ").split()), default=0)
    assert all(width(line) <= max(columns, longest + 4) for line in lines)
