"""Flows by firm: of linked households alone, rare ones where they are marked, each firm's in row order."""

import numpy as np

from sim.processes.rows import mark_of
from sim.record.payments import link_payments
from sim.state.flows import FLOW

FIRMS, HOUSEHOLDS = 7, 400
RNG = np.random.default_rng(3)
LINK = RNG.integers(-1, FIRMS - 1, HOUSEHOLDS).astype(np.int32)  # nobody is linked to the last firm
AMOUNTS = RNG.lognormal(3.0, 2.0, (len(FLOW.columns), HOUSEHOLDS))
MARKS = RNG.integers(0, 2**60, HOUSEHOLDS)


def one_by_one(name):
    """The sums of one flow, told household by household."""
    column, found = FLOW.row(name), [0.0] * FIRMS
    rare = column >= FLOW.row("dibao")
    for i in range(HOUSEHOLDS):
        if LINK[i] >= 0 and (not rare or MARKS[i] & mark_of(column)):
            found[LINK[i]] += float(AMOUNTS[column, i])
    return found


def test_flows_by_firm_are_those_of_its_households_to_the_last_bit():
    names = ("dividend_cooperative", "rent_cooperative", "ordered", "share_paid")
    sums = link_payments(LINK, MARKS, AMOUNTS, np.array([FLOW.row(name) for name in names]), FIRMS)
    assert sums.tolist() == [one_by_one(name) for name in names]
    assert (sums[:, : FIRMS - 1] > 0.0).all() and not sums[:, FIRMS - 1].any()


def test_no_flow_and_no_household_give_no_sums():
    nobody = np.zeros(0, dtype=np.int64)
    assert link_payments(LINK, MARKS, AMOUNTS, nobody, FIRMS).shape == (0, FIRMS)
    assert not link_payments(LINK[:0], nobody, AMOUNTS, np.array([FLOW.row("ordered")]), 2).any()
