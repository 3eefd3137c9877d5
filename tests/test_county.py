"""A county: three kinds of luck, the same twice, a digest of all that it is."""

import numpy as np
import pytest
from counties import LUCK, aged, baseline, differences, flow, lived, only, population, tree_with
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.county import County, Luck
from sim.measures import poverty
from sim.outcomes import MEASURES, PLACE_OF, SERIES, observe_all
from sim.population import identical

REQUIRED = (
    "headcount", "poverty_gap", "squared_poverty_gap", "watts", "gini", "return_rate", "ever_returned_share",
    "registered_return_rate", "new_poverty_rate", "monitored_share", "detection_delay", "risk_removed_share",
    "income_per_person", "wage_income", "business_income", "property_income", "transfer_income",
    "catastrophic_health_share", "debt_stress_share", "fiscal_cost", "fiscal_cost_industry_support",
    "fiscal_cost_employment_transfer", "fiscal_cost_medical_insurance", "enterprise_failures", "cooperative_failures",
)  # fmt: skip


def test_the_same_luck_gives_the_same_county_twice():
    one, other = (lived(baseline().tree, 6, population()) for _ in range(2))
    assert one.digest() == other.digest() and differences(one, other) == []


@settings(max_examples=6)
@given(st.sampled_from(["seed", "covariate", "idiosyncratic"]), st.integers(1, 2**31))
def test_another_luck_gives_another_county(group, value):
    other = LUCK._replace(**{group: value + 7})
    assert lived(baseline().tree, 2, aged()).digest() != lived(baseline().tree, 2, aged(), luck=other).digest()


def test_own_luck_does_not_depend_on_shared_luck():
    """Illness alone: its draws are the households' own."""
    tree = only("health", "environment", values={"environment.epidemic_rate": 0.0})
    bills = {luck: flow(lived(tree, 3, identical(300, adults=2), luck=luck), "bill").tobytes()
             for luck in (Luck(1, 0, 0, 0), Luck(1, 5, 9, 0), Luck(1, 0, 0, 1))}  # fmt: skip
    same, covariate, own = bills.values()
    assert same == covariate != own


def test_a_household_keeps_its_luck_whatever_its_row():
    whole = lived(only("health", "earnings"), 3, identical(50))
    moved = identical(50)
    moved.households.id[:] = moved.households.id[::-1].copy()
    turned = lived(only("health", "earnings"), 3, moved)
    assert (flow(whole, "bill") == flow(turned, "bill")[::-1]).all()
    assert (whole.households["persistence"] == turned.households["persistence"][::-1]).all()
    assert whole.digest() == turned.digest()


def test_no_number_of_the_state_or_of_the_record_is_ever_infinite_or_undefined():
    county = lived(baseline().tree, 0, aged())
    for _ in range(12):
        county.step()
        county.digest()  # refuses NaN and infinity
        assert np.isfinite(county.frame.flow).all()
        values = observe_all(county).values
        empty = [series for series, place in PLACE_OF.items() if not np.isfinite(values[place])]
        assert {measure for _, measure in empty} <= {"detection_delay"}, "nobody was detected"
        assert not np.isinf(values).any()


def test_every_run_holds_the_promised_measures():
    assert set(REQUIRED) <= set(MEASURES)
    for name in ("headcount", "return_rate", "welfare_per_person"):
        assert ("ex_poor", name) in SERIES
    for measure in MEASURES.values():
        assert measure.unit and measure.en and any("\u4e00" <= letter <= "\u9fff" for letter in measure.zh), (
            measure.name
        )


LINE = 8000.0  # high enough for many returns in a small county


