"""Medical bills are settled: three tiers, payment in advance and later, care that is forgone."""

from __future__ import annotations

import numpy as np

from sim.compiled import compiled, inlined
from sim.draws import ADVERSITY, Key, uniform, words
from sim.processes.rows import enter, entered, gathered, marked, moved, row
from sim.processes.three_tiers import (
    ThreeTiers,
    aid_share,
    care_level,
    instalment,
    own_after_funds,
    own_under_lever,
    prepaid,
)
from sim.state import channels, flows, households
from sim.state.frame import Frame

MEDICAL_FLOWS = (
    flows.BILL, flows.ADMISSION, flows.FUND_PAID, flows.AID_PAID, flows.LEVER_PAID, flows.OWN_PAID, flows.OWN_COUNTED,
    flows.PREPAID, flows.DEFERRED,
)  # fmt: skip


@compiled
def medical_insurance(lo: int, hi: int, f: Frame, key: Key, p: ThreeTiers) -> None:
    """Split each bill among the funds, medical aid, the lever and the household; settle what was left open."""
    outpatient(lo, hi, f, p)
    still_open, few = f.luck[0], np.empty(hi - lo + 1, dtype=np.int64)
    refunds, debts = f.money[households.REFUND_DUE], f.money[households.MEDICAL_DEBT]
    for k in range(hi - lo):
        i = row(lo, k)
        still_open[i] = refunds[i] + debts[i]
    n = gathered(lo, hi, still_open, few)
    for k in range(n):
        settle_accounts(int(few[k]), f, p)
    n = marked(lo, hi, f, flows.ADMISSION, few)
    ids, level = np.empty(n, dtype=np.int64), np.empty(n)
    for k in range(n):
        ids[k] = f.id[few[k]]
    for k in range(n):  # in a loop of their own, so that it vectorises
        level[k] = uniform(words(key, ids[k], ADVERSITY, 0)[2])
    for k in range(n):
        pay_admission(int(few[k]), f, level[k], p)


@compiled
def outpatient(lo: int, hi: int, f: Frame, p: ThreeTiers) -> None:
    """The running cost of chronic illness and disability: no deductible, settled on the spot."""
    count, flow, compliant, left = f.count, f.flow, f.luck[0], f.luck[1]
    bills = flow[flows.BILL]
    funds, aids, tops, owns = flow[flows.FUND_PAID], flow[flows.AID_PAID], flow[flows.LEVER_PAID], flow[flows.OWN_PAID]
    insured, tekun = count[households.INSURED], count[households.TEKUN]
    dibao, monitor = count[households.DIBAO], count[households.MONITOR]
    for k in range(hi - lo):
        i = row(lo, k)
        running = bills[i] - entered(i, f, flows.ADMISSION)
        cost = (1.0 - p.noncompliant) * running
        fund = p.outpatient_rate * cost if insured[i] != 0 else 0.0
        compliant[i] = cost
        funds[i] = fund
        owns[i] = running - cost
    for k in range(hi - lo):
        i = row(lo, k)
        share = aid_share(tekun[i] != 0, dibao[i] != 0, monitor[i] == 2, p)
        rest = compliant[i] - funds[i]
        aid = share * rest if insured[i] != 0 else 0.0
        aids[i] = aid
        left[i] = rest - aid
    for k in range(hi - lo):
        i = row(lo, k)
        gain = max(left[i] - (1.0 - moved(i, f, channels.REIMBURSEMENT)) * compliant[i], 0.0)
        top = moved(i, f, channels.TOP_UP) * gain if insured[i] != 0 else 0.0
        tops[i] = top
        owns[i] = owns[i] + (left[i] - top)


@inlined
def settle_accounts(i: int, f: Frame, p: ThreeTiers) -> None:
    """Last quarter's payments in advance come back; an instalment of deferred cost is paid."""
    refund, debt = f.money[households.REFUND_DUE, i], f.money[households.MEDICAL_DEBT, i]
    repaid = instalment(debt, p)
    enter(i, f, flows.REFUNDED, refund)
    f.flow[flows.DEFERRED_REPAID, i] = repaid
    f.flow[flows.CASH, i] = f.flow[flows.CASH, i] + (refund - repaid)
    f.money[households.REFUND_DUE, i] = 0.0
    f.money[households.MEDICAL_DEBT, i] = debt - repaid


