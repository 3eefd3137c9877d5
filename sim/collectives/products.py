"""The kinds of product that a county may grow, by name; the scenario chooses among them (``place.products``)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.language import Text
from sim.spec import names_of
from sim.state.store import Store

LAWS = ("animals", "herbs", "tobacco", "others")  # laws of the price: fields of sim.collectives.prices.Prices
LANDS = ("grain", "none", "cash")  # what a product does to cropland: grain and tubers, no use of it, anything else


class Kind(NamedTuple):
    """One kind of product: its name in files, its name for people, the law of its price, what it does to cropland."""

    code: str
    text: Text
    law: str
    land: str

    @property
    def animal(self) -> bool:
        """Whether diseases of animals hit it, and those of plants do not."""
        return self.law == "animals"


CATALOGUE = (  # the order is part of the results and of household tables: new kinds are appended
    Kind("sweet_potato", Text("sweet potato", "红薯"), "others", "grain"),
    Kind("tobacco", Text("tobacco", "烤烟"), "tobacco", "cash"),
    Kind("livestock", Text("livestock", "畜牧"), "animals", "none"),
    Kind("herbs", Text("herbs", "中药材"), "herbs", "cash"),
    Kind("economic_forest", Text("economic forest", "经济林"), "others", "cash"),
    Kind("fishery", Text("fishery", "渔业"), "others", "none"),
    Kind("cattle", Text("cattle", "牛"), "animals", "none"),
    Kind("sheep", Text("sheep", "羊"), "animals", "none"),
    Kind("vegetables", Text("vegetables", "蔬菜"), "others", "cash"),
    Kind("fruit", Text("fruit", "果"), "others", "cash"),
    Kind("potatoes", Text("potatoes", "马铃薯"), "others", "grain"),
)
CODES = tuple(kind.code for kind in CATALOGUE)
ALSO = {"药材": "herbs", "苹果": "fruit", "土豆": "potatoes"}  # other words that people write
PENGSHUI = ", ".join(CODES[:6])  # the pillar products of the county's plan


def rows_of(products: str) -> NDArray[np.int32]:
    """Rows of the catalogue that ``place.products`` names, in its order: the county's products."""
    return np.array([CODES.index(name) for name in names_of(products)], dtype=np.int32)


def named(products: str, lang: str) -> str:
    """The products that ``place.products`` names, for a person."""
    return Text(", ", "、").of(lang).join(CATALOGUE[row].text.of(lang) for row in rows_of(products))


def animals(products: Store) -> NDArray[np.bool_]:
    """Which of the county's products are animals, shape (products,)."""
    return np.array([kind.animal for kind in CATALOGUE])[products["kind"]]


def cash_crops(products: Store) -> NDArray[np.bool_]:
    """Which of the county's products take cropland away from grain, shape (products,)."""
    return np.array([kind.land == "cash" for kind in CATALOGUE])[products["kind"]]
