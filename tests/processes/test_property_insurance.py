"""Insurance pays by the index and not by the loss, late and in full, and costs what it pays; somebody pays every premium."""

import numpy as np
import pytest
from counties import aged, baseline, flow, lived, only, tree_with
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.collectives.hazards import KINDS, Hazards, hazards
from sim.collectives.insurers import expected_index, indemnities, premiums
from sim.compiled import plain
from sim.draws import key
from sim.population import identical
from sim.population.stores import county_store
from sim.processes.anti_return_insurance import AntiReturnInsurance, anti_return_payout
from sim.processes.farming import Farming, season
from sim.processes.hazard import share_lost
from sim.processes.property_insurance import PropertyInsurance, insured_share, paid_now, whole_subsidy
from sim.state import channels
from sim.state.collective import PRODUCT_KIND, VILLAGE_KIND
from sim.state.store import Store

shares = st.floats(0.0, 1.0)
NOW = key(3, 0, 86)


def markets_and_villages(losses, price=1.0):
    villages, products = Store(VILLAGE_KIND, len(losses)), Store(PRODUCT_KIND, 1)
    villages["disaster"][:], products["price"][:] = losses, price
    return villages, products


def test_payments_follow_the_index_and_small_losses_are_not_paid():
    villages, products = markets_and_villages([0.0, 0.15, 0.25, 0.5, 1.0])
    indemnities(villages, products, NOW, PropertyInsurance(index_error=0.0, trigger=0.2, cover=0.7))
    np.testing.assert_allclose(villages["indemnity"], [0.0, 0.0, 0.175, 0.35, 0.7])


def test_the_error_of_the_index_lasts_a_year_and_leaves_some_losses_unpaid():
    paid = []
    for quarter in (84, 86, 87, 88):
        villages, products = markets_and_villages(np.full(2000, 0.25))
        indemnities(villages, products, NOW._replace(quarter=quarter), PropertyInsurance(index_error=0.5))
        paid.append(villages["indemnity"].copy())
    assert (paid[0] == paid[1]).all() and (paid[1] == paid[2]).all() and (paid[2] != paid[3]).any()
    unpaid = (paid[0] == 0.0).mean()  # ln(0.2 / 0.25) lies below the error: Phi((ln 0.8 + 0.125) / 0.5)
    assert abs(unpaid - 0.4223) < 4 * np.sqrt(0.25 / 2000)


def test_price_insurance_pays_below_its_trigger_only():
    for price, share in ((1.0, 0.0), (0.8, 0.0), (0.5, 0.2 * 0.3)):
        villages, products = markets_and_villages([0.0], price)
        indemnities(villages, products, NOW, PropertyInsurance(price_cover=0.2, price_trigger=0.8))
        assert products["price_indemnity"][0] == pytest.approx(share)


@given(shares, shares, shares)
def test_more_subsidy_insures_more(subsidy, channel, more):
    p, insured, whole = PropertyInsurance(subsidy=subsidy), plain(insured_share), plain(whole_subsidy)
    low, high = whole(min(channel, more), p), whole(max(channel, more), p)
    assert subsidy <= low <= high <= 1.0 + 1e-15 and insured(low, p) <= insured(high, p)
    assert insured(0.0, p) == p.unaided and insured(1.0, p) == pytest.approx(p.willing)


@given(st.floats(0, 1e7), st.floats(0.01, 1))
def test_no_more_is_paid_than_is_due(due, share):
    assert 0.0 <= plain(paid_now)(due, PropertyInsurance(in_time=share)) <= due


INSURED = {"property_insurance.in_time": 0.5, "property_insurance.delivered": 1.0, "property_insurance.index_error": 0.0,
           "property_insurance.unaided": 1.0, "property_insurance.willing": 1.0, "property_insurance.house_sum": 0.0}  # fmt: skip


def test_what_becomes_due_is_paid_a_quarter_late_and_to_the_last_yuan():
    """A total loss by hail in the first half of a year: the year's sum insured is claimed by season, half of it paid each quarter."""
    hail = {"hazards.hail_rate": 2.0, "hazards.hail_crop": 1.0, "hazards.hail_house": 0.0, **INSURED}
    others = {f"hazards.{kind}_rate": 0.0 for kind in KINDS if kind != "hail"}
    tree = only("property_insurance", "hazards", "farming", values=hail | others)
    county, claimed, paid = lived(tree, 0, identical(2, land=5.0)), 0.0, 0.0
    for _ in range(24):
        due = county.households["payout_due"][0]
        county.step()
        claim = (0.15, 0.2, 0.35, 0.3)[county.number % 4] * 1200.0 * 5.0 * 0.7 * county.villages["disaster"][0]
        paid_out = flow(county, "insurance_payout")[0]
        assert paid_out == pytest.approx(due if due < 10.0 else 0.5 * due)
        assert flow(county, "cash")[0] == pytest.approx(paid_out - flow(county, "insurance_premium")[0])
        claimed, paid = claimed + claim, paid + paid_out
        assert paid + county.households["payout_due"][0] == pytest.approx(claimed)
    assert claimed > 0.0 and county.imbalance < 1e-9