@inlined
def pay_admission(i: int, f: Frame, u: float, p: ThreeTiers) -> None:
    """One admission: what each tier pays of it, what is paid in advance, what is paid later."""
    count, flow, money = f.count, f.flow, f.money
    bill, before = flow[flows.ADMISSION, i], money[households.COMPLIANT_OWN, i]
    insured, tekun, dibao = (
        count[households.INSURED, i] != 0,
        count[households.TEKUN, i] != 0,
        count[households.DIBAO, i] != 0,
    )
    monitored = count[households.MONITOR, i] == 2
    low_income = tekun or dibao or monitored
    compliant = (1.0 - p.noncompliant) * bill
    level = care_level(bill, u, p)
    threshold = p.low_income_threshold * p.serious_threshold if low_income else p.serious_threshold
    after_funds = own_after_funds(compliant, before, level, threshold, p) if insured else compliant
    fund = compliant - after_funds
    aid = aid_share(tekun, dibao, monitored, p) * after_funds if insured else 0.0
    own = after_funds - aid
    best = own_under_lever(own, compliant, before, moved(i, f, channels.REIMBURSEMENT), moved(i, f, channels.OWN_CAP))
    top_up = moved(i, f, channels.TOP_UP) * (own - best) if insured else 0.0
    counted = own - top_up
    owed = bill - compliant + counted
    flow[flows.FUND_PAID, i] = flow[flows.FUND_PAID, i] + fund
    flow[flows.AID_PAID, i] = flow[flows.AID_PAID, i] + aid
    flow[flows.LEVER_PAID, i] = flow[flows.LEVER_PAID, i] + top_up
    flow[flows.OWN_PAID, i] = flow[flows.OWN_PAID, i] + owed
    enter(i, f, flows.OWN_COUNTED, counted)
    money[households.COMPLIANT_OWN, i] = before + counted
    count[households.CLAIMED, i] = 1 if fund > 0.0 else count[households.CLAIMED, i]
    advance = prepaid(fund, moved(i, f, channels.ONE_STOP), p)
    later = moved(i, f, channels.TREAT_FIRST) * owed if insured else 0.0
    enter(i, f, flows.PREPAID, advance)
    enter(i, f, flows.DEFERRED, later)
    flow[flows.CASH, i] = flow[flows.CASH, i] + (later - advance)
    money[households.REFUND_DUE, i] = advance
    money[households.MEDICAL_DEBT, i] = money[households.MEDICAL_DEBT, i] + later


@compiled
def pay_all(lo: int, hi: int, f: Frame, key: Key, p: ThreeTiers) -> None:
    """Without any insurance the household pays the whole bill."""
    owns, bills = f.flow[flows.OWN_PAID], f.flow[flows.BILL]
    for k in range(hi - lo):
        i = row(lo, k)
        owns[i] = bills[i]


@inlined
def treated(amount: float, forgone: float) -> float:
    """What is left of a medical amount when the share ``forgone`` of the quarter's care is not taken (E167), CNY2020."""
    return (1.0 - forgone) * amount


@inlined
def forgo(i: int, f: Frame, share: float) -> float:
    """Leave ``share`` of the quarter's care untaken, after bills were settled; return the cash that this saves, CNY2020.

    Whoever pays a part of the bill pays that much less; nobody owes anything for care that was not given.
    """
    flow, money = f.flow, f.money
    advance, later = share * entered(i, f, flows.PREPAID), share * entered(i, f, flows.DEFERRED)
    saved = share * flow[flows.OWN_PAID, i] + (advance - later)
    enter(i, f, flows.FORGONE, share * flow[flows.BILL, i])
    flow[flows.CASH, i] = flow[flows.CASH, i] + (advance - later)
    money[households.REFUND_DUE, i] = max(money[households.REFUND_DUE, i] - advance, 0.0)
    money[households.MEDICAL_DEBT, i] = max(money[households.MEDICAL_DEBT, i] - later, 0.0)
    fewer = share * entered(i, f, flows.OWN_COUNTED)
    money[households.COMPLIANT_OWN, i] = max(money[households.COMPLIANT_OWN, i] - fewer, 0.0)
    for column in MEDICAL_FLOWS:
        flow[column, i] = treated(flow[column, i], share)
    f.count[households.UNTREATED, i] = 1 if share > 0.0 else int(f.count[households.UNTREATED, i])
    return saved
