"""Land that nobody can farm is let; dividends, collective income, and shares that are lost with their holder."""

import numpy as np
import pytest
from counties import aged, baseline, flow, lived, only, tree_with

from sim.compiled import plain
from sim.population import identical
from sim.processes.property import land_rent, unfarmed


@pytest.mark.parametrize(
    ("able", "away", "elders", "expected"),
    [(1, 1, 0, 1.0), (0, 0, 0, 1.0), (2, 1, 0, 0.0), (1, 1, 1, 0.0), (0, 0, 2, 0.0)],
)
def test_land_lies_unfarmed_where_nobody_is_left_at_home_who_could_farm(able, away, elders, expected):
    assert plain(unfarmed)(able, away, elders) == expected
    assert plain(land_rent)(6.0, expected, 0.5, 100.0) == 300.0 * expected


def test_rent_and_income_from_old_land_by_hand():
    values = {"property.rent": 400.0, "property.let": 0.5, "property.origin_income": 200.0}
    start = identical(4, adults=1, land=6.0)
    start.households["migrants"][:] = [1, 0, 1, 1]
    start.households["elders"][2] = 1
    start.households["relocated"][3] = 2
    county = lived(only("property", values=values), 1, start)
    assert flow(county, "land_rent").tolist() == [300.0, 0.0, 0.0, 350.0]
    assert (flow(county, "property") == flow(county, "land_rent")).all() and county.imbalance < 1e-12


def test_whoever_lets_land_harvests_nothing():
    county = lived(tree_with(property={"origin_income": 0.0}), 1, aged())
    lets, farms = flow(county, "land_rent") > 0.0, flow(county, "output") > 0.0
    assert lets.any() and farms.any() and not (lets & farms).any()


def test_dividends_and_distribution_are_what_holders_and_villages_pay():
    failing = {
        "cooperatives": {"failure_rate": 1.0},
        "founding": {"enabled": False},  # a co-operative that merges pays through another one
        "enterprises": {"failure_rate": 1.0, "workshop_failure_rate": 1.0},
    }
    county, lost = lived(tree_with(**failing), 0, aged()), 0
    for _ in range(3):  # grants come in the fourth quarter only
        h = county.households
        before = {
            name: h[name].copy() for name in ("cooperative_shares", "enterprise_shares", "cooperative", "enterprise")
        }
        county.step()
        listed, each, weak = h["listed"], county.villages["distribution"], county.villages["distribution_weak"]
        gone, back = np.zeros(h.n), np.zeros(h.n)
        for link, store in (("cooperative", county.cooperatives), ("enterprise", county.enterprises)):
            held, at = before[f"{link}_shares"], before[link]
            alive = (at >= 0) & (store["alive"][np.maximum(at, 0)] != 0) & (h[link] == at)
            trusted = (h["able"] <= 0) & (link == "cooperative")
            rate = np.where(trusted, store["trustee_rate" if link == "cooperative" else "dividend_rate"][np.maximum(at, 0)],
                            store["dividend_rate"][np.maximum(at, 0)])  # fmt: skip
            expected = np.where(alive, held * rate, 0.0)
            stayed = county.members() > 0
            assert (flow(county, f"dividend_{link}") == expected)[stayed].all()
            dead = (at >= 0) & (store["alive"][np.maximum(at, 0)] == 0) & stayed
            gone += np.where(dead, held, 0.0)
            back += np.where(dead, held * store["recovery"][np.maximum(at, 0)], 0.0)
            assert not h[f"{link}_shares"][dead].any() and (h[link][dead] == -1).all()
        np.testing.assert_allclose(flow(county, "share_lost")[stayed], (gone - back)[stayed], atol=1e-9)
        np.testing.assert_allclose(flow(county, "share_recovered")[stayed], back[stayed])
        lost += np.count_nonzero(gone)
        of_village = np.where(listed == 2, weak[h["village"]], each[h["village"]])
        share = of_village * np.where(listed > 0, county.members(), 0)
        assert (flow(county, "distribution") == share).all() and share.any()
        parts = ("dividend_cooperative", "dividend_enterprise", "distribution", "land_rent", "loan_return")
        np.testing.assert_allclose(flow(county, "property"), sum(flow(county, name) for name in parts), atol=1e-9)
    assert lost > 0


def test_shares_are_lost_even_where_property_is_switched_off():
    off = {"property": {"enabled": False}, "enterprises": {"failure_rate": 1.0}, "cooperatives": {"failure_rate": 1.0}}
    county = lived(tree_with(**off), 1, aged())
    assert flow(county, "share_lost").any() and not flow(county, "land_rent").any()
    assert county.imbalance < 1e-9 and baseline().tree.at(84)["property"].enabled
