"""Declarations as tables for people, and as the input space of a sensitivity analysis."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sim.sources import GRADES
from sim.spec import values
from sim.spec.checks import Horizon
from sim.spec.declaration import Declaration
from sim.spec.problems import Invalid, Place, Problem, shown
from sim.spec.tree import Tree
from sim.spec.units import unit_zh

_HEADINGS = {
    "en": ("parameter", "value", "unit", "bounds", "plausible", "meaning", "evidence", "source"),
    "zh": ("参数", "取值", "单位", "允许范围", "合理范围", "含义", "证据等级", "出处"),
}


def parameter_rows(declarations: Mapping[str, Declaration], tree: Tree | None = None) -> list[dict[str, Any]]:
    """One machine-readable row a parameter, both languages in it; with ``tree`` its values as well."""
    rows = []
    for declared in declarations.values():
        param, source = declared.param, declared.param.source
        row: dict[str, Any] = {
            "path": declared.path,
            "group": declared.group,
            "field": declared.field,
            "type": declared.type.__name__,
            "default": declared.default,
            "unit": param.unit,
            "unit_zh": unit_zh(param.unit),
            "bounds": list(param.bounds),
            "plausible": list(param.plausible),
            "choices": list(param.choices),
            "choices_zh": list(param.names),
            "several": param.several,
            "symbol": param.symbol,
            "en": param.en,
            "zh": param.zh,
            "evidence": source.grade,
            "evidence_zh": GRADES[source.grade],
            "source": source.id,
            "source_en": source.en,
            "source_zh": source.zh,
            "quote": source.quote,
            "file": source.file,
            "section": source.section,
        }
        if tree is not None:
            row["value"] = values.as_json(tree.value(declared.path))
        rows.append(row)
    return rows


def parameter_table(
    declarations: Mapping[str, Declaration], lang: str, tree: Tree | None = None
) -> list[dict[str, str]]:
    """One row a parameter under headings in ``lang`` (``en`` or ``zh``); every cell a text for people."""
    return [dict(zip(_HEADINGS[lang], _cells(declared, lang, tree), strict=True)) for declared in declarations.values()]


def _cells(declared: Declaration, lang: str, tree: Tree | None) -> tuple[str, ...]:
    param, source = declared.param, declared.param.source
    value = declared.default if tree is None else tree.value(declared.path)
    english = lang == "en"
    quote = f" “{' '.join(source.quote.split())}”" if source.quote else ""
    return (
        declared.path,
        _written(value, english),
        param.unit if english else unit_zh(param.unit),
        _allowed(declared, english),
        _range(param.plausible) if declared.type in (float, int) else _allowed(declared, english),
        param.en if english else param.zh,
        source.grade if english else GRADES[source.grade],
        f"[{source.id}] {source.en if english else source.zh}{quote}",
    )


def _written(value: values.Value, english: bool) -> str:
    content = values.as_json(value)
    if not isinstance(content, dict):
        return _plain(content)
    if english:
        return ", ".join(f"{key}: {_plain(scalar)}" for key, scalar in content.items())
    names = {"before": "此前"}
    return "，".join(f"{names.get(key, f'{key}起')}为{_plain(scalar)}" for key, scalar in content.items())


def _allowed(declared: Declaration, english: bool) -> str:
    if declared.type is bool:
        return "false | true"
    if declared.param.choices:
        several = ("one or more of " if english else "一个或多个：") if declared.param.several else ""
        return several + declared.param.allowed("en" if english else "zh")
    if declared.type is str:
        return str(Horizon())
    return _range(declared.param.bounds)


def _range(limits: tuple[float, float]) -> str:
    return f"{shown(limits[0])}..{shown(limits[1])}"


def _plain(value: values.Scalar) -> str:
    return value if isinstance(value, str) else shown(value)


def salib_problem(declarations: Mapping[str, Declaration], paths: Iterable[str]) -> dict[str, Any]:
    """The input space over ``paths`` as SALib wants it: names and plausible ranges.

    A sampled number becomes a value of the parameter through ``Declaration.from_sample``. Raises
    ``Invalid`` for texts and for parameters whose plausible range is a single point.
    """
    names = list(paths)
    problems = [problem for path in names for problem in _not_swept(declarations, path)]
    if problems:
        raise Invalid(problems)
    bounds = [
        [0.0, 1.0] if declarations[path].type is bool else [float(x) for x in declarations[path].param.plausible]
        for path in names
    ]
    return {"num_vars": len(names), "names": names, "bounds": bounds}


def _not_swept(declarations: Mapping[str, Declaration], path: str) -> list[Problem]:
    place = Place("", tuple(path.split(".")))
    declared = declarations.get(path)
    if declared is None:
        return [place.problem(f"there is no parameter {path}", f"没有参数 {path}")]
    if declared.type is str:
        return [place.problem(f"{path} is a text and has no range", f"{path} 是文字，没有取值范围")]
    if declared.type is not bool and not declared.param.plausible[0] < declared.param.plausible[1]:
        en = f"{path} has a plausible range of one point; there is nothing to sweep"
        return [place.problem(en, f"{path}（{declared.param.zh}）的合理范围只有一个值，无法扫描")]
    return []
