"""One scenario file: its header and the parameter values that it gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, NamedTuple

from sim.scenario.files import display, text_of
from sim.scenario.toml_text import parsed
from sim.spec import Horizon, Place, Problem, Registry, nearest, nearest_path, quarter_name, quarter_number
from sim.spec.problems import shown

_HEADER = "scenario"
_HEADER_KEYS = ("name", "description", "base", "start", "end")
_LANGUAGES = ("zh", "en")
_SURELY_MEANT = 0.8
_MOST_SUGGESTIONS = 50  # looking for the name that was meant takes milliseconds


class Sheet(NamedTuple):
    """A file as read; ``header`` holds only what is well formed."""

    path: Path
    place: Place
    header: Mapping[str, Any]
    values: Mapping[str, Any]
    problems: list[Problem]


class Given(NamedTuple):
    """A value that a file gives to the parameter ``path``, not yet checked."""

    path: str
    raw: object
    place: Place


def read(path: Path) -> Sheet:
    """Read a scenario file; what is wrong with it comes back in ``problems``."""
    text, problems = text_of(path)
    content = parsed(text, display(path))
    place = Place(display(path), (), content.lines)
    values = dict(content.values)
    header, wrong = _header(values.pop(_HEADER, {}), place.under(_HEADER))
    return Sheet(path, place, header, values, problems + content.problems + wrong)


def given(sheet: Sheet, names: Registry) -> tuple[list[Given], list[Problem]]:
    """Every value that a file gives to a known parameter, and a problem for every key that leads nowhere."""
    found: list[Given] = []
    problems: list[Problem] = []
    for item in _walk(sheet.values, sheet.place, "", names):
        if isinstance(item, Given):
            found.append(item)
        else:
            problems.append(_unknown(*item, names, suggest=len(problems) < _MOST_SUGGESTIONS))
    return found, problems


def _walk(
    node: Mapping[str, Any], place: Place, above: str, names: Registry, guessed: bool = False
) -> Iterator[Given | tuple[Place, bool]]:
    """Values below a section, and the place of every unknown key (with whether it is a section)."""
    for key, raw in node.items():
        here, path = place.under(key), f"{above}.{key}" if above else key
        section = isinstance(raw, dict)
        if "." in key:  # a quoted key with a dot in it looks like a path and is none
            yield here, section
        elif path in names.declarations:
            yield Given(path, raw, here)
        elif section and path in names.sections:
            yield from _walk(raw, here, path, names, guessed)
        elif not guessed:
            yield here, section
            if section and (meant := _surely(path, names)):
                # The values in a misspelt section are worth checking in the same go.
                yield from _walk(raw, here, meant, names, guessed=True)


def _surely(path: str, names: Registry) -> str:
    meant = nearest(path, sorted(names.sections)) if len(path) < 100 else ""
    return meant if SequenceMatcher(None, meant, path).ratio() >= _SURELY_MEANT else ""


def _unknown(place: Place, section: bool, names: Registry, suggest: bool) -> Problem:
    path = ".".join(place.parts)
    if path in names.sections:
        en, zh = f"{place.key} is a section and not a value", f"{place.key} 是一个节，不能直接赋值"
        return place.problem(en, zh)
    meant = nearest_path(path, names, section) if suggest else ""
    key = place.key if len(place.key) < 200 else place.key[:200] + "..."
    what, what_zh = ("section", "这一节") if section else ("parameter", "这个参数")
    en = f"there is no {what} {key}" + (f"; did you mean {meant}?" if meant else "")
    zh = f"没有{what_zh}：{key}" + (f"；是否想写 {meant}？" if meant else "")
    return place.problem(en, zh, allowed=meant)


def _header(raw: object, place: Place) -> tuple[dict[str, Any], list[Problem]]:
    if not isinstance(raw, dict):
        return {}, [place.problem("[scenario] must be a section", "[scenario] 应为一个节", raw)]
    header: dict[str, Any] = {}
    problems: list[Problem] = []
    for key, item in raw.items():
        here = place.under(key)
        if key not in _HEADER_KEYS:
            meant = nearest(key, _HEADER_KEYS)
            allowed = ", ".join(_HEADER_KEYS)
            en = f"[scenario] has no {here.key}; " + (f"did you mean {meant}?" if meant else f"it has {allowed}")
            zh = f"[scenario] 中没有 {here.key}；" + (f"是否想写 {meant}？" if meant else f"可用的键：{allowed}")
            problems.append(here.problem(en, zh, allowed=allowed))
            continue
        value, wrong = _CHECKS[key](item, here)
        problems += wrong
        if not wrong:
            header[key] = value
    return header, problems


def _titles(raw: object, place: Place) -> tuple[dict[str, str], list[Problem]]:
    """A text for each language; one plain text stands for both."""
    if isinstance(raw, str) and raw.strip():
        return dict.fromkeys(_LANGUAGES, raw.strip()), []
    if isinstance(raw, dict) and set(raw) == set(_LANGUAGES):
        if all(isinstance(text, str) and text.strip() for text in raw.values()):
            return {lang: raw[lang].strip() for lang in _LANGUAGES}, []
    en = f'{place.key} must be a text or {{zh = "...", en = "..."}}'
    return {}, [place.problem(en, f'{place.key} 应为文字，或 {{zh = "...", en = "..."}}', raw)]


def _base(raw: object, place: Place) -> tuple[str, list[Problem]]:
    if isinstance(raw, str) and raw.strip():
        return raw.strip(), []
    en = f'{place.key} must be the name of a scenario, such as "pengshui/baseline"'
    return "", [place.problem(en, f'{place.key} 应为情景名称，如 "pengshui/baseline"', raw)]


def _quarter(raw: object, place: Place) -> tuple[int, list[Problem]]:
    limits = Horizon()
    try:
        number = quarter_number(raw if isinstance(raw, str) else "")
    except ValueError:
        en = f"{place.key} = {shown(raw)} is not a quarter such as {quarter_name(limits.first)}"
        zh = f"{place.key} = {shown(raw)}，不是季度，应写成 2030Q4 的样式"
        return 0, [place.problem(en, zh, raw, "quarter", str(limits))]
    if limits.first <= number <= limits.last:
        return number, []
    en = f"{place.key} = {shown(raw)} is outside {limits}"
    return 0, [place.problem(en, f"{place.key} = {shown(raw)}，超出允许范围 {limits}", raw, "quarter", str(limits))]


_CHECKS = {"name": _titles, "description": _titles, "base": _base, "start": _quarter, "end": _quarter}
