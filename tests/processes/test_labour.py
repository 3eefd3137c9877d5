"""Work found and lost: hazards at their rates, what raises and lowers them, and nobody works twice."""

import numpy as np
import pytest
from counties import aged, baseline, lived, only, tree_with
from hypothesis import given
from hypothesis import strategies as st

from sim.compiled import plain
from sim.mathematics import exp
from sim.population import identical
from sim.processes.hazard import strikes, within_quarter
from sim.processes.job_search import (
    advantage,
    at_most,
    care,
    chord,
    counted,
    employability,
    network,
    next_workers,
    road,
)
from sim.processes.labour import Labour

money, share = st.floats(0.0, 1e6), st.floats(0.0, 1.0)
N = 20000
STILL = {f"labour.{name}": 0.0 for name in ("migrant_finding", "migrant_loss", "local_finding", "local_loss")}


def share_of(values, column="migrants", processes=("labour",), **start):
    """Share of households that changed the number of such workers in one quarter, and what four standard errors are."""
    before = start.get(column, 0)
    county = lived(only(*processes, values={**STILL, **values}), 1, identical(N, **start))
    changed = float((county.households[column] != before).mean())
    return changed, 4 * np.sqrt(max(changed * (1 - changed), 1e-4) / N)


@given(st.integers(0, 12), st.booleans(), st.booleans())
def test_workers_change_by_at_most_one_and_are_never_negative(now, found, lost):
    then = plain(next_workers)(now, found, lost)
    assert then >= 0 and abs(then - now) <= 1
    assert then - now == int(found) - int(lost and now > 0)


@given(st.floats(1e-12, 1 - 1e-12), st.floats(0, 500))
def test_an_event_strikes_exactly_where_the_uniform_lies_below_its_probability(u, rate):
    assert plain(strikes)(u, rate) == (u < plain(within_quarter)(rate))


@given(st.floats(-9, 9), st.floats(0, 2), share, share, share)
def test_employability_rises_with_skill_support_training_and_qualification(skill, more, channel, trained, qualified):
    value = plain(employability)
    base = value(skill, channel, trained, qualified, Labour())
    assert base > 0.0
    assert value(skill + more, channel, trained, qualified, Labour()) >= base
    assert value(skill, channel + 0.1, trained, qualified, Labour()) > base
    assert value(skill, channel, trained + 0.1, qualified, Labour()) > base
    assert value(skill, channel, trained, qualified + 0.1, Labour()) > base
    assert value(0.0, 0.0, 0.0, 0.0, Labour()) == 1.0


@given(st.floats(-20, 20), st.floats(-10, 0), st.floats(0, 10))
def test_productivity_counts_between_its_floor_and_its_ceiling(skill, floor, ceiling):
    p = Labour(skill_slope=1.0, skill_floor=floor, skill_ceiling=ceiling)
    inside = min(max(skill, floor), ceiling)
    assert plain(employability)(skill, 0.0, 0.0, 0.0, p) == pytest.approx(np.exp(inside))


@given(st.floats(-20, 20), st.floats(-10, 0), st.floats(0, 10), st.floats(0, 3))
def test_the_bound_of_the_candidates_is_never_below_the_factor(skill, floor, ceiling, slope):
    p = Labour(skill_slope=slope, skill_floor=floor, skill_ceiling=ceiling)
    x = plain(counted)(skill, p)
    up, down = (plain(chord)(plain(exp)(slope * end), end) for end in (ceiling, floor))
    assert plain(at_most)(x, up, down) * (1 + 1e-9) >= plain(exp)(slope * x)


@given(money, money, share)
def test_the_advantage_is_bounded_and_rises_with_the_wage(wage, farm, choice):
    factor = plain(advantage)(wage, farm, choice)
    assert 1 - choice - 1e-12 <= factor <= 1 + choice + 1e-12
    assert plain(advantage)(wage + 1000.0, farm, choice) >= factor - 1e-12
    assert plain(advantage)(0.0, 0.0, choice) == 1.0 and plain(advantage)(wage, wage, choice) == 1.0


