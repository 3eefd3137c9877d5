"""The two pages, ``MODEL.md`` and ``MODEL.zh.md``, and the tables between their markers.

What stands between ``<!-- generated: NAME -->`` and ``<!-- end -->`` is replaced by the table of that name.
Everything else in the two files is written by hand.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable

from sim.documentation.equations import ROOT, equation_table
from sim.documentation.levers import lever_table
from sim.documentation.parameters import evidence_table, parameter_tables
from sim.documentation.state import column_tables, flow_table, measure_table, sector_table, stream_table
from sim.store import written_whole

FILES = {"en": ROOT / "MODEL.md", "zh": ROOT / "MODEL.zh.md"}
MARKED = re.compile(r"<!-- generated: (?P<name>\w+) -->\n.*?<!-- end -->", re.DOTALL)
TABLES: dict[str, Callable[[str], str]] = {
    "columns": column_tables,
    "equations": equation_table,
    "evidence": evidence_table,
    "flows": flow_table,
    "levers": lever_table,
    "measures": measure_table,
    "parameters": parameter_tables,
    "sectors": sector_table,
    "streams": stream_table,
}


def generated(text: str, lang: str) -> str:
    """``text`` with every marked table made anew in ``lang``; ValueError where a marker is not understood."""
    names = re.findall(r"<!-- generated: (.*?) -->", text)
    known = [match["name"] for match in MARKED.finditer(text)]
    if names != known or not set(names) <= set(TABLES):
        raise ValueError(f"markers {names}: each must be one of {sorted(TABLES)} and be closed by <!-- end -->")
    return MARKED.sub(
        lambda found: f"<!-- generated: {found['name']} -->\n{TABLES[found['name']](lang)}\n<!-- end -->", text
    )


def main() -> int:
    """Rewrite the tables of both files where they are out of date."""
    for lang, path in FILES.items():
        old = path.read_text("utf-8")
        new = generated(old, lang)
        if new != old:
            written_whole(path, new.encode())
            sys.stdout.write(f"{path.name}\n")
    return 0
