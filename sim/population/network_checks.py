"""What the cells of a table of firms must satisfy together, and with the household table."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from sim.population.household_table import HouseholdTable
from sim.population.network_columns import BETWEEN_CONTRACTS, CONTRACTS, COOPERATIVE
from sim.population.table_cells import Cells, of_cell
from sim.population.table_reading import Sheet
from sim.spec import Problem, nearest

FEW = 200  # names among which a likely one is looked for: comparing with more takes long


class Sheets(NamedTuple):
    """A table as it stands in the file, and its cells as numbers and texts."""

    sheet: Sheet
    cells: Cells

    def cell(self, name: str, k: int) -> str:
        """The text of a cell; nothing where the file lacks the column."""
        here = self.sheet.cells.get(name)
        return here[k] if here else ""

    def problem(self, name: str, k: int, en: str, zh: str, allowed: str | None = None) -> Problem:
        """A problem of the cell in row ``k`` of a column; ``allowed`` in place of what the column allows by itself."""
        column = self.sheet.layout.by_name[name]
        return of_cell(self.sheet, self.sheet.rows[k], column, self.cell(name, k), en, zh, allowed)


def rows_by_text(texts: Sequence[str]) -> dict[str, int]:
    """First row of each text."""
    rows: dict[str, int] = {}
    for k, text in enumerate(texts):
        rows.setdefault(text, k)
    return rows


def meant(text: str, names: Sequence[str]) -> tuple[str, str]:
    """What to add to an unknown name: the one that was probably meant."""
    likely = nearest(text, names) if len(names) <= FEW else ""
    return (f"; did you mean {likely}?", f"；是否想写 {likely}？") if likely else ("", "")


def contracts_of(text: str) -> float:
    """Bits of the forms of contract that a cell lists; NaN where it is empty."""
    if not text:
        return math.nan
    bits = 0
    for word in BETWEEN_CONTRACTS.split(text.lower()):
        bits |= CONTRACTS[word] if word else 0
    return float(bits)


def checked_firms(firms: Sheets, households: HouseholdTable | None, drawn: bool) -> list[Problem]:
    """Every problem of the firms, by row; ``drawn``: who works where is left to be drawn.

    What the household table alone could tell is not asked where there is none.
    """
    found = list(firms.cells.problems)
    found += _repeated(firms)
    found += _cooperatives(firms)
    found += _contracts(firms)
    if households is not None:
        found += _villages(firms, households)
        found += _employers(firms, households) if drawn else []
    return sorted(found, key=lambda problem: problem.line)


def _repeated(firms: Sheets) -> Iterator[Problem]:
    """Firms whose code another row has."""
    first: dict[str, int] = {}
    for k, text in enumerate(firms.cells.texts["code"]):
        before = first.setdefault(text, k)
        if text and before != k:
            row = firms.sheet.rows[before]
            en = f"is also in row {row}; each firm has a row and a code of its own"
            yield firms.problem("code", k, en, f"与第{row}行重复；每个经营主体一行，编号唯一")


def _villages(firms: Sheets, households: HouseholdTable) -> Iterator[Problem]:
    """Villages in which no household of the table lives: the model has no others."""
    names = sorted(set(households.village))
    known = set(names)
    for k, text in enumerate(firms.cells.texts["village"]):
        if text and text not in known and not firms.cells.wrong["village"][k]:
            hint, hint_zh = meant(text, names)
            en = f"is a village in which no household of {households.file} lives{hint}"
            yield firms.problem("village", k, en, f"{households.file} 中没有该村的农户{hint_zh}")


def _cooperatives(firms: Sheets) -> Iterator[Problem]:
    """Co-operatives without product, and what belongs to one kind of firm alone."""
    numbers, wrong = firms.cells.numbers, firms.cells.wrong
    for k, kind in enumerate(numbers["kind"].tolist()):
        if math.isnan(kind):
            continue
        if kind == COOPERATIVE:
            if math.isnan(numbers["product"][k]) and not wrong["product"][k]:
                yield firms.problem(
                    "product", k, "must not be empty: a co-operative has a product", "不能为空：合作社须有产品"
                )
            if firms.cell("jobs", k):
                en, zh = (
                    "is of enterprises and workshops; leave it empty for a co-operative",
                    "只适用于龙头企业和车间；合作社请留空",
                )
                yield firms.problem("jobs", k, en, zh)
            continue
        for name in ("shell", "contracts"):
            if firms.cell(name, k):
                yield firms.problem(name, k, "is of co-operatives; leave it empty here", "只适用于合作社；此处请留空")


def _contracts(firms: Sheets) -> Iterator[Problem]:
    """Forms of contract that there are not."""
    for k, text in enumerate(firms.cells.texts["contracts"]):
        for word in BETWEEN_CONTRACTS.split(text):
            if word and word.lower() not in CONTRACTS:
                hint, hint_zh = meant(word, list(CONTRACTS))
                en, zh = f"holds {word}, which is no form of contract{hint}", f"其中“{word}”不是利益联结方式{hint_zh}"
                yield firms.problem("contracts", k, en, zh, " | ".join(CONTRACTS))


def _employers(firms: Sheets, households: HouseholdTable) -> Iterator[Problem]:
    """Households whose members work in an enterprise, where there is none."""
    kind = firms.cells.numbers["kind"]
    if np.isnan(kind).any() or (kind != COOPERATIVE).any():
        return
    rows = np.flatnonzero(households.numbers["employed"] > 0.0)
    if rows.size:
        row = int(households.rows[rows[0]])
        yield firms.problem(
            "kind", 0, f"and all others are co-operatives, but {rows.size} households have members employed by an enterprise "
            f"({households.file}, row {row})", f"等均为合作社，但有{rows.size}户填有企业就业人数（{households.file} 第{row}行）"
        )  # fmt: skip
