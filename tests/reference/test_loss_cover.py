"""Insurance of capital losses against closed forms (Flores-Contro et al., arXiv 2103.17255; formulas derived anew).

Cover at a loaded premium raises the probability of being trapped below the flip capital, and lowers it above. Capital is
in units of the critical level x* = 1,000 CNY; a = 0.1, b = 3, c = 0.4, so r = 1.08; losses Exp(1) once a year, loading 0.5.
"""

import math

import numpy as np
import pytest
from counties import lived, only
from scipy.special import gamma, gammainc, gammaincc

from sim.population import identical

N = 100_000
X = 1000.0
R, B, LOADING = 1.08, 3.0, 0.5
YEARS = 12  # after which less than 1e-5 are still on their way


def insured(kept: float, subsidy: float = 0.0, paid_below: float = 0.0, **changed):
    """Capital alone; households keep the share ``kept`` of each loss."""
    return only("capital", values={
        "capital.spending_share": 0.1, "capital.invested_share": 0.4, "capital.return_rate": B,
        "capital.subsistence": B * X, "capital.depreciation": 0.0, "capital.drawdown": 0.0,
        "capital.loss_rate": 1.0, "capital.proportional": False, "capital.loss_mean": X,
        "loss_cover.covered": 1.0 - kept, "loss_cover.loading": LOADING, "loss_cover.subsidy": subsidy,
        "loss_cover.paid_below": paid_below * X, **changed,
    })  # fmt: skip


def trapped_share(tree, capital: float, critical: float) -> float:
    """Share of N households that can never grow again."""
    county = lived(tree, 4 * YEARS, identical(N, capital=capital * X))
    assert county.imbalance < 1e-9
    return float(np.mean(county.households["capital"] <= critical * X * (1 + 1e-9)))


def assert_share(found: float, exact: float) -> None:
    standard_error = math.sqrt(max(exact * (1.0 - exact), 1e-9) / N)
    assert abs(found - exact) < 4.0 * standard_error, f"z = {(found - exact) / standard_error:+.2f}"


def critical_capital(kept: float, subsidy: float = 0.0) -> float:
    """x*_kappa in units of x*."""
    return 1.0 + (1.0 - subsidy) * (1.0 + LOADING) * (1.0 - kept) / B


def exact_share(kept: float, capital: float, subsidy: float = 0.0) -> float:
    above = capital - critical_capital(kept, subsidy)
    return 1.0 if above <= 0.0 else float(gammaincc(1.0 / R, above / kept))


@pytest.mark.parametrize(
    ("kept", "capital", "known"),
    [(0.5, 1.2, 1.0), (0.5, 1.3, 0.883534), (0.5, 1.5, 0.569178), (0.5, 2.0, 0.199814), (0.25, 1.45, 0.706440),
     (0.25, 1.5, 0.569178), (0.25, 2.0, 0.071530), (0.8, 1.5, 0.569178), (0.8, 2.5, 0.154393)],
)  # fmt: skip
def test_trapping_under_cover(kept, capital, known):
    assert exact_share(kept, capital) == pytest.approx(known, abs=5e-7)
    assert_share(trapped_share(insured(kept), capital, critical_capital(kept)), known)


@pytest.mark.parametrize(("capital", "uninsured"), [(1.3, 0.706440), (1.5, 0.569178), (2.0, 0.335835), (2.5, 0.199814)])
def test_trapping_without_cover(capital, uninsured):
    assert_share(trapped_share(insured(1.0), capital, 1.0), uninsured)


@pytest.mark.parametrize("kept", [0.25, 0.5, 0.8])
def test_cover_hurts_below_the_flip_capital_and_helps_above(kept):
    """x^ = x* + (1 + theta) lambda / (alpha b) = 1.5, whatever the coverage; the same luck on both sides."""
    for capital, sign in ((1.4, 1), (1.6, -1)):
        with_cover = trapped_share(insured(kept), capital, critical_capital(kept))
        without = trapped_share(insured(1.0), capital, 1.0)
        error = math.sqrt((with_cover * (1 - with_cover) + without * (1 - without)) / N)
        assert sign * (with_cover - without) > 4 * error


@pytest.mark.parametrize(("subsidy", "flip"), [(0.25, 1.375), (0.5, 1.25), (1.0, 1.0)])
def test_a_constant_subsidy_moves_the_flip(subsidy, flip):
    assert critical_capital(0.0, subsidy) == pytest.approx(flip)
    capital = flip + 0.4
    found = trapped_share(insured(0.5, subsidy), capital, critical_capital(0.5, subsidy))
    assert_share(found, exact_share(0.5, capital, subsidy))
    assert exact_share(0.5, capital, subsidy) < float(gammaincc(1.0 / R, capital - 1.0))


def barrier_share(kept: float, barrier: float, capital: float) -> float:
    """Trapping where the government pays the whole premium below ``barrier`` and the household above."""
    shape, rate, critical = 1.0 / R, 1.0 / kept, critical_capital(kept)
    y, w = barrier - 1.0, barrier - critical
    q = (y / w) ** shape * math.exp(-rate * (y - w))
    c = 1.0 / (gamma(shape) * (gammainc(shape, rate * y) + q * gammaincc(shape, rate * w)))
    if capital < barrier:
        return float(1.0 - c * gamma(shape) * gammainc(shape, rate * (capital - 1.0)))
    return float(q * c * gamma(shape) * gammaincc(shape, rate * (capital - critical)))


@pytest.mark.parametrize(
    ("kept", "barrier", "capital", "known"),
    [(0.5, 1.5, 1.2, 0.722541), (0.5, 1.5, 1.5, 0.496867), (0.5, 2.0, 1.2, 0.647415), (0.5, 2.0, 2.5, 0.054513),
     (0.25, 2.0, 1.3, 0.279253), (0.25, 2.0, 3.0, 0.000422)],
)  # fmt: skip
def test_a_subsidy_below_a_barrier(kept, barrier, capital, known):
    assert barrier_share(kept, barrier, capital) == pytest.approx(known, abs=1e-6)
    assert_share(trapped_share(insured(kept, paid_below=barrier), capital, 1.0), known)


@pytest.mark.parametrize("proportional", [False, True])
def test_no_cover_is_the_ordinary_process_to_the_bit_of_its_law(proportional):
    """With next to no cover the general path gives what the ordinary one gives."""
    changed = {"capital.proportional": proportional, "capital.loss_shape": 1.5}
    start = identical(1000, capital=2.0 * X)
    plain = lived(insured(1.0, **changed), 8, start.copy()).households
    covered = lived(insured(1.0 - 1e-13, **changed), 8, start.copy()).households
    np.testing.assert_allclose(plain["capital"], covered["capital"], rtol=1e-9)
    np.testing.assert_allclose(plain["savings"], covered["savings"], rtol=1e-9, atol=1e-6)


def test_a_proportional_premium_changes_growth_and_threshold():
    """r_k = r (b - p) / b and x*_k = x* b / (b - p), p = (1 + theta)(1 - kappa) lambda / 2: exact where no loss happens."""
    kept = 0.5
    tree = insured(kept, **{"capital.proportional": True, "capital.loss_shape": 1.0})
    premium = (1 + LOADING) * (1 - kept) * 0.5
    critical, rate = B / (B - premium), R * (B - premium) / B
    county = lived(tree, 1, identical(N, capital=2.0 * X))
    grown = critical + (2.0 - critical) * math.exp(rate * 0.25)
    quiet = np.isclose(county.households["capital"], grown * X, rtol=1e-12)
    assert_share(float(quiet.mean()), math.exp(-0.25))
