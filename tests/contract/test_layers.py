"""Imports point down only: each layer may import the layers above it in this list, never one below."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import sim

ROOT = Path(sim.__file__).parent
LAYERS = (
    ("sources",),
    ("spec", "language", "latest"),
    ("compiled", "mathematics", "draws"),
    ("state",),
    ("measures",),
    ("processes",),
    ("levers", "collectives"),
    ("government", "shocks", "forced_failures", "network", "network_sizes", "place"),
    ("accounts", "record", "lanes"),
    ("books",),
    ("firms",),
    ("population", "policies"),
    ("quarter",),
    ("county",),
    ("outcomes", "worst_places", "following", "scenario", "parameters"),
    ("start", "store"),
    ("agents", "model"),
    ("runs", "warm"),
    ("provenance", "spreadsheets"),
    ("results", "experiment"),
    ("analysis", "plots", "explain"),
    ("fresh_process", "row_loops"),
    ("pass_costs", "firm_costs"),
    ("published", "benchmark", "documentation"),
    ("commands",),
    ("cli",),
    ("__main__",),
)
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
ONLY = {"mesa": {"model.py", "agents.py"}, "matplotlib": {"plots.py"}, "numba": {"compiled.py"}, "SALib": {"design.py"}}
# Two imports that point up on purpose, inside functions: worker code that only a run needs.
LATE = {("runs", "model"), ("store", "runs"), ("store", "following")}


def layer(module: str) -> str:
    """First name below ``sim`` of a dotted module."""
    return module.split(".")[1] if module.count(".") else ""


def files() -> list[Path]:
    return [path for path in sorted(ROOT.rglob("*.py")) if "shipped" not in path.parts]


def typing_only(tree: ast.Module) -> set[ast.AST]:
    """Nodes below ``if TYPE_CHECKING``."""
    blocks = [n for n in ast.walk(tree) if isinstance(n, ast.If) and "TYPE_CHECKING" in ast.unparse(n.test)]
    return {inner for block in blocks for inner in ast.walk(block)}


def imports(source: str) -> list[str]:
    """Dotted names of all modules that a text imports at run time."""
    tree = ast.parse(source)
    skipped = typing_only(tree)
    found = []
    for node in ast.walk(tree):
        if node in skipped:
            continue
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found += [f"sim.{alias.name}" for alias in node.names] if node.module == "sim" else [node.module]
    return found


def upward(path: Path, source: str) -> list[str]:
    """Imports of ``path`` that point to a layer below it."""
    own = path.relative_to(ROOT).parts[0].removesuffix(".py")
    if own == "__init__":
        return []
    targets = [layer(name) for name in imports(source) if name.startswith("sim.")]
    return [t for t in targets if t in RANK and t != own and RANK[t] > RANK[own] and (own, t) not in LATE]


@pytest.mark.parametrize("path", files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_down_only(path):
    assert path.relative_to(ROOT).parts[0].removesuffix(".py") in {*RANK, "__init__"}, "name its layer in LAYERS"
    assert upward(path, path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("library", ONLY)
def test_a_library_is_imported_in_its_file_only(library):
    users = {
        path.name
        for path in files()
        if any(name.split(".")[0] == library for name in imports(path.read_text(encoding="utf-8")))
    }
    assert users <= ONLY[library]


def test_an_upward_import_is_found():
    source = "from sim.county import County\nfrom sim import runs\n"
    assert upward(ROOT / "state" / "store.py", source) == ["county", "runs"]


def test_an_import_for_typing_alone_is_no_import():
    assert imports("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from sim.county import County\n") == [
        "typing"
    ]
