"""Arrears of wages (欠薪): work that is done and not paid, and what becomes of the claim."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim import sources
from sim.compiled import compiled, inlined
from sim.draws import HOLDING, Key, uniform, words
from sim.processes.hazard import strikes
from sim.processes.rows import enter, listed, moved, row
from sim.spec import Param
from sim.state import channels, flows, households
from sim.state.frame import Frame

WITHHELD = sources.assumed(
    "Range proposed from a reading of the documents: 0.005-0.08 per worker and year; no source document counts arrears",
    "按文件研读建议每名务工者每年0.005-0.08；来源文件未给出欠薪数量",
)
CLAIMS = sources.assumed(
    "How soon arrears are paid, and how many are given up, is not in the documents",
    "欠薪多久追回、多少无法追回，来源文件未给出",
)


class Arrears(NamedTuple):
    """Wages that are withheld, recovered or lost."""

    enabled: Annotated[bool, Param("switch", (0, 1), (0, 1), WITHHELD, "wages may be withheld", "模拟拖欠工资")] = True
    withheld: Annotated[
        float,
        Param(
            "1/(worker·year)",
            (0, 10),
            (0.005, 0.08),
            WITHHELD,
            "hazard that a worker outside or inside the county is not paid for a quarter",
            "务工人员被拖欠一季工资的年发生率",
        ),
    ] = 0.03
    recovery: Annotated[
        float,
        Param("1/year", (0, 50), (0.3, 3.0), CLAIMS, "hazard that arrears are paid", "欠薪追回的年发生率"),
    ] = 1.0
    given_up: Annotated[
        float,
        Param("1/year", (0, 50), (0.05, 0.6), CLAIMS, "hazard that arrears are given up", "欠薪无法追回的年发生率"),
    ] = 0.2


@inlined
def one_workers_pay(wages: float, workers: float) -> float:
    """What one of ``workers`` earned in the quarter (E67), CNY2020."""
    return wages / workers if workers > 0.0 else 0.0


@compiled
def withhold(lo: int, hi: int, f: Frame, p: Arrears) -> None:
    """One worker's pay for the quarter may be owed instead of paid. ``earnings`` calls this: luck column 3 is its own."""
    mark, rows = np.empty(hi - lo), np.empty(hi - lo + 1, np.int64)
    migrants, local, bad = f.count[households.MIGRANTS], f.count[households.LOCAL_WORKERS], f.luck[3]
    for k in range(hi - lo):
        i = row(lo, k)
        workers = float(int(migrants[i]) + int(local[i]))
        mark[k] = 1.0 if bad[i] < 0.2500001 * p.withheld * workers else 0.0
    owe(listed(lo, mark, rows), rows, f, p)


@compiled
def owe(n: int, rows: NDArray[np.int64], f: Frame, p: Arrears) -> None:
    """Of the first ``n`` of these rows, those that the hazard strikes are owed one worker's pay."""
    for k in range(n):
        i = rows[k]
        workers = float(int(f.count[households.MIGRANTS, i]) + int(f.count[households.LOCAL_WORKERS, i]))
        if strikes(f.luck[3, i], p.withheld * workers):
            owed = one_workers_pay(f.flow[flows.WAGE_MIGRANT, i] + f.flow[flows.WAGE_LOCAL, i], workers)
            enter(i, f, flows.WAGE_WITHHELD, owed)
            f.flow[flows.WAGES, i] = f.flow[flows.WAGES, i] - owed
            f.money[households.ARREARS, i] = f.money[households.ARREARS, i] + owed


@inlined
def outcome(u: float, help: float, p: Arrears) -> int:
    """What becomes of wages owed in a quarter (E68): 1 paid, more often with help, -1 given up, 0 still owed."""
    if strikes(u, p.recovery * (1.0 + help)):
        return 1
    return -1 if strikes(1.0 - u, p.given_up) else 0


@compiled
def arrears(lo: int, hi: int, f: Frame, key: Key, p: Arrears) -> None:
    """Wages owed are paid at last, given up or still owed; few households have any."""
    owed = f.money[households.ARREARS]
    for i in range(lo, hi):
        if owed[i] > 0.0:
            luck = uniform(words(key, f.id[i], HOLDING, 0)[1])
            end = outcome(luck, moved(i, f, channels.WAGE_RECOVERY), p)
            if end > 0:
                enter(i, f, flows.WAGE_RECOVERED, owed[i])
                f.flow[flows.WAGES, i] = f.flow[flows.WAGES, i] + owed[i]
            if end < 0:
                enter(i, f, flows.WAGE_LOST, owed[i])
            owed[i] = owed[i] if end == 0 else 0.0
