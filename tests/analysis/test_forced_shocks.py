"""Who is exposed to a forced shock, and what it does to them: exact on hand-made counties, paired in runs."""

from pathlib import Path

import numpy as np
import pytest
from counties import LUCK, aged, differences, tree_with

from sim.analysis import stress
from sim.analysis.exposed import HERD
from sim.analysis.forced import SHOCKS, forced, masks
from sim.county import County, Luck
from sim.draws import key
from sim.levers.transition import strengths
from sim.parameters import load_scenario
from sim.shocks import Shocks, struck_villages
from sim.spec import quarter_name, quarter_number

STRESS = sorted(path.stem for path in (Path(__file__).parents[2] / "scenarios" / "stress").glob("*.toml"))
NOW = 84


def county_with(**columns):
    """A county of six households in rows 0-5 that matter, everybody else with nothing; shocks by keyword ``shocks``."""
    tree = tree_with(shocks=columns.pop("shocks", {}))
    county = County(aged(), tree, LUCK, NOW)
    h = county.households
    zero = ("livestock", "side", "migrants", "local_workers", "employed", "post", "work_relief", "dibao", "tekun", "relief_due",
            "monitor", "chronic", "cooperative_shares", "enterprise_shares", "passed_on")  # fmt: skip
    for name in zero:
        h[name][:] = 0
    for name in ("cooperative", "enterprise", "employer", "at_risk_since"):
        h[name][:] = -1
    for name, values in columns.items():
        h[name][: len(values)] = values
    return county


def chosen(name, county):
    """Rows of each group and line of a shock."""
    found = masks(SHOCKS[name], county, county.settings.at(NOW), NOW)
    return tuple({k: np.flatnonzero(mask).tolist() for k, mask in part.items()} for part in found)


def test_who_hangs_on_the_enterprise_that_fails():
    county = county_with(
        employer=[1, 1, -1, -1, -1, 0], employed=[1, 1, 0, 0, 0, 1], enterprise=[-1, 1, 1, -1, -1, -1],
        enterprise_shares=[0, 9.0, 9.0, 0, 0, 0], cooperative=[0, -1, -1, 0, 1, 2],
        shocks={"largest_enterprise_fails": quarter_name(NOW)},
    )  # fmt: skip
    county.enterprises["alive"][:], county.cooperatives["alive"][:] = 1, 1
    county.cooperatives["alive"][2] = 0
    county.cooperatives["buyer"][:3] = [1, 0, 1]
    county.cooperatives["product"][:], county.households["product"][:] = 0, 0
    groups, lines = chosen("largest_enterprise_fails", county)
    assert groups == {"linked": [0, 1, 2], "orders": [3]}
    assert lines == {"job": [0, 1], "enterprise_shares": [1, 2], "loan": [], "buyer": [0, 3]}


def test_who_belongs_to_the_cooperative_that_fails():
    county = county_with(
        cooperative=[2, 2, 2, 1, 1, -1], cooperative_shares=[0, 50.0, 9.0, 70.0, 0, 0],
        shocks={"largest_cooperative_fails": quarter_name(NOW)},
    )  # fmt: skip
    county.cooperatives["alive"][:], county.cooperatives["offered"][:] = 1, 0
    county.cooperatives["buyer"][:], county.cooperatives["product"][:], county.households["product"][:] = -1, 0, 1
    county.households["product"][1] = 0
    nothing = {"rent": [], "day_work": []}
    groups, lines = chosen("largest_cooperative_fails", county)
    assert groups == {"members": [0, 1, 2]} and lines == {"cooperative_shares": [1, 2], "orders": [1], **nothing}
    county.cooperatives["alive"][2] = 0
    groups, lines = chosen("largest_cooperative_fails", county)
    assert groups == {"members": [3, 4]} and lines == {"cooperative_shares": [3], "orders": [], **nothing}


