"""What insurers measure and charge: the index that crop insurance pays by, and premiums from expected payments."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.collectives.environment import exponentials, lognormal_logs
from sim.collectives.hazards import KINDS, Hazards, strike_chances
from sim.draws import HAZARD, Key, uniforms
from sim.mathematics import power
from sim.measures.sums import total
from sim.processes.farming import Farming, season
from sim.processes.property_insurance import PropertyInsurance
from sim.state.store import Store

Floats = NDArray[np.float64]
POINTS: Floats = ((np.arange(64) + 0.5) / 64.0).astype(
    np.float64
)  # midpoints of equal parts of the unit interval, for means over a distribution


def indemnities(villages: Store, products: Store, key: Key, p: PropertyInsurance) -> None:
    """What crop insurance pays by village, and price insurance by product, as shares of the sum insured (E17).

    The loss that insurers measure is the village's loss of crops times an error that holds for the year; below the trigger nothing
    is paid. Weather that is no disaster, disease and a household's own bad luck are not insured: that is the basis risk.
    """
    year = key._replace(quarter=key.quarter - key.quarter % 4)
    error = exponentials(lognormal_logs(p.index_error, uniforms(year, villages.id, HAZARD, 2)[0]))
    measured = np.minimum(error * villages["disaster"], 1.0)
    villages["indemnity"][:] = np.where(measured > p.trigger, p.cover * measured, 0.0)
    products["price_indemnity"][:] = p.price_cover * np.maximum(p.price_trigger - products["price"], 0.0)


def uninsured(villages: Store, products: Store) -> None:
    """No index pays where there is no insurance."""
    villages["indemnity"][:] = 0.0
    products["price_indemnity"][:] = 0.0


def expected_index(mean: float, error: float, trigger: float) -> float:
    r"""Mean measured loss above the trigger (E18): of :math:`\min(\xi L,1)` where :math:`\xi L>t`, for L of mean m as in E2."""
    if mean <= 0.0:
        return 0.0
    if mean >= 1.0:
        return min(error, 1.0) if error > trigger else 0.0
    a, top = mean / (1.0 - mean), min(1.0 / error, 1.0)
    low = min(trigger / error, top)
    whole = float(power(top, a + 1.0)) - (float(power(low, a + 1.0)) if low > 0.0 else 0.0)
    return error * mean * whole + (1.0 - float(power(top, a)) if top < 1.0 else 0.0)


def rest_of_year(quarter: int, farming: Farming) -> float:
    """Share of the year's output from ``quarter`` to December: what a disaster can still take."""
    return total(np.array([season(q, farming) for q in range(quarter, quarter + 4 - quarter % 4)]))


def premiums(
    villages: Store,
    products: Store,
    county: Store,
    year: int,
    p: PropertyInsurance,
    hazards: Hazards,
    spreads: Floats,
    farming: Farming,
) -> None:
    """Premium rates of a year (E19): the payments that insurers expect of a village on average, and the loading.

    They know the laws of disasters and of each product's price, whose log standard deviations are ``spreads``; that two disasters may
    meet in a quarter and that a glut lowers prices they leave out. ``year`` is the number of its first quarter.
    """
    errors = exponentials(lognormal_logs(p.index_error, POINTS)).tolist()
    crop, house = 0.0, 0.0
    for kind in KINDS if hazards.enabled else ():
        mean = getattr(hazards, f"{kind}_crop")
        measured = total(np.array([expected_index(mean, error, p.trigger) for error in errors])) / len(errors)
        for quarter in range(year, year + 4):
            strikes = total(strike_chances(villages, kind, quarter, hazards)) / villages.n
            crop += rest_of_year(quarter, farming) * strikes * p.cover * measured
            house += strikes * getattr(hazards, f"{kind}_house")
    charged = (1.0 + p.loading) * p.delivered
    products["price_premium"][:] = [charged * p.price_cover * expected_fall(spread, p) for spread in spreads.tolist()]
    county["crop_premium"][0] = charged * crop
    county["house_premium"][0] = charged * house


def expected_fall(spread: float, p: PropertyInsurance) -> float:
    """Mean of what a price falls below the trigger, for lognormal prices with mean one and this spread."""
    prices = exponentials(lognormal_logs(spread, POINTS))
    return total(np.maximum(p.price_trigger - prices, 0.0)) / prices.size
