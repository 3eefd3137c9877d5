r"""How much of a change of poverty is growth, and how much redistribution.

Poverty :math:`P(\mu, L)` depends on the mean and the Lorenz curve of income; the distribution of one year scaled to the
mean of the other gives the two that nobody lived. *Datt & Ravallion* 1992 (Journal of Development Economics 38) change
one at a time from a reference year, which leaves a residual. *Shapley* (Shorrocks 2013, Journal of Economic Inequality
11) averages both references, and leaves none.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from numpy.typing import ArrayLike

from .inequality import mean_above_zero
from .poverty import headcount
from .sample import Floats, refused, sample

Poverty = Callable[[Floats, float, Floats], float]  # of values, line and weights


class Change(NamedTuple):
    """Parts of a change of poverty; they add up to it."""

    growth: float  # the mean moves, the Lorenz curve stays
    redistribution: float  # the Lorenz curve moves, the mean stays
    residual: float  # interaction of the two; 0 by Shapley's rule

    @property
    def total(self) -> float:
        """Poverty now less poverty before."""
        return self.growth + self.redistribution + self.residual


def datt_ravallion(
    before: ArrayLike,
    now: ArrayLike,
    line: float,
    measure: Poverty = headcount,
    weights_before: ArrayLike | None = None,
    weights_now: ArrayLike | None = None,
    reference: str = "before",
) -> Change:
    """Growth and redistribution from the reference year on, and the residual.

    Parameters
    ----------
    before, now : values in the same real terms
        They need not be the same households, nor as many.
    measure : callable
        Of values, line and weights, such as `poverty.poverty_gap`.
    reference : {"before", "now"}
        Year whose mean and Lorenz curve are held while the other moves.
    """
    if reference not in ("before", "now"):
        raise refused(
            f'reference is {reference!r}, must be "before" or "now"', f"基期为 {reference!r}，应为 before 或 now"
        )
    first, grown, shifted, last = _four(before, now, line, measure, weights_before, weights_now)
    if reference == "before":
        growth, redistribution = grown - first, shifted - first
    else:
        growth, redistribution = last - shifted, last - grown
    return Change(growth, redistribution, last - first - growth - redistribution)


def shapley(
    before: ArrayLike,
    now: ArrayLike,
    line: float,
    measure: Poverty = headcount,
    weights_before: ArrayLike | None = None,
    weights_now: ArrayLike | None = None,
) -> Change:
    """Growth and redistribution, each averaged over both references; arguments as in `datt_ravallion`."""
    first, grown, shifted, last = _four(before, now, line, measure, weights_before, weights_now)
    growth = 0.5 * ((grown - first) + (last - shifted))
    return Change(growth, last - first - growth, 0.0)


def _four(
    before: ArrayLike,
    now: ArrayLike,
    line: float,
    measure: Poverty,
    weights_before: ArrayLike | None,
    weights_now: ArrayLike | None,
) -> tuple[float, float, float, float]:
    """Poverty before, before at the mean of now, now at the mean of before, now."""
    (y0, w0), (y1, w1) = sample(before, weights_before), sample(now, weights_now)
    mean0, mean1 = mean_above_zero(y0, w0), mean_above_zero(y1, w1)
    grown, shifted = measure(y0 * (mean1 / mean0), line, w0), measure(y1 * (mean0 / mean1), line, w1)
    return measure(y0, line, w0), grown, shifted, measure(y1, line, w1)
