"""Property and transfer income, support in kind."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from sim import sources
from sim.compiled import compiled, inlined
from sim.draws import SUPPORT, Key, words
from sim.processes.rows import members, row
from sim.spec import Param
from sim.state import channels, collective, flows, households
from sim.state.frame import Frame

PAYMENTS = sources.assumed(
    "A switch of the model: pensions and grants exist, their amounts have sources of their own",
    "模型开关；养老金和补助客观存在，金额另有出处",
)
PENSION = sources.from_memory(
    "Basic resident pension around 2020; no source document gives it",
    "2020年前后城乡居民基本养老金水平；来源文件未给出",
)


class Transfers(NamedTuple):
    """Pensions; the switch of all transfers."""

    enabled: Annotated[
        bool,
        Param(
            "switch",
            (0, 1),
            (0, 1),
            PAYMENTS,
            "pensions, grants and collective income are paid",
            "模拟养老金、补助与集体收益分配",
        ),
    ] = True
    pension: Annotated[
        float,
        Param(
            "CNY2020/(person·year)",
            (0, 1e5),
            (1200, 2400),
            PENSION,
            "basic pension of a person aged 60 and over",
            "60岁及以上人员年基本养老金",
        ),
    ] = 1500.0


@compiled
def transfers(lo: int, hi: int, f: Frame, key: Key, p: Transfers) -> None:
    """Shares, dividends, grants, pension, collective income."""
    shares(lo, hi, f)
    grants(lo, hi, f, key)
    count, flow = f.count, f.flow
    for k in range(hi - lo):
        i = row(lo, k)
        persons = float(members(i, f))
        flow[flows.PENSION, i] = 0.25 * p.pension * float(count[households.ELDERS, i])
        entitled = persons if count[households.ENTITLEMENT, i] > 0 else 0.0
        shared = f.village[collective.DISTRIBUTION, int(f.link[households.VILLAGE, i])] * entitled
        flow[flows.COLLECTIVE, i] = shared
        flow[flows.PROPERTY, i] = flow[flows.PROPERTY, i] + shared
        flow[flows.TRANSFER, i] = flow[flows.TRANSFER, i] + flow[flows.PENSION, i]


@compiled
def shares(lo: int, hi: int, f: Frame) -> None:
    """Dividends of the holders that live; principal gone with those that failed."""
    money, flow, link = f.money, f.flow, f.link
    for k in range(hi - lo):
        i = row(lo, k)
        member, holder = int(link[households.COOPERATIVE, i]), int(link[households.ENTERPRISE, i])
        lost, from_cooperative, from_enterprise = 0.0, 0.0, 0.0
        if member >= 0:
            if f.cooperative_alive[member] != 0:
                from_cooperative = (
                    money[households.COOPERATIVE_SHARES, i] * f.cooperative[collective.COOPERATIVE_DIVIDEND, member]
                )
            else:
                lost = lost + money[households.COOPERATIVE_SHARES, i]
                money[households.COOPERATIVE_SHARES, i] = 0.0
                link[households.COOPERATIVE, i] = -1
        if holder >= 0:
            if f.enterprise_alive[holder] != 0:
                from_enterprise = (
                    money[households.ENTERPRISE_SHARES, i] * f.enterprise[collective.ENTERPRISE_DIVIDEND, holder]
                )
            else:
                lost = lost + money[households.ENTERPRISE_SHARES, i]
                money[households.ENTERPRISE_SHARES, i] = 0.0
                link[households.ENTERPRISE, i] = -1
        flow[flows.DIVIDEND_COOPERATIVE, i] = from_cooperative
        flow[flows.DIVIDEND_ENTERPRISE, i] = from_enterprise
        flow[flows.SHARE_LOST, i] = lost
        flow[flows.PROPERTY, i] = flow[flows.PROPERTY, i] + (from_cooperative + from_enterprise)


@compiled
def grants(lo: int, hi: int, f: Frame, key: Key) -> None:
    """Industry grants: productive capital, or principal in the co-operative, else in an enterprise; else capital."""
    for i in range(lo, hi):
        if f.count[households.ENTITLEMENT, i] > 0:
            in_kind, principal = f.channel[channels.CAPITAL, i], f.channel[channels.SHARES, i]
            if in_kind > 0.0 or principal > 0.0:  # once a year
                give(i, f, in_kind, principal, key)


@inlined
def give(i: int, f: Frame, in_kind: float, principal: float, key: Key) -> None:
    """Give one household its grant."""
    money, flow, link, firms = f.money, f.flow, f.link, f.enterprise_alive.size
    if principal > 0.0 and firms > 0 and link[households.COOPERATIVE, i] < 0 and link[households.ENTERPRISE, i] < 0:
        receiver = words(key, f.id[i], SUPPORT, 1)[2] % firms
        if f.enterprise_alive[receiver] != 0:
            link[households.ENTERPRISE, i] = receiver
    to_cooperative = principal if link[households.COOPERATIVE, i] >= 0 else 0.0
    to_enterprise = principal if link[households.COOPERATIVE, i] < 0 and link[households.ENTERPRISE, i] >= 0 else 0.0
    flow[flows.GRANT, i] = in_kind + (principal - to_cooperative - to_enterprise)
    flow[flows.SHARE_GRANT, i] = to_cooperative + to_enterprise
    money[households.CAPITAL, i] = money[households.CAPITAL, i] + flow[flows.GRANT, i]
    money[households.COOPERATIVE_SHARES, i] = money[households.COOPERATIVE_SHARES, i] + to_cooperative
    money[households.ENTERPRISE_SHARES, i] = money[households.ENTERPRISE_SHARES, i] + to_enterprise
