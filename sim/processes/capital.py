"""Productive capital: the poverty-trap dynamics of Kovacevic and Pflug (2011).

Capital X earns b X a year. With other income at rate y, a household consumes all of its income up to the
subsistence level I*, and a share ``a`` of what is above; the share ``c`` of what it saves becomes capital. So

    dX/dt = r (X - x*)+,   r = (1 - a) b c,   x* = (I* - y) / b,

which is solved exactly inside the quarter, and losses arrive at their exact Poisson times.
"""

from __future__ import annotations

from typing import Annotated, NamedTuple

from sim import sources
from sim.compiled import inlined
from sim.draws import CAPITAL, Key, uniform, words
from sim.mathematics import exp, log
from sim.processes.rows import members
from sim.spec import Param
from sim.state.frame import Frame

TRAP = sources.KOVACEVIC_PFLUG_2011
VALUES = sources.assumed(
    "The model is published; its values for rural China are not known, so ranges are wide",
    "模型结构已发表；中国农村参数未知，区间取宽",
)
QUARTER = 0.25  # years
EVENTS = 1023  # losses inside a quarter that the draw index can number


class Capital(NamedTuple):
    """Consumption, saving, capital and its losses."""

    enabled: Annotated[
        bool, Param("switch", (0, 1), (0, 1), TRAP, "capital grows and is lost", "模拟资本积累与损失")
    ] = True
    subsistence: Annotated[
        float,
        Param(
            "CNY2020/(person·year)",
            (0, 1e5),
            (2500, 6000),
            VALUES,
            "consumption below which nothing is saved",
            "不储蓄的最低消费水平",
            "I^*",
        ),
    ] = 4000.0
    spending_share: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.5, 0.9),
            VALUES,
            "share of income above subsistence that is consumed",
            "超出最低消费部分的消费比例",
            "a",
        ),
    ] = 0.75
    return_rate: Annotated[
        float,
        Param(
            "1/year",
            (0.001, 20),
            (0.1, 0.5),
            VALUES,
            "net income per yuan of productive capital",
            "生产性资本年净收益率",
            "b",
        ),
    ] = 0.25
    invested_share: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.1, 0.6),
            VALUES,
            "share of saving that becomes productive capital",
            "储蓄转化为生产性资本的比例",
            "c",
        ),
    ] = 0.3
    depreciation: Annotated[
        float,
        Param("1/year", (0, 2), (0.05, 0.2), VALUES, "wear of productive capital", "生产性资本折旧率", r"\delta"),
    ] = 0.12
    loss_rate: Annotated[
        float,
        Param(
            "1/year",
            (0, 50),
            (0.02, 0.3),
            VALUES,
            "losses of capital (death of livestock, accident)",
            "资本损失（牲畜死亡、事故）年发生次数",
            r"\lambda",
        ),
    ] = 0.10
    proportional: Annotated[
        bool,
        Param(
            "switch",
            (0, 1),
            (0, 1),
            sources.HENSHAW_2023,
            "a loss leaves a Beta(loss_shape, 1) share of capital; otherwise it takes an exponential amount",
            "损失按比例（剩余份额服从Beta分布）；否则按指数分布金额扣减",
        ),
    ] = True
    loss_shape: Annotated[
        float,
        Param(
            "1",
            (0.05, 100),
            (1, 5),
            VALUES,
            "shape of the share that a proportional loss leaves",
            "比例损失剩余份额的形状参数",
        ),
    ] = 2.0
    loss_mean: Annotated[
        float,
        Param("CNY2020", (0, 1e7), (500, 20000), VALUES, "mean of a subtractive loss", "金额损失均值", r"1/\alpha"),
    ] = 5000.0
    buffer: Annotated[
        float,
        Param(
            "years",
            (0, 20),
            (0.25, 2),
            VALUES,
            "savings kept untouched, in years of subsistence",
            "预防性储蓄目标（按最低消费年数）",
        ),
    ] = 0.75
    caution: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0, 0.5),
            VALUES,
            "share of consumption above subsistence that entitled households put off when they foresee the end of all support",
            "享受政策的农户预见帮扶全部退出时，推迟的最低消费以上消费比例",
        ),
    ] = 0.2
    drawdown: Annotated[
        float,
        Param(
            "1/quarter",
            (0, 1),
            (0.02, 0.3),
            VALUES,
            "share of savings above the buffer that is consumed",
            "超出预防性储蓄部分的季度消费比例",
        ),
    ] = 0.10


@inlined
def critical_capital(needs: float, other: float, p: Capital) -> float:
    r"""Capital at which income just covers subsistence, :math:`x^* = (I^* - y)/b` (E174), CNY2020."""
    return (needs - other) / p.return_rate


@inlined
def grown(capital: float, critical: float, factor: float) -> float:
    r"""Capital after undisturbed growth, :math:`x^* + (X - x^*) e^{rt}` above :math:`x^*`, else unchanged (E175)."""
    return critical + (capital - critical) * factor if capital > critical else capital


@inlined
def capital_years(capital: float, critical: float, years: float, factor: float, rate: float) -> float:
    r"""Capital held over a stretch, :math:`\int X\,dt` (E176), CNY2020·year."""
    if capital <= critical or rate <= 0.0:
        return capital * years
    return critical * years + (capital - critical) * (factor - 1.0) / rate


@inlined
def surviving(capital: float, u: float, p: Capital) -> float:
    """Capital after one loss (E177): a Beta(a, 1) share of it, or an exponential amount less; never below zero."""
    if p.proportional:
        return capital * exp(log(u) / p.loss_shape)
    return max(capital + p.loss_mean * log(u), 0.0)


@inlined
def until_loss(time: float, event: int, agent: int, key: Key, p: Capital) -> tuple[float, bool, float]:
    """Undisturbed years after ``time`` into the quarter, whether they end it without a loss, and the loss's uniform."""
    arrival, size, _, _ = words(key, agent, CAPITAL, event)
    wait = -log(uniform(arrival)) / p.loss_rate if p.loss_rate > 0.0 else 2.0 * QUARTER
    last = time + wait >= QUARTER or event >= EVENTS
    return (QUARTER - time if last else wait), last, uniform(size)


@inlined
def growth_rate(p: Capital) -> float:
    r"""Rate at which capital grows above its critical level, :math:`r = (1 - a)\,b\,c`, 1/year."""
    return (1.0 - p.spending_share) * p.return_rate * p.invested_share


@inlined
def yearly_needs(i: int, f: Frame, p: Capital) -> float:
    """Subsistence of the household's members, CNY2020/year."""
    return p.subsistence * float(members(i, f))
