"""The fall of welfare taken apart: it adds up, and each part is where it belongs."""

import numpy as np
import pytest
from hand_made import FIRST, RETURNED, put, quiet, track

from sim.explain.changes import MEMBERS, change, mean_members, sums
from sim.explain.lines import ALL, BY_NAME, FLOW_OF, REST, without_a_line
from sim.explain.track import PLACE, YEAR, Track


def test_every_flow_of_income_belongs_to_one_line():
    assert without_a_line() == []
    named = [name for line in ALL for name in line.flows]
    assert len(named) == len(set(named)) and set(named) <= set(FLOW_OF)


def test_the_parts_add_up_to_the_change_of_the_models_own_welfare(found):
    assert found.returns == len(found.lives) > 20
    for life in found.lives:
        track, parts = life.track, life.change.parts
        difference = track.at("flow.welfare", track.returned) - track.at("flow.welfare", track.returned - YEAR)
        assert sum(parts.values()) == pytest.approx(difference, abs=1e-7)
        assert life.change.total == difference < 0.0


def test_no_income_is_left_over(found):
    """The lines explain all of the model's welfare: the rest is rounding."""
    for life in found.lives:
        for quarter in (life.track.returned, life.track.returned - YEAR):
            assert sums(life.track, quarter)[REST] == pytest.approx(0.0, abs=1e-6)


def test_each_part_is_the_change_of_its_line_a_person():
    values = quiet()
    put(values, RETURNED - 1, flow__wage_migrant=1000.0)
    put(values, RETURNED, flow__own_paid=2000.0)
    parts = change(track(values)).parts
    assert parts["migrant"] == pytest.approx(-2000.0) and parts["medical"] == pytest.approx(-500.0)
    assert all(
        parts[name] == pytest.approx(0.0, abs=1e-9)
        for name in (*BY_NAME, MEMBERS)
        if name not in ("migrant", "medical")
    )


def test_more_members_take_and_fewer_give():
    values = quiet(persons=4)
    for k in range(YEAR):
        put(values, RETURNED - YEAR + 1, **{f"persons_{k}": 5})
    put(values, RETURNED - YEAR + 1, children=1)
    found = change(track(values))
    assert found.parts[MEMBERS] == pytest.approx(20_000 * (1 / 5 - 1 / 4)) == found.total


def split_in_two(share: float, quarter: int) -> Track:
    """A household of four of which half the members and all but ``share`` of its amounts leave in ``quarter``."""
    values = quiet()
    put(values, quarter - 1, quarter - 1, split=1)
    put(values, quarter, adults=2, able=2, flow__wage_migrant=5000.0 * share, flow__welfare=4 * 5000.0 * share / 2)
    put(values, FIRST, quarter - 1, flow__welfare=5000.0)
    for k in range(YEAR):
        put(values, quarter, **{f"persons_{k}": 2, f"market_income_{k}": 5000.0 * share})
    return Track(7, RETURNED, FIRST, values)


@pytest.mark.parametrize("share", [0.5, 0.3])
@pytest.mark.parametrize("quarter", [RETURNED - YEAR, RETURNED])
def test_a_household_that_was_divided_is_compared_with_its_own_part(share, quarter):
    """After the split it earns as much of everything as it kept: nothing of the other part's income was lost."""
    lived = split_in_two(share, quarter)
    assert [(split.quarter, split.share) for split in lived.splits] == [(quarter, pytest.approx(share))]
    found = change(lived)
    assert found.parts["migrant"] == pytest.approx(0.0) == found.parts[REST]
    assert found.parts[MEMBERS] == pytest.approx(found.total)
    assert found.total == pytest.approx(10_000.0 * share - 5000.0 if quarter == RETURNED else 0.0)


def test_a_household_without_a_year_before_is_not_taken_apart():
    values = quiet()
    values[: RETURNED - 2 - FIRST] = np.nan
    assert change(Track(7, RETURNED, FIRST, values)) is None


def test_mean_members_are_those_of_the_households_own_columns(found):
    track = found.lives[0].track
    assert mean_members(track, track.returned) * YEAR == sum(
        track.rows[track.returned - track.first][PLACE[f"persons_{k}"]] for k in range(YEAR)
    )
