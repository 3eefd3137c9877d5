"""What is wrong with an input, told in two languages, with file, key and line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_SHOWN_LENGTH = 60


class Problem(NamedTuple):
    """One thing that is wrong. ``en`` and ``zh`` are the bare sentence; ``text`` adds the place."""

    file: str
    key: str
    line: int  # 1 is the first line, 0 means that there is none
    value: str
    unit: str
    allowed: str
    en: str
    zh: str

    def text(self, lang: str) -> str:
        """The whole line for a person, ``lang`` being ``en`` or ``zh``."""
        if lang == "zh":
            place = f"{self.file} 第{self.line}行：" if self.line else f"{self.file}："
        else:
            place = f"{self.file}:{self.line}: " if self.line else f"{self.file}: "
        return (place if self.file else "") + (self.zh if lang == "zh" else self.en)


class Invalid(ValueError):
    """Input that cannot be used; ``problems`` holds everything that was found, never the first thing only."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def lines(self, lang: str) -> list[str]:
        """One line a problem, in ``lang`` (``en`` or ``zh``)."""
        return [problem.text(lang) for problem in self.problems]

    def __str__(self) -> str:
        return "\n".join(self.lines("en"))


class Place(NamedTuple):
    """Where a value stands: the file, the keys that lead to it, and the line of every key of the file."""

    file: str
    parts: tuple[str, ...] = ()
    lines: Mapping[tuple[str, ...], int] = MappingProxyType({})

    def under(self, part: str) -> Place:
        """The place of the key ``part`` below this one."""
        return self._replace(parts=(*self.parts, part))

    @property
    def key(self) -> str:
        """The dotted key as one writes it in TOML."""
        return ".".join(part if _BARE_KEY.fullmatch(part) else shown(part) for part in self.parts)

    @property
    def line(self) -> int:
        """The line of the key, or of the nearest key above it that has one, or 0."""
        for length in range(len(self.parts), 0, -1):
            if line := self.lines.get(self.parts[:length]):
                return line
        return 0

    def problem(self, en: str, zh: str, value: object = None, unit: str = "", allowed: str = "") -> Problem:
        """A problem at this place."""
        text = "" if value is None else shown(value)
        return Problem(self.file, self.key, self.line, text, unit, allowed, en, zh)


def shown(value: object) -> str:
    """A value as one writes it in TOML, cut where it is long; tables and lists by their kind only."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        # Python refuses to print very long integers
        return str(value) if abs(value) < 10**_SHOWN_LENGTH else f"{'-' if value < 0 else ''}1e{_SHOWN_LENGTH}..."
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, str):
        cut = value if len(value) <= _SHOWN_LENGTH else value[:_SHOWN_LENGTH] + "..."
        # A lone surrogate cannot be printed.
        return json.dumps(cut, ensure_ascii=False).encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, dict):
        return "{...}"
    if isinstance(value, list):
        return "[...]"
    return str(value)[:_SHOWN_LENGTH]
