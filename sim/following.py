"""What the failures of firms do in a run: lines of income lost with them, cascades, returns that are traced to them.

A ``Follower`` looks on before and after each quarter and changes nothing. What it does in a quarter costs about 2 % of it:
lines are read only of the households that hang on a firm that has failed, from columns kept before the quarter.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim import network
from sim.collectives.share_funds import MERGED
from sim.county import County
from sim.language import Text
from sim.measures.contagion import cascades, struck, traced_persons
from sim.measures.exposure import reach
from sim.measures.mobility import Flow, flow
from sim.measures.sums import total
from sim.network import READ, Lost, lost_of, nodes_of
from sim.network_sizes import sizes
from sim.record import tally
from sim.state.people import persons
from sim.state.store import Store

Rows = NDArray[np.int64]
Floats = NDArray[np.float64]

ENTERPRISE, WORKSHOP, COOPERATIVE = range(3)
NODES = {  # kinds of nodes that fail
    "enterprise": Text("enterprises", "企业"),
    "workshop": Text("workshops", "就业帮扶车间"),
    "cooperative": Text("co-operatives", "合作社"),
}
GROUPS = ("all", "ex_poor")
LOST = ("households", "households_twice", "persons", "persons_twice")
CASCADE = ("quarter", "kind", "node", "village", "households", "twice", "persons", "ex_poor", "returned")
PLACE = ("id", "village")  # where a household is found again after January
NOT_YET = -1  # returned persons of a cascade whose year has not ended


class Followed(NamedTuple):
    """What a follower has seen in one replicate."""

    lost: Rows  # (quarters, groups, 4): households and persons that lost one line or more, and two or more
    alive: Rows  # (quarters, kinds): nodes at the beginning of the quarter
    failed: Rows  # (quarters, kinds): of them, those that failed or were wound up; one that joined another lives on
    cascades: Rows  # (cascades, 9), columns CASCADE; ids of node and village, quarters from 2000Q1 = 0
    traced: Floats  # (years, kinds + 1): ex-poor persons returned at the fourth quarter by the kind they are traced to, then none
    compared: (
        Floats  # (years, 2, 2): of those who lost a line in the year and of the others, persons returned and at risk
    )
    sizes: Floats  # (2, sizes): at the start and at the end
    exposure: Floats  # (2, groups, 10): the fields of ``sim.measures.exposure.Exposure``, one after another


class Columns:
    """Columns of households as they were, in memory that is used again."""

    def __init__(self) -> None:
        self.room: dict[str, NDArray] = {}
        self.n = 0

    def keep(self, h: Store, names: Sequence[str]) -> None:
        """Copy what stands in some columns of a store."""
        self.n = h.n
        for name in names:
            column = h[name]
            if name not in self.room or self.room[name].size < h.n:
                self.room[name] = np.empty(h.identities.size, dtype=column.dtype)
            self.room[name][: h.n] = column

    @property
    def id(self) -> Rows:
        """Ids of the rows."""
        return self["id"]

    def __getitem__(self, name: str) -> NDArray:
        return self.room[name][: self.n]

    def take(self, rows: Rows, names: Sequence[str]) -> Columns:
        """Some rows of some columns alone."""
        some = Columns()
        some.n, some.room = rows.size, {name: self.room[name][rows] for name in names}
        return some


class Then(NamedTuple):
    """Households and firms before a quarter."""

    households: Columns
    cooperatives: Store
    enterprises: Store


class Follower:
    """Looks on: ``before`` and ``after`` each quarter, then ``followed``."""

    def __init__(self, c: County) -> None:
        self.kept, self.then = Columns(), Then(Columns(), c.cooperatives, c.enterprises)
        self.lost: list[list[list[int]]] = []
        self.alive: list[list[int]] = []
        self.failed: list[list[int]] = []
        self.cascades: list[list[int]] = []
        self.traced: list[Floats] = []
        self.compared: list[tuple[Flow, Flow]] = []
        self.stood = [standing(c)]
        self.renew()

    def renew(self) -> None:
        """Begin a year: nobody has lost a line in it. Rows stay where they are until the next January."""
        self.first = len(self.cascades)  # of the year
        self.rows: list[Rows] = []
        self.events: list[Rows] = []  # numbers of cascades, -1 for lines that are not lost; shape (lines, rows)

    def before(self, c: County) -> None:
        """Keep what lines are read from."""
        self.kept.keep(c.households, (*READ, *PLACE) if c.number % 4 == 3 else READ)
        self.then = Then(self.kept, c.cooperatives.copy(), c.enterprises.copy())

    def after(self, c: County) -> None:
        """See what failures have taken; at a fourth quarter, who of those that lost a line in the year has returned."""
        kind = kinds(c)
        alive, ended = np.bincount(kind[living(self.then)], minlength=3), np.bincount(kind[ends(c)], minlength=3)
        self.alive.append(alive.tolist())
        self.failed.append(ended.tolist())
        rows, found = self.lost_now(c)
        self.spread(c, rows, found, kind)
        if c.number % 4 == 3:
            self.year_end(c, kind)
            self.renew()

    def lost_now(self, c: County) -> tuple[Rows, Lost]:
        """Rows of the households with members that have lost a line, ascending, and what they have lost."""
        gone = living(self.then) & ~living(c)[network.heirs(c)]
        near = network.hanging_on(gone, self.then) if gone.any() else np.zeros(0, dtype=np.int64)
        then = self.then._replace(households=self.then.households.take(near, READ))
        found = lost_of(nodes_of(then), c)
        hit = np.flatnonzero(found.gone.any(axis=0))
        rows = near[hit] if c.number % 4 else rows_of(self.kept.take(near[hit], PLACE), c)
        stays = np.flatnonzero(rows >= 0)
        stays = stays[members(c, rows[stays]) > 0]
        return rows[stays], Lost(found.nodes[:, hit[stays]], found.gone[:, hit[stays]])

    def spread(self, c: County, rows: Rows, found: Lost, kind: Rows) -> None:
        """Count who has lost lines, and note the cascade of each failing node."""
        if not found.gone.any():
            self.lost.append([[0] * len(LOST)] * len(GROUPS))
            return
        people, n = members(c, rows), kind.size
        ex_poor = c.households["ex_poor"][rows] != 0
        self.lost.append([counts(found, n, people * chosen) for chosen in (np.ones_like(ex_poor), ex_poor)])
        hit = cascades(found.gone, found.nodes, n, people)
        on = np.where(found.gone, found.nodes, -1)
        poor = reach(on, n, people * ex_poor)[hit.node] if ex_poor.any() else np.zeros(hit.node.size)
        ids, village = (np.concatenate((c.enterprises[x], c.cooperatives[x]))[hit.node] for x in ("id", "village"))
        numbers = np.full(n + 1, -1)  # of the cascades; the last entry is that of lines that hang on nothing
        numbers[hit.node] = len(self.cascades) + np.arange(hit.node.size)
        self.rows.append(rows)
        self.events.append(numbers[on])
        columns = (kind[hit.node], ids, c.villages.id[village], hit.households, hit.twice, hit.persons, poor)
        for values in zip(*columns, strict=True):
            self.cascades.append([c.number, *map(int, values), NOT_YET])

    def year_end(self, c: County, kind: Rows) -> None:
        """Trace this fourth quarter's returns of the ex-poor to the cascades of the year."""
        assert c.sums is not None, "returns are recorded"
        back_all, at_risk_all = (total(c.sums[which, 1]) for which in (tally.RETURNED, tally.AT_RISK))
        by_kind, hit = np.zeros(len(NODES) + 1), Flow(0.0, 0.0)
        if self.rows:
            rows, events = stacked(self.rows, self.events)
            h, people = c.households, members(c, rows).astype(np.float64)
            exposed = (events >= 0).any(axis=0)
            at_risk = (h["ex_poor"][rows] != 0) & (h["poor_history"][rows] // 16 % 2 == 0)
            back = at_risk & (h["poor_history"][rows] % 2 == 1)
            hit = flow(back, at_risk & exposed, people)
            own = np.where(events >= 0, events - self.first, -1)
            by_node = traced_persons(own >= 0, own, len(self.cascades) - self.first, back, people).by_node
            for cascade, returned in zip(self.cascades[self.first :], by_node.tolist(), strict=True):
                cascade[CASCADE.index("returned")] = int(returned)
                by_kind[cascade[CASCADE.index("kind")]] += returned
        by_kind[-1] = back_all - total(by_kind)
        self.traced.append(by_kind)
        self.compared.append((hit, Flow(back_all - hit.events, at_risk_all - hit.exposed)))

    def followed(self, c: County) -> Followed:
        """All that was seen."""
        stood = [*self.stood, standing(c)]
        return Followed(
            np.array(self.lost, dtype=np.int64).reshape(-1, len(GROUPS), len(LOST)),
            np.array(self.alive, dtype=np.int64).reshape(-1, len(NODES)),
            np.array(self.failed, dtype=np.int64).reshape(-1, len(NODES)),
            np.array(self.cascades, dtype=np.int64).reshape(-1, len(CASCADE)),
            np.array(self.traced).reshape(-1, len(NODES) + 1),
            np.array(self.compared).reshape(-1, 2, 2),
            np.array([found for found, _ in stood]),
            np.array([measured for _, measured in stood]),
        )


def standing(c: County) -> tuple[Floats, Floats]:
    """Sizes of the network now, shape (sizes,), and measures of exposure by group, shape (groups, 10)."""
    found = network.measured_groups(c)
    flat = [np.full(10, np.nan) if measured is None else np.hstack(measured) for measured in found.values()]
    return sizes(c, found["ex_poor"]), np.array(flat)


def members(c: County, rows: Rows) -> Rows:
    """Persons of some households."""
    return persons(*(c.households[name][rows] for name in ("children", "adults", "elders")))


def living(a: network.Agents) -> NDArray[np.bool_]:
    """Nodes that live, shape (nodes,)."""
    return np.concatenate((a.enterprises["alive"], a.cooperatives["alive"])) != 0


def ends(c: County) -> NDArray[np.bool_]:
    """Nodes that failed or were wound up this quarter."""
    return np.concatenate([
        (store["failed_at"] == c.number) & (store["ended"] != MERGED) for store in (c.enterprises, c.cooperatives)
    ])  # fmt: skip


def kinds(c: County) -> Rows:
    """Kind of each node, a place in ``NODES``."""
    workshops = c.enterprises["workshop"] != 0
    return np.concatenate((np.where(workshops, WORKSHOP, ENTERPRISE), np.full(c.cooperatives.n, COOPERATIVE)))


def rows_of(then: Columns, c: County) -> Rows:
    """Where households stand now that stood in some rows before, in ascending order; -1 where they are gone.

    Rows move in January alone, and stay in the order of villages and ids.
    """
    h, found = c.households, np.full(then.n, -1)
    villages, first = np.unique(then["village"], return_index=True)
    edges = np.searchsorted(h["village"], (villages, villages + 1)).T.tolist()
    for (lo, hi), begin, end in zip(edges, first.tolist(), [*first.tolist(), then.n][1:], strict=True):
        ids, wanted = h.id[lo:hi], then.id[begin:end]
        place = np.searchsorted(ids, wanted)
        found[begin:end] = np.where(np.append(ids, -1)[place] == wanted, lo + place, -1)
    return found


def counts(found: Lost, nodes: int, people: Rows) -> list[int]:
    """Of households with ``people``: households and persons that lost a line, and two or more, in the order of ``LOST``."""
    if not people.any():
        return [0] * len(LOST)
    by_household, by_person = (struck(found.gone, found.nodes, nodes, weights) for weights in (people > 0, people))
    return [int(x) for x in (*by_household, *by_person)]


def stacked(rows: list[Rows], events: list[Rows]) -> tuple[Rows, Rows]:
    """All rows of a year, ascending, and their lost lines, one quarter below the other; shape (quarters * lines, rows)."""
    everybody = np.unique(np.concatenate(rows))
    table = np.full((len(events), events[0].shape[0], everybody.size), -1)
    for k, (own, found) in enumerate(zip(rows, events, strict=True)):
        table[k][:, np.searchsorted(everybody, own)] = found
    return everybody, table.reshape(-1, everybody.size)
