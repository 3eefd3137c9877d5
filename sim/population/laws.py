"""From uniform draws to values of a distribution, and whole numbers in proportion to weights."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.collectives.environment import exponentials
from sim.compiled import compiled
from sim.mathematics import log, normal_quantile
from sim.measures.sums import total as added

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@compiled
def normals(u: Floats) -> Floats:
    """Standard normal quantiles."""
    z = np.empty_like(u)
    for i in range(u.size):
        z[i] = normal_quantile(u[i])
    return z


@compiled
def logarithms(x: Floats) -> Floats:
    """Elementwise logarithm."""
    y = np.empty_like(x)
    for i in range(x.size):
        y[i] = log(x[i])
    return y


def lognormal(u: Floats, median: float, spread: float) -> Floats:
    """Lognormal values with the given median and standard deviation of the log."""
    return median * exponentials(spread * normals(u))


def even(u: Floats, spread: float) -> Floats:
    """Factors spread evenly between 1 - ``spread`` and 1 + ``spread``."""
    return (1.0 - spread) + 2.0 * spread * u


def picked(u: Floats, n: int) -> Ints:
    """One of 0..n-1 for each uniform, all equally likely."""
    return np.minimum((u * n).astype(np.int64), n - 1)


def apportioned(total: int, weights: Floats) -> Ints:
    """Whole numbers that add up to ``total`` in proportion to ``weights`` (largest remainders)."""
    exact = weights * (total / added(weights))
    floor = np.floor(exact).astype(np.int64)
    order = np.argsort(-(exact - floor), kind="stable")
    floor[order[: total - int(floor.sum())]] += 1
    return floor
