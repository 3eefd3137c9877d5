r"""Large-scale return: how often the largest Q4 return rate of a window exceeds a threshold.

No seed and no law gives the threshold, so it is swept. Rates have shape (replicates, years), as shares.

*Smaller populations.* With n of N households a rate carries more idiosyncratic noise than the county's
would. For each year, with variance :math:`s^2` over replicates, mean sampling variance v and f = n/N, the
rate of the full county varies by :math:`V = \max(s^2 - (1 - f) v, f v)`. Each replicate is moved towards
that year's mean by :math:`\sqrt{V/s^2}`, and exceedance is counted again. The spread is then right; the
shape stays that of the noisy rates, so where noise is most of the spread the far tail is a rough guess.
The raw count belongs beside it. The tests compare it with the one-factor Gaussian law.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.compiled import compiled
from sim.draws import key, raw_words
from sim.spec import RETURNS_FROM, TRANSITION_END, quarter_number, year_of

from .distributions import binomial_tail
from .intervals import MONTE_CARLO, wilson
from .sample import Floats, refused, sample
from .sums import total

THRESHOLDS = (0.01, 0.02, 0.03, 0.05, 0.10)
TRANSITION = (
    year_of(RETURNS_FROM),
    year_of(quarter_number(TRANSITION_END)),
)  # first and last year of the transition as the plan has it
STRETCH = 5  # years of a window after the transition
RESAMPLES = 1000
RESAMPLING = 1022  # block of Philox words; no agent draws from it


class Exceedance(NamedTuple):
    """Probability that a rate exceeds the threshold, with an interval for luck alone."""

    threshold: float
    probability: float
    low: float
    high: float
    hits: int
    replicates: int
    method: str  # wilson | rule_of_three (no hit: [0, 3/n]) | corrected | uncorrected
    covers: str = MONTE_CARLO


def windows(years: Sequence[int], ends: int = TRANSITION[1]) -> list[tuple[int, int]]:
    """First and last year of each window of which some year was lived, cut to those years; windows are never pooled.

    The first one is the transition through the year ``ends``; stretches of five years follow: 2021-2025, 2026-2030,
    2031-2035. Years before 2021 belong to none: no return is counted then.
    """
    found = [(TRANSITION[0], ends)]
    while years and found[-1][1] < max(years):
        first = max(found[-1][1] + 1, TRANSITION[0])
        found.append((first, first + STRETCH - 1))
    cut = [(max(first, min(years)), min(last, max(years))) for first, last in found if years]
    return [(first, last) for first, last in cut if first <= last]


def largest(rates: ArrayLike, years: ArrayLike, first: int, last: int) -> Floats:
    """Largest rate of each replicate in the years first..last, shape (replicates,)."""
    r = _table(rates)
    return r[:, _window(years, r.shape[1], first, last)].max(axis=1)


def exceedance(peaks: ArrayLike, threshold: float, level: float = 0.95) -> Exceedance:
    """Share of replicates strictly above the threshold; Wilson's interval, with no hit the rule of three."""
    v = sample(peaks).values
    hits = int(np.count_nonzero(v > threshold))
    return _with_interval(threshold, hits, v.size, float(v.size), "wilson", level)


def corrected_exceedance(
    rates: ArrayLike, noise: ArrayLike, share: float, threshold: float, level: float = 0.95
) -> Exceedance:
    """Exceedance that the full population would show, from the rates of a share n/N of it.

    `noise` is the sampling variance of each rate, of the rates' shape (`binomial_noise`, `village_noise`).
    The columns are the years of one window. The interval is Wilson's, for the number of replicates that
    has the variance of a bootstrap over replicates. One replicate has no spread: it stays uncorrected.
    """
    r, v = _table(rates), _table(noise)
    if r.shape != v.shape or v.min() < 0.0 or not 0.0 < share <= 1.0:
        raise refused(
            f"noise of shape {v.shape} for rates of {r.shape}, share {share}: not a sample of a population",
            f"比率形状 {r.shape}、噪声形状 {v.shape}、抽样比例 {share} 不符合抽样设定",
        )
    n = r.shape[0]
    hits = _hits(r, v, share, threshold, np.arange(n))
    if n < 2:
        return _with_interval(threshold, hits, n, float(n), "uncorrected", level)
    resampled = np.empty(RESAMPLES)
    for b in range(RESAMPLES):
        resampled[b] = _hits(r, v, share, threshold, _resampled(n, b)) / n
    off = resampled - total(resampled) / RESAMPLES
    variance = total(off * off) / (RESAMPLES - 1)
    p = hits / n
    effective = min(max(p * (1.0 - p) / variance, 1.0), float(n)) if variance > 0.0 else float(n)
    return _with_interval(threshold, hits, n, effective, "corrected", level)


def binomial_noise(rates: ArrayLike, size: ArrayLike) -> Floats:
    """Sampling variance p (1 - p) / (n - 1) of a rate among n independent households."""
    r = np.asarray(rates, dtype=np.float64)
    n = np.asarray(size, dtype=np.float64)
    if not (n > 1.0).all():
        raise refused("a rate needs more than one household", "比率至少需要两户")
    return r * (1.0 - r) / (n - 1.0)


