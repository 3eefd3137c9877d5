"""Detection, delay, help and release; who is poor and who has returned; dibao and relief."""

import numpy as np
import pytest
from counties import aged, baseline, flow, lived, only, tree_with
from hypothesis import given
from hypothesis import strategies as st

from sim.compiled import plain
from sim.government.budget import Budget, People, cover, receive
from sim.government.monitoring import Monitoring, detected, monitor_class, returned
from sim.government.safety_net import top_up
from sim.population import county_store, identical

shares = st.floats(0.0, 1.0)
words = st.tuples(shares, shares, shares)


@given(words, shares, st.booleans(), st.booleans(), st.booleans())
def test_stronger_supervision_finds_no_fewer(luck, strength, at_risk, billed, scattered):
    p, found = Monitoring(), plain(detected)
    by, full = (at_risk, billed, scattered, luck), found(at_risk, billed, scattered, luck, 1.0, 1.0, p)
    assert found(*by, strength, 1.0, p) <= full
    assert found(*by, 1.0, strength, p) <= full, "fewer visits find no more"
    assert found(at_risk, billed, True, luck, strength, 1.0, p) <= found(at_risk, billed, False, luck, strength, 1.0, p)
    if at_risk and luck[0] < p.self_report:
        assert found(*by, 0.0, 1.0, p) and found(*by, 1.0, 0.0, p), "self-report needs no supervision"
    if at_risk and billed and luck[2] < p.data_match:
        assert found(*by, 1.0, 0.0, p), "matching of data needs no visits"


@pytest.mark.parametrize(
    ("sudden", "ex_poor", "expected"), [(True, True, 3), (True, False, 3), (False, True, 1), (False, False, 2)]
)
def test_the_three_classes_of_the_monitored(sudden, ex_poor, expected):
    assert plain(monitor_class)(sudden, ex_poor) == expected


@given(st.lists(st.booleans(), min_size=5, max_size=15))
def test_a_return_is_poor_now_and_not_four_quarters_ago(past):
    history = 0
    for poor in past:
        history = (2 * history + poor) % 32768
    assert plain(returned)(history) == (past[-1] and not past[-5])


def test_risk_is_found_verified_after_a_quarter_and_released_after_the_stable_ones():
    sure = {"monitoring.self_report": 1.0, "monitoring.rejection": 0.0, "monitoring.case_capacity": 1000.0,
            "monitoring.stable_quarters": 2, "monitoring.false_alarm": 0.0}  # fmt: skip
    county, states = lived(only("monitoring", values=sure), 0, identical(20, ex_poor=1, entitlement=1)), []
    for quarter in range(6):
        if quarter == 3:
            for k in range(4):
                county.households[f"market_income_{k}"][:] = 1e5
        county.step()
        h = county.households
        assert len(set(zip(h["monitor"].tolist(), h["entitlement"].tolist(), strict=True))) == 1
        states.append((int(h["monitor"][0]), int(h["entitlement"][0]), int(h["risk_removed"][0])))
    # no income: found in the first quarter, helped from the second; rich from the fourth: one, two stable quarters
    assert states == [(1, 1, 0), (2, 2, 0), (2, 2, 0), (2, 2, 0), (0, 1, 1), (0, 1, 1)]
    assert (county.households["detected_at"] == 84).all() and (county.households["at_risk_since"] == -1).all()


@pytest.mark.parametrize(("ceiling", "found"), [(2.0, [1, 1, 0]), (1.2, [1, 0, 0])])
def test_a_large_bill_is_no_sudden_hardship_above_the_ceiling(ceiling, found):
    """A bill of 3,000 a quarter; welfare of 0.9, 1.5 and 2.5 times the monitoring line of 6,000."""
    values = {"monitoring.self_report": 1.0, "monitoring.rigid_spending": 0.1, "monitoring.false_alarm": 0.0,
              "monitoring.hardship_ceiling": ceiling, "health.adult_rate": 0.0, "health.accident_rate": 0.0, "health.chronic_rate": 0.0,
              "health.chronic_onset": 0.0, "health.chronic_recovery": 0.0, "health.chronic_cost": 12000.0}  # fmt: skip
    start = identical(3, chronic=1)
    for k in (1, 2, 3):
        start.households[f"market_income_{k}"][:] = np.array([8400.0, 12000.0, 18000.0]) / 3
    h = lived(only("health", "monitoring", values=values), 1, start).households
    assert h["monitor"].tolist() == found


