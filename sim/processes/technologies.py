"""Two technologies of household production: the threshold of Barrett and Carter (2013), off unless chosen."""

from __future__ import annotations

from operator import sub
from typing import Annotated, NamedTuple

from sim import sources
from sim.compiled import inlined
from sim.mathematics import exp, log
from sim.spec import Param, Rule

SHAPE = sources.assumed(
    "Shape of the two technologies: an example with a known threshold, no estimate for rural China",
    "两种技术的形状：门槛值已知的示例，并非中国农村估计值",
)


class Technologies(NamedTuple):
    """Production of capital by the better of two technologies."""

    two: Annotated[
        bool,
        Param(
            "switch",
            (0, 1),
            (0, 1),
            sources.BARRETT_CARTER_2013,
            "capital earns by the better of two technologies and a fixed share of that is invested; otherwise it earns in proportion",
            "资产收益按两种技术中较优者计算，并按固定比例再投资；否则与资产成正比",
        ),
    ] = False
    unit: Annotated[
        float, Param("CNY2020", (1, 1e9), (1000, 50000), SHAPE, "unit of capital of both", "资产计量单位")
    ] = 10000.0
    low: Annotated[
        float, Param("1", (0.01, 1), (0.2, 0.5), SHAPE, "exponent of the low technology", "低技术的产出弹性")
    ] = 0.3
    high: Annotated[
        float, Param("1", (0.01, 1), (0.5, 0.9), SHAPE, "exponent of the high technology", "高技术的产出弹性")
    ] = 0.7
    fixed_cost: Annotated[
        float,
        Param("units", (0, 1000), (0.5, 2), SHAPE, "fixed cost of the high technology", "高技术的固定成本（计量单位）"),
    ] = 1.0


RULES = (
    Rule(
        ("technologies.high", "technologies.low"),
        sub,
        "the exponent of the high technology is at least that of the low one",
        "高技术的产出弹性不低于低技术",
    ),
)


@inlined
def yield_of(capital: float, t: Technologies) -> float:
    r"""What capital yields, :math:`U \max\{(X/U)^{\ell}, (X/U)^{h} - F\}` (E188), CNY2020."""
    if capital <= 0.0:
        return 0.0
    size = log(capital / t.unit)
    return t.unit * max(exp(t.low * size), exp(t.high * size) - t.fixed_cost)
