"""Weddings, funerals and gifts: money that leaves the household without being consumption or cost of its living."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from sim import sources
from sim.compiled import compiled, inlined
from sim.processes.rows import members, row
from sim.processes.welfare import ring_sum
from sim.spec import CHANGE_FROM, Param
from sim.state import collective, flows, households
from sim.state.frame import Frame

EVENTS = sources.assumed(
    "Range proposed from a reading of the documents: 20,000-200,000 yuan an event; here less the gifts that guests bring; no "
    "source document gives an amount",
    "婚丧花费按文件研读建议区间每次2万-20万元，此处扣除所收礼金；来源文件未给出金额",
)
GIFTS = sources.assumed(
    "What a household gives less what it receives in a year; no source document gives it",
    "全年人情往来净支出；来源文件未给出",
)
REFORM = sources.assumed(
    "The Pengshui plan fights costly customs (S3-121) without saying by how much the cost falls; the range proposed from a "
    "reading of the documents is 0-0.2 a year",
    "彭水规划开展移风易俗治理（S3-121），未给出降幅；按文件研读建议每年下降0-0.2",
)


class Ceremonies(NamedTuple):
    """Cost of weddings, funerals and gifts, and how far customs reform lowers it."""

    enabled: Annotated[
        bool,
        Param("switch", (0, 1), (0, 1), EVENTS, "ceremonies cost money", "模拟婚丧人情支出"),
    ] = True
    wedding: Annotated[
        float,
        Param(
            "CNY2020/event",
            (0, 1e6),
            (10000, 100000),
            EVENTS,
            "cost of a wedding to the household less the gifts received",
            "婚嫁一次净花费（扣除所收礼金）",
        ),
    ] = 30000.0
    funeral: Annotated[
        float,
        Param(
            "CNY2020/event",
            (0, 1e6),
            (3000, 40000),
            EVENTS,
            "cost of a funeral to the household less the gifts received",
            "丧事一次净花费（扣除所收礼金）",
        ),
    ] = 10000.0
    gifts: Annotated[
        float,
        Param(
            "months",
            (0, 12),
            (0, 1),
            GIFTS,
            "gifts given less gifts received in a year, in months of the household's income",
            "全年人情净支出，相当于若干个月家庭收入",
        ),
    ] = 0.3
    reform: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0, 0.5),
            REFORM,
            "part of these costs that customs reform saves in the end",
            "移风易俗最终节省的比例",
        ),
    ] = 0.2
    horizon: Annotated[
        float,
        Param(
            "years",
            (0.25, 50),
            (2, 10),
            sources.derived(
                "Lanzhou's horizon of about three years (S1-072), taken over for Pengshui and counted from 2021Q1",
                "借用兰州“三年左右”的期限（S1-072），自2021年一季度起算",
                sources.figure("S1-072"),
                sources.figure("S3-121"),
            ),
            "years that the reform takes",
            "移风易俗见效所需年数",
        ),
    ] = 3.0


@inlined
def custom(quarter: int, p: Ceremonies) -> float:
    """What customs still ask of the cost of 2020, falling evenly from 2021Q1 over the horizon (E146)."""
    since = max(float(quarter - CHANGE_FROM + 1), 0.0)
    return 1.0 - p.reform * min(0.25 * since / p.horizon, 1.0)


@inlined
def event_cost(passage: int, p: Ceremonies) -> float:
    """Cost of the quarter's wedding (+16) and funeral (+8) at the customs of 2020 (E147), CNY2020."""
    wedding, death = passage // 16 % 2, passage // 8 % 2
    return p.wedding * float(wedding) + p.funeral * float(death)


@compiled
def ceremonies(lo: int, hi: int, f: Frame, quarter: int, p: Ceremonies) -> None:
    """Gifts at the Spring Festival, weddings and funerals when they happen; members who are left pay."""
    passage, cost, cash = f.count[households.PASSAGE], f.flow[flows.CEREMONY], f.flow[flows.CASH]
    still = custom(quarter, p)
    if quarter % 4 == 0:
        give(lo, hi, f, still * p.gifts / 12.0)
    price = still * f.county[collective.GROWTH]
    for i in range(lo, hi):
        if passage[i] >= 8 and members(i, f) > 0:
            event = price * event_cost(int(passage[i]), p)
            cost[i] = cost[i] + event
            cash[i] = cash[i] - event


@compiled
def give(lo: int, hi: int, f: Frame, share: float) -> None:
    """Gifts: a share of the income of the last four quarters, if there was any."""
    yearly, cost, cash = f.luck[0], f.flow[flows.CEREMONY], f.flow[flows.CASH]
    ring_sum(lo, hi, f.money[households.MARKET_INCOME : households.MARKET_INCOME + 4], yearly)
    for k in range(hi - lo):
        i = row(lo, k)
        cost[i] = share * max(yearly[i], 0.0) if members(i, f) > 0 else 0.0
        cash[i] = cash[i] - cost[i]
