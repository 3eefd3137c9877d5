"""Supply moves the price of the next quarter: following the crowd can cause the glut."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim import sources
from sim.compiled import compiled
from sim.draws import Key
from sim.mathematics import log
from sim.measures.sums import total
from sim.processes.crops import CropChoice
from sim.spec import Param
from sim.state.store import Store

RESPONSE = sources.assumed(
    "A county's produce is a small part of its markets, so it takes their prices; a local share above zero is an assumption to be swept",
    "一县农产品只占市场很小份额，按价格接受者处理；本地市场份额大于零时为假定并参与扫描",
)


class Markets(NamedTuple):
    """How prices answer to supply."""

    enabled: Annotated[
        bool, Param("switch", (0, 1), (0, 1), RESPONSE, "prices answer to supply", "模拟价格对供给的反应")
    ] = True
    local_share: Annotated[
        float,
        Param("share", (0, 1), (0, 0.5), RESPONSE, "share of a product's market that is local", "产品本地市场份额"),
    ] = 0.0
    elasticity: Annotated[
        float,
        Param("1", (0.1, 20), (0.5, 3), RESPONSE, "price elasticity of demand (absolute)", "需求价格弹性（绝对值）"),
    ] = 1.0
    adaptation: Annotated[
        float,
        Param(
            "share/year", (0, 1), (0.1, 0.6), RESPONSE, "how fast expected supply follows supply", "预期供给调整速度"
        ),
    ] = 0.3
    largest_surprise: Annotated[
        float,
        Param(
            "log",
            (0, 10),
            (0.4, 1.1),
            RESPONSE,
            "surprise in supply beyond which prices answer no more (0.7: twice or half the expected supply)",
            "供给偏离预期的计入上限（0.7约为预期的两倍或一半）",
        ),
    ] = 0.7


def markets(
    products: Store,
    supply: NDArray[np.float64],
    growth: float,
    key: Key,
    p: Markets,
) -> None:
    """Compare supply at expected prices (CNY2020/quarter by product) with what the season leads one to expect (E124).

    What went into cold stores is not in ``supply``, what came out of them is.
    """
    expected = products[f"expected_supply_{key.quarter % 4}"]
    real = np.maximum(supply, 0.0) / growth
    for i in range(products.n):
        surprise = 0.0
        if expected[i] > 0.0 and real[i] > 0.0:
            surprise = min(max(log(real[i] / expected[i]), -p.largest_surprise), p.largest_surprise)
        products["response_log"][i] = -p.local_share / p.elasticity * surprise
        expected[i] = real[i] if expected[i] <= 0.0 else expected[i] + p.adaptation * (real[i] - expected[i])
    products["supply"][:] = supply


def expect_prices(products: Store, p: CropChoice) -> None:
    """Growers' expected prices follow prices (E125)."""
    expected = products["expected_price"]
    expected[:] = expected + 0.25 * p.price_memory * (products["price"] - expected)


@compiled
def growing_shares(
    village: NDArray[np.int32], product: NDArray[np.int32], villages: int, products: int
) -> NDArray[np.float64]:
    """Share of each village's households that grow each product, shape (villages, products)."""
    growers = np.zeros((villages, products))
    for i in range(village.size):
        growers[village[i], product[i]] += 1.0
    for k in range(villages):
        households = max(total(growers[k]), 1.0)  # all of the village: each grows something
        for j in range(products):
            growers[k, j] = growers[k, j] / households
    return growers
