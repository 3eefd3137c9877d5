"""Which households returned to poverty, when first, and from which household a new one has split."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.county import County
from sim.draws import child_id
from sim.explain.again import lived_again
from sim.runs import Job
from sim.spec import CHANGE_FROM, RETURNS_FROM

Ints = NDArray[np.int64]
TRIES = 4  # numbers that a split-off household's id is looked for under; more would be two collisions of 63 bits
YEAR = 4  # quarters


class Return(NamedTuple):
    """A household's first return: its id, the quarter, and its members then."""

    household: int
    quarter: int
    persons: int


class Birth(NamedTuple):
    """The household that a new one split from, and the first quarter that the new one lived."""

    parent: int
    quarter: int


class Returns:
    """Looks on for first returns and for households that split off; call it after every quarter."""

    def __init__(self, seed: int, first: int) -> None:
        self.seed, self.first = seed, max(first, RETURNS_FROM)
        self.found: dict[int, Return] = {}
        self.births: dict[int, Birth] = {}
        self.ids: Ints | None = None  # of the quarter before
        self.splitting: Ints = np.zeros(0, dtype=np.int64)

    def __call__(self, county: County) -> None:
        """See one quarter."""
        h = county.households
        if self.ids is not None and not np.array_equal(self.ids, h.id):
            self.trace(np.setdiff1d(h.id, self.ids), county.number)
        self.ids, self.splitting = h.id.copy(), h.id[h["split"] != 0]
        if county.number >= self.first:
            members = county.members()
            for row in np.flatnonzero(back(h["poor_history"]) & (h["ex_poor"] != 0)).tolist():
                identity = int(h.id[row])
                if identity not in self.found:
                    self.found[identity] = Return(identity, county.number, int(members[row]))

    def trace(self, new: Ints, quarter: int) -> None:
        """Find the parents of new households among those that were about to split."""
        wanted = set(new.tolist())
        for parent in self.splitting.tolist():
            for k in range(TRIES):
                identity = child_id(self.seed, parent, quarter, k)
                if identity in wanted:
                    self.births[identity] = Birth(parent, quarter)


def back(history: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Poor now and not poor a year ago, from the bits of the poor history: monitoring's ``returned`` for columns."""
    return (history % 2 == 1) & ((history >> YEAR) % 2 == 0)


def returns_of(job: Job) -> tuple[Returns, bytes]:
    """All first returns of a replicate, and the digest of its final state."""
    seen = Returns(job.luck.seed, job.scenario.first)
    digest = lived_again(job, seen, from_the_start=job.scenario.first > CHANGE_FROM)
    return seen, digest
