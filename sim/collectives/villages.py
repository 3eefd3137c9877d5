"""Village collectives: what they earn, what leaks, what is distributed to whom, what goes into upkeep."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim import sources
from sim.collectives.assets import Assets, keep_assets, maintained, operating_income
from sim.collectives.cadres import Cadres, factor, heads, train
from sim.collectives.infrastructure import Infrastructure, budget, keep_systems
from sim.draws import Key
from sim.spec import Param
from sim.state.people import migrant_shares
from sim.state.store import Store

COLLECTIVE = sources.assumed(
    "The Pengshui plan states no income or distribution of village collectives",
    "彭水规划未给出村集体经济收入及分配比例",
)
YIELD = sources.assumed(
    "Range proposed from a reading of the documents: 2-8 % of the assets a year; no source document gives a yield",
    "集体资产年收益率按文件研读建议区间2-8%；来源文件未给出",
)
LEAKAGE = sources.assumed(
    "Lanzhou's plan warns of small corruption; ranges proposed from a reading of the documents: leakage 0-0.2, less by 0-0.8 with a ledger",
    "兰州方案提示微腐败风险；按文件研读建议流失比例0-0.2，建立台账后减少0-0.8",
)
WEAK = sources.assumed(
    "Range proposed from a reading of the documents for the share that goes to monitored and weak households: 0.2-0.8",
    "分配给监测对象等困难户的比例按文件研读建议0.2-0.8",
)
LISTS = sources.assumed(
    "The plan has the list of receivers adjusted as households change and tells no interval",
    "规划要求受益对象动态调整，未给出调整间隔",
)
POSTS = sources.assumed(
    "The Pengshui plan gives income from poverty-alleviation assets to ex-poor villages and households first and lets some of it go "
    "to projects of public interest; that it pays posts is our reading, and the share is assumed",
    "彭水规划要求扶贫项目资产收益优先用于扶持脱贫村和脱贫户，并适当用于乡村振兴公益性项目；用于设岗为本模型的理解，比例为假定",
)

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
MOST_POSTS = 1000.0  # of a village, however small the pay


class Villages(NamedTuple):
    """Collective income and its use."""

    enabled: Annotated[
        bool, Param("switch", (0, 1), (0, 1), COLLECTIVE, "village collectives operate", "模拟村集体经济")
    ] = True
    asset_return: Annotated[
        float, Param("1/year", (0, 1), (0.02, 0.08), YIELD, "income from collective assets", "集体资产年收益率")
    ] = 0.05
    leakage: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0, 0.2),
            LEAKAGE,
            "collective income that leaks where nothing is on the ledger",
            "无台账时集体收益流失比例",
        ),
    ] = 0.10
    ledger_effect: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0, 0.8),
            LEAKAGE,
            "part of leakage that a complete ledger prevents",
            "台账健全减少流失的比例",
        ),
    ] = 0.5
    distributed: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.3, 0.9),
            COLLECTIVE,
            "share of the collective's cash used in a quarter; the rest is its reserve",
            "集体资金季度使用比例（其余留存）",
        ),
    ] = 0.4
    public: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.1, 0.6),
            COLLECTIVE,
            "of this, upkeep of assets and repairs of village systems",
            "其中用于资产维护和村级设施修复的比例",
        ),
    ] = 0.3
    to_weak: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.2, 0.8),
            WEAK,
            "of the rest, help to those listed as monitored",
            "其余部分中用于监测对象的比例",
        ),
    ] = 0.3
    weak_most: Annotated[
        float,
        Param(
            "CNY2020/(person·year)",
            (0, 1e5),
            (100, 2000),
            WEAK,
            "most of that help a person; what is left goes to all on the list",
            "监测对象每人每年上限（余额由名单内全体分配）",
        ),
    ] = 400.0
    relisting: Annotated[
        int,
        Param(
            "quarters",
            (1, 40),
            (1, 12),
            LISTS,
            "quarters between revisions of the list of receivers",
            "受益名单调整间隔",
        ),
    ] = 4
    to_posts: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0, 0.6),
            POSTS,
            "of the collective's income for households, what may pay posts",
            "用于农户的集体收益中可自筹公益性岗位的比例",
        ),
    ] = 0.3
    threshold: Annotated[
        float,
        Param(
            "CNY2020/(village·year)",
            (0, 1e8),
            (20000, 50000),
            sources.figure("S4-035"),
            "collective income up to which a village may get support",
            "可获扶持的村集体年收入上限",
        ),
    ] = 20000.0


class Upkeep(NamedTuple):
    """Village flows of a quarter, arrays of shape (villages,), CNY2020/quarter."""

    income: Floats
    leaked: Floats
    maintenance: Floats  # of its assets, paid by the collective
    own_repairs: Floats  # of village systems, paid by the collective
    repairs: Floats  # of systems of villages and sites, paid by the county's fund; shape (villages + sites,)
    support: Floats  # grants for assets, paid by the public


class Aid(NamedTuple):
    """What the government does for the villages in a quarter."""

    grant: float  # support of a weak collective, CNY2020/year
    funded: float  # share of the county's maintenance fund that is there


class Rules(NamedTuple):
    """The groups of parameters that the villages' quarter reads."""

    villages: Villages
    cadres: Cadres
    assets: Assets
    infrastructure: Infrastructure


