"""Panels: how long poverty lasts, and how much of it is chronic. Shape (households, periods)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .poverty import fgt
from .sample import Floats, refused


class Spells(NamedTuple):
    """Spells of poverty by duration d = 1, 2, ...; arrays of shape (longest,)."""

    at_risk: NDArray[np.int64]  # spells seen to last at least d periods
    ended: NDArray[np.int64]  # those of them that ended after d

    @property
    def hazard(self) -> Floats:
        """Share that ends after d periods among spells that reached d; 0 where none did."""
        return np.where(self.at_risk > 0, self.ended / np.maximum(self.at_risk, 1), 0.0)


def poverty_spells(panel: ArrayLike, longest: int) -> Spells:
    """Spells that begin in the panel (left-censored ones are dropped, right-censored ones kept)."""
    poor = np.asarray(panel, dtype=np.bool_)
    if poor.ndim != 2 or not poor.size:
        raise refused("a panel has households and periods", "面板数据须含农户和时期两个维度")
    at_risk, ended = np.zeros(longest, np.int64), np.zeros(longest, np.int64)
    age = np.where(poor[:, 0], -1, 0)  # periods poor so far; -1: began before the panel
    for now in poor.T[1:]:
        last, age = age, np.where(now, np.where(age >= 0, age + 1, -1), 0)
        for d in range(1, longest + 1):
            at_risk[d - 1] += np.count_nonzero(age == d)
            ended[d - 1] += np.count_nonzero((last == d) & ~now)
    return Spells(at_risk, ended)


class Chronic(NamedTuple):
    """Poverty over time in two parts (Jalan & Ravallion 1998)."""

    total: float  # mean over periods
    chronic: float  # poverty of the mean over time
    transient: float  # the rest

    @property
    def transient_share(self) -> float:
        """Transient part of the total; 0 without poverty."""
        return self.transient / self.total if self.total > 0.0 else 0.0


def chronic_poverty(panel: ArrayLike, line: float, alpha: float = 2.0, weights: ArrayLike | None = None) -> Chronic:
    """FGT(alpha) of a panel of values, split into the poverty of each mean over time and the rest."""
    y = np.asarray(panel, dtype=np.float64)
    if y.ndim != 2 or not y.size:
        raise refused("a panel has households and periods", "面板数据须含农户和时期两个维度")
    overall = 0.0
    for t in range(y.shape[1]):
        overall += fgt(y[:, t], line, alpha, weights)
    overall /= y.shape[1]
    chronic = fgt(np.cumsum(y, axis=1)[:, -1] / y.shape[1], line, alpha, weights)
    return Chronic(overall, chronic, overall - chronic)
