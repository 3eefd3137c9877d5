"""Loops over rows are counted in the text of a pass and of what it calls."""

import pytest

from sim.compiled import compiled, inlined
from sim.processes.luck import draw
from sim.row_loops import row_loops, takes_rows
from sim.warm import calls

THREE = 3


@inlined
def equation(x):
    for _ in range(10):
        x = 0.5 * x
    return x


@compiled
def one(lo, hi, column):
    z = column[lo:hi]
    for i in range(z.size):
        z[i] = equation(z[i])


@inlined
def two(lo, hi, column):
    one(lo, hi, column)
    for i in range(lo, hi):
        for k in range(4):
            column[i] = column[i] + k
        for k in range(i):
            column[i] = column[i] - k


@compiled
def with_a_call(lo, hi, column):
    two(lo, hi, column)
    for k in range(hi - lo):
        column[lo + k] = equation(column[lo + k])


@compiled
def in_rounds(lo, hi, columns):
    for stream in range(3):
        one(lo, hi, columns[stream])
    for stream in range(1, THREE):
        two(lo, hi, columns[stream])


@compiled
def in_rounds_unknown(lo, hi, columns):
    k = 0
    while k < columns.shape[0]:
        one(lo, hi, columns[k])
        k += 1
    for stream in range(columns.shape[0]):
        two(lo, hi, columns[stream])


@compiled
def in_branches(lo, hi, column, first):
    if first == 0:
        two(lo, hi, column)
    elif first == 1:
        one(lo, hi, column)
    if first > 0:
        one(lo, hi, column)


@compiled
def a_name_of_its_own(lo, hi, column):
    THREE = column.size
    for k in range(THREE):
        column[k] = equation(column[k])


@compiled
def of_one_row(i, column):
    for k in range(column.size):
        column[i] = column[i] + k


@compiled
def by_row(lo, hi, column):
    for i in range(lo, hi):
        of_one_row(i, column)


@compiled
def drawing(lo, hi, f, key, block):
    draw(lo, hi, f, key, block)
    for i in range(lo, hi):
        f.luck[0, i] = equation(f.luck[0, i])


@pytest.mark.parametrize(
    ("function", "loops"),
    [
        (one, 1),
        (two, 2),
        (with_a_call, 3),
        (in_rounds, 3 * 1 + 2 * 2),
        (in_rounds_unknown, 1 + 2),
        (in_branches, 2 + 1),
        (a_name_of_its_own, 1),
        (by_row, 1),
    ],
    ids=lambda value: getattr(value, "__name__", str(value)),
)
def test_loops_are_counted(function, loops):
    assert row_loops(function) == loops
    assert row_loops(getattr(function, "py_func", function)) == loops


def test_every_pass_goes_through_its_rows():
    loops = {name: row_loops(call.func) for name, call in calls().items() if takes_rows(call.func)}
    assert {"health", "record"} <= set(loops) and min(loops.values()) >= 1


def test_the_loops_of_draws_are_counted():
    assert row_loops(draw) == 1 and row_loops(drawing) == 2
