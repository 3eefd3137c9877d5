"""What a unit of produce is worth at the farm gate: roads, cold stores, freight, parcels."""

import numpy as np
import pytest
from counties import LUCK, aged, baseline, flow, lived, tree_with
from hypothesis import given
from hypothesis import strategies as st

from sim.collectives.farm_gate import farm_gates, kept_on_the_way, reached, stored_cold
from sim.collectives.outlets import Outlets
from sim.draws import key
from sim.processes.farming import Farming
from sim.state.collective import VILLAGE_KIND
from sim.state.store import Store

INITIAL = key(LUCK.seed, LUCK.initial, 0)
shares = st.floats(0.0, 1.0)


@given(shares, shares, shares, shares)
def test_better_roads_never_lose_more(roads, better, low, high):
    p = Farming(loss_after_harvest=low, loss_without_roads=high)
    first, second = kept_on_the_way(np.sort([roads, better]), p)
    assert -1e-15 <= first <= second + 1e-15 <= 1.0 + 1e-15
    assert kept_on_the_way(1.0, p) == pytest.approx(1.0 - low)


def villages(n=40, townships=4, road=0.8):
    store = Store(VILLAGE_KIND, n)
    store["township"][:] = store.id * townships // n
    for name in ("road", "power", "internet"):
        store[name][:] = road
    return store


@given(st.tuples(shares, shares, shares, shares, shares), shares, shares)
def test_a_unit_never_arrives_as_more_than_one_and_is_worth_more_only_online(values, road, gain):
    cost, cover, reduction, idle, adoption = values
    store, p = villages(road=road), Outlets(
        logistics_cost=cost, cold_coverage=cover, loss_reduction=reduction, idle_share=idle, adoption=adoption,
        price_gain=gain, reach_township=1.0, reach_village=1.0,
    )  # fmt: skip
    farm_gates(store, INITIAL, Farming(), p)
    kept, gate = store["kept"], store["farm_gate"]
    assert (kept >= kept_on_the_way(road, Farming())).all() and (kept <= 1.0).all() and (gate >= 0.0).all()
    assert (gate <= kept * (1.0 + adoption * gain * road) + 1e-15).all()


def test_by_hand():
    """Road 0.6: 11 % lost, of which a store used to 0.8 x 0.6 saves a quarter; freight 0.1 x 0.4; a fifth sold 10 % dearer online."""
    store, p = villages(2, 1, road=0.6), Outlets(
        logistics_cost=0.1, cold_coverage=1.0, loss_reduction=0.25, idle_share=0.2, adoption=0.2, price_gain=0.1,
        reach_township=1.0, reach_village=1.0,
    )  # fmt: skip
    farm_gates(store, INITIAL, Farming(loss_after_harvest=0.05, loss_without_roads=0.2), p)
    kept = 0.89 + 0.25 * 0.48 * 0.11
    np.testing.assert_allclose(store["kept"], kept)
    np.testing.assert_allclose(store["farm_gate"], kept * 0.96 * (1.0 + 0.2 * 0.1 * 0.6))


def test_a_switch_leaves_the_loss_of_the_road_alone():
    store = villages(road=0.3)
    farm_gates(store, INITIAL, Farming(), Outlets(enabled=False))
    assert (store["kept"] == store["farm_gate"]).all()
    assert (store["kept"] == kept_on_the_way(store["road"], Farming())).all()


def test_each_part_of_the_way_needs_its_own_system():
    """Roads for freight, power for cold stores, internet for sales over it."""
    whole, p = villages(400, 40, road=1.0), Outlets(cold_coverage=1.0, reach_township=1.0, reach_village=1.0)
    farm_gates(whole, INITIAL, Farming(), p)
    for system, column in (("road", "kept"), ("power", "kept"), ("internet", "farm_gate")):
        worse = villages(400, 40, road=1.0)
        worse[system][:] = 0.5
        farm_gates(worse, INITIAL, Farming(), p)
        assert (worse[column] < whole[column]).all(), system
        assert system != "internet" or (worse["kept"] == whole["kept"]).all()


def test_more_reach_and_more_stores_hold_the_villages_of_less():
    store = villages(400, 40)
    for name, found in (("reach_village", reached), ("reach_township", reached), ("cold_coverage", stored_cold)):
        few, many = (found(store, INITIAL, Outlets(**{name: x})) for x in (0.3, 0.7))
        assert (few <= many).all() and few.sum() < many.sum()
    assert not reached(store, INITIAL, Outlets(reach_township=0.0)).any()
    assert reached(store, INITIAL, Outlets(reach_township=1.0, reach_village=1.0)).all()


@pytest.mark.statistical
def test_parcels_reach_the_share_of_villages_that_the_two_rates_say():
    """0.8 of townships, 0.4 of their villages: 0.32 of villages; 4 standard errors of the mean over townships."""
    store = villages(40000, 4000)
    by_township = reached(store, INITIAL, Outlets()).reshape(4000, 10).mean(axis=1)
    assert abs(by_township.mean() - 0.32) < 4 * by_township.std() / np.sqrt(4000)
    assert abs((by_township > 0.0).mean() - 0.8 * (1 - 0.6**10)) < 4 * np.sqrt(0.16 / 4000)


def test_reach_does_not_move_with_the_covariate_luck():
    gates = [
        lived(baseline().tree, 1, aged(), luck=LUCK._replace(covariate=k, idiosyncratic=k))
        .villages["farm_gate"]
        .tobytes()
        for k in (0, 1)
    ]
    assert gates[0] == gates[1]


def test_sales_are_what_left_the_farm_times_the_gate_and_the_price():
    off = {"levers__market_support": {"enabled": False}, "cooperatives": {"enabled": False}}
    county = lived(tree_with(outlets={"slack": 100.0, "adoption": 0.5, "cold_coverage": 0.5}, **off), 3, aged())
    h = county.households
    left = flow(county, "output") - flow(county, "own_use")
    worth = county.villages["farm_gate"][h["village"]] * county.products["price"][h["product"]]
    np.testing.assert_allclose(flow(county, "sales_market"), left * worth, rtol=1e-12)
    assert len(set(county.villages["farm_gate"].tolist())) > 2
