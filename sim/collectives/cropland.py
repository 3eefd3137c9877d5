"""Cropland that grows grain, and the floor below which no village may go (粮食安全、耕地保护)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.collectives.products import cash_crops
from sim.compiled import compiled
from sim.draws import FIELDS, WORD_WIDTH, Key, one_word
from sim.measures.sums import summed
from sim.processes.crops import CropChoice, favourites
from sim.state.frame import Frame
from sim.state.store import Store

Floats = NDArray[np.float64]
Flags = NDArray[np.int8]


def counted_as_grain(cash: NDArray[np.bool_], own_share: float) -> Floats:
    """Part of the cropland under each product that counts as land under grain, shape (products,) (E76).

    Land under tubers and around animals and fish grows grain and feed; growers of cash crops keep what feeds the family.
    """
    return np.where(cash, own_share, 1.0)


def land_by_village(households: Store, part: Floats, villages: int) -> Floats:
    """Land of each village, mu, of which ``part`` by product is counted."""
    return summed(households["village"], households["land"] * part[households["product"]], villages)


def room(land: Floats, grain: Floats, own_share: float, floor: float) -> Floats:
    """Land of each village that may turn from grain to cash crops, mu (E77): what grows on it beside them still counts."""
    over = np.maximum(grain - floor * land, 0.0)
    return over / (1.0 - own_share) if own_share < 1.0 else land


@compiled
def fits(village: NDArray[np.int64], land: Floats, most: Floats) -> NDArray[np.bool_]:
    """Which of the applicants, village by village in their order, get their land out of ``most`` by village (E78)."""
    granted, used = np.empty(village.size, dtype=np.bool_), 0.0
    for k in range(village.size):
        used = land[k] if k == 0 or village[k] != village[k - 1] else used + land[k]
        granted[k] = used <= most[village[k]]
    return granted


def thinking(households: Store, rows: NDArray[np.int64], key: Key, p: CropChoice) -> NDArray[np.int64]:
    """Those of ``rows`` who think again this January, by the draw that their choice will use."""
    drawn = one_word(key, households.id[rows], FIELDS, 0, 0)
    return rows[(drawn + 0.5) * WORD_WIDTH < p.reconsidering]


def bound_to_grain(
    households: Store, products: Store, f: Frame, key: Key, p: CropChoice, growing: Floats, own_share: float
) -> Flags:
    """Households that may not change from grain to a cash crop this January, shape (households,).

    Where all who might change fit, nobody is bound. Elsewhere those who wish to change are served in the order of a drawn
    word (of the FIELDS block, first repeated draw) until their village's room is used, so that no choice takes a village
    below the floor; land that others give back to grain counts from the next year on.
    """
    bound = np.zeros(households.n, dtype=np.int8)
    if p.grain_floor <= 0.0:
        return bound
    cash, village, land, villages = cash_crops(products), households["village"], households["land"], growing.shape[0]
    whole = summed(village, land, villages)
    grain = land_by_village(households, counted_as_grain(cash, own_share), villages)
    most = room(whole, grain, own_share, p.grain_floor)
    rows = thinking(households, np.flatnonzero(~cash[households["product"]]), key, p)
    rows = rows[(summed(village[rows], land[rows], villages) > most)[village[rows]]]
    rows = rows[cash[favourites(rows, f, key, p, growing, cash.astype(np.int8), bound)]]
    lots = one_word(key, households.id[rows], FIELDS, 1, 0)
    rows = rows[np.lexsort((households.id[rows], lots, village[rows]))]
    bound[rows[~fits(village[rows].astype(np.int64), land[rows], most)]] = 1
    return bound


def grain_share(households: Store, products: Store, own_share: float) -> float:
    """Share of the county's cropland that counts as land under grain; NaN without land."""
    by_product = summed(households["product"], households["land"], products.n)
    part, grain, whole = counted_as_grain(cash_crops(products), own_share), 0.0, 0.0
    for k in range(products.n):
        grain, whole = grain + float(part[k] * by_product[k]), whole + float(by_product[k])
    return grain / whole if whole > 0.0 else float("nan")
