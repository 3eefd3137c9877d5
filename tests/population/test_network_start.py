"""A county that starts from tables of firms and ties: its state, and that its quarters run and close."""

import numpy as np
import pytest
from counties import baseline, differences, lived
from networks import FIRMS, HOUSEHOLDS, TIES, changed, read, written

from sim.collectives.enterprises import Enterprises
from sim.county import Luck
from sim.draws import key
from sim.model import CountyModel
from sim.network import exposure, lines_of
from sim.parameters import load_scenario
from sim.population.network_start import firm_rows
from sim.population.table_start import from_table
from sim.spec import Invalid
from sim.start import start_of
from sim.state.forms import ORDERS, WORK

FIRST = 84
P = baseline().tree.at(FIRST - 1)


def county_of(folder, size=None, p=P, replicate=0, **tables):
    """The county of these tables, and its network."""
    table, network = read(folder, **tables)
    return from_table(table, key(1, replicate, 0), p, FIRST, size, network), network


def named(population, network):
    """Code of the firm of each line by household number, and of each co-operative's buyer."""
    found, first = lines_of(population), {"enterprise": 0, "cooperative": population.enterprises.n}
    codes = [
        network.firms.code[row]
        for store in (population.enterprises, population.cooperatives)
        for row in firm_rows(store, network.firms)
    ]
    lines = {
        name: {
            int(i): codes[node] for i, node in zip(population.households.id, found.on(name), strict=True) if node >= 0
        }
        for name in ("job", "enterprise_shares", "cooperative_shares", "orders", "buyer", "day_work", "loan")
    }
    buyers = {
        codes[first["cooperative"] + k]: codes[at]
        for k, at in enumerate(population.cooperatives["buyer"].tolist())
        if at >= 0
    }
    return lines, buyers


def row_of(population, network, code):
    """Store and row of a firm."""
    for store in (population.enterprises, population.cooperatives):
        for row, at in enumerate(firm_rows(store, network.firms)):
            if network.firms.code[at] == code:
                return store, row
    raise KeyError(code)


def test_who_hangs_on_whom_is_as_the_ties_say_and_nothing_else(tmp_path):
    county, network = county_of(tmp_path)
    lines, buyers = named(county, network)
    assert lines["job"] == {11: "Q1", 13: "CJ"} and lines["loan"] == {11: "Q1"}
    assert lines["cooperative_shares"] == {11: "H1", 14: "H2"} and lines["enterprise_shares"] == {12: "Q1"}
    assert lines["orders"] == {11: "H1"} and lines["buyer"] == {11: "Q1"} and buyers == {"H1": "Q1"}
    h = county.households
    assert dict(zip(h.id.tolist(), h["cooperative_shares"].tolist(), strict=True)) == {
        11: 4000.0, 12: 0.0, 13: 0.0, 14: P["place"].principal}  # fmt: skip
    assert h["enterprise_shares"][h.id == 12] == 0.1 * 200000.0
    assert (h["cooperative"] >= 0).sum() == 2 and h["passed_on"].sum() == 1 and (h["employer"] >= 0).sum() == 2


def test_firms_are_as_the_table_says_and_blank_cells_are_drawn(tmp_path):
    county, network = county_of(tmp_path)
    store, q1 = row_of(county, network, "Q1")
    known = {
        name: float(store[name][q1]) for name in ("jobs", "cash", "capital", "debt", "quality", "nature", "principal")
    }
    assert known == {
        "jobs": 5, "cash": 900, "capital": 200000, "debt": 700, "quality": 0.7, "nature": 0.7, "principal": 20000}  # fmt: skip
    assert store["filled"][q1] == 1 and store["workshop"][q1] == 0 and store["village"][q1] == 0
    _, cj = row_of(county, network, "CJ")
    assert store["workshop"][cj] == 1 and (store["jobs"][cj], store["filled"][cj], store["village"][cj]) == (2, 1, 1)
    assert store["capital"][cj] == 2 * Enterprises().owner_capital
    assert store["cash"][cj] == 2 * P["place"].enterprise_cash
    _, q2 = row_of(county, network, "Q2")
    assert store["jobs"][q2] >= 1 and store["cash"][q2] > 0.0 and store["product"][q2] == 1 and store["alive"].all()
    other, _ = county_of(tmp_path, replicate=1)
    drawn, given = other.enterprises["quality"][q2], other.enterprises["quality"][q1]
    assert drawn != store["quality"][q2] and given == 0.7
    coops, h1 = row_of(county, network, "H1")
    assert (coops["forms"][h1], coops["offered"][h1], coops["shell"][h1]) == (ORDERS | WORK, ORDERS | WORK, 0)
    assert (coops["capital"][h1], coops["principal"][h1]) == (60000, 4000)
    _, h2 = row_of(county, network, "H2")
    assert coops["shell"][h2] == 1 and coops["offered"][h2] == 0 and coops["product"][h2] == 1
    assert coops["capital"][h2] == coops["principal"][h2] == P["place"].principal
    assert county.villages["cooperatives"].tolist() == [1, 1] and county.villages["first_cooperative"].tolist() == [
        0,
        1,
    ]


