"""Microcredit, informal loans, and how a household makes ends meet."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from sim import sources
from sim.compiled import compiled, inlined
from sim.draws import CREDIT, Key
from sim.processes.hazard import within_quarter
from sim.processes.income import other_income
from sim.processes.luck import draw
from sim.processes.rows import row
from sim.spec import Param
from sim.state import flows, households
from sim.state.frame import Frame

LOANS = sources.MICROCREDIT_NATIONAL
TERMS = sources.assumed(
    "Terms of informal loans and distress sales; no source document gives them",
    "民间借款与变卖资产条件为假定；来源文件未给出",
)


class Credit(NamedTuple):
    """Loans and distress."""

    enabled: Annotated[bool, Param("switch", (0, 1), (0, 1), TERMS, "microcredit is offered", "小额信贷过程开启")] = (
        True
    )
    amount: Annotated[
        float,
        Param("CNY2020", (0, 1e6), (20000, 50000), LOANS, "microcredit given to a household", "小额信贷户均额度"),
    ] = 30000.0
    term: Annotated[int, Param("quarters", (1, 80), (4, 20), LOANS, "term of a microcredit", "小额信贷期限")] = 12
    interest: Annotated[
        float, Param("1/year", (0, 1), (0.035, 0.06), TERMS, "interest on microcredit", "小额信贷年利率")
    ] = 0.0435
    take_up: Annotated[
        float,
        Param(
            "1/year",
            (0, 10),
            (0.02, 0.3),
            TERMS,
            "hazard of taking up microcredit among eligible households",
            "符合条件农户年贷款率",
        ),
    ] = 0.06
    invested: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.5, 1),
            TERMS,
            "share of a microcredit that becomes productive capital",
            "小额信贷用于生产性投资的比例",
        ),
    ] = 0.9
    informal_interest: Annotated[
        float, Param("1/year", (0, 2), (0.0, 0.2), TERMS, "interest on informal debt", "民间借款年利率")
    ] = 0.06
    informal_repayment: Annotated[
        float,
        Param(
            "1/quarter",
            (0, 1),
            (0.1, 0.6),
            TERMS,
            "share of informal debt repaid from spare savings",
            "可支配储蓄用于偿还民间借款的季度比例",
        ),
    ] = 0.3
    sale_price: Annotated[
        float,
        Param(
            "ratio",
            (0.05, 1),
            (0.4, 0.9),
            TERMS,
            "price in a distress sale over the value of capital",
            "困难变卖价格与资产价值之比",
        ),
    ] = 0.7
    cash_floor: Annotated[
        float,
        Param(
            "CNY2020/person",
            (0, 1e5),
            (200, 2000),
            TERMS,
            "savings kept before debts are repaid",
            "偿债前保留储蓄（每人）",
        ),
    ] = 600.0


@inlined
def balance(i: int, f: Frame) -> float:
    """Savings after the income and the unavoidable spending of the quarter (E41), may be negative; CNY2020."""
    flow = f.flow
    spent = flow[flows.OWN_PAID, i] + flow[flows.CONSUMED, i] + flow[flows.INVESTED, i]
    return f.money[households.SAVINGS, i] + other_income(i, f) + flow[flows.CAPITAL_INCOME, i] - spent


@compiled
def credit(lo: int, hi: int, f: Frame, key: Key, p: Credit) -> None:
    """Take up, serve and repay microcredit; what is left is savings, possibly negative until settled."""
    money, flow, when = f.money, f.flow, f.when
    draw(lo, hi, f, key, CREDIT)
    for k in range(hi - lo):
        i = row(lo, k)
        debt = money[households.MICROCREDIT, i]
        subsidy = f.channel[flows.CHANNEL_CREDIT, i]
        interest = 0.25 * p.interest * debt
        due = int(when[households.LOAN_DUE, i])
        able = int(f.count[households.ADULTS, i]) > int(f.count[households.DISABLED, i])
        wants = f.luck[0, i] < within_quarter(p.take_up * subsidy)
        borrows = debt <= 0.0 and able and wants and f.count[households.ENTITLEMENT, i] > 0
        loan = p.amount if borrows else 0.0
        spare = max(money[households.SAVINGS, i], 0.0)
        repaid = min(debt, spare) if debt > 0.0 and 0 <= due <= key.quarter else 0.0
        flow[flows.BORROWED, i] = loan
        flow[flows.REPAID, i] = repaid
        flow[flows.INTEREST, i] = interest * (1.0 - subsidy)
        flow[flows.INTEREST_SUBSIDY, i] = interest * subsidy
        left = debt + loan - repaid
        money[households.MICROCREDIT, i] = left
        money[households.CAPITAL, i] = money[households.CAPITAL, i] + p.invested * loan
        flow[flows.INVESTED, i] = flow[flows.INVESTED, i] + p.invested * loan
        renewed = key.quarter + (p.term if borrows else 4)
        when[households.LOAN_DUE, i] = (
            renewed if borrows or (left > 0.0 and due <= key.quarter) else (due if left > 0.0 else -1)
        )


@compiled
def settlement(lo: int, hi: int, f: Frame, key: Key, p: Credit) -> None:
    """Make ends meet: savings, then productive capital sold in distress, then an informal loan; repay when it can."""
    money, count, flow = f.money, f.count, f.flow
    for k in range(hi - lo):
        i = row(lo, k)
        persons = float(
            int(count[households.CHILDREN, i]) + int(count[households.ADULTS, i]) + int(count[households.ELDERS, i])
        )
        debt = money[households.INFORMAL_DEBT, i]
        interest = 0.25 * p.informal_interest * debt
        cash = balance(i, f) + flow[flows.BORROWED, i] - flow[flows.REPAID, i] - flow[flows.INTEREST, i] - interest
        capital = money[households.CAPITAL, i]
        sold = min(max(-cash, 0.0) / p.sale_price, capital)
        cash = cash + p.sale_price * sold
        loan = max(-cash, 0.0)
        spare = max(cash - p.cash_floor * persons, 0.0)
        repaid = min(p.informal_repayment * debt, spare)
        flow[flows.DISTRESS_SALE, i] = p.sale_price * sold
        flow[flows.CAPITAL_LOST, i] = flow[flows.CAPITAL_LOST, i] + (1.0 - p.sale_price) * sold
        flow[flows.INTEREST_INFORMAL, i] = interest
        flow[flows.BORROWED_INFORMAL, i] = loan
        flow[flows.REPAID_INFORMAL, i] = repaid
        money[households.CAPITAL, i] = max(capital - sold, 0.0)
        money[households.INFORMAL_DEBT, i] = debt + loan - repaid
        money[households.SAVINGS, i] = max(cash + loan - repaid, 0.0)
