"""Forced shocks: each acts where the ordinary event acts and nowhere else, in its quarters, and not at all when neutral."""

import numpy as np
import pytest
from counties import AMPLE, LUCK, aged, baseline, differences, flow, lived, tree_with
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.books import planned_support
from sim.county import Luck
from sim.draws import key
from sim.forced_failures import forced_failures, links, memberships
from sim.levers.transition import Strengths
from sim.parameters import load_scenario
from sim.shocks import SHARES, Shocks, mistaken, strikes, struck_villages, withdrawn
from sim.spec import Invalid, quarter_name
from sim.start import history

NOW = 85  # 2021Q2
STRETCH = "2021Q2..2021Q3"


def dated(**values):
    """A baseline with shocks in the second and third quarters of 2021."""
    sets = [f"shocks.{name}={{'{STRETCH}' = {value}}}".replace("'", '"') for name, value in values.items()]
    return load_scenario("pengshui/baseline", [AMPLE, *sets]).tree


def pair(tree, quarters, calm=None):
    """Two counties under the same luck that have lived some quarters of 2021, with the shock and without."""
    start = aged()
    return lived(tree, quarters, start.copy()), lived(calm or baseline().tree, quarters, start)


def test_neutral_values_change_no_bit():
    shocks = {name: 0.0 for name in SHARES} | {"price_fall_product": 2, "village_outage_loss": 0.9}
    one, other = pair(tree_with(shocks=shocks), 5)
    assert one.digest() == other.digest() and one.imbalance == other.imbalance


@pytest.mark.parametrize("name", SHARES)
def test_nothing_happens_before_the_stretch_and_something_from_its_first_quarter_on(name):
    one, other = pair(dated(**{name: 0.5}), 1)
    assert differences(one, other) == []
    one.step(), other.step()
    assert differences(one, other) != []


# Prices


def grown(county):
    h = county.households
    lives = county.members() > 0
    return np.array([int((lives & (h["product"] == k)).sum()) for k in range(county.products.n)])


def test_the_price_of_the_main_product_falls_and_no_other():
    apart = {
        "outlets.enabled": False
    }  # else those who buy to help buy more of what has become cheap, and less of the rest
    one, other = pair(dated(price_fall=0.4).with_values(apart), 1, baseline().tree.with_values(apart))
    main = int(np.argmax(grown(other)))
    one.step(), other.step()
    assert one.products["price"][main] == other.products["price"][main] * (1.0 - 0.4)
    rest = np.arange(one.products.n) != main
    assert rest.any() and (one.products["price"][rest] == other.products["price"][rest]).all()
    names = {name for name in differences(one, other) if name.startswith("product.")}
    assert {"product.price", "product.forced_fall"} <= names and "product.price_state" not in names
    changed = flow(one, "sales_market") != flow(other, "sales_market")
    assert changed.any() and (one.households["product"][changed] == main).all()


def test_the_same_product_stays_low_all_through_the_stretch_and_recovers_after_it():
    calm = {"markets.enabled": False}
    one, other = pair(dated(price_fall=0.4).with_values(calm), 2, baseline().tree.with_values(calm))
    main = int(np.argmax(one.products["forced_fall"]))
    for county in (one, other):
        county.households["product"][:] = 1 - main  # everybody changes: another product is the main one now
    one.step(), other.step()
    assert one.products["forced_fall"][main] == 0.4 and one.products["forced_fall"].sum() == 0.4
    assert one.products["price"][main] == other.products["price"][main] * 0.6
    one.step(), other.step()
    assert (one.products["price"] == other.products["price"]).all() and not one.products["forced_fall"].any()


def test_a_product_can_be_named():
    for number in (1, 2):
        one, other = pair(dated(price_fall=0.25, price_fall_product=number), 2)
        fallen = one.products["price"] / other.products["price"]
        assert fallen[number - 1] == pytest.approx(0.75) and fallen[2 - number] == 1.0


def test_where_prices_stand_still_a_fall_does_not_add_up():
    off = {"environment.enabled": False}
    county = lived(dated(price_fall=0.4).with_values(off), 1, aged())
    before = county.products["price"].copy()
    for expected in (0.6, 0.6, 1.0, 1.0):
        county.step()
        main = int(np.argmin(county.products["price"] / before))
        assert county.products["price"][main] / before[main] == pytest.approx(expected)


