"""Income by official source: what the flows declare is what the totals hold."""

import numpy as np
from counties import aged, baseline, flow, lived

from sim.state.flows import FLOWS, SOURCES_OF_INCOME

TOTAL = {"wage": "wages"}  # totals that are not called as their source


def test_every_source_of_income_is_the_sum_of_the_flows_that_belong_to_it():
    """Capital income is booked after the totals, so business income is without it."""
    county = lived(baseline().tree, 3, aged())
    for source in SOURCES_OF_INCOME:
        parts = [f for f in FLOWS if f.source == source and f.name != "capital_income"]
        whole = sum(f.sign * flow(county, f.name) for f in parts)
        assert whole.any(), source
        np.testing.assert_allclose(flow(county, TOTAL.get(source, source)), whole, rtol=1e-9, atol=1e-6, err_msg=source)


def test_the_sources_make_up_the_income_of_the_year():
    county, whole = lived(baseline().tree, 0, aged(), first=84), 0.0
    for _ in range(4):
        county.step()
        whole = whole + sum(f.sign * flow(county, f.name) for f in FLOWS if f.source)
    h = county.households
    members = sum(h[f"persons_{k}"].astype(float) for k in range(4)) / 4
    np.testing.assert_allclose(flow(county, "income") * members, whole, rtol=1e-9, atol=1e-6)
