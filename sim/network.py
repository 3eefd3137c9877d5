"""The network: which lines of income of each household exist now, and on which firm each hangs.

Nodes are the firms: enterprises first, then co-operatives, by row. A line hangs on a firm that lives; with the firm it is
gone. Whoever adds a way for a household to earn from a firm adds an entry to ``LINES``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from sim.collectives.share_funds import MERGED
from sim.compiled import compiled
from sim.language import Text
from sim.measures import exposure as measures
from sim.measures.sample import refused
from sim.state.forms import RENT, WORK
from sim.state.people import persons
from sim.state.store import Store

Rows = NDArray[np.int64]
ENTERPRISE, COOPERATIVE = "enterprise", "cooperative"
KINDS = {ENTERPRISE: "企业", COOPERATIVE: "合作社"}  # in Chinese


# Columns of households from which lines are read.
READ = (
    "employed", "employer", "enterprise", "enterprise_shares", "cooperative", "cooperative_shares", "product", "passed_on",
    "microcredit", "able", "migrants", "local_workers", "elders", "land",
)  # fmt: skip


class Households(Protocol):
    """Columns of households: a store, or what was kept of one."""

    @property
    def n(self) -> int: ...
    @property
    def id(self) -> Rows: ...
    def __getitem__(self, name: str) -> NDArray: ...


class Agents(Protocol):
    """A county, or its population."""

    @property
    def households(self) -> Households: ...
    @property
    def cooperatives(self) -> Store: ...
    @property
    def enterprises(self) -> Store: ...


class InVillages(Agents, Protocol):
    """The same with the villages that they live in."""

    @property
    def villages(self) -> Store: ...


def of(column: NDArray, rows: NDArray, none: int) -> NDArray:
    """The column at some rows, ``none`` where a row is -1 or follows the last."""
    return np.append(column, np.array(none, dtype=column.dtype))[rows]


def job(a: Agents) -> NDArray:
    """Employers of those who work."""
    return np.where(a.households["employed"] > 0, a.households["employer"], -1)


def shares(kind: str) -> Callable[[Agents], NDArray]:
    """Firms of a kind that hold share funds of the household."""
    return lambda a: np.where(a.households[f"{kind}_shares"] > 0.0, a.households[kind], -1)


def orders(a: Agents) -> NDArray:
    """Co-operatives that take orders for what the household grows: none where their own buyer has failed."""
    member, buyer = a.households["cooperative"], a.cooperatives["buyer"]
    takes = (a.cooperatives["alive"] != 0) & ((buyer < 0) | (of(a.enterprises["alive"], buyer, 0) != 0))
    deals = of(a.cooperatives["product"], member, -1) == a.households["product"]
    return np.where((of(takes, member, 0) != 0) & deals, member, -1)


def buyer(a: Agents) -> NDArray:
    """Enterprises that buy what the household delivers under order."""
    return of(a.cooperatives["buyer"], orders(a), -1)


def loan(a: Agents) -> NDArray:
    """Enterprises that use the household's microcredit and pay it a return."""
    h = a.households
    return np.where((h["passed_on"] != 0) & (h["microcredit"] > 0.0), h["enterprise"], -1)


def member_of(a: Agents, form: int) -> NDArray:
    """Co-operatives of members that offer a form of contract this quarter."""
    member = a.households["cooperative"]
    return np.where(of(a.cooperatives["offered"], member, 0) & form != 0, member, -1)


def free_hands(a: Agents) -> NDArray:
    """Able adults of each household without wage work."""
    h = a.households
    return h["able"].astype(np.int64) - h["migrants"] - h["local_workers"] - h["employed"]


def rent(a: Agents) -> NDArray:
    """Co-operatives that rent the land of members whom nobody is left to farm it."""
    idle = (free_hands(a) <= 0) & (a.households["elders"] == 0) & (a.households["land"] > 0.0)
    return np.where(idle, member_of(a, RENT), -1)


def day_work(a: Agents) -> NDArray:
    """Co-operatives that pay members with a free hand for days of work."""
    return np.where(free_hands(a) > 0, member_of(a, WORK), -1)


class Line(NamedTuple):
    """A line of income: the kind of firm on which it hangs, and the row of that firm by household, -1 none."""

    name: str
    kind: str
    firm: Callable[[Agents], NDArray]
    en: str
    zh: str
    behind: str = ""  # the line whose money comes from here in the end: lost together, it is one line and not two


