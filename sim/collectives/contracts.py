"""Which forms of contract a co-operative offers its members, drawn when it is founded."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.processes.linkage import Linkage
from sim.state.forms import NAMES


def forms(luck: NDArray[np.float64], p: Linkage) -> NDArray[np.int32]:
    """Forms of contract of new co-operatives as bits, from uniforms of shape (6, n)."""
    shares = (p.orders, p.rents, p.profit, p.work, p.service, p.trustees)
    found = np.zeros(luck.shape[1], dtype=np.int32)
    for bit, offered, u in zip(NAMES, shares, luck, strict=True):
        found |= np.where(u < offered, bit, 0).astype(np.int32)
    return found


def has(found: NDArray[np.int32], form: int) -> NDArray[np.bool_]:
    """Which co-operatives offer a form."""
    offers: NDArray[np.bool_] = (found & form) != 0
    return offers
