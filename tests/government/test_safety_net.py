"""Dibao with its test of means, tekun support, temporary relief: who gets which, and who pays."""

import numpy as np
import pytest
from counties import LUCK, aged, baseline, flow, lived, only, tree_with
from hypothesis import given
from hypothesis import strategies as st

from sim.books import planned_support
from sim.compiled import plain
from sim.county import County
from sim.draws import key
from sim.government.safety_net import SafetyNet, alone, emergency, relieve, within_means
from sim.population import identical
from sim.processes.rows import enter
from sim.state import collective, flows

SURE = {"safety_net.take_up": 1.0, "safety_net.review": 1.0, "safety_net.observation_error": 0.0, "safety_net.line": 6000.0,
        "safety_net.unsupported": 0.0, "budget.bounded": False}  # fmt: skip
N = 20_000


def assessed(start, **fields):
    """Households after one quarter of a net without error or delay."""
    values = {**SURE, **{f"safety_net.{field}": value for field, value in fields.items()}}
    return lived(only("safety_net", values=values), 1, start).households


def earning(n, yearly, **columns):
    """Households with a yearly market income, spread over the rings; the present quarter earns nothing."""
    start = identical(n, **columns)
    for k in (1, 2, 3):
        start.households[f"market_income_{k}"][:] = np.asarray(yearly) / 3.0
    return start


@given(st.floats(0, 1e6), st.floats(0, 1e6), st.floats(0, 1e5))
def test_assets_above_a_limit_disqualify(savings, capital, needs):
    p = SafetyNet(savings_limit=2.0, capital_limit=5.0)
    assert plain(within_means)(savings, capital, needs, p) == (savings <= 2.0 * needs and capital <= 5.0 * needs)


def test_dibao_tops_up_the_poor_without_assets():
    start = earning(5, [3000.0, 6000.0, 3000.0, 3000.0, 3000.0])
    start.households["savings"][:] = [0.0, 0.0, 12001.0, 12000.0, 0.0]
    start.households["capital"][4] = 30001.0
    h = assessed(start, savings_limit=2.0, capital_limit=5.0)
    assert h["dibao"].tolist() == [1, 0, 0, 1, 0]
    np.testing.assert_allclose(h["dibao_amount"], [750.0, 0.0, 0.0, 750.0, 0.0])


def test_whoever_has_become_rich_is_struck_off_at_the_review():
    start = earning(2, [3000.0, 20000.0], dibao=1, dibao_amount=500.0)
    h = assessed(start)
    assert h["dibao"].tolist() == [1, 0] and h["dibao_amount"].tolist() == pytest.approx([750.0, 0.0])


@given(st.floats(0, 3e4), st.integers(0, 4))
def test_a_disabled_member_of_a_household_just_above_the_line_enters_alone(income, disabled):
    p = SafetyNet(single_person=1.5)
    amount = plain(alone)(6000.0, income, float(disabled), p)
    assert amount == (1500.0 * disabled if 6000.0 <= income < 9000.0 else 0.0)
    assert plain(alone)(6000.0, income, float(disabled), SafetyNet(single_person=1.0)) == 0.0


def test_the_single_person_rule_in_a_household():
    h = assessed(earning(3, [14000.0, 20000.0, 14000.0], adults=2), single_person=1.5)
    assert not h["dibao"].any()
    start = earning(3, [14000.0, 20000.0, 14000.0], adults=2)
    start.households["disabled"][:2] = 1
    h = assessed(start, single_person=1.5)  # 7,000 and 10,000 a person
    assert h["dibao"].tolist() == [1, 0, 0] and h["dibao_amount"].tolist() == pytest.approx([1500.0, 0.0, 0.0])


