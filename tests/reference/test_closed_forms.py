"""Capital and earnings, each alone, against closed forms; the tables give exact values to six digits.

Losses: Flores-Contro et al. (arXiv 2103.17255) for amounts, Henshaw et al. (arXiv 2310.09295) and Flores-Contro
(arXiv 2402.11715) for shares, on the model of Kovacevic and Pflug (2011); all formulas were derived anew.
Tolerance: 4 standard errors, so one false alarm in 16,000 comparisons of independent luck.
"""

import math

import numpy as np
import pytest
from counties import LUCK, flow, lived, model_of, only
from scipy import stats
from scipy.special import betainc, gammaincc

from sim.draws import CAPITAL, key, uniforms
from sim.population import identical

N = 100_000
X = 1000.0  # CNY2020, the critical capital x*
YEARS = 4  # quarters
UNSPENT, INVESTED = 0.9, 0.4


def assert_share(found: int, n: int, exact: float, errors: float = 4.0) -> None:
    """A share of ``n`` independent households against its exact value."""
    standard_error = math.sqrt(exact * (1.0 - exact) / n)
    assert abs(found / n - exact) < errors * standard_error, f"z = {(found / n - exact) / standard_error:+.2f}"


def trap(r: float, rate: float, *, amount: float | None = None, shape: float | None = None):
    """Capital alone, growing at r above x* = X, losing exponential amounts (mean in x*) or Beta(shape, 1) shares."""
    b = r / (UNSPENT * INVESTED)
    return only("capital", values={
        "capital.spending_share": 1.0 - UNSPENT, "capital.invested_share": INVESTED, "capital.return_rate": b,
        "capital.subsistence": b * X, "capital.depreciation": 0.0, "capital.drawdown": 0.0,
        "capital.loss_rate": rate, "capital.proportional": shape is not None,
        "capital.loss_shape": shape or 1.0, "capital.loss_mean": X * (amount or 0.0),
    })  # fmt: skip


def trapped(tree, capital: float, quarters: int) -> int:
    """Households out of N below x* after some quarters: capital below it never grows again."""
    county = lived(tree, quarters, identical(N, capital=capital * X))
    assert county.imbalance < 1e-9
    return int(np.count_nonzero(county.households["capital"] < X))


@pytest.mark.parametrize(
    ("r", "rate", "alpha", "above", "exact"),
    [(0.12, 0.6, 4, 0.5, 0.466699), (0.12, 0.6, 4, 1.5, 0.046014), (0.504, 1, 1, 4, 0.078663), (0.08, 0.25, 2, 1, 0.182250)],
)  # fmt: skip
def test_five_year_trapping_by_amounts(r, rate, alpha, above, exact):
    assert_share(trapped(trap(r, rate, amount=1 / alpha), 1 + above, 5 * YEARS), N, exact)


@pytest.mark.parametrize(
    ("r", "rate", "a", "u", "exact"),
    [(0.504, 1, 3, 2, 0.490338), (0.08, 0.1, 2, 1.5, 0.187367), (0.08, 0.1, 2, 3, 0.056103), (0.08, 0.1, 2, 1.2, 0.280249),
     (1.08, 1, 1.5, 2, 0.550887)],
)  # fmt: skip
def test_five_year_trapping_by_shares(r, rate, a, u, exact):
    assert_share(trapped(trap(r, rate, shape=a), u, 5 * YEARS), N, exact)


def test_five_year_trapping_through_the_mesa_model():
    model = model_of(trap(0.504, 1, amount=1.0), identical(N, capital=5 * X))
    for _ in range(5 * YEARS):
        model.step()
    assert_share(int(np.count_nonzero(model.stores["household"]["capital"] < X)), N, 0.078663)


@pytest.mark.parametrize(
    ("above", "exact"), [(0.5, 0.569178), (1.0, 0.335835), (2.0, 0.119393), (4.0, 0.015525)]
)  # fmt: skip
def test_trapping_at_last_by_amounts(above, exact):
    """After 12 years less than 1e-5 are still on their way: hovering at x* that long takes no loss in 12 years."""
    assert exact == pytest.approx(gammaincc(1 / 1.08, above), abs=5e-7)
    assert_share(trapped(trap(1.08, 1, amount=1.0), 1 + above, 12 * YEARS), N, exact)


@pytest.mark.parametrize(("u", "exact"), [(1.2, 0.883899), (2.0, 0.647798), (5.0, 0.378776)])
def test_trapping_at_last_by_shares(u, exact):
    """The rate of late trapping falls as exp(-0.074 t) t^-1.5, so 60 years leave about 1e-5."""
    assert exact == pytest.approx(betainc(1.5 - 1 / 1.08, 1 / 1.08, 1 / u), abs=5e-7)
    assert_share(trapped(trap(1.08, 1, shape=1.5), u, 60 * YEARS), N, exact)


def test_trapping_is_certain_where_losses_outweigh_growth():
    """a <= lambda / r: everybody is trapped, however rich."""
    assert trapped(trap(0.2, 1, shape=2.0), 5.0, 40 * YEARS) > 0.999 * N


