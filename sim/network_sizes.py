"""Sizes of the network, each beside the range that is assumed for it: how many nodes there are, and who works where.

The ranges are proposals from a reading of the documents and no measurement (grade ``assumed``); a size outside of its range
says that the county is another one than was thought of, not that the run is wrong.
"""

from __future__ import annotations

from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from sim import network
from sim.language import Text

GRADE = "assumed"


class Size(NamedTuple):
    """What is counted, its unit, and the range assumed for it (None: there is none)."""

    unit: str
    text: Text
    assumed: tuple[float, float] | None = None


RATES = {"enterprise": (0.02, 0.12), "workshop": (0.05, 0.4), "cooperative": (0.02, 0.15)}  # failures a year, assumed


class Places(network.InVillages, Protocol):
    """A county, or its population, and how large a part of the county it is."""

    @property
    def scale(self) -> float: ...


SIZES = {
    "enterprises_per_village": Size("enterprises/village", Text("enterprises a village", "村均企业数"), (0.05, 0.5)),
    "workshops": Size("workshops", Text("employment-assistance workshops", "就业帮扶车间数"), (20.0, 60.0)),
    "workshop_jobs": Size("posts/workshop", Text("jobs a workshop", "车间平均岗位数"), (10.0, 30.0)),
    "cooperatives_per_village": Size(
        "co-operatives/village", Text("co-operatives a village", "村均合作社数"), (0.8, 2.0)
    ),
    "shells": Size("share", Text("of these empty shells", "其中空壳社比例"), (0.0, 0.6)),
    "linked": Size("share of persons", Text("ex-poor with a line on a firm", "有利益联结的脱贫人口比例")),
    "twice": Size(
        "share of persons",
        Text("ex-poor with two or more lines on one firm", "对同一主体有两项及以上联结的脱贫人口比例"),
    ),
    "largest_share": Size(
        "share of persons", Text("ex-poor on the largest node", "联结最多的主体所联结的脱贫人口比例"), (0.01, 0.1)
    ),
    "herfindahl": Size("index", Text("Herfindahl index of the nodes", "联结集中度（赫芬达尔指数）")),
    "migrants": Size(
        "share of workers", Text("ex-poor workers away as migrants", "脱贫劳动力外出务工占比"), (0.5, 0.8)
    ),
    "posts": Size("share of workers", Text("in public-welfare posts", "公益性岗位占比"), (0.05, 0.2)),
    "in_workshops": Size("share of workers", Text("in workshops", "就业帮扶车间占比"), (0.01, 0.03)),
}


def sizes(a: Places, exposed: network.measures.Exposure | None) -> NDArray[np.float64]:
    """Values of ``SIZES`` now, NaN where undefined, shape (sizes,); ``exposed`` are the measures of the ex-poor."""
    values = {**nodes(a), **work(a)}
    values |= {name: getattr(exposed, name, np.nan) for name in ("linked", "twice", "largest_share", "herfindahl")}
    return np.array([values[name] for name in SIZES])


def nodes(a: Places) -> dict[str, float]:
    """How many firms there are; of a part of the county as of the whole.

    A part keeps some villages with their co-operatives, and all enterprises with jobs for its share of the people.
    """
    firms, coops, villages = a.enterprises, a.cooperatives, a.villages.n
    alive, workshop = firms["alive"] != 0, firms["workshop"] != 0
    workshops, living = count(alive & workshop), count(coops["alive"] != 0)
    return {
        "enterprises_per_village": quotient(count(alive & ~workshop) * a.scale, villages),
        "workshops": workshops,
        "workshop_jobs": quotient(float(firms["jobs"][alive & workshop].sum()), workshops * a.scale),
        "cooperatives_per_village": quotient(living, villages),
        "shells": quotient(count((coops["alive"] != 0) & (coops["shell"] != 0)), living),
    }


def work(a: Places) -> dict[str, float]:
    """Where ex-poor workers are: shares of all migrants, local and firms' workers and holders of posts."""
    h = a.households
    ex_poor = np.flatnonzero(h["ex_poor"] != 0)
    by = {name: h[name][ex_poor].astype(np.int64) for name in ("migrants", "local_workers", "employed", "post")}
    everybody = float(sum(int(column.sum()) for column in by.values()))
    there = network.of(a.enterprises["workshop"], network.job(a)[ex_poor], 0) != 0
    return {
        "migrants": quotient(float(by["migrants"].sum()), everybody),
        "posts": quotient(float(by["post"].sum()), everybody),
        "in_workshops": quotient(float(by["employed"][there].sum()), everybody),
    }


def count(flags: NDArray[np.bool_]) -> float:
    """How many flags are set."""
    return float(np.count_nonzero(flags))


def quotient(top: float, bottom: float) -> float:
    """NaN without denominator."""
    return top / bottom if bottom > 0.0 else np.nan
