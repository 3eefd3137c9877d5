"""What can be said on the command line. Imports nothing heavy."""

from __future__ import annotations

import argparse
from typing import Any

from sim.commands.parsing import Parser, folder, one_of, whole
from sim.commands.texts import ACTIONS, COMMANDS, DESCRIPTION, HELP, LABELS, LANES
from sim.language import LANGUAGES, Text, half_width


def parser(lang: str) -> tuple[Parser, dict[str, Parser]]:
    """The whole command line with help in ``lang``, and the parser of each command."""
    top = _parser("fanpin", DESCRIPTION, lang)
    top.add_argument("--lang", type=one_of(LANGUAGES), metavar=LABELS["--lang"].of(lang), help=HELP["--lang"].of(lang))
    top.add_argument("--version", action="store_true", help=HELP["--version"].of(lang))
    commands = top.add_subparsers(dest="command", metavar=LABELS["COMMAND"].of(lang), parser_class=Parser)
    made = {}
    for name, text in COMMANDS.items():
        made[name] = commands.add_parser(name, add_help=False, allow_abbrev=False)
        _dressed(made[name], text, lang)
        for argument, kind in ARGUMENTS[name].items():
            label: dict[str, Any] = {} if kind is SWITCH else {"metavar": LABELS[argument].of(lang)}
            told = HELP.get(f"{name} {argument}", HELP[argument]).of(lang)
            made[name].add_argument(argument, help=told, **label, **kind)
    return top, made


def _parser(prog: str, text: Text, lang: str) -> Parser:
    made = Parser(prog=prog, add_help=False, allow_abbrev=False)
    _dressed(made, text, lang)
    return made


def _dressed(made: Parser, text: Text, lang: str) -> None:
    """Language, description and the help option."""
    made.lang, made.description = lang, text.of(lang)
    made.add_argument("-h", "--help", action="help", help=HELP["--help"].of(lang))


SWITCH: dict[str, Any] = {"action": "store_true"}
WORK: dict[str, dict[str, Any]] = {
    "--threads": {"type": whole(1, 256), "default": 1},
    "--workers": {"type": whole(1, 1024)},
    "--quiet": SWITCH,
}
SAVING: dict[str, dict[str, Any]] = {"--out": {"type": folder}, "--force": SWITCH}
EVERY: dict[str, dict[str, Any]] = {
    "--json": SWITCH,
    "--lang": {"type": one_of(LANGUAGES), "default": argparse.SUPPRESS},
}
SIMULATION: dict[str, dict[str, Any]] = {
    **SAVING,
    "--replicates": {"type": whole(1)},
    "--households": {"type": whole(1)},
    "--quarters": {"type": whole(1)},
    "--seed": {"type": whole(0, 2**63 - 1)},
    "--set": {"action": "append", "default": [], "type": half_width},
    "--lane": {"type": one_of(LANES), "default": LANES[0]},
    **WORK,
    **EVERY,
}
TABLES: dict[str, dict[str, Any]] = {name: {"type": folder} for name in ("--population", "--firms", "--ties")}
ARGUMENTS: dict[str, dict[str, dict[str, Any]]] = {
    "run": {"scenario": {}, **SIMULATION, **TABLES, "--no-levers": SWITCH, "--explain": {"type": whole(1, 1000)}},
    "compare": {"base": {}, "others": {"nargs": "+"}, **SIMULATION, **TABLES},
    "risk": {"scenario": {}, **SIMULATION, **TABLES},
    "sensitivity": {"experiment": {}, **SIMULATION},
    "population": {
        "action": {"type": one_of(ACTIONS)}, "source": {"nargs": "?"}, "--out": {"type": folder}, "--firms": TABLES["--firms"],
        "--ties": TABLES["--ties"], "--force": SWITCH, "--households": {"type": whole(1)}, "--seed": {"type": whole(0, 2**63 - 1)}, "--replicate": {"type": whole(0), "default": 0},
        "--set": SIMULATION["--set"], "--quiet": SWITCH, **EVERY,
    },
    "parameters": {"--scenario": {}, "--like": {}, **EVERY},
    "levers": {"--scenario": {}, **EVERY},
    "bench": {
        **SAVING, "--households": {"type": whole(1)}, "--quarters": {"type": whole(1, 40)}, "--quiet": SWITCH, **EVERY,
    },
    "reproduce": {
        "names": {"nargs": "*"}, "--check": SWITCH, "--small": SWITCH, "--figures": SWITCH, "--out": {"type": folder}, **TABLES, **WORK,
        **EVERY,
    },
}  # fmt: skip
