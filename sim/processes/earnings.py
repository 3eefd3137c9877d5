"""Productivity of a household (fixed effect + AR(1) + transitory) and its wages."""

from __future__ import annotations

import math
from typing import Annotated, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim import sources
from sim.compiled import compiled, inlined
from sim.draws import EARNINGS, Key
from sim.mathematics import exp, to_normals
from sim.processes.arrears import Arrears, withhold
from sim.processes.luck import draw
from sim.processes.rows import enter, row
from sim.spec import Param
from sim.state import collective, flows, households
from sim.state.frame import Floats, Frame

Bytes = NDArray[np.int8]

SHOCKS = sources.assumed(
    "No usable estimate for rural China was found; the sum of persistent and transitory spread stays below the "
    "dispersion of published incomes (log sd 0.5-0.8)",
    "未找到可用的中国农村估计；持久与暂时冲击合计不超过公布收入离散度（对数标准差0.5-0.8）",
)
WAGES = sources.derived(
    "Monthly wages of migrant workers in 2020 (away 4,549, local 3,606 yuan) times months worked (assumed)",
    "由2020年农民工月均收入（外出4549元、本地3606元）乘以假定工作月数推得",
    sources.MIGRANT_WAGE_2020,
)
TRAINING = sources.assumed(
    "No source document gives an effect of vocational training on wages",
    "来源文件未给出职业培训对工资的作用",
)
QUALIFIED = sources.assumed(
    "The documents promise more from vocational schooling (S1-057) and give no wage; returns to schooling of 5-10 % a year "
    "of school in the literature are recalled, not read",
    "文件要求职业教育全覆盖（S1-057），未给出工资差；文献中每年教育回报约5-10%为凭记忆，未核",
)
SMALL_WAGES = sources.assumed(
    "The documents state no wage of workshops; below local wages by assumption",
    "来源文件未给出车间工资；假定低于本地务工工资",
)


class Earnings(NamedTuple):
    """Productivity shocks and wage levels."""

    enabled: Annotated[
        bool, Param("switch", (0, 1), (0, 1), SHOCKS, "wages are earned and shocks happen", "模拟工资与收入冲击")
    ] = True
    persistence: Annotated[
        float,
        Param(
            "1/quarter",
            (0, 0.9999),
            (0.85, 0.98),
            SHOCKS,
            "share of the persistent shock that carries over to the next quarter",
            "持久冲击的季度延续比例",
            r"\rho",
        ),
    ] = 0.93
    persistent_spread: Annotated[
        float,
        Param(
            "log",
            (0, 2),
            (0.1, 0.45),
            SHOCKS,
            "standard deviation of the persistent shock",
            "持久冲击标准差（对数）",
            r"\sigma_z",
        ),
    ] = 0.28
    transitory_spread: Annotated[
        float,
        Param(
            "log",
            (0, 2),
            (0.05, 0.3),
            SHOCKS,
            "standard deviation of the transitory shock, per quarter",
            "季度暂时冲击标准差（对数）",
            r"\sigma_e",
        ),
    ] = 0.15
    migrant_wage: Annotated[
        float,
        Param(
            "CNY2020/(worker·year)",
            (0, 1e6),
            (25000, 45000),
            WAGES,
            "wage outside the county at median productivity",
            "外出务工年工资（中位生产率）",
        ),
    ] = 32000.0
    local_wage: Annotated[
        float,
        Param(
            "CNY2020/(worker·year)",
            (0, 1e6),
            (15000, 30000),
            WAGES,
            "local wage at median productivity",
            "本地务工年工资（中位生产率）",
        ),
    ] = 21000.0
    enterprise_wage: Annotated[
        float,
        Param(
            "CNY2020/(job·year)",
            (0, 1e6),
            (10000, 26000),
            SMALL_WAGES,
            "wage of an enterprise or workshop job",
            "企业（车间）岗位年工资",
        ),
    ] = 18000.0
    training_wage: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.0, 0.15),
            TRAINING,
            "gain in wages if all able adults have finished vocational training",
            "劳动力均接受过职业培训时工资提高幅度",
        ),
    ] = 0.05
    qualification_wage: Annotated[
        float,
        Param(
            "share",
            (0, 2),
            (0.05, 0.4),
            QUALIFIED,
            "gain in wages if all able adults have a vocational or higher qualification",
            "劳动力均有职业教育及以上学历时工资提高幅度",
        ),
    ] = 0.15


