"""Coping: what a household does, in this order, when its money does not reach, and what each step costs it later.

Savings come first (they are spent before anything is lacking) and then the help of kin (``kin.py``). After that: informal
loans up to what others lend, livestock, productive capital, taking a child out of school, forgoing care, eating less.
"""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np

from sim import sources
from sim.compiled import compiled, inlined
from sim.processes.capital import QUARTER, Capital, yearly_needs
from sim.processes.education import Education
from sim.processes.informal_credit import InformalCredit, room, yearly_income
from sim.processes.medical_insurance import forgo
from sim.processes.rows import enter, gathered, moved, row
from sim.processes.schooling import schooling_of, withdraw
from sim.spec import Param
from sim.state import channels, flows, households
from sim.state.frame import Frame

ORDER = sources.assumed(
    "The order of the steps follows the literature on coping; prices and floors of distress are assumed, no source document gives them",
    "应对困难的先后次序参照有关文献；变卖价格与底线为假定，来源文件未给出",
)


class Coping(NamedTuple):
    """How far a household goes to defend its consumption."""

    enabled: Annotated[
        bool,
        Param(
            "switch",
            (0, 1),
            (0, 1),
            ORDER,
            "households cope in this order; otherwise they borrow without limit",
            "模拟困难应对次序（关闭则无限制借款）",
        ),
    ] = True
    defended: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.5, 1),
            ORDER,
            "share of subsistence for which a household borrows and sells",
            "农户举债或变卖资产也要保住的消费占最低消费的比例",
        ),
    ] = 0.75
    livestock_price: Annotated[
        float,
        Param(
            "ratio",
            (0.05, 1),
            (0.6, 1),
            ORDER,
            "price of livestock sold in need over its value",
            "困难出售牲畜的价格与其价值之比",
        ),
    ] = 0.85
    sale_price: Annotated[
        float,
        Param(
            "ratio",
            (0.05, 1),
            (0.4, 0.9),
            ORDER,
            "price in a distress sale over the value of capital",
            "困难变卖价格与资产价值之比",
        ),
    ] = 0.7
    bare: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.2, 0.6),
            ORDER,
            "share of subsistence below which nobody eats less",
            "口粮削减的下限占最低消费的比例",
        ),
    ] = 0.4


@inlined
def sold(lacking: float, held: float, price: float) -> float:
    """Value of goods sold at ``price`` to raise what is lacking (E196), CNY2020."""
    return min(lacking / price, held)


@inlined
def shortage(defended: float, needs: float, consumed: float) -> float:
    """What consumption lacks to the defended level (E193); ``needs`` a year, CNY2020/quarter."""
    return max(defended * QUARTER * needs - consumed, 0.0)


@compiled
def left_over(lo: int, hi: int, f: Frame) -> None:
    """What is left, possibly negative, in ``luck`` column 0: after spending and microcredit, before informal debt (E192)."""
    flow, cash = f.flow, f.luck[0]
    savings, other, earned = f.money[households.SAVINGS], flow[flows.OTHER], flow[flows.CAPITAL_INCOME]
    own_paid, consumed, invested, others = (
        flow[flows.OWN_PAID],
        flow[flows.CONSUMED],
        flow[flows.INVESTED],
        flow[flows.CASH],
    )
    for k in range(hi - lo):
        i = row(lo, k)
        cash[i] = savings[i] + other[i] + earned[i] + others[i]
    for k in range(hi - lo):
        i = row(lo, k)
        cash[i] = cash[i] - (own_paid[i] + consumed[i] + invested[i])


@compiled
def defend(lo: int, hi: int, f: Frame, p: Coping, c: Capital) -> None:
    """Mean to consume the defended level where income and savings do not reach for it."""
    consumed, cash, hungry = f.flow[flows.CONSUMED], f.luck[0], f.count[households.HUNGRY]
    for k in range(hi - lo):
        i = row(lo, k)
        more = shortage(p.defended, yearly_needs(i, f, c), consumed[i])
        consumed[i] = consumed[i] + more
        cash[i] = cash[i] - more
    for k in range(hi - lo):
        i = row(lo, k)
        since = int(hungry[i])
        hungry[i] = since + 1 if 0 < since < YEAR else 0


YEAR = 4  # quarters for which hunger is remembered


