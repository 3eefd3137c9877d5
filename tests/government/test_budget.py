"""The county's money: relief first, then benefits due by law, then programmes; the treasury never falls below zero."""

import numpy as np
import pytest
from counties import aged, differences, flow, lived, tree_with
from hypothesis import given
from hypothesis import strategies as st

from sim.books import BENEFITS, repairs_planned
from sim.collectives import infrastructure
from sim.draws import key
from sim.government.budget import (
    Budget,
    Costs,
    Cuts,
    People,
    first_claims,
    order_of_payment,
    partner_money,
    pay,
    plan,
    receive,
    remember,
)
from sim.government.pools import posts_open
from sim.population.stores import county_store
from sim.spec import Invalid, quarter_number
from sim.state import flows
from sim.state.collective import VILLAGE_KIND
from sim.state.store import Store

HALF = Budget(county_share=0.5)
money = st.floats(0, 1e9)


def costs(relief=0.0, benefits=0.0, programmes=0.0, later=(0.0, 0.0, 0.0)):
    """One quarter's plan and, for all kinds together, another's."""
    return Costs((relief, later[0]), (benefits, later[1]), (programmes, later[2]))


# The order of payment


@pytest.mark.parametrize(
    ("treasury", "relief", "benefits", "programmes", "paid"),
    [  # the county's part of relief, benefits, programmes is 100, 50, 200
        (350.0, (1.0, 0.5), 0.5, (1.0, 0.5), "all of it"),
        (250.0, (1.0, 0.5), 0.5, (0.75, 1 / 3), "half of the county's part of programmes"),
        (120.0, (1.0, 0.5), 0.2, (0.5, 0.0), "benefits: higher government pays what the county has not got"),
        (40.0, (0.7, 2 / 7), 0.0, (0.5, 0.0), "relief alone"),
        (-5.0, (0.5, 0.0), 0.0, (0.5, 0.0), "the part from above alone"),
    ],
)
def test_relief_comes_first_then_benefits_then_programmes(treasury, relief, benefits, programmes, paid):
    found = order_of_payment(treasury, 0.0, Costs((200.0,), (100.0,), (400.0,)), HALF)
    assert found.relief == pytest.approx(relief), paid
    assert found.benefits == pytest.approx((1.0, benefits)), "receivers get all of it"
    assert found.programmes == pytest.approx(programmes), paid


def test_spring_leaves_as_much_for_december_as_it_takes():
    plans = costs(programmes=100.0, later=(0.0, 0.0, 300.0))
    assert order_of_payment(100.0, 50.0, plans, HALF).programmes.paid == pytest.approx(1 - 0.5 + 0.5 * 150 / 200)
    assert order_of_payment(100.0, 100.0, plans, HALF).programmes == (1.0, 0.5)
    plans = costs(programmes=100.0, later=(40.0, 20.0, 300.0))
    assert order_of_payment(100.0, 50.0, plans, HALF).programmes.paid == pytest.approx(1 - 0.5 + 0.5 * 120 / 200)
    scarce = order_of_payment(10.0, 1000.0, plans, HALF).programmes  # the year has enough, the quarter has not
    assert scarce.paid == pytest.approx(1 - 0.5 + 10 / 100)


@given(st.floats(-1e9, 1e9), money, *[st.tuples(money, money, money) for _ in range(2)], st.floats(0, 1))
def test_the_county_never_plans_more_than_it_has(treasury, coming, now, later, share):
    plans, p = Costs(*zip(now, later, strict=True)), Budget(county_share=share)
    found = order_of_payment(treasury, coming, plans, p)
    part = sum(cover.paid * cover.county * cost for cover, cost in zip(found, now, strict=True))
    assert part <= max(treasury, 0.0) * (1 + 1e-9) + 1e-6
    assert found.benefits.paid == 1.0 and 0.0 <= found.benefits.county <= share
    assert found.programmes.paid >= 1.0 - share - 1e-12
    assert found.programmes.paid * (1.0 - found.programmes.county) == pytest.approx(1.0 - share, abs=1e-9)
    richer = order_of_payment(treasury + 1e8, coming, plans, p)
    assert richer.programmes.paid >= found.programmes.paid - 1e-9
    free = order_of_payment(treasury, coming, plans, p._replace(bounded=False))
    assert [cover.paid for cover in free] == [1.0, 1.0, 1.0] and {cover.county for cover in free} == {share}
    assert first_claims(plans) == pytest.approx(now[0] + later[0] + now[1] + later[1])


# The plan


