"""Small tables of households, firms and ties that tests spoil in one place."""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from sim.population.household_table import HouseholdTable
from sim.population.inputs import checked_inputs, tables_of
from sim.population.network_table import Network

Rows = Sequence[Mapping[str, str]]
_SAME = {
    "ages": "35;33;17;8;61", "migrants": "1", "local_workers": "0", "employed": "0", "land": "5", "ex_poor": "1",
    "income": "42600", "wage_income": "32000", "business_income": "8600", "property_income": "500",
    "transfer_income": "1500", "medical_cost": "1200", "product": "红薯",
}  # fmt: skip
HOUSEHOLDS = (
    {**_SAME, "household": "11", "village": "东山村", "employed": "1", "microcredit": "30000"},
    {**_SAME, "household": "12", "village": "东山村", "product": "烤烟"},
    {**_SAME, "household": "13", "village": "西山村", "employed": "2", "ages": "35;33;17;40;61"},
    {**_SAME, "household": "14", "village": "西山村", "ex_poor": "0"},
)
FIRMS = (
    {"code": "Q1", "kind": "龙头企业", "village": "东山村", "product": "红薯", "jobs": "5", "cash": "900", "capital": "200000",
     "debt": "700", "quality": "0.7"},
    {"code": "Q2", "kind": "enterprise", "product": "烤烟"},
    {"code": "CJ", "kind": "2", "village": "西山村", "jobs": "2"},
    {"code": "H1", "kind": "合作社", "village": "东山村", "product": "红薯", "capital": "60000", "shell": "否", "contracts": "订单；务工"},
    {"code": "H2", "kind": "3", "village": "西山村", "product": "烤烟", "shell": "是"},
)  # fmt: skip
TIES = (
    {"from": "11", "to": "Q1", "line": "就业"},
    {"from": "13", "to": "CJ", "line": "job"},
    {"from": "11", "to": "H1", "line": "社员"},
    {"from": "11", "to": "H1", "line": "入股", "amount": "4000"},
    {"from": "12", "to": "Q1", "line": "shares", "share": "10"},
    {"from": "14", "to": "H2", "line": "入股"},
    {"from": "11", "to": "Q1", "line": "户贷企用"},
    {"from": "H1", "to": "Q1", "line": "订单收购"},
)


def csv_text(rows: Rows) -> str:
    """A table of the given rows, whose columns are all that any of them names."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, names, lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def written(folder: Path, households: Rows = HOUSEHOLDS, firms: Rows = FIRMS, ties: Rows | None = TIES) -> list[str]:
    """Paths of the tables, written."""
    paths = []
    for name, rows in (("农户.csv", households), ("主体.csv", firms), ("联结.csv", ties)):
        if rows is not None:
            path = folder / name
            path.write_text(csv_text(rows), "utf-8-sig")
            paths.append(str(path))
    return paths


def read(folder: Path, **tables: Rows | None) -> tuple[HouseholdTable, Network]:
    """The tables read and checked."""
    inputs = checked_inputs(*written(folder, **tables))
    assert inputs.table
    table, network = tables_of(*inputs)
    assert network
    return table, network


def changed(rows: Rows, place: int, **cells: str) -> list[dict[str, str]]:
    """The rows with other cells in one of them."""
    return [{**row, **cells} if k == place else dict(row) for k, row in enumerate(rows)]
