"""Cadre capacity of villages: it rises while a resident team is there and falls back after the team has left."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim import sources
from sim.draws import VILLAGE_CADRES, Key, uniforms
from sim.spec import Param
from sim.state.store import Store

TEAMS = sources.assumed(
    "All poor villages had a team until 2020, listed kinds of village after it; the Pengshui plan gives no number; the range proposed "
    "from a reading of the documents is 0.2-1 of all villages, and the county's ex-poor villages are 0.4 of them",
    "2020年前贫困村全覆盖，其后按类别派驻；彭水规划未给出数量；按文件研读建议区间为全部村的0.2-1，本县脱贫村约占0.4",
)
CAPACITY = sources.assumed(
    "Capacity of village cadres is not measured in any source document; level, speed and effects are assumed and swept",
    "来源文件未测量村级治理能力；水平、变化速度和作用大小均为假定并参与扫描",
)
UNIONS = sources.assumed(
    "97 joint-village party committees lead 381 villages, 199 firms and 313 co-operatives in 56 townships (S2-045, S2-046, S2-048), so "
    "that strong villages lead weak ones; what that closes of the gap is not measured, range 0-0.5 assumed",
    "97个联村党委覆盖56个乡镇、381个村、199个非公企业和313个合作社（S2-045、S2-046、S2-048），强村带弱村；"
    "缩小多少差距无实测，区间0-0.5为假定",
)

HEADS = sources.derived(
    "Lanzhou's aim for 2018, 70 % of villages, and for 2020 all (S1-122, S1-123); the Pengshui plan states none",
    "兰州目标为2018年70%的村、2020年全部兼任（S1-122、S1-123）；彭水规划未给出",
    sources.figure("S1-122"),
    sources.figure("S1-123"),
)
HEADSHIP = sources.assumed(
    "That success then hangs on one person is inferred; nobody has measured by how much, and the effects of capacity are those of all "
    "villages together, so that nothing further is assumed; range 0-0.5 assumed",
    "兼任后成败更系于一人属推断，无实测；治理能力的作用已按全部村平均设定，故默认不再放大；区间0-0.5为假定",
)

Floats = NDArray[np.float64]


def _effect(en: str, zh: str) -> Param:
    return Param(
        "ratio",
        (0, 5),
        (0, 1.5),
        CAPACITY,
        f"{en} with each unit of capacity above the usual",
        f"治理能力每高于通常水平一个单位，{zh}",
    )


class Cadres(NamedTuple):
    """Resident teams and what the capacity of village cadres does."""

    team_coverage: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.2, 1),
            TEAMS,
            "villages with a resident team, ex-poor villages first",
            "派驻工作队的村比例（脱贫村优先）",
        ),
    ] = 0.4
    team_gain: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.1, 0.7),
            CAPACITY,
            "part of what a village's own cadres lack that a team makes up",
            "工作队弥补村干部能力不足的比例",
        ),
    ] = 0.4
    adjustment: Annotated[
        float,
        Param(
            "1/year",
            (0, 4),
            (0.2, 1.5),
            CAPACITY,
            "how fast capacity moves to its level",
            "治理能力向其水平调整的年速度",
        ),
    ] = 0.6
    usual: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.4, 0.7),
            CAPACITY,
            "usual capacity, at which nothing is changed",
            "通常治理能力（此水平下各项不变）",
        ),
    ] = 0.58
    repair_effect: Annotated[float, _effect("gain in the pace of repair", "设施修复速度提高比例")] = 0.8
    union_lift: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0, 0.5),
            UNIONS,
            "of what a village lacks to the most capable of those it shares co-operatives with, what joint leadership makes up",
            "联村党委缩小本村与联村内治理能力最强村差距的比例（限共用合作社的村）",
        ),
    ] = 0.25
    joint_headship: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.5, 1),
            HEADS,
            "villages whose secretary also heads the collective and its co-operative",
            "村党组织书记兼任村集体、合作社负责人的村比例",
        ),
    ] = 0.7
    headship_weight: Annotated[
        float,
        Param(
            "ratio",
            (0, 5),
            (0, 0.5),
            HEADSHIP,
            "how much more the capacity of such a village shows in the yield of its assets and in what leaks",
            "兼任村治理能力对集体资产收益和收益流失作用的放大幅度",
        ),
    ] = 0.0
    return_effect: Annotated[float, _effect("gain in the yield of collective assets", "集体资产收益提高比例")] = 0.5
    leakage_effect: Annotated[float, _effect("fall of leakage", "收益流失减少比例")] = 1.0
    visit_effect: Annotated[float, _effect("gain in visits that find risk", "走访排查发现力度提高比例")] = 0.5


def teams(villages: Store, initial: Key, p: Cadres) -> NDArray[np.bool_]:
    """Villages with a resident team: ex-poor villages first, each kind in the order of a fixed draw."""
    order = np.lexsort(
        (villages.id, uniforms(initial, villages.id, VILLAGE_CADRES, 0)[1], -villages["ex_poor_village"])
    )
    chosen = np.zeros(villages.n, dtype=np.bool_)
    chosen[order[: int(p.team_coverage * villages.n + 0.5)]] = True
    return chosen


def level(own: Floats, team: NDArray[np.bool_], responsibility: float, p: Cadres) -> Floats:
    """Capacity towards which a village moves (E203): a team makes up a part of what its own cadres lack, while it is there."""
    return own + np.where(team, p.team_gain * responsibility, 0.0) * (1.0 - own)


def unions(villages: Store) -> NDArray[np.int64]:
    """Number of the group that each village belongs to: those that share co-operatives; without any a village is alone."""
    shared = villages["cooperatives"] > 0
    alone = -1 - np.arange(villages.n, dtype=np.int64)
    named = np.where(shared, villages["first_cooperative"].astype(np.int64), alone)
    return np.unique(named, return_inverse=True)[1].reshape(-1).astype(np.int64)


def lifted(to: Floats, union: NDArray[np.int64], p: Cadres) -> Floats:
    """Level of capacity under joint leadership (E204): a part of the gap to the best of the group closes."""
    best = np.full(to.size, -np.inf)
    np.maximum.at(best, union, to)
    return to + p.union_lift * (best[union] - to)


def next_capacity(now: Floats, to: Floats, p: Cadres) -> Floats:
    """Capacity a quarter later (E205)."""
    return now + min(0.25 * p.adjustment, 1.0) * (to - now)


def factor(capacity: Floats, effect: float | Floats, p: Cadres) -> Floats:
    """What capacity makes of something (E206): 1 at the usual capacity, never below 0."""
    return np.maximum(1.0 + effect * (capacity - p.usual), 0.0)


def heads(villages: Store, initial: Key, p: Cadres) -> Floats:
    """Weight of capacity on what the collective does (E207): more where one person heads committee, collective and co-operative."""
    if p.headship_weight == 0.0:
        return np.ones(villages.n)
    joint = uniforms(initial, villages.id, VILLAGE_CADRES, 1)[0] < p.joint_headship
    return np.where(joint, 1.0 + p.headship_weight, 1.0)


def train(villages: Store, initial: Key, responsibility: float, p: Cadres) -> None:
    """Move every village's capacity by a quarter, and what visits find with it."""
    team = teams(villages, initial, p)
    villages["team"][:] = team
    to = lifted(level(villages["own_capacity"], team, responsibility, p), unions(villages), p)
    villages["cadres"][:] = next_capacity(villages["cadres"], to, p)
    villages["visits"][:] = factor(villages["cadres"], p.visit_effect, p)
