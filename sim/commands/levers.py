"""``fanpin levers``: the policy levers, their parameters and the channels they act through."""

from __future__ import annotations

import argparse

from sim.analysis.levers import TITLES
from sim.commands import shared, tables
from sim.language import Text
from sim.parameters import GROUPS, LEVERS
from sim.spec import declarations, parameter_rows, parameter_table, unit_zh
from sim.state.channels import CHANNELS


def command(options: argparse.Namespace) -> None:
    """List the levers."""
    lang = options.lang
    tree = shared.load(options.scenario).tree if options.scenario else None
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
    value = Text("default", "默认值") if tree is None else Text("value", "取值")
    headings = (
        Text("meaning", "含义"),
        Text("parameter", "参数"),
        value,
        Text("unit", "单位"),
        Text("allowed", "允许范围"),
    )
    names = [text.of(lang) for text in (*headings, Text("plausible", "合理范围"), Text("evidence", "证据等级"))]
    for lever, own in mine.items():
        rows = []
        for row in parameter_table(own, lang, tree):
            path, shown, unit, bounds, plausible, meaning, evidence, _ = row.values()
            rows.append([meaning, path.removeprefix(f"{lever}."), shown, unit, bounds, plausible, evidence])
        title = Text(f"{TITLES[lever].en} ({lever})", f"{TITLES[lever].zh}（{lever}）").of(lang)
        tables.print_table(title, names, rows, left=len(names))
    tables.print_table(
        Text("Levers reach households through these channels only", "政策只通过下列渠道作用于农户").of(lang),
        [Text("meaning", "含义").of(lang), Text("channel", "渠道").of(lang), Text("unit", "单位").of(lang)],
        [[Text(c.en, c.zh).of(lang), c.name, Text(c.unit, unit_zh(c.unit)).of(lang)] for c in CHANNELS],
        left=3,
    )
    if tree is None:
        hint = Text(
            "Values are defaults, every lever off; --scenario pengshui/baseline shows those of a scenario.",
            "以上为默认值（各项政策均未开启）；加 --scenario pengshui/baseline 可查看某一情景的取值。",
        )
        print(hint.of(lang))
