"""Health management and care: each channel does what it says, at the rate it says, and is paid for."""

import numpy as np
import pytest
from counties import flow, lived, only

from sim.population import identical

N = 20000
OFF = {"chronic_control": 0.0, "literacy": 0.0, "rehabilitation": 0.0, "care": 0.0, "coverage": 1.0}
STILL = {"health.child_rate": 0.0, "health.adult_rate": 0.0, "health.elder_rate": 0.0, "health.chronic_rate": 0.0,
         "health.disabled_rate": 0.0, "health.accident_rate": 0.0, "health.chronic_onset": 0.0, "health.chronic_recovery": 0.0,
         "health.chronic_disability": 0.0, "health.rehabilitation": 0.0, "health.half_recovery": 0.0}  # fmt: skip


def county(lever, health, quarters=1, n=N, **columns):
    """Covered households for some quarters, nothing on but health and the lever."""
    fields = {f"levers.care_support.{name}": value for name, value in {"enabled": True, **OFF, **lever}.items()}
    start = identical(n, ex_poor=1, entitlement=1, **columns)
    return lived(
        only("health", values={**STILL, **fields, **{f"health.{k}": v for k, v in health.items()}}), quarters, start, 84
    )


def within(found, expected, n=N):
    return abs(found - expected) < 4.0 * np.sqrt(expected * (1.0 - expected) / n)


def test_management_lowers_the_running_cost_of_chronic_illness_and_not_that_of_disability():
    found = county(
        {"chronic_control": 0.25},
        {"chronic_cost": 800.0, "disability_cost": 400.0},
        n=5,
        adults=3,
        chronic=2,
        disabled=1,
    )
    np.testing.assert_allclose(flow(found, "bill"), 0.25 * (800.0 * 0.75 * 2 + 400.0))


@pytest.mark.parametrize("control", [0.0, 0.5, 1.0])
def test_management_lowers_disability_that_chronic_illness_leads_to(control):
    found = county({"chronic_control": control}, {"chronic_disability": 0.8}, adults=1, chronic=1)
    expected = 1.0 - np.exp(-0.25 * 0.8 * (1.0 - control))
    share = found.households["disabled"].mean()
    assert within(share, expected) if expected else share == 0.0


@pytest.mark.parametrize("literacy", [0.0, 0.4, 1.0])
def test_literacy_lowers_acute_illness(literacy):
    found = county({"literacy": literacy}, {"adult_rate": 1.0}, adults=1)
    expected = 1.0 - np.exp(-0.25 * (1.0 - literacy))
    share = (flow(found, "admission") > 0.0).mean()
    assert within(share, expected) if expected else share == 0.0


def test_rehabilitation_multiplies_the_hazard_of_regaining_labour_power():
    for gain in (0.0, 2.0):
        found = county(
            {"rehabilitation": gain}, {"rehabilitation": 0.3, "rehabilitated_half": 0.0}, adults=1, disabled=1
        )
        assert within((found.households["disabled"] == 0).mean(), 1.0 - np.exp(-0.25 * 0.3 * (1.0 + gain)))
        found = county({"rehabilitation": gain}, {"half_recovery": 0.3}, adults=1, half_power=1)
        assert within((found.households["half_power"] == 0).mean(), 1.0 - np.exp(-0.25 * 0.3 * (1.0 + gain)))


def test_care_places_give_the_family_its_time_back():
    found = county({"care": 0.4}, {"disability_care": 0.5}, n=4, adults=3, disabled=1)
    np.testing.assert_allclose(flow(found, "lost_labour"), 0.5 * 0.6)


def test_the_county_pays_for_those_whom_it_reaches():
    lever = {"chronic_control": 0.2, "care": 0.5, "care_cost": 4000.0, "signing_cost": 100.0}
    found = county(lever, {}, n=10, adults=3, chronic=2, disabled=1)
    assert found.cost["care_support"] == pytest.approx(0.25 * 10 * (100.0 * 2 + 4000.0 * 0.5))
    assert found.imbalance < 1e-12
    still = lived(only(values={f"levers.care_support.{k}": v for k, v in {"enabled": True, **OFF, **lever}.items()}), 1,
                  identical(10, ex_poor=1, entitlement=1, adults=3, chronic=2, disabled=1), 84)  # fmt: skip
    assert still.cost["care_support"] == 0.0, "without illness in the model there is nothing to manage"
    assert county({**lever, "coverage": 0.0}, {}, n=10, adults=3, chronic=2, disabled=1).cost["care_support"] == 0.0
