r"""Gini coefficient and median of values rounded to the fen (0.01 CNY), exact in integers.

Value and weight are packed into one int64, so that a plain sort, whose result is unique, does all the
ordering. With :math:`F_k` the persons below the k-th step between neighbouring values, :math:`d_k` its
height and W all persons, :math:`G = \sum_k d_k F_k (W - F_k) / (W \sum_i w_i y_i)`: a quotient of two
integers, rounded once. Rounding moves a value by at most 0.005 CNY, the median likewise, and the Gini by
at most 0.005 (1 + G) / (mean - 0.005).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.compiled import compiled

from .sample import refused, sample

FEN = 100.0  # per CNY
WEIGHT_BITS = 6
HEAVIEST = 63  # persons in a row
WIDEST = 2**37  # fen between the lowest and the highest value: 1.37 billion CNY
MOST = 2**26  # persons; with WIDEST it keeps every integer sum below 2**63
HALF_BITS = 25  # F (W - F) < 2**50 is summed as two halves
HALF = 2**HALF_BITS - 1


class Ranking(NamedTuple):
    """Sorted (fen above the lowest) x 64 + weight, int64 of shape (rows,), and the lowest value in fen."""

    keys: NDArray[np.int64]
    lowest: int


def ranking(values: ArrayLike, weights: ArrayLike | None = None) -> Ranking:
    """Rows by rounded value (CNY) with whole weights of 0..63 persons; ValueError names what does not fit."""
    v, w = sample(values, weights)
    whole = (w == np.rint(w)) & (w <= HEAVIEST)
    if not whole.all():
        row = int(np.argmin(whole))
        raise refused(
            f"weight in row {row} is {w[row]}, must be a whole number from 0 to {HEAVIEST}",
            f"第 {row} 行（从 0 数起）权重为 {w[row]}，应为 0 至 {HEAVIEST} 的整数",
        )
    fen = v * FEN
    np.rint(fen, out=fen)  # in place, here and below: a fresh array costs more than what is written to it
    lowest, highest = float(fen.min()), float(fen.max())
    if not (highest - lowest < WIDEST and max(abs(lowest), abs(highest)) < 2.0**52):
        raise refused(
            f"values from {v.min()} to {v.max()} are too far apart to count in fen",
            f"数值从 {v.min()} 到 {v.max()}，跨度过大，无法按分计数",
        )
    np.subtract(fen, lowest, out=fen)
    keys = fen.astype(np.int64)
    keys <<= WEIGHT_BITS
    keys |= w.astype(np.int64)
    keys.sort()
    return Ranking(keys, int(lowest))


def gini_rounded(values: ArrayLike, weights: ArrayLike | None = None) -> float:
    """Gini coefficient of values rounded to the fen; negative ones are allowed, the mean must be above 0."""
    return gini_ranked(ranking(values, weights))


def median_rounded(values: ArrayLike, weights: ArrayLike | None = None) -> float:
    """Median over persons of values rounded to the fen, CNY."""
    return median_ranked(ranking(values, weights))


def gini_ranked(r: Ranking) -> float:
    """Gini coefficient of a ranking, correctly rounded."""
    high, low, above, everyone = (int(x) for x in _steps(r.keys, _everyone(r)))
    money = above + r.lowest * everyone
    if money <= 0:
        raise refused(f"the total is {money / FEN} CNY, must be above 0", f"总额为 {money / FEN} 元，应大于 0")
    return ((high << HALF_BITS) + low) / (everyone * money)


def median_ranked(r: Ranking) -> float:
    """Median of a ranking, CNY; between two values where exactly half of the persons lie below."""
    upto = np.cumsum(r.keys & HEAVIEST)
    first = int(np.searchsorted(upto, (upto[-1] + 1) // 2, side="left"))
    second = int(np.searchsorted(upto, upto[-1] // 2, side="right"))
    return (int(r.keys[first] >> WEIGHT_BITS) + int(r.keys[second] >> WEIGHT_BITS) + 2 * r.lowest) / (2 * FEN)


def _everyone(r: Ranking) -> int:
    """Persons in a ranking; ValueError if the integer sums could overflow."""
    everyone = int(np.cumsum(r.keys & HEAVIEST)[-1])
    if everyone >= MOST:
        raise refused(f"{everyone} persons are too many", f"人数 {everyone} 过多")
    return everyone


@compiled
def _steps(keys: NDArray[np.int64], everyone: int) -> tuple[int, int, int, int]:
    """High and low half of the sum over steps, fen above the lowest, persons."""
    high = 0
    low = 0
    above = 0
    before = 0
    last = 0
    for i in range(keys.shape[0]):
        value = keys[i] >> WEIGHT_BITS
        weight = keys[i] & HEAVIEST
        pairs = before * (everyone - before)
        high += (value - last) * (pairs >> HALF_BITS)
        low += (value - last) * (pairs & HALF)
        above += value * weight
        before += weight
        last = value
    return high, low, above, before
