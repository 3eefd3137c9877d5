"""The harvest and what it sells for."""

import numpy as np
import pytest
from counties import flow, lived, only
from hypothesis import given
from hypothesis import strategies as st

from sim.compiled import plain
from sim.population import identical
from sim.processes.farming import Farming, potential, season

weights = st.floats(0.0, 10.0)


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
