"""Who goes back from a relocation site, what that takes from the household, and what a missing school does."""

import numpy as np
import pytest
from counties import LUCK, SMALL, flow, lived, only, tree_with
from hypothesis import given
from hypothesis import strategies as st

from sim.compiled import plain
from sim.draws import key
from sim.population import Blueprint, Population, generate, identical
from sim.processes.relocation import CONCENTRATED, WENT_BACK, moved_away
from sim.processes.site_life import SiteLife, return_hazard, workless
from sim.state.collective import SITE_KIND
from sim.state.store import Store

N = 4000
WITH_JOBS = SMALL._replace(
    ex_poor_households=400, ex_poor_persons=1600, relocated_households=250, relocated_persons=1000, sites=3,
    concentrated_share=1.0, site_jobs=0.5, workshops=4,
)  # fmt: skip
P = SiteLife()
SCATTERED = 2
shares = st.floats(0.0, 1.0)


def at_sites(n: int, sites: int = 2, integration: float = 0.0, services: float = 1.0, **columns: float) -> Population:
    """``n`` equal households of three, relocated to sites in turn."""
    start = identical(n, **{"adults": 2, "children": 1, "ex_poor": 1, "entitlement": 1, "land": 5.0, **columns})
    store = Store(SITE_KIND, sites)
    store["integration"][:], store["services"][:], store["plant"][:] = integration, services, -1
    start.households["relocated"][:] = CONCENTRATED
    start.households["site"][:] = 1 + np.arange(n) % sites
    return start._replace(sites=store)


def quarter_of(start, *processes, first=84, quarters=1, **values):
    """Some quarters of life at sites and nothing else but ``processes``."""
    given = {f"site_life.{name}": value for name, value in values.items()}
    return lived(only("site_life", *processes, values=given), quarters, start, first)


@given(shares, shares, st.floats(0.0, 4.0), shares)
def test_work_and_belonging_hold_people(low, high, rate, ratio):
    p, hazard = SiteLife(going_back=rate, with_work=ratio), plain(return_hazard)
    low, high = sorted((low, high))
    assert hazard(0.0, True, p) == rate and hazard(1.0, True, p) == 0.0
    assert 0.0 <= hazard(high, True, p) <= hazard(low, True, p) <= rate
    assert hazard(low, False, p) == pytest.approx(ratio * hazard(low, True, p))


@pytest.mark.parametrize(
    ("able", "work", "expected"),
    [
        (2, (0, 0, 0, 0), True),
        (2, (1, 0, 0, 0), False),
        (2, (0, 1, 0, 0), False),
        (2, (0, 0, 1, 0), False),
        (2, (0, 0, 0, 1), False),
        (0, (0, 0, 0, 0), False),
    ],
)
def test_who_is_workless_has_labour_power_and_no_wage_work(able, work, expected):
    assert plain(workless)(able, *work) is expected


def test_as_many_go_back_as_the_hazard_says():
    """A half without work, the other half with a worker; integration differs between the sites."""
    start = at_sites(4 * N, 2)
    start.sites["integration"][:] = 0.0, 0.6
    start.households["local_workers"][2 * N :] = 1
    h = quarter_of(start, going_back=0.4, with_work=0.25).households
    went = (h["relocated"] == WENT_BACK).reshape(2, N, 2).mean(axis=1)
    for work, ratio in enumerate((1.0, 0.25)):
        for site, missing in enumerate((1.0, 0.4)):
            expected = 1.0 - np.exp(-0.25 * 0.4 * ratio * missing)
            assert abs(went[work, site] - expected) < 4.0 * np.sqrt(expected * (1.0 - expected) / N)


