"""exp, log and the normal quantile: right, alike to the bit in both lanes, quiet at the edges."""

import math
import os
import subprocess
import sys
import warnings
from pathlib import Path

import numpy as np
import pytest
from scipy.special import ndtri

import sim.compiled
from sim.compiled import compiled, plain
from sim.mathematics import exp, log, normal_quantile, power, sqrt

EPSILON = 2.0**-52
INFINITE = (math.inf, -math.inf, math.nan)


@compiled
def each_exp(xs):
    results = np.empty_like(xs)
    for i in range(xs.size):
        results[i] = exp(xs[i])
    return results


@compiled
def each_log(xs):
    results = np.empty_like(xs)
    for i in range(xs.size):
        results[i] = log(xs[i])
    return results


@compiled
def each_quantile(xs):
    results = np.empty_like(xs)
    for i in range(xs.size):
        results[i] = normal_quantile(xs[i])
    return results


@compiled
def each_root_of_power(xs):
    results = np.empty_like(xs)
    for i in range(xs.size):
        results[i] = sqrt(power(xs[i], 0.37))
    return results


def near(*points):
    """Each point with its two neighbours among the floats."""
    return [x for p in points for x in (np.nextafter(p, -math.inf), p, np.nextafter(p, math.inf))]


@pytest.fixture(scope="module")
def rng():
    return np.random.default_rng(20210101)


@pytest.fixture(scope="module")
def exponents(rng):
    halves = np.arange(-20, 21) * math.log(2) / 2
    edges = [-708.0, 709.0, *near(0.0, 1.0, -1.0, 700.0, -700.0, 5e-324, 1e-300, *halves)]
    spread = rng.uniform(-708, 709, 3000), rng.normal(0, 1, 3000), rng.normal(0, 1e-6, 500)
    return np.concatenate([edges, *spread])


@pytest.fixture(scope="module")
def positives(rng):
    edges = near(1.0, 2.0, 0.5, math.sqrt(0.5), math.sqrt(2.0), 1e300, 2.3e-308, 1e-300, 4_000.0)
    spread = np.exp(rng.uniform(-708, 709, 3000)), rng.uniform(0.5, 2, 3000), 1 + rng.normal(0, 1e-6, 500)
    return np.concatenate([edges, *spread, [sys.float_info.max, sys.float_info.min]])


@pytest.fixture(scope="module")
def shares(rng):
    edges = near(0.5, 0.075, 0.925, math.exp(-25), 1 - math.exp(-25), 1e-300)
    edges += [2.0**-33, 1 - 2.0**-33, 1 - 2.0**-53, 2.3e-308, 0.5 + 1e-9]
    words = (rng.integers(0, 2**32, 2000) + 0.5) * 2.0**-32
    return np.concatenate([edges, rng.random(3000), words, np.exp(rng.uniform(-700, -1, 1500))])


def relative_error(values, truth):
    return np.max(np.abs(values - truth) / np.abs(np.where(truth == 0.0, 1.0, truth)))


def test_exp_is_right_to_the_last_bits(exponents):
    assert relative_error(each_exp(exponents), [math.exp(x) for x in exponents]) <= 1.5 * EPSILON


def test_log_is_right_to_the_last_bits(positives):
    assert relative_error(each_log(positives), np.array([math.log(x) for x in positives])) <= 1.5 * EPSILON


def test_the_normal_quantile_is_right_to_the_last_bits(shares):
    """scipy's own error is a few units as well."""
    assert relative_error(each_quantile(shares), ndtri(shares)) <= 8 * EPSILON


def test_the_normal_quantile_meets_published_values():
    """Wichura (1988), and tables of 1.96."""
    assert normal_quantile(0.25) == pytest.approx(-0.6744897501960817, rel=1e-15)
    assert normal_quantile(0.001) == pytest.approx(-3.090232306167814, rel=1e-15)
    assert normal_quantile(1e-20) == pytest.approx(-9.262340089798408, rel=1e-15)
    assert normal_quantile(0.975) == pytest.approx(1.959963984540054, rel=1e-15)
    assert normal_quantile(0.5) == 0.0


def test_the_normal_quantile_is_odd_and_rises(shares):
    quarters = np.linspace(0.0, 0.5, 4097)[1:]  # 1 - u is exact for these
    np.testing.assert_array_equal(each_quantile(1.0 - quarters), -each_quantile(quarters))
    rising = np.sort(shares)
    quantiles = each_quantile(rising)
    assert np.all(np.diff(quantiles) >= -8 * EPSILON * np.abs(quantiles[1:]))


