"""The command ``fanpin``. It knows no parameter by name; what a command needs is imported when it runs."""

from __future__ import annotations

import argparse
import re
import sys
from importlib import import_module
from typing import Any, NoReturn

from sim.language import LANGUAGES, Text, utf8, wanted

DONE, FAILED, WRONG_INPUT, INTERRUPTED = 0, 1, 2, 130

COMMANDS: dict[str, Text] = {
    "run": Text(
        "run a scenario: risk of large-scale return, and what each lever does",
        "运行一个情景：规模性返贫风险及各项政策的作用",
    ),
    "compare": Text("compare scenarios with the same luck", "在相同随机条件下比较多个情景"),
    "risk": Text("exceedance curve of the return rate", "返贫率超过各阈值的概率"),
    "sensitivity": Text("Morris or Sobol' sensitivity analysis", "敏感性分析（Morris 或 Sobol'）"),
    "parameters": Text(
        "list every parameter with unit, range, source and evidence", "列出全部参数及单位、范围、出处与证据等级"
    ),
    "levers": Text("list the policy levers", "列出政策工具"),
    "bench": Text("measure speed on this machine", "测量本机运行速度"),
    "reproduce": Text("make published results again, or check them", "重做或核对已发布的结果"),
}

HELP: dict[str, Text] = {
    "scenario": Text(
        "name such as pengshui/baseline, or the path of a .toml file",
        "情景名称（如 pengshui/baseline）或 .toml 文件路径",
    ),
    "base": Text("scenario to compare with", "作为基准的情景"),
    "others": Text("scenarios to compare", "要比较的情景"),
    "experiment": Text(
        "name such as pengshui-morris, or the path of a .toml file", "实验名称（如 pengshui-morris）或 .toml 文件路径"
    ),
    "names": Text("results to make again; all of them when none is named", "要重做的结果；不写则全部"),
    "--out": Text("folder for the result", "结果文件夹"),
    "--force": Text(
        "write although the folder holds other files (they are kept)", "文件夹中已有其他文件时仍写入（保留原有文件）"
    ),
    "--seed": Text("seed of all luck", "随机种子"),
    "--replicates": Text("number of replicates", "重复模拟次数"),
    "--households": Text(
        "scale the population: keep whole villages until so many households are reached",
        "缩小人口规模：按整村抽取，直至达到该户数",
    ),
    "--quarters": Text("cut the horizon to so many quarters", "只模拟前若干季度"),
    "--threads": Text("threads of one run", "单次运行线程数"),
    "--workers": Text("worker processes (default: all processors)", "并行进程数（默认用全部处理器）"),
    "--lane": Text(
        "compiled (fast) or agents (one Mesa agent at a time)", "compiled（快速）或 agents（逐个 Mesa 主体）"
    ),
    "--set": Text(
        "change a parameter, e.g. --set levers.medical_insurance.reimbursement=0.7",
        "修改参数，例如 --set levers.medical_insurance.reimbursement=0.7",
    ),
    "--lang": Text("language of all texts", "语言"),
    "--json": Text("print the result as JSON and nothing else", "以 JSON 输出结果"),
    "--quiet": Text("no progress", "不显示进度"),
    "--no-levers": Text("leave out the effect of each lever", "不计算各项政策的作用"),
    "--check": Text("compute again and compare instead of writing", "重新计算并核对，不写文件"),
    "--small": Text("the small variant, for quick checks", "小规模版本，用于快速核对"),
    "--scenario": Text("show the values of this scenario", "显示该情景的取值"),
    "--like": Text("only parameters whose path or meaning contains this", "只显示路径或含义包含该文字的参数"),
    "--help": Text("show this help", "显示帮助"),
}

DESCRIPTION = Text(
    "Fanpin: an agent-based simulation of household poverty dynamics and of the risk of a large-scale return to poverty.",
    "Fanpin（返贫）：农户贫困动态与规模性返贫风险的主体仿真模型。",
)

MESSAGES = (  # argparse's own messages, which know no Chinese
    (r"the following arguments are required: (.*)", "缺少必要参数：{0}"),
    (r"unrecognized arguments: (.*)", "无法识别的参数：{0}"),
    (r"argument (.*): invalid choice: (.*) \(choose from (.*)\)", "参数 {0}:{1} 无效，可选：{2}"),
    (r"argument (.*): expected one argument", "参数 {0} 需要一个值"),
    (r"argument (.*): expected at least one argument", "参数 {0} 至少需要一个值"),
    (r"argument (.*): invalid \w+ value: (.*)", "参数 {0}:{1} 不是允许的数值"),
    (r"argument (.*): (\S+) is not (.*)", "参数 {0}:{1} 不在允许范围（{2}）"),
)


def in_chinese(message: str) -> str:
    """An argparse message in Chinese; as it is where it is not known."""
    for pattern, template in MESSAGES:
        found = re.fullmatch(pattern, message)
        if found:
            return template.format(*found.groups())
    return message


