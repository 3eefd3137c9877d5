"""``fanpin parameters``: every number with unit, bounds, meaning, source and evidence."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from sim.commands import shared, tables
from sim.language import Text, half_width, wrapped
from sim.parameters import GROUPS
from sim.spec import declarations, parameter_rows, parameter_table


def command(options: argparse.Namespace) -> None:
    """List the declarations, with a scenario's values if one is named."""
    tree = shared.load(options.scenario).tree if options.scenario else None
    found = declarations(GROUPS)
    if options.like:
        text = half_width(options.like).lower()
        found = {
            p: d for p, d in found.items() if text in p.lower() or text in d.param.zh or text in d.param.en.lower()
        }
    if options.json:
        shared.print_json(parameter_rows(found, tree))
        return
    rows = [list(row.values()) for row in parameter_table(found, options.lang, tree)]
    print(Text(f"{len(rows)} parameters", f"共{len(rows)}个参数").of(options.lang))
    for row in rows:
        print("\n" + "\n".join(entry(row, tree is not None, options.lang)))
    if tree is None and rows:
        hint = Text(
            "Values are defaults; --scenario pengshui/baseline shows those of a scenario.",
            "以上为默认值；加 --scenario pengshui/baseline 可查看某一情景的取值。",
        )
        print(f"\n{hint.of(options.lang)}")


def entry(row: Sequence[str], given: bool, lang: str) -> list[str]:
    """One parameter on a few lines: name and meaning; value, unit and ranges; evidence and source."""
    path, value, unit, bounds, plausible, meaning, evidence, source = row
    what = Text("value" if given else "default", "取值" if given else "默认值").of(lang)
    numbers = Text(
        f"{what} {value}; unit: {unit}; allowed {bounds}; plausible {plausible}",
        f"{what}：{value}；单位：{unit}；允许范围：{bounds}；合理范围：{plausible}",
    )
    origin = Text(f"evidence: {evidence}; source: {source}", f"证据：{evidence}；出处：{source}")
    lines = [f"{path}  {meaning}"]
    for text in (numbers, origin):
        lines += wrapped(text.of(lang), tables.columns(), "    ")
    return lines
