"""Who is exposed to a forced shock: households as they are just before it strikes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.county import County
from sim.draws import key
from sim.forced_failures import closing_plant, forced_failures
from sim.language import Text
from sim.levers.channels import covered
from sim.network import LINES, lines_of
from sim.shocks import falling, largest_site, mistaken, struck_villages
from sim.state.households import FARM_STAY

Mask = NDArray[np.bool_]
Settings = Mapping[str, Any]
Chosen = Callable[[County, Settings, int], Mask]

HERD = 5000.0  # yuan: an infected herd loses 60 %, here 3,000 yuan on average, 3/4 of one person's poverty line


class Exposure(NamedTuple):
    """Some households just before a shock strikes; ``chosen`` sees the county, the parameters of its first quarter, and that quarter."""

    name: str
    title: Text
    chosen: Chosen


def column(name: str) -> Chosen:
    """Households with a column above zero."""

    def chosen(county: County, p: Settings, quarter: int) -> Mask:
        return county.households[name] > 0

    return chosen


def either(*several: Chosen) -> Chosen:
    """Households that one of several chooses."""

    def chosen(county: County, p: Settings, quarter: int) -> Mask:
        return np.logical_or.reduce([one(county, p, quarter) for one in several])

    return chosen


def on_line(name: str) -> Chosen:
    """Households with one kind of line on a firm that fails."""

    def chosen(county: County, p: Settings, quarter: int) -> Mask:
        fails = forced_failures(quarter, county.households, county.cooperatives, county.enterprises, p["shocks"])
        network = lines_of(county)
        nodes = [fails.enterprise, network.enterprises + fails.cooperative if fails.cooperative >= 0 else -1]
        return np.isin(network.on(name), [node for node in nodes if node >= 0])

    return chosen


def on_lines(*names: str) -> tuple[Exposure, ...]:
    """The same for several kinds of line, with the names that the network gives them."""
    named = {line.name: line for line in LINES}
    return tuple(Exposure(name, Text(named[name].en, named[name].zh), on_line(name)) for name in names)


def member(county: County, p: Settings, quarter: int) -> Mask:
    """Members of the co-operative that fails."""
    h = county.households
    row = forced_failures(quarter, h, county.cooperatives, county.enterprises, p["shocks"]).cooperative
    return np.asarray((h["cooperative"] == row) & (row >= 0))


def grower(county: County, p: Settings, quarter: int) -> Mask:
    """Growers of the product whose price falls."""
    return np.asarray(county.households["product"] == falling(county.households, county.products, p["shocks"]))


def producer(county: County, p: Settings, quarter: int) -> Mask:
    """Listed producers: those for whom partner regions buy."""
    lever = p["levers.market_support"]
    listed = covered(county.households, "access_industry", lever.coverage)
    return np.asarray(listed & lever.enabled)


def keeper(county: County, p: Settings, quarter: int) -> Mask:
    """Keepers of animals that are worth something."""
    return np.asarray(county.households["livestock"] >= HERD)


def only_migrants(county: County, p: Settings, quarter: int) -> Mask:
    """Households with migrants and no other wage or post."""
    h = county.households
    return (h["migrants"] > 0) & (h["local_workers"] == 0) & (h["employed"] == 0) & (h["post"] == 0)


def farm_stay(county: County, p: Settings, quarter: int) -> Mask:
    """Households that take in visitors."""
    return np.asarray(county.households["side"] == FARM_STAY)


def visited(county: County, p: Settings, quarter: int) -> Mask:
    """Households of the villages that visitors come to."""
    return np.asarray(county.villages["visited"][county.households["village"]] != 0)


def at_risk(county: County, p: Settings, quarter: int) -> Mask:
    """Households at risk that are not monitored yet."""
    return (county.households["at_risk_since"] >= 0) & (county.households["monitor"] != 2)


def waiting(county: County, p: Settings, quarter: int) -> Mask:
    """Of them, those whose case waits to be opened."""
    return at_risk(county, p, quarter) & (county.households["monitor"] == 1)


def struck(county: County, p: Settings, quarter: int) -> Mask:
    """Households of the villages that are damaged."""
    luck = key(county.seeds.seed, county.seeds.covariate, quarter)
    return struck_villages(county.villages, luck, p["shocks"])[county.households["village"]]


def plant_worker(county: County, p: Settings, quarter: int) -> Mask:
    """Households with a job in the plant that closes."""
    return np.asarray(county.households["employer"] == closing_plant(quarter, county.enterprises, p["shocks"]))


def by_the_plant(county: County, p: Settings, quarter: int) -> Mask:
    """Households of the relocation site whose plant closes."""
    row = closing_plant(quarter, county.enterprises, p["shocks"])
    site = int(county.enterprises["site"][row]) if row >= 0 else -1
    return np.asarray(county.households["site"] == site)


def on_failing(county: County, p: Settings, quarter: int) -> Mask:
    """Households with a line on one of the many firms that fail."""
    fails = forced_failures(quarter, county.households, county.cooperatives, county.enterprises, p["shocks"], many=True)
    network = lines_of(county)
    nodes = [*fails.enterprises, *(network.enterprises + row for row in fails.cooperatives)]
    return np.asarray(np.isin(network.lines, nodes).any(axis=0))


def without_dibao(county: County, p: Settings, quarter: int) -> Mask:
    """Households with dibao that get nothing by mistake."""
    chosen = np.zeros(county.households.n, dtype=np.bool_)
    lots = key(county.seeds.seed, county.seeds.idiosyncratic, 0)
    chosen[mistaken(county.households, lots, p["shocks"])] = True
    return chosen


def at_largest_site(county: County, p: Settings, quarter: int) -> Mask:
    """Households of the relocation site whose water and power fail."""
    site = largest_site(county.sites) + 1 if county.sites.n else -1
    return np.asarray(county.households["site"] == site)
