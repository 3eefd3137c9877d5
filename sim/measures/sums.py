"""Sums in row order, logarithms and powers of arrays: numpy's own differ between machines."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.compiled import compiled
from sim.mathematics import log, power

from .sample import Floats


@compiled
def total(values: Floats) -> float:
    """Sum of the values, added one by one from the first row to the last."""
    result = 0.0
    for i in range(values.shape[0]):
        result += values[i]
    return result


@compiled
def totals(values: Floats) -> Floats:
    """Sum of each row of values of shape (rows, n), added as `total` does; shape (rows,)."""
    result = np.zeros(values.shape[0])
    for k in range(values.shape[0]):
        for i in range(values.shape[1]):
            result[k] += values[k, i]
    return result


@compiled
def summed(rows: NDArray[np.int32], amounts: Floats, n: int) -> Floats:
    """Amounts added up by row number, one after the other, shape (n,); a row of -1 belongs to nobody."""
    result = np.zeros(n)
    for i in range(rows.size):
        if rows[i] >= 0:  # most belong to nobody, so that few amounts are read at all
            result[rows[i]] += amounts[i]
    return result


@compiled
def summed_less(rows: NDArray[np.int32], amounts: Floats, less: Floats, n: int) -> Floats:
    """The sums of ``amounts`` less those of ``less``, each added up by row number as above; every row belongs to somebody."""
    result, taken = np.zeros(n), np.zeros(n)
    for i in range(rows.size):
        result[rows[i]] += amounts[i]
        taken[rows[i]] += less[i]
    return result - taken


@compiled
def persons_below(values: Floats, persons: NDArray[np.int64], line: float) -> tuple[int, int]:
    """Persons of the rows whose value lies strictly below the line, and of all rows."""
    below = 0
    everybody = 0
    for i in range(values.size):
        below += int(persons[i]) if values[i] < line else 0
        everybody += int(persons[i])
    return below, everybody


@compiled
def gap_below(values: Floats, persons: NDArray[np.int64], line: float) -> float:
    """Persons times the relative shortfall of those strictly below the line, added in row order; ``line`` above zero."""
    lacking = 0.0
    for i in range(values.size):
        if values[i] < line:
            lacking += float(int(persons[i])) * (line - values[i]) / line
    return lacking


@compiled
def logs(values: Floats) -> Floats:
    """Natural logarithm of each value; every value must be above zero."""
    result = np.empty_like(values)
    for i in range(values.shape[0]):
        result[i] = log(values[i])
    return result


@compiled
def powers(values: Floats, exponent: float) -> Floats:
    """Each value to the power of the exponent; every value must be above zero."""
    result = np.empty_like(values)
    for i in range(values.shape[0]):
        result[i] = power(values[i], exponent)
    return result
