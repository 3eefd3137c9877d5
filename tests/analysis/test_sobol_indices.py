"""Sobol' indices against exact values, with and without luck; and that a forgotten correction is seen."""

import json

import numpy as np
import pytest
from known_models import (
    G_S1,
    G_ST,
    G_VARIANCE,
    ISHIGAMI,
    ISHIGAMI_MEAN,
    ISHIGAMI_S1,
    ISHIGAMI_S13,
    ISHIGAMI_ST,
    ISHIGAMI_VARIANCE,
    LINEAR,
    LINEAR_S,
    LINEAR_VARIANCE,
    G,
    ishigami,
    linear_gaussian,
    sobol_g,
    with_common_luck,
    with_independent_luck,
    z_scores,
)
from SALib.analyze import sobol as salib
from scipy.special import betaincinv, ndtr

from sim.analysis import moments, sobol
from sim.analysis.design import sobol_design
from sim.analysis.failures import Unusable

EXACT = np.concatenate([ISHIGAMI_S1, ISHIGAMI_ST])
LUCK = ISHIGAMI_VARIANCE  # as much as the parameters give


def ishigami_runs(seed, common, n=64, scrambles=8, replicates=4):
    design = sobol_design(ISHIGAMI, n, seed, scrambles=scrambles)
    values = ishigami(design.X)
    if common:
        return design, with_common_luck(design, values, replicates, LUCK, 10_000 + seed)
    return design, with_independent_luck(values, replicates, LUCK, 10_000 + seed)


def both(result):
    return np.concatenate([result.S1.value, result.ST.value])


def naive(design, y):
    """What the usual tool makes of the replicate means."""
    problem = {"num_vars": len(design.names), "names": list(design.names)}
    found = salib.analyze(problem, y.mean(axis=1), calc_second_order=False, num_resamples=2, seed=1)
    return np.concatenate([found["S1"], found["ST"]])


def test_ishigami_without_luck():
    design = sobol_design(ISHIGAMI, 4096, seed=0, second_order=True)
    found = sobol.indices(design, ishigami(design.X)[:, None], common_random_numbers=False, seed=0, bootstrap=200)
    assert np.abs(both(found) - EXACT).max() < 0.01
    assert found.S2.value[found.pairs.index(("x1", "x3"))] == pytest.approx(ISHIGAMI_S13, abs=0.01)
    assert found.variance == pytest.approx(ISHIGAMI_VARIANCE, rel=0.01)
    assert found.mean.value == pytest.approx(ISHIGAMI_MEAN, abs=0.01)
    assert (found.S1.low <= ISHIGAMI_S1).all() and (ISHIGAMI_S1 <= found.S1.high).all()


