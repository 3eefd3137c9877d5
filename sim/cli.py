"""The command ``fanpin``. It knows no parameter by name; what a command needs is imported when it runs."""

from __future__ import annotations

import argparse
import os
import sys
import traceback
from importlib import import_module

from sim import __version__
from sim.commands.arguments import parser
from sim.commands.parsing import wrong_dashes
from sim.language import Failure, Text, utf8, wanted

DONE, FAILED, WRONG_INPUT, INTERRUPTED = 0, 1, 2, 130
MOST_TOLD = 200  # problems of an input that are told one by one
DISK_FULL = (28, 122, 112)  # ENOSPC, EDQUOT, and Windows' ERROR_DISK_FULL


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return its exit code (0 done, 1 failed, 2 wrong input, 130 interrupted)."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    utf8()
    lang = wanted(given)
    options = argparse.Namespace(lang=lang, out=None)
    try:
        options = understood(given, lang)
        code = guarded(options)
        sys.stdout.flush()
    except SystemExit as stopped:
        code = int(stopped.code or DONE)
    except KeyboardInterrupt:
        say(INTERRUPTED_WITH if keeps(options) else INTERRUPTED_WITHOUT, lang)
        code = INTERRUPTED
    except BrokenPipeError:
        # Nobody reads on. Without this, the flush at exit complains.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = FAILED
    return code


def keeps(options: argparse.Namespace) -> bool:
    """Whether the command keeps finished replicates on disk."""
    if getattr(options, "command", None) == "population":
        return False
    reproduced = getattr(options, "command", None) == "reproduce"
    return not options.check if reproduced else bool(getattr(options, "out", None))


INTERRUPTED_WITH = Text(
    "interrupted; finished replicates are kept beside the output folder: run the same command again to go on",
    "已中断。已完成的模拟保存在输出文件夹旁，再次运行同一命令即可继续",
)
INTERRUPTED_WITHOUT = Text(
    "interrupted; nothing was kept, because no --out was given", "已中断。未指定 --out，没有保留结果"
)


def understood(given: list[str], lang: str) -> argparse.Namespace:
    """The options; ``SystemExit`` where the line cannot be understood or only help was asked for."""
    top, commands = parser(lang)
    if wrong := wrong_dashes(given):
        top.refuse(*wrong)
    options, surplus = top.parse_known_args(given)
    if surplus:
        commands.get(options.command, top).surplus(surplus)
    if options.version:
        sys.stdout.write(f"fanpin {__version__}\n")
    elif options.command is None:
        top.print_help()
    if options.version or options.command is None:
        sys.stdout.flush()
        raise SystemExit(DONE)
    options.lang = lang
    return options


def guarded(options: argparse.Namespace) -> int:
    """Call the command; turn what it raises into a message and an exit code."""
    from sim.analysis.failures import Unusable
    from sim.commands.advice import told
    from sim.spec import Invalid

    try:
        return int(import_module(f"sim.commands.{options.command}").command(options) or DONE)
    except Invalid as wrong:
        say_all([told(problem) for problem in wrong.problems], options.lang)
        return WRONG_INPUT
    except Unusable as wrong:
        say_all([Text(en, zh) for en, zh in wrong.problems], options.lang)
        return WRONG_INPUT
    except BrokenPipeError:
        raise
    except OSError as problem:
        say(of_file(problem, getattr(options, "out", None)), options.lang)
    except Failure as problem:
        say(problem.text, options.lang)
    except MemoryError:
        say(NO_MEMORY, options.lang)
    except Exception:
        traceback.print_exc()
        say(OUR_FAULT, options.lang)
    return FAILED


NO_MEMORY = Text(
    "out of memory; use fewer --workers or fewer --households", "内存不足；请减少 --workers 或 --households"
)
OUR_FAULT = Text(
    "this is a fault of the program; please report the lines above", "程序内部错误，请将以上内容反馈给开发人员"
)


def say(text: Text, lang: str) -> None:
    """One line on standard error in both languages."""
    sys.stderr.write(text.both(lang) + "\n")


def say_all(texts: list[Text], lang: str) -> None:
    """Each line once; of very many the first, and how many there are."""
    lines = list(dict.fromkeys(texts))
    for text in lines[:MOST_TOLD]:
        say(text, lang)
    if more := len(lines[MOST_TOLD:]):
        say(Text(f"and {more:,} more problems", f"另有{more:,}处问题"), lang)


def of_file(problem: OSError, out: str | None) -> Text:
    """A file-system problem in plain words."""
    name = str(problem.filename or out or "")
    if problem.errno in DISK_FULL or getattr(problem, "winerror", None) == 112:
        return Text(
            f"the disk is full, {name} could not be written; earlier results are unchanged",
            f"磁盘已满，{name} 未能写入；原有结果未改动",
        )
    if isinstance(problem, PermissionError):
        return Text(
            f"cannot write {name}: a file there is open in another program (Excel?), or you may not write there; "
            "close it and run the same command again",
            f"无法写入 {name}：其中的文件正被其他程序（如 Excel）打开，或没有写入权限；请关闭后再次运行同一命令",
        )
    return Text(
        f"{name}: {problem.strerror or problem}".lstrip(": "), f"文件操作失败：{name} {problem.strerror or problem}"
    )


if __name__ == "__main__":
    raise SystemExit(main())
