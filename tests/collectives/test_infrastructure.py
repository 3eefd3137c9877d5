"""Roads, water, power, internet: each wears and fails by itself, disasters strike all, and money decides what is mended."""

import numpy as np
import pytest
from counties import LUCK, aged, lived, tree_with
from hypothesis import given
from hypothesis import strategies as st

from sim.collectives.cadres import Cadres
from sim.collectives.infrastructure import (
    SYSTEMS_OF,
    Infrastructure,
    budget,
    funded,
    hit_by_disaster,
    keep_systems,
    planned,
    worn,
)
from sim.draws import key
from sim.state.collective import SITE_KIND, VILLAGE_KIND
from sim.state.store import Store

NOW = key(LUCK.seed, 0, 86)
NO_LUCK = {f"{name}_failure": 0.0 for name in (*SYSTEMS_OF, "site")}
COST = {"road": 300000.0, "water": 120000.0, "power": 50000.0, "internet": 30000.0}
PLENTY = Infrastructure(om_rate=10.0, **NO_LUCK)
EVEN = Cadres(repair_effect=0.0)


def places(villages=5, sites=2, state=0.5):
    """Villages and sites with all systems in one state; every site is lived in."""
    at, site = Store(VILLAGE_KIND, villages), Store(SITE_KIND, sites)
    for name in SYSTEMS_OF:
        at[name][:] = state
    at["cadres"][:], site["system"][:], site["households"][:] = 0.58, state, 10
    return at, site


def kept(p, villages=None, purse=0.0, responsibility=1.0, cadres=EVEN, now=NOW):
    """A quarter of upkeep: the villages, the sites, what was paid."""
    at, site = villages if villages is not None else places()
    paid = keep_systems(at, site, np.full(at.n, purse), budget(at.n, site, p), responsibility, now, p, cadres)
    return at, site, paid


def test_wear_failure_and_disaster_each_take_their_share():
    state = worn(np.full(4, 0.8), 0.04, np.array([0, 1, 0, 1]) != 0, 0.3, np.array([0.0, 0.0, 0.5, 0.5]))
    np.testing.assert_allclose(state, 0.8 * 0.99 * np.array([1.0, 0.7, 0.5, 0.35]))
    np.testing.assert_allclose(planned(np.array([1.0, 0.6]), np.array([0.25, 5.0])), [0.0, 0.4])


def test_what_hits_houses_and_capital_hits_the_systems_too():
    at, _ = places(3)
    at["capital_hit"][:], at["house_hit"][:] = [0.0, 0.2, 0.9], [0.0, 0.5, 0.9]
    np.testing.assert_allclose(hit_by_disaster(at, Infrastructure(struck=0.5)), [0.0, 0.3, 0.495])
    assert hit_by_disaster(at, Infrastructure(struck=3.0)).tolist() == [0.0, 1.0, 1.0]
    at["capital_hit"][:] = [0.0, 0.4, 0.4]
    at["house_hit"][:] = 0.0
    at, _, _ = kept(Infrastructure(**NO_LUCK), (at, Store(SITE_KIND, 0)), responsibility=0.0)
    for name in SYSTEMS_OF:
        np.testing.assert_allclose(at[name][1:] / at[name][0], 0.6)


def test_each_system_wears_at_its_own_rate_and_is_mended_at_its_own_cost():
    p = PLENTY._replace(road_decay=0.4, water_decay=0.2, power_decay=0.1, internet_decay=0.0)
    at, _, paid = kept(p, responsibility=0.8)
    cost = 0.0
    for name in SYSTEMS_OF:
        before = 0.5 * (1 - 0.25 * getattr(p, f"{name}_decay"))
        np.testing.assert_allclose(at[name], before + 0.2 * (1 - before))
        cost += COST[name] * 0.2 * (1 - before)
    np.testing.assert_allclose(paid.fund[:5], cost)


def test_nobody_mends_without_responsibility_or_money():
    for p, responsibility in ((PLENTY, 0.0), (PLENTY._replace(om_rate=0.0), 1.0)):
        at, site, paid = kept(p, responsibility=responsibility)
        assert (at["road"] < 0.5).all() and (site["system"] < 0.5).all() and not paid.fund.any()


def test_capable_cadres_mend_faster():
    at, site = places(3)
    at["cadres"][:] = [0.08, 0.58, 1.0]
    at, _, _ = kept(PLENTY, (at, site), cadres=Cadres(repair_effect=0.8))
    gain = at["water"] - 0.5 * (1 - 0.25 * 0.03)
    np.testing.assert_allclose(gain / gain[1], [0.6, 1.0, 1.336])


def test_failures_strike_villages_and_systems_one_by_one_at_their_rate():
    n, p = 20000, Infrastructure(om_rate=0.0, water_failure=0.2, road_failure=0.1, power_failure=0.0)
    at, _, _ = kept(p, places(n, 0, 1.0))
    for name, rate in (("water", 0.2), ("road", 0.1), ("power", 0.0)):
        chance, failed = 1 - np.exp(-0.25 * rate), at[name] < 0.9
        assert failed.mean() == pytest.approx(chance, abs=4 * np.sqrt(chance * (1 - chance) / n) + 1e-12)
    both = ((at["water"] < 0.9) & (at["road"] < 0.9)).mean()
    assert both == pytest.approx((1 - np.exp(-0.05)) * (1 - np.exp(-0.025)), abs=4 * np.sqrt(0.0012 / n))