def test_a_payment_that_does_not_reach_the_household_is_lost_to_it():
    def due(delivered):
        struck = {f"hazards.{kind}_{what}": value for kind in KINDS for what, value in (("rate", 2.0), ("crop", 1.0))}
        values = {**INSURED, **struck, "property_insurance.delivered": delivered}
        tree = only("property_insurance", "hazards", "farming", values=values)
        return lived(tree, 3, identical(2, land=5.0)).households["payout_due"][0]

    assert due(1.0) > 0.0 and due(0.8) == pytest.approx(0.8 * due(1.0))


def test_premiums_are_split_and_booked():
    county = lived(baseline().tree, 1, aged())
    own, normal, topped = (flow(county, f"insurance_premium{end}") for end in ("", "_normal", "_subsidy"))
    whole = own + normal + topped
    np.testing.assert_allclose(normal, 0.8 * whole)
    entitled = county.channel[channels.INSURANCE_SUBSIDY] > 0.0
    np.testing.assert_allclose(topped[entitled], 0.2 * 0.8 * whole[entitled], rtol=1e-9, atol=1e-12)
    assert not topped[~entitled].any() and whole.any() and county.accounts.rows["insurance_premium"]["insurers"] > 0.0
    assert county.cost["agricultural_insurance"] == pytest.approx(normal.sum())
    assert (county.households["insured_crops"][whole == 0.0] == 0).all()


@pytest.mark.parametrize(
    "mean, error, trigger", [(0.25, 1.0, 0.2), (0.25, 1.6, 0.3), (0.6, 0.5, 0.2), (1.0, 0.7, 0.2), (0.2, 0.1, 0.5)]
)
def test_the_expected_index_is_its_mean(mean, error, trigger):
    u = (np.arange(100000) + 0.5) / 100000
    measured = np.minimum(error * np.array([share_lost(float(x), mean) for x in u]), 1.0)
    assert expected_index(mean, error, trigger) == pytest.approx(
        np.where(measured > trigger, measured, 0.0).mean(), abs=2e-5
    )


def test_without_loading_premiums_are_what_is_paid_on_average():
    """2,000 villages and 60 years with all disasters and the price: what is charged against what falls due, 4 standard errors."""
    laws = Hazards(drought_wide=0.0, drought_common=0.0, flood_common=0.0, hail_common=0.0)
    p = PropertyInsurance(loading=0.0, delivered=1.0, price_cover=0.0)
    villages, products, county = Store(VILLAGE_KIND, 2000), Store(PRODUCT_KIND, 1), county_store()
    villages["township"][:] = villages.id
    products["price"][:] = 1.0
    for kind in KINDS:
        villages[f"exposure_{kind}"][:] = 1.0 + (villages.id % 2 - 0.5)
    yearly, houses = [], []
    for year in range(60):
        paid, struck = np.zeros(villages.n), np.zeros(villages.n)
        for quarter in range(84, 88):
            hazards(villages, products, county, key(5, year, quarter), laws)
            indemnities(villages, products, key(5, year, quarter), p)
            paid += season(quarter, Farming()) * villages["indemnity"]
            struck += villages["house_hit"]
        yearly.append(paid.mean())
        houses.append(struck.mean())
    premiums(villages, products, county, 84, p, laws, np.zeros(1), Farming())
    for paid, charged in ((yearly, "crop_premium"), (houses, "house_premium")):
        assert abs(np.mean(paid) - county[charged][0]) < 4 * np.std(paid) / np.sqrt(60)
    premiums(villages, products, county, 84, p._replace(loading=0.5), laws, np.zeros(1), Farming())
    assert county["house_premium"][0] == pytest.approx(1.5 * np.mean(houses), rel=0.2)
    premiums(villages, products, county, 84, p, laws._replace(enabled=False), np.zeros(1), Farming())
    assert county["crop_premium"][0] == county["house_premium"][0] == 0.0