def test_care_distance_and_networks_by_hand():
    p = Labour(care_factor=0.25, left_behind=0.6, distance=0.5, network=0.6)
    assert [plain(care)(*case, p) for case in ((2, 3, 0), (1, 0, 0), (1, 1, 0), (1, 2, 1))] == [1.0, 1.0, 0.25, 0.6]
    assert plain(road)(1.0, p) == 1.0 and plain(road)(0.2, p) == pytest.approx(0.6)
    assert plain(network)(0.0, p) == 1.0 and plain(network)(0.5, p) == pytest.approx(1.3)


@pytest.mark.parametrize(
    ("values", "column", "start", "rate"),
    [
        ({"labour.migrant_finding": 0.8}, "migrants", {"adults": 1}, 0.8),
        ({"labour.migrant_finding": 0.3}, "migrants", {"adults": 3, "skill": 0.5}, 0.9 * np.exp(0.25)),
        ({"labour.local_finding": 0.8}, "local_workers", {"adults": 1}, 0.8),
        ({"labour.local_finding": 0.8}, "local_workers", {"adults": 1, "half_power": 1}, 0.4),
        ({"labour.local_finding": 0.8}, "local_workers", {"adults": 1, "infants": 1, "children": 1}, 0.8 * 0.25),
        ({"labour.migrant_finding": 0.8}, "migrants", {"adults": 2, "trained": 1, "qualified": 2}, 1.6 * 1.425),
        ({"labour.migrant_finding": 0.8}, "migrants", {"adults": 1, "children": 2}, 0.8 * 0.25),
        ({"labour.migrant_finding": 0.8}, "migrants", {"adults": 1, "children": 2, "elders": 1}, 0.8 * 0.6),
        ({"labour.migrant_loss": 0.6}, "migrants", {"adults": 2, "migrants": 2}, 1.2),
        ({"labour.local_loss": 0.6}, "local_workers", {"adults": 2, "local_workers": 1}, 0.6),
    ],
)
def test_work_is_found_and_lost_at_its_hazard(values, column, start, rate):
    """P = 1 - exp(-rate / 4), four standard errors."""
    found, error = share_of(values, column, **start)
    assert found == pytest.approx(1 - np.exp(-rate / 4), abs=error)


def test_without_labour_effort_nobody_searches():
    assert share_of({"labour.migrant_finding": 8.0}, adults=1, effort=0.0)[0] == 0.0


def test_more_of_the_village_outside_makes_finding_outside_work_easier():
    """One village where a third of the able adults works outside: the gain is 1.2 x 1/3 for those who do not."""
    values = {"labour.migrant_finding": 0.8, "labour.network": 1.2}
    start = identical(N, adults=1)
    start.households["adults"][::2] = 2
    start.households["migrants"][::2] = 1
    county = lived(only("labour", values={**STILL, **values}), 1, start)
    assert county.villages["migration"][0] == pytest.approx(1 / 3)
    found = float((county.households["migrants"][1::2] > 0).mean())
    expected = 1 - np.exp(-0.2 * (1 + 1.2 / 3))
    assert found == pytest.approx(expected, abs=4 * np.sqrt(expected * (1 - expected) / (N / 2)))


def test_broken_roads_keep_people_from_local_work_only():
    found = {}
    for column in ("migrants", "local_workers"):
        values = {**STILL, "labour.migrant_finding": 0.8, "labour.local_finding": 0.8}
        start = identical(N, adults=1)
        start.villages["road"][:] = 0.0
        county = lived(only("labour", values=values), 1, start)
        found[column] = float((county.households[column] > 0).mean())
    away = 1 - np.exp(-0.2)
    assert found["migrants"] == pytest.approx(away, abs=4 * np.sqrt(away * (1 - away) / N))
    near = (1 - away) * (1 - np.exp(-0.1))  # the one free adult has not left
    assert found["local_workers"] == pytest.approx(near, abs=4 * np.sqrt(near * (1 - near) / N))