@inlined
def next_persistence(now: float, shock: float, p: Earnings) -> float:
    r"""Persistent shock, :math:`z' = \rho z + \sigma_z\sqrt{1-\rho^2}\,\varepsilon` (E64)."""
    return p.persistence * now + p.persistent_spread * math.sqrt(1.0 - p.persistence * p.persistence) * shock


@inlined
def wage(level: float, workers: float, factor: float) -> float:
    """Wages of a quarter at a yearly ``level`` (E66), CNY2020."""
    return 0.25 * level * workers * factor


@compiled
def earnings(lo: int, hi: int, f: Frame, key: Key, p: Earnings, a: Arrears) -> None:
    """Move productivity and pay wages for the labour that illness left, or fail to pay them."""
    draw(lo, hi, f, key, EARNINGS)
    for stream in range(3):
        to_normals(f.luck[stream][lo:hi])
    productivity(lo, hi, f, p)
    pay(lo, hi, f, p)
    if a.enabled:
        withhold(lo, hi, f, a)


@compiled
def productivity(lo: int, hi: int, f: Frame, p: Earnings) -> None:
    """Next persistent shock, the farm's transitory shock, and exp(skill + shock + luck) in a luck column."""
    skill, shock = f.money[households.SKILL][lo:hi], f.money[households.PERSISTENCE][lo:hi]
    persistent, wages, harvest = f.luck[0][lo:hi], f.luck[1][lo:hi], f.luck[2][lo:hi]
    transitory = f.flow[flows.TRANSITORY][lo:hi]
    for i in range(skill.size):
        shock[i] = next_persistence(shock[i], persistent[i], p)
    for i in range(skill.size):
        transitory[i] = p.transitory_spread * harvest[i]
    for i in range(skill.size):
        wages[i] = exp(skill[i] + shock[i] + p.transitory_spread * wages[i])


@inlined
def schooling(able: float, trained: float, qualified: float, p: Earnings) -> float:
    """Factor on wages (E65): the premiums of training and qualification, by the share of able adults who have them."""
    each = 1.0 / able if able > 0.0 else 0.0
    return 1.0 + p.training_wage * min(trained * each, 1.0) + p.qualification_wage * min(qualified * each, 1.0)


@compiled
def pay(lo: int, hi: int, f: Frame, p: Earnings) -> None:
    """Turn productivity, left in luck column 1, into the wage flows; column 0 comes to hold what several of them share."""
    count, flow, county = f.count, f.flow, f.county
    hands, trained, qualified = count[households.ABLE], count[households.TRAINED], count[households.QUALIFIED]
    working, productive, wages = f.luck[0], f.luck[1], flow[flows.WAGES]
    skilled(lo, hi, working, hands, trained, qualified, flow[flows.PRESENT], p)
    migrants, local, outside, inside = (
        count[households.MIGRANTS],
        count[households.LOCAL_WORKERS],
        flow[flows.WAGE_MIGRANT],
        flow[flows.WAGE_LOCAL],
    )
    away, near = p.migrant_wage * county[collective.WAGE_INDEX], p.local_wage * county[collective.LOCAL_WAGE_INDEX]
    for k in range(hi - lo):
        i = row(lo, k)
        outside[i] = wage(away, float(int(migrants[i])), productive[i] * working[i])
        inside[i] = wage(near, float(int(local[i])), productive[i] * working[i])
    employed, post = count[households.EMPLOYED], count[households.POST]
    enterprise, public = flow[flows.WAGE_ENTERPRISE], flow[flows.WAGE_POST]
    small, post_wage = p.enterprise_wage * county[collective.WAGE_LEVEL], county[collective.POST_WAGE]
    for k in range(hi - lo):
        i = row(lo, k)
        enterprise[i] = wage(small, float(int(employed[i])), working[i])
        public[i] = post_wage * float(int(post[i]))
    for k in range(hi - lo):
        i = row(lo, k)
        wages[i] = wages[i] + (outside[i] + inside[i] + enterprise[i] + public[i])
    works, present = count[households.WORK_RELIEF], flow[flows.PRESENT]
    for i in range(lo, hi):
        if works[i] != 0:
            relief = county[collective.RELIEF_WAGE] * float(int(works[i])) * present[i]
            enter(i, f, flows.WAGE_WORK_RELIEF, relief)
            wages[i] = wages[i] + relief


@compiled
def skilled(
    lo: int, hi: int, working: Floats, able: Bytes, trained: Bytes, qualified: Bytes, present: Floats, p: Earnings
) -> None:
    """Working time weighted by schooling, into ``working``."""
    for k in range(hi - lo):
        i = row(lo, k)
        working[i] = present[i] * schooling(float(int(able[i])), float(int(trained[i])), float(int(qualified[i])), p)
