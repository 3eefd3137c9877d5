"""An argument parser that speaks both languages: help, complaints, types of arguments."""

from __future__ import annotations

import argparse
import re
import shutil
import sys
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from typing import NoReturn

from sim.commands.texts import COMMANDS, EXAMPLES, LABELS, TITLES
from sim.language import Text, half_width, padded, width, wrapped

WRONG_INPUT = 2
MOST = 1_000_000  # larger numbers are slips of the finger
BETWEEN = "\0"  # between the English and the Chinese of a message that passes through argparse
MESSAGES = (  # argparse's own messages
    (
        r"the following arguments are required: (.*)",
        Text("something is missing: {0}", "缺少：{0}"),
    ),
    (r"argument (.*?): expected .*", Text("{0} needs a value", "{0} 后面缺少取值")),
    (r"argument (.*?): ignored explicit argument '(.*)'", Text("{0} takes no value", "{0} 不需要取值")),
    (rf"argument (.*?): (.*){BETWEEN}(.*)", Text("{0}: {1}", "{0}：{2}")),
)
# What Word or a Chinese input method makes of the two hyphens before an option.
DASHES = re.compile("[-\u2010-\u2015\u2212\u30fc\ufe63\uff0d]+(?=[A-Za-z\uff21-\uff3a\uff41-\uff5a])")


def complaint(message: str) -> Text:
    """An argparse message in both languages; as it is where it is not known."""
    for pattern, text in MESSAGES:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            en, zh = (
                text.of(lang).format(*(_labelled(part, lang) for part in found.groups())) for lang in ("en", "zh")
            )
            return Text(en, zh)
    return Text(message, message)


def _labelled(part: str, lang: str) -> str:
    """Labels of arguments, which argparse lists in the language of the help, in ``lang``."""
    names = {name: text.of(lang) for text in LABELS.values() for name in text}
    return ("、" if lang == "zh" else ", ").join(names.get(name, name) for name in part.split(", "))


def unknown_command(name: str) -> Text:
    """There is no such command."""
    meant = "".join(get_close_matches(name, COMMANDS, 1))
    every, every_zh = ", ".join(COMMANDS), "、".join(COMMANDS)
    if meant:
        return Text(f"there is no command {name}; did you mean {meant}?", f"没有命令 {name}；是否想写 {meant}？")
    return Text(f"there is no command {name}; there are {every}", f"没有命令 {name}；可用的命令：{every_zh}")


def unknown_argument(argument: str, known: Sequence[str]) -> Text:
    """An option that does not exist, or one word too many."""
    name = argument.partition("=")[0]
    if not name.startswith("-"):
        return Text(
            f"{name} is one argument too many (a path with spaces needs quotes)",
            f"多余的参数：{name}（含空格的路径须加引号）",
        )
    meant = "".join(get_close_matches(name, known, 1))
    en, zh = f"there is no option {name} here", f"此命令没有选项 {name}"
    return Text(f"{en}; did you mean {meant}?", f"{zh}；是否想写 {meant}？") if meant else Text(en, zh)


def wrong_dashes(arguments: Sequence[str]) -> list[Text]:
    """Options whose hyphens are not two plain ones."""
    found = []
    for argument in arguments:
        dashes = DASHES.match(argument)
        if dashes and not dashes[0].isascii():
            name, meant = argument.partition("=")[0], "--" + half_width(argument[dashes.end() :]).partition("=")[0]
            found.append(
                Text(
                    f"{name} does not begin with two plain hyphens; write {meant}",
                    f"{name} 前面不是两个半角连字符，请写成 {meant}",
                )
            )
    return found


