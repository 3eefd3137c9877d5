"""What collectives ask of all households at once, against the same asked of each in turn."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.government.pools import employers_of_slots
from sim.measures.sums import total, totals
from sim.state.people import (
    count_by_link,
    count_by_links,
    counted_among,
    entitled_workers,
    migrant_shares,
    rows_above,
    rows_linked,
)

FIRMS = 4
household = st.tuples(st.integers(-1, FIRMS - 1), st.integers(-1, FIRMS - 1), st.integers(0, 2), st.integers(0, 2))
households = st.lists(household, max_size=30)


def columns(rows):
    """Two links and two small numbers."""
    job, shares, *small = np.array(rows, dtype=np.int64).reshape(-1, 4).T
    return job.astype(np.int32), shares.astype(np.int32), *(column.astype(np.int8) for column in small)


@given(households)
def test_households_of_firms_are_counted_once(rows):
    job, shares, employed, entitlement = columns(rows)
    firms = range(FIRMS)
    assert count_by_link(job, FIRMS).tolist() == [sum(row[0] == k for row in rows) for k in firms]
    assert count_by_links(job, shares, FIRMS).tolist() == [sum(k in row[:2] for row in rows) for k in firms]
    assert entitled_workers(job, employed, entitlement, FIRMS).tolist() == [
        sum(row[0] == k and row[2] > 0 and row[3] > 0 for row in rows) for k in firms
    ]


@given(households, st.lists(st.booleans(), min_size=FIRMS, max_size=FIRMS))
def test_rows_are_found_and_counted_in_order(rows, chosen):
    job, _, employed, entitlement = columns(rows)
    assert rows_above(employed).tolist() == [i for i, row in enumerate(rows) if row[2] > 0]
    linked = [i for i, row in enumerate(rows) if row[0] >= 0 and chosen[row[0]]]
    assert rows_linked(job, np.array(chosen)).tolist() == linked
    assert counted_among(employed, entitlement > 0) == sum(row[2] for row in rows if row[3] > 0)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=12))
def test_free_jobs_stand_by_township_and_then_by_enterprise(enterprises):
    at, free = np.array(enterprises, dtype=np.int64).reshape(-1, 2).T.copy()
    first = np.concatenate(([0], np.cumsum(np.bincount(at, weights=free, minlength=4)))).astype(np.int64)
    asked = [k for town in range(4) for k, (here, jobs) in enumerate(enterprises) if here == town for _ in range(jobs)]
    assert employers_of_slots(at, free, first).tolist() == asked


def test_rows_are_added_up_as_each_alone():
    values = np.random.default_rng(1).lognormal(0.0, 5.0, (6, 500))
    assert totals(values).tolist() == [total(row) for row in values]
    assert totals(np.zeros((3, 0))).tolist() == [0.0, 0.0, 0.0]


def test_migrants_are_a_share_of_the_able_of_each_village():
    village = np.array([0, 0, 2, 2, 2], dtype=np.int32)
    migrants, adults, disabled, students = np.array(
        [[1, 0, 1, 0, 0], [2, 3, 2, 1, 1], [0, 1, 0, 0, 1], [0, 0, 0, 1, 1]], dtype=np.int8
    )
    assert migrant_shares(village, migrants, adults, disabled, students, 4).tolist() == [0.25, 0.0, 0.5, 0.0]
