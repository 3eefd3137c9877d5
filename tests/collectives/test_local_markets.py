"""Markets of the townships: where they stand, how much they take, what they save, what they cost."""

import numpy as np
import pytest
from counties import LUCK, aged, baseline, differences, flow, lived, tree_with
from hypothesis import given
from hypothesis import strategies as st

from sim import books
from sim.collectives.farm_gate import farm_gates, kept_on_the_way
from sim.collectives.local_markets import (
    build,
    markets_of,
    nearby_of_arrived,
    nearby_share,
    remember_brought,
    served,
    sold_nearby,
    townships,
)
from sim.collectives.outlets import Outlets
from sim.draws import TOWNSHIP_TRAITS, key, uniforms
from sim.levers.channels import Pools
from sim.outcomes import PLACE_OF, observe_all
from sim.population.stores import county_store
from sim.processes.farming import Farming
from sim.state.collective import VILLAGE_KIND
from sim.state.store import Store

INITIAL = key(LUCK.seed, LUCK.initial, 0)
LEVER = "levers__market_support"
shares = st.floats(0.0, 1.0)


def villages(n=4, number=2, road=0.8, **columns):
    store = Store(VILLAGE_KIND, n)
    store["township"][:] = store.id * number // n
    for name in ("road", "power", "internet"):
        store[name][:] = road
    for name, values in columns.items():
        store[name][:] = values
    return store


def test_a_denser_network_holds_the_markets_of_a_sparser_one():
    drawn = uniforms(INITIAL, np.arange(500), TOWNSHIP_TRAITS, 0)[1]
    few, some, many = (markets_of(500, INITIAL, density) for density in (0.3, 1.0, 1.4))
    assert (few == (drawn >= 0.7)).all() and (some == 1).all() and (many == 1 + (drawn >= 0.6)).all()
    assert (few <= some).all() and not markets_of(500, INITIAL, 0.0).any()


@pytest.mark.statistical
def test_there_are_as_many_markets_as_the_density_says():
    assert abs(markets_of(40000, INITIAL, 0.3).mean() - 0.3) < 4 * np.sqrt(0.21 / 40000)


def test_each_further_market_serves_its_share_of_the_rest():
    np.testing.assert_allclose(served(np.array([0, 1, 2, 3]), Outlets(market_people=0.6)), [0.0, 0.6, 0.84, 0.936])
    assert served(np.array([0, 2]), Outlets(market_people=1.0)).tolist() == [0.0, 1.0]
    assert served(np.zeros(0, dtype=np.int64), Outlets()).size == 0


def test_by_hand_demand_is_spread_over_what_the_township_brings():
    """One market each serves 0.6 of 1,000 and 3,000 people, who spend 100 a quarter; 120,000 and 100,000 are brought."""
    store = villages(brought_2=[80000.0, 40000.0, 100000.0, 0.0])
    p, persons = Outlets(market_people=0.6, market_demand=400.0), np.array([400.0, 600.0, 1000.0, 2000.0])
    np.testing.assert_allclose(sold_nearby(store, persons, INITIAL, 2, 1.0, p), [0.5, 0.5, 1.0, 1.0])
    assert not sold_nearby(store, persons, INITIAL, 1, 1.0, p).any(), "nothing is known of that season"
    assert not sold_nearby(store, persons, INITIAL, 2, 0.0, p).any()
    assert townships(store) == 2


@given(shares, shares, shares, shares)
def test_the_near_part_is_spared_its_part_of_the_way(near, saved, road, cost):
    p, store = Outlets(way_saved=saved, logistics_cost=cost, cold_coverage=0.0, adoption=0.0), villages(road=road)
    farm_gates(store, INITIAL, Farming(), p)
    kept, gate = float(store["kept"][0]), float(store["farm_gate"][0])
    assert kept == kept_on_the_way(road, Farming())
    store["nearby"][:] = near
    farm_gates(store, INITIAL, Farming(), p)
    close = 1.0 - (1.0 - saved) * (1.0 - kept)
    np.testing.assert_allclose(store["kept"], near * close + (1.0 - near) * kept)
    worth = close * (1.0 - (1.0 - saved) * cost * (1.0 - road))
    np.testing.assert_allclose(store["farm_gate"], near * worth + (1.0 - near) * gate)
    np.testing.assert_allclose(nearby_of_arrived(store, p) * store["kept"], near * close, atol=1e-12)


def test_what_is_sold_nearby_is_not_sold_online():
    store = villages(road=1.0, nearby=1.0)
    farm_gates(store, INITIAL, Farming(), Outlets(reach_township=1.0, reach_village=1.0, adoption=1.0, price_gain=1.0))
    assert (store["farm_gate"] == store["kept"]).all()


def test_where_all_is_lost_or_nothing_is_brought_no_share_is_made_up():
    store = villages(kept=0.0, nearby=0.5)
    assert not nearby_of_arrived(store, Outlets(way_saved=0.0)).any() and np.isnan(nearby_share(store, 0, Outlets()))
    store = villages(kept=1.0, nearby=1.0)
    assert (nearby_of_arrived(store, Outlets(way_saved=1.0)) == 1.0).all()


def test_the_season_of_last_year_is_remembered_in_prices_of_2020():
    store = villages(brought_0=7.0, farm_gate=[0.5, 1.0, 0.8, 0.0])
    remember_brought(store, np.array([5.0, 4.0, 0.0, 0.0]), 3, 2.0)
    assert store["brought_3"].tolist() == [5.0, 2.0, 0.0, 0.0] and (store["brought_0"] == 7.0).all()


STEADY = {"cooperatives": {"enabled": False}, LEVER: {"enabled": False}}


