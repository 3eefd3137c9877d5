r"""Multidimensional poverty by counting (Alkire & Foster 2011, Journal of Public Economics 95).

A household's count :math:`c_i = \sum_j v_j g_{ij}` adds the importance :math:`v_j` (they sum to 1) of the indicators in
which it is deprived. It is poor if :math:`c_i \ge k`: at the cutoff k itself one is poor, unlike at a poverty line.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .sample import Floats, flag_panel, not_negative, panel, refused, sample
from .sums import powers, total

ROUNDING = 1e-9  # three indicators of importance 0.1 reach a cutoff of 0.3


class Deprivation(NamedTuple):
    """Who is poor in how many respects; arrays of shape (indicators,)."""

    headcount: float  # H, share of persons that are poor
    intensity: float  # A, mean count of the poor; 0 if nobody is poor
    deprived: Floats  # uncensored headcount: share of persons deprived in each indicator
    censored: Floats  # share of persons that are poor and deprived in each indicator
    contribution: Floats  # of each indicator to M0; they add up to 1, or are 0 if nobody is poor

    @property
    def adjusted_headcount(self) -> float:
        """M0 = H x A: the mean count with the non-poor counted as 0."""
        return self.headcount * self.intensity


def alkire_foster(
    deprived: ArrayLike, importance: ArrayLike, cutoff: float, weights: ArrayLike | None = None
) -> Deprivation:
    """Headcount, intensity and what each indicator adds.

    Parameters
    ----------
    deprived : flags of shape (households, indicators)
    importance : shape (indicators,)
        Not negative, of sum 1.
    cutoff : float
        Share of importance, in (0, 1], from which on a household is poor.
    """
    flags, w = flag_panel(deprived, weights)
    v = _importance(importance, flags.shape[1])
    counts = _counts(flags, v)
    poor = _poor(counts, cutoff)
    persons, q = total(w), total(w * poor)
    uncensored = np.array([total(w * column) for column in flags.T]) / persons
    censored = np.array([total(w * (column & poor)) for column in flags.T]) / persons
    adjusted = total(w * poor * counts) / persons
    share = v * censored / adjusted if adjusted > 0.0 else np.zeros_like(v)
    return Deprivation(q / persons, adjusted * persons / q if q > 0.0 else 0.0, uncensored, censored, share)


def adjusted_gap(
    achievements: ArrayLike,
    cutoffs: ArrayLike,
    importance: ArrayLike,
    cutoff: float,
    alpha: float = 1.0,
    weights: ArrayLike | None = None,
) -> float:
    r"""M1 (alpha 1) or M2: mean of :math:`\sum_j v_j ((z_j - x_{ij})/z_j)^\alpha` over deprivations of the poor.

    Parameters
    ----------
    achievements : shape (households, indicators)
    cutoffs : shape (indicators,)
        Above 0; below its cutoff a household is deprived in the indicator, at it it is not.
    alpha : float
        At least 0; 0 gives M0.
    """
    x, w = panel(achievements, weights)
    z = sample(cutoffs).values
    if z.size != x.shape[1] or not (z > 0.0).all():
        raise refused(f"{x.shape[1]} cutoffs above 0 are needed", f"须给出 {x.shape[1]} 个大于 0 的指标临界值")
    if not (math.isfinite(alpha) and alpha >= 0.0):
        raise refused(f"alpha is {alpha}, must be at least 0", f"alpha 为 {alpha}，应不小于 0")
    flags = x < z
    v = _importance(importance, z.size)
    poor = _poor(_counts(flags, v), cutoff)
    gaps = np.where(flags, (z - x) / z, 1.0)
    depth = np.where(flags, powers(gaps.ravel(), alpha).reshape(gaps.shape), 0.0)
    return total(w * poor * _counts(depth, v)) / total(w)


def _importance(importance: ArrayLike, indicators: int) -> Floats:
    """Checked importance of each indicator."""
    v = sample(importance).values
    not_negative(v)
    if v.size != indicators or not abs(total(v) - 1.0) <= ROUNDING:
        raise refused(
            f"importance must be {indicators} numbers that add up to 1, not {v.size} of sum {total(v)}",
            f"权数须为 {indicators} 个且合计为 1，现为 {v.size} 个，合计 {total(v)}",
        )
    return v


def _counts(depth: NDArray[np.bool_] | Floats, importance: Floats) -> Floats:
    """Importance-weighted sum over indicators of each household, added in their order."""
    return np.ascontiguousarray(np.cumsum(depth * importance, axis=1)[:, -1])


def _poor(counts: Floats, cutoff: float) -> NDArray[np.bool_]:
    """Households whose count reaches the cutoff."""
    if not 0.0 < cutoff <= 1.0:
        raise refused(
            f"the cutoff is {cutoff}, must be above 0 and at most 1", f"贫困临界值为 {cutoff}，应大于 0 且不大于 1"
        )
    return counts >= cutoff - ROUNDING