def posts_planned(villages: Store, wage: float, p: Villages) -> Whole:
    """Posts that the purse for them pays for a year (E216), shape (villages,): ``to_posts`` of last year's income for households.

    ``wage`` is the pay of a post a quarter. What is left of the purse goes to those on the list.
    """
    purse = p.to_posts * (1.0 - p.public) * np.maximum(yearly_income(villages), 0.0)
    return whole(purse, 4.0 * wage)


def posts_paid(villages: Store, wage: float, p: Villages) -> Whole:
    """Of the posts planned for the year, those that the money for households pays this quarter."""
    return np.minimum(villages["own_posts"].astype(np.int64), whole(for_households(villages, p), wage))


def whole(money: Floats, wage: float) -> Whole:
    """How many posts at ``wage`` the money pays; none where there is no pay."""
    posts = np.minimum(np.floor(money / wage), MOST_POSTS) if wage > 0.0 else np.zeros(money.size)
    return posts.astype(np.int64)


def for_households(villages: Store, p: Villages) -> Floats:
    """What a collective uses for households in a quarter, CNY2020."""
    money: Floats = (1.0 - p.public) * p.distributed * np.maximum(villages["cash"], 0.0)
    return money


def distribute(villages: Store, listed: Floats, weak: Floats, reserved: Floats, growth: float, p: Villages) -> None:
    """Set what each person on the list and each one listed as monitored is paid this quarter (E218).

    ``listed`` and ``weak`` are the persons by village, ``reserved`` what is set aside for posts, CNY2020; what is paid never
    exceeds the collective's cash.
    """
    households = np.maximum(for_households(villages, p) - reserved, 0.0)
    share = np.where(weak > 0.0, p.to_weak * households / np.maximum(weak, 1.0), 0.0)
    help_each = np.minimum(share, 0.25 * p.weak_most * growth)
    each = np.where(listed > 0.0, (households - help_each * weak) / np.maximum(listed, 1.0), 0.0)
    villages["distribution"][:] = each
    villages["distribution_weak"][:] = each + help_each


def leakage(registered: Floats, hindrance: Floats, p: Villages) -> Floats:
    """Share of collective income that leaks (E219): less with a ledger, more where cadres can do little."""
    return np.minimum(p.leakage * (1.0 - p.ledger_effect * registered) * hindrance, 1.0)


def supported(villages: Store, grant: float, p: Villages) -> Floats:
    """Grant for assets of a quarter (E220), CNY2020: to villages whose income of four quarters is not above the threshold."""
    return np.where(yearly_income(villages) <= p.threshold, 0.25 * grant, 0.0)


def yearly_income(villages: Store) -> Floats:
    """Collective income of the last four quarters, net of leakage, CNY2020/year."""
    return villages["earned_0"] + villages["earned_1"] + villages["earned_2"] + villages["earned_3"]


def villages_pass(
    villages: Store,
    sites: Store,
    paid: Floats,
    growth: float,
    responsibility: float,
    aid: Aid,
    leased: Floats,
    luck: tuple[Key, Key],
    p: Rules,
) -> Upkeep:
    """Book what was ``paid`` to households, earn, support the weak, keep up assets and systems (E202).

    ``leased`` is what the collectives got for idle houses let this quarter; ``luck`` are the keys of the quarter and of the start.
    """
    key, initial = luck
    train(villages, initial, responsibility, p.cadres)
    support = supported(villages, aid.grant, p.villages)
    keep_assets(villages, key, initial, p.assets)
    weight = heads(villages, initial, p.cadres)
    rate = factor(villages["cadres"], weight * p.cadres.return_effect, p.cadres)
    run = operating_income(
        villages["asset"], p.villages.asset_return * growth, villages["market_run"] != 0, p.assets.market_gain
    )
    income = run * rate + 0.25 * p.assets.pv_net * villages["pv_kw"] + leased
    hindrance = factor(2.0 * p.cadres.usual - villages["cadres"], weight * p.cadres.leakage_effect, p.cadres)
    leaked = leakage(villages["registered"], hindrance, p.villages) * income
    villages[f"earned_{key.quarter % 4}"][:] = income - leaked
    cash = villages["cash"] - paid + (income - leaked)
    purse = p.villages.public * p.villages.distributed * np.maximum(cash, 0.0)
    asset, maintenance = maintained(villages["asset"], purse, p.assets)
    villages["asset"][:] = asset + support
    fund = aid.funded * budget(villages.n, sites, p.infrastructure)
    mended = keep_systems(villages, sites, purse - maintenance, fund, responsibility, key, p.infrastructure, p.cadres)
    villages["cash"][:] = cash - maintenance - mended.own
    return Upkeep(income, leaked, maintenance, mended.own, mended.fund, support)


def networks(households: Store, villages: int) -> NDArray[np.float64]:
    """Share of each village's able adults who work outside the county, shape (villages,)."""
    h = households
    return migrant_shares(h["village"], h["migrants"], h["adults"], h["disabled"], h["students"], villages)
