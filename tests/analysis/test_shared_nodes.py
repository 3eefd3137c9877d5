"""The published result on shared nodes: every channel is there, tables are read alike in both languages, figures draw them."""

import csv
import io

import pytest

from sim.analysis.forced import SHOCKS, forced
from sim.parameters import load_scenario
from sim.published.kinds import Size, Workplace
from sim.published.shared_nodes import NODES, SHARED_NODES, TITLES, label, node_scenarios
from sim.spreadsheets import read_rows


def test_every_channel_of_shared_exposure_has_a_stress_test_and_each_follows_its_shock():
    assert {node for node, _, _ in NODES} == set(TITLES) == {f"COR-{k}" for k in range(1, 9)}
    assert {shock for _, _, shock in NODES} | {"firms_fail", "dibao_error", "support_cut", "visitors_lost"} == set(
        SHOCKS
    ), "those three have a result of their own"
    for _, name, shock in NODES:
        scenario = load_scenario(f"stress/{name}")
        assert shock in forced(scenario, scenario.last)


@pytest.fixture(scope="module")
def tables():
    """Two replicates of a tiny county, of three stress tests."""
    told = []
    scenarios = node_scenarios()
    few = [node for node in NODES if node[1] in ("main_price_falls", "migrants_return", "monitors_overloaded")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sim.published.shared_nodes.NODES", few)
        at = Workplace(1, 1, lambda done, whole: told.append((done, whole)), None)
        found = SHARED_NODES.live(scenarios, Size(2, 400, ""), at)
    assert told[-1] == (6, 6) and [done for done, _ in told] == list(range(1, 7))
    return found, SHARED_NODES.tables(found, scenarios)


def test_the_tables_say_what_was_found(tables):
    found, made = tables
    rows = list(csv.DictReader(io.StringIO(made["return_rates.csv"].decode("utf-8-sig"))))
    price = [row for row in rows if row["scenario"] == "main_price_falls"]
    assert [row["group"] for row in price] == ["growers", "others", "all"]
    effect = found["COR-2", "main_price_falls"]["return_rate"]
    for row, expected in zip(price, effect, strict=True):
        assert float(row["calm 不发生冲击"]) == pytest.approx(expected["base"], rel=1e-8)
        assert float(row["difference 差异"]) == pytest.approx(expected["difference"], rel=1e-8)
        assert row["节点"] == "单一产品" and row["脱贫人口"] and row["单位"]
    more = list(csv.DictReader(io.StringIO(made["exposed_more_than_others.csv"].decode("utf-8-sig"))))
    assert {row["group"] for row in more if row["scenario"] == "migrants_return"} == {"migrants"}
    years = list(csv.DictReader(io.StringIO(made["by_year.csv"].decode("utf-8-sig"))))
    assert {row["year 年份"] for row in years if row["scenario"] == "migrants_return"} == {
        str(y) for y in range(2023, 2031)
    }


def test_figures_name_each_point_in_the_readers_language(tables):
    read = {name: read_rows(data) for name, data in tables[1].items()}
    figures = SHARED_NODES.figures(read, node_scenarios(), Size(2, 400, ""))
    assert set(figures) == {f"{part}.{lang}.png" for part in ("county", "exposed") for lang in ("zh", "en")}
    names = {lang: [label(row, lang) for row in read["return_rates.csv"]] for lang in ("zh", "en")}
    assert all(name.startswith("COR-") for name in names["en"]) and all(name.isascii() for name in names["en"])
    assert not any(name.isascii() for name in names["zh"]) and len(set(names["zh"])) >= 5


def test_what_was_found_has_a_fingerprint_that_a_change_moves(tables):
    found, _ = tables
    first = SHARED_NODES.fingerprints(found)["effects_sha256"]
    assert set(first) == {"main_price_falls", "migrants_return", "monitors_overloaded"}
    changed = {key: dict(effect) for key, effect in found.items()}
    changed["COR-4", "migrants_return"]["quarter"] = "2024Q1"
    second = SHARED_NODES.fingerprints(changed)["effects_sha256"]
    assert (
        second["main_price_falls"] == first["main_price_falls"]
        and second["migrants_return"] != first["migrants_return"]
    )
