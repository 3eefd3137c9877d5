"""Values that change over time: step functions of the quarter."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeAlias

from sim.spec.calendar import Stretch, quarter_name

Scalar: TypeAlias = bool | int | float | str


class Dated(NamedTuple):
    """``values[0]`` before ``starts[0]``, ``values[k]`` from ``starts[k-1]`` on. Neighbours differ."""

    starts: tuple[int, ...]
    values: tuple[Scalar, ...]


Value: TypeAlias = Scalar | Dated


class Change(NamedTuple):
    """What an author writes: a value for all time, or none, and stretches laid over it."""

    always: Scalar | None
    stretches: tuple[Stretch, ...] = ()

    def applied(self, base: Value) -> Value:
        """The value that results over ``base``, which shows through wherever this change is silent."""
        return overlay(base if self.always is None else self.always, self.stretches)


def at(value: Value, quarter: int) -> Scalar:
    """The value in force in ``quarter``."""
    return value.values[bisect_right(value.starts, quarter)] if isinstance(value, Dated) else value


def starts(value: Value) -> tuple[int, ...]:
    """Quarters in which the value changes."""
    return value.starts if isinstance(value, Dated) else ()


def overlay(base: Value, stretches: Sequence[Stretch]) -> Value:
    """``base`` with stretches laid over it: bounded above open, later open above earlier open."""
    bounded = [s for s in stretches if s.last is not None]
    opened = sorted((s for s in stretches if s.last is None), key=lambda s: s.first)
    first_quarters = [s.first for s in opened]

    def in_force(quarter: int) -> Scalar:
        for stretch in bounded:
            if stretch.last is not None and stretch.first <= quarter <= stretch.last:
                return stretch.value
        latest = bisect_right(first_quarters, quarter)
        return opened[latest - 1].value if latest else at(base, quarter)

    edges = set(starts(base)) | {s.first for s in stretches}
    edges |= {s.last + 1 for s in bounded if s.last is not None}
    before = base.values[0] if isinstance(base, Dated) else base
    return canonical(before, ((quarter, in_force(quarter)) for quarter in sorted(edges)))


def window(value: Value, first: int, last: int) -> Value:
    """The value as it is from ``first`` through ``last``; two that agree there give equal windows."""
    inside = [quarter for quarter in starts(value) if first < quarter <= last]
    return canonical(at(value, first), ((quarter, at(value, quarter)) for quarter in inside))


def canonical(before: Scalar, steps: Iterable[tuple[int, Scalar]]) -> Value:
    """A step function without steps that change nothing; a scalar where no step remains."""
    quarters: list[int] = []
    values = [before]
    for quarter, value in steps:
        if value != values[-1]:
            quarters.append(quarter)
            values.append(value)
    return Dated(tuple(quarters), tuple(values)) if quarters else before


def as_json(value: Value) -> Scalar | dict[str, Scalar]:
    """A scalar, or ``{"before": ..., "2021Q1": ...}``; a scenario file may say it in the same words."""
    if not isinstance(value, Dated):
        return value
    dated = {quarter_name(q): v for q, v in zip(value.starts, value.values[1:], strict=True)}
    return {"before": value.values[0]} | dated
