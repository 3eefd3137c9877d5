r"""How long poverty and escape from it last: spells, hazards by duration, survival. Panels are (households, periods).

*Left-censored* spells, under way when a household is first seen, are dropped: nobody knows their duration.
*Right-censored* ones, cut by the end of the panel or by a gap, are kept as long as they are seen. The exit hazard by
duration follows Bane & Ellwood 1986 (Journal of Human Resources 21); for re-entry see Stevens 1999 (same journal, 34).

*Two hazards.* `hazard` divides by all spells that reached duration d. A spell that reaches d in the last period
counts there although nobody sees how it goes on, so that hazard is biased downwards where the panel cuts spells
off. `followed_hazard` divides by those of them that were seen a period later, and has no such bias.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .sample import Floats, flag_panel, refused

UNKNOWN, OUTSIDE = -1, 0  # ages: not observed, or in a spell under way when first seen; in no spell
Ages = NDArray[np.int64]


class Spells(NamedTuple):
    """Persons by duration d = 1, 2, ... of their spell; arrays of shape (longest,)."""

    at_risk: Floats  # spells seen to last at least d periods
    followed: Floats  # those of them whose next period was seen
    ended: Floats  # those of them that ended after d

    @property
    def hazard(self) -> Floats:
        """Share that ends after d periods among spells that reached d; 0 where none did."""
        return _share(self.ended, self.at_risk)

    @property
    def followed_hazard(self) -> Floats:
        """The same among spells whose next period was seen: without bias at the end of the panel."""
        return _share(self.ended, self.followed)

    @property
    def survival(self) -> Floats:
        """Share of spells that last longer than d periods: the product of 1 - hazard (Kaplan & Meier 1958)."""
        return np.cumprod(1.0 - self.hazard, dtype=np.float64)


def poverty_spells(
    panel: ArrayLike,
    longest: int,
    weights: ArrayLike | None = None,
    observed: ArrayLike | None = None,
    keep_left_censored: bool = False,
) -> Spells:
    """Spells of poverty and their exit hazard.

    Parameters
    ----------
    panel : flags of shape (households, periods)
        1 in a period of poverty.
    longest : int
        Longest duration that is told, in periods.
    observed : flags of the same shape, optional
        0 where a household is not seen (not yet there, dissolved, not interviewed); its flag then counts for nothing.
    keep_left_censored : bool
        Count a spell under way when first seen as if it had begun then: durations are then lower bounds.
    """
    poor, w = flag_panel(panel, weights)
    seen = np.ones_like(poor) if observed is None else flag_panel(observed)[0]
    if seen.shape != poor.shape:
        raise refused(
            f"observed has shape {seen.shape}, the panel {poor.shape}",
            f"观测标记形状 {seen.shape} 与面板 {poor.shape} 不符",
        )
    if longest < 1:
        raise refused(f"longest is {longest}, must be at least 1", f"最长持续期为 {longest}，应不小于 1")
    at_risk, followed, ended = np.zeros(longest), np.zeros(longest), np.zeros(longest)
    age: Ages = np.full(poor.shape[0], UNKNOWN)
    for now, here in zip(poor.T, seen.T, strict=True):
        last, age = age, _next(age, now, here, 1 if keep_left_censored else UNKNOWN)
        at_risk += _by_duration(age, w, longest)
        followed += _by_duration(last, w * here, longest)
        ended += _by_duration(last, w * (here & ~now), longest)
    return Spells(at_risk, followed, ended)


def reentry_spells(
    panel: ArrayLike, longest: int, weights: ArrayLike | None = None, observed: ArrayLike | None = None
) -> Spells:
    """Spells out of poverty since an exit that was seen; their hazard is that of re-entry by duration since exit."""
    return poverty_spells(~flag_panel(panel)[0], longest, weights, observed)


def _next(age: Ages, inside: NDArray[np.bool_], seen: NDArray[np.bool_], first: int) -> Ages:
    """Ages a period later; `first` is that of a spell of unknown beginning."""
    longer = np.where(age >= 0, age + 1, first)
    return np.where(seen, np.where(inside, longer, OUTSIDE), UNKNOWN)


def _by_duration(age: Ages, weights: Floats, longest: int) -> Floats:
    """Weights added up by age 1..longest, in row order."""
    inside = (age > OUTSIDE) & (age <= longest)
    return np.bincount(age[inside], weights[inside], longest + 1)[1:].astype(np.float64)


def _share(part: Floats, whole: Floats) -> Floats:
    """Quotient, 0 where nobody is."""
    return np.where(whole > 0.0, part / np.where(whole > 0.0, whole, 1.0), 0.0)