def test_one_replicate_gives_the_numbers_of_salib():
    design = sobol_design(ISHIGAMI, 256, seed=1, second_order=True)
    y = ishigami(design.X)
    found = sobol.indices(design, y[:, None], common_random_numbers=False, seed=0, bootstrap=10)
    blocks = y.reshape(-1, design.points)
    centred = blocks - blocks[:, [0, -1]].mean()
    a, b, ab, ba = centred[:, 0], centred[:, -1], centred[:, 1:5], centred[:, 5:9]
    assert np.allclose(found.S1.value, [salib.first_order(a, ab[:, i], b) for i in range(4)], rtol=1e-12)
    assert np.allclose(found.ST.value, [salib.total_order(a, ab[:, i], b) for i in range(4)], rtol=1e-12)
    second = [salib.second_order(a, ab[:, i], ab[:, j], ba[:, i], b) for i in range(4) for j in range(i + 1, 4)]
    assert np.allclose(found.S2.value, second, rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize(
    ("problem", "model", "S1", "ST", "variance"),
    [(G, sobol_g, G_S1, G_ST, G_VARIANCE), (LINEAR, linear_gaussian, LINEAR_S, LINEAR_S, LINEAR_VARIANCE)],
    ids=["G", "linear"],
)
def test_known_models_under_luck(problem, model, S1, ST, variance):
    estimates = []
    for seed in range(20):
        design = sobol_design(problem, 256, seed)
        y = with_independent_luck(model(design.X[:, :-1]), 4, variance / 2, seed)
        found = sobol.indices(design, y, common_random_numbers=False, seed=0, bootstrap=2)
        estimates.append(np.concatenate([both(found), [found.variance / variance]]))
    assert np.abs(z_scores(estimates, np.concatenate([S1, ST, [1.0]]))).max() < 4


@pytest.mark.statistical
def test_usual_indices_are_biased_as_theory_says_and_corrected_ones_are_not():
    """S1 -> (1 - nu) S1, ST -> (1 - nu) ST + nu, with nu = (sb / R) / (V + sb / R) = 1 / 5."""
    plain, corrected, nu = [], [], []
    for seed in range(40):
        design, y = ishigami_runs(seed, common=False)
        found = sobol.indices(design, y, common_random_numbers=False, seed=0)
        plain.append(naive(design, y))
        corrected.append(both(found))
        nu.append(found.nu)
    biased = np.concatenate([0.8 * ISHIGAMI_S1, 0.8 * ISHIGAMI_ST + 0.2])
    assert np.abs(z_scores(plain, biased)).max() < 4
    assert np.abs(z_scores(plain, EXACT)[4:]).min() > 4
    assert np.abs(z_scores(corrected, EXACT)).max() < 4
    assert abs(z_scores(nu, 0.2)) < 4


@pytest.mark.statistical
@pytest.mark.parametrize("common", [True, False])
def test_common_luck_cancels(common):
    """Scored as common luck, which holds for independent luck as well."""
    estimates, variances = [], []
    for seed in range(60):
        design, y = ishigami_runs(seed, common)
        found = sobol.indices(design, y, common_random_numbers=True, seed=0)
        estimates.append(both(found))
        variances.append([found.variance, found.luck_variance])
        if common:
            assert found.ST.value[-1] == 0 and found.S1.value[-1] == 0
    assert np.abs(z_scores(estimates, EXACT)).max() < 4
    assert np.abs(z_scores(variances, np.array([ISHIGAMI_VARIANCE, LUCK]))).max() < 4


@pytest.mark.statistical
@pytest.mark.parametrize("common", [True, False])
def test_a_forgotten_correction_is_seen(monkeypatch, common):
    """The test of the tests above: products of a replicate with itself leave luck in the indices."""
    monkeypatch.setattr(moments, "paired", lambda p, q, weights: moments.unpaired(p, q))
    estimates = []
    for seed in range(40):
        design, y = ishigami_runs(seed, common)
        estimates.append(both(sobol.indices(design, y, common_random_numbers=common, seed=0)))
    assert np.abs(z_scores(estimates, EXACT)).max() > 6


def test_dummy_keeps_nothing_of_the_luck():
    design, y = ishigami_runs(3, common=False, n=512)
    found = sobol.indices(design, y, common_random_numbers=False, seed=0)
    assert naive(design, y)[-1] > 0.15
    assert found.ST.low[-1] < 0 < found.ST.high[-1]
    assert abs(found.ST.value[-1]) < 0.02


@pytest.mark.statistical
def test_aleatory_share_of_a_binomial_with_beta_probability():
    """K | p ~ Bin(1000, p), p ~ Beta(2, 38): mean 50, variance 1204.878, of which 0.0384615385 is luck."""
    shares, means, total = [], [], []
    for seed in range(20):
        design = sobol_design({"names": ["u"], "bounds": [(0, 1)]}, 64, seed, scrambles=4)
        p = betaincinv(2, 38, design.settings)
        y = np.random.default_rng(seed).binomial(1000, np.repeat(p, 4, axis=1)).astype(float)
        found = sobol.indices(design, y, common_random_numbers=False, seed=0)
        shares.append(found.aleatory_share.value)
        means.append(found.mean.value)
        total.append(found.variance + found.luck_variance)
    assert abs(z_scores(shares, 0.0384615385)) < 4
    assert abs(z_scores(means, 50)) < 4
    assert abs(z_scores(total, 1204.8780487804877)) < 4


@pytest.mark.statistical
def test_streams_of_luck_as_factors():
    """Share below a threshold of 300 with a common shock: .1873 threshold, .6580 the shock, .0616 own luck."""
    keys = (0, 2**30 - 1)
    problem = {"names": ["c", "common", "own"], "bounds": [(-2.2, -1.4), keys, keys], "kinds": ["float", "int", "int"]}
    estimates = []
    for seed in range(12):
        design = sobol_design(problem, 128, seed, dummy=False, scrambles=2)
        z = np.array([np.random.default_rng([1, int(k)]).standard_normal() for k in design.X[:, 1]])
        p = ndtr((design.X[:, 0] - np.sqrt(0.15) * z) / np.sqrt(0.85))
        draws = zip(design.X[:, 2], p, strict=True)
        y = np.array([np.mean(np.random.default_rng([2, int(k)]).random(300) < limit) for k, limit in draws])
        found = sobol.indices(design, y[:, None], common_random_numbers=True, seed=0)
        estimates.append([*found.S1.value[:2], *found.ST.value[[0, 2]]])
    truth = [0.187343603, 0.658012999, 0.187343603 + 0.093024726, 0.061618671]
    assert np.abs(z_scores(estimates, truth)).max() < 4


@pytest.mark.statistical
@pytest.mark.parametrize(
    ("common", "scrambles", "lowest"),
    [(True, 8, 0.89), (True, 2, 0.89), (False, 8, 0.89), (False, 1, 0.89), (True, 1, 0.93)],
)
def test_intervals_cover(common, scrambles, lowest):
    """Nominal 95 %, 60 repetitions of 6 indices; several scrambles cover luck as well as points."""
    covered = []
    for seed in range(60):
        design, y = ishigami_runs(seed, common, n=256 // scrambles, scrambles=scrambles)
        found = sobol.indices(design, y, common_random_numbers=common, seed=seed, bootstrap=100)
        if np.isfinite(found.ST.low).all():
            low, high = np.concatenate([found.S1[1:], found.ST[1:]], axis=1)
            covered.append(((low <= EXACT) & (EXACT <= high))[[0, 1, 2, 4, 5, 6]])
    assert len(covered) >= 50
    assert lowest <= np.mean(covered) <= 1


def test_results_depend_on_the_seed_alone():
    design, y = ishigami_runs(0, common=True, scrambles=1)
    first, again, other = (
        sobol.indices(design, y, common_random_numbers=True, seed=s, bootstrap=50) for s in (0, 0, 1)
    )
    assert (first.ST.low == again.ST.low).all()
    assert (first.ST.low != other.ST.low)[:3].all()
    assert (first.ST.value == other.ST.value).all()


def test_a_failed_run_costs_its_row_block_and_is_told():
    design, y = ishigami_runs(0, common=False)
    broken = y.copy()
    broken[7, 2], broken[13, 0], broken[1000, 1] = np.nan, np.inf, np.nan
    found = sobol.indices(design, broken, common_random_numbers=False, seed=0)
    assert (found.dropped, found.rows, found.failed) == (3, 512 - 3, (7, 13, 1000))
    assert np.abs(both(found) - both(sobol.indices(design, y, common_random_numbers=False, seed=0))).max() < 0.03
    assert "dropped" in found.notes[0].en and "剔除" in found.notes[0].zh
    broken[: design.points * 30, 0] = np.nan
    with pytest.raises(Unusable, match="not a finite number"):
        sobol.indices(design, broken, common_random_numbers=False, seed=0)


def test_a_shape_or_design_that_does_not_fit_is_refused():
    design, y = ishigami_runs(0, common=False)
    with pytest.raises(Unusable, match="rows"):
        sobol.indices(design, y[:-1], common_random_numbers=False, seed=0)
    with pytest.raises(Unusable, match="morris"):
        sobol.indices(design._replace(method="morris"), y, common_random_numbers=False, seed=0)


def test_an_output_that_does_not_vary_has_no_indices():
    design, y = ishigami_runs(0, common=False)
    found = sobol.indices(design, np.full_like(y, 0.1), common_random_numbers=False, seed=0)
    assert np.isnan(found.ST.value).all()
    assert "undefined" in found.notes[0].en
    assert found.table()[0]["ST"] is None


def test_each_output_is_analysed_on_its_own():
    design, y = ishigami_runs(0, common=True)
    broken = y.copy()
    broken[3] = np.nan
    found = {
        name: sobol.indices(design, values, common_random_numbers=True, seed=0)
        for name, values in {"whole": y, "broken": broken}.items()
    }
    alone = sobol.indices(design, y, common_random_numbers=True, seed=0)
    assert (found["whole"].ST.value == alone.ST.value).all()
    assert (found["whole"].dropped, found["broken"].dropped) == (0, 1)


def test_tables_are_plain_numbers():
    design, y = ishigami_runs(0, common=True)
    found = sobol.indices(design, y, common_random_numbers=True, seed=0)
    text = json.dumps([found.table(), found.summary(), found.method, found.notes], allow_nan=False)
    assert {"factor", "S1", "S1_low", "S1_high", "ST", "ST_low", "ST_high"} == set(found.table()[0])
    assert {"nu", "aleatory_share", "dummy", "replicates", "rows", "dropped"} <= set(found.summary())
    assert "dummy" in text and "scramble" in found.method.en and "灵敏度" in found.method.zh