LINES = (
    Line("job", ENTERPRISE, job, "job", "就业"),
    Line("enterprise_shares", ENTERPRISE, shares(ENTERPRISE), "shares in an enterprise", "入股企业"),
    Line("cooperative_shares", COOPERATIVE, shares(COOPERATIVE), "shares in a co-operative", "入股合作社"),
    Line("orders", COOPERATIVE, orders, "orders of a co-operative", "合作社订单"),
    Line("buyer", ENTERPRISE, buyer, "enterprise that buys what is delivered under order", "订单收购企业", "orders"),
    Line("rent", COOPERATIVE, rent, "land rented to a co-operative", "土地流转给合作社"),
    Line("day_work", COOPERATIVE, day_work, "days of work for a co-operative", "合作社务工"),
    Line("loan", ENTERPRISE, loan, "microcredit passed on", "户贷企用"),
)
NAMES = tuple(line.name for line in LINES)


class Network(NamedTuple):
    """Who hangs on what at a moment."""

    ids: Rows  # of the households
    lines: Rows  # node of each line of ``LINES``, -1 none; shape (lines, households)
    enterprises: int
    cooperatives: int

    @property
    def nodes(self) -> int:
        """How many nodes there are."""
        return self.enterprises + self.cooperatives

    def on(self, name: str) -> Rows:
        """Node of one line, shape (households,)."""
        return self.lines[NAMES.index(name)]


class Lost(NamedTuple):
    """Lines of the households of now; both of shape (lines, households)."""

    nodes: Rows  # on which they hung before, -1 none
    gone: NDArray[np.bool_]  # because that node has failed since


def lines_of(a: Agents) -> Network:
    """The lines that exist now."""
    return Network(a.households.id.copy(), nodes_of(a), a.enterprises.n, a.cooperatives.n)


def nodes_of(a: Agents) -> Rows:
    """The node of each line of each household, -1 none; shape (lines, households)."""
    first = {ENTERPRISE: 0, COOPERATIVE: a.enterprises.n}
    alive = {ENTERPRISE: a.enterprises["alive"], COOPERATIVE: a.cooperatives["alive"]}
    found = np.empty((len(LINES), a.households.n), dtype=np.int64)
    for k, line in enumerate(LINES):
        rows = line.firm(a)
        found[k] = np.where(of(alive[line.kind], rows, 0) != 0, rows.astype(np.int64) + first[line.kind], -1)
    return found


def lost(before: Network, a: Agents) -> Lost:
    """What the households of now had ``before`` and have lost to failures since: to be asked quarter by quarter.

    A line that ended for another reason is not lost: its node lives. A household that did not exist before had none. An
    order is lost once, to the co-operative, if the enterprise behind it fails in the same quarter. A co-operative that has
    joined another lives on in it, and its members' lines with it.
    """
    if (before.enterprises, before.cooperatives) != (a.enterprises.n, a.cooperatives.n):
        raise refused("the firms are not those of before", "企业、合作社与此前不一致，节点编号无法对应")
    order = np.argsort(before.ids, kind="stable")
    rows = of(order, np.searchsorted(before.ids, a.households.id, sorter=order), -1)  # -1: beyond the last id
    known = of(before.ids, rows, -1) == a.households.id
    return lost_of(np.where(known, np.hstack((before.lines, np.full((len(LINES), 1), -1)))[:, rows], -1), a)


def lost_of(before: Rows, a: Agents) -> Lost:
    """The same for households whose lines hung on the nodes ``before``, shape (lines, households)."""
    nodes = of(heirs(a), before, -1)
    alive = np.concatenate((a.enterprises["alive"], a.cooperatives["alive"]))
    gone = (nodes >= 0) & (of(alive, nodes, 1) == 0)
    for k, line in enumerate(LINES):
        if line.behind:
            gone[k] &= ~gone[NAMES.index(line.behind)]
    return Lost(nodes, gone)


def hanging_on(gone: NDArray[np.bool_], a: Agents) -> Rows:
    """Rows of the households whose lines may hang on the nodes ``gone``, shape (nodes,), ascending: no other has one there."""
    h, firms, coops = a.households, gone[: a.enterprises.n], gone[a.enterprises.n :]
    reached = coops | of(firms, a.cooperatives["buyer"], 0)
    return linked(firms, reached, h["employer"], h["enterprise"], h["cooperative"])


@compiled
def linked(
    firms: NDArray[np.bool_], coops: NDArray[np.bool_], employer: NDArray, enterprise: NDArray, cooperative: NDArray
) -> Rows:
    """Rows of the households that point at one of some enterprises or co-operatives, ascending; numpy takes eight times as long."""
    found, n = np.empty(employer.size, dtype=np.int64), 0
    for i in range(employer.size):
        e, o, c = int(employer[i]), int(enterprise[i]), int(cooperative[i])
        if (e >= 0 and firms[e]) or (o >= 0 and firms[o]) or (c >= 0 and coops[c]):
            found[n] = i
            n += 1
    return found[:n].copy()


