"""Intervals for estimates that come from rows of a design and from luck.

Three ways, by what varies independently of what:

* rows with their own luck: bootstrap of the rows, as one product of weights and row statistics;
* rows crossed with common luck: pigeonhole bootstrap of rows and replicates (Owen 2007,
  Annals of Applied Statistics 1:386), since a resampled row alone would hold the luck fixed;
* independent scrambles, each with its own luck: plain t interval over them (L'Ecuyer,
  Nakayama, Owen and Tuffin 2024), with delete-one jackknife because indices are ratios.

Results are deterministic for a seed; no generator is shared and no global state is touched.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from sim.analysis.failures import Floats, finite_or_none
from sim.measures.distributions import student_t_quantile

Statistics = Callable[[Floats], Floats]  # weights of the replicates -> row statistics (rows, K)


def generator(seed: int) -> np.random.Generator:
    """A generator of its own for ``seed``; 0 is a seed like any other."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed)))


def row_weights(rows: int, draws: int, chance: np.random.Generator) -> Floats:
    """Weights of resampled rows, shape (draws, rows); each line sums to one."""
    return chance.multinomial(rows, np.full(rows, 1 / rows), size=draws) / rows


def replicate_weights(replicates: int, draws: int, chance: np.random.Generator) -> Floats:
    """Counts of resampled replicates, shape (draws, replicates), at least two different ones in each draw.

    Noise is taken out by pairing *different* replicates, so a draw of one alone says nothing.
    """
    share = np.full(replicates, 1 / replicates)
    counts = chance.multinomial(replicates, share, size=draws)
    while (alone := counts.max(axis=1) == replicates).any():
        counts[alone] = chance.multinomial(replicates, share, size=int(alone.sum()))
    return counts.astype(np.float64)


def bootstrap_rows(statistics: Floats, draws: int, chance: np.random.Generator) -> Floats:
    """Means of row statistics (rows, K) over resampled rows, shape (draws, K)."""
    return row_weights(len(statistics), draws, chance) @ statistics


def pigeonhole(statistics: Statistics, rows: int, replicates: int, draws: int, chance: np.random.Generator) -> Floats:
    """Means of row statistics over rows and replicates, both resampled, shape (draws, K)."""
    lines = row_weights(rows, draws, chance)
    luck = replicate_weights(replicates, draws, chance)
    return np.stack([line @ statistics(weights) for line, weights in zip(lines, luck, strict=True)])


def standard_error(draws: Floats) -> Floats:
    """Standard deviation over bootstrap draws (first axis); NaN where over 1 % of draws are undefined."""
    undefined = np.isnan(draws)
    with np.errstate(invalid="ignore"):
        spread = np.nanstd(np.where(undefined.all(axis=0), 0.0, draws), axis=0, ddof=1)
    return np.where(undefined.mean(axis=0) > 0.01, np.nan, spread)


def jackknife_error(moments: Floats, estimate: Callable[[Floats], Floats]) -> Floats:
    """Standard error of ``estimate`` (mean moments) over independent groups, moments (groups, K)."""
    groups = len(moments)
    without = estimate((moments.sum(axis=0) - moments) / (groups - 1))
    return np.sqrt((groups - 1) / groups * ((without - without.mean(axis=0)) ** 2).sum(axis=0))


class Interval(NamedTuple):
    """Estimates of one shape with their lower and upper ends."""

    value: Floats
    low: Floats
    high: Floats

    def at(self, part: slice | int) -> Interval:
        """The same for some of them."""
        return Interval(self.value[part], self.low[part], self.high[part])

    def within(self, least: float, most: float = math.inf) -> Interval:
        """The same with its ends cut to what is possible; the estimate stays as it came."""
        return Interval(self.value, np.clip(self.low, least, most), np.clip(self.high, least, most))

    def columns(self, name: str) -> dict[str, float | None]:
        """One interval as three columns of a table; ``None`` where undefined."""
        ends = zip(("", "_low", "_high"), self, strict=True)
        return {name + end: finite_or_none(float(number)) for end, number in ends}


def t_interval(value: Floats, error: Floats, confidence: float, degrees: int) -> Interval:
    """Interval around ``value`` with standard error ``error``."""
    reach = student_t_quantile(0.5 + confidence / 2, degrees) * error
    return Interval(value, value - reach, value + reach)


def mean_interval(values: Floats, confidence: float) -> Interval:
    """Mean over the first axis, whose entries are independent."""
    n = len(values)
    error = np.asarray(values.std(axis=0, ddof=1) / math.sqrt(n))
    return t_interval(np.asarray(values.mean(axis=0)), error, confidence, n - 1)