def village_noise(events: ArrayLike, exposed: ArrayLike) -> Floats:
    """Sampling variance of the county's rate when whole villages are drawn; input of shape (..., villages).

    Variance of a ratio between clusters: it holds the binomial part and what a village's households
    share, but takes villages as independent. A village without anyone exposed counts as none.
    """
    e, m = np.asarray(events, dtype=np.float64), np.asarray(exposed, dtype=np.float64)
    villages = np.count_nonzero(m > 0.0, axis=-1)
    everyone = np.cumsum(m, axis=-1)[..., -1:]
    if not m.size or (villages < 2).any():
        raise refused("needs two villages and someone exposed", "至少需要两个村，且须有暴露人口")
    off = (e - np.cumsum(e, axis=-1)[..., -1:] / everyone * m) / everyone
    return villages / (villages - 1.0) * np.cumsum(off * off, axis=-1)[..., -1]


def effective_size(persons: ArrayLike) -> float:
    """Number of equal households whose rate is as noisy as one weighted by persons (Kish)."""
    w = sample(np.zeros(np.shape(persons)), persons).weights
    everyone = total(w)
    return everyone * everyone / total(w * w)


def worst_rate(events: ArrayLike, exposed: ArrayLike) -> Floats:
    """Largest rate over villages (last axis); a village without anyone exposed counts 0."""
    e, m = np.asarray(events, dtype=np.float64), np.asarray(exposed, dtype=np.float64)
    return np.where(m > 0.0, e / np.where(m > 0.0, m, 1.0), 0.0).max(axis=-1)


def expected_worst(sizes: ArrayLike, p: ArrayLike, threshold: float, years: int = 1) -> float:
    """Probability that some village's rate exceeds the threshold in some of the years, if households are independent.

    All households of a village count alike and have one risk. For what a run shows, whose rates weigh persons and whose
    households differ, see ``scattered``.

    `sizes`: households at risk in each village; `p`: their return rate a year, one or one a village.
    """
    n, q = np.broadcast_arrays(np.asarray(sizes), np.asarray(p, dtype=np.float64))
    if not n.size or n.dtype.kind not in "iu" or n.min() < 0 or years < 1:
        raise refused("sizes must be whole numbers of households", "各村户数须为非负整数")
    none = 1.0
    for size, rate in zip(n.ravel().tolist(), q.ravel().tolist(), strict=True):
        none *= 1.0 - binomial_tail(_least_above(threshold, size), size, rate)
    result = 1.0
    for _ in range(years):
        result *= none
    return 1.0 - result


def _least_above(threshold: float, size: int) -> int:
    """Smallest count k with k / size > threshold, as the model would compare them."""
    k = max(math.floor(threshold * size) - 1, 0)
    while k <= size and not (size > 0 and k / size > threshold):
        k += 1
    return k


def _with_interval(threshold: float, hits: int, n: int, effective: float, method: str, level: float) -> Exceedance:
    """Estimate with Wilson's interval for the effective number of replicates."""
    p = hits / n
    low, high = wilson(p * effective, effective, level)
    if hits == 0:
        low, high = 0.0, min(1.0, 3.0 / n)
        method = "rule_of_three" if method == "wilson" else method
    return Exceedance(threshold, p, low, high, hits, n, method)


def _table(rates: ArrayLike) -> Floats:
    """Finite float64 table; ValueError names the first replicate that is not."""
    r = np.ascontiguousarray(rates, dtype=np.float64)
    if r.ndim != 2 or not r.size:
        raise refused("a table has replicates and years", "表须含重复和年份两个维度")
    good = np.isfinite(r).all(axis=1)
    if not good.all():
        row = int(np.argmin(good))
        raise refused(f"replicate {row} holds {r[row]}", f"第 {row} 次重复含无效值 {r[row]}")
    return r


def _window(years: ArrayLike, n: int, first: int, last: int) -> NDArray[np.bool_]:
    """Which columns lie in the window; ValueError if none does."""
    y = np.asarray(years)
    inside = (y >= first) & (y <= last)
    if y.shape != (n,) or not inside.any():
        raise refused(f"no year of {first}-{last} in {y}", f"{y} 中没有 {first}-{last} 的年份")
    return inside


def _resampled(n: int, b: int) -> NDArray[np.int64]:
    """Rows of the b-th bootstrap sample of n: word times n, high half."""
    words = raw_words(key(0, b, 0), np.arange((n + 3) // 4), RESAMPLING, 0)
    return (words.ravel()[:n] * n) >> 32


@compiled
def _hits(rates: Floats, noise: Floats, share: float, threshold: float, rows: NDArray[np.int64]) -> int:
    """Chosen replicates with some year above the threshold, once each year is shrunk towards its mean."""
    n, years = rows.shape[0], rates.shape[1]
    mean = np.zeros(years, np.float64)
    keep = np.full(years, 1.0, np.float64)
    for y in range(years):
        excess = 0.0
        for i in range(n):
            mean[y] += rates[rows[i], y]
            excess += noise[rows[i], y]
        mean[y] /= n
        excess /= n
        spread = 0.0
        for i in range(n):
            off = rates[rows[i], y] - mean[y]
            spread += off * off
        spread = spread / (n - 1) if n > 1 else 0.0
        wanted = max(spread - (1.0 - share) * excess, share * excess)
        keep[y] = math.sqrt(wanted / spread) if spread > 0.0 and wanted < spread else 1.0
    hits = 0
    for i in range(n):
        above = 0
        for y in range(years):
            r = rates[rows[i], y]
            moved = mean[y] + (r - mean[y]) * keep[y] if keep[y] < 1.0 else r
            above += int(moved > threshold)
        hits += int(above > 0)
    return hits
