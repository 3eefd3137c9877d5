"""``fanpin levers``: the policy levers, their parameters and the channels they act through."""

from __future__ import annotations

import argparse

from sim.analysis.levers import TITLES
from sim.commands import shared
from sim.language import Text
from sim.parameters import GROUPS, LEVERS, load_scenario
from sim.spec import declarations, parameter_rows, parameter_table
from sim.state.flows import CHANNELS


def command(options: argparse.Namespace) -> None:
    """List the levers."""
    tree = load_scenario(options.scenario).tree if options.scenario else None
    found = declarations(GROUPS)
    mine = {lever: {p: d for p, d in found.items() if d.group == lever} for lever in LEVERS}
    if options.json:
        shared.print_json(
            {
                "levers": [
                    {"path": lever, **TITLES[lever]._asdict(), "parameters": parameter_rows(own, tree)}
                    for lever, own in mine.items()
                ],
                "channels": [channel._asdict() for channel in CHANNELS],
            }
        )
        return
    for lever, own in mine.items():
        rows = parameter_table(own, options.lang, tree)
        kept = [key for key in rows[0] if key not in ("source", "出处")]
        shared.print_table(
            f"{TITLES[lever].of(options.lang)} ({lever})", kept, [[row[key] for key in kept] for row in rows]
        )
    headings = [
        Text("channel", "渠道").of(options.lang),
        Text("unit", "单位").of(options.lang),
        Text("meaning", "含义").of(options.lang),
    ]
    rows_of = [[c.name, c.unit, Text(c.en, c.zh).of(options.lang)] for c in CHANNELS]
    shared.print_table(
        Text("Levers reach households through these channels only", "政策只通过下列渠道作用于农户").of(options.lang),
        headings,
        rows_of,
    )
