"""Which language a person reads, text to a terminal of any code page, and how wide a text is there."""

from __future__ import annotations

import locale
import os
import sys
from numbers import Integral
from typing import NamedTuple
from unicodedata import east_asian_width

LANGUAGES = ("zh", "en")
HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
NOT_FIRST = "，。；：、？！）》”’…％,.;:?!)"  # a line of Chinese does not begin with these


class Text(NamedTuple):
    """One text in both languages."""

    en: str
    zh: str

    def of(self, lang: str) -> str:
        """The text in ``lang``."""
        return self.zh if lang == "zh" else self.en

    def both(self, lang: str) -> str:
        """Both texts on one line, the one in ``lang`` first."""
        return f"{self.zh} / {self.en}" if lang == "zh" else f"{self.en} / {self.zh}"


class Failure(RuntimeError):
    """Something that went wrong and is told to a person; no fault of the program."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


def within(name: str, zh: str, value: object, least: int, most: int) -> None:
    """``ValueError`` in both languages unless ``value`` is a whole number from ``least`` through ``most``."""
    if not isinstance(value, Integral) or isinstance(value, bool) or not least <= int(value) <= most:
        en = f"{name} = {value!r} is not a whole number from {least} to {most}"
        raise ValueError(Text(en, f"{zh} {name} = {value!r}，应为{least}～{most}之间的整数").both("en"))


def from_locale() -> str:
    """``zh`` where the locale is Chinese, else ``en``."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            return "zh" if value.lower().startswith("zh") else "en"
    try:
        name = locale.getlocale()[0] or ""
    except ValueError:
        name = ""
    return "zh" if name.lower().startswith(("zh", "chinese")) else "en"


def wanted(arguments: list[str]) -> str:
    """The language that the arguments name with --lang, else the locale's."""
    for i, argument in enumerate(arguments):
        value = argument.partition("=")[2] if argument.startswith("--lang=") else ""
        if argument == "--lang" and i + 1 < len(arguments):
            value = arguments[i + 1]
        if value in LANGUAGES:
            return value
    return from_locale()


def utf8() -> None:
    """Write UTF-8 to standard output and error, whatever the console's code page."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


def half_width(text: str) -> str:
    """The text with full-width letters, digits and signs, as Chinese input methods give them, made half-width."""
    return text.translate(HALF_WIDTH)


def width(text: str) -> int:
    """Columns that the text takes on a terminal: two for each Chinese character."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def padded(text: str, columns: int, right: bool = False) -> str:
    """The text with spaces after it (``right``: before it) up to so many columns."""
    space = " " * (columns - width(text))
    return space + text if right else text + space


def wrapped(text: str, columns: int, indent: str = "", first: str | None = None) -> list[str]:
    """Lines of at most so many columns, indented; Chinese breaks anywhere, other words at spaces."""
    lines, line = [], indent if first is None else first
    empty, reach = line, columns - 4  # room for two marks that may not begin the next line
    for word in _words(text):
        if line != empty and width(line + word.rstrip()) > reach and word[0] not in NOT_FIRST:
            lines.append(line.rstrip())
            line = empty = indent
            word = word.lstrip()
        line += word
    return [*lines, line.rstrip()]


def _words(text: str) -> list[str]:
    """The text cut where a line may break: after a space, but not before a percent sign, and around a Chinese character."""
    words = [""]
    for before, character in zip(" " + text, text, strict=False):
        if (before == " " and character != "%") or width(before) == 2 or width(character) == 2:
            words.append("")
        words[-1] += character
    return [word for word in words if word]
