"""Exceedance of the largest return rate, its correction for smaller populations, and small numbers."""

import math

import numpy as np
import pytest
from scipy import stats

from sim.compiled import plain
from sim.measures import large_scale
from sim.measures.large_scale import (
    binomial_noise,
    corrected_exceedance,
    effective_size,
    exceedance,
    expected_worst,
    largest,
    village_noise,
    windows,
    worst_rate,
)

FULL = 27_772  # households


def one_factor_rates(p, rho, households, shape, seed):
    """Rates of a county whose households share one normal shock (Vasicek), binomial given the shock."""
    rng = np.random.default_rng(seed)
    shock = rng.standard_normal(shape)
    rate = stats.norm.cdf((stats.norm.ppf(p) - math.sqrt(rho) * shock) / math.sqrt(1 - rho))
    return rng.binomial(households, rate) / households


def one_factor_tail(p, rho, x):
    """Probability that the rate of a very large county exceeds x in one year."""
    return stats.norm.cdf(-(math.sqrt(1 - rho) * stats.norm.ppf(x) - stats.norm.ppf(p)) / math.sqrt(rho))


def test_windows_are_not_pooled():
    rates = [[0.01, 0.02, 0.09], [0.05, 0.01, 0.0]]
    years = [2024, 2025, 2026]
    assert largest(rates, years, 2021, 2025).tolist() == [0.02, 0.05]
    assert largest(rates, years, 2026, 2030).tolist() == [0.09, 0.0]
    with pytest.raises(ValueError, match="2031"):
        largest(rates, years, 2031, 2035)
    with pytest.raises(ValueError, match="replicate 1"):
        largest([[0.1], [math.nan]], [2024], 2021, 2025)


@pytest.mark.parametrize(
    ("first", "last", "ends", "found"),
    [
        (2021, 2030, 2025, [(2021, 2025), (2026, 2030)]),
        (2021, 2035, 2025, [(2021, 2025), (2026, 2030), (2031, 2035)]),
        (2021, 2026, 2025, [(2021, 2025), (2026, 2026)]),
        (2027, 2032, 2025, [(2027, 2030), (2031, 2032)]),
        (2021, 2030, 2023, [(2021, 2023), (2024, 2028), (2029, 2030)]),
        (2021, 2030, 2035, [(2021, 2030)]),
        (2021, 2024, 2018, [(2021, 2024)]),
        (2018, 2022, 2025, [(2021, 2022)]),
        (2018, 2020, 2025, []),
    ],
)
def test_windows_follow_the_transition_in_stretches_of_five_years(first, last, ends, found):
    assert windows(range(first, last + 1), ends) == found
    assert windows([]) == [] and windows(range(2021, 2031)) == [(2021, 2025), (2026, 2030)]


def test_a_rate_at_the_threshold_does_not_exceed_it():
    found = exceedance([0.05, 0.05 + 1e-12, 0.0], 0.05)
    assert (found.hits, found.replicates, found.method, found.covers) == (1, 3, "wilson", "monte_carlo")


def test_no_hit_gives_the_rule_of_three():
    found = exceedance(np.zeros(600), 0.05)
    assert (found.probability, found.low, found.high) == (0.0, 0.0, 3 / 600)
    assert found.method == "rule_of_three"
    assert exceedance([0.0], 0.05).high == 1.0
    corrected = corrected_exceedance(np.zeros((600, 2)), np.zeros((600, 2)), 0.1, 0.05)
    assert (corrected.low, corrected.high, corrected.method) == (0.0, 3 / 600, "corrected")


def test_full_population_needs_no_correction():
    rates = one_factor_rates(0.02, 0.1, FULL, (200, 5), seed=1)
    raw = exceedance(rates.max(axis=1), 0.05)
    corrected = corrected_exceedance(rates, binomial_noise(rates, FULL), 1.0, 0.05)
    assert corrected.hits == raw.hits
    assert corrected.low == pytest.approx(raw.low, abs=0.01)
    assert corrected.high == pytest.approx(raw.high, abs=0.01)


@pytest.mark.parametrize(
    ("rho", "x", "households"), [(0.02, 0.03, 1000), (0.02, 0.03, 300), (0.1, 0.10, 300), (0.1, 0.05, 2000)]
)
def test_correction_takes_most_of_the_bias_away(rho, x, households):
    """What remains of the bias is under half, or under 5 standard errors where there was hardly any."""
    rates = one_factor_rates(0.02, rho, households, (20_000, 1), seed=2)
    truth = one_factor_tail(0.02, rho, x)
    raw = float((rates > x).mean())
    noise = binomial_noise(rates, households)
    corrected = large_scale._hits(rates, noise, households / FULL, x, np.arange(20_000)) / 20_000
    assert abs(corrected - truth) < max(0.5 * abs(raw - truth), 5 * math.sqrt(truth / 20_000))


def test_corrected_interval_covers_what_the_raw_one_misses():
    rates = one_factor_rates(0.02, 0.02, 1000, (1500, 5), seed=3)
    truth = 1 - (1 - one_factor_tail(0.02, 0.02, 0.03)) ** 5
    corrected = corrected_exceedance(rates, binomial_noise(rates, 1000), 1000 / FULL, 0.03)
    raw = exceedance(rates.max(axis=1), 0.03)
    assert corrected.low < truth < corrected.high
    assert raw.low > truth