def test_who_grows_the_product_and_who_keeps_animals():
    county = county_with(livestock=[HERD, HERD - 1.0, 3 * HERD, 0.0], shocks={"price_fall": 0.3, "animal_disease": 0.1})
    h = county.households
    h["product"][:] = 1
    h["product"][[0, 3]] = 0
    (growers, _), (keepers, _) = chosen("price_fall", county), chosen("animal_disease", county)
    assert growers["growers"] == [*range(1, 3), *range(4, h.n)] and keepers["keepers"] == [0, 2]
    named = county_with(shocks={"price_fall": 0.3, "price_fall_product": 1})
    named.households["product"][:] = 1
    named.households["product"][[0, 3]] = 0
    assert chosen("price_fall", named)[0]["growers"] == [0, 3]


def test_households_without_members_do_not_decide_which_product_is_the_main_one():
    county = county_with(shocks={"price_fall": 0.3})
    h = county.households
    h["product"][:] = np.arange(h.n) % 3 == 0
    for name in ("children", "adults", "elders"):
        h[name][h["product"] == 0] = 0
    assert chosen("price_fall", county)[0]["growers"] == list(range(0, h.n, 3))


def test_who_lives_on_county_money():
    county = county_with(
        dibao=[1, 0, 0, 0, 0, 1], tekun=[0, 1, 0, 0, 0, 0], relief_due=[0, 0, 9.0, 0, 0, 0],
        post=[0, 0, 0, 1, 0, 1], work_relief=[0, 0, 0, 0, 1, 0], chronic=[0, 0, 1, 1, 0, 0],
    )  # fmt: skip
    groups, lines = chosen("budget_cut", county)
    assert groups == {"cash": [0, 1, 2, 5], "work": [3, 4]}
    assert lines == {"dibao": [0, 5], "tekun": [1], "relief": [2], "post": [3, 5], "work_relief": [4]}
    assert chosen("cliff", county)[0] == {"work": [3, 4, 5], "ill": [2]}


def test_who_hangs_on_the_partner_region():
    county = county_with(
        entitlement=[1, 1, 0, 2, 1, 0], access_industry=[0, 32767, 0, 100, 0, 0], post=[0, 0, 0, 0, 1, 0],
        work_relief=[0, 0, 1, 0, 0, 0],
    )  # fmt: skip
    county.households["entitlement"][6:] = 0
    assert county.p["levers.market_support"].coverage < 1.0, "the second household's rank lies beyond"
    assert chosen("partner_withdraws", county) == (
        {"work": [2, 4], "listed": [0, 3]},
        {"post": [4], "work_relief": [2]},
    )


def test_who_has_migrants_and_who_is_at_risk_unseen():
    county = county_with(
        migrants=[1, 2, 1, 0, 1, 0], local_workers=[0, 1, 0, 1], employed=[0, 0, 1], post=[0, 0, 0, 0, 1],
        at_risk_since=[80, 80, 80, -1, 83], monitor=[0, 1, 2, 1, 0],
    )  # fmt: skip
    assert chosen("migrants_return", county) == ({"migrants": [0, 1, 2, 4]}, {"only": [0]})
    assert chosen("monitoring", county) == ({"unwatched": [0, 1, 4]}, {"waiting": [1]})


def test_who_lives_off_visitors():
    county = county_with(side=[2, 1, 2, 0, 0, 0], shocks={"visitors_lost": 0.5})
    county.villages["visited"][:] = 0
    county.villages["visited"][1] = 1
    village = county.households["village"]
    village[:], village[[0, 1, 3]] = 0, 1
    groups, lines = chosen("visitors_lost", county)
    assert groups == {"farm_stays": [0, 2], "villages": [1, 3]} and lines == {}


def test_who_lives_in_a_damaged_village():
    county = county_with(shocks={"village_outage": 0.4})
    village = county.households["village"]
    hit = struck_villages(county.villages, key(LUCK.seed, LUCK.covariate, NOW), Shocks(village_outage=0.4))
    assert chosen("village_outage", county)[0]["struck"] == [i for i in range(village.size) if hit[village[i]]]
    assert 0 < hit.sum() < hit.size


