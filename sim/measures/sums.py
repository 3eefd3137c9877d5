"""Sums in row order, logarithms and powers of arrays: numpy's own differ between machines."""

from __future__ import annotations

import numpy as np

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
