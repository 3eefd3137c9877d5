"""Microcredit, informal loans, and how a household makes ends meet."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from sim import sources
from sim.compiled import compiled, inlined
from sim.draws import CREDIT, Key
from sim.processes.hazard import within_quarter
from sim.processes.luck import draw
from sim.processes.rows import row
from sim.spec import Param
from sim.state import channels, flows, households
from sim.state.frame import Frame

LOANS = sources.MICROCREDIT_NATIONAL
AMOUNT = sources.from_memory(
    "Up to 50,000 yuan a household; lent on average 44,400 yuan in the country (January-September 2024) and 52,300 yuan in Guizhou "
    "to 2019, repeated loans included (S2-064, S2-065)",
    "单户5万元以内；全国2024年1—9月户均放贷约4.44万元，贵州截至2019年1月累计户均约5.23万元（含重复放贷，S2-064、S2-065）",
)
MICROCREDIT = sources.assumed(
    "Take-up, use, interest and extension of microcredit; the plan continues it (S3-131) without these numbers",
    "小额信贷的贷款率、用途、利率与展期为假定；规划要求继续实施（S3-131），未给出这些数值",
)
TERMS = sources.assumed(
    "Terms of informal loans and distress sales; no source document gives them",
    "民间借款与变卖资产条件为假定；来源文件未给出",
)


class Credit(NamedTuple):
    """Loans and distress."""

    enabled: Annotated[bool, Param("switch", (0, 1), (0, 1), MICROCREDIT, "microcredit is offered", "模拟小额信贷")] = (
        True
    )
    amount: Annotated[
        float,
        Param(
            "CNY2020/household",
            (0, 1e6),
            (20000, 50000),
            AMOUNT,
            "microcredit given to a household",
            "小额信贷户均额度",
        ),
    ] = 30000.0
    term: Annotated[int, Param("quarters", (1, 80), (4, 20), LOANS, "term of a microcredit", "小额信贷期限")] = 12
    extension: Annotated[
        int,
        Param(
            "quarters", (1, 80), (2, 12), MICROCREDIT, "extension of what is not repaid at term", "到期未还部分展期时长"
        ),
    ] = 4
    interest: Annotated[
        float, Param("1/year", (0, 1), (0.035, 0.06), MICROCREDIT, "interest on microcredit", "小额信贷年利率")
    ] = 0.0435
    take_up: Annotated[
        float,
        Param(
            "1/year",
            (0, 10),
            (0.02, 0.3),
            MICROCREDIT,
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
            MICROCREDIT,
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
def balance(means: float, own_paid: float, consumed: float, invested: float) -> float:
    """Savings and income (``means``) less the unavoidable spending of the quarter (E41), may be negative; CNY2020."""
    return means - (own_paid + consumed + invested)


@compiled
def credit(lo: int, hi: int, f: Frame, key: Key, p: Credit) -> None:
    """Take up, serve and repay microcredit; what is left is savings, possibly negative until settled."""
    money, flow, when = f.money, f.flow, f.when
    draw(lo, hi, f, key, CREDIT)
    for k in range(hi - lo):
        i = row(lo, k)
        debt = money[households.MICROCREDIT, i]
        subsidy = f.channel[channels.CREDIT, i]
        interest = 0.25 * p.interest * debt
        due = int(when[households.LOAN_DUE, i])
        able = f.count[households.ABLE, i] > 0
        wants = f.luck[0, i] < within_quarter(p.take_up * subsidy)
        borrows = debt <= 0.0 and able and wants and f.count[households.ENTITLEMENT, i] > 0
        loan = p.amount if borrows else 0.0
        spare = max(money[households.SAVINGS, i], 0.0)
        repaid = min(debt, spare) if debt > 0.0 and 0 <= due <= key.quarter else 0.0
        flow[flows.BORROWED, i] = loan
        flow[flows.REPAID, i] = repaid
        flow[flows.INTEREST, i] = interest * (1.0 - subsidy)
        flow[flows.INTEREST_SUBSIDY, i] = interest * subsidy
        flow[flows.CASH, i] = flow[flows.CASH, i] + (loan - repaid - interest * (1.0 - subsidy))
        left = debt + loan - repaid
        money[households.MICROCREDIT, i] = left
        money[households.CAPITAL, i] = money[households.CAPITAL, i] + p.invested * loan
        flow[flows.INVESTED, i] = flow[flows.INVESTED, i] + p.invested * loan
        renewed = key.quarter + (p.term if borrows else p.extension)
        when[households.LOAN_DUE, i] = (
            renewed if borrows or (left > 0.0 and due <= key.quarter) else (due if left > 0.0 else -1)
        )


@compiled
def settlement(lo: int, hi: int, f: Frame, key: Key, p: Credit) -> None:
    """Make ends meet: savings, then productive capital sold in distress, then an informal loan; repay when it can."""
    left_over(lo, hi, f)
    sell_in_distress(lo, hi, f, p)
    borrow_informally(lo, hi, f, p)


@compiled
def left_over(lo: int, hi: int, f: Frame) -> None:
    """What is left, possibly negative, in a luck column: after spending and microcredit, before informal debt."""
    flow, cash = f.flow, f.luck[0]
    savings, other, earned = f.money[households.SAVINGS], flow[flows.OTHER], flow[flows.CAPITAL_INCOME]
    own_paid, consumed, invested = flow[flows.OWN_PAID], flow[flows.CONSUMED], flow[flows.INVESTED]
    others = flow[flows.CASH]
    for k in range(hi - lo):
        i = row(lo, k)
        cash[i] = savings[i] + other[i] + earned[i]
    for k in range(hi - lo):
        i = row(lo, k)
        cash[i] = balance(cash[i], own_paid[i], consumed[i], invested[i])
    for k in range(hi - lo):
        i = row(lo, k)
        cash[i] = cash[i] + others[i]


@compiled
def sell_in_distress(lo: int, hi: int, f: Frame, p: Credit) -> None:
    """Pay the interest on informal debt; sell productive capital for what is lacking."""
    flow, cash, sold = f.flow, f.luck[0], f.luck[1]
    debts, capital = f.money[households.INFORMAL_DEBT], f.money[households.CAPITAL]
    interests, proceeds, lost = flow[flows.INTEREST_INFORMAL], flow[flows.DISTRESS_SALE], flow[flows.CAPITAL_LOST]
    for k in range(hi - lo):
        i = row(lo, k)
        interest = 0.25 * p.informal_interest * debts[i]
        interests[i] = interest
        cash[i] = cash[i] - interest
    for k in range(hi - lo):
        i = row(lo, k)
        sale = min(max(-cash[i], 0.0) / p.sale_price, capital[i])
        sold[i] = sale
        proceeds[i] = p.sale_price * sale
        cash[i] = cash[i] + p.sale_price * sale
        capital[i] = max(capital[i] - sale, 0.0)
    for k in range(hi - lo):
        i = row(lo, k)
        lost[i] = lost[i] + (1.0 - p.sale_price) * sold[i]


@compiled
def borrow_informally(lo: int, hi: int, f: Frame, p: Credit) -> None:
    """Borrow what is still lacking; repay out of what exceeds the floor; what is left is savings."""
    money, count, flow, cash, floor = f.money, f.count, f.flow, f.luck[0], f.luck[1]
    children, adults, elders = count[households.CHILDREN], count[households.ADULTS], count[households.ELDERS]
    savings, debts = money[households.SAVINGS], money[households.INFORMAL_DEBT]
    loans, repayments = flow[flows.BORROWED_INFORMAL], flow[flows.REPAID_INFORMAL]
    for k in range(hi - lo):
        i = row(lo, k)
        floor[i] = p.cash_floor * float(int(children[i]) + int(adults[i]) + int(elders[i]))
    for k in range(hi - lo):
        i = row(lo, k)
        loan = max(-cash[i], 0.0)
        repaid = min(p.informal_repayment * debts[i], max(cash[i] - floor[i], 0.0))
        loans[i] = loan
        repayments[i] = repaid
        savings[i] = max(cash[i] + loan - repaid, 0.0)
        debts[i] = debts[i] + loan - repaid
