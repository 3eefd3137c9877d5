"""Living at a concentrated site costs more; support pays a part; nobody else pays anything."""

import numpy as np
import pytest
from counties import flow, lived, only
from hypothesis import given
from hypothesis import strategies as st

from sim.compiled import plain
from sim.population import identical
from sim.processes.relocation import Relocation, further_cost
from sim.state import channels, flows

SUPPORT = {"levers.relocation_support.enabled": True, "levers.relocation_support.site_jobs": 0.0}


def county(relocated, values=None, **columns):
    """One quarter of six households of three members, nothing on but relocation."""
    start = identical(6, adults=2, children=1, ex_poor=1, entitlement=1, **columns)
    start.households["relocated"][:] = relocated
    base = {"relocation.living_cost": 0.2, "capital.subsistence": 6000.0}
    return lived(only("relocation", values={**base, **(values or {})}), 1, start, 84)


@given(st.floats(0.0, 9.0), st.floats(0.0, 1e4), st.floats(0.0, 1.0))
def test_the_further_cost_is_a_share_of_subsistence(persons, subsistence, share):
    p = Relocation(living_cost=share)
    assert plain(further_cost)(persons, subsistence, p) == pytest.approx(0.25 * share * subsistence * persons)


def test_only_those_at_a_concentrated_site_pay():
    found = county([0, 1, 2, 0, 1, 2])
    np.testing.assert_allclose(flow(found, "site_cost"), [0.0, 900.0, 0.0, 0.0, 900.0, 0.0])
    assert not flow(found, "site_relief").any()
    np.testing.assert_allclose(flow(found, "cash"), -flow(found, "site_cost"))
    assert not flow(found, "income").any() and not flow(found, "consumption").any(), "neither income nor consumption"
    assert found.imbalance < 1e-12


def test_support_pays_its_share_and_the_government_bears_it():
    found = county([0, 1, 2, 0, 1, 1], {**SUPPORT, "levers.relocation_support.cost_relief": 0.3})
    np.testing.assert_allclose(flow(found, "site_relief"), [0.0, 270.0, 0.0, 0.0, 270.0, 270.0])
    np.testing.assert_allclose(flow(found, "cash"), flow(found, "site_relief") - flow(found, "site_cost"))
    assert found.cost["relocation_support"] == pytest.approx(810.0) and found.imbalance < 1e-12


def test_who_has_nobody_left_pays_nothing():
    found = county([1] * 6, {}, chronic=0)
    found.households["adults"][:3] = found.households["children"][:3] = 0
    found.step()
    np.testing.assert_allclose(flow(found, "site_cost"), [0.0] * 3 + [900.0] * 3)


def test_support_follows_up_the_relocated_and_not_who_has_gone_back():
    found = county([0, 1, 2, 3, 1, 3], {**SUPPORT, "levers.relocation_support.site_jobs": 0.5})
    np.testing.assert_allclose(found.channel[channels.SITE_JOBS], [0.0, 0.5, 0.5, 0.0, 0.5, 0.0])


def test_jobs_near_the_sites_are_found_by_the_relocated_without_wage_work_only():
    """Local finding alone: those reached find at (1 + gain) times the rate, workers and others at the usual one."""
    n, rate, gain = 4000, 0.2, 1.5
    values = {"labour.migrant_finding": 0.0, "labour.local_finding": rate, "labour.choice": 0.0, "labour.skill_slope": 0.0,
              "labour.distance": 0.0, "labour.training_finding": 0.0, "labour.qualified_finding": 0.0, "labour.left_behind": 1.0,
              "labour.care_factor": 1.0, "labour.market_slope": 0.0, "labour.local_loss": 0.0, "labour.migrant_loss": 0.0,
              "levers.relocation_support.enabled": True, "levers.relocation_support.site_jobs": gain}  # fmt: skip
    start = identical(3 * n, adults=1, ex_poor=1, entitlement=1)
    start.households["relocated"][:] = np.repeat([0, 1, 2], n)
    working = lived(only("labour", values=values), 1, start, 84).households["local_workers"]
    for share, hazard in zip(
        working.reshape(3, n).mean(axis=1), (rate, rate * (1 + gain), rate * (1 + gain)), strict=True
    ):
        expected = 1.0 - np.exp(-0.25 * hazard)
        assert abs(share - expected) < 4.0 * np.sqrt(expected * (1 - expected) / n)


def test_the_flows_belong_to_support_and_to_nobody_s_income():
    cost, relief = (next(f for f in flows.FLOWS if f.name == name) for name in ("site_cost", "site_relief"))
    assert (cost.source, relief.source, relief.cost) == ("", "", "relocation_support")