def test_the_record_agrees_with_the_columns():
    county = lived(tree_with(lines={"poverty": LINE}), 5, aged())
    seen, h = observe_all(county), county.households
    persons, here = county.members().astype(float), county.members() > 0
    welfare, income, ex_poor = flow(county, "welfare"), flow(county, "income"), h["ex_poor"] == 1
    value = {series: seen.values[place] for series, place in PLACE_OF.items()}
    poor = welfare < LINE
    gap = np.where(poor, (LINE - welfare) / LINE, 0.0)
    assert value["all", "headcount"] == pytest.approx(np.average(poor, weights=persons))
    assert value["ex_poor", "headcount"] == pytest.approx(np.average(poor[ex_poor], weights=persons[ex_poor]))
    assert value["all", "poverty_gap"] == pytest.approx(np.average(gap, weights=persons))
    assert value["all", "squared_poverty_gap"] == pytest.approx(np.average(gap**2, weights=persons))
    assert value["ordinary", "headcount_income"] == pytest.approx(
        np.average(income[~ex_poor] < LINE, weights=persons[~ex_poor])
    )
    assert value["all", "income_per_person"] == pytest.approx(np.average(income, weights=persons))
    history = h["poor_history"].astype(int)
    safe, back = (history >> 4) % 2 == 0, (history % 2 == 1) & ((history >> 4) % 2 == 0)
    rate = persons[back & ex_poor].sum() / persons[safe & ex_poor & here].sum()
    assert value["ex_poor", "return_rate"] == pytest.approx(rate) and rate > 0.0
    new = persons[back & ~ex_poor].sum() / persons[safe & ~ex_poor & here].sum()
    assert value["ordinary", "new_poverty_rate"] == pytest.approx(new)
    confirmed = back & ex_poor & (h["monitor"] == 2)
    assert value["ex_poor", "registered_return_rate"] == pytest.approx(
        persons[confirmed].sum() / persons[safe & ex_poor].sum()
    )
    assert value["all", "monitored_share"] == pytest.approx(np.average(h["monitor"] == 2, weights=persons))
    assert (
        seen.returns[0].sum() == persons[back & ex_poor].sum()
        and seen.returns[1].sum() == persons[safe & ex_poor].sum()
    )
    assert value["county", "wage_workers"] == (h["migrants"] + h["local_workers"] + h["employed"]).sum()
    assert value["county", "fiscal_cost"] == pytest.approx(sum(county.cost.values()))


def test_the_record_agrees_with_the_published_formulas():
    """The record has its own loop, for speed; the functions that the reference cases verify must say the same."""
    start = aged()
    start.households["market_income_1"][:20] = -1e5  # below the floor of the Watts index
    county = lived(tree_with(lines={"poverty": LINE}), 1, start)
    h, p, value = county.households, county.p, dict(zip(SERIES, observe_all(county).values, strict=True))
    persons, welfare = county.members().astype(float), flow(county, "welfare")
    year = {name: sum(h[f"{name}_{k}"] for k in range(4)) for name in ("consumption", "assistance")}
    mean = sum(0.25 * h[f"persons_{k}"] for k in range(4))
    person = {name: np.where(mean > 0, amount / np.where(mean > 0, mean, 1.0), 0.0) for name, amount in year.items()}
    floor = p["measures"].watts_floor
    assert (welfare[persons > 0] < floor).any()
    groups = {
        "all": persons > 0,
        "ex_poor": h["ex_poor"] != 0,
        "ordinary": h["ex_poor"] == 0,
        "relocated": h["relocated"] != 0,
    }
    for group, rows in groups.items():
        own, weights = welfare[rows & (persons > 0)], persons[rows & (persons > 0)]
        at = {
            "headcount": poverty.headcount(own, LINE, weights),
            "poverty_gap": poverty.poverty_gap(own, LINE, weights),
            "squared_poverty_gap": poverty.squared_poverty_gap(own, LINE, weights),
            "watts": poverty.watts(own, LINE, weights, floor),
            "headcount_monitoring_line": poverty.headcount(own, LINE * p["lines"].monitoring_multiple, weights),
            "headcount_dibao_line": poverty.headcount(own, p["safety_net"].line, weights),
        }
        others = {
            "headcount_income": flow(county, "income"),
            "headcount_consumption": person["consumption"],
            "headcount_before_assistance": welfare - person["assistance"],
        }
        at |= {name: poverty.headcount(column[rows & (persons > 0)], LINE, weights) for name, column in others.items()}
        for name, expected in at.items():
            assert value[group, name] == pytest.approx(expected, rel=1e-12) and expected > 0.0, (group, name)


THRESHOLDS = {  # threshold: its measure, a low and a high value
    "watts_floor": ("watts", 1.0, 900.0),
    "catastrophic": ("catastrophic_health_share", 0.1, 0.5),
    "debt_stress": ("debt_stress_share", 0.5, 2.0),
}


@pytest.mark.parametrize("threshold", THRESHOLDS)
def test_a_threshold_moves_its_measure_and_nothing_that_happens(threshold):
    measure, *values = THRESHOLDS[threshold]
    start = aged()
    start.households["market_income_1"][:20] = -1e5  # the floor of the Watts index needs somebody below it
    low, high = (lived(tree_with(measures={threshold: value}), 1, start.copy()) for value in values)
    one, other = observe_all(low).values, observe_all(high).values
    assert low.digest() == high.digest()
    assert {name for (_, name), place in PLACE_OF.items() if one[place] != other[place]} == {measure}
    assert one[PLACE_OF["all", measure]] > other[PLACE_OF["all", measure]]


def test_a_county_counts_its_quarters_from_the_first():
    county = County(aged(), baseline().tree, LUCK, 84)
    assert county.number == 83
    county.step()
    assert county.number == 84 and county.persons() == county.members().sum()
