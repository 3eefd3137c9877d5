"""A sample: values with person weights, checked before anything is measured."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


class Sample(NamedTuple):
    """Finite values and their weights, not negative and not all zero; both float64 of shape (n,), n > 0."""

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


def _check(column: Floats, good: NDArray[np.bool_], en: str, zh: str, rule: str, rule_zh: str) -> None:
    """Raise ValueError for the first row of `column` that is not good."""
    if not good.all():
        row = int(np.argmin(good))
        raise refused(
            f"{en} in row {row} is {column[row]}, must be {rule}",
            f"第 {row} 行（从 0 数起）{zh}为 {column[row]}，应为{rule_zh}",
        )
