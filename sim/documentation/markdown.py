"""Tables in Markdown, in one of two languages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sim.spec import unit_zh


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table. A vertical bar inside a cell is escaped."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |" for line in lines)


def headed(lang: str, en: str, zh: str) -> list[str]:
    """Headings in ``lang``, given as words separated by commas."""
    return (en if lang == "en" else zh).split(",")


def unit(name: str, lang: str) -> str:
    """A unit in ``lang``."""
    return name if lang == "en" else unit_zh(name)
