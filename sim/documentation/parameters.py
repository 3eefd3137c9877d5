"""Tables of the parameters and of their evidence."""

from __future__ import annotations

from collections import Counter

from sim.documentation.markdown import headed, table
from sim.parameters import GROUPS
from sim.sources import GRADES
from sim.spec import declarations, parameter_rows
from sim.spec.problems import shown

GRADES_EN = {
    "official": "stated by a document or a statistical agency",
    "published": "stated by a study",
    "derived": "arithmetic on such numbers, with an assumed split",
    "memory": "recalled, not yet checked",
    "assumed": "assumed",
}


def parameter_tables(lang: str) -> str:
    """One table for each group of parameters, its sources below it."""
    rows = parameter_rows(declarations(GROUPS))
    return "\n\n".join(
        f"#### `{group}`\n\n{_group(lang, [r for r in rows if r['group'] == group])}" for group in GROUPS
    )


def _group(lang: str, rows: list[dict]) -> str:
    sources = list(dict.fromkeys((r["source"], r[f"source_{lang}"], r["quote"]) for r in rows))
    cells = [
        (
            f"`{r['field']}`",
            _plain(r["default"]),
            r["unit"] if lang == "en" else r["unit_zh"],
            _range(r, "bounds", lang),
            _range(r, "plausible", lang),
            r[lang] + (f" ${r['symbol']}$" if r["symbol"] else ""),
            f"{r['evidence'] if lang == 'en' else r['evidence_zh']} [{sources.index((r['source'], r[f'source_{lang}'], r['quote'])) + 1}]",
        )
        for r in rows
    ]
    headings = headed(
        lang, "parameter,default,unit,bounds,plausible,meaning,evidence", "参数,默认值,单位,允许范围,合理范围,含义,证据"
    )
    notes = (
        f"[{i}] `{id}` {text}" + (f" “{' '.join(quote.split())}”" if quote else "")
        for i, (id, text, quote) in enumerate(sources, 1)
    )
    return table(headings, cells) + "\n\n" + "<br>\n".join(notes)


def _plain(value: object) -> str:
    return value if isinstance(value, str) else shown(value)


def _range(row: dict, which: str, lang: str) -> str:
    if row["choices"]:
        several = ("one or more of " if lang == "en" else "一个或多个：") if row["several"] else ""
        names = row["choices_zh"] if lang == "zh" else []
        return several + ", ".join(
            [f"{code} {name}" for code, name in zip(row["choices"], names, strict=False)] or row["choices"]
        )
    return f"{shown(row[which][0])}..{shown(row[which][1])}" if row["type"] in ("float", "int") else "–"


def evidence_table(lang: str) -> str:
    """How many numbers have which grade, and all that are not assumed, switches left out."""
    rows = [r for r in parameter_rows(declarations(GROUPS)) if r["type"] != "bool"]
    counts = Counter(r["evidence"] for r in rows)
    grades = table(
        headed(lang, "grade,numbers,meaning", "等级,参数个数"),
        (
            (grade, counts[grade], GRADES_EN[grade]) if lang == "en" else (GRADES[grade], counts[grade])
            for grade in GRADES
        ),
    )
    listed = (
        (f"`{r['path']}`", _plain(r["default"]), r["unit"] if lang == "en" else r["unit_zh"],
         r["evidence"] if lang == "en" else r["evidence_zh"], f"`{r['source']}`")
        for r in rows
        if r["evidence"] != "assumed"
    )  # fmt: skip
    return (
        grades
        + "\n\n"
        + table(headed(lang, "parameter,default,unit,grade,source", "参数,默认值,单位,证据等级,出处"), listed)
    )
