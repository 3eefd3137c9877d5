"""Co-operatives and enterprises: floor prices, dividends, jobs; a failure takes along what hangs on it, and only that."""

import numpy as np
import pytest
from counties import LUCK, aged, flow, lived, tree_with
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.collectives.cooperatives import Cooperatives, Members, cooperatives_pass, day_wages, offer, terms
from sim.collectives.enterprises import Enterprises, enterprises_pass, next_jobs, normal_margin, opens
from sim.collectives.share_funds import Conditions, ShareFunds
from sim.compiled import plain
from sim.draws import ENTERPRISE, key
from sim.forced_failures import Forced, forced_failures, links
from sim.processes.linkage import Linkage
from sim.processes.marketing import order_price
from sim.shocks import Shocks
from sim.spec import quarter_name
from sim.state import forms
from sim.state.collective import ENTERPRISE_KIND
from sim.state.households import HOUSEHOLD
from sim.state.store import Store

NOW = key(LUCK.seed, 0, 86)
prices = st.floats(0.01, 10.0)


@given(prices, st.floats(0.0, 1.5))
def test_an_order_pays_the_market_price_or_the_floor_whichever_is_higher(market, floor):
    assert plain(order_price)(market, floor) == max(market, floor)


@pytest.mark.parametrize("own", [0.0, 0.6, 1.4])
def test_households_are_paid_what_their_cooperative_pays(own):
    """Price of each delivery under order, and the sum over members, against the books of the co-operative."""
    losses, kept = {"loss_after_harvest": 0.1, "loss_without_roads": 0.1}, 0.9
    county = lived(
        tree_with(
            cooperatives={"own_floor": own, "failure_rate": 0.0},
            prices={"others": 0.4, "tobacco": 0.4},
            farming=losses,
            outlets={"enabled": False},
            share_funds={"leverage": 10.0, "hollow": 0.0},
        ),
        3,
        aged(),
    )
    ordered, paid, member = flow(county, "ordered"), flow(county, "sales_order"), county.households["cooperative"]
    sold = ordered > 0.0
    market = county.products["price"][county.households["product"]]
    floor = max(own, 0.85)  # industry support lifts the floor to 0.85
    assert sold.any()
    np.testing.assert_allclose((paid[sold] / ordered[sold]), np.maximum(market[sold], floor), rtol=1e-12)
    rest = (flow(county, "output") - flow(county, "own_use") - ordered) * kept
    np.testing.assert_allclose(flow(county, "sales_market"), rest * market, rtol=1e-12)
    honoured = county.cooperatives["honoured"][member[sold]]
    assert (honoured == 1.0).all(), "all of them could pay"
    by_firm = np.bincount(member[sold], weights=paid[sold], minlength=county.cooperatives.n)
    np.testing.assert_allclose(by_firm, county.trade.bought, rtol=1e-12)


def test_no_orders_where_the_cooperative_or_its_buyer_has_failed():
    start = aged()
    coops, firms = start.cooperatives, start.enterprises
    firms["alive"][:] = 1
    coops["alive"][:] = 1
    coops["buyer"][:] = [0, 1, -1, 0, 1, -1]
    firms["alive"][0] = coops["alive"][5] = 0
    coops["forms"][:], coops["shell"][:] = forms.ORDERS, 0
    terms(coops, firms, 0.9, 0.5, Cooperatives(own_floor=0.5), Linkage())
    assert coops["floor"].tolist() == [0.0, 0.7, 0.7, 0.0, 0.7, 0.0]
    terms(coops, firms, 0.3, 1.0, Cooperatives(own_floor=0.5), Linkage())
    assert coops["floor"][1] == 0.5, "support never lowers a floor"
    coops["forms"][1], coops["shell"][2] = forms.RENT, 1
    terms(coops, firms, 0.9, 0.5, Cooperatives(own_floor=0.5), Linkage())
    assert coops["floor"].tolist() == [0.0, 0.0, 0.0, 0.0, 0.7, 0.0], "only where orders are offered, and not by shells"
    assert coops["offered"].tolist() == [forms.ORDERS, forms.RENT, 0, forms.ORDERS, forms.ORDERS, 0]
    terms(coops, firms, 0.9, 0.5, Cooperatives(own_floor=0.5), Linkage(enabled=False))
    assert coops["floor"].tolist() == [0.0, 0.7, 0.0, 0.0, 0.7, 0.0] and not coops["offered"].any()