def heirs(a: Agents) -> Rows:
    """The node in which each node lives on, shape (nodes,): itself, or the co-operative that it has joined."""
    coops, first = a.cooperatives, a.enterprises.n
    own = np.arange(coops.n)
    into = np.where((coops["alive"] == 0) & (coops["ended"] == MERGED), coops["joined_to"], own)
    return np.concatenate((np.arange(first), first + into)).astype(np.int64)


MEASURES = {  # fields of ``sim.measures.exposure.Exposure``: unit, and what is measured
    "linked": ("share", Text("persons with a line of income that hangs on a firm", "与经营主体有利益联结的人口占比")),
    "twice": (
        "share",
        Text("persons with two or more lines on one firm", "对同一经营主体有两项及以上联结的人口占比"),
    ),
    "on_one_node": ("lines", Text("lines on the most loaded firm, mean", "对同一经营主体的最多联结项数（人均）")),
    "by_lines": (
        "share",
        Text(
            "persons with 0, 1, 2, 3 or more lines on one firm", "对同一经营主体最多有0、1、2、3项及以上联结的人口占比"
        ),
    ),
    "largest_share": ("share", Text("persons who hang on the largest node", "联结人口最多的经营主体的人口占比")),
    "herfindahl": ("index", Text("Herfindahl index of the nodes", "经营主体集中度（赫芬达尔指数）")),
    "effective_nodes": ("nodes", Text("effective number of nodes", "有效经营主体数")),
}


def exposure(a: Agents) -> dict[str, dict[str, dict[str, Any]]]:
    """Measures of exposure now, weighted by persons, of all and of the ex-poor: group, measure, then value, unit and names.

    None where a measure is undefined: nobody of the group is linked, or there is nobody.
    """
    return {
        group: {
            name: {"value": _known(getattr(measured, name, np.nan)), "unit": unit, "en": text.en, "zh": text.zh}
            for name, (unit, text) in MEASURES.items()
        }
        for group, measured in measured_groups(a).items()
    }


def measured_groups(a: Agents) -> dict[str, measures.Exposure | None]:
    """Measures of exposure of all and of the ex-poor; None of a group without persons."""
    h, network = a.households, lines_of(a)
    people = persons(h["children"], h["adults"], h["elders"]).astype(np.float64)
    hangs = (network.lines >= 0).any(axis=0)
    rows = np.flatnonzero(hangs)
    # All who hang on nothing are one column, which saves most of the time; weights are whole, so no sum moves.
    lines = np.hstack((network.lines[:, rows], np.full((len(LINES), 1), -1)))
    weights = {"all": people, "ex_poor": people * (h["ex_poor"] != 0)}
    few = {group: np.append(w[rows], float(w[~hangs].sum())) for group, w in weights.items() if w.any()}
    found = dict(zip(few, measures.exposures(lines, network.nodes, list(few.values())), strict=True))
    return {group: found.get(group) for group in weights}


def _known(value: Any) -> Any:
    """A number or a list of them as JSON knows them: None for what is undefined."""
    if isinstance(value, np.ndarray):
        return value.tolist()
    return float(value) if np.isfinite(value) else None


def table(a: InVillages) -> list[dict[str, Any]]:
    """Rows for a table of exposure, one a household: the firm (its id) of each line, and the node with most of its lines.

    An order counts as a line on the co-operative and as one on the enterprise that buys from it.
    """
    h, network = a.households, lines_of(a)
    load = measures.exposure_table(network.lines, network.nodes) if h.n else measures.Load(*[np.zeros(0, np.int64)] * 3)
    ids = np.concatenate((a.enterprises.id, a.cooperatives.id))
    kinds = [*[ENTERPRISE] * network.enterprises, *[COOPERATIVE] * network.cooperatives, ""]  # the last is of none, -1
    columns: dict[str, Any] = {
        "household 农户编号": h.id,
        "village 村编号": a.villages.id[h["village"]],
        "persons 人数": persons(h["children"], h["adults"], h["elders"]),
        "ex_poor 脱贫户": h["ex_poor"],
    }
    for line in LINES:
        heading = f"{line.name} {line.zh}（{KINDS[line.kind]}编号）"
        columns[heading] = [ids[node] if node >= 0 else None for node in network.on(line.name)]
    columns["node_kind"] = [kinds[node] for node in load.node]
    columns["联结最多的主体类别"] = [KINDS[kinds[node]] if node >= 0 else "" for node in load.node]
    columns["node 联结最多的主体编号"] = [ids[node] if node >= 0 else None for node in load.node]
    columns["lines_on_node 对该主体的联结项数"] = load.on_one_node
    columns["lines 联结总项数"] = load.lines
    values = zip(
        *([x if x is None or isinstance(x, str) else int(x) for x in column] for column in columns.values()),
        strict=True,
    )
    return [dict(zip(columns, row, strict=True)) for row in values]
