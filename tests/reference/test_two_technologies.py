"""The threshold between two technologies (Barrett and Carter): iterating k' = (1 - d) k + s max(k^0.3, k^0.7 - 1), s / d = 2.45.

Capital is in units of 10,000 CNY. The low equilibrium is (s / d)^(1 / 0.7), the threshold and the high one solve
k = 2.45 (k^0.7 - 1); a start a thousandth off the threshold goes to the one or the other.
"""

import math

import numpy as np
import pytest
from counties import flow, lived, only
from scipy.optimize import brentq

from sim.population import identical

RATIO, UNIT, WEAR = 2.45, 10_000.0, 0.60  # s / d; CNY2020; depreciation, 1/year


def two_technologies():
    """What is invested in a quarter over what wears off is 2.45: b (1 - a) c / 4 against 1 - exp(-depreciation / 4)."""
    share = RATIO * (1.0 - math.exp(-WEAR / 4))
    return only("capital", values={
        "technologies.two": True, "capital.depreciation": WEAR, "capital.loss_rate": 0.0, "capital.spending_share": 0.5,
        "capital.invested_share": 1.0, "capital.return_rate": 8.0 * share * math.exp(WEAR / 4), "capital.subsistence": 0.0,
        "capital.drawdown": 0.0,
    })  # fmt: skip


def after(years: int, *starts: float) -> np.ndarray:
    population = identical(len(starts))
    population.households["capital"][:] = UNIT * np.array(starts)
    return lived(two_technologies(), 4 * years, population).households["capital"] / UNIT


def equilibrium(k: float) -> float:
    return RATIO * (k**0.7 - 1.0) - k


def test_the_threshold_parts_the_low_from_the_high_equilibrium():
    threshold, high = brentq(equilibrium, 3.7, 5.0), brentq(equilibrium, 6.0, 12.0)
    low = RATIO ** (1.0 / 0.7)
    assert (low, threshold, high) == pytest.approx((3.597092, 3.885703, 8.588030), abs=5e-7)
    found = after(800, threshold * (1 - 1e-3), threshold * (1 + 1e-3), 0.5, 20.0)
    assert found == pytest.approx([low, high, low, high], rel=1e-6)


def test_the_better_technology_is_chosen():
    switch = brentq(lambda k: k**0.3 - (k**0.7 - 1.0), 2.0, 5.0)
    assert switch == pytest.approx(3.648519, abs=5e-7)
    population = identical(2)
    population.households["capital"][:] = UNIT * switch * np.array([0.5, 2.0])
    county = lived(two_technologies(), 1, population)
    earned = flow(county, "capital_income")
    b = two_technologies().at(84)["capital"].return_rate
    expected = [0.25 * b * UNIT * (0.5 * switch) ** 0.3, 0.25 * b * UNIT * ((2 * switch) ** 0.7 - 1)]
    assert earned == pytest.approx(expected, rel=1e-12)
