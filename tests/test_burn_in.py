"""The state of 2020Q4: computed once, shared by scenarios that differ later, never by those that differ before."""

import numpy as np
import pytest
from counties import LUCK, SMALL, baseline, columns, population
from counties import lived as lived_through

import sim.start
from sim.county import County, Luck
from sim.parameters import load_scenario
from sim.start import BURN_IN, start_of


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    """Each test starts without starts."""
    monkeypatch.setattr(sim.start, "_starts", type(sim.start._starts)())


@pytest.fixture
def burn_ins(monkeypatch):
    """The scenarios whose burn-in was really lived."""
    lived, whole = [], sim.start.burnt_in
    monkeypatch.setattr(
        sim.start, "burnt_in", lambda scenario, *rest: lived.append(scenario.name) or whole(scenario, *rest)
    )
    return lived


def same(one, other):
    return all(
        a[n].tobytes() == b[n].tobytes() for a, b in zip(one.stores, other.stores, strict=True) for n in a.kind.names()
    )


def test_scenarios_that_differ_later_share_their_burn_in(burn_ins):
    names = ("baseline", "cliff", "linear", "kept", "medical_stronger", "industry_weaker", "employment_stronger")
    starts = [start_of(load_scenario(f"pengshui/{name}"), LUCK, 300) for name in names]
    assert burn_ins == ["pengshui/baseline"] and all(same(starts[0], other) for other in starts[1:])


def test_what_differs_before_the_start_is_not_shared(burn_ins):
    scenario = baseline()
    changed = scenario._replace(tree=scenario.tree.with_values({"health.median_bill": {"2018Q1": 9000.0}}))
    starts = [start_of(scenario, LUCK, 300), start_of(changed, LUCK, 300), start_of(scenario, Luck.of(9, 0), 300),
              start_of(scenario, LUCK, 900)]  # fmt: skip
    assert len(burn_ins) == 4 and not any(same(starts[0], other) for other in starts[1:])


def test_thresholds_of_measures_share_a_burn_in_and_what_people_begin_with_does_not(burn_ins):
    scenario = baseline()
    changes = {"measures.debt_stress": 2.0}, {"people.first_migrants": 0.3}, {"earnings.persistent_spread": 0.2}
    starts = [start_of(scenario._replace(tree=scenario.tree.with_values(c)), LUCK, 300) for c in ({}, *changes)]
    assert len(burn_ins) == 3 and same(starts[0], starts[1])
    assert not any(same(starts[0], other) for other in starts[2:])


@pytest.mark.parametrize("order", [("2021Q1", "2022Q1"), ("2022Q1", "2021Q1")])
def test_a_scenario_that_starts_later_has_lived_longer(order):
    """Not even where nothing is dated, so that both have the same history of parameters."""
    ends = {start: start_of(baseline()._replace(start=start), LUCK, 300) for start in order}
    county = County(ends["2021Q1"], baseline().tree, LUCK, 84)
    for _ in range(4):
        county.step()
    assert same(county.population, ends["2022Q1"])


def test_a_start_is_a_copy(burn_ins):
    first = start_of(baseline(), LUCK, 300)
    first.households["savings"][:] = -1.0
    second = start_of(baseline(), LUCK, 300)
    assert len(burn_ins) == 1 and second.households["savings"].min() >= 0.0


def test_few_starts_are_kept(burn_ins):
    for replicate in (0, 1, 2, 0):
        start_of(baseline(), Luck.of(1, replicate), 1)
    assert len(burn_ins) == 4 and len(sim.start._starts) == sim.start.KEPT


def test_the_plans_counts_still_hold_at_the_end_of_2020():
    """Nobody is born or dies in the burn-in; support and monitoring have been at work in it."""
    before, county = population(), lived_through(baseline().tree, 20, first=BURN_IN)
    assert county.number == 83
    h = county.households
    for name in ("id", "village", "children", "adults", "elders", "ex_poor", "relocated", "site"):
        assert (h[name] == before.households[name]).all(), name
    assert h["ex_poor"].sum() == SMALL.ex_poor_households
    assert h["trained"].any() and h["microcredit"].any() and h["post"].any() and (h["monitor"] == 2).any()
    assert not h["ever_returned"].any(), "returns are counted from 2021Q4 on"
    assert all(np.isfinite(column).all() for _, column in columns(county) if column.dtype.kind == "f")


def test_the_start_manufactures_no_returns():
    """Poor at 2020Q4 is poor in the four-quarter ring that was lived, not drawn: 16 quarters after the first guess."""
    county = lived_through(baseline().tree, 20, first=BURN_IN)
    history = county.households["poor_history"].astype(int)
    assert ((history & 1) == county.households["poor"]).all()
    poor_now, poor_before = county.households["poor"].mean(), ((history >> 4) & 1).mean()
    assert 0.0 < poor_now < 0.25 and abs(poor_now - poor_before) < 0.05
