"""Anti-return insurance: the county pays the premium; it pays for own medical cost of ex-poor and monitored households."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np

from sim import sources
from sim.compiled import compiled, inlined
from sim.draws import Key
from sim.processes.rows import enter, gathered, row
from sim.spec import Param
from sim.state import collective, flows, households
from sim.state.frame import Frame

POLICY = sources.assumed(
    "The Pengshui plan wants anti-return insurance (S3-074) and gives no terms; ranges proposed from a reading of the documents: "
    "2,000-30,000 yuan a household",
    "彭水规划提出创新防贫返贫保险（S3-074），未给出条款；赔款按文件研读建议区间每户2000-30000元",
)


class AntiReturnInsurance(NamedTuple):
    """Terms of anti-return insurance."""

    enabled: Annotated[
        bool, Param("switch", (0, 1), (0, 1), POLICY, "anti-return insurance can be bought", "模拟防贫返贫保险")
    ] = True
    premium: Annotated[
        float,
        Param(
            "CNY2020/(person·year)",
            (0, 1e4),
            (20, 200),
            POLICY,
            "premium that the county pays a person",
            "县财政每人年保费",
        ),
    ] = 60.0
    deductible: Annotated[
        float,
        Param(
            "CNY2020/(household·quarter)",
            (0, 1e6),
            (1000, 8000),
            POLICY,
            "own medical cost that is not covered",
            "医疗自付免赔额",
        ),
    ] = 3000.0
    share: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.3, 0.9),
            POLICY,
            "share of own medical cost above it that is paid",
            "免赔额以上的赔付比例",
        ),
    ] = 0.6
    ceiling: Annotated[
        float,
        Param(
            "CNY2020/(household·quarter)",
            (0, 1e9),
            (2000, 30000),
            POLICY,
            "most that is paid in a quarter",
            "单季赔付上限",
        ),
    ] = 15000.0


@inlined
def anti_return_payout(own_cost: float, p: AntiReturnInsurance) -> float:
    """Paid for a quarter's own medical cost (E132), CNY2020."""
    return min(p.share * max(own_cost - p.deductible, 0.0), p.ceiling)


@compiled
def anti_return_insurance(lo: int, hi: int, f: Frame, key: Key, p: AntiReturnInsurance) -> None:
    """Pay the few insured whose own cost is high; ``f.county`` tells the share of cover that the county has bought."""
    own, high, entitled = f.flow[flows.OWN_PAID], f.luck[0], f.count[households.ENTITLEMENT]
    rows = np.empty(hi - lo + 1, dtype=np.int64)
    for k in range(hi - lo):
        i = row(lo, k)
        high[i] = 1.0 if own[i] > p.deductible and entitled[i] > 0 else 0.0
    for k in range(gathered(lo, hi, high, rows)):
        i = rows[k]
        paid = f.county[collective.ANTI_RETURN] * anti_return_payout(own[i], p)
        enter(i, f, flows.ANTI_RETURN_PAYOUT, paid)
        f.flow[flows.CASH, i] = f.flow[flows.CASH, i] + paid
