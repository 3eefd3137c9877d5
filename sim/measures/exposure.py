r"""Exposure to shared nodes: how many of a household's lines of income hang on one and the same firm.

Lines have shape (lines, households): the node, 0..nodes-1, on which each line of income of each household hangs, -1 for
none; all lines share the numbers of the nodes. With :math:`R_j` the persons of households that have a line on node j (each
household once) and W all persons, the largest node's share is :math:`\max_j R_j / W`, and the Herfindahl index (Hirschman
1964, American Economic Review 54) is :math:`H = \sum_j s_j^2` of :math:`s_j = R_j / \sum_k R_k`: 1 if all that is linked
hangs on one node, 1/k if equally many hang on each of k. :math:`1/H` is the effective number of nodes. Both are NaN where
nobody is linked. A household without lines counts in W and in no :math:`R_j`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .sample import Floats, refused, sample
from .sums import total

Integers = NDArray[np.int64]
MOST = 3  # lines on one node from which on they are counted as "so many or more"


class Exposure(NamedTuple):
    """How a population hangs on its nodes; shares are of persons."""

    linked: float  # share with a line at all
    twice: float  # share with two or more lines on one node
    on_one_node: float  # lines on the household's most loaded node, mean over all persons
    by_lines: Floats  # shares with 0, 1, 2, 3 or more lines on their most loaded node, shape (4,); they add up to 1
    largest_share: float
    herfindahl: float
    effective_nodes: float


class Load(NamedTuple):
    """What hangs on what, household by household; integers of shape (households,)."""

    on_one_node: Integers  # lines on its most loaded node
    node: Integers  # that node; the smallest number among equals, -1 for none
    lines: Integers  # lines at all


class Runs(NamedTuple):
    """A household's lines in ascending order of their nodes; both of shape (lines, households)."""

    node: Integers
    so_far: Integers  # lines on this node up to this one


def reach(lines: ArrayLike, nodes: int, weights: ArrayLike | None = None, least: int = 1) -> Floats:
    """Persons of the households with at least ``least`` lines on each node, each household once; shape (nodes,)."""
    on, w = _checked(lines, nodes, weights)
    if least < 1:
        raise refused(f"at least {least} lines, must be 1 or more", f"联结项数下限为 {least}，应不小于 1")
    return _reach(_runs(on), nodes, w, least)


def largest_share(lines: ArrayLike, nodes: int, weights: ArrayLike | None = None) -> float:
    """Share of all persons whose households hang on the node that reaches most; 0 if nobody is linked."""
    on, w = _checked(lines, nodes, weights)
    return _largest_share(_reach(_runs(on), nodes, w), total(w))


def herfindahl(lines: ArrayLike, nodes: int, weights: ArrayLike | None = None) -> float:
    """Herfindahl index of the nodes over their reach, in (0, 1]; NaN if nobody is linked."""
    return _herfindahl(reach(lines, nodes, weights))


def effective_nodes(lines: ArrayLike, nodes: int, weights: ArrayLike | None = None) -> float:
    """Number of equal nodes that would be as concentrated, at least 1; NaN if nobody is linked."""
    return 1.0 / herfindahl(lines, nodes, weights)


def exposure_table(lines: ArrayLike, nodes: int) -> Load:
    """Of each household the lines on its most loaded node, that node, and its lines at all."""
    return _load(_runs(node_table(lines, nodes)))


def exposure(lines: ArrayLike, nodes: int, weights: ArrayLike | None = None) -> Exposure:
    """All measures of one population."""
    on, w = _checked(lines, nodes, weights)
    runs = _runs(on)
    return _exposure(runs, _load(runs), nodes, w)


def exposures(lines: ArrayLike, nodes: int, groups: Sequence[ArrayLike]) -> list[Exposure]:
    """All measures of several groups of one population, each with its own weights."""
    on = node_table(lines, nodes)
    runs = _runs(on)
    load = _load(runs)
    return [_exposure(runs, load, nodes, sample(np.zeros(on.shape[1]), weights).weights) for weights in groups]


def _exposure(runs: Runs, load: Load, nodes: int, w: Floats) -> Exposure:
    """All measures, from the lines in order and what they load."""
    everybody, reached = total(w), _reach(runs, nodes, w)
    index = _herfindahl(reached)
    return Exposure(
        total(w * (load.lines > 0)) / everybody,
        total(w * (load.on_one_node > 1)) / everybody,
        total(w * load.on_one_node) / everybody,
        np.bincount(np.minimum(load.on_one_node, MOST), w, MOST + 1) / everybody,
        _largest_share(reached, everybody),
        index,
        1.0 / index,
    )


def _runs(on: Integers) -> Runs:
    """Lines sorted within each household, so that those on one node stand together."""
    node = np.sort(on, axis=0)
    so_far = np.ones_like(node)
    for k in range(1, node.shape[0]):
        so_far[k] += so_far[k - 1] * (node[k] == node[k - 1])
    return Runs(node, so_far)


def _reach(runs: Runs, nodes: int, w: Floats, least: int = 1) -> Floats:
    """Persons by node, each household where its lines on the node become ``least``."""
    found = np.zeros(nodes)
    for node, so_far in zip(*runs, strict=True):
        counts = (node >= 0) & (so_far == least)
        found = found + np.bincount(node[counts], w[counts], nodes)  # adds row by row
    return found


def _load(runs: Runs) -> Load:
    """The longest run of each household, the first among equals."""
    most, on = np.zeros(runs.node.shape[1], dtype=np.int64), np.full(runs.node.shape[1], -1, dtype=np.int64)
    for node, so_far in zip(*runs, strict=True):
        more = (node >= 0) & (so_far > most)
        most, on = np.where(more, so_far, most), np.where(more, node, on)
    return Load(most, on, (runs.node >= 0).sum(axis=0))


def _largest_share(reached: Floats, everybody: float) -> float:
    return float(reached.max(initial=0.0)) / everybody


def _herfindahl(reached: Floats) -> float:
    linked = total(reached)
    if linked == 0.0:
        return math.nan
    shares = reached / linked
    return total(shares * shares)


def node_table(lines: ArrayLike, nodes: int) -> Integers:
    """Lines as int64 of shape (lines, households); ValueError names the first that hangs on no such node."""
    on = np.asarray(lines)
    if on.ndim != 2 or not on.size:
        raise refused(
            f"lines need two dimensions, not shape {on.shape}", f"联结表须有联结和农户两维，形状却为 {on.shape}"
        )
    if on.dtype.kind not in "iu":
        raise refused(f"nodes must be whole numbers, not {on.dtype}", f"节点编号须为整数，却为 {on.dtype}")
    good = (on >= -1) & (on < nodes)
    if not good.all():
        line, household = np.unravel_index(int(np.argmin(good)), on.shape)
        raise refused(
            f"line {line} of household {household} hangs on node {on[line, household]}, must be from -1 (none) to {nodes - 1}",
            f"第 {household} 户（从 0 数起）第 {line} 项联结的节点为 {on[line, household]}，应为 -1（无）至 {nodes - 1}",
        )
    return on.astype(np.int64)


def _checked(lines: ArrayLike, nodes: int, weights: ArrayLike | None) -> tuple[Integers, Floats]:
    """Checked lines, and the persons of each household."""
    on = node_table(lines, nodes)
    return on, sample(np.zeros(on.shape[1]), weights).weights
