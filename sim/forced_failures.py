"""Which firms a scenario fails by force, read from the links of the quarter before."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.shocks import Shocks, falls_in
from sim.state.people import count_by_link, count_by_links
from sim.state.store import Store

Ints = NDArray[np.int64]


class Forced(NamedTuple):
    """Rows of the firms that must fail this quarter, -1 for none."""

    enterprise: int = -1
    cooperative: int = -1
    plant: int = -1  # of a relocation site: an enterprise, too
    enterprises: tuple[int, ...] = ()  # one of many
    cooperatives: tuple[int, ...] = ()

    @property
    def enterprise_rows(self) -> tuple[int, ...]:
        """All enterprises that must fail."""
        return tuple(row for row in (self.enterprise, self.plant, *self.enterprises) if row >= 0)

    @property
    def cooperative_rows(self) -> tuple[int, ...]:
        """All co-operatives that must fail."""
        return tuple(row for row in (self.cooperative, *self.cooperatives) if row >= 0)


class Spared(NamedTuple):
    """A firm that does not fail by chance in one quarter, for a pair of runs with and without its failure; -1 for none."""

    quarter: int = -1
    enterprise: int = -1
    cooperative: int = -1

    def at(self, quarter: int) -> Spared:
        """Whom it spares in a quarter."""
        return self if quarter == self.quarter else Spared()


def links(households: Store, enterprises: int) -> Ints:
    """Households with a job or shares in each enterprise, shape (enterprises,); none counts twice.

    Which firm fails is read from the links alone, as they stand on paper; which lines of income hang on them now is
    ``sim.network``. Orders are left out: they reach many, and what hangs on them is only what the floor price is above the
    market.
    """
    return count_by_links(households["employer"], households["enterprise"], enterprises)


def memberships(households: Store, cooperatives: int) -> Ints:
    """Member households of each co-operative, shape (cooperatives,)."""
    return count_by_link(households["cooperative"], cooperatives)


def forced_failures(
    quarter: int, households: Store, cooperatives: Store, enterprises: Store, p: Shocks, many: bool = False
) -> Forced:
    """The firms that must fail this quarter, by last quarter's links; ``many``: it is the first of a stretch of ``firms_fail``."""
    enterprise = cooperative = -1
    several: tuple[tuple[int, ...], tuple[int, ...]] = (), ()
    if falls_in(quarter, p.largest_enterprise_fails):
        enterprise = largest(enterprises, links(households, enterprises.n))
    if falls_in(quarter, p.largest_cooperative_fails):
        cooperative = largest(cooperatives, memberships(households, cooperatives.n))
    if many:
        several = (
            most_linked(enterprises, links(households, enterprises.n), p.firms_fail),
            most_linked(cooperatives, memberships(households, cooperatives.n), p.firms_fail),
        )
    return Forced(enterprise, cooperative, closing_plant(quarter, enterprises, p), *several)


def largest(firms: Store, reach: Ints) -> int:
    """Row of the living firm that reaches most households, the smallest among equals; -1 where there is no firm."""
    return int(np.argmax(np.where(firms["alive"] != 0, reach, -1))) if firms.n else -1


def most_linked(firms: Store, reach: Ints, share: float) -> tuple[int, ...]:
    """Rows of a share of the living firms, rounded up: those that reach most households, the smallest rows among equals."""
    rows = np.flatnonzero(firms["alive"])
    number = math.ceil(share * rows.size - 1e-9)
    return tuple(np.sort(rows[np.lexsort((rows, -reach[rows]))[:number]]).tolist())


def closing_plant(quarter: int, enterprises: Store, p: Shocks) -> int:
    """Row of the site's plant that must close this quarter, by last quarter's workers; -1 for none, the smallest row among equals."""
    if not falls_in(quarter, p.site_plant_closes):
        return -1
    workers = np.where((enterprises["site"] > 0) & (enterprises["alive"] != 0), enterprises["filled"], -1)
    return int(np.argmax(workers)) if workers.size and workers.max() >= 0 else -1
