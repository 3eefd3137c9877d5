"""Land under grain: what counts, what may turn to cash crops, and that no choice takes a village below the floor."""

import numpy as np
import pytest
from counties import LUCK, SMALL, TINY, aged, differences, lived, model_of, only
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.collectives.cropland import counted_as_grain, fits, grain_share, land_by_village, room, thinking
from sim.collectives.products import CATALOGUE, LANDS, cash_crops
from sim.draws import FIELDS, key, raw_words, uniforms
from sim.outcomes import PLACE_OF, observe_all
from sim.processes.crops import CropChoice
from sim.state.collective import PRODUCT_KIND
from sim.state.store import Store

KINDS = SMALL._replace(products="sweet_potato, tobacco, livestock")
PRICES = [1.0, 1.4, 1.1]
EAGER = {"reconsidering": 0.6, "herding": 0.0, "switching_cost": 0.1, "judgement_spread": 0.1, "price_memory": 0.0}
shares = st.floats(0.0, 1.0)


def test_the_catalogue_says_what_each_product_does_to_cropland():
    of = {land: {kind.code for kind in CATALOGUE if kind.land == land} for land in LANDS}
    assert of["grain"] == {"sweet_potato", "potatoes"}, "tubers are grain in Chinese statistics"
    assert of["none"] == {"livestock", "fishery", "cattle", "sheep"}
    assert of["cash"] == {"tobacco", "herbs", "economic_forest", "vegetables", "fruit"}
    assert sum(map(len, of.values())) == len(CATALOGUE)


def test_growers_of_cash_crops_keep_what_feeds_the_family():
    products = Store(PRODUCT_KIND, 3)
    products["kind"][:] = [0, 1, 2]
    cash = cash_crops(products)
    assert cash.tolist() == [False, True, False] and counted_as_grain(cash, 0.3).tolist() == [1.0, 0.3, 1.0]
    h = aged(KINDS).households
    by_hand = [
        np.where(h["product"] == 1, 0.3, 1.0)[h["village"] == v] @ h["land"][h["village"] == v] for v in range(6)
    ]
    np.testing.assert_allclose(land_by_village(h, counted_as_grain(cash, 0.3), 6), by_hand)
    assert grain_share(h, products, 0.3) == pytest.approx(sum(by_hand) / h["land"].sum())
    h["land"][:] = 0.0
    assert np.isnan(grain_share(h, products, 0.3))


@given(st.floats(0, 1e4), shares, st.floats(0, 0.99), shares)
def test_using_the_whole_room_ends_at_the_floor(land, part, own_share, floor):
    grain = part * land
    most = float(room(np.array([land]), np.array([grain]), own_share, floor)[0])
    assert most >= 0.0
    assert grain - (1.0 - own_share) * most == pytest.approx(min(grain, max(floor * land, 0.0)), abs=1e-9 * (1 + land))


def test_where_cash_crops_feed_the_family_whole_there_is_room_for_all():
    assert room(np.array([8.0]), np.array([2.0]), 1.0, 0.9).tolist() == [8.0]


def test_applicants_are_served_in_their_order_until_the_room_is_used():
    village, land = np.array([0, 0, 0, 2, 2]), np.array([2.0, 3.0, 1.0, 1.0, 0.0])
    assert fits(village, land, np.array([4.9, 9.0, 0.5])).tolist() == [True, False, False, False, False]
    assert fits(village, land, np.array([5.0, 9.0, 1.0])).tolist() == [True, True, False, True, True]


def test_those_who_think_again_are_those_whose_choice_counts():
    h = aged().households
    now, p = key(LUCK.seed, 0, 84), CropChoice(reconsidering=0.3)
    rows = thinking(h, np.arange(5, h.n), now, p)
    assert rows.tolist() == [i for i in np.flatnonzero(uniforms(now, h.id, FIELDS, 0)[0] < 0.3).tolist() if i >= 5]


def grown(years, **values):
    """A county of three products after some Januaries at prices that favour tobacco; nothing else happens."""
    start = aged(KINDS)
    start.products["expected_price"][:] = PRICES
    changes = {f"crop_choice.{name}": value for name, value in (EAGER | values).items()}
    return lived(only("crop_choice", values=changes), 4 * years, start)


def shares_of(county, own_share=0.3):
    h, n = county.households, county.villages.n
    part = counted_as_grain(cash_crops(county.products), own_share)
    return land_by_village(h, part, n) / land_by_village(h, np.ones(3), n)


@pytest.mark.parametrize("floor", [0.4, 0.5, 0.7])
def test_no_choice_takes_a_village_below_the_floor_and_the_land_above_it_is_used(floor):
    before = shares_of(grown(0))
    free, held = (shares_of(grown(4, grain_floor=x)) for x in (0.0, floor))
    assert (free < floor).all(), "the price draws nearly everybody"
    assert (held >= np.minimum(floor, before) - 1e-9).all()
    above = before > floor
    one = aged(KINDS).households["land"].max() / land_by_village(aged(KINDS).households, np.ones(3), 6)
    assert above.any() and (held[above] <= floor + one[above]).all(), "a farm that does not fit closes the list"