def test_tekun_support_is_for_those_who_cannot_work_and_have_no_supporters():
    start = earning(6, 1000.0, adults=0, elders=1)
    h = start.households
    h["adults"][1] = 1  # can work
    h["adults"][2], h["disabled"][2] = 1, 1
    h["kin_away"][3] = 1  # must be supported by kin
    h["savings"][4] = 1e6  # has means
    h["excluded"][5] = 1
    h = assessed(start, unsupported=1.0, tekun_standard=1.4)
    assert h["tekun"].tolist() == [1, 0, 1, 0, 0, 0]
    assert h["dibao"].tolist() == [0, 1, 0, 1, 0, 0], "never both"
    np.testing.assert_allclose(h["dibao_amount"][[0, 2]], [0.25 * 1.4 * 6000.0, 0.5 * 1.4 * 6000.0])
    assert not assessed(start.copy(), unsupported=1.0, tekun_standard=0.0)["tekun"].any()


def test_the_share_without_supporters_is_drawn_once():
    values = {**SURE, "safety_net.unsupported": 0.3}
    county = lived(only("safety_net", values=values), 1, identical(N, adults=0, elders=1))
    first = county.households["tekun"].copy()
    assert abs(first.mean() - 0.3) < 4.0 * np.sqrt(0.3 * 0.7 / N)
    county.step()
    assert (county.households["tekun"] == first).all()


def test_what_is_granted_is_planned_paid_and_counted():
    start = identical(3, adults=0, elders=1)
    h = start.households
    h["dibao"][:], h["tekun"][:], h["dibao_amount"][:] = [1, 0, 0], [0, 1, 0], [300.0, 2000.0, 900.0]
    h["relief_due"][:] = [0.0, 50.0, 70.0]
    county = County(start, only("safety_net", values=SURE), LUCK, 84)
    assert planned_support(county) == 2420.0
    county.step()
    assert flow(county, "dibao").tolist() == [300.0, 0.0, 0.0]
    assert flow(county, "tekun").tolist() == [0.0, 2000.0, 0.0]
    assert flow(county, "relief").tolist() == [0.0, 50.0, 70.0]
    assert flow(county, "assistance").tolist() == [300.0, 2050.0, 70.0]
    assert county.cost["safety_net"] == 2420.0 and county.imbalance < 1e-12


def test_relief_answers_to_losses_where_a_disaster_has_struck():
    assert plain(emergency)(100.0, 900.0, 0.0) == 100.0 and plain(emergency)(100.0, 900.0, 0.4) == 1000.0
    county = County(identical(3, monitor=2), only("safety_net"), LUCK, 84)
    county.households["monitor"][2] = 0
    county.frame.flow[flows.CAPITAL_LOST, :3] = [3000.0, 0.0, 3000.0]
    for i in (0, 2):
        plain(enter)(i, county.frame, flows.LIVESTOCK_LOST, 1000.0)
    p = SafetyNet(line=6000.0, relief_threshold=1.0, relief_share=0.5, relief_ceiling=1e5)
    for struck, due in ((0.0, 0.0), (0.3, 0.5 * (4000.0 - 500.0))):
        county.villages["disaster"][:] = struck
        relieve(0, 3, county.frame, p)
        np.testing.assert_allclose(county.households["relief_due"], [due, 0.0, 0.0])
    assert county.frame.county[collective.HELP] == 1.0 and key(3, 0, 84).quarter == 84


def test_nobody_is_in_dibao_and_tekun_support_at_once():
    county = lived(tree_with(safety_net={"unsupported": 1.0}), 0, aged())
    for _ in range(6):
        county.step()
        h = county.households
        assert not ((h["dibao"] != 0) & (h["tekun"] != 0)).any()
        assert (h["dibao_amount"][(h["dibao"] == 0) & (h["tekun"] == 0)] == 0.0).all()
    assert h["tekun"].any() and flow(county, "tekun").any()


def test_the_dibao_line_of_the_baseline_follows_the_standard_at_prices_of_2020():
    """6,362 / 1.007; 6,985 / (1.007 x 1.020); 7,456 / (1.007 x 1.020 x 1.001)."""
    expected = {
        80: 5962.0,
        84: 6362 / 1.007,
        88: 6985 / (1.007 * 1.020),
        92: 7456 / (1.007 * 1.020 * 1.001),
        120: 7252.0,
    }
    for quarter, line in expected.items():
        assert baseline().tree.at(quarter)["safety_net"].line == pytest.approx(line, abs=0.5)
