"""Who works where: own farm, local wage work, migration, enterprise or workshop jobs, public-welfare posts."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from sim import sources
from sim.compiled import compiled, inlined
from sim.draws import LABOUR, Key, uniform, words
from sim.mathematics import exp
from sim.processes.hazard import within_quarter
from sim.processes.luck import draw
from sim.processes.rows import row
from sim.spec import Param
from sim.state import channels, collective, households
from sim.state.frame import Frame

SPELLS = sources.assumed(
    "Chosen so that about half of ex-poor working-age members earn wages, as the statistics on out-of-poverty "
    "workers suggest; no source document gives hazards",
    "按脱贫人口务工规模统计，使约半数脱贫劳动力务工；来源文件未给出转换概率",
)

FACTORS = sources.assumed(
    "How productivity, care at home and a labour crisis change the chance of work is not documented; ranges are wide",
    "劳动生产率、家庭照护和用工危机对求职的影响没有文件依据，区间取宽",
)


class Labour(NamedTuple):
    """Finding and losing work."""

    enabled: Annotated[bool, Param("switch", (0, 1), (0, 1), SPELLS, "work is found and lost", "模拟就业变动")] = True
    migrant_finding: Annotated[
        float,
        Param(
            "1/(adult·year)",
            (0, 10),
            (0.15, 0.7),
            SPELLS,
            "hazard of finding work outside the county",
            "外出务工年获得率",
        ),
    ] = 0.45
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
    ] = 0.22
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
            "chance of migrating where the last able adult would leave children or elders behind",
            "唯一劳动力需照护老幼时，外出务工可能性的折减系数",
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
            "gain in finding work after vocational training",
            "接受职业培训后求职成功率提高幅度",
        ),
    ] = 0.25


@inlined
def employability(skill: float, channel: float, trained: bool, p: Labour) -> float:
    """Factor on the hazard of finding wage work (E15); log productivity counts between a floor and a ceiling."""
    counted = min(max(skill, p.skill_floor), p.skill_ceiling)
    return exp(p.skill_slope * counted) * (1.0 + channel + (p.training_finding if trained else 0.0))


@inlined
def next_workers(now: int, found: bool, lost: bool) -> int:
    """Workers of one kind a quarter later (E16): at most one found and one lost."""
    return now + (1 if found else 0) - (1 if lost and now > 0 else 0)


@compiled
def labour(lo: int, hi: int, f: Frame, key: Key, p: Labour) -> None:
    """Lose and find work, accept what was offered, apply for what is wanted."""
    release(lo, hi, f)
    search(lo, hi, f, key, p)
    take_jobs(lo, hi, f, key, p)
    apply_for_places(lo, hi, f)


@compiled
def release(lo: int, hi: int, f: Frame) -> None:
    """Give up jobs that nobody can fill any more, and jobs of employers that have failed."""
    hands = f.count[households.ABLE]
    migrants, local, employed = (
        f.count[households.MIGRANTS],
        f.count[households.LOCAL_WORKERS],
        f.count[households.EMPLOYED],
    )
    employer = f.link[households.EMPLOYER]
    for k in range(hi - lo):
        i = row(lo, k)
        at = int(employer[i])
        able = int(hands[i])
        m, w, e = int(migrants[i]), int(local[i]), int(employed[i])
        if e > 0 and (at < 0 or f.enterprise_alive[at] == 0):
            e = 0
        if e > able:
            e = able
        if m > able - e:
            m = able - e
        if w > able - e - m:
            w = able - e - m
        migrants[i] = m
        local[i] = w
        employed[i] = e
        if e == 0:
            employer[i] = -1


@compiled
def search(lo: int, hi: int, f: Frame, key: Key, p: Labour) -> None:
    """Losses and finds of wage work outside and inside the county."""
    count = f.count
    hands, employed = count[households.ABLE], count[households.EMPLOYED]
    children, elders, trained = count[households.CHILDREN], count[households.ELDERS], count[households.TRAINED]
    migrants, local = count[households.MIGRANTS], count[households.LOCAL_WORKERS]
    skill, shock = f.money[households.SKILL], f.money[households.PERSISTENCE]
    retention, gain = f.channel[channels.RETENTION], f.channel[channels.FINDING]
    crisis = f.county[collective.CRISIS]
    slump = p.crisis_finding if crisis > 0.0 else 1.0
    draw(lo, hi, f, key, LABOUR)
    migrant_loss, migrant_find, local_loss, local_find = f.luck[0], f.luck[1], f.luck[2], f.luck[3]
    for k in range(hi - lo):
        i = row(lo, k)
        m, w, able = int(migrants[i]), int(local[i]), int(hands[i])
        free = able - m - w - int(employed[i])
        care = p.care_factor if able == 1 and int(children[i]) + int(elders[i]) > 0 else 1.0
        chance = employability(skill[i] + shock[i], gain[i], trained[i] != 0, p) * free
        away = within_quarter(p.migrant_finding * care * slump * chance)
        near = within_quarter(p.local_finding * chance)
        back = within_quarter((p.migrant_loss * (1.0 - retention[i]) + 4.0 * crisis) * m)
        idle = within_quarter(p.local_loss * (1.0 - retention[i]) * w)
        finds = migrant_find[i] < away and free > 0
        finds_local = local_find[i] < near and free > (1 if finds else 0)
        migrants[i] = next_workers(m, finds, migrant_loss[i] < back)
        local[i] = next_workers(w, finds_local, local_loss[i] < idle)


@compiled
def take_jobs(lo: int, hi: int, f: Frame, key: Key, p: Labour) -> None:
    """Leave a job that goes on, accept one that is offered; both are rare."""
    count, employer, offers = f.count, f.link[households.EMPLOYER], f.link[households.OFFERED_JOB]
    jobs, leaving = count[households.EMPLOYED], within_quarter(p.job_loss)
    for i in range(lo, hi):
        offer = int(offers[i])
        if jobs[i] > 0 and uniform(words(key, f.id[i], LABOUR, 1)[0]) < leaving:
            jobs[i] = 0
            employer[i] = -1
        if offer >= 0:
            able = int(count[households.ABLE, i])
            away = int(count[households.MIGRANTS, i]) + int(count[households.LOCAL_WORKERS, i])
            if jobs[i] == 0 and able > away and f.enterprise_alive[offer] != 0:
                jobs[i] = 1
                employer[i] = offer
            offers[i] = -1


@compiled
def apply_for_places(lo: int, hi: int, f: Frame) -> None:
    """Accept offered posts and training; say what is wanted next."""
    count = f.count
    hands, elders = count[households.ABLE], count[households.ELDERS]
    migrants, local, jobs = count[households.MIGRANTS], count[households.LOCAL_WORKERS], count[households.EMPLOYED]
    posts, offered_post, trained = count[households.POST], count[households.OFFERED_POST], count[households.TRAINED]
    offered_training, entitlement = count[households.OFFERED_TRAINING], count[households.ENTITLEMENT]
    seeks_job, seeks_post = count[households.SEEKS_JOB], count[households.SEEKS_POST]
    for k in range(hi - lo):
        i = row(lo, k)
        able, old = int(hands[i]), int(elders[i])
        away, employed, entitled = int(migrants[i]) + int(local[i]), int(jobs[i]), int(entitlement[i])
        offered, skills = int(posts[i]) + int(offered_post[i]), int(offered_training[i]) + int(trained[i])
        at_home = able > away + employed or (able == 0 and old > 0)
        post = 1 if offered > 0 and (at_home or old > 0) else 0
        posts[i] = post
        trained[i] = 1 if skills > 0 else 0
        seeks_job[i] = 1 if able > 0 and employed == 0 and away == 0 else 0
        seeks_post[i] = 1 if entitled > 0 and post == 0 and at_home else 0
        offered_post[i] = 0
        offered_training[i] = 0
