"""Values given on the command line: ``--set PATH=VALUE``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence

from sim.scenario.sheet import Given
from sim.spec import Place, Problem, Registry, nearest_path
from sim.spec.problems import shown

_FILE = "--set"
_BARE_WORD = re.compile(r"[^\s\"'\[\]{}=#,]+")
_BARE_WORDS = re.compile(r"[^\"'\[\]{}=#]+")  # of a text that may name several
_LONGEST = 10_000


def overrides(sets: Sequence[str], names: Registry) -> tuple[list[Given], list[Problem]]:
    """The values that ``sets`` give to parameters, not yet checked, and what is wrong with their form."""
    found: list[Given] = []
    problems: list[Problem] = []
    for text in sets:
        path, equals, value = (part.strip() for part in text.partition("="))
        place = Place(_FILE, tuple(path.split(".")))
        if not equals or not path or not value:
            en = f"{shown(text)} is not PATH=VALUE"
            problems.append(Place(_FILE).problem(en, f"{shown(text)} 应写成 参数=取值", text))
        elif path not in names.declarations:
            problems.append(no_parameter(path, place, names))
        elif any(path == earlier.path for earlier in found):
            problems.append(place.problem(f"{path} is set twice", f"{path} 设置了两次"))
        else:
            raw, wrong = _read(value, place, _BARE_WORDS if names.declarations[path].param.several else _BARE_WORD)
            problems += wrong
            if not wrong:
                found.append(Given(path, raw, place))
    return found, problems


def no_parameter(path: str, place: Place, names: Registry) -> Problem:
    """Says that there is no such parameter, and which one may be meant."""
    meant = nearest_path(path, names)
    key = shown(path).strip('"')
    en = f"there is no parameter {key}" + (f"; did you mean {meant}?" if meant else "")
    zh = f"没有这个参数：{key}" + (f"；是否想写 {meant}？" if meant else "")
    return place.problem(en, zh, allowed=meant)


def _read(text: str, place: Place, bare: re.Pattern[str]) -> tuple[object, list[Problem]]:
    """``text`` as a TOML value; what is ``bare`` is a text, so that a shell's quotes are not needed."""
    try:
        content = tomllib.loads(f"value = {text}") if len(text) < _LONGEST else {}
        if content.keys() == {"value"}:
            return content["value"], []
    except (ValueError, RecursionError):
        if bare.fullmatch(text):
            return text, []
    en = f"{place.key}: the value {shown(text)} cannot be read"
    return None, [place.problem(en, f"{place.key}：无法识别取值 {shown(text)}", text)]
