"""Changes that cannot matter: allowed, but whoever wrote them should know."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sim.scenario.timing import Read, read_in
from sim.spec import BURN_IN, Place, Problem, Tree, Value, quarter_name
from sim.spec.values import at, starts

_SWITCH = "enabled"  # the field that turns a lever or a process on


class Applied(NamedTuple):
    """A value that was given, and what stood there before."""

    path: str
    place: Place
    before: Value
    after: Value


def idle_changes(applied: Iterable[Applied], tree: Tree, start: int, end: int, last: int) -> tuple[Problem, ...]:
    """A warning for each change that makes no difference through ``last``; the scenario lasts from ``start`` to ``end``."""
    warnings = (_idle(change, tree, start, end, last) for change in applied)
    return tuple(warning for warning in warnings if warning is not None)


def _idle(change: Applied, tree: Tree, start: int, end: int, last: int) -> Problem | None:
    key, name = change.place.key, tree.declarations[change.path].param.zh
    read = read_in(tree.declarations[change.path], tree, start)
    differing = [q for q in range(BURN_IN, end + 1) if at(change.before, q) != at(change.after, q)]
    if not differing:
        en = f"{key} changes nothing: the base has the same value"
        return change.place.problem(en, f"{key}（{name}）未改变任何结果：与基准情景取值相同")
    counting = [q for q in differing if read.first <= q <= read.last]
    if not counting or _dated_in_vain(change, read):
        what, what_zh = (
            ("changes nothing", "不起作用") if not counting else ("has dates that count for nothing", "的日期不起作用")
        )
        return change.place.problem(f"{key} {what}: {read.en}", f"{key}（{name}）{what_zh}：{read.zh}")
    if counting[0] > last:
        en = f"{key} changes nothing until {quarter_name(last)}, where the run ends"
        return change.place.problem(en, f"{key}（{name}）在模拟结束（{quarter_name(last)}）前不起作用")
    return _switched_off(change, tree, [q for q in counting if q <= last])


def _dated_in_vain(change: Applied, read: Read) -> bool:
    """Whether the change has dates of its own after the one quarter in which the value is read."""
    own = set(starts(change.after)) - set(starts(change.before))
    return read.first == read.last and any(quarter > read.last for quarter in own)


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
