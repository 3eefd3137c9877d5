"""Closed forms of the lognormal against quadrature, tables and the measures of a large sample of quantiles."""

import math

import numpy as np
import pytest
from scipy import stats
from scipy.integrate import quad
from scipy.special import ndtri

from sim.measures import inequality, poverty
from sim.measures.grouped import fits, grouped_poverty
from sim.measures.lognormal import lognormal_fgt, lognormal_watts
from sim.measures.quantile_groups import group_shares

LAWS = [(0.0, 0.5, 0.6), (-0.3, 0.2, 0.8), (8.9, 0.6, 4000.0), (0.0, 1.2, 1.0)]
each = pytest.mark.parametrize(("m", "s", "line"), LAWS)


def quantiles(m, s, n=200_000):
    """Means of n equal slices, nearly: the middle quantile of each."""
    return np.exp(m + s * ndtri((np.arange(n) + 0.5) / n))


def test_published_values():
    assert [float(lognormal_fgt(0.0, 0.5, 0.6, a)) for a in range(3)] == pytest.approx(
        [0.153473, 0.032513, 0.010504], abs=5e-7
    )


@each
def test_by_quadrature(m, s, line):
    top = (math.log(line) - m) / s
    for alpha in range(5):
        gap = lambda x, alpha=alpha: (1 - math.exp(m + s * x) / line) ** alpha * stats.norm.pdf(x)  # noqa: E731
        assert float(lognormal_fgt(m, s, line, alpha)) == pytest.approx(
            quad(gap, -12.0, top, epsabs=1e-13)[0], rel=1e-7
        )
    short = quad(lambda x: (math.log(line) - m - s * x) * stats.norm.pdf(x), -12.0, top, epsabs=1e-13)[0]
    assert float(lognormal_watts(m, s, line)) == pytest.approx(short, rel=1e-9)


@each
def test_measures_of_its_quantiles(m, s, line):
    """A slice of 1/n decides the headcount; the others see the middle of each slice, which is closer still."""
    y = quantiles(m, s)
    for alpha in range(3):
        assert poverty.fgt(y, line, alpha) == pytest.approx(float(lognormal_fgt(m, s, line, alpha)), abs=1e-5)
    assert poverty.watts(y, line) == pytest.approx(float(lognormal_watts(m, s, line)), abs=1e-5)
    assert inequality.gini(y) == pytest.approx(2 * stats.norm.cdf(s / math.sqrt(2)) - 1, rel=2e-3)
    assert inequality.theil(y) == pytest.approx(s * s / 2, rel=5e-3)
    assert inequality.mld(y) == pytest.approx(s * s / 2, rel=5e-3)
    assert inequality.atkinson(y, 1.0) == pytest.approx(1 - math.exp(-s * s / 2), rel=5e-3)


@each
def test_a_curve_through_its_deciles_is_nearly_as_good(m, s, line):
    """Grouped data lose about a point of the headcount; a wrong formula would lose ten."""
    y = quantiles(m, s)
    curve = fits(*map(np.cumsum, group_shares(y))).for_poverty(float(y.mean()), line)
    exact = [float(lognormal_fgt(m, s, line, alpha)) for alpha in range(3)]
    assert list(grouped_poverty(curve, float(y.mean()), line)) == pytest.approx(exact, abs=0.012)


def test_without_spread_everyone_has_the_same():
    assert lognormal_fgt([0.0, math.log(0.5), 1.0], 0.0, 1.0, 2).tolist() == pytest.approx([0.0, 0.25, 0.0])
    assert lognormal_fgt(math.log(0.5), [0.0, 1e-7], 1.0, 2) == pytest.approx([0.25, 0.25], rel=1e-5)
    assert lognormal_watts([-1.0, 1.0], 0.0, 1.0).tolist() == [1.0, 0.0]


def test_what_has_no_answer_is_refused():
    for m, s, line, alpha in ((np.nan, 1.0, 1.0, 0), (0.0, -1.0, 1.0, 0), (0.0, np.inf, 1.0, 0), (0.0, 1.0, 0.0, 0),
                              (0.0, 1.0, 1.0, -1), (0.0, 1.0, 1.0, 1.5)):  # fmt: skip
        with pytest.raises(ValueError, match=" / "):
            lognormal_fgt(m, s, line, alpha)
