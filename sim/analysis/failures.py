"""Runs that failed: whole row-blocks are dropped and counted, and too many of them are refused.

One not-a-number among thousands of outputs silently zeroes every index in a common library
(SALib 1.6); here it costs one row-block, is counted, and is told.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Row = dict[str, str | float | bool | None]  # of a table


class Unusable(ValueError):
    """Input that an analysis cannot use; ``problems`` holds (English, Chinese) pairs, one a problem."""

    def __init__(self, *problems: tuple[str, str]) -> None:
        super().__init__("; ".join(en for en, _ in problems))
        self.problems = problems

    @property
    def en(self) -> str:
        """All problems in English."""
        return "; ".join(en for en, _ in self.problems)

    @property
    def zh(self) -> str:
        """All problems in Chinese."""
        return "；".join(zh for _, zh in self.problems)


def complete(blocks: Floats, allowed: float) -> Bools:
    """Entries of the first axis that are finite; ``Unusable`` if the share of others exceeds ``allowed``."""
    whole: Bools = np.asarray(np.isfinite(blocks.reshape(len(blocks), -1)).all(axis=1))
    failed = int(whole.size - whole.sum())
    if failed > allowed * whole.size:
        raise Unusable(
            (
                f"{failed} of {whole.size} row-blocks hold an output that is not a finite number; "
                f"at most {allowed:.1%} may",
                f"{whole.size} 个样本块中有 {failed} 个含有非有限数值的结果，最多允许 {allowed:.1%}",
            )
        )
    return whole


def finite_or_none(value: float) -> float | None:
    """A Python float, or ``None`` for an undefined one: JSON and CSV know no NaN."""
    return float(value) if np.isfinite(value) else None


def failed_rows(y: Floats) -> tuple[int, ...]:
    """Rows with an output that is not finite."""
    return tuple(int(row) for row in np.flatnonzero(~np.isfinite(y).all(axis=1)))
