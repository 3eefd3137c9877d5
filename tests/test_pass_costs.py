"""What bench lists for each pass; never how fast it is."""

import pytest

from sim.parameters import load_scenario
from sim.pass_costs import SLOW, Compilation, compilation, life, pass_costs
from sim.row_loops import row_loops
from sim.warm import calls


@pytest.fixture(scope="module")
def scenario():
    return load_scenario("pengshui/baseline")


def test_every_pass_has_run_time_loops_and_compile_seconds(scenario):
    names = set(calls())
    rows = pass_costs(scenario, 1, 1, Compilation(60.0, dict.fromkeys(names, 1.5)))
    assert {"health", "earnings", "record", "village_payments"} <= {row["pass"] for row in rows} <= names
    for row in rows:
        assert row["loops"] == row_loops(calls()[row["pass"]].func) and row["compile_seconds"] == 1.5
        assert row["ns_per_household"] == pytest.approx(row["loops"] * row["ns_per_loop_and_household"])
        assert row["slow"] == (row["ns_per_loop_and_household"] > SLOW)
    times = [row["ns_per_household"] for row in rows]
    assert times == sorted(times, reverse=True) and times[-1] > 0.0


def test_the_first_quarter_is_not_timed(scenario):
    one, three = life(scenario, 1, 1), life(scenario, 1, 3)
    assert three.visits["health"] == 3 * one.visits["health"]


@pytest.mark.slow
def test_every_function_is_compiled_once_in_a_cache_of_its_own():
    found = compilation()
    assert set(found.by_function) == set(calls())
    assert 0.0 < sum(found.by_function.values()) <= found.total
    assert found.by_function["capital"] > 0.01
