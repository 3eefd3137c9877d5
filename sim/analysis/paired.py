"""Two scenarios under the same luck: the difference, its interval, and what the pairing gained.

Replicate r of both shares its random numbers, so the difference is taken replicate by replicate:
Var(b - a) = Var a + Var b - 2 Cov(a, b). The variance reduction factor says how many times more
runs unpaired scenarios would need for the same interval.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from sim.analysis.failures import Floats, Unusable, complete, finite_or_none
from sim.measures.distributions import student_t_quantile


class PairedDifference(NamedTuple):
    """Other minus base for one output, in the unit of the output."""

    name: str
    base: float  # mean
    other: float  # mean
    difference: float
    standard_error: float
    low: float
    high: float
    correlation: float  # of the two over replicates; NaN where one does not vary
    variance_reduction: float  # (Var base + Var other) / Var difference; inf if the difference is constant
    replicates: int  # pairs used
    dropped: int  # pairs with an output that is not finite

    def row(self) -> dict[str, str | float | None]:
        """The same as a row of a table; ``None`` for what is undefined or infinite."""
        return {
            key: finite_or_none(value) if isinstance(value, float) else value for key, value in self._asdict().items()
        }


def compare(
    base: Floats,
    other: Floats,
    names: Sequence[str] = ("",),
    *,
    confidence: float = 0.95,
    comparisons: int = 1,
    failed_share: float = 0.05,
    undefined: bool = False,
) -> tuple[PairedDifference, ...]:
    """Differences other - base, both of shape (replicates,) or (replicates, outputs), one an output.

    ``comparisons`` > 1 widens the intervals so that all of that many hold together with ``confidence``
    (Bonferroni). A pair with an output that is not finite is dropped and counted. Raises ``Unusable`` where too many
    are; with ``undefined`` an output may be NaN without being a failure (a quotient without denominator), any share of
    pairs may be dropped, and what too few pairs cannot give is NaN.
    """
    width = base.shape[1] if base.ndim == 2 else 1
    if base.shape != other.shape or base.ndim not in (1, 2) or width != len(names):
        raise Unusable(
            (
                f"base has shape {base.shape}, other {other.shape}, for {len(names)} outputs",
                f"基准结果形状 {base.shape}、对比结果形状 {other.shape}，与 {len(names)} 个指标不符",
            )
        )
    pairs = np.stack([base.reshape(-1, width), other.reshape(-1, width)], axis=1)
    level = 1 - (1 - confidence) / comparisons
    share = 1.0 if undefined else failed_share
    return tuple(_difference(name, pairs[:, :, k], level, share, undefined) for k, name in enumerate(names))


def _difference(name: str, pairs: Floats, level: float, failed_share: float, undefined: bool) -> PairedDifference:
    """Compare one output; pairs (replicates, 2)."""
    whole = complete(pairs, failed_share)
    kept = pairs[whole]
    n = len(kept)
    if n < 2 and undefined:
        base, other = kept[0] if n else (math.nan, math.nan)
        return PairedDifference(
            name, float(base), float(other), float(other - base), standard_error=math.nan, low=math.nan, high=math.nan,
            correlation=math.nan, variance_reduction=math.nan, replicates=n, dropped=len(pairs) - n,
        )  # fmt: skip
    if n < 2:
        raise Unusable(
            (
                f"{name or 'output'}: {n} usable pair(s) of replicates, at least 2",
                f"{name or '指标'}：可用的成对重复模拟为 {n} 次，至少需要 2 次",
            )
        )
    base, other = kept.T
    step = other - base
    error = math.sqrt(step.var(ddof=1) / n)
    reach = student_t_quantile(0.5 + level / 2, n - 1) * error
    mean = float(step.mean())
    return PairedDifference(
        name=name,
        base=float(base.mean()),
        other=float(other.mean()),
        difference=mean,
        standard_error=error,
        low=mean - reach,
        high=mean + reach,
        correlation=_correlation(base, other),
        variance_reduction=_variance_reduction(base, other, step),
        replicates=n,
        dropped=len(pairs) - n,
    )


def _correlation(a: Floats, b: Floats) -> float:
    """Pearson's r, NaN where one side does not vary."""
    x, y = a - a.mean(), b - b.mean()
    scale = math.sqrt((x * x).sum() * (y * y).sum())
    return float((x * y).sum() / scale) if scale > 0 else math.nan


def _variance_reduction(base: Floats, other: Floats, step: Floats) -> float:
    """How many times less variance the paired difference has; NaN if nothing varies at all."""
    apart, together = base.var(ddof=1) + other.var(ddof=1), step.var(ddof=1)
    if together > 0:
        return float(apart / together)
    return math.inf if apart > 0 else math.nan