def test_correction_of_pure_noise_leaves_the_noise_of_the_full_size():
    rates = np.random.default_rng(4).binomial(1000, 0.02, (20_000, 1)) / 1000
    noise = binomial_noise(rates, 1000)
    hits = large_scale._hits(rates, noise, 1000 / FULL, 0.025, np.arange(20_000))
    assert (rates > 0.025).mean() > 0.1 and hits == 0  # 6 standard deviations at full size


def test_one_replicate_cannot_be_corrected():
    assert corrected_exceedance([[0.06]], [[0.01]], 0.1, 0.05).method == "uncorrected"


def test_a_sample_must_be_one():
    for rates, noise, share in (
        ([[0.1], [0.2]], [[0.1]], 0.5),
        ([[0.1], [0.2]], [[0.1], [-0.1]], 0.5),
        ([[0.1], [0.2]], [[0.1], [0.1]], 0.0),
        ([[0.1], [0.2]], [[0.1], [0.1]], 1.5),
        ([0.1, 0.2], [0.1, 0.1], 0.5),
    ):
        with pytest.raises(ValueError):
            corrected_exceedance(rates, noise, share, 0.05)


def test_correction_is_the_same_bits_in_plain_python_and_again():
    rates = one_factor_rates(0.02, 0.1, 300, (40, 3), seed=5)
    noise = binomial_noise(rates, 300)
    rows = large_scale._resampled(40, 3)
    found = [f(rates, noise, 0.01, 0.03, rows) for f in (large_scale._hits, plain(large_scale._hits))]
    assert found[0] == found[1]
    assert corrected_exceedance(rates, noise, 0.01, 0.03) == corrected_exceedance(rates, noise, 0.01, 0.03)


@pytest.mark.parametrize("n", [1, 2, 3, 7, 1000])
def test_a_bootstrap_sample_draws_each_replicate_alike(n):
    drawn = np.concatenate([large_scale._resampled(n, b) for b in range(200)])
    assert drawn.size == 200 * n and drawn.min() >= 0 and drawn.max() < n
    expected = (n - 1) / 2
    error = math.sqrt((n * n - 1) / 12 / drawn.size)
    assert abs(drawn.mean() - expected) <= 5 * error


def test_noise_between_villages_is_binomial_for_independent_households():
    events = np.random.default_rng(6).binomial(240, 0.02, (2000, 40))
    noise = village_noise(events, np.full((2000, 40), 240))
    expected = 0.02 * 0.98 / (240 * 40)
    error = expected * math.sqrt((2 + 1 / 4.7) / 39 / 2000)  # excess kurtosis of the binomial: 1/(npq)
    assert abs(noise.mean() - expected) < 5 * error


def test_noise_grows_with_what_a_village_shares():
    rate = np.repeat([0.0, 0.04], 20)
    shared = village_noise(rate * 240, np.full(40, 240.0))
    assert shared == pytest.approx(40 / 39 * 0.02**2 / 40)
    with pytest.raises(ValueError, match="two villages"):
        village_noise([1.0], [5.0])


def test_persons_count_less_than_households_of_equal_size():
    assert effective_size([3, 3, 3]) == pytest.approx(3.0)
    assert effective_size([1, 1, 4]) == pytest.approx(2.0)
    with pytest.raises(ValueError, match="more than one"):
        binomial_noise([0.1], 1)


def test_worst_village():
    assert worst_rate([[0, 3], [1, 5]], [[10, 30], [10, 0]]).tolist() == [0.1, 0.1]


def test_some_village_exceeds_by_chance_in_thirteen_percent_of_years():
    """115 villages of 240 households at 2 %: the largest rate exceeds 5 % with probability 0.13."""
    found = expected_worst([240] * 115, 0.02, 0.05)
    assert round(found, 2) == 0.13
    assert found == pytest.approx(1 - stats.binom.cdf(12, 240, 0.02) ** 115, rel=1e-9)
    assert expected_worst([240] * 115, 0.02, 0.05, years=5) == pytest.approx(1 - (1 - found) ** 5, rel=1e-9)


def test_small_numbers_of_unequal_villages():
    sizes, rates = [1, 20, 0, 500], [0.5, 0.02, 0.3, 0.04]
    none = 0.5 * stats.binom.cdf(1, 20, 0.02) * stats.binom.cdf(25, 500, 0.04)
    assert expected_worst(sizes, rates, 0.05) == pytest.approx(1 - none, rel=1e-9)
    assert expected_worst(sizes, rates, 1.0) == 0.0
    for sizes, years in (([], 1), ([2.5], 1), ([-1], 1), ([5], 0)):
        with pytest.raises(ValueError):
            expected_worst(sizes, 0.1, 0.05, years)


@pytest.mark.parametrize("x", [0.01, 0.02, 0.03, 0.05, 0.1, 1 / 3])
def test_the_count_above_a_threshold_is_the_comparison_of_the_rate(x):
    for size in range(1, 400):
        k = large_scale._least_above(x, size)
        assert k / size > x and (k - 1) / size <= x