def test_a_county_sells_nearby_what_its_people_buy_and_no_more():
    """In the second year, by what the first one's season brought; a share of one only where demand exceeds all that."""
    county = lived(tree_with(**STEADY), 5, aged())
    v, h, p = county.villages.copy(), county.households, county.p["outlets"]
    persons = np.bincount(h["village"], county.members(), v.n)
    county.step()
    people = np.bincount(v["township"], persons)
    demand = 0.25 * p.market_demand * served(markets_of(2, INITIAL, p.market_density), p) * people
    brought = np.bincount(v["township"], v["brought_1"])
    np.testing.assert_allclose(county.villages["nearby"], np.minimum(demand / brought, 1.0)[v["township"]])
    assert (county.villages["nearby"] > 0.0).any() and (county.villages["nearby"] < 1.0).all()


def test_a_county_remembers_what_it_took_to_market():
    county = lived(tree_with(), 2, aged())
    left = flow(county, "output") - flow(county, "own_use") - flow(county, "ordered")
    by_hand = np.bincount(county.households["village"], left, 6) / county.county["growth"][0]
    np.testing.assert_allclose(county.villages["brought_1"], by_hand)


def test_what_is_sold_nearby_is_told_in_the_disposal_and_as_a_measure():
    county = lived(tree_with(outlets={"market_density": 2.0}, **STEADY), 3, aged())
    county.recording = True
    county.step()
    found, p = books.disposal(county), county.p["outlets"]
    v, h = county.villages, county.households
    left = flow(county, "output") - flow(county, "own_use") - flow(county, "ordered")
    lost = (1.0 - v["kept"]) / (1.0 - v["nearby"] * p.way_saved)
    near = left * (v["nearby"] * (1.0 - (1.0 - p.way_saved) * lost))[h["village"]]
    np.testing.assert_allclose(found.nearby, np.bincount(h["product"], near, 2) * county.products["sold_share"])
    assert (found.nearby > 0.0).all() and (found.sold > 0.0).all()
    share = near.sum() / (left * v["kept"][h["village"]]).sum()
    assert observe_all(county).values[PLACE_OF["county", "local_market_share"]] == pytest.approx(share)


def test_without_markets_nothing_that_belongs_to_them_counts():
    none = {"outlets": {"market_density": 0.0}, LEVER: {"new_markets": 0.0}}
    one = lived(tree_with(**none), 6, aged())
    other = {**none, "outlets": {"market_density": 0.0, "market_demand": 9e4, "way_saved": 1.0, "market_people": 1.0}}
    assert not differences(one, lived(tree_with(**other), 6, aged())) and not one.villages["nearby"].any()
    off = lived(tree_with(outlets={"enabled": False}), 6, aged())
    assert not off.villages["nearby"].any()


def test_a_market_makes_the_same_harvest_worth_more_at_the_farm():
    less, more = (lived(tree_with(outlets={"market_density": d}, **STEADY), 5, aged()) for d in (0.0, 1.0))
    assert (more.villages["farm_gate"] > less.villages["farm_gate"]).all()
    assert flow(more, "sales_market").sum() > flow(less, "sales_market").sum() and more.imbalance < 1e-9


def test_markets_are_built_over_their_time_and_paid_as_they_are_built():
    county, pools, paid = county_store(), Pools(new_markets=0.3, market_works=0.05, market_cost=1e6), []
    for _ in range(8):
        paid.append(build(county, 39.0, pools))
    np.testing.assert_allclose(paid[:6], 0.05 * 39.0 * 1e6)
    assert sum(paid) == pytest.approx(0.3 * 39e6) and county["markets_built"][0] == pytest.approx(0.3)
    assert build(county, 39.0, Pools()) == 0.0 and county["markets_built"][0] == pytest.approx(0.3), "they stay"


def test_a_year_and_a_half_of_the_lever_builds_what_is_planned_at_public_cost():
    values = {"new_markets": 1.0, "market_years": 1.5, "market_cost": 1e5}
    county, cost = lived(tree_with(**{LEVER: values}, outlets={"market_density": 0.0}), 0, aged()), []
    before = float(county.county["markets_built"][0])
    for k in range(8):
        county.step()
        cost.append(county.county_payments["market_building"])
        assert county.accounts.rows["market_building"]["outside"] == cost[-1] and county.imbalance < 1e-9
        assert county.cost["market_support"] == pytest.approx(county.purchases.public + cost[-1])
        assert float(county.county["markets_built"][0]) == pytest.approx(min((k + 1) / 6.0, 1.0))
    assert before == 0.0, "nothing is built before 2021"
    np.testing.assert_allclose(cost, [2e5 / 6.0] * 6 + [0.0] * 2, atol=1e-6)
    assert county.villages["nearby"].all(), "each township has its market"
    part = lived(tree_with(**{LEVER: values}), 1, aged()._replace(scale=0.5))
    assert part.county_payments["market_building"] == pytest.approx(cost[0] / 2.0)


def test_a_weaker_policy_builds_more_slowly_and_none_of_what_stands_is_torn_down():
    ending = {"enabled": True, "shape": "cliff", "ends": "2021Q1", "normal_policy": 0.5}
    tree = baseline().tree.with_values(
        {f"transition.{k}": v for k, v in ending.items()} | {"levers.market_support.new_markets": 0.6}
    )
    county, built = lived(tree, 0, aged()), []
    for _ in range(3):
        county.step()
        built.append(float(county.county["markets_built"][0]))
    np.testing.assert_allclose(built, [0.1, 0.15, 0.2])
    gone = lived(tree.with_values({"transition.normal_policy": 0.0}), 3, aged())
    assert float(gone.county["markets_built"][0]) == pytest.approx(0.1)
