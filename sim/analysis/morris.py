"""Morris elementary effects of a stochastic model, with what luck alone would show beside them.

An inert factor does not show mu* = 0: luck in the difference of two replicate means gives it
(2 / sqrt(pi)) sqrt(sb / R) / Delta, sb the variance of one run. Only what stands above that is an
effect. Under common random numbers the luck that counts is that of the paired difference.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from sim.analysis.design import Design, checked_rows
from sim.analysis.failures import Floats, Row, Unusable, complete, failed_rows, finite_or_none
from sim.analysis.intervals import Interval, generator, mean_interval, row_weights
from sim.analysis.notes import Text, morris_method, morris_notes


class MorrisResult(NamedTuple):
    """Elementary effects of one output per full range of each factor. Intervals hold arrays of shape (D,)."""

    names: tuple[str, ...]
    mu: Interval
    mu_star: Interval
    sigma: Interval  # luck's part taken out, 0 where nothing is left
    inert: Floats  # (D,) mu* that luck alone is expected to show; NaN for one replicate
    above_noise: tuple[bool, ...]  # mu* is above ``inert`` (0 for one replicate) by its whole interval
    nu: float  # share of luck in the mean squared effect, all factors together
    luck_variance: float  # sb, of one run at fixed parameters
    aleatory_share: float  # sb / (variance over the grid + sb): a guide only, a grid is no random sample
    mean: Interval  # over the grid, shape ()
    rows: int  # trajectories used
    replicates: int
    dropped: int  # trajectories with an output that is not finite
    failed: tuple[int, ...]  # rows of the design that failed
    dummy: str  # name of the dummy factor, "" without
    confidence: float
    method: Text
    notes: tuple[Text, ...]

    def table(self) -> list[Row]:
        """One row a factor, in the order of the design; ``None`` where a number is undefined."""
        return [
            {
                "factor": name,
                **self.mu.at(i).columns("mu"),
                **self.mu_star.at(i).within(0.0).columns("mu_star"),
                **self.sigma.at(i).within(0.0).columns("sigma"),
                "inert": finite_or_none(self.inert[i]),
                "above_noise": self.above_noise[i],
            }
            for i, name in enumerate(self.names)
        ]

    def summary(self) -> Row:
        """What stands beside the table."""
        scalars = ("nu", "aleatory_share", "luck_variance")
        counts = ("rows", "replicates", "dropped", "dummy", "confidence")
        return {
            **{key: finite_or_none(getattr(self, key)) for key in scalars},
            **self.mean.columns("mean"),
            **{key: getattr(self, key) for key in counts},
        }


class _Effects(NamedTuple):
    """Elementary effects and the luck in them."""

    effect: Floats  # (trajectories, D), of the replicate means
    noise: Floats  # (D,) mean variance of ``effect`` due to luck; NaN for one replicate
    luck: float  # sb


def effects(
    design: Design,
    y: Floats,
    *,
    common_random_numbers: bool,
    seed: int,
    bootstrap: int = 1000,
    confidence: float = 0.95,
    failed_share: float = 0.05,
) -> MorrisResult:
    """Elementary effects of y, shape (rows, replicates), at the points of ``design``.

    With ``common_random_numbers`` y was run with ``design.replicate_numbers``: common within a trajectory.
    Intervals: t over trajectories for mu and mu*; bootstrap of trajectories for sigma. Raises ``Unusable``.
    """
    paths, unit = _paths(design, y)
    whole = complete(paths, failed_share)
    if whole.sum() < 2:
        raise Unusable(("fewer than two trajectories are left", "剩余轨迹不足两条"))
    kept, replicates = paths[whole], y.shape[1]
    found = _effects(kept, unit[whole], common_random_numbers)
    mu_star = mean_interval(np.abs(found.effect), confidence)
    inert = math.sqrt(2 / math.pi) * np.sqrt(found.noise)
    variance = kept.mean(axis=2).var() - np.nan_to_num(found.luck) / replicates
    result = MorrisResult(
        names=design.names,
        mu=mean_interval(found.effect, confidence),
        mu_star=mu_star,
        sigma=_sigma(found, bootstrap, seed, confidence),
        inert=inert,
        above_noise=tuple(bool(above) for above in mu_star.low > np.nan_to_num(inert)),
        nu=_ratio(float(found.noise.sum()), float(np.square(found.effect).mean(axis=0).sum())),
        luck_variance=found.luck,
        aleatory_share=_ratio(found.luck, max(float(variance), 0.0) + found.luck),
        mean=mean_interval(kept.mean(axis=(1, 2)), confidence),
        rows=len(kept),
        replicates=replicates,
        dropped=len(paths) - len(kept),
        failed=failed_rows(y),
        dummy=design.names[-1] if design.dummy else "",
        confidence=confidence,
        method=morris_method(design, replicates, common_random_numbers, confidence),
        notes=(),
    )
    return result._replace(notes=morris_notes(result))


def _paths(design: Design, y: Floats) -> tuple[Floats, Floats]:
    """y as (trajectories, D + 1, replicates) and the points in [0, 1] likewise, or ``Unusable``."""
    if design.method != "morris":
        raise Unusable((f"elementary effects of a {design.method} design", f"{design.method} 抽样方案不能计算基本效应"))
    checked_rows(design, y)
    shape = (-1, design.points)
    unit = design.unit.reshape(*shape, len(design.names))
    return np.asarray(y, dtype=np.float64).reshape(*shape, y.shape[1]), unit


def _effects(paths: Floats, unit: Floats, common: bool) -> _Effects:
    """Elementary effects, sorted by factor, with the variance that luck gives them."""
    steps = np.diff(unit, axis=1)
    factor = np.abs(steps).argmax(axis=2)
    width = np.take_along_axis(steps, factor[..., None], axis=2)
    change = np.diff(paths, axis=1) / width
    ordered = np.take_along_axis(change, np.argsort(factor, axis=1, kind="stable")[..., None], axis=1)
    replicates, factors = paths.shape[2], unit.shape[2]
    if replicates == 1:
        return _Effects(ordered.mean(axis=2), np.full(factors, np.nan), math.nan)
    luck = paths.var(axis=2, ddof=1).mean()
    if common:
        noise = ordered.var(axis=2, ddof=1).mean(axis=0) / replicates
    else:
        noise = np.full(factors, 2 * luck / replicates) / np.square(width).mean()
    return _Effects(ordered.mean(axis=2), noise, float(luck))


def _sigma(found: _Effects, bootstrap: int, seed: int, confidence: float) -> Interval:
    """Standard deviation of the effects without luck's part, with bootstrap percentiles."""
    centred = found.effect - found.effect.mean(axis=0)
    weights = row_weights(len(centred), bootstrap, generator(seed))
    drawn = weights @ centred**2 - (weights @ centred) ** 2
    rescale, noise = len(centred) / (len(centred) - 1), np.nan_to_num(found.noise)
    value, draws = (
        np.sqrt(np.maximum(squares * rescale - noise, 0.0)) for squares in ((centred**2).mean(axis=0), drawn)
    )
    tail = (1 - confidence) / 2
    low, high = np.quantile(draws, [tail, 1 - tail], axis=0)
    return Interval(value, low, high)


def _ratio(part: float, whole: float) -> float:
    """part / whole, NaN where there is nothing to share."""
    return part / whole if whole > 0 else math.nan
