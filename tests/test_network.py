"""Which lines of income hang on which firm, what is lost with it, and the table of exposure."""

import json
from collections import Counter
from types import SimpleNamespace

import numpy as np
import pytest
from counties import aged, lived, population, tree_with
from hypothesis import given
from hypothesis import strategies as st

from sim.collectives.share_funds import MERGED
from sim.measures.contagion import cascades, struck
from sim.network import LINES, MEASURES, NAMES, Network, exposure, hanging_on, lines_of, lost, table
from sim.spreadsheets import csv_bytes, read_rows
from sim.state.collective import COOPERATIVE_KIND, ENTERPRISE_KIND, VILLAGE_KIND
from sim.state.households import HOUSEHOLD
from sim.state.store import Store

FIRMS, COOPERATIVES, PRODUCTS = 3, 3, 2
FIRMS_OF_ONE = 1  # enterprises of a county with one
ROW = st.fixed_dictionaries(
    {
        "employed": st.integers(0, 1), "employer": st.integers(-1, FIRMS - 1),
        "enterprise": st.integers(-1, FIRMS - 1), "enterprise_shares": st.sampled_from([0.0, 500.0]),
        "cooperative": st.integers(-1, COOPERATIVES - 1), "cooperative_shares": st.sampled_from([0.0, 500.0]),
        "product": st.integers(0, PRODUCTS - 1),
        "passed_on": st.integers(0, 1), "microcredit": st.sampled_from([0.0, 50_000.0]),
        "adults": st.integers(1, 4), "ex_poor": st.integers(0, 1),
    }
)  # fmt: skip
HOUSEHOLDS = st.lists(ROW, min_size=1, max_size=9)
FIRM = st.fixed_dictionaries({"alive": st.integers(0, 1)})
COOPERATIVE = st.fixed_dictionaries(
    {"alive": st.integers(0, 1), "buyer": st.integers(-1, FIRMS - 1), "product": st.integers(0, PRODUCTS - 1)}
)
COUNTIES = st.tuples(
    HOUSEHOLDS,
    st.lists(FIRM, min_size=FIRMS, max_size=FIRMS),
    st.lists(COOPERATIVE, min_size=COOPERATIVES, max_size=COOPERATIVES),
)


def filled(kind, rows):
    store = Store(kind, len(rows))
    for name in rows[0] if rows else ():
        store[name][:] = [row[name] for row in rows]
    return store


def agents(households, firms, cooperatives):
    """A county of these agents in one village; ids are not rows."""
    stores = SimpleNamespace(
        households=filled(HOUSEHOLD, households), villages=filled(VILLAGE_KIND, [{"township": 0}]),
        enterprises=filled(ENTERPRISE_KIND, firms), cooperatives=filled(COOPERATIVE_KIND, cooperatives),
    )  # fmt: skip
    for store, first in ((stores.households, 1000), (stores.enterprises, 70), (stores.cooperatives, 80)):
        store.identities[:] = np.arange(store.n)[::-1] + first
    return stores


def read(household, firms, cooperatives):
    """The node of each line of one household, by plain reading."""
    found = dict.fromkeys(NAMES, -1)

    def on(name, firm, wanted=True):
        if wanted and firm >= 0 and firms[firm]["alive"]:
            found[name] = firm

    on("job", household["employer"], household["employed"])
    on("enterprise_shares", household["enterprise"], household["enterprise_shares"])
    on("loan", household["enterprise"], household["passed_on"] and household["microcredit"])
    member = household["cooperative"]
    if member >= 0 and cooperatives[member]["alive"]:
        if household["cooperative_shares"]:
            found["cooperative_shares"] = FIRMS + member
        buyer = cooperatives[member]["buyer"]
        backed = buyer < 0 or firms[buyer]["alive"]
        if backed and cooperatives[member]["product"] == household["product"]:
            found["orders"] = FIRMS + member
            on("buyer", buyer)
    return [found[name] for name in NAMES]


@given(COUNTIES)
def test_lines_are_what_plain_reading_finds(county):
    network = lines_of(agents(*county))
    assert network.lines.T.tolist() == [read(household, *county[1:]) for household in county[0]]
    assert network.nodes == FIRMS + COOPERATIVES
    assert network.on("orders").tolist() == network.lines[NAMES.index("orders")].tolist()


@given(COUNTIES, st.sets(st.integers(0, FIRMS + COOPERATIVES - 1)), st.integers(0, 8), st.integers(0, 3))
def test_lost_is_what_hung_on_a_node_that_has_failed(county, failing, leavers, newcomers):
    """Households that left lose nothing, new ones had nothing; an order is lost once."""
    before = agents(*county)
    network = lines_of(before)
    new = filled(HOUSEHOLD, [{"employer": 0, "employed": 1}] * newcomers)
    new.identities[:] = [500, 1500, 501][:newcomers]
    after, gone = agents(*county), np.arange(min(leavers, before.households.n))
    after.households = before.households.remade(gone, np.zeros(newcomers, np.int64), new)  # in the same memory
    for node in failing:
        store, row = (after.enterprises, node) if node < FIRMS else (after.cooperatives, node - FIRMS)
        store["alive"][row] = 0
    found = lost(network, after)
    was = dict(zip(network.ids.tolist(), network.lines.T.tolist(), strict=True))
    for k, identity in enumerate(after.households.id.tolist()):
        nodes = was.get(identity, [-1] * len(LINES))
        gone = dict(zip(NAMES, (node in failing for node in nodes), strict=True))
        gone["buyer"] = gone["buyer"] and not gone["orders"]
        assert found.nodes[:, k].tolist() == nodes and found.gone[:, k].tolist() == [gone[name] for name in NAMES]