def test_going_back_takes_the_site_the_job_the_house_and_a_part_of_the_land():
    start = at_sites(N, 2, house=0, insured_house=1)
    before = start.copy().households
    h = quarter_of(start, "guarantees", going_back=2.0, land_kept=0.6).households
    gone = h["relocated"] == WENT_BACK
    assert 0.3 < gone.mean() < 0.5
    np.testing.assert_allclose(h["land"], np.where(gone, 3.0, 5.0))
    assert (h["house"][gone] == 2).all() and not (h["house"][~gone] == 2).any()
    assert not h["site"][gone].any() and (h["site"][~gone] == before["site"][~gone]).all()
    assert not h["insured_house"][gone].any() and h["insured_house"][~gone].all()
    assert (h["relocated"][~gone] == CONCENTRATED).all()
    later = quarter_of(h_start(start, h), "relocation", going_back=0.0)
    cost = flow(later, "site_cost")
    assert (cost[gone] == 0.0).all() and (cost[~gone] > 0.0).all(), "the site's further cost ends with living there"


def h_start(start, households):
    """The county with these households."""
    return start._replace(households=households.copy())


def test_a_job_near_the_site_is_given_up():
    """Lived in a whole county, where jobs have employers: what the households lose no firm keeps, and the accounts close."""
    start = generate(Blueprint(WITH_JOBS), key(LUCK.seed, 0, 0))
    county = lived(tree_with(site_life={"going_back": 4.0, "with_work": 1.0}), 4, start, 80)
    had = dict(zip(county.households.id.tolist(), county.households["employer"].tolist(), strict=True))
    county.step()
    h = county.households
    gone = h["relocated"] == WENT_BACK
    assert sum(had.get(i, -1) >= 0 for i in h.id[gone].tolist()) > 3, "some of them worked for an enterprise"
    assert (h["employer"][gone] == -1).all() and not h["employed"][gone].any()
    assert ((h["employer"] >= 0) & ~gone).any() and county.imbalance < 1e-9


def test_where_houses_are_not_followed_none_is_lost():
    h = quarter_of(at_sites(N), going_back=2.0).households
    assert (h["relocated"] == WENT_BACK).any() and not h["house"].any()


def test_only_households_of_a_site_with_members_go_back_and_not_before_2021():
    start = at_sites(N)
    start.households["relocated"][::4] = 0
    start.households["relocated"][1::4] = SCATTERED
    start.households["site"][::4] = start.households["site"][1::4] = 0
    start.households["adults"][2::4] = start.households["children"][2::4] = 0
    early = quarter_of(start.copy(), first=80, quarters=4, going_back=4.0)
    assert not (early.households["relocated"] == WENT_BACK).any(), "the count of 2020 holds until the end of 2020"
    assert (early.sites["integration"] == 0.0).all() and (early.sites["services"] == 1.0).all()
    late = quarter_of(start, first=85, quarters=3, going_back=4.0).households  # until rows are renewed in January
    went = (late["relocated"] == WENT_BACK).reshape(-1, 4)
    assert went[:, 3].mean() > 0.8 and not went[:, :3].any()


def test_who_has_gone_back_has_no_income_from_the_old_homestead():
    start = at_sites(4)
    start.households["relocated"][:] = 0, CONCENTRATED, SCATTERED, WENT_BACK
    values = {"property.origin_income": 400.0, "property.let": 0.0}
    rents = flow(lived(only("property", values=values), 1, start, 84), "land_rent")
    assert (rents > 0.0).tolist() == [False, True, True, False]
    assert [plain(moved_away)(code) for code in (0, 1, 2, 3)] == [False, True, True, False]


def test_a_site_without_services_loses_more_pupils():
    start = at_sites(4 * N, 2)
    start.sites["services"][:] = 0.0, 1.0
    quiet = {"education.leaving_school": 0.1, "education.coming_back": 0.0, "education.brought_back": 0.0,
             "education.poverty_stress": 0.0, "education.absence_stress": 0.0, "education.debt_stress": 0.0,
             "site_life.far_school": 1.5, "site_life.going_back": 0.0}  # fmt: skip
    for processes, rates in ((("site_life", "education"), (0.25, 0.1)), (("education",), (0.1, 0.1))):
        h = lived(only(*processes, values=quiet), 1, start.copy(), 84).households
        for site, rate in enumerate(rates):
            left, expected = h["out_of_school"][h["site"] == site + 1].mean(), 1.0 - np.exp(-0.25 * rate)
            assert abs(left - expected) < 4.0 * np.sqrt(expected * (1.0 - expected) / (2 * N))