# Animals, migrants


def test_an_animal_disease_takes_animals_and_is_never_milder_than_the_ordinary_one():
    one, other = pair(dated(animal_disease=0.5), 2)
    assert one.county["animal_disease"][0] == 0.5
    lost, usual = flow(one, "livestock_lost"), flow(other, "livestock_lost")
    assert (lost > usual).sum() > 0.3 * (one.households["livestock"] > 0.0).sum()
    assert (one.products["price"] == other.products["price"]).all()
    one.step(), one.step()
    assert one.county["animal_disease"][0] == 0.0, "the stretch has ended"


def test_a_worse_animal_disease_is_left_as_it_is():
    county = lived(
        tree_with(
            hazards={"animal_disease_rate": 2.0, "animal_disease_spread": 0.9}, shocks={"animal_disease": 0.5}
        ), 0, aged()
    )  # fmt: skip
    chances = set()
    for _ in range(12):
        county.step()
        chances.add(float(county.county["animal_disease"][0]))
    assert chances == {0.5, 0.9}


def test_migrants_lose_their_work_and_finding_another_is_hampered():
    one, other = pair(dated(migrants_return=0.3), 1)
    before = int(one.households["migrants"].sum())
    one.step(), other.step()
    lost = int(other.households["migrants"].sum()) - int(one.households["migrants"].sum())
    assert one.county["crisis"][0] == 0.3 and one.county["crisis_quarters"][0] == other.county["crisis_quarters"][0]
    assert 0.2 * before < lost < 0.4 * before
    assert (one.households["migrants"] <= other.households["migrants"]).all()
    one.step(), one.step()
    assert one.county["crisis"][0] == 0.0, "the stretch has ended"


def test_a_worse_labour_crisis_is_left_as_it_is():
    crisis = {"environment.crisis_rate": 2.0, "environment.crisis_length": 20, "environment.crisis_loss": 0.6}
    county = lived(dated(migrants_return=0.3).with_values(crisis), 12, aged(), first=75)
    assert county.number == 86 and county.county["crisis"][0] == 0.6


# The county


def test_a_budget_cut_takes_its_share_of_the_means_and_nothing_else_while_the_treasury_lasts():
    means = {"budget.means": 200.0}
    one, other = pair(dated(budget_cut=0.4).with_values(means), 1, baseline().tree.with_values(means))
    for county in (one, other):
        county.county["treasury"][0] = 1e9
        county.stocks = county.money_stocks()
    one.step(), other.step()
    assert one.means.received == other.means.received * (1.0 - 0.4)
    assert differences(one, other) == ["county.treasury"]
    assert one.imbalance < 1e-9
    for county in (one, other):  # just enough for the county's part, if the means arrive
        due = other.p["budget"].county_share * planned_support(county)
        county.county["advance"][0] = 0.0
        county.county["treasury"][0] = 1.05 * due - other.means.received - other.means.partner
    one.step(), other.step()
    assert one.funded.relief.paid < other.funded.relief.paid == 1.0
    assert (flow(one, "dibao") < flow(other, "dibao")).any()
    assert other.funded.benefits.county > one.funded.benefits.county == 0.0, "relief came first"
    assert one.funded.programmes.paid == pytest.approx(0.7)


def test_a_partner_that_withdraws_sends_no_money_and_buys_nothing():
    one, other = pair(dated(partner_withdraws=1.0), 2)
    assert one.means.partner == 0.0 < other.means.partner and one.means.received == other.means.received
    bought = [county.purchases.assistance + county.purchases.counters for county in (one, other)]
    assert bought[0] == 0.0 < bought[1] and one.purchases.institutions > 0.0
    half = pair(dated(partner_withdraws=0.5), 2)[0]
    assert half.means.partner == 0.5 * other.means.partner
    one.step(), one.step()
    assert one.means.partner > 0.0 and one.purchases.assistance > 0.0, "the stretch has ended"


def test_lost_cases_and_visits_slow_down_monitoring_alone():
    one, other = pair(dated(cases_lost=1.0), 1)
    one.step(), other.step()
    assert one.county["cases_carried"][0] < 1.0
    assert not [name for name in differences(one, other) if name.startswith("flow.")], "money follows a quarter later"
    confirmed = [int((county.households["monitor"] == 2).sum()) for county in (one, other)]
    assert confirmed[0] < confirmed[1]
    one, other = pair(dated(visits_lost=0.5), 2)
    assert one.county["detection"][0] == 0.5 * other.county["detection"][0]
    found = [int((county.households["detected_at"] == NOW).sum()) for county in (one, other)]
    assert found[0] < found[1]
    one.step(), one.step()
    assert one.county["detection"][0] == 1.0


