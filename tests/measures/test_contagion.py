"""Contagion: against plain loops, pooled over nodes, traced, at its limits."""

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.measures import mobility
from sim.measures.contagion import (
    CLASS_NAMES,
    CLASSES,
    cascades,
    largest_cascade,
    return_rates,
    size_classes,
    struck,
    tail,
    traced,
    traced_persons,
)

NODES = 4
LINE = st.tuples(st.integers(-1, NODES - 1), st.booleans())
HOUSEHOLD = st.tuples(st.lists(LINE, min_size=3, max_size=3), st.integers(1, 7), st.booleans())
QUARTERS = st.lists(HOUSEHOLD, min_size=1, max_size=15)
SIZES = st.lists(st.integers(1, 300), max_size=30)


def quarter(rows):
    """Flags of lost lines and nodes, shape (3, households); persons; who returned."""
    nodes = np.array([[node for node, _ in lines] for lines, _, _ in rows]).T
    lost = np.array([[node >= 0 and gone for node, gone in lines] for lines, _, _ in rows]).T
    return lost, nodes, np.array([p for _, p, _ in rows]), np.array([back for _, _, back in rows])


def losses(rows):
    """Lost lines of each household by node."""
    return [Counter(node for node, gone in lines if gone and node >= 0) for lines, _, _ in rows]


@given(QUARTERS)
def test_plain_loops_find_the_same(rows):
    lost, nodes, persons, back = quarter(rows)
    by_household = losses(rows)
    once = sum(p for (_, p, _), own in zip(rows, by_household, strict=True) if sum(own.values()) >= 1)
    twice = sum(p for (_, p, _), own in zip(rows, by_household, strict=True) if sum(own.values()) >= 2)
    assert struck(lost, nodes, NODES, persons) == (once, twice)
    expected = []
    for node in range(NODES):
        hit = [(own[node], p) for own, (_, p, _) in zip(by_household, rows, strict=True) if own[node]]
        if hit:
            expected.append((node, len(hit), sum(n >= 2 for n, _ in hit), float(sum(p for _, p in hit))))
    found = cascades(lost, nodes, NODES, persons)
    assert list(zip(*(column.tolist() for column in found), strict=True)) == expected
    to = [min((n for n in own if own[n] == max(own.values())), default=-1) if returned else -1
          for own, (_, _, returned) in zip(by_household, rows, strict=True)]  # fmt: skip
    assert traced(lost, nodes, NODES, back).tolist() == to
    shares = traced_persons(lost, nodes, NODES, back, persons)
    assert shares.by_node.tolist() == [
        sum(p for (_, p, _), t in zip(rows, to, strict=True) if t == n) for n in range(NODES)
    ]
    assert shares.to_none + shares.by_node.sum() == sum(p for _, p, returned in rows if returned)


@given(QUARTERS, st.permutations(range(NODES)), st.randoms(use_true_random=False))
def test_neither_the_numbers_of_nodes_nor_the_order_of_households_and_lines_matters(rows, numbers, random):
    lost, nodes, persons, back = quarter(rows)
    order = random.sample(range(len(rows)), len(rows))
    other = np.append(numbers, -1)[nodes][:, order][[1, 2, 0]]
    moved = lost[:, order][[1, 2, 0]]
    assert struck(moved, other, NODES, persons[order]) == struck(lost, nodes, NODES, persons)
    found, again = cascades(lost, nodes, NODES, persons), cascades(moved, other, NODES, persons[order])
    renamed = sorted(zip(np.array(numbers)[found.node].tolist(), *(c.tolist() for c in found[1:]), strict=True))
    assert list(zip(*(column.tolist() for column in again), strict=True)) == renamed


@given(QUARTERS, st.integers(2, 3))
def test_copies_of_the_households_make_cascades_so_many_times_as_large(rows, times):
    lost, nodes, persons, back = quarter(rows)
    one = cascades(lost, nodes, NODES, persons)
    many = cascades(np.tile(lost, times), np.tile(nodes, times), NODES, np.tile(persons, times))
    assert many.node.tolist() == one.node.tolist()
    for name in ("households", "twice", "persons"):
        assert getattr(many, name).tolist() == (times * getattr(one, name)).tolist()


@given(QUARTERS, st.data())
def test_one_more_lost_line_lowers_nothing(rows, data):
    lost, nodes, persons, _ = quarter(rows)
    more = lost | (np.array(data.draw(st.lists(st.booleans(), min_size=lost.size, max_size=lost.size))).reshape(lost.shape)
                   & (nodes >= 0))  # fmt: skip
    before, after = struck(lost, nodes, NODES, persons), struck(more, nodes, NODES, persons)
    assert after.once >= before.once and after.twice >= before.twice and after.once >= after.twice
    sizes, larger = cascades(lost, nodes, NODES), cascades(more, nodes, NODES)
    assert set(sizes.node) <= set(larger.node)
    assert largest_cascade(larger.households) >= largest_cascade(sizes.households)
    assert (larger.twice <= larger.households).all() and (larger.persons == larger.households).all()


