"""A sample: values with person weights, checked before anything is measured."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


class Sample(NamedTuple):
    """Finite values and their weights, not negative and not all zero; both float64 of shape (n,), n > 0."""

    values: Floats
    weights: Floats  # persons


class Panel(NamedTuple):
    """Finite values, float64 of shape (rows, columns), and the weight of each row, shape (rows,)."""

    values: Floats
    weights: Floats  # persons


def refused(en: str, zh: str) -> ValueError:
    """The error for an input that has no answer, in both languages."""
    return ValueError(f"{en} / {zh}")


def sample(values: ArrayLike, weights: ArrayLike | None = None) -> Sample:
    """Checked input; ValueError names the first row (from 0) that cannot be measured."""
    v = finite(values)
    w = np.ones(v.shape) if weights is None else np.ascontiguousarray(weights, dtype=np.float64)
    if w.shape != v.shape:
        raise refused(f"{v.size} values but weights {w.shape}", f"数值 {v.size} 行，权重却为 {w.shape}")
    good = np.isfinite(w) & (w >= 0.0)
    _check(w, good, "weight", "权重", "a finite number of at least 0", "不小于 0 的有限数")
    if not w.any():
        raise refused("all weights are zero", "权重全为零")
    return Sample(v, w)


def panel(values: ArrayLike, weights: ArrayLike | None = None) -> Panel:
    """Checked table of households (rows) by periods or kinds (columns); ValueError names row and column from 0."""
    v = np.ascontiguousarray(values, dtype=np.float64)
    if v.ndim != 2 or not v.size:
        raise refused(f"a panel has rows and columns, not shape {v.shape}", f"面板数据须有行和列，形状却为 {v.shape}")
    good = np.isfinite(v)
    if not good.all():
        row, column = np.unravel_index(int(np.argmin(good)), v.shape)
        raise refused(
            f"value in row {row}, column {column} is {v[row, column]}, must be a finite number",
            f"第 {row} 行、第 {column} 列（从 0 数起）数值为 {v[row, column]}，应为有限数",
        )
    return Panel(v, sample(v[:, 0], weights).weights)


def flag_panel(values: ArrayLike, weights: ArrayLike | None = None) -> tuple[NDArray[np.bool_], Floats]:
    """The same for flags: ValueError for anything but 0 and 1, NaN included."""
    v, w = panel(values, weights)
    good = (v == 0.0) | (v == 1.0)
    if not good.all():
        row, column = np.unravel_index(int(np.argmin(good)), v.shape)
        raise refused(
            f"flag in row {row}, column {column} is {v[row, column]}, must be 0 or 1",
            f"第 {row} 行、第 {column} 列（从 0 数起）标记为 {v[row, column]}，应为 0 或 1",
        )
    return v == 1.0, w


def finite(values: ArrayLike) -> Floats:
    """Values as float64 of shape (n,), n > 0; ValueError names the first row that is not finite."""
    v = np.ascontiguousarray(values, dtype=np.float64)
    if v.ndim != 1 or not v.size:
        raise refused(f"nothing to measure: shape {v.shape}", f"没有可计算的数据：形状为 {v.shape}")
    _check(v, np.isfinite(v), "value", "数值", "a finite number", "有限数")
    return v


def not_negative(values: Floats) -> None:
    """Refuse the first value below zero; ValueError names its row."""
    _check(values, values >= 0.0, "value", "数值", "at least 0 here", "不小于 0 的数")


def positive(values: Floats) -> None:
    """Refuse the first value that is not above zero; ValueError names its row."""
    _check(values, values > 0.0, "value", "数值", "above 0 here", "大于 0 的数")


def check_line(line: float) -> None:
    """Refuse a poverty line that is not a positive number."""
    if not (math.isfinite(line) and line > 0.0):
        raise refused(f"the line is {line}, must be above 0", f"贫困线为 {line}，应大于 0")


def check_share(name: str, zh: str, value: float) -> None:
    """Refuse a number that is not strictly between 0 and 1."""
    if not 0.0 < value < 1.0:
        raise refused(f"{name} is {value}, must be between 0 and 1", f"{zh}为 {value}，应在 0 与 1 之间")


def _check(column: Floats, good: NDArray[np.bool_], en: str, zh: str, rule: str, rule_zh: str) -> None:
    """Raise ValueError for the first row of `column` that is not good."""
    if not good.all():
        row = int(np.argmin(good))
        raise refused(
            f"{en} in row {row} is {column[row]}, must be {rule}",
            f"第 {row} 行（从 0 数起）{zh}为 {column[row]}，应为{rule_zh}",
        )
