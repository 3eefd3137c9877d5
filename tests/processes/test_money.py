"""Income by source, consumption, saving, capital, credit; and who is poor, by hand."""

import numpy as np
from counties import aged, baseline, flow, lived, only
from hypothesis import strategies as st

from sim.compiled import plain
from sim.population import identical
from sim.processes.welfare import per_person

shares = st.floats(0.0, 1.0)


def test_income_welfare_and_poverty_by_hand():
    """One elder, insured: pension 1500 less premium 280; a chronic illness of 600 a year is not in income, but in welfare.

    Strictly below the line is poor; the line itself is not.
    """
    values = {"enrolment.unaided": 1.0, "enrolment.reluctance": 0.0, "health.elder_rate": 0.0, "health.chronic_rate": 0.0,
              "health.chronic_onset": 0.0, "health.chronic_recovery": 0.0, "health.chronic_cost": 600.0}  # fmt: skip
    start = identical(3, adults=0, elders=1, chronic=1, insured=1)
    for line, poor in ((620.0, 0), (620.01, 1)):
        tree = only("transfers", "enrolment", "health", values={**values, "lines.poverty": line})
        county = lived(tree, 4, start.copy())
        np.testing.assert_allclose(flow(county, "income"), 1220.0, rtol=1e-12)
        np.testing.assert_allclose(flow(county, "welfare"), 620.0, rtol=1e-12)
        assert (county.households["poor"] == poor).all()


def test_income_is_per_mean_member_of_the_four_quarters():
    assert plain(per_person)(1000.0, 2.5) == 400.0 and plain(per_person)(1000.0, 0.0) == 0.0
    start = identical(2, adults=0, elders=2)
    for k in range(4):
        start.households[f"persons_{k}"][:] = [2, 4][k % 2]
    county = lived(only("transfers"), 1, start)
    # quarter 84 overwrites ring place 0 by 2 persons; the others keep 4, 2, 4; one quarter's pension of two
    np.testing.assert_allclose(flow(county, "income"), 2 * 375.0 / 3.0)


def test_no_stock_is_ever_negative():
    county = lived(baseline().tree, 0, aged())
    for _ in range(8):
        county.step()
        for name in ("capital", "savings", "microcredit", "informal_debt", "cooperative_shares", "enterprise_shares",
                     "dibao_amount", "relief_due", "compliant_own", "land"):  # fmt: skip
            assert county.households[name].min() >= 0.0, name
        for name in ("consumption", "own_paid", "bill", "output", "capital_income"):
            assert flow(county, name).min() >= 0.0, name
