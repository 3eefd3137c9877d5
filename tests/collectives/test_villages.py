"""Village collectives: what they earn, what leaks, who is paid, what is kept up; the ledger, the market, the cadres."""

import numpy as np
import pytest
from counties import LUCK, SMALL, aged, flow, lived, population, tree_with
from hypothesis import given, settings
from hypothesis import strategies as st
from parameter_values import edges, parameters

from sim.collectives.assets import (
    Assets,
    after_loss,
    inventory_due,
    keep_assets,
    ledger,
    maintained,
    market_run,
    operating_income,
)
from sim.collectives.cadres import Cadres, factor, heads, level, lifted, next_capacity, teams, train, unions
from sim.collectives.infrastructure import SYSTEMS_OF, Infrastructure
from sim.collectives.villages import Aid, Rules, Villages, distribute, leakage, supported, villages_pass, yearly_income
from sim.draws import key
from sim.measures.within_groups import gap_to_best
from sim.state.collective import SITE_KIND, VILLAGE_KIND
from sim.state.store import Store

NOW, START = key(LUCK.seed, 0, 86), key(LUCK.seed, 0, 0)
GROUPS = ("villages", "cadres", "assets", "infrastructure")
STILL = Assets(loss_unregistered=0.0, slipping=0.0, found=0.0, market_failure=0.0, market_share=0.0, depreciation=0.0)


def villages(n=4, **columns):
    store = Store(VILLAGE_KIND, n)
    for name in (*SYSTEMS_OF, "registered", "visits"):
        store[name][:] = 1.0
    store["cadres"][:] = store["own_capacity"][:] = 0.58
    for name, value in columns.items():
        store[name][:] = value
    return store


CALM = Rules(Villages(leakage=0.0), Cadres(team_coverage=0.0), STILL, Infrastructure())


def a_quarter(store, p=CALM, paid=0.0, now=NOW, grant=0.0, leased=0.0):
    spent, got = np.full(store.n, paid), np.full(store.n, leased)
    return villages_pass(store, Store(SITE_KIND, 0), spent, 1.0, 1.0, Aid(grant, 1.0), got, (now, START), p)


def test_income_comes_from_assets_and_photovoltaics():
    store = villages(asset=[600000.0, 0.0, 600000.0, 0.0], pv_kw=[0.0, 74.0, 74.0, 0.0])
    books = a_quarter(store)
    sun = 0.25 * 500.0 * 74.0 * (1 - 0.25 * 0.015)
    np.testing.assert_allclose(books.income, [7500.0, sun, 7500.0 + sun, 0.0])
    np.testing.assert_allclose(store["earned_2"], books.income)
    np.testing.assert_allclose(yearly_income(store), books.income)
    np.testing.assert_allclose(operating_income(np.array([1e5, 1e5]), 0.04, np.array([False, True]), 0.2), [1000, 1200])


def test_what_was_paid_leaves_the_cash_and_what_was_earned_enters_it():
    store = villages(asset=400000.0, cash=3000.0)
    books = a_quarter(store, paid=1000.0)
    np.testing.assert_allclose(store["cash"], 3000.0 - 1000.0 + 5000.0 - books.own_repairs)
    assert (books.own_repairs > 0.0).all() and (books.own_repairs <= 0.3 * 0.4 * 7000.0).all()


def test_a_ledger_and_capable_cadres_stop_leaks():
    p = Villages(leakage=0.2, ledger_effect=0.5)
    share = leakage(np.array([0.0, 1.0, 0.5, 1.0]), np.array([1.0, 1.0, 1.0, 0.5]), p)
    np.testing.assert_allclose(share, [0.2, 0.1, 0.15, 0.05])
    store = villages(
        3, asset=1e6, registered=[1.0, 1.0, 0.0], cadres=[0.38, 0.78, 0.58], own_capacity=[0.38, 0.78, 0.58]
    )
    rules = Rules(p, Cadres(return_effect=0.0, leakage_effect=1.0, team_coverage=0.0), STILL, Infrastructure())
    books = a_quarter(store, rules)
    np.testing.assert_allclose(books.leaked / books.income, [0.1 * 1.2, 0.1 * 0.8, 0.2])
    np.testing.assert_allclose(store["earned_2"], books.income - books.leaked)


