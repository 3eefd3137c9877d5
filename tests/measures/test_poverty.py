"""Poverty measures: what is particular to each. The axioms that many share stand in `test_properties`."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.compiled import plain
from sim.measures import poverty, ranked_poverty
from sim.measures.poverty import PovertySums, poverty_sums

LINE = 4000.0
INCOME = st.integers(-2_000, 12_000).map(float)
POSITIVE = st.integers(1, 12_000).map(float)
INCOMES = st.lists(INCOME, min_size=1, max_size=30)
PERSONS = st.integers(1, 7)
HOUSEHOLDS = st.lists(st.tuples(POSITIVE, PERSONS), min_size=1, max_size=30)

MEASURES = {
    "headcount": poverty.headcount,
    "poverty_gap": poverty.poverty_gap,
    "squared_poverty_gap": poverty.squared_poverty_gap,
    "fgt_1.5": lambda y, z, w=None: poverty.fgt(y, z, 1.5, w),
    "watts": poverty.watts,
    "sen_1976": ranked_poverty.sen_1976,
    "sen": ranked_poverty.sen,
    "sst": ranked_poverty.sst,
    "thon": ranked_poverty.thon,
}
each = pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES.keys())

few = settings(max_examples=40, deadline=None)  # the first example may have to compile


def close(x):
    return pytest.approx(x, rel=1e-10, abs=1e-13)


@each
def test_one_poor_household(measure):
    assert 0.0 < measure([1000.0], LINE, [3]) <= math.log(4.0) + 1e-12


def test_the_line_itself_is_not_poor():
    assert poverty.headcount([np.nextafter(LINE, 0), LINE], LINE) == 0.5


def test_without_income_all_gaps_are_whole():
    for measure in (poverty.headcount, poverty.poverty_gap, poverty.squared_poverty_gap, ranked_poverty.sen):
        assert measure([0.0, 0.0, 0.0], LINE) == 1.0


def test_negative_incomes_count_in_full():
    assert poverty.poverty_gap([-4000.0, 4000.0], LINE) == 1.0
    assert poverty.squared_poverty_gap([-4000.0, 4000.0], LINE) == 2.0
    assert ranked_poverty.sen([-4000.0, -4000.0], LINE) == 2.0


@few
@given(y=INCOMES)
def test_sen_is_headcount_gap_and_gini_among_the_poor(y):
    poor = np.array([v for v in y if v < LINE])
    share, gap = poverty.headcount(y, LINE), poverty.poverty_gap(y, LINE)
    differences = np.abs(poor[:, None] - poor).sum() / max(poor.size, 1) ** 2 if poor.size else 0.0
    # (1 - I) times the Gini is half the mean difference over the line: defined for any mean
    assert ranked_poverty.sen(y, LINE) == close(gap + share * differences / (2 * LINE))


@few
@given(y=INCOMES, alpha=st.sampled_from([0.0, 1.0, 2.0]))
def test_general_alpha_agrees_with_the_named_measures(y, alpha):
    named = (poverty.headcount, poverty.poverty_gap, poverty.squared_poverty_gap)[int(alpha)]
    assert poverty.fgt(y, LINE, alpha) == named(y, LINE)
    near = poverty.fgt(y, LINE, alpha + 1e-9)
    assert near == pytest.approx(named(y, LINE), rel=1e-6, abs=1e-6)


@few
@given(household=HOUSEHOLDS, cut=st.integers(0, 30))
def test_villages_add_up_to_the_county(household, cut):
    y, w = (np.array(column, dtype=float) for column in zip(*household, strict=True))
    cut = min(cut, y.size)
    whole = poverty_sums(y, w, LINE, 1.0, 0, y.size)
    parts = [poverty_sums(y, w, LINE, 1.0, 0, cut), poverty_sums(y, w, LINE, 1.0, cut, y.size)]
    assert poverty.added(parts) == close(whole)
    assert parts[1] == poverty_sums(y[cut:].copy(), w[cut:].copy(), LINE, 1.0, 0, y.size - cut)


def test_no_rows_add_nothing():
    empty = poverty_sums(np.zeros(2), np.ones(2), LINE, 1.0, 1, 1)
    assert empty == poverty.added([]) == PovertySums(0, 0, 0, 0, 0)
    assert empty.headcount == empty.watts_index == 0.0


@few
@given(household=st.lists(st.tuples(st.floats(-1e5, 1e5), PERSONS), min_size=1, max_size=20))
def test_plain_python_gives_the_same_bits(household):
    y, w = (np.array(column, dtype=float) for column in zip(*household, strict=True))
    assert poverty_sums(y, w, LINE, 1.0, 0, y.size) == plain(poverty_sums)(y, w, LINE, 1.0, 0, y.size)
    few = w.astype(np.int8)
    assert poverty_sums(y, few, LINE, 1.0, 0, y.size) == poverty_sums(y, w, LINE, 1.0, 0, y.size)


def test_watts_floors_only_where_asked():
    assert poverty.watts([0.0, -5.0, 9000.0, 9000.0], LINE, floor=400.0) == close(math.log(10) / 2)
    with pytest.raises(ValueError, match="row 1 .*above 0"):
        poverty.watts([5.0, 0.0], LINE)
    for floor in (0.0, -1.0, LINE + 1, math.nan):
        with pytest.raises(ValueError, match="floor"):
            poverty.watts([5.0], LINE, floor=floor)
    assert math.isfinite(poverty.watts([5e-324, 1e300], LINE))


def test_takayama_is_the_gini_below_the_line():
    assert ranked_poverty.takayama([LINE, 9 * LINE], LINE) == 0.0
    with pytest.raises(ValueError, match="line"):
        ranked_poverty.takayama([1.0], 0.0)


def test_alpha_must_not_be_negative():
    with pytest.raises(ValueError, match="alpha"):
        poverty.fgt([1.0], LINE, -1.0)


def test_clark_lies_between_the_gap_and_watts_and_joins_them():
    y, w = [500.0, 1500.0, 3999.0, 8000.0], [1, 2, 3, 4]
    ladder = [poverty.clark_hemming_ulph(y, LINE, beta, w) for beta in (1.0, 0.5, 1e-6, 0.0, -1e-6, -1.0)]
    assert ladder == sorted(ladder) and len(set(ladder)) == len(ladder)
    assert ladder[0] == poverty.poverty_gap(y, LINE, w) and ladder[3] == poverty.watts(y, LINE, w)
    assert ladder[2] == pytest.approx(ladder[3], rel=1e-5) == ladder[4]
    for beta in (1.1, math.nan, math.inf):
        with pytest.raises(ValueError, match="beta"):
            poverty.clark_hemming_ulph(y, LINE, beta)
