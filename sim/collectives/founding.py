"""How co-operatives and enterprises come about: what is drawn for them, what they start with, mergers, a change of product."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim import sources
from sim.collectives.contracts import forms
from sim.collectives.enterprises import Enterprises, opens, owners_part
from sim.collectives.share_funds import MERGED, ShareFunds, end, found_anew
from sim.draws import COOPERATIVE, ENTERPRISE, Key, uniforms
from sim.levers.channels import Pools
from sim.measures.sums import total
from sim.processes.hazard import within_quarter
from sim.processes.linkage import Linkage
from sim.spec import Param
from sim.state.store import Store

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

SHELLS = sources.assumed(
    "Range proposed from a reading of the documents: 0-60 % empty shells; the Gansu plan of 2020 wants co-operatives set right (S4-029 ff.), which "
    "says that many are not",
    "按文件研读建议空壳社比例0-60%；甘肃2020年要求规范提升合作社（S4-029等），可见不规范者不少",
)
COLD = sources.assumed(
    "Pengshui wants stores in townships and villages (S3-089) and Gansu built some in 2018-2019 (S4-037); how many of Pengshui's co-operatives have one, and "
    "how large, is assumed",
    "彭水规划建设乡镇仓储冷库和村级保鲜设施（S3-089），甘肃2018—2019年建成一批（S4-037）；彭水有冷库的合作社比例及库容为假定",
)
UNIONS = sources.assumed(
    "Range proposed from a reading of the documents: 0-0.2 mergers a year of weak co-operatives into strong ones (Gansu plan, chapter 2)",
    "弱社并入强社的年概率按文件研读建议区间0-0.2（甘肃方案第二部分“抱团发展、跨村发展”）",
)
NEW = sources.assumed(
    "What a new co-operative or firm starts with is not in the source documents",
    "新设合作社、企业的起步资金，来源文件未给出",
)


class Founding(NamedTuple):
    """What new co-operatives and firms are like, and what becomes of weak ones."""

    enabled: Annotated[
        bool,
        Param("switch", (0, 1), (0, 1), NEW, "failed firms are replaced, weak ones merge", "模拟新设、合并与转产"),
    ] = True
    shells: Annotated[
        float, Param("share", (0, 1), (0, 0.6), SHELLS, "co-operatives that are empty shells", "空壳合作社比例")
    ] = 0.3
    cold_stores: Annotated[
        float, Param("share", (0, 1), (0, 0.6), COLD, "co-operatives with a cold store", "有冷库的合作社比例")
    ] = 0.2
    store_size: Annotated[
        float,
        Param(
            "CNY2020/co-operative",
            (0, 1e8),
            (30000, 300000),
            COLD,
            "produce that a cold store holds, at the expected price",
            "冷库容量（按预期价计）",
        ),
    ] = 100000.0
    cash: Annotated[
        float,
        Param(
            "CNY2020/co-operative",
            (0, 1e8),
            (5000, 100000),
            NEW,
            "cash that the founders of a co-operative bring",
            "合作社发起人投入现金",
        ),
    ] = 20000.0
    turning: Annotated[
        float,
        Param(
            "share/year",
            (0, 1),
            (0.1, 0.5),
            UNIONS,
            "co-operatives that turn to what most of their members grow",
            "转向多数社员所种品种的合作社年比例",
        ),
    ] = 0.25
    merging: Annotated[
        float,
        Param(
            "1/year",
            (0, 5),
            (0, 0.2),
            UNIONS,
            "weak co-operatives that are taken over by a strong one of their township and product",
            "弱社被同乡镇同产业强社合并的年概率",
        ),
    ] = 0.05
    weak_below: Annotated[
        float,
        Param(
            "share", (0, 1), (0.2, 0.5), UNIONS, "quality below which a co-operative is weak", "弱社的经营管理水平上限"
        ),
    ] = 0.35
    strong_above: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.5, 0.8),
            UNIONS,
            "quality above which a co-operative is strong",
            "强社的经营管理水平下限",
        ),
    ] = 0.6


def drawn(store: Store, which: Flags, luck: Floats, r: ShareFunds) -> None:
    """Quality and honesty of new receivers, from their uniforms, shape (2, new)."""
    nature = 0.5 + r.quality_spread * (2.0 * luck[0] - 1.0)
    store["nature"][which] = nature
    store["quality"][which] = nature
    store["dishonest"][which] = luck[1] < r.dishonest


def drawn_cooperatives(store: Store, which: Flags, luck: Floats, p: Founding, q: Linkage, r: ShareFunds) -> None:
    """The same for co-operatives, with their contracts and stores, from uniforms of shape (10, new); shells are badly run."""
    drawn(store, which, luck, r)
    store["forms"][which] = forms(luck[2:8], q)
    store["shell"][which] = luck[8] < p.shells
    shell = np.flatnonzero(which)[luck[8] < p.shells]
    store["nature"][shell] = 0.5 - r.quality_spread
    store["quality"][shell] = 0.5 - r.quality_spread
    store["store"][which] = np.where(luck[9] < p.cold_stores, p.store_size, 0.0)
    store["joined_to"][which] = -1


class Start(NamedTuple):
    """What new firms start with, CNY2020 of all together."""

    own: float  # cash of the founders
    public: float  # grants


def found_cooperatives(
    store: Store, key: Key, pools: Pools, rate: float, p: Founding, q: Linkage, r: ShareFunds
) -> Start:
    """Let new co-operatives take the places of those that are gone."""
    which = opens(store, key, COOPERATIVE, rate)
    if which.any():
        found_anew(store, which)
        luck = np.concatenate([uniforms(key, store.id[which], COOPERATIVE, index) for index in (3, 4, 5)])
        drawn_cooperatives(store, which, luck[:10], p, q, r)
        store["cash"][which] = p.cash + pools.founding_grant
    many = float(which.sum())
    return Start(many * p.cash, many * pools.founding_grant)


def found_enterprises(store: Store, key: Key, pools: Pools, p: Enterprises, r: ShareFunds) -> Start:
    """Let new firms take the places of those that are gone: owners bring productive assets and the cash kept beside them.

    New workshops of returnees and of model founders get a grant.
    """
    which = opens(store, key, ENTERPRISE, p.entry_rate * (1.0 + pools.entry_gain))
    if not which.any():
        return Start(0.0, 0.0)
    found_anew(store, which)
    u = uniforms(key, store.id[which], ENTERPRISE, 3)
    drawn(store, which, u[:2], r)
    own = owners_part(store, p)[which]
    grant = np.where(u[2] < pools.returnees, pools.returnee_grant, 0.0) + np.where(
        u[3] < pools.models, pools.model_grant, 0.0
    )
    grant = np.where(store["workshop"][which] != 0, grant, 0.0)
    store["capital"][which] = own
    cash = r.reserve * own
    store["cash"][which] = cash + grant
    for name in ("stable", "awarded", "margin"):
        store[name][which] = 0
    return Start(total(cash), total(grant))


def merge(store: Store, villages: Store, households: Store, key: Key, p: Founding) -> int:
    """Once a year weak co-operatives join a strong one of their township and product, with all they own, owe and their members.

    The strong one is the best run, the smallest row among equals; a union of villages comes about where it lies in another one.
    Returns how many joined.
    """
    alive = store["alive"] != 0
    weak = (
        alive
        & (store["quality"] < p.weak_below)
        & (uniforms(key, store.id, COOPERATIVE, 2)[0] < within_quarter(4.0 * p.merging))
    )
    strong = alive & (store["quality"] > p.strong_above) & (store["shell"] == 0)
    township = villages["township"][store["village"]]
    into = np.arange(store.n, dtype=np.int32)
    kin = township.astype(np.int64) * (int(store["product"].max(initial=0)) + 1) + store["product"]
    rows = np.flatnonzero(strong)
    rows = rows[np.lexsort((-rows, store["quality"][rows]))]
    best = np.full(int(kin.max(initial=0)) + 1, -1)
    best[kin[rows]] = rows  # of each township and product the last one stays, which is the best
    taken = weak & (best[kin] >= 0)
    into[taken] = best[kin[taken]]
    joins = into != np.arange(store.n)
    for row in np.flatnonzero(joins).tolist():
        for name in ("cash", "capital", "debt", "principal", "eaten", "stock", "store", "rent_paid"):
            store[name][into[row]] += store[name][row]
            store[name][row] = 0.0
        store["joined_to"][row] = into[row]
    if joins.any():
        end(store, joins, MERGED, key.quarter)
        member = households["cooperative"]
        member[:] = np.where(member >= 0, into[np.maximum(member, 0)], -1)
        pointing = store["joined_to"] >= 0  # whoever joined one that joins now belongs to the last of them
        store["joined_to"][pointing] = into[store["joined_to"][pointing]]
    return int(joins.sum())


def choose_products(store: Store, households: Store, products: int, key: Key, thinks: float) -> None:
    """Once a year some co-operatives turn to what most of their members grow; among equals to the smallest row (E33)."""
    u = uniforms(key, store.id, COOPERATIVE, 2)[1]
    member = households["cooperative"]
    rows = np.flatnonzero(member >= 0)
    grown = np.bincount(
        member[rows].astype(np.int64) * products + households["product"][rows], minlength=store.n * products
    )
    most = grown.reshape(store.n, products).argmax(axis=1)
    turns = (store["alive"] != 0) & (u < thinks) & (grown.reshape(store.n, products).sum(axis=1) > 0)
    store["product"][turns] = most[turns]
