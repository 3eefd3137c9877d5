r"""Catastrophic and impoverishing health expenditure of households.

*Capacity to pay* (Xu et al. 2003, Lancet 362): spending less subsistence need, or less food where food is below that
need. Own payments of at least 40 % of it are *catastrophic*. Subsistence is the food spending per equivalent member,
members to the power 0.56, of households whose food share lies around the median (Xu 2005, WHO discussion paper EIP/FER).
*Overshoot and impoverishment*: Wagstaff & van Doorslaer 2003, Health Economics 12. Amounts are CNY a household and
period. Xu's shares are of households; give persons as weights for shares of persons.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .concentration import concentration_index, mid_ranks
from .poverty import headcount, poverty_gap
from .sample import Floats, not_negative, positive, refused, sample
from .sums import powers, total

THRESHOLD = 0.4  # share of capacity to pay
EQUIVALENCE = 0.56  # exponent of household size, from surveys of 59 countries (Xu et al. 2003)
MIDDLE = (0.45, 0.55)  # ranks of food shares whose households show subsistence need


class Catastrophic(NamedTuple):
    """How often, how far and for whom own payments exceed the threshold (Wagstaff & van Doorslaer 2003)."""

    headcount: float  # share at or above the threshold
    overshoot: float  # mean of payment over capacity less the threshold, 0 below it
    concentration: float  # of the incidence over spending, in [-1, 1]; below 0: the poor are hit more; 0 if nobody is

    @property
    def mean_positive_overshoot(self) -> float:
        """Overshoot of those at or above the threshold; 0 if nobody is."""
        return self.overshoot / self.headcount if self.headcount > 0.0 else 0.0

    @property
    def ranked_headcount(self) -> float:
        """Headcount in which the poor count more, H (1 - C)."""
        return self.headcount * (1.0 - self.concentration)


class Impoverishment(NamedTuple):
    """Poverty of spending before and after own medical payments, as shares of persons and of the line."""

    headcount_before: float
    headcount_after: float
    gap_before: float
    gap_after: float

    @property
    def headcount(self) -> float:
        """Share pushed below the line by payments."""
        return self.headcount_after - self.headcount_before

    @property
    def gap(self) -> float:
        """Mean gap that payments add, in shares of the line."""
        return self.gap_after - self.gap_before


def subsistence(food: ArrayLike, spending: ArrayLike, members: ArrayLike, weights: ArrayLike | None = None) -> Floats:
    """Subsistence need of each household, CNY: the need of an equivalent member times members to the power 0.56."""
    v, w = sample(food, weights)
    all_spending, size = sample(spending, w).values, sample(members, w).values
    not_negative(v)
    positive(all_spending)
    positive(size)
    equivalent = powers(size, EQUIVALENCE)
    rank = mid_ranks(v / all_spending, w)
    middle = (rank >= MIDDLE[0]) & (rank <= MIDDLE[1]) & (w > 0.0)
    if not middle.any():  # few households, or many of one food share: the nearest to the median
        distance = np.where(w > 0.0, np.abs(rank - 0.5), np.inf)
        middle = distance == distance.min()
    return equivalent * (total((w * v / equivalent)[middle]) / total(w[middle]))


def capacity_to_pay(food: ArrayLike, spending: ArrayLike, need: ArrayLike) -> Floats:
    """Spending (own medical payments included) less the lower of food and subsistence need, CNY."""
    f, s, n = (sample(column).values for column in (food, spending, need))
    if not f.shape == s.shape == n.shape:
        raise refused("food, spending and need differ in rows", "食品支出、总支出、基本需要的行数不一致")
    for column in (f, n, s - f):  # food is part of spending
        not_negative(column)
    return s - np.minimum(f, n)


def catastrophic(medical: ArrayLike, capacity: ArrayLike, threshold: float = THRESHOLD) -> NDArray[np.bool_]:
    """Households whose own payments reach the threshold of capacity to pay; without payments none does."""
    paid, able = _payments(medical, capacity)
    _check_threshold(threshold)
    return (paid > 0.0) & (paid >= threshold * able)


def catastrophic_payments(
    medical: ArrayLike,
    capacity: ArrayLike,
    spending: ArrayLike,
    threshold: float = THRESHOLD,
    weights: ArrayLike | None = None,
) -> Catastrophic:
    """Headcount, overshoot and concentration of catastrophic payments.

    Parameters
    ----------
    medical, capacity : shape (n,), CNY
        Own payments, not negative and at most the capacity to pay that includes them.
    spending : shape (n,), CNY
        Ranks households from poor to rich.
    """
    hit = catastrophic(medical, capacity, threshold)
    paid, able = _payments(medical, capacity)
    v, w = sample(paid, weights)
    burden = np.where(v > 0.0, v / np.where(able > 0.0, able, 1.0), 0.0)
    incidence = hit.astype(np.float64)
    share = total(w * incidence) / total(w)
    over = total(w * np.where(hit, burden - threshold, 0.0)) / total(w)
    ranked = concentration_index(incidence, spending, w) if share > 0.0 else 0.0
    return Catastrophic(share, over, ranked)


def impoverishment(
    spending: ArrayLike, medical: ArrayLike, line: float, weights: ArrayLike | None = None
) -> Impoverishment:
    """Poverty before and after own medical payments are taken from spending; all per person, as the line."""
    v, w = sample(spending, weights)
    paid = sample(medical, w).values
    not_negative(paid)
    left = v - paid
    return Impoverishment(
        headcount(v, line, w), headcount(left, line, w), poverty_gap(v, line, w), poverty_gap(left, line, w)
    )


def _payments(medical: ArrayLike, capacity: ArrayLike) -> tuple[Floats, Floats]:
    """Checked own payments and capacity to pay; a payment beyond capacity is refused."""
    paid, able = sample(medical).values, sample(capacity).values
    if paid.shape != able.shape:
        raise refused(
            f"{paid.size} payments but {able.size} capacities", f"自付 {paid.size} 行，支付能力却为 {able.size} 行"
        )
    not_negative(paid)
    beyond = paid > able * (1.0 + 1e-12)
    if beyond.any():
        row = int(np.argmax(beyond))
        raise refused(
            f"payment in row {row} is {paid[row]}, must be at most the capacity to pay, {able[row]}",
            f"第 {row} 行（从 0 数起）自付为 {paid[row]}，应不超过支付能力 {able[row]}",
        )
    return paid, able


def _check_threshold(threshold: float) -> None:
    """Refuse a threshold outside (0, 1]."""
    if not 0.0 < threshold <= 1.0:
        raise refused(
            f"threshold is {threshold}, must be above 0 and at most 1", f"阈值为 {threshold}，应大于 0 且不大于 1"
        )
