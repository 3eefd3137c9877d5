"""Changes that cannot matter: allowed, but whoever wrote them should know."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sim.spec import HISTORY_START, Place, Problem, Tree, Value, quarter_name, quarter_number
from sim.spec.values import at, window

_SWITCH = "enabled"  # the field that turns a lever or a process on


class Applied(NamedTuple):
    """A value that was given, and what stood there before."""

    path: str
    place: Place
    before: Value
    after: Value


def idle_changes(applied: Iterable[Applied], tree: Tree, end: int, last: int) -> tuple[Problem, ...]:
    """A warning for each change that makes no difference through ``last``; the scenario runs to ``end``."""
    warnings = (_idle(change, tree, end, last) for change in applied)
    return tuple(warning for warning in warnings if warning is not None)


def _idle(change: Applied, tree: Tree, end: int, last: int) -> Problem | None:
    first = quarter_number(HISTORY_START)
    key, name = change.place.key, tree.declarations[change.path].param.zh
    quarters = [q for q in range(first, last + 1) if at(change.before, q) != at(change.after, q)]
    if quarters:
        return _switched_off(change, tree, quarters)
    if window(change.before, first, end) == window(change.after, first, end):
        en = f"{key} changes nothing: the base has the same value"
        return change.place.problem(en, f"{key}（{name}）未改变任何结果：与基准情景取值相同")
    en = f"{key} changes nothing until {quarter_name(last)}, where the run ends"
    return change.place.problem(en, f"{key}（{name}）在模拟结束（{quarter_name(last)}）前不起作用")


def _switched_off(change: Applied, tree: Tree, quarters: list[int]) -> Problem | None:
    switch = f"{tree.declarations[change.path].group}.{_SWITCH}"
    if switch not in tree.declarations or change.path == switch:
        return None
    state = tree.value(switch)
    if any(at(state, quarter) for quarter in quarters):
        return None
    key, name = change.place.key, tree.declarations[change.path].param.zh
    en = f"{key} changes nothing: {switch} is off whenever it would count"
    return change.place.problem(en, f"{key}（{name}）不起作用：相应时段 {switch} 未开启")
