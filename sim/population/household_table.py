"""A household table that has been read and found sound: its columns, its fingerprint, what it says in short."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.latest import Latest
from sim.measures.sums import total
from sim.population.table_cells import converted
from sim.population.table_checks import checked, members
from sim.population.table_columns import HOUSEHOLDS
from sim.population.table_files import TableFile, refuse_changed
from sim.population.table_reading import read
from sim.spec import Invalid

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class HouseholdTable(NamedTuple):
    """A sound table. Arrays have one value a household, in the order of the file."""

    file: str
    rows: Ints  # as Excel numbers them
    household: list[str]
    village: list[str]
    township: list[str]  # empty where the table has none
    numbers: dict[str, Floats]  # by column, NaN where a cell is left to be drawn or derived

    @property
    def n(self) -> int:
        """Households."""
        return len(self.household)

    @property
    def members(self) -> Floats:
        """Persons of each household."""
        return members(self.numbers)

    @property
    def welfare(self) -> Floats:
        """Income less own-paid medical cost a person, CNY2020/year."""
        return (self.numbers["income"] - self.numbers["medical_cost"]) / self.members


_tables: Latest[str, HouseholdTable] = Latest()


def load(path: Path, file: str = "") -> HouseholdTable:
    """Read and check a table; ``Invalid`` holds every problem, by row."""
    sheet = read(path, HOUSEHOLDS, file)
    cells = converted(sheet)
    if problems := checked(sheet, cells):
        raise Invalid(problems)
    texts = cells.texts
    return HouseholdTable(
        sheet.file,
        np.array(sheet.rows, dtype=np.int64),
        texts["household"],
        texts["village"],
        texts["township"],
        cells.numbers,
    )


def table_of(found: TableFile) -> HouseholdTable:
    """The table, read once a process; ``Invalid`` where the file is not the one that was named at first."""

    def make() -> HouseholdTable:
        refuse_changed(found)
        return load(found.place, found.file)

    return _tables.once(found.sha256, make)


class Brief(NamedTuple):
    """What a group of households in a table amounts to."""

    households: int
    persons: int
    workers: int  # away, local, in enterprises
    income_per_person: float  # CNY2020/year
    headcount: float  # share of persons whose welfare is below the poverty line
    below_monitoring: float  # the same at the monitoring line


def brief(table: HouseholdTable, chosen: NDArray[np.bool_], poverty: float, monitoring: float) -> Brief:
    """Households, persons, workers, mean income and headcount ratios of the chosen rows."""
    t, persons, welfare = table.numbers, table.members[chosen], table.welfare[chosen]
    everybody = total(persons)
    of_persons = 1.0 / everybody if everybody > 0.0 else 0.0
    workers = t["migrants"][chosen] + t["local_workers"][chosen] + t["employed"][chosen]
    return Brief(
        int(chosen.sum()),
        int(everybody),
        int(total(workers)),
        total(t["income"][chosen]) * of_persons,
        total(persons[welfare < poverty]) * of_persons,
        total(persons[welfare < monitoring]) * of_persons,
    )
