"""Work found and lost, wages, the harvest and what it sells for."""

import numpy as np
import pytest
from counties import aged, baseline, flow, lived, only, tree_with
from hypothesis import given
from hypothesis import strategies as st

from sim.compiled import plain
from sim.population import identical
from sim.processes.earnings import Earnings, next_persistence, wage
from sim.processes.farming import Farming, potential, season
from sim.processes.labour import Labour, employability, next_workers

weights = st.floats(0.0, 10.0)


@given(st.integers(0, 12), st.booleans(), st.booleans())
def test_workers_change_by_at_most_one_and_are_never_negative(now, found, lost):
    then = plain(next_workers)(now, found, lost)
    assert then >= 0 and abs(then - now) <= 1
    assert then - now == int(found) - int(lost and now > 0)


@given(st.floats(-9, 9), st.floats(0, 2), st.floats(0, 1))
def test_employability_rises_with_skill_support_and_training(skill, more, channel):
    value = plain(employability)
    base = value(skill, channel, False, Labour())
    assert base > 0.0
    assert value(skill + more, channel, False, Labour()) >= base
    assert value(skill, channel + 0.1, False, Labour()) > base and value(skill, channel, True, Labour()) > base
    assert value(0.0, 0.0, False, Labour()) == 1.0


@given(st.floats(-20, 20), st.floats(-10, 0), st.floats(0, 10))
def test_productivity_counts_between_its_floor_and_its_ceiling(skill, floor, ceiling):
    p = Labour(skill_slope=1.0, skill_floor=floor, skill_ceiling=ceiling)
    counted = min(max(skill, floor), ceiling)
    assert plain(employability)(skill, 0.0, False, p) == pytest.approx(np.exp(counted))


def test_no_household_ever_employs_more_than_its_able_adults():
    crisis = {"environment": {"crisis_rate": 1.0}, "labour": {"migrant_finding": 3.0, "local_finding": 3.0},
              "demography": {"adult_death_rate": 0.4}}  # fmt: skip
    for tree in (baseline().tree, tree_with(**crisis)):
        county = lived(tree, 0, aged())
        for _ in range(8):
            county.step()
            h = county.households
            able = h["adults"].astype(int) - h["disabled"]
            assert (h["migrants"] + h["local_workers"] + h["employed"] <= able).all()
            assert min(h[name].min() for name in ("migrants", "local_workers", "employed", "post")) >= 0
            assert (h["employed"][h["employer"] < 0] == 0).all()


def test_a_labour_crisis_sends_migrants_home():
    """Within the crisis quarter at a further hazard of 4 x its loss, and new outside work is rare."""
    quiet = {"labour.migrant_finding": 0.0, "labour.migrant_loss": 0.0, "labour.local_finding": 0.0}
    crisis = {"environment.crisis_rate": 2.0, "environment.crisis_loss": 0.2}
    county = lived(only("labour", "environment", values=quiet | crisis), 0, identical(20000, migrants=1))
    for _ in range(12):
        before = int(county.households["migrants"].sum())
        county.step()
        lost = 1 - county.households["migrants"].sum() / before
        struck = county.county["crisis"][0] > 0.0
        assert abs(lost - (1 - np.exp(-0.2)) * struck) < 4 * np.sqrt(0.15 / before) * struck + 1e-12


def test_the_last_able_adult_stays_for_those_who_need_care():
    found = {}
    for children in (0, 1):
        values = {"labour.local_finding": 0.0, "labour.care_factor": 0.0}
        found[children] = lived(only("labour", values=values), 4, identical(500, children=children)).households[
            "migrants"
        ]
    assert found[0].any() and not found[1].any()


@given(st.floats(0, 1e5), st.floats(0, 8), st.floats(0, 5))
def test_a_wage_is_a_quarter_of_the_years(level, workers, factor):
    assert plain(wage)(level, workers, factor) == pytest.approx(level * workers * factor / 4)


def test_the_persistent_shock_keeps_its_variance():
    p = Earnings(persistence=0.6, persistent_spread=0.5)
    assert plain(next_persistence)(1.0, 0.0, p) == 0.6
    assert plain(next_persistence)(0.0, 1.0, p) == pytest.approx(0.4)  # 0.5 sqrt(1 - 0.36)


def test_training_raises_wages_by_its_gain():
    values = {"earnings.training_wage": 0.1}
    wages = [
        flow(lived(only("earnings", values=values), 1, identical(50, local_workers=1, trained=t)), "wage_local")
        for t in (0, 1)
    ]
    np.testing.assert_allclose(wages[1] / wages[0], 1.1, rtol=1e-12)


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


def test_a_harvest_by_hand():
    """One adult, 5 mu: 4200 x 5 x 1/1.5 a year, 35 % of it in the third quarter; inputs are 35 % of that."""
    farm = lived(only("farming"), 3, identical(2, adults=1, land=5.0))  # 2021Q3
    np.testing.assert_allclose(flow(farm, "output"), 14000.0 * 0.35)
    np.testing.assert_allclose(flow(farm, "farm_cost"), 14000.0 * 0.35 * 0.35)
    np.testing.assert_allclose(flow(farm, "sales_market"), flow(farm, "output"))
    away = lived(only("farming"), 3, identical(2, adults=1, migrants=1, land=5.0))
    assert not flow(away, "output").any() and not flow(away, "farm_cost").any()


def test_disaster_and_lost_roads_cut_the_harvest():
    start = identical(2, adults=1, land=5.0)
    whole = flow(lived(only("farming"), 1, start.copy()), "output")
    start.villages["infrastructure"][:] = 0.2
    np.testing.assert_allclose(flow(lived(only("farming"), 1, start), "output"), whole * (1 - 0.25 * 0.8))
    struck = lived(only("farming", "environment", values={"environment.disaster_rate": 2.0, "environment.disaster_loss": 1.0}),
                   0, identical(2, adults=1, land=5.0))  # fmt: skip
    for _ in range(8):
        struck.step()
        assert (flow(struck, "output") == 0.0).all() == (struck.villages["disaster"][0] == 1.0)
