"""Axioms of the poverty measures (Sen 1976; Foster, Greer & Thorbecke 1984; Zheng 1997)."""

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
POSITIVES = st.lists(POSITIVE, min_size=1, max_size=30)
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
FINITE_SAMPLE = {"sen_1976", "thon"}  # depend on the number of persons by their definition
each = pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES.keys())
replicable = pytest.mark.parametrize("measure", [m for n, m in MEASURES.items() if n not in FINITE_SAMPLE])
deep = pytest.mark.parametrize("measure", [m for n, m in MEASURES.items() if n not in ("headcount", "poverty_gap")])

few = settings(max_examples=40, deadline=None)  # the first example may have to compile


def close(x):
    return pytest.approx(x, rel=1e-10, abs=1e-13)


@each
@few
@given(household=HOUSEHOLDS)
def test_a_weight_is_so_many_equal_rows(measure, household):
    y, w = map(np.array, zip(*household, strict=True))
    assert measure(y, LINE, w) == close(measure(np.repeat(y, w), LINE))


@replicable
@few
@given(household=HOUSEHOLDS, times=st.integers(2, 5))
def test_two_equal_counties_are_as_poor_as_one(measure, household, times):
    y, w = map(np.array, zip(*household, strict=True))
    assert measure(np.tile(y, times), LINE, np.tile(w, times)) == close(measure(y, LINE, w))
    assert measure(y, LINE, w * times) == close(measure(y, LINE, w))


@each
@few
@given(y=POSITIVES, seed=st.integers(0, 2**32 - 1))
def test_names_do_not_matter(measure, y, seed):
    shuffled = np.random.default_rng(seed).permutation(y)
    assert measure(shuffled, LINE) == close(measure(y, LINE))


@each
@few
@given(y=POSITIVES, unit=st.sampled_from([0.01, 0.5, 3.0, 1e6]))
def test_the_unit_of_money_does_not_matter(measure, y, unit):
    y = np.array(y) + 0.5  # away from the line, which a rounded product could cross
    assert measure(y * unit, LINE * unit) == close(measure(y, LINE))


@each
@few
@given(y=POSITIVES, gain=st.integers(0, 10**9))
def test_only_the_poor_matter(measure, y, gain):
    richer = [v + gain if v >= LINE else v for v in y]
    assert measure(richer, LINE) == measure(y, LINE)


@each
@few
@given(y=POSITIVES, loss=st.integers(1, 3000), data=st.data())
def test_a_loss_of_the_poor_never_lowers_poverty(measure, y, loss, data):
    i = data.draw(st.integers(0, len(y) - 1))
    poorer = list(y)
    poorer[i] = max(min(y[i], LINE - 1) - loss, 0.5)
    assert measure(poorer, LINE) >= measure(y, LINE) - 1e-12


@deep
@few
@given(a=st.integers(600, 2000), b=st.integers(2001, 3900), gift=st.integers(1, 500), rest=POSITIVES)
def test_a_poor_person_who_gives_to_a_richer_poor_one_raises_poverty(measure, a, b, gift, rest):
    gift = min(gift, 3999 - b) or 1
    if b + gift >= LINE:
        return
    before, after = [float(a), float(b), *rest], [float(a - gift), float(b + gift), *rest]
    assert measure(after, LINE) > measure(before, LINE)


@each
def test_nobody_poor(measure):
    assert measure([LINE, LINE + 1, 9e9], LINE) == 0.0


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


@each
@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_a_value_that_is_no_number_is_refused_with_its_row(measure, bad):
    with pytest.raises(ValueError, match="row 2 .*第 2 行"):
        measure([1.0, 2.0, bad, bad], LINE)


@each
def test_bad_weights_and_lines_are_refused(measure):
    for weights in ([1, -1], [1, math.nan]):
        with pytest.raises(ValueError, match="weight in row 1"):
            measure([1.0, 2.0], LINE, weights)
    for y, w in (([], None), ([1.0], [0.0]), ([1.0, 2.0], [1.0]), ([[1.0]], None)):
        with pytest.raises(ValueError):
            measure(y, LINE, w)
    for line in (0.0, -1.0, math.nan, math.inf):
        with pytest.raises(ValueError, match="line"):
            measure([1.0], line)


def test_takayama_is_the_gini_below_the_line():
    assert ranked_poverty.takayama([LINE, 9 * LINE], LINE) == 0.0
    with pytest.raises(ValueError, match="line"):
        ranked_poverty.takayama([1.0], 0.0)


def test_alpha_must_not_be_negative():
    with pytest.raises(ValueError, match="alpha"):
        poverty.fgt([1.0], LINE, -1.0)
