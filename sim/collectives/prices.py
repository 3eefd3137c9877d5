"""Prices of produce: each kind of product has its own spread; all share a national part and how long a swing lasts."""

from __future__ import annotations

import math
from typing import Annotated, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim import sources
from sim.collectives.environment import exponentials, stationary_step
from sim.collectives.products import CATALOGUE, LAWS
from sim.draws import NATION, PRICE, Key, uniform, uniforms, words
from sim.mathematics import normal_quantile, power
from sim.spec import Param
from sim.state.store import Store

ANIMALS = sources.assumed(
    "Order of magnitude of the cycle of pig prices in China; no series of a county's prices was found",
    "按国内生猪价格周期的量级假定；未找到县级价格序列",
)
HERBS = sources.assumed(
    "Herbs are said to swing as widely as animals (thin markets, crops of several years); no series was found",
    "中药材市场容量小、生长周期长，价格波动按与畜产品相当假定；未找到价格序列",
)
CONTRACT = sources.assumed(
    "Tobacco is bought under contract at prices that the monopoly fixes by grade; what is left is the spread of grades",
    "烤烟实行专卖、按等级合同定价收购；剩余波动为等级差异，属假定",
)
OTHERS = sources.assumed(
    "Other produce; the range proposed from a reading of the documents is 0.1-0.35 for any product; no measured spread was found",
    "其他产品；按文件研读对各类产品建议区间0.1-0.35；未找到实测值",
)
SWINGS = sources.assumed(
    "How long a swing of prices lasts, and how much of it the country shares, is not in the documents",
    "价格波动持续多久、全国共同部分占多少，来源文件均未给出",
)


def _spread(en: str, zh: str, low: float, high: float, source: sources.Source) -> Param:
    return Param(
        "log", (0, 2), (low, high), source, f"spread of the price of {en}, per year", f"{zh}价格年际波动（对数标准差）"
    )


class Prices(NamedTuple):
    """Laws of the prices of produce."""

    animals: Annotated[float, _spread("animals", "畜产品", 0.15, 0.40, ANIMALS)] = 0.25
    herbs: Annotated[float, _spread("herbs", "中药材", 0.15, 0.40, HERBS)] = 0.25
    tobacco: Annotated[float, _spread("tobacco", "烤烟", 0.0, 0.05, CONTRACT)] = 0.02
    others: Annotated[float, _spread("other produce", "其他农产品", 0.08, 0.25, OTHERS)] = 0.12
    persistence: Annotated[
        float,
        Param(
            "1/year", (0, 0.999), (0.4, 0.8), SWINGS, "part of a swing left a year later", "价格波动一年后的延续程度"
        ),
    ] = 0.6
    common: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.1, 0.5),
            SWINGS,
            "share of price variance common to all products",
            "价格方差中全国共同部分",
        ),
    ] = 0.3


def spreads(products: Store, p: Prices) -> NDArray[np.float64]:
    """Log standard deviation of each product's price (E10): that of its kind's law, shape (products,)."""
    of_law = [getattr(p, law) for law in LAWS]
    return np.array([of_law[LAWS.index(kind.law)] for kind in CATALOGUE])[products["kind"]]


def quarterly(persistence: float) -> float:
    r"""Persistence over a quarter, :math:`\rho^{1/4}`, of one over a year (E11)."""
    return float(power(persistence, 0.25)) if persistence > 0.0 else 0.0


def prices(products: Store, county: Store, key: Key, p: Prices) -> None:
    """Market price: national factor, own factor, and the response to the last supply (E9)."""
    lasting, spread = quarterly(p.persistence), spreads(products, p)
    nation = normal_quantile(uniform(words(key, 0, NATION, 0)[0]))
    county["price_state"][0] = stationary_step(float(county["price_state"][0]), lasting, 1.0, nation)
    own = [normal_quantile(u) for u in uniforms(key, products.id, PRICE, 0)[0].tolist()]
    products["price_state"][:] = [
        stationary_step(now, lasting, 1.0, shock)
        for now, shock in zip(products["price_state"].tolist(), own, strict=True)
    ]
    mixed = math.sqrt(p.common) * county["price_state"][0] + math.sqrt(1.0 - p.common) * products["price_state"]
    products["price"][:] = exponentials(spread * mixed - 0.5 * spread * spread + products["response_log"])
