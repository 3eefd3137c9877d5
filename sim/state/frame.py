"""What a household pass may read and write: views of the columns, nothing else."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Frame(NamedTuple):
    """Arrays of one county. A pass reads all of them and writes rows lo..hi of the first six and of ``luck`` only."""

    money: Floats  # (columns, households)
    count: NDArray[np.int8]  # type: ignore[assignment]  # a tuple has a method of that name
    when: NDArray[np.int16]
    link: NDArray[np.int32]
    flow: Floats
    touched: NDArray[np.int64]  # (households,): which rare flows a household has this quarter, a bit each
    reach: NDArray[np.int16]  # (households,): row of ``channel`` that holds for a household
    channel: Floats  # (COMBINATIONS, channels): what levers have moved, by the combination that reaches a household
    luck: Floats  # (4, households): uniforms of the block that the present pass has drawn
    id: NDArray[np.int64]
    village: Floats  # (columns, villages)
    village_link: NDArray[np.int32]  # (columns, villages)
    cooperative: Floats
    cooperative_link: NDArray[np.int32]
    cooperative_alive: NDArray[np.int8]
    enterprise: Floats
    enterprise_alive: NDArray[np.int8]
    product: Floats
    county: Floats  # (columns,)
