"""Relocation sites: one plant and one system each; what happens to them happens to their households and to nobody else."""

import numpy as np
import pytest
from counties import AMPLE, LUCK, SMALL, aged, baseline, flow, lived, population, tree_with

from sim.compiled import plain
from sim.draws import key
from sim.forced_failures import closing_plant
from sim.government.pools import offer_jobs
from sim.parameters import load_scenario
from sim.population import Blueprint, generate
from sim.population.sites import at_sites
from sim.processes.guarantees import source_of
from sim.shocks import Shocks, break_site_system

NOW = key(LUCK.seed, 0, 90)
LARGE = SMALL._replace(
    ex_poor_households=400, ex_poor_persons=1600, relocated_households=250, relocated_persons=1000, sites=3,
    concentrated_share=1.0, site_jobs=0.5, workshops=4,
)  # fmt: skip


def large(**changes):
    return generate(Blueprint(LARGE._replace(**changes)), key(LUCK.seed, 0, 0))


def test_every_site_with_households_has_one_plant_of_the_declared_size():
    start = large()
    sites, firms = start.sites, start.enterprises
    assert (sites["households"] == at_sites(start.households, 3)).all() and sites["households"].sum() > 200
    assert firms["workshop"][sites["plant"]].all() and firms["site"][sites["plant"]].tolist() == [1, 2, 3]
    assert np.count_nonzero(firms["site"]) == 3 and np.count_nonzero(firms["workshop"]) == 4, (
        "of the workshops, not beside them"
    )
    assert (np.abs(firms["jobs"][sites["plant"]] - 0.5 * sites["households"]) < 1.0).all()


def test_plants_without_workshops_or_households_are_none():
    assert large(workshops=2).sites["plant"].tolist()[2] == -1
    assert large(concentrated_share=0.0).sites["plant"].tolist() == [-1, -1, -1]
    assert large(sites=0).sites.n == 0


def test_a_part_of_the_county_keeps_the_plants_in_proportion_to_the_sites_households():
    start = large()
    part = generate(Blueprint(LARGE), key(LUCK.seed, 0, 0), 300)
    assert part.households.n < start.households.n
    assert (part.sites["households"] == at_sites(part.households, 3)).all()
    share = part.sites["households"] / start.sites["households"]
    jobs = start.enterprises["jobs"][start.sites["plant"]] * share
    assert (np.abs(part.enterprises["jobs"][part.sites["plant"]] - jobs) < 1.0).all()
    assert (part.enterprises["jobs"][part.sites["plant"]][share == 0.0] == 0).all()


def test_a_copy_shares_nothing_with_the_county():
    start = large()
    other = start.copy()
    other.sites["system"][:] = 0.0
    assert start.sites["system"].all()


@pytest.mark.parametrize(("village", "site", "expected"), [(0, 0, 0), (4, 0, 4), (0, 1, 6), (4, 2, 7)])
def test_water_comes_from_the_village_or_from_the_site(village, site, expected):
    assert plain(source_of)(village, site, 6) == expected


def test_jobs_of_a_plant_go_to_households_of_the_site_first():
    start = large()
    h, firms = start.households, start.enterprises
    h["seeks_job"][:], h["offered_job"][:], h["employer"][:] = 1, -1, -1
    firms["alive"][:] = 1
    offer_jobs(h, firms, start.villages["township"], 0.0, NOW)
    for site, row in enumerate(start.sites["plant"].tolist(), 1):
        offered = h["offered_job"] == row
        assert offered.sum() == firms["jobs"][row] and (h["site"][offered] == site).all()
    h["seeks_job"][:], h["offered_job"][:] = h["site"] == 0, -1
    offer_jobs(h, firms, start.villages["township"], 0.0, NOW)
    plants = np.isin(h["offered_job"], start.sites["plant"])
    assert plants.any() and not h["site"][plants].any(), "what the site does not want is open to the township"
    h["offered_job"][:] = -1
    h["seeks_job"][:] = 1
    firms["alive"][start.sites["plant"]] = 0
    offer_jobs(h, firms, start.villages["township"], 0.0, NOW)
    assert not np.isin(h["offered_job"], start.sites["plant"]).any(), "a closed plant offers nothing"


def test_nobody_is_offered_two_jobs_or_a_job_that_is_filled():
    start = large()
    h, firms = start.households, start.enterprises
    h["seeks_job"][:], h["offered_job"][:], h["employer"][:] = 1, -1, -1
    firms["alive"][:] = 1
    row = int(start.sites["plant"][0])
    h["employer"][: int(firms["jobs"][row]) - 1] = row
    h["seeks_job"][: int(firms["jobs"][row]) - 1] = 0
    offer_jobs(h, firms, start.villages["township"], 0.0, NOW)
    offered = np.bincount(h["offered_job"][h["offered_job"] >= 0], minlength=firms.n)
    assert offered[row] == 1 and (offered + firms["filled"] <= np.maximum(firms["jobs"], firms["filled"])).all()


