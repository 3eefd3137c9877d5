"""Banks answer to loans that they must write off: they lend less for a while, to households and firms alike."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from sim import sources
from sim.spec import Param
from sim.state.store import Store

CRUNCH = sources.assumed(
    "A credit crunch and a factor of 0.5-2 on the supply of credit are proposed from a reading of the documents (ENT-5, RSK-2 of the "
    "register); how far rural banks answer to losses was not found",
    "按文件研读，信贷投放为正常的0.5-2倍，并有信贷收紧情形；农村银行对贷款损失的反应程度未找到依据",
)


class Banks(NamedTuple):
    """How the supply of credit answers to losses."""

    enabled: Annotated[
        bool, Param("switch", (0, 1), (0, 1), CRUNCH, "banks answer to losses", "模拟银行对贷款损失的反应")
    ] = True
    tolerated: Annotated[
        float,
        Param(
            "ratio",
            (1, 100),
            (1.1, 2.0),
            CRUNCH,
            "losses over those that banks are used to above which they withdraw",
            "核销率超过惯常水平多少倍时银行开始收紧",
        ),
    ] = 1.25
    ordinary: Annotated[
        float,
        Param(
            "1/year",
            (0.0001, 1),
            (0.01, 0.08),
            CRUNCH,
            "yearly losses that banks take for usual at least",
            "银行视为惯常的年核销率下限",
        ),
    ] = 0.04
    sensitivity: Annotated[
        float,
        Param(
            "ratio",
            (0, 100),
            (0.1, 1.0),
            CRUNCH,
            "part of the supply of credit that is withdrawn for each multiple of usual losses above what is tolerated",
            "核销率每再高出惯常水平1倍时信贷收缩的比例",
        ),
    ] = 0.4
    least: Annotated[
        float, Param("ratio", (0, 1), (0.2, 0.8), CRUNCH, "supply of credit at least", "信贷投放下限（与正常之比）")
    ] = 0.4
    memory: Annotated[
        float,
        Param(
            "1/quarter",
            (0, 1),
            (0.1, 0.5),
            CRUNCH,
            "weight of the last quarter in what banks remember",
            "最近一季在银行风险判断中的权重",
        ),
    ] = 0.25
    habit: Annotated[
        float,
        Param(
            "1/quarter",
            (0, 1),
            (0.02, 0.1),
            CRUNCH,
            "how fast banks get used to losses",
            "银行对核销率水平习以为常的速度",
        ),
    ] = 0.05


def loss_rate(written_off: float, loans: float) -> float:
    """Losses of a quarter as a yearly rate (E200), 1/year; none without loans."""
    return min(4.0 * written_off / loans, 1.0) if loans > 0.0 else 0.0


def credit_supply(remembered: float, usual: float, p: Banks) -> float:
    r"""Supply of credit over the usual (E201): :math:`\max(1-\beta\max(d/\max(\bar d,d_1)-d_0,0),\,s_{min})`."""
    excess = remembered / max(usual, p.ordinary) - p.tolerated
    return max(1.0 - p.sensitivity * max(excess, 0.0), p.least)


def lend(county: Store, written_off: float, loans: float, p: Banks) -> None:
    """Set how freely banks lend in the next quarter, after ``written_off`` of ``loans`` (CNY2020)."""
    now = loss_rate(written_off, loans)
    for name, weight in (("loss_rate", p.memory), ("usual_loss", p.habit)):
        county[name][0] = county[name][0] + weight * (now - county[name][0])
    county["credit_supply"][0] = credit_supply(float(county["loss_rate"][0]), float(county["usual_loss"][0]), p)


def as_usual(county: Store) -> None:
    """Banks that are switched off lend as usual."""
    county["loss_rate"][0], county["usual_loss"][0], county["credit_supply"][0] = 0.0, 0.0, 1.0
