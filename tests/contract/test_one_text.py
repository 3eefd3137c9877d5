"""One text, same bits: what compiled functions of ``sim`` may not say, read from their syntax trees.

Python and numba differ in each case named here, or two processors or library versions do. Loads of
integer columns are a trap that no syntax shows: an int8 of numpy overflows in Python at 127, the compiled
one is widened, so the text says ``int(column[i])``.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import sim.compiled

DECORATORS = {"compiled", "inlined"}
ALLOWED = {
    "math": {"sqrt", "inf"},
    "numpy": {"empty", "empty_like", "zeros", "zeros_like", "full", "full_like",
              "float64", "int64", "int32", "int16", "int8", "bool_"},
}  # fmt: skip
REFUSED_CALLS = {
    "round": "round() differs",
    "sum": "sum() of floats changed in Python 3.12: write the loop",
    "pow": "pow() differs: write products and sqrt",
    "divmod": "divmod() by zero differs: guard a // b and a % b",
    "sorted": "sorting belongs outside compiled code",
}
REDUCTIONS = {"sum", "mean", "std", "var", "prod", "dot", "cumsum", "min", "max", "round", "argsort", "sort"}
TYPES = {"float32", "float16", "uint8", "uint16", "uint32", "uint64", "complex128", "longdouble"}


class Reader(ast.NodeVisitor):
    """Collects what one compiled function says against the rules."""

    def __init__(self, module: ast.Module, file: str) -> None:
        self.file, self.problems, self.guards = file, [], []
        self.modules = dict(_modules(module))
        self.imported = dict(_imported_names(module))

    def refuse(self, node: ast.AST, why: str) -> None:
        self.problems.append(f"{self.file}:{node.lineno}: {why}")

    def visit_BinOp(self, node: ast.BinOp | ast.AugAssign) -> None:
        divisor = node.right if isinstance(node, ast.BinOp) else node.value
        if isinstance(node.op, ast.Pow):
            self.refuse(node, "** differs: write products and sqrt, or mathematics.power")
        if isinstance(node.op, ast.MatMult):
            self.refuse(node, "@ differs with the number of threads")
        if isinstance(node.op, ast.FloorDiv | ast.Mod) and not self.safe(divisor):
            self.refuse(node, "// and % by zero differ: write `a // b if b > 0 else 0`")
        self.generic_visit(node)

    visit_AugAssign = visit_BinOp

    def safe(self, divisor: ast.expr) -> bool:
        """A constant that is not zero, or what a condition around it calls positive."""
        constant = isinstance(divisor, ast.Constant) and divisor.value != 0
        return constant or _is_constant_name(divisor) or ast.dump(divisor) in self.guards

    def visit_IfExp(self, node: ast.IfExp | ast.If) -> None:
        self.visit(node.test)
        positive = [ast.dump(x) for x in _called_positive(node.test)]
        self.guards += positive
        for inner in node.body if isinstance(node.body, list) else [node.body]:
            self.visit(inner)
        del self.guards[len(self.guards) - len(positive) :]
        for inner in node.orelse if isinstance(node.orelse, list) else [node.orelse]:
            self.visit(inner)

    visit_If = visit_IfExp

    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        if isinstance(node.op, ast.Invert):
            self.refuse(node, "~flag is -1 or -2 in Python: write `not flag`")
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        if isinstance(node.func, ast.Name):
            self.call_by_name(node, node.func.id)
        elif isinstance(node.func, ast.Attribute) and node.func.attr in REDUCTIONS:
            self.refuse(node, f"{node.func.attr}() adds or orders as it likes: write the loop")
        self.generic_visit(node)

    def call_by_name(self, node: ast.Call, name: str) -> None:
        if name in REFUSED_CALLS:
            self.refuse(node, REFUSED_CALLS[name])
        if name in ("min", "max") and (len(node.args) < 2 or any(map(_is_integer, node.args))):
            self.refuse(node, f"{name}() takes floats, two or more: 0.0, never 0")
        if name == "int" and self.file != "draws.py" and not all(map(_is_bounded, node.args)):
            self.refuse(node, "int() of a number without bounds differs: int(min(max(x, 0.0), 9.0))")

    def visit_Attribute(self, node: ast.Attribute) -> None:
        module = self.modules.get(node.value.id, "") if isinstance(node.value, ast.Name) else ""
        if module in ALLOWED:
            self.check_import(node, module, node.attr)
        elif module.split(".")[0] == "sim":
            self.refuse(node, f"import {node.attr} by name: its plain twin is found by name")
        if node.attr in TYPES:
            self.refuse(node, f"{node.attr}: columns are float64, int8 to int64 or bool")
        self.generic_visit(node)

    def visit_Name(self, node: ast.Name) -> None:
        if node.id in self.imported:
            self.check_import(node, *self.imported[node.id])

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str) and node.value in TYPES:
            self.refuse(node, f"{node.value}: columns are float64, int8 to int64 or bool")

    def check_import(self, node: ast.AST, module: str, name: str) -> None:
        if name not in ALLOWED[module] | TYPES:
            self.refuse(node, f"{module}.{name} differs between machines or lanes: see sim.mathematics")


def _modules(module: ast.Module) -> Iterator[tuple[str, str]]:
    """Local names of modules, with what they stand for."""
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from ((a.asname or a.name.split(".")[0], a.name) for a in node.names)
        if isinstance(node, ast.ImportFrom) and node.module == "sim":
            yield from ((a.asname or a.name, f"sim.{a.name}") for a in node.names)


def _imported_names(module: ast.Module) -> Iterator[tuple[str, tuple[str, str]]]:
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom) and node.module in ALLOWED:
            yield from ((a.asname or a.name, (node.module, a.name)) for a in node.names)


def _called_positive(test: ast.expr) -> Iterator[ast.expr]:
    """What ``test`` finds greater than zero: ``x > 0``, alone or joined by ``and``."""
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And):
        for part in test.values:
            yield from _called_positive(part)
    if isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.Gt) and len(test.ops) == 1:
        bound = test.comparators[0]
        if isinstance(bound, ast.Constant) and bound.value >= 0:
            yield test.left


def _is_constant_name(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id.isupper()


def _is_integer(node: ast.expr) -> bool:
    node = node.operand if isinstance(node, ast.UnaryOp) else node
    return isinstance(node, ast.Constant) and isinstance(node.value, int)


def _is_bounded(node: ast.expr) -> bool:
    """A condition or flag, a cell of a column, a cut value, or the bits of a float."""
    if isinstance(node, ast.Call):
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        return name in ("min", "max", "bool", "view")
    if isinstance(node, ast.UnaryOp):
        return isinstance(node.op, ast.Not)
    name = getattr(node, "id", getattr(node, "attr", ""))
    return isinstance(node, ast.Compare | ast.BoolOp | ast.Subscript) or name.endswith("_flag")


def compiled_functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            for decorator in node.decorator_list:
                name = decorator.func if isinstance(decorator, ast.Call) else decorator
                if getattr(name, "id", getattr(name, "attr", "")) in DECORATORS:
                    yield node


def problems_of(text: str, file: str = "snippet.py") -> list[str]:
    tree = ast.parse(text)
    found = []
    for function in compiled_functions(tree):
        reader = Reader(tree, file)
        for statement in function.body:
            reader.visit(statement)
        found += reader.problems
    for node in ast.walk(tree):
        names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        if file != "compiled.py" and any(name.split(".")[0] == "numba" for name in names):
            found.append(f"{file}:{node.lineno}: numba is imported in compiled.py alone")
    return found


FILES = sorted(Path(sim.compiled.__file__).parent.rglob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(FILES[0].parent).as_posix())
def test_compiled_text_keeps_the_rules(path):
    assert not problems_of(path.read_text("utf-8"), path.name)


def test_the_rules_reach_the_compiled_functions():
    found = {f.name for p in FILES for f in compiled_functions(ast.parse(p.read_text("utf-8")))}
    assert {"exp", "log", "normal_quantile", "words", "uniforms"} <= found


GOOD = """
y = x / d if d > 0.0 else 0.0
y = n // k if k > 0 else 0
y = n % 4 + n // SIZE
if k > 0 and n > 1: y = n // k
y = min(max(x, 0.0), 1.0) + math.sqrt(x) + exp(x)
y = int(x > 0.0) + int(not flag) + int(poor_flag) + int(column[i]) + int(min(max(x, 0.0), 9.0))
y = np.empty(n, np.float64)
for i in range(n): y[i] = x * x
"""
BAD = """
y = x ** 2
y **= 0.5
y = pow(x, 2.0)
y = round(x, 2)
y = ~flag
y = sum(xs)
y = xs.sum()
y = np.sum(xs)
y = a @ b
y = int(x)
y = int(x * 3.0)
y = min(x, 0)
y = max(x, -1)
y = max(xs)
y = np.exp(x)
y = math.exp(x)
y = math.log(x)
y = math.pow(x, 2.0)
y = numpy_log(x)
y = from_math(x)
y = n // k
y = n % k
y //= k
y = n // 0
y = n // k if k < 3 else 0
y = 0 if k > 0 else n // k
y = divmod(n, 4)
y = np.float32(x)
y = np.empty(n, "float32")
y = np.uint64(n)
y = mathematics.exp(x)
y = sim_math.exp(x)
y = sorted(xs)
"""
HEAD = """
import math
import numpy as np
import sim.mathematics as sim_math
from math import exp as from_math
from numpy import log as numpy_log
from sim import mathematics
from sim.compiled import compiled
from sim.mathematics import exp
"""


def in_function(statement: str, decorator: str = "compiled") -> str:
    return f"{HEAD}\n@{decorator}\ndef f(x, n):\n    {statement}\n    return y\n"


def test_good_text_passes():
    for statement in GOOD.strip().splitlines():
        assert not problems_of(in_function(statement)), statement


@pytest.mark.parametrize("statement", BAD.strip().splitlines())
def test_bad_text_is_refused_in_compiled_functions_only(statement):
    for decorator in ("compiled", "inlined", "sim_math.compiled"):
        found = problems_of(in_function(statement, decorator))
        assert found and all(problem.startswith("snippet.py:13: ") for problem in found)
    assert not problems_of(in_function(statement, "staticmethod"))


@pytest.mark.parametrize("line", ["import numba", "from numba import njit", "import numba.core.types"])
def test_numba_is_reached_through_one_file(line):
    assert problems_of(line) and not problems_of(line, "compiled.py")