def test_the_plan_is_last_years_cost_by_season_at_todays_prices_and_strength():
    county = county_store()
    for quarter, (benefits, programmes) in zip(
        range(80, 84), ((4.0, 40.0), (5.0, 50.0), (6.0, 60.0), (7.0, 70.0)), strict=True
    ):
        county["growth"][0] = 2.0
        remember(county, quarter, benefits, programmes, 0.5)
    county["growth"][0] = 3.0
    found = plan(county, 86, 9.0, (0.25, 0.5), 100.0)
    assert found.relief == (9.0, 9.0)
    assert found.benefits == pytest.approx((3.0 * 3.0, 3.0 * 3.5))
    assert found.programmes == pytest.approx((100.0 + 3.0 * 0.25 * 60.0, 100.0 + 3.0 * 0.5 * 70.0))
    assert len(plan(county, 84, 0.0, (1.0,) * 4, 0.0).relief) == 4
    remember(county, 86, 8.0, 0.0, 0.0)  # without support nothing is learned of what it costs
    assert county["programmes_2"][0] == 60.0 and county["benefits_2"][0] == 8.0 / 3.0


def test_what_has_been_spent_becomes_the_plan():
    county = lived(tree_with(), 1, aged())
    whole = sum(county.cost.values())
    relief = sum(county.payments[x.name] for x in flows.FLOWS if x.payer == "relief")
    benefits = sum(county.cost[name] for name in BENEFITS) - relief
    now, growth, k = county.county, float(county.county["growth"][0]), county.number % 4
    assert now[f"benefits_{k}"][0] * growth == pytest.approx(benefits)
    paid = county.funded.programmes.paid
    programmes = now[f"programmes_{k}"][0] * growth * county.strengths.policy * paid
    assert programmes + benefits + relief + county.cost["upkeep"] == pytest.approx(whole) and programmes > 0.0


# Money that comes and what is advanced


def test_the_partners_money_comes_until_its_last_quarter():
    p = Budget(partner_funds=400.0, partner_until="2022Q2")
    last = quarter_number("2022Q2")
    assert [partner_money(50.0, last + k, p) for k in (-1, 0, 1)] == [5000.0, 5000.0, 0.0]
    assert partner_money(50.0, last, p, 0.25) == 3750.0
    assert partner_money(50.0, 10**6, p._replace(partner_until="none")) == 5000.0
    county = county_store()
    county["growth"][0] = 2.0
    assert receive(county, People(100.0, 50.0), last + 1, p)[:3] == (0.5 * p.means * 100.0, 0.0, 0.0), "money grows"
    county["growth"][0], county["treasury"][0] = 1.0, 0.0
    found = receive(county, People(100.0, 50.0), last - 1, p._replace(means=40.0), Cuts(0.5, 0.25))
    assert found == (500.0, 0.0, 3750.0, 0.0, 3 * 500.0 + 3750.0) and county["treasury"][0] == 4250.0


def test_a_partner_without_a_quarter_is_refused():
    with pytest.raises(Invalid, match="partner_until"):
        tree_with(budget={"partner_until": "2022"})
    with pytest.raises(Invalid, match="is not one of a quarter such as 2025Q4 . none"):
        tree_with(budget={"partner_until": "never"})


def test_what_the_treasury_lacks_is_advanced_and_paid_back():
    county, p = county_store(), Budget(means=40.0, partner_funds=0.0)
    county["treasury"][0] = 100.0
    assert pay(county, 1500.0, p) == 1400.0
    assert (county["treasury"][0], county["advance"][0]) == (0.0, 1400.0)
    assert receive(county, People(100.0, 0.0), 85, p).repaid == 1000.0
    assert (county["treasury"][0], county["advance"][0]) == (0.0, 400.0)
    assert receive(county, People(100.0, 0.0), 86, p).repaid == 400.0
    assert (county["treasury"][0], county["advance"][0]) == (600.0, 0.0)
    assert pay(county, 700.0, p._replace(bounded=False)) == 0.0 and county["treasury"][0] == -100.0


# In the county


@pytest.mark.parametrize("means", [0.0, 100.0, 200.0])
def test_the_treasury_never_falls_below_zero_and_an_advance_is_an_error_of_the_plan(means):
    county = lived(tree_with(budget={"means": means, "partner_funds": 0.0}), 0, aged())
    before, short = float(county.county["advance"][0]), []
    for _ in range(8):
        county.step()
        assert county.imbalance < 1e-9 and county.county["treasury"][0] >= 0.0
        row = county.accounts.rows["advance"]["county"]
        new, share = row + county.means.repaid, county.p["budget"].county_share
        assert county.county["advance"][0] == pytest.approx(before + row)
        assert new <= share * sum(county.cost.values())
        before = float(county.county["advance"][0])
        short.append(float(county.county["programmes_funded"][0]))
        if means == 0.0:
            assert short[-1] == pytest.approx(1.0 - share) and new == 0.0, "who has nothing promises nothing"
    assert min(short) < 1.0


