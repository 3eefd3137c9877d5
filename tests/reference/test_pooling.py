"""Partial pooling among kin against exact results: c = (1 - phi) y + phi y_mean (Ravallion and Chaudhuri 1997).

Income is that of land alone, so that normal land gives normal incomes; groups of ten kin share a common part of variance rho.
"""

import math

import numpy as np
import pytest
from counties import flow, lived, only
from scipy.stats import norm

from sim.population import identical

KIN, GROUPS = 10, 10_000
N = KIN * GROUPS
SPREAD = 0.4
UNIT = 10_000.0  # CNY2020 a year of income for one unit of land
BARE = {  # one able adult and all of the luck switched off: output in proportion to land
    "farming.output_per_mu": 1.5 * UNIT, "farming.labour_half": 0.5, "farming.cost_share": 0.0, "farming.skill_share": 0.0,
    "farming.own_share": 0.0, "farming.loss_after_harvest": 0.0, "farming.loss_without_roads": 0.0, "earnings.transitory_spread": 0.0,
}  # fmt: skip


def incomes(mean: float, rho: float) -> np.ndarray:
    rng = np.random.default_rng(20260101)
    common, own = np.repeat(rng.standard_normal(GROUPS), KIN), rng.standard_normal(N)
    return mean + SPREAD * (math.sqrt(rho) * common + math.sqrt(1 - rho) * own)


def pooled(y: np.ndarray, phi: float):
    """A county whose households earn ``y`` UNIT a year and share ``phi`` of it among ten kin."""
    start = identical(N, land=y, kin_group=np.repeat(np.arange(GROUPS), KIN))
    return lived(only("farming", "kin", values={**BARE, "kin.pooled": phi, "lines.poverty": 0.7 * UNIT}), 4, start)


def shared(county) -> np.ndarray:
    return flow(county, "income") / UNIT


@pytest.mark.parametrize("phi", [0.0, 0.3, 0.6, 1.0])
def test_within_a_group_the_slope_is_one_minus_phi(phi):
    y = incomes(1.0, 0.3)
    c = shared(pooled(y, phi))
    inside = (y.reshape(GROUPS, KIN) - y.reshape(GROUPS, KIN).mean(axis=1, keepdims=True)).ravel()
    assert inside @ c / (inside @ inside) == pytest.approx(1.0 - phi, abs=1e-12)
    assert c.mean() == pytest.approx(y.mean(), rel=1e-12)  # nothing is made and nothing is lost


@pytest.mark.parametrize(
    ("mean", "line", "phi", "rho", "known"),
    [(1.0, 0.7, 0.6, 0.0, 0.064466), (1.0, 0.7, 0.6, 0.3, 0.137184), (1.0, 0.7, 1.0, 0.3, 0.108789), (0.8, 0.9, 0.9, 0.0, 0.775543)],
)  # fmt: skip
def test_the_headcount_under_pooling(mean, line, phi, rho, known):
    apart = (1 - phi + phi / KIN) ** 2 + (KIN - 1) * phi**2 / KIN**2
    spread = SPREAD * math.sqrt(rho + (1 - rho) * apart)
    assert norm.cdf((line - mean) / spread) == pytest.approx(known, abs=5e-6)
    below = (shared(pooled(incomes(mean, rho), phi)) < line).reshape(GROUPS, KIN).mean(axis=1)
    assert abs(below.mean() - known) < 4 * below.std(ddof=1) / math.sqrt(GROUPS)


def test_pooling_raises_the_headcount_where_the_mean_is_below_the_line():
    """Ravallion 1988: sharing pulls the few above the line below it."""
    y = incomes(0.8, 0.0)
    assert np.mean(shared(pooled(y, 0.9)) < 0.9) > np.mean(shared(pooled(y, 0.0)) < 0.9) + 0.1


def test_help_in_need_moves_money_and_makes_none():
    """Those who lack money get what their kin can spare, in proportion; nobody gives more than the spared share."""
    start = identical(
        4,
        savings=np.array([0.0, 20_000.0, 12_000.0, 50_000.0]),
        kin_group=np.array([0, 0, 0, 1]),
        chronic=np.array([1, 0, 0, 0]),
    )
    values = {"kin.pooled": 0.0, "kin.spared": 0.5, "kin.reserve": 4000.0, "health.chronic_cost": 40_000.0, "health.chronic_recovery": 0.0,
              "health.chronic_onset": 0.0, "health.adult_rate": 0.0, "health.chronic_rate": 0.0}  # fmt: skip
    county = lived(only("health", "kin", values=values), 1, start)
    assert flow(county, "kin_help") == pytest.approx([10_000.0, -10_000.0 * 8 / 12, -10_000.0 * 4 / 12, 0.0])
    assert county.households["informal_debt"] == pytest.approx(0.0) and county.imbalance < 1e-12