def test_a_rich_farm_holds_back_and_a_poor_one_lets_go():
    """1 + choice (w - r) / (w + r): no land means r = 0; with 20 mu a hand is worth 0.65 x 4200 x 20 x 2/3."""
    values = {
        "labour.migrant_finding": 0.8,
        "labour.choice": 0.8,
        "earnings.migrant_wage": 10000.0,
        **{f"labour.{name}": 0.0 for name in ("network", "training_finding", "qualified_finding")},
    }  # a tight bound
    on = ("labour", "earnings", "farming")
    alone, error = share_of(values, processes=on, adults=1, land=0.0)
    assert alone == pytest.approx(1 - np.exp(-0.2 * 1.8), abs=error)
    farm = 0.65 * 4200 * 20 * (2 / 3)
    held, error = share_of(values, processes=on, adults=1, land=20.0)
    assert held == pytest.approx(1 - np.exp(-0.2 * (1 + 0.8 * (10000 - farm) / (10000 + farm))), abs=error)
    assert held < alone


@pytest.mark.parametrize("kind, column", [("migrant", "migrants"), ("local", "local_workers")])
@pytest.mark.parametrize("change, start, factor", [("finding", 0, 0.6), ("loss", 1, 1.4)])
def test_a_bad_market_lowers_finding_and_raises_loss_everywhere(kind, column, change, start, factor):
    """A wage 10 % under its trend at slope 4: finding falls by 0.4 of itself, loss rises by 0.4."""
    quiet = {f"environment.{name}": 0.0 for name in ("crisis_rate", "epidemic_rate", "wage_spread")}
    slump = {**quiet, "environment.wage_persistence": 0.5, "labour.market_slope": 4.0}
    population = identical(N, adults=1, **{column: start})
    population.county["wage_log"][0] = 2.0 * np.log(0.9)
    values = {**STILL, **slump, f"labour.{kind}_{change}": 0.8}
    county = lived(only("labour", "environment", values=values), 1, population)
    changed = float((county.households[column] != start).mean())
    expected = 1 - np.exp(-0.2 * factor)
    assert changed == pytest.approx(expected, abs=4 * np.sqrt(expected * (1 - expected) / N))


def test_no_household_ever_employs_more_than_its_able_adults():
    crisis = {"environment": {"crisis_rate": 1.0}, "labour": {"migrant_finding": 3.0, "local_finding": 3.0},
              "demography": {"adult_death_rate": 0.4}}  # fmt: skip
    for tree in (baseline().tree, tree_with(**crisis)):
        county = lived(tree, 0, aged())
        for _ in range(8):
            county.step()
            h = county.households
            able = h["adults"].astype(int) - h["disabled"] - h["students"]
            assert (h["migrants"] + h["local_workers"] + h["employed"] <= np.maximum(able, 0)).all()
            assert min(h[name].min() for name in ("migrants", "local_workers", "employed", "post")) >= 0
            assert ((h["employed"] > 0) == (h["employer"] >= 0)).all()


def test_a_labour_crisis_sends_migrants_home_and_reaches_local_work_in_part():
    """Within the crisis quarter at a further hazard of 4 x its loss outside, and a part of it inside the county."""
    for column, part in (("migrants", 1.0), ("local_workers", 0.3)):
        crisis = {"environment.crisis_rate": 2.0, "environment.crisis_loss": 0.2, "labour.market_slope": 0.0}
        county = lived(only("labour", "environment", values=STILL | crisis), 0, identical(N, **{column: 1}))
        struck = 0
        for _ in range(12):
            before = int(county.households[column].sum())
            county.step()
            lost = 1 - county.households[column].sum() / before
            now = county.county["crisis"][0] > 0.0
            struck += now
            expected = 1 - np.exp(-0.2 * part)
            assert abs(lost - expected * now) < 4 * np.sqrt(expected * (1 - expected) / before) * now + 1e-12
        assert struck > 0


def test_what_is_switched_off_finds_nothing_and_nobody_works_for_relief():
    start = identical(10, adults=2, migrants=1, seeks_relief=1, offered_relief=1, work_relief=1)
    county = lived(only("earnings"), 2, start)
    assert (county.households["migrants"] == 1).all() and not county.households["work_relief"].any()
