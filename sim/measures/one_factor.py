r"""Large-scale return if one common shock were all that households share (Vasicek 2002, Risk 15).

A household returns if :math:`\sqrt\rho Z + \sqrt{1-\rho}\,\varepsilon < \Phi^{-1}(p)`, with Z common to all. Given Z
households are independent, with probability :math:`p(Z)`. A benchmark beside simulated exceedances, and no evidence
about any county. Uses scipy: no promise of the same bits.
"""

from __future__ import annotations

import math

import numpy as np
from scipy.integrate import quad
from scipy.special import bdtrc, ndtr, ndtri

from .sample import check_share, refused

FARTHEST = 9.0  # beyond so many standard deviations the common shock has no weight left


def exceedance_of_many(probability: float, correlation: float, threshold: float) -> float:
    r"""Probability that the return rate of a very large county exceeds the threshold.

    :math:`\Phi\left((\Phi^{-1}(p) - \sqrt{1-\rho}\,\Phi^{-1}(x))/\sqrt\rho\right)`; all three in (0, 1).
    """
    _check(probability, correlation, threshold)
    inside = ndtri(probability) - math.sqrt(1.0 - correlation) * ndtri(threshold)
    return float(ndtr(inside / math.sqrt(correlation)))


def exceedance_of(households: int, probability: float, correlation: float, threshold: float) -> float:
    """The same for so many equal households: the binomial tail, integrated over the common shock."""
    _check(probability, correlation, threshold)
    if households < 1:
        raise refused(f"{households} households, must be at least 1", f"户数为 {households}，应不小于 1")
    most = math.floor(threshold * households + 1e-9)  # returns that do not exceed it
    load, own = math.sqrt(correlation), math.sqrt(1.0 - correlation)

    def integrand(z: float) -> float:
        p = ndtr((ndtri(probability) - load * z) / own)
        return float(bdtrc(most, households, p)) * math.exp(-0.5 * z * z) / math.sqrt(2.0 * math.pi)

    # Where the county's rate is the threshold the tail drops steeply: the interval is cut there.
    edge = float(np.clip((ndtri(probability) - own * ndtri(threshold)) / load, -FARTHEST, FARTHEST))
    return math.fsum(quad(integrand, a, b, limit=400)[0] for a, b in ((-FARTHEST, edge), (edge, FARTHEST)))


def _check(probability: float, correlation: float, threshold: float) -> None:
    """Refuse what is not strictly between 0 and 1."""
    check_share("probability", "返贫概率", probability)
    check_share("correlation", "相关系数", correlation)
    check_share("threshold", "阈值", threshold)