def test_a_household_without_work_shares_or_orders_hangs_on_nothing():
    row = {"employed": 0, "employer": -1, "enterprise": 0, "cooperative": 0, "product": 1}
    county = agents([row], [{"alive": 1}], [{"alive": 1, "buyer": 0, "product": 0}])
    assert (lines_of(county).lines == -1).all(), "a link on paper is no line"


def test_other_firms_than_before_are_refused():
    county = agents([{"employer": -1}], [{"alive": 1}] * 2, [])
    with pytest.raises(ValueError, match="not those of before.*节点编号"):
        lost(Network(np.array([1000]), np.full((len(LINES), 1), -1), 1, 0), county)


def test_lines_on_a_co_operative_that_joins_another_live_on_in_it():
    row = {"cooperative": 0, "cooperative_shares": 500.0, "employer": -1, "enterprise": -1, "product": 0}
    before = agents([row] * 2, [{"alive": 1}], [{"alive": 1, "buyer": -1, "product": 0}] * 2)
    network = lines_of(before)
    after = agents([row] * 2, [{"alive": 1}], [{"alive": 1, "buyer": -1, "product": 0}] * 2)
    after.cooperatives["alive"][0], after.cooperatives["ended"][0], after.cooperatives["joined_to"][0] = 0, MERGED, 1
    assert not lost(network, after).gone.any()
    after.cooperatives["alive"][1] = 0  # the one that took it over fails in the same quarter
    found = lost(network, after)
    assert found.gone.sum() == 4 and set(found.nodes[found.gone]) == {FIRMS_OF_ONE + 1}


def test_only_whoever_points_at_a_failed_firm_may_have_lost_a_line():
    rows = [
        {"employed": 1, "employer": 0}, {"employer": -1, "enterprise": 0}, {"employer": -1, "enterprise": -1, "cooperative": 1},
        {"employer": -1, "enterprise": -1, "cooperative": 0}, {"employer": -1, "enterprise": -1, "cooperative": -1},
    ]  # fmt: skip
    county = agents([{"employed": 0, "cooperative": -1, "enterprise": -1} | row for row in rows], [{"alive": 1}] * 2,
                    [{"alive": 1, "buyer": -1, "product": 0}, {"alive": 1, "buyer": 0, "product": 0}])  # fmt: skip
    gone = np.array([True, False, False, False])
    assert hanging_on(gone, county).tolist() == [0, 1, 2], "members of a co-operative that delivers to it, too"
    assert hanging_on(np.array([False, True, True, False]), county).tolist() == [3]
    assert hanging_on(np.zeros(4, dtype=bool), county).tolist() == []


@given(COUNTIES, st.sets(st.integers(0, FIRMS + COOPERATIVES - 1)))
def test_whoever_lost_a_line_is_among_those_looked_at(county, failing):
    before, after = agents(*county), agents(*county)
    network = lines_of(before)
    for node in failing:
        store, row = (after.enterprises, node) if node < FIRMS else (after.cooperatives, node - FIRMS)
        store["alive"][row] = 0
    gone = np.isin(np.arange(FIRMS + COOPERATIVES), list(failing))
    assert set(np.flatnonzero(lost(network, after).gone.any(axis=0))) <= set(hanging_on(gone, before).tolist())


def hand_made():
    """A generated county in which all links are cut but those of five households; first two ex-poor, all else not."""
    county = population()
    h, coops, firms = county.households, county.cooperatives, county.enterprises
    for name in ("employer", "enterprise", "cooperative"):
        h[name][:] = -1
    for name in ("employed", "enterprise_shares", "cooperative_shares", "passed_on", "ex_poor"):
        h[name][:] = 0
    h["ex_poor"][:2] = 1
    for name in ("children", "elders"):
        h[name][:] = 0
    h["adults"][:] = 1
    h["adults"][0] = 3
    h["product"][:] = 0
    firms["alive"][:] = coops["alive"][:] = 1
    coops["buyer"][:], coops["product"][:] = -1, 0
    coops["buyer"][2] = 1
    h["employed"][0], h["employer"][0], h["enterprise"][0], h["enterprise_shares"][0] = 1, 1, 1, 500.0
    h["cooperative"][0] = 2  # delivers to it, and it to enterprise 1: three lines on 1, one on co-operative 2
    h["cooperative"][1], h["cooperative_shares"][1] = 2, 500.0  # two lines on co-operative 2, one on enterprise 1
    h["employed"][2], h["employer"][2] = 1, 0
    h["enterprise"][3], h["passed_on"][3], h["microcredit"][3] = 0, 1, 50_000.0
    h["product"][4], h["cooperative"][4] = 1, 2  # grows what its co-operative does not buy
    return county