FAILING = {"cooperatives": {"failure_rate": 0.5, "entry_rate": 1.0},
           "enterprises": {"failure_rate": 0.5, "workshop_failure_rate": 0.5, "entry_rate": 1.0}}  # fmt: skip


def test_a_failed_node_pays_nobody_afterwards():
    county, failures, revivals = lived(tree_with(**FAILING), 0, aged(), first=80), 0, 0
    for _ in range(16):
        dead = {name: getattr(county, name)["alive"] == 0 for name in ("cooperatives", "enterprises")}
        county.step()
        for name, books in (("cooperatives", county.trade), ("enterprises", county.operation)):
            store = getattr(county, name)
            stayed_dead, failed = dead[name] & (store["alive"] == 0), store["failed_at"] == county.number
            stayed_dead &= ~failed
            paid = (books.bought if name == "cooperatives" else books.wages) + books.settled.planned
            assert (paid[stayed_dead] == 0.0).all()
            assert (books.settled.planned[failed] == 0.0).all() and (store["principal"][failed] == 0.0).all()
            assert (store["cash"][store["alive"] == 0] == 0.0).all() and not store["dividend_rate"][stayed_dead].any()
            if name == "cooperatives":
                ended = store["alive"] == 0
                assert not any(
                    store[column][ended].any() for column in ("day_wage", "rent_paid", "stock", "debt", "capital")
                )
            failures += int(failed.sum())
            revivals += int((dead[name] & (store["alive"] != 0)).sum())
        h = county.households
        for link, names in (("cooperative", "cooperatives"), ("enterprise", "enterprises")):
            linked = h[link] >= 0
            gone = getattr(county, names)["alive"][h[link][linked]] == 0
            assert (
                not flow(county, f"dividend_{link}")[linked][gone].any() and not h[f"{link}_shares"][linked][gone].any()
            )
            for name, bound in (("wage_cooperative", "cooperative"), ("rent_cooperative", "cooperative")):
                earns = flow(county, name) > 0.0
                assert (county.cooperatives["alive"][h[bound][earns]] != 0).all()
        assert county.imbalance < 1e-12
    assert failures > 10 and revivals > 3


def test_the_places_of_failed_firms_are_taken_once_all_links_are_cut():
    store = aged().enterprises
    store["alive"][:] = 0
    store["failed_at"][:] = NOW.quarter - 1
    assert not opens(store, NOW, ENTERPRISE, 50.0).any(), "its workers leave a quarter after the failure"
    store["failed_at"][:] = NOW.quarter - 2
    assert not opens(store, NOW, ENTERPRISE, 0.0).any()
    assert opens(store, NOW, ENTERPRISE, 50.0).all()
    store["alive"][0] = 1
    assert not opens(store, NOW, ENTERPRISE, 50.0)[0]


CALM = {"failure_rate": 0.0, "margin_spread": 0.0}


def conditions(price, supply=1.0, growth=1.0, scale=1.0, reviewed=0.0):
    return Conditions(np.asarray(price, dtype=np.float64), growth, supply, scale, reviewed)


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_value_added_follows_the_price_of_the_product_by_its_share(share):
    firms, price = aged().enterprises, aged().products["price"]
    firms["alive"][:] = 1
    p = Enterprises(mark_up=2.0, margin_spread=0.0, price_share=share)
    nothing = np.zeros(firms.n)
    books = enterprises_pass(
        firms, np.full(firms.n, 100.0), 18000.0, nothing, conditions(price), (-1,), NOW, p, ShareFunds()
    )
    np.testing.assert_allclose(books.revenue, 200.0 * (1.0 + share * (price[firms["product"]] - 1.0)))


