r"""Returns dealt out by lot: how high the worst village's rate would be if returns did not keep together in places.

*The benchmark.* In each fourth quarter the households at risk are put in groups of those alike in their own
condition: the same number of persons (the weight), and welfare a year before in the same band. Within each group
as many households as did return are drawn by lot, wherever they live. Villages and townships keep their households
and persons; the county keeps its year.

*Why not a binomial law.* "Independent households with their own risks" cannot be computed from a run: nobody knows
a household's own risk. A law with one risk for all and one size for all is wrong twice: a rate weighs persons, so it
is noisier than that of as many households of equal size (Kish: :math:`n^* = (\sum w)^2/\sum w^2`), and risks differ.
Here nothing is assumed about sizes, risks or their number, for if the households of a group return independently
with one risk, whatever it is in that year, what was lived and what is dealt have the same distribution, exactly and
at any size of the county.

*What it does not separate.* A worst place that is higher than dealt says that returns keep together in places beyond
size and welfare a year before. The cause may be a shock that neighbours share (weather, a firm, a product, a post that
ended), or a lasting difference between places in what households are (skill, health, age) that those two do not show.
What lies on both sides: shocks of the whole county raise the lived and the dealt rate alike, and a shared shock of
earlier years counts as condition once it has lowered welfare. In a small county groups are small, few households
change places, and the two come together.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .sample import Floats

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
SCATTERING = 1021  # block of Philox words; no agent draws from it
DEALS = 4  # as many as one block has words
BANDS = (1.25, 1.5, 2.0, 3.0)  # welfare a year before over the poverty line
LARGEST = 7  # this many persons or more are one size


def alike(persons: Ints, welfare: Floats, line: float) -> Ints:
    """Group of each household: by its persons, and by the band of its welfare a year before over the line."""
    return np.minimum(persons, LARGEST) * (len(BANDS) + 1) + np.searchsorted(np.array(BANDS) * line, welfare)


def dealt(returned: Bools, groups: Ints, words: Ints) -> Bools:
    """In each group as many households as returned, those of the smallest words; ``words`` and result (deals, n)."""
    order = np.argsort(groups.astype(np.int16), kind="stable")
    starts = np.append(0, np.flatnonzero(np.diff(groups[order])) + 1)
    ranked, hits = words[:, order], returned[order]
    largest = np.full(ranked.shape, -1, dtype=np.int64)  # word drawn in the household's group; words are not negative
    for start, end in zip(starts.tolist(), [*starts[1:].tolist(), groups.size], strict=True):
        n = int(np.count_nonzero(hits[start:end]))
        if n > 0:
            own = ranked[:, start:end]
            largest[:, start:end] = np.partition(own, n - 1, axis=1)[:, n - 1 : n]
    drawn = np.empty(words.shape, dtype=np.bool_)
    drawn[:, order] = ranked <= largest
    return drawn


def worst(returned: Bools, persons: Ints, place: Ints) -> float:
    """Highest share, over places, of the persons at risk whose household returned; every row is at risk."""
    if not place.size:
        return 0.0
    exposed = np.bincount(place, weights=persons)
    events = np.bincount(place[returned], weights=persons[returned], minlength=exposed.size)
    return float((events / np.where(exposed > 0.0, exposed, 1.0)).max())
