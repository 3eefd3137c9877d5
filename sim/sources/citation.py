"""What a source is, and the figures of the seed documents with their verbatim quotes."""

from __future__ import annotations

import csv
import functools
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

GRADES: Mapping[str, str] = MappingProxyType(
    {
        "official": "官方文件或统计",
        "published": "已发表研究",
        "derived": "由资料推算",
        "memory": "凭记忆，待核实",
        "assumed": "假定",
    }
)
"""Evidence grades, best first, with their Chinese names."""

FIGURES_FILE = Path(__file__).parent.parent / "seed_figures.csv"

# (English, Chinese) title of each seed document, by the number that its file name begins with.
_DOCUMENTS = {
    "000": (
        "Guizhou province, three-year action of the poverty campaign (fragment)",
        "贵州省脱贫攻坚三年行动文件（残篇）",
    ),
    "001": (
        "Lanzhou city, three-year action to win the poverty campaign and consolidate its results (2018)",
        "《关于打好打赢脱贫攻坚战巩固提升脱贫成果三年行动的实施方案》（兰州市，2018年）",
    ),
    "002": (
        "Guizhou poverty campaign, report no. 28 of a news series (2019)",
        "《脱贫大决战：贵州大扶贫系列报道之二十八》（2019年）",
    ),
    "003": (
        "Pengshui county, 14th five-year plan linking consolidated poverty results with rural revitalisation (2022)",
        "《彭水自治县巩固拓展脱贫攻坚成果同乡村振兴有效衔接“十四五”规划》（2022年）",
    ),
    "004": (
        "Gansu province, action plan for poverty reduction through industry (2020)",
        "《甘肃省产业扶贫专项行动方案》（2020年）",
    ),
}


class Source(NamedTuple):
    """Where a number comes from. ``quote``, ``file`` and ``section`` are filled for seed figures only."""

    id: str
    grade: str  # a key of GRADES
    en: str
    zh: str
    quote: str = ""  # verbatim, in the language of the document
    file: str = ""
    section: str = ""


class Figure(NamedTuple):
    """One row of ``seed_figures.csv``; every field as it stands there."""

    id: str
    seed_file: str
    section: str
    section_en: str
    quote_zh: str
    variable_en: str
    value: str
    unit: str
    year: str
    scope: str

    @property
    def number(self) -> float:
        """The value as a number, in ``unit``; ``ValueError`` where the figure is a rule and not a number."""
        return float(self.value)

    @property
    def source(self) -> Source:
        """This figure as a citation."""
        document_en, document_zh = _DOCUMENTS[self.seed_file[:3]]
        variable = self.variable_en.replace("_", " ")
        # A value in Chinese words stands in the quote.
        said = ", ".join(text for text in (variable, self.value, self.unit) if text.isascii())
        return Source(
            id=self.id,
            grade="official",
            en=f"{document_en}, {self.section_en}: {said}",
            zh=f"{document_zh}{self.section}",
            quote=self.quote_zh,
            file=self.seed_file,
            section=self.section,
        )


@functools.cache
def figures() -> Mapping[str, Figure]:
    """Every stored seed figure by its id."""
    with FIGURES_FILE.open(encoding="utf-8", newline="") as file:
        rows = [Figure(**row) for row in csv.DictReader(file)]
    return MappingProxyType({row.id: row for row in rows})


def figure(id: str) -> Source:
    """The seed figure ``id``, such as ``S3-011``; ``KeyError`` where ``seed_figures.csv`` lacks it."""
    if id not in figures():
        raise KeyError(f"no seed figure {id} in {FIGURES_FILE.name}; copy its row there, quote included")
    return figures()[id].source


def assumed(en: str, zh: str) -> Source:
    """A number that nobody measured; the text says why this value and this range."""
    return Source("assumed", "assumed", en, zh)


def from_memory(en: str, zh: str) -> Source:
    """A number recalled and not yet read in a page: a prior range, never a validation target."""
    return Source("memory", "memory", en, zh)


def derived(en: str, zh: str, *parents: Source) -> Source:
    """Arithmetic on ``parents``; the text gives the formula."""
    ids = ", ".join(parent.id for parent in parents)
    return Source(f"derived({ids})" if ids else "derived", "derived", en, zh)