def test_exposure_by_hand():
    county = hand_made()
    found, n = exposure(county), county.households.n
    value = {group: {name: row["value"] for name, row in rows.items()} for group, rows in found.items()}
    poor = value["ex_poor"]
    assert poor["linked"] == poor["twice"] == poor["largest_share"] == 1.0
    assert poor["by_lines"] == [0.0, 0.0, 0.25, 0.75] and poor["on_one_node"] == (3 * 3 + 1 * 2) / 4
    assert poor["herfindahl"] == 0.5 and poor["effective_nodes"] == 2.0  # all four persons on both nodes
    everybody = value["all"]
    assert everybody["linked"] == pytest.approx(6 / (n + 2)) and everybody["largest_share"] == pytest.approx(
        4 / (n + 2)
    )
    assert everybody["herfindahl"] == pytest.approx((4 * 4 + 4 * 4 + 2 * 2) / 100)
    for rows in found.values():
        assert set(rows) == set(MEASURES) and all(row["unit"] and row["en"] and row["zh"] for row in rows.values())
    county.households["ex_poor"][:] = 0
    none = exposure(county)["ex_poor"]
    assert all(row["value"] is None for row in none.values()), "undefined and not zero"
    json.dumps(none, allow_nan=False)


def test_the_table_names_firms_by_id_and_reads_back():
    county = hand_made()
    county.enterprises.identities[:] = np.arange(county.enterprises.n) + 300
    county.cooperatives.identities[:] = np.arange(county.cooperatives.n) + 900
    rows = table(county)
    assert [row["household 农户编号"] for row in rows] == county.households.id.tolist()
    assert all(any("\u4e00" <= sign <= "\u9fff" for sign in name) or name == "node_kind" for name in rows[0])
    back = read_rows(csv_bytes(rows[:5]))
    assert [row["job"] for row in back[:3]] == [301.0, pytest.approx(np.nan, nan_ok=True), 300.0]
    assert [row["node_kind"] for row in back[:4]] == ["enterprise", "cooperative", "enterprise", "enterprise"]
    assert [row["联结最多的主体类别"] for row in back[:2]] == ["企业", "合作社"]
    assert [row["node"] for row in back[:4]] == [301.0, 902.0, 300.0, 300.0]
    assert [row["lines_on_node"] for row in back] == [3.0, 2.0, 1.0, 1.0, 0.0]
    assert [row["lines"] for row in back] == [4.0, 3.0, 1.0, 1.0, 0.0]
    assert [back[k][name] for k, name in ((0, "buyer"), (0, "orders"), (1, "cooperative_shares"), (3, "loan"))] == [
        301.0, 902.0, 902.0, 300.0
    ]  # fmt: skip
    assert rows[4]["node_kind"] == "" and rows[4]["node 联结最多的主体编号"] is None


def test_an_empty_county_and_one_without_firms_have_no_lines():
    nobody = agents([], [{"alive": 1}], [])
    assert lines_of(nobody).lines.shape == (len(LINES), 0) and table(nobody) == []
    assert exposure(nobody)["all"]["linked"]["value"] is None
    assert lost(lines_of(nobody), agents([{"employer": -1}], [{"alive": 1}], [])).gone.sum() == 0
    alone = agents([{"adults": 2, "employer": -1, "enterprise": -1, "cooperative": -1}], [], [])
    assert exposure(alone)["all"]["linked"]["value"] == 0.0 and table(alone)[0]["lines 联结总项数"] == 0


def test_in_a_living_county_only_failures_take_lines_along():
    """Followed over two Januaries, in which rows move: cascades stand for the firms that failed in the quarter, and no other."""
    rates = {"cooperatives": {"failure_rate": 0.4}, "enterprises": {"failure_rate": 0.4}}
    county, hit, lines = lived(tree_with(**rates), 0, aged()), 0, Counter()
    for _ in range(9):
        before = lines_of(county)
        county.step()
        found = lost(before, county)
        failed = [store["failed_at"] == county.number for store in (county.enterprises, county.cooperatives)]
        spread = cascades(found.gone, found.nodes, before.nodes)
        assert set(spread.node) <= set(np.flatnonzero(np.concatenate(failed)))
        now = lines_of(county).lines
        assert not np.isin(now, spread.node).any(), "nothing hangs on a firm that has failed"
        counts = struck(found.gone, found.nodes, before.nodes)
        assert counts.twice <= counts.once <= spread.households.sum()
        hit += int(counts.once)
        lines.update(name for name, gone in zip(NAMES, found.gone, strict=True) if gone.any())
    assert hit > 20 and {"job", "enterprise_shares", "cooperative_shares", "orders"} <= set(lines)
