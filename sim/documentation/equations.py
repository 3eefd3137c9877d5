"""The numbered equations, read from the docstrings of the functions that compute them."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import NamedTuple

from sim.documentation.markdown import headed, table

ROOT = Path(__file__).resolve().parent.parent
NUMBER = re.compile(r"\(E(\d+)\)")


class Equation(NamedTuple):
    """A numbered equation: the function that computes it and the file that holds it."""

    number: int
    function: str
    file: str  # relative to the repository, such as sim/processes/health.py
    meaning: str  # first sentence of its docstring


def equations() -> list[Equation]:
    """All numbered equations of the package, by number."""
    found = []
    for path in sorted(ROOT.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.FunctionDef):
                continue
            text = ast.get_docstring(node) or ""
            for number in NUMBER.findall(text):
                words = re.sub(r",? *:math:`[^`]*`", "", text).replace("``", "`")
                meaning = re.split(r" *\(E\d+\)|[:;]", words)[0].strip(" .,")
                found.append(Equation(int(number), node.name, f"sim/{path.relative_to(ROOT).as_posix()}", meaning))
    return sorted(found)


def equation_table(lang: str) -> str:
    """Where each equation stands in the code."""
    headings = headed(lang, "equation,function,file,meaning", "方程,函数,文件")
    return table(
        headings, ((f"E{e.number}", f"`{e.function}`", f"`{e.file}`", e.meaning)[: len(headings)] for e in equations())
    )
