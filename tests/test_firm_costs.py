"""The part of firms in a quarter's time: what is counted, and that nothing else changes by counting."""

import pytest
from counties import lived, tree_with

from sim import firm_costs, firms
from sim.county import Luck
from sim.parameters import load_scenario
from sim.start import start_of


def test_only_the_passes_of_firms_are_timed_and_the_model_stays_as_it_was():
    ordinary = [getattr(firms, name) for name in firm_costs.PASSES]
    plain = lived(tree_with(), 2).digest()
    with firm_costs.timed() as seconds:
        assert lived(tree_with(), 2).digest() == plain
    assert seconds[0] > 0.0 and [getattr(firms, name) for name in firm_costs.PASSES] == ordinary
    with pytest.raises(ZeroDivisionError), firm_costs.timed():
        1 / 0  # noqa: B018
    assert [getattr(firms, name) for name in firm_costs.PASSES] == ordinary


def test_more_firms_keep_the_jobs():
    scenario = load_scenario("pengshui/baseline")
    few, many = (start_of(firm_costs.many(scenario, n), Luck.of(1, 0), 2000) for n in (None, 3.0))
    assert many.cooperatives.n == pytest.approx(3 * few.cooperatives.n, abs=2)
    assert many.enterprises["jobs"].sum() == pytest.approx(few.enterprises["jobs"].sum(), rel=0.5)


def test_the_part_of_a_quarter_is_one(monkeypatch):
    monkeypatch.setattr(firm_costs, "QUARTERS", 1)
    monkeypatch.setattr(firm_costs, "LIVES", 1)
    monkeypatch.setattr(firm_costs, "PER_VILLAGE", (None, 2.0))
    rows = firm_costs.firm_costs(load_scenario("pengshui/baseline"), 300)
    assert [set(row) for row in rows] == [{"cooperatives", "enterprises", "seconds_a_quarter", "share"}] * 2
    assert all(0.0 < row["share"] < 1.0 for row in rows) and rows[1]["cooperatives"] > rows[0]["cooperatives"]
