"""Who works where: own farm, local wage work, migration, enterprise or workshop jobs, public-welfare posts, work relief."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from sim import sources
from sim.compiled import compiled, inlined
from sim.draws import LABOUR, Key, uniform, words
from sim.processes.earnings import Earnings
from sim.processes.farming import Farming
from sim.processes.hazard import strikes
from sim.processes.job_search import loss_in_market, road, search
from sim.processes.rows import row
from sim.spec import Param
from sim.state import collective, households
from sim.state.frame import Floats, Frame

SPELLS = sources.assumed(
    "Chosen so that about half of ex-poor working-age members earn wages, as the statistics on out-of-poverty "
    "workers suggest; no source document gives hazards",
    "按脱贫人口务工规模统计，使约半数脱贫劳动力务工；来源文件未给出转换概率",
)

FACTORS = sources.assumed(
    "How productivity, care at home and a labour crisis change the chance of work is not documented; ranges are wide",
    "劳动生产率、家庭照护和用工危机对求职的影响没有文件依据，区间取宽",
)

CHOICE = sources.assumed(
    "Wages, networks and roads are known to steer who leaves (de Brauw and Giles; recalled, sizes not read); no source "
    "document gives a strength, ranges are wide",
    "工资差距、同乡网络和交通影响外出务工（de Brauw、Giles等研究，凭记忆，幅度未见）；来源文件未给出强度，区间取宽",
)


class Labour(NamedTuple):
    """Finding and losing work."""

    enabled: Annotated[bool, Param("switch", (0, 1), (0, 1), SPELLS, "work is found and lost", "模拟就业变动")] = True
    migrant_finding: Annotated[
        float,
        Param(
            "1/(adult·year)",
            (0, 10),
            (0.1, 0.5),
            SPELLS,
            "hazard of finding work outside the county",
            "外出务工年获得率",
        ),
    ] = 0.27
    migrant_loss: Annotated[
        float,
        Param(
            "1/(worker·year)",
            (0, 10),
            (0.08, 0.4),
            SPELLS,
            "hazard of losing work outside the county",
            "外出务工年失去率",
        ),
    ] = 0.18
    local_finding: Annotated[
        float,
        Param("1/(adult·year)", (0, 10), (0.05, 0.4), SPELLS, "hazard of finding local wage work", "本地务工年获得率"),
    ] = 0.18
    local_loss: Annotated[
        float,
        Param("1/(worker·year)", (0, 10), (0.1, 0.8), SPELLS, "hazard of losing local wage work", "本地务工年失去率"),
    ] = 0.35
    job_loss: Annotated[
        float,
        Param(
            "1/(worker·year)",
            (0, 10),
            (0.05, 0.5),
            SPELLS,
            "hazard of leaving an enterprise or workshop that goes on",
            "在续存企业（车间）离岗年概率",
        ),
    ] = 0.20
    skill_slope: Annotated[
        float,
        Param(
            "1/log",
            (0, 3),
            (0.0, 1.5),
            FACTORS,
            "how finding work rises with log productivity",
            "求职成功率随劳动生产率（对数）变化的幅度",
        ),
    ] = 0.5
    skill_floor: Annotated[
        float, Param("log", (-10, 0), (-4, -1.5), FACTORS, "least log productivity counted", "求职计入的最低生产率")
    ] = -3.0
    skill_ceiling: Annotated[
        float, Param("log", (0, 10), (1, 2.5), FACTORS, "largest log productivity counted", "求职计入的最高生产率")
    ] = 1.5
    care_factor: Annotated[
        float,
        Param(
            "ratio",
            (0, 1),
            (0.1, 0.6),
            FACTORS,
            "chance of migrating where the last able adult at home would leave children behind without an elder",
            "最后一名在家劳动力外出将使儿童无人照看时，外出务工可能性的折减系数",
        ),
    ] = 0.25
    crisis_finding: Annotated[
        float,
        Param(
            "ratio",
            (0, 1),
            (0.1, 0.6),
            FACTORS,
            "chance of finding outside work during a labour crisis",
            "用工危机期间外出求职成功率的折减系数",
        ),
    ] = 0.3
    deep_crisis: Annotated[
        float,
        Param(
            "share",
            (0.001, 1),
            (0.05, 0.2),
            FACTORS,
            "migrants who lose their work in a quarter from which on finding is hampered in full; in a milder crisis in proportion",
            "每季失去工作的外出务工人员达到该比例时求职受阻最重（较轻的危机按比例减轻）",
        ),
    ] = 0.12
    training_finding: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.0, 0.6),
            sources.assumed(
                "Vocational training: the range proposed from a reading of the documents is a factor of 1.0-1.6 on finding work; "
                "no source document gives it",
                "职业培训对求职成功率的作用，按文件研读建议为1.0-1.6倍；来源文件未给出",
            ),
            "gain in finding work if all able adults have finished vocational training",
            "劳动力均接受过职业培训时求职成功率提高幅度",
        ),
    ] = 0.25
    half_power: Annotated[
        float,
        Param(
            "ratio",
            (0, 1),
            (0.3, 0.7),
            sources.assumed(
                "Half labour power counts one half by its name; the documents give weak and half labour priority for posts "
                "(S3-091) and no measure of it",
                "半劳动力按字面计0.5；文件只规定公益性岗位优先安置弱劳力、半劳力（S3-091），未给出折算系数",
            ),
            "labour power of a member with half labour power",
            "半劳动力折合劳动力",
        ),
    ] = 0.5
    choice: Annotated[
        float,
        Param(
            "ratio",
            (0, 1),
            (0.0, 0.9),
            CHOICE,
            "how far expected wages against the own farm's return change the search for work, 0 = not at all",
            "预期工资与自家农业收益之比影响求职的程度（0为不影响）",
        ),
    ] = 0.5
    network: Annotated[
        float,
        Param(
            "ratio",
            (0, 10),
            (0.0, 1.5),
            CHOICE,
            "gain in finding outside work where all able adults of the village work outside",
            "全村劳动力均外出时，同乡带动使外出求职成功率提高的幅度",
        ),
    ] = 0.6
    distance: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.2, 0.8),
            CHOICE,
            "fall in finding local work, and in its wage net of travel, where the village's roads are gone",
            "村基础设施完全损坏时，本地求职成功率及扣除通勤成本后工资的降幅",
        ),
    ] = 0.5
    left_behind: Annotated[
        float,
        Param(
            "ratio",
            (0, 1),
            (0.3, 1.0),
            FACTORS,
            "chance of migrating where the last able adult at home would leave elders, or children with elders, behind",
            "最后一名在家劳动力外出将留下老人、或由老人照看儿童时，外出务工可能性的折减系数",
        ),
    ] = 0.6
    market_slope: Annotated[
        float,
        Param(
            "ratio",
            (0, 50),
            (0.0, 6.0),
            FACTORS,
            "how far outside wages above their trend raise finding work and lower losing it",
            "外出工资高于趋势时求职成功率提高、失去工作概率降低的倍数",
        ),
    ] = 2.0
    local_crisis: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.0, 0.8),
            FACTORS,
            "how much of a labour crisis reaches work inside the county",
            "用工危机波及本地就业的程度",
        ),
    ] = 0.3
    qualified_finding: Annotated[
        float,
        Param(
            "share",
            (0, 10),
            (0.0, 0.8),
            FACTORS,
            "gain in finding work if all able adults have a vocational or higher qualification",
            "劳动力均有职业教育及以上学历时求职成功率提高幅度",
        ),
    ] = 0.3


@compiled
def labour(lo: int, hi: int, f: Frame, key: Key, p: Labour, wages: Earnings, farm: Farming) -> None:
    """Lose work, accept what was offered, search, apply for what is wanted."""
    keep_to_hands(lo, hi, f)
    take_jobs(lo, hi, f, key, p)
    search(lo, hi, f, key, p, wages, farm)
    apply_for_places(lo, hi, f)


@compiled
def release(lo: int, hi: int, f: Frame) -> None:
    """Where labour is switched off: work that nobody can do any more ends, and nobody works for relief."""
    keep_to_hands(lo, hi, f)
    count, employer = f.count, f.link[households.EMPLOYER]
    for i in range(lo, hi):
        if employer[i] >= 0 and not holds_job(i, f):
            lose_job(i, f)
        count[households.WORK_RELIEF, i] = 0
        count[households.SEEKS_RELIEF, i] = 0
        count[households.OFFERED_RELIEF, i] = 0


@compiled
def keep_to_hands(lo: int, hi: int, f: Frame) -> None:
    """Give up work that nobody can do any more: local work first, then outside work, then jobs."""
    hands, employed = f.count[households.ABLE], f.count[households.EMPLOYED]
    migrants, local = f.count[households.MIGRANTS], f.count[households.LOCAL_WORKERS]
    for k in range(hi - lo):
        i = row(lo, k)
        able, m, w, e = int(hands[i]), int(migrants[i]), int(local[i]), int(employed[i])
        e = e if e < able else able
        m = m if m < able - e else able - e
        w = w if w < able - e - m else able - e - m
        employed[i] = e
        migrants[i] = m
        local[i] = w


@inlined
def holds_job(i: int, f: Frame) -> bool:
    """Whether somebody of household ``i`` works for an employer that still exists."""
    at = int(f.link[households.EMPLOYER, i])
    return int(f.count[households.EMPLOYED, i]) > 0 and at >= 0 and f.enterprise_alive[at] != 0


@inlined
def lose_job(i: int, f: Frame) -> None:
    """Household ``i`` works for no enterprise any more."""
    f.count[households.EMPLOYED, i] = 0
    f.link[households.EMPLOYER, i] = -1


@compiled
def take_jobs(lo: int, hi: int, f: Frame, key: Key, p: Labour) -> None:
    """Lose a job with its employer or by dismissal, leave one that goes on, accept one that is offered: all are rare."""
    count, employer, offers = f.count, f.link[households.EMPLOYER], f.link[households.OFFERED_JOB]
    leaving = p.job_loss * loss_in_market(f.county, p) + 4.0 * f.county[collective.CRISIS] * p.local_crisis
    for i in range(lo, hi):
        offer = int(offers[i])
        if (employer[i] & offer) >= 0:  # both are -1 almost everywhere
            if employer[i] >= 0:
                far = 2.0 - road(f.village[collective.ROAD, int(f.link[households.VILLAGE, i])], p)
                leaves = strikes(uniform(words(key, f.id[i], LABOUR, 1)[0]), leaving * far)
                if offer < -1 or leaves or not holds_job(i, f):
                    lose_job(i, f)
            if offer >= 0:
                able = int(count[households.ABLE, i])
                away = int(count[households.MIGRANTS, i]) + int(count[households.LOCAL_WORKERS, i])
                if count[households.EMPLOYED, i] == 0 and able > away and f.enterprise_alive[offer] != 0:
                    count[households.EMPLOYED, i] = 1
                    employer[i] = offer
            offers[i] = -1


@compiled
def apply_for_places(lo: int, hi: int, f: Frame) -> None:
    """Accept offered posts and work relief, finish offered training; say what is wanted next."""
    count, home = f.count, f.luck[0]
    hands, migrants = count[households.ABLE], count[households.MIGRANTS]
    local, jobs, seeks_job = count[households.LOCAL_WORKERS], count[households.EMPLOYED], count[households.SEEKS_JOB]
    for k in range(hi - lo):
        i = row(lo, k)
        able, busy = int(hands[i]), int(migrants[i]) + int(local[i]) + int(jobs[i])
        home[i] = float(able - busy)
        seeks_job[i] = 1 if able > 0 and busy == 0 else 0
    apply_for_posts(lo, hi, f, home)
    works, offers, seeks = (
        count[households.WORK_RELIEF],
        count[households.OFFERED_RELIEF],
        count[households.SEEKS_RELIEF],
    )
    entitlement = count[households.ENTITLEMENT]
    for k in range(hi - lo):
        i = row(lo, k)
        works[i] = 1 if home[i] > 0.0 and int(offers[i]) > 0 else 0
        offers[i] = 0
        seeks[i] = 1 if home[i] > 0.0 and int(entitlement[i]) > 0 else 0
    trained, courses = count[households.TRAINED], count[households.OFFERED_TRAINING]
    for k in range(hi - lo):
        i = row(lo, k)
        skilled = int(trained[i])
        trained[i] = skilled + (1 if int(courses[i]) > 0 and skilled < int(hands[i]) else 0)
        courses[i] = 0


@compiled
def apply_for_posts(lo: int, hi: int, f: Frame, home: Floats) -> None:
    """Accept or give back a post; entitled households apply for one that able adults at ``home``, or only elders, can fill."""
    count, hands = f.count, f.count[households.ABLE]
    elders, entitlement = count[households.ELDERS], count[households.ENTITLEMENT]
    posts, offers, seeks = count[households.POST], count[households.OFFERED_POST], count[households.SEEKS_POST]
    for k in range(hi - lo):
        i = row(lo, k)
        old, held = int(elders[i]), int(posts[i]) + int(offers[i])
        free = home[i] > 0.0 or (int(hands[i]) == 0 and old > 0)
        post = 1 if held > 0 and (free or old > 0) else 0
        posts[i] = post
        offers[i] = 0
        seeks[i] = 1 if int(entitlement[i]) > 0 and post == 0 and free else 0
