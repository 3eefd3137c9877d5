"""``fanpin parameters``: every number with unit, bounds, meaning, source and evidence."""

from __future__ import annotations

import argparse

from sim.commands import shared
from sim.language import Text
from sim.parameters import GROUPS, load_scenario
from sim.spec import declarations, parameter_rows, parameter_table


def command(options: argparse.Namespace) -> None:
    """List the declarations, with a scenario's values if one is named."""
    tree = load_scenario(options.scenario).tree if options.scenario else None
    found = declarations(GROUPS)
    if options.like:
        text = options.like.lower()
        found = {
            p: d for p, d in found.items() if text in p.lower() or text in d.param.zh or text in d.param.en.lower()
        }
    if options.json:
        shared.print_json(parameter_rows(found, tree))
        return
    rows = parameter_table(found, options.lang, tree)
    title = Text(f"{len(rows)} parameters", f"共 {len(rows)} 个参数").of(options.lang)
    if rows:
        shared.print_table(title, list(rows[0]), [list(row.values()) for row in rows])
    else:
        print(title)
