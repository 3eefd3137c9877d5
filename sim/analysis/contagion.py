"""What followed runs say of the network and of what its failures did, with intervals over replicates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.following import CASCADE, GROUPS, LOST, NODES, Followed
from sim.measures.contagion import CLASS_NAMES, size_classes
from sim.network import MEASURES
from sim.network_sizes import GRADE, RATES, SIZES
from sim.results import Bounds, interval, mean_of_known
from sim.runs import Run
from sim.spec import quarter_name, year_of

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]
SHARE: Bounds = (0.0, 1.0)
COUNT: Bounds = (0.0, None)
SIZE, KIND = CASCADE.index("households"), CASCADE.index("kind")
Column = dict[str, Any]


class Together(NamedTuple):
    """What followers have seen, replicate by replicate; names and columns are those of ``sim.following.Followed``."""

    lost: Rows  # (replicates, quarters, groups, 4)
    alive: Rows  # (replicates, quarters, kinds)
    failed: Rows  # (replicates, quarters, kinds)
    cascades: tuple[Rows, ...]  # one a replicate, (cascades, 9)
    traced: Floats  # (replicates, years, kinds + 1)
    compared: Floats  # (replicates, years, 2, 2)
    sizes: Floats  # (replicates, 2, sizes)
    exposure: Floats  # (replicates, 2, groups, 10)

    def struck_twice(self, group: str = "all") -> Rows:
        """Households of a group that lost two lines or more in one quarter, shape (replicates, quarters)."""
        return self.lost[:, :, GROUPS.index(group), LOST.index("households_twice")]

    def cascade_sizes(self) -> tuple[Rows, ...]:
        """Households of each cascade, replicate by replicate."""
        return tuple(table[:, SIZE] for table in self.cascades)

    def rates(self) -> Floats:
        """Return rates of the exposed and of the others, shape (replicates, years, 2); NaN where nobody was at risk."""
        back, at_risk = self.compared[..., 0], self.compared[..., 1]
        return np.where(at_risk > 0.0, back / np.where(at_risk > 0.0, at_risk, 1.0), np.nan)


def followed(runs: Sequence[Run]) -> Together:
    """The runs' own arrays put together; ``ValueError`` where one was not followed (``Job(..., follow=True)``)."""
    found = [run.followed for run in runs]
    if not found or any(one is None for one in found):
        raise ValueError(
            "these runs were not followed: give Job(..., follow=True) / 模拟时未追踪，请用 Job(..., follow=True)"
        )
    seen = [one for one in found if one is not None]
    stacked = {name: np.stack([getattr(one, name) for one in seen]) for name in Followed._fields if name != "cascades"}
    return Together(cascades=tuple(one.cascades for one in seen), **stacked)


def network(all_seen: Together) -> Column:
    """Sizes of the network and exposure to it at the start and at the end: the entry ``network`` of a summary."""
    return {
        "grade": GRADE,
        "sizes": {
            name: {
                **described(size.unit, size.text.en, size.text.zh),
                "assumed": list(size.assumed) if size.assumed else None,
                **both_ends(all_seen.sizes[:, :, k], size.unit),
            }
            for k, (name, size) in enumerate(SIZES.items())
        },
        "exposure": {group: exposure(all_seen.exposure[:, :, k]) for k, group in enumerate(GROUPS)},
    }


def exposure(values: Floats) -> Column:
    """Measures of exposure of one group, values (replicates, 2, 10); one of several numbers has lists."""
    found, at = {}, 0
    for name, (unit, text) in MEASURES.items():
        width = 4 if name == "by_lines" else 1
        columns = [both_ends(values[:, :, k], unit) for k in range(at, at + width)]
        ends = {end: [column[end] for column in columns] if width > 1 else columns[0][end] for end in ("start", "end")}
        found[name] = {**described(unit, text.en, text.zh), **ends}
        at += width
    return found


def both_ends(values: Floats, unit: str) -> Column:
    """Interval at the start and at the end, values (replicates, 2)."""
    bounds = SHARE if unit.startswith("share") else COUNT
    return {"start": interval(values[:, 0], bounds), "end": interval(values[:, 1], bounds)}


def described(unit: str, en: str, zh: str) -> Column:
    """Unit and names."""
    return {"unit": unit, "en": en, "zh": zh}


