"""Small side industries: started, run by whoever is at home, given up; an award brings more of them and is paid once."""

import numpy as np
import pytest
from counties import aged, flow, lived, only, tree_with
from hypothesis import given
from hypothesis import strategies as st

from sim.compiled import plain
from sim.population import identical
from sim.processes.side_industries import SideIndustries, powered, side_income, starting_rate


def test_they_start_and_end_at_their_rates():
    n, values = 40000, {"side_industries.starting": 0.4, "side_industries.giving_up": 0.8}
    new = lived(only("side_industries", values=values), 1, identical(n)).households["side"].mean()
    left = lived(only("side_industries", values=values), 1, identical(n, side=1)).households["side"].mean()
    for found, chance in ((new, 1 - np.exp(-0.1)), (left, np.exp(-0.2))):
        assert abs(found - chance) < 4 * np.sqrt(chance * (1 - chance) / n)


def test_elders_can_run_one_and_an_empty_house_cannot():
    homes = {"elders": identical(1, adults=0, elders=1, side=1), "adult": identical(1, side=1),
             "nobody": identical(1, migrants=1, side=1)}  # fmt: skip
    values = {"side_industries.giving_up": 0.0, "side_industries.hands": 0.5}
    earned = {
        who: flow(lived(only("side_industries", values=values), 1, home), "side_income")[0]
        for who, home in homes.items()
    }
    assert earned == {"elders": pytest.approx(500.0 * 0.35 / 0.5), "adult": pytest.approx(500.0), "nobody": 0.0}
    away = lived(only("side_industries", values={"side_industries.starting": 10.0}), 4, identical(50, migrants=1))
    assert not away.households["side"].any()


def test_without_power_processing_and_cooling_stand_still():
    assert plain(powered)(1.0, SideIndustries()) == 1.0
    assert plain(powered)(0.0, SideIndustries(power_share=0.4)) == pytest.approx(0.6)
    earned, values = [], {"side_industries.giving_up": 0.0, "side_industries.power_share": 0.4}
    for power in (1.0, 0.25):
        start = identical(2, side=1)
        start.villages["power"][:] = power
        earned.append(flow(lived(only("side_industries", values=values), 1, start), "side_income"))
    np.testing.assert_allclose(earned[1], earned[0] * (1 - 0.4 * 0.75))


def test_an_award_is_paid_to_entitled_households_that_start_and_to_nobody_else():
    tree = tree_with(
        levers__industry_support={"side_award": 1500.0, "coverage": 1.0}, side_industries={"starting": 1.0}
    )
    county, paid = lived(tree.with_values({"transition.enabled": False}), 0, aged()), 0
    for _ in range(3):
        before, entitled = county.households["side"].copy(), county.households["entitlement"] > 0
        county.step()
        if county.households.n == before.size:
            starts = (county.households["side"] == 1) & (before == 0)
            np.testing.assert_array_equal(flow(county, "side_award"), np.where(starts & entitled, 1500.0, 0.0))
            paid += int((starts & entitled).sum())
    assert paid > 0


def test_awards_bring_more_side_industries():
    """Alone with the lever: other processes and levers change who is at home to run one."""

    def running(lever, award):
        values = {"enabled": lever, "side_award": award, "coverage": 1.0}
        values = {f"levers.industry_support.{name}": value for name, value in values.items()}
        tree = only("side_industries", values={**values, "transition.enabled": False})
        county = lived(tree, 12, aged())
        return county.households["side"][county.households["ex_poor"] == 1].mean()

    assert running(True, 2000.0) > running(True, 0.0) == running(False, 2000.0) > 0.0


@given(st.floats(0, 1e5), st.floats(0, 1e5))
def test_a_larger_award_never_lowers_the_rate_of_starting(award, more):
    p, rate = SideIndustries(), plain(starting_rate)
    assert p.starting <= rate(award, p) <= rate(award + more, p) <= p.starting + 10 * p.award_effect + 1e-12


@given(st.floats(0, 5))
def test_income_rises_with_hands_up_to_a_whole_side_industry(labour):
    earned = plain(side_income)(1.0, labour, 1.0, SideIndustries())
    assert (
        earned == pytest.approx(500.0 * min(labour / 0.3, 1.0))
        and plain(side_income)(0.0, labour, 1.0, SideIndustries()) == 0.0
    )
