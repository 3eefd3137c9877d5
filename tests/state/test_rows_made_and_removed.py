"""Rows once a year: dissolved households go, split ones come; persons and yuan are divided and nothing is lost."""

import numpy as np
import pytest
from counties import LUCK, SMALL, TINY, aged, baseline, differences, lived, model_of, only, population, tree_with
from hypothesis import given
from hypothesis import strategies as st

from sim.lanes import CompiledLane
from sim.population import identical
from sim.population.splitting import amounts, new_ids, portion, split_off
from sim.population.stores import members
from sim.state.households import HOUSEHOLD
from sim.state.store import Block, Column, Kind, Store

THING = Kind("thing", "thing", "物", (Block("f8", (Column("a", "1", "a", "甲"), Column("b", "1", "b", "乙"))),
                                     Block("i1", (Column("c", "1", "c", "丙"),))))  # fmt: skip
SPLITTING = {"demography": {"split_rate": 4.0, "split_adults": 3}}
DYING = {"demography": {"split_rate": 4.0, "split_adults": 3, "elder_death_rate": 0.6, "adult_death_rate": 0.3}}
MASK = 0xFFFFFFFF


def numbered(n, first=0):
    """A store whose columns tell the row that they belonged to."""
    store = Store(THING, n)
    rows = np.arange(first, first + n)
    store.identities[:] = rows
    store["a"][:], store["b"][:], store["c"][:] = rows + 0.5, -rows, rows % 100
    return store


@given(st.integers(1, 200), st.integers(0, 3), st.data())
def test_rows_are_removed_and_put_in_where_they_belong(n, spare, data):
    """Against lists; twice in the same memory, also where there is not enough of it."""
    store = numbered(n).copy(spare)
    for turn in range(2):
        gone = np.array(sorted(data.draw(st.sets(st.integers(0, store.n - 1), max_size=store.n - 1))), dtype=np.int64)
        before = np.array(sorted(data.draw(st.lists(st.integers(0, store.n), max_size=40))), dtype=np.int64)
        new = numbered(before.size, 1000 * (turn + 1))
        expected = []
        for row, identity in enumerate([*store.id.tolist(), None]):
            expected += new.id[before == row].tolist()
            if identity is not None and row not in set(gone.tolist()):
                expected.append(identity)
        store = store.remade(gone, before, new)
        assert store.n == len(expected) and store.id.tolist() == expected
        assert (
            (store["a"] == store.id + 0.5).all()
            and (store["b"] == -store.id).all()
            and (store["c"] == store.id % 100).all()
        )


def philox(counter, key):
    """Philox4x32-10 written anew from its paper."""
    a, b, c, d = counter
    x, y = key
    for _ in range(10):
        p, q = 0xD2511F53 * a, 0xCD9E8D57 * c
        a, b, c, d = (q >> 32) ^ b ^ x, q & MASK, (p >> 32) ^ d ^ y, p & MASK
        x, y = (x + 0x9E3779B9) & MASK, (y + 0xBB67AE85) & MASK
    return a, b, c, d


def expected_id(seed, parent, quarter, k):
    """Id of the k-th household to split from a parent in a quarter, whatever the replicate."""
    last = ((quarter << 20) + (k << 10) + 1023) & MASK
    low, high, _, _ = philox((parent & MASK, parent >> 32, 0, last), (seed & MASK, seed >> 32))
    return (high % 2**31) * 2**32 + low


@given(st.integers(0, 2**64 - 1), st.sets(st.integers(0, 2**63 - 1), min_size=1, max_size=20), st.integers(84, 200))
def test_ids_come_from_the_parent_and_give_way_where_they_are_taken(seed, parents, quarter):
    parents = np.array(sorted(parents), dtype=np.int64)
    first = [expected_id(seed, parent, quarter, 0) for parent in parents.tolist()]
    assert new_ids(seed, quarter, parents, parents).tolist() == first
    taken = np.append(parents, first[0])
    found = new_ids(seed, quarter, parents, taken).tolist()
    assert found == [expected_id(seed, int(parents[0]), quarter, 1), *first[1:]]


@given(st.integers(0, 20), st.integers(0, 20), st.integers(0, 20))
def test_a_portion_fits_on_both_sides(count, part, whole):
    count, part = min(count, whole), min(part, whole)
    taken = int(portion(np.array(count), np.array(part), np.array(whole)))
    assert 0 <= taken <= part and 0 <= count - taken <= whole - part
    assert whole == 0 or abs(taken - count * part / whole) <= 0.5


