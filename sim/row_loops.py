"""How many loops over its rows a compiled pass makes, counted in its text and in the texts that it calls.

A text that takes rows ``lo`` to ``hi`` makes one loop over them for every ``for`` that stands in no other one. What a
loop calls on a single row, such as a scalar equation with a loop of its own, takes no ``lo`` and ``hi`` and is part of it.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterable, Mapping
from types import FunctionType
from typing import Any


def row_loops(function: Callable[..., Any]) -> int:
    """Loops over rows in one call, those of the functions that it calls by name and hands rows to included.

    Rounds that the text tells multiply what stands in them, ``for stream in range(3)`` say; repetitions whose number it
    does not tell, such as ``while``, count once. Of branches that exclude each other the one with most loops counts.
    """
    source = _source(function)
    local = set(source.__code__.co_varnames)
    scope = {name: value for name, value in source.__globals__.items() if name not in local}
    (tree,) = ast.parse(textwrap.dedent(inspect.getsource(source))).body
    return _loops(tree.body, scope) if isinstance(tree, ast.FunctionDef) else 0


def _source(function: Callable[..., Any]) -> Any:
    """The Python function of a compiled one."""
    return getattr(function, "py_func", function)


def takes_rows(value: Any) -> bool:
    """Whether this is a function of rows ``lo`` to ``hi``."""
    source = _source(value)
    return isinstance(source, FunctionType) and source.__code__.co_varnames[:2] == ("lo", "hi")


def _loops(nodes: Iterable[ast.AST], scope: Mapping[str, Any]) -> int:
    return sum(_of_node(node, scope) for node in nodes)


def _of_node(node: ast.AST, scope: Mapping[str, Any]) -> int:
    if isinstance(node, ast.For):
        inside, rounds = _loops(node.body, scope), _rounds(node, scope)
        return max(inside, 1) if rounds is None else rounds * inside
    if isinstance(node, ast.If):
        return _of_node(node.test, scope) + max(_loops(node.body, scope), _loops(node.orelse, scope))
    called: Any = scope.get(node.func.id) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else None
    own = row_loops(called) if takes_rows(called) else 0
    return own + _loops(ast.iter_child_nodes(node), scope)


def _rounds(loop: ast.For, scope: Mapping[str, Any]) -> int | None:
    """Rounds of a loop where the text and the constants that it names tell them, else None."""
    try:
        return len(eval(ast.unparse(loop.iter), dict(scope)))  # the project's own text
    except (NameError, TypeError):  # a local name; no sequence
        return None
