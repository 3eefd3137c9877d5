r"""Poverty measures that weigh a gap by its rank: Sen 1976, Shorrocks 1995, Thon 1979, Takayama 1979.

A row of weight w stands for w persons of equal value, so weights and repeated rows agree. The poor are
sorted from the poorest; :math:`B_i`: persons before row i, n: all persons, q: the poor, :math:`g_i`: the
gap as a share of the line.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from .inequality import gini
from .sample import Floats, check_line, sample
from .sums import total


class RankedPoor(NamedTuple):
    """The poor rows from the poorest on; arrays of shape (poor rows,)."""

    gap: Floats  # share of the line
    weight: Floats  # persons
    before: Floats  # persons poorer than this row, or tied and listed earlier
    poor: float  # q, persons
    everyone: float  # n, persons


def sen_1976(values: ArrayLike, line: float, weights: ArrayLike | None = None) -> float:
    r"""Sen's measure, :math:`H[I + (1 - I) G_p q/(q + 1)]`, with the Gini :math:`G_p` among the poor only.

    The finite-sample factor q/(q + 1) makes it depend on the number of persons; `sen` goes without.
    """
    r = _ranked(values, line, weights)
    richer = r.poor - r.before - r.weight
    ranks = r.weight * (richer + 0.5 * (r.weight + 1.0))
    return 2.0 * total(r.gap * ranks) / ((r.poor + 1.0) * r.everyone)


def sen(values: ArrayLike, line: float, weights: ArrayLike | None = None) -> float:
    r"""Sen's measure for many poor, :math:`H[I + (1 - I) G_p]`; replication invariant."""
    r = _ranked(values, line, weights)
    if r.poor <= 0.0:
        return 0.0
    richer = r.poor - r.before - r.weight
    return total(r.gap * r.weight * (2.0 * richer + r.weight)) / (r.poor * r.everyone)


def sst(values: ArrayLike, line: float, weights: ArrayLike | None = None) -> float:
    r"""Sen-Shorrocks-Thon measure, :math:`n^{-2} \sum g_i w_i (2n - 2B_i - w_i)`; replication invariant."""
    r = _ranked(values, line, weights)
    return total(r.gap * r.weight * (2.0 * (r.everyone - r.before) - r.weight)) / (r.everyone * r.everyone)


def thon(values: ArrayLike, line: float, weights: ArrayLike | None = None) -> float:
    r"""Thon's measure, :math:`2/(n(n+1)) \sum_j (n + 1 - j) g_j` over persons j from the poorest."""
    r = _ranked(values, line, weights)
    ranks = r.weight * (r.everyone - r.before + 0.5 * (1.0 - r.weight))
    return 2.0 * total(r.gap * ranks) / (r.everyone * (r.everyone + 1.0))


def takayama(values: ArrayLike, line: float, weights: ArrayLike | None = None) -> float:
    """Takayama's measure: the Gini of values cut at the line."""
    _ranked(values, line, weights)
    return gini(np.minimum(np.asarray(values, dtype=np.float64), line), weights)


def _ranked(values: ArrayLike, line: float, weights: ArrayLike | None) -> RankedPoor:
    """Poor rows in stable order, so that tied rows keep theirs."""
    v, w = sample(values, weights)
    check_line(line)
    poor = np.flatnonzero(v < line)
    order = poor[np.argsort(v[poor], kind="stable")]
    weight = w[order]
    upto = np.cumsum(weight)  # adds one by one in every version of numpy
    return RankedPoor((line - v[order]) / line, weight, upto - weight, total(weight), total(w))
