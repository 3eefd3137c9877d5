"""The synthetic county: the plan's counts exactly, whole villages, nobody with members that do not exist."""

import numpy as np
import pytest
from counties import LUCK, SMALL, population

from sim.draws import key
from sim.population import Blueprint, People, generate, identical
from sim.population.stores import members as persons
from sim.processes.earnings import Earnings

SEEDS = (1, 2)


@pytest.fixture(scope="module", params=SEEDS)
def pengshui(request):
    """The whole county."""
    return generate(Blueprint(), key(request.param, 0, 0))


def test_the_counts_of_the_plan_are_met_exactly(pengshui):
    h = pengshui.households
    ex_poor, relocated = h["ex_poor"] == 1, h["relocated"] > 0
    assert (ex_poor.sum(), persons(h)[ex_poor].sum()) == (27772, 112680)
    assert (relocated.sum(), persons(h)[relocated].sum()) == (3321, 14207)
    assert (h["ex_poor"][relocated] == 1).all()
    assert (~ex_poor).sum() == 100000
    assert pengshui.villages["ex_poor_village"].sum() == 115 and pengshui.villages.n == 115 + 180
    assert len(set(pengshui.villages["township"].tolist())) == 39
    assert set(h["site"][h["relocated"] == 1].tolist()) == set(range(1, 13))
    assert not h["site"][h["relocated"] != 1].any() and set(h["relocated"].tolist()) == {0, 1, 2}


def test_rows_are_in_the_order_of_village_and_id(pengshui):
    h = pengshui.households
    order = np.lexsort((h.id, h["village"]))
    assert (order == np.arange(h.n)).all() and len(set(h.id.tolist())) == h.n
    assert set(h["village"].tolist()) == set(range(pengshui.villages.n))


def test_counts_of_members_agree(pengshui):
    h = pengshui.households
    able = h["adults"].astype(int) - h["disabled"] - h["students"]
    assert min(h[name].min() for name in ("children", "adults", "elders", "chronic", "disabled", "migrants")) >= 0
    assert persons(h).min() >= 1 and persons(h).max() <= 12
    assert (h["chronic"] <= persons(h)).all() and (h["migrants"] <= np.maximum(able, 0)).all()
    for subset, group in (
        ("infants", "children"),
        ("youths", "adults"),
        ("students", "youths"),
        ("qualified", "adults"),
        ("disabled", "adults"),
    ):
        assert (h[subset] >= 0).all() and (h[subset] <= h[group]).all(), subset
    assert (h["half_power"] <= h["adults"].astype(int) - h["disabled"]).all() and not h["out_of_school"].any()
    assert all((h[f"persons_{k}"] == persons(h)).all() for k in range(4))


def test_links_lead_somewhere_and_principal_is_what_households_hold(pengshui):
    h = pengshui.households
    for link, store in (("cooperative", pengshui.cooperatives), ("enterprise", pengshui.enterprises)):
        rows, held = h[link], h[f"{link}_shares"]
        assert rows.max() < store.n and rows.min() == -1 and not held[rows < 0].any()
        expected = np.bincount(rows[rows >= 0], weights=held[rows >= 0], minlength=store.n)
        np.testing.assert_allclose(store["principal"], expected)
    member = h["cooperative"] >= 0
    assert (pengshui.cooperatives["village"][h["cooperative"][member]] == h["village"][member]).all()
    assert not h["employed"].any() and (h["employer"] == -1).all()
    buyer = pengshui.cooperatives["buyer"]
    sold = buyer >= 0
    assert (pengshui.enterprises["product"][buyer[sold]] == pengshui.cooperatives["product"][sold]).all()
    assert (pengshui.enterprises["workshop"][buyer[sold]] == 0).all()


def test_the_ex_poor_are_chosen_on_persistent_traits(pengshui):
    """Fewer able hands per head and less skill on average; no column of income had a part in it."""
    h = pengshui.households
    poor = h["ex_poor"] == 1
    hands = (h["adults"].astype(int) - h["disabled"]) / persons(h)
    assert hands[poor].mean() < hands[~poor].mean() and h["skill"][poor].mean() < h["skill"][~poor].mean()
    richer = h["market_income_0"] / persons(h)
    same_skill = np.abs(h["skill"]) < 0.02
    assert np.corrcoef(poor[same_skill], richer[same_skill])[0, 1] < 0.1


