r"""FGT and Watts measures of a lognormal distribution in closed form: expected poverty of one who faces it.

With :math:`\ln y \sim N(m, s^2)`, :math:`d = (\ln z - m)/s` and :math:`M_k = e^{k(m - \ln z) + k^2 s^2/2}`, the moment
of :math:`(y/z)^k`: :math:`P_\alpha = \sum_{k=0}^{\alpha} \binom{\alpha}{k} (-1)^k M_k \Phi(d - ks)` and
:math:`W = s(d\Phi(d) + \varphi(d))`. With s = 0 everyone has :math:`e^m`. Uses scipy: no promise of the same bits.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from .sample import Floats, check_line, refused

SMALLEST = 1e-8  # spreads below it are none: the closed form would only lose digits


def lognormal_fgt(mean_log: ArrayLike, sd_log: ArrayLike, line: float, alpha: int = 0) -> Floats:
    """Foster-Greer-Thorbecke measure of lognormal incomes, of the broadcast shape of mean and spread.

    Parameters
    ----------
    mean_log, sd_log : mean and standard deviation of log income
        The spread is not negative.
    alpha : int
        A whole number of at least 0.
    """
    m, s, d = _standardised(mean_log, sd_log, line)
    if not (alpha >= 0 and alpha == int(alpha)):
        raise refused(
            f"alpha is {alpha}, must be a whole number of at least 0", f"alpha 为 {alpha}，应为不小于 0 的整数"
        )
    shift = m - math.log(line)
    result = np.zeros_like(d)
    for k in range(int(alpha) + 1):
        moment = np.exp(k * shift + 0.5 * (k * s) ** 2)
        result += (-1) ** k * math.comb(int(alpha), k) * moment * ndtr(d - k * s)
    certain = np.where(shift < 0.0, np.maximum(1.0 - np.exp(np.minimum(shift, 0.0)), 0.0) ** alpha, 0.0)
    return np.where(s > SMALLEST, np.maximum(result, 0.0), certain)


def lognormal_watts(mean_log: ArrayLike, sd_log: ArrayLike, line: float) -> Floats:
    """Watts measure of lognormal incomes; arguments as in `lognormal_fgt`."""
    m, s, d = _standardised(mean_log, sd_log, line)
    density = np.exp(-0.5 * d * d) / math.sqrt(2.0 * math.pi)
    return np.where(s > SMALLEST, s * (d * ndtr(d) + density), np.maximum(math.log(line) - m, 0.0))


def _standardised(mean_log: ArrayLike, sd_log: ArrayLike, line: float) -> tuple[Floats, Floats, Floats]:
    """Mean, spread and the line in spreads above the mean; ValueError for what is not finite."""
    check_line(line)
    m, s = np.broadcast_arrays(np.asarray(mean_log, dtype=np.float64), np.asarray(sd_log, dtype=np.float64))
    if not (np.isfinite(m).all() and np.isfinite(s).all() and (s >= 0.0).all()):
        raise refused(
            "mean and spread must be finite, the spread at least 0", "均值与标准差应为有限数，标准差应不小于 0"
        )
    return m, s, np.asarray((math.log(line) - m) / np.where(s > SMALLEST, s, 1.0))
