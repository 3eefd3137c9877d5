"""Yearly income against exact results: entry, exit and return of an AR(1), measures of a lognormal, chronic and transient poverty.

A scenario file switches everything off but farming and income shocks; the whole harvest comes in the fourth quarter, so a
year's income is that of one draw. These cases check the engine; they are no evidence about China.
"""

import math
from pathlib import Path

import numpy as np
import pytest
from counties import flow
from scipy.stats import multivariate_normal, norm

from sim.measures.chronic import jalan_ravallion
from sim.model import CountyModel
from sim.outcomes import ratio_of
from sim.parameters import PROCESSES, load_scenario
from sim.population import identical

N = 200_000
UNIT = 10_000.0  # CNY2020, median income of a year
FILE = Path(__file__).parent / "income_alone.toml"


def model(start, line: float, **values: float) -> CountyModel:
    """The ordinary model of the scenario file, with a poverty line in units and some values set as on the command line."""
    sets = [f"lines.poverty={line * UNIT}", *(f"{name.replace('__', '.')}={value}" for name, value in values.items())]
    return CountyModel(load_scenario(FILE, sets), seed=11, replicate=0, population=start)


def years(model: CountyModel, n: int) -> np.ndarray:
    """Who is poor at the end of each of ``n`` years, shape (n, households)."""
    seen = []
    for _ in range(n):
        for _ in range(4):
            model.step()
        seen.append(model.stores["household"]["poor"] != 0)
    return np.stack(seen)


def ar1(rho: float, sigma: float, line: float, begin: float | np.ndarray) -> CountyModel:
    """ln y' = rho ln y + sigma e a year, by quarterly steps of rho^(1/4)."""
    spread = sigma / math.sqrt(1 - rho**2)
    start = identical(N, land=1.0, persistence=begin)
    return model(start, line, earnings__persistence=rho**0.25, earnings__persistent_spread=spread)


def stationary(rho: float, sigma: float) -> np.ndarray:
    return np.random.default_rng(5).standard_normal(N) * sigma / math.sqrt(1 - rho**2)


def assert_share(found: np.ndarray, exact: float) -> None:
    error = math.sqrt(exact * (1 - exact) / found.size)
    assert abs(found.mean() - exact) < 4 * error, f"z = {(found.mean() - exact) / error:+.2f}"


def test_the_file_leaves_income_alone():
    tree = load_scenario(FILE).tree.at(84)
    assert [name for name in PROCESSES if tree[name].enabled] == ["earnings", "farming"]


@pytest.mark.parametrize(
    ("rho", "sigma", "log_line", "headcount", "exits", "entries", "still"),
    [(0.8, 0.3, -0.5, 0.158655, 0.384600, 0.072525, 0.300182), (0.9, 0.2, -0.75, 0.051068, 0.361193, 0.019438, 0.305674),
     (0.6, 0.35, -0.6, 0.085121, 0.630333, 0.058646, 0.108928), (0.95, 0.15, -0.8, 0.047923, 0.260490, 0.013112, 0.461507)],
)  # fmt: skip
def test_entry_and_exit_of_a_year_and_poverty_five_years_on(rho, sigma, log_line, headcount, exits, entries, still):
    d = log_line / (sigma / math.sqrt(1 - rho**2))
    both = multivariate_normal([0, 0], [[1, rho], [rho, 1]]).cdf([d, d])
    assert (norm.cdf(d), 1 - both / norm.cdf(d)) == pytest.approx((headcount, exits), abs=2e-6)
    poor = years(ar1(rho, sigma, math.exp(log_line), stationary(rho, sigma)), 6)
    assert_share(poor[0], headcount)
    assert_share(~poor[1][poor[0]], exits)
    assert_share(poor[1][~poor[0]], entries)
    assert_share(poor[5][poor[0]], still)


@pytest.mark.parametrize(
    ("rho", "sigma", "log_line", "known"), [(0.8, 0.3, -0.5, 0.271018), (0.9, 0.2, -0.75, 0.076609)]
)
def test_return_within_five_yearly_checks_of_those_who_were_not_poor(rho, sigma, log_line, known):
    poor = years(ar1(rho, sigma, math.exp(log_line), stationary(rho, sigma)), 6)
    assert_share(poor[1:].any(axis=0)[~poor[0]], known)


@pytest.mark.parametrize(
    ("rho", "sigma", "log_line", "begin", "known"),
    [(0.9, 0.2, -0.75, -0.6, 0.350092), (0.8, 0.3, -0.5, -0.3, 0.464165), (0.95, 0.15, -0.8, -0.7, 0.414582)],
)
def test_return_within_five_yearly_checks_from_a_given_income(rho, sigma, log_line, begin, known):
    assert_share(years(ar1(rho, sigma, math.exp(log_line), begin), 5).any(axis=0), known)


@pytest.mark.parametrize(("spread", "line", "known"), [(0.5, 0.6, (0.153473, 0.032513, 0.010504))])
def test_poverty_of_a_lognormal(spread, line, known):
    """H, PG and SPG as the record keeps them, with standard errors from the households' own gaps."""
    start = identical(N, land=1.0)
    made = model(start, line, earnings__persistence=0.0, earnings__persistent_spread=spread)
    years(made, 1)
    income = flow(made.county, "income") / UNIT
    gap = np.maximum(1 - income / line, 0.0)
    for name, alpha, exact in zip(("headcount", "poverty_gap", "squared_poverty_gap"), (0, 1, 2), known, strict=True):
        values = (income < line) * gap**alpha
        assert ratio_of(made.county, "all", name) == pytest.approx(values.mean(), rel=1e-9)
        assert abs(values.mean() - exact) < 4 * values.std() / math.sqrt(N)


@pytest.mark.parametrize(
    ("lasting", "passing", "line", "short", "long"),
    [(0.4, 0.25, 0.7, 0.4185, 0.4950), (0.4, 0.4, 0.7, 0.6551, 0.7637), (0.35, 0.3, 0.5, 0.7953, 0.8775)],
)
def test_transient_poverty_of_six_years_and_of_many(lasting, passing, line, short, long):
    """Jalan and Ravallion: a panel of six years understates the transient share; it rises towards the limit."""
    skill = lasting * np.random.default_rng(3).standard_normal(20_000)
    made = model(
        identical(skill.size, land=1.0, skill=skill),
        line,
        earnings__persistence=0.0,
        earnings__persistent_spread=passing,
    )
    panel = []
    for _ in range(60):
        years(made, 1)
        panel.append(flow(made.county, "income") / UNIT)
    shares = {}
    for t in (6, 60):
        halves = [jalan_ravallion(np.stack(panel[:t], axis=1)[k::10], line).transient_share for k in range(10)]
        shares[t] = np.mean(halves), np.std(halves, ddof=1) / math.sqrt(10)
    mean, error = shares[6]
    assert abs(mean - short) < 4 * error + 0.002  # the published value is itself a simulation of about that error
    mean, error = shares[60]
    assert shares[6][0] < mean < long + 4 * error and abs(mean - long) < 0.02
