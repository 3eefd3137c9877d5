"""Reading TOML text: its values, the line of every key, and all its mistakes."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any, NamedTuple

from sim.scenario.statements import Statement, statements
from sim.scenario.syntax import explained, line_of
from sim.spec import Place, Problem

_MOST_MISTAKES = 20
_DEEPEST = 16  # parts of a key; tomllib's time grows with the square of the depth
_MOST_DOTS = 1_000  # in one statement, for the same reason

Path = tuple[str, ...]


class Parsed(NamedTuple):
    """What could be read of a text. ``lines`` leads from every key to the line where it was first given."""

    values: dict[str, Any]
    lines: dict[Path, int]
    problems: list[Problem]


def parsed(text: str, file: str) -> Parsed:
    """Read ``text``; mistakes are returned, not raised, and what stands beside them is read."""
    reader = _Reader(file)
    text = text.replace("\r\n", "\n")
    for statement in statements(text):
        reader.read(statement)
        if len(reader.problems) >= _MOST_MISTAKES:
            reader.give_up(statement.line)
            break
    if not reader.problems:
        reader.read_whole(text)
    return Parsed(reader.values, reader.lines, reader.problems)


class _Reader:
    def __init__(self, file: str) -> None:
        self.place = Place(file)
        self.values: dict[str, Any] = {}
        self.lines: dict[Path, int] = {}
        self.problems: list[Problem] = []
        self.section: Path = ()
        self.sections: dict[Path, int] = {}
        self.assigned: dict[Path, int] = {}

    def read(self, statement: Statement) -> None:
        """One statement, alone."""
        if statement.text.count(".") > _MOST_DOTS:
            self._complain(statement.line, statement.text, "this is too long", "该语句过长")
            return
        try:
            content = tomllib.loads(statement.text)
        except RecursionError:
            self._complain(statement.line, statement.text, "brackets are nested too deeply", "括号嵌套过深")
        except ValueError as error:
            line = statement.line + max(line_of(str(error)) - 1, 0)
            self._complain(line, statement.text, *explained(str(error), statement.text))
        else:
            self._take(statement, content)

    def read_whole(self, text: str) -> None:
        """The whole text, for what only shows between statements. Its values are the ones that count."""
        try:
            self.values = tomllib.loads(text)
        except (ValueError, RecursionError) as error:
            line = line_of(str(error))
            lines = text.split("\n")
            shown = lines[line - 1] if 0 < line <= len(lines) else ""
            self._complain(line, shown, *explained(str(error), shown))

    def give_up(self, line: int) -> None:
        en = f"more than {_MOST_MISTAKES} mistakes; what follows was not read"
        self._complain(line, "", en, f"错误超过{_MOST_MISTAKES}处，其后内容未读取")

    def _take(self, statement: Statement, content: dict[str, Any]) -> None:
        path, value = _key(content, statement.text)
        header = statement.text.lstrip().startswith("[")
        full = path if header else self.section + path
        if len(path) > _DEEPEST:
            self._complain(statement.line, statement.text, "keys are nested too deeply", "键名层次过深")
            return
        if header:
            self.section = full
            repeated = isinstance(value, list)
            if not repeated:
                self._once(self.sections, full, statement.line, section=True)
                _put(self.values, full, {})  # its name is checked even if nothing in it can be read
        else:
            self._once(self.assigned, full, statement.line)
            _put(self.values, full, value)
        self.lines.setdefault(full, statement.line)
        for inner in _inner(full, value):
            self.lines.setdefault(inner, statement.line)

    def _once(self, seen: dict[Path, int], path: Path, line: int, section: bool = False) -> None:
        first = seen.setdefault(path, line)
        if first == line:
            return
        key = Place("", path).key
        what_en, what_zh = (f"section [{key}]", f"节 [{key}]") if section else (f"key {key}", f"键 {key}")
        en = f"{what_en} appears twice, first on line {first}"
        place = Place(self.place.file, path, {path: line})
        self.problems.append(place.problem(en, f"{what_zh} 重复出现，首次在第{first}行"))

    def _complain(self, line: int, text: str, en: str, zh: str) -> None:
        first, _, _ = text.strip().partition("\n")
        shown = first[:60] + ("..." if len(first) > 60 else "")
        self.problems.append(
            Problem(
                file=self.place.file,
                key="",
                line=line,
                value=shown,
                unit="",
                allowed="",
                en=en + (f": {shown}" if shown else ""),
                zh=zh + (f"：{shown}" if shown else ""),
            )
        )


def _key(content: dict[str, Any], text: str) -> tuple[Path, Any]:
    """The key of a statement that reads as ``content``, and its value; deeper keys are cut at one too many.

    ``a.b = 1`` and ``a = {b = 1}`` read the same, so the text has to tell how many parts the key has.
    """
    header = text.lstrip().startswith("[")
    parts = _DEEPEST + 1 if header else min(_parts(text), _DEEPEST + 1)
    path: list[str] = []
    value: Any = content
    while len(path) < parts and isinstance(value, dict) and len(value) == 1:
        ((part, value),) = value.items()
        path.append(part)
    return tuple(path), value


def _parts(text: str) -> int:
    """How many parts the key at the beginning of a well-formed statement has."""
    parts, position = 1, 0
    while (sign := text[position]) != "=":
        parts += sign == "."
        if sign in "\"'":
            position += 1
            while text[position] != sign:
                position += 2 if sign == '"' and text[position] == "\\" else 1
        position += 1
    return parts


def _put(values: dict[str, Any], path: Path, value: Any) -> None:
    """Store ``value`` unless something stands there or in the way; that is a mistake told elsewhere."""
    node = values
    for part in path[:-1]:
        node = node.setdefault(part, {})
        if not isinstance(node, dict):
            return
    node.setdefault(path[-1], value)


def _inner(path: Path, value: Any) -> Iterator[Path]:
    """Every key inside inline tables."""
    waiting = [(path, value)]
    while waiting:
        above, node = waiting.pop()
        if isinstance(node, dict) and len(above) < 2 * _DEEPEST:
            for part, item in node.items():
                yield (*above, part)
                waiting.append(((*above, part), item))
