"""Firms and ties of a network table in the state of a county: what the tables leave empty is drawn as for synthetic firms."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from sim.collectives.enterprises import owners_part
from sim.collectives.products import CATALOGUE, rows_of
from sim.draws import COOPERATIVE_TRAITS, Key, uniforms
from sim.place import Place
from sim.population.firms import (
    Business,
    cooperative_luck,
    find_buyers,
    start_cooperatives,
    started_enterprises,
)
from sim.population.joint_villages import point_at_cooperatives
from sim.population.laws import Ints, picked
from sim.population.network_columns import JOB, LOAN, MEMBER, SALE, SHARES, WORKSHOP
from sim.population.network_table import FirmTable, Network, TieTable
from sim.population.stores import Population, able_adults
from sim.population.table_names import identities
from sim.state.collective import COOPERATIVE_KIND, ENTERPRISE_KIND
from sim.state.store import Store

Floats = NDArray[np.float64]
SHELL_LUCK = 8  # row of the uniforms that make a co-operative an empty shell
NEVER, ALWAYS = 2.0, -1.0  # in place of a uniform


def product_rows(kinds: Floats, place: Place) -> Ints:
    """Row of each product of a table among those of the scenario; -1 where the table or the scenario names none."""
    row_of_kind = np.full(len(CATALOGUE) + 1, -1, dtype=np.int64)
    named = rows_of(place.products)
    row_of_kind[named + 1] = np.arange(named.size)
    return row_of_kind[np.nan_to_num(kinds).astype(np.int64)]


def village_rows(firms: FirmTable, at: Mapping[str, int]) -> Ints:
    """Row of each firm's village, -1 where the table leaves it empty."""
    return np.array([at.get(text, -1) for text in firms.village], dtype=np.int64)


def enterprises_of(
    firms: FirmTable, at: Mapping[str, int], key: Key, place: Place, business: Business, villages: int
) -> Store:
    """Leading enterprises, then workshops, each by id; ``at`` gives the row of each village by its name."""
    rows, ids = np.flatnonzero(~firms.cooperative), identities(firms.code)
    workshop = firms.numbers["kind"] == WORKSHOP
    rows = rows[np.lexsort((ids[rows], workshop[rows]))]
    store = Store(ENTERPRISE_KIND, rows.size)
    store.identities[:] = ids[rows]
    store["workshop"][:] = workshop[rows]
    started_enterprises(store, key, place, business, villages)
    _lay(store, "village", village_rows(firms, at)[rows])
    _lay(store, "product", product_rows(firms.numbers["product"], place)[rows])
    return store


def cooperatives_of(
    firms: FirmTable,
    at: Mapping[str, int],
    key: Key,
    place: Place,
    business: Business,
    villages: Store,
    enterprises: Store,
) -> Store:
    """Co-operatives by (village, id), with buyers as synthetic ones have them."""
    rows, ids = np.flatnonzero(firms.cooperative), identities(firms.code)
    drawn = picked(uniforms(key, ids[rows], COOPERATIVE_TRAITS, 0)[3], villages.n)
    village = village_rows(firms, at)[rows]
    village = np.where(village >= 0, village, drawn)
    order = np.lexsort((ids[rows], village))
    rows, village = rows[order], village[order]
    store = Store(COOPERATIVE_KIND, rows.size)
    store.identities[:] = ids[rows]
    store["village"][:] = village
    own = np.arange(villages.n)
    point_at_cooperatives(villages, np.bincount(village, minlength=villages.n), own)
    store["product"][:] = product_rows(firms.numbers["product"], place)[rows]
    luck, shell = cooperative_luck(store, key), firms.numbers["shell"][rows]
    luck[SHELL_LUCK] = np.where(np.isnan(shell), luck[SHELL_LUCK], np.where(shell > 0.0, ALWAYS, NEVER))
    start_cooperatives(store, luck, business)
    _lay(store, "forms", firms.contracts[rows])
    find_buyers(store, key, place, enterprises)
    return store


def _lay(store: Store, name: str, given: NDArray) -> None:
    """Lay what a table gives over what was drawn; NaN and -1 are not given."""
    there = given >= 0
    store[name][there] = given[there]


def firm_rows(store: Store, firms: FirmTable) -> Ints:
    """Row in the table of each firm of a store."""
    ids = identities(firms.code)
    order = np.argsort(ids, kind="stable")
    found: Ints = order[np.searchsorted(ids[order], store.id)]
    return found


