r"""Foster-Greer-Thorbecke, Watts and Clark-Hemming-Ulph measures.

Foster, Greer & Thorbecke 1984, Econometrica 52; Watts 1968; Clark, Hemming & Ulph 1981, Economic Journal 91.

With line :math:`z`, weight :math:`w_i` and :math:`g_i = (z - y_i)/z` for the poor, :math:`y_i < z`:
:math:`P_\alpha = \sum w_i g_i^\alpha / \sum w_i` and :math:`W = \sum w_i \ln(z/y_i) / \sum w_i`.
A negative value counts in full in the gaps, so a gap may exceed 1.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from sim.compiled import compiled
from sim.mathematics import log

from .sample import Floats, check_line, not_negative, positive, refused, sample
from .sums import powers, total

# Small enough to leave every positive income alone, large enough that line / floor is finite.
NO_FLOOR = 1e-300


class PovertySums(NamedTuple):
    """Weighted sums over some rows; those of several villages add up to those of the county."""

    weight: float  # persons
    poor: float  # persons below the line
    gap: float  # persons x share of the line
    gap2: float
    watts: float

    @property
    def headcount(self) -> float:
        """Share of persons below the line."""
        return self.poor / self.weight if self.weight > 0.0 else 0.0

    @property
    def poverty_gap(self) -> float:
        """Mean gap, as a share of the line."""
        return self.gap / self.weight if self.weight > 0.0 else 0.0

    @property
    def squared_poverty_gap(self) -> float:
        """Mean squared gap: the depth among the poor counts more."""
        return self.gap2 / self.weight if self.weight > 0.0 else 0.0

    @property
    def watts_index(self) -> float:
        """Mean of ln(line / value) over the poor, zero for the others."""
        return self.watts / self.weight if self.weight > 0.0 else 0.0


@compiled
def poverty_sums(values: Floats, weights: Floats, line: float, floor: float, lo: int, hi: int) -> PovertySums:
    """All sums over rows lo..hi-1 in one pass, in row order; unchecked: finite values, 0 < floor <= line.

    Watts alone uses the floor: a poor row counts there as max(value, floor).
    """
    weight = 0.0
    poor = 0.0
    gap = 0.0
    gap2 = 0.0
    watts = 0.0
    for i in range(lo, hi):
        w = float(weights[i])
        y = values[i]
        weight += w
        if y < line:
            g = (line - y) / line
            wg = w * g
            poor += w
            gap += wg
            gap2 += wg * g
            watts += w * log(line / max(y, floor))
    return PovertySums(weight, poor, gap, gap2, watts)


def added(parts: Iterable[PovertySums]) -> PovertySums:
    """Sums of all parts (villages), added in the order given; of none: zeros."""
    result = PovertySums(0.0, 0.0, 0.0, 0.0, 0.0)
    for part in parts:
        result = PovertySums(*(a + b for a, b in zip(result, part, strict=True)))
    return result


def headcount(values: ArrayLike, line: float, weights: ArrayLike | None = None) -> float:
    """Share of persons below the line."""
    return _sums(values, line, weights).headcount


def poverty_gap(values: ArrayLike, line: float, weights: ArrayLike | None = None) -> float:
    """Mean shortfall from the line, as a share of the line; the non-poor count as zero."""
    return _sums(values, line, weights).poverty_gap


def squared_poverty_gap(values: ArrayLike, line: float, weights: ArrayLike | None = None) -> float:
    """Mean squared shortfall, in shares of the line."""
    return _sums(values, line, weights).squared_poverty_gap


def fgt(values: ArrayLike, line: float, alpha: float, weights: ArrayLike | None = None) -> float:
    """Foster-Greer-Thorbecke measure for any alpha >= 0; 0, 1 and 2 are exact products."""
    if not (math.isfinite(alpha) and alpha >= 0.0):
        raise refused(f"alpha is {alpha}, must be at least 0", f"alpha 为 {alpha}，应不小于 0")
    if alpha in (0.0, 1.0, 2.0):
        return _sums(values, line, weights)[1 + int(alpha)] / _sums(values, line, weights).weight
    v, w = sample(values, weights)
    check_line(line)
    poor = v < line
    return total(w[poor] * powers((line - v[poor]) / line, alpha)) / total(w)


def watts(values: ArrayLike, line: float, weights: ArrayLike | None = None, floor: float | None = None) -> float:
    """Watts measure; values below `floor` (0 < floor <= line) count as the floor.

    Without a floor any value <= 0 is refused, its logarithm being unbounded.
    """
    check_line(line)
    if floor is None:
        positive(sample(values, weights).values)
    elif not 0.0 < floor <= line:
        raise refused(
            f"floor is {floor}, must be above 0 and at most the line, {line}",
            f"下限为 {floor}，应大于 0 且不高于贫困线 {line}",
        )
    return _sums(values, line, weights, floor).watts_index


def clark_hemming_ulph(values: ArrayLike, line: float, beta: float, weights: ArrayLike | None = None) -> float:
    r"""Clark, Hemming & Ulph's second measure, :math:`\frac{1}{\beta W} \sum_{y_i<z} w_i (1 - (y_i/z)^\beta)`.

    Parameters
    ----------
    beta : float
        At most 1. At 1 it is the poverty gap, at 0 the Watts measure; the lower, the more the poorest count.

    Raises
    ------
    ValueError
        For a negative value (beta below 1), or a value of 0 (beta at most 0): its power has no finite value.
    """
    if not (math.isfinite(beta) and beta <= 1.0):
        raise refused(f"beta is {beta}, must be at most 1", f"beta 为 {beta}，应不大于 1")
    if beta in (0.0, 1.0):
        return watts(values, line, weights) if beta == 0.0 else poverty_gap(values, line, weights)
    v, w = sample(values, weights)
    check_line(line)
    (not_negative if beta > 0.0 else positive)(v)
    poor = v < line
    ratio = v[poor] / line
    power = np.where(ratio > 0.0, powers(np.where(ratio > 0.0, ratio, 1.0), beta), 0.0)
    return total(w[poor] * ((1.0 - power) / beta)) / total(w)


def _sums(values: ArrayLike, line: float, weights: ArrayLike | None, floor: float | None = None) -> PovertySums:
    """Checked sums over all rows."""
    v, w = sample(values, weights)
    check_line(line)
    return poverty_sums(v, w, float(line), line * NO_FLOOR if floor is None else float(floor), 0, v.size)
