"""What a household grows: once a year some think again, look at prices and neighbours, and may follow the crowd."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim import sources
from sim.compiled import compiled, inlined
from sim.draws import FIELDS, Key, uniform, words
from sim.mathematics import exp, to_normals
from sim.processes.rows import gathered, row
from sim.spec import Param
from sim.state import collective, households
from sim.state.frame import Floats, Frame

Flags = NDArray[np.int8]
HERDING = sources.assumed(
    "The documents warn of following the crowd (S0, S1) and of produce that cannot be sold (S4) and measure neither",
    "文件提醒防止盲目跟风（S0、S1）和“卖难”（S4），均无量化",
)
CHANGING = sources.assumed(
    "How often households change what they grow, and what it costs them, is not in the documents",
    "农户更换种养品种的频率与成本文件未给出",
)


GRAIN = sources.assumed(
    "The Pengshui plan wants grain secured and farmland kept and gives no share; range proposed from a reading of the documents: "
    "0.3-0.7 of the cropland",
    "彭水规划要求保障粮食安全、保护耕地，未给出比例；按文件研读建议区间为耕地的0.3-0.7",
)


class CropChoice(NamedTuple):
    """How households choose their product."""

    enabled: Annotated[
        bool, Param("switch", (0, 1), (0, 1), CHANGING, "households may change their product", "模拟种养品种选择")
    ] = True
    reconsidering: Annotated[
        float,
        Param(
            "share/year",
            (0, 1),
            (0.05, 0.3),
            CHANGING,
            "households that think again in a year",
            "每年重新选择品种的农户比例",
        ),
    ] = 0.15
    herding: Annotated[
        float,
        Param(
            "ratio",
            (0, 50),
            (0, 2),
            HERDING,
            "gain in a product's worth when the whole village grows it",
            "全村都种养某品种时其吸引力的提高幅度（跟风系数）",
        ),
    ] = 0.25
    switching_cost: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.05, 0.4),
            CHANGING,
            "share of a new product's worth that changing costs",
            "换种成本占新品种收益比例",
        ),
    ] = 0.15
    judgement_spread: Annotated[
        float,
        Param(
            "log",
            (0, 3),
            (0.0, 0.3),
            CHANGING,
            "how much households differ in judging a product",
            "农户对品种判断的差异（对数标准差）",
        ),
    ] = 0.15
    grain_floor: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.3, 0.7),
            GRAIN,
            "share of a village's cropland that must keep growing grain (0: no floor)",
            "每村须保持粮食种植的耕地比例下限（0为不设下限）",
        ),
    ] = 0.5
    price_memory: Annotated[
        float,
        Param(
            "share/year",
            (0, 4),
            (0.3, 2.0),
            CHANGING,
            "how fast expected prices follow prices",
            "预期价格跟随实际价格的速度",
        ),
    ] = 1.0


@inlined
def worth(expected_price: float, growing: float, judgement: float, p: CropChoice) -> float:
    r"""Worth of a product to a household, :math:`\bar P_k\,(1+h\,s_{vk})\,e^{\sigma\varepsilon}` (E74).

    ``growing`` is the share of the village's households that grew it last year.
    """
    return expected_price * (1.0 + p.herding * growing) * exp(p.judgement_spread * judgement)


@compiled
def crop_choice(
    lo: int, hi: int, f: Frame, key: Key, p: CropChoice, growing: Floats, cash: Flags, bound: Flags
) -> None:
    """Of those who think again each takes the product of highest worth, if it beats its own by the cost of changing (E75).

    ``growing``, shape (villages, products), holds the shares of last year. The FIELDS uniforms stand in the luck columns.
    Households that are ``bound``, shape (households,), may not change to products that are ``cash``, shape (products,).
    """
    product, thinks, rows = f.link[households.PRODUCT], f.luck[0], np.empty(hi - lo + 1, dtype=np.int64)
    for k in range(hi - lo):
        i = row(lo, k)
        thinks[i] = 1.0 if thinks[i] < p.reconsidering else 0.0
    n = gathered(lo, hi, thinks, rows)
    if n > 0:
        best = favourites(rows[:n], f, key, p, growing, cash, bound)
        for k in range(n):
            product[rows[k]] = best[k]


@compiled
def favourites(
    rows: NDArray[np.int64], f: Frame, key: Key, p: CropChoice, growing: Floats, cash: Flags, bound: Flags
) -> NDArray[np.int64]:
    """Product of each row's choice: products are compared one after the other for all rows, in small loops that vectorise."""
    product, village, n = f.link[households.PRODUCT], f.link[households.VILLAGE], rows.size
    ids, now, judgement = np.empty(n, dtype=np.int64), np.empty(n, dtype=np.int64), np.empty(n)
    best, most, held = np.empty(n, dtype=np.int64), np.zeros(n), np.empty(n)
    for k in range(n):
        ids[k], now[k], held[k] = f.id[rows[k]], product[rows[k]], float(bound[rows[k]])
        best[k] = now[k]
    for other in range(f.product.shape[1]):
        price, takes_grain = f.product[collective.EXPECTED_PRICE, other], float(cash[other])
        for k in range(n):
            judgement[k] = uniform(words(key, ids[k], FIELDS, other + 1)[1])
        to_normals(judgement)
        for k in range(n):
            judgement[k] = worth(price, growing[village[rows[k]], other], judgement[k], p)
        for k in range(n):
            free = 1.0 - takes_grain * held[k]
            value = judgement[k] if other == now[k] else (1.0 - p.switching_cost) * judgement[k] * free
            best[k] = other if value > most[k] else best[k]
            most[k] = max(value, most[k])
    return best