def known_firms(county: Population, firms: FirmTable, place: Place, business: Business) -> None:
    """What the table knows of firms in place of what was drawn; where it gives jobs, cash and assets go with these."""
    for store in (county.enterprises, county.cooperatives):
        rows = firm_rows(store, firms)
        if store is county.enterprises:
            jobs = firms.numbers["jobs"][rows]
            _lay(store, "jobs", jobs)
            store["cash"][:] = np.where(jobs >= 0.0, store["jobs"] * place.enterprise_cash, store["cash"])
            store["capital"][:] = owners_part(store, business.enterprises)
        for name, column in (("cash", "cash"), ("debt", "debt"), ("quality", "quality"), ("nature", "quality")):
            _lay(store, name, firms.numbers[column][rows])


def place_of(order: Ints) -> Ints:
    """Row of the state of each row of the household table."""
    place = np.empty(order.size, dtype=np.int64)
    place[order] = np.arange(order.size)
    return place


def hang(county: Population, network: Network, place: Ints, principal: float) -> None:
    """Every household and co-operative hangs on the firms that its ties name, and on no other.

    ``place`` is the row of the state of each row of the household table, ``principal`` what shares are where no tie says.
    """
    ties, firms, h = network.ties, network.firms, county.households
    assert ties is not None
    row = np.empty(len(firms.code), dtype=np.int64)  # among the enterprises, or among the co-operatives
    for store in (county.enterprises, county.cooperatives):
        row[firm_rows(store, firms)] = np.arange(store.n)
    of_cooperative, holds = firms.cooperative[ties.firm], ties.line == SHARES
    amount = amounts(ties, firms, principal)
    for link, theirs in (("cooperative", of_cooperative), ("enterprise", ~of_cooperative)):
        h[link][:], h[f"{link}_shares"][:] = -1, 0.0
        chosen = theirs & (holds | (ties.line == (MEMBER if link == "cooperative" else LOAN)))
        h[link][place[ties.origin[chosen]]] = row[ties.firm[chosen]]
        paid = theirs & holds
        h[f"{link}_shares"][place[ties.origin[paid]]] = amount[paid]
    h["passed_on"][place[ties.origin[ties.line == LOAN]]] = 1
    works, sells = ties.line == JOB, ties.line == SALE
    h["employer"][place[ties.origin[works]]] = row[ties.firm[works]]
    county.cooperatives["buyer"][:] = -1
    county.cooperatives["buyer"][row[ties.origin[sells]]] = row[ties.firm[sells]]


def amounts(ties: TieTable, firms: FirmTable, principal: float) -> Floats:
    """Share funds of each tie: as it says, else its share of the firm's assets, else ``principal``."""
    part = 0.01 * ties.share * firms.numbers["capital"][ties.firm]
    found: Floats = np.where(np.isnan(ties.amount), np.where(np.isnan(part), principal, part), ties.amount)
    return found


def principal_of(store: Store, households: Store, link: str) -> NDArray:
    """Share funds that households hold in each firm."""
    held = households[link] >= 0
    rows, paid = households[link][held], households[f"{link}_shares"][held]
    return np.bincount(rows, weights=paid, minlength=store.n)


def book_known(county: Population, firms: FirmTable) -> None:
    """Assets of all firms: as the table says, else the owners' and those bought with share funds."""
    for link, store in (("cooperative", county.cooperatives), ("enterprise", county.enterprises)):
        given = firms.numbers["capital"][firm_rows(store, firms)]
        store["capital"][:] = np.where(
            np.isnan(given), store["capital"] + principal_of(store, county.households, link), given
        )


def close_books(county: Population, linked: bool) -> None:
    """Principal, jobs filled and contracts offered as the households that are kept have them.

    ``able`` and ``offered`` are set anew in every quarter; here they let the network be asked before the first.
    """
    h, enterprises, cooperatives = county.households, county.enterprises, county.cooperatives
    for link, store in (("cooperative", cooperatives), ("enterprise", enterprises)):
        store["principal"][:] = principal_of(store, h, link)
    works = h["employer"] >= 0
    enterprises["filled"][:] = np.bincount(h["employer"][works], minlength=enterprises.n)
    enterprises["jobs"][:] = np.maximum(enterprises["jobs"], enterprises["filled"])
    cooperatives["offered"][:] = np.where((cooperatives["shell"] == 0) & linked, cooperatives["forms"], 0)
    h["able"][:] = np.maximum(able_adults(h) - h["students"], 0)