def test_rates_count_ex_poor_persons_who_were_not_poor_four_quarters_ago():
    county = county_with()
    h, persons = county.households, county.members()
    h["ex_poor"][:] = 0
    h["ex_poor"][:6] = 1
    h["poor_history"][:6] = [0b00001, 0b00000, 0b10001, 0b00001, 0b00000, 0b01111]
    ids, n = h.id, persons
    found = stress.rates(county, [ids[[0, 1]], ids[[2]]])
    assert found[0] == n[0] / (n[0] + n[1]) and np.isnan(found[1])
    assert found[2] == (n[3] + n[5]) / (n[3] + n[4] + n[5])
    assert found[3] == (n[0] + n[3] + n[5]) / (n[0] + n[1] + n[3] + n[4] + n[5])


# Scenarios


def test_every_shared_node_has_a_scenario():
    begun = {name: forced(load_scenario(f"stress/{name}"), 1000) for name in STRESS}
    assert set().union(*begun.values()) == set(SHOCKS) and all(begun.values())


@pytest.mark.parametrize("name", STRESS)
def test_a_stress_test_says_what_it_does_in_both_languages(name):
    scenario = load_scenario(f"stress/{name}")
    assert not scenario.warnings
    for text in (scenario.title, scenario.description):
        assert text["en"] and text["zh"] and not text["zh"].isascii() and text["en"].isascii()
    assert "should show" in scenario.description["en"] and "看点" in scenario.description["zh"]


@pytest.mark.parametrize("name", STRESS)
def test_each_shock_of_a_stress_test_is_felt_from_its_quarter_on_and_not_before(name):
    lasting = ("enterprises.failure_rate=0", "enterprises.workshop_failure_rate=0", "cooperatives.failure_rate=0")
    scenario = load_scenario(f"stress/{name}", lasting)  # else a firm may fail in the same quarter anyway
    for shock, begins in forced(scenario, scenario.last).items():
        calm = scenario.tree.with_values(dict(SHOCKS[shock].without))
        start = aged()
        start.enterprises["alive"][:], start.cooperatives["alive"][:] = 1, 1
        struck, spared = (County(start.copy(), tree, LUCK, scenario.first) for tree in (scenario.tree, calm))
        while struck.number < begins - 1:
            struck.step(), spared.step()
        assert struck.digest() == spared.digest()
        struck.step(), spared.step()
        changed = differences(struck, spared)
        assert changed and struck.digest() != spared.digest(), shock


def test_a_shock_that_began_before_the_scenario_or_ends_after_the_run_is_not_followed():
    def begun(last, *sets):
        return forced(load_scenario("pengshui/baseline", sets), quarter_number(last))

    fall = 'shocks.price_fall={"2023Q2..2023Q3" = 0.4}'
    assert begun("2023Q4", fall) == {"price_fall": quarter_number("2023Q2")} and begun("2023Q3", fall) == {}
    assert begun("2025Q4", 'shocks.price_fall={"2020Q4..2023Q3" = 0.4}') == {}
    assert begun("2025Q4", "shocks.price_fall=0.4") == {"price_fall": quarter_number("2021Q1")}
    assert begun("2025Q4", "shocks.largest_cooperative_fails=2019Q1") == {} == begun("2030Q4")
    assert begun("2026Q4", "transition.shape=cliff") == {"cliff": quarter_number("2026Q1")}
    assert begun("2026Q4", "transition.shape=cliff", "transition.enabled=false") == {}


# Effects


@pytest.fixture(scope="module")
def found():
    scenario = load_scenario("stress/monitors_overloaded")
    last = quarter_number("2024Q4")
    lucks = [Luck.of(7, replicate) for replicate in range(3)]
    return [stress.effect(scenario, name, begins, lucks, 1000, last) for name, begins in forced(scenario, last).items()]


