"""A network that has been read and found sound: firms, and who hangs on whom."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.latest import Latest
from sim.population.household_table import HouseholdTable
from sim.population.network_checks import Sheets, checked_firms, contracts_of, rows_by_text
from sim.population.network_columns import COOPERATIVE, FIRMS, SALE, TIES
from sim.population.table_cells import converted
from sim.population.table_files import TableFile, refuse_changed
from sim.population.table_reading import read
from sim.population.tie_checks import checked_ties
from sim.spec import Invalid, Problem

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class FirmTable(NamedTuple):
    """A sound table of firms. Arrays have one value a firm, in the order of the file."""

    file: str
    rows: Ints  # as Excel numbers them
    code: list[str]
    village: list[str]  # empty where it is left to be drawn
    contracts: Floats  # bits of the forms of contract, NaN where they are left to be drawn
    numbers: dict[str, Floats]  # by column, NaN where a cell is left to be drawn

    @property
    def cooperative(self) -> NDArray[np.bool_]:
        """Which firms are co-operatives."""
        return self.numbers["kind"] == COOPERATIVE


class TieTable(NamedTuple):
    """A sound table of ties. Arrays have one value a tie, in the order of the file."""

    file: str
    origin: Ints  # row of the household in its table; of a sale, row of the co-operative among the firms
    firm: Ints  # row among the firms
    line: Ints
    amount: Floats  # CNY2020, NaN where it is derived
    share: Floats  # %, NaN where there is none


class Network(NamedTuple):
    """Firms, and ties or None where these are left to be drawn."""

    firms: FirmTable
    ties: TieTable | None


_networks: Latest[tuple[str, ...], Network] = Latest()


def load(firms: TableFile, ties: TableFile | None, households: HouseholdTable | None) -> Network:
    """Read and check both tables; ``Invalid`` holds every problem, file by file, by row.

    Without ``households``, which were refused themselves, the network is refused, too, but for its own problems only.
    """
    problems: list[Problem] = []
    sheets: list[Sheets | None] = []
    for found, layout in ((firms, FIRMS), (ties, TIES)):
        try:
            sheet = read(found.place, layout, found.file) if found else None
            sheets.append(Sheets(sheet, converted(sheet)) if sheet else None)
        except Invalid as wrong:
            problems += wrong.problems
            sheets.append(None)
    business, tied = sheets
    problems += checked_firms(business, households, drawn=ties is None) if business else []
    problems += checked_ties(tied, business, households) if tied else []
    if problems or business is None or households is None:
        raise Invalid(problems)
    table = firm_table(business)
    return Network(table, tie_table(tied, table, households) if tied else None)


def firm_table(found: Sheets) -> FirmTable:
    """The firms of a sheet without problems."""
    sheet, cells = found
    bits = np.array([contracts_of(text) for text in cells.texts["contracts"]], dtype=np.float64)
    rows = np.array(sheet.rows, dtype=np.int64)
    return FirmTable(sheet.file, rows, cells.texts["code"], cells.texts["village"], bits, cells.numbers)


def tie_table(found: Sheets, firms: FirmTable, households: HouseholdTable) -> TieTable:
    """The ties of a sheet without problems."""
    t, numbers = found.cells.texts, found.cells.numbers
    firm, household = rows_by_text(firms.code), rows_by_text(households.household)
    line = numbers["line"].astype(np.int64)
    origin = [(firm if k == SALE else household)[text] for k, text in zip(line.tolist(), t["from"], strict=True)]
    to = [firm[text] for text in t["to"]]
    return TieTable(
        found.sheet.file,
        np.array(origin, dtype=np.int64),
        np.array(to, dtype=np.int64),
        line,
        numbers["amount"],
        numbers["share"],
    )


def network_of(firms: TableFile, ties: TableFile | None, population: TableFile, households: HouseholdTable) -> Network:
    """The network, read once a process; ``Invalid`` where a file is not the one that was named at first."""

    def make() -> Network:
        for found in (firms, ties):
            if found:
                refuse_changed(found)
        return load(firms, ties, households)

    return _networks.once(tuple(found.sha256 for found in (population, firms, ties) if found), make)
