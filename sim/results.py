"""What replicates say: summary, tidy table, yearly table, fingerprints."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.measures.intervals import mean_ci
from sim.measures.sums import total
from sim.outcomes import GROUP_TITLES, MEASURES, PLACE_OF, Measure
from sim.provenance import commit as commit
from sim.provenance import describe_jobs as describe_jobs
from sim.provenance import manifest as manifest
from sim.provenance import versions as versions
from sim.runs import Run
from sim.spec import quarter_name, unit_zh
from sim.spreadsheets import csv_bytes as csv_bytes
from sim.store import MANIFEST as MANIFEST
from sim.store import check_folder as check_folder
from sim.store import holds_another as holds_another
from sim.store import save as save

Floats = NDArray[np.float64]
Bounds = tuple[float | None, float | None]


def interval(values: Sequence[float] | Floats, bounds: Bounds = (None, None)) -> dict[str, Any]:
    """Mean over replicates and its 95 % interval (Student's, luck only), cut to what is possible.

    Undefined values (NaN) are left out; ``replicates`` counts the others. One replicate has no interval.
    """
    found = np.asarray(values, dtype=np.float64)
    known = np.ascontiguousarray(found[~np.isnan(found)])
    if not known.size:
        return {"mean": None, "ci95": [None, None], "replicates": 0}
    mean, low, high = mean_ci(known)[:3]
    if low is not None and high is not None:
        low = low if bounds[0] is None else max(low, bounds[0])
        high = high if bounds[1] is None else min(high, bounds[1])
    return {"mean": mean, "ci95": [low, high], "replicates": known.size}


def mean_of_known(values: Floats) -> float:
    """Mean of the values that are defined; NaN where none is."""
    known = np.ascontiguousarray(values[~np.isnan(values)])
    return total(known) / known.size if known.size else math.nan


def year_ends(values: Floats, first: int) -> Floats:
    """Values at fourth quarters, quarters on the last axis; ``first`` is the number of the first quarter."""
    return values[..., 3 - first % 4 :: 4]


def by_year(measure: Measure, values: Floats, first: int) -> dict[int, Floats]:
    """One value a replicate and year from values (replicates, quarters): the fourth quarter; of a flow the sum of all
    four, and no year of which fewer were lived."""
    found = {}
    for k in range(3 - first % 4, values.shape[1], 4):
        if not measure.flow:
            found[2000 + (first + k) // 4] = values[:, k]
        elif k >= 3:
            found[2000 + (first + k) // 4] = values[:, k - 3] + values[:, k - 2] + values[:, k - 1] + values[:, k]
    return found


def mean_over(measure: Measure, quarters: int, first: int) -> str:
    """Of which quarters the mean of a run is: "year_ends", or all "quarters" for flows and where no year ended."""
    return "quarters" if measure.flow or first % 4 + quarters < 4 else "year_ends"


def of_group(measure: Measure, values: Floats, first: int) -> dict[str, Any]:
    """Mean, quarters and years of one series, values (replicates, quarters)."""
    bounds, over = measure.bounds, mean_over(measure, values.shape[1], first)
    chosen = year_ends(values, first) if over == "year_ends" else values
    years = by_year(measure, values, first)
    return {
        **interval([mean_of_known(row) for row in chosen], bounds),
        "values": int(np.count_nonzero(~np.isnan(chosen))),
        "by_quarter": {quarter_name(first + k): interval(values[:, k], bounds) for k in range(values.shape[1])},
        "by_year": {str(year): interval(found, bounds) for year, found in years.items()},
    }


def measures(runs: Sequence[Run], first: int) -> dict[str, Any]:
    """Every measure by group: unit, meaning, mean, each quarter and each year with its interval."""
    stacked = np.stack([run.values for run in runs])
    result = {}
    for measure in MEASURES.values():
        groups = {g: of_group(measure, stacked[:, :, PLACE_OF[g, measure.name]], first) for g in measure.groups}
        main, *others = measure.groups
        result[measure.name] = {
            "unit": measure.unit,
            "yearly_unit": measure.yearly_unit,
            "en": measure.en,
            "zh": measure.zh,
            "mean_over": mean_over(measure, stacked.shape[1], first),
            "group": main,
            **groups[main],
            "groups": {group: groups[group] for group in others},
        }
    return result


def state_sha256(runs: Sequence[Run]) -> str:
    """SHA-256 over the replicates' digests, in order of replicates."""
    sha = hashlib.sha256()
    for run in runs:
        sha.update(run.digest)
    return sha.hexdigest()


def quarters_sha256(runs: Sequence[Run]) -> str:
    """SHA-256 over all series of all quarters (little-endian float64), in order of replicates; one NaN is like another."""
    sha = hashlib.sha256()
    for run in runs:
        values = np.where(np.isnan(run.values), math.nan, run.values)
        sha.update(np.ascontiguousarray(values, dtype="<f8").tobytes())
    return sha.hexdigest()


def tidy(runs: Mapping[str, Sequence[Run]], first: int, replicates: Sequence[int]) -> dict[str, list[Any]]:
    """Columns scenario, replicate, quarter, group, measure, value; None where a value is undefined."""
    columns: dict[str, list[Any]] = {
        name: [] for name in ("scenario", "replicate", "quarter", "group", "measure", "value")
    }
    for scenario, own in runs.items():
        for replicate, run in zip(replicates, own, strict=False):
            for k in range(run.values.shape[0]):
                for (group, measure), place in PLACE_OF.items():
                    value = float(run.values[k, place])
                    cells = (scenario, replicate, quarter_name(first + k), group, measure, known(value))
                    for name, cell in zip(columns, cells, strict=True):
                        columns[name].append(cell)
    return columns


def known(value: float) -> float | None:
    """The number, or None where it is undefined."""
    return None if math.isnan(value) else value


def parquet(columns: Mapping[str, Sequence[Any]]) -> bytes:
    """A table as Parquet bytes."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    sink = pa.BufferOutputStream()
    pq.write_table(pa.table(dict(columns)), sink, compression="zstd")
    return sink.getvalue().to_pybytes()


def as_json(content: Any) -> bytes:
    """Indented UTF-8 JSON; NaN and infinity are refused."""
    text = json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False)
    return (text + "\n").encode("utf-8", "replace")  # a file name may hold bytes that are no text


def yearly(summary: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every measure and group in every year, as rows for Excel: the fourth quarter, of flows the sum of the year."""
    rows = []
    for name, measure in summary["measures"].items():
        found = MEASURES[name]
        for group, entry in {measure["group"]: measure, **measure["groups"]}.items():
            for year, value in entry["by_year"].items():
                low, high = value["ci95"]
                rows.append(
                    {
                        "year": int(year),
                        **described(group, name, found.yearly_unit),
                        "period": "whole year" if found.flow else "fourth quarter",
                        "mean": value["mean"],
                        "low": low,
                        "high": high,
                        "replicates": value["replicates"],
                    }
                )
    return rows


def described(group: str, measure: str, unit: str = "") -> dict[str, str]:
    """Names and unit (its own unless another is given) of a series in both languages, as columns of a table."""
    found = MEASURES[measure]
    unit = unit or found.unit
    return {
        "measure": measure,
        "group": group,
        "unit": unit,
        "指标": found.zh,
        "人群": group_title(group, "zh"),
        "单位": unit_zh(unit),
    }


def group_title(group: str, lang: str) -> str:
    """Name of a group of households."""
    return GROUP_TITLES[group][0 if lang == "en" else 1]
