"""Cells of a table as numbers, each against its column's declaration; a bad cell is told and left out."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.population.table_columns import (
    AGE_GROUPS,
    AGES,
    IGNORED,
    MOST_MEMBERS,
    NOTHING,
    OLDEST,
    QUARTER,
    TEXT,
    WHOLE,
    YES_NO,
    TableColumn,
)
from sim.population.table_reading import Sheet
from sim.spec import CALENDAR_END, HISTORY_START, Problem, quarter_number, unit_zh
from sim.spec.problems import shown

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?")
SHORTENED = re.compile(r"\d(\.\d+)?[eE]\+\d+")
BETWEEN_AGES = re.compile(r"[;,\u3001/\s]+")
EXTRA_WORDS = {"y": 1, "true": 1, "有": 1, "n": 0, "false": 0, "无": 0}  # of a flag, beside 是 and 否
HORIZON = quarter_number(HISTORY_START), quarter_number(CALENDAR_END)


class Cells(NamedTuple):
    """Columns of a table. An empty cell that is drawn or derived is NaN; a cell that is wrong is NaN and ``wrong``."""

    numbers: dict[str, Floats]
    texts: dict[str, list[str]]
    wrong: dict[str, Flags]
    problems: list[Problem]


def converted(sheet: Sheet) -> Cells:
    """Every column of the sheet as numbers or texts."""
    n = len(sheet.rows)
    cells = Cells({}, {}, {}, list(sheet.problems))
    for column in sheet.layout.columns:
        if column.kind == IGNORED:
            continue
        here = sheet.cells.get(column.name)
        if column.kind == TEXT:
            _texts(column, here or [""] * n, sheet, cells)
        elif column.kind == AGES:
            _ages(column, here or [""] * n, sheet, cells)
        else:
            _numbers(column, here, sheet, cells)
    return cells


def label(column: TableColumn, heading: str) -> tuple[str, str]:
    """The column as an English and as a Chinese reader find it: as the file has it, with its meaning where that is foreign."""
    en = heading if column.name in heading or column.en in heading.lower() else f"{heading} ({column.name})"
    zh = heading if column.zh in heading else f"{heading}（{column.zh}）"
    return f'"{en}"', f"“{zh}”"


def of_cell(
    sheet: Sheet, row: int, column: TableColumn, value: str, en: str, zh: str, allowed: str | None = None
) -> Problem:
    """A problem of one cell: value, unit and allowed range (the column's, where none is given) are told with the sentence."""
    heading, allowed = sheet.headings.get(column.name, column.heading), column.allowed() if allowed is None else allowed
    name, name_zh = label(column, heading)
    unit = f" ({column.unit})" if column.unit else ""
    unit_chinese = f"，单位：{unit_zh(column.unit)}" if column.unit else ""
    more = f"; allowed: {allowed}" if allowed else ""
    more_zh = f"；允许：{allowed}{unit_chinese}" if allowed else ""
    en, zh = f"{name} = {shown(value)}{unit} {en}{more}", f"{name_zh}= {shown(value)}，{zh}{more_zh}"
    return Problem(sheet.file, heading, row, value, column.unit, allowed, en, zh)


def _empty(sheet: Sheet, row: int, column: TableColumn) -> Problem:
    return of_cell(sheet, row, column, "", "must not be empty", "不能为空")


def _texts(column: TableColumn, here: list[str], sheet: Sheet, cells: Cells) -> None:
    """A column of names; numbers that Excel has shortened are lost and told."""
    wrong = np.zeros(len(here), dtype=bool)
    for k, text in enumerate(here):
        if column.required and not text and column.name in sheet.cells:
            cells.problems.append(_empty(sheet, sheet.rows[k], column))
            wrong[k] = True
        elif SHORTENED.fullmatch(text):
            en = "was shortened by Excel and its last digits are lost; format the column as text before typing"
            zh = "已被 Excel 改为科学计数，后几位数字丢失；请先将该列设为“文本”格式再填写"
            cells.problems.append(of_cell(sheet, sheet.rows[k], column, text, en, zh))
            wrong[k] = True
    cells.texts[column.name], cells.wrong[column.name] = here, wrong


def number_of(text: str) -> float:
    """The number that a cell shows, with or without commas between thousands; NaN where it shows none."""
    if THOUSANDS.fullmatch(text):
        text = text.replace(",", "")
    return float(text) if NUMBER.fullmatch(text) else math.nan


def quarter_of(text: str) -> float:
    """The number of a quarter such as 2022Q3; NaN where the cell is none."""
    try:
        return float(quarter_number(text.upper()))
    except ValueError:
        return math.nan


def value_of(column: TableColumn) -> Callable[[str], float]:
    """How a cell of the column is read."""
    if column.kind == QUARTER:
        return quarter_of
    words: dict[str, Any] = {**column.words, **(EXTRA_WORDS if column.words is YES_NO else {})}
    return lambda text: float(words[text.lower()]) if text.lower() in words else number_of(text)


def _numbers(column: TableColumn, here: list[str] | None, sheet: Sheet, cells: Cells) -> None:
    """A column of numbers; empty cells take what the column declares."""
    n, read = len(sheet.rows), value_of(column)
    blank = float(column.blank) if isinstance(column.blank, float) else NOTHING
    low, high = HORIZON if column.kind == QUARTER else (column.low, column.high)
    known: dict[str, float] = {"": blank}  # the same few texts stand in most cells
    values, wrong = np.full(n, blank), np.full(n, column.required)  # of a column that is missing, which is told once
    for k, text in enumerate(here or ()):
        value = known.get(text)
        if value is None:
            value = known.setdefault(text, read(text))
        values[k] = value
    if here is not None:
        empty = np.array([not text for text in here], dtype=bool)
        whole = (values == np.floor(values)) | (column.kind != WHOLE)
        wrong = np.where(empty, column.required, ~((values >= low) & (values <= high) & whole))
        cells.problems.extend(_refusals(column, here, values, wrong, (low, high), sheet))
        values[wrong] = NOTHING
    cells.numbers[column.name], cells.wrong[column.name] = values, wrong


NO_NUMBER = {  # by whether a quarter is asked for, and whether words may be written
    (True, False): ("is not a quarter", "不是季度"),
    (False, False): ("is not a number", "不是数字"),
    (False, True): ("is neither a known word nor a number", "不是可识别的名称，也不是数字"),
}


def _refusals(
    column: TableColumn, here: list[str], values: Floats, wrong: Flags, bounds: tuple[float, float], sheet: Sheet
) -> Iterator[Problem]:
    """Why each cell that is wrong is refused."""
    for k in np.flatnonzero(wrong):
        if not here[k]:
            yield _empty(sheet, sheet.rows[k], column)
            continue
        if math.isnan(values[k]):
            en, zh = NO_NUMBER[column.kind == QUARTER, bool(column.words)]
        elif not bounds[0] <= values[k] <= bounds[1]:
            en, zh = "is outside the allowed range", "超出允许范围"
        else:
            en, zh = "is not a whole number", "不是整数"
        yield of_cell(sheet, sheet.rows[k], column, here[k], en, zh)


def _ages(column: TableColumn, here: list[str], sheet: Sheet, cells: Cells) -> None:
    """Members of each age group, from lists of ages."""
    n = len(here)
    counts = {name: np.zeros(n) for name, _, _ in AGE_GROUPS}
    wrong = np.zeros(n, dtype=bool)
    for k, text in enumerate(here):
        ages, found = _members(column, text, sheet, sheet.rows[k]) if column.name in sheet.cells else ([], [])
        cells.problems.extend(found)
        wrong[k] = not ages
        for name, first, end in AGE_GROUPS:
            counts[name][k] = sum(first <= age < end for age in ages)
    for name, count in counts.items():
        count[wrong] = NOTHING
        cells.numbers[name], cells.wrong[name] = count, wrong
    cells.wrong[column.name] = wrong


def _members(column: TableColumn, text: str, sheet: Sheet, row: int) -> tuple[list[int], list[Problem]]:
    """The ages that a cell lists, and what is wrong with it."""
    parts = [part for part in BETWEEN_AGES.split(text) if part]
    if not parts:
        return [], [of_cell(sheet, row, column, text, "lists no member", "没有成员")]
    problems = []
    if len(parts) > MOST_MEMBERS:
        en, zh = f"lists {len(parts)} members; at most {MOST_MEMBERS}", f"列出{len(parts)}名成员，至多{MOST_MEMBERS}名"
        problems.append(of_cell(sheet, row, column, text, en, zh))
    ages = [number_of(part) for part in parts]
    for part, age in zip(parts, ages, strict=True):
        if math.isnan(age) or age != math.floor(age):
            en, zh = f"holds {shown(part)}, which is no age in whole years", f"其中 {shown(part)} 不是整数年龄"
        elif not 0 <= age <= OLDEST:
            en, zh = f"holds a member of {age:.0f} years", f"其中有{age:.0f}岁的成员"
        else:
            continue
        problems.append(of_cell(sheet, row, column, text, en, zh))
    return ([] if problems else [int(age) for age in ages]), problems
