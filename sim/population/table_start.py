"""A county whose households are those of a table: its state at a scenario's start, without a burn-in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from sim.collectives.products import CATALOGUE, named, rows_of
from sim.compiled import plain
from sim.draws import REGISTRATION, START, Key, uniforms
from sim.place import Place
from sim.population.firms import book_principal, business_of, cooperative_store
from sim.population.household_table import HouseholdTable
from sim.population.households import Blueprint, filled
from sim.population.laws import Floats, Ints
from sim.population.network_columns import FIRMS
from sim.population.network_start import (
    book_known,
    close_books,
    cooperatives_of,
    enterprises_of,
    hang,
    known_firms,
    place_of,
    product_rows,
)
from sim.population.network_table import Network
from sim.population.people import People
from sim.population.sites import site_store
from sim.population.stores import Population
from sim.population.synthesis import generate, whole_villages
from sim.population.table_cells import label
from sim.population.table_columns import BY_NAME, SOURCES, TableColumn
from sim.population.table_names import identities, numbered
from sim.population.table_traits import condition_productivity, wage_ratio
from sim.processes.farming import season
from sim.spec import Invalid, Problem
from sim.state.households import HOUSEHOLD
from sim.state.store import Store

ALWAYS_POOR = 2**31 - 1  # poor in each of the remembered quarters
COUNTS = (
    "chronic", "disabled", "half_power", "students", "out_of_school", "trained", "migrants", "local_workers", "employed",
    "post", "dibao", "tekun", "insured",
)  # fmt: skip
AMOUNTS = ("land", "microcredit", "informal_debt")
DRAWN = ("qualified", "house", "water", "savings", "capital", "livestock")  # where the table leaves them empty


def from_table(
    table: HouseholdTable,
    key: Key,
    p: Mapping[str, Any],
    first: int,
    households: int | None = None,
    network: Network | None = None,
) -> Population:
    """All agents before quarter ``first``, under the parameters ``p`` of that quarter.

    Households, villages and townships are the table's; products and the county, and without ``network`` co-operatives and
    enterprises, are drawn as for a synthetic county of so many villages, in proportion to persons. ``households`` keeps
    whole villages.
    """
    refuse_products(table, p["place"], network)
    village, names = numbered(table.village)
    ids = identities(table.household)
    order = np.lexsort((ids, village))
    whole = p["place"], p["people"]
    ratio = per_village(float(table.members.sum()) / names.size, *whole)
    employers = bool((table.numbers["employed"] > 0.0).any())
    place = modelled_place(p["place"], names.size, employers)
    blueprint = Blueprint(place, p["people"], business_of(p), p["earnings"].persistent_spread)
    county = generate(blueprint, key)
    settle_villages(county.villages, table, village, place)
    at = dict(zip(table.village, village.tolist(), strict=True))
    if network is not None:
        county = county._replace(
            enterprises=enterprises_of(network.firms, at, key, place, blueprint.business, names.size)
        )
    scale_firms(county, ratio)
    store = Store(HOUSEHOLD, table.n)
    store.identities[:] = ids[order]
    store["village"][:] = village[order]
    around = county.villages, county.enterprises
    county = county._replace(
        households=store,
        cooperatives=cooperative_store(key, place, blueprint.business, *around)
        if network is None
        else cooperatives_of(network.firms, at, key, place, blueprint.business, *around),
        scale=min(float(table.members.sum()) / persons_of(*whole), 1.0),
    )
    filled(
        store,
        key,
        blueprint,
        around,
        lambda: registered(store, table, order, key, p["place"], names.size),
    )
    county = county._replace(sites=site_store(store, county.enterprises, key, p["place"]))
    known(store, table, order, p["place"])
    past(store, table, order, p)
    loans(store, table, order, uniforms(key, store.id, START, 2)[2], first, p["credit"].term)
    if network is not None:
        known_firms(county, network.firms, place, blueprint.business)
    if network is None or network.ties is None:
        employ(store, county.enterprises, uniforms(key, store.id, START, 2)[1])
    else:
        hang(county, network, place_of(order), place.principal)
    condition_productivity(
        store, key, place, p["earnings"], p["household_table"], wage_ratio(table, order, p["earnings"])
    )
    if network is not None:
        book_known(county, network.firms)
    if households is not None and households < store.n:
        part = whole_villages(county, key, households)
        county = part._replace(scale=part.scale * county.scale)
    if network is None:
        book_principal(county)
    else:
        close_books(county, p["linkage"].enabled)
    return county


def refuse_products(table: HouseholdTable, place: Place, network: Network | None = None) -> None:
    """``Invalid`` for products of households and firms that the scenario does not name."""
    problems = list(unnamed(table.file, table.rows, table.numbers["product"], BY_NAME["product"], place))
    if network is not None:
        firms, column = network.firms, FIRMS.by_name["product"]
        problems += unnamed(firms.file, firms.rows, firms.numbers["product"], column, place)
    if problems:
        raise Invalid(problems)


def unnamed(file: str, rows: Ints, product: Floats, column: TableColumn, place: Place) -> Iterator[Problem]:
    """Products of a table that the scenario does not name."""
    kinds, (en, zh) = rows_of(place.products), label(column, column.heading)
    for k in np.flatnonzero(~np.isnan(product) & (product_rows(product, place) < 0)):
        kind = CATALOGUE[int(product[k]) - 1].text
        yield Problem(
            file, column.heading, int(rows[k]), kind.zh, "code", " | ".join(str(i + 1) for i in kinds),
            f"{en} = {kind.en}: the scenario's products are {named(place.products, 'en')} (place.products)",
            f"{zh}= {kind.zh}：情景所列产品为{named(place.products, 'zh')}（place.products）",
        )  # fmt: skip


def persons_of(place: Place, people: People) -> float:
    """Persons of the synthetic county."""
    weights = (
        people.size_1, people.size_2, people.size_3, people.size_4, people.size_5, people.size_6, people.size_7,
    )  # fmt: skip
    whole, members = 0.0, 0.0
    for k, weight in enumerate(weights):
        whole, members = whole + weight, members + (k + 1) * weight
    mean = members / whole if whole > 0.0 else 4.0
    return max(place.ex_poor_persons + place.ordinary_households * mean, 1.0)


def per_village(persons: float, place: Place, people: People) -> float:
    """Persons of a village of the table over those of a village of the synthetic county."""
    return persons * (place.ex_poor_villages + place.other_villages) / persons_of(place, people)


def modelled_place(place: Place, villages: int, employers: bool) -> Place:
    """The place with as many villages, and townships and workshops in proportion; its households are the table's."""
    part = villages / (place.ex_poor_villages + place.other_villages)
    workshops = max(int(place.workshops * part + 0.5), 1 if employers else 0)
    return place._replace(
        ex_poor_villages=1, other_villages=villages - 1, townships=max(int(place.townships * part + 0.5), 1),
        workshops=workshops, ordinary_households=villages,
        ex_poor_households=0, ex_poor_persons=0, relocated_households=0, relocated_persons=0, sites=0,
    )  # fmt: skip