class Parser(argparse.ArgumentParser):
    """An argument parser whose help and errors come in both languages."""

    lang = "en"

    def error(self, message: str) -> NoReturn:
        """Tell what is wrong and leave with exit code 2."""
        unknown = re.search("invalid choice: '(.*?)' ", message)
        self.refuse(unknown_command(unknown[1]) if unknown else complaint(message))

    def surplus(self, arguments: Sequence[str]) -> NoReturn:
        """Refuse arguments that mean nothing here, naming the option that was perhaps meant."""
        known = [name for action in self._actions for name in action.option_strings]
        # What follows an unknown option may be its value.
        unknown = [argument for argument in arguments if argument.startswith("-")] or arguments
        self.refuse(*(unknown_argument(argument, known) for argument in unknown))

    def refuse(self, *texts: Text) -> NoReturn:
        """One line a problem, then where to read more."""
        hint = Text(f"see {self.prog} --help", f"用法见 {self.prog} --help")
        sys.stderr.write("".join(f"{text.both(self.lang)}\n" for text in (*texts, hint)))
        raise SystemExit(WRONG_INPUT)

    def format_usage(self) -> str:
        """One line; argparse's own names every option."""
        names = "".join(f" {_positional(action)}" for action in self._actions if not action.option_strings)
        return f"{TITLES['usage'].of(self.lang)}{self.prog} {TITLES['options'].of(self.lang)}{names}\n"

    def format_help(self) -> str:
        """Usage, description, arguments and options, in columns that line up with Chinese, too."""
        positional = [action for action in self._actions if not action.option_strings]
        nested = isinstance(positional[0], argparse._SubParsersAction) if positional else False
        entries = [(name, text.of(self.lang)) for name, text in COMMANDS.items()] if nested else [
            (_positional(action), action.help or "") for action in positional
        ]  # fmt: skip
        optional = [(_option(action), action.help or "") for action in self._actions if action.option_strings]
        examples = EXAMPLES[self.prog.removeprefix("fanpin").strip()]
        columns = min(shutil.get_terminal_size((100, 24)).columns, 120) - 1
        parts = [self.format_usage(), "\n".join(wrapped(self.description or "", columns))]
        parts += _section("commands" if nested else "arguments", entries, columns, self.lang)
        parts += _section("optional", optional, columns, self.lang)
        parts += self._catalogue(columns)
        parts.append("\n".join([TITLES["examples"].of(self.lang), *(f"  {line}" for line in examples)]))
        return "\n\n".join(part.rstrip("\n") for part in parts) + "\n"

    def _catalogue(self, columns: int) -> list[str]:
        """Scenarios or experiments by name, where the command takes one."""
        command = self.prog.removeprefix("fanpin").strip()
        section = "experiments" if command == "sensitivity" else "scenarios"
        if command not in ("run", "compare", "risk", "sensitivity"):
            return []
        from sim.commands.catalogue import titles

        return _section(
            section, [(name, text.of(self.lang)) for name, text in titles(section).items()], columns, self.lang
        )


def _positional(action: argparse.Action) -> str:
    label = str(action.metavar or action.dest)
    return {"+": f"{label} ...", "*": f"[{label} ...]", "?": f"[{label}]"}.get(str(action.nargs), label)


def _option(action: argparse.Action) -> str:
    names = ", ".join(action.option_strings)
    return f"{names} {action.metavar}" if action.nargs is None else names


def _section(title: str, entries: Sequence[tuple[str, str]], columns: int, lang: str) -> list[str]:
    """A heading and two columns; nothing where there are no entries."""
    if not entries:
        return []
    left = max(width(name) for name, _ in entries) + 4
    lines = [TITLES[title].of(lang)]
    for name, text in entries:
        lines += wrapped(text, columns, " " * left, padded(f"  {name}", left))
    return ["\n".join(lines)]


def whole(least: int, most: int = MOST) -> Callable[[str], int]:
    """A type for argparse: a whole number from ``least`` through ``most``; full-width digits are read, too."""

    def number(text: str) -> int:
        try:
            value = int(half_width(text))
        except ValueError:
            value = least - 1
        if not least <= value <= most:
            raise _refused(
                f"{text} is not a whole number from {least} to {most:,}", f"“{text}”应为{least}～{most}之间的整数"
            )
        return value

    return number


def one_of(choices: Sequence[str]) -> Callable[[str], str]:
    """A type for argparse: one of the words."""

    def word(text: str) -> str:
        if text not in choices:
            raise _refused(f"{text} is not {' or '.join(choices)}", f"“{text}”应为 {' 或 '.join(choices)}")
        return text

    return word


def folder(text: str) -> str:
    """A type for argparse: a name that is not empty."""
    if not text.strip():
        raise _refused("the folder has no name", "文件夹名称为空")
    return text


def _refused(en: str, zh: str) -> argparse.ArgumentTypeError:
    return argparse.ArgumentTypeError(en + BETWEEN + zh)
