"""What is grown: by price and by neighbours, once a year, by those who think again."""

import numpy as np
import pytest
from counties import LUCK, aged, lived, only
from hypothesis import given
from hypothesis import strategies as st

from sim.collectives.markets import expect_prices, growing_shares
from sim.compiled import plain
from sim.draws import FIELDS, key, uniforms
from sim.processes.crops import CropChoice, worth
from sim.state.collective import PRODUCT_KIND
from sim.state.store import Store

shares = st.floats(0.0, 1.0)


def concentration(county):
    """Mean over villages of the Herfindahl index of what households grow."""
    h = county.households
    return (growing_shares(h["village"], h["product"], county.villages.n, county.products.n) ** 2).sum(axis=1).mean()


def grown(years, prices=1.0, **values):
    """A county after some years of choosing at prices that stay as they are; no grain floor: tests/collectives/test_cropland.py."""
    start = aged()
    start.products["expected_price"][:] = prices
    changes = {
        f"crop_choice.{name}": value for name, value in ({"price_memory": 0.0, "grain_floor": 0.0} | values).items()
    }
    return lived(only("crop_choice", values=changes), 4 * years, start)


def test_herding_makes_a_village_grow_one_product_and_without_it_products_mix():
    """Six villages of 75 with two products: everybody follows the crowd, or tosses a coin."""
    values = {"reconsidering": 1.0, "switching_cost": 0.0, "judgement_spread": 0.3}
    before = concentration(grown(0))
    herd, mixed = (grown(10, herding=h, **values) for h in (20.0, 0.0))
    assert concentration(herd) > 0.99 > before + 0.05
    size = np.bincount(mixed.households["village"])  # of coins n times tossed the index has mean (1 + 1/n) / 2
    expected = 0.5 + (0.5 / size).mean()
    error = np.sqrt(((0.5 / size) ** 2 * 2.0).sum()) / size.size
    assert abs(concentration(mixed) - expected) < 4 * error


def test_without_differences_nobody_changes():
    county = grown(5, reconsidering=1.0, herding=0.0, judgement_spread=0.0)
    assert (county.households["product"] == aged().households["product"]).all()


def test_a_better_price_draws_those_who_think_again_unless_changing_costs_more():
    values = {"reconsidering": 0.3, "herding": 0.0, "judgement_spread": 0.0}
    h = aged().households
    moved = grown(1, [1.0, 1.3], switching_cost=0.2, **values)  # 1.3 x 0.8 > 1
    thinks = uniforms(key(LUCK.seed, LUCK.idiosyncratic, 84), h.id, FIELDS, 0)[0] < 0.3
    assert (moved.households["product"] == np.where(thinks, 1, h["product"])).all()
    assert thinks.sum() == pytest.approx(0.3 * thinks.size, abs=4 * np.sqrt(0.21 * thinks.size))
    stayed = grown(1, [1.0, 1.3], switching_cost=0.25, **values)  # 1.3 x 0.75 < 1
    assert (stayed.households["product"] == h["product"]).all()


def test_choices_are_made_in_january_only():
    county, changes = lived(only("crop_choice", values={"crop_choice.judgement_spread": 1.0}), 0, aged()), []
    for _ in range(8):
        before = county.households["product"].copy()
        county.step()
        changes.append((county.households["product"] != before).any())
    assert changes == [True, False, False, False] * 2


@given(st.floats(0.1, 3), shares, shares, st.floats(-3, 3), st.floats(0, 20))
def test_worth_rises_with_price_and_company(price, few, more, judgement, herding):
    p, value = CropChoice(herding=herding), plain(worth)
    low, high = sorted((few, more))
    assert 0.0 < value(price, low, judgement, p) <= value(price, high, judgement, p)
    assert value(2 * price, low, judgement, p) == pytest.approx(2 * value(price, low, judgement, p))


@given(st.floats(0.2, 3), st.floats(0.2, 3), st.floats(0, 4))
def test_expected_prices_move_towards_prices(price, expected, memory):
    product = Store(PRODUCT_KIND, 1)
    product["price"][:], product["expected_price"][:] = price, expected
    expect_prices(product, CropChoice(price_memory=memory))
    assert product["expected_price"][0] == pytest.approx(expected + memory / 4 * (price - expected))


def test_shares_of_growers_add_up_to_one_in_every_village():
    h = aged().households
    shares_of = growing_shares(h["village"], h["product"], 6, 2)
    np.testing.assert_allclose(shares_of.sum(axis=1), 1.0)
    assert shares_of[0, 0] == pytest.approx((h["product"][h["village"] == 0] == 0).mean())