def test_each_shock_has_its_effect_with_intervals(found):
    assert [(e["shock"], e["quarter"]) for e in found] == [("price_fall", "2023Q1"), ("monitoring", "2023Q2")]
    for effect in found:
        shock = SHOCKS[effect["shock"]]
        groups = [group.name for group in shock.groups]
        assert [row["name"] for row in effect["return_rate"]] == [*groups, "others", "all"]
        assert [row["name"] for row in effect["contrast"]] == groups == list(effect["households"])
        assert list(effect["by_line"]) == [line.name for line in shock.lines]
        assert list(effect["by_year"]) == ["2023", "2024"]
        for row in effect["return_rate"]:
            assert np.isfinite([row["base"], row["other"]]).all() and row["replicates"] == 3
            assert row["difference"] == pytest.approx(row["other"] - row["base"])
            assert row["low"] <= row["difference"] <= row["high"]


def test_the_contrast_is_the_difference_of_the_differences(found):
    for effect in found:
        by_name = {row["name"]: row["difference"] for row in effect["return_rate"]}
        for row in effect["contrast"]:
            assert row["difference"] == pytest.approx(by_name[row["name"]] - by_name["others"])
            assert row["base"] == pytest.approx(by_name["others"]) and row["other"] == pytest.approx(
                by_name[row["name"]]
            )


def test_the_mean_since_is_the_mean_of_the_years(found):
    for effect in found:
        for k, row in enumerate(effect["return_rate"]):
            years = [rows[k]["difference"] for rows in effect["by_year"].values()]
            assert row["difference"] == pytest.approx(np.mean(years), abs=1e-12)


def test_growers_lose_more_than_the_others(found):
    """A fall of 40 % through a year: the growers' rate rises in all three replicates together."""
    (row,) = found[0]["contrast"]
    assert row["difference"] > 0.0


def test_the_largest_enterprise_is_followed_by_line():
    scenario = load_scenario("stress/largest_enterprise_fails")
    lucks = [Luck.of(7, replicate) for replicate in range(3)]
    effect = stress.effect(
        scenario, "largest_enterprise_fails", quarter_number("2023Q2"), lucks, 1000, quarter_number("2024Q4")
    )
    lines, linked = effect["by_line"], effect["households"]["linked"]
    for whole, *direct in zip(linked, lines["job"], lines["enterprise_shares"], lines["loan"], strict=True):
        assert 0 < max(direct) <= whole <= sum(direct)
    assert all(alone <= every for alone, every in zip(effect["households"]["orders"], lines["buyer"], strict=True))


def test_worker_processes_find_the_same():
    scenario = load_scenario("stress/main_price_falls")
    lucks = [Luck.of(5, replicate) for replicate in range(2)]
    one, two = (stress.effect(scenario, "price_fall", 92, lucks, 300, 95, workers) for workers in (1, 2))
    assert one == two


def test_one_replicate_has_no_pairs():
    scenario = load_scenario("stress/migrants_return")
    effect = stress.effect(scenario, "migrants_return", 92, [Luck.of(1, 0)], 300, 95)
    assert effect["return_rate"] == effect["contrast"] == effect["by_year"]["2023"] == []
    assert effect["households"]["migrants"][0] > 0


def test_a_later_end_counts_where_it_is_as_strong_in_all_as_the_taper_of_a_year():
    scenario = load_scenario("stress/support_ends_later")
    assert forced(scenario, scenario.last) == {"later_end": quarter_number("2026Q1")}
    calm = scenario.tree.with_values(dict(SHOCKS["later_end"].without))
    base = load_scenario("pengshui/baseline").tree
    quarters = range(scenario.first, scenario.last + 1)
    assert all(strengths(q, calm.at(q)["transition"]) == strengths(q, base.at(q)["transition"]) for q in quarters)
    both = ([strengths(q, tree.at(q)["transition"]).policy for q in quarters] for tree in (scenario.tree, base))
    late, taper = both
    assert late[20:24] == [1.0, 0.5, 0.0, 0.0] and taper[20:24] == [0.75, 0.5, 0.25, 0.0] and sum(late) == sum(taper)
    for other in (
        {"transition.steps": 1},
        {"transition.ends": "2026Q2"},
        {"transition.shape": "linear"},
        {"transition.enabled": False},
    ):
        assert "later_end" not in forced(scenario.with_values(other), scenario.last), other