requests = st.lists(st.tuples(st.floats(0.0, 1e6), st.floats(0.0, 1.0), st.floats(0.0, 1.0)), min_size=1, max_size=30)


@given(requests, st.floats(0.0, 1e7), st.floats(0.0, 1.0))
def test_the_fund_never_pays_more_than_it_has_and_a_cut_helps_nobody(asked, money, cut):
    wanted, worst, word = np.array(asked).T
    identity = np.arange(wanted.size, dtype=np.int64)
    paid, less = (funded(wanted, worst, word, identity, amount) for amount in (money, money * cut))
    assert paid.sum() <= money * (1 + 1e-12) and (paid <= wanted).all() and (paid >= 0.0).all()
    assert (less <= paid + 1e-9).all()
    short = paid < wanted - 1e-6
    for i in np.flatnonzero(short):  # nobody in less need is served before somebody who waits
        later = np.floor(10 * worst) > np.floor(10 * worst[i])
        assert not paid[later].any()


def test_need_comes_before_the_draw_and_the_draw_before_the_number():
    asked, identity = np.full(4, 10.0), np.arange(4)
    worst, word = np.array([0.91, 0.35, 0.93, 0.31]), np.array([0.1, 0.9, 0.1, 0.2])
    assert funded(asked, worst, word, identity, 25.0).tolist() == [5.0, 10.0, 0.0, 10.0]


def test_repairs_never_exceed_the_fund_and_the_worst_are_mended_first():
    at, site = places(6, 1, 0.9)
    at["water"][2] = 0.1
    p = Infrastructure(om_rate=0.01, **NO_LUCK)
    fund = budget(6, site, p)
    assert fund == pytest.approx(0.25 * 0.01 * (6 * 500000 + 300000))
    at, site, paid = kept(p, (at, site))
    assert paid.fund.sum() == pytest.approx(fund) and paid.fund[2] == pytest.approx(fund), "all of it goes to the worst"
    assert at["water"][2] > 0.1 * 0.9925 and (at["road"][[0, 1, 3, 4, 5]] < 0.9).all()


def test_collectives_pay_first_and_the_fund_the_rest():
    at, site, paid = kept(PLENTY, purse=1000.0)
    np.testing.assert_allclose(paid.own, 1000.0)
    alone, _, all_of_it = kept(PLENTY)
    np.testing.assert_allclose(paid.own + paid.fund[:5], all_of_it.fund[:5])
    for name in SYSTEMS_OF:
        np.testing.assert_allclose(at[name], alone[name], rtol=1e-12)
    rich, _, paid = kept(PLENTY._replace(om_rate=0.0), purse=1e9)
    assert not paid.fund.any() and (paid.own < 1e9).all()
    np.testing.assert_allclose(rich["road"], alone["road"], rtol=1e-12)


def test_a_site_where_nobody_lives_asks_for_nothing():
    at, site = places()
    site["households"][0] = 0
    _, site, paid = kept(PLENTY, (at, site))
    assert site["system"][0] < 0.5 < site["system"][1] and paid.fund[5] == 0.0 < paid.fund[6]


def systems_after(quarters=16, **infrastructure):
    """Mean state of everything after some years, and every quarter's public repairs and fund."""
    county, paid = lived(tree_with(infrastructure=infrastructure), 0, aged()), []
    for _ in range(quarters):
        county.step()
        paid.append((county.county_payments["repairs"], budget(6, county.sites, county.p["infrastructure"])))
        assert county.imbalance < 1e-9
    states = [*(county.villages[name].mean() for name in SYSTEMS_OF), county.sites["system"].mean()]
    return np.array(states), paid


def test_a_smaller_fund_leaves_worse_systems_in_a_living_county():
    means = []
    for rate in (0.0, 0.01, 0.02, 0.04):
        states, paid = systems_after(om_rate=rate)
        means.append(states.mean())
        assert all(spent <= fund * (1 + 1e-12) for spent, fund in paid)
    assert means == sorted(means) and means[0] < means[-1] - 0.1


def test_a_village_whose_water_is_down_loses_it_for_many_households_at_once():
    start = aged()
    start.villages["water"][2] = 0.1
    county = lived(tree_with(infrastructure={"om_rate": 0.0}, villages={"public": 0.0}), 3, start)
    h = county.households
    here, site = h["village"] == 2, h["site"] > 0
    assert (h["water"][here & ~site] != 0).mean() > 0.4 > 0.1 > (h["water"][~here] != 0).mean()


def test_the_systems_stand_still_where_villages_are_off():
    start = aged()
    county = lived(tree_with(villages={"enabled": False}), 4, start.copy())
    for name in (*SYSTEMS_OF, "cadres", "asset", "registered", "pv_kw"):
        assert (county.villages[name] == start.villages[name]).all(), name
    assert (county.sites["system"] == start.sites["system"]).all() and (county.villages["visits"] == 1.0).all()
    assert county.county_payments["repairs"] == 0.0
