r"""Concentration index: how far health, cost or aid gathers among the poor or the rich.

Kakwani, Wagstaff & van Doorslaer 1997, Journal of Econometrics 77. With the share :math:`r_i` of persons who rank below
(those of equal rank count half), :math:`C = \frac{2}{\mu W} \sum_i w_i (h_i - \mu)(r_i - \frac12)`: below 0 if h gathers
among the poor, in [-1, 1] for h of one sign. Ranked by itself it is the Gini coefficient.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from .inequality import mean_above_zero
from .sample import Floats, finite, refused, sample
from .sums import total


def concentration_index(values: ArrayLike, rank_by: ArrayLike, weights: ArrayLike | None = None) -> float:
    """Concentration index of values over the ranking.

    Parameters
    ----------
    values : shape (n,)
        What is distributed, of mean above 0. Of grouped data: the group's mean, with its persons as weight.
    rank_by : shape (n,)
        Such as income: the lowest is the poorest.
    """
    v, w = sample(values, weights)
    mean = mean_above_zero(v, w)
    return 2.0 * total(w * (v - mean) * (mid_ranks(rank_by, w) - 0.5)) / (mean * total(w))


def mid_ranks(rank_by: ArrayLike, weights: Floats) -> Floats:
    """Share of persons who rank below each row, those of equal rank counted half: the same for tied rows."""
    key = finite(rank_by)
    if key.shape != weights.shape:
        raise refused(
            f"{weights.size} values but ranks {key.shape}", f"数值 {weights.size} 行，排序依据却为 {key.shape}"
        )
    _, level = np.unique(key, return_inverse=True)
    persons = np.bincount(level, weights)
    upto = np.cumsum(persons)  # adds one by one in every version of numpy
    return ((upto - 0.5 * persons) / upto[-1])[level]