def test_case_capacity_falls_by_the_share_that_is_lost():
    """Opened cases are decided in the same quarter: those decided cannot be more than the capacity."""
    capacity = {"monitoring.case_capacity": 10.0, "monitoring.stable_quarters": 20}
    one, other = pair(dated(cases_lost=0.8).with_values(capacity), 1, baseline().tree.with_values(capacity))
    waiting = [(county.households["monitor"] == 1) for county in (one, other)]
    one.step(), other.step()
    decided = [
        int((was & (county.households["monitor"] != 1)).sum())
        for was, county in zip(waiting, (one, other), strict=True)
    ]
    most = 0.001 * 10.0 * one.households.n + 1.0
    assert decided[1] <= most and decided[0] <= 0.2 * (most - 1.0) + 1.0 and decided[0] < decided[1]


# Villages


@settings(max_examples=30)
@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0), st.integers(0, 50))
def test_a_share_of_villages_is_struck_and_a_larger_share_strikes_the_same_and_more(small, large, replicate):
    villages, luck = aged().villages, key(LUCK.seed, replicate, NOW)
    few, many = (struck_villages(villages, luck, Shocks(village_outage=x)) for x in sorted((small, large)))
    assert (few <= many).all()
    for struck, share in ((few, min(small, large)), (many, max(small, large))):
        assert struck.sum() == np.ceil(share * villages.n - 1e-9)


def test_which_villages_are_struck_is_luck():
    villages = aged().villages
    struck = [struck_villages(villages, key(1, r, NOW), Shocks(village_outage=0.5)) for r in range(200)]
    often = np.mean(struck, axis=0)
    assert (abs(often - 0.5) < 4.0 * 0.5 / np.sqrt(200)).all()


def test_infrastructure_falls_in_struck_villages_in_the_first_quarter_alone():
    still = {"infrastructure.repair": 0.0}
    tree = dated(village_outage=0.3, village_outage_loss=0.4).with_values(still)
    one, other = pair(tree, 2, baseline().tree.with_values(still))
    struck = struck_villages(one.villages, key(LUCK.seed, LUCK.covariate, NOW), Shocks(village_outage=0.3))
    ratio = one.villages["road"] / other.villages["road"]
    assert struck.any() and not struck.all()
    assert ratio[struck] == pytest.approx(0.6) and (ratio[~struck] == 1.0).all()
    one.step(), other.step()
    assert (one.villages["road"] / other.villages["road"])[struck] == pytest.approx(0.6)


def test_repair_of_damaged_villages_is_paid_by_the_county():
    rich = {"infrastructure.om_rate": 0.5}  # else the fund is spent in full either way
    one, other = pair(dated(village_outage=0.3).with_values(rich), 2, baseline().tree.with_values(rich))
    assert one.county_payments["repairs"] > other.county_payments["repairs"] and one.imbalance < 1e-9


# Firms


def test_the_cooperative_with_most_members_fails_and_no_other():
    safe = {"cooperatives": {"failure_rate": 0.0}, "enterprises": {"failure_rate": 0.0, "workshop_failure_rate": 0.0}}
    one, other = pair(tree_with(**safe, shocks={"largest_cooperative_fails": "2021Q2"}), 1, tree_with(**safe))
    for county in (one, other):
        county.cooperatives["alive"][:] = 1
        county.enterprises["alive"][:] = 1
    reach = memberships(one.households, one.cooperatives.n)
    one.step(), other.step()
    (failed,) = np.flatnonzero(one.cooperatives["failed_at"] == NOW)
    assert reach[failed] == reach.max() > 0
    assert (
        one.cooperatives["alive"][failed] == 0 and other.cooperatives["alive"].all() and one.enterprises["alive"].all()
    )
    assert one.cooperatives["principal"][failed] == 0.0 and one.imbalance < 1e-9
    member = other.households["cooperative"] == failed
    holders = member & (other.households["cooperative_shares"] > 0.0)
    assert holders.any() and ((flow(one, "share_lost") > 0.0) == holders).all()
    one.step(), other.step()
    assert (flow(other, "ordered")[member] > 0.0).any() and not (flow(one, "ordered")[member] > 0.0).any()
    assert (flow(one, "ordered")[~member] == flow(other, "ordered")[~member]).all()