def test_the_order_of_rows_changes_no_bit(tmp_path):
    firms = [*FIRMS, {**FIRMS[3], "code": "H3", "village": "西山村"}]  # beside H2
    tables = {"households": HOUSEHOLDS, "firms": firms, "ties": TIES}
    county, _ = county_of(tmp_path, **tables)
    turned, _ = county_of(tmp_path, **{name: rows[::-1] for name, rows in tables.items()})
    one, other = (lived(baseline().tree, 3, start, FIRST) for start in (county, turned))
    assert differences(one, other) == []


def test_a_tied_county_lives_and_its_accounts_close(tmp_path):
    households = [{**row, "household": f"{100 * k}{row['household']}"} for k in range(1, 16) for row in HOUSEHOLDS]
    ties = [
        {**row, "from": f"{100 * k}{row['from']}"} if row["from"].isdecimal() else row
        for k in range(1, 16)
        for row in (TIES if k == 1 else TIES[:-1])
    ]
    ties = [{**row, "share": "1"} if row.get("share") else row for row in ties]
    firms = changed(changed(FIRMS, 0, jobs="50", cash="500000"), 2, jobs="40")
    start, network = county_of(tmp_path, households=households, firms=firms, ties=ties)
    county = lived(baseline().tree, 1, start, FIRST, Luck.of(4, 0))  # with seed 3 the enterprise fails at once
    flows = {
        name: float(county.flow(name).sum()) for name in ("wage_enterprise", "dividend_cooperative", "loan_return")
    }
    assert all(amount > 0.0 for amount in flows.values()), flows
    for _ in range(8):
        county.step()
        assert county.imbalance < 1e-12


def test_firms_without_ties_have_ties_drawn_among_them(tmp_path):
    many = [{**row, "household": f"{k}{row['household']}"} for k in range(1, 61) for row in HOUSEHOLDS]
    county, network = county_of(tmp_path, households=many, ties=None)
    h, firms = county.households, county.enterprises
    member = h["cooperative"] >= 0
    assert 0.2 < member.mean() < 0.8
    assert (county.cooperatives["village"][h["cooperative"][member]] == h["village"][member]).all()
    assert ((h["employed"] > 0) == (h["employer"] >= 0)).all() and firms["filled"].sum() == 120
    assert set(firms["workshop"][h["enterprise"][h["enterprise"] >= 0]]) == {0}
    assert (firms["principal"].sum(), firms["jobs"].sum() >= 120) == (h["enterprise_shares"].sum(), True)
    buyers = {county.cooperatives["buyer"][k] for k in range(2)}
    assert buyers <= {-1, 0, 1}


def test_what_the_table_says_of_shells_and_villages_is_not_drawn(tmp_path):
    firms = [*FIRMS, {**FIRMS[3], "code": "H3", "village": "西山村"}]
    for replicate in range(8):
        county, network = county_of(tmp_path, firms=firms, replicate=replicate)
        coops = county.cooperatives
        shells = {code: coops["shell"][row_of(county, network, code)[1]] for code in ("H1", "H2", "H3")}
        assert shells == {"H1": 0, "H2": 1, "H3": 0} and (coops["quality"][coops["shell"] == 0] > 0.0).all()
        assert county.villages["cooperatives"].tolist() == [1, 2] and coops["village"].tolist() == [0, 1, 1]
        assert county.villages["first_cooperative"].tolist() == [0, 1]