def split_county():
    """Households of a lived county in which a couple splits off, before and after."""
    lively = tree_with(demography={"birth_rate": 0.3, "elder_death_rate": 0.4, "wedding_rate": 0.2})
    h = lived(lively, 4, aged()).households  # members have changed within the year
    h["informal_debt"][:] = np.arange(h.n) % 7 * 100.0
    rows = np.flatnonzero(h["adults"] >= 3)
    before = h.copy()
    new = split_off(h, rows, 10**12 + np.arange(rows.size))
    return before, h, new, rows


def test_a_split_divides_persons_and_loses_nothing():
    before, old, new, rows = split_county()
    assert (
        rows.size > 50
        and any((before["persons_0"] != before[f"persons_{k}"]).any() for k in (1, 2, 3))
        and (new["adults"] == 2).all()
        and not new["elders"].any()
    )
    assert (members(old)[rows] + members(new) == members(before)[rows]).all() and (members(old)[rows] > 0).all()
    for name in ("children", "infants", "youths", "students", "disabled", "half_power", "qualified", "chronic", "trained",
                 "out_of_school", "migrants", "local_workers", "employed", "post", *(f"persons_{k}" for k in range(4))):  # fmt: skip
        assert (old[name][rows].astype(int) + new[name] == before[name][rows]).all(), name
        assert (new[name] >= 0).all() and (old[name] >= 0).all(), name
    for name in amounts():
        np.testing.assert_allclose(old[name][rows] + new[name], before[name][rows], rtol=1e-14, err_msg=name)
    untouched = np.setdiff1d(np.arange(old.n), rows)
    assert all((old[name][untouched] == before[name][untouched]).all() for name in old.kind.names())


def test_both_are_as_well_off_as_before():
    """Per person: stocks by the members now, four quarters of income by the members of these quarters."""
    before, old, new, rows = split_county()
    whole = before.take(rows)
    for store in (old.take(rows), new):
        for name in ("land", "capital", "savings", "informal_debt", "microcredit", "livestock", "medical_debt"):
            np.testing.assert_allclose(
                store[name] / members(store), whole[name] / members(whole), rtol=1e-12, err_msg=name
            )
        for ring in ("market_income", "assistance", "medical", "consumption"):
            np.testing.assert_allclose(a_year(store, ring), a_year(whole, ring), rtol=1e-12, atol=1e-9, err_msg=ring)


def a_year(store, ring):
    """Four quarters of a ring per mean member."""
    return sum(store[f"{ring}_{k}"] for k in range(4)) / sum(0.25 * store[f"persons_{k}"] for k in range(4))


def test_a_new_household_inherits_what_it_is():
    before, _, new, rows = split_county()
    for name in ("skill", "farm_skill", "persistence", "ex_poor", "relocated", "site", "village", "kin_group", "poor_history", "poor",
                 "ever_returned", "registered_return", "entitlement", "monitor", "dibao", "product", "cooperative", "enterprise", "excluded",
                 "access_industry", "access_education", "house", "water", "loan_due"):  # fmt: skip
        assert (new[name] == before[name][rows]).all(), name
    for name in (
        "employed",
        "post",
        "split",
        "offered_post",
        "offered_case",
        "offered_training",
        "seeks_job",
        "kin_away",
    ):
        assert not new[name].any(), name
    assert (new["employer"] == -1).all() and (new["offered_job"] == -1).all()


def check_bounds(h):
    """Nobody belongs to a subset without belonging to the group."""
    v = {name: h[name].astype(int) for name in h.kind.names() if h[name].dtype == np.int8}
    able = np.maximum(v["adults"] - v["disabled"] - v["students"], 0)
    for subset, group in ((v["infants"], v["children"]), (v["out_of_school"], v["children"] - v["infants"]), (v["youths"], v["adults"]),
                          (v["students"], v["youths"]), (v["qualified"], v["adults"]), (v["half_power"], v["adults"] - v["disabled"]),
                          (v["disabled"], v["adults"]), (v["chronic"], v["children"] + v["adults"] + v["elders"]),
                          (v["migrants"] + v["local_workers"] + v["employed"], able)):  # fmt: skip
        assert (subset >= 0).all() and (subset <= group).all()


