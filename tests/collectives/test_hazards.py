"""Disasters strike at their rates, together where they share a cause, and take what they say; diseases break out."""

import numpy as np
import pytest
from counties import LUCK
from hypothesis import given
from hypothesis import strategies as st

from sim.collectives.hazards import KINDS, SEASONS, Hazards, calm_weather, hazards, strike_chances, struck
from sim.compiled import plain
from sim.draws import key
from sim.population.stores import county_store
from sim.processes.hazard import house_struck, share_lost
from sim.state.collective import PRODUCT_KIND, VILLAGE_KIND
from sim.state.store import Store

N = 4000
NONE = Hazards(**{f"{kind}_rate": 0.0 for kind in KINDS}, plant_disease_rate=0.0, animal_disease_rate=0.0)


def county(n=N, townships=N, products=3):
    """Villages of mean exposure, each township with the same number of them."""
    villages, store = Store(VILLAGE_KIND, n), Store(PRODUCT_KIND, products)
    villages["township"][:] = villages.id * townships // n
    for kind in KINDS:
        villages[f"exposure_{kind}"][:] = 1.0
    return villages, store, county_store()


def at(quarter, replicate=0):
    return key(LUCK.seed, replicate, quarter)


@pytest.mark.parametrize("kind", KINDS)
def test_a_disaster_strikes_at_its_rate_in_its_season_and_by_exposure(kind):
    """Each village alone in its township; exposure 0, 1 and 3; the chance of a year is 1 - exp(-rate x exposure)."""
    p = NONE._replace(**{f"{kind}_rate": 0.2, "drought_wide": 0.0})
    villages, _, _ = county()
    exposure = np.array([0.0, 1.0, 3.0])[villages.id % 3]
    villages[f"exposure_{kind}"][:] = exposure
    hit = np.zeros((4, N), dtype=bool)
    for quarter in range(4):
        hit[quarter] = struck(villages, kind, at(84 + quarter), p)
    assert [bool(row.any()) for row in hit] == [quarter in SEASONS[kind] for quarter in range(4)]
    for x in (0.0, 1.0, 3.0):
        found, chance = hit.any(axis=0)[exposure == x], 1 - np.exp(-0.2 * x)
        assert abs(found.mean() - chance) <= 4 * np.sqrt(chance * (1 - chance) / found.size)


