"""Shocks that take the same money: the search for their size, what counts as lost, and the whole comparison in a small county."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.analysis.equal_loss import (
    CLOSE,
    COUNTED,
    SHOCKED,
    Matched,
    Seen,
    before,
    changes,
    equal_losses,
    lived,
    lost,
    matching,
    shocked,
)  # fmt: skip
from sim.analysis.forced import SHOCKS
from sim.county import County, Luck
from sim.parameters import load_scenario
from sim.spec import quarter_number
from sim.start import start_of

BEGINS = quarter_number("2023Q1")
LUCK = Luck.of(5, 0)


@settings(max_examples=100, deadline=None)
@given(st.floats(0.05, 0.95), st.floats(0.5, 2.0), st.floats(1.0, 1e8))
def test_the_share_found_takes_what_it_should(share, curve, largest):
    asked = []

    def loss(size):
        asked.append(size)
        return largest * size**curve

    target = loss(share)
    found = matching(target, loss)
    assert found.reached and abs(loss(found.size) - target) <= CLOSE * target
    assert all(0.0 < size <= 1.0 for size in asked) and len(asked) < 24


def test_a_shock_that_cannot_take_so_much_is_as_large_as_it_can_be_and_says_so():
    assert matching(3.0, lambda size: 2.0 * size) == Matched(1.0, False)
    assert matching(2.0, lambda size: 2.0 * size) == Matched(1.0, True)
    assert matching(0.0, lambda size: size) == matching(-1.0, lambda size: size) == Matched(0.0, False)


def test_a_loss_that_jumps_over_the_target_is_not_called_equal():
    assert not matching(1.0, lambda size: 0.0 if size < 0.5 else 10.0).reached


def test_only_the_first_two_years_count():
    calm = Seen(np.full((12, 2), 10.0), 0.0, np.zeros(3))
    struck = Seen(np.vstack((np.full((COUNTED, 2), 7.0), np.zeros((4, 2)))), 0.0, np.zeros(3))
    assert lost(calm, struck).tolist() == [3.0 * COUNTED] * 2


@pytest.mark.parametrize("shock", SHOCKED)
def test_each_shock_lasts_a_year_and_is_told_by_its_own_name(shock):
    scenario = load_scenario("pengshui/baseline")
    tree = shocked(scenario, shock, BEGINS, 0.25).tree
    values = [getattr(tree.at(quarter)["shocks"], shock) for quarter in range(BEGINS - 1, BEGINS + 5)]
    assert values == [0.0, 0.25, 0.25, 0.25, 0.25, 0.0]
    assert shocked(scenario, shock, BEGINS, 0.0) is scenario and SHOCKS[shock].title.zh


def test_income_is_that_of_all_households_and_the_life_is_the_ordinary_one():
    scenario = load_scenario("pengshui/baseline")
    county = County(start_of(scenario, LUCK, 400), scenario.tree, LUCK, scenario.first)
    while county.number < BEGINS - 1:
        county.step()
    start = before(scenario, LUCK, 400, BEGINS)
    seen = lived(start, scenario, LUCK, BEGINS, 4)
    for quarter in range(4):
        county.step()
        poor = county.households["ex_poor"] != 0
        income = sum(
            county.flow(name) for name in ("wages", "business", "capital_income", "property", "transfer", "assistance")
        )
        assert seen.income[quarter] == pytest.approx([income[~poor].sum(), income[poor].sum()], rel=1e-9)
    assert lived(start, scenario, LUCK, BEGINS, 4).income.tobytes() == seen.income.tobytes(), (
        "the start is left as it is"
    )


def test_the_comparison_pairs_lives_of_the_same_households():
    told = []
    lucks = [Luck.of(5, replicate) for replicate in range(2)]
    found = equal_losses(load_scenario("pengshui/baseline"), 0.5, BEGINS, lucks, 600, tell=told.append)
    assert tuple(found) == SHOCKED and told == [1, 2]
    assert found["firms_fail"]["size"] == 0.5 and found["firms_fail"]["quarter"] == "2023Q1"
    target = found["firms_fail"]["lost"]["difference"]
    for name, effect in found.items():
        if effect["reached"]:
            assert abs(effect["lost"]["difference"] - target) <= CLOSE * abs(target) + 1e-6, name
        assert list(effect["by_year"]) == [str(year) for year in range(2023, 2031)]
        yearly = [row["difference"] for row in effect["by_year"].values()]
        assert effect["return_rate"]["difference"] == pytest.approx(sum(yearly) / 8)


def test_years_in_which_nobody_is_at_risk_are_left_out():
    runs = [
        {
            "calm": Seen(np.zeros((1, 2)), 0.0, np.array([0.1, math.nan])),
            "x": Seen(np.zeros((1, 2)), 0.0, np.array([0.2, math.nan])),
        }
    ] * 2
    assert changes(runs, "x", slice(None))["difference"] == pytest.approx(0.1)
