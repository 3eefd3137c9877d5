"""Idle houses: whose are let, what household and collective get, what outsiders want, what a clean-up ends."""

import numpy as np
import pytest
from counties import aged, flow, lived, only, tree_with
from hypothesis import given
from hypothesis import strategies as st

from sim.collectives.idle_houses import collectives_part, next_in_use, use_houses, wanted
from sim.compiled import plain
from sim.draws import HOUSES, key, uniforms
from sim.population import identical
from sim.processes.houses import Houses, house_rent, stands_idle
from sim.state.collective import VILLAGE_KIND
from sim.state.store import Store

STILL = {"houses.use_rate": 0.0, "houses.clean_up": 0.0}


@pytest.mark.parametrize(
    ("persons", "migrants", "relocated", "house", "idle"),
    [(2, 2, 0, 0, 1.0), (2, 2, 0, 1, 1.0), (2, 1, 0, 0, 0.0), (0, 0, 0, 0, 0.0), (1, 1, 1, 0, 0.0), (1, 1, 2, 0, 0.0),
     (1, 1, 0, 2, 0.0)],
)  # fmt: skip
def test_whose_house_stands_idle(persons, migrants, relocated, house, idle):
    assert plain(stands_idle)(persons, migrants, relocated, house) == idle


def test_rent_by_hand():
    start = identical(4, migrants=1)
    start.households["elders"][1] = 1
    start.households["relocated"][2] = 2
    start.villages["houses_in_use"][:] = 1.0
    values = {**STILL, "houses.rent": 4000.0, "houses.share": 0.6}
    county = lived(only("houses", "villages", values=values), 1, start)
    assert flow(county, "house_rent").tolist() == pytest.approx([600.0, 0.0, 0.0, 600.0])
    assert flow(county, "property").tolist() == flow(county, "house_rent").tolist()
    assert county.upkeep.income.sum() == pytest.approx(800.0) and county.imbalance < 1e-12
    assert county.upkeep.leaked.sum() > 0.0, "what the collective gets leaks like its other income"


def test_more_houses_in_use_are_those_of_before_and_more():
    let = []
    for share in (0.2, 0.5):
        start = identical(4000, migrants=1)
        start.villages["houses_in_use"][:] = share
        county = lived(only("houses", values=STILL), 1, start)
        let.append(flow(county, "house_rent") > 0.0)
        expected = uniforms(county.initial, start.households.id, HOUSES, 0)[0] < share
        assert (let[-1] == expected).all() and abs(expected.mean() - share) < 4 * np.sqrt(share * (1 - share) / 4000)
    assert (let[0] <= let[1]).all()


def test_a_lease_ends_when_somebody_comes_home_and_the_same_house_is_let_again():
    start = identical(200, migrants=1)
    start.villages["houses_in_use"][:] = 0.3
    county = lived(only("houses", values=STILL), 1, start)
    first = flow(county, "house_rent") > 0.0
    county.households["migrants"][:] = 0
    county.step()
    assert not flow(county, "house_rent").any()
    county.households["migrants"][:] = 1
    county.step()
    assert ((flow(county, "house_rent") > 0.0) == first).all() and first.any()


def some(**columns):
    store = Store(VILLAGE_KIND, 3)
    for name, values in {"road": [1.0, 1.0, 0.5], "visited": [0, 1, 1], **columns}.items():
        store[name][:] = values
    return store


def test_what_outsiders_want():
    p = Houses(demand=0.1, demand_visited=0.6)
    np.testing.assert_allclose(wanted(some(), 1.0, p), [0.1, 0.6, 0.3])
    np.testing.assert_allclose(wanted(some(), 0.5, p), [0.1, 0.3, 0.15])
    np.testing.assert_allclose(wanted(some(), 2.0, p), [0.1, 0.6, 0.3])


def test_use_moves_towards_what_is_wanted_by_a_step_at_most():
    p = Houses(demand=0.1, demand_visited=0.6, use_rate=0.08, clean_up=0.0)
    villages = some(houses_in_use=[0.5, 0.59, 0.0])
    use_houses(villages, 1.0, key(1, 0, 84), p)
    np.testing.assert_allclose(villages["houses_in_use"], [0.48, 0.6, 0.02])


def test_a_clean_up_ends_all_leases_of_its_village_at_its_rate():
    villages = Store(VILLAGE_KIND, 20000)
    villages["road"][:], villages["houses_in_use"][:] = 1.0, 0.05
    use_houses(villages, 1.0, key(1, 0, 84), Houses(demand=0.05, clean_up=0.4))
    left, chance = (villages["houses_in_use"] > 0.0).mean(), np.exp(-0.1)
    assert abs(left - chance) < 4 * np.sqrt(chance * (1 - chance) / 20000)


@given(st.floats(0.05, 1), st.floats(0, 1e4))
def test_household_and_collective_share_the_whole_rent(share, rent):
    p = Houses(share=share, rent=rent)
    mine = plain(house_rent)(1.0, p)
    assert mine + collectives_part(np.array([mine]), p)[0] == pytest.approx(0.25 * rent)


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_use_stays_a_share_and_never_overshoots(now, goal, rate):
    after = next_in_use(np.array([now]), np.array([goal]), Houses(use_rate=rate))[0]
    assert min(now, goal) - 1e-12 <= after <= max(now, goal) + 1e-12 and abs(after - now) <= 0.25 * rate + 1e-12


def test_collectives_earn_more_with_houses_let_and_accounts_close():
    start = aged()
    start.villages["houses_in_use"][:] = 0.9
    values = {"houses": {"use_rate": 0.0, "clean_up": 0.0}}
    county = lived(tree_with(**values), 1, start.copy())
    plain_county = lived(tree_with(houses={"enabled": False}), 1, start)
    rent = flow(county, "house_rent").sum()
    assert rent > 0.0 and county.imbalance < 1e-9
    more = county.upkeep.income.sum() - plain_county.upkeep.income.sum()
    assert more == pytest.approx(rent * 0.4 / 0.6)
