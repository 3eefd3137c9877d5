r"""Chronic and transient poverty in a panel of shape (households, periods).

*Jalan & Ravallion* 1998 (Journal of Public Economics 67): the total is the mean of :math:`P_\alpha` over periods, the
chronic part that of each household's mean over time. *Duclos, Araar & Giles* 2010 (Journal of Development Economics
91): gaps are averaged by their equally distributed equivalent, :math:`\Gamma_\alpha = (\overline{g^\alpha})^{1/\alpha}`,
so every part is a share of the line. Short panels understate the transient part of both: compare at equal length.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from sim.mathematics import power

from .poverty import fgt
from .sample import Floats, check_line, panel, refused
from .sums import powers, total


class Chronic(NamedTuple):
    """Poverty over time in two parts (Jalan & Ravallion 1998)."""

    total: float  # mean over periods
    chronic: float  # poverty of the mean over time
    transient: float  # the rest

    @property
    def transient_share(self) -> float:
        """Transient part of the total; 0 without poverty."""
        return self.transient / self.total if self.total > 0.0 else 0.0


class EquivalentGaps(NamedTuple):
    """Poverty over time in three parts, shares of the line (Duclos, Araar & Giles 2010)."""

    average_gap: float  # mean gap over households and periods
    inequality: float  # cost of unequal poverty between households
    transient: float  # cost of poverty that varies over time within a household

    @property
    def chronic(self) -> float:
        """Average gap and the cost of inequality between households."""
        return self.average_gap + self.inequality

    @property
    def total(self) -> float:
        """Equally distributed equivalent gap of all households and periods."""
        return self.average_gap + self.inequality + self.transient

    @property
    def transient_share(self) -> float:
        """Transient part of the total; 0 without poverty."""
        return self.transient / self.total if self.total > 0.0 else 0.0


def jalan_ravallion(
    values: ArrayLike, line: float, alpha: float = 2.0, weights: ArrayLike | None = None, censored: bool = False
) -> Chronic:
    """FGT(alpha) of a panel of values, split into the poverty of each mean over time and the rest.

    Parameters
    ----------
    censored : bool
        Cut values at the line before averaging over time, so that a good year cannot make up for a bad one.
    """
    y, w = panel(values, weights)
    check_line(line)
    y = np.minimum(y, line) if censored else y
    overall = 0.0
    for t in range(y.shape[1]):
        overall += fgt(y[:, t], line, alpha, w)
    overall /= y.shape[1]
    chronic = fgt(_mean_over_time(y), line, alpha, w)
    return Chronic(overall, chronic, overall - chronic)


def duclos_araar_giles(
    values: ArrayLike, line: float, alpha: float = 2.0, weights: ArrayLike | None = None
) -> EquivalentGaps:
    r"""Average gap, cost of inequality and transient part of the equally distributed equivalent gap.

    With :math:`\gamma_i = (\frac1T \sum_t g_{it}^\alpha)^{1/\alpha}`: transient is the mean of
    :math:`\gamma_i - \bar g_i`, inequality is :math:`\Gamma_\alpha` less the mean of :math:`\gamma_i`. Without the
    authors' correction of the bias of few periods.

    Parameters
    ----------
    alpha : float
        At least 1; at 1 both costs are 0.
    """
    y, w = panel(values, weights)
    check_line(line)
    if not (math.isfinite(alpha) and alpha >= 1.0):
        raise refused(f"alpha is {alpha}, must be at least 1", f"alpha 为 {alpha}，应不小于 1")
    gaps = np.maximum(line - y, 0.0) / line
    deep = _mean_over_time(_powers(gaps.ravel(), alpha).reshape(gaps.shape))
    persons = total(w)
    average = total(w * _mean_over_time(gaps)) / persons
    own = total(w * _powers(deep, 1.0 / alpha)) / persons
    mean_power = total(w * deep) / persons
    everyone = power(mean_power, 1.0 / alpha) if mean_power > 0.0 else 0.0
    return EquivalentGaps(average, everyone - own, own - average)


def _mean_over_time(values: Floats) -> Floats:
    """Mean of each row, added up from the first period to the last."""
    return np.ascontiguousarray(np.cumsum(values, axis=1)[:, -1] / values.shape[1])


def _powers(gaps: Floats, exponent: float) -> Floats:
    """Gaps to the exponent, with 0 kept at 0."""
    if exponent == 1.0:
        return gaps
    return np.where(gaps > 0.0, powers(np.where(gaps > 0.0, gaps, 1.0), exponent), 0.0)
