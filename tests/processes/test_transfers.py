"""Pensions, allowances for the disabled, money from kin away, grain for green."""

import numpy as np
import pytest
from counties import aged, baseline, flow, lived, only

from sim.compiled import plain
from sim.population import identical
from sim.processes.transfers import Transfers, disability_allowance, paid_for

N = 40_000
NOTHING = {"transfers.pension": 0.0, "transfers.converted": 0.0, "transfers.contribution": 0.0}


def assert_share(marks, expected):
    """Two-sided, 4 standard errors."""
    share, error = np.mean(marks), np.sqrt(expected * (1.0 - expected) / np.size(marks))
    assert abs(share - expected) <= 4.0 * error


def test_the_two_allowances_add_up_for_those_in_dibao():
    p = Transfers(care_allowance=1200.0, living_allowance=600.0)
    assert plain(disability_allowance)(2.0, 0.0, p) == 600.0
    assert plain(disability_allowance)(2.0, 1.0, p) == 900.0


def test_allowances_go_to_the_disabled_and_not_beside_tekun_support():
    values = {
        **NOTHING,
        "transfers.certified": 1.0,
        "transfers.care_allowance": 1200.0,
        "transfers.living_allowance": 600.0,
    }
    start = identical(4, adults=2)
    start.households["disabled"][:] = [0, 1, 2, 1]
    start.households["dibao"][2] = 1
    start.households["tekun"][3] = 1
    county = lived(only("transfers", values=values), 1, start)
    assert flow(county, "disability_allowance").tolist() == [0.0, 300.0, 900.0, 0.0]
    assert flow(county, "transfer").tolist() == [0.0, 300.0, 900.0, 0.0]
    assert county.cost["safety_net"] == 1200.0 and county.imbalance < 1e-12


@pytest.mark.parametrize(
    ("granted", "disabled", "ex_poor", "part"),
    [
        (True, 0.0, False, 1.0),
        (False, 0.0, False, 0.0),
        (False, 1.0, False, 0.5),
        (False, 0.0, True, 0.2),
        (False, 1.0, True, 0.6),
    ],
)
def test_the_government_pays_for_those_in_need_and_for_the_ex_poor_what_policy_leaves(granted, disabled, ex_poor, part):
    assert plain(paid_for)(granted, disabled, 2.0, ex_poor, Transfers(paid_after_exit=0.2)) == pytest.approx(part)


def test_contributions_are_paid_in_january_by_those_who_are_grown_and_not_at_school():
    values = {**NOTHING, "transfers.contribution": 200.0, "transfers.contributing": 0.5, "transfers.certified": 0.0}
    start = identical(7, adults=3)
    start.households["students"][:] = [0, 1, 3, 0, 0, 0, 0]
    start.households["dibao"][3] = start.households["disabled"][4] = 1
    start.households["tekun"][5] = start.households["ex_poor"][6] = 1
    county = lived(only("transfers", values={**values, "transfers.paid_after_exit": 0.2}), 1, start, 84)
    np.testing.assert_allclose(flow(county, "contribution"), [300.0, 200.0, 0.0, 0.0, 200.0, 0.0, 240.0])
    np.testing.assert_allclose(flow(county, "contribution_paid"), [0.0, 0.0, 0.0, 300.0, 100.0, 300.0, 60.0])
    np.testing.assert_allclose(flow(county, "transfer"), -flow(county, "contribution"))
    assert county.cost["safety_net"] == pytest.approx(760.0) and county.imbalance < 1e-12
    county.step()
    assert not flow(county, "contribution").any() and not flow(county, "contribution_paid").any()


def test_certificates_are_held_by_the_same_households_for_ever():
    tree = only("transfers", values={**NOTHING, "transfers.certified": 0.8})
    county = lived(tree, 1, identical(N, adults=1, disabled=1))
    first = flow(county, "disability_allowance") > 0.0
    assert_share(first, 0.8)
    county.step()
    assert ((flow(county, "disability_allowance") > 0.0) == first).all()


def test_every_elder_gets_a_quarter_of_the_pension():
    start = identical(3, adults=1)
    start.households["elders"][:] = [0, 1, 2]
    county = lived(only("transfers", values={**NOTHING, "transfers.pension": 1600.0}), 1, start)
    assert flow(county, "pension").tolist() == [0.0, 400.0, 800.0]


def test_those_who_have_left_send_money_in_some_quarters():
    start = identical(N)
    start.households["kin_away"][:] = np.arange(N) % 3
    county = lived(
        only("transfers", values={**NOTHING, "transfers.sending": 0.3, "transfers.remittance": 500.0}), 1, start
    )
    sent = flow(county, "remittance")
    assert set(sent.tolist()) == {0.0, 500.0, 1000.0} and not sent[::3].any()
    assert_share(sent[1::3] > 0.0, 0.3)
    assert_share(sent[2::3] > 0.0, 0.3)
    before = sent > 0.0
    county.step()
    both = ((flow(county, "remittance") > 0.0) & before)[start.households["kin_away"] > 0]
    assert_share(both, 0.09)  # each quarter is drawn anew


@pytest.mark.parametrize("quarter", range(4))
def test_grain_for_green_is_paid_at_the_end_of_the_year(quarter):
    values = {**NOTHING, "transfers.converted": 0.25, "transfers.converted_land": 2.0, "transfers.ecological": 300.0}
    county = lived(only("transfers", values=values), quarter + 1, identical(N))
    paid = flow(county, "ecological")
    assert set(paid.tolist()) == ({0.0, 600.0} if quarter == 3 else {0.0})
    if quarter == 3:
        assert_share(paid > 0.0, 0.25)
        for _ in range(4):
            county.step()
        assert (flow(county, "ecological") == paid).all()


def test_transfers_add_up_and_reach_nobody_who_is_gone():
    county = lived(baseline().tree, 0, aged())
    county.households["kin_away"][:] = 1
    for _ in range(4):
        county.step()
        gone = county.members() == 0
        names = ("pension", "kin", "disability_allowance", "ecological", "remittance", "side_award")
        whole = sum(flow(county, name) for name in names) - flow(county, "premium") - flow(county, "contribution")
        np.testing.assert_allclose(flow(county, "transfer"), whole, atol=1e-9)
        for name in (
            "remittance",
            "ecological",
            "disability_allowance",
            "land_rent",
            "ceremony",
            "contribution",
            "site_cost",
        ):
            assert not flow(county, name)[gone].any(), name
    assert flow(county, "ecological").any() and flow(county, "remittance").any()
