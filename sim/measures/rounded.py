r"""Gini coefficient and median of values rounded to the fen (0.01 CNY), exact in integers.

Value, mark and weight are packed into one int64, so that a plain sort, whose result is unique, does all the
ordering; the Gini of the marked rows alone needs no second sort. With :math:`F_k` the persons below the k-th step between neighbouring values, :math:`d_k` its
height and W all persons, :math:`G = \sum_k d_k F_k (W - F_k) / (W \sum_i w_i y_i)`: a quotient of two
integers, rounded once. Rounding moves a value by at most 0.005 CNY, the median likewise, and the Gini by
at most 0.005 (1 + G) / (mean - 0.005).
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.compiled import compiled

from .sample import Floats, refused, sample

FEN = 100.0  # per CNY
MARK = 64
LOW_BITS = 7  # mark and weight
HEAVIEST = 63  # persons in a row
MAGIC = 1.5 * 2.0**52  # so large that a sum with it has no fraction
LARGEST = 2.0**50  # fen, so that it is rounded rightly
WIDEST = 2.0**37  # fen between the lowest and the highest value: 1.37 billion CNY
MOST = 2**26  # persons; with WIDEST it keeps every integer sum below 2**63
HALF_BITS = 25  # F (W - F) < 2**50 is summed as two halves
HALF = 2**HALF_BITS - 1


class Ranking(NamedTuple):
    """Sorted (fen above the lowest) x 128 + mark x 64 + weight, int64 of shape (rows,), and the lowest value in fen."""

    keys: NDArray[np.int64]
    lowest: int


def ranking(values: ArrayLike, weights: ArrayLike | None = None) -> Ranking:
    """Rows by rounded value (CNY) with whole weights of 0..63 persons, none marked; ValueError names what does not fit."""
    v, w = sample(values, weights)
    whole = (w == np.rint(w)) & (w <= HEAVIEST)
    if not whole.all():
        row = int(np.argmin(whole))
        raise refused(
            f"weight in row {row} is {w[row]}, must be a whole number from 0 to {HEAVIEST}",
            f"第 {row} 行（从 0 数起）权重为 {w[row]}，应为 0 至 {HEAVIEST} 的整数",
        )
    return ranking_of_rows(v, w.astype(np.int64), np.zeros(v.size, dtype=np.int8))


def ranking_of_rows(values: Floats, persons: NDArray[np.int64], mark: NDArray[np.int8]) -> Ranking:
    """The same for columns of the model: ``persons`` in 0..63 and marked rows by ``mark`` != 0, none checked again."""
    keys, lowest = _packed(values, persons, mark)
    if keys.size == 0:
        low, high = values.min(), values.max()
        raise refused(
            f"values from {low} to {high} are too far apart to count in fen",
            f"数值从 {low} 到 {high}，跨度过大，无法按分计数",
        )
    keys.sort()
    return Ranking(keys, lowest)


@compiled
def _packed(values: Floats, persons: NDArray[np.int64], mark: NDArray[np.int8]) -> tuple[NDArray[np.int64], int]:
    """Keys in row order and the lowest value in fen; no keys where the values do not fit."""
    keys, odd = np.empty(values.size, dtype=np.int64), 0
    for i in range(values.size):
        fen = (values[i] * FEN + MAGIC) - MAGIC  # the nearest whole number, halves to even
        odd |= 0 if -LARGEST < fen < LARGEST else 1  # infinities and NaN are, too
        keys[i] = int(min(max(fen, -LARGEST), LARGEST))
    lowest, highest = int(keys[0]), int(keys[0])
    for i in range(values.size):
        lowest, highest = min(lowest, int(keys[i])), max(highest, int(keys[i]))
    if odd != 0 or highest - lowest >= WIDEST:
        return np.empty(0, dtype=np.int64), 0
    for i in range(values.size):
        marked = MARK if mark[i] != 0 else 0
        keys[i] = ((int(keys[i]) - lowest) << LOW_BITS) + marked + int(persons[i])
    return keys, lowest


def gini_rounded(values: ArrayLike, weights: ArrayLike | None = None) -> float:
    """Gini coefficient of values rounded to the fen; negative ones are allowed, the mean must be above 0."""
    return gini_ranked(ranking(values, weights))


def median_rounded(values: ArrayLike, weights: ArrayLike | None = None) -> float:
    """Median over persons of values rounded to the fen, CNY."""
    return median_ranked(ranking(values, weights))


def gini_ranked(r: Ranking, required: int = 0) -> float:
    """Gini coefficient of a ranking, correctly rounded; with ``required`` = MARK of its marked rows alone."""
    area, everyone, money = _parts(r, required)
    if money <= 0:
        raise refused(f"the total is {money / FEN} CNY, must be above 0", f"总额为 {money / FEN} 元，应大于 0")
    return area / (everyone * money)


def _parts(r: Ranking, required: int) -> tuple[int, int, int]:
    """Sum over the steps, persons and money in fen."""
    high, low, above, everyone = (int(x) for x in _steps(r.keys, _everyone(r, required), required))
    return (high << HALF_BITS) + low, everyone, above + r.lowest * everyone


def gini_or_none(r: Ranking, required: int = 0) -> float:
    """The same; NaN where it is not defined: nobody, or no money in total."""
    area, everyone, money = _parts(r, required)
    return area / (everyone * money) if money > 0 else math.nan


def median_ranked(r: Ranking) -> float:
    """Median of a ranking, CNY; between two values where exactly half of the persons lie below."""
    everyone = int(_persons(r.keys, 0))
    first, second = _reached(r.keys, (everyone + 1) // 2), _reached(r.keys, everyone // 2 + 1)
    return (int(r.keys[first] >> LOW_BITS) + int(r.keys[second] >> LOW_BITS) + 2 * r.lowest) / (2 * FEN)


@compiled
def _persons(keys: NDArray[np.int64], required: int) -> int:
    """Persons of all rows, or of the marked ones."""
    found = 0
    for i in range(keys.size):
        found += int(keys[i]) & HEAVIEST if (int(keys[i]) & MARK) >= required else 0
    return found


@compiled
def _reached(keys: NDArray[np.int64], persons: int) -> int:
    """First row up to which at least so many persons have been counted."""
    found = 0
    for i in range(keys.size):
        found += int(keys[i]) & HEAVIEST
        if found >= persons:
            return i
    return keys.size - 1


def _everyone(r: Ranking, required: int) -> int:
    """Persons in a ranking; ValueError if the integer sums could overflow."""
    everyone = int(_persons(r.keys, required))
    if everyone >= MOST:
        raise refused(f"{everyone} persons are too many", f"人数 {everyone} 过多")
    return everyone


@compiled
def _steps(keys: NDArray[np.int64], everyone: int, required: int) -> tuple[int, int, int, int]:
    """High and low half of the sum over steps, fen above the lowest, persons."""
    high = 0
    low = 0
    above = 0
    before = 0
    last = 0
    for i in range(keys.shape[0]):
        value = keys[i] >> LOW_BITS
        weight = keys[i] & HEAVIEST if (keys[i] & MARK) >= required else 0
        pairs = before * (everyone - before)
        high += (value - last) * (pairs >> HALF_BITS)
        low += (value - last) * (pairs & HALF)
        above += value * weight
        before += weight
        last = value
    return high, low, above, before
