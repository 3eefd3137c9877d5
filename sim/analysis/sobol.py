"""First-order and total Sobol' indices of a stochastic model, with luck neither in them nor out of sight.

The quantity decomposed is g(x), the mean of the output over luck at parameters x. Beside the
indices stand what a reader needs to trust them: nu, the share of luck in the spread of the
replicate means; the aleatory share, luck's part of the whole variance of one run; the index of a
dummy factor that goes nowhere; and an interval for each.

Under common random numbers a single scramble has R draws of luck in all, and the ratio of two
estimates carries a bias of order 1 / R; several scrambles have R draws each: prefer those.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.analysis.design import Design, checked_rows
from sim.analysis.failures import Floats, Row, Unusable, complete, failed_rows, finite_or_none
from sim.analysis.intervals import (
    Interval,
    bootstrap_rows,
    generator,
    jackknife_error,
    pigeonhole,
    standard_error,
    t_interval,
)
from sim.analysis.moments import Layout, contrasts, row_statistics
from sim.analysis.notes import Text, sobol_method, sobol_notes


class SobolResult(NamedTuple):
    """Indices of one output. Shares lie in [0, 1] but for sampling error; undefined numbers are NaN."""

    names: tuple[str, ...]
    S1: Interval  # first order, arrays of shape (D,)
    ST: Interval  # total, arrays of shape (D,)
    pairs: tuple[tuple[str, str], ...]  # of factors, empty without second order
    S2: Interval  # second order, arrays of shape (pairs,)
    variance: float  # of g over the parameters, unit of the output squared
    nu: float  # 1 - variance / spread of replicate means; common luck that moves all points alike is out
    luck_variance: float  # of one run at fixed parameters, mean over parameters
    aleatory_share: Interval  # luck_variance / (variance + luck_variance), shape ()
    mean: Interval  # shape ()
    rows: int  # row-blocks used
    replicates: int
    scrambles: int
    dropped: int  # row-blocks with an output that is not finite
    failed: tuple[int, ...]  # rows of the design that failed
    dummy: str  # name of the dummy factor, "" without
    confidence: float
    method: Text
    notes: tuple[Text, ...]

    def table(self) -> list[Row]:
        """One row a factor, in the order of the design; ``None`` where an index is undefined."""
        return [
            {
                "factor": name,
                **self.S1.at(i).within(0.0, 1.0).columns("S1"),
                **self.ST.at(i).within(0.0, 1.0).columns("ST"),
            }
            for i, name in enumerate(self.names)
        ]

    def summary(self) -> Row:
        """What stands beside the table."""
        scalars = ("nu", "variance", "luck_variance")
        counts = ("rows", "replicates", "scrambles", "dropped", "dummy", "confidence")
        return {
            **{key: finite_or_none(getattr(self, key)) for key in scalars},
            **self.aleatory_share.within(0.0, 1.0).columns("aleatory_share"),
            **self.mean.columns("mean"),
            **{key: getattr(self, key) for key in counts},
        }


def indices(
    design: Design,
    y: Floats,
    *,
    common_random_numbers: bool,
    seed: int,
    bootstrap: int = 1000,
    confidence: float = 0.95,
    failed_share: float = 0.05,
) -> SobolResult:
    """Sobol' indices of y, shape (rows, replicates), at the points of ``design``.

    With ``common_random_numbers`` y was run with ``design.replicate_numbers``; without, every cell has
    its own luck. Intervals: t over scrambles if there are several; else bootstrap of the row-blocks,
    and of the replicates where those are common. Raises ``Unusable``.
    """
    blocks = _blocks(design, y)
    whole = complete(blocks, failed_share)
    nets = np.repeat(np.arange(design.scrambles), design.n)[whole]
    if np.bincount(nets, minlength=design.scrambles).min() < 2:
        raise Unusable(("a scramble is left with fewer than two row-blocks", "某次独立随机化剩余样本块不足两个"))
    estimate = _Estimate(design, blocks[whole], nets, common_random_numbers)
    value, error, degrees = estimate.with_error(bootstrap, seed)
    vector = t_interval(value, error, confidence, degrees)
    result = _result(design, estimate, vector, confidence)._replace(failed=failed_rows(y))
    return result._replace(notes=sobol_notes(result, common_random_numbers))


class _Estimate:
    """Moments of the row-blocks y (row-blocks, points, replicates) and the indices that follow."""

    def __init__(self, design: Design, y: Floats, nets: np.ndarray, common: bool) -> None:
        factors = len(design.names)
        self.layout = Layout(factors, factors * (factors - 1) // 2 if design.second_order else 0)
        self.y, self.nets, self.common, self.scrambles = y, nets, common, design.scrambles
        self.replicates = y.shape[2]
        self.floor = (1e-13 * float(np.abs(y).max())) ** 2  # below it, variance is rounding
        self.contrasts = contrasts(y, factors, self._centre())

    def _centre(self) -> Floats:
        """Mean of the A and B rows: of each scramble and replicate under common luck, else of all."""
        ends = self.y[:, [0, -1]]
        if not self.common:
            return ends.mean(keepdims=True)
        means = [ends[self.nets == net].mean(axis=(0, 1)) for net in range(self.scrambles)]
        return np.stack(means)[self.nets][:, None, :]

    @property
    def luck_resampled(self) -> bool:
        """Whether one set of common replicates is there and large enough to be resampled."""
        return self.common and self.scrambles == 1 and self.replicates >= 4

    def statistics(self, weights: Floats) -> Floats:
        """Row statistics with these weights of the replicates."""
        return row_statistics(self.contrasts, weights, self.common)

    def indices(self, moments: Floats) -> Floats:
        """The vector of indices that ``_result`` names."""
        return self.layout.indices(moments, self.floor)

    def with_error(self, bootstrap: int, seed: int) -> tuple[Floats, Floats, int]:
        """All indices, their standard errors and the degrees of freedom of these."""
        rows = self.statistics(np.ones(self.replicates))
        if self.scrambles > 1:
            groups = np.stack([rows[self.nets == net].mean(axis=0) for net in range(self.scrambles)])
            error = jackknife_error(groups, self.indices)
            return self.indices(groups.mean(axis=0)), error, self.scrambles - 1
        chance = generator(seed)
        if self.luck_resampled:
            draws = pigeonhole(self.statistics, len(rows), self.replicates, bootstrap, chance)
            degrees = min(len(rows), self.replicates) - 1
        else:
            draws, degrees = bootstrap_rows(rows, bootstrap, chance), len(rows) - 1
        return self.indices(rows.mean(axis=0)), standard_error(self.indices(draws)), degrees


def _blocks(design: Design, y: Floats) -> Floats:
    """y as (row-blocks, points, replicates), or ``Unusable``."""
    if design.method != "sobol":
        raise Unusable(
            (
                f"Sobol' indices of a {design.method} design",
                f"{design.method} 抽样方案不能计算 Sobol' 指数",
            )
        )
    checked_rows(design, y)
    return np.asarray(y, dtype=np.float64).reshape(-1, design.points, y.shape[1])


def _result(design: Design, estimate: _Estimate, vector: Interval, confidence: float) -> SobolResult:
    """Name the parts of the vector of indices; failures and notes come later."""
    d, names, common = len(design.names), design.names, estimate.common
    i, j = np.triu_indices(d, k=1)
    pairs = tuple((names[a], names[b]) for a, b in zip(i, j, strict=True)) if estimate.layout.pairs else ()
    end = 2 * d + len(pairs)
    return SobolResult(
        names=names,
        S1=vector.at(slice(0, d)),
        ST=vector.at(slice(d, 2 * d)),
        pairs=pairs,
        S2=vector.at(slice(2 * d, end)),
        variance=float(vector.value[end]),
        nu=float(vector.value[end + 1]),
        luck_variance=float(vector.value[end + 2]),
        aleatory_share=vector.at(end + 3),
        mean=vector.at(end + 4),
        rows=len(estimate.y),
        replicates=estimate.replicates,
        scrambles=design.scrambles,
        dropped=design.n * design.scrambles - len(estimate.y),
        failed=(),
        dummy=names[-1] if design.dummy else "",
        confidence=confidence,
        method=sobol_method(design, estimate.replicates, common, estimate.luck_resampled, confidence),
        notes=(),
    )
