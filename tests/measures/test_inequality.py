"""Inequality measures: what is particular to each, and the exact Gini in whole fen. For axioms see `test_properties`."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.compiled import plain
from sim.measures import inequality, rounded

INCOME = st.integers(1, 10**7).map(lambda fen: fen / 100)
ANY_INCOME = st.integers(-(10**6), 10**7).map(lambda fen: fen / 100)
PERSONS = st.integers(1, 7)
HOUSEHOLDS = st.lists(st.tuples(INCOME, PERSONS), min_size=1, max_size=25)

MEASURES = {
    "gini": inequality.gini,
    "gini_rounded": rounded.gini_rounded,
    "theil": inequality.theil,
    "mld": inequality.mld,
    "ge2": inequality.ge2,
    "cv": inequality.cv,
    "atkinson_0.5": lambda y, w=None: inequality.atkinson(y, 0.5, w),
    "atkinson_1": lambda y, w=None: inequality.atkinson(y, 1.0, w),
    "atkinson_3": lambda y, w=None: inequality.atkinson(y, 3.0, w),
}
few = settings(max_examples=40, deadline=None)  # the first example may have to compile
each = pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES.keys())


def columns(household):
    return tuple(np.array(column) for column in zip(*household, strict=True))


@few
@given(household=st.lists(st.tuples(ANY_INCOME, PERSONS), min_size=1, max_size=12))
def test_exact_gini_is_the_mean_difference_in_fractions(household):
    fen = [Fraction(round(v * 100)) for v, _ in household]
    w = [Fraction(n) for _, n in household]
    money = sum(f * n for f, n in zip(fen, w, strict=True))
    y, weights = columns(household)
    if money <= 0:
        for measure in (rounded.gini_rounded, inequality.gini, inequality.cv):
            with pytest.raises(ValueError, match="must be above 0"):
                measure(y - 1.0, weights)
        return
    pairs = sum(abs(a - b) * m * n for a, m in zip(fen, w, strict=True) for b, n in zip(fen, w, strict=True))
    exact = pairs / (2 * sum(w) * money)
    assert rounded.gini_rounded(y, weights) == float(exact)
    if money > 100 * sum(w):  # a mean near zero magnifies the rounding of the other one
        assert inequality.gini(y, weights) == pytest.approx(float(exact), rel=1e-9, abs=1e-12)


@few
@given(one=HOUSEHOLDS, other=HOUSEHOLDS)
def test_entropy_is_within_and_between_groups(one, other):
    """GE(c): within weights are persons x (mean ratio)^c, between is that of group means (Shorrocks 1980)."""
    parts = [columns(one), columns(other)]
    y, w = columns(one + other)
    means, persons = (
        np.array([np.average(v, weights=n) for v, n in parts]),
        np.array([n.sum() for _, n in parts], dtype=float),
    )
    ratio = means / np.average(y, weights=w)
    for c, measure in ((0, inequality.mld), (1, inequality.theil), (2, inequality.ge2)):
        within = (persons / persons.sum() * ratio**c * [measure(v, n) for v, n in parts]).sum()
        assert measure(y, w) == pytest.approx(within + measure(means, persons), rel=1e-9, abs=1e-12)


@few
@given(y=st.lists(st.floats(0.0, 1e6), min_size=1, max_size=20))
def test_rounding_moves_the_gini_by_its_bound(y):
    mean = sum(y) / len(y)
    if mean > 1.0:
        exact = inequality.gini(y)
        bound = 0.005 * (1 + exact) / (mean - 0.005)
        assert abs(rounded.gini_rounded(y) - exact) <= bound * (1 + 1e-6) + 1e-12


@few
@given(y=st.lists(ANY_INCOME, min_size=1, max_size=20))
def test_median_of_equal_weights_is_the_usual_one(y):
    assert rounded.median_rounded(y) == pytest.approx(np.median(y), rel=1e-12)


@few
@given(household=st.lists(st.tuples(ANY_INCOME, st.integers(0, 7)), min_size=1, max_size=20))
def test_median_counts_persons(household):
    y, w = columns(household)
    if w.any():
        assert rounded.median_rounded(y, w) == pytest.approx(np.median(np.repeat(y, w)), rel=1e-12)


def test_order_of_rows_leaves_the_exact_gini_the_same_bits():
    rng = np.random.default_rng(7)
    y, w = rng.lognormal(9, 1, 2000) - 2000, rng.integers(0, 64, 2000)
    order = rng.permutation(2000)
    assert rounded.gini_rounded(y, w) == rounded.gini_rounded(y[order], w[order])


@few
@given(household=HOUSEHOLDS)
def test_plain_python_gives_the_same_bits(household):
    ranked = rounded.ranking(*columns(household))
    everyone = sum(w for _, w in household)
    assert rounded._steps(ranked.keys, everyone, 0) == plain(rounded._steps)(ranked.keys, everyone, 0)


def test_the_largest_allowed_sums_do_not_overflow():
    n = (rounded.MOST - 1) // 63
    y = np.zeros(n)
    y[n // 2 :] = (rounded.WIDEST - 1) / 100
    half, top = n // 2, n - n // 2
    exact = Fraction(half * top, n * top)
    assert rounded.gini_rounded(y, np.full(n, 63)) == float(exact)
    with pytest.raises(ValueError, match="too many"):
        rounded.gini_rounded(np.append(y, [1.0, 1.0]), np.full(n + 2, 63))


def test_rows_that_do_not_fit_are_refused():
    for w in ([1, 64], [1, 0.5]):
        with pytest.raises(ValueError, match="weight in row 1"):
            rounded.gini_rounded([1.0, 2.0], w)
    for y in ([0.0, 2e9], [1e16, 1e16]):
        with pytest.raises(ValueError, match="too far apart"):
            rounded.gini_rounded(y)


@each
def test_bad_input_is_refused(measure):
    for y, w in (([], None), ([1.0], [0]), ([1.0, 2.0], [1, -1]), ([0.0, 0.0], None), ([-1.0, 0.5], None)):
        with pytest.raises(ValueError):
            measure(y, w)
    for bad in (math.nan, math.inf):
        with pytest.raises(ValueError, match="row 1 "):
            measure([1.0, bad])


def test_zero_incomes():
    assert inequality.theil([0.0, 2.0]) == pytest.approx(math.log(2))
    assert inequality.atkinson([0.0, 2.0], 0.5) == pytest.approx(0.5)
    assert inequality.atkinson([0.0, 2.0], 1.0) == inequality.atkinson([0.0, 2.0], 2.0) == 1.0
    assert inequality.gini([0.0, 2.0]) == rounded.gini_rounded([0.0, 2.0]) == 0.5
    with pytest.raises(ValueError, match="row 0 .*above 0"):
        inequality.mld([0.0, 2.0])


def test_negative_incomes():
    assert inequality.gini([-1.0, 3.0]) == pytest.approx(1.0)
    assert rounded.gini_rounded([-2.0, 3.0]) == 2.5
    for measure in (inequality.theil, inequality.mld, lambda y: inequality.atkinson(y, 0.5)):
        with pytest.raises(ValueError, match="row 0"):
            measure([-1.0, 3.0])


def test_atkinson_without_and_with_extreme_aversion():
    y = [1.0, 2.0, 9.0]
    assert inequality.atkinson(y, 0.0) == pytest.approx(0.0, abs=1e-15)
    assert inequality.equally_distributed_equivalent(y, 500.0) == pytest.approx(1.0, rel=0.01)
    with pytest.raises(ValueError, match="epsilon"):
        inequality.atkinson(y, -0.1)
    assert inequality.atkinson([0.0, *y], 2.0, [0, 1, 1, 1]) == inequality.atkinson(y, 2.0)
