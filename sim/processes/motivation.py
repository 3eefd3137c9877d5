"""Motivation: effort answers to what a benefit takes away when income rises, and to aid that asks for work.

A household that would lose a benefit by earning more meets an implicit tax (MOT-4, RSK-4); aid tied to work does the opposite
(MOT-1 to MOT-3). The answer is bounded and slow.
"""

from __future__ import annotations

from typing import Annotated, NamedTuple

from sim import sources
from sim.compiled import compiled, inlined
from sim.draws import Key
from sim.processes.rows import row
from sim.spec import Param
from sim.state import flows, households
from sim.state.frame import Frame

ANSWER = sources.assumed(
    "The documents warn of dependency on aid and ask for aid by work (MOT-1 to MOT-4) without any measured effect",
    "文件警示“等靠要”并提倡以工代赈、以奖代补（MOT-1至MOT-4），未给出实测效果",
)


class Motivation(NamedTuple):
    """How effort answers to aid."""

    enabled: Annotated[
        bool, Param("switch", (0, 1), (0, 1), ANSWER, "effort answers to aid", "模拟劳动积极性对帮扶方式的反应")
    ] = True
    tax_response: Annotated[
        float,
        Param(
            "ratio",
            (0, 1),
            (0, 0.3),
            ANSWER,
            "fall in effort where aid takes away all of an additional yuan earned",
            "多挣一元即减发一元补助时劳动投入的降幅",
        ),
    ] = 0.05
    cliff_band: Annotated[
        float,
        Param(
            "share",
            (0.001, 1),
            (0.05, 0.3),
            ANSWER,
            "distance below the monitoring line within which households heed the benefits lost above it",
            "低于监测线多少比例以内的农户会顾虑越线后失去帮扶",
        ),
    ] = 0.1
    work_response: Annotated[
        float,
        Param(
            "ratio",
            (0, 1),
            (0, 0.2),
            ANSWER,
            "gain in effort while a member earns aid by work",
            "以工代赈、公益性岗位等按劳取酬帮扶对劳动投入的提升",
        ),
    ] = 0.02
    speed: Annotated[
        float,
        Param("1/quarter", (0, 1), (0.05, 0.5), ANSWER, "how fast effort moves towards its aim", "劳动投入的调整速度"),
    ] = 0.2
    floor: Annotated[float, Param("ratio", (0, 1), (0.6, 0.9), ANSWER, "least effort", "劳动投入下限")] = 0.7
    ceiling: Annotated[float, Param("ratio", (1, 2), (1, 1.2), ANSWER, "largest effort", "劳动投入上限")] = 1.1


@inlined
def implicit_tax(on_dibao: bool, helped: bool, welfare: float, line: float, band: float) -> float:
    """Share of an additional yuan earned that aid takes away (E236): all of it on dibao, in part near the monitoring line."""
    closeness = (welfare - (1.0 - band) * line) / (band * line)
    near = min(max(closeness, 0.0), 1.0) if helped and welfare < line else 0.0
    return 1.0 if on_dibao else near


@inlined
def next_effort(now: float, tax: float, by_work: bool, p: Motivation) -> float:
    """Effort a quarter later (E237), between the floor and the ceiling."""
    aim = 1.0 - p.tax_response * tax + (p.work_response if by_work else 0.0)
    return min(max(now + p.speed * (aim - now), p.floor), p.ceiling)


@compiled
def motivation(lo: int, hi: int, f: Frame, key: Key, p: Motivation, line: float) -> None:
    """Set the next quarter's effort; ``line`` is the monitoring line, CNY2020 a person and year."""
    effort, welfare = f.money[households.EFFORT], f.flow[flows.WELFARE]
    dibao, monitor = f.count[households.DIBAO], f.count[households.MONITOR]
    post, relief = f.count[households.POST], f.count[households.WORK_RELIEF]
    for k in range(hi - lo):
        i = row(lo, k)
        tax = implicit_tax(dibao[i] != 0, monitor[i] == 2, welfare[i], line, p.cliff_band)
        effort[i] = next_effort(effort[i], tax, int(post[i]) + int(relief[i]) > 0, p)
