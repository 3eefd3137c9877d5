"""Sites are built up and wear; belonging follows services, governance and work; the county's books bear the building."""

import numpy as np
import pytest
from counties import SMALL, aged, baseline, lived, tree_with
from hypothesis import given
from hypothesis import strategies as st

from sim.collectives.communities import (
    Building,
    belonging,
    built,
    communities,
    farther_school,
    gone_back,
    living,
    next_integration,
    worn_services,
)
from sim.draws import key
from sim.outcomes import site_measures
from sim.population import Blueprint, generate, identical
from sim.processes.site_life import SiteLife
from sim.state.collective import SITE_KIND
from sim.state.store import Store

P = SiteLife()
NOTHING = Building(0.0, 0.0)
shares = st.floats(0.0, 1.0)


def site(services=0.6, integration=0.4, n=1):
    store = Store(SITE_KIND, n)
    store["services"][:], store["integration"][:] = services, integration
    return store


def people(n=4, sites=1, **columns):
    h = identical(n, able=1, **columns).households
    h["relocated"][:], h["site"][:] = 1, 1 + np.arange(n) % sites
    return h


def test_services_wear_only_as_far_as_nobody_answers_for_them():
    p = SiteLife(service_wear=0.2)
    assert worn_services(np.array([0.8]), 1.0, p)[0] == 0.8
    assert worn_services(np.array([0.8]), 0.5, p)[0] == pytest.approx(0.8 * 0.975)
    assert worn_services(np.array([0.8]), 0.0, p)[0] == pytest.approx(0.8 * 0.95)


def test_building_closes_a_share_of_the_gap_and_never_more():
    assert built(np.array([0.6]), 0.5)[0] == pytest.approx(0.05)
    assert built(np.array([0.6]), 9.0)[0] == pytest.approx(0.4)
    assert built(np.array([1.0]), 0.5)[0] == 0.0


def test_belonging_needs_services_governance_and_work():
    p, services, half = SiteLife(workless_weight=0.4), np.array([0.5]), np.array([0.5])
    assert belonging(services, np.zeros(1), 1.0, p)[0] == 0.5
    assert belonging(services, half, 1.0, p)[0] == pytest.approx(0.5 * 0.8)
    assert belonging(services, half, 0.5, p)[0] == pytest.approx(0.25 * 0.8)
    assert next_integration(np.array([0.4]), np.array([0.8]), SiteLife(integration_rate=0.2))[0] == pytest.approx(0.42)
    assert next_integration(np.array([0.4]), np.array([0.8]), SiteLife(integration_rate=9.0))[0] == pytest.approx(0.8)
    assert farther_school(np.array([0.0, 0.25, 1.0]), SiteLife(far_school=2.0)).tolist() == [2.0, 1.5, 0.0]


@given(shares, shares, shares, st.floats(0.0, 4.0), st.integers(0, 4))
def test_shares_stay_shares(services, integration, responsibility, rate, workers):
    sites, h = site(services, integration), people()
    h["local_workers"][:workers] = 1
    for _ in range(5):
        communities(sites, h, responsibility, Building(rate, 1.0), P)
        for name in ("services", "integration"):
            assert 0.0 <= sites[name][0] <= 1.0


def test_what_is_built_costs_by_the_household_and_empty_sites_stand_still():
    sites, h = site(n=3), people(4, 2)
    assert communities(sites, h, 1.0, Building(1.0, 8000.0), P) == pytest.approx(4 * 8000.0 * 0.25 * 0.4)
    np.testing.assert_allclose(sites["services"], [0.7, 0.7, 0.6])
    assert sites["integration"][2] == 0.4 and (sites["integration"][:2] != 0.4).all()
    assert communities(sites, h, 1.0, NOTHING, P) == 0.0


