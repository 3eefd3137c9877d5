"""Productivity and wages: the AR(1), schooling, the published wage series, arrears."""

import numpy as np
import pytest
from counties import aged, baseline, flow, lived, only, tree_with
from hypothesis import given
from hypothesis import strategies as st

from sim.compiled import plain
from sim.population import identical
from sim.processes.arrears import Arrears, one_workers_pay, outcome
from sim.processes.earnings import Earnings, next_persistence, schooling, wage

N = 20000
STILL = {f"labour.{name}": 0.0 for name in ("migrant_finding", "migrant_loss", "local_finding", "local_loss")}
CALM = {f"environment.{name}": 0.0 for name in ("crisis_rate", "epidemic_rate", "wage_spread")}


@given(st.floats(0, 1e5), st.floats(0, 8), st.floats(0, 5))
def test_a_wage_is_a_quarter_of_the_years(level, workers, factor):
    assert plain(wage)(level, workers, factor) == pytest.approx(level * workers * factor / 4)


def test_the_persistent_shock_keeps_its_variance():
    p = Earnings(persistence=0.6, persistent_spread=0.5)
    assert plain(next_persistence)(1.0, 0.0, p) == 0.6
    assert plain(next_persistence)(0.0, 1.0, p) == pytest.approx(0.4)  # 0.5 sqrt(1 - 0.36)


def test_the_persistent_shock_is_an_autoregression_of_order_one():
    """Stationary variance and autocorrelation at one and four quarters, four standard errors, from 20,000 households."""
    rho, spread = 0.8, 0.4
    values = {"earnings.persistence": rho, "earnings.persistent_spread": spread}
    county = lived(only("earnings", values=values), 30, identical(N))
    now = county.households["persistence"].copy()
    lags = {}
    for quarter in range(1, 5):
        county.step()
        lags[quarter] = county.households["persistence"].copy()
    assert np.var(now) == pytest.approx(spread**2, abs=4 * spread**2 * np.sqrt(2 / N))
    for lag in (1, 4):
        found = np.corrcoef(now, lags[lag])[0, 1]
        assert found == pytest.approx(rho**lag, abs=4 * (1 - rho ** (2 * lag)) / np.sqrt(N))


def test_wages_are_lognormal_in_fixed_effect_persistent_and_passing_shock():
    values = {"earnings.persistent_spread": 0.0, "earnings.transitory_spread": 0.2}
    county = lived(only("earnings", values=values), 1, identical(N, local_workers=1, skill=0.3))
    logs = np.log(flow(county, "wage_local") / (0.25 * Earnings().local_wage))
    assert logs.mean() == pytest.approx(0.3, abs=4 * 0.2 / np.sqrt(N))
    assert logs.std() == pytest.approx(0.2, abs=4 * 0.2 / np.sqrt(2 * N))


@given(st.integers(0, 12), st.integers(0, 12), st.integers(0, 12))
def test_schooling_pays_by_the_share_of_those_who_have_it(able, trained, qualified):
    p = Earnings(training_wage=0.1, qualification_wage=0.2)
    each = [min(n / able, 1.0) if able else 0.0 for n in (trained, qualified)]
    factor = plain(schooling)(float(able), float(trained), float(qualified), p)
    assert factor == pytest.approx(1 + 0.1 * each[0] + 0.2 * each[1])


def test_training_raises_wages_by_its_gain():
    values = {"earnings.training_wage": 0.1}
    wages = [
        flow(
            lived(only("earnings", values=values), 1, identical(50, adults=2, local_workers=1, trained=t)), "wage_local"
        )
        for t in (0, 1)
    ]
    np.testing.assert_allclose(wages[1] / wages[0], 1.05, rtol=1e-12)  # one of two


PRICES = {
    2016: 0.9096,
    2017: 0.9214,
    2018: 0.9408,
    2019: 0.9709,
    2020: 1.0,
    2021: 1.007,
    2022: 1.0271,
    2023: 1.0282,
    2024: 1.0313,
}
ALL = {2016: 3275, 2017: 3485, 2018: 3721, 2019: 3962, 2020: 4072}
AWAY = {2020: 4549, 2021: 5013, 2022: 5240, 2023: 5441, 2024: 5634}
LOCAL = {2020: 3606, 2021: 3878, 2022: 4026, 2023: 4131, 2024: 4291}


@pytest.mark.parametrize("year", range(2016, 2025))
def test_the_baseline_holds_the_published_wages(year):
    p = baseline().tree.at(4 * (year - 2000) + 2)["environment"]
    for value, series in ((p.real_wage_away, AWAY), (p.real_wage_local, LOCAL)):
        nominal = series if year >= 2020 else ALL
        assert value == pytest.approx(nominal[year] / nominal[2020] / PRICES[year], abs=1e-4)


def test_prices_of_the_deflator_follow_from_the_published_changes():
    changes = {2017: 1.3, 2018: 2.1, 2019: 3.2, 2020: 3.0, 2021: 0.7, 2022: 2.0, 2023: 0.1, 2024: 0.3}
    for year, change in changes.items():
        assert PRICES[year] / PRICES[year - 1] == pytest.approx(1 + change / 100, abs=1.2e-4)