@pytest.mark.parametrize("months", [0.0, 1.0, 3.0])
def test_relief_begins_above_its_months_of_the_dibao_line(months):
    values = {"safety_net.line": 6000.0, "safety_net.relief_threshold": months, "safety_net.relief_share": 0.5,
              "safety_net.relief_ceiling": 1e5, "health.adult_rate": 0.0, "health.accident_rate": 0.0, "health.chronic_rate": 0.0,
              "health.chronic_onset": 0.0, "health.chronic_recovery": 0.0, "health.chronic_cost": 4000.0}  # fmt: skip
    h = lived(only("health", "safety_net", values=values), 1, identical(1, chronic=1, monitor=2)).households
    np.testing.assert_allclose(h["relief_due"], 0.5 * max(1000.0 - months * 500.0, 0.0))


def test_the_overlooked_are_never_found():
    sure = {"monitoring.self_report": 1.0, "monitoring.visit": 1.0, "monitoring.case_capacity": 1000.0}
    start = identical(20)
    start.households["excluded"][::2] = 1
    h = lived(only("monitoring", "safety_net", values=sure), 8, start).households
    assert (h["monitor"][::2] == 0).all() and (h["dibao"][::2] == 0).all() and (h["monitor"][1::2] == 2).all()


def test_returns_are_counted_from_2021q4_and_confirmed_only_where_monitored():
    county = lived(baseline().tree, 0, aged(), 84)
    for _ in range(3):
        county.step()
        assert not county.households["ever_returned"].any()
    county.step()
    assert county.households["ever_returned"].any()
    for _ in range(4):
        county.step()
    h = county.households
    assert (h["registered_return"] <= h["ever_returned"]).all() and (h["ex_poor"][h["ever_returned"] != 0] == 1).all()


@given(st.floats(0, 1e5), st.floats(-1e5, 1e5), st.integers(1, 12))
def test_dibao_fills_the_gap_to_the_line_and_nothing_else(line, assessed, persons):
    amount = plain(top_up)(line, assessed, float(persons))
    assert amount >= 0.0
    assert amount == pytest.approx(max(0.0, line - assessed) * persons / 4)


def test_dibao_and_relief_are_paid_the_quarter_after_they_are_granted():
    county = lived(tree_with(budget={"means": 1e5}), 2, aged())
    amount = np.where(county.households["dibao"] != 0, county.households["dibao_amount"], 0.0)
    due, ids = county.households["relief_due"].copy(), county.households.id.copy()
    county.step()
    assert (county.households.id == ids).all() and amount.any()
    still = county.households["persons_2"] > 0
    assert (flow(county, "dibao")[still] == amount[still]).all() and (flow(county, "relief")[still] == due[still]).all()


@given(st.floats(-1e9, 1e9), st.floats(0, 1e9), shares)
def test_the_part_from_above_arrives_and_the_county_pays_no_more_than_it_has(treasury, planned, share):
    paid, county = cover(treasury, planned, Budget(county_share=share))
    assert 0.0 <= paid <= 1.0 and 0.0 <= county <= 1.0
    assert paid * county * planned <= max(treasury, 0.0) * (1 + 1e-9)
    assert paid * (1.0 - county) == pytest.approx(1.0 - share, abs=1e-9)
    assert cover(treasury, planned, Budget(county_share=share, bounded=False)) == (1.0, share)


def test_the_fiscal_transfer_is_per_person_and_moves_with_its_shock():
    county = county_store()
    county["fiscal"][0] = 1.5
    assert receive(county, People(1000.0, 0.0), 85, Budget(means=300.0))[:2] == (0.25 * 300.0 * 1000.0 * 1.5, 0.0)
    assert county["treasury"][0] == 0.25 * 300.0 * 1000.0 * 1.5


def test_in_january_means_beyond_the_carry_over_go_back():
    for quarter, unspent in ((84, 1000.0 - 0.5 * 1200.0), (85, 0.0)):
        county = county_store()
        county["fiscal"][0], county["treasury"][0] = 1.0, 1000.0
        assert receive(county, People(12.0, 0.0), quarter, Budget(means=100.0, carry_over=0.5))[:2] == (300.0, unspent)
        assert county["treasury"][0] == 1300.0 - unspent
    county["treasury"][0] = -50.0  # a debt is never given back
    assert receive(county, People(12.0, 0.0), 84, Budget(means=100.0)).returned == 0.0
