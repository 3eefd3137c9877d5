"""Published and hand-checkable values of the measures, each to its own tolerance."""

import json
from pathlib import Path

import numpy as np
import pytest

from sim.measures import (
    chronic,
    concentration,
    deprivation,
    inequality,
    lorenz_beta,
    markov_chain,
    mobility,
    one_factor,
    poverty,
    quantile_groups,
    ranked_poverty,
    rounded,
    spells,
)
from sim.measures.grouped import grouped_poverty

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
    "clark_hemming_ulph_0.1": lambda y, z: poverty.clark_hemming_ulph(y, z, 0.1),
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
    "toy-transition", "toy-spells", "toy-jalan-ravallion", "mpi-5x4", "grouped-beta", "india-ci", "vasicek",
    "decile-equal", "decile-large", "decile-zero-weight",
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
    assert len(CASES) == 43
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


def test_long_run_shares_and_first_passage():
    case = CASES["giddy-steady"]
    assert equal(markov_chain.stationary(case["input"]["P"]), case, case["expected"][0])
    assert equal(markov_chain.mean_first_passage(case["input"]["P"]), case, case["expected"][1])


def test_transition_matrix_of_states():
    case = CASES["giddy-usjoin"]
    matrix = mobility.transition_matrix(case["input"]["counts"])
    assert equal(matrix[0], case, case["expected"]["row0"])
    assert equal(markov_chain.stationary(matrix), case, case["expected"]["steady"])
    assert equal(markov_chain.stay(matrix), case, case["expected"]["sojourn"])
    assert equal(markov_chain.prais(matrix), case, case["expected"]["prais"])


def test_counts_entry_and_exit_of_a_panel():
    case = CASES["toy-transition"]
    panel = np.array(case["input"]["panel"])
    before, now = panel[:, :-1].ravel(), panel[:, 1:].ravel()
    counts, entry, exit_, steady = case["expected"]
    assert mobility.transition_counts(before, now, 2).ravel().tolist() == counts
    assert equal(mobility.entries(before, now).rate, case, entry)
    assert equal(mobility.exits(before, now).rate, case, exit_)
    matrix = mobility.transition_matrix(mobility.transition_counts(before, now, 2))
    assert equal(markov_chain.stationary(matrix)[1], case, steady)


def test_exit_hazard_of_a_panel():
    case = CASES["toy-spells"]
    found = spells.poverty_spells(case["input"]["panel"], 2)
    assert found.at_risk.tolist() == [5, 3] and found.ended.tolist() == [2, 2]
    assert equal(found.hazard, case)


def test_chronic_and_transient_poverty():
    case = CASES["toy-jalan-ravallion"]
    y, z = case["input"]["Y"], case["input"]["z"]
    found = chronic.jalan_ravallion(y, z)
    assert equal(np.array([*found, found.transient_share]), case)
    gaps = chronic.jalan_ravallion(y, z, alpha=1.0)  # these and the next are in the case's note
    assert [*gaps, gaps.transient_share] == pytest.approx([0.14, 0.10, 0.04, 0.2857], abs=5e-5)
    assert chronic.jalan_ravallion(y, z, censored=True)[1:] == pytest.approx((0.0411111, 0.0182222), abs=5e-8)


def test_multidimensional_poverty():
    case = CASES["mpi-5x4"]
    found = deprivation.alkire_foster(case["input"]["g0"], case["input"]["w"], case["input"]["k"])
    assert equal(np.array([found.headcount, found.intensity, found.adjusted_headcount]), case)


def test_beta_lorenz_curve_of_grouped_data():
    case = CASES["grouped-beta"]
    given = case["input"]
    curve = lorenz_beta.Beta(given["A"], given["B"], given["C"])
    assert curve.valid
    assert equal(np.array([*grouped_poverty(curve, given["mean"], given["z"]), curve.gini]), case)


def test_concentration_of_child_deaths():
    case = CASES["india-ci"]
    births, deaths = case["input"]["births"], case["input"]["u5mr"]
    assert equal(concentration.concentration_index(deaths, range(5), births), case)


def test_large_scale_return_under_one_common_shock():
    case = CASES["vasicek"]
    p, x = case["input"]["p"], case["input"]["x"]
    assert equal(np.array([one_factor.exceedance_of_many(p, rho, x) for rho in case["input"]["rho"]]), case)


@pytest.mark.parametrize("name", ["decile-equal", "decile-large", "decile-zero-weight"])
def test_deciles(name):
    case = CASES[name]
    assert equal(quantile_groups.quantile_groups(case["input"]["y"], case["input"]["w"]), case)
