"""Cutting TOML text into statements, so that one mistake does not hide the next and every key has a line.

tomllib stops at the first mistake and tells no lines. Each statement of TOML stands on its own, so each can
be read alone; only a statement that never closes needs care.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_MARK = re.compile(r"\"\"\"|'''|[\n#\"'\[\]{}=]")
# Possessive repeats (*+): no memory for a way back, whatever the length.
_REST_OF_LONG_BASIC = re.compile(r'(?:[^"\\]|\\.|"{1,2}(?!"))*+"{3,5}', re.DOTALL)
_REST_OF_BASIC = re.compile(r'(?:[^"\\\n]|\\.)*+"')
_REST_OF_LITERAL = re.compile(r"[^'\n]*'")


class Statement(NamedTuple):
    """A header or ``key = value`` with the number of its first line."""

    line: int
    text: str


def statements(text: str) -> Iterator[Statement]:
    """The statements of ``text``, blank and comment lines left out.

    What never closes is given as its first line alone, and reading goes on with the next line.
    """
    position, line = 0, 1
    while position < len(text):
        end = _end(text, position)
        if end is None:
            newline = text.find("\n", position)
            end = len(text) if newline < 0 else newline + 1
        statement = text[position:end]
        if (bare := statement.strip()) and not bare.startswith("#"):
            yield Statement(line, statement)
        line += statement.count("\n")
        position = end


def _end(text: str, position: int) -> int | None:
    """Where the statement that begins at ``position`` ends, its newline included; None if it never closes."""
    open_brackets: list[str] = []
    while mark := _MARK.search(text, position):
        token, position = mark[0], mark.end()
        if token == "\n":
            # Only inside an array may a statement go on in the next line.
            if not open_brackets or open_brackets[-1] != "[":
                return position
        elif token == "=":
            if open_brackets and open_brackets[-1] == "[":
                return None
        elif token in "[{":
            open_brackets.append(token)
        elif token in "]}":
            if open_brackets:
                open_brackets.pop()
        elif (skipped := _skipped(text, position, token)) is None:
            return None
        else:
            position = skipped
    return len(text) if not open_brackets else None


def _skipped(text: str, position: int, opening: str) -> int | None:
    """The end of the comment or string that ``opening`` begins; None for a long string that never closes."""
    if opening == "'''":
        closing = text.find("'''", position)
        return None if closing < 0 else closing + 3
    if opening == '"""':
        rest = _REST_OF_LONG_BASIC.match(text, position)
        return rest.end() if rest else None
    pattern = {'"': _REST_OF_BASIC, "'": _REST_OF_LITERAL}.get(opening)
    if pattern and (rest := pattern.match(text, position)):
        return rest.end()
    newline = text.find("\n", position)
    return len(text) if newline < 0 else newline
