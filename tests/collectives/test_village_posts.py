"""Posts that village collectives pay: whole ones, out of their income for households, never beyond their cash."""

import numpy as np
import pytest
from counties import aged, differences, flow, lived, tree_with
from hypothesis import given
from hypothesis import strategies as st

from sim.collectives.villages import Villages, distribute, posts_paid, posts_planned
from sim.state.collective import VILLAGE_KIND
from sim.state.store import Store

P = Villages(to_posts=0.5, public=0.2, distributed=0.5)


def villages(n, **columns):
    store = Store(VILLAGE_KIND, n)
    for name, value in columns.items():
        store[name][:] = value
    return store


def test_the_purse_of_a_year_pays_whole_posts():
    store = villages(4, earned_0=[5000.0, 4999.0, 15000.0, -5000.0], earned_3=[5000.0, 4999.0, 0.0, 0.0])
    assert posts_planned(store, 1000.0, P).tolist() == [1, 0, 1, 0]
    assert posts_planned(store, 1000.0, P._replace(to_posts=1.0)).tolist() == [2, 1, 3, 0]
    assert posts_planned(store, 0.0, P).tolist() == [0] * 4


def test_no_more_are_open_than_the_quarters_money_pays():
    store = villages(4, own_posts=3, cash=[7500.0, 7499.0, 0.0, -100.0])
    assert posts_paid(store, 1000.0, P).tolist() == [3, 2, 0, 0]
    assert posts_paid(store, 0.0, P).tolist() == [0] * 4


@given(st.floats(-1e6, 1e8), st.integers(0, 1000), st.floats(0, 1e5), st.integers(0, 300), st.integers(0, 300))
def test_posts_and_shares_together_never_exceed_the_money_for_households(cash, planned, wage, listed, weak):
    store, weak = villages(1, cash=cash, own_posts=planned), min(weak, listed)
    reserved = posts_paid(store, wage, P) * wage
    distribute(store, np.array([float(listed)]), np.array([float(weak)]), reserved, 1.0, P)
    each, helped = float(store["distribution"][0]), float(store["distribution_weak"][0])
    paid = reserved[0] + each * (listed - weak) + helped * weak
    assert paid <= 0.4 * max(cash, 0.0) * (1 + 1e-9) and each >= 0.0


def rich_villages():
    start = aged()
    start.villages["cash"][:] = 200000.0
    for k in range(4):
        start.villages[f"earned_{k}"][:] = 15000.0
    return start


TO_POSTS = {"villages": {"to_posts": 0.6}}


def test_the_collective_pays_its_own_posts_and_the_public_the_others():
    start = rich_villages()
    start.households["seeks_post"][:] = start.households["entitlement"] > 0
    county = lived(tree_with(**TO_POSTS), 1, start)
    wage, own = float(county.county["post_wage"][0]), county.own_posts
    assert (own == int(0.6 * 0.7 * 60000.0 / (4 * wage))).all() and own[0] >= 2
    assert (county.villages["posts"] == own + 5).all()
    paid = np.bincount(county.households["village"], weights=flow(county, "wage_post"), minlength=county.villages.n)
    expected = np.minimum(paid, own * wage).sum()
    rows = county.accounts.rows
    assert (
        rows["collective_posts"]["collectives"] == -rows["collective_posts"]["households"] == pytest.approx(-expected)
    )
    assert rows["wage_post"]["households"] == pytest.approx(paid.sum() - expected) and expected > 0.0
    assert rows["wage_post"]["households"] > 0.0 and county.imbalance < 1e-9
    work = flow(county, "wage_work_relief").sum()
    training = county.county_payments["training"]
    assert county.cost["employment_transfer"] == pytest.approx(paid.sum() - expected + work + training)


def test_they_do_not_end_with_the_transition():
    over = {"transition": {"shape": "cliff", "ends": "2020Q4", "begins": "2020Q4"}}
    county = lived(tree_with(**TO_POSTS, **over), 2, rich_villages())
    assert (
        county.strengths.policy == 0.0
        and (county.villages["posts"] == county.own_posts).all()
        and county.own_posts.any()
    )
    pay = flow(county, "wage_post")
    assert pay.sum() > 0.0 and county.accounts.rows["wage_post"]["households"] == pytest.approx(0.0, abs=1e-6)
    assert county.county["post_wage"][0] == pytest.approx(2100.0 * county.county["growth"][0])
    assert county.cost["employment_transfer"] == pytest.approx(0.0, abs=1e-6) and county.imbalance < 1e-9


def test_the_plan_holds_for_the_year():
    start = rich_villages()
    county = lived(tree_with(**TO_POSTS), 1, start)
    planned = county.villages["own_posts"].copy()
    assert planned.any()
    for _ in range(3):
        county.step()
        assert (county.villages["own_posts"] == planned).all() and (county.own_posts <= planned).all()


def test_without_the_share_or_without_collectives_there_are_none():
    for changed in ({"villages": {"to_posts": 0.0}}, {"villages": {"enabled": False, "to_posts": 1.0}}):
        county = lived(tree_with(**changed), 1, rich_villages())
        assert not county.own_posts.any() and county.collective_posts == 0.0
        assert (county.villages["posts"] == 5).all()


def test_vacant_posts_leave_the_money_with_the_collective():
    """Nobody applies: the pay that was set aside stays in the cash."""
    start = rich_villages()
    for name in ("post", "seeks_post", "offered_post"):
        start.households[name][:] = 0
    with_posts, without = (lived(tree_with(villages={"to_posts": share}), 1, start.copy()) for share in (0.6, 0.0))
    assert with_posts.own_posts.any() and with_posts.collective_posts == 0.0
    wage = float(with_posts.county["post_wage"][0])
    more = with_posts.villages["cash"] - without.villages["cash"]
    listed = np.bincount(with_posts.households["village"], weights=flow(without, "distribution"), minlength=6) > 0.0
    assert listed.any()
    np.testing.assert_allclose(more[listed], (with_posts.own_posts * wage)[listed] * (1.0 - 0.3 * 0.4), rtol=0.2)
    assert "village.cash" in differences(with_posts, without)
