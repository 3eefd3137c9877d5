"""What a farm stay earns: guests of the season who can reach it, hands at home; all of them less when visitors stay away."""

import numpy as np
import pytest
from counties import AMPLE, aged, baseline, flow, lived, only
from hypothesis import given
from hypothesis import strategies as st

from sim.compiled import plain
from sim.parameters import load_scenario
from sim.population import identical
from sim.processes.farm_stays import Tourism, farm_stay_income, guest_season, reachable
from sim.state.households import FARM_STAY, SMALL_INDUSTRY

STILL = {"tourism.closing": 0.0, "tourism.opening": 0.0, "tourism.deserted": 0.0}


def homes(n, **columns):
    start = identical(n, side=FARM_STAY, able=1, **columns)
    start.villages["visited"][:] = 1
    for system in ("road", "power"):
        start.villages[system][:] = 1.0
    return start


def test_the_seasons_add_up_to_a_year():
    p = Tourism(season_1=1.0, season_2=2.0, season_3=4.0, season_4=1.0)
    assert [plain(guest_season)(q, p) for q in range(4, 8)] == [0.125, 0.25, 0.5, 0.125]
    none = Tourism(season_1=0.0, season_2=0.0, season_3=0.0, season_4=0.0)
    assert plain(guest_season)(5, none) == 0.25


def test_a_year_by_hand():
    county = lived(only("tourism", values={**STILL, "tourism.income": 12000.0}), 0, homes(2))
    earned = []
    for _ in range(4):
        county.step()
        earned.append(flow(county, "farm_stay_income").copy())
        assert (flow(county, "business") == earned[-1]).all() and county.imbalance < 1e-12
    np.testing.assert_allclose(np.array(earned)[:, 0], 12000.0 * np.array([0.15, 0.25, 0.35, 0.25]))


def test_hands_roads_power_and_other_industries():
    start = homes(5)
    h = start.households
    h["migrants"][1], h["side"][2], h["side"][3] = 1, SMALL_INDUSTRY, 0
    h["adults"][4], h["able"][4], h["elders"][4] = 0, 0, 1
    start.villages["road"][:], start.villages["power"][:] = 0.5, 0.8
    values = {**STILL, "tourism.income": 10000.0, "tourism.hands": 1.0, "farming.elder_labour": 0.4}
    county = lived(only("tourism", values=values), 1, start)
    whole = 10000.0 * 0.15 * (1 - 0.6 * 0.5) * (1 - 0.4 * 0.2)
    np.testing.assert_allclose(flow(county, "farm_stay_income"), [whole, 0.0, 0.0, 0.0, 0.4 * whole])
    assert county.households["side"].tolist() == [FARM_STAY, 0, SMALL_INDUSTRY, 0, FARM_STAY]


def test_small_industries_leave_farm_stays_alone():
    values = {"side_industries.starting": 10.0, "side_industries.giving_up": 10.0}
    county = lived(only("side_industries", values=values), 3, homes(40))
    assert (county.households["side"] == FARM_STAY).all() and not flow(county, "side_income").any()


def test_when_visitors_stay_away_all_farm_stays_lose_the_same_part():
    sets = ('shocks.visitors_lost={"2021Q2..2021Q2" = 0.8}', "tourism.deserted=0.0")
    shock = load_scenario("pengshui/baseline", (AMPLE, *sets)).tree
    one, other = lived(shock, 1, aged()), lived(baseline().tree.with_values({"tourism.deserted": 0.0}), 1, aged())
    assert one.digest() == other.digest()
    one.step(), other.step()
    assert one.county["visitors"][0] == pytest.approx(0.2 * other.county["visitors"][0])
    usual, now = flow(other, "farm_stay_income"), flow(one, "farm_stay_income")
    both = (usual > 0.0) & (now > 0.0)
    assert both.sum() >= 5
    np.testing.assert_allclose(now[both], 0.2 * usual[both])
    one.step(), other.step()
    assert one.county["visitors"][0] == other.county["visitors"][0], "the stretch has ended"


@given(st.floats(0, 3), st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_income_rises_with_hands_roads_and_power_up_to_a_whole_farm_stay(labour, road, power, more):
    p, earn, reach = Tourism(), plain(farm_stay_income), plain(reachable)
    assert earn(0.25, labour, p) == pytest.approx(0.25 * p.income * min(labour / p.hands, 1.0))
    assert 0.0 <= reach(road * more, power, p) <= reach(road, power, p) <= reach(1.0, 1.0, p) == 1.0
