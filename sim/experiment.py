"""Experiment files: which scenario, which factors, how many runs; checked as a whole before anything runs."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from sim.outcomes import MEASURES
from sim.parameters import GROUPS
from sim.scenario import find, search_paths
from sim.spec import Invalid, Problem, declarations, nearest, nearest_path, registry

METHODS = ("morris", "sobol")
LARGEST = 2**20  # bytes of an experiment file


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


KEYS: dict[str, tuple[type, Any]] = {
    "title": (dict, {}),
    "scenario": (str, None),
    "method": (str, None),
    "factors": (list, None),
    "outputs": (list, ["return_rate.ex_poor"]),
    "size": (int, 8),
    "levels": (int, 4),
    "scrambles": (int, 8),
    "replicates": (int, 4),
    "households": (int, 2000),
    "quarters": (int, 40),
    "seed": (int, 1),
}


def load_experiment(name: str) -> Experiment:
    """The experiment of that name or path; ``Invalid`` with every problem."""
    path = find(name, search_paths("experiments"))
    if path is None:
        raise Invalid([_problem(name, "", f"there is no experiment {name}", f"没有名为 {name} 的实验")])
    shown = str(path)
    try:
        data = path.read_bytes()
        if len(data) > LARGEST:
            raise Invalid([_problem(shown, "", "is larger than 1 MiB", "文件超过1 MiB")])
        content = tomllib.loads(data.decode("utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as wrong:
        raise Invalid([_problem(shown, "", f"cannot be read: {wrong}", f"无法读取：{wrong}")]) from None
    given = content.get("experiment", {})
    problems = _keys(shown, content, given)
    values = {key: given.get(key, default) for key, (_, default) in KEYS.items()}
    problems += _contents(shown, values)
    if problems:
        raise Invalid(problems)
    outputs = tuple((group, measure) for measure, _, group in (text.partition(".") for text in values["outputs"]))
    title = {"zh": values["title"].get("zh", name), "en": values["title"].get("en", name)}
    return Experiment(
        name, title, path, values["scenario"], values["method"], tuple(values["factors"]), outputs, values["size"],
        values["levels"], values["scrambles"], values["replicates"], values["households"] or None,
        values["quarters"] or None, values["seed"],
    )  # fmt: skip


def _problem(file: str, key: str, en: str, zh: str) -> Problem:
    return Problem(file, key, 0, "", "", "", f"{key}: {en}" if key else en, f"{key}:{zh}" if key else zh)


def _keys(file: str, content: Mapping[str, Any], given: Mapping[str, Any]) -> list[Problem]:
    """Unknown, missing and mistyped keys."""
    problems = [
        _problem(file, key, "is not a section; use [experiment]", "不是允许的部分，请用 [experiment]")
        for key in content
        if key != "experiment"
    ]
    for key in given:
        if key not in KEYS:
            meant = nearest(key, KEYS)
            problems.append(_problem(file, key, f"is unknown; did you mean {meant}?", f"无此项；是否想写 {meant}?"))
    for key, (kind, default) in KEYS.items():
        if key not in given and default is None:
            problems.append(_problem(file, key, "is missing", "缺少该项"))
        elif key in given and (not isinstance(given[key], kind) or isinstance(given[key], bool)):
            problems.append(_problem(file, key, f"must be a {kind.__name__}", f"类型应为 {kind.__name__}"))
    return problems


def _contents(file: str, values: Mapping[str, Any]) -> list[Problem]:
    """Values out of range, unknown factors and outputs."""
    problems = []
    if values["method"] not in METHODS:
        problems.append(
            _problem(
                file,
                "method",
                f"{values['method']!r} is not one of {', '.join(METHODS)}",
                f"{values['method']!r} 不在 {'、'.join(METHODS)} 之中",
            )
        )
    known = declarations(GROUPS)
    for path in values["factors"] if isinstance(values["factors"], list) else []:
        if path not in known:
            meant = nearest_path(str(path), registry(GROUPS))
            problems.append(
                _problem(
                    file,
                    "factors",
                    f"unknown parameter {path}; did you mean {meant}?",
                    f"没有参数 {path}；是否想写 {meant}?",
                )
            )
        elif known[path].type is str or known[path].param.plausible[0] >= known[path].param.plausible[1]:
            problems.append(_problem(file, "factors", f"{path} has no range to vary", f"{path} 没有可变区间"))
    for text in values["outputs"] if isinstance(values["outputs"], list) else []:
        measure, _, group = str(text).partition(".")
        if measure not in MEASURES or group not in MEASURES[measure].groups:
            problems.append(
                _problem(
                    file,
                    "outputs",
                    f"unknown output {text}; write MEASURE.GROUP, e.g. return_rate.ex_poor",
                    f"没有输出 {text}；请写 指标.人群，如 return_rate.ex_poor",
                )
            )
    for key, least in (
        ("size", 2),
        ("levels", 2),
        ("scrambles", 1),
        ("replicates", 1),
        ("households", 0),
        ("quarters", 4),
        ("seed", 0),
    ):
        if isinstance(values[key], int) and values[key] < least:
            problems.append(_problem(file, key, f"{values[key]} is below {least}", f"{values[key]} 小于 {least}"))
    return problems
