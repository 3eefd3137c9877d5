"""Exposure to shared nodes: against plain loops, under renumbering and copies, at its bounds."""

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.measures.exposure import (
    effective_nodes,
    exposure,
    exposure_table,
    herfindahl,
    largest_share,
    reach,
)

NODES = 4
MEASURES = ("linked", "twice", "on_one_node", "largest_share", "herfindahl", "effective_nodes")
HOUSEHOLD = st.tuples(st.lists(st.integers(-1, NODES - 1), min_size=3, max_size=3), st.integers(1, 7))
COUNTIES = st.lists(HOUSEHOLD, min_size=1, max_size=15)


def county(rows):
    """Lines of shape (3, households), and persons."""
    return np.array([lines for lines, _ in rows]).T, np.array([persons for _, persons in rows])


def linked_somewhere(rows):
    return any(node >= 0 for lines, _ in rows for node in lines)


def same(one, other):
    for name in MEASURES:
        assert getattr(one, name) == pytest.approx(getattr(other, name), nan_ok=True), name
    assert one.by_lines.tolist() == pytest.approx(other.by_lines.tolist())


@given(COUNTIES)
def test_plain_loops_find_the_same(rows):
    lines, persons = county(rows)
    reached, everybody = [0.0] * NODES, sum(p for _, p in rows)
    loads = []
    for own, p in rows:
        counts = Counter(node for node in own if node >= 0)
        for node in counts:
            reached[node] += p
        most = max(counts.values(), default=0)
        first = min((node for node in counts if counts[node] == most), default=-1)
        loads.append((most, first, sum(counts.values())))
    assert reach(lines, NODES, persons).tolist() == reached
    assert list(zip(*(column.tolist() for column in exposure_table(lines, NODES)), strict=True)) == loads
    found = exposure(lines, NODES, persons)
    assert found.linked == sum(p for (_, p), load in zip(rows, loads, strict=True) if load[2]) / everybody
    assert found.twice == sum(p for (_, p), load in zip(rows, loads, strict=True) if load[0] >= 2) / everybody
    assert found.on_one_node == sum(p * load[0] for (_, p), load in zip(rows, loads, strict=True)) / everybody
    for k in range(4):
        part = sum(p for (_, p), load in zip(rows, loads, strict=True) if min(load[0], 3) == k)
        assert found.by_lines[k] == part / everybody
    assert found.largest_share == max(reached) / everybody
    if linked_somewhere(rows):
        index = sum((r / sum(reached)) ** 2 for r in reached)
        assert found.herfindahl == pytest.approx(index) and found.effective_nodes == pytest.approx(1.0 / index)


@given(COUNTIES, st.integers(2, 3))
def test_reach_counts_households_with_so_many_lines_on_the_node(rows, least):
    lines, persons = county(rows)
    expected = [sum(p for own, p in rows if own.count(node) >= least) for node in range(NODES)]
    assert reach(lines, NODES, persons, least).tolist() == expected


@given(COUNTIES, st.permutations(range(NODES)))
def test_the_numbers_of_the_nodes_do_not_matter(rows, numbers):
    lines, persons = county(rows)
    renumbered = np.append(numbers, -1)[lines]
    same(exposure(renumbered, NODES, persons), exposure(lines, NODES, persons))
    assert reach(renumbered, NODES, persons)[list(numbers)].tolist() == reach(lines, NODES, persons).tolist()


@given(COUNTIES, st.randoms(use_true_random=False))
def test_the_order_of_households_and_of_lines_does_not_matter(rows, random):
    lines, persons = county(rows)
    order = random.sample(range(len(rows)), len(rows))
    same(exposure(lines[:, order][[2, 0, 1]], NODES, persons[order]), exposure(lines, NODES, persons))
    found, moved = exposure_table(lines, NODES), exposure_table(lines[:, order], NODES)
    for column, other in zip(found, moved, strict=True):
        assert column[order].tolist() == other.tolist()


@given(COUNTIES, st.integers(2, 4))
def test_a_weight_is_so_many_equal_households_and_copies_change_no_share(rows, times):
    lines, persons = county(rows)
    same(exposure(np.repeat(lines, persons, axis=1), NODES), exposure(lines, NODES, persons))
    same(exposure(np.tile(lines, times), NODES, np.tile(persons, times)), exposure(lines, NODES, persons))
    # A second county with nodes of its own: half the largest share and index, twice the nodes.
    beside = np.hstack([lines, np.where(lines >= 0, lines + NODES, -1)])
    two, one = exposure(beside, 2 * NODES, np.tile(persons, 2)), exposure(lines, NODES, persons)
    same(two._replace(largest_share=2 * two.largest_share, herfindahl=2 * two.herfindahl,
                      effective_nodes=two.effective_nodes / 2), one)  # fmt: skip


