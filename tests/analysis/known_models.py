"""Models whose indices are known exactly, and luck of known size to lay over them."""

import numpy as np

ISHIGAMI = {"names": ["x1", "x2", "x3"], "bounds": [(-np.pi, np.pi)] * 3}
ISHIGAMI_MEAN, ISHIGAMI_VARIANCE = 3.5, 13.844587940719
ISHIGAMI_S1 = np.array([0.313905191148, 0.442411144790, 0.0, 0.0])  # the last is the dummy
ISHIGAMI_ST = np.array([0.557588855210, 0.442411144790, 0.243683664062, 0.0])
ISHIGAMI_S13 = 0.243683664062

G_A = np.array([0, 1, 4.5, 9, 99, 99, 99, 99])
G = {"names": [f"x{i}" for i in range(8)], "bounds": [(0.0, 1.0)] * 8}
G_VARIANCE = 0.4654244319022
G_S1 = np.array([0.716192169, 0.179048042, 0.023675774, 0.007161922] + [0.000071619] * 4 + [0.0])
G_ST = np.array([0.787144127, 0.242198193, 0.034316910, 0.010460387] + [0.000104949] * 4 + [0.0])

LINEAR = {"names": ["x1", "x2", "x3"], "bounds": [(0.0, 1.0)] * 3}
LINEAR_VARIANCE = 41.0
LINEAR_S = np.array([0.024390, 0.097561, 0.878049, 0.0])


def ishigami(x):
    """a = 7, b = 0.1."""
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def sobol_g(x):
    """Sobol's product function with the coefficients G_A."""
    return np.prod((np.abs(4 * x - 2) + G_A) / (1 + G_A), axis=1)


def linear_gaussian(x):
    """X1 + 2 X2 + 3 X3, normal with standard deviations 1, 1, 2."""
    from scipy.special import ndtri

    return ndtri(x) @ np.array([1.0, 2.0, 6.0])


def with_independent_luck(values, replicates, variance, seed):
    """Every cell its own normal luck."""
    chance = np.random.default_rng(seed)
    return values[:, None] + np.sqrt(variance) * chance.standard_normal((values.size, replicates))


def with_common_luck(design, values, replicates, variance, seed):
    """Luck by replicate number: 0.64 of its variance moves all points alike, 0.36 works through x2."""
    numbers = design.replicate_numbers(replicates)
    chance = np.random.default_rng(seed)
    alike, through = np.sqrt(variance) * chance.standard_normal((2, numbers.max() + 1))
    lever = np.sqrt(3) * (2 * design.unit[:, 1, None] - 1)  # mean 0, variance 1
    return values[:, None] + 0.8 * alike[numbers] + 0.6 * through[numbers] * lever


def z_scores(estimates, truth):
    """Distance of the mean over repetitions (first axis) from the truth in standard errors."""
    estimates = np.asarray(estimates)
    error = estimates.std(axis=0, ddof=1) / np.sqrt(len(estimates))
    exact = (error == 0) & (np.abs(estimates[0] - truth) < 1e-12)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(exact, 0.0, (estimates.mean(axis=0) - truth) / error)
