"""Industry support: what control and irrigation hold back, what neighbours copy, and who pays for it."""

import numpy as np
import pytest
from counties import aged, lived, tree_with
from hypothesis import given
from hypothesis import strategies as st

from sim.collectives.hazards import Hazards, HeldBack, held_back
from sim.draws import key
from sim.levers.channels import Pools, Reach
from sim.levers.industry_support import IndustrySupport, held_back_by, industry_support
from sim.state import channels

LEVER, SICK = "levers__industry_support", {"plant_disease_rate": 2.0, "animal_disease_rate": 2.0}
share = st.floats(0.0, 1.0)


def moves_of(p, strength=1.0):
    """Channels moved and pools set in a quarter that pays no grants."""
    households, moved, pools = aged().households, {}, Pools()
    industry_support(Reach(households, moved, pools, key(1, 0, 84), strength), p)
    return households, moved, pools


def test_nothing_is_held_back_without_control_irrigation_or_the_lever():
    p = Hazards()
    assert held_back(p, HeldBack()) == p == held_back(p, held_back_by(IndustrySupport(enabled=True), 1.0))
    assert held_back_by(IndustrySupport(disease_control=1.0, irrigated=1.0), 1.0) == HeldBack()


@given(share, share, share, share)
def test_what_is_held_back_follows_the_strength_and_spares_all_else(control, irrigated, effect, strength):
    support = IndustrySupport(enabled=True, disease_control=control, irrigated=irrigated, irrigation_effect=effect)
    p = Hazards(plant_disease_rate=0.4, animal_disease_rate=0.2, drought_crop=0.5)
    left = held_back(p, held_back_by(support, strength))
    assert left.plant_disease_rate == pytest.approx(0.4 * (1.0 - control * strength), abs=1e-12)
    assert left.animal_disease_rate == pytest.approx(0.2 * (1.0 - control * strength), abs=1e-12)
    assert left.drought_crop == pytest.approx(0.5 * (1.0 - irrigated * effect * strength), abs=1e-12)
    changed = {name for name in p._fields if getattr(left, name) != getattr(p, name)}
    assert changed <= {"plant_disease_rate", "animal_disease_rate", "drought_crop"}


def outbreaks(control, quarters=8):
    """Quarters in which some product is ill, and what control has cost."""
    values = {"disease_control": control, "control_cost": 8000.0}
    county, ill, paid = lived(tree_with(hazards=SICK, **{LEVER: values}), 0, aged()), 0, []
    for _ in range(quarters):
        county.step()
        ill += bool(county.products["disease"].any() or county.county["animal_disease"][0])
        paid.append(county.county_payments["disease_control"] / county.villages.n)
    assert county.imbalance < 1e-9
    return ill, paid


def test_full_control_prevents_every_outbreak_and_is_paid_by_village():
    ill, paid = outbreaks(0.0)
    assert ill >= 4 and paid == [0.0] * 8
    ill, paid = outbreaks(1.0)
    assert ill == 0 and paid == [2000.0] * 8


def test_control_ends_with_the_policy():
    ending = {"enabled": True, "shape": "cliff", "ends": "2021Q1"}
    tree = tree_with(hazards=SICK, transition=ending, **{LEVER: {"disease_control": 1.0}})
    county = lived(tree, 1, aged())
    assert not county.products["disease"].any() and county.county_payments["disease_control"] > 0.0
    ill = 0
    for _ in range(8):
        county.step()
        assert county.county_payments["disease_control"] == 0.0
        ill += bool(county.products["disease"].any())
    assert ill >= 3


def test_irrigation_saves_its_part_of_the_crop_and_is_paid_by_the_mu():
    wet = {"irrigated": 1.0, "irrigation_effect": 1.0, "irrigation_cost": 100.0}
    drought = {"drought_rate": 2.0, "drought_crop": 0.6, "flood_rate": 0.0, "hail_rate": 0.0, "landslide_rate": 0.0}
    dry, watered = (lived(tree_with(hazards=drought, **{LEVER: values}), 2, aged()) for values in ({}, wet))
    assert dry.villages["disaster"].any() and not watered.villages["disaster"].any()
    land = watered.households["land"].sum()
    assert watered.county_payments["irrigation"] == pytest.approx(25.0 * land) and land > 0.0
    assert dry.county_payments["irrigation"] == 0.0 and watered.imbalance < 1e-9


def test_neighbours_copy_a_part_of_the_gain_and_nothing_by_default():
    p = IndustrySupport(enabled=True, coverage=0.5, yield_gain=0.2, imitation=0.25)
    households, moved, _ = moves_of(p, 0.5)
    (served, gain), (others, copied) = moved[channels.OUTPUT]
    assert (gain, copied) == (0.1, 0.025)
    assert (served ^ others).all() and served.any() and (~served & (households["entitlement"] > 0)).any()
    _, moved, _ = moves_of(p._replace(imitation=0.0))
    assert len(moved[channels.OUTPUT]) == 1
    ((nobody, _),) = moves_of(p._replace(coverage=0.0))[1][channels.OUTPUT]
    assert not nobody.any(), "and nobody to copy from"


def test_what_nobody_uses_costs_nothing():
    _, _, pools = moves_of(IndustrySupport(enabled=True))
    assert pools.control_cost == pools.irrigation_cost == 0.0
    _, _, pools = moves_of(IndustrySupport(enabled=True, disease_control=0.5, irrigated=0.1), 0.5)
    assert pools.control_cost == pytest.approx(0.25 * 10000.0 * 0.5 * 0.5)
    assert pools.irrigation_cost == pytest.approx(0.25 * 150.0 * 0.1 * 0.5)
    assert np.isfinite(list(vars(pools).values())).all()