@pytest.mark.parametrize("tight", range(6))
def test_those_who_wish_to_change_are_served_in_the_order_of_the_draw(tight):
    """By hand, village by village: wishes are what a January without a floor would bring; one village has room for some."""
    values = {"reconsidering": 0.5, "judgement_spread": 0.5}
    floor = float(shares_of(grown(0))[tight]) - 0.04
    before, free, held = grown(0).households, *(grown(1, grain_floor=x, **values).households for x in (0.0, floor))
    wishes = (before["product"] != 1) & (free["product"] == 1)
    lots = raw_words(key(LUCK.seed, LUCK.idiosyncratic, 84), before.id, FIELDS, 1)[0]
    changed, some = (before["product"] != 1) & (held["product"] == 1), False
    for village in range(6):
        here = np.flatnonzero(before["village"] == village)
        land, cash = before["land"][here], before["product"][here] == 1
        left = (np.where(cash, 0.3, 1.0) @ land - floor * land.sum()) / 0.7
        waiting = sorted(here[wishes[here]].tolist(), key=lambda row: lots[row])
        served = {row for k, row in enumerate(waiting) if before["land"][waiting[: k + 1]].sum() <= max(left, 0.0)}
        assert set(here[changed[here]].tolist()) == served
        some |= 0 < len(served) < len(waiting)
    assert some, "in no village was the list cut"


def test_who_is_refused_takes_the_best_that_keeps_the_grain():
    """Livestock is worth 1.1 and tobacco 1.4 to all alike: whoever may not turn to tobacco keeps livestock or turns to it."""
    values = {"reconsidering": 1.0, "judgement_spread": 0.0, "switching_cost": 0.0}
    start, county = grown(0).households["product"].copy(), grown(1, grain_floor=1.0, **values)
    now = county.households["product"]
    assert (now[start == 1] == 1).all() and (now[start != 1] == 2).all() and (start == 0).any()
    free = grown(1, grain_floor=0.0, **values).households["product"]
    assert (free == 1).all()


def test_a_cash_crop_may_follow_a_cash_crop_and_grain_may_always_come_back():
    place = SMALL._replace(products="sweet_potato, tobacco, herbs")
    for prices, best in (([1.0, 1.0, 2.0], 2), ([2.0, 1.0, 1.0], 0)):
        start = aged(place)
        before = start.households["product"].copy()
        start.products["expected_price"][:] = prices
        changes = {f"crop_choice.{k}": v for k, v in (EAGER | {"reconsidering": 1.0, "grain_floor": 1.0}).items()}
        now = lived(only("crop_choice", values=changes), 1, start).households["product"]
        assert (now[before == 1] == best).all() and (before == 1).any()
        assert best == 0 or (now[before == 0] == 0).all()


def test_a_lower_floor_lets_everybody_change_whom_a_higher_one_lets():
    counts = []
    for floor in (0.7, 0.6, 0.5, 0.0):
        county = grown(1, grain_floor=floor)
        counts.append((county.households["product"] == 1) & (grown(0).households["product"] != 1))
    assert all((a <= b).all() for a, b in zip(counts, counts[1:], strict=False)) and counts[0].sum() < counts[-1].sum()


def test_a_floor_that_nobody_reaches_moves_no_bit():
    values = {"reconsidering": 0.05}
    assert not differences(grown(2, grain_floor=0.0, **values), grown(2, grain_floor=0.01, **values))


def test_the_lanes_agree_where_the_floor_binds():
    changes = {f"crop_choice.{k}": v for k, v in (EAGER | {"reconsidering": 1.0}).items()}
    tree, start = only("crop_choice", values=changes), aged(TINY._replace(products=KINDS.products))
    start.products["expected_price"][:] = PRICES
    model = model_of(tree, start.copy(), lane="agents")
    model.step()
    fast, free = lived(tree, 1, start.copy()), lived(tree.with_values({"crop_choice.grain_floor": 0.0}), 1, start)
    assert not differences(fast, model.county)
    assert (fast.households["product"] != free.households["product"]).any()


@settings(max_examples=15, deadline=None)
@given(shares, shares, st.floats(0.0, 1.0), st.lists(st.floats(0.2, 3.0), min_size=3, max_size=3))
def test_whatever_the_values_no_village_falls_below_the_floor(floor, own_share, reconsidering, prices):
    start = aged(KINDS)
    before = shares_of(grown(0), own_share)
    start.products["expected_price"][:] = prices
    values = EAGER | {"grain_floor": floor, "reconsidering": reconsidering}
    changes = {f"crop_choice.{k}": v for k, v in values.items()} | {"farming.own_share": own_share}
    county = lived(only("crop_choice", values=changes), 5, start)
    assert (shares_of(county, own_share) >= np.minimum(floor, before) - 1e-9).all()


def test_the_share_of_grain_land_is_a_measure():
    county = lived(only("crop_choice", values={"farming.own_share": 0.2}), 0, aged(KINDS))
    county.recording = True
    county.step()
    h = county.households
    by_hand = (h["land"] * np.where(h["product"] == 1, 0.2, 1.0)).sum() / h["land"].sum()
    assert observe_all(county).values[PLACE_OF["county", "grain_land_share"]] == pytest.approx(by_hand)
