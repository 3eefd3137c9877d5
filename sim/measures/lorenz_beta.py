r"""Beta Lorenz curve (Kakwani 1980, Econometrica 48; Datt 1998, IFPRI FCND 50).

:math:`L(p) = p - \theta p^\gamma (1-p)^\delta`. With :math:`\gamma < 1` the slope at 0 is minus infinity: the poorest few
would have less than nothing, which the World Bank's check allows below rank 0.001. Uses scipy.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq
from scipy.special import beta, hyp2f1

from .sample import Floats, refused

EDGE = 1e-12  # ranks nearer to 0 and 1 are not told from them
RISING = (0.001, 0.051)  # ranks where the World Bank looks at the slope,
CONVEX = tuple(0.001 + 0.05 * k for k in range(20))  # and where at the curvature


class Beta(NamedTuple):
    """Parameters of the beta Lorenz curve."""

    theta: float
    gamma: float
    delta: float

    @property
    def valid(self) -> bool:
        """The World Bank's check (POVCAL): rising at low ranks and convex at all, on its grid of ranks."""
        return bool((self.slope(RISING) >= 0.0).all() and (self.curvature(CONVEX) >= 0.0).all())

    def share(self, p: ArrayLike) -> Floats:
        """L(p), the share of all money that the poorest p have."""
        q = np.asarray(p, dtype=np.float64)
        return q - self.theta * q**self.gamma * (1.0 - q) ** self.delta

    def slope(self, p: ArrayLike) -> Floats:
        """L'(p): value at rank p over the mean; p strictly between 0 and 1."""
        q = np.asarray(p, dtype=np.float64)
        power = self.theta * q**self.gamma * (1.0 - q) ** self.delta
        return 1.0 - power * (self.gamma / q - self.delta / (1.0 - q))

    def curvature(self, p: ArrayLike) -> Floats:
        """L''(p); p strictly between 0 and 1."""
        q = np.asarray(p, dtype=np.float64)
        power = self.theta * q**self.gamma * (1.0 - q) ** self.delta
        tilt = self.gamma / q - self.delta / (1.0 - q)
        return power * (self.gamma / q**2 + self.delta / (1.0 - q) ** 2 - tilt * tilt)

    def headcount(self, ratio: float) -> float:
        """Rank at which the slope is the line over the mean, in [0, 1]."""
        low, high = float(self.slope(EDGE)), float(self.slope(1.0 - EDGE))
        if not low < ratio < high:
            return 0.0 if ratio <= low else 1.0
        return float(brentq(lambda p: float(self.slope(p)) - ratio, EDGE, 1.0 - EDGE, xtol=1e-15, rtol=1e-14))

    def squared_slope(self, h: float) -> float:
        """Integral of the squared slope from 0 to h, infinite for gamma up to 1/2."""
        t, g, d = self
        if g <= 0.5:
            return math.inf
        square = (
            g * g * _incomplete_beta(h, 2 * g - 1, 2 * d + 1)
            - 2 * g * d * _incomplete_beta(h, 2 * g, 2 * d)
            + d * d * _incomplete_beta(h, 2 * g + 1, 2 * d - 1)
        )
        return 2.0 * float(self.share(h)) - h + t * t * square

    @property
    def gini(self) -> float:
        """1 less twice the area below the curve."""
        return float(2.0 * self.theta * beta(1.0 + self.gamma, 1.0 + self.delta))


def fitted_beta(population: Floats, money: Floats) -> Beta:
    """Least squares of ln(p - L) on ln p and ln(1 - p), over checked cumulative shares below 1 (Datt 1998)."""
    below = population - money
    if not (below > 0.0).all():
        raise refused(
            "a beta curve needs points strictly below the line of equality",
            "Beta 型洛伦兹曲线的各点须严格位于绝对平等线之下",
        )
    terms = np.column_stack([np.ones(below.size), np.log(population), np.log(1.0 - population)])
    constant, gamma, delta = np.linalg.lstsq(terms, np.log(below), rcond=None)[0]
    return Beta(math.exp(constant), float(gamma), float(delta))


def _incomplete_beta(x: float, a: float, b: float) -> float:
    """Integral of t^(a-1) (1-t)^(b-1) from 0 to x < 1, a > 0; b may be negative."""
    return float(x**a / a * hyp2f1(a, 1.0 - b, a + 1.0, x))
