"""The lives as text: whole, in one language at a time, and the same every time."""

import json
import re
from pathlib import Path

import pytest

import sim.explain
from sim.explain import words
from sim.explain.changes import MEMBERS
from sim.explain.event import Event
from sim.explain.life import moved, structured
from sim.explain.pages import page
from sim.explain.report import explained
from sim.explain.sentences import CLASSES, SENTENCES, told

HOLES = re.compile(r"[{}]|\bnan\b|\bNone\b|\binf\b|  ")
SOURCE = "\n".join(path.read_text("utf-8") for path in Path(sim.explain.__file__).parent.glob("*.py"))
AMOUNTS = dict.fromkeys(
    ("amount", "n", "share", "bill", "fund_paid", "aid_paid", "lever_paid", "own_paid", "welfare", "line"), 0.3
) | {"n": 2.0}  # fmt: skip


def test_every_kind_of_event_has_a_sentence_and_every_sentence_an_event():
    kinds = set(re.findall(r'Event\(\s*(?:quarter|track\.\w+(?: \+ 1)?), "(\w+)"', SOURCE))
    kinds |= set(re.findall(r'(?:grew|paid)\(track, "\w+", quarter, "(\w+)"', SOURCE))
    kinds |= {kind.partition(":")[0] for kind in SENTENCES}
    for kind in kinds:
        assert kind in SENTENCES, kind
    for kind in SENTENCES:
        parts = kind.partition(":")
        stem = re.sub("^(found|lost|dibao|tekun|post|work_relief)_.*", r"\1", parts[0])
        assert SOURCE.count(stem) > 1, f"nothing makes {kind}"


@pytest.mark.parametrize("kind", SENTENCES)
def test_every_sentence_is_filled_in_both_languages(kind):
    name, _, reason = kind.partition(":")
    event = Event(90, name, AMOUNTS, reason or next(iter(CLASSES)), until=91)
    english, chinese = told(event, "en"), told(event, "zh")
    assert not HOLES.search(english) and not HOLES.search(chinese)
    assert not re.search("[一-鿿]", english) and not re.search("[A-Za-z]", chinese)
    assert not english.endswith(".") and not chinese.endswith("。")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_life_has_holes_or_the_other_language(found, lang):
    text = page(found.lives, "Title" if lang == "en" else "标题", lang)
    assert not HOLES.search(text)
    assert not re.search("[一-鿿]" if lang == "en" else "[A-Za-z]", text)
    if lang == "zh":
        assert not re.search("[一-鿿][,:;(]|[,:;)][一-鿿]", text), "half-width punctuation in Chinese"
        assert not re.search("。。|；。|，。|：。|、、", text)
    else:
        assert not re.search(r"\.\.|;\.|,\.| ,| ;", text)


def test_a_life_says_what_it_must(found):
    for life in found.lives[:10]:
        chinese, english = (page([life], "", lang) for lang in ("zh", "en"))
        for word in ("合成农户", "脱贫户", "承包地", "贫困线", "返贫", "主要原因", "农户应对", "帮扶情况", "结果"):
            assert word in chinese
        for word in (
            "synthetic",
            "ex-poor",
            "mu of",
            "line of 5,000 yuan",
            "Main cause",
            "What they did",
            "What help came",
            "How it ended",
        ):
            assert word in english


def test_a_household_below_the_line_also_reads_as_below_it(found):
    for life in found.lives:
        told_welfare = re.search(
            r"近四季扣除医疗自付后的人均收入(负?)(\d+)元，低于贫困线5000元", page([life], "", "zh")
        )
        assert told_welfare is not None and (told_welfare[1] or int(told_welfare[2]) < 5000)


def test_lives_are_the_same_every_time(found, job):
    again = explained(job, 5)
    assert again.causes == found.causes
    for lang in ("en", "zh"):
        assert page(again.lives, "", lang) == page(found.lives[:5], "", lang)


def test_lives_are_json(found):
    for life in found.lives:
        content = structured(life)
        assert json.loads(json.dumps(content, allow_nan=False)) == content
        assert content["cause"] and content["events"] and set(content["text"]) == {"en", "zh"}


@pytest.mark.parametrize(
    ("amount", "en", "zh"),
    [(4.0, "0 yuan", "0元"), (234.0, "230 yuan", "230元"), (1250.0, "1,300 yuan", "1300元"), (12_345.0, "12,000 yuan", "1.2万元"),
     (100_400.0, "100,000 yuan", "10万元")],
)  # fmt: skip
def test_yuan_are_rounded_as_a_person_would_say_them(amount, en, zh):
    assert (words.money(amount, "en"), words.money(amount, "zh")) == (en, zh)


def test_quarters_and_lists_read_naturally():
    assert words.period(88, 90, "zh") == "2022年一季度至三季度" and words.period(91, 92, "en") == "2022Q4 to 2023Q1"
    assert words.period(91, 92, "zh") == "2022年四季度至2023年一季度"
    assert words.listed(["a", "b", "c"], "en") == "a, b and c" and words.listed(["甲", "乙"], "zh") == "甲、乙"
    assert words.exact(-12.5, "zh") == "负13元" and words.exact(3999.9, "en") == "3,999 yuan"


@pytest.mark.parametrize(
    ("line", "amount", "en", "zh"),
    [
        ("migrant", -500.0, "wages from work outside the county -500 yuan", "外出务工工资减少500元"),
        ("migrant", 500.0, "wages from work outside the county +500 yuan", "外出务工工资增加500元"),
        ("medical", -500.0, "more own-paid medical cost -500 yuan", "医疗自付增加500元"),
        ("premium", -170.0, "more medical premiums and pension contributions -170 yuan", "医保和养老保险缴费增加170元"),
        ("premium", 170.0, "less medical premiums and pension contributions +170 yuan", "医保和养老保险缴费减少170元"),
        (MEMBERS, 300.0, "fewer members to share with +300 yuan", "人口减少使人均增加300元"),
    ],
)
def test_a_cost_that_rises_takes_from_welfare(line, amount, en, zh):
    assert (moved(line, amount, "en"), moved(line, amount, "zh")) == (en, zh)
