"""Microcredit: taken up, served, renewed, repaid, passed on to an enterprise, defaulted on."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np

from sim import sources
from sim.compiled import compiled, inlined
from sim.draws import CREDIT, SUPPORT, Key, uniform, words
from sim.processes.hazard import within_quarter
from sim.processes.rows import enter, gathered, moved, row
from sim.spec import Param
from sim.state import channels, collective, flows, households
from sim.state.frame import Frame

LOANS = sources.MICROCREDIT_NATIONAL
AMOUNT = sources.from_memory(
    "Up to 50,000 yuan a household; lent on average 44,400 yuan in the country (January-September 2024) and 52,300 yuan in Guizhou "
    "to 2019, repeated loans included (S2-064, S2-065)",
    "单户5万元以内；全国2024年1—9月户均放贷约4.44万元，贵州截至2019年1月累计户均约5.23万元（含重复放贷，S2-064、S2-065）",
)
MICROCREDIT = sources.assumed(
    "Take-up, use, interest, extension and default of microcredit; the plan continues it (S3-131) without these numbers",
    "小额信贷的贷款率、用途、利率、展期与违约为假定；规划要求继续实施（S3-131），未给出这些数值",
)
PASSING_ON = sources.assumed(
    "That household loans are used by firms is named as a risk in the documents (FIN-2); how often and at what return is not",
    "文件指出“户贷企用”风险，未给出规模和收益",
)
RENEWAL = sources.assumed(
    "Microcredit goes on in the transition (S3-131), and loans may be renewed without repaying the principal; what banks ask for is not "
    "stated. Asking for savings of the whole loan made banks write off more than a tenth of what they had lent a year, far above what such loans lose",
    "过渡期内小额信贷政策继续（S3-131），可办理续贷；银行的具体条件未给出。若要求储蓄足以覆盖全部贷款，模型中银行每年核销一成以上，明显偏高",
)


class Credit(NamedTuple):
    """Microcredit."""

    enabled: Annotated[bool, Param("switch", (0, 1), (0, 1), MICROCREDIT, "microcredit is offered", "模拟小额信贷")] = (
        True
    )
    amount: Annotated[
        float,
        Param(
            "CNY2020/household",
            (0, 1e6),
            (30000, 50000),
            AMOUNT,
            "microcredit given to a household",
            "小额信贷户均额度",
        ),
    ] = 45000.0
    term: Annotated[int, Param("quarters", (1, 80), (4, 20), LOANS, "term of a microcredit", "小额信贷期限")] = 12
    extension: Annotated[
        int,
        Param(
            "quarters", (1, 80), (2, 12), MICROCREDIT, "extension of what is not repaid at term", "到期未还部分展期时长"
        ),
    ] = 4
    renewed: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.5, 0.95),
            RENEWAL,
            "loans renewed for another term when they fall due, where savings suffice",
            "到期时符合条件而续贷的比例",
        ),
    ] = 0.9
    renewal_savings: Annotated[
        float,
        Param(
            "share",
            (0, 10),
            (0.0, 0.3),
            RENEWAL,
            "savings over the loan from which on it may be renewed without being repaid",
            "无还本续贷所要求的储蓄与贷款之比",
        ),
    ] = 0.05
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
    default_after: Annotated[
        int,
        Param(
            "quarters",
            (1, 20),
            (2, 12),
            MICROCREDIT,
            "quarters after the extension in which the bank writes the loan off and lends no more for five years",
            "展期届满后多少个季度核销并五年内停止授信",
        ),
    ] = 4
    passed_on: Annotated[
        float,
        Param("share", (0, 1), (0, 0.3), PASSING_ON, "loans whose money an enterprise uses", "户贷企用的比例"),
    ] = 0.05
    pass_return: Annotated[
        float,
        Param(
            "1/year",
            (0, 1),
            (0.03, 0.1),
            PASSING_ON,
            "what the enterprise pays the household on such money",
            "户贷企用的年收益率",
        ),
    ] = 0.06


DEFAULTED = 127  # stands for a default of this quarter; counted down while the household gets no loan
CLEARED = 107  # the last quarter of that, five years later, as long as a record of default is kept


@inlined
def repayment(debt: float, spare: float, due: bool) -> float:
    """Microcredit repaid this quarter: at term, as far as savings reach (E190); CNY2020."""
    return min(debt, max(spare, 0.0)) if due else 0.0


@inlined
def next_overdue(overdue: int, debt: float, term_ended: bool) -> int:
    """Quarters for which a loan has been overdue, one quarter later (E191)."""
    if overdue >= CLEARED:
        return overdue - 1 if overdue > CLEARED else 0
    later = overdue + 1 if overdue < CLEARED - 1 else overdue
    return later if debt > 0.0 and term_ended else 0


@compiled
def credit(lo: int, hi: int, f: Frame, key: Key, p: Credit) -> None:
    """Take up, serve and repay microcredit, of the households that have some or may have some."""
    debts, entitlement, mark = f.money[households.MICROCREDIT], f.count[households.ENTITLEMENT], f.luck[1]
    for k in range(hi - lo):
        i = row(lo, k)
        mark[i] = 1.0 if debts[i] > 0.0 or entitlement[i] > 0 else 0.0
    rows = np.empty(hi - lo + 1, dtype=np.int64)
    for k in range(gathered(lo, hi, mark, rows)):
        i = int(rows[k])
        if debts[i] > 0.0:
            serve(i, f, key, p)
        else:
            take_up(i, f, key, p)


@inlined
def take_up(i: int, f: Frame, key: Key, p: Credit) -> None:
    """Borrow, and invest or pass on the money."""
    application, use, _, _ = words(key, f.id[i], CREDIT, 0)
    subsidy = moved(i, f, channels.CREDIT)
    able, known = f.count[households.ABLE, i] > 0, f.count[households.OVERDUE, i] >= CLEARED
    f.count[households.OVERDUE, i] = next_overdue(int(f.count[households.OVERDUE, i]), 0.0, False)
    if (
        uniform(application) < within_quarter(p.take_up * subsidy * f.county[collective.CREDIT_SUPPLY])
        and able
        and not known
    ):
        f.money[households.MICROCREDIT, i] = p.amount
        f.when[households.LOAN_DUE, i] = key.quarter + p.term
        f.count[households.OVERDUE, i] = 0
        enter(i, f, flows.BORROWED, p.amount)
        if uniform(use) < p.passed_on and borrower(i, f, key):
            f.count[households.PASSED_ON, i] = 1
            enter(i, f, flows.PASSED_ON, p.amount)
        else:
            f.money[households.CAPITAL, i] = f.money[households.CAPITAL, i] + p.invested * p.amount
            f.flow[flows.INVESTED, i] = f.flow[flows.INVESTED, i] + p.invested * p.amount
            f.flow[flows.CASH, i] = f.flow[flows.CASH, i] + p.amount


@inlined
def borrower(i: int, f: Frame, key: Key) -> bool:
    """Whether an enterprise takes the money: the one that holds the household's shares, else one that is drawn."""
    firms = f.enterprise_alive.size
    if f.link[households.ENTERPRISE, i] < 0 and firms > 0:
        drawn = words(key, f.id[i], SUPPORT, 2)[2] % firms
        if f.enterprise_alive[drawn] != 0:
            f.link[households.ENTERPRISE, i] = drawn
    return f.link[households.ENTERPRISE, i] >= 0


