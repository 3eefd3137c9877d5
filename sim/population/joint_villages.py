"""Which co-operatives a village's households turn to: those of the village, or of several villages together (联村)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.draws import VILLAGE_TRAITS, Key, raw_words
from sim.state.store import Store

Ints = NDArray[np.int64]


def homes(villages: Store, joint: int) -> Ints:
    """Village in which each village's co-operatives are, shape (villages,).

    Up to ``joint`` villages with the same product, neighbours in the order of their ids, share those of the first of them.
    """
    order = np.lexsort((villages.id, villages["product"]))
    product = villages["product"][order]
    begin = np.flatnonzero(np.diff(product, prepend=-1))
    place = np.arange(order.size) - np.repeat(begin, np.diff(begin, append=order.size))
    first = np.arange(order.size) - place % joint
    found = np.empty(order.size, dtype=np.int64)
    found[order] = order[first]
    return found


def cooperatives_by_village(key: Key, per_village: float, villages: Store, home: Ints) -> Ints:
    """Co-operatives in each village: the whole number that all homes have, and one more for those that a draw puts first."""
    own = home == np.arange(villages.n)
    many = int(per_village * np.count_nonzero(own) + 0.5)
    each, more = divmod(many, max(int(np.count_nonzero(own)), 1))
    counts = np.where(own, each, 0)
    order = np.argsort(raw_words(key, villages.id, VILLAGE_TRAITS, 1)[1], kind="stable")
    counts[order[own[order]][:more]] += 1
    return counts


def point_at_cooperatives(villages: Store, counts: Ints, home: Ints) -> None:
    """Tell each village its co-operatives, whose rows are ordered by the village in which they are."""
    first = np.concatenate(([0], np.cumsum(counts)))[:-1]
    villages["cooperatives"][:] = counts[home]
    villages["first_cooperative"][:] = first[home]


class Kept(NamedTuple):
    """Co-operatives of a part of the county."""

    rows: Ints  # those to which a kept village points, ascending
    new: Ints  # their new rows by old row, -1 for those that are left behind


def kept_cooperatives(villages: Store, cooperatives: Store, kept: Ints) -> Kept:
    """The co-operatives that stay when the villages ``kept`` do; one whose own village goes moves to the first that points at it."""
    first, many = (villages[name][kept].astype(np.int64) for name in ("first_cooperative", "cooperatives"))
    place = np.arange(int(many.sum())) - np.repeat(np.cumsum(many) - many, many)
    pointed = np.repeat(first, many) + place
    rows, at = np.unique(pointed, return_index=True)
    stays = np.isin(cooperatives["village"][rows], kept)
    cooperatives["village"][rows] = np.where(stays, cooperatives["village"][rows], np.repeat(kept, many)[at])
    new = np.full(cooperatives.n, -1, dtype=np.int64)
    new[rows] = np.arange(rows.size)
    villages["first_cooperative"][kept] = np.where(many > 0, new[np.minimum(first, cooperatives.n - 1)], 0)
    return Kept(rows, new)
