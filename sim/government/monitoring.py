"""Monitoring against return: three channels, delay, error, help, release; returns are counted."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim import sources
from sim.compiled import compiled, inlined
from sim.draws import MONITORING, Key, uniform, words
from sim.mathematics import exp, normal_quantile
from sim.processes.luck import draw
from sim.processes.rows import members, row
from sim.spec import Param
from sim.state import collective, flows, households
from sim.state.frame import Frame

HAZARDS = sources.assumed(
    "The plan names three channels (S3-078) and no time limit; the range proposed from a reading of the documents is 0.05-0.6 a "
    "month, in a quarter 1 - (1 - h)^3 = 0.14-0.94",
    "规划列出三类渠道（S3-078），未规定时限；按文件研读建议每月发现概率 h 为0.05-0.6，按 1 - (1 - h)^3 折算为每季0.14-0.94",
)
ERRORS = sources.assumed(
    "No source document gives errors of monitoring; the ranges are guesses",
    "来源文件未给出监测误判和漏判比例，区间为假定",
)
TRIGGERS = sources.assumed(
    "The trigger for large rigid spending proposed from a reading of the documents is 0.3-0.8 of income; no source document gives it",
    "刚性支出过大的触发标准按文件研读建议为收入的0.3-0.8；来源文件未给出",
)
CEILING = sources.assumed(
    "No source document says from which income on a large bill is no sudden hardship",
    "来源文件未给出收入高到何种程度不再列为突发严重困难户",
)
RELEASE = sources.assumed(
    "Range proposed from a reading of the documents: 3-18 months of stability before release; no source document gives it",
    "消除风险前稳定期按文件研读建议区间3-18个月；来源文件未给出",
)
CAPACITY = sources.assumed(
    "Range proposed from a reading of the documents: 2-50 cases a month and 1,000 households; no source document gives it",
    "县专班办理能力按文件研读建议区间（每千户每月2-50件）；来源文件未给出",
)

SCATTERED = sources.assumed(
    "Those who were resettled one by one are less visible to help that goes by sites (inferred from the Pengshui plan, chapter 8); "
    "the range proposed from a reading of the documents is 0.5-1",
    "分散安置户较少受惠于以安置点为单位的帮扶（由彭水规划第八章推断），按文件研读建议区间0.5-1",
)


class Monitoring(NamedTuple):
    """Detection, verification, release."""

    enabled: Annotated[
        bool,
        Param("switch", (0, 1), (0, 1), sources.figure("S3-075"), "households are monitored", "模拟防返贫动态监测"),
    ] = True
    self_report: Annotated[
        float,
        Param(
            "1/quarter",
            (0, 1),
            (0.14, 0.94),
            HAZARDS,
            "households at risk that report themselves",
            "有风险农户每季自主申报的概率",
        ),
    ] = 0.15
    visit: Annotated[
        float,
        Param(
            "1/quarter",
            (0, 1),
            (0.14, 0.94),
            HAZARDS,
            "households at risk found by a cadre's visit",
            "有风险农户每季被基层干部排查发现的概率",
        ),
    ] = 0.25
    data_match: Annotated[
        float,
        Param(
            "1/quarter",
            (0, 1),
            (0.14, 0.94),
            HAZARDS,
            "large medical bills flagged by data matching",
            "大额医疗支出每季被部门筛查预警发现的概率",
        ),
    ] = 0.35
    scattered_visit: Annotated[
        float,
        Param(
            "ratio",
            (0, 1),
            (0.5, 1),
            SCATTERED,
            "visits that find a household which was relocated on its own, over those that find others",
            "分散安置户被走访排查发现的概率与其他户之比",
        ),
    ] = 0.8
    false_alarm: Annotated[
        float,
        Param(
            "1/quarter",
            (0, 1),
            (0.0, 0.02),
            ERRORS,
            "households without risk that a check puts forward",
            "无风险农户每季被误列的概率",
        ),
    ] = 0.002
    observation_error: Annotated[
        float,
        Param(
            "log",
            (0, 2),
            (0.05, 0.4),
            ERRORS,
            "error of observed income (standard deviation of its log)",
            "观测收入误差（对数标准差）",
        ),
    ] = 0.2
    rejection: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0, 0.15),
            ERRORS,
            "households at risk that verification rejects",
            "有风险农户核实时被漏判的比例",
        ),
    ] = 0.08
    rigid_spending: Annotated[
        float,
        Param(
            "share",
            (0, 10),
            (0.3, 0.8),
            TRIGGERS,
            "own medical cost of a quarter over yearly income that counts as sudden hardship",
            "列为突发严重困难户的标准：季度医疗自付占年收入比例",
        ),
    ] = 0.3
    hardship_ceiling: Annotated[
        float,
        Param(
            "ratio",
            (1, 10),
            (1, 3),
            CEILING,
            "welfare over the monitoring line from which a large bill is no sudden hardship",
            "扣除医疗自付后的收入达到监测线若干倍以上的，不列为突发严重困难户",
        ),
    ] = 2.0
    stable_quarters: Annotated[
        int,
        Param(
            "quarters",
            (1, 20),
            (1, 6),
            RELEASE,
            "quarters without risk before release",
            "消除风险所需稳定季度数",
        ),
    ] = 4
    case_capacity: Annotated[
        float,
        Param(
            "cases/(1000 households·quarter)",
            (0, 1000),
            (6, 150),
            CAPACITY,
            "cases that the county can verify",
            "县级核实办理能力",
        ),
    ] = 30.0


@inlined
def detected(
    at_risk: bool,
    billed: bool,
    scattered: bool,
    luck: tuple[float, float, float],
    strength: float,
    visits: float,
    p: Monitoring,
) -> bool:
    """Whether one of the three channels finds the household this quarter (E234).

    Visits, ``visits`` of the usual, find more where the village's cadres can do more, and miss the scattered more often.
    """
    visited = strength * visits * (p.scattered_visit if scattered else 1.0)
    by_self = luck[0] < p.self_report
    by_visit = luck[1] < p.visit * visited
    by_data = billed and luck[2] < p.data_match * strength
    mistaken = luck[1] < p.false_alarm * visited
    return by_self or by_visit or by_data if at_risk else mistaken


@inlined
def monitor_class(sudden: bool, ex_poor: bool) -> int:
    """Class of a monitored household (E235): 3 sudden hardship, 1 unstable ex-poor, 2 marginal."""
    return 3 if sudden else (1 if ex_poor else 2)


AT_RISK, SUDDEN, FOUND = 1, 2, 4  # bits of what monitoring makes of a household


@compiled
def monitoring(lo: int, hi: int, f: Frame, key: Key, p: Monitoring, poverty: float, multiple: float) -> None:
    """Find households at risk, verify opened cases, release stable ones, set entitlements."""
    seen = np.empty(hi - lo, dtype=np.int8)
    draw(lo, hi, f, key, MONITORING)
    look(lo, hi, f, key, p, poverty, multiple, seen)
    detect(lo, hi, f, key, p, seen)
    verify_and_release(lo, hi, f, key, p, multiple * poverty, seen)
    entitle(lo, hi, f)


@compiled
def look(
    lo: int, hi: int, f: Frame, key: Key, p: Monitoring, poverty: float, multiple: float, seen: NDArray[np.int8]
) -> None:
    """Who is at risk, since when, and who has been safe for how long."""
    own_paid, incomes, welfare = f.flow[flows.OWN_PAID], f.flow[flows.INCOME], f.flow[flows.WELFARE]
    at_risk_since, safe_quarters = f.when[households.AT_RISK_SINCE], f.when[households.SAFE_QUARTERS]
    for k in range(hi - lo):
        i = row(lo, k)
        persons = float(members(i, f))
        large = own_paid[i] > p.rigid_spending * max(incomes[i], 0.0) * persons
        sudden = large and welfare[i] < p.hardship_ceiling * multiple * poverty
        at_risk = persons > 0.0 and (welfare[i] < multiple * poverty or sudden)
        seen[k] = (AT_RISK if at_risk else 0) + (SUDDEN if sudden else 0)
    for k in range(hi - lo):
        i = row(lo, k)
        at_risk, since, safe = int(seen[k]) % 2 == 1, int(at_risk_since[i]), int(safe_quarters[i])
        at_risk_since[i] = (key.quarter if since < 0 else since) if at_risk else -1
        longer = safe + 1 if safe < 999 else 1000
        safe_quarters[i] = 0 if at_risk else longer


@compiled
def detect(lo: int, hi: int, f: Frame, key: Key, p: Monitoring, seen: NDArray[np.int8]) -> None:
    """Put forward whom one of the three channels finds and nobody has found yet."""
    strength = f.county[collective.DETECTION]
    by_self, by_visit, by_data = f.luck[0], f.luck[1], f.luck[2]
    state, excluded, ex_poor = f.count[households.MONITOR], f.count[households.EXCLUDED], f.count[households.EX_POOR]
    detected_at, monitored_as = f.when[households.DETECTED_AT], f.count[households.MONITOR_CLASS]
    relocated, village, visits = f.count[households.RELOCATED], f.link[households.VILLAGE], f.village[collective.VISITS]
    for k in range(hi - lo):
        i = row(lo, k)
        at_risk, sudden = int(seen[k]) % 2 == 1, (int(seen[k]) // 2) % 2 == 1
        luck, reach = (by_self[i], by_visit[i], by_data[i]), visits[int(village[i])]
        found = detected(at_risk, sudden, relocated[i] == 2, luck, strength, reach, p)
        seen[k] = int(seen[k]) + (FOUND if found and state[i] == 0 and excluded[i] == 0 else 0)
    for k in range(hi - lo):
        i = row(lo, k)
        found, sudden = int(seen[k]) >= FOUND, (int(seen[k]) // 2) % 2 == 1
        state[i] = 1 if found else int(state[i])
        detected_at[i] = key.quarter if found else int(detected_at[i])
        monitored_as[i] = monitor_class(sudden, ex_poor[i] != 0) if found else int(monitored_as[i])


@compiled
def verify_and_release(
    lo: int, hi: int, f: Frame, key: Key, p: Monitoring, line: float, seen: NDArray[np.int8]
) -> None:
    """Decide the cases that the county has opened; release those who have been without risk for long."""
    count, safe_quarters, stable = f.count, f.when[households.SAFE_QUARTERS], p.stable_quarters
    for i in range(lo, hi):
        state = int(count[households.MONITOR, i])
        if state == 1 and count[households.OFFERED_CASE, i] != 0:
            error = exp(p.observation_error * normal_quantile(f.luck[3, i]))
            observed = int(seen[i - lo]) % 2 == 1 or f.flow[flows.WELFARE, i] * error < line
            confirmed = observed and uniform(words(key, f.id[i], MONITORING, 1)[0]) >= p.rejection
            count[households.MONITOR, i] = 2 if confirmed else 0
            if confirmed:
                count[households.RISK_REMOVED, i] = 0
        elif state == 2 and int(safe_quarters[i]) >= stable:
            count[households.MONITOR, i] = 0
            count[households.RISK_REMOVED, i] = 1


@compiled
def entitle(lo: int, hi: int, f: Frame) -> None:
    """Who is entitled to what; every opened case has been decided."""
    state, ex_poor, entitlement = (
        f.count[households.MONITOR],
        f.count[households.EX_POOR],
        f.count[households.ENTITLEMENT],
    )
    offered = f.count[households.OFFERED_CASE]
    for k in range(hi - lo):
        i = row(lo, k)
        offered[i] = 0
        helped = 2 if state[i] == 2 else (1 if ex_poor[i] != 0 else 0)
        entitlement[i] = helped if members(i, f) > 0 else 0


@inlined
def returned(history: int) -> bool:
    """Poor now and not poor four quarters ago (E238), from the bits of the poor history."""
    return history % 2 == 1 and (history // 16) % 2 == 0


@compiled
def count_returns(lo: int, hi: int, f: Frame, key: Key, first: int) -> None:
    """Remember who has returned to poverty since quarter ``first``, and whom monitoring confirms."""
    count = f.count
    for k in range(hi - lo):
        i = row(lo, k)
        back = returned(int(f.link[households.POOR_HISTORY, i])) and count[households.EX_POOR, i] != 0
        if back and key.quarter >= first:
            count[households.EVER_RETURNED, i] = 1
            if count[households.MONITOR, i] == 2:
                count[households.REGISTERED_RETURN, i] = 1
