"""Household tables that the project writes: a template with an example, and the households of a synthetic county."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from sim.draws import COMPOSITION, Key, uniforms
from sim.population.laws import Floats
from sim.population.stores import Population
from sim.population.table_columns import COLUMNS, SOURCES, TableColumn
from sim.spec import quarter_name

SPANS = (("grown", 23, 59), ("youths", 16, 22), ("pupils", 6, 15), ("infants", 0, 5), ("elders", 60, 84))
SAME = (  # columns that the store has under the same name
    "chronic", "disabled", "half_power", "students", "out_of_school", "qualified", "trained", "migrants", "local_workers",
    "employed", "post", "land", "savings", "capital", "livestock", "microcredit", "informal_debt", "ex_poor", "relocated",
    "dibao", "tekun", "insured", "house", "water",
)  # fmt: skip
EXAMPLES: tuple[dict[str, str], ...] = (
    {
        "household": "1", "village": "甲村", "township": "甲乡", "ages": "35;33;8;61", "migrants": "1", "local_workers": "0",
        "land": "5.5", "savings": "8000", "ex_poor": "是", "income": "42600", "wage_income": "32000",
        "business_income": "8600", "property_income": "500", "transfer_income": "1500", "medical_cost": "1200",
        "product": "红薯", "remark": "example, replace 示例，请替换",
    },
    {
        "household": "2", "village": "甲村", "township": "甲乡", "ages": "58;57", "disabled": "1", "migrants": "0",
        "local_workers": "0", "land": "3", "ex_poor": "否", "dibao": "是", "income": "11300", "wage_income": "0",
        "business_income": "7100", "property_income": "0", "transfer_income": "4200", "assistance": "4200",
        "medical_cost": "900", "remark": "example, replace 示例，请替换",
    },
)  # fmt: skip


def csv_of(columns: Sequence[TableColumn], rows: Sequence[Sequence[str]]) -> bytes:
    """A table that Excel reads: UTF-8 with its mark."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([column.heading for column in columns])
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def template() -> bytes:
    """All headings, and two households as an example."""
    return csv_of(COLUMNS, [[row.get(column.name, "") for column in COLUMNS] for row in EXAMPLES])


def table_of_county(population: Population, sources: Mapping[str, Floats], key: Key) -> bytes:
    """The households of a population as a table; ``sources`` are their incomes of the last year by official source."""
    cells = {**_people(population, key), **_state(population), **_money(population, sources)}
    columns = [column for column in COLUMNS if column.name in cells]
    return csv_of(columns, list(zip(*(cells[column.name] for column in columns), strict=True)))


def whole(values: NDArray) -> list[str]:
    """Whole numbers as cells."""
    return [str(int(value)) for value in values]


def cents(values: Floats) -> list[str]:
    """Amounts with two decimals, none of them -0."""
    return [f"{value:.2f}".removesuffix(".00") if abs(value) >= 0.005 else "0" for value in values]


def _people(population: Population, key: Key) -> dict[str, list[str]]:
    """Where households live, and ages of members, drawn within their age groups: the state knows the groups only."""
    h, villages = population.households, population.villages
    at = h["village"].astype(np.int64)
    return {
        "household": whole(h.id),
        "village": whole(villages.id[at]),
        "township": whole(villages["township"][at]),
        "ex_poor_village": whole(villages["ex_poor_village"][at]),
        "ages": _ages(population, key),
    }


def _ages(population: Population, key: Key) -> list[str]:
    h = population.households
    counts = {
        "infants": h["infants"], "pupils": h["children"] - h["infants"], "youths": h["youths"],
        "grown": h["adults"] - h["youths"], "elders": h["elders"],
    }  # fmt: skip
    most = int(sum(int(count.max(initial=0)) for count in counts.values()))
    luck = np.concatenate([uniforms(key, h.id, COMPOSITION, 1 + k) for k in range(most // 4 + 1)])
    lists = []
    for i in range(h.n):
        ages: list[int] = []
        for name, first, last in SPANS:
            drawn = luck[len(ages) : len(ages) + int(counts[name][i]), i]
            ages += sorted((first + int(u * (last - first + 1)) for u in drawn), reverse=True)
        lists.append(";".join(map(str, ages)))
    return lists


def _state(population: Population) -> dict[str, list[str]]:
    """Health, work, registration, wealth."""
    h = population.households
    cells = {name: cents(h[name]) if h[name].dtype.kind == "f" else whole(h[name]) for name in SAME}
    owing = (h["microcredit"] > 0.0) & (h["loan_due"] >= 0)
    due = [quarter_name(int(q)) if owes else "" for q, owes in zip(h["loan_due"], owing, strict=True)]
    monitored = np.where(h["monitor"] == 2, h["monitor_class"], 0)
    grown = population.products["kind"][h["product"]] + 1
    return {**cells, "microcredit_due": due, "monitor_class": whole(monitored), "product": whole(grown)}


def _money(population: Population, sources: Mapping[str, Floats]) -> dict[str, list[str]]:
    """Incomes of the last year: business income is what the other sources leave of the total."""
    h = population.households

    def year(name: str) -> Floats:
        return h[f"{name}_0"] + h[f"{name}_1"] + h[f"{name}_2"] + h[f"{name}_3"]

    income = year("market_income") + year("assistance")
    business = income - sources["wage_income"] - sources["property_income"] - sources["transfer_income"]
    by_source = {**sources, "business_income": business}
    return {
        "income": cents(income),
        **{name: cents(by_source[name]) for name in SOURCES},
        "assistance": cents(year("assistance")),
        "medical_cost": cents(year("medical")),
        "consumption": cents(year("consumption")),
    }
