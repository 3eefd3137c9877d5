"""Productive capital: growth above the critical level, losses."""

import math

import numpy as np
import pytest
from counties import flow, lived, only
from hypothesis import given
from hypothesis import strategies as st

from sim.compiled import plain
from sim.population import identical
from sim.processes.capital import Capital, capital_years, critical_capital, grown, surviving

money = st.floats(0.0, 1e6)
uniforms = st.floats(2**-33, 1 - 2**-33)


@given(st.floats(-1e5, 1e6), st.floats(-1e5, 1e5))
def test_income_covers_needs_at_the_critical_capital(needs, other):
    p = Capital()
    assert p.return_rate * plain(critical_capital)(needs, other, p) + other == pytest.approx(needs, abs=1e-6)


@given(money, money, st.floats(1.0, 20.0))
def test_capital_grows_above_the_critical_and_rests_below(capital, critical, factor):
    then = plain(grown)(capital, critical, factor)
    assert then == capital if capital <= critical else then >= capital


@given(st.floats(0, 1e4), st.floats(0, 1e4), st.floats(0.01, 2.0), st.just(0.0) | st.floats(1e-4, 3.0))
def test_capital_years_are_the_integral_of_growth(capital, critical, years, rate):
    """Simpson's rule over 200 steps of X(t) = x* + (X - x*) exp(r t)."""
    t = np.linspace(0.0, years, 201)
    path = np.where(capital > critical, critical + (capital - critical) * np.exp(rate * t), capital)
    weights = np.array([1.0, *[4.0, 2.0] * 99, 4.0, 1.0])
    exact = float(weights @ path) * years / 600
    found = plain(capital_years)(capital, critical, years, math.exp(rate * years), rate)
    assert found == pytest.approx(exact, rel=1e-6, abs=1e-9)


@given(money, uniforms, st.booleans())
def test_a_loss_leaves_between_nothing_and_everything(capital, u, proportional):
    left = plain(surviving)(capital, u, Capital(proportional=proportional))
    assert 0.0 <= left <= capital * (1 + 1e-15)


def test_consumption_investment_and_saving_by_hand():
    """x* = 4000 / 0.5; X = 10,000, no losses: invested (X - x*)(e^{r/4} - 1), consumed income - invested / c."""
    values = {"capital.return_rate": 0.5, "capital.invested_share": 0.4, "capital.spending_share": 0.7,
              "capital.loss_rate": 0.0, "capital.depreciation": 0.2, "capital.drawdown": 0.0}  # fmt: skip
    county = lived(only("capital", values=values), 1, identical(2, capital=10000.0))
    r = 0.3 * 0.5 * 0.4
    invested = 2000.0 * math.expm1(r / 4)
    earned = 0.5 * (8000.0 * 0.25 + invested / r)
    np.testing.assert_allclose(flow(county, "investment"), invested)
    np.testing.assert_allclose(flow(county, "capital_income"), earned)
    np.testing.assert_allclose(flow(county, "consumption"), earned - invested / 0.4)
    np.testing.assert_allclose(county.households["savings"], invested / 0.4 - invested, rtol=1e-9)
    np.testing.assert_allclose(county.households["capital"], (10000.0 + invested) * math.exp(-0.05))