def test_a_power_is_right_to_the_size_of_its_exponent(positives):
    middle = positives[(positives > 1e-6) & (positives < 1e6)]
    truth = np.array([math.pow(x, a) for x in middle for a in (0.5, 1.3, -2.0)])
    values = np.array([power(x, a) for x in middle for a in (0.5, 1.3, -2.0)])
    assert relative_error(values, truth) <= 32 * EPSILON


OUTSIDE = [0.0, -0.0, -1.0, 1.0, 2.0, 1e-310, 5e-324, 1e100, -1e100, 710.0, -745.0, -800.0, *INFINITE]


@pytest.mark.parametrize(
    ("each", "one", "arguments"),
    [
        (each_exp, exp, "exponents"),
        (each_log, log, "positives"),
        (each_quantile, normal_quantile, "shares"),
        (each_root_of_power, None, "positives"),
    ],
)
def test_python_and_compiled_code_agree_to_the_bit(each, one, arguments, request):
    xs = np.concatenate([request.getfixturevalue(arguments), OUTSIDE])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        in_python = plain(each)(xs)
        of_floats = [plain(one)(float(x)) for x in xs] if one else in_python
    in_loop = each(xs)
    unknown = np.isnan(in_loop)
    for other in (in_python, np.array(of_floats), np.array([one(x) for x in xs]) if one else in_loop):
        np.testing.assert_array_equal(np.isnan(other), unknown)
        np.testing.assert_array_equal(other.view(np.int64)[~unknown], in_loop.view(np.int64)[~unknown])


def test_the_edges_are_finite_and_only_nan_gives_nan():
    assert exp(1e308) == exp(709.0) == exp(math.inf) > 8.2e307
    assert exp(-1e308) == exp(-708.0) == exp(-math.inf) > sys.float_info.min
    assert exp(0.0) == 1.0
    assert log(1.0) == 0.0
    assert log(0.0) == log(-1.0) == log(5e-324) == log(sys.float_info.min)
    assert log(math.inf) == math.inf
    assert normal_quantile(0.0) == normal_quantile(-1.0) == -normal_quantile(1.0) == -normal_quantile(2.0)
    assert -37.6 < normal_quantile(0.0) < -37.5
    assert all(math.isnan(f(math.nan)) for f in (exp, log, normal_quantile))


CPUS = {"x86-64": "", "haswell": "+avx2,+fma,+bmi2"}
PRINT_BITS = """
import hashlib, numpy as np
from sim.compiled import compiled
from sim.mathematics import exp, log, normal_quantile, power, sqrt

@compiled
def fill(us, results):
    for i in range(us.size):
        results[0, i] = exp(us[i] * 40.0 - 20.0)
        results[1, i] = log(us[i] * 1e6)
        results[2, i] = normal_quantile(us[i])
        results[3, i] = sqrt(power(us[i] * 1e6, 0.37))

us = (np.arange(4099) * 2654435761 % 2**32 + 0.5) * 2.0**-32
results = np.empty((4, us.size))
fill(us, results)
print(hashlib.sha256(results.tobytes()).hexdigest())
"""
BITS = "1d7fbfb3baf8ba1f101d1873c3a1f2dfa68f16c57a93b1a454bb693580a5a9a0"


@pytest.mark.parametrize("cpu", [None, *CPUS])
def test_every_processor_gives_these_bits(cpu):
    """Code for the oldest 64-bit processors, for those with AVX2 and FMA, and for this one."""
    chosen = {"NUMBA_CPU_NAME": cpu, "NUMBA_CPU_FEATURES": CPUS[cpu]} if cpu else {}
    if cpu == "haswell" and not has_avx2():
        pytest.skip("this processor cannot run AVX2 code")
    shown = subprocess.run(
        [sys.executable, "-c", PRINT_BITS],
        cwd=Path(sim.compiled.__file__).parents[1],
        env=os.environ | chosen,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert shown.stdout.strip() == BITS, shown.stderr


def has_avx2():
    from llvmlite.binding import get_host_cpu_features

    features = get_host_cpu_features()
    return features.get("avx2", False) and features.get("fma", False)
