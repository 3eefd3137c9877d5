"""What ties must satisfy: both ends exist and fit the line, one firm a purpose, jobs, shares and loans that add up."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from sim.language import Text
from sim.population.household_table import HouseholdTable
from sim.population.network_checks import Sheets, meant, rows_by_text
from sim.population.network_columns import COOPERATIVE, JOB, LEADING, LOAN, MEMBER, SALE, SHARES, WORKSHOP
from sim.population.table_columns import BY_NAME
from sim.spec import Problem, unit_zh

KIND_NAMES = {
    LEADING: Text("a leading enterprise", "龙头企业"),
    WORKSHOP: Text("a workshop", "就业帮扶车间"),
    COOPERATIVE: Text("a co-operative", "合作社"),
}
LINE_NAMES = {
    JOB: Text("a job", "就业"),
    MEMBER: Text("membership", "社员"),
    SHARES: Text("shares", "入股"),
    LOAN: Text("microcredit passed on", "户贷企用"),
    SALE: Text("a sale", "订单收购"),
}
ENDS = {  # kinds of firm on which a line may hang
    JOB: (LEADING, WORKSHOP),
    MEMBER: (COOPERATIVE,),
    SHARES: (LEADING, WORKSHOP, COOPERATIVE),
    LOAN: (LEADING, WORKSHOP),
    SALE: (LEADING,),
}
ONE_ONLY = {  # of each purpose the model has one firm: words of the error
    "employer": Text("two employers: the model has one a household", "有两个用工主体：模型中每户只有一个"),
    "cooperative": Text("two co-operatives: the model has one a household", "有两个合作社：模型中每户只有一个"),
    "holder": Text(
        "two enterprises: the model has one a household for its shares and its microcredit",
        "有两个企业：模型中每户入股和户贷企用只能是同一企业",
    ),
    "buyer": Text("two buyers: the model has one a co-operative", "有两个收购企业：模型中每个合作社只有一个"),
}
WHOLE, ROUNDING = 100.0, 1e-6  # %
YUAN = 1.0  # by which a loan may be off


class Tie(NamedTuple):
    """A tie whose two ends are known. Rows are those of the tables; -1 where the household table was refused."""

    k: int
    line: int
    origin: int  # household, of a sale firm
    firm: int
    kind: int  # of that firm, 0 where it is wrong


def checked_ties(ties: Sheets, firms: Sheets | None, households: HouseholdTable | None) -> list[Problem]:
    """Every problem of the ties, by row; then of households without the employer that they should have.

    What another table alone could tell is not asked where that table cannot be read.
    """
    found = list(ties.cells.problems)
    found += _cells(ties)
    found += _repeated(ties)
    if firms is None:
        return sorted(found, key=lambda problem: problem.line)
    known: list[Tie] = []
    found += _ends(ties, firms, households, known)
    found += _one_only(ties, known)
    found += _shares(ties, firms, known)
    found += _products(ties, firms, known)
    outside: list[Problem] = []
    if households is not None:
        found += _loans(ties, households, known)
        found += _unemployed(ties, households, known)
        outside += _jobs(ties, firms, households, known)
        outside += _no_employer(ties, households)
    return sorted(found, key=lambda problem: problem.line) + outside


def _line(ties: Sheets, k: int) -> int:
    """The line of a row, 0 where it is wrong."""
    line = ties.cells.numbers["line"][k]
    return 0 if math.isnan(line) else int(line)


def _cells(ties: Sheets) -> Iterator[Problem]:
    """Amounts and shares of lines that have none."""
    for k in range(len(ties.sheet.rows)):
        line = _line(ties, k)
        name = LINE_NAMES.get(line, Text("", ""))
        if line in (JOB, MEMBER, SALE) and ties.cell("amount", k):
            yield ties.problem(
                "amount", k, f"is given, but {name.en} has none; leave it empty", f"不适用于{name.zh}；请留空"
            )
        if line not in (0, SHARES) and ties.cell("share", k):
            yield ties.problem(
                "share", k, f"is given, but {name.en} has none; leave it empty", f"不适用于{name.zh}；请留空"
            )


def _repeated(ties: Sheets) -> Iterator[Problem]:
    """Ties that another row has."""
    first: dict[tuple[str, str, int], int] = {}
    t = ties.cells.texts
    for k, (origin, to) in enumerate(zip(t["from"], t["to"], strict=True)):
        line = _line(ties, k)
        before = first.setdefault((origin, to, line), k)
        if before != k and line and origin and to:
            row, name = ties.sheet.rows[before], LINE_NAMES[line]
            en, zh = f"is tied to {to} by {name.en} in row {row} already", f"与 {to} 的{name.zh}关系与第{row}行重复"
            yield ties.problem("from", k, en, zh)


def _ends(ties: Sheets, firms: Sheets, households: HouseholdTable | None, known: list[Tie]) -> Iterator[Problem]:
    """Ends that are not in their tables, or that do not fit the line; ties that are sound so far go into ``known``."""
    t, kinds = ties.cells.texts, firms.cells.numbers["kind"]
    firm_rows = rows_by_text(firms.cells.texts["code"])
    household_rows = rows_by_text(households.household) if households is not None else {}
    for k, (origin, to) in enumerate(zip(t["from"], t["to"], strict=True)):
        line = _line(ties, k)
        if not line or ties.cells.wrong["from"][k] or ties.cells.wrong["to"][k]:
            continue
        if origin == to and (line == SALE or (origin in firm_rows and origin not in household_rows)):
            en, zh = "is the firm itself: no firm hangs on itself", "是该主体自身：经营主体不能与自身联结"
            yield ties.problem("to", k, en, zh)
            continue
        problems = []
        at = firm_rows.get(to, -1)
        kind = 0 if at < 0 or math.isnan(kinds[at]) else int(kinds[at])
        if at < 0:
            problems.append(_unknown_firm(ties, firms, "to", k, to))
        elif kind and kind not in ENDS[line]:
            problems.append(_unfit(ties, "to", k, line, kind, ENDS[line]))
        if line == SALE:
            start = firm_rows.get(origin, -1)
            seller = 0 if start < 0 or math.isnan(kinds[start]) else int(kinds[start])
            if start < 0:
                problems.append(_unknown_firm(ties, firms, "from", k, origin))
            elif seller not in (0, COOPERATIVE):
                problems.append(_unfit(ties, "from", k, line, seller, (COOPERATIVE,)))
        else:
            start = household_rows.get(origin, -1)
            if start < 0 and households is not None:
                problems.append(_unknown_household(ties, households, firm_rows, k, origin))
        yield from problems
        if not problems:
            known.append(Tie(k, line, start, at, kind))


def _unknown_firm(ties: Sheets, firms: Sheets, name: str, k: int, text: str) -> Problem:
    hint, hint_zh = meant(text, firms.cells.texts["code"])
    en, zh = f"is no firm of {firms.sheet.file}{hint}", f"不在经营主体表 {firms.sheet.file} 中{hint_zh}"
    return ties.problem(name, k, en, zh)


def _unknown_household(
    ties: Sheets, households: HouseholdTable, firm_rows: dict[str, int], k: int, text: str
) -> Problem:
    """No such household; a firm in its place is told."""
    line = LINE_NAMES[_line(ties, k)]
    if text in firm_rows:
        return ties.problem("from", k, f"is a firm: {line.en} is of a household", f"是经营主体：{line.zh}只适用于农户")
    hint, hint_zh = meant(text, households.household)
    en, zh = f"is no household of {households.file}{hint}", f"不在农户表 {households.file} 中{hint_zh}"
    return ties.problem("from", k, en, zh)


def _unfit(ties: Sheets, name: str, k: int, line: int, kind: int, wanted: tuple[int, ...]) -> Problem:
    """A firm of the wrong kind."""
    line_name, kind_name = LINE_NAMES[line], KIND_NAMES[kind]
    fit = " or ".join(KIND_NAMES[one].en for one in wanted)
    fit_zh = "或".join(KIND_NAMES[one].zh for one in wanted)
    role, role_zh = ("from", "须由") if name == "from" else ("with", "的对象须为")
    en = f"is {kind_name.en}: {line_name.en} is {role} {fit}"
    zh = f"是{kind_name.zh}：{line_name.zh}{role_zh}{fit_zh}" + ("发起" if name == "from" else "")
    return ties.problem(name, k, en, zh)


def _one_only(ties: Sheets, known: list[Tie]) -> Iterator[Problem]:
    """Households and co-operatives with two firms where the model has one."""
    first: dict[tuple[str, int | str], Tie] = {}
    codes = ties.cells.texts["to"]
    for tie in known:
        purpose = {JOB: "employer", MEMBER: "cooperative", LOAN: "holder", SALE: "buyer"}.get(
            tie.line, "cooperative" if tie.kind == COOPERATIVE else "holder"
        )
        if tie.line == SHARES and not tie.kind:
            continue
        before = first.setdefault((purpose, ties.cells.texts["from"][tie.k]), tie)
        if before.firm != tie.firm:
            row, other, text = ties.sheet.rows[before.k], codes[before.k], ONE_ONLY[purpose]
            yield ties.problem(
                "to", tie.k, f"makes {text.en} (row {row} has {other})", f"{text.zh}（第{row}行为 {other}）"
            )


def _shares(ties: Sheets, firms: Sheets, known: list[Tie]) -> Iterator[Problem]:
    """Shares of one firm above 100 %, and shares of nobody knows how much."""
    amount, share = ties.cells.numbers["amount"], ties.cells.numbers["share"]
    capital, wrong = firms.cells.numbers["capital"], firms.cells.wrong["capital"]
    held: dict[int, float] = {}
    for tie in known:
        if tie.line != SHARES or math.isnan(share[tie.k]):
            continue
        before = held.get(tie.firm, 0.0)
        held[tie.firm] = total = before + float(share[tie.k])
        code = ties.cells.texts["to"][tie.k]
        if before <= WHOLE + ROUNDING < total:
            left = f"0..{max(WHOLE - before, 0.0):.6g}"
            en = f"makes the shares of {code} add up to {total:.6g} %, above 100 %"
            yield ties.problem("share", tie.k, en, f"使 {code} 的占股比例合计为{total:.6g}%，超过100%", left)
        if not ties.cell("amount", tie.k) and math.isnan(capital[tie.firm]) and not wrong[tie.firm]:
            en = f"says nothing of an amount: fill in the amount, or the productive assets of {code} in {firms.sheet.file}"
            zh = f"无法折算金额：请填写金额，或在 {firms.sheet.file} 中填写 {code} 的生产性资产"
            yield ties.problem("share", tie.k, en, zh)
        elif amount[tie.k] == 0.0 and share[tie.k] > 0.0:
            yield ties.problem("amount", tie.k, "is nothing, but a share is held", "为零，但填有占股比例")


def _products(ties: Sheets, firms: Sheets, known: list[Tie]) -> Iterator[Problem]:
    """Buyers that deal in another product than the co-operative that sells to them."""
    product = firms.cells.numbers["product"]
    for tie in known:
        if tie.line == SALE:
            sold, bought = product[tie.origin], product[tie.firm]
            if not math.isnan(sold) and not math.isnan(bought) and sold != bought:
                theirs, ours = firms.cell("product", tie.firm), firms.cell("product", tie.origin)
                row = firms.sheet.rows[tie.firm]
                en = f"deals in {theirs} ({firms.sheet.file}, row {row}), the co-operative in {ours}"
                yield ties.problem("to", tie.k, en, f"主营{theirs}（{firms.sheet.file} 第{row}行），而合作社主营{ours}")


def _loans(ties: Sheets, households: HouseholdTable, known: list[Tie]) -> Iterator[Problem]:
    """Loans passed on that the household has not, or in another amount: the model passes them on as a whole."""
    amount = ties.cells.numbers["amount"]
    for tie in known:
        if tie.line != LOAN:
            continue
        has, row = float(households.numbers["microcredit"][tie.origin]), int(households.rows[tie.origin])
        where, where_zh = f"{households.file}, row {row}", f"{households.file} 第{row}行"
        if has <= 0.0:
            en, zh = f"has no microcredit to pass on ({where})", f"没有小额信贷余额，无从户贷企用（{where_zh}）"
            yield ties.problem("from", tie.k, en, zh)
        elif not math.isnan(amount[tie.k]) and abs(amount[tie.k] - has) > YUAN:
            en = f"is not the microcredit of the household, {has:.2f} ({where}): a loan is passed on as a whole"
            zh = f"与该户小额信贷余额 {has:.2f} 不符（{where_zh}）：户贷企用按全部余额"
            yield ties.problem("amount", tie.k, en, zh, f"{has:.2f}")


def _unemployed(ties: Sheets, households: HouseholdTable, known: list[Tie]) -> Iterator[Problem]:
    """Jobs of households of which nobody is employed by an enterprise."""
    for tie in known:
        if tie.line == JOB and households.numbers["employed"][tie.origin] == 0.0:
            row = int(households.rows[tie.origin])
            en = f"has a job, but no member is employed by an enterprise ({households.file}, row {row}, employed = 0)"
            zh = f"填有就业关系，但农户表中企业就业人数为0（{households.file} 第{row}行）"
            yield ties.problem("from", tie.k, en, zh)


def _jobs(ties: Sheets, firms: Sheets, households: HouseholdTable, known: list[Tie]) -> Iterator[Problem]:
    """Firms at which more people work than they have jobs."""
    workers: dict[int, int] = {}
    for tie in known:
        if tie.line == JOB:
            workers[tie.firm] = workers.get(tie.firm, 0) + int(households.numbers["employed"][tie.origin])
    for row, many in sorted(workers.items()):
        jobs = firms.cells.numbers["jobs"][row]
        if many > jobs:
            en = f"is too few: by {ties.sheet.file} and {households.file}, {many} people work there"
            zh = f"少于在岗人数：按 {ties.sheet.file} 和 {households.file}，有{many}人在此就业"
            yield firms.problem("jobs", row, en, zh, f"{many}..{firms.sheet.layout.by_name['jobs'].high:.0f}")


def _no_employer(ties: Sheets, households: HouseholdTable) -> Iterator[Problem]:
    """Households with members employed by an enterprise that no tie names."""
    t = ties.cells.texts
    tied = {
        text for k, text in enumerate(t["from"]) if _line(ties, k) in (JOB, 0)
    }  # a line that is wrong is told already
    column = BY_NAME["employed"]
    for k, (text, employed) in enumerate(zip(households.household, households.numbers["employed"], strict=True)):
        if employed > 0.0 and text not in tied:
            value = f"{employed:.0f}"
            yield Problem(
                households.file, column.heading, int(households.rows[k]), value, column.unit, "0..0",
                f'"{column.heading}" = {value} ({column.unit}), but {ties.sheet.file} names no employer of household {text}; '
                "allowed: 0..0",
                f"“{column.heading}”= {value}，但 {ties.sheet.file} 中没有{text}户的就业关系；"
                f"允许：0..0，单位：{unit_zh(column.unit)}",
            )  # fmt: skip