def test_the_list_is_paid_alike_and_the_weak_more_up_to_the_most():
    store = villages(5, cash=[1000.0, 1000.0, 1000.0, 0.0, -50.0])
    listed, weak = np.array([10.0, 10.0, 0.0, 10.0, 10.0]), np.array([1.0, 0.0, 0.0, 1.0, 1.0])
    p = Villages(distributed=0.5, public=0.2, to_weak=0.25, weak_most=1000.0)
    distribute(store, listed, weak, np.zeros(5), 1.0, p)
    np.testing.assert_allclose(store["distribution"], [30.0, 40.0, 0.0, 0.0, 0.0])
    np.testing.assert_allclose(store["distribution_weak"], [130.0, 40.0, 0.0, 0.0, 0.0])
    distribute(store, listed, weak, np.zeros(5), 1.0, p._replace(weak_most=40.0))
    np.testing.assert_allclose(store["distribution"][0], (400.0 - 10.0) / 10.0)
    np.testing.assert_allclose(store["distribution_weak"][0] - store["distribution"][0], 10.0)


@given(
    st.floats(-1e6, 1e9), st.integers(0, 500), st.integers(0, 500),
    parameters("villages", most=5, values=edges),
)  # fmt: skip
def test_no_more_is_paid_than_there_is(cash, listed, weak, values):
    weak = min(weak, listed)
    p = Villages(**{name.removeprefix("villages."): value for name, value in values.items()})
    store = villages(1, cash=cash)
    distribute(store, np.array([float(listed)]), np.array([float(weak)]), np.zeros(1), 1.0, p)
    each, helped = float(store["distribution"][0]), float(store["distribution_weak"][0])
    paid = each * (listed - weak) + helped * weak
    assert 0.0 <= each <= helped and paid <= max(cash, 0.0) * p.distributed * (1 - p.public) * (1 + 1e-9) + 1e-300


def test_assets_outside_the_ledger_are_lost_and_the_rest_is_not():
    p = Assets(loss_unregistered=0.4)
    asset, registered = after_loss(np.array([1000.0, 1000.0, 1000.0, 0.0]), np.array([1.0, 0.0, 0.5, 0.5]), p)
    np.testing.assert_allclose(asset, [1000.0, 900.0, 950.0, 0.0])
    np.testing.assert_allclose(asset * registered, [1000.0, 0.0, 500.0, 0.0], err_msg="what is registered stays")


def test_the_ledger_loses_track_and_a_yearly_inventory_finds_most():
    p = Assets(slipping=0.4, found=0.75)
    np.testing.assert_allclose(ledger(np.array([1.0, 0.0]), False, p), [0.9, 0.0])
    np.testing.assert_allclose(ledger(np.array([1.0, 0.0]), True, p), [0.975, 0.75])
    due = [[q for q in range(80, 104) if inventory_due(q, Assets(inventory_years=years))] for years in (1, 3)]
    assert due[0] == [83, 87, 91, 95, 99, 103] and len(due[1]) == 2 and due[1][1] - due[1][0] == 12


@pytest.mark.parametrize("years", [1, 3, 100])
def test_the_longer_the_interval_the_more_is_lost(years):
    def assets(interval):
        store, p = villages(50, asset=1e6, registered=0.8), STILL._replace(
            loss_unregistered=0.1, slipping=0.1, found=0.8, inventory_years=interval)  # fmt: skip
        for quarter in range(80, 128):
            keep_assets(store, key(1, 0, quarter), START, p)
        return store["asset"].mean()

    assert assets(years) <= assets(1) and (years == 1 or assets(years) < assets(1) - 1000.0)


def test_market_operation_earns_more_and_may_lose_what_is_pledged():
    n = 20000
    p = STILL._replace(market_share=0.4, market_failure=0.5, pledged=0.3)
    store = villages(n, asset=1000.0)
    keep_assets(store, NOW, START, p)
    run, lost = store["market_run"] != 0, store["asset"] < 1000.0
    assert run.mean() == pytest.approx(0.4, abs=4 * np.sqrt(0.24 / n)) and (run == market_run(store, START, p)).all()
    assert not lost[~run].any() and (store["asset"][lost] == 700.0).all()
    chance = 1 - np.exp(-0.125)
    assert lost[run].mean() == pytest.approx(chance, abs=4 * np.sqrt(chance / run.sum()))
    wider = market_run(store, START, p._replace(market_share=0.7))
    assert (wider >= run).all() and wider.sum() > run.sum()


def test_assets_wear_unless_somebody_pays():
    asset, paid = maintained(np.full(3, 1000.0), np.array([0.0, 4.0, 100.0]), Assets(depreciation=0.04))
    np.testing.assert_allclose(paid, [0.0, 4.0, 10.0])
    np.testing.assert_allclose(asset, [990.0, 994.0, 1000.0])


