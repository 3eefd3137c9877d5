r"""Inequality among persons: Gini, Theil, mean log deviation, GE(2), coefficient of variation, Atkinson.

Gini, GE(2) and the coefficient of variation allow negative values, the others do not. All divide by the
mean, so a mean that is not above 0 is refused. Values may be of any unit; the measures have none.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from sim.mathematics import exp, power

from .sample import Floats, not_negative, positive, refused, sample
from .sums import logs, powers, total


def gini(values: ArrayLike, weights: ArrayLike | None = None) -> float:
    r"""Gini coefficient, :math:`\sum_i w_i y_i (2B_i + w_i - W) / (W \sum_i w_i y_i)`.

    :math:`B_i`: persons with less than row i. Replication invariant: no n/(n-1). With
    negative values, which are allowed, it may exceed 1.
    """
    v, w = sample(values, weights)
    mean = mean_above_zero(v, w)
    order = np.argsort(v, kind="stable")
    w = w[order]
    upto = np.cumsum(w)  # adds one by one in every version of numpy
    everyone = float(upto[-1])
    # The ranks sum to zero, so the mean may be taken off first; less is then lost to cancellation.
    ranks = 2.0 * (upto - w) + w - everyone
    return total(w * (v[order] - mean) * ranks) / (everyone * everyone * mean)


def theil(values: ArrayLike, weights: ArrayLike | None = None) -> float:
    r"""Theil's T, GE(1): mean of :math:`(y/\mu) \ln(y/\mu)`; a value of 0 counts as 0, its limit."""
    v, w = sample(values, weights)
    not_negative(v)
    s = v / mean_above_zero(v, w)
    return total(w * s * logs(np.where(s > 0.0, s, 1.0))) / total(w)


def mld(values: ArrayLike, weights: ArrayLike | None = None) -> float:
    r"""Mean log deviation, GE(0): mean of :math:`\ln(\mu/y)`; every value must be above 0."""
    v, w = sample(values, weights)
    positive(v)
    return total(w * logs(mean_above_zero(v, w) / v)) / total(w)


def ge2(values: ArrayLike, weights: ArrayLike | None = None) -> float:
    """GE(2): half the squared coefficient of variation; negative values are allowed."""
    share = cv(values, weights)
    return 0.5 * share * share


def cv(values: ArrayLike, weights: ArrayLike | None = None) -> float:
    """Coefficient of variation, with the population's standard deviation; negative values are allowed."""
    v, w = sample(values, weights)
    mean = mean_above_zero(v, w)
    off = v - mean
    return math.sqrt(total(w * off * off) / total(w)) / mean


def atkinson(values: ArrayLike, epsilon: float, weights: ArrayLike | None = None) -> float:
    """Atkinson's measure: share of income that equality could cost at inequality aversion epsilon >= 0."""
    v, w = sample(values, weights)
    return 1.0 - equally_distributed_equivalent(v, epsilon, w) / mean_above_zero(v, w)


def equally_distributed_equivalent(values: ArrayLike, epsilon: float, weights: ArrayLike | None = None) -> float:
    """Atkinson's income that, given to all, is as good as the values; 0 if any is 0 and epsilon >= 1."""
    if not (math.isfinite(epsilon) and epsilon >= 0.0):
        raise refused(f"epsilon is {epsilon}, must be at least 0", f"epsilon 为 {epsilon}，应不小于 0")
    v, w = sample(values, weights)
    not_negative(v)
    mean = mean_above_zero(v, w)
    v, w = v[w > 0.0], w[w > 0.0]
    if epsilon >= 1.0 and not v.all():
        return 0.0
    if epsilon == 1.0:
        return mean * exp(total(w * logs(v / mean)) / total(w))
    # Relative to an extreme, every power is at most 1 and none overflows.
    unit = float(v.max() if epsilon < 1.0 else v.min())
    return unit * power(total(w * _power(v / unit, 1.0 - epsilon)) / total(w), 1.0 / (1.0 - epsilon))


def _power(ratios: Floats, exponent: float) -> Floats:
    """Ratios to the exponent, with 0 kept at 0."""
    return np.where(ratios > 0.0, powers(np.where(ratios > 0.0, ratios, 1.0), exponent), 0.0)


def mean_above_zero(values: Floats, weights: Floats) -> float:
    """Weighted mean; ValueError unless it is above 0, for it divides."""
    mean = total(weights * values) / total(weights)
    if not mean > 0.0:
        raise refused(f"the mean is {mean}, must be above 0", f"均值为 {mean}，应大于 0")
    return mean