class Parser(argparse.ArgumentParser):
    """An argument parser whose errors are one line in both languages."""

    def error(self, message: str) -> NoReturn:
        """Tell what is wrong and leave with exit code 2."""
        sys.stderr.write(f"{message} / {in_chinese(message)}\n")
        sys.stderr.write(f"see / 参见：{self.prog} --help\n")
        raise SystemExit(WRONG_INPUT)


def whole(least: int) -> Any:
    """A type for argparse: a whole number of at least ``least``."""

    def number(text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            value = least - 1
        if value < least:
            raise argparse.ArgumentTypeError(f"{text} is not a whole number >= {least}")
        return value

    return number


def parser(lang: str) -> Parser:
    """The whole command line, with help in ``lang``."""
    top = Parser(prog="fanpin", description=DESCRIPTION.of(lang), add_help=False)
    _headings(top, lang)
    commands = top.add_subparsers(dest="command", metavar=Text("COMMAND", "命令").of(lang), parser_class=Parser)
    made = {}
    for name, text in COMMANDS.items():
        sub = commands.add_parser(name, help=text.of(lang), description=text.of(lang), add_help=False)
        _headings(sub, lang)
        made[name] = sub

    def add(command: str, option: str, **kind: Any) -> None:
        made[command].add_argument(option, help=HELP[option].of(lang), **kind)

    add("run", "scenario")
    add("risk", "scenario")
    add("compare", "base")
    add("compare", "others", nargs="+")
    add("sensitivity", "experiment")
    add("reproduce", "names", nargs="*")
    for command in ("run", "compare", "risk", "sensitivity"):
        add(command, "--out")
        add(command, "--force", action="store_true")
        add(command, "--seed", type=whole(0), default=1)
        add(command, "--replicates", type=whole(1))
        add(command, "--households", type=whole(1))
        add(command, "--quarters", type=whole(1))
        add(command, "--set", action="append", default=[], metavar="PATH=VALUE")
        add(command, "--lane", choices=("compiled", "agents"), default="compiled")
    for command in ("run", "compare", "risk", "sensitivity", "reproduce", "bench"):
        add(command, "--threads", type=whole(1), default=1)
        add(command, "--workers", type=whole(1))
        add(command, "--quiet", action="store_true")
    add("run", "--no-levers", action="store_true")
    add("reproduce", "--check", action="store_true")
    add("reproduce", "--small", action="store_true")
    add("reproduce", "--out")
    add("bench", "--out")
    add("bench", "--force", action="store_true")
    add("bench", "--households", type=whole(1))
    add("parameters", "--scenario")
    add("parameters", "--like")
    add("levers", "--scenario")
    for command in COMMANDS:
        add(command, "--json", action="store_true")
        add(command, "--lang", choices=LANGUAGES)
    return top


def _headings(p: argparse.ArgumentParser, lang: str) -> None:
    """Headings and the help option in ``lang``."""
    p._positionals.title = Text("arguments", "参数").of(lang)
    p._optionals.title = Text("options", "选项").of(lang)
    p.add_argument("-h", "--help", action="help", help=HELP["--help"].of(lang))


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return its exit code (0 done, 1 failed, 2 wrong input, 130 interrupted)."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    utf8()
    lang = wanted(given)
    try:
        options = parser(lang).parse_args(given)
    except SystemExit as stopped:
        return int(stopped.code or 0)
    if options.command is None:
        parser(lang).print_help()
        return DONE
    options.lang = lang
    return guarded(options)


def guarded(options: argparse.Namespace) -> int:
    """Call the command; turn what it raises into a message and an exit code."""
    from sim.analysis.failures import Unusable
    from sim.spec import Invalid

    other = "en" if options.lang == "zh" else "zh"
    try:
        return int(import_module(f"sim.commands.{options.command}").command(options) or DONE)
    except Invalid as wrong:
        for first, second in zip(wrong.lines(options.lang), wrong.lines(other), strict=True):
            sys.stderr.write(f"{first} / {second}\n")
        return WRONG_INPUT
    except Unusable as wrong:
        for en, zh in wrong.problems:
            sys.stderr.write(f"{zh} / {en}\n" if options.lang == "zh" else f"{en} / {zh}\n")
        return WRONG_INPUT
    except KeyboardInterrupt:
        sys.stderr.write("interrupted; finished runs are kept and reused / 已中断；已完成的模拟已保留，可继续\n")
        return INTERRUPTED
    except BrokenPipeError:
        return FAILED
    except OSError as problem:
        sys.stderr.write(told(problem) + "\n")
        return FAILED


def told(problem: OSError) -> str:
    """A file-system problem in plain words."""
    name = problem.filename or ""
    if isinstance(problem, PermissionError):
        return (
            f"cannot write {name}: it is open in another program (Excel?) or you may not write there"
            f" / 无法写入 {name}：文件正被其他程序（如 Excel）打开，或没有写入权限"
        )
    if problem.errno == 28:
        return f"the disk is full; nothing was changed ({name}) / 磁盘已满，原有结果未改动（{name}）"
    return f"{problem} / 文件操作失败：{problem}"


if __name__ == "__main__":
    raise SystemExit(main())