def test_the_plant_with_most_workers_closes_and_only_then():
    firms, p = large().enterprises, Shocks(site_plant_closes="2022Q3")
    plants = np.flatnonzero(firms["site"])
    firms["filled"][:] = 100
    firms["filled"][plants] = [3, 7, 7]
    assert closing_plant(90, firms, p) == plants[1] and closing_plant(89, firms, p) == closing_plant(91, firms, p) == -1
    firms["alive"][plants[1]] = 0
    assert closing_plant(90, firms, p) == plants[2]
    firms["site"][:] = 0
    assert closing_plant(90, firms, p) == -1 and closing_plant(90, firms, Shocks()) == -1


def test_the_largest_site_fails_and_only_then():
    sites, p = large().sites, Shocks(site_system_fails="2022Q3", site_system_left=0.1)
    before, largest = sites["system"].copy(), int(np.argmax(sites["households"]))
    break_site_system(89, sites, p)
    assert (sites["system"] == before).all()
    break_site_system(90, sites, p)
    assert sites["system"][largest] == 0.1 and (np.delete(sites["system"], largest) == np.delete(before, largest)).all()
    sites["system"][largest] = 0.05
    break_site_system(90, sites, p)
    assert sites["system"][largest] == 0.05, "a shock never mends"


def with_and_without(shock, quarters=2):
    """The same county, in which the shock strikes in 2021Q3 or not, lived until two quarters later."""
    counties = []
    for shocks in ({}, shock):
        tree = tree_with(
            shocks=shocks,
            infrastructure={"om_rate": 10.0},
            enterprises={"workshop_failure_rate": 0.0, "failure_rate": 0.0, "cleanup_rate": 0.0},
            share_funds={"leverage": 10.0, "hollow": 0.0},
        )
        county = lived(tree, 14, large(), 72)
        assert county.number == 85
        for _ in range(quarters):
            county.step()
            assert county.imbalance < 1e-9
        counties.append(county)
    return counties


def test_a_plant_that_closes_ends_its_jobs_and_no_others():
    spared, struck = with_and_without({"site_plant_closes": "2021Q3"}, 1)
    (row,) = np.flatnonzero(struck.enterprises["failed_at"] == 86)
    worked = flow(struck, "wage_enterprise")[struck.households["employer"] == row]
    assert struck.enterprises["site"][row] > 0 and (worked > 0.0).any(), "the last wages are paid"
    h = struck.households
    had = {int(i) for i in h.id[(h["employer"] == row) & (h["employed"] > 0)]}
    others = {int(i): int(e) for i, e in zip(h.id, h["employer"], strict=True) if e >= 0 and e != row}
    assert (struck.enterprises["alive"] == (np.arange(struck.enterprises.n) != row)).all()
    for county in (spared, struck):
        county.step()
    after = dict(zip(struck.households.id.tolist(), struck.households["employer"].tolist(), strict=True))
    kept = dict(zip(spared.households.id.tolist(), spared.households["employer"].tolist(), strict=True))
    assert had and all(after[i] != row for i in had) and any(kept[i] == row for i in had)
    assert all(after[i] == kept[i] for i in others), "jobs elsewhere end or go on as they would have"


def test_a_site_whose_system_fails_is_without_water_and_the_villages_are_not():
    spared, struck = with_and_without({"site_system_fails": "2021Q3", "site_system_left": 0.0}, 4)
    h, site = struck.households, int(np.argmax(struck.sites["households"])) + 1
    here = h["site"] == site
    assert (h["water"][here] != 0).mean() > (spared.households["water"][here] != 0).mean() + 0.2
    assert (h["water"][~here] == spared.households["water"][~here]).all()
    assert struck.sites["system"][site - 1] < spared.sites["system"][site - 1]


def test_a_household_at_a_site_does_not_depend_on_its_old_village_for_water():
    start = large()
    start.villages["water"][:] = 0.0
    start.sites["system"][:] = 1.0
    county = lived(tree_with(infrastructure={"om_rate": 0.0}, villages={"public": 0.0}), 1, start)
    dry = county.households["water"] != 0
    moved = county.households["site"] > 0
    assert dry[moved].mean() < 0.05 < 0.3 < dry[~moved].mean()


@pytest.mark.parametrize("name", ["site_plant_closes", "site_system_fails"])
def test_the_scenarios_differ_from_the_baseline_from_the_shock_on(name):
    scenario = load_scenario(f"stress/{name}", [AMPLE])
    assert scenario.description["zh"] and scenario.description["en"]
    seen = []
    for tree in (baseline().tree, scenario.tree):
        county = lived(tree, 12, large(), 81)  # until 2023Q1
        before = county.digest()
        county.step()
        seen.append((before, county.digest()))
    assert seen[0][0] == seen[1][0] and seen[0][1] != seen[1][1]


def test_sites_are_columns_like_all_others():
    county = lived(baseline().tree, 1, aged())
    assert county.population.stores[-1] is county.sites and county.sites.n == population().sites.n == 2
