"""Contagion: lines of income that households lose in one quarter because the nodes fail on which they hung.

``nodes`` are the nodes on which the lines hung a quarter before (shape and numbers as in ``exposure``), and ``lost`` flags
those that are gone because that node failed. A node on which no lost line hung set off no cascade, whether it failed or
not. Cascades of several quarters or replicates are pooled by joining their sizes. What the exposed and the others differ
in is a comparison of two groups that differ in more than the failure; its effect is a pair of runs with and without it.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .exposure import Integers, exposure_table, node_table, reach
from .mobility import Flow, flagged, flow
from .sample import Floats, refused, sample
from .sums import total

CLASSES = (1, 2, 5, 10, 20, 50, 100)  # least size of each class, households
CLASS_NAMES = ("1", "2-4", "5-9", "10-19", "20-49", "50-99", "100+")


class Struck(NamedTuple):
    """Persons of the households that lost a line in the quarter, and of those that lost two or more on whatever nodes."""

    once: float
    twice: float


class Cascades(NamedTuple):
    """The cascade of each failing node, nodes ascending; arrays of shape (cascades,)."""

    node: Integers
    households: Integers  # that lost a line on it: the size of the cascade
    twice: Integers  # of these, households that lost two or more lines on it
    persons: Floats  # of all its households


class Tail(NamedTuple):
    """Share of cascades of at least each size that occurs, sizes ascending; arrays of shape (different sizes,)."""

    size: Integers
    share: Floats


class Compared(NamedTuple):
    """Persons at risk of return and returned, among the exposed and among the others."""

    exposed: Flow
    others: Flow

    @property
    def difference(self) -> float:
        """Return rate of the exposed less that of the others; NaN where one of the groups has nobody at risk."""
        compared = self.exposed.exposed > 0.0 and self.others.exposed > 0.0
        return self.exposed.rate - self.others.rate if compared else math.nan


class Traced(NamedTuple):
    """Returned persons by the node to which their return is traced, shape (nodes,), and those traced to none."""

    by_node: Floats
    to_none: float


def struck(lost: ArrayLike, nodes: ArrayLike, count: int, persons: ArrayLike | None = None) -> Struck:
    """Persons of the households that lost lines; ``count`` nodes there are (0..count-1)."""
    gone = _gone(lost, nodes, count)
    w = sample(np.zeros(gone.shape[1]), persons).weights
    lines = (gone >= 0).sum(axis=0)
    return Struck(total(w * (lines > 0)), total(w * (lines > 1)))


def cascades(lost: ArrayLike, nodes: ArrayLike, count: int, persons: ArrayLike | None = None) -> Cascades:
    """Whom the failure of each node hit; a household that hangs on two failing nodes is in both cascades."""
    gone = _gone(lost, nodes, count)
    households = reach(gone, count)
    hit = np.flatnonzero(households > 0.0)
    twice, weighted = reach(gone, count, least=2), reach(gone, count, persons)
    return Cascades(hit, households[hit].astype(np.int64), twice[hit].astype(np.int64), weighted[hit])


def size_classes(sizes: ArrayLike) -> Integers:
    """Cascades in each class of ``CLASS_NAMES`` households, shape (7,)."""
    return np.bincount(np.searchsorted(CLASSES, _sizes(sizes), side="right") - 1, minlength=len(CLASSES))


def tail(sizes: ArrayLike) -> Tail:
    """Complementary cumulative distribution of the sizes; without cascades it is empty."""
    size, times = np.unique(_sizes(sizes), return_counts=True)
    at_least = np.cumsum(times[::-1])[::-1]
    return Tail(size, at_least / max(int(times.sum()), 1))


def largest_cascade(sizes: ArrayLike) -> int:
    """Households of the largest cascade; 0 without cascades."""
    return int(_sizes(sizes).max(initial=0))


def return_rates(
    exposed: ArrayLike, at_risk: ArrayLike, returned: ArrayLike, persons: ArrayLike | None = None
) -> Compared:
    """Return rate among the exposed and the others, of persons at risk (ex-poor, not poor a year ago)."""
    (hit, risk, back), w = flagged((exposed, at_risk, returned), persons)
    return Compared(flow(back, risk & hit, w), flow(back, risk & ~hit, w))


def traced(lost: ArrayLike, nodes: ArrayLike, count: int, returned: ArrayLike) -> Integers:
    """Node on which most lost lines of each returned household hung, the smallest number among equals; -1 for none.

    Lines lost over several quarters are traced together if their tables stand one below the other.
    """
    gone = _gone(lost, nodes, count)
    (back,), _ = flagged((returned,), np.ones(gone.shape[1]))
    return np.where(back, exposure_table(gone, count).node, -1)


def traced_persons(
    lost: ArrayLike, nodes: ArrayLike, count: int, returned: ArrayLike, persons: ArrayLike | None = None
) -> Traced:
    """Returned persons by the node that their return is traced to."""
    node = traced(lost, nodes, count, returned)
    (back,), w = flagged((returned,), persons)
    found = node >= 0
    by_node = np.bincount(node[found], w[found], count).astype(np.float64)
    return Traced(by_node, total(w * (back & ~found)))


def _gone(lost: ArrayLike, nodes: ArrayLike, count: int) -> Integers:
    """The node of each lost line, -1 where none is lost; ValueError for what is no flag and for lost lines that hung nowhere."""
    on, flags = node_table(nodes, count), np.asarray(lost)
    if flags.shape != on.shape or not (flags.dtype == np.bool_ or np.isin(flags, (0, 1)).all()):
        raise refused(f"lost must hold flags (0 or 1) of shape {on.shape}", f"失去标记须为 0 或 1，形状为 {on.shape}")
    gone: NDArray[np.bool_] = flags.astype(np.bool_)
    if (gone & (on < 0)).any():
        line, household = np.unravel_index(int(np.argmax(gone & (on < 0))), on.shape)
        raise refused(
            f"line {line} of household {household} is lost but hung on no node",
            f"第 {household} 户（从 0 数起）第 {line} 项联结标为失去，却未挂在任何节点上",
        )
    return np.where(gone, on, -1)


def _sizes(sizes: ArrayLike) -> Integers:
    """Sizes of cascades, whole numbers of at least 1; there may be none."""
    found = np.asarray(sizes)
    if found.size == 0:
        return np.zeros(0, dtype=np.int64)
    if found.ndim != 1 or found.dtype.kind not in "iu" or found.min() < 1:
        raise refused("sizes must be whole numbers of households, 1 or more", "规模须为不小于 1 的整数户数")
    return found.astype(np.int64)
