"""Lorenz curves of grouped data: the World Bank's published fits and checks, formulas against quadrature."""

import numpy as np
import pytest
from scipy.integrate import quad

from sim.measures.grouped import fits, grouped_poverty
from sim.measures.lorenz_beta import Beta
from sim.measures.lorenz_quadratic import Quadratic

# PIP-Technical-Team/wbpip, tests/testthat/test-gd_compute_pip_stats_lq.R: points, mean, line and what POVCAL made of them
POPULATION = [0.0005, 0.0032, 0.0148, 0.0443, 0.0991, 0.257, 0.4385, 0.5938, 0.7089, 1]
MONEY = [5.824760527229386e-05, 0.000604029410841011, 0.0037949334793616948, 0.013988878652244477, 0.036992164583098786,
         0.12140708906131342, 0.24531391873082081, 0.37446670169288321, 0.48753116241194566, 1]  # fmt: skip
MEAN, LINE = 51.5660557757944, 57.791666666666664
QUADRATIC = Quadratic(0.795981535745657, -1.4445933880119242, 0.14728191995919815)
BETA = Beta(0.5780372174031353, 0.9420509038654499, 0.5257860001947368)
HYPERBOLA = Quadratic(0.01, 1.0, 1.05)  # m > 0
CURVES = [QUADRATIC, BETA, Beta(0.7, 0.97, 0.6), HYPERBOLA]
each = pytest.mark.parametrize("curve", CURVES, ids=str)


def test_published_points_give_the_published_parameters():
    found = fits(POPULATION, MONEY)
    assert found.quadratic == pytest.approx(QUADRATIC, rel=1e-10)
    assert found.beta == pytest.approx(BETA, rel=1e-10)
    assert found.error(found.quadratic, 0.7) == pytest.approx(2.5301549524661934e-06, rel=1e-9)
    assert found.error(found.quadratic, 0.76) == pytest.approx(0.0032215656135074632, rel=1e-9)
    assert found.for_inequality() == found.quadratic
    assert found.for_poverty(MEAN, LINE) == found.beta, (
        "the quadratic curve misses (1, 1), and the headcount is beyond the rest"
    )
    assert found.for_poverty(MEAN, 0.5 * LINE) == found.quadratic


def test_published_quadratic_curve():
    found = grouped_poverty(QUADRATIC, MEAN, LINE)
    assert found == pytest.approx((0.76005810499191284, 0.27617606019159308, 0.12832887439632906), abs=5e-8)
    assert QUADRATIC.gini == pytest.approx(0.32126464221602591, rel=1e-9)
    deciles = np.diff(QUADRATIC.share(np.linspace(0, 1, 11)))[:9]
    assert deciles == pytest.approx([0.037459351271787455, 0.050102491249992831, 0.060098424008397155, 0.0689612882777707,
                                     0.077549299610190137, 0.086590868400210574, 0.097034440897180829, 0.11071235633968635,
                                     0.13305852826044706], rel=1e-9)  # fmt: skip
    assert MEAN * float(QUADRATIC.slope(0.5)) == pytest.approx(42.247782467994874, rel=1e-9)


@each
@pytest.mark.parametrize("ratio", [0.3, 0.6, 1.0, 1.5])
def test_poverty_by_quadrature(curve, ratio):
    found = grouped_poverty(curve, 1.0, ratio)
    if found.headcount in (0.0, 1.0):
        assert (ratio < float(curve.slope(1e-9))) == (found.headcount == 0.0)
        return
    assert float(curve.slope(found.headcount)) == pytest.approx(ratio, rel=1e-9)
    for alpha in (1, 2):
        gap = lambda p, alpha=alpha: (1.0 - float(curve.slope(p)) / ratio) ** alpha  # noqa: E731
        assert found[alpha] == pytest.approx(
            quad(gap, 0.0, found.headcount, epsabs=1e-12, limit=200)[0], rel=1e-5, abs=1e-9
        )


@each
def test_curves_are_lorenz_curves(curve):
    assert curve.valid
    p = np.linspace(0.002, 0.998, 400)
    rise = (curve.share(p + 1e-6) - curve.share(p - 1e-6)) / 2e-6
    assert curve.slope(p) == pytest.approx(rise, rel=1e-6)
    assert (np.diff(curve.slope(p)) > 0.0).all()
    assert float(curve.share(0.0)) == pytest.approx(0.0, abs=1e-12)
    assert 1.0 - 2.0 * quad(curve.share, 0, 1)[0] == pytest.approx(curve.gini, rel=1e-8)


def test_curvature_of_the_beta_curve():
    p = np.linspace(0.05, 0.95, 19)
    assert BETA.curvature(p) == pytest.approx((BETA.slope(p + 1e-6) - BETA.slope(p - 1e-6)) / 2e-6, rel=1e-5)


@pytest.mark.parametrize("curve", CURVES[:3], ids=str)
def test_points_of_a_curve_give_the_curve_back(curve):
    p = np.linspace(0.1, 0.9, 9)
    found = fits(p, curve.share(p))
    assert pytest.approx(curve, rel=1e-6) in (found.quadratic, found.beta)


@pytest.mark.parametrize(
    "curve",
    [
        Quadratic(0.78554131924835879, -1.9856022109519547, -0.30597079435662672),  # wbpip's invalid fit: c < 0
        Quadratic(0.5, -1.0, 0.2),  # ends well below 1
        Quadratic(-0.5, -2.0, 0.4),  # e > 0
        Quadratic(1.2, -1.5, -0.1),  # falls at rank 0
        Quadratic(-1.792893, -2.414214, 4.207107),  # has no value at some ranks
        Beta(0.9, 0.5, 0.5),  # falls at low ranks
        Beta(0.1, 1.5, 1.5),  # not convex
    ],
)
def test_curves_that_are_none_do_not_pass_the_check(curve):
    assert not curve.valid


def test_rich_and_poor_ends():
    with pytest.raises(ValueError, match="says nothing below"):
        grouped_poverty(BETA, MEAN, 0.1 * MEAN)
    assert grouped_poverty(Beta(0.7, 1.0, 0.6), MEAN, 0.2 * MEAN) == (0.0, 0.0, 0.0)
    assert grouped_poverty(QUADRATIC, MEAN, 0.1) == (0.0, 0.0, 0.0)
    everyone = grouped_poverty(QUADRATIC, MEAN, 1e6)
    assert everyone == pytest.approx((1.0, 1.0, 1.0), abs=1e-3) and everyone.headcount == 1.0
    assert Beta(0.5, 0.4, 0.5).squared_slope(0.5) == np.inf


def test_groups_that_are_no_lorenz_points_are_refused():
    for population, money in (
        ([0.2, 0.5, 0.9], [0.1, 0.3, np.nan]), ([0.2, 0.5, 0.9], [0.1, 0.3]), ([0.2, 0.5], [0.1, 0.3]),
        ([0.5, 0.2, 0.9], [0.1, 0.2, 0.6]), ([0.2, 0.5, 0.9], [0.1, 0.6, 0.8]), ([0.2, 0.4, 0.6], [0.1, 0.15, 0.35]),
    ):  # fmt: skip
        with pytest.raises(ValueError, match=" / "):
            fits(population, money)
    with pytest.raises(ValueError, match="mean"):
        grouped_poverty(BETA, 0.0, 1.0)
    with pytest.raises(ValueError, match="no Lorenz curve"):
        fits([0.2, 0.5, 0.9], [0.1, 0.3, 0.7])._replace(
            quadratic=Quadratic(0.5, -1.0, 0.2), beta=Beta(0.9, 0.5, 0.5)
        ).for_inequality()
