"""The complete set of parameters of a run, each a number or a history of numbers."""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_right
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from sim.spec import values
from sim.spec.checks import Horizon, change_of
from sim.spec.declaration import Declaration, Registry, registry
from sim.spec.nearest import nearest_path
from sim.spec.problems import Invalid, Place, Problem
from sim.spec.values import Dated, Scalar, Value

_ANY_TIME = Horizon()


class _History(NamedTuple):
    """A group over time: ``instances[k]`` from quarter ``starts[k-1]`` on."""

    starts: tuple[int, ...]
    instances: tuple[Any, ...]


class Tree:
    """Parameter values by path. Immutable; a change makes a new tree that shares what it does not touch."""

    __slots__ = ("_breakpoints", "_histories", "_registry", "_resolved", "_values")

    def __init__(self, groups: Mapping[str, type]) -> None:
        """The declared defaults of ``groups``."""
        names = registry(groups)
        self._fill(names, {}, {group: _History((), (made,)) for group, made in names.defaults.items()})

    def _fill(self, names: Registry, given: dict[str, Value], histories: dict[str, _History]) -> None:
        self._registry = names
        self._values = given
        self._histories = histories
        self._breakpoints = tuple(sorted({start for h in histories.values() for start in h.starts}))
        self._resolved: dict[int, Mapping[str, Any]] = {}

    @property
    def declarations(self) -> Mapping[str, Declaration]:
        """The declaration of every path."""
        return self._registry.declarations

    @property
    def registry(self) -> Registry:
        """The groups that this tree has values for."""
        return self._registry

    @property
    def breakpoints(self) -> tuple[int, ...]:
        """Quarters in which some parameter changes."""
        return self._breakpoints

    def value(self, path: str) -> Value:
        """The value of ``path``: a scalar or a history."""
        found = self._values.get(path)
        return self._registry.declarations[path].default if found is None else found

    def at(self, quarter: int) -> Mapping[str, Any]:
        """All groups as they are in ``quarter``: group path to an instance of its declared class.

        The same object is returned until something changes.
        """
        segment = bisect_right(self._breakpoints, quarter)
        found = self._resolved.get(segment)
        if found is None:
            found = MappingProxyType(
                {group: h.instances[bisect_right(h.starts, quarter)] for group, h in self._histories.items()}
            )
            self._resolved[segment] = found
        return found

    def changed(self, quarter: int) -> bool:
        """Whether some parameter differs from the quarter before."""
        return quarter in self._breakpoints

    def with_values(self, changes: Mapping[str, object]) -> Tree:
        """A tree with some values changed: path to a scalar, a table of dates or another tree's ``value``.

        Raises ``Invalid`` with every problem.
        """
        new, problems = {}, []
        for path, raw in changes.items():
            declared = self._registry.declarations.get(path)
            if declared is None:
                problems.append(_unknown(path, self._registry))
                continue
            plain = raw.item() if hasattr(raw, "item") else raw  # a numpy scalar
            written = values.as_json(plain) if isinstance(plain, Dated) else plain
            change, found = change_of(declared, written, Place("", tuple(path.split("."))), _ANY_TIME)
            problems += found
            if change is not None:
                new[path] = change.applied(self.value(path))
        if problems:
            raise Invalid(problems)
        return self.replaced(new)

    def replaced(self, new: Mapping[str, Value]) -> Tree:
        """A tree with values that were checked already."""
        tree = Tree.__new__(Tree)
        given = {**self._values, **new}
        histories = dict(self._histories)
        for group in {self._registry.declarations[path].group for path in new}:
            histories[group] = _history(self._registry, group, given)
        tree._fill(self._registry, given, histories)
        return tree

    def digest(self, first: int, last: int) -> str:
        """sha256 of all values in force from ``first`` through ``last``, however they were written."""
        content = {path: _segments(values.window(self.value(path), first, last), first) for path in self.declarations}
        text = json.dumps(content, sort_keys=True, ensure_ascii=True, allow_nan=False)
        return hashlib.sha256(text.encode()).hexdigest()

    def as_json(self) -> dict[str, dict[str, Any]]:
        """Every value: group path, field, then a scalar or ``{"before": ..., "2021Q1": ...}``."""
        return {
            group: {declared.field: values.as_json(self.value(declared.path)) for declared in fields}
            for group, fields in self._registry.fields.items()
        }

    @classmethod
    def from_json(cls, groups: Mapping[str, type], content: Mapping[str, Mapping[str, object]]) -> Tree:
        """The tree that ``as_json`` wrote; ``Invalid`` where it does not fit today's declarations."""
        flat = {f"{group}.{field}": raw for group, fields in content.items() for field, raw in fields.items()}
        return cls(groups).with_values(flat)

    def __eq__(self, other: object) -> bool:
        """Equal trees have the same groups and the same values at all times."""
        if not isinstance(other, Tree):
            return NotImplemented
        return self._registry.groups == other._registry.groups and self._histories == other._histories

    __hash__ = None  # type: ignore[assignment]

    def __reduce__(self) -> tuple[Any, ...]:
        # Workers know the declarations; only the groups' names and the given values travel.
        return _restored, (tuple(self._registry.groups.items()), self._values)


def _restored(items: tuple[tuple[str, type], ...], given: dict[str, Value]) -> Tree:
    return Tree(dict(items)).replaced(given)


def _history(names: Registry, group: str, given: Mapping[str, Value]) -> _History:
    fields = names.fields[group]
    now = [given.get(declared.path, declared.default) for declared in fields]
    starts = tuple(sorted({start for value in now for start in values.starts(value)}))
    points = (starts[0] - 1, *starts) if starts else (0,)
    made = names.groups[group]
    return _History(starts, tuple(made(*(values.at(value, point) for value in now)) for point in points))


def _segments(value: Value, first: int) -> list[list[int | Scalar]]:
    if not isinstance(value, Dated):
        return [[first, value]]
    return [list(step) for step in zip((first, *value.starts), value.values, strict=True)]


def _unknown(path: str, names: Registry) -> Problem:
    meant = nearest_path(path, names)
    en = f"there is no parameter {path}" + (f"; did you mean {meant}?" if meant else "")
    zh = f"没有参数 {path}" + (f"；是否想写 {meant}？" if meant else "")
    return Place("", tuple(path.split("."))).problem(en, zh)
