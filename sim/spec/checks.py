"""Checking a value that someone wrote against its declaration."""

from __future__ import annotations

import math
from collections.abc import Mapping
from numbers import Integral, Real
from typing import Any, NamedTuple

from sim.spec.calendar import (
    CALENDAR_END,
    HISTORY_START,
    Stretch,
    overlaps,
    quarter_name,
    quarter_number,
    stretch_of,
)
from sim.spec.declaration import QUARTER_UNIT, Declaration, names_of
from sim.spec.nearest import nearest
from sim.spec.problems import Place, Problem, shown
from sim.spec.units import unit_zh
from sim.spec.values import Change, Scalar

BEFORE = "before"  # in a table of dates: the value that holds before its first date

_KINDS = {
    float: ("a number", "数值"),
    int: ("a whole number", "整数"),
    bool: ("true or false", "true（开）或 false（关）"),
    str: ("a text in quotes", "带引号的文字"),
}


class Horizon(NamedTuple):
    """First and last quarter that a date may name."""

    first: int = quarter_number(HISTORY_START)
    last: int = quarter_number(CALENDAR_END)

    def __str__(self) -> str:
        return f"{quarter_name(self.first)}..{quarter_name(self.last)}"


def change_of(
    declared: Declaration, raw: object, place: Place, horizon: Horizon
) -> tuple[Change | None, list[Problem]]:
    """The change that ``raw``, a value or a table of dates, asks for; None if anything is wrong."""
    if not isinstance(raw, Mapping):
        value, problems = scalar_of(declared, raw, place)
        return (None if value is None else Change(value)), problems
    if not raw:
        return None, [_wrong_kind(declared, raw, place)]
    always, stretches, problems = None, [], []
    for key, item in raw.items():
        inside = place.under(str(key))
        value, found = scalar_of(declared, item, inside)
        problems += found
        if key == BEFORE:
            always = value
            continue
        when, wrong_dates = _dates(str(key), inside, horizon)
        problems += wrong_dates
        if when is not None and value is not None:
            stretches.append(Stretch(*when, value))
    problems += _clashes(stretches, place)
    return (None if problems else Change(always, tuple(stretches))), problems


def scalar_of(declared: Declaration, raw: object, place: Place) -> tuple[Scalar | None, list[Problem]]:
    """``raw`` as exactly the declared type, or None and what is wrong with it."""
    kind = declared.type
    if kind is bool:
        good = isinstance(raw, bool)
    elif kind is str:
        good = isinstance(raw, str)
    else:
        good = isinstance(raw, Real) and not isinstance(raw, bool)
    if not good:
        return None, [_wrong_kind(declared, raw, place)]
    if isinstance(raw, str):
        return _text(declared, raw, place)
    if isinstance(raw, bool):
        return raw, []
    return _number(declared, raw, place)


def _number(declared: Declaration, raw: Any, place: Place) -> tuple[Scalar | None, list[Problem]]:
    if isinstance(raw, Integral):
        raw = int(raw)
    elif not math.isfinite(raw):
        name, zh = _named(declared, place, raw)
        en = f"{name} is not a number that can be computed with"
        return None, [_problem(declared, place, raw, en, f"{zh}，不是可以计算的数值")]
    low, high = declared.param.bounds
    if not low <= raw <= high:
        return None, [_outside(declared, raw, place)]
    if declared.type is int:
        return (int(raw), []) if raw == int(raw) else (None, [_wrong_kind(declared, raw, place)])
    return float(raw) + 0.0, []  # + 0.0 turns -0.0 into 0.0: equal values must have equal digests


def _text(declared: Declaration, raw: str, place: Place) -> tuple[Scalar | None, list[Problem]]:
    choices = declared.param.choices
    if declared.param.several:
        return _texts(declared, raw, place)
    dates = declared.param.unit == QUARTER_UNIT
    if raw in choices or raw == declared.default:
        return raw, []
    if dates and not choices or dates and raw[:1].isdigit():
        return _date_text(declared, raw, place)
    return None, [_no_choice(declared, raw, *_named(declared, place, raw), place)]


def _no_choice(declared: Declaration, word: str, name: str, zh: str, place: Place) -> Problem:
    """``word``, told as ``name`` and ``zh``, is none of the choices; the one that was probably meant is told."""
    param = declared.param
    meant = nearest(word, (*param.choices, *param.names))
    en = f"{name} is not one of {param.allowed('en')}" + (f"; did you mean {meant}?" if meant else "")
    text_zh = f"{zh}，应为下列之一：{param.allowed('zh')}" + (f"；是否想写 {meant}？" if meant else "")
    return _problem(declared, place, word, en, text_zh, param.allowed("en"))