def test_wages_follow_the_series_and_then_growth_while_prices_grow_from_2021():
    tree = baseline().tree.with_values({**CALM, "environment.growth": 0.04})
    county = lived(tree, 0, aged(), 84)
    county.county["wage_log"][0] = 0.0
    for quarter in range(84, 108):
        county.step()
        c, years = county.county, (quarter - 83) / 4
        assert c["growth"][0] == pytest.approx(np.exp(0.04 * years))
        p = tree.at(quarter)["environment"]
        beyond = np.exp(0.04 * max((quarter - 99) / 4, 0.0))  # 99 is 2024Q4
        assert c["wage_index"][0] == pytest.approx(p.real_wage_away * beyond)
        assert c["local_wage_index"][0] == pytest.approx(p.real_wage_local * beyond)
    assert p.real_wage_away == 1.2010 and p.real_wage_local == 1.1539


def test_without_a_series_wages_grow_from_2021_as_prices_do():
    county = lived(only("environment", values={**CALM, "environment.growth": 0.03}), 8, identical(2))
    assert county.county["wage_index"][0] == pytest.approx(county.county["growth"][0])
    assert lived(only("environment", values=CALM), 8, identical(2), 64).county["wage_index"][0] == 1.0


def test_wages_move_with_the_index_of_their_place():
    values = {"environment.real_wage_away": 1.2, "environment.real_wage_local": 0.9, **CALM, "environment.growth": 0.0}
    start = {"adults": 3, "migrants": 1, "local_workers": 1}
    plain_wages = lived(only("earnings"), 1, identical(20, **start))
    moved = lived(only("earnings", "environment", values=values), 1, identical(20, **start))
    for name, factor in (("wage_migrant", 1.2), ("wage_local", 0.9)):
        np.testing.assert_allclose(flow(moved, name) / flow(plain_wages, name), factor, rtol=1e-12)


def test_work_relief_pays_those_who_work_for_it_and_for_the_time_they_are_there():
    tree = tree_with(labour={"migrant_finding": 0.0, "local_finding": 0.0}, transition={"enabled": False})
    county = lived(tree, 2, aged())
    works = county.households["work_relief"] != 0
    assert works.any()
    each = baseline().tree.at(84)["levers.employment_transfer"].relief_wage * county.county["growth"][0]
    np.testing.assert_allclose(flow(county, "wage_work_relief"), each * works * flow(county, "present"), rtol=1e-12)


@given(st.floats(0, 1e6), st.integers(0, 8))
def test_one_workers_pay_is_the_mean_of_the_household(wages, workers):
    assert plain(one_workers_pay)(wages, float(workers)) == (pytest.approx(wages / workers) if workers else 0.0)


@given(st.floats(1e-9, 1 - 1e-9), st.floats(0, 5), st.floats(0, 20), st.floats(0, 20))
def test_help_never_turns_a_recovered_claim_into_a_lost_one(u, help, recovery, given_up):
    p = Arrears(recovery=recovery, given_up=given_up)
    before, after = plain(outcome)(u, 0.0, p), plain(outcome)(u, help, p)
    assert after >= before


def test_arrears_strike_and_end_at_their_hazards():
    values = {"arrears.withheld": 0.4, "arrears.recovery": 0.0, "arrears.given_up": 0.0}
    start = {"adults": 3, "migrants": 1, "local_workers": 1}
    county = lived(only("earnings", "arrears", values=values), 1, identical(N, **start))
    owed = county.households["arrears"]
    expected = 1 - np.exp(-0.4 * 2 / 4)
    assert float((owed > 0).mean()) == pytest.approx(expected, abs=4 * np.sqrt(expected * (1 - expected) / N))
    half = 0.5 * (flow(county, "wage_migrant") + flow(county, "wage_local"))
    np.testing.assert_allclose(owed[owed > 0], half[owed > 0], rtol=1e-12)
    for end, name in (("recovery", "wage_recovered"), ("given_up", "wage_lost")):
        values = {"arrears.withheld": 0.0, "arrears.recovery": 0.0, "arrears.given_up": 0.0, f"arrears.{end}": 0.8}
        county = lived(only("arrears", values=values), 1, identical(N, arrears=1000.0))
        gone = flow(county, name) == 1000.0
        expected = 1 - np.exp(-0.2)
        assert float(gone.mean()) == pytest.approx(expected, abs=4 * np.sqrt(expected * (1 - expected) / N))
        assert (county.households["arrears"] == np.where(gone, 0.0, 1000.0)).all()


def test_wages_withheld_are_recovered_lost_or_still_owed():
    values = {"arrears.withheld": 1.0, "arrears.recovery": 1.0, "arrears.given_up": 0.5}
    county = lived(only("earnings", "arrears", values=values), 0, identical(500, adults=2, migrants=1, local_workers=1))
    sums = dict.fromkeys(("wage_withheld", "wage_recovered", "wage_lost"), 0.0)
    for _ in range(12):
        county.step()
        for name in sums:
            sums[name] += flow(county, name).sum()
        names = ("wage_migrant", "wage_local", "wage_recovered")
        paid = sum(flow(county, name) for name in names) - flow(county, "wage_withheld")
        np.testing.assert_allclose(flow(county, "wages"), paid, rtol=1e-9)
    assert min(sums.values()) > 0.0
    ended = sums["wage_recovered"] + sums["wage_lost"] + county.households["arrears"].sum()
    assert sums["wage_withheld"] == pytest.approx(ended, rel=1e-12)
