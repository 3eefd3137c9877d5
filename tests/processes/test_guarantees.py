"""Houses wear and are hit, and are mended by whoever can pay; safe water fails and comes back."""

import math

import numpy as np
import pytest
from counties import LUCK, aged, baseline, flow, lived, only
from hypothesis import given
from hypothesis import strategies as st

from sim.compiled import plain
from sim.county import County
from sim.draws import key
from sim.population import identical
from sim.processes.guarantees import Guarantees, guarantees, own_part, water_rate, worn

N = 40_000
STILL = {"guarantees.wear": 0.0, "guarantees.water_failure": 0.0, "guarantees.repairing": 0.0, "guarantees.approval": 0.0,
         "guarantees.water_repair": 0.0}  # fmt: skip


def assert_share(marks, expected):
    """Two-sided, 4 standard errors."""
    share, error = np.mean(marks), np.sqrt(expected * (1.0 - expected) / np.size(marks))
    assert abs(share - expected) <= 4.0 * error


@given(st.integers(0, 2), st.floats(2**-33, 1 - 2**-33), st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_a_house_gets_worse_by_one_step_or_is_ruined(house, u, hit, wear, destroyed):
    """Disaster takes the upper end of the draw, and ruins in the uppermost part of it; wear takes the lower end."""
    after = plain(worn)(house, u, hit, wear, Guarantees(destroyed=destroyed))
    if u > 1.0 - destroyed * hit:
        assert after == 2
    elif u > 1.0 - hit or u < wear:
        assert after == min(house + 1, 2)
    else:
        assert after == house


def test_houses_wear_at_their_rate():
    county = lived(only("guarantees", values={**STILL, "guarantees.wear": 0.4}), 1, identical(N))
    assert_share(county.households["house"] == 1, 1.0 - math.exp(-0.1))
    assert not (county.households["house"] == 2).any() and not county.households["water"].any()


def test_a_disaster_hits_houses_of_its_village_with_the_given_probability():
    """The pass itself, on a frame whose village has been struck."""
    county = County(identical(N), only("guarantees", values=STILL), LUCK, 84)
    county.villages["house_hit"][:] = 0.3
    p = county.p["guarantees"]._replace(destroyed=0.5)
    guarantees(0, N, county.frame, key(3, 0, 84), p, 1.0, np.ones(1))
    assert_share(county.households["house"] > 0, 0.3)
    assert_share(county.households["house"] == 2, 0.15)


def test_a_household_repairs_when_its_savings_suffice():
    values = {
        **STILL,
        "guarantees.repairing": 1.0,
        "guarantees.repair_cost": 5000.0,
        "guarantees.rebuilding_cost": 30000.0,
    }
    start = identical(4)
    start.households["house"][:] = [1, 1, 2, 2]
    start.households["savings"][:] = [5000.0, 4999.0, 30000.0, 29999.0]
    county = lived(only("guarantees", values=values), 1, start)
    h = county.households
    assert h["house"].tolist() == [0, 1, 0, 2]
    assert h["savings"].tolist() == [0.0, 4999.0, 0.0, 29999.0]
    assert flow(county, "house_repair").tolist() == [5000.0, 0.0, 30000.0, 0.0]
    assert county.imbalance < 1e-12


def test_the_programme_shares_in_dangerous_houses_of_the_entitled():
    values = {**STILL, "guarantees.approval": 1.0, "guarantees.rebuilding_cost": 30000.0,
              "levers.safe_living.enabled": True, "levers.safe_living.house_aid": 0.9}  # fmt: skip
    start = identical(4, savings=5000.0)
    start.households["house"][:] = [2, 2, 1, 2]
    start.households["entitlement"][:] = [1, 0, 1, 2]
    start.households["savings"][3] = 100.0  # cannot pay its own part
    county = lived(only("guarantees", values=values), 1, start)
    assert county.households["house"].tolist() == [0, 2, 1, 2]
    np.testing.assert_allclose(flow(county, "house_aid"), [27000.0, 0.0, 0.0, 0.0])
    np.testing.assert_allclose(flow(county, "house_repair"), [3000.0, 0.0, 0.0, 0.0])
    np.testing.assert_allclose(county.households["savings"][:2], [2000.0, 5000.0])
    assert county.cost["safe_living"] == pytest.approx(27000.0) and county.imbalance < 1e-12
    assert plain(own_part)(1, 0.9, Guarantees(repair_cost=7.0)) == 7.0


def test_approval_takes_its_time():
    values = {**STILL, "guarantees.approval": 0.3, "levers.safe_living.enabled": True}
    county = lived(only("guarantees", values=values), 1, identical(N, house=2, entitlement=1, savings=1e6))
    assert_share(county.households["house"] == 0, 0.3)


def test_water_fails_more_where_the_supply_is_low_and_comes_back_with_responsibility():
    p = Guarantees(water_failure=0.01, water_threshold=0.8, water_strain=2.0)
    assert plain(water_rate)(0.9, p) == 0.01 and plain(water_rate)(0.5, p) == pytest.approx(0.61)
    values = {
        **STILL,
        "guarantees.water_failure": 0.01,
        "guarantees.water_threshold": 0.8,
        "guarantees.water_strain": 2.0,
    }
    start = identical(N)
    start.villages["water"][:] = 0.5
    dry = lived(only("guarantees", values=values), 1, start).households["water"]
    assert_share(dry == 1, 1.0 - math.exp(-0.61 / 4))
    for responsibility in (1.0, 0.4, 0.0):
        county = County(identical(N, water=1), only("guarantees"), LUCK, 84)
        supply = np.array([0.9])
        guarantees(0, N, county.frame, key(3, 0, 84), p._replace(water_repair=0.5), responsibility, supply)
        share = 0.5 * 0.9 * responsibility
        assert_share(county.households["water"] == 0, share)


def test_the_standard_is_met_in_2020_and_the_relocated_start_safe():
    """Dangerous houses of the ex-poor are cleared in the burn-in (the plan: none is left)."""
    h = aged().households
    assert (h["house"][h["ex_poor"] != 0] == 2).mean() < 0.01
    county = lived(baseline().tree, 8, aged())
    assert set(county.households["house"].tolist()) <= {0, 1, 2} and set(county.households["water"].tolist()) <= {0, 1}
