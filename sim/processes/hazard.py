"""From a yearly hazard to the probability of an event within one quarter."""

from __future__ import annotations

from sim.compiled import inlined
from sim.mathematics import exp


@inlined
def within_quarter(rate: float) -> float:
    r"""Probability :math:`1 - e^{-h/4}` of at least one event in a quarter at ``rate`` events a year (E1)."""
    return 1.0 - exp(-0.25 * rate)


@inlined
def strikes(u: float, rate: float) -> bool:
    """Whether the uniform ``u`` falls below ``within_quarter(rate)``; the exponential only where it can matter."""
    return u < 0.25 * rate and u < within_quarter(rate)
