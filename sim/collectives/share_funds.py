"""Who holds share funds: on what terms co-operatives and enterprises invest them, pay dividends, are audited, borrow, and fail."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim import sources
from sim.collectives.environment import exponentials
from sim.compiled import inlined
from sim.processes.hazard import within_quarter
from sim.spec import Param
from sim.state.store import Store

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
FAILED, WOUND_UP, MERGED = 1, 2, 3  # values of the column ``ended``

DIVIDENDS = sources.assumed(
    "Ranges proposed from a reading of the documents: 4-10 % of principal a year for share dividends, 3-8 % guaranteed, 0-0.6 of profit "
    "returned, 3-8 % for trusteeship; no source document gives a ratio",
    "按文件研读建议区间：入股年分红4-10%、保底3-8%、利润返还0-0.6、托管代养收益3-8%；来源文件未给出比例",
)
PRINCIPAL = sources.derived(
    "The Gansu plan orders that dividends are never paid out of principal (S4-026) and so says that it happens; how often is assumed",
    "甘肃方案要求坚决防止用入股本金分红（S4-026），可见确有发生；发生比例为假定",
    sources.figure("S4-026"),
)
AUDIT = sources.assumed(
    "Receivers of share funds are monitored (Gansu plan, chapter 2); intervals of 3-36 months and detection of 0-1 are proposed from a reading "
    "of the documents",
    "要求对入股企业、合作社运营情况进行监测（甘肃方案第二部分）；间隔3-36个月、查出概率0-1按文件研读建议",
)
FINANCE = sources.assumed(
    "How much rural firms borrow, at what price, and what their assets fetch when they are sold, is not in the source documents",
    "农村小企业的借款能力、利率及资产变现比例，来源文件未给出",
)
QUALITY = sources.assumed(
    "The documents want management raised and give no measure of it; that quality moves returns and failures is assumed",
    "文件要求规范提升，未给出衡量办法；经营管理水平对收益和倒闭的影响为假定",
)


class ShareFunds(NamedTuple):
    """Terms and fate of the share funds that co-operatives and enterprises hold."""

    guaranteed_dividend: Annotated[
        float,
        Param(
            "1/year", (0, 1), (0.03, 0.08), DIVIDENDS, "guaranteed dividend on the principal", "保底分红率（占股金）"
        ),
    ] = 0.05
    profit_share: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0, 0.6),
            DIVIDENDS,
            "part of the profit above the guaranteed dividend that goes to members under a contract that says so",
            "约定利润返还的，保底以上利润返还比例",
        ),
    ] = 0.3
    trustee_return: Annotated[
        float,
        Param(
            "1/year",
            (0, 1),
            (0.03, 0.08),
            DIVIDENDS,
            "return on what members without labour power entrust to their co-operative",
            "无劳动能力户托管代养年收益率",
        ),
    ] = 0.06
    depreciation: Annotated[
        float, Param("1/year", (0, 2), (0.03, 0.12), FINANCE, "depreciation of productive assets", "生产性资产年折旧率")
    ] = 0.06
    dishonest: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0, 0.6),
            PRINCIPAL,
            "receivers that pay dividends out of principal when they earn too little",
            "亏损时会用入股本金分红的主体比例",
        ),
    ] = 0.3
    hollow: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.05, 0.5),
            PRINCIPAL,
            "assets over principal below which a receiver fails even if nobody looks",
            "资产低于股金的这一比例即倒闭",
        ),
    ] = 0.25
    audit_interval: Annotated[
        float,
        Param(
            "months", (0.1, 1200), (3, 36), AUDIT, "time between audits of a receiver", "入股承接主体监测（审计）间隔"
        ),
    ] = 12.0
    audit_detects: Annotated[
        float,
        Param(
            "probability",
            (0, 1),
            (0, 1),
            AUDIT,
            "an audit finds that dividends come out of principal",
            "一次监测（审计）查出用本金分红的概率",
        ),
    ] = 0.5
    wound_up_below: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.2, 0.8),
            AUDIT,
            "assets over principal below which a receiver that is found out is wound up",
            "查出后资产低于股金的这一比例即清退",
        ),
    ] = 0.5
    salvage: Annotated[
        float,
        Param(
            "share",
            (0.01, 1),
            (0.2, 0.7),
            FINANCE,
            "what assets fetch in a failure or in haste",
            "倒闭或急售时资产变现比例",
        ),
    ] = 0.4
    orderly_salvage: Annotated[
        float,
        Param(
            "share",
            (0.01, 1),
            (0.4, 0.9),
            FINANCE,
            "what assets fetch when wound up in order",
            "有序清退时资产变现比例",
        ),
    ] = 0.7
    interest: Annotated[
        float, Param("1/year", (0, 1), (0.035, 0.1), FINANCE, "interest on loans of firms", "经营主体贷款年利率")
    ] = 0.055
    leverage: Annotated[
        float,
        Param(
            "ratio", (0, 10), (0.2, 0.8), FINANCE, "loans that banks give over productive assets", "贷款上限与资产之比"
        ),
    ] = 0.5
    reserve: Annotated[
        float,
        Param("ratio", (0, 10), (0.02, 0.3), FINANCE, "cash kept over productive assets", "留存现金与资产之比"),
    ] = 0.1
    quality_return: Annotated[
        float,
        Param(
            "ratio",
            (0, 1),
            (0.3, 1),
            QUALITY,
            "how far returns on assets fall short where management is worst, and exceed the usual where it is best",
            "经营管理水平对资产收益的影响幅度",
        ),
    ] = 0.7
    quality_hazard: Annotated[
        float,
        Param(
            "ratio",
            (0, 1),
            (0.3, 1),
            QUALITY,
            "how far failures exceed the usual where management is worst, and fall short where it is best",
            "经营管理水平对倒闭概率的影响幅度",
        ),
    ] = 0.6
    quality_spread: Annotated[
        float,
        Param(
            "share",
            (0, 0.5),
            (0.1, 0.5),
            QUALITY,
            "how far quality lies from the usual at most",
            "经营管理水平偏离一般的最大幅度",
        ),
    ] = 0.35
    quality_fade: Annotated[
        float,
        Param(
            "1/year",
            (0, 4),
            (0.1, 0.5),
            QUALITY,
            "how fast quality falls back without help",
            "无扶持时经营管理水平回落速度",
        ),
    ] = 0.25


class Conditions(NamedTuple):
    """What all firms of the county meet in a quarter."""

    price: Floats  # by product, over the expected price
    growth: float  # of real prices since 2020, ratio
    supply: float  # how freely banks lend, 1 = usual
    scale: float  # persons of the model over persons of the county: jobs are in proportion
    reviewed: float = (
        0.0  # share by which reviews of their industries lower the hazard of co-operatives and leading firms
    )


def hazard_factor(quality: Floats, p: ShareFunds) -> Floats:
    r"""Factor on the hazard of failure (E110): :math:`1+s(1-2q)`, one at quality 0.5."""
    return 1.0 + p.quality_hazard * (1.0 - 2.0 * quality)


def reviewed_rate(rate: Floats, reviewed: float) -> Floats:
    """Yearly rate of failure where industries have been reviewed and have a plan for what may go wrong (E115)."""
    return rate * (1.0 - reviewed)


def return_factor(quality: Floats, p: ShareFunds) -> Floats:
    r"""Factor on returns (E111): :math:`1+r(2q-1)`, one at quality 0.5."""
    return 1.0 + p.quality_return * (2.0 * quality - 1.0)


@inlined
def guaranteed(principal: float, p: ShareFunds) -> float:
    r"""Guaranteed dividend of a quarter (E112): :math:`\frac14 gP`."""
    return 0.25 * p.guaranteed_dividend * principal


@inlined
def wear(capital: float, p: ShareFunds) -> float:
    r"""What assets lose by use in a quarter (E113): :math:`\frac14 dK`; who leaves it unreplaced pays dividends out of principal."""
    return min(0.25 * p.depreciation, 1.0) * capital


@inlined
def may_borrow(capital: float, debt: float, supply: float, p: ShareFunds) -> float:
    r"""What banks still lend (E114): :math:`\max(\ell\,s\,K-D,0)`, with their credit supply :math:`s`."""
    return max(p.leverage * supply * capital - debt, 0.0)


def next_quality(quality: Floats, nature: Floats, gain: float, p: ShareFunds) -> Floats:
    r"""Quality a quarter later (E30): help closes part of the gap to one, the rest falls back to its nature.

    ``gain`` is the share of the gap closed a year; the quarter's share is a fourth of it.
    """
    fallen = quality + min(0.25 * p.quality_fade, 1.0) * (nature - quality)
    return np.minimum(fallen + min(0.25 * gain, 1.0) * (1.0 - fallen), 1.0)


def discovered(u: Floats, p: ShareFunds) -> Flags:
    """Whether a receiver is audited this quarter and the audit sees what is there (E117)."""
    return u < within_quarter(12.0 / p.audit_interval) * p.audit_detects


def share(part: Floats, whole: Floats, otherwise: float) -> Floats:
    """Part over whole; ``otherwise`` where there is no whole."""
    there = whole > 0.0
    return np.where(there, part / np.where(there, whole, 1.0), otherwise)


def quarterly(rates: Floats) -> Floats:
    """Probability of an event within a quarter at yearly rates, for an array: as `within_quarter`."""
    return 1.0 - exponentials(-0.25 * rates)


def end(store: Store, which: Flags, why: int, quarter: int) -> None:
    """Mark receivers as gone."""
    store["alive"][which] = 0
    store["ended"][which] = why
    store["failed_at"][which] = quarter


def found_anew(store: Store, which: Flags) -> None:
    """New firms in the places of those that are gone; they start with nothing but what they are given."""
    store["alive"][which] = 1
    store["ended"][which] = 0
    store["failed_at"][which] = -1
    for name in ("cash", "capital", "debt", "principal", "eaten"):
        store[name][which] = 0.0
    store["quality"][which] = store["nature"][which]
