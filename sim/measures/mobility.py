"""Flows into and out of poverty: return, entry, exit; transition matrices between states (`markov_chain`).

Masks have shape (rows,); persons are weights at the end of the step (None: households count alike). A
rate without anyone exposed is 0: nobody was at risk and nobody fell; `Flow.exposed` tells that case apart.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .sample import Floats, finite, not_negative, refused
from .sums import total

Flags = NDArray[np.bool_]


class Flow(NamedTuple):
    """Persons to whom something happened, of those to whom it could."""

    events: float
    exposed: float

    @property
    def rate(self) -> float:
        """Share of the exposed; 0 if nobody was."""
        return self.events / self.exposed if self.exposed > 0.0 else 0.0


def flow(happened: ArrayLike, exposed: ArrayLike, persons: ArrayLike | None = None) -> Flow:
    """Weighted count of exposed rows and of those among them where it happened."""
    (happened_flag, exposed_flag), w = flagged((happened, exposed), persons)
    return Flow(total(w * (happened_flag & exposed_flag)), total(w * exposed_flag))


def returns(poor: ArrayLike, poor_before: ArrayLike, at_risk: ArrayLike, persons: ArrayLike | None = None) -> Flow:
    """At-risk rows (ex-poor, present) that were not poor a year ago, and those of them poor now."""
    (now, before, risk), w = flagged((poor, poor_before, at_risk), persons)
    return flow(now, risk & ~before, w)


def return_rate(poor: ArrayLike, poor_before: ArrayLike, at_risk: ArrayLike, persons: ArrayLike | None = None) -> float:
    """Return rate; with the never registered as `at_risk` it is the new-poverty rate."""
    return returns(poor, poor_before, at_risk, persons).rate


def entries(poor_before: ArrayLike, poor: ArrayLike, persons: ArrayLike | None = None) -> Flow:
    """Rows that were not poor, and those of them poor now."""
    (before, now), w = flagged((poor_before, poor), persons)
    return flow(now, ~before, w)


def exits(poor_before: ArrayLike, poor: ArrayLike, persons: ArrayLike | None = None) -> Flow:
    """Rows that were poor, and those of them not poor now."""
    (before, now), w = flagged((poor_before, poor), persons)
    return flow(~now, before, w)


def flows_by(
    groups: ArrayLike, n: int, happened: ArrayLike, exposed: ArrayLike, persons: ArrayLike | None = None
) -> tuple[Floats, Floats]:
    """Events and exposed persons of each group (village, township) 0..n-1, both of shape (n,)."""
    (happened_flag, exposed_flag), w = flagged((happened, exposed), persons)
    group = _states(groups, n, w.shape)
    # bincount adds row by row, so its order is the rows'
    events = np.bincount(group, w * (happened_flag & exposed_flag), n).astype(np.float64)
    return events, np.bincount(group, w * exposed_flag, n).astype(np.float64)


def transition_counts(before: ArrayLike, now: ArrayLike, states: int, persons: ArrayLike | None = None) -> Floats:
    """Persons that went from state i (row) to state j (column), shape (states, states)."""
    _, w = flagged((np.ones(np.shape(before), np.bool_),), persons)
    step = _states(before, states, w.shape) * states + _states(now, states, w.shape)
    return np.bincount(step, w, states * states).astype(np.float64).reshape(states, states)


def transition_matrix(counts: ArrayLike) -> Floats:
    """Shares of each row of counts; a state that nobody was in keeps a row of zeros."""
    c = np.asarray(counts, dtype=np.float64)
    not_negative(c.ravel())
    left = np.cumsum(c, axis=1)[:, -1:]
    return np.where(left > 0.0, c / np.where(left > 0.0, left, 1.0), 0.0)


def flagged(masks: tuple[ArrayLike, ...], persons: ArrayLike | None) -> tuple[tuple[Flags, ...], Floats]:
    """Masks as flags of one length, and checked weights; ValueError for anything that is not a flag."""
    w = finite(np.ones(np.shape(masks[0])) if persons is None else persons)
    not_negative(w)
    flags = []
    for mask in masks:
        a = np.asarray(mask)
        if a.shape != w.shape or not (a.dtype == np.bool_ or np.isin(a, (0, 1)).all()):
            raise refused(f"a mask must hold {w.size} flags (0 or 1)", f"标记列须为 {w.size} 个 0 或 1")
        flags.append(a.astype(np.bool_))
    return tuple(flags), w


def _states(states: ArrayLike, n: int, shape: tuple[int, ...]) -> NDArray[np.int64]:
    """Numbers of states in 0..n-1; ValueError names the first row outside."""
    s = np.asarray(states)
    if s.shape != shape or s.dtype.kind not in "iu":
        raise refused(f"states must be {shape[0]} whole numbers", f"状态列须为 {shape[0]} 个整数")
    good = (s >= 0) & (s < n)
    if not good.all():
        row = int(np.argmin(good))
        raise refused(
            f"state in row {row} is {s[row]}, must be from 0 to {n - 1}",
            f"第 {row} 行（从 0 数起）状态为 {s[row]}，应为 0 至 {n - 1}",
        )
    return s.astype(np.int64)