def _texts(declared: Declaration, raw: str, place: Place) -> tuple[Scalar | None, list[Problem]]:
    """One or more of the choices, each once; written in one way, so that equal lists have equal digests."""
    param = declared.param
    code_of = {**dict(zip(param.names, param.choices, strict=False)), **{code: code for code in param.choices}}
    found = [code_of.get(word, word) for word in names_of(raw)]
    name, zh = _named(declared, place, raw)
    if not found:
        en = f"{name} names nothing; write one or more of {param.allowed('en')}, parted by commas"
        text_zh = f"{zh}，未写任何名称；应写下列中的一个或多个，以逗号分隔：{param.allowed('zh')}"
        return None, [_problem(declared, place, raw, en, text_zh, param.allowed("en"))]
    problems = [
        _no_choice(declared, word, f"{name}: {shown(word)}", f"{zh}：{shown(word)}", place)
        for word in dict.fromkeys(found)
        if word not in param.choices
    ]
    for word in dict.fromkeys(word for word in found if found.count(word) > 1 and word in param.choices):
        en, text_zh = f"{name} names {word} more than once", f"{zh}，{word} 重复"
        problems.append(_problem(declared, place, word, en, text_zh, param.allowed("en")))
    return (None, problems) if problems else (", ".join(found), [])


def _date_text(declared: Declaration, raw: str, place: Place) -> tuple[Scalar | None, list[Problem]]:
    low, high = declared.param.bounds
    limits = Horizon(int(low), int(high)) if low < high else Horizon()
    try:
        number = quarter_number(raw)
    except ValueError:
        name, zh = _named(declared, place, raw)
        en = f"{name} is not a quarter such as 2025Q4"
        return None, [_problem(declared, place, raw, en, f"{zh}，不是季度，应写成 2025Q4 的样式", str(limits))]
    if limits.first <= number <= limits.last:
        return raw, []
    name, zh = _named(declared, place, raw)
    en = f"{name} is outside {limits}"
    return None, [_problem(declared, place, raw, en, f"{zh}，超出允许范围 {limits}", str(limits))]


def _dates(key: str, place: Place, horizon: Horizon) -> tuple[tuple[int, int | None] | None, list[Problem]]:
    try:
        first, last = stretch_of(key)
    except ValueError:
        en = f"{place.key}: {shown(key)} is no date; write 2021Q1 (from then on) or 2023Q1..2023Q4"
        zh = f"{place.key}：{shown(key)} 不是日期，应写成 2021Q1（自该季度起）或 2023Q1..2023Q4（起止季度）"
        return None, [place.problem(en, zh, key, QUARTER_UNIT, "2021Q1 | 2023Q1..2023Q4")]
    if horizon.first <= first and (first if last is None else last) <= horizon.last:
        return (first, last), []
    en = f"{place.key}: the date {key} is outside the horizon {horizon}"
    zh = f"{place.key}：日期 {key} 超出模拟期 {horizon}"
    return None, [place.problem(en, zh, key, QUARTER_UNIT, str(horizon))]


def _clashes(stretches: list[Stretch], place: Place) -> list[Problem]:
    problems = []
    for one, other in overlaps(stretches):
        at = place.under(_stretch_key(other))
        en = f"{place.key}: {_stretch_key(other)} begins inside {_stretch_key(one)}; which value holds there?"
        zh = f"{place.key}：{_stretch_key(other)} 与 {_stretch_key(one)} 重叠，无法确定取哪个值"
        problems.append(at.problem(en, zh, _stretch_key(other), QUARTER_UNIT))
    return problems


def _stretch_key(stretch: Stretch) -> str:
    first = quarter_name(stretch.first)
    return first if stretch.last is None else f"{first}..{quarter_name(stretch.last)}"


def _wrong_kind(declared: Declaration, raw: object, place: Place) -> Problem:
    en_kind, zh_kind = _KINDS[declared.type]
    name, zh = _named(declared, place, raw)
    return _problem(declared, place, raw, f"{name} must be {en_kind}", f"{zh}，应为{zh_kind}", en_kind)


def _outside(declared: Declaration, raw: Any, place: Place) -> Problem:
    low, high = declared.param.bounds
    allowed = f"{shown(low)}..{shown(high)}"
    unit, chinese = declared.param.unit, unit_zh(declared.param.unit)
    en = f"{place.key} = {shown(raw)} ({unit}) is outside {allowed}"
    zh = f"{place.key}（{declared.param.zh}）= {shown(raw)}，超出允许范围 {allowed}（单位：{chinese}）"
    return _problem(declared, place, raw, en, zh, allowed)


def _named(declared: Declaration, place: Place, raw: object) -> tuple[str, str]:
    """``key = value`` in English and, with the parameter's Chinese name, in Chinese."""
    return f"{place.key} = {shown(raw)}", f"{place.key}（{declared.param.zh}）= {shown(raw)}"


def _problem(declared: Declaration, place: Place, raw: object, en: str, zh: str, allowed: str = "") -> Problem:
    return place.problem(en, zh, raw, declared.param.unit, allowed)
