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
    lines, capital = c.p["lines"], c.p["capital"]
    monitoring = lines.poverty * lines.monitoring_multiple
    return Terms(lines.poverty, monitoring, c.p["safety_net"].line, capital.subsistence, *c.p["measures"])