def settle_villages(villages: Store, table: HouseholdTable, village: Ints, place: Place) -> None:
    """Townships, listed villages and pillar products (what most households of a village grow) from the table."""
    if any(table.township):
        villages["township"][village] = numbered(table.township)[0]
    villages["ex_poor_village"][village] = table.numbers["ex_poor_village"].astype(np.int64)
    product, n = product_rows(table.numbers["product"], place), rows_of(place.products).size
    grown = product >= 0
    at = village[grown] * n + product[grown]
    growers = np.bincount(at, minlength=villages.n * n).reshape(villages.n, n)
    some = growers.sum(axis=1) > 0
    villages["product"][some] = growers.argmax(axis=1)[some]


def scale_firms(county: Population, ratio: float) -> None:
    """Jobs, cash and collective assets in proportion to persons a village; at least one job an enterprise."""
    firms = county.enterprises
    firms["jobs"][:] = np.maximum(np.floor(firms["jobs"] * ratio + 0.5), 1.0).astype(np.int64)
    firms["cash"][:] = firms["cash"] * ratio
    for name in ("asset", "pv_kw"):
        county.villages[name][:] = county.villages[name] * ratio


def registered(store: Store, table: HouseholdTable, order: Ints, key: Key, place: Place, villages: int) -> None:
    """Members and registration as the table has them; whom assistance overlooks is drawn among those it does not reach."""
    t = {name: column[order] for name, column in table.numbers.items()}
    store["infants"][:], store["youths"][:] = t["infants"], t["youths"]
    store["children"][:] = t["infants"] + t["pupils"]
    store["adults"][:] = t["youths"] + t["grown"]
    store["elders"][:] = t["elders"]
    for name in ("ex_poor", "relocated", "disabled", "chronic"):
        store[name][:] = t[name]
    in_site = np.flatnonzero(t["relocated"] == 1.0)
    if place.sites > 0:
        store["site"][in_site] = 1 + store["village"][in_site].astype(np.int64) * place.sites // villages
    overlooked = uniforms(key, store.id, REGISTRATION, 0)[2] < place.excluded
    reached = (t["monitor_class"] > 0.0) | (t["dibao"] > 0.0) | (t["tekun"] > 0.0)
    store["excluded"][:] = overlooked & ~reached
    store["entitlement"][:] = np.where(t["monitor_class"] > 0.0, 2, np.where(t["ex_poor"] > 0.0, 1, 0))
    store["listed"][:] = store["entitlement"]


