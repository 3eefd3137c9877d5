"""Tables that the project writes: examples that are sound together, and a county's network that comes back as it was."""

import numpy as np
import pytest
from counties import aged, baseline, population

from sim.draws import key
from sim.network import NAMES, exposure, lines_of
from sim.population.inputs import checked_inputs, tables_of
from sim.population.network_columns import FIRMS, TIES
from sim.population.network_start import firm_rows
from sim.population.network_writing import codes, firms_of_county, template, ties_of_county
from sim.population.table_start import from_table
from sim.population.table_writing import table_of_county
from sim.population.table_writing import template as household_template

FIRST = 84


def inputs(folder, *contents):
    """The tables read and checked."""
    paths = [folder / name for name in ("h.csv", "f.csv", "t.csv")]
    for path, content in zip(paths, contents, strict=True):
        path.write_bytes(content)
    return tables_of(*checked_inputs(*map(str, paths)))


def again(folder, county):
    """The county that its own tables make, and its network."""
    incomes = {f"{name}_income": np.zeros(county.households.n) for name in ("wage", "property", "transfer")}
    contents = table_of_county(county, incomes, key(1, 0, 0)), firms_of_county(county), ties_of_county(county)
    table, network = inputs(folder, *contents)
    place = {"place.products": "sweet_potato, tobacco"}
    p = baseline().tree.with_values(place).at(FIRST - 1)
    return from_table(table, key(2, 0, 0), p, FIRST, None, network), network


def lines(county, names):
    """Codes of the firm of each line, households by id."""
    order = np.argsort(county.households.id)
    return dict(zip(NAMES, np.array([*names, ""])[lines_of(county).lines[:, order]].tolist(), strict=True))


def ready(county):
    """The county with what is found anew each quarter, and without buyers that have failed: no table can tell them."""
    h, coops = county.households, county.cooperatives
    h["able"][:] = np.maximum(h["adults"] - h["disabled"] - h["students"], 0)
    gone = (coops["buyer"] >= 0) & (np.append(county.enterprises["alive"], 0)[coops["buyer"]] == 0)
    coops["buyer"][gone] = -1
    mixed = (coops["buyer"] >= 0) & (county.enterprises["product"][coops["buyer"]] != coops["product"])
    coops["buyer"][mixed] = -1
    coops["offered"][:] = np.where((coops["shell"] == 0) & (coops["alive"] != 0), coops["forms"], 0)
    return county


def test_the_examples_of_the_three_templates_are_sound_together(tmp_path):
    table, network = inputs(tmp_path, household_template(), template(FIRMS), template(TIES))
    assert (table.n, len(network.firms.code), network.ties.line.size) == (2, 3, 4)
    assert set(network.firms.numbers["kind"]) == {1, 2, 3}


@pytest.mark.parametrize("start", [population, aged])
def test_a_countys_network_comes_back_as_it_was(tmp_path, start):
    county = ready(start())
    made, network = again(tmp_path, county)
    before = lines(county, codes(county.enterprises) + codes(county.cooperatives))
    stores = made.enterprises, made.cooperatives
    names = [[network.firms.code[row] for row in firm_rows(store, network.firms)] for store in stores]
    after = lines(made, names[0] + names[1])
    assert {name for name in NAMES if before[name] != after[name]} == set()
    empty = {name for name, found in before.items() if not any(found)}
    assert empty <= ({"rent"} if start is aged else {"rent", "job", "loan"})
    for group, measures in exposure(county).items():  # nodes are added up in another order
        for name, measure in measures.items():
            assert exposure(made)[group][name]["value"] == pytest.approx(measure["value"], rel=1e-12), name
    for old, new, mine in zip((county.enterprises, county.cooperatives), stores, names, strict=True):
        place = {code: row for row, code in enumerate(codes(old))}
        rows = np.array([place[code] for code in mine])
        assert sorted(rows) == np.flatnonzero(old["alive"]).tolist()
        for name in ("capital", "cash", "debt", "principal"):
            assert new[name] == pytest.approx(old[name][rows], abs=0.006 if name != "principal" else 1.0), name
        assert new["quality"] == pytest.approx(old["quality"][rows], abs=0.00006)
        for name in ("village", "product"):
            assert (new[name] == old[name][rows]).all(), name
    jobs = dict(zip(codes(county.enterprises), county.enterprises["jobs"].tolist(), strict=True))
    assert made.enterprises["jobs"].tolist() == [jobs[code] for code in names[0]]


def test_orders_whose_buyer_has_failed_are_not_among_the_contracts(tmp_path):
    county = population()
    sells = np.flatnonzero(county.cooperatives["buyer"] >= 0)
    assert sells.size
    county.cooperatives["forms"][:] = 1
    county.enterprises["alive"][county.cooperatives["buyer"][sells[0]]] = 0
    made, network = again(tmp_path, county)
    forms = dict(zip(network.firms.code, network.firms.contracts.tolist(), strict=True))
    lost = county.enterprises["alive"][county.cooperatives["buyer"]] == 0
    lost &= county.cooperatives["buyer"] >= 0
    assert [forms[code] for code in codes(county.cooperatives)] == np.where(lost, 0.0, 1.0).tolist()
    county.cooperatives["alive"][np.flatnonzero((county.cooperatives["buyer"] >= 0) & ~lost)[0]] = 0
    assert again(tmp_path, county)[0].cooperatives.n == county.cooperatives.n - 1  # what it sold is not written
    assert made.enterprises.n == county.enterprises.n - 1