def test_support_goes_to_villages_at_or_below_the_threshold_and_becomes_assets():
    store = villages(3, earned_0=[19000.0, 20000.0, 20001.0])
    assert supported(store, 4000.0, Villages()).tolist() == [1000.0, 1000.0, 0.0]
    books = a_quarter(store, grant=4000.0)
    assert books.support.tolist() == [1000.0, 1000.0, 0.0] and store["asset"].tolist() == [1000.0, 1000.0, 0.0]


def test_support_is_paid_by_the_public_and_counts_as_industry_support():
    tree = tree_with(levers__industry_support={"collective_support": 8000.0}, villages={"threshold": 1e8})
    plain, helped = lived(tree_with(), 1, aged()), lived(tree, 1, aged())
    assert helped.accounts.rows["collective_support"]["outside"] == pytest.approx(6 * 2000.0)
    assert plain.accounts.rows["collective_support"]["outside"] == 0.0
    assert helped.cost["industry_support"] - plain.cost["industry_support"] == pytest.approx(12000.0)
    assert (helped.villages["asset"] - plain.villages["asset"] == pytest.approx(2000.0)) and helped.imbalance < 1e-9


def test_capacity_rises_with_a_team_and_falls_when_it_leaves():
    p = Cadres(team_gain=0.5, adjustment=0.4)
    own, team = np.array([0.4, 0.4]), np.array([True, False])
    np.testing.assert_allclose(level(own, team, 1.0, p), [0.7, 0.4])
    np.testing.assert_allclose(level(own, team, 0.0, p), own)
    np.testing.assert_allclose(next_capacity(np.array([0.2, 0.8]), np.array([0.7, 0.7]), p), [0.25, 0.79])
    store, seen = villages(10, own_capacity=0.4, cadres=0.4, ex_poor_village=[1] * 3 + [0] * 7), []
    for quarter in range(60):
        train(store, START, 1.0 if quarter < 30 else 0.0, p._replace(team_coverage=0.5))
        seen.append(store["cadres"].copy())
    assert store["team"].sum() == 5 and store["team"][:3].all(), "ex-poor villages come first"
    team = store["team"] != 0
    assert (seen[29][team] > 0.68).all() and (seen[59][team] < 0.42).all() and (seen[29][~team] == 0.4).all()
    assert (np.diff(np.array(seen)[:30], axis=0)[:, team] > 0.0).all()
    assert (np.diff(np.array(seen)[30:], axis=0)[:, team] < 0.0).all()


def test_more_teams_leave_none_of_the_first_without():
    store = villages(40, ex_poor_village=np.arange(40) % 3 == 0)
    chosen = [teams(store, START, Cadres(team_coverage=share)) for share in (0.0, 0.2, 0.5, 1.0)]
    assert [t.sum() for t in chosen] == [0, 8, 20, 40]
    assert all((a <= b).all() for a, b in zip(chosen, chosen[1:], strict=False))


def test_villages_that_share_cooperatives_are_one_group_and_the_others_are_alone():
    store = villages(6, first_cooperative=[0, 0, 2, 2, 2, 5], cooperatives=[2, 2, 0, 0, 3, 0])
    group = unions(store)
    assert group[0] == group[1] and len(set(group.tolist())) == 5, "who has no co-operative shares none"


def test_the_most_capable_village_of_a_group_lifts_the_others():
    to, group = np.array([0.4, 0.8, 0.3, 0.6]), np.array([0, 0, 1, 0])
    np.testing.assert_allclose(lifted(to, group, Cadres(union_lift=0.25)), [0.5, 0.8, 0.3, 0.65])
    assert lifted(to, group, Cadres(union_lift=0.0)).tobytes() == to.tobytes()
    np.testing.assert_allclose(lifted(to, group, Cadres(union_lift=1.0)), [0.8, 0.8, 0.3, 0.8])
    alone = np.random.default_rng(1).random(50)
    assert lifted(alone, np.arange(50), Cadres(union_lift=1.0)).tobytes() == alone.tobytes(), "not a bit"


def test_a_team_of_the_leader_helps_the_group_while_it_is_there():
    p = Cadres(team_coverage=0.5, team_gain=0.5, union_lift=0.5, adjustment=4.0)
    store = villages(2, own_capacity=0.4, cadres=0.4, ex_poor_village=[1, 0], cooperatives=1, first_cooperative=0)
    train(store, START, 1.0, p)
    np.testing.assert_allclose(store["cadres"], [0.7, 0.55])
    train(store, START, 0.0, p)
    np.testing.assert_allclose(store["cadres"], 0.4)