def test_the_largest_firms_are_looked_for_in_their_quarter_alone_and_among_the_living():
    start = aged()
    start.cooperatives["alive"][:] = 1
    forced = [
        forced_failures(
            86, start.households, start.cooperatives, start.enterprises, Shocks(largest_cooperative_fails=date)
        )
        for date in ("none", "2021Q4", "2021Q3")
    ]
    largest = int(np.argmax(memberships(start.households, start.cooperatives.n)))
    assert [one.cooperative for one in forced] == [-1, -1, largest] and {one.enterprise for one in forced} == {-1}
    start.cooperatives["alive"][largest] = 0
    again = forced_failures(
        86, start.households, start.cooperatives, start.enterprises, Shocks(largest_cooperative_fails="2021Q3")
    )
    assert again.cooperative not in (-1, largest)


def test_many_firms_fail_in_the_first_quarter_of_the_stretch_alone_and_those_with_most_households_first():
    start = lived(baseline().tree, 1, aged()).population.copy()
    calm = {"enterprises.failure_rate": 0.0, "enterprises.workshop_failure_rate": 0.0, "cooperatives.failure_rate": 0.0,
            "enterprises.cleanup_rate": 0.0, "founding.enabled": False}  # fmt: skip
    one = lived(dated(firms_fail=0.4).with_values(calm), 1, start.copy(), first=NOW)
    fails = forced_failures(NOW, start.households, start.cooperatives, start.enterprises, Shocks(firms_fail=0.4), True)
    for store, before, rows, reach in (
        (one.enterprises, start.enterprises, fails.enterprises, links(start.households, start.enterprises.n)),
        (one.cooperatives, start.cooperatives, fails.cooperatives, memberships(start.households, start.cooperatives.n)),
    ):
        lives = np.flatnonzero(before["alive"])
        assert len(rows) == int(np.ceil(0.4 * lives.size)) > 0 and np.isin(rows, lives).all()
        assert (store["alive"][list(rows)] == 0).all() and (store["failed_at"][list(rows)] == NOW).all()
        assert reach[list(rows)].min() >= reach[np.setdiff1d(lives, rows)].max()
    assert one.imbalance < 1e-9
    gone = [set(np.flatnonzero(store["failed_at"] == NOW)) for store in (one.enterprises, one.cooperatives)]
    one.step()
    assert gone == [set(fails.enterprises), set(fails.cooperatives)] and one.forced.enterprise_rows == ()


# Errors and cuts


def test_the_same_dibao_households_get_nothing_as_long_as_the_error_lasts_and_a_larger_one_strikes_them_too():
    start, still = aged(), {"safety_net.review": 0.0, "safety_net.take_up": 0.0, "safety_net.take_up_monitored": 0.0}
    start.households["dibao"][::3], start.households["tekun"][::3] = 1, 0
    start.households["dibao_amount"][::3] = 900.0
    lots, struck = key(LUCK.seed, LUCK.idiosyncratic, 0), []
    for share in (0.3, 0.7):
        one = lived(dated(dibao_error=share).with_values(still), 1, start.copy())
        other = lived(baseline().tree.with_values(still), 1, start.copy())
        for _ in range(2):
            receiving = one.households["dibao"] != 0
            rows = mistaken(one.households, lots, Shocks(dibao_error=share))
            one.step(), other.step()
            paid, due = flow(one, "dibao"), flow(other, "dibao")
            hit = np.isin(np.arange(one.households.n), rows)
            assert (
                not paid[hit].any() and (due[hit] > 0.0).any() and (paid[~hit] > 0.0).sum() == (due[~hit] > 0.0).sum()
            )
        struck.append(set(one.households.id[rows].tolist()))
        assert abs(len(rows) / receiving.sum() - share) < 4 * np.sqrt(share * (1 - share) / receiving.sum())
        assert one.imbalance < 1e-9
    assert struck[0] < struck[1]


def test_dibao_comes_back_with_the_next_review():
    at_once = {"safety_net.review": 1.0}
    one, other = pair(dated(dibao_error=1.0).with_values(at_once), 3, baseline().tree.with_values(at_once))
    assert flow(other, "dibao").any() and not flow(one, "dibao").any()
    one.step(), other.step()
    assert flow(one, "dibao").any()


