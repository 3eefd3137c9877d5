"""Confidence intervals over replicates. They cover luck alone (`monte_carlo`), not the parameters."""

from __future__ import annotations

import math
from typing import NamedTuple

from numpy.typing import ArrayLike

from sim.mathematics import normal_quantile

from .distributions import student_t_quantile
from .sample import refused, sample
from .sums import total

MONTE_CARLO = "monte_carlo"


class MeanInterval(NamedTuple):
    """Mean over replicates with Student's interval; with one replicate no interval is known (None)."""

    mean: float
    low: float | None
    high: float | None
    standard_error: float | None
    replicates: int
    covers: str = MONTE_CARLO


def mean_ci(values: ArrayLike, level: float = 0.95) -> MeanInterval:
    """Mean of one value a replicate, with its interval of the given level."""
    v = sample(values).values
    u = _upper(level)
    mean = total(v) / v.size
    if v.size == 1:
        return MeanInterval(mean, None, None, None, 1)
    off = v - mean
    error = math.sqrt(total(off * off) / (v.size - 1) / v.size)
    half = student_t_quantile(u, v.size - 1) * error
    return MeanInterval(mean, mean - half, mean + half, error, v.size)


def wilson(k: float, n: float, level: float = 0.95) -> tuple[float, float]:
    """Wilson's score interval for k hits in n trials (Wilson 1927); n may be an effective number."""
    if not (n > 0.0 and 0.0 <= k <= n):
        raise refused(f"{k} hits in {n} trials have no interval", f"{n} 次试验中 {k} 次命中，无法给出区间")
    z = normal_quantile(_upper(level))
    p, s = k / n, z * z / n
    middle = (p + 0.5 * s) / (1.0 + s)
    half = z * math.sqrt(p * (1.0 - p) / n + 0.25 * s / n) / (1.0 + s)
    return (0.0 if k == 0.0 else max(middle - half, 0.0), 1.0 if k == n else min(middle + half, 1.0))


class Difference(NamedTuple):
    """Difference of two shares among the same trials, with its interval."""

    difference: float
    low: float
    high: float


def paired_shares(both: int, first: int, second: int, neither: int, level: float = 0.95) -> Difference:
    """Share of trials that hit in the second way less that in the first, from how many hit in both, in one alone, in neither.

    Score interval for paired trials (Newcombe 1998, Statistics in Medicine 17, 2635, method 10): not empty where both
    ways always hit, or never.
    """
    n = both + first + second + neither
    if min(both, first, second, neither) < 0 or n == 0:
        raise refused(
            f"counts {both}, {first}, {second}, {neither} are no trials",
            f"计数 {both}、{first}、{second}、{neither} 不构成试验",
        )
    p, q = (both + second) / n, (both + first) / n
    (p_low, p_high), (q_low, q_high) = wilson(both + second, n, level), wilson(both + first, n, level)
    margins = float((both + first) * (second + neither) * (both + second) * (first + neither))
    apart = float(both * neither - first * second)
    apart = max(apart - 0.5 * n, 0.0) if apart > 0.0 else apart  # continuity
    phi = apart / math.sqrt(margins) if margins > 0.0 else 0.0

    def reach(a: float, b: float) -> float:
        return math.sqrt(max(a * a - 2.0 * phi * a * b + b * b, 0.0))

    return Difference(p - q, p - q - reach(p - p_low, q_high - q), p - q + reach(p_high - p, q - q_low))


def _upper(level: float) -> float:
    """The quantile that an interval of this level ends at."""
    if not 0.0 < level < 1.0:
        raise refused(f"level is {level}, must be between 0 and 1", f"置信水平为 {level}，应在 0 与 1 之间")
    return 0.5 + 0.5 * level