def test_a_review_of_risks_lets_fewer_of_the_leading_firms_fail_and_no_more_workshops_live():
    """At 0.5 of the hazard, by the same draws: those that fail are among those that fail without a review."""
    gone = {}
    for reviewed in (0.0, 0.5, 1.0):
        firms = Store(ENTERPRISE_KIND, 4000)
        firms["alive"][:], firms["quality"][:], firms["capital"][:] = 1, 0.5, 1e5
        firms["jobs"][:], firms["filled"][:], firms["workshop"][:] = 10, 10, np.arange(4000) % 2
        p = Enterprises(failure_rate=0.4, workshop_failure_rate=0.4, margin_spread=0.0, overhead=0.0, cleanup_rate=0.0)
        nothing, now = np.zeros(4000), conditions([1.0], reviewed=reviewed)
        enterprises_pass(firms, nothing, 0.0, nothing, now, (), NOW, p, ShareFunds())
        gone[reviewed] = firms["alive"] == 0
    leading = np.arange(4000) % 2 == 0
    assert all((gone[x][~leading] == gone[0.0][~leading]).all() for x in gone) and not gone[1.0][leading].any()
    assert (gone[0.5] <= gone[0.0]).all()
    for reviewed in (0.0, 0.5):
        chance = 1.0 - np.exp(-0.25 * 0.4 * (1.0 - reviewed))
        assert gone[reviewed][leading].mean() == pytest.approx(chance, abs=4 * np.sqrt(chance / 2000))


def test_a_review_of_risks_lets_fewer_cooperatives_fail():
    gone = [sound(cash=1e6), sound(cash=1e6), sound(cash=1e6)]
    p = Cooperatives(**CALM | {"failure_rate": 4.0}, overhead=0.0)
    for store, reviewed in zip(gone, (0.0, 0.9, 1.0), strict=True):
        trade_of(store, 0.0, p=p, reviewed=reviewed)
    dead = [(store["alive"] == 0) for store in gone]
    assert (dead[1] <= dead[0]).all() and dead[1].sum() < dead[0].sum() and not dead[2].any()


def test_reviews_are_paid_by_the_public_for_each_living_firm():
    values = {"risk_review": 0.1, "review_cost": 4000.0}
    county = lived(tree_with(levers__industry_support=values, transition={"enabled": False}), 1, aged())
    many = (county.cooperatives["alive"] != 0).sum()
    many += ((county.enterprises["alive"] != 0) & (county.enterprises["workshop"] == 0)).sum()
    assert county.county_payments["risk_reviews"] == pytest.approx(1000.0 * many) and many > 0
    assert county.accounts.rows["risk_reviews"]["outside"] == county.county_payments["risk_reviews"]
    none = lived(tree_with(levers__industry_support=values | {"risk_review": 0.0}), 1, aged())
    assert none.county_payments["risk_reviews"] == 0.0


def test_a_processor_pays_cooperatives_first_and_in_full_unless_it_ends():
    firms = aged().enterprises
    firms["alive"][:] = 1
    firms["capital"][:], firms["cash"][:], firms["principal"][:] = 1000.0, 0.0, 0.0
    firms["quality"][:] = 0.5
    p = Enterprises(
        **CALM, workshop_failure_rate=0.0, processing_margin=0.1, overhead=0.0, owner_capital=0.0, cleanup_rate=0.0
    )
    asked, nobody = np.full(firms.n, 100.0), np.zeros(firms.n)
    asked[1] = 0.0
    books = enterprises_pass(
        firms, nobody, 0.0, asked, conditions(aged().products["price"]), (-1,), NOW, p, ShareFunds()
    )
    assert books.purchases.tolist() == asked.tolist() and (firms["honoured"] == 1.0).all()
    assert books.revenue[0] == pytest.approx(110.0)
    firms["capital"][:], firms["cash"][:], firms["debt"][:] = 10.0, -105.0, 0.0
    books = enterprises_pass(
        firms, nobody, 0.0, asked, conditions(aged().products["price"]), (0,), NOW, p, ShareFunds(salvage=0.5)
    )
    assert (
        firms["alive"][0] == 0
        and books.purchases[0] == pytest.approx(10.4)
        and firms["honoured"][0] == pytest.approx(0.104)
    )


