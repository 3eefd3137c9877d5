"""Chances and losses that several processes share: an event within a quarter, the share that it takes, a house struck."""

from __future__ import annotations

from sim.compiled import inlined
from sim.mathematics import exp, power


@inlined
def within_quarter(rate: float) -> float:
    r"""Probability :math:`1 - e^{-h/4}` of at least one event in a quarter at ``rate`` events a year (E1)."""
    return 1.0 - exp(-0.25 * rate)


@inlined
def strikes(u: float, rate: float) -> bool:
    """Whether the uniform ``u`` falls below ``within_quarter(rate)``; the exponential only where it can matter."""
    return u < 0.25 * rate and u < within_quarter(rate)


@inlined
def share_lost(u: float, mean: float) -> float:
    r"""Share lost in an event, :math:`u^{(1-m)/m}`, of the given mean (E2): light where the mean is small, seldom total."""
    if mean <= 0.0:
        return 0.0
    return power(u, (1.0 - mean) / mean)


@inlined
def house_struck(u: float, hit: float) -> bool:
    """Whether disasters of the quarter damage a house (E3).

    ``u`` is the first LIVING uniform of the household; its low end is for wear, so that one draw serves both.
    """
    return u > 1.0 - hit