def test_work_is_counted_among_households_with_labour_power_and_members():
    h = people(8, 2)  # rows 0, 2, 4, 6 at the first site
    h["adults"][0] = 0  # nobody left
    h["able"][2] = 0  # nobody to work
    h["post"][4] = 1
    here, workless = living(h, np.flatnonzero(h["site"]), 2)
    assert here.tolist() == [3, 4] and workless.tolist() == [0.5, 1.0]
    for name in ("migrants", "local_workers", "employed"):
        other = people(2)
        other[name][0] = 1
        assert living(other, np.flatnonzero(other["site"]), 1)[1].tolist() == [0.5], name
    assert [part.tolist() for part in living(h, np.zeros(0, dtype=np.int64), 2)] == [[0, 0], [0.0, 0.0]]


def test_a_site_that_loses_its_work_loses_belonging():
    busy, idle = site(1.0, 0.8), site(1.0, 0.8)
    working, jobless = people(local_workers=1), people()
    for _ in range(8):
        communities(busy, working, 1.0, NOTHING, P)
        communities(idle, jobless, 1.0, NOTHING, P)
    assert idle["integration"][0] < 0.8 < busy["integration"][0]


def test_who_has_gone_back_is_counted_as_long_as_somebody_lives():
    h = people(8)
    h["relocated"][:] = 0, 1, 1, 2, 3, 3, 3, 1
    members = np.array([1, 1, 0, 1, 1, 1, 0, 1])
    assert gone_back(h, members) == (2, 4)


def test_support_builds_what_is_missing_and_the_public_pays():
    tree = tree_with(levers__relocation_support={"services_built": 1.0, "services_cost": 5000.0})
    county = lived(tree, 0, aged())
    before = county.sites["services"].copy()
    county.step()
    after = county.sites["services"]
    here = living(county.households, np.flatnonzero(county.households["site"]), county.sites.n)[0]
    np.testing.assert_allclose(after, before + 0.25 * (1.0 - before))
    paid = county.accounts.rows["site_services"]["outside"]
    assert paid == pytest.approx(5000.0 * float(((after - before) * here).sum())) and paid > 0.0
    assert county.cost["relocation_support"] >= paid and county.imbalance < 1e-9


def test_after_support_has_ended_services_wear_and_belonging_fades():
    lasting = {"enabled": True, "normal_responsibility": 1.0, "ends": "2021Q2", "taper_quarters": 1}
    fading = {**lasting, "normal_responsibility": 0.0}
    ends = [lived(tree_with(transition=values), 12, aged()).sites for values in (lasting, fading)]
    for name in ("services", "integration"):
        assert (ends[1][name] < ends[0][name] - 0.02).all(), name


def test_the_sites_start_as_declared():
    sites = generate(Blueprint(SMALL._replace(site_services=0.7, site_integration=0.3)), key(3, 0, 0)).sites
    assert (sites["services"] == 0.7).all() and (sites["integration"] == 0.3).all()


def test_without_going_back_the_households_live_as_without_the_process():
    still = {"going_back": 0.0, "far_school": 0.0}
    build = {"levers__relocation_support": {"services_built": 0.0}}
    with_it = lived(tree_with(site_life=still, **build), 6, aged())
    without = lived(tree_with(site_life={"enabled": False}, **build), 6, aged())
    for name in with_it.households.kind.names():
        assert (with_it.households[name] == without.households[name]).all(), name
    assert (with_it.sites["integration"] != without.sites["integration"]).all()


def test_the_measures_are_means_over_households_and_undefined_without_sites():
    county = lived(baseline().tree, 1, aged())
    measured = site_measures(county)
    h, sites = county.households, county.sites
    at = h["site"][(h["site"] > 0) & (county.members() > 0)].astype(int) - 1
    assert measured["site_services"] == pytest.approx(sites["services"][at].mean())
    assert measured["site_integration"] == pytest.approx(sites["integration"][at].mean())
    moved = county.members()[(h["relocated"] == 1) | (h["relocated"] == 3)] > 0
    assert measured["gone_back_share"] == pytest.approx((county.members()[h["relocated"] == 3] > 0).sum() / moved.sum())
    bare = generate(Blueprint(SMALL._replace(sites=0, concentrated_share=0.0)), key(3, 0, 0))
    assert all(np.isnan(value) for value in site_measures(lived(baseline().tree, 1, bare)).values())
