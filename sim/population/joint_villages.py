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
    """What stays in a part of the county."""

    cooperatives: Store  # ordered by village
    home: Ints  # village in which each kept village's co-operatives are, both in new rows


def cooperatives_kept(villages: Store, cooperatives: Store, households: Store, new: Ints) -> Kept:
    """Co-operatives of a part of the county: those in a kept village, those that one points at, those with members there.

    ``new`` is the row that each village gets, -1 for those that go; ``households`` are those kept, in new villages. One whose own
    village goes moves to the first that points at it, else to that of its first member. Members follow.
    """
    kept = np.flatnonzero(new >= 0)
    first, many = (villages[name][kept].astype(np.int64) for name in ("first_cooperative", "cooperatives"))
    place = np.arange(int(many.sum())) - np.repeat(np.cumsum(many) - many, many)
    member = households["cooperative"]
    linked = np.flatnonzero(member >= 0)
    village = new[cooperatives["village"]]
    for rows, at in (
        (np.repeat(first, many) + place, np.repeat(new[kept], many)),
        (member[linked], households["village"][linked]),
    ):
        named, begin = np.unique(rows, return_index=True)
        village[named] = np.where(village[named] >= 0, village[named], at[begin])
    stay = np.flatnonzero(village >= 0)
    stay = stay[np.argsort(village[stay], kind="stable")]
    renumbered = np.full(cooperatives.n, -1, dtype=np.int64)
    renumbered[stay] = np.arange(stay.size)
    member[linked] = renumbered[member[linked]]
    home = np.where(many > 0, np.append(village, -1)[first], new[kept])
    part = cooperatives.take(stay)
    part["village"][:] = village[stay]
    return Kept(part, home)
