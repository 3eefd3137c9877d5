"""Labour power: who can work, and for which part of full time."""

import numpy as np
import pytest
from counties import flow, lived, only
from hypothesis import given
from hypothesis import strategies as st

from sim.compiled import plain
from sim.population import identical
from sim.processes.labour_power import able, working_time

shares = st.floats(0.0, 1.0)


@given(st.integers(0, 12), st.integers(0, 12), st.integers(0, 12))
def test_the_able_are_adults_who_are_neither_disabled_nor_at_school(adults, disabled, students):
    assert plain(able)(adults, disabled, students) == max(adults - disabled - students, 0)


@given(st.integers(0, 12), st.integers(0, 12), st.floats(0, 20), shares, shares)
def test_working_time_is_a_share_and_falls_with_illness_and_half_labour_power(hands, halves, lost, effort, half):
    time = plain(working_time)
    now = time(float(hands), float(halves), lost, effort, half)
    assert 0.0 <= now <= effort
    assert time(float(hands), float(halves + 1), lost, effort, half) <= now
    assert time(float(hands), float(halves), lost + 0.5, effort, half) <= now


def test_working_time_by_hand():
    """Three able adults, one of them with half labour power, half an adult-quarter lost: 5/6 of 5/6 of the effort."""
    assert plain(working_time)(3.0, 1.0, 0.5, 0.9, 0.5) == pytest.approx(5 / 6 * 5 / 6 * 0.9)


@pytest.mark.parametrize("labour", [(), ("labour",)])
def test_half_labour_power_and_effort_cut_wages_whether_labour_is_on_or_off(labour):
    quiet = {f"labour.{name}": 0.0 for name in ("migrant_finding", "migrant_loss", "local_finding", "local_loss")}
    start = {"adults": 2, "migrants": 2}
    whole = flow(lived(only("earnings", *labour, values=quiet), 1, identical(50, **start)), "wage_migrant")
    for change, share in (({"half_power": 1}, 0.75), ({"effort": 0.8}, 0.8), ({"half_power": 2, "effort": 0.5}, 0.25)):
        part = flow(lived(only("earnings", *labour, values=quiet), 1, identical(50, **start, **change)), "wage_migrant")
        np.testing.assert_allclose(part / whole, share, rtol=1e-12)


def test_students_and_the_disabled_do_not_work():
    county = lived(only("labour", "earnings"), 1, identical(20, adults=3, students=1, disabled=1, migrants=3))
    assert (county.households["able"] == 1).all() and (county.households["migrants"] <= 1).all()