def test_a_cut_of_support_weakens_all_four_kinds_and_nothing_else():
    assert withdrawn(Strengths(1.0, 0.8, 0.5, 0.0), Shocks(support_cut=0.25)) == Strengths(0.75, 0.8 * 0.75, 0.375, 0.0)
    one, other = pair(dated(support_cut=0.5), 2)
    assert one.strengths == Strengths(*(0.5 * strength for strength in other.strengths))
    assert one.county["help"][0] == 0.5 * other.county["help"][0]
    assert one.pools.posts_per_village < other.pools.posts_per_village
    one.step(), one.step()
    assert one.strengths == other.strengths


# What a scenario may say


def test_a_plain_value_holds_from_the_start_of_the_scenario_on():
    tree = load_scenario("pengshui/baseline", ["shocks.price_fall=0.3", "shocks.largest_enterprise_fails=2019Q2"]).tree
    assert [tree.at(quarter)["shocks"].price_fall for quarter in (64, 83, 84, 120)] == [0.0, 0.0, 0.3, 0.3]
    assert tree.at(64)["shocks"].largest_enterprise_fails == "2019Q2", "a date is left alone"


@pytest.mark.parametrize(
    ("change", "key_"),
    [
        ("shocks.price_fall=0.96", "shocks.price_fall"),
        ("shocks.price_fall=-0.1", "shocks.price_fall"),
        ("shocks.animal_disease=1.5", "shocks.animal_disease"),
        ("shocks.budget_cut=40", "shocks.budget_cut"),
        ("shocks.migrants_return=true", "shocks.migrants_return"),
        ("shocks.village_outage=2", "shocks.village_outage"),
        ("shocks.price_fall_product=7", "shocks.price_fall_product"),
        ("shocks.price_fall_product=1.5", "shocks.price_fall_product"),
        ("shocks.largest_cooperative_fails=2023Q5", "shocks.largest_cooperative_fails"),
        ("shocks.largest_cooperative_fails=1990Q1", "shocks.largest_cooperative_fails"),
    ],
)
def test_bad_values_are_refused_in_both_languages(change, key_):
    with pytest.raises(Invalid) as wrong:
        load_scenario("pengshui/baseline", [change])
    (problem,) = wrong.value.problems
    assert problem.key == key_ and key_ in problem.en and key_ in problem.zh and not problem.zh.isascii()


def test_a_shock_after_the_start_shares_the_start_and_an_earlier_one_does_not():
    def past(*sets):
        return history(load_scenario("pengshui/baseline", sets), Luck.of(1, 0), 300)

    assert past("shocks.price_fall=0.3", "shocks.largest_cooperative_fails=2021Q1") == past()
    assert past('shocks.price_fall={"2020Q4..2021Q3" = 0.3}') != past()
    assert past("shocks.largest_cooperative_fails=2018Q3") != past()


def test_anything_forced_is_noticed():
    assert not strikes(84, Shocks(price_fall_product=3, village_outage_loss=0.9))
    for name in SHARES:
        assert strikes(84, Shocks(**{name: 0.01}))
    for name in ("largest_enterprise_fails", "largest_cooperative_fails"):
        assert strikes(84, Shocks(**{name: quarter_name(84)})) and not strikes(85, Shocks(**{name: quarter_name(84)}))


def test_forced_shocks_move_no_draw():
    """Everything forced at once: what is drawn for the county, its products and villages is the same."""
    one, other = pair(dated(**dict.fromkeys(SHARES, 0.5)), 3)
    drawn = ("product.price_log", "product.disease", "county.wage_log", "county.price_log", "county.fiscal",
             "county.crisis_quarters", "county.epidemic", "village.yield_log", "village.disaster")  # fmt: skip
    changed = differences(one, other)
    assert len(changed) > 50 and not set(drawn) & set(changed)
    assert one.imbalance < 1e-9


def test_the_accounts_close_whatever_is_forced():
    most = dict.fromkeys(SHARES, 1.0) | {"price_fall": 0.95, "village_outage_loss": 1.0}
    county, worst = lived(dated(**most), 0, aged()), []
    for _ in range(8):
        county.step()
        worst.append(county.imbalance)
    assert max(worst) < 1e-9
