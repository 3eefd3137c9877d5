"""Visitors of the county, the facilities of the villages that they come to, and how many farm stays these have guests for."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.collectives.environment import stationary_step
from sim.draws import TOURISM, Key, uniform, words
from sim.mathematics import exp, normal_quantile
from sim.processes.farm_stays import Tourism
from sim.processes.hazard import within_quarter
from sim.state.store import Store

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]


def visitors(county: Store, key: Key, shared: bool, lost: float, p: Tourism) -> None:
    """Visitors of the quarter over the usual number (E85): one for all villages, fewer in an epidemic or by ``lost``.

    Without ``shared`` shocks they are as usual.
    """
    come = 1.0
    if shared:
        shock = normal_quantile(uniform(words(key, 0, TOURISM, 0)[0]))
        log = stationary_step(float(county["visitor_log"][0]), p.visitor_persistence, p.visitor_spread, shock)
        county["visitor_log"][0] = log
        stays_away = p.epidemic_loss if float(county["epidemic"][0]) > 1.0 else 0.0
        come = exp(log - 0.5 * p.visitor_spread * p.visitor_spread) * (1.0 - stays_away)
    county["visitors"][0] = come * (1.0 - lost)


def equip(villages: Store, pace: float) -> float:
    """Build facilities in the villages that visitors come to, ``pace`` a year (E86); return how many villages' worth."""
    before = villages["facilities"].copy()
    built = np.minimum(before + min(0.25 * pace, 1.0), 1.0)
    villages["facilities"][:] = np.where(villages["visited"] != 0, np.maximum(built, before), before)
    return float(np.add.accumulate(villages["facilities"] - before)[-1])


def rooms(villages: Store, p: Tourism) -> Rows:
    """Farm stays that each village has guests for (E87), whole ones."""
    equipped = p.unaided + (1.0 - p.unaided) * villages["facilities"]
    return np.where(villages["visited"] != 0, np.floor(p.farm_stays * equipped), 0.0).astype(np.int64)


def opening_chance(come: float, p: Tourism) -> float:
    """Chance of a household with a free hand to want a farm stay in a quarter, with ``come`` visitors over usual (E88)."""
    return float(within_quarter(p.opening * come))


def closing_chance(come: float, p: Tourism) -> float:
    """Chance of a farm stay to be given up in a quarter (E89): more of them the fewer visitors come."""
    return float(within_quarter(p.closing + p.deserted * max(1.0 - come, 0.0)))
