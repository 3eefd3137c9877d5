"""What ``--set`` changed, as a person reads it: below headings, below figures, in summaries."""

from __future__ import annotations

from collections.abc import Sequence

from sim.commands.remarks import NOTHING
from sim.language import Text, wrapped
from sim.scenario import Scenario

Change = dict[str, str]


def changes(scenario: Scenario, sets: Sequence[str], varied: Sequence[str] = ()) -> list[Change]:
    """Path, value and meaning of every --set; those of ``varied`` parameters have no effect and are left out."""
    found = []
    for text in sets:
        path, _, value = (part.strip() for part in text.partition("="))
        if path not in varied:
            param = scenario.tree.declarations[path].param
            found.append({"path": path, "value": value, "en": param.en, "zh": param.zh})
    return found


def line(found: Sequence[Change]) -> Text:
    """One line that names every change; empty without any."""
    if not found:
        return NOTHING
    return Text(
        "changed: " + "; ".join(f"{c['en']} ({c['path']} = {c['value']})" for c in found),
        "已改动：" + "；".join(f"{c['zh']}（{c['path']} = {c['value']}）" for c in found),
    )


def below(heading: str, found: Sequence[Change], lang: str, columns: int) -> str:
    """The heading with the changes below it."""
    return "\n".join([heading, *(wrapped(line(found).of(lang), columns) if found else [])])
