"""Shared nodes and a shared factor against exact results: binomial counts, and Vasicek's law of a large portfolio.

The same scenario file as for income alone, with enterprises or weather switched on. These cases check the engine; they
are no evidence about China.
"""

import math
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import binom, multivariate_normal, norm

from sim.county import County, Luck
from sim.parameters import load_scenario
from sim.population import Population, identical
from sim.state.collective import ENTERPRISE_KIND
from sim.state.store import Store

FILE = Path(__file__).parent / "income_alone.toml"
HOUSEHOLDS, REPLICATES = 240, 300
RATE = 0.3  # failures a year
AT_WORK = (
    "labour.enabled=true", "labour.migrant_finding=0", "labour.local_finding=0", "labour.job_loss=0", "enterprises.enabled=true",
    f"enterprises.failure_rate={RATE}", "enterprises.margin_spread=0", "share_funds.quality_hazard=0", "earnings.enterprise_wage=20000",
    "lines.poverty=19000",
)  # fmt: skip


def employed(workers: int) -> Population:
    """Households with one worker each, ``workers`` of them in each enterprise; no other income."""
    start = identical(HOUSEHOLDS, able=1, employed=1, ex_poor=1)
    firms = Store(ENTERPRISE_KIND, HOUSEHOLDS // workers)
    for name, value in (
        ("alive", 1),
        ("jobs", workers),
        ("filled", workers),
        ("quality", 0.5),
        ("nature", 0.5),
        ("cash", 1e7),
    ):
        firms[name][:] = value
    firms["failed_at"][:] = -1
    start.households["employer"][:] = np.arange(HOUSEHOLDS) // workers
    return start._replace(enterprises=firms)


def returned(workers: int) -> np.ndarray:
    """Ex-poor households poor in the fourth quarter and not a year before, one count a replicate."""
    tree, start = load_scenario(FILE, AT_WORK).tree, employed(workers)
    found = []
    for replicate in range(REPLICATES):
        county = County(start.copy(), tree, Luck.of(17, replicate), 84)
        for _ in range(4):
            county.step()
        history = county.households["poor_history"]
        found.append(int(np.count_nonzero((history % 2 == 1) & (history // 16 % 2 == 0))))
    return np.array(found)


@pytest.fixture(scope="module")
def counts():
    """Returns by workers an enterprise."""
    return {workers: returned(workers) for workers in (1, 2, 4)}


def variance_of(workers: int, chance: float) -> tuple[float, float]:
    """Variance of the count, and the standard error of its estimate (fourth moment of a binomial)."""
    n, k = HOUSEHOLDS // workers, workers
    variance = k * k * n * chance * (1.0 - chance)
    kurtosis = 3.0 + (1.0 - 6.0 * chance * (1.0 - chance)) / (n * chance * (1.0 - chance))
    return variance, variance * math.sqrt((kurtosis - 1.0) / REPLICATES)


CHANCE = 1.0 - math.exp(
    -0.75 * RATE
)  # that an employer fails in the first three quarters: a wage is missing in the fourth


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_returns_are_binomial_in_the_number_of_nodes(counts, workers):
    """With a node of its own for each household the variance is that of independent households, else that of the nodes."""
    found, n = counts[workers], HOUSEHOLDS // workers
    assert (found % workers == 0).all(), "all workers of a firm share its fate"
    error = workers * math.sqrt(n * CHANCE * (1.0 - CHANCE) / REPLICATES)
    assert abs(found.mean() - HOUSEHOLDS * CHANCE) < 4.0 * error
    variance, error = variance_of(workers, CHANCE)
    assert abs(found.var(ddof=1) - variance) < 4.0 * error


def test_doubling_concentration_raises_the_variance_and_moves_the_tail_at_every_threshold(counts):
    """At equal expected links: more above thresholds beyond the mean, and below the mean it may be fewer."""
    assert counts[1].var() < counts[2].var() < counts[4].var()
    for workers, found in counts.items():
        n = HOUSEHOLDS // workers
        for share in (0.10, 0.15, 0.20, 0.25, 0.30):
            exact = binom.sf(math.floor(share * HOUSEHOLDS / workers + 1e-9), n, CHANCE)
            error = math.sqrt(max(exact * (1.0 - exact), 1e-4) / REPLICATES)
            assert abs(np.mean(found > share * HOUSEHOLDS) - exact) < 4.0 * error + 1e-12
    high = [binom.sf(math.floor(0.30 * HOUSEHOLDS / w + 1e-9), HOUSEHOLDS // w, CHANCE) for w in (1, 2, 4)]
    low = [binom.sf(math.floor(0.15 * HOUSEHOLDS / w + 1e-9), HOUSEHOLDS // w, CHANCE) for w in (1, 2, 4)]
    assert high[0] < high[1] < high[2] and low[0] > low[2]


YEARS, FIELDS, LIVES = 79, 4000, 10


def poor_shares(rho: float, chance: float) -> np.ndarray:
    """Share of poor households, one value a year: one harvest with a county's and a household's shock, both normal in logs."""
    own, common = 0.2, 0.2 * math.sqrt(rho / (1.0 - rho))
    line = 10_000.0 * math.exp(norm.ppf(chance) * math.sqrt(own * own + common * common))
    sets = [
        "environment.enabled=true", "environment.growth=0", "environment.yield_township=0", "environment.yield_village=0",
        f"environment.yield_county={common!r}", "environment.crisis_rate=0", "environment.epidemic_rate=0", "environment.wage_spread=0",
        "prices.animals=0", "prices.herbs=0", "prices.tobacco=0", "prices.others=0", "earnings.persistent_spread=0",
        f"earnings.transitory_spread={own!r}", f"lines.poverty={line!r}",
    ]  # fmt: skip
    tree, found = load_scenario(FILE, sets).tree, []
    for replicate in range(LIVES):
        county = County(identical(FIELDS, land=1.0), tree, Luck.of(23, replicate), 84)
        for _ in range(YEARS):
            for _ in range(4):
                county.step()
            found.append(np.count_nonzero(county.households["poor"]) / FIELDS)
    return np.array(found)


def exceeded(chance: float, rho: float, share: float) -> float:
    """P(K > share N) of the one-factor law, from binomials over 200 nodes of the factor; with N to infinity Vasicek's."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(200)
    given = norm.cdf((norm.ppf(chance) - math.sqrt(rho) * nodes) / math.sqrt(1.0 - rho))
    return float((weights * binom.sf(math.floor(share * FIELDS + 1e-9), FIELDS, given)).sum() / weights.sum())


@pytest.mark.parametrize(
    ("chance", "rho", "share", "limit"),
    [(0.05, 0.10, 0.10, 0.087418), (0.05, 0.20, 0.20, 0.023034), (0.02, 0.15, 0.05, 0.082687)],
)
def test_a_large_portfolio_with_one_factor_follows_vasicek(chance, rho, share, limit):
    vasicek = 1.0 - norm.cdf((math.sqrt(1.0 - rho) * norm.ppf(share) - norm.ppf(chance)) / math.sqrt(rho))
    assert vasicek == pytest.approx(limit, abs=1e-6) and exceeded(chance, rho, share) == pytest.approx(limit, rel=0.03)
    found = poor_shares(rho, chance)
    n = found.size
    exact = exceeded(chance, rho, share)
    assert abs((found > share).mean() - exact) < 4.0 * math.sqrt(exact * (1.0 - exact) / n)
    assert abs(found.mean() - chance) < 4.0 * found.std() / math.sqrt(n)
    both = norm.ppf(chance)
    spread = math.sqrt(multivariate_normal([0, 0], [[1, rho], [rho, 1]]).cdf([both, both]) - chance * chance)
    log_error = math.sqrt(((((found - found.mean()) / found.std()) ** 4).mean() - 1.0) / (4.0 * n))
    assert abs(math.log(found.std() / spread)) < 4.0 * log_error
