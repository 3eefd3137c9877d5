"""Published and hand-checkable values of the measures, each to its own tolerance."""

import json
from pathlib import Path

import numpy as np
import pytest

from sim.measures import inequality, mobility, poverty, ranked_poverty, rounded, spells

CASES = {
    case["id"]: case for case in json.loads(Path(__file__).with_name("measures_cases.json").read_text(encoding="utf-8"))
}

OF_POVERTY = {
    "fgt0": poverty.headcount,
    "fgt1": poverty.poverty_gap,
    "fgt2": poverty.squared_poverty_gap,
    "watts": poverty.watts,
    "sen_1976": ranked_poverty.sen_1976,
    "sen_asymptotic": ranked_poverty.sen,
    "sst": ranked_poverty.sst,
    "thon": ranked_poverty.thon,
    "takayama": ranked_poverty.takayama,
}
OF_INEQUALITY = {
    "gini": inequality.gini,
    "mld": inequality.mld,
    "theil_t": inequality.theil,
    "cv": inequality.cv,
    "atkinson_0.5": lambda y: inequality.atkinson(y, 0.5),
    "atkinson_1": lambda y: inequality.atkinson(y, 1.0),
    "atkinson_2": lambda y: inequality.atkinson(y, 2.0),
    "atkinson": lambda y: inequality.atkinson(y, 0.5),  # the case says eps 0.5
}
SIMPLE = [c for c in CASES.values() if c["measure"] in OF_POVERTY or c["measure"] in OF_INEQUALITY]
OTHERS = {  # tested one by one below
    "pysal-atk", "weighted-atk", "wbpip-edge", "giddy-steady", "giddy-usjoin",
    "toy-transition", "toy-spells", "toy-jalan-ravallion",
}  # fmt: skip


def values(given):
    """A list, or "1..100" for the whole numbers from 1 to 100."""
    if isinstance(given, str):
        first, last = map(int, given.split(".."))
        return np.arange(first, last + 1.0)
    return np.array(given, dtype=float)


def equal(result, case, expected=None):
    expected = case["expected"] if expected is None else expected
    return result == pytest.approx(np.array(expected, dtype=float), rel=0, abs=case["tol"])


@pytest.mark.parametrize("case", SIMPLE, ids=lambda case: case["id"])
def test_published_value(case):
    given = case["input"]
    if case["measure"] in OF_POVERTY:
        result = OF_POVERTY[case["measure"]](values(given["y"]), given["z"])
    else:
        result = OF_INEQUALITY[case["measure"]](values(given["y"]))
    assert equal(result, case)


def test_every_case_is_tested():
    assert set(CASES) == {case["id"] for case in SIMPLE} | OTHERS


@pytest.mark.parametrize("case", [c for c in SIMPLE if c["measure"] == "gini"], ids=lambda case: case["id"])
def test_exact_gini_of_whole_numbers(case):
    assert equal(rounded.gini_rounded(values(case["input"]["y"])), case)


def test_atkinson_and_its_equivalent_income():
    case = CASES["pysal-atk"]
    y = values(case["input"]["y"])
    found = [inequality.atkinson(y, e) for e in (0.5, 1.0)]
    found += [inequality.equally_distributed_equivalent(y, e) for e in (0.5, 1.0)]
    assert equal(np.array(found), case)


def test_weighted_atkinson():
    case = CASES["weighted-atk"]
    assert equal(inequality.atkinson(values(case["input"]["y"]), 0.5, case["input"]["w"]), case)


def test_edges():
    case = CASES["wbpip-edge"]
    found = [
        poverty.headcount([10.0, 12.0], 10.0),
        poverty.headcount([8.0, 9.0], 10.0),
        poverty.poverty_gap([0.0, 0.0], 10.0),
        inequality.gini([0.0] * 99 + [100.0]),
    ]
    assert equal(np.array(found), case)


def test_long_run_shares():
    case = CASES["giddy-steady"]
    assert equal(mobility.stationary(case["input"]["P"]), case, case["expected"][0])


def test_transition_matrix_of_states():
    case = CASES["giddy-usjoin"]
    matrix = mobility.transition_matrix(case["input"]["counts"])
    assert equal(matrix[0], case, case["expected"]["row0"])
    assert equal(mobility.stationary(matrix), case, case["expected"]["steady"])
    assert equal(mobility.stay(matrix), case, case["expected"]["sojourn"])
    assert equal(mobility.prais(matrix), case, case["expected"]["prais"])


def test_counts_entry_and_exit_of_a_panel():
    case = CASES["toy-transition"]
    panel = np.array(case["input"]["panel"])
    before, now = panel[:, :-1].ravel(), panel[:, 1:].ravel()
    counts, entry, exit_, steady = case["expected"]
    assert mobility.transition_counts(before, now, 2).ravel().tolist() == counts
    assert equal(mobility.entries(before, now).rate, case, entry)
    assert equal(mobility.exits(before, now).rate, case, exit_)
    matrix = mobility.transition_matrix(mobility.transition_counts(before, now, 2))
    assert equal(mobility.stationary(matrix)[1], case, steady)


def test_exit_hazard_of_a_panel():
    case = CASES["toy-spells"]
    found = spells.poverty_spells(case["input"]["panel"], 2)
    assert found.at_risk.tolist() == [5, 3] and found.ended.tolist() == [2, 2]
    assert equal(found.hazard, case)


def test_chronic_and_transient_poverty():
    case = CASES["toy-jalan-ravallion"]
    found = spells.chronic_poverty(case["input"]["Y"], case["input"]["z"])
    assert equal(np.array([*found, found.transient_share]), case)