def test_the_price_part_of_the_premium_is_fair_for_the_lognormal_prices_of_each_product():
    """E max(K - P, 0) with K = 0.8 and spreads of 0.3, 0.1 and 0, by Black's formula."""
    villages, products, county = Store(VILLAGE_KIND, 1), Store(PRODUCT_KIND, 3), county_store()
    p, swings = (
        PropertyInsurance(loading=0.0, delivered=1.0, price_cover=1.0, price_trigger=0.8),
        np.array([0.3, 0.1, 0.0]),
    )
    premiums(villages, products, county, 84, p, Hazards(enabled=False), swings, Farming())
    for spread, charged in zip(swings[:2], products["price_premium"], strict=False):
        assert charged == pytest.approx(charged_for(spread), abs=3e-4)
    assert products["price_premium"][0] > products["price_premium"][1] > products["price_premium"][2] == 0.0
    premiums(
        villages,
        products,
        county,
        84,
        p._replace(loading=0.2, delivered=0.5, price_cover=0.5),
        Hazards(enabled=False),
        swings,
        Farming(),
    )
    assert products["price_premium"][0] == pytest.approx(0.3 * charged_for(0.3), abs=3e-4)
    assert county["crop_premium"][0] == 0.0


def charged_for(spread, trigger=0.8):
    """Black's formula for a put on a lognormal price of mean one."""
    d = (np.log(1.0 / trigger) - 0.5 * spread**2) / spread
    return trigger * stats.norm.cdf(-d) - stats.norm.cdf(-d - spread)


def test_a_household_pays_for_the_price_of_what_it_grows():
    start = aged()
    start.households["product"][:] = np.arange(start.households.n) % 2
    values = {"prices.others": 0.3, "prices.tobacco": 0.0, "crop_choice.enabled": False}
    county = lived(baseline().tree.with_values(values), 1, start)  # a January
    paid = sum(flow(county, f"insurance_premium{part}") for part in ("", "_normal", "_subsidy"))
    insured = county.households["insured_crops"] != 0
    rate = county.county["crop_premium"][0] + county.products["price_premium"][county.households["product"]]
    p = county.p["property_insurance"]
    sums = p.crop_sum * county.county["growth"][0] * county.households["land"]
    whole = sums * rate + p.house_sum * county.county["house_premium"][0]
    assert insured.any() and county.products["price_premium"][0] > county.products["price_premium"][1] == 0.0
    np.testing.assert_allclose(paid[insured], whole[insured], rtol=1e-12)


def test_a_damaged_house_is_paid_for_if_it_was_insured():
    values = {**INSURED, "hazards.flood_rate": 2.0, "hazards.flood_house": 0.9, "property_insurance.house_sum": 15000.0,
              "property_insurance.in_time": 1.0}  # fmt: skip
    start = identical(2000)
    county, seen = lived(only("property_insurance", "hazards", values=values), 0, start), []
    for _ in range(8):
        county.step()
        due, hit = county.households["payout_due"], county.villages["house_hit"][0]
        if county.number % 4:  # in January nobody had been insured before
            assert set(np.unique(due).tolist()) <= {0.0, 15000.0}
            assert abs((due > 0).mean() - hit) <= 4 * np.sqrt(hit * (1 - hit) / 2000)
            seen.append(hit > 0.0)
    assert any(seen)


@given(st.floats(0, 1e6), st.floats(0, 1e6))
def test_anti_return_insurance_pays_a_share_of_high_bills_up_to_a_ceiling(cost, more):
    p, pays = AntiReturnInsurance(), plain(anti_return_payout)
    assert 0.0 <= pays(cost, p) <= pays(cost + more, p) <= p.ceiling and pays(cost, p) <= cost
    assert pays(5000.0, p) == pytest.approx(0.6 * 2000.0) and pays(3000.0, p) == 0.0


def test_anti_return_insurance_covers_the_entitled_and_the_county_pays_for_it():
    tree = tree_with(levers__insurance_support={"anti_return": 0.5}).with_values({"transition.enabled": False})
    county, paid = lived(tree, 0, aged()), 0.0
    for _ in range(4):
        entitled = county.households["entitlement"] > 0
        county.step()
        payout, own = flow(county, "anti_return_payout"), flow(county, "own_paid")
        if entitled.size == payout.size:
            expected = 0.5 * np.minimum(0.6 * np.maximum(own - 3000.0, 0.0), 15000.0)
            np.testing.assert_allclose(payout, np.where(entitled, expected, 0.0))
        paid += payout.sum()
        row = county.accounts.rows["anti_return_premium"]
        assert row["insurers"] == pytest.approx(-row["county"] - row["higher_government"]) and row["insurers"] > 0.0
    assert paid > 0.0
