"""The worst village of simulated counties against the same returns dealt out by lot; two-sided, 4 standard errors, fixed seeds."""

import numpy as np
import pytest

from sim.draws import key, raw_words
from sim.measures.large_scale import expected_worst
from sim.measures.scattered import DEALS, SCATTERING, alike, dealt, worst

pytestmark = pytest.mark.statistical
VILLAGES, SIZE, LINE = 30, 60, 4000.0
COUNTIES = 600
LEVELS = (0.08, 0.10, 0.12, 0.15)


def peaks(risk_of, poorer=0.0, shared=0.0, persons_of=lambda rng: rng.integers(1, 8, VILLAGES * SIZE), alone=False):
    """Worst rates of many counties, shape (counties, 1 + DEALS): lived, then dealt out.

    ``risk_of`` gives a household's risk from its persons and welfare; ``poorer`` makes villages differ in welfare,
    ``shared`` is the spread of a log shock to the risk of a whole village. ``alone``: all households are one group.
    """
    rng = np.random.default_rng(11)
    village = np.repeat(np.arange(VILLAGES), SIZE)
    found = np.zeros((COUNTIES, 1 + DEALS))
    for k in range(COUNTIES):
        persons = persons_of(rng)
        welfare = LINE * np.exp(0.7 + 0.5 * rng.standard_normal(village.size) - poorer * (village < 5))
        shock = np.exp(shared * rng.standard_normal(VILLAGES) - 0.5 * shared**2)[village]
        returned = rng.random(village.size) < risk_of(persons, welfare) * shock
        groups = np.zeros(village.size, dtype=np.int64) if alone else alike(persons, welfare, LINE)
        words = raw_words(key(2, k, 87), np.arange(village.size), SCATTERING, 0)
        found[k] = [worst(one, persons, village) for one in (returned, *dealt(returned, groups, words))]
    return found


def excess(found, level):
    """Lived less dealt-out exceedance in standard errors, paired by county."""
    above = found > level
    difference = above[:, 0] - above[:, 1:].mean(axis=1)
    return difference.mean() / (difference.std(ddof=1) / np.sqrt(COUNTIES))


def test_independent_households_of_one_to_seven_persons_match_what_is_dealt():
    """Equal risk for all: a binomial law of households would be too narrow, for persons are what a rate weighs."""
    found = peaks(lambda persons, welfare: np.full(persons.size, 0.03))
    for level in LEVELS:
        assert abs(excess(found, level)) < 4, level
    naive = expected_worst([SIZE] * VILLAGES, 0.03, 0.12)
    assert (found[:, 0] > 0.12).mean() > naive + 4 * np.sqrt(naive * (1 - naive) / COUNTIES)


def test_equal_households_match_the_binomial_law_too():
    """All in one group with one risk: the dealt-out exceedance is the closed form, less what a fixed total takes away."""
    found = peaks(
        lambda persons, _: np.full(persons.size, 0.03), persons_of=lambda _: np.full(VILLAGES * SIZE, 3), alone=True
    )
    for level in LEVELS:
        exact = expected_worst([SIZE] * VILLAGES, 0.03, level)
        error = np.sqrt(exact * (1 - exact) / COUNTIES)
        assert abs((found[:, 0] > level).mean() - exact) < 4 * error, level
        assert abs((found[:, 1:] > level).mean() - exact) < 4 * error, level


def test_poorer_villages_and_risk_that_depends_on_persons_are_no_shared_shock():
    """Risk hangs on persons and the band of welfare alone; five villages are poorer."""
    found = peaks(lambda persons, welfare: np.where(welfare < 1.25 * LINE, 0.12, 0.01) * (8 - persons) / 4, poorer=0.6)
    for level in (*LEVELS, 0.18):
        assert abs(excess(found, level)) < 4, level


def test_a_shock_that_a_village_shares_shows():
    found = peaks(lambda persons, _: np.full(persons.size, 0.03), shared=0.8)
    assert excess(found, 0.15) > 10
