"""Loans from relatives, neighbours and shops: interest, repayment, a limit, and debts that are given up."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np

from sim import sources
from sim.compiled import compiled, inlined
from sim.processes.rows import enter, entered, gathered, members, row
from sim.processes.welfare import four_quarters
from sim.spec import Param
from sim.state import flows, households
from sim.state.frame import Frame

TERMS = sources.assumed(
    "Terms of informal loans; no source document gives them",
    "民间借款条件为假定；来源文件未给出",
)


class InformalCredit(NamedTuple):
    """Terms of informal loans."""

    interest: Annotated[
        float, Param("1/year", (0, 2), (0.0, 0.2), TERMS, "interest on informal debt", "民间借款年利率")
    ] = 0.06
    repayment: Annotated[
        float,
        Param(
            "1/quarter",
            (0, 1),
            (0.1, 0.6),
            TERMS,
            "share of informal debt repaid from spare money",
            "余钱用于偿还民间借款的季度比例",
        ),
    ] = 0.3
    least: Annotated[
        float,
        Param(
            "CNY2020/quarter",
            (0, 1e5),
            (100, 1000),
            TERMS,
            "least that is repaid at once, or the rest of the debt",
            "每次偿还的最低金额（不足则一次还清）",
        ),
    ] = 300.0
    limit: Annotated[
        float,
        Param(
            "years",
            (0, 20),
            (0.3, 2),
            TERMS,
            "informal debt up to which others lend, in years of the household's income",
            "民间借款上限（相当于若干年家庭收入）",
        ),
    ] = 0.8
    given_up: Annotated[
        float,
        Param(
            "1/year",
            (0, 4),
            (0, 0.5),
            TERMS,
            "part of the debt beyond this limit that lenders give up",
            "超出上限的借款中无法收回而放弃的年比例",
        ),
    ] = 0.25
    cash_floor: Annotated[
        float,
        Param(
            "CNY2020/person",
            (0, 1e5),
            (200, 2000),
            TERMS,
            "money kept before debts are repaid",
            "偿债前保留现金（每人）",
        ),
    ] = 600.0


@inlined
def room(limit: float, income: float, debt: float) -> float:
    """What others still lend to a household with a yearly ``income`` and a ``debt`` (E195), CNY2020."""
    return max(limit * max(income, 0.0) - debt, 0.0)


@inlined
def instalment(debt: float, spare: float, p: InformalCredit) -> float:
    """Informal debt repaid in a quarter (E197): a share of it, though not less than a least amount, out of spare money; CNY2020."""
    return min(min(max(p.repayment * debt, p.least), debt), spare)


@inlined
def yearly_income(i: int, f: Frame) -> float:
    """Income of household ``i`` over the last four quarters, CNY2020."""
    return four_quarters(households.MARKET_INCOME, i, f) + four_quarters(households.ASSISTANCE, i, f)


@compiled
def informal_interest(lo: int, hi: int, f: Frame, p: InformalCredit) -> None:
    """Pay interest on informal debt, out of what is left in ``luck`` column 0; lenders give up a part of what is beyond the limit."""
    debts, cash = f.money[households.INFORMAL_DEBT], f.luck[0]
    rows = np.empty(hi - lo + 1, dtype=np.int64)
    for k in range(gathered(lo, hi, debts, rows)):
        i = int(rows[k])
        interest = 0.25 * p.interest * debts[i]
        f.flow[flows.INTEREST_INFORMAL, i] = interest
        cash[i] = cash[i] - interest
        beyond = max(debts[i] - p.limit * max(yearly_income(i, f), 0.0), 0.0)
        given_up = 0.25 * min(p.given_up, 4.0) * beyond
        enter(i, f, flows.WRITTEN_OFF_INFORMAL, given_up)
        debts[i] = debts[i] - given_up


@compiled
def make_ends_meet(lo: int, hi: int, f: Frame, p: InformalCredit) -> None:
    """Borrow what is still lacking, repay out of what exceeds the floor; what is left is savings."""
    savings, cash, debts = f.money[households.SAVINGS], f.luck[0], f.money[households.INFORMAL_DEBT]
    for i in range(lo, hi):
        if cash[i] < 0.0:  # whatever coping leaves
            enter(i, f, flows.BORROWED_INFORMAL, entered(i, f, flows.BORROWED_INFORMAL) - cash[i])
            debts[i] = debts[i] - cash[i]
            cash[i] = 0.0
        elif debts[i] > 0.0:
            spare = max(cash[i] - p.cash_floor * float(members(i, f)), 0.0)
            repaid = instalment(debts[i], spare, p)
            enter(i, f, flows.REPAID_INFORMAL, repaid)
            debts[i] = debts[i] - repaid
            cash[i] = cash[i] - repaid
    for k in range(hi - lo):
        i = row(lo, k)
        savings[i] = cash[i]
