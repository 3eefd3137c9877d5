"""``fanpin run --explain N``: why households returned, as a table of causes and a few lives."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from sim import results
from sim.commands import shared, tables
from sim.explain.life import heading, sections, structured
from sim.explain.pages import NOTICE, page
from sim.explain.report import Explanation, explained
from sim.language import Text, wrapped
from sim.runs import Job
from sim.scenario import Scenario

LIVES, CAUSES = "lives.md", "causes.csv"
HEADINGS = (
    Text("main cause", "主要原因"),
    Text("households", "户数"),
    Text("persons", "人数"),
    Text("share of\npersons (%)", "占返贫\n人数（%）"),
    Text("contributing\n(households)", "作为次要原因\n（户）"),
)


def explanation(job: Job, lives: int, digest: bytes | None, options: argparse.Namespace) -> Explanation:
    """Live the job's replicate again, with progress."""
    with shared.progress(options, Text("following households that returned", "追踪返贫农户")) as tell:
        tell(0, 1)
        found = explained(job, lives, digest)
        tell(1, 1)
    return found


def summary(found: Explanation) -> dict[str, Any]:
    """The part of the summary that explains: causes and lives."""
    return {"causes": found.causes, "lives": [structured(life) for life in found.lives]}


def show(found: Explanation, asked: int, lang: str) -> None:
    """Table of causes, then the lives."""
    print()
    rows = [
        [
            Text(row["en"], row["zh"]).of(lang),
            f"{row['households']:,}",
            f"{row['persons']:,}",
            tables.share(row["share"], 1),
            f"{row['contributing_households']:,}",
        ]
        for row in found.causes
    ]
    title = Text(
        f"Why households returned: first returns of ex-poor households in the first replicate "
        f"({found.returns:,} households, {found.persons:,} persons)",
        f"返贫原因：第一次模拟中脱贫户的首次返贫（{found.returns:,}户，{found.persons:,}人）",
    )
    if rows:
        tables.print_table(title.of(lang), [text.of(lang) for text in HEADINGS], rows)
    notes = [NOTICE] + [fewer(found, asked)] * (len(found.lives) < asked)
    tables.print_notes(notes, lang)
    for life in found.lives:
        print("\n" + "\n".join(wrapped(heading(life, lang), tables.columns())))
        for section in sections(life, lang):
            print(f"  {section.title.of(lang)}")
            mark = "· " if section.listed else ""
            for line in section.lines:
                print("\n".join(wrapped(line, tables.columns(), "      " if mark else "    ", f"    {mark}")))


def fewer(found: Explanation, asked: int) -> Text:
    """That fewer returned than were asked for."""
    if not found.returns:
        return Text("No ex-poor household returned to poverty in this replicate", "这次模拟中没有脱贫户返贫")
    return Text(
        f"{asked} lives were asked for; only {found.returns} households returned",
        f"要求说明{asked}户，返贫的只有{found.returns}户",
    )


def files(found: Explanation, scenario: Scenario, asked: int, lang: str) -> dict[str, Callable[[], bytes]]:
    """What is saved: the lives in the reader's language, the table in both."""
    name = Text(f"Why households returned: {scenario.title['en']}", f"农户返贫经过：{scenario.title['zh']}").of(lang)
    note = fewer(found, asked).of(lang) + Text(".", "。").of(lang) if len(found.lives) < asked else ""
    return {
        LIVES: lambda: page(found.lives, name, lang, note).encode("utf-8"),
        CAUSES: lambda: results.csv_bytes([in_both(row) for row in found.causes]),
    }


def in_both(row: dict[str, Any]) -> dict[str, Any]:
    """A row of the table of causes for Excel, names in both languages."""
    counts = {
        key: row[key] for key in ("households", "persons", "share", "contributing_households", "contributing_persons")
    }
    return {"cause": row["en"], "原因": row["zh"], "national": "yes" if row["national"] else "no", **counts}
