"""Numbers and tables for a terminal."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from math import floor, log10

from sim.language import Text, padded, width, wrapped
from sim.outcomes import MEASURES
from sim.spec import quarter_name, unit_zh

WIDEST = 120  # columns of running text
NONE = "-"

# Short names of what the tables show; the JSON and CSV files hold the full ones.
TITLES = {
    ("ex_poor", "return_rate"): Text("return rate, ex-poor (%)", "返贫率（%，脱贫人口）"),
    ("ordinary", "new_poverty_rate"): Text("new poverty, others (%)", "新致贫率（%，其他农户）"),
    ("ex_poor", "headcount"): Text("poor, ex-poor (%)", "贫困发生率（%，脱贫人口）"),
    ("all", "headcount"): Text("poor, all rural (%)", "贫困发生率（%，全部农户）"),
    ("ex_poor", "ever_returned_share"): Text("ever returned, ex-poor (%)", "曾返贫比例（%，脱贫人口）"),
    ("ex_poor", "monitored_share"): Text("monitored, ex-poor (%)", "监测对象比例（%，脱贫人口）"),
    ("ex_poor", "income_per_person"): Text(
        "income per person, ex-poor (CNY/year)", "人均可支配收入（元/年，脱贫人口）"
    ),
    ("county", "fiscal_cost"): Text("public cost of support (million CNY/year)", "帮扶财政支出（万元/年）"),
}


def scale(group: str, measure: str, lang: str) -> tuple[float, int]:
    """Factor and decimals with which a measure is shown: percent, yuan, or money a year."""
    unit = MEASURES[measure].unit
    if unit.startswith("share"):
        return 100.0, 2
    if unit == "CNY2020/quarter":
        return (4e-4, 1) if lang == "zh" else (4e-6, 3)
    return (1.0, 0) if unit.startswith("CNY") else (1.0, 3)


def unit_of_change(measure: str) -> Text:
    """Unit in which `scale` shows a change of the measure."""
    unit = MEASURES[measure].unit
    if unit.startswith("share"):
        return Text("points", "百分点")
    if unit == "CNY2020/quarter":
        return Text("million CNY/year", "万元/年")
    return Text("CNY/year", "元/年") if unit == "CNY2020/(person·year)" else Text(unit, unit_zh(unit))


def decimals(largest: float) -> int:
    """Decimals that give the largest number three significant digits."""
    return max(0, min(6, 2 - floor(log10(largest)))) if largest > 0.0 else 2


def plain(value: float | None, factor: float = 1.0, digits: int = 2) -> str:
    """A number, or a dash."""
    return NONE if value is None else _without_minus_zero(f"{factor * value:,.{digits}f}")


def signed(value: float | None, factor: float = 1.0, digits: int = 2) -> str:
    """A difference with its sign; none where it rounds to zero."""
    return NONE if value is None else _without_minus_zero(f"{factor * value:+,.{digits}f}")


def _without_minus_zero(text: str) -> str:
    return text if text.strip("+-0.,") else text.lstrip("+-")


def between(low: str, high: str, lang: str) -> str:
    """An interval of two numbers that are texts already."""
    return NONE if NONE in (low, high) else Text(f"{low} to {high}", f"{low}～{high}").of(lang)


def between_shares(low: float | None, high: float | None, digits: int, lang: str) -> str:
    """An interval of shares in percent."""
    return between(share(low, digits), share(high, digits), lang)


def share(value: float | None, digits: int = 2) -> str:
    """A share in percent, without the sign."""
    return plain(value, 100.0, digits)


def with_interval(value: str, low: str, high: str, lang: str) -> str:
    """A number with its interval in brackets, or alone where none is known."""
    found = between(low, high, lang)
    return value if found == NONE else Text(f"{value} ({found})", f"{value}（{found}）").of(lang)


def year(quarter: str, lang: str) -> str:
    """2021Q4 as a person writes it."""
    return Text(quarter, f"{quarter[:4]}年{'一二三四'[int(quarter[5]) - 1]}季度").of(lang)


def period(first: int, quarters: int, lang: str) -> str:
    """First and last quarter lived, and their number."""
    start, end = (quarter_name(number) for number in (first, first + quarters - 1))
    if quarters == 1:
        return year(start, lang)
    return Text(
        f"{start} to {end} ({quarters} quarters)", f"{year(start, 'zh')}至{year(end, 'zh')}（{quarters}个季度）"
    ).of(lang)


def years(window: str, lang: str) -> str:
    """2021-2025 as a person writes it; one year alone where both are the same."""
    first, _, last = window.partition("-")
    return (
        Text(first, f"{first}年").of(lang) if first == last else Text(f"{first}-{last}", f"{first}—{last}年").of(lang)
    )


def columns() -> int:
    """Width of the terminal, at most ``WIDEST``."""
    return min(shutil.get_terminal_size((WIDEST, 24)).columns, WIDEST) - 1


def print_table(title: str, headings: Sequence[str], rows: Sequence[Sequence[str]], left: int = 1) -> None:
    """A table whose columns line up with Chinese characters, too; all but the first ``left`` are numbers.

    A heading may have several lines.
    """
    split = [str(heading).split("\n") for heading in headings]
    height = max(len(parts) for parts in split)
    top = [[parts[k] if k < len(parts) else "" for parts in split] for k in range(height)]
    body = [[str(cell) for cell in row] for row in rows]
    widths = [max(width(row[i]) for row in (*top, *body)) for i in range(len(headings))]
    lines = [title, ""] if title else []
    for row in (*top, ["-" * w for w in widths], *body):
        cells = [padded(cell, w, right=i >= left) for i, (cell, w) in enumerate(zip(row, widths, strict=True))]
        lines.append("  ".join(cells).rstrip())
    sys.stdout.write("\n".join(lines) + "\n\n")


def print_notes(notes: Sequence[Text], lang: str) -> None:
    """Remarks below a table, one a paragraph."""
    lines = [Text("Notes", "说明").of(lang)]
    for note in notes:
        text = note.of(lang)
        stop = "" if text[-1] in ".。？?" else Text(".", "。").of(lang)
        lines += wrapped(text + stop, columns(), "  ", "· ")
    sys.stdout.write("\n".join(lines) + "\n")
