r"""General quadratic Lorenz curve (Villasenor & Arnold 1989, Journal of Econometrics 40; Datt 1998, IFPRI FCND 50).

:math:`L(1-L) = a(p^2 - L) + bL(p-1) + c(p-L)`, so :math:`L(p) = -\frac12(bp + e + \sqrt{mp^2 + np + e^2})` with
:math:`e = -(a+b+c+1)`, :math:`m = b^2 - 4a`, :math:`n = 2be - 4c`; :math:`r^2 = n^2 - 4me^2`. Uses scipy.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.integrate import quad

from .sample import Floats


class Quadratic(NamedTuple):
    """Parameters as Datt 1998 names them."""

    a: float
    b: float
    c: float

    @property
    def roots(self) -> tuple[float, float, float, float]:
        """e, m, n and r; r is NaN where the curve has no slope everywhere."""
        e = -(self.a + self.b + self.c + 1.0)
        m = self.b * self.b - 4.0 * self.a
        n = 2.0 * self.b * e - 4.0 * self.c
        square = n * n - 4.0 * m * e * e
        return e, m, n, math.sqrt(square) if square >= 0.0 else math.nan

    @property
    def valid(self) -> bool:
        """The World Bank's check (POVCAL): starts at 0, rises, is convex, and ends at 1 or nearly (a + c >= 0.9)."""
        e, m, n, r = self.roots
        if math.isnan(r) or e >= 0.0 or self.c < 0.0:
            return False
        convex = m < 0.0 or (0.0 < m < n * n / (4.0 * e * e) and (n >= 0.0 or m < -0.5 * n))
        return convex and self.a + self.c >= 0.9

    def share(self, p: ArrayLike) -> Floats:
        """L(p), the share of all money that the poorest p have."""
        e, m, n, _ = self.roots
        q = np.asarray(p, dtype=np.float64)
        return -0.5 * (self.b * q + e + np.sqrt(np.maximum(m * q * q + n * q + e * e, 0.0)))

    def slope(self, p: ArrayLike) -> Floats:
        """L'(p): value at rank p over the mean."""
        e, m, n, _ = self.roots
        q = np.asarray(p, dtype=np.float64)
        return -0.5 * self.b - (2.0 * m * q + n) / (4.0 * np.sqrt(m * q * q + n * q + e * e))

    def headcount(self, ratio: float) -> float:
        """Rank at which the slope is the line over the mean, in [0, 1]."""
        _, m, n, r = self.roots
        t = self.b + 2.0 * ratio
        if m < 0.0 or t * t > m:
            h = -(n + r * t / math.sqrt(t * t - m)) / (2.0 * m)
            return min(max(h, 0.0), 1.0)
        return 0.0 if ratio < float(self.slope(0.0)) else 1.0

    def squared_slope(self, h: float) -> float:
        """Integral of the squared slope from 0 to h."""
        _, m, n, r = self.roots
        s1, s2 = (r - n) / (2.0 * m), -(r + n) / (2.0 * m)
        logarithm = math.log((1.0 - h / s1) / (1.0 - h / s2))
        return -(self.a * h + self.b * float(self.share(h)) - r / 16.0 * logarithm)

    @property
    def gini(self) -> float:
        """1 less twice the area below the curve."""
        return 1.0 - 2.0 * float(quad(self.share, 0.0, 1.0)[0])


def fitted_quadratic(population: Floats, money: Floats) -> Quadratic:
    """Least squares of L(1 - L) on its three terms, over checked cumulative shares below 1 (Datt 1998)."""
    p, share = population, money
    terms = np.column_stack([p * p - share, share * (p - 1.0), p - share])
    return Quadratic(*(float(x) for x in np.linalg.lstsq(terms, share * (1.0 - share), rcond=None)[0]))
