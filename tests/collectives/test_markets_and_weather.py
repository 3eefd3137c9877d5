"""Prices answer to supply, or not at all; shared shocks are shared."""

import numpy as np
import pytest
from counties import LUCK, aged, baseline, lived, population, tree_with
from hypothesis import given
from hypothesis import strategies as st

from sim import books
from sim.collectives.markets import Markets, markets
from sim.county import Luck
from sim.draws import key
from sim.state.collective import PRODUCT_KIND
from sim.state.store import Store

NOW = key(LUCK.seed, 0, 86)
supplies = st.floats(1.0, 1e9)


def price_path(quarters=8, **markets):
    county, path = lived(tree_with(markets=markets), 0, aged()), []
    for _ in range(quarters):
        county.step()
        path.append(county.products["price"].tobytes())
    return path


def test_without_a_local_market_prices_are_the_exogenous_ones_to_the_bit():
    assert price_path(local_share=0.0) == price_path(enabled=False)
    assert price_path(local_share=0.0, adaptation=1.0) == price_path(enabled=False)
    assert price_path(local_share=0.3) != price_path(enabled=False)


def response(supply, expected, **values):
    product = Store(PRODUCT_KIND, 1)
    product["expected_supply_2"][:] = expected
    markets(product, np.array([supply]), 1.0, NOW, Markets(**values))
    return float(product["response_log"][0]), float(product["expected_supply_2"][0])


@given(supplies, supplies, st.floats(0.0, 10.0))
def test_a_glut_lowers_and_scarcity_raises_the_price_within_limits(supply, expected, most):
    values = {"local_share": 0.4, "elasticity": 2.0, "adaptation": 0.5, "largest_surprise": most}
    log, next_expected = response(supply, expected, **values)
    assert abs(log) <= 0.2 * most + 1e-15
    assert log * (supply - expected) <= 0.0
    assert min(supply, expected) <= next_expected <= max(supply, expected)


def test_the_first_supply_of_a_season_is_what_is_expected():
    assert response(500.0, 0.0) == (0.0, 500.0)
    assert response(200.0, 100.0, local_share=0.5, elasticity=1.0)[0] == pytest.approx(-0.5 * np.log(2.0))


def test_what_goes_into_store_is_no_supply_and_what_comes_out_is():
    """The supply that markets see is that of households less what co-operatives store on balance."""
    county, moved = lived(tree_with(founding={"cold_stores": 1.0, "shells": 0.0}), 0, population()), 0
    for _ in range(8):
        county.step()
        stored = books.put_into_store(county)
        np.testing.assert_allclose(county.products["supply"], books.supply(county) - stored)
        fills = county.number % 4 >= 2
        assert (stored >= 0.0).all() if fills else (stored <= 0.0).all()
        moved += int(stored.any())
    assert moved >= 6


def test_a_county_takes_prices_unless_it_is_said_otherwise():
    assert Markets().local_share == 0.0
    assert price_path() == price_path(local_share=0.0) == price_path(enabled=False)


def test_growth_of_incomes_is_no_glut():
    product = Store(PRODUCT_KIND, 1)
    product["expected_supply_2"][:] = 100.0
    markets(product, np.array([150.0]), 1.5, NOW, Markets())
    assert product["response_log"][0] == 0.0


def test_shared_shocks_depend_on_the_covariate_luck_alone():
    def shared(luck):
        county = lived(baseline().tree, 6, aged(), luck=luck)
        return (
            county.villages["yield_log"].tobytes(),
            county.products["price_state"].tobytes(),
            county.county["wage_log"][0],
        )

    same = shared(Luck(3, 0, 5, 1))
    assert same == shared(Luck(3, 0, 5, 2)) and same != shared(Luck(3, 0, 6, 1)) and same != shared(Luck(4, 0, 5, 1))


def test_weather_is_common_to_a_township_and_drawn_once_a_year():
    own = {"yield_village": 0.0}
    county = lived(tree_with(environment=own), 1, aged())
    logs, township = county.villages["yield_log"].copy(), county.villages["township"]
    assert (
        all(len(set(logs[township == t].tolist())) == 1 for t in set(township.tolist())) and len(set(logs.tolist())) > 1
    )
    for quarter in range(2, 6):
        county.step()
        assert (county.villages["yield_log"] == logs).all() == (quarter <= 4)


def test_growth_counts_from_2021_and_moves_wages_not_relative_prices():
    slow, fast = (
        lived(tree_with(environment={"growth": g, "wages_published_until": "2020Q4"}), 9, aged(), first=83)
        for g in (0.0, 0.04)
    )
    assert slow.county["growth"][0] == 1.0
    assert fast.county["growth"][0] == pytest.approx(np.exp(0.04 * 2))  # eight quarters: 2020Q4 does not count
    assert fast.county["wage_index"][0] / slow.county["wage_index"][0] == pytest.approx(np.exp(0.08))
    assert (fast.products["price_state"] == slow.products["price_state"]).all()


def growers_and_prices(local_share, years=16):
    """Yearly share that grows the first of two products, and log of its mean price over the other's, all growers free to change."""
    values = {
        "markets": {"local_share": local_share, "elasticity": 0.3, "adaptation": 0.05, "largest_surprise": 2.0},
        "crop_choice": {"reconsidering": 1.0, "price_memory": 4.0, "judgement_spread": 0.2, "switching_cost": 0.0,
                        "herding": 0.5, "grain_floor": 0.0},
        "prices": {"others": 0.05, "tobacco": 0.05}, "outlets": {"enabled": False}, "hazards": {"enabled": False},
        "environment": {"yield_county": 0.0, "yield_township": 0.0, "yield_village": 0.0},
    }  # fmt: skip
    county, rows = lived(tree_with(**values), 0, aged()), []
    for _ in range(years):
        price = np.zeros(2)
        for _ in range(4):
            county.step()
            price += county.products["price"]
        rows.append((np.mean(county.households["product"] == 0), np.log(price[0] / price[1])))
    return np.array(rows).T


def test_following_the_price_makes_a_cobweb_where_the_market_is_local():
    """Many grow what was dear, and so it becomes cheap: growers and prices turn each year; at given prices they drift."""
    local, open_ = growers_and_prices(0.3), growers_and_prices(0.0)

    def turns(path):
        steps = np.diff(path[4:])
        return float(np.mean(steps[1:] * steps[:-1] < 0.0))

    assert turns(local[0]) > 0.9 > 0.7 > turns(open_[0])
    assert np.abs(np.diff(local[0])).mean() > 3.0 * np.abs(np.diff(open_[0])).mean()
    assert np.corrcoef(local[0, 4:], local[1, 4:])[0, 1] < -0.8, "what many grow is cheap"
    assert local[1].std() > 3.0 * open_[1].std()