def test_cooperatives_lose_what_their_buyer_does_not_pay():
    county = lived(tree_with(cooperatives={"failure_rate": 0.0}), 1, aged())
    county.enterprises["alive"][:], county.cooperatives["alive"][:] = 1, 1
    firm = 0
    county.cooperatives["buyer"][:] = firm
    for name in ("capital", "debt"):
        county.enterprises[name][firm] = 0.0
    county.enterprises["cash"][firm] = -1e7
    county.stocks = county.money_stocks()
    county.step()
    sellers = county.goods.buyer == firm
    asked = (county.goods.sold * county.goods.worth)[sellers]
    assert county.enterprises["alive"][firm] == 0 and county.enterprises["honoured"][firm] == 0.0
    assert (asked > 0.0).any() and (county.trade.resold[sellers] == 0.0).all() and county.imbalance < 1e-12


@pytest.mark.parametrize(("margin", "jobs"), [(0.1, 50), (0.6, 60), (-0.4, 40), (9.0, 60), (-9.0, 40)])
def test_jobs_follow_the_margin_within_bounds(margin, jobs):
    p = Enterprises(growth=0.4, largest_change=0.2)
    assert next_jobs(np.array([50.0]), np.array([margin]), 0.1, np.array([0.5]), p).tolist() == [jobs]
    assert next_jobs(np.array([1.0]), np.array([-9.0]), 0.1, np.array([0.0]), p).tolist() == [1]


def test_the_normal_margin_is_that_of_a_full_workforce():
    assert normal_margin(Enterprises(mark_up=1.3, overhead=0.2)) == pytest.approx(0.1)


def trade_of(store, ordered, price=1.0, free=0, wage=1000.0, quarter=NOW, p=None, q=None, r=None, **more):
    """A quarter of co-operatives that sell on the open market; ``more``: paid_in, fees, forced."""
    n = store.n
    p, q, r = p or Cooperatives(**CALM, overhead=0.0), q or Linkage(), r or ShareFunds()
    now = conditions(np.full(int(store["product"].max()) + 1, price), reviewed=more.get("reviewed", 0.0))
    amounts = np.full(n, float(ordered))
    goods = offer(store, np.zeros(0, dtype=bool), amounts, now.price, now.growth, quarter, p)
    members = Members(np.full(n, free), wage, np.full(n, more.get("paid_in", 0.0)), np.full(n, more.get("fees", 0.0)))
    return goods, cooperatives_pass(
        store, amounts, goods, np.zeros(n), members, now, more.get("forced", ()), quarter, p, q, r
    )


def sound(**columns):
    store = aged().cooperatives
    store["alive"][:], store["shell"][:], store["dishonest"][:], store["buyer"][:] = 1, 0, 0, -1
    store["quality"][:], store["capital"][:], store["principal"][:], store["debt"][:] = 0.5, 10000.0, 10000.0, 0.0
    for name in ("cash", "stock", "store", "rent_paid", "eaten"):
        store[name][:] = 0.0
    for name, value in columns.items():
        store[name][:] = value
    return store


def test_a_floor_above_the_market_costs_the_cooperative_and_not_the_member():
    cheap, dear = sound(floor=0.0), sound(floor=0.9)
    bought = [trade_of(store, 5000.0, price=0.5)[1].bought[0] for store in (cheap, dear)]
    assert bought == pytest.approx([2500.0, 4500.0])
    assert dear["debt"][0] > cheap["debt"][0] == 0.0, "the difference is borrowed"


@given(st.floats(0.0, 1e5), st.floats(0.0, 1e5), st.floats(0.0, 1e5), st.sampled_from([84, 85, 86, 87]))
@settings(max_examples=50)
def test_what_is_delivered_is_stored_sold_or_spoilt(ordered, stock, size, quarter):
    store = sound(stock=min(stock, size), store=size)
    before = store["stock"].copy()
    goods, _ = trade_of(store, ordered, quarter=key(LUCK.seed, 0, quarter), q=Linkage())
    np.testing.assert_allclose(
        ordered + before,
        goods.sold
        + goods.spoiled
        + np.where(store["alive"] != 0, store["stock"], 0.0)
        + np.where(store["alive"] != 0, 0.0, before - goods.spoiled + goods.stored - goods.released),
        atol=1e-6,
    )
    assert (store["stock"] <= size + 1e-6).all() and (goods.stored <= 0.5 * ordered + 1e-9).all()
    if quarter % 4 == 1:
        assert (store["stock"] <= 1e-9).all(), "empty before the next harvest"