def test_the_same_key_gives_the_same_county_and_another_key_another():
    one, same, other = (generate(Blueprint(SMALL), key(seed, 0, 0)) for seed in (5, 5, 6))
    for store, twin in zip(one.stores, same.stores, strict=True):
        assert all(store[name].tobytes() == twin[name].tobytes() for name in store.kind.names())
    assert not np.array_equal(one.households["skill"], other.households["skill"])


@pytest.mark.parametrize("wanted", [1, 500, 2000])
def test_a_smaller_county_keeps_whole_villages_unchanged(wanted):
    whole, part = generate(Blueprint(), key(1, 0, 0)), generate(Blueprint(), key(1, 0, 0), wanted)
    h, all_of_them = part.households, whole.households
    rows = np.isin(all_of_them.id, h.id)
    villages = np.unique(all_of_them["village"][rows])
    assert np.isin(all_of_them["village"], villages).sum() == h.n >= wanted, "whole villages"
    sizes = np.bincount(h["village"], minlength=part.villages.n)
    assert h.n - sizes.max() < wanted and part.villages.n == villages.size
    assert (part.villages.id == villages).all() and (np.diff(h["village"]) >= 0).all()
    for name in ("skill", "land", "children", "ex_poor", "savings", "cooperative_shares", "access_medical"):
        assert (h[name] == all_of_them[name][rows]).all(), name
    assert part.scale == pytest.approx(persons(h).sum() / persons(all_of_them).sum())
    member = h["cooperative"] >= 0
    assert (part.cooperatives["village"][h["cooperative"][member]] == h["village"][member]).all()
    expected = whole.enterprises["jobs"].sum() * part.scale
    assert abs(part.enterprises["jobs"].sum() - expected) < 4 * np.sqrt(part.enterprises.n / 4)
    assert part.enterprises["village"].max() < part.villages.n


def test_ages_schooling_and_labour_power_have_their_shares(pengshui):
    h, p = pengshui.households, People()
    able = h["adults"].astype(int) - h["disabled"]
    for name, group in (
        ("infants", h["children"]),
        ("youths", h["adults"]),
        ("students", h["youths"]),
        ("half_power", able),
        ("qualified", h["adults"]),
    ):
        share, of = getattr(p, name), int(group.sum())
        assert abs(h[name].sum() - share * of) < 4.0 * np.sqrt(h.n / 4), name


def test_as_many_households_as_there_are_is_the_whole_county():
    assert population().households.n == 450 == generate(Blueprint(SMALL), key(3, 0, 0), 450).households.n
    assert generate(Blueprint(SMALL), key(3, 0, 0), 10**9).scale == 1.0


BEGINNING = {
    "first_migrants": ({"migrants"}, 0.3),
    "first_income": ({f"market_income_{k}" for k in range(4)}, 2000.0),
    "house_dangerous": ({"house"}, 0.2),
    "house_damaged": ({"house"}, 0.3),
    "water_unsafe": ({"water"}, 0.3),
    "wealth_premium": ({"capital", "savings", *(f"market_income_{k}" for k in range(4))}, 0.5),
}


@pytest.mark.parametrize("field", BEGINNING)
def test_what_people_begin_with_moves_its_own_columns(field):
    own, value = BEGINNING[field]
    changed = generate(Blueprint(SMALL, People(**{field: value})), key(LUCK.seed, 0, 0)).households
    before = population().households
    assert {name for name in before.kind.names() if (changed[name] != before[name]).any()} == own


def test_the_persistent_shock_begins_with_its_stationary_spread():
    assert Blueprint().shock_spread == Earnings().persistent_spread
    wide = generate(Blueprint(SMALL, shock_spread=2.0 * Blueprint().shock_spread), key(LUCK.seed, 0, 0))
    assert (wide.households["persistence"] == 2.0 * population().households["persistence"]).all()


def test_identical_households_differ_by_their_id_alone():
    start = identical(5, capital=7.0, adults=2)
    h = start.households
    for name in h.kind.names():
        assert name == "id" or len(set(h[name].tolist())) == 1, name
    assert h["persons_2"].tolist() == [2] * 5 and start.cooperatives.n == start.enterprises.n == 0