@compiled
def coping(
    lo: int, hi: int, f: Frame, p: Coping, loans: InformalCredit, c: Capital, school: Education, forgone: float
) -> None:
    """Take the steps, for the few who lack money; ``forgone`` is the part of its care that a household does without."""
    cash, mark = f.luck[0], f.luck[1]
    for k in range(hi - lo):
        i = row(lo, k)
        mark[i] = 1.0 if cash[i] < 0.0 else 0.0
    rows = np.empty(hi - lo + 1, dtype=np.int64)
    for k in range(gathered(lo, hi, mark, rows)):
        i = int(rows[k])
        lacking = borrow(i, f, -cash[i], loans)
        lacking = sell_livestock(i, f, lacking, p)
        lacking = sell_capital(i, f, lacking, p)
        if lacking > 0.0 and f.flow[flows.EDUCATION_COST, i] > 0.0:
            lacking = lacking - leave_school(i, f, school)
        if lacking > 0.0 and f.flow[flows.OWN_PAID, i] > 0.0:
            lacking = lacking - forgo(i, f, min(forgone, lacking / f.flow[flows.OWN_PAID, i]))
        if lacking > 0.0:
            lacking = eat_less(i, f, lacking, p, c)
        cash[i] = -lacking


@inlined
def borrow(i: int, f: Frame, lacking: float, p: InformalCredit) -> float:
    """Borrow as far as others lend; return what is still lacking. Later: interest, and less room to borrow."""
    debt = f.money[households.INFORMAL_DEBT, i]
    loan = min(lacking, room(p.limit, yearly_income(i, f), debt))
    enter(i, f, flows.BORROWED_INFORMAL, loan)
    f.money[households.INFORMAL_DEBT, i] = debt + loan
    return lacking - loan


@inlined
def sell_livestock(i: int, f: Frame, lacking: float, p: Coping) -> float:
    """Sell livestock. Later: less income until the herd has grown again."""
    value = sold(lacking, f.money[households.LIVESTOCK, i], p.livestock_price)
    f.money[households.LIVESTOCK, i] = max(f.money[households.LIVESTOCK, i] - value, 0.0)
    enter(i, f, flows.LIVESTOCK_SALE, p.livestock_price * value)
    return max(lacking - p.livestock_price * value, 0.0)


@inlined
def sell_capital(i: int, f: Frame, lacking: float, p: Coping) -> float:
    """Sell productive capital. Later: less income for years, perhaps for ever."""
    value = sold(lacking, f.money[households.CAPITAL, i], p.sale_price)
    f.money[households.CAPITAL, i] = max(f.money[households.CAPITAL, i] - value, 0.0)
    enter(i, f, flows.DISTRESS_SALE, p.sale_price * value)
    f.flow[flows.CAPITAL_LOST, i] = f.flow[flows.CAPITAL_LOST, i] + (1.0 - p.sale_price) * value
    return max(lacking - p.sale_price * value, 0.0)


@inlined
def leave_school(i: int, f: Frame, p: Education) -> float:
    """Take a member out of school; return what that saves this quarter, CNY2020. Later: less skill and no qualification."""
    flow, before = f.flow, schooling_of(i, f, p)
    if not withdraw(i, f):
        return 0.0
    freed = before - schooling_of(i, f, p)
    helped = moved(i, f, channels.EDUCATION_RELIEF) * freed
    flow[flows.EDUCATION_COST, i] = max(flow[flows.EDUCATION_COST, i] - freed, 0.0)
    flow[flows.EDUCATION_RELIEF, i] = max(flow[flows.EDUCATION_RELIEF, i] - helped, 0.0)
    flow[flows.CASH, i] = flow[flows.CASH, i] + (freed - helped)
    return freed - helped


@inlined
def eat_less(i: int, f: Frame, lacking: float, p: Coping, c: Capital) -> float:
    """Cut food below subsistence. Later: more illness for a year."""
    spare = max(f.flow[flows.CONSUMED, i] - p.bare * QUARTER * yearly_needs(i, f, c), 0.0)
    cut = min(lacking, spare)
    f.flow[flows.CONSUMED, i] = f.flow[flows.CONSUMED, i] - cut
    f.count[households.HUNGRY, i] = 1 if cut > 0.0 else int(f.count[households.HUNGRY, i])
    return lacking - cut