@given(COUNTIES)
def test_bounds(rows):
    lines, persons = county(rows)
    found = exposure(lines, NODES, persons)
    assert 0.0 <= found.twice <= found.linked <= 1.0 and found.linked <= found.on_one_node <= lines.shape[0]
    assert found.by_lines.sum() == pytest.approx(1.0) and (found.by_lines >= 0.0).all()
    assert found.by_lines[0] == pytest.approx(1.0 - found.linked)
    assert found.by_lines[2:].sum() == pytest.approx(found.twice)
    assert found.largest_share <= found.linked
    if linked_somewhere(rows):
        assert 1.0 / NODES - 1e-12 <= found.herfindahl <= 1.0
        assert 1.0 <= found.effective_nodes <= NODES + 1e-12


@given(COUNTIES, st.data())
def test_one_more_line_lowers_no_exposure(rows, data):
    lines, persons = county(rows)
    more = np.vstack([lines, data.draw(st.lists(st.integers(-1, NODES - 1), min_size=len(rows), max_size=len(rows)))])
    before, after = exposure(lines, NODES, persons), exposure(more, NODES, persons)
    for name in ("linked", "twice", "on_one_node", "largest_share"):
        assert getattr(after, name) >= getattr(before, name), name
    assert (reach(more, NODES, persons) >= reach(lines, NODES, persons)).all()
    assert (exposure_table(more, NODES).on_one_node >= exposure_table(lines, NODES).on_one_node).all()


@given(st.integers(1, 40), st.integers(1, 5))
def test_one_node_for_all_is_one_and_a_node_each_is_one_over_n(n, lines):
    everybody_on_one = np.zeros((lines, n), dtype=np.int8)
    assert herfindahl(everybody_on_one, 7) == effective_nodes(everybody_on_one, 7) == 1.0
    assert largest_share(everybody_on_one, 7) == 1.0
    own = np.tile(np.arange(n), (lines, 1))
    assert herfindahl(own, n) == pytest.approx(1.0 / n) and effective_nodes(own, n) == pytest.approx(n)
    assert largest_share(own, n) == pytest.approx(1.0 / n)
    assert exposure(own, n).by_lines[min(lines, 3)] == 1.0


def test_nobody_linked_is_undefined_and_not_zero():
    none = np.full((2, 3), -1)
    found = exposure(none, 5)
    assert math.isnan(found.herfindahl) and math.isnan(found.effective_nodes)
    assert (found.linked, found.twice, found.on_one_node, found.largest_share) == (0.0, 0.0, 0.0, 0.0)
    assert found.by_lines.tolist() == [1.0, 0.0, 0.0, 0.0]
    assert exposure(none, 0).largest_share == 0.0, "a county without firms"
    assert exposure_table(none, 5).node.tolist() == [-1, -1, -1]


def test_the_unlinked_dilute_the_largest_share_and_not_the_index():
    assert largest_share([[0, 0, 1, -1]], 2) == 0.5
    assert herfindahl([[0, 0, 1, -1]], 2) == pytest.approx(5 / 9)


@pytest.mark.parametrize(
    ("lines", "weights", "told"),
    [
        ([[0, 5]], None, "line 0 of household 1 hangs on node 5, .*第 1 户"),
        ([[0, 1], [-2, 1]], None, "line 1 of household 0 hangs on node -2"),
        ([[0.0, math.nan]], None, "whole numbers.*整数"),
        ([0, 1], None, "two dimensions.*两维"),
        ([[], []], None, "two dimensions"),
        ([[0, 1]], [1.0], "weights.*权重"),
        ([[0, 1]], [1.0, math.nan], "row 1 .*第 1 行"),
        ([[0, 1]], [1.0, -1.0], "row 1 "),
        ([[0, 1]], [0.0, 0.0], "zero.*零"),
    ],
)
def test_what_cannot_be_measured_is_refused_in_both_languages(lines, weights, told):
    for measure in (exposure, reach, largest_share, herfindahl, effective_nodes):
        with pytest.raises(ValueError, match=told):
            measure(np.array(lines), 5, weights)


def test_fewer_than_one_line_is_no_count():
    with pytest.raises(ValueError, match="at least 0 lines.*下限"):
        reach([[0]], 1, None, 0)
