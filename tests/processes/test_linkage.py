"""What ties households to co-operatives: joining, days of work, service, rented land, trusteeship."""

import numpy as np
import pytest
from counties import LUCK, aged, flow, lived, only, tree_with
from hypothesis import given
from hypothesis import strategies as st

from sim.compiled import plain
from sim.county import County
from sim.processes.farm_service import service_fee, worth_of_service
from sim.processes.farming import Farming
from sim.processes.linkage import Linkage, free_members
from sim.processes.membership import own_contribution
from sim.processes.shares import dividend
from sim.state import forms

EVERY = sum(forms.NAMES)
SAFE = {
    "cooperatives": {"failure_rate": 0.0}, "enterprises": {"failure_rate": 0.0, "workshop_failure_rate": 0.0},
    "founding": {"enabled": False}, "share_funds": {"hollow": 0.0, "audit_detects": 0.0, "leverage": 10.0},
}  # fmt: skip


def tied(start=None, **columns):
    """A county whose co-operatives offer everything and are none of them shells."""
    start = start or aged()
    start.cooperatives["alive"][:], start.cooperatives["shell"][:] = 1, 0
    start.cooperatives["forms"][:] = EVERY
    for name, value in columns.items():
        start.cooperatives[name][:] = value
    return start


@given(st.floats(0.0, 1e6), st.booleans(), st.floats(0.0, 1e4))
def test_who_is_admitted_free_pays_nothing_and_others_only_what_they_can(savings, free, asked):
    paid = plain(own_contribution)(savings, free, asked)
    if free or asked == 0.0:
        assert paid == 0.0
    else:
        assert paid == (asked if savings >= 2.0 * asked else -1.0)


def test_members_that_join_pay_in_and_are_owed_it():
    start = tied()
    start.households["cooperative"][:] = -1
    start.households["cooperative_shares"][:] = 0.0
    start.cooperatives["principal"][:] = 0.0
    county = lived(
        tree_with(**SAFE, farming={"joining": 2.0, "joining_ex_poor": 2.0}, linkage={"contribution": 700.0}), 0, start
    )
    before = county.households["savings"].copy()
    county.step()
    h = county.households
    joined, poor = h["cooperative"] >= 0, h["ex_poor"] != 0
    assert (joined & poor).any() and (joined & ~poor).any()
    assert not (joined & ~poor & (before < 1400.0)).any() and (~joined & ~poor & (before < 1400.0)).any()
    paid = flow(county, "share_paid")
    assert (paid == np.where(joined & ~poor, 700.0, 0.0)).all() and (h["cooperative_shares"] == paid).all()
    assert county.cooperatives["principal"].sum() == pytest.approx(paid.sum()) and county.imbalance < 1e-12
    asks = lived(tree_with(**SAFE, farming={"joining": 2.0, "joining_ex_poor": 2.0},
                           linkage={"contribution": 700.0, "requires_membership": False}), 0, tied(cash=0.0))  # fmt: skip
    asks.step()
    assert (flow(asks, "share_paid")[asks.households["ex_poor"] != 0] > 0.0).any()


def test_nobody_joins_a_cooperative_that_is_gone_and_all_join_the_one_it_went_into():
    start = tied()
    start.households["cooperative"][:] = -1
    start.cooperatives["alive"][0], start.cooperatives["failed_at"][0] = 0, 84
    start.cooperatives["alive"][1], start.cooperatives["failed_at"][1], start.cooperatives["joined_to"][1] = 0, 84, 2
    county = lived(tree_with(**SAFE, farming={"joining": 9.0, "joining_ex_poor": 9.0}), 1, start)
    h = county.households
    assert not (h["cooperative"] == 0).any() and not (h["cooperative"] == 1).any()
    of_second = (h["village"] == 1) & (h["cooperative"] >= 0)
    assert of_second.any() and (h["cooperative"][of_second] == 2).all()


def test_day_work_is_paid_to_every_member_with_a_free_hand_alike_and_to_nobody_else():
    county = lived(tree_with(**SAFE), 2, tied(capital=1e6))
    h, pay = county.households, flow(county, "wage_cooperative")
    free = h["able"].astype(int) - h["migrants"] - h["local_workers"] - h["employed"] > 0
    member = h["cooperative"] >= 0
    wage = county.cooperatives["day_wage"][np.maximum(h["cooperative"], 0)]
    assert (pay[member & free] == wage[member & free]).all() and pay[member & free].any()
    assert not pay[~member | ~free].any()
    found = free_members(h.n, county.frame, county.cooperatives.n)
    np.testing.assert_array_equal(found, np.bincount(h["cooperative"][member & free], minlength=county.cooperatives.n))
    assert county.imbalance < 1e-12


def test_without_a_contract_nothing_of_it_is_paid():
    for form, name in (
        (forms.WORK, "wage_cooperative"),
        (forms.RENT, "rent_cooperative"),
        (forms.SERVICE, "service_fee"),
    ):
        with_it = lived(tree_with(**SAFE), 4, tied(capital=1e6))
        without = lived(tree_with(**SAFE), 4, tied(capital=1e6, forms=EVERY & ~form))
        assert flow(with_it, name).any() and not flow(without, name).any(), name


def test_land_rented_to_the_cooperative_earns_the_same_rent_and_not_twice():
    through, other = (lived(tree_with(**SAFE), 1, tied(forms=found)) for found in (forms.RENT, 0))
    rent, whole = flow(through, "rent_cooperative"), flow(through, "land_rent") + flow(through, "rent_cooperative")
    assert (rent > 0.0).any()
    np.testing.assert_allclose(whole, flow(other, "land_rent"), rtol=1e-12)
    assert (through.households["cooperative"][rent > 0.0] >= 0).all()


