"""Columns: declared in two languages with a unit, small, independent of their copies, hashed by id."""

import hashlib

import numpy as np
import pytest
from counties import aged, baseline, lived
from hypothesis import given
from hypothesis import strategies as st

from sim.state import channels, collective, flows, households
from sim.state.collective import COOPERATIVE_KIND, COUNTY_KIND, ENTERPRISE_KIND, PRODUCT_KIND, SITE_KIND, VILLAGE_KIND
from sim.state.households import HOUSEHOLD
from sim.state.store import Block, Column, Kind, Store

KINDS = (HOUSEHOLD, VILLAGE_KIND, COOPERATIVE_KIND, ENTERPRISE_KIND, PRODUCT_KIND, COUNTY_KIND, SITE_KIND)
SMALL = Kind("thing", "thing", "物", (
    Block("f8", (Column("a", "1", "a", "甲"), Column("b", "1", "b", "乙"))),
    Block("i1", (Column("c", "1", "c", "丙"),)),
))  # fmt: skip


def digest(store):
    sha = hashlib.sha256()
    store.feed(sha)
    return sha.hexdigest()


def test_a_household_takes_at_most_512_bytes():
    assert HOUSEHOLD.bytes_per_agent() <= 512
    store = Store(HOUSEHOLD, 1000)
    assert store.id.nbytes + sum(array.nbytes for array in store.arrays.values()) == 1000 * HOUSEHOLD.bytes_per_agent()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_column_has_a_unit_and_a_meaning_in_both_languages(kind):
    columns = [column for block in kind.blocks for column in block.columns]
    for column in columns:
        assert column.unit and column.en and any("\u4e00" <= letter <= "\u9fff" for letter in column.zh), column.name
    assert len({column.name for column in columns}) == len(columns)
    assert {block.dtype for block in kind.blocks} <= {"f8", "i1", "i2", "i4"}
    assert kind.en and any("\u4e00" <= letter <= "\u9fff" for letter in kind.zh)


def test_every_flow_and_channel_has_them_too():
    for declared in (*flows.FLOW.columns, *channels.CHANNELS):
        assert declared.unit and declared.en and any("\u4e00" <= letter <= "\u9fff" for letter in declared.zh)
    assert len({c.name for c in flows.FLOW.columns}) == len(flows.FLOW.columns)
    assert len({c.name for c in channels.CHANNELS}) == len(channels.CHANNELS) == len(channels.NEUTRAL)


def test_payments_that_are_not_rare_come_by_eights_and_rare_ones_have_a_mark_each():
    assert [flow.rare for flow in flows.FLOWS] == [k >= flows.FIRST_RARE for k in range(len(flows.FLOWS))]
    assert (flows.FIRST_RARE - flows.FIRST_PAYMENT) % 8 == 0 and len(flows.RARE) <= 62


def test_a_household_s_row_of_the_channels_fits_its_column_and_its_mask():
    assert channels.COMBINATIONS & (channels.COMBINATIONS - 1) == 0 and channels.COMBINATIONS <= 2**15


@pytest.mark.parametrize("module", [households, flows, collective], ids=lambda m: m.__name__)
def test_row_numbers_belong_to_one_column_each(module):
    """A constant such as SAVINGS is the row of exactly one column of one block; no two constants of a block agree."""
    blocks = [b for b in vars(module).values() if isinstance(b, Block)]
    numbers = {name: v for name, v in vars(module).items() if type(v) is int and not name.startswith("CHANNEL")}
    assert numbers
    for block in blocks:
        names = {column.name.upper() for column in block.columns}
        rows = {name: row for name, row in numbers.items() if name in names}
        for name, row in rows.items():
            assert block.row(name.lower()) == row, name


def test_a_column_that_is_not_there_is_refused():
    with pytest.raises(KeyError):
        SMALL.blocks[0].row("nothing")
    with pytest.raises(KeyError):
        Store(SMALL, 2)["nothing"]
    assert "a" in Store(SMALL, 2) and "id" in Store(SMALL, 2) and "nothing" not in Store(SMALL, 2)


@given(st.permutations(range(8)))
def test_the_hash_is_by_id_whatever_the_order_of_rows(order):
    store = Store(SMALL, 8)
    store["a"][:] = np.arange(8) * 1.5
    store["c"][:] = np.arange(8)
    assert digest(store) == digest(store.take(np.array(order)))


@pytest.mark.parametrize("name", ["a", "b", "c", "id"])
def test_the_hash_sees_every_column_and_its_sign_of_zero(name):
    store = Store(SMALL, 3)
    before = digest(store)
    store[name][2] = 7
    assert digest(store) != before
    if name in "ab":
        store[name][2] = -0.0
        assert digest(store) != before


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_state_that_is_no_number_is_not_hashed(value):
    store = Store(SMALL, 3)
    store["b"][1] = value
    with pytest.raises(ValueError, match="thing.b of id 1"):
        digest(store)


def test_copies_and_choices_share_nothing_with_the_original():
    store = Store(SMALL, 4)
    for other in (store.copy(), store.take(slice(None)), store.take(np.arange(4)), store.take(slice(0, 4))):
        other["a"][:] = 1.0
        other.id[:] = 9
        assert not store["a"].any() and store.id.tolist() == [0, 1, 2, 3]


def test_a_living_county_is_hashed_whole():
    """Every column of every store has a part in the digest."""
    county = lived(baseline().tree, 1, aged())
    before = county.digest()
    for store in county.population.stores:
        for name in store.kind.names():
            kept = store[name].copy()
            store[name][0] = store[name][0] + 1
            assert county.digest() != before, f"{store.kind.name}.{name}"
            store[name][:] = kept
    assert county.digest() == before


@given(st.integers(1, 12), st.data())
def test_rows_kept_in_place_are_the_rows_taken_and_may_be_kept_again(n, data):
    store = Store(SMALL, n)
    store["a"][:] = np.arange(n) + 0.5
    store["b"][:] = -np.arange(n)
    store["c"][:] = np.arange(n) % 7
    for _ in range(2):
        rows = np.array(sorted(data.draw(st.sets(st.integers(0, store.n - 1), min_size=1))), dtype=np.int64)
        taken, store = store.take(rows), store.keep(rows)
        assert store.n == taken.n == rows.size
        assert digest(store) == digest(taken) == digest(store.copy()) == digest(store.take(slice(None)))