def test_two_lines_on_two_failing_nodes_are_two_cascades_and_one_household_struck_twice():
    lost, nodes = [[True, False], [True, False]], [[0, 0], [2, 0]]
    assert struck(lost, nodes, 3) == (1.0, 1.0)
    found = cascades(lost, nodes, 3)
    assert found.node.tolist() == [0, 2] and found.households.tolist() == [1, 1] and found.twice.tolist() == [0, 0]
    assert traced(lost, nodes, 3, [1, 1]).tolist() == [0, -1], "ties go to the smallest number"


def test_losses_of_several_quarters_are_traced_together():
    lost = np.array([[True], [True], [True]])
    nodes = np.array([[0], [2], [2]])
    assert traced(lost, nodes, 3, [1]).tolist() == [2]


@given(SIZES)
def test_size_classes_and_tail_by_counting(sizes):
    bounds = (*CLASSES, math.inf)
    expected = [sum(low <= s < high for s in sizes) for low, high in zip(bounds, bounds[1:], strict=False)]
    assert size_classes(sizes).tolist() == expected and len(expected) == len(CLASS_NAMES)
    found = tail(sizes)
    assert found.size.tolist() == sorted(set(sizes))
    assert found.share.tolist() == [sum(s >= size for s in sizes) / len(sizes) for size in found.size]
    assert largest_cascade(sizes) == max(sizes, default=0)


def test_the_names_of_the_classes_are_their_bounds():
    for name, low, above in zip(CLASS_NAMES, CLASSES, (*CLASSES[1:], None), strict=True):
        last = {low + 1: f"{low}", None: f"{low}+"}.get(above, f"{low}-{(above or 0) - 1}")
        assert name == last
    for k, sizes in enumerate(([1], [2, 4], [5, 9], [10, 19], [20, 49], [50, 99], [100, 5000])):
        assert size_classes(sizes).tolist() == [len(sizes) * (j == k) for j in range(7)]


PEOPLE = st.lists(st.tuples(st.booleans(), st.booleans(), st.booleans(), st.integers(1, 7)), min_size=1, max_size=20)


@given(PEOPLE)
def test_return_rates_of_the_exposed_and_the_others(rows):
    exposed, risk, back, persons = (np.array(column) for column in zip(*rows, strict=True))
    found = return_rates(exposed, risk, back, persons)
    for group, flow in ((True, found.exposed), (False, found.others)):
        among = sum(p for e, r, _, p in rows if r and e == group)
        events = sum(p for e, r, b, p in rows if r and b and e == group)
        assert flow == (events, among)
    together = mobility.flow(back, risk, persons)
    assert found.exposed.events + found.others.events == together.events
    if found.exposed.exposed and found.others.exposed:
        assert found.difference == found.exposed.rate - found.others.rate
    else:
        assert math.isnan(found.difference)


@pytest.mark.parametrize(
    ("lost", "nodes", "told"),
    [
        ([[1, 0]], [[-1, 0]], "line 0 of household 0 is lost but hung on no node.*第 0 户"),
        ([[1, 2]], [[0, 0]], "flags.*标记"),
        ([[1.0, math.nan]], [[0, 0]], "flags"),
        ([[1]], [[0, 0]], "flags"),
        ([[1, 0]], [[0, 3]], "hangs on node 3"),
        ([[1, 0]], [[0.0, math.nan]], "whole numbers.*整数"),
    ],
)
def test_what_cannot_be_measured_is_refused_in_both_languages(lost, nodes, told):
    for measure in (struck, cascades):
        with pytest.raises(ValueError, match=told):
            measure(lost, nodes, 3)
    for measure in (traced, traced_persons):
        with pytest.raises(ValueError, match=told):
            measure(lost, nodes, 3, [0, 1])


def test_bad_persons_sizes_and_flags_are_refused():
    with pytest.raises(ValueError, match="row 1 "):
        struck([[1, 0]], [[0, 0]], 1, [1, math.nan])
    for sizes in ([0], [1.5], [math.nan], [[1]]):
        for measure in (size_classes, tail, largest_cascade):
            with pytest.raises(ValueError, match="whole numbers.*整数"):
                measure(sizes)
    with pytest.raises(ValueError, match="flags"):
        traced([[1, 0]], [[0, 0]], 1, [1])
    with pytest.raises(ValueError, match="flags"):
        return_rates([1, 0], [1, 1], [1, math.nan])
