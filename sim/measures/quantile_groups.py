r"""Deciles and other quantile groups of persons, and their shares.

A row belongs to group :math:`\lceil n F \rceil`, F being the share of persons with at most its value, held to 1..n. Equal
values share a group and no row is split, so groups may be unequal in size, or empty, where few rows carry many persons
(rule of PolicyEngine's decile specification; negative values keep their group here).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .inequality import mean_above_zero
from .sample import Floats, refused, sample
from .sums import total

ROUNDING = 1e-9  # three weights of 0.1 out of 1 end the third decile


def quantile_groups(values: ArrayLike, weights: ArrayLike | None = None, groups: int = 10) -> NDArray[np.int64]:
    """Number of each row's group, 1 (lowest values) to `groups`, shape (n,)."""
    v, w = sample(values, weights)
    if groups < 1:
        raise refused(f"{groups} groups, must be at least 1", f"分组数为 {groups}，应不小于 1")
    _, level = np.unique(v, return_inverse=True)
    upto = np.cumsum(np.bincount(level, w))
    share = (upto / upto[-1])[level]
    return np.clip(np.ceil(groups * share - ROUNDING), 1, groups).astype(np.int64)


def group_shares(values: ArrayLike, weights: ArrayLike | None = None, groups: int = 10) -> tuple[Floats, Floats]:
    """Share of all persons and of all money that each group has, both of shape (groups,); an empty group has none.

    Their cumulative sums are points of the Lorenz curve, of which `grouped` makes a whole one.
    """
    v, w = sample(values, weights)
    money = mean_above_zero(v, w) * total(w)
    group = quantile_groups(v, w, groups) - 1
    return np.bincount(group, w, groups) / total(w), np.bincount(group, w * v, groups) / money
