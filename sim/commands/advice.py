"""What is wrong with an input, with a word on what was perhaps meant: percent signs, full-width digits."""

from __future__ import annotations

import re

from sim.language import Text
from sim.spec import Problem

PERCENT = re.compile(r'"?([0-9]{1,3}(?:\.[0-9]+)?) *[%％]"?')
FULL_WIDTH = re.compile("[\uff10-\uff19\uff0e\uff0d\uff21-\uff3a\uff41-\uff5a\uff05]")
SHARES = ("share", "probability", "ratio", "rate")


def told(problem: Problem) -> Text:
    """The problem's line in both languages, advice included."""
    more = advice(problem)
    en, zh = problem.text("en"), problem.text("zh")
    return Text(f"{en}; {more.en}", f"{zh}；{more.zh}") if more else Text(en, zh)


def advice(problem: Problem) -> Text | None:
    """What to write instead, where that can be guessed."""
    if (share := _as_share(problem)) is not None:
        return Text(f"a percentage is written as a share: {share:g}", f"百分数请写成小数，如 {share:g}")
    if FULL_WIDTH.search(problem.value):
        return Text("use half-width digits and signs", "请改用半角数字和符号")
    return None


def _as_share(problem: Problem) -> float | None:
    """The share that a percentage stands for, where one was written for a share."""
    if not problem.unit.startswith(SHARES):
        return None
    if found := PERCENT.fullmatch(problem.value):
        return float(found[1]) / 100.0
    if not problem.allowed.endswith("..1"):
        return None
    try:
        value = float(problem.value)
    except ValueError:
        return None
    return value / 100.0 if 1.0 < value <= 100.0 else None
