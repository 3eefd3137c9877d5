"""From a name to a scenario: the chain of files, every check, one tree of values."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from sim.scenario.files import below, display, find, name_of, not_found, search_paths
from sim.scenario.idle import Applied, idle_changes
from sim.scenario.overrides import overrides
from sim.scenario.sheet import Given, Sheet, given, read
from sim.spec import (
    HISTORY_START,
    Horizon,
    Invalid,
    Place,
    Problem,
    Tree,
    Value,
    quarter_name,
    quarter_number,
)
from sim.spec.checks import change_of

_START, _END = "2021Q1", "2030Q4"


class Scenario(NamedTuple):
    """A checked scenario. ``tree`` has values from the burn-in (2016Q1) on."""

    name: str  # as it is looked up, such as pengshui/baseline
    title: Mapping[str, str]  # by language: zh, en
    description: Mapping[str, str]
    tree: Tree
    files: tuple[Path, ...]  # the scenario's own file, then its bases
    digest: str  # sha256 of all that a run depends on: start, end and values through the end
    start: str  # first and last quarter, such as 2021Q1
    end: str
    warnings: tuple[Problem, ...]
    applied: tuple[Applied, ...]  # what this file and --set changed

    @property
    def first(self) -> int:
        """Number of the first quarter (2000Q1 = 0)."""
        return quarter_number(self.start)

    @property
    def last(self) -> int:
        """Number of the last quarter."""
        return quarter_number(self.end)

    def idle_until(self, last: str) -> tuple[Problem, ...]:
        """Warnings for changes that cannot matter if the run already ends with the quarter ``last``."""
        return idle_changes(self.applied, self.tree, quarter_number(self.end), quarter_number(last))


def load(
    name_or_path: str | Path,
    groups: Mapping[str, type],
    sets: Sequence[str] = (),
    search: Sequence[Path] | None = None,
) -> Scenario:
    """The scenario of that name or path, with ``sets`` (``PATH=VALUE``) laid over it.

    ``search`` replaces the folders in which names are looked up. Raises ``Invalid`` with every problem.
    """
    roots = tuple(search) if search is not None else search_paths()
    sheets, problems = _chain(str(name_or_path), roots)
    tree, applied, horizon = Tree(groups), list[Applied](), Horizon()
    start, end = quarter_number(_START), quarter_number(_END)
    for depth, sheet in reversed(list(enumerate(sheets))):
        problems += sheet.problems
        start, end = sheet.header.get("start", start), sheet.header.get("end", end)
        problems += _order(sheet, start, end)
        horizon = Horizon(quarter_number(HISTORY_START), end)
        values, unknown = given(sheet, tree.registry)
        tree, changes, wrong = _apply(tree, values, horizon)
        problems += unknown + wrong
        # A scenario without a base may say what the defaults are.
        applied = changes if depth == 0 and len(sheets) > 1 else []
    values, malformed = overrides(sets, tree.registry)
    tree, changes, wrong = _apply(tree, values, horizon)
    problems += malformed + wrong
    if problems:
        raise Invalid(_in_order(problems, sheets))
    return _scenario(sheets, roots, tree, (*applied, *changes), start, end)


def _chain(name: str, roots: Sequence[Path]) -> tuple[list[Sheet], list[Problem]]:
    """The file called ``name`` and its bases, each base after the file that names it."""
    path = find(name, roots)
    if path is None:
        return [], [not_found(name, roots, Place(""))]
    sheets: list[Sheet] = []
    while True:
        sheets.append(read(path))
        base = sheets[-1].header.get("base")
        if base is None:
            return sheets, []
        place = sheets[-1].place.under("scenario").under("base")
        around = _roots_around(path, roots)
        path = below(base, around)
        if path is None:
            return sheets, [not_found(base, around, place)]
        if any(path.resolve() == sheet.path.resolve() for sheet in sheets):
            circle = " -> ".join(display(p) for p in (*(sheet.path for sheet in sheets), path))
            en = f"the bases go round in a circle: {circle}"
            return sheets, [place.problem(en, f"base 形成循环：{circle}", base)]


def _roots_around(path: Path, roots: Sequence[Path]) -> tuple[Path, ...]:
    """Where the bases of ``path`` are looked up: its own scenarios folder, the usual ones, beside it."""
    own = [folder for folder in path.absolute().parents if folder.name == "scenarios"]
    return (*own[:1], *roots, path.absolute().parent)


def _order(sheet: Sheet, start: int, end: int) -> list[Problem]:
    if start <= end or not sheet.header.keys() & {"start", "end"}:
        return []
    place = sheet.place.under("scenario").under("end")
    first, last = quarter_name(start), quarter_name(end)
    en = f"the scenario ends in {last}, before it starts in {first}"
    return [place.problem(en, f"结束季度 {last} 早于开始季度 {first}", last, "quarter", f"{first}..")]


def _apply(tree: Tree, values: list[Given], horizon: Horizon) -> tuple[Tree, list[Applied], list[Problem]]:
    new: dict[str, Value] = {}
    applied, problems = [], []
    for item in values:
        change, wrong = change_of(tree.declarations[item.path], item.raw, item.place, horizon)
        problems += wrong
        if change is not None:
            before = tree.value(item.path)
            new[item.path] = change.applied(before)
            applied.append(Applied(item.path, item.place, before, new[item.path]))
    return tree.replaced(new), applied, problems


def _in_order(problems: list[Problem], sheets: list[Sheet]) -> list[Problem]:
    """Each problem once, by file from the scenario's own to its last base, then by line."""
    rank = {sheet.place.file: number for number, sheet in enumerate(sheets)}
    return sorted(dict.fromkeys(problems), key=lambda problem: (rank.get(problem.file, len(rank)), problem.line))


def digest_of(tree: Tree, start: int, end: int) -> str:
    """sha256 of all that a run depends on: first and last quarter, and values from the burn-in through the end."""
    content = [start, end, tree.digest(quarter_number(HISTORY_START), end)]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def _scenario(
    sheets: list[Sheet], roots: Sequence[Path], tree: Tree, applied: tuple[Applied, ...], start: int, end: int
) -> Scenario:
    name = name_of(sheets[0].path, roots)
    untitled = dict.fromkeys(("zh", "en"), name)
    return Scenario(
        name=name,
        title=sheets[0].header.get("name", untitled),
        description=sheets[0].header.get("description", dict.fromkeys(("zh", "en"), "")),
        tree=tree,
        files=tuple(sheet.path for sheet in sheets),
        digest=digest_of(tree, start, end),
        start=quarter_name(start),
        end=quarter_name(end),
        warnings=idle_changes(applied, tree, end, end),
        applied=applied,
    )