@pytest.mark.parametrize("replicate", range(6))  # in which either village is the one that is kept
def test_part_of_a_tied_county_keeps_whole_villages_and_the_co_operatives_of_their_members(tmp_path, replicate):
    firms = changed(FIRMS, 0, jobs="1")
    ties = [*TIES[:5], {**TIES[5], "to": "H1"}, *TIES[6:]]  # H1 of the eastern village has a member in the western one
    whole, network = county_of(tmp_path, ties=ties, firms=firms, replicate=replicate)
    part, _ = county_of(tmp_path, size=2, ties=ties, firms=firms, replicate=replicate)
    h, coops = part.households, part.cooperatives
    assert part.villages.n == 1 and h.n == 2
    lines, _ = named(part, network)
    full, _ = named(whole, network)
    for name, found in lines.items():
        assert found == {i: code for i, code in full[name].items() if i in h.id}, name
    assert lines["cooperative_shares"] == {int(h.id.max() if 14 in h.id else 11): "H1"}
    assert (coops["village"] == 0).all() and part.villages["cooperatives"].tolist() == [coops.n]
    assert coops["principal"].sum() == h["cooperative_shares"].sum()
    assert (part.enterprises["jobs"] >= part.enterprises["filled"]).all()
    assert part.enterprises["filled"].sum() == (h["employer"] >= 0).sum()
    assert part.enterprises["debt"].max() == pytest.approx(700 * part.scale / whole.scale)


def test_a_product_that_the_scenario_does_not_name_is_refused_for_firms_and_households_at_once(tmp_path):
    p = baseline().tree.with_values({"place.products": "tobacco, sheep"}).at(FIRST - 1)
    with pytest.raises(Invalid) as wrong:
        county_of(tmp_path, p=p)
    found = [(problem.file[-6:-4], problem.line) for problem in wrong.value.problems]
    assert found == [("农户", 2), ("农户", 4), ("农户", 5), ("主体", 2), ("主体", 5)]
    last = wrong.value.problems[-1]
    assert "sweet potato" in last.en and "红薯" in last.zh and last.allowed == "2 | 8"


@pytest.mark.parametrize("lane", ["compiled", "agents"])
def test_a_loaded_scenario_starts_from_tables_in_either_lane(tmp_path, lane):
    population, firms, ties = written(tmp_path)
    scenario = load_scenario("pengshui/baseline", population=population, firms=firms, ties=ties)
    model = CountyModel(scenario, seed=2, lane=lane)
    assert len(model.households.select(lambda household: household.employer >= 0)) == 2
    model.step()
    expected = lived(scenario.tree, 1, start_of(scenario, Luck.of(2, 0)), scenario.first, Luck.of(2, 0))
    assert model.county.digest() == expected.digest()
    alone = load_scenario("pengshui/baseline", population=population)
    assert start_of(alone, Luck.of(2, 0)).cooperatives["cash"].tolist() != model.county.cooperatives["cash"].tolist()
    firms_only = load_scenario("pengshui/baseline", population=population, firms=firms)
    kept, drawn = (start_of(one, Luck.of(2, 0)).households["passed_on"].sum() for one in (scenario, firms_only))
    assert (kept, drawn) == (1, 0)  # starts are not taken for one another


def test_everybody_may_have_a_node_of_his_own(tmp_path):
    n = 60
    households = [{**HOUSEHOLDS[2], "household": str(k), "employed": "1"} for k in range(n)]
    firms = [{"code": f"Q{k}", "kind": "1", "product": "红薯", "jobs": "1"} for k in range(n)]
    ties = [{"from": str(k), "to": f"Q{k}", "line": "1"} for k in range(n)]
    county, network = county_of(tmp_path, households=households, firms=firms, ties=ties)
    assert named(county, network)[0]["job"] == {k: f"Q{k}" for k in range(n)}
    measured = exposure(county)["all"]
    assert measured["effective_nodes"]["value"] == pytest.approx(n) and measured["linked"]["value"] == 1.0
    assert measured["largest_share"]["value"] == pytest.approx(1.0 / n) and np.all(county.enterprises["filled"] == 1)