@inlined
def serve(i: int, f: Frame, key: Key, p: Credit) -> None:
    """Pay interest, repay at term as far as savings reach, renew, fall behind, default."""
    flow, debt = f.flow, f.money[households.MICROCREDIT, i]
    overdue, ended = int(f.count[households.OVERDUE, i]), int(f.when[households.LOAN_DUE, i]) <= key.quarter
    subsidy = moved(i, f, channels.CREDIT) if overdue == 0 else 0.0
    interest = 0.25 * p.interest * debt
    back = returned_money(i, f, debt, ended, p)
    spare = f.money[households.SAVINGS, i] + back
    renews = (
        ended
        and overdue == 0
        and spare >= p.renewal_savings * debt
        and uniform(words(key, f.id[i], CREDIT, 0)[1]) < p.renewed
    )
    repaid = repayment(debt, spare, ended and not renews)
    left = debt - repaid
    overdue = next_overdue(overdue, left, ended and not renews)
    if p.extension + p.default_after < overdue < CLEARED:
        enter(i, f, flows.WRITTEN_OFF, left)
        left, overdue = 0.0, DEFAULTED
    enter(i, f, flows.INTEREST, interest * (1.0 - subsidy))
    enter(i, f, flows.INTEREST_SUBSIDY, interest * subsidy)
    enter(i, f, flows.REPAID, repaid)
    flow[flows.CASH, i] = flow[flows.CASH, i] + (back - repaid - interest * (1.0 - subsidy))
    f.money[households.MICROCREDIT, i] = left
    f.count[households.OVERDUE, i] = overdue
    due = key.quarter + p.term if renews else int(f.when[households.LOAN_DUE, i])
    f.when[households.LOAN_DUE, i] = due if left > 0.0 else -1


@inlined
def returned_money(i: int, f: Frame, debt: float, term_ended: bool, p: Credit) -> float:
    """What the enterprise pays back at term on a loan that was passed on; it also pays a return while it lives (E189)."""
    if f.count[households.PASSED_ON, i] == 0:
        return 0.0
    holder = int(f.link[households.ENTERPRISE, i])
    if holder < 0 or f.enterprise_alive[holder] == 0:
        f.count[households.PASSED_ON, i] = 0  # the enterprise has failed: the debt stays with the household
        return 0.0
    gain = 0.25 * p.pass_return * debt
    enter(i, f, flows.LOAN_RETURN, gain)
    f.flow[flows.PROPERTY, i] = f.flow[flows.PROPERTY, i] + gain
    f.flow[flows.OTHER, i] = f.flow[flows.OTHER, i] + gain
    if not term_ended:
        return 0.0
    f.count[households.PASSED_ON, i] = 0
    enter(i, f, flows.PASSED_BACK, debt)
    return debt
