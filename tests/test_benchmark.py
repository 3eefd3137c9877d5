"""The benchmark's measurements at the smallest size; never how fast they come out."""

import json

import pytest

from sim import benchmark
from sim.county import Luck
from sim.parameters import load_scenario
from sim.start import start_of


@pytest.fixture(scope="module")
def scenario():
    return load_scenario("pengshui/baseline")


def test_both_lanes_live_the_same_households(scenario):
    households, rates = benchmark.lanes(scenario, 1)
    assert households == start_of(scenario, Luck.of(1, 0), 1).households.n
    assert rates["ratio"] == rates["compiled"] / rates["agents"] > 0.0


def test_the_cost_of_a_run_can_be_told_by_another_process():
    found = json.loads(json.dumps(benchmark.run_cost(1, 4)))
    assert found["households"] >= 1 and found["burn_in_seconds"] > 0.0 and found["run_seconds"] > 0.0
    assert found["table_bytes"] > 1000 and found["kept_bytes"] > 1000


def test_sizes_up_to_the_one_asked_for(monkeypatch):
    def cost(function, households, quarters):
        assert function is benchmark.run_cost and quarters == 8
        return {"households": households, "burn_in_seconds": 1.0, "run_seconds": 2.0}

    monkeypatch.setattr(benchmark, "answer", cost)
    for asked, sizes in ((None, [2000, 20000, None]), (20000, [2000, 20000]), (500, [500])):
        rows = benchmark.runs_by_size(asked, 8, 2)
        assert [row["households"] for row in rows] == sizes
        assert {row["extrapolated_seconds_per_1000_runs"] for row in rows} == {1500.0}


def test_the_machine_is_described():
    found = benchmark.machine()
    assert found["cores"] >= 1 and found["python"] and found["numba"] and found["compiled_for"]
