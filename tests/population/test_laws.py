"""From uniforms to values: fair apportioning, even factors, equal choices."""

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from sim.population.laws import apportioned, even, picked

EVENLY = (np.arange(6000) + 0.5) / 6000


def test_even_factors_have_mean_one_and_the_declared_width():
    factors = even(EVENLY, 0.6)
    assert abs(factors.mean() - 1.0) < 1e-12 and 0.4 < factors.min() < 0.4003 and 1.5997 < factors.max() < 1.6
    assert (even(EVENLY, 0.0) == 1.0).all()


def test_all_choices_are_equally_likely():
    assert np.bincount(picked(EVENLY, 6)).tolist() == [1000] * 6
    assert picked(np.array([1.0 - 2.0**-33]), 6).tolist() == [5]


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=40), st.integers(0, 10**6))
def test_apportioning_adds_up_and_is_fair_to_one(weights, total):
    assume(sum(weights) > 0)
    given_out = apportioned(total, np.array(weights, dtype=np.float64))
    exact = np.array(weights) * total / sum(weights)
    assert given_out.sum() == total and (np.abs(given_out - exact) <= 1 + 1e-6).all()
