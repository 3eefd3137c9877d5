"""Lost guarantees, multidimensional poverty and return at other lines, against a plain second computation."""

import math

import numpy as np
import pytest
from counties import aged, baseline, flow, lived, tree_with
from hypothesis import given
from hypothesis import strategies as st

from sim.compiled import plain
from sim.measures.thresholds import Thresholds
from sim.outcomes import SERIES, observe_all
from sim.processes.other_lines import DIBAO, longer
from sim.processes.rows import enter
from sim.record import tally
from sim.record.adding import record
from sim.record.marks import needed
from sim.record.terms import terms
from sim.state import flows

LINE = 12_000.0  # high, so that many are poor


def recorded(county):
    """The quarter's measures, recorded anew from what the columns hold now."""
    county.sums = np.zeros((len(tally.SUMS), len(tally.GROUPS), county.villages.n))
    record(0, county.households.n, county.frame, county.number, terms(county), county.sums)
    return dict(zip(SERIES, observe_all(county).values, strict=True))


def hard_times(cutoff=1 / 3):
    """A county whose guarantees have been lost at random."""
    tree = tree_with(lines={"poverty": LINE}, measures={"multidimensional_cutoff": cutoff})
    county, rng = lived(tree, 2, aged()), np.random.default_rng(5)
    h = county.households
    for name, share, value in (("out_of_school", 0.1, 1), ("insured", 0.8, 1), ("untreated", 0.1, 1), ("house", 0.2, 2),
                               ("water", 0.15, 1), ("hungry", 0.1, 3), ("tekun", 0.05, 1)):  # fmt: skip
        h[name][:] = np.where(rng.random(h.n) < share, value, 0)
    h["house"][(h["house"] == 0) & (rng.random(h.n) < 0.3)] = 1  # damaged is not dangerous
    for i in range(5):
        plain(enter)(i, county.frame, flows.HOUSE_AID, 1.0)
    return county


@pytest.mark.parametrize("cutoff", [0.0, 1 / 6, 0.2, 1 / 3, 0.5, 1.0])
def test_deprivation_agrees_with_a_second_computation(cutoff):
    county = hard_times(cutoff)
    value, h = recorded(county), county.households
    persons, children = county.members().astype(float), h["children"].astype(float)
    welfare, income = flow(county, "welfare"), flow(county, "income")
    lost = {
        "schooling": h["out_of_school"] > 0,
        "medical": (h["insured"] == 0) | (h["untreated"] != 0),
        "housing": h["house"] == 2,
        "water": h["water"] == 1,
        "food": h["hungry"] > 0,
    }
    count = sum(mark.astype(int) for mark in lost.values()) + (welfare < LINE)
    multi = count / 6.0 >= cutoff
    away = (h["able"] > 0) & (h["migrants"] >= h["able"])
    groups = {
        "all": persons >= 0,
        "ex_poor": h["ex_poor"] != 0,
        "ordinary": h["ex_poor"] == 0,
        "relocated": h["relocated"] != 0,
    }
    for group, rows in groups.items():
        weights = np.where(rows, persons, 0.0)
        expected = {f"deprived_{name}": np.average(mark, weights=weights) for name, mark in lost.items()}
        expected["deprived_share"] = np.average(np.any(list(lost.values()), axis=0), weights=weights)
        expected["multidimensional_headcount"] = np.average(multi, weights=weights)
        expected["multidimensional_adjusted"] = np.average(np.where(multi, count / 6.0, 0.0), weights=weights)
        expected["impoverishing_health_share"] = np.average((welfare < LINE) & (income >= LINE), weights=weights)
        expected["forgone_care_share"] = np.average(h["untreated"] != 0, weights=weights)
        expected["tekun_share"] = np.average(h["tekun"] != 0, weights=weights)
        expected["left_behind_children_share"] = np.average(away, weights=np.where(rows, children, 0.0))
        for name, amount in expected.items():
            assert value[group, name] == pytest.approx(amount, rel=1e-12), (group, name)
    assert value["county", "houses_repaired_with_aid"] == 5.0
    if 0.0 < cutoff < 1.0:
        assert 0.0 < value["all", "multidimensional_adjusted"] < value["all", "multidimensional_headcount"] < 1.0
    assert 0.0 < value["all", "impoverishing_health_share"] and 0.0 < value["all", "left_behind_children_share"] < 1.0


@given(st.floats(0.0, 1.0))
def test_the_cutoff_counts_whole_dimensions(cutoff):
    least = plain(needed)(cutoff)
    assert [count / 6 >= cutoff for count in range(7)] == [count >= least for count in range(7)]


def test_the_default_cutoff_is_two_of_six():
    assert plain(needed)(Thresholds().multidimensional_cutoff) == 2


def test_gaps_at_other_lines_agree_with_a_second_computation():
    county = lived(tree_with(lines={"poverty": LINE}), 2, aged())
    value, persons = recorded(county), county.members().astype(float)
    welfare, income = flow(county, "welfare"), flow(county, "income")
    lines = {"monitoring": 1.5 * LINE, "dibao": county.p["safety_net"].line}
    for name, line in lines.items():
        expected = np.average(np.maximum(line - welfare, 0.0) / line, weights=persons)
        assert value["all", f"poverty_gap_{name}_line"] == pytest.approx(expected, rel=1e-12)
    half = 0.5 * np.median(np.repeat(income, persons.astype(int)))  # of rounded incomes in the record
    gap = np.average(np.maximum(half - income, 0.0) / half, weights=persons)
    assert value["all", "half_median_gap"] == pytest.approx(gap, rel=1e-3) and gap > 0.0


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=30))
def test_both_histories_hold_the_last_eight_quarters(past):
    history = 0
    for monitoring, dibao in past:
        history = plain(longer)(history, monitoring, dibao)
    for age, (monitoring, dibao) in enumerate(reversed(past[-8:])):
        assert (history >> age) & 1 == monitoring and (history >> (DIBAO + age)) & 1 == dibao
    assert 0 <= history < 1 << 16


def test_return_at_other_lines_compares_with_four_quarters_ago():
    county, below = lived(baseline().tree.with_values({"demography.enabled": False}), 0, aged()), []
    rates = {"monitoring": set(), "dibao": set()}
    for quarter in range(10):
        county.step()
        line = {"monitoring": 4000.0 * 1.5, "dibao": county.p["safety_net"].line}
        below.append({name: flow(county, "welfare") < amount for name, amount in line.items()})
        if quarter >= 4:
            value, h = dict(zip(SERIES, observe_all(county).values, strict=True)), county.households
            persons = np.where(h["ex_poor"] != 0, county.members(), 0).astype(float)
            for name, seen in rates.items():
                safe = ~below[-5][name]
                expected = persons[safe & below[-1][name]].sum() / persons[safe].sum()
                assert value["ex_poor", f"return_rate_{name}_line"] == pytest.approx(expected)
                seen.add(expected)
    assert min(map(len, rates.values())) > 3 and math.isfinite(value["relocated", "return_rate_dibao_line"])