def test_joint_villages_close_gaps_and_single_ones_do_not_change():
    gaps = {}
    for joint in (1, 3):
        place = SMALL._replace(joint_villages=joint, other_villages=6)
        for lift in (0.0, 0.5):
            start = population(place)
            county = lived(tree_with(cadres={"union_lift": lift}), 8, start)
            gaps[joint, lift] = gap_to_best(county.villages["cadres"], unions(county.villages)), county.digest()
    assert gaps[1, 0.0][1] == gaps[1, 0.5][1] and gaps[1, 0.5][0] == 0.0
    assert 0.0 < gaps[3, 0.5][0] < gaps[3, 0.0][0]


def test_usual_capacity_changes_nothing_and_no_factor_is_negative():
    p = Cadres(usual=0.5)
    np.testing.assert_allclose(factor(np.array([0.5, 0.7, 0.0]), 1.0, p), [1.0, 1.2, 0.5])
    assert factor(np.array([0.0]), 5.0, p).tolist() == [0.0]


def test_the_list_is_revised_at_its_interval_only():
    """Who leaves monitoring keeps the share until the revision; who enters waits for it."""
    start = aged()
    start.households["listed"][:] = 0
    county = lived(tree_with(villages={"relisting": 4}), 0, start)  # from 2021Q1 on, a multiple of four
    county.step()
    at_first = county.households["listed"].copy()
    assert at_first.any()
    for _ in range(3):
        county.step()
        assert (county.households["listed"] == at_first).all()
    now = county.households["entitlement"]
    assert (now != at_first).any(), "some have come and gone meanwhile"
    paid = flow(county, "distribution") > 0.0
    assert paid[(at_first > 0) & (county.members() > 0)].all() and not paid[at_first == 0].any()
    county.step()
    ids = {i: e for i, e in zip(county.households.id.tolist(), county.households["listed"].tolist(), strict=True)}
    assert ids != dict(zip(county.households.id.tolist(), at_first.tolist(), strict=False))


@settings(max_examples=25)
@given(parameters(*GROUPS, most=20, values=edges) | parameters(*GROUPS, most=20))
def test_accounts_close_and_no_collective_is_in_debt_whatever_the_parameters(values):
    county = lived(tree_with().with_values({"villages.enabled": True, **values}), 0, aged())
    for _ in range(6):
        county.step()
        v = county.villages
        assert county.imbalance < 1e-9
        assert (v["cash"] >= -1e-6 * (1.0 + v["asset"])).all() if county.p["villages"].enabled else True
        for name in (*SYSTEMS_OF, "registered", "cadres"):
            assert (v[name] >= 0.0).all() and (v[name] <= 1.0).all(), name
        assert (v["visits"] >= 0.0).all() and (v["asset"] >= 0.0).all() and (v["pv_kw"] >= 0.0).all()
    assert county.digest()


def test_visits_find_more_where_cadres_can_do_more():
    start = aged()
    start.villages["visits"][:] = 1.0
    found = []
    for effect in (0.0, 5.0):
        county = lived(tree_with(cadres={"visit_effect": effect, "usual": 0.0}), 3, start.copy())
        found.append(int((county.households["monitor"] > 0).sum()))
    assert found[1] > found[0]


def test_where_one_person_heads_all_success_hangs_on_its_capacity():
    """Villages below and above the usual capacity: those with a joint head lie further from the others' income, both ways."""
    able = np.repeat([0.38, 0.78], 200)
    p = Cadres(return_effect=0.5, leakage_effect=0.0, team_coverage=0.0, union_lift=0.0, joint_headship=0.5)
    income = {}
    for weight in (0.0, 0.4):
        store = villages(400, asset=1e6, cadres=able, own_capacity=able)
        income[weight] = a_quarter(store, CALM._replace(cadres=p._replace(headship_weight=weight))).income / 12500.0
    np.testing.assert_allclose(income[0.0], np.repeat([0.9, 1.1], 200))
    low, high = income[0.4][:200], income[0.4][200:]
    for found, values in ((low, [0.86, 0.9]), (high, [1.1, 1.14])):
        np.testing.assert_allclose(np.unique(found.round(9)), values)
    joint = np.concatenate((low < 0.88, high > 1.12))
    assert abs(joint.mean() - 0.5) < 4 * 0.5 / np.sqrt(joint.size)
    more = heads(store, START, p._replace(headship_weight=0.4, joint_headship=0.8)) > 1.0
    assert (more | ~joint).all(), "more of them hold the same ones"
