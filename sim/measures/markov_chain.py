r"""What a transition matrix says about the long run: shares, stays, mobility, first passage times.

A matrix P has :math:`p_{ij}`, the share of those in state i that are in state j a step later; its rows add up to 1
(`mobility.transition_matrix` makes one of counts).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from .sample import Floats, not_negative, panel, refused
from .sums import total

ROUNDING = 1e-6  # published matrices have six digits or more


def stationary(matrix: ArrayLike) -> Floats:
    """Long-run shares of an irreducible chain's states, without subtraction (Grassmann et al. 1985)."""
    p = _chain(matrix)
    size = p.shape[0]
    for k in range(size - 1, 0, -1):
        leaving = total(p[k, :k])
        if not leaving > 0.0:
            raise refused(f"state {k} leads to no earlier state", f"状态 {k} 无法转入其他状态")
        p[:k, k] /= leaving
        p[:k, :k] += p[:k, k : k + 1] * p[k : k + 1, :k]
    share = np.ones(size)
    for k in range(1, size):
        share[k] = total(share[:k] * p[:k, k])
    return share / total(share)


def stay(matrix: ArrayLike) -> Floats:
    """Expected steps in a state before leaving it, 1 / (1 - p_ii); infinite where nobody leaves."""
    off = 1.0 - np.diagonal(_chain(matrix))
    return np.where(off > 0.0, 1.0 / np.where(off > 0.0, off, 1.0), np.inf)


def prais(matrix: ArrayLike) -> float:
    """Mobility after Prais (1955) and Shorrocks (1978): (states - trace) / (states - 1)."""
    p = _chain(matrix)
    if p.shape[0] < 2:
        raise refused("one state allows no mobility", "仅有一种状态，无从计算流动性")
    return (p.shape[0] - total(np.ascontiguousarray(np.diagonal(p)))) / (p.shape[0] - 1)


def mean_first_passage(matrix: ArrayLike) -> Floats:
    r"""Expected steps from state i (row) until state j (column) is first reached, shape (states, states).

    With shares :math:`\pi` and the fundamental matrix :math:`Z = (I - P + 1\pi)^{-1}` it is
    :math:`(z_{jj} - z_{ij})/\pi_j` off the diagonal and the return time :math:`1/\pi_j` on it (Kemeny & Snell 1960).
    """
    p = _chain(matrix)
    share = stationary(p)
    if not (share > 0.0).all():
        state = int(np.argmin(share))
        raise refused(f"state {state} is left for good", f"状态 {state} 离开后不再返回")
    z = np.linalg.inv(np.eye(share.size) - p + share)
    return (np.diagonal(z) - z + np.eye(share.size)) / share


def _chain(matrix: ArrayLike) -> Floats:
    """Checked copy of a square matrix of shares; ValueError names the first row that does not add up to 1."""
    p = panel(matrix).values.copy()
    if p.shape[0] != p.shape[1]:
        raise refused(f"a transition matrix is square, not {p.shape}", f"转移矩阵须为方阵，形状却为 {p.shape}")
    not_negative(p.ravel())
    rows = np.cumsum(p, axis=1)[:, -1]
    good = np.abs(rows - 1.0) <= ROUNDING
    if not good.all():
        row = int(np.argmin(good))
        raise refused(
            f"row {row} adds up to {rows[row]}, must be 1", f"第 {row} 行（从 0 数起）合计为 {rows[row]}，应为 1"
        )
    return p
