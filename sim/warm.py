"""Fill a cold compile cache with two processes before any worker starts.

Workers that meet a cold cache would each compile the whole model. Here every pass is called once on no rows, which
compiles it; the halves are of about equal cost.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np

from sim import compiled, record
from sim.collectives.environment import exponentials, lognormal_logs
from sim.county import County, Luck
from sim.draws import HEALTH, key, raw_words, uniforms
from sim.government.monitoring import count_returns, monitoring
from sim.government.safety_net import assist, review
from sim.measures.sums import total
from sim.outcomes import terms
from sim.parameters import GROUPS
from sim.population import identical, logarithms, normals
from sim.processes.capital import capital
from sim.processes.credit import credit, settlement
from sim.processes.demography import demography, wind_up
from sim.processes.earnings import earnings
from sim.processes.farming import farming, sales
from sim.processes.health import health
from sim.processes.labour import labour
from sim.processes.medical_insurance import medical_insurance
from sim.processes.transfers import transfers
from sim.processes.welfare import welfare_pass
from sim.quarter import RETURNS_FROM
from sim.spec import Tree

MARK = "warm"  # file in the cache folder: everything has been compiled
Call = Callable[[], object]


def marker() -> Path | None:
    """The file that tells a warm cache, None where nothing is cached."""
    return Path(compiled.FOLDER) / MARK if compiled.FOLDER else None


def warm(tell: Callable[[], None] = lambda: None) -> None:
    """Compile everything that is not in the cache yet; ``tell`` is called if that takes time."""
    mark = marker()
    if mark is None or mark.exists():
        return
    tell()
    other = subprocess.Popen([sys.executable, "-P", "-m", "sim.warm"], cwd=Path(__file__).parent.parent)
    compile_half(0)
    if other.wait() == 0 and mark.parent.is_dir():
        mark.touch()


def compile_half(half: int) -> None:
    """Compile every second pass, starting with number ``half``."""
    for call in calls()[half::2]:
        call()


def calls() -> list[Call]:
    """Calls on no rows of all compiled passes, the slow ones first, neighbours of about equal cost."""
    tree = Tree(GROUPS)
    county = County(identical(2), tree, Luck.of(0, 0), RETURNS_FROM)
    luck, p, frame, no_ids = key(0, 0, RETURNS_FROM), county.p, county.frame, np.zeros(0, dtype=np.int64)
    sums = np.zeros((len(record.SUMS), len(record.GROUPS), 1))
    lines = p["lines"]
    passes = (
        (capital, luck, p["capital"]),
        (record.record, RETURNS_FROM, terms(county), sums),
        (labour, luck, p["labour"]),
        (transfers, luck, p["transfers"]),
        (welfare_pass, luck, lines),
        (earnings, luck, p["earnings"]),
        (farming, luck, p["farming"]),
        (demography, luck, p["demography"]),
        (review, luck, p["safety_net"]),
        (monitoring, luck, p["monitoring"], lines.poverty, lines.monitoring_multiple),
        (credit, luck, p["credit"]),
        (health, luck, p["health"]),
        (medical_insurance, luck, p["three_tiers"]),
        (settlement, luck, p["credit"]),
        (record.village_payments, sums[0]),
        (count_returns, luck, RETURNS_FROM),
        (wind_up,),
        (assist, luck, p["safety_net"]),
        (sales, luck, p["farming"]),
    )
    empty = np.zeros(0)
    small: list[Call] = [
        lambda: uniforms(luck, no_ids, HEALTH, 0),
        lambda: raw_words(luck, no_ids, HEALTH, 0),
        lambda: lognormal_logs(0.1, empty),
        lambda: exponentials(empty),
        lambda: normals(empty),
        lambda: logarithms(empty),
        lambda: total(empty),
    ]
    return [*(lambda step=step: step[0](0, 0, frame, *step[1:]) for step in passes), *small]


if __name__ == "__main__":
    compile_half(1)
