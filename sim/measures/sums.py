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
def summed(rows: NDArray[np.int32], amounts: Floats, n: int) -> Floats:
    """Amounts added up by row number, one after the other, shape (n,); a row of -1 belongs to nobody."""
    result = np.zeros(n)
    for i in range(rows.size):
        if rows[i] >= 0:  # most belong to nobody, so that few amounts are read at all
            result[rows[i]] += amounts[i]
    return result


@compiled
def summed_by_place(places: NDArray[np.int32], amounts: Floats, n: int) -> Floats:
    """The same where neighbouring rows share a place and every row has one: quicker, as the sum stays at hand."""
    result = np.zeros(n)
    here, held = -1, 0.0
    for i in range(places.size):
        if places[i] != here:
            if here >= 0:
                result[here] = held
            here = int(places[i])
            held = result[here]
        held += amounts[i]
    if here >= 0:
        result[here] = held
    return result


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