def test_a_cooperative_that_ends_leaves_the_quarters_rent_and_day_work_unpaid():
    start = tied(capital=1e6)
    ends = {**SAFE, "cooperatives": {"failure_rate": 5.0}}
    county, spared = lived(tree_with(**ends), 1, start.copy()), lived(tree_with(**SAFE), 1, start)
    lost = flow(spared, "rent_cooperative") > 0.0
    h = county.households
    lost &= h["cooperative"] < 0  # of the co-operatives that have ended
    assert (
        lost.any()
        and not flow(county, "rent_cooperative")[lost].any()
        and not flow(county, "wage_cooperative")[lost].any()
    )
    living = flow(county, "rent_cooperative") > 0.0
    assert (county.cooperatives["alive"][h["cooperative"][living]] != 0).all()
    assert (
        flow(county, "land_rent")[lost] < flow(spared, "land_rent")[lost] + flow(spared, "rent_cooperative")[lost]
    ).all()
    assert county.imbalance < 1e-12


def test_service_is_bought_where_it_pays_and_replaces_missing_hands():
    p = {"service_labour": 0.9, "service_price": 50.0}
    county, alone = (
        lived(tree_with(**SAFE, linkage=p), 1, tied()),
        lived(tree_with(**SAFE, linkage=p), 1, tied(forms=0)),
    )
    fee, hands = flow(county, "service_fee"), flow(county, "farm_labour")
    bought = fee > 0.0
    assert bought.any() and (hands[bought] == 0.9).all() and (flow(alone, "farm_labour")[bought] < 0.9).all()
    assert (flow(alone, "farm_labour")[bought] > 0.0).all(), "who has nobody at home lets the land"
    assert (hands[~bought] == flow(alone, "farm_labour")[~bought]).all()
    assert (flow(county, "output")[bought] > flow(alone, "output")[bought]).all()
    dear = lived(tree_with(**SAFE, linkage={"service_labour": 0.9, "service_price": 1e5}), 1, tied())
    assert not flow(dear, "service_fee").any()


@given(st.floats(0.0, 50.0), st.floats(0.0, 0.5))
def test_fee_and_worth_grow_with_land_and_with_what_is_missing(land, hands):
    p, farm = Linkage(service_labour=0.5, service_price=300.0), Farming()
    assert plain(service_fee)(land, 0.5 - hands, 300.0, p) == pytest.approx(300.0 * land * (0.5 - hands) / 0.5)
    assert plain(worth_of_service)(land, hands, p, farm) >= -1e-9
    assert plain(worth_of_service)(land, 0.5, p, farm) == 0.0


def test_who_cannot_work_gets_the_trustees_rate_and_entrusts_its_grant():
    assert plain(dividend)(100.0, 0.01, 0.03, 0) == 3.0 and plain(dividend)(100.0, 0.01, 0.03, 2) == 1.0
    start = tied()
    h = start.households
    helpless = np.flatnonzero((h["ex_poor"] != 0) & (h["cooperative"] >= 0))[:40]
    h["disabled"][helpless] = h["adults"][helpless]
    support = {
        "levers__industry_support": {"coverage": 1.0, "standard_met": 1.0, "share_conversion": 0.25, "award": 1000.0}
    }
    county = lived(tree_with(**SAFE, **support, health={"enabled": False}), 4, start)
    h = county.households
    got, shares = flow(county, "grant"), flow(county, "share_grant")
    received = (got + shares > 0.0) & (h["cooperative"] >= 0)
    cannot = received & (h["able"] == 0)
    assert cannot.any() and not got[cannot].any() and (shares[cannot] == 1000.0).all()
    assert (got[received & ~cannot] == 750.0).all() and (shares[received & ~cannot] == 250.0).all()


def test_money_put_into_shares_is_owed_until_it_is_written_off():
    failing = {
        "cooperatives": {"failure_rate": 0.4, "entry_rate": 2.0},
        "enterprises": {"failure_rate": 0.4, "workshop_failure_rate": 0.4},
    }
    county = lived(tree_with(**failing), 0, aged(), first=80)
    for _ in range(12):
        h = county.households
        before = h["cooperative_shares"].sum() + h["enterprise_shares"].sum()
        county.step()
        h = county.households
        after = h["cooperative_shares"].sum() + h["enterprise_shares"].sum()
        put_in = flow(county, "share_grant").sum() + flow(county, "share_paid").sum()
        gone = sum(
            flow(county, name).sum()
            for name in ("share_lost", "share_recovered", "estate_cooperative", "estate_enterprise")
        )
        assert after - before == pytest.approx(put_in - gone, abs=1e-3)
        for link, store in (("cooperative", county.cooperatives), ("enterprise", county.enterprises)):
            held = h[link] >= 0
            owed = np.bincount(h[link][held], weights=h[f"{link}_shares"][held], minlength=store.n)
            np.testing.assert_allclose(owed, store["principal"], atol=1e-6)


def test_households_of_one_village_without_firms_need_none_of_it():
    from sim.population import identical

    county = County(identical(50, land=3.0, adults=2), only("farming", "cooperatives", "linkage", "property"), LUCK, 84)
    county.step()
    assert not flow(county, "service_fee").any() and (county.households["cooperative"] == -1).all()