def test_day_work_is_shared_by_the_members_with_a_free_hand_and_ends_with_the_cooperative():
    store = sound(offered=forms.WORK, capital=1e6)
    p = Linkage(jobs_for_capital=5.0, longest_work=0.5)
    assert day_wages(store, np.full(store.n, 20), 3000.0, p)[0] == pytest.approx(5.0 / 20 * 3000.0)
    assert day_wages(store, np.full(store.n, 5), 3000.0, p)[0] == pytest.approx(0.5 * 3000.0), (
        "at most half of full time"
    )
    store["alive"][:] = 0
    assert not day_wages(store, np.full(store.n, 20), 3000.0, p).any()
    assert not day_wages(sound(offered=forms.RENT), np.full(store.n, 20), 3000.0, p).any()


def test_own_money_that_members_pay_in_is_owed_to_them():
    store = sound()
    trade_of(store, 0.0, paid_in=500.0)
    assert (store["principal"] == 10500.0).all()


def test_members_without_labour_power_get_the_trustees_rate():
    r = ShareFunds(guaranteed_dividend=0.04, trustee_return=0.06)
    store = sound(offered=forms.TRUSTEE, cash=5000.0)
    trade_of(store, 0.0, r=r)
    np.testing.assert_allclose(store["trustee_rate"], 1.5 * store["dividend_rate"])
    plain = sound(cash=5000.0, offered=0)
    trade_of(plain, 0.0, r=r)
    assert (plain["trustee_rate"] == plain["dividend_rate"]).all() and plain["dividend_rate"][0] == pytest.approx(0.01)


@settings(max_examples=20)
@given(st.lists(st.tuples(*[st.integers(-1, 3)] * 2), max_size=30))
def test_the_reach_of_an_enterprise_is_the_households_with_a_job_or_shares(rows):
    """Each household once."""
    store = Store(HOUSEHOLD, len(rows))
    store["employer"][:], store["enterprise"][:] = zip(*rows, strict=True) if rows else ([],) * 2
    assert links(store, 4).tolist() == [sum(firm in pair for pair in rows) for firm in range(4)]


def test_nothing_is_forced_without_a_date_or_in_another_quarter():
    start = aged()

    def forced(p):
        return forced_failures(86, start.households, start.cooperatives, start.enterprises, p)

    assert forced(Shocks()) == forced(Shocks("2021Q4")) == Forced(-1, -1)
    start.enterprises["alive"][:] = 1
    largest = int(np.argmax(links(start.households, start.enterprises.n)))
    assert forced(Shocks("2021Q3")) == Forced(largest, -1)
    start.enterprises["alive"][largest] = 0
    assert forced(Shocks("2021Q3")).enterprise != largest


# A pair of counties under the same luck; in one the enterprise with most linked households fails in 2021Q2.
FAILS = 85
SAFE = {"cooperatives": {"failure_rate": 0.0}, "enterprises": {"failure_rate": 0.0, "workshop_failure_rate": 0.0, "cleanup_rate": 0.0},
        "share_funds": {"hollow": 0.0, "audit_detects": 0.0}, "banks": {"enabled": False},
        "motivation": {"enabled": False}}  # else effort answers to the help that the failure brings  # fmt: skip


@pytest.fixture(scope="module")
def pair():
    """Both counties after the quarter of the failure, and what hung on the enterprise in it."""
    start = aged()
    start.enterprises["alive"][:] = 1
    start.cooperatives["alive"][:] = 1
    spared = lived(tree_with(**SAFE), 1, start.copy())
    struck = lived(tree_with(**SAFE, shocks={"largest_enterprise_fails": quarter_name(FAILS)}), 1, start)
    for county in (spared, struck):
        county.step()
    (firm,) = np.flatnonzero(struck.enterprises["failed_at"] == FAILS)
    for county in (spared, struck):
        county.cooperatives["buyer"][:] = np.where(np.arange(county.cooperatives.n) < 3, firm, -1)
    h = spared.households
    lines = {
        "firm": int(firm),
        "members": np.isin(h["cooperative"], np.flatnonzero(spared.cooperatives["buyer"] == firm)),
        "jobs": (h["employed"] > 0) & (h["employer"] == firm),
        "shares": h["enterprise"] == firm,
        "orders": np.isin(h["cooperative"], np.flatnonzero(spared.cooperatives["buyer"] == firm)),
        "township": spared.villages["township"][h["village"]] == spared.villages["township"][spared.enterprises["village"][firm]],
    }  # fmt: skip
    return spared, struck, int(firm), lines


