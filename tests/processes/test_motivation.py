"""Effort answers to aid: bounded, slow, down where aid is taken away, up where it is earned."""

import numpy as np
import pytest
from counties import aged, lived, only, tree_with
from hypothesis import given
from hypothesis import strategies as st

from sim.compiled import plain
from sim.population import identical
from sim.processes.motivation import Motivation, implicit_tax, next_effort


@given(st.booleans(), st.booleans(), st.floats(-1e4, 1e5), st.floats(0.001, 1))
def test_the_implicit_tax_is_a_share(on_dibao, helped, welfare, band):
    tax = plain(implicit_tax)(on_dibao, helped, welfare, 6000.0, band)
    assert 0.0 <= tax <= 1.0 and (not on_dibao or tax == 1.0)
    assert on_dibao or (helped and 6000.0 * (1 - band) < welfare < 6000.0) or tax == 0.0


@given(st.floats(0.7, 1.1), st.floats(0, 1), st.booleans())
def test_effort_stays_between_floor_and_ceiling(now, tax, by_work):
    p = Motivation(tax_response=1.0, work_response=1.0)
    assert p.floor <= plain(next_effort)(now, tax, by_work, p) <= p.ceiling


def test_effort_moves_to_its_aim_by_a_share_each_quarter():
    values = {"motivation.tax_response": 0.2, "motivation.speed": 0.5, "motivation.floor": 0.5}
    start = identical(3, effort=1.0, dibao=np.array([1, 0, 0]), post=np.array([0, 1, 0]))
    h = lived(only("motivation", values={**values, "motivation.work_response": 0.04}), 2, start).households
    assert h["effort"] == pytest.approx([1 - 0.2 * 0.75, 1 + 0.04 * 0.75, 1.0])


def test_just_below_the_monitoring_line_the_monitored_work_less():
    values = {"motivation.tax_response": 0.3, "motivation.cliff_band": 0.1, "motivation.speed": 1.0}
    start = identical(3, effort=1.0, monitor=np.array([2, 2, 0]))
    for k in range(4):
        start.households[f"market_income_{k}"][:] = np.array([5950.0, 5000.0, 5950.0]) / 4
    start.households["market_income_0"][:] *= 1
    tree = only("motivation", values=values)
    county = lived(tree, 0, start)
    county.households["market_income_0"][:] = 0.0  # this quarter has no income, so the ring holds three quarters
    for k in (1, 2, 3):
        county.households[f"market_income_{k}"][:] = np.array([5950.0, 5000.0, 5950.0]) / 3
    county.step()
    effort = county.households["effort"]
    assert effort[0] < 0.8 and effort[1] == 1.0 and effort[2] == 1.0


def test_less_effort_costs_income():
    shy = tree_with(motivation={"tax_response": 1.0, "speed": 1.0, "floor": 0.3})
    eager = tree_with(motivation={"tax_response": 0.0, "work_response": 0.0})
    one, other = (lived(tree, 8, aged()) for tree in (shy, eager))
    assert one.households["market_income_3"].sum() < other.households["market_income_3"].sum()
