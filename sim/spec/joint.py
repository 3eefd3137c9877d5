"""Values that are sound alone and do not fit together, such as more relocated households than there are ex-poor ones."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from sim.spec import values
from sim.spec.calendar import BURN_IN, quarter_name, quarter_number
from sim.spec.declaration import QUARTER_UNIT, Declaration, names_of
from sim.spec.problems import Place, Problem, shown
from sim.spec.tree import Tree
from sim.spec.units import unit_zh
from sim.spec.values import Scalar

ROUNDING = 1e-9  # by which a sum of shares may be off


class Rule(NamedTuple):
    """``slack`` of the numbers at ``paths`` (quarters as numbers) must not be below zero.

    It must be linear in each of them, the others given: the allowed range is found from that.
    """

    paths: tuple[str, ...]
    slack: Callable[..., float]
    en: str
    zh: str
    once: bool = False  # counts only when the population is made


class Broken(NamedTuple):
    """A rule that does not hold in a quarter, and the path whose value is to blame."""

    rule: Rule
    quarter: int
    path: str


def joint_problems(tree: Tree, rules: Iterable[Rule], given: Mapping[str, Place]) -> list[Problem]:
    """One problem for each value that does not fit the others; ``given``: who gave which value, the latest last.

    Of the values of a broken rule the one that was given last is told, with the range that the others leave it.
    """
    known = [rule for rule in rules if all(path in tree.declarations for path in rule.paths)]
    order = {path: position for position, path in enumerate(given)}
    broken: dict[str, list[Broken]] = {}
    for rule in known:
        for quarter in _quarters(tree, rule):
            if _slack(tree, rule, quarter) < -ROUNDING:
                path = max(rule.paths, key=lambda path: order.get(path, -1))
                broken.setdefault(path, []).append(Broken(rule, quarter, path))
                break
    return [_problem(tree, known, found, given.get(path)) for path, found in broken.items()]


def _quarters(tree: Tree, rule: Rule) -> list[int]:
    """Quarters in which the values of a rule may begin not to fit."""
    starts = {start for path in rule.paths for start in values.starts(tree.value(path))}
    return [BURN_IN] if rule.once else sorted({BURN_IN, *starts})


def _number(declared: Declaration, value: Scalar) -> float:
    """A value as a number: a quarter counts from 2000Q1, of a list of names it is how many they are."""
    if declared.param.several:
        return float(len(names_of(str(value))))
    return float(quarter_number(value)) if isinstance(value, str) else float(value)


def _slack(tree: Tree, rule: Rule, quarter: int, **changed: float) -> float:
    """Slack of the rule in a quarter; ``changed`` replaces numbers by path."""
    numbers = {
        path: _number(tree.declarations[path], values.at(tree.value(path), quarter)) for path in rule.paths
    } | changed
    return float(rule.slack(*(numbers[path] for path in rule.paths)))


def _range(tree: Tree, rules: Sequence[Rule], declared: Declaration, quarter: int) -> tuple[float, float]:
    """The numbers that fit all other values in a quarter."""
    low, high = declared.param.bounds if declared.param.unit != QUARTER_UNIT else (-math.inf, math.inf)
    for rule in rules:
        if declared.path not in rule.paths:
            continue
        at_zero = _slack(tree, rule, quarter, **{declared.path: 0.0})
        slope = _slack(tree, rule, quarter, **{declared.path: 1.0}) - at_zero
        if slope > 0.0:
            low = max(low, -at_zero / slope)
        elif slope < 0.0:
            high = min(high, -at_zero / slope)
    if declared.type is not float:
        low, high = (math.ceil(low) if low > -math.inf else low), (math.floor(high) if high < math.inf else high)
    return low, high


def _shown(declared: Declaration, number: float) -> str:
    if declared.param.unit == QUARTER_UNIT:
        return quarter_name(int(number)) if math.isfinite(number) else ""
    return shown(round(number, 9))


def _problem(tree: Tree, rules: Sequence[Rule], broken: Sequence[Broken], place: Place | None) -> Problem:
    _, quarter, path = broken[0]
    declared = tree.declarations[path]
    place = place or Place("", tuple(path.split(".")))
    value, unit = values.at(tree.value(path), quarter), declared.param.unit
    low, high = _range(tree, rules, declared, quarter)
    allowed = f"{_shown(declared, low)}..{_shown(declared, high)}" if low <= high else ""
    others = dict.fromkeys(other for found in broken for other in found.rule.paths if other != path)
    beside = [f"{other} = {shown(values.at(tree.value(other), quarter))}" for other in others]
    reasons, reasons_zh = "; ".join(b.rule.en for b in broken), "；".join(b.rule.zh for b in broken)
    en = f"{place.key} = {shown(value)} ({unit}) does not fit {', '.join(beside)}: {reasons}"
    zh = f"{place.key}（{declared.param.zh}）= {shown(value)}（单位：{unit_zh(unit)}），与 {'、'.join(beside)} 不相容：{reasons_zh}"
    if allowed:
        en, zh = f"{en}; allowed with these: {allowed}", f"{zh}；在此前提下允许范围 {allowed}"
    return place.problem(en, zh, value, unit, allowed)
