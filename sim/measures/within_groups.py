"""How far members of a group lie behind its best."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .sample import Floats
from .sums import total


def gap_to_best(values: Floats, group: NDArray[np.int64]) -> float:
    """Mean distance of members to the highest value of their group, over groups of two and more; 0 without any.

    ``group`` numbers the group of each value, from 0 on; the best member counts with a distance of nothing.
    """
    if not values.size:
        return 0.0
    best = np.full(int(group.max()) + 1, -np.inf)
    np.maximum.at(best, group, values)
    many = np.bincount(group)[group] > 1
    gaps = (best[group] - values)[many]
    return total(gaps) / gaps.size if gaps.size else 0.0
