"""Reading a table that Excel wrote: encodings, headings, rows as Excel numbers them."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import NamedTuple

from sim.language import half_width
from sim.population.table_columns import IGNORED, Layout, TableColumn, plain
from sim.spec import Invalid, Problem, nearest

LARGEST = 1 << 29  # bytes
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # what .xlsx and .xls files begin with
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
DELIMITERS = (",", "\t", ";")


class Sheet(NamedTuple):
    """The cells of a table by column; ``rows`` are the rows' numbers as Excel shows them."""

    file: str
    headings: dict[str, str]  # as the file has them, by the name of the column
    cells: dict[str, list[str]]
    rows: list[int]
    problems: list[Problem]
    layout: Layout


def read(path: Path, layout: Layout, file: str = "") -> Sheet:
    """The table in ``path``; ``Invalid`` where it cannot be read as a table at all."""
    file = file or path.as_posix()
    content = _content(path, file)
    lines = _lines(_decoded(content, file), file)
    if not lines:
        raise Invalid([_problem(file, 0, "the table is empty", "表格是空的")])
    number, headings = lines[0]
    columns, problems = _columns(headings, layout, file, number)
    if not any(columns):
        en = f"no heading is known; the first row that is not empty must hold the headings: {layout.template}"
        zh = f"没有可识别的列名；第一个非空行应为列名，见 {layout.template}"
        raise Invalid([_problem(file, number, en, zh)])
    found = {column.name: k for k, column in enumerate(columns) if column is not None and column.kind != IGNORED}
    problems += _too_long(lines[1:], len(headings), file)
    cells = {name: [_cell(row, k) for _, row in lines[1:]] for name, k in found.items()}
    shown = {name: " ".join(headings[k].split()) for name, k in found.items()}
    if len(lines) == 1:
        problems.append(_problem(file, number, f"the table holds no {layout.en}", f"表格中没有{layout.zh}"))
    return Sheet(file, shown, cells, [number for number, _ in lines[1:]], problems, layout)


def _problem(file: str, row: int, en: str, zh: str, heading: str = "", value: str = "") -> Problem:
    return Problem(file, heading, row, value, "", "", en, zh)


def _content(path: Path, file: str) -> bytes:
    """The bytes of the file; ``Invalid`` where it is none, too large, or a workbook."""
    try:
        with path.open("rb") as stream:
            content = stream.read(LARGEST + 1)
    except OSError as wrong:
        why = wrong.strerror or str(wrong)
        raise Invalid(
            [
                _problem(
                    file,
                    0,
                    f"the table cannot be read: {why}",
                    f"表格无法读取（{why}）；请检查文件名，并在 Excel 中关闭该文件",
                )
            ]
        ) from None
    if len(content) > LARGEST:
        raise Invalid([_problem(file, 0, "the table is larger than 512 MiB", "表格超过 512 MiB")])
    if content.startswith(WORKBOOKS):
        en = 'this is an Excel workbook; in Excel choose "Save As" and the type "CSV UTF-8 (comma delimited)"'
        zh = "这是 Excel 工作簿；请在 Excel 中“另存为”，类型选“CSV UTF-8（逗号分隔）”"
        raise Invalid([_problem(file, 0, en, zh)])
    return content


def _decoded(content: bytes, file: str) -> str:
    """The text, from UTF-8 with or without its mark or from GB 18030, which Chinese Excel writes as plain CSV."""
    if not content.startswith(UTF_16):
        for encoding in ("utf-8-sig", "gb18030"):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                continue
    en = 'the table is neither UTF-8 nor GB 18030 (GBK); save it in Excel as "CSV UTF-8 (comma delimited)"'
    zh = "表格既不是 UTF-8 也不是 GB 18030（GBK）编码；请在 Excel 中另存为“CSV UTF-8（逗号分隔）”"
    raise Invalid([_problem(file, 0, en, zh)])


def _lines(text: str, file: str) -> list[tuple[int, list[str]]]:
    """Rows that are not empty, each with its number in Excel, where a cell may hold several lines."""
    first = next((line for line in text.splitlines() if line.strip(" \t,;")), "")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(DELIMITERS, key=first.count), strict=True)
    lines: list[tuple[int, list[str]]] = []
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):  # noqa: B007
            if any(cell.strip() for cell in cells):
                lines.append((number, cells))
    except csv.Error as wrong:
        en = f"row {number + 1} cannot be read as CSV ({wrong}); is a quotation mark missing?"
        zh = f"第{number + 1}行不符合 CSV 格式（{wrong}），是否缺少引号？"
        raise Invalid([_problem(file, number + 1, en, zh)]) from None
    return lines


def _columns(
    headings: list[str], layout: Layout, file: str, row: int
) -> tuple[list[TableColumn | None], list[Problem]]:
    """The column of each heading, and what is wrong with the headings."""
    known, found, problems = layout.aliases(), list[TableColumn | None](), list[Problem]()
    for heading in headings:
        column = known.get(plain(heading)) or known.get(plain(heading).partition(" ")[0])
        shown = " ".join(heading.split())[:60]
        if column is None and shown:
            problems.append(_unknown(shown, known, file, row))
        elif any(column is other for other in found):
            en, zh = f'the column "{shown}" is there twice', f"“{shown}”列出现了两次"
            problems.append(_problem(file, row, en, zh, shown, shown))
        found.append(column)
    names = {column.name for column in found if column is not None}
    problems += [
        _missing(column, file, row) for column in layout.columns if column.required and column.name not in names
    ]
    return found, problems


def _unknown(shown: str, known: dict[str, TableColumn], file: str, row: int) -> Problem:
    """There is no column of that name: it may be a misspelt one, so nothing is left out in silence."""
    meant = nearest(plain(shown), known)
    column = known.get(meant)
    en = f'there is no column "{shown}"; ' + (
        f"did you mean {column.heading}?"
        if column
        else "delete it, or name it remark (personal data do not belong here)"
    )
    zh = f"没有“{shown}”这一列；" + (
        f"是否想写“{column.heading}”？" if column else "请删除该列，或将列名改为“备注”（请勿放入个人信息）"
    )
    return _problem(file, row, en, zh, shown, shown)


def _missing(column: TableColumn, file: str, row: int) -> Problem:
    en = f'the column "{column.heading}" is missing: {column.meaning}'
    return _problem(file, row, en, f"缺少“{column.heading}”列：{column.meaning_zh}", column.heading)


def _too_long(lines: list[tuple[int, list[str]]], width: int, file: str) -> list[Problem]:
    """Rows with something to the right of the last heading."""
    return [
        _problem(
            file,
            number,
            f"the row has {len(row)} cells, the headings are {width}; is a list with commas not in quotation marks?",
            f"本行有{len(row)}格，列名只有{width}个；含逗号的内容是否漏了引号？",
        )
        for number, row in lines
        if any(cell.strip() for cell in row[width:])
    ]


def _cell(row: list[str], k: int) -> str:
    """A cell, half-width and without spaces around; nothing where the row is shorter."""
    return half_width(row[k]).strip() if k < len(row) else ""