def test_without_losses_capital_grows_exactly():
    """X(t) = x* + (X(0) - x*) exp(r t), consumption I* + a (I - I*), saving (1 - c) of the rest."""
    county = lived(trap(0.504, 0.0, amount=1.0), 20, identical(3, capital=1.5 * X))
    np.testing.assert_allclose(county.households["capital"], X * (1 + 0.5 * math.exp(0.504 * 5)), rtol=1e-12)
    gained = X * 0.5 * (math.exp(0.504 * 5) - 1)
    np.testing.assert_allclose(county.households["savings"], gained * (1 - INVESTED) / INVESTED, rtol=1e-11)


@pytest.mark.parametrize("tree", [trap(1.08, 1, amount=1.0), trap(1.08, 1, shape=1.5)], ids=["amounts", "shares"])
def test_the_deficit_at_trapping_has_its_law_whenever_it_happens(tree):
    """Exp(alpha) below x*, or X = x* Beta(a, 1): seen where the trapping quarter had exactly one loss."""
    start, rate = identical(N, capital=1.5 * X), 1.0
    county, ratios = lived(tree, 0, start), []
    for _ in range(8):
        before = county.households["capital"].copy()
        county.step()
        now, ids = county.households["capital"], county.households.id
        waits = [-np.log(uniforms(key(LUCK.seed, 0, county.number), ids, CAPITAL, event)[0]) / rate for event in (0, 1)]
        one_loss = (waits[0] < 0.25) & (waits[0] + waits[1] >= 0.25)
        ratios.append(now[(before > X) & (now < X) & one_loss] / X)
    left = np.concatenate(ratios)
    assert left.size > 5000
    proportional = tree.at(84)["capital"].proportional
    # An amount can take all there is: the deficit is then x* itself.
    mean, square = (0.4, 2 / (2.5 * 3.5)) if proportional else (1 - math.exp(-1), 2 - 4 * math.exp(-1))
    for power, exact in ((1, mean), (2, square)):
        gap = (1.0 - left) ** power
        assert abs(gap.mean() - exact) < 4 * gap.std(ddof=1) / math.sqrt(gap.size)


# Earnings alone: the persistent shock is an AR(1) with a declared stationary spread.
def shocks(rho: float, spread: float, quarters: list[int]) -> list[np.ndarray]:
    """Persistent shocks of N households, that start at zero, after the given quarters."""
    tree = only("earnings", values={"earnings.persistence": rho, "earnings.persistent_spread": spread})
    county, seen = lived(tree, 0, identical(N)), []
    for quarter in range(1, max(quarters) + 1):
        county.step()
        if quarter in quarters:
            seen.append(county.households["persistence"].copy())
    return seen


@pytest.mark.parametrize(("rho", "spread"), [(0.93, 0.28), (0.6, 0.4375)])
def test_the_spread_of_the_persistent_shock(rho, spread):
    """Var(z_t) = sigma^2 (1 - rho^2t) from z_0 = 0, with standard error Var sqrt(2 / (n - 1)); Cov(z_t, z_t+1) = rho Var."""
    early, late, later = shocks(rho, spread, [3, 60, 61])
    for z, quarters in ((early, 3), (late, 60)):
        exact = spread**2 * (1 - rho ** (2 * quarters))
        assert abs(z.var(ddof=1) - exact) < 4 * exact * math.sqrt(2 / (N - 1))
        assert abs(z.mean()) < 4 * math.sqrt(exact / N)
    correlation = np.corrcoef(late, later)[0, 1]
    assert abs(correlation - rho) < 4 * (1 - rho**2) / math.sqrt(N)


def test_entry_and_exit_of_an_ar1():
    """rho 0.8, innovations 0.3, line exp(-0.5): headcount, exit, entry and P(poor five steps on | poor)."""
    now, then, later = (z < -0.5 for z in shocks(0.8, 0.5, [60, 61, 65]))
    assert_share(np.count_nonzero(now), N, 0.158655)
    assert_share(np.count_nonzero(now & ~then), np.count_nonzero(now), 0.384600)
    assert_share(np.count_nonzero(~now & then), np.count_nonzero(~now), 0.072525)
    assert_share(np.count_nonzero(now & later), np.count_nonzero(now), 0.300182)


def test_wages_are_lognormal():
    """log of the wage over its level = skill + persistent + transitory shock; its moments and a fair Kolmogorov-Smirnov p."""
    tree = only("earnings", values={"earnings.persistence": 0.0, "earnings.persistent_spread": 0.3,
                                    "earnings.transitory_spread": 0.4, "earnings.migrant_wage": 4000.0})  # fmt: skip
    county = lived(tree, 1, identical(N, migrants=1, skill=0.2))
    logs = np.log(flow(county, "wage_migrant") / 1000.0)
    assert abs(logs.mean() - 0.2) < 4 * 0.5 / math.sqrt(N)
    assert abs(logs.var(ddof=1) - 0.25) < 4 * 0.25 * math.sqrt(2 / (N - 1))
    assert stats.kstest((logs - 0.2) / 0.5, "norm").pvalue > 1e-4
