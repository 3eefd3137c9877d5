"""Life at concentrated relocation sites: what missing services and belonging do to households, and who goes back."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from sim import sources
from sim.compiled import compiled, inlined
from sim.draws import SITE_LIFE, Key, uniform, words
from sim.processes.hazard import within_quarter
from sim.processes.labour import lose_job
from sim.processes.relocation import CONCENTRATED, WENT_BACK
from sim.processes.rows import members
from sim.spec import Param
from sim.state import households
from sim.state.frame import Floats, Frame

WEAR = sources.assumed(
    "The Pengshui plan wants the five accesses and five facilities at all sites (S3-101, S3-104) and says nothing of what becomes "
    "of them where nobody answers for them; taken somewhat above the wear of village roads, because school and clinic need staff",
    "彭水规划要求安置点“五通五有”全覆盖（S3-101、S3-104），未说明无人管护时的损耗；学校、卫生室还需人员，取值略高于村道路损耗",
)
SCHOOL = sources.assumed(
    "The plan lists a school among the five facilities of a site (S3-104); how much its absence adds to drop-out is not documented",
    "规划把学校列为安置点“五有”之一（S3-104）；缺少学校使辍学增加多少没有文件依据",
)
BELONGING = sources.assumed(
    "The plan wants community management at all sites (S3-032) and names joblessness and integration as risks (chapter 5, section 2); "
    "the range of the pace proposed from a reading of the documents is 0.1-0.5 a year; what work and services do to it is assumed",
    "规划要求集中安置点社区管理全覆盖（S3-032），并提示失业、社区融入等潜在风险隐患（第五章第二节）；融入速度按文件研读建议每年0.1-0.5，"
    "就业和公共服务对融入的作用为假定",
)
RETURN_FLOW = sources.assumed(
    "That relocated households may go back is a fear of the documents; none of them counts those who did, so the rate is a guess "
    "with a wide range",
    "文件担心搬迁户返迁，但均未给出返迁户数；返迁率为推测值，区间取宽",
)
OLD_LAND = sources.assumed(
    "Old houses are demolished, homesteads reclaimed and old land put to joint use (chapter 8, section 3); how much of their land "
    "households that go back can farm is not stated",
    "旧房拆除、宅基地复垦、迁出地统一经营（第八章第三节）；返迁户能收回多少耕地，文件未说明",
)


class SiteLife(NamedTuple):
    """Services and belonging at concentrated sites, and the flow back to the old villages."""

    enabled: Annotated[
        bool,
        Param(
            "switch",
            (0, 1),
            (0, 1),
            BELONGING,
            "services and belonging at relocation sites change, and households may go back",
            "模拟安置点公共服务、社区融入与返迁",
        ),
    ] = True
    service_wear: Annotated[
        float,
        Param(
            "1/year",
            (0, 2),
            (0.02, 0.15),
            WEAR,
            "services of a site lost where nobody answers for them",
            "无人管护时安置点公共服务年损耗率",
        ),
    ] = 0.08
    far_school: Annotated[
        float,
        Param(
            "ratio",
            (0, 50),
            (0, 2),
            SCHOOL,
            "how much more drop-out at a site without any of its services",
            "安置点公共服务全部缺失时辍学概率增加的倍数",
        ),
    ] = 1.0
    integration_rate: Annotated[
        float,
        Param(
            "1/year",
            (0, 4),
            (0.1, 0.5),
            BELONGING,
            "how fast a community's integration moves to its level",
            "社区融入度向其水平调整的年速度",
        ),
    ] = 0.3
    workless_weight: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.2, 1),
            BELONGING,
            "part of that level lost where nobody of a site with labour power works for wages",
            "有劳动力家庭全部无人务工时融入水平的下降比例",
        ),
    ] = 0.5
    going_back: Annotated[
        float,
        Param(
            "1/year",
            (0, 4),
            (0, 0.15),
            RETURN_FLOW,
            "hazard of going back to the old village, without wage work and where nobody is integrated",
            "无人务工且毫无融入的安置户返迁年风险率",
        ),
    ] = 0.04
    with_work: Annotated[
        float,
        Param(
            "ratio",
            (0, 1),
            (0, 0.5),
            RETURN_FLOW,
            "the same for households with wage work or without labour power, over it",
            "有人务工户或无劳动力户的返迁风险与上述之比",
        ),
    ] = 0.2
    land_kept: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.3, 1),
            OLD_LAND,
            "part of its land that a household which has gone back can farm",
            "返迁户能继续耕种的原有土地比例",
        ),
    ] = 0.7


@inlined
def workless(able: int, migrants: int, local: int, employed: int, post: int) -> bool:
    """Whether a household has labour power and nobody of it works for wages or in a public-welfare post (E149)."""
    return able > 0 and migrants + local + employed + post <= 0


@inlined
def return_hazard(integration: float, workless: bool, p: SiteLife) -> float:
    """Hazard of a site's household to go back to its old village (E150), 1/year."""
    return p.going_back * (1.0 - integration) * (1.0 if workless else p.with_work)


@compiled
def site_life(lo: int, hi: int, f: Frame, key: Key, p: SiteLife, integration: Floats, house: int) -> None:
    """Some households of concentrated sites go back; ``integration`` is that of each site, shape (sites,).

    ``house`` is the state of the house in which they then live, 0 where houses are not followed.
    """
    relocated, site = f.count[households.RELOCATED], f.count[households.SITE]
    for i in range(lo, hi):
        at = int(site[i]) - 1
        if relocated[i] == CONCENTRATED and at >= 0 and members(i, f) > 0:
            hazard = return_hazard(integration[at], without_work(i, f), p)
            if uniform(words(key, f.id[i], SITE_LIFE, 0)[0]) < within_quarter(hazard):
                go_back(i, f, p, house)


@inlined
def without_work(i: int, f: Frame) -> bool:
    """`workless` of household ``i`` as it stands now."""
    count = f.count
    return workless(
        int(count[households.ABLE, i]),
        int(count[households.MIGRANTS, i]),
        int(count[households.LOCAL_WORKERS, i]),
        int(count[households.EMPLOYED, i]),
        int(count[households.POST, i]),
    )


@inlined
def go_back(i: int, f: Frame, p: SiteLife, house: int) -> None:
    """Household ``i`` leaves its site: its job near by ends, the old house is gone, and not all of the land is there."""
    count, money = f.count, f.money
    count[households.RELOCATED, i] = WENT_BACK
    count[households.SITE, i] = 0
    lose_job(i, f)
    count[households.INSURED_HOUSE, i] = 0  # the flat that was insured is not where it lives
    if house > 0:
        count[households.HOUSE, i] = house
    money[households.LAND, i] = p.land_kept * money[households.LAND, i]
