"""Lines and thresholds of the record."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from sim.county import County


class Terms(NamedTuple):
    """Lines of the record, CNY2020 a person and year, and its thresholds (``measures.thresholds``)."""

    poverty: float
    monitoring: float
    dibao: float
    subsistence: float  # of capacity to pay
    watts_floor: float  # welfare is raised to this before its logarithm
    catastrophic: float  # own medical cost over capacity to pay
    debt_stress: float  # debt over yearly income
    cutoff: float  # share of dimensions from which on deprivation is multidimensional poverty


def terms(c: County) -> Terms:
    """Lines and thresholds of this quarter."""
    lines, capital, thresholds = c.p["lines"], c.p["capital"], c.p["measures"]
    monitoring = lines.poverty * lines.monitoring_multiple
    of_households = (
        thresholds.watts_floor,
        thresholds.catastrophic,
        thresholds.debt_stress,
        thresholds.multidimensional_cutoff,
    )
    return Terms(lines.poverty, monitoring, c.p["safety_net"].line, capital.subsistence, *of_households)