def known(store: Store, table: HouseholdTable, order: Ints, place: Place) -> None:
    """Everything else that the table knows, in place of what was drawn."""
    t = {name: column[order] for name, column in table.numbers.items()}
    store["infants"][:], store["youths"][:] = t["infants"], t["youths"]
    for name in (*COUNTS, *AMOUNTS):
        store[name][:] = t[name]
    for name in DRAWN:
        given = ~np.isnan(t[name])
        store[name][given] = t[name][given]
    store["qualified"][:] = np.minimum(store["qualified"], store["adults"])
    grown = product_rows(table.numbers["product"], place)[order]
    store["product"][:] = np.where(grown >= 0, grown, store["product"])
    store["monitor_class"][:] = t["monitor_class"]
    store["monitor"][:] = np.where(t["monitor_class"] > 0.0, 2, 0)
    store["dibao_amount"][:] = np.where(t["dibao"] > 0.0, 0.25 * t["assistance"], 0.0)


def past(store: Store, table: HouseholdTable, order: Ints, p: Mapping[str, Any]) -> None:
    """The last four quarters: business income by the seasons of the farm, all else evenly; poor before as poor now."""
    t = {name: table.numbers[name][order] for name in ("income", "assistance", "medical_cost", "consumption", *SOURCES)}
    spare = np.maximum(t["income"] - t["medical_cost"], 0.0)
    eaten = np.where(np.isnan(t["consumption"]), spare, t["consumption"])
    even = t["income"] - t["assistance"] - t["business_income"]
    persons, share = table.members[order], plain(season)
    for k in range(4):
        store[f"market_income_{k}"][:] = 0.25 * even + share(k, p["farming"]) * t["business_income"]
        store[f"assistance_{k}"][:] = 0.25 * t["assistance"]
        store[f"medical_{k}"][:] = 0.25 * t["medical_cost"]
        store[f"consumption_{k}"][:] = 0.25 * eaten
        store[f"persons_{k}"][:] = persons
    poor = table.welfare[order] < p["lines"].poverty
    store["poor"][:] = poor
    store["poor_history"][:] = np.where(poor, ALWAYS_POOR, 0)


def loans(store: Store, table: HouseholdTable, order: Ints, luck: Floats, first: int, term: int) -> None:
    """When microcredit falls due: as the table says, else anywhere within a term."""
    due = table.numbers["microcredit_due"][order]
    drawn = first + np.floor(luck * term)
    store["loan_due"][:] = np.where(store["microcredit"] > 0.0, np.where(np.isnan(due), drawn, due), -1.0)


def employ(store: Store, enterprises: Store, luck: Floats) -> None:
    """Give households with jobs an employer, larger ones more of them; an enterprise has room for those it employs."""
    rows = np.flatnonzero(store["employed"] != 0)
    if rows.size:
        mass = np.cumsum(enterprises["jobs"].astype(np.int64))
        pick = np.searchsorted(mass, np.floor(luck[rows] * mass[-1]).astype(np.int64), side="right")
        store["employer"][rows] = np.minimum(pick, enterprises.n - 1)
        filled = np.bincount(store["employer"][rows], minlength=enterprises.n)
        enterprises["jobs"][:] = np.maximum(enterprises["jobs"], filled)
        enterprises["filled"][:] = filled
