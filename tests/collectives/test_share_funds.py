"""Holders of share funds: who is paid first, what eats principal, what an audit finds, what is left in the end."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.collectives.settlement import Means, divided, settle
from sim.collectives.share_funds import (
    FAILED,
    MERGED,
    WOUND_UP,
    ShareFunds,
    discovered,
    end,
    found_anew,
    hazard_factor,
    may_borrow,
    next_quality,
    return_factor,
    share,
)
from sim.state.collective import COOPERATIVE_KIND
from sim.state.store import Store

P = ShareFunds(
    guaranteed_dividend=0.08, depreciation=0.04, interest=0.0, reserve=0.0, leverage=0.5, hollow=0.2, salvage=0.5,
    orderly_salvage=0.8, wound_up_below=0.6, audit_interval=12.0, audit_detects=1.0, profit_share=0.5,
)  # fmt: skip
money = st.floats(0.0, 1e6)


def receiver(**columns):
    """One living receiver."""
    store = Store(COOPERATIVE_KIND, 1)
    store["alive"][:] = 1
    store["failed_at"][:] = -1
    for name, value in {"quality": 0.5, "nature": 0.5, **columns}.items():
        store[name][:] = value
    return store


def lived(
    store, cash=0.0, owed=0.0, spoken_for=0.0, profit=0.0, shares_profit=False, target=0.0, goods=0.0, p=P, **more
):
    """Settle a quarter of one receiver; ``more``: unlucky, audit, supply, closed."""
    one = np.array
    has = Means(one([cash]), one([goods]), one([spoken_for]), one([owed]), one([profit]), one([shares_profit]),
                one([target]), one([more.get("closed", False)]))  # fmt: skip
    return settle(
        store, has, one([more.get("unlucky", False)]), one([more.get("audit", 0.999)]), more.get("supply", 1.0), 90, p
    )


def test_a_sound_receiver_pays_what_was_promised_and_keeps_its_assets():
    store = receiver(capital=1000.0, principal=1000.0)
    done = lived(store, cash=100.0, target=1000.0)
    assert done.planned.tolist() == [20.0] and store["dividend_rate"][0] == 0.02
    assert done.invested[0] == pytest.approx(10.0) and store["capital"][0] == pytest.approx(1000.0)  # wear made good
    assert store["eaten"][0] == 0.0 and store["alive"][0] == 1
    assert done.taken[0] == pytest.approx(100.0 - 20.0 - 10.0 - 20.0)  # a quarter's dividend stays in hand
    assert store["cash"][0] == pytest.approx(40.0)  # of which 20 go to members in phase 6


def test_an_honest_receiver_that_earns_nothing_pays_nothing():
    store = receiver(capital=1000.0, principal=1000.0)
    done = lived(store, cash=0.0)
    assert done.planned[0] == 0.0 and store["capital"][0] == 990.0 and store["eaten"][0] == 0.0


def test_a_dishonest_one_pays_in_full_out_of_principal_and_looks_sound():
    store = receiver(capital=1000.0, principal=1000.0, dishonest=1)
    done = lived(store, cash=0.0)
    assert store["dividend_rate"][0] == pytest.approx(0.02), "as much as a sound one"
    assert done.assets_sold[0] == pytest.approx(20.0) and store["capital"][0] == pytest.approx((1000.0 - 40.0) * 0.99)
    assert store["eaten"][0] == pytest.approx(20.0) and store["alive"][0] == 1


def test_leaving_wear_unreplaced_counts_as_eating_principal():
    store = receiver(capital=1000.0, principal=1000.0, dishonest=1)
    lived(store, cash=25.0, target=1000.0)
    assert store["eaten"][0] == pytest.approx(20.0 - 15.0)  # 25 less the wear of 10 could honestly be paid


def test_it_looks_sound_until_it_fails():
    store, quarters = receiver(capital=1000.0, principal=1000.0, dishonest=1), 0
    while store["alive"][0]:
        assert store["principal"][0] == 1000.0
        done = lived(store)
        quarters += 1
        assert done.ends[0] or store["dividend_rate"][0] == pytest.approx(0.02)
    assert 10 < quarters < 60 and store["ended"][0] == FAILED
    assert done.shares_lost[0] > 800.0 and store["recovery"][0] < 0.2


def test_an_audit_stops_it_and_winds_up_what_has_lost_too_much():
    soon = 0.0  # a uniform that an audit beats
    still = receiver(capital=900.0, principal=1000.0, dishonest=1, eaten=50.0)
    done = lived(still, audit=soon)
    assert done.found[0] and still["alive"][0] == 1 and still["dishonest"][0] == 0 and done.planned[0] == 0.0
    hollow = receiver(capital=500.0, principal=1000.0, dishonest=1, eaten=50.0)
    done = lived(hollow, audit=soon)
    assert hollow["alive"][0] == 0 and hollow["ended"][0] == WOUND_UP
    assert done.recovered[0] == pytest.approx(400.0) and hollow["recovery"][0] == pytest.approx(
        0.4
    )  # orderly: 0.8 of 500
    clean = receiver(capital=500.0, principal=1000.0, dishonest=1)
    assert not lived(clean, audit=soon).found[0], "nothing to find before anything has been eaten"


def test_shortage_is_borrowed_as_far_as_banks_lend_and_then_ends_it():
    store = receiver(capital=1000.0)
    done = lived(store, cash=100.0, owed=500.0)
    assert (
        done.borrowed[0] == 400.0
        and store["debt"][0] == 400.0
        and store["alive"][0] == 1
        and done.owed_paid[0] == 500.0
    )
    store = receiver(capital=1000.0)
    done = lived(store, cash=100.0, owed=500.0, supply=0.5)  # lends 250 only
    assert store["alive"][0] == 0 and done.borrowed[0] == 0.0
    assert done.owed_paid[0] == 500.0 and done.liquidated[0] == pytest.approx(100.0 + 500.0 - 500.0)


def test_banks_lend_less_of_the_same_assets_when_credit_is_tight():
    assert may_borrow(1000.0, 100.0, 1.0, P) == 400.0
    assert may_borrow(1000.0, 100.0, 0.1, P) == 0.0


@given(money, money, money, money)
def test_an_estate_is_divided_in_order_and_to_the_last_yuan(estate, owed, debt, principal):
    parts = divided(estate, owed, debt, principal)
    assert parts[0] == min(owed, estate)
    assert parts[1] == pytest.approx(min(debt, max(estate - owed, 0.0)), abs=1e-6)
    assert parts[2] == pytest.approx(min(principal, max(estate - owed - debt, 0.0)), abs=1e-6)


@settings(max_examples=200)
@given(cash=st.floats(-1e5, 1e6), owed=money, spoken_for=money, capital=money, debt=money, principal=money, goods=money,
       target=money, dishonest=st.booleans(), unlucky=st.booleans(), closed=st.booleans(), profit=st.floats(-1e5, 1e5),
       shares_profit=st.booleans())  # fmt: skip
def test_every_yuan_is_accounted_for(cash, owed, spoken_for, capital, debt, principal, goods, target, dishonest, unlucky, closed, profit, shares_profit):  # fmt: skip
    p = P._replace(interest=0.06, reserve=0.1)
    store = receiver(capital=capital, debt=debt, principal=principal, dishonest=dishonest)
    done = lived(store, cash, owed, spoken_for, profit, shares_profit, target, goods, p, unlucky=unlucky, closed=closed)
    received = cash + done.borrowed[0] + done.assets_sold[0]
    paid = sum(
        float(part[0])
        for part in (done.interest, done.owed_paid, done.repaid, done.invested, done.taken, done.liquidated)
    )
    assert store["cash"][0] == pytest.approx(received - paid, abs=1e-6 * max(1.0, abs(received)))
    kept_for_members = done.planned[0] + spoken_for if store["alive"][0] else done.recovered[0]
    assert store["cash"][0] >= kept_for_members - 1e-6 * max(1.0, abs(received)), "members can be paid"
    assert store["capital"][0] >= 0.0 and store["debt"][0] >= -1e-6
    assert done.recovered[0] + done.shares_lost[0] == pytest.approx(principal if done.ends[0] else 0.0)
    if not dishonest:
        assert store["eaten"][0] == 0.0
    if done.ends[0]:
        assert store["dividend_rate"][0] == store["capital"][0] == store["debt"][0] == store["principal"][0] == 0.0
        assert 0.0 <= store["recovery"][0] <= 1.0
        assert done.repaid[0] + done.bank_loss[0] == pytest.approx(debt)


def test_profit_above_the_promise_is_shared_where_the_contract_says_so():
    plain, sharing = (receiver(capital=1000.0, principal=1000.0) for _ in range(2))
    lived(plain, cash=200.0, profit=120.0)
    lived(sharing, cash=200.0, profit=120.0, shares_profit=True)
    assert plain["dividend_rate"][0] == 0.02
    assert sharing["dividend_rate"][0] == pytest.approx(0.02 + 0.5 * (120.0 - 20.0) / 1000.0)


def test_quality_moves_returns_and_hazards_both_ways_and_one_half_neither():
    q = np.array([0.0, 0.5, 1.0])
    p = ShareFunds(quality_hazard=0.6, quality_return=0.7)
    assert hazard_factor(q, p).tolist() == pytest.approx([1.6, 1.0, 0.4])
    assert return_factor(q, p).tolist() == pytest.approx([0.3, 1.0, 1.7])


def test_help_raises_quality_and_without_it_quality_falls_back():
    p = ShareFunds(quality_fade=0.4)
    q, nature = np.array([0.5]), np.array([0.5])
    assert next_quality(q, nature, 0.0, p)[0] == 0.5
    raised = next_quality(q, nature, 0.4, p)
    assert raised[0] == pytest.approx(0.5 + 0.1 * 0.5)
    assert 0.5 < next_quality(raised, nature, 0.0, p)[0] < raised[0]
    assert next_quality(np.array([0.99]), nature, 4.0, p)[0] <= 1.0


def test_audits_come_as_often_and_see_as_much_as_is_said():
    u = (np.arange(100000) + 0.5) / 100000
    p = ShareFunds(audit_interval=12.0, audit_detects=0.5)
    assert discovered(u, p).mean() == pytest.approx(0.5 * (1.0 - np.exp(-0.25)), abs=1e-5)
    assert not discovered(u, p._replace(audit_detects=0.0)).any()


def test_a_share_of_nothing_is_what_is_asked_for():
    assert share(np.array([1.0, 3.0]), np.array([2.0, 0.0]), 0.5).tolist() == [0.5, 0.5]


def test_what_ends_is_marked_and_what_begins_starts_clean():
    store = receiver(cash=5.0, capital=7.0, debt=3.0, principal=9.0, eaten=1.0, quality=0.9)
    end(store, np.array([True]), MERGED, 91)
    assert (store["alive"][0], store["ended"][0], store["failed_at"][0]) == (0, MERGED, 91)
    found_anew(store, np.array([True]))
    assert (
        store["alive"][0] == 1 and store["ended"][0] == 0 and store["failed_at"][0] == -1 and store["quality"][0] == 0.5
    )
    assert not any(store[name][0] for name in ("cash", "capital", "debt", "principal", "eaten"))


def some_receivers(n, rng):
    """Receivers of all kinds, gone ones among them, and what a quarter brings them."""
    store = Store(COOPERATIVE_KIND, n)
    for name in ("cash", "capital", "debt", "principal", "eaten", "dividend_rate", "recovery"):
        store[name][:] = rng.choice([0.0, 1.0], n) * rng.uniform(0.0, 1000.0, n)
    for name in ("alive", "dishonest"):
        store[name][:] = rng.integers(0, 2, n)
    cash, goods, spoken_for, owed, target = rng.choice([0.0, 1.0], (5, n)) * rng.uniform(0.0, 1000.0, (5, n))
    profit, flags = rng.uniform(-500.0, 500.0, n), rng.integers(0, 4, (3, n)) == 0
    return store, Means(cash, goods, spoken_for, owed, profit, flags[0], target, flags[1]), flags[2], rng.random(n)


def test_receivers_settle_each_for_itself_and_those_that_are_gone_not_at_all():
    n = 300
    store, has, unlucky, audit = some_receivers(n, np.random.default_rng(5))
    alone, before = [store.take(np.array([i])) for i in range(n)], store.copy()
    done = settle(store, has, unlucky, audit, 0.9, 90, P)
    for i, one in enumerate(alone):
        part = slice(i, i + 1)
        single = settle(one, Means(*(x[part] for x in has)), unlucky[part], audit[part], 0.9, 90, P)
        assert [x[0] for x in single] == [x[i] for x in done]
        assert all(one[name][0] == store[name][i] for name in store.kind.names())
    gone = before["alive"] == 0
    assert gone.any() and not store["alive"][gone].any() and (done.owed_paid[gone] == has.owed[gone]).all()
    for name in ("cash", "capital", "debt", "principal", "dishonest", "ended", "failed_at"):
        assert (store[name][gone] == before[name][gone]).all(), f"{name} of what is gone"
    for name in ("dividend_rate", "recovery", "eaten"):
        assert not store[name][gone].any()
    assert not any(x[gone].any() for name, x in done._asdict().items() if name != "owed_paid")
    assert {FAILED, WOUND_UP} <= set(store["ended"].tolist()) and done.found.any() and done.borrowed.any()
