"""What the cells of a household must satisfy together, and the households of a table among themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.population.table_cells import Cells, label
from sim.population.table_columns import BY_NAME, SOURCES, WORKERS
from sim.population.table_reading import Sheet
from sim.spec import Problem, unit_zh

Floats = NDArray[np.float64]
Limit = Callable[[dict[str, Floats]], Floats]

ROUNDING = 1.0  # yuan by which a sum may be off
AGED = ("infants", "pupils", "youths", "grown", "elders")


class AtMost(NamedTuple):
    """The sum of some columns must not be above a limit that follows from others, named in ``needs``."""

    names: tuple[str, ...]
    limit: Limit
    needs: tuple[str, ...]
    en: str
    zh: str


def adults(t: dict[str, Floats]) -> Floats:
    """Members aged 16-59."""
    return t["youths"] + t["grown"]


def members(t: dict[str, Floats]) -> Floats:
    """All members."""
    return t["infants"] + t["pupils"] + t["youths"] + t["grown"] + t["elders"]


def able(t: dict[str, Floats]) -> Floats:
    """Members aged 16-59 with labour power who are not at school."""
    return np.maximum(adults(t) - t["disabled"] - t["students"], 0.0)


def _where(flag: str, value: float, limit: float) -> Limit:
    """``limit`` in the rows where a column has that value, no limit elsewhere."""
    return lambda t: np.where(t[flag] == value, limit, np.inf)


UNABLE = ("disabled", "students")
RULES = (
    AtMost(("chronic",), members, AGED, "the household has no more members", "全户只有这些成员"),
    AtMost(("disabled", "half_power"), adults, AGED, "it has no more members aged 16-59", "16—59岁成员只有这些"),
    AtMost(("students",), lambda t: t["youths"], AGED, "it has no more members aged 16-22", "16—22岁成员只有这些"),
    AtMost(("out_of_school",), lambda t: t["pupils"], AGED, "it has no more members aged 6-15", "6—15岁成员只有这些"),
    AtMost(("qualified",), adults, AGED, "it has no more members aged 16-59", "16—59岁成员只有这些"),
    AtMost(("trained",), lambda t: adults(t) + t["elders"], AGED, "it has no more members of 16 and over",
           "16岁及以上成员只有这些"),
    AtMost(WORKERS, able, (*AGED, *UNABLE),
           "no more members aged 16-59 have labour power and are not at school; workers of 60 and over are not counted",
           "16—59岁有劳动力且不在校的成员只有这些（不计60岁及以上的务工者）"),
    AtMost(("post",), lambda t: np.maximum(able(t) - t["migrants"] - t["local_workers"] - t["employed"], 0.0) + t["elders"],
           (*AGED, *UNABLE, *WORKERS), "every member who could hold the post works elsewhere", "能上岗的成员都已在别处务工"),
    AtMost(("tekun",), _where("dibao", 1.0, 0.0), ("dibao",), "a household receives dibao or tekun support, not both",
           "低保与特困供养不能同时享受"),
    AtMost(("relocated",), _where("ex_poor", 0.0, 0.0), ("ex_poor",), "relocated households are among the ex-poor ones",
           "易地搬迁户包含在脱贫户之内"),
)  # fmt: skip


def checked(sheet: Sheet, cells: Cells) -> list[Problem]:
    """Every problem of the table, by row."""
    problems = list(cells.problems)
    for rule in RULES:
        problems += _above(rule, sheet, cells)
    problems += _sums(sheet, cells)
    problems += _classes(sheet, cells)
    problems += _loans(sheet, cells)
    problems += _repeated(sheet, cells)
    problems += _villages(sheet, cells)
    return sorted(problems, key=lambda problem: problem.line)


def _sound(cells: Cells, *names: str) -> NDArray[np.bool_]:
    """Rows in which none of these columns is wrong by itself."""
    wrong = [cells.wrong[name] for name in names]
    return ~np.logical_or.reduce(wrong)


def _labels(sheet: Sheet, names: tuple[str, ...]) -> tuple[str, str, str]:
    """Columns that are added up: as headings of the file, in English and in Chinese."""
    headings = [sheet.headings.get(name, BY_NAME[name].heading) for name in names]
    texts = [label(BY_NAME[name], heading) for name, heading in zip(names, headings, strict=True)]
    return " + ".join(headings), " + ".join(en for en, _ in texts), " + ".join(zh for _, zh in texts)


def _added(sheet: Sheet, cells: Cells, names: Iterable[str]) -> Floats:
    """The sum of several columns, in their order, shape (rows,)."""
    total = np.zeros(len(sheet.rows))
    for name in names:
        total = total + cells.numbers[name]
    return total


def _above(rule: AtMost, sheet: Sheet, cells: Cells) -> Iterator[Problem]:
    """Rows that break a rule."""
    total, limit = _added(sheet, cells, rule.names), rule.limit(cells.numbers)
    key, en, zh = _labels(sheet, rule.names)
    unit = BY_NAME[rule.names[0]].unit
    for k in np.flatnonzero((total > limit) & _sound(cells, *rule.names, *rule.needs)):
        allowed, value = f"0..{limit[k]:.0f}", f"{total[k]:.0f}"
        yield Problem(
            sheet.file, key, sheet.rows[k], value, unit, allowed,
            f"{en} = {value} ({unit}) is too many: {rule.en}; allowed: {allowed}",
            f"{zh}= {value}，过多：{rule.zh}；允许：{allowed}，单位：{unit_zh(unit)}",
        )  # fmt: skip


def _sums(sheet: Sheet, cells: Cells) -> Iterator[Problem]:
    """Incomes that do not add up."""
    income, total = cells.numbers["income"], _added(sheet, cells, SOURCES)
    key, en, zh = _labels(sheet, ("income",))
    unit = BY_NAME["income"].unit
    _, parts, parts_zh = _labels(sheet, SOURCES)
    off = np.abs(income - total)
    for k in np.flatnonzero((off > ROUNDING + 1e-6) & _sound(cells, "income", *SOURCES)):
        value, added = f"{income[k]:.2f}", f"{total[k]:.2f}"
        allowed = f"{total[k] - ROUNDING:.2f}..{total[k] + ROUNDING:.2f}"
        yield Problem(
            sheet.file, key, sheet.rows[k], value, unit, allowed,
            f"{en} = {value} ({unit}) does not add up: {parts} = {added}; allowed: {allowed}",
            f"{zh}= {value}，合计不符：{parts_zh}= {added}；允许：{allowed}，单位：{unit_zh(unit)}",
        )  # fmt: skip


def _classes(sheet: Sheet, cells: Cells) -> Iterator[Problem]:
    """Classes of monitoring that do not go with the registration."""
    monitored, ex_poor = cells.numbers["monitor_class"], cells.numbers["ex_poor"]
    key, en, zh = _labels(sheet, ("monitor_class",))
    odd = ((monitored == 1.0) & (ex_poor == 0.0)) | ((monitored == 2.0) & (ex_poor == 1.0))
    for k in np.flatnonzero(odd & _sound(cells, "monitor_class", "ex_poor")):
        value, former = f"{monitored[k]:.0f}", ex_poor[k] == 1.0
        allowed = "0 | 1 | 3" if former else "0 | 2 | 3"
        why = "the household is ex-poor" if former else "the household is not ex-poor"
        why_zh = "该户是脱贫户" if former else "该户不是脱贫户"
        yield Problem(
            sheet.file, key, sheet.rows[k], value, "code", allowed,
            f"{en} = {value} (code) does not fit: {why}; allowed: {allowed}",
            f"{zh}= {value}，不相容：{why_zh}；允许：{allowed}，单位：{unit_zh('code')}",
        )  # fmt: skip


def _loans(sheet: Sheet, cells: Cells) -> Iterator[Problem]:
    """Dates of loans that do not exist."""
    t = cells.numbers
    key, en, zh = _labels(sheet, ("microcredit_due",))
    none = (t["microcredit"] == 0.0) & (t["microcredit_due"] >= 0.0)
    for k in np.flatnonzero(none & _sound(cells, "microcredit", "microcredit_due")):
        value = sheet.cells["microcredit_due"][k]
        yield Problem(
            sheet.file, key, sheet.rows[k], value, "quarter", "",
            f"{en} = {value} (quarter) is given, but no microcredit is outstanding; leave it empty",
            f"{zh}= {value}，但没有小额信贷余额；请留空，单位：{unit_zh('quarter')}",
        )  # fmt: skip


def _repeated(sheet: Sheet, cells: Cells) -> Iterator[Problem]:
    """Households whose number another row has."""
    first: dict[str, int] = {}
    key, en, zh = _labels(sheet, ("household",))
    for k, text in enumerate(cells.texts["household"]):
        if not text or text not in first:
            first[text] = k
            continue
        before = sheet.rows[first[text]]
        yield Problem(
            sheet.file, key, sheet.rows[k], text, "", "",
            f"{en} = {text} is also in row {before}; each household has a row and a number of its own",
            f"{zh}= {text}，与第{before}行重复；每户一行，编号唯一",
        )  # fmt: skip


def _villages(sheet: Sheet, cells: Cells) -> Iterator[Problem]:
    """What must be the same in all rows of a village: its township, and whether it was listed as poor."""
    village = cells.texts["village"]
    for name in ("township", "ex_poor_village"):
        if name not in sheet.cells:
            continue
        key, en, zh = _labels(sheet, (name,))
        first: dict[str, int] = {}
        numbers = cells.numbers.get(name)
        for k, text in enumerate(village):
            if not text or cells.wrong[name][k]:
                continue
            other = first.setdefault(text, k)
            here = sheet.cells[name]
            same = here[k] == here[other] if numbers is None else numbers[k] == numbers[other]
            if not same:
                yield Problem(
                    sheet.file, key, sheet.rows[k], here[k], "", "",
                    f"{en} = {here[k]} differs from {here[other]} in row {sheet.rows[other]}: village {text} has only one",
                    f"{zh}= {here[k]}，与第{sheet.rows[other]}行的 {here[other]} 不同：{text}村只能有一个",
                )  # fmt: skip