def test_the_enterprise_with_most_linked_households_fails(pair):
    spared, struck, firm, lines = pair
    assert spared.enterprises["alive"][firm] == 1 and struck.enterprises["alive"][firm] == 0
    reach = links(spared.households, spared.enterprises.n)
    assert reach[firm] == reach.max() and lines["jobs"].any() and lines["shares"].any()
    others = np.arange(spared.enterprises.n) != firm
    assert (spared.enterprises["alive"][others] == struck.enterprises["alive"][others]).all()


def test_in_its_quarter_a_failure_takes_dividends_and_shares_from_its_shareholders_alone(pair):
    spared, struck, _, lines = pair
    assert (flow(spared, "wage_enterprise") == flow(struck, "wage_enterprise")).all(), "the quarter's wages are paid"
    lost = flow(struck, "share_lost")
    back, held = flow(struck, "share_recovered"), spared.households["enterprise_shares"]
    assert (((lost + back) > 0.0) == lines["shares"]).all()
    np.testing.assert_allclose((lost + back)[lines["shares"]], held[lines["shares"]])
    np.testing.assert_allclose(
        back[lines["shares"]], struck.enterprises["recovery"][lines["firm"]] * held[lines["shares"]]
    )
    for name in (
        "dividend_enterprise",
        "dividend_cooperative",
        "sales_order",
        "sales_market",
        "wage_migrant",
        "wage_local",
    ):
        changed = flow(spared, name) != flow(struck, name)
        assert not changed.any() if name != "dividend_enterprise" else not (changed & ~lines["shares"]).any(), name


def test_in_the_next_quarter_exactly_the_lines_that_hang_on_it_are_gone(pair):
    spared, struck, firm, lines = pair
    spared.step()
    struck.step()
    assert (spared.households.id == struck.households.id).all()
    with_it, without = spared.households, struck.households
    # Jobs: everybody of this firm is out of it, everybody else with a line of before still has it.
    assert not ((without["employed"] > 0) & (without["employer"] == firm)).any()
    kept = (with_it["employed"] > 0) & (with_it["employer"] != firm) & ~lines["township"]
    assert kept.any() and (without["employer"][kept] == with_it["employer"][kept]).all()
    changed = flow(spared, "wage_enterprise") != flow(struck, "wage_enterprise")
    assert not (changed & ~lines["jobs"] & ~lines["township"]).any(), (
        "only its workers, and applicants for its free jobs"
    )
    gone = lines["jobs"] & (flow(spared, "wage_enterprise") > 0.0)
    assert gone.any() and (flow(struck, "wage_enterprise")[gone] == 0.0).all()
    # Shares: its dividends are gone, nobody else's are touched.
    changed = flow(spared, "dividend_enterprise") != flow(struck, "dividend_enterprise")
    assert (changed == (lines["shares"] & (flow(spared, "dividend_enterprise") > 0.0))).all() and changed.any()
    assert (flow(struck, "dividend_enterprise")[changed] == 0.0).all()
    # Orders: none through co-operatives that sell to it, all others as before.
    changed = flow(spared, "ordered") != flow(struck, "ordered")
    assert (flow(struck, "ordered")[lines["orders"]] == 0.0).all() and (
        flow(spared, "ordered")[lines["orders"]] > 0.0
    ).any()
    assert not (changed & ~lines["orders"] & ~lines["jobs"] & ~lines["township"]).any()
    # A worker who is back on the farm harvests more, and so does who took or left a free job: their co-operatives may earn more.
    back = np.unique(with_it["cooperative"][lines["jobs"] | lines["township"]])
    changed = flow(spared, "dividend_cooperative") != flow(struck, "dividend_cooperative")
    touched = lines["members"] | np.isin(with_it["cooperative"], back[back >= 0])
    assert not touched.all() and not (changed & ~touched).any(), (
        "only of co-operatives that sell to it or have such members"
    )
    assert (flow(spared, "distribution") == flow(struck, "distribution")).all()
