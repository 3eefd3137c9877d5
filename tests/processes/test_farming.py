"""The harvest: land, hands, skill, weather; what is eaten, lost on the way and sold."""

import numpy as np
import pytest
from counties import aged, baseline, flow, lived, only, tree_with
from hypothesis import given
from hypothesis import strategies as st

from sim import books
from sim.compiled import plain
from sim.population import identical
from sim.processes.farming import Farming, potential, productivity, season
from sim.processes.home_labour import labour_at_home
from sim.processes.marketing import own_use

weights = st.floats(0.0, 10.0)
shares = st.floats(0.0, 1.0)


@given(st.tuples(weights, weights, weights, weights))
def test_the_four_seasons_add_up_to_a_year(four):
    p = Farming(season_1=four[0], season_2=four[1], season_3=four[2], season_4=four[3])
    assert sum(plain(season)(quarter, p) for quarter in range(84, 88)) == pytest.approx(1.0)


@given(st.floats(0, 100), st.floats(0, 8), st.floats(0, 2))
def test_more_hands_harvest_more_with_falling_returns(land, labour, more):
    output = plain(potential)
    first = output(land, labour, Farming())
    assert 0.0 <= first <= output(land, labour + more, Farming()) <= 4200.0 * land + 1e-9
    second = output(land, labour + 2 * more, Farming()) - output(land, labour + more, Farming())
    assert second <= output(land, labour + more, Farming()) - first + 1e-9
    assert output(land, 0.5, Farming()) == pytest.approx(2100.0 * land)


@given(st.integers(-3, 8), shares, st.integers(0, 4))
def test_elders_count_in_part_at_home(free, present, elders):
    hands = plain(labour_at_home)(float(free), present, float(elders), Farming(elder_labour=0.4))
    assert hands == pytest.approx(max(free, 0) * present + 0.4 * elders)


@given(st.floats(0, 1e6), st.floats(0, 20), shares, st.floats(0, 1e5))
def test_nobody_eats_more_than_grew_nor_more_than_members_need(output, persons, share, amount):
    eaten = plain(own_use)(output, persons, Farming(own_share=share, own_amount=amount))
    assert 0.0 <= eaten <= output and eaten <= amount * persons / 4
    assert eaten in (share * output, 0.25 * amount * persons)


def test_a_harvest_by_hand():
    """One adult, 5 mu: 4200 x 5 x 1/1.5 a year, 35 % of it in the third quarter; 150 yuan are eaten, 5 % of the rest is lost."""
    farm = lived(only("farming"), 3, identical(2, adults=1, land=5.0))  # 2021Q3
    np.testing.assert_allclose(flow(farm, "output"), 14000.0 * 0.35)
    np.testing.assert_allclose(flow(farm, "farm_cost"), 14000.0 * 0.35 * 0.35)
    np.testing.assert_allclose(flow(farm, "own_use"), 150.0)
    np.testing.assert_allclose(flow(farm, "sales_market"), (flow(farm, "output") - 150.0) * 0.95)
    sold, cost = flow(farm, "sales_market"), flow(farm, "farm_cost")
    np.testing.assert_allclose(flow(farm, "business"), sold + 150.0 - cost)
    away = lived(only("farming"), 3, identical(2, adults=1, migrants=1, land=5.0))
    assert not flow(away, "output").any() and not flow(away, "farm_cost").any()


def test_what_is_eaten_is_income_sold_and_bought_back():
    farm = lived(only("farming"), 1, identical(3, adults=2, land=5.0))
    row = farm.accounts.rows["own_use"]
    assert (
        row["households"] == pytest.approx(flow(farm, "own_use").sum()) and row["outside"] == -row["households"] < 0.0
    )


def test_a_farmer_by_skill_harvests_more():
    assert plain(productivity)(0.4, 0.3, 0.1, -0.2, Farming(skill_share=0.5)) == pytest.approx(0.2 + 0.3 - 0.1)
    harvests = [
        flow(lived(only("farming"), 1, identical(2, land=5.0, farm_skill=skill)), "output") for skill in (0.0, 0.5)
    ]
    np.testing.assert_allclose(harvests[1] / harvests[0], np.exp(0.5), rtol=1e-12)


def test_lost_roads_cut_the_harvest_and_what_arrives():
    start = identical(2, adults=1, land=5.0)
    whole = lived(only("farming"), 1, start.copy())
    start.villages["road"][:] = 0.2
    broken = lived(only("farming"), 1, start)
    np.testing.assert_allclose(flow(broken, "output"), flow(whole, "output") * (1 - 0.25 * 0.8))
    for farm, lost in ((whole, 0.05), (broken, 0.20 - 0.15 * 0.2)):
        brought = flow(farm, "output") - flow(farm, "own_use")
        np.testing.assert_allclose(flow(farm, "sales_market"), brought * (1 - lost))


def test_disaster_takes_the_rest_of_the_years_harvest():
    values = {"hazards.hail_rate": 2.0, "hazards.hail_crop": 1.0, "hazards.plant_disease_rate": 0.0,
              **{f"hazards.{kind}_rate": 0.0 for kind in ("drought", "flood", "landslide")}}  # fmt: skip
    farm, seen = lived(only("farming", "hazards", values=values), 0, identical(2, adults=1, land=5.0)), []
    for _ in range(12):
        farm.step()
        lost = farm.villages["disaster"][0]
        assert (flow(farm, "output") == 0.0).all() == (lost == 1.0)
        assert farm.number % 4 == 0 or not seen[-1] or lost == 1.0
        seen.append(lost == 1.0)
    assert any(seen)


def test_disease_of_a_product_hits_those_who_grow_it():
    start = aged()
    start.households["product"][:] = np.arange(start.households.n) % 2
    values = {"plant_disease_rate": 2.0, "plant_disease_loss": 1.0}
    county = lived(tree_with(hazards=values, crop_choice={"enabled": False}), 0, start)
    for _ in range(8):
        county.step()
        ill = county.products["disease"] == 1.0
        output, ours = flow(county, "output"), county.households["product"]
        assert not output[ill[ours]].any()
        if ill.sum() == 1:
            assert output[~ill[ours]].any()
            break
    else:
        pytest.fail("one product alone never fell ill")


def test_a_co_operative_takes_its_own_product_only():
    start = aged()
    start.households["product"][:] = 1 - start.villages["product"][start.households["village"]]
    other = lived(tree_with(crop_choice={"enabled": False}), 4, start)
    assert not flow(other, "ordered").any() and flow(lived(baseline().tree, 4, aged()), "ordered").any()


def test_sales_use_the_price_of_the_households_product():
    start = aged()
    start.products["price_state"][:] = [4.0, -4.0]
    off = {"cooperatives": {"enabled": False}, "outlets": {"enabled": False}}
    county = lived(tree_with(farming={"loss_without_roads": 0.05}, **off), 1, start)
    brought = (flow(county, "output") - flow(county, "own_use")) * 0.95
    price = county.products["price"][county.households["product"]]
    np.testing.assert_allclose(flow(county, "sales_market"), brought * price, rtol=1e-12)
    assert price.std() > 0.0


def test_supply_is_what_is_not_eaten_by_product():
    county = lived(baseline().tree, 2, aged())
    brought, product = flow(county, "output") - flow(county, "own_use"), county.households["product"]
    expected = [brought[product == k].sum() for k in range(county.products.n)]
    np.testing.assert_allclose(books.supply(county), expected, rtol=1e-9)
    assert min(expected) > 0.0
