"""Which parameter values to run: Sobol' (Saltelli) and Morris designs, sampled with SALib.

A design also says which replicates share their luck. Indices need common random numbers only
within a row-block, so every scramble (Sobol') and every trajectory (Morris) has replicates of
its own: the interval over them then covers the luck as well as the choice of points.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.analysis.failures import Floats, Unusable

KINDS = ("float", "int", "bool")


class Design(NamedTuple):
    """Points to run. Rows lie block after block; in a Sobol' block: A, AB_1 ... AB_D, (BA_1 ... BA_D,) B."""

    method: str  # sobol | morris
    names: tuple[str, ...]  # D factors; the dummy, if any, is the last
    X: Floats  # (rows, D) values to run
    unit: Floats  # (rows, D) the same points in [0, 1]
    n: int  # row-blocks a scramble, or trajectories
    points: int  # rows a row-block, or a trajectory
    blocks: NDArray[np.int64]  # (rows,) scramble, or trajectory: rows of one block share their luck
    dummy: bool  # the last factor goes nowhere: do not pass it to the model
    second_order: bool = False
    levels: int = 0  # Morris

    @property
    def rows(self) -> int:
        """Number of design points."""
        return len(self.X)

    @property
    def scrambles(self) -> int:
        """Number of independent parts, none sharing luck with another."""
        return int(self.blocks[-1]) + 1

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names of the factors that the model knows."""
        return self.names[:-1] if self.dummy else self.names

    @property
    def settings(self) -> Floats:
        """Values for the model, shape (rows, parameters): ``X`` without the dummy."""
        return self.X[:, : len(self.parameters)]

    def replicate_numbers(self, replicates: int) -> NDArray[np.int64]:
        """Replicate to run in each cell of y, shape (rows, replicates), for common random numbers."""
        return self.blocks[:, None] * replicates + np.arange(replicates)


def sobol_design(
    problem: Mapping[str, Any],
    n: int,
    seed: int,
    second_order: bool = False,
    dummy: bool = True,
    scrambles: int = 1,
) -> Design:
    """Saltelli's design on scrambled Sobol' points: ``scrambles`` independent ones of ``n`` row-blocks.

    ``problem`` holds ``names``, ``bounds`` and perhaps ``kinds`` (float, int, bool). ``Unusable`` tells all
    that is wrong with it. ``n`` is a power of two: other sizes lose the balance of the points.
    """
    from SALib.sample import sobol

    names, bounds, kinds = _checked(problem, dummy, _size_problems(n, scrambles, seed))
    space = {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}
    parts = [
        sobol.sample(space, n, calc_second_order=second_order, seed=np.random.default_rng(child))
        for child in np.random.SeedSequence(seed).spawn(scrambles)
    ]
    unit = np.concatenate(parts)
    points = (2 if second_order else 1) * len(names) + 2
    blocks = np.repeat(np.arange(scrambles, dtype=np.int64), n * points)
    X = scaled(unit, bounds, kinds)
    return Design("sobol", tuple(names), X, unit, n, points, blocks, dummy, second_order)


def morris_design(problem: Mapping[str, Any], trajectories: int, levels: int, seed: int, dummy: bool = True) -> Design:
    """Morris trajectories on a grid of ``levels`` (even); each changes every factor once."""
    from SALib.sample import morris

    wrong = [] if seed >= 0 else [_seed_problem(seed)]
    if trajectories < 2:
        wrong.append((f"trajectories = {trajectories}, at least 2", f"轨迹数 = {trajectories}，至少为 2"))
    if levels < 2 or levels % 2:
        wrong.append((f"levels = {levels}, must be an even number", f"水平数 = {levels}，须为正偶数"))
    names, bounds, kinds = _checked(problem, dummy, wrong)
    space = {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}
    chance = np.random.default_rng(np.random.SeedSequence(seed))
    unit = morris.sample(space, trajectories, num_levels=levels, seed=chance)
    points = len(names) + 1
    blocks = np.repeat(np.arange(trajectories, dtype=np.int64), points)
    X = scaled(unit, bounds, kinds)
    return Design("morris", tuple(names), X, unit, trajectories, points, blocks, dummy, levels=levels)


def scaled(unit: Floats, bounds: Sequence[Sequence[float]], kinds: Sequence[str]) -> Floats:
    """Values from [0, 1]: floats linearly, whole numbers and switches in steps of equal probability."""
    low, high = np.asarray(bounds, dtype=np.float64).T
    stepped = np.array([kind != "float" for kind in kinds])
    values = low + unit * (high - low)
    steps = np.minimum(low + np.floor(unit * (high - low + 1)), high)
    return np.where(stepped, steps, values)


def checked_rows(design: Design, y: Floats) -> None:
    """``Unusable`` unless y has shape (rows, replicates) of ``design``."""
    if y.ndim != 2 or y.shape[0] != design.rows or y.shape[1] < 1:
        raise Unusable(
            (
                f"y has shape {y.shape}; the design has {design.rows} rows",
                f"结果数组形状为 {y.shape}，抽样方案有 {design.rows} 行",
            )
        )


def _checked(
    problem: Mapping[str, Any], dummy: bool, wrong: list[tuple[str, str]]
) -> tuple[list[str], list[Sequence[float]], list[str]]:
    """Names, bounds and kinds with the dummy appended, or ``Unusable`` with every problem."""
    names, bounds = list(problem["names"]), list(problem["bounds"])
    kinds = list(problem.get("kinds") or ["float"] * len(names))
    if not names or not len(names) == len(bounds) == len(kinds):
        sizes = f"{len(names)}, {len(bounds)}, {len(kinds)}"
        wrong.append((f"names, bounds and kinds: {sizes} entries", f"名称、界限、类型的个数不符：{sizes}"))
    for name in sorted({name for name in names if names.count(name) > 1}):
        wrong.append((f"{name} stands twice", f"{name} 重复出现"))
    for name, (low, high), kind in zip(names, bounds, kinds, strict=False):
        if kind not in KINDS:
            wrong.append((f"{name}: kind {kind!r} is none of {KINDS}", f"{name}：类型 {kind!r} 无效"))
        if not (np.isfinite(low) and np.isfinite(high) and low < high):
            wrong.append((f"{name}: range [{low}, {high}] is empty", f"{name}：范围 [{low}, {high}] 为空"))
    if wrong:
        raise Unusable(*wrong)
    if not dummy:
        return names, bounds, kinds
    free = "dummy"
    while free in names:
        free += "_"
    return [*names, free], [*bounds, (0.0, 1.0)], [*kinds, "float"]


def _size_problems(n: int, scrambles: int, seed: int) -> list[tuple[str, str]]:
    """What is wrong with the size and the seed of a Sobol' design."""
    wrong = [] if seed >= 0 else [_seed_problem(seed)]
    if n < 2 or n & (n - 1):
        wrong.append((f"n = {n}, must be a power of two, at least 2", f"n = {n}，须为不小于 2 的 2 的幂"))
    if scrambles < 1:
        wrong.append((f"scrambles = {scrambles}, at least 1", f"独立随机化次数 = {scrambles}，至少为 1"))
    return wrong


def _seed_problem(seed: int) -> tuple[str, str]:
    return f"seed = {seed}, must be 0 or more", f"随机种子 = {seed}，须不小于 0"
