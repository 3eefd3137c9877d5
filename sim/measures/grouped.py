r"""Poverty and inequality from grouped data: a Lorenz curve is fitted to cumulative shares, with the mean known.

With :math:`u = \mu/z`: :math:`H = L'^{-1}(1/u)`, :math:`PG = H - uL(H)`,
:math:`P_2 = H - 2uL(H) + u^2 \int_0^H L'^2`. Curves, fit and checks are those of the World Bank's POVCAL (Datt 1998): of
the curves that pass their check the one nearer to the points is taken, over all points for inequality, over those up
to its headcount for poverty. Uses scipy: no promise of the same bits.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from .lorenz_beta import RISING, Beta, fitted_beta
from .lorenz_quadratic import Quadratic, fitted_quadratic
from .sample import Floats, check_line, finite, refused

Curve = Quadratic | Beta
FEWEST = 3  # points, for three parameters
ROUNDING = 1e-9  # shares that were added up may end a little below 1


class GroupedPoverty(NamedTuple):
    """Poverty of a Lorenz curve with a mean, shares of persons and of the line."""

    headcount: float
    poverty_gap: float
    squared_poverty_gap: float


class Fits(NamedTuple):
    """Both curves, and the points that they were fitted to with (1, 1) after them, shape (points + 1,)."""

    quadratic: Quadratic
    beta: Beta
    population: Floats
    money: Floats

    def error(self, curve: Curve, up_to: float) -> float:
        """Sum of squared distances of the curve from the points up to the first at or beyond a rank, as in POVCAL.

        A quadratic curve may miss (1, 1): that counts against it where the rank lies beyond all other points.
        """
        count = int(np.searchsorted(self.population, up_to)) + 1
        off = curve.share(self.population[:count]) - self.money[:count]
        return float(np.cumsum(off * off)[-1])

    def for_inequality(self) -> Curve:
        """The valid curve nearer to all points; ValueError if neither passes its check."""
        return min(self._valid(), key=lambda curve: self.error(curve, self.population[-2]))

    def for_poverty(self, mean: float, line: float) -> Curve:
        """The valid curve nearer to the points up to its own headcount."""
        return min(self._valid(), key=lambda curve: self.error(curve, curve.headcount(line / mean)))

    def _valid(self) -> list[Curve]:
        """Curves that pass their check."""
        curves: list[Curve] = [curve for curve in (self.quadratic, self.beta) if curve.valid]
        if not curves:
            raise refused("no Lorenz curve fits these points", "没有合格的洛伦兹曲线可拟合这些数据")
        return curves


def fits(population: ArrayLike, money: ArrayLike) -> Fits:
    """Both curves through grouped data.

    Parameters
    ----------
    population, money : cumulative shares, shape (points,)
        Rising, from the poorest on, in (0, 1]; the point (1, 1) may stand at the end and is not fitted.
    """
    p, share = finite(population), finite(money)
    if p.shape != share.shape:
        raise refused(
            f"{p.size} shares of persons but {share.size} of money", f"人口份额 {p.size} 个，收入份额 {share.size} 个"
        )
    inside = p < 1.0 - ROUNDING
    p, share = p[inside], share[inside]
    rises = (np.diff(p, prepend=0.0) > 0.0).all() and (np.diff(share, prepend=0.0) >= 0.0).all()
    if p.size < FEWEST or not rises or not ((share > 0.0) & (share < p)).all():
        raise refused(
            f"grouped data need {FEWEST} or more rising points below the line of equality",
            f"分组数据须有 {FEWEST} 个以上位于绝对平等线之下的递增点",
        )
    slopes = np.diff(share, prepend=0.0, append=1.0) / np.diff(p, prepend=0.0, append=1.0)
    if not (np.diff(slopes) >= 0.0).all():
        raise refused("groups are not in order from the poorest on", "分组未按由贫到富排列")
    return Fits(fitted_quadratic(p, share), fitted_beta(p, share), np.append(p, 1.0), np.append(share, 1.0))


def grouped_poverty(curve: Curve, mean: float, line: float) -> GroupedPoverty:
    """Headcount, gap and squared gap of a Lorenz curve at a mean and a line of the same unit.

    Raises
    ------
    ValueError
        For a line below what a beta curve gives to rank 0.001: it would measure the debts that the form invents there.
    """
    check_line(line)
    if not mean > 0.0:
        raise refused(f"the mean is {mean}, must be above 0", f"均值为 {mean}，应大于 0")
    h, u = curve.headcount(line / mean), mean / line
    if h <= 0.0:
        return GroupedPoverty(0.0, 0.0, 0.0)
    if isinstance(curve, Beta) and h < RISING[0]:
        raise refused(
            f"at the line {line} the headcount would be {h}; a beta curve says nothing below {RISING[0]}",
            f"贫困线 {line} 对应的贫困发生率为 {h}；Beta 型曲线在 {RISING[0]} 以下没有意义",
        )
    held = u * float(curve.share(h))
    return GroupedPoverty(h, h - held, h - 2.0 * held + u * u * curve.squared_slope(h))
