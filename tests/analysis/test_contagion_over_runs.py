"""What followed runs say, over replicates: exact on tables made by hand."""

import json

import numpy as np
import pytest

from sim.analysis.contagion import cascade_rows, contagion, followed, network
from sim.following import Followed
from sim.network_sizes import SIZES
from sim.runs import Run
from sim.spreadsheets import csv_bytes, read_rows


def seen(failed, cascades, traced, compared, twice):
    """One replicate of a year from 2021Q1; ``failed`` by kind in the first quarter, ``twice`` households by quarter."""
    lost = np.zeros((4, 2, 4), dtype=np.int64)
    lost[:, 0, 1] = twice
    failures = np.zeros((4, 3), dtype=np.int64)
    failures[0] = failed
    return Followed(
        lost, np.full((4, 3), 10), failures, np.array(cascades, dtype=np.int64).reshape(-1, 9), np.array([traced], dtype=float),
        np.array([compared], dtype=float), np.tile(np.linspace(0.1, 0.2, len(SIZES)), (2, 1)), np.full((2, 2, 10), 0.5),
    )  # fmt: skip


def run(one):
    return Run(np.zeros((4, 1)), np.zeros((1, 2, 1)), np.zeros((1, 5, 2)), b"", 0.0, 10, 1.0, one)


RUNS = [
    run(seen([1, 0, 2], [[84, 0, 7, 3, 12, 4, 40, 30, 5], [84, 2, 1, 0, 1, 0, 3, 0, 0], [84, 2, 2, 0, 3, 1, 9, 9, 2]],
             [5, 0, 2, 93], [[7, 100], [93, 1900]], [5, 0, 1, 0])),
    run(seen([0, 1, 0], [[84, 1, 9, 3, 20, 0, 70, 50, 0]], [0, 0, 0, 50], [[0, 50], [50, 950]], [0, 0, 9, 0])),
]  # fmt: skip


def test_failures_cascades_and_returns_by_hand():
    found = contagion(followed(RUNS), 84)
    firms, workshops, coops = (found["nodes"][name] for name in ("enterprise", "workshop", "cooperative"))
    assert firms["failures_per_year"]["mean"] == 0.5 and coops["failures_per_year"]["mean"] == 1.0
    assert firms["failure_rate"]["mean"] == 0.05, "one of ten in the year of one replicate of two"
    assert (firms["largest_cascade"], workshops["largest_cascade"], coops["largest_cascade"]) == (12, 20, 3)
    assert firms["households_per_year"]["mean"] == 6.0 and found["all_nodes"]["households_per_year"]["mean"] == 18.0
    assert firms["share_of_returns"]["mean"] == 0.025 and coops["share_of_returns"]["mean"] == 0.01
    assert found["all_nodes"]["share_of_returns"]["mean"] == pytest.approx(0.035)
    assert found["all_nodes"]["failures_per_year"]["mean"] == 2.0
    assert found["worst_quarter"]["all"]["mean"] == 7.0 and found["worst_quarter"]["ex_poor"]["mean"] == 0.0
    assert {name: row["mean"] for name, row in found["classes"].items() if row["mean"]} == {
        "1": 0.5,
        "2-4": 0.5,
        "10-19": 0.5,
        "20-49": 0.5,
    }
    assert found["lost"]["all"]["2021Q3"]["households_twice"]["mean"] == 5.0


def test_rates_of_exposed_and_others_are_paired():
    found = contagion(followed(RUNS), 84)["return_rate"]
    assert found["exposed"]["mean"] == 0.035 and found["others"]["mean"] == pytest.approx((93 / 1900 + 50 / 950) / 2)
    steps = [0.07 - 93 / 1900, -50 / 950]
    assert found["difference"]["mean"] == pytest.approx(sum(steps) / 2) and found["difference"]["replicates"] == 2
    low, high = found["difference"]["ci95"]
    assert low < found["difference"]["mean"] < high
    assert list(found["by_year"]) == ["2021"]


def test_nobody_at_risk_is_undefined():
    nobody = run(seen([0, 0, 0], [], [0, 0, 0, 0], [[0, 0], [0, 100]], [0, 0, 0, 0]))
    found = contagion(followed([nobody]), 84)
    assert found["return_rate"]["exposed"]["mean"] is None and found["return_rate"]["others"]["mean"] == 0.0
    assert found["all_nodes"]["share_of_returns"]["mean"] is None and found["all_nodes"]["largest_cascade"] == 0
    json.dumps(found, allow_nan=False)


def test_the_network_stands_beside_its_assumed_ranges():
    found = network(followed(RUNS))
    assert found["grade"] == "assumed" and list(found["sizes"]) == list(SIZES)
    for name, row in found["sizes"].items():
        assert row["assumed"] == (list(SIZES[name].assumed) if SIZES[name].assumed else None)
        assert row["unit"] and row["en"] and row["zh"] and row["start"]["replicates"] == row["end"]["replicates"] == 2
    by_lines = found["exposure"]["ex_poor"]["by_lines"]
    assert len(by_lines["start"]) == 4 and all(one["mean"] == 0.5 for one in by_lines["start"])
    assert found["exposure"]["all"]["effective_nodes"]["end"]["mean"] == 0.5
    json.dumps(found, allow_nan=False)


def test_shares_are_cut_to_what_is_possible():
    wide = [
        one._replace(followed=one.followed._replace(sizes=np.full((2, len(SIZES)), level)))
        for one, level in zip(RUNS, (0.2, 0.9), strict=True)
    ]
    found = network(followed(wide))["sizes"]
    assert found["linked"]["start"]["ci95"] == [0.0, 1.0] and found["workshops"]["start"]["ci95"][1] > 1.0


def test_cascades_are_rows_that_read_back():
    rows = read_rows(csv_bytes(cascade_rows(RUNS, (0, 1))))
    assert [row["replicate"] for row in rows] == [0, 0, 0, 1] and [row["households"] for row in rows] == [12, 1, 3, 20]
    assert [row["主体类别"] for row in rows] == ["企业", "合作社", "合作社", "就业帮扶车间"]
    assert [row["quarter"] for row in rows] == ["2021Q1"] * 4 and [row["returned"] for row in rows] == [5, 0, 2, 0]
    late = run(RUNS[0].followed._replace(cascades=np.array([[88, 0, 1, 1, 2, 0, 3, 1, -1]])))
    assert np.isnan(read_rows(csv_bytes(cascade_rows([late], (0,))))[0]["returned"]), "its year has not ended"


def test_runs_that_were_not_followed_are_refused():
    with pytest.raises(ValueError, match="follow=True.*未追踪"):
        followed([RUNS[0]._replace(followed=None)])
    together = followed(RUNS)
    assert together.struck_twice().tolist() == [[5, 0, 1, 0], [0, 0, 9, 0]]
    assert [sizes.tolist() for sizes in together.cascade_sizes()] == [[12, 1, 3], [20]]
