"""What a row-block of a Saltelli design contributes to each variance, with luck taken out.

With y = g(x) + luck, g(x) the mean over luck, and R replicates at each point, the plain
estimators applied to replicate means see luck as if it were an effect: an inert factor gets
the total index nu. Here every square is a product of two *different* replicates, whose luck
is independent, so that each moment is unbiased for that of g:

* independent luck: the noise left in a square is s^2 / R of that point; products of two points
  hold none, so they use all replicates;
* common luck: the same replicate at two points shares its luck, so products skip it as well.
  The main effect of luck cancels in every contrast, and an inert factor gets exactly zero.

The second holds under independent luck, too, and wastes little; the first under common luck is wrong.
Saltelli et al. 2010 (first order), Jansen 1999 (total), Saltelli 2002 (second order).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np

from sim.analysis.failures import Floats

Product = Callable[[Floats, Floats], Floats]


class Contrasts(NamedTuple):
    """Outputs of the row-blocks, split by what is compared; replicates last. Centred, but for ``raw``."""

    base: Floats  # (rows, 2, R): A and B
    fresh: Floats  # (rows, 1, R): B
    step: Floats  # (rows, D, R): AB_i - A
    changed: Floats  # (rows, D, R): AB_i
    reverse: Floats  # (rows, D, R): BA_i, or (rows, 0, R)
    raw: Floats  # (rows, P, R): y as it came


def contrasts(y: Floats, factors: int, centre: Floats) -> Contrasts:
    """Split y (rows, points, R); ``centre`` is taken off and cancels but for rounding and variance."""
    x = y - centre
    first, last = x[:, :1], x[:, -1:]
    changed = x[:, 1 : factors + 1]
    base, reverse = np.concatenate([first, last], axis=1), x[:, factors + 1 : -1]
    return Contrasts(base, last, changed - first, changed, reverse, y)


def paired(p: Floats, q: Floats, weights: Floats) -> Floats:
    """Mean of p_r q_s over pairs of different replicates (last axis); of p_r q_r if there is only one."""
    total, squares = weights.sum(), weights**2
    if weights.size == 1:
        return p[..., 0] * q[..., 0]
    return ((p @ weights) * (q @ weights) - (p * q) @ squares) / (total * total - squares.sum())


def unpaired(p: Floats, q: Floats) -> Floats:
    """Mean of p_r q_s over all pairs of replicates: for two points whose luck is independent."""
    return p.mean(axis=-1) * q.mean(axis=-1)


def row_statistics(c: Contrasts, weights: Floats, common: bool) -> Floats:
    """Contributions of each row, shape (rows, K), in the order that ``Layout`` reads."""
    product: Product = partial(paired, weights=weights) if common else unpaired
    if common:
        total = 0.5 * paired(c.step, c.step, weights)
    else:
        start = c.base[:, :1]
        own = paired(start, start, weights) + paired(c.changed, c.changed, weights)
        total = 0.5 * own - unpaired(start, c.changed)
    share = weights / weights.sum()
    columns = [
        product(c.fresh, c.step),
        total,
        _second_order(c, product),
        paired(c.base, c.base, weights).mean(axis=1, keepdims=True),
        ((c.base @ share) ** 2).mean(axis=1, keepdims=True),
        (c.raw[:, [0, -1]] @ share).mean(axis=1, keepdims=True),
        _luck_variance(c.raw, weights).mean(axis=1, keepdims=True),
    ]
    return np.concatenate(columns, axis=1)


def _second_order(c: Contrasts, product: Product) -> Floats:
    """Closed effects of the pairs i < j, shape (rows, pairs): BA_i AB_j - A B."""
    if not c.reverse.shape[1]:
        return np.empty((len(c.raw), 0))
    i, j = np.triu_indices(c.step.shape[1], k=1)
    return product(c.reverse[:, i], c.changed[:, j]) - product(c.base[:, :1], c.fresh)


def _luck_variance(y: Floats, weights: Floats) -> Floats:
    """Unbiased variance over replicates at each point, shape (rows, points); NaN for one replicate."""
    if weights.size == 1:
        return np.full(y.shape[:-1], np.nan)
    total = weights.sum()
    deviations = y - (y @ (weights / total))[..., None]
    return (deviations**2 @ weights) * total / (total * total - (weights**2).sum())


class Layout(NamedTuple):
    """Where the moments of D factors stand, and how indices follow from them."""

    factors: int
    pairs: int  # 0 without second order

    def indices(self, moments: Floats, floor: float) -> Floats:
        """S1, ST, S2, variance, nu, luck variance, aleatory share, mean: shape (..., 2 D + pairs + 5).

        Ratios are NaN where the variance of g is not above ``floor``.
        """
        effects = moments[..., : 2 * self.factors + self.pairs]
        variance, spread, mean, luck = (moments[..., k, None] for k in range(-4, 0))
        varies = variance > floor
        with np.errstate(divide="ignore", invalid="ignore"):
            ratios = np.where(varies, effects / variance, np.nan)
            noise = np.where(spread > floor, 1 - variance / spread, np.nan)
            aleatory = luck / (np.maximum(variance, 0.0) + luck)
        first = ratios[..., : self.factors]
        i, j = np.triu_indices(self.factors, k=1)
        if self.pairs:
            ratios[..., 2 * self.factors :] -= first[..., i] + first[..., j]
        noise = np.where(np.isnan(luck), np.nan, noise)
        return np.concatenate([ratios, variance, noise, luck, aleatory, mean], axis=-1)
