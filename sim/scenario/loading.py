"""From a name to a scenario: the chain of files, every check, one tree of values."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sim.scenario.files import below, display, find, name_of, not_found, search_paths
from sim.scenario.idle import Applied, idle_changes
from sim.scenario.overrides import no_parameter, overrides
from sim.scenario.sheet import Given, Sheet, given, read
from sim.scenario.timing import from_start
from sim.spec import (
    BURN_IN,
    SCENARIO_END,
    SCENARIO_START,
    Horizon,
    Invalid,
    Place,
    Problem,
    Rule,
    Tree,
    Value,
    joint_problems,
    quarter_name,
    quarter_number,
)
from sim.spec.checks import change_of

if TYPE_CHECKING:
    from sim.population.table_files import Inputs, TableFile


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
    rules: tuple[Rule, ...] = ()  # what values must satisfy together

    table: TableFile | None = None  # households to start from in place of a synthetic population
    firms: TableFile | None = None  # their co-operatives and enterprises, in place of drawn ones
    ties: TableFile | None = None  # who hangs on which of these, in place of drawn links

    @property
    def inputs(self) -> dict[str, TableFile]:
        """The tables that the scenario starts from, by the name of their option."""
        named = {"population": self.table, "firms": self.firms, "ties": self.ties}
        return {name: table for name, table in named.items() if table is not None}

    def starting_from(self, inputs: Inputs) -> Scenario:
        """The scenario that starts from these tables."""
        return self._replace(table=inputs.table, firms=inputs.firms, ties=inputs.ties)

    def inputs_as_json(self) -> dict[str, dict[str, str]]:
        """Names and fingerprints of these tables, for summaries and manifests."""
        return {name: table.as_json() for name, table in self.inputs.items()}

    @property
    def first(self) -> int:
        """Number of the first quarter (2000Q1 = 0)."""
        return quarter_number(self.start)

    @property
    def last(self) -> int:
        """Number of the last quarter."""
        return quarter_number(self.end)

    def lean(self) -> Scenario:
        """The scenario without what only its reader needs, for a worker process: rules cannot travel."""
        return self._replace(warnings=(), applied=(), rules=())

    def idle_until(self, last: str) -> tuple[Problem, ...]:
        """Warnings for changes that cannot matter if the run already ends with the quarter ``last``."""
        return idle_changes(self.applied, self.tree, self.first, self.last, quarter_number(last))

    def with_values(self, changes: Mapping[str, object]) -> Scenario:
        """The scenario with values laid over it as ``--set`` does: path to a number, or to a table of dates.

        Plain values of a policy hold from the first quarter on. Raises ``Invalid`` with every problem.
        """
        tree, names = self.tree, self.tree.registry
        texts = {path: raw.item() if hasattr(raw, "item") else raw for path, raw in changes.items()}  # numpy scalars
        places = {path: Place("", tuple(path.split("."))) for path in texts}
        unknown = [no_parameter(path, places[path], names) for path in texts if path not in names.declarations]
        values = [Given(path, raw, places[path]) for path, raw in texts.items() if path in names.declarations]
        tree, _, wrong = _apply(tree, values, Horizon(BURN_IN, self.last), self.first)
        problems = unknown + wrong or joint_problems(tree, self.rules, places)
        if problems:
            raise Invalid(problems)
        return self._replace(tree=tree, digest=digest_of(tree, self.first, self.last))


def load(
    name_or_path: str | Path,
    groups: Mapping[str, type],
    sets: Sequence[str] = (),
    search: Sequence[Path] | None = None,
    rules: Iterable[Rule] = (),
) -> Scenario:
    """The scenario of that name or path, with ``sets`` (``PATH=VALUE``) laid over it.

    A plain value of a policy holds for all time in a scenario without a base, else from its first quarter on.
    ``search`` replaces the folders in which names are looked up; ``rules`` say what must fit together. Raises ``Invalid`` with every problem.
    """
    roots = tuple(search) if search is not None else search_paths()
    sheets, problems = _chain(str(name_or_path), roots)
    tree, applied, horizon = Tree(groups), list[Applied](), Horizon()
    places: dict[str, Place] = {}
    start, end = quarter_number(SCENARIO_START), quarter_number(SCENARIO_END)
    for depth, sheet in reversed(list(enumerate(sheets))):
        problems += sheet.problems
        start, end = sheet.header.get("start", start), sheet.header.get("end", end)
        problems += _order(sheet, start, end)
        horizon = Horizon(BURN_IN, end)
        values, unknown = given(sheet, tree.registry)
        root = sheet.header.get("base") is None
        tree, changes, wrong = _apply(tree, values, horizon, None if root else start)
        problems += unknown + wrong
        places = _latest(places, values)
        # A scenario without a base may say what the defaults are.
        applied = [change for change in changes if not root or change.before != change.after] if depth == 0 else []
    values, malformed = overrides(sets, tree.registry)
    tree, changes, wrong = _apply(tree, values, horizon, start)
    problems += malformed + wrong
    rules, places = tuple(rules), _latest(places, values)
    problems += _joint(tree, rules, places, problems)
    if problems:
        raise Invalid(_in_order(problems, sheets))
    return _scenario(sheets, roots, tree, (*applied, *changes), start, end)._replace(rules=rules)


def _latest(places: dict[str, Place], values: list[Given]) -> dict[str, Place]:
    """Where each value was given last, in that order."""
    later = {item.path: item.place for item in values}
    return {path: place for path, place in places.items() if path not in later} | later


def _joint(tree: Tree, rules: Sequence[Rule], places: Mapping[str, Place], problems: list[Problem]) -> list[Problem]:
    """Values that do not fit together, left out those that are wrong by themselves."""
    keys = [problem.key for problem in problems]
    spoilt = {path for path in tree.declarations if any(key == path or key.startswith(f"{path}.") for key in keys)}
    return joint_problems(tree, [rule for rule in rules if not spoilt.intersection(rule.paths)], places)


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


def _apply(
    tree: Tree, values: list[Given], horizon: Horizon, start: int | None
) -> tuple[Tree, list[Applied], list[Problem]]:
    """Lay values over ``tree``; plain ones of a policy hold from ``start`` on, with None for all time."""
    new: dict[str, Value] = {}
    applied, problems = [], []
    for item in values:
        declared = tree.declarations[item.path]
        change, wrong = change_of(declared, item.raw, item.place, horizon)
        problems += wrong
        if change is not None:
            before = tree.value(item.path)
            change = change if start is None else from_start(change, declared, item.raw, start)
            new[item.path] = change.applied(before)
            applied.append(Applied(item.path, item.place, before, new[item.path]))
    return tree.replaced(new), applied, problems


def _in_order(problems: list[Problem], sheets: list[Sheet]) -> list[Problem]:
    """Each problem once, by file from the scenario's own to its last base, then by line."""
    rank = {sheet.place.file: number for number, sheet in enumerate(sheets)}
    return sorted(dict.fromkeys(problems), key=lambda problem: (rank.get(problem.file, len(rank)), problem.line))


def digest_of(tree: Tree, start: int, end: int) -> str:
    """sha256 of all that a run depends on: first and last quarter, and values from the burn-in through the end."""
    content = [start, end, tree.digest(BURN_IN, end)]
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
        warnings=idle_changes(applied, tree, start, end, end),
        applied=applied,
    )
