"""What a declaration lacks: every number has a unit, bounds, two names and a source."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from typing import get_args

from sim.sources import GRADES, Source
from sim.spec.checks import scalar_of
from sim.spec.declaration import QUARTER_UNIT, Declaration, Param, annotations_of, param_of, registry
from sim.spec.problems import Place, Problem
from sim.spec.units import unknown_words

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_GROUP = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*")
_TYPES = (float, int, bool, str)


def declaration_problems(groups: Mapping[str, type]) -> tuple[Problem, ...]:
    """Everything that is wrong with the declarations of ``groups``; empty where all is well."""
    badly_formed = [problem for group, cls in groups.items() for problem in _form(group, cls)]
    if badly_formed:
        return tuple(badly_formed)
    declared = registry(groups).declarations
    clashes = [_problem(path, groups[path], "is a group and a parameter") for path in groups if path in declared]
    contents = [_problem(d.path, groups[d.group], complaint) for d in declared.values() for complaint in _complaints(d)]
    return tuple(clashes + contents)


def _form(group: str, cls: type) -> Iterator[Problem]:
    """Problems of form, because of which the group cannot even be read."""
    if not _GROUP.fullmatch(group):
        yield _problem(group, cls, "is not a path of lower-case words")
    if not hasattr(cls, "_field_defaults"):
        yield _problem(group, cls, "is not a typing.NamedTuple")
        return
    for field, hint in annotations_of(cls).items():
        path = f"{group}.{field}"
        if param_of(hint) is None:
            yield _problem(path, cls, "is not Annotated[type, Param(...)]")
        elif get_args(hint)[0] not in _TYPES:
            yield _problem(path, cls, "is not a float, int, bool or str")
        if field not in getattr(cls, "_field_defaults", {}):
            yield _problem(path, cls, "has no default")


def _complaints(declared: Declaration) -> Iterator[str]:
    yield from _texts(declared.param)
    yield from _evidence(declared.param.source)
    if type(declared.default) is not declared.type:
        yield f"has a default of type {type(declared.default).__name__}, declared {declared.type.__name__}"
        return
    if declared.type in (float, int):
        yield from _ranges(declared.param)
    if declared.type is str and not declared.param.choices and declared.param.unit != QUARTER_UNIT:
        yield "is a text without choices that is not a quarter"
    one = declared.param.choices and not declared.param.several
    if one and declared.default not in declared.param.choices:
        yield f"has a default that is not one of {' | '.join(declared.param.choices)}"
    if declared.param.names and len(declared.param.names) != len(declared.param.choices):
        yield "has not one Chinese name for each choice"
    _, problems = scalar_of(declared, declared.default, Place("", ("default",)))
    yield from (problem.en for problem in problems)


def _texts(param: Param) -> Iterator[str]:
    if not param.unit:
        yield "has no unit"
    if words := unknown_words(param.unit):
        yield f"has a unit without a Chinese name (sim/spec/units.py): {', '.join(words)}"
    if not re.search("[A-Za-z]{2}", param.en) or _CHINESE.search(param.en):
        yield "has no English name"
    if len(_CHINESE.findall(param.zh)) < 2:
        yield "has no Chinese name"


def _evidence(source: object) -> Iterator[str]:
    if not isinstance(source, Source):
        yield "has no source"
        return
    if source.grade not in GRADES:
        yield f"has a source of unknown grade {source.grade!r}"
    if not source.id or not re.search("[A-Za-z]{2}", source.en) or _CHINESE.search(source.en):
        yield "has a source without an id or English text"
    if len(_CHINESE.findall(source.zh)) < 2:
        yield "has a source without Chinese text"


def _ranges(param: Param) -> Iterator[str]:
    numbers = (*param.bounds, *param.plausible)
    if len(numbers) != 4 or not all(math.isfinite(number) for number in numbers):
        yield "has bounds or a plausible range that are not two finite numbers each"
        return
    low, high = param.bounds
    least, most = param.plausible
    if not low < high:
        yield f"has empty bounds {low}..{high}"
    if not low <= least <= most <= high:
        yield f"has a plausible range {least}..{most} that is not inside its bounds {low}..{high}"


def _problem(path: str, cls: type, complaint: str) -> Problem:
    where = f"{cls.__module__}.{cls.__qualname__}"
    # Read by developers only; the Chinese sentence names the parameter and keeps the complaint.
    return Problem(where, path, 0, "", "", "", f"{path} {complaint}", f"参数声明 {path} 有误：{complaint}")