def test_a_county_with_enough_money_lives_as_one_without_bounds():
    rich = {"budget": {"means": 1e5}}
    one = lived(tree_with(**rich), 5, aged())
    other = lived(tree_with(budget={"means": 1e5, "bounded": False}), 5, aged())
    assert differences(one, other) == [] and one.county["programmes_funded"][0] == 1.0


def test_a_shortage_reaches_posts_grants_and_repairs():
    """All programmes run at the same share, and the county pays no more of them than it has."""
    start = aged()
    start.villages["road"][:] = 0.2
    rich = lived(tree_with(budget={"means": 1e5}), 3, start.copy())
    poor = lived(tree_with(budget={"means": 0.0, "partner_funds": 0.0}), 3, start)
    for county in (rich, poor):
        county.step()  # a fourth quarter
    assert poor.funded.programmes.paid == pytest.approx(0.7)
    assert (poor.villages["posts"] - poor.own_posts).sum() < (rich.villages["posts"] - rich.own_posts).sum()
    for name in ("grant", "share_grant"):
        ratio = flow(poor, name).sum() / flow(rich, name).sum()
        assert 0.5 < ratio < 0.9, name
    assert poor.upkeep.repairs.sum() == pytest.approx(0.7 * repairs_planned(poor)) and repairs_planned(poor) == (
        infrastructure.budget(poor.villages.n, poor.sites, poor.p["infrastructure"])
    )
    for row in ("wage_post", "grant", "repairs", "training", "aid_paid"):
        assert poor.accounts.rows[row]["county"] == 0.0 > rich.accounts.rows[row]["county"], row
    assert poor.cost["safety_net"] > 0.6 * rich.cost["safety_net"]


def test_the_county_pays_its_share_of_each_kind():
    county = lived(tree_with(budget={"means": 130.0, "partner_funds": 0.0}), 3, aged())
    county.step()
    shares = [cover.county for cover in county.funded]
    assert shares[0] == shares[1] == 0.3 > shares[2] > 0.0, "the money ends within the programmes"
    rows = (("dibao", 0), ("disability_allowance", 1), ("aid_paid", 1), ("wage_work_relief", 2), ("training", 2))
    for name, kind in rows:
        row = county.accounts.rows[name]
        public = -(row["county"] + row["higher_government"])
        assert -row["county"] == pytest.approx(shares[kind] * public) and public > 0.0, name


def test_benefits_due_by_law_are_paid_in_full():
    rich, poor = (lived(tree_with(budget={"means": means, "partner_funds": 0.0}), 1, aged()) for means in (1e5, 0.0))
    for name in ("disability_allowance", "contribution_paid"):
        assert flow(poor, name).sum() == flow(rich, name).sum() > 0.0, name
    aid = [flow(county, "premium_aid").sum() for county in (rich, poor)]
    assert aid[1] == pytest.approx(aid[0], rel=0.05), "but that help from programmes moves who enrols"


def test_partner_regions_pay_the_county():
    county = lived(tree_with(budget={"partner_funds": 1000.0, "partner_until": "2021Q1"}), 1, aged())
    row = county.accounts.rows["partner_funds"]
    h = county.households
    ex_poor = (h["children"] + h["adults"] + h["elders"])[h["ex_poor"] != 0].sum()
    assert (
        row["county"]
        == -row["partner_regions"]
        == pytest.approx(250.0 * county.county["growth"][0] * ex_poor, rel=0.02)
        and county.imbalance < 1e-9
    )
    county.step()
    assert county.accounts.rows["partner_funds"]["county"] == 0.0 and county.imbalance < 1e-9


# Fractions of a post


@given(st.integers(0, 8), st.floats(0, 1), st.floats(0, 1))
def test_a_fraction_of_a_post_is_one_more_in_that_share_of_the_villages(whole, some, more):
    villages, start = Store(VILLAGE_KIND, 400), key(1, 0, 0)
    less, most = sorted((some, more))
    few, many = (posts_open(villages, whole + share, start) for share in (less, most))
    assert (few <= many).all() and few.min() >= whole and many.max() <= whole + 1
    spread = np.sqrt(most * (1 - most) / 400)
    assert abs((many - whole).mean() - most) <= 5 * spread + 0.01
    assert (posts_open(villages, float(whole), start) == whole).all()