def contagion(all_seen: Together, first: int) -> Column:
    """Lines lost, cascades and returns traced to failures: the entry ``contagion`` of a summary."""
    return {
        "nodes": {name: of_kind(all_seen, k) for k, name in enumerate(NODES)},
        "all_nodes": of_kind(all_seen, None),
        "classes": classes(all_seen),
        "lost": {group: by_quarter(all_seen.lost[:, :, k], first) for k, group in enumerate(GROUPS)},
        "worst_quarter": {
            group: interval(all_seen.struck_twice(group).max(axis=1).astype(np.float64), COUNT) for group in GROUPS
        },
        "return_rate": return_rates(all_seen, first),
    }


def of_kind(all_seen: Together, kind: int | None) -> Column:
    """One kind of node, or all: failures a year, those it hits, the largest cascade, the share of returns traced to it."""
    which = slice(None) if kind is None else slice(kind, kind + 1)
    years = all_seen.failed.shape[1] / 4.0
    failed, alive = (x[:, :, which].sum(axis=(1, 2)).astype(np.float64) for x in (all_seen.failed, all_seen.alive))
    own = [table[:, SIZE] if kind is None else table[table[:, KIND] == kind, SIZE] for table in all_seen.cascades]
    back, of_all = all_seen.traced[:, :, : len(NODES)][:, :, which].sum(axis=(1, 2)), all_seen.traced.sum(axis=(1, 2))
    name = "all" if kind is None else list(NODES)[kind]
    return {
        **({} if kind is None else {"en": NODES[name].en, "zh": NODES[name].zh}),
        "failures_per_year": interval(failed / years, COUNT),
        "failure_rate": interval(quotients(4.0 * failed, alive), COUNT),
        "assumed_rate": list(RATES[name]) if kind is not None else None,
        "households_per_year": interval([float(sizes.sum()) / years for sizes in own], COUNT),
        "largest_cascade": max(int(sizes.max(initial=0)) for sizes in own),
        "share_of_returns": interval(quotients(back, of_all), SHARE),
    }


def quotients(top: Floats, bottom: Floats) -> Floats:
    """NaN without denominator."""
    return np.where(bottom > 0.0, top / np.where(bottom > 0.0, bottom, 1.0), np.nan)


def classes(all_seen: Together) -> Column:
    """Cascades a year by the number of their households."""
    years = all_seen.failed.shape[1] / 4.0
    counted = np.array([size_classes(sizes) for sizes in all_seen.cascade_sizes()]) / years
    return {name: interval(counted[:, k], COUNT) for k, name in enumerate(CLASS_NAMES)}


def by_quarter(lost: Rows, first: int) -> Column:
    """Households and persons that lost lines in each quarter, lost (replicates, quarters, 4)."""
    return {
        quarter_name(first + k): {
            name: interval(lost[:, k, j].astype(np.float64), COUNT) for j, name in enumerate(LOST)
        }
        for k in range(lost.shape[1])
    }


def return_rates(all_seen: Together, first: int) -> Column:
    """Fourth quarters' return rates of those who lost a line in the year and of the others: their mean, and each year."""
    rates = all_seen.rates()
    years = range(year_of(first), year_of(first) + rates.shape[1])
    return {
        **sides(rates),
        "by_year": {str(year): sides(rates[:, k : k + 1]) for k, year in enumerate(years)},
    }


def sides(rates: Floats) -> Column:
    """Means over years of both groups and of their difference, rates (replicates, years, 2)."""
    step = rates[..., 0] - rates[..., 1]
    return {
        "exposed": interval([mean_of_known(row) for row in rates[..., 0]], SHARE),
        "others": interval([mean_of_known(row) for row in rates[..., 1]], SHARE),
        "difference": interval([mean_of_known(row) for row in step], (-1.0, 1.0)),
    }


def cascade_rows(runs: Sequence[Run], replicates: Sequence[int]) -> list[dict[str, Any]]:
    """One row a cascade, for Excel."""
    names, rows = list(NODES), []
    for replicate, run in zip(replicates, runs, strict=True):
        assert run.followed is not None
        for values in run.followed.cascades.tolist():
            quarter, kind, node, village, households, twice, people, ex_poor, returned = values
            rows.append(
                {
                    "replicate 重复序号": replicate,
                    "quarter": quarter_name(quarter),
                    "node_kind": names[kind],
                    "主体类别": NODES[names[kind]].zh,
                    "node 主体编号": node,
                    "village 所在村编号": village,
                    "households": households,
                    "twice 其中失去两项及以上联结的户数": twice,
                    "persons": people,
                    "ex_poor 其中脱贫人口": ex_poor,
                    "returned 当年四季度溯源至此的返贫人数": None if returned < 0 else returned,
                }
            )
    return rows