@pytest.mark.parametrize("kind, common", [("flood", 0.5), ("hail", 0.5), ("landslide", None), ("drought", 0.5)])
def test_villages_of_a_township_are_struck_together_where_they_share_the_cause(kind, common):
    """The same rate, whatever is shared; both of two villages far more often than by chance."""
    shared = {} if common is None else {f"{kind}_common": common}
    p = NONE._replace(**{f"{kind}_rate": 0.4, "drought_wide": 0.0, **shared})
    villages, _, _ = county(townships=N // 2)
    hit = np.array([struck(villages, kind, at(81 + SEASONS[kind][0] - 1 + 4 * year), p) for year in range(4)])
    if not hit.any():
        hit = np.array([struck(villages, kind, at(80 + SEASONS[kind][0] + 4 * year), p) for year in range(4)])
    chance = strike_chances(villages, kind, 80 + SEASONS[kind][0], p)[0]
    pairs = hit.reshape(4, N // 2, 2)
    both, n = pairs.all(axis=2).mean(), 4 * N // 2
    assert abs(pairs.mean() - chance) < 4 * np.sqrt(2 * chance * (1 - chance) / (2 * n))
    expected = {None: chance * chance}.get(common)
    error = 4 * np.sqrt(both * (1 - both) / n)
    assert abs(both - expected) < error if expected is not None else both > 1.5 * chance * chance + error


def test_a_wide_drought_is_the_countys():
    """With its whole cause shared, all villages have it or none; over replicates at its rate."""
    p = NONE._replace(drought_rate=0.4, drought_wide=1.0)
    villages, _, _ = county(20, 20)
    years = [struck(villages, "drought", at(85, replicate), p) for replicate in range(2000)]
    assert {int(hit.sum()) for hit in years} == {0, 20}
    chance = 1 - np.exp(-0.2)
    assert abs(np.mean([hit[0] for hit in years]) - chance) < 4 * np.sqrt(chance * (1 - chance) / 2000)


@given(st.floats(1e-9, 1 - 1e-9), st.floats(0, 1))
def test_what_is_lost_is_a_share(u, mean):
    assert 0.0 <= plain(share_lost)(u, mean) <= 1.0
    assert plain(share_lost)(u, 0.0) == 0.0 and plain(share_lost)(u, 1.0) == 1.0


@pytest.mark.parametrize("mean", [0.02, 0.25, 0.7])
def test_the_mean_loss_is_the_mean(mean):
    u = (np.arange(200000) + 0.5) / 200000
    assert np.mean([share_lost(float(x), mean) for x in u]) == pytest.approx(mean, rel=1e-3)


def test_losses_are_the_kinds_own_and_severe_for_all_at_once():
    p = NONE._replace(flood_rate=2.0, flood_crop=0.3, flood_capital=0.2, flood_house=0.0)
    villages, products, store = county()
    hazards(villages, products, store, at(85), p)
    crop, capital = villages["disaster"], villages["capital_hit"]
    hit = crop > 0.0
    for lost, mean in ((crop, 0.3), (capital, 0.2)):
        assert abs(lost[hit].mean() - mean) < 4 * lost[hit].std() / np.sqrt(hit.sum())
    assert (np.argsort(crop[hit]) == np.argsort(capital[hit])).all() and not villages["house_hit"].any()


def test_struck_fields_recover_in_january_while_capital_is_hit_once():
    p = NONE._replace(flood_rate=2.0, flood_capital=0.2)
    villages, products, store = county(50, 50)
    hazards(villages, products, store, at(86), p)
    crop, capital = villages["disaster"].copy(), villages["capital_hit"].copy()
    assert crop.any() and capital.any()
    hazards(villages, products, store, at(87), p)
    assert (villages["disaster"] == crop).all() and not villages["capital_hit"].any()
    hazards(villages, products, store, at(88), p)
    assert not villages["disaster"].any()


def test_several_disasters_take_their_shares_of_what_is_left():
    def lost(*kinds):
        villages, products, store = county(300, 300)
        p = NONE._replace(drought_wide=0.0, **{f"{kind}_rate": 2.0 for kind in kinds})
        hazards(villages, products, store, at(85), p)
        return villages["disaster"]

    left = np.prod([1.0 - lost(kind) for kind in KINDS], axis=0)
    np.testing.assert_allclose(lost(*KINDS), 1.0 - left, rtol=1e-12)
    assert left.min() < 0.5 < left.max() == 1.0


def test_diseases_break_out_at_their_rates():
    p = NONE._replace(
        plant_disease_rate=0.4, plant_disease_loss=0.3, animal_disease_rate=0.4, animal_disease_spread=0.25
    )
    villages, products, store = county(1, 1, products=40)
    plants, animals = [], []
    for replicate in range(1000):
        hazards(villages, products, store, at(85, replicate), p)
        plants.append(products["disease"].copy())
        animals.append(float(store["animal_disease"][0]))
    chance, lost = 1 - np.exp(-0.1), np.array(plants)
    assert abs((lost > 0).mean() - chance) < 4 * np.sqrt(chance * (1 - chance) / lost.size)
    assert abs(lost[lost > 0].mean() - 0.3) < 4 * lost[lost > 0].std() / np.sqrt((lost > 0).sum())
    assert set(animals) == {0.0, 0.25}
    assert abs(np.mean(np.array(animals) > 0) - chance) < 4 * np.sqrt(chance * (1 - chance) / 1000)


def test_calm_weather_leaves_nothing():
    villages, products, store = county(50, 50)
    hazards(villages, products, store, at(85), Hazards(flood_rate=2.0, plant_disease_rate=2.0, animal_disease_rate=2.0))
    assert villages["disaster"].any()
    calm_weather(villages, products, store)
    assert not any(villages[name].any() for name in ("disaster", "capital_hit", "house_hit"))
    assert not products["disease"].any() and store["animal_disease"][0] == 0.0


def test_a_house_is_struck_with_the_chance_of_the_quarter_at_the_upper_end_of_the_draw():
    assert [plain(house_struck)(u, 0.2) for u in (0.01, 0.79, 0.81, 0.99)] == [False, False, True, True]
    assert not plain(house_struck)(0.9999999, 0.0)
