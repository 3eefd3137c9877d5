"""Which sums are kept, and for which groups of households."""

from __future__ import annotations

GROUPS = ("ordinary", "ex_poor", "relocated")  # relocated households are counted in ex_poor, too

SUMS = (
    "persons",
    "households",
    "poor",
    "gap",
    "gap_squared",
    "watts",
    "poor_income",
    "poor_consumption",
    "poor_before_assistance",
    "below_monitoring_line",
    "below_dibao_line",
    "at_risk_persons",  # not poor four quarters ago
    "returned",
    "registered_returned",
    "ever_returned",
    "monitored",
    "helped_ever",
    "risk_removed",
    "detected",
    "detection_delay",
    "catastrophic",
    "debt_stress",
    "income",
    "welfare",
    "wage",
    "business",
    "property",
    "transfer",
    "gap_monitoring",
    "gap_dibao",
    "at_risk_monitoring",
    "returned_monitoring",
    "at_risk_dibao",
    "returned_dibao",
    "deprived",  # of at least one guarantee
    "deprived_schooling",
    "deprived_medical",
    "deprived_housing",
    "deprived_water",
    "deprived_food",
    "multidimensional",
    "deprivations",  # share of dimensions of the multidimensionally poor
    "impoverished_by_illness",
    "care_forgone",
    "tekun",
    "children",
    "left_behind",
)
(
    PERSONS, HOUSEHOLDS, POOR, GAP, GAP_SQUARED, WATTS, POOR_INCOME, POOR_CONSUMPTION, POOR_BEFORE, BELOW_MONITORING,
    BELOW_DIBAO, AT_RISK, RETURNED, REGISTERED, EVER, MONITORED, HELPED_EVER, REMOVED, DETECTED, DELAY, CATASTROPHIC,
    DEBT_STRESS, INCOME, WELFARE, WAGE, BUSINESS, PROPERTY, TRANSFER, GAP_MONITORING, GAP_DIBAO, AT_RISK_MONITORING,
    RETURNED_MONITORING, AT_RISK_DIBAO, RETURNED_DIBAO, DEPRIVED, DEPRIVED_SCHOOLING, DEPRIVED_MEDICAL, DEPRIVED_HOUSING,
    DEPRIVED_WATER, DEPRIVED_FOOD, MULTIDIMENSIONAL, DEPRIVATIONS, IMPOVERISHED, FORGONE, TEKUN, PUPILS, LEFT_BEHIND,
) = range(len(SUMS))  # fmt: skip
