"""The published result on concentration: what is compared keeps its links, tables say what was lived, figures name it."""

import csv
import io

import numpy as np
import pytest

from sim.county import Luck
from sim.draws import key
from sim.parameters import load_scenario
from sim.population.firms import business_of
from sim.population.households import Blueprint
from sim.population.synthesis import generate
from sim.published.concentration import CONCENTRATION, concentration_scenarios
from sim.published.concentration_tables import BASE, CURVE, DEGREE, WITHOUT
from sim.published.kinds import Size, Workplace
from sim.published.nodes import DEGREES, NODE_TITLES, NODES
from sim.spec import BURN_IN
from sim.spreadsheets import read_rows
from sim.start import history


def county_of(scenario):
    p = scenario.tree.at(BURN_IN)
    blueprint = Blueprint(p["place"], p["people"], business_of(p), p["earnings"].persistent_spread)
    return generate(blueprint, key(1, 0, 0))


def test_degrees_differ_in_the_number_of_nodes_and_not_in_what_hangs_on_them():
    found = {name: county_of(concentration_scenarios()[DEGREE, name]) for name in DEGREES}
    base = found["baseline"]
    for name, factor in (("dispersed", 8.0), ("concentrated", 1.0 / 8.0)):
        other = found[name]
        for kind in ("cooperatives", "enterprises"):
            ratio = getattr(other, kind).n / getattr(base, kind).n
            assert 0.8 * factor < ratio < 1.4 * factor, (name, kind)  # sites' plants and remainders of products stay
        for column in ("cooperative", "enterprise"):
            linked, before = ((c.households[column] >= 0).sum() for c in (other, base))
            assert linked == before
            principal, was = (c.households[f"{column}_shares"].sum() for c in (other, base))
            assert principal == pytest.approx(was)
        jobs, were = (int(c.enterprises["jobs"].sum()) for c in (other, base))
        assert jobs == pytest.approx(were, rel=0.6), "few firms differ by luck"
        cash, had = (c.cooperatives["cash"].sum() + c.enterprises["cash"].sum() for c in (other, base))
        assert cash == pytest.approx(had, rel=0.6)


def test_the_baseline_without_a_nodes_luck_shares_its_past():
    scenarios, luck = concentration_scenarios(), Luck.of(1, 0)
    past = {history(scenarios[WITHOUT, name], luck, None) for name in NODES} | {history(scenarios[BASE], luck, None)}
    assert len(past) == 1 and set(NODES) == set(NODE_TITLES)
    base = scenarios[BASE].tree
    for name, node in NODES.items():
        tree = scenarios[WITHOUT, name].tree
        changed = [path for path in base.declarations if at(tree, path, 100) != at(base, path, 100)]
        assert (
            sorted(changed) == sorted(path for path, value in node.values.items() if at(base, path, 100) != value) != []
        )
    rest = {path for name, node in NODES.items() if name not in ("COR-5", "all") for path in node.values}
    assert rest == set(NODES["all"].values)


def at(tree, path, quarter):
    group, field = path.rsplit(".", 1)
    return getattr(tree.at(quarter)[group], field)


@pytest.fixture(scope="module")
def made():
    """Three replicates of a tiny county, of few scenarios and years."""
    scenarios = {
        variant: scenario._replace(end="2026Q4")
        for variant, scenario in concentration_scenarios().items()
        if variant in {(DEGREE, name) for name in DEGREES} | {(WITHOUT, "COR-1"), (WITHOUT, "COR-4")}
    }
    told = []
    with pytest.MonkeyPatch.context() as patch:
        few = {name: NODES[name] for name in ("COR-1", "COR-4")}
        patch.setattr("sim.published.concentration_tables.NODES", few)
        found = CONCENTRATION.live(
            scenarios, Size(3, 400, ""), Workplace(1, 1, lambda done, whole: told.append((done, whole)), None)
        )
        tables = CONCENTRATION.tables(found, scenarios)
    assert told[-1] == (18, 18)
    return found, tables, scenarios


def rows(data):
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def test_curves_fall_with_the_threshold_and_hold_every_degree(made):
    found, tables, _ = made
    curves = read_rows(tables["exceedance.csv"])
    assert {row["degree"] for row in curves} == set(DEGREES)
    for name in DEGREES:
        for window in ("2021-2025", "2026-2026"):
            own = [row for row in curves if row["degree"] == name and row["window"] == window]
            assert [row["threshold"] for row in own] == list(CURVE)
            assert all(a["probability"] >= b["probability"] for a, b in zip(own, own[1:], strict=False))
    returns = np.stack([run.returns.sum(axis=2) for run in found.runs[BASE]])
    rate = (returns[:, :5, 0] / returns[:, :5, 1]).max(axis=1)
    row = next(r for r in curves if r["degree"] == "baseline" and r["window"] == "2021-2025" and r["threshold"] == 0.02)
    assert row["probability"] == pytest.approx(np.mean(rate > 0.02))


def test_nodes_and_degrees_are_read_against_the_baseline_in_both_languages(made):
    _, tables, _ = made
    for file, column, twin in (("nodes.csv", "node", "节点"), ("degrees.csv", "degree", "集中程度")):
        found = rows(tables[file])
        assert found and all(row[column] and row[twin] and row["meaning"] and row["统计量"] for row in found)
        for row in found:
            base, other = float(row["base 基准情景"]), float(row["other 本情景"])
            assert float(row["difference 差异"]) == pytest.approx(other - base, abs=1e-8)
            assert (
                float(row["low 区间下限"]) <= other - base + 1e-9 and other - base <= float(row["high 区间上限"]) + 1e-9
            )
    losses = rows(tables["equal_loss.csv"])
    assert {row["quantity"] for row in losses} == {"return_rate", "lost", "lost_by_ex_poor", "principal_lost"}
    assert all(row["单位"] and row["冲击"] and row["指标"] and row["损失是否相等"] for row in losses)


def test_figures_name_each_point_in_the_readers_language(made):
    _, tables, scenarios = made
    read = {name: read_rows(data) for name, data in tables.items()}
    figures = CONCENTRATION.figures(read, scenarios, Size(3, 400, ""))
    assert set(figures) == {
        f"{part}.{lang}.png" for part in ("exceedance", "nodes", "spread", "equal_loss") for lang in ("zh", "en")
    }
    assert all(data.startswith(b"\x89PNG") for data in figures.values())


def test_what_was_found_has_a_fingerprint_that_a_change_moves(made):
    found, _, _ = made
    first = CONCENTRATION.fingerprints(found)
    assert set(first) == {"state_sha256", "quarters_sha256", "losses_sha256"} and set(first["losses_sha256"]) == set(
        found.losses
    )
    changed = {**found.losses, "dibao_error": {**found.losses["dibao_error"], "size": 0.5}}
    second = CONCENTRATION.fingerprints(found._replace(losses=changed))
    assert [k for k in first["losses_sha256"] if first["losses_sha256"][k] != second["losses_sha256"][k]] == [
        "dibao_error"
    ]


def test_scenarios_of_the_two_degrees_load_and_say_what_they_should_show():
    for name in ("dispersed", "concentrated"):
        scenario = load_scenario(f"concentration/{name}")
        assert "看点" in scenario.description["zh"] and scenario.title["en"]