@pytest.mark.parametrize("changes", [SPLITTING, DYING], ids=["splitting", "dying"])
@pytest.mark.parametrize("spare", [True, False])
def test_a_county_goes_on_with_the_rows_it_has(changes, spare):
    start = aged() if spare else aged()._replace(households=aged().households.take(slice(None)))
    county, persons, sizes = lived(tree_with(**changes), 0, start), [], []
    for _ in range(13):
        before, savings = county.households.n, county.households["savings"].sum()
        county.step()
        h = county.households
        assert (np.lexsort((h.id, h["village"])) == np.arange(h.n)).all() and np.unique(h.id).size == h.n
        assert county.imbalance < 1e-9 and savings > 0.0
        check_bounds(h)
        for link in ("cooperative", "enterprise"):
            rows, store = h[link], getattr(county, f"{link}s")
            held = np.bincount(rows[rows >= 0], weights=h[f"{link}_shares"][rows >= 0], minlength=store.n)
            np.testing.assert_allclose(held, store["principal"], rtol=1e-9, atol=1e-6)
        if h.n != before:
            assert county.number % 4 == 0
            sizes.append(h.n)
        persons.append(county.persons())
    assert len(sizes) == 3 and sizes[0] > SMALL.ex_poor_households + SMALL.ordinary_households
    assert county.digest()


def test_persons_are_the_same_before_and_after_a_year_s_end():
    immortal = {f"{group}_death_rate": 0.0 for group in ("child", "adult", "elder")}
    county = lived(tree_with(demography={**SPLITTING["demography"], **immortal, "leaving_rate": 0.0}), 4, aged())
    persons, rows = county.persons(), county.households.n
    money = {name: county.households[name].sum() for name in amounts()}
    county.number += 1
    county.renew_rows()
    assert county.households.n > rows and county.persons() == persons
    for name, amount in money.items():
        assert county.households[name].sum() == pytest.approx(amount, rel=1e-12), name
    assert county.frame.id.size == county.frame.flow.shape[1] == county.frame.reach.size >= county.households.n


def test_households_split_only_where_demography_is_on():
    start = identical(50, adults=4)
    start.households["split"][:] = 1
    assert lived(only("credit"), 6, start, 85).households.n == 50
    founded = lived(only("demography", values={"demography.split_rate": 0.0}), 4, identical(200, adults=4, split=1), 85)
    assert founded.households.n > 350 and not founded.households["split"].any()


@pytest.mark.parametrize("lane", ["compiled", "agents"])
def test_agents_follow_new_households(lane):
    model = model_of(tree_with(**SPLITTING), aged(TINY), 86, lane=lane)
    first, n = model.households, len(model.households)
    for _ in range(3):  # 2021Q3-2022Q1
        model.step()
    store = model.stores["household"]
    assert len(first) == len(model.households) == store.n > n
    assert sorted(agent.identity for agent in model.households) == sorted(store.id.tolist())
    assert all(store.id[agent.row] == agent.identity for agent in model.households)


def test_a_county_with_splits_gives_the_same_bits_in_all_lanes():
    tree, start = tree_with(**DYING), aged(TINY)
    compiled, threads = lived(tree, 7, start.copy()), CompiledLane(2)
    model = model_of(tree, start.copy(), lane="agents")
    for _ in range(7):
        model.step()
    assert compiled.households.n > start.households.n
    assert differences(compiled, model.county) == [] and compiled.digest() == model.county.digest()
    assert lived(tree, 7, start.copy(), lane=threads).digest() == compiled.digest()
    threads.close()


def test_children_have_the_same_ids_in_every_replicate():
    one, other = (lived(only("demography", values={"demography.split_rate": 0.0}), 4, identical(20, adults=4, split=1), 85, luck)
                  for luck in (LUCK, LUCK._replace(idiosyncratic=7)))  # fmt: skip
    shared = np.intersect1d(one.households.id, other.households.id)
    assert (shared > 2**32).sum() > 10
    parents = [i for i in one.households.id.tolist() if i < 20]
    assert set(one.households.id.tolist()) <= {
        *parents,
        *(expected_id(LUCK.seed, parent, 88, 0) for parent in range(20)),
    }


def test_a_splitting_county_can_be_taken_over_in_the_middle():
    tree = baseline().tree.with_values({"demography.split_rate": 4.0})
    whole, half = lived(tree, 9, population()), lived(tree, 5, population())
    assert differences(whole, lived(tree, 4, half.population.copy(), half.number + 1)) == []
    assert whole.households.n > 450 and HOUSEHOLD.bytes_per_agent() <= 512
