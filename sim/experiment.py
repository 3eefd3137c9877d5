"""Experiment files: which scenario, which factors, how many runs; checked as a whole before anything runs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from sim.outcomes import MEASURES
from sim.parameters import GROUPS
from sim.scenario import find, search_paths
from sim.scenario.files import display, text_of
from sim.scenario.toml_text import parsed
from sim.spec import Declaration, Invalid, Place, Problem, declarations, meant_or_all, nearest, nearest_path, registry

METHODS = ("morris", "sobol")
SECTION = "experiment"


class Experiment(NamedTuple):
    """A sensitivity experiment."""

    name: str
    title: Mapping[str, str]
    path: Path
    scenario: str
    method: str
    factors: tuple[str, ...]  # parameter paths; ranges are the declared plausible ones
    outputs: tuple[tuple[str, str], ...]  # (group, measure): mean of fourth quarters
    size: int  # Morris trajectories, or rows of one scramble (a power of two)
    levels: int  # of Morris' grid
    scrambles: int  # independent Sobol' nets
    replicates: int
    households: int | None
    quarters: int | None
    seed: int


class Key(NamedTuple):
    """What a key of the file may hold. A key without default must be given."""

    kind: type
    default: Any
    least: int = 0
    most: int = 1_000_000


KEYS: dict[str, Key] = {
    "title": Key(dict, {}),
    "scenario": Key(str, None),
    "method": Key(str, None),
    "factors": Key(list, None),
    "outputs": Key(list, ["return_rate.ex_poor"]),
    "size": Key(int, 8, 2),
    "levels": Key(int, 4, 2, 100),
    "scrambles": Key(int, 8, 1, 1000),
    "replicates": Key(int, 4, 1),
    "households": Key(int, 2000),
    "quarters": Key(int, 40, 4),
    "seed": Key(int, 1, 0, 2**63 - 1),
}
KINDS = {
    dict: ('two texts, as in {zh = "...", en = "..."}', '中英文两段文字，如 {zh = "…", en = "…"}'),
    str: ("a text in quotes", "带引号的文字"),
    list: ("a list of texts in square brackets", "方括号内的文字列表"),
    int: ("a whole number", "整数"),
}


def load_experiment(name: str) -> Experiment:
    """The experiment of that name or path; ``Invalid`` with every problem, each with key and line."""
    path = find(name, search_paths("experiments"))
    if path is None:
        raise Invalid([Place("").problem(f"there is no experiment {name}", f"没有名为 {name} 的实验", name)])
    text, problems = text_of(path)
    if problems:
        raise Invalid(problems)
    content = parsed(text, display(path))
    top = Place(display(path), (), content.lines)
    given = content.values.get(SECTION)
    problems = list(content.problems) + _sections(top, content.values)
    values = {key: kind.default for key, kind in KEYS.items()}
    if isinstance(given, dict):
        place = top.under(SECTION)
        problems += _keys(place, given)
        sound = {key: value for key, value in given.items() if key in KEYS and _fits(value, KEYS[key].kind)}
        problems += _contents(place, sound)
        values |= sound
    if problems:
        raise Invalid(sorted(dict.fromkeys(problems), key=lambda problem: problem.line))
    return _made(path, values)


def _made(path: Path, values: Mapping[str, Any]) -> Experiment:
    """The experiment that checked values describe."""
    title = {lang: str(values["title"].get(lang, path.stem)) for lang in ("zh", "en")}
    outputs = tuple((group, measure) for measure, _, group in (text.partition(".") for text in values["outputs"]))
    rest = {key: values[key] for key in KEYS if key not in ("title", "outputs", "factors", "households", "quarters")}
    return Experiment(
        name=path.stem, title=title, path=path, outputs=outputs, factors=tuple(values["factors"]),
        households=values["households"] or None, quarters=values["quarters"], **rest,
    )  # fmt: skip


def _fits(value: Any, kind: type) -> bool:
    """Whether a value has the type of its key; a list holds texts only, a title too."""
    if kind is list:
        return isinstance(value, list) and bool(value) and all(isinstance(item, str) for item in value)
    if kind is dict:
        return isinstance(value, dict) and all(isinstance(item, str) for item in value.values())
    return isinstance(value, kind) and not isinstance(value, bool)


def _sections(top: Place, content: Mapping[str, Any]) -> list[Problem]:
    """Anything but [experiment], or none of it."""
    problems = [
        top.under(key).problem(f"{key} is not known here; write [{SECTION}]", f"此处不应有 {key}，应为 [{SECTION}]")
        for key in content
        if key != SECTION
    ]
    if not isinstance(content.get(SECTION), dict) and not problems:
        problems.append(top.problem(f"the section [{SECTION}] is missing", f"缺少 [{SECTION}] 一节"))
    return problems


def _keys(place: Place, given: Mapping[str, Any]) -> list[Problem]:
    """Unknown, missing and mistyped keys, and numbers out of range."""
    problems = []
    for key, value in given.items():
        here = place.under(key)
        if key not in KEYS:
            en, zh = f"there is no key {key}", f"没有 {key} 这一项"
            hint = meant_or_all(key, KEYS, "可用的项")
            problems.append(here.problem(en + hint[0], zh + hint[1]))
        elif not _fits(value, KEYS[key].kind):
            en, zh = KINDS[KEYS[key].kind]
            problems.append(here.problem(f"{key} must be {en}", f"{key} 应为{zh}", value))
        elif isinstance(value, int) and not KEYS[key].least <= value <= KEYS[key].most:
            allowed = f"{KEYS[key].least}..{KEYS[key].most}"
            problems.append(
                here.problem(
                    f"{key} = {value} is outside {allowed}",
                    f"{key} = {value}，超出允许范围 {allowed}",
                    value,
                    "",
                    allowed,
                )
            )
    missing = [key for key, kind in KEYS.items() if kind.default is None and key not in given]
    return problems + [place.problem(f"{key} is missing", f"缺少 {key}") for key in missing]


def _contents(place: Place, values: Mapping[str, Any]) -> list[Problem]:
    """An unknown method, unknown or repeated factors and outputs, sizes that the method cannot use."""
    problems = []
    method, size, levels = (values.get(key, KEYS[key].default) for key in ("method", "size", "levels"))
    if "method" in values and method not in METHODS:
        known = " | ".join(METHODS)
        en, zh = f'method = "{method}" is not one of {known}', f'method = "{method}"，应为下列之一：{known}'
        problems.append(place.under("method").problem(en, zh, method, "", known))
    if method == "sobol" and size & (size - 1):
        en, zh = f"size = {size} must be a power of two, such as 16", f"size = {size}，Sobol' 法须为2的幂，如16"
        problems.append(place.under("size").problem(en, zh, size))
    if method == "morris" and levels % 2:
        en, zh = f"levels = {levels} must be even", f"levels = {levels}，Morris 法须为偶数"
        problems.append(place.under("levels").problem(en, zh, levels))
    for key, wrong in (("factors", _wrong_factor), ("outputs", _wrong_output)):
        for k, text in enumerate(values.get(key, ())):
            found = ("stands twice", "重复") if text in values[key][:k] else wrong(text)
            if found:
                problems.append(
                    place.under(key).problem(f"{key}: {text} {found[0]}", f"{key}：{text} {found[1]}", text)
                )
    return problems


def _wrong_factor(path: str) -> tuple[str, str] | None:
    """Why a parameter cannot be varied."""
    declared: Declaration | None = declarations(GROUPS).get(path)
    if declared is None:
        meant = nearest_path(path, registry(GROUPS))
        return (
            (f"is no parameter; did you mean {meant}?", f"不是参数；是否想写 {meant}？")
            if meant
            else ("is no parameter", "不是参数")
        )
    low, high = declared.param.plausible
    if declared.type is str or (declared.type is not bool and not low < high):
        return "has no plausible range to vary in", f"（{declared.param.zh}）没有可变动的合理范围"
    return None


def _wrong_output(text: str) -> tuple[str, str] | None:
    """Why there is no such output."""
    measure, _, group = text.partition(".")
    if measure in MEASURES and group in MEASURES[measure].groups:
        return None
    known = [f"{found.name}.{name}" for found in MEASURES.values() for name in found.groups]
    meant = nearest(text, known) or "return_rate.ex_poor"
    return f"is no output MEASURE.GROUP; did you mean {meant}?", f"不是“指标.人群”形式的输出；是否想写 {meant}？"
