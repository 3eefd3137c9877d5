"""Which axiom holds for which measure, in one table (Sen 1976; Foster, Greer & Thorbecke 1984; Zheng 1997).

A sample is a table of money, one household a row and as many columns as the measure needs, with persons as weights. Every
measure must treat households alike, weights as repeated rows, and money without a unit; the rest the table tells.
`test_properties` puts each to the test.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.measures import (
    chronic,
    concentration,
    deprivation,
    growth,
    health_expenditure,
    inequality,
    mobility,
    poverty,
    quantile_groups,
    ranked_poverty,
    rounded,
    spells,
    vulnerability,
)

LINE = 4000.0
IMPORTANCE = [0.5, 0.3, 0.2]

# Properties that hold for some measures only
COPIES = "two equal counties are as poor as one"
FOCUS = "what lies at or above the line does not matter"
LOSS = "a loss of the poor never lowers it"
STRICT_LOSS = "a loss of the poor raises it"
TRANSFER = "a poor person who gives to a richer poor one raises it"
GIFT = "a gift from rich to poor lowers it"
PARTS = "villages add up to the county by persons"
NOBODY = "0 if nobody is poor"
EQUAL = "0 if all have the same"


@dataclass(frozen=True)
class Case:
    """A measure of rows of money, persons and the unit of money, and what holds for it."""

    measure: Callable[[Any, Any, float], Any]
    holds: frozenset[str]
    columns: int = 1
    least: int = -2000  # of the money that is drawn
    refuses: str = "nothing"  # nothing | negative | zero (and negative)
    penniless: Any = None  # where all have 0; None: refused


def of_line(measure, *alpha):
    return lambda y, w, u: measure(y[:, 0], LINE * u, *alpha, weights=w)


def of_values(measure, *alpha):
    return lambda y, w, u: measure(y[:, 0], *alpha, weights=w)


def sets(*properties):
    return frozenset((COPIES, *properties))


def households(rows, need):
    """Own payments, capacity to pay and spending of rows of food, other spending and own payments."""
    food, other, medical = np.ascontiguousarray(rows.T)
    spending = food + other + medical
    return medical, health_expenditure.capacity_to_pay(food, spending, np.full(food.size, need)), spending


def payments(rows, w, u):
    return health_expenditure.catastrophic_payments(*households(rows, 1000.0 * u), weights=w)


def below(rows, u):
    return rows < LINE * u


def counted(rows, w, u):
    return deprivation.alkire_foster(below(rows, u), IMPORTANCE, 0.5, w)


def depth(alpha):
    return lambda r, w, u: deprivation.adjusted_gap(r, [LINE * u] * 3, IMPORTANCE, 0.5, alpha, w)


def impoverished(rows, w, u):
    food, other, medical = rows.T
    return health_expenditure.impoverishment(food + other + medical, medical, LINE * u, w)


POOR = sets(FOCUS, LOSS, NOBODY)
DEEP = POOR | {STRICT_LOSS, TRANSFER}
UNEQUAL = sets(EQUAL, GIFT)
CASES = {
    "headcount": Case(of_line(poverty.headcount), POOR | {PARTS}, penniless=1.0),
    "poverty_gap": Case(of_line(poverty.poverty_gap), POOR | {PARTS, STRICT_LOSS}, penniless=1.0),
    "squared_poverty_gap": Case(of_line(poverty.squared_poverty_gap), DEEP | {PARTS}, penniless=1.0),
    "fgt_1.5": Case(of_line(poverty.fgt, 1.5), DEEP | {PARTS}, penniless=1.0),
    "watts": Case(of_line(poverty.watts), DEEP | {PARTS}, least=1, refuses="zero"),
    "clark_0.1": Case(of_line(poverty.clark_hemming_ulph, 0.1), DEEP | {PARTS}, least=0, refuses="negative", penniless=10.0),
    "clark_-1": Case(of_line(poverty.clark_hemming_ulph, -1.0), DEEP | {PARTS}, least=1, refuses="zero"),
    # by their definition these two depend on the number of persons
    "sen_1976": Case(of_line(ranked_poverty.sen_1976), DEEP - {COPIES}, penniless=1.0),
    "thon": Case(of_line(ranked_poverty.thon), DEEP - {COPIES}, penniless=1.0),
    "sen": Case(of_line(ranked_poverty.sen), DEEP, penniless=1.0),
    "sst": Case(of_line(ranked_poverty.sst), DEEP, penniless=1.0),
    "takayama": Case(of_line(ranked_poverty.takayama), sets(FOCUS, NOBODY), least=1),
    "gini": Case(of_values(inequality.gini), UNEQUAL, least=0),
    "gini_rounded": Case(of_values(rounded.gini_rounded), UNEQUAL, least=0),
    "theil": Case(of_values(inequality.theil), UNEQUAL, least=0, refuses="negative"),
    "mld": Case(of_values(inequality.mld), UNEQUAL, least=1, refuses="zero"),
    "ge2": Case(of_values(inequality.ge2), UNEQUAL, least=0),
    "cv": Case(of_values(inequality.cv), UNEQUAL, least=0),
    "atkinson_0.5": Case(of_values(inequality.atkinson, 0.5), UNEQUAL, least=0, refuses="negative"),
    "atkinson_1": Case(of_values(inequality.atkinson, 1.0), UNEQUAL, least=1, refuses="negative"),
    "atkinson_3": Case(of_values(inequality.atkinson, 3.0), UNEQUAL, least=1, refuses="negative"),
    "concentration_of_itself": Case(lambda r, w, u: concentration.concentration_index(r[:, 0], r[:, 0], w), UNEQUAL, least=0),
    "concentration": Case(lambda r, w, u: concentration.concentration_index(r[:, 0], r[:, 1], w), sets(EQUAL), 2, least=0),
    "group_shares": Case(lambda r, w, u: np.concatenate(quantile_groups.group_shares(r[:, 0], w)), sets(), least=0),
    "chronic_total": Case(lambda r, w, u: chronic.jalan_ravallion(r, LINE * u, 2.0, w).total,
                          POOR | {PARTS, STRICT_LOSS}, 3, penniless=1.0),
    "chronic": Case(lambda r, w, u: chronic.jalan_ravallion(r, LINE * u, 2.0, w).chronic,
                    sets(LOSS, NOBODY, PARTS), 3, penniless=1.0),
    "chronic_censored": Case(lambda r, w, u: chronic.jalan_ravallion(r, LINE * u, 2.0, w, True).chronic,
                             POOR | {PARTS, STRICT_LOSS}, 3, penniless=1.0),
    "transient_censored": Case(lambda r, w, u: chronic.jalan_ravallion(r, LINE * u, 2.0, w, True).transient,
                               sets(FOCUS, NOBODY, PARTS, EQUAL), 3, penniless=0.0),
    "equivalent_gap": Case(lambda r, w, u: chronic.duclos_araar_giles(r, LINE * u, 2.0, w).total,
                           POOR | {STRICT_LOSS}, 3, penniless=1.0),
    "equivalent_chronic": Case(lambda r, w, u: chronic.duclos_araar_giles(r, LINE * u, 2.0, w).chronic,
                               sets(FOCUS, NOBODY), 3, penniless=1.0),
    "equivalent_transient": Case(lambda r, w, u: chronic.duclos_araar_giles(r, LINE * u, 3.0, w).transient,
                                 sets(FOCUS, NOBODY, PARTS, EQUAL), 3, penniless=0.0),
    "expected_poverty": Case(
        lambda r, w, u: np.average(vulnerability.expected_poverty_of_futures(r, LINE * u, 1.0), weights=w),
        POOR | {PARTS, STRICT_LOSS}, 3, penniless=1.0),
    "adjusted_headcount": Case(lambda r, w, u: counted(r, w, u).adjusted_headcount, POOR | {PARTS}, 3, penniless=1.0),
    "multidimensional_headcount": Case(lambda r, w, u: counted(r, w, u).headcount, POOR | {PARTS}, 3, penniless=1.0),
    "censored_headcounts": Case(lambda r, w, u: counted(r, w, u).censored, POOR | {PARTS}, 3, penniless=1.0),
    "contributions": Case(lambda r, w, u: counted(r, w, u).contribution, sets(FOCUS, NOBODY), 3,
                          penniless=IMPORTANCE),
    "adjusted_headcount_by_gaps": Case(depth(0.0), POOR | {PARTS}, 3, penniless=1.0),
    "adjusted_gap": Case(depth(1.0), POOR | {PARTS}, 3, penniless=1.0),
    "adjusted_squared_gap": Case(depth(2.0), POOR | {PARTS}, 3, penniless=1.0),
    "growth": Case(lambda r, w, u: growth.shapley(r[:, 0], r[:, 1], LINE * u, poverty.poverty_gap, w, w), sets(), 2, least=1),
    "growth_and_residual": Case(
        lambda r, w, u: growth.datt_ravallion(r[:, 0], r[:, 1], LINE * u, poverty.poverty_gap, w, w), sets(), 2, least=1),
    "entries": Case(lambda r, w, u: mobility.entries(*below(r, u).T, w).rate, sets(FOCUS, NOBODY), 2, penniless=0.0),
    "exits": Case(lambda r, w, u: mobility.exits(*below(r, u).T, w).rate, sets(FOCUS, NOBODY), 2, penniless=0.0),
    "exit_hazard": Case(lambda r, w, u: spells.poverty_spells(below(r, u), 3, w).hazard, sets(FOCUS, NOBODY), 5,
                        penniless=0.0),
    "reentry_hazard": Case(lambda r, w, u: spells.reentry_spells(below(r, u), 3, w).followed_hazard, sets(FOCUS, NOBODY), 5,
                           penniless=0.0),
    "catastrophic": Case(lambda r, w, u: np.array(payments(r, w, u)[:2]), sets(PARTS), 3, least=0, refuses="negative",
                         penniless=0.0),
    "catastrophic_concentration": Case(lambda r, w, u: payments(r, w, u).concentration, sets(), 3, least=0,
                                       refuses="negative", penniless=0.0),
    "impoverishment": Case(impoverished, sets(PARTS), 3, least=0, refuses="negative", penniless=1.0),
}  # fmt: skip
FLAGS_ONLY = {"entries", "exits", "exit_hazard", "reentry_hazard"} | {  # NaN < line is a flag like any other: not theirs
    "adjusted_headcount", "multidimensional_headcount", "censored_headcounts", "contributions"
}  # fmt: skip
