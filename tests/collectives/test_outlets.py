"""Outlets buy no more than there is, premiums are what is paid, gluts are what nobody buys, and every yuan is somebody's."""

from dataclasses import replace

import numpy as np
import pytest
from counties import aged, baseline, differences, flow, lived, tree_with
from hypothesis import given
from hypothesis import strategies as st

from sim import books
from sim.collectives.outlets import Arrived, Outlets, arrivals, bought_for, outlets_pass, surplus, unsold_share
from sim.compiled import plain
from sim.levers.channels import Pools
from sim.levers.market_support import MarketSupport, left_of_assistance
from sim.processes.marketing import realised
from sim.state import channels
from sim.state.collective import PRODUCT_KIND
from sim.state.store import Store

share, amount, price = st.floats(0.0, 1.0), st.floats(0.0, 1e7), st.floats(0.05, 5.0)
LEVER = "levers__market_support"


@st.composite
def markets(draw):
    """Products, what has arrived, the surplus, and what buyers want."""
    n = draw(st.integers(1, 4))
    everybody = np.array([draw(amount) for _ in range(n)])
    listed = np.array([draw(share) for _ in range(n)]) * everybody
    products = Store(PRODUCT_KIND, n)
    products["price"][:] = [draw(price) for _ in range(n)]
    pools = Pools(
        matched=draw(share), institution_share=draw(share), institution_premium=draw(share), assistance=draw(amount),
        assistance_premium=draw(share), counters=draw(amount), counter_premium=draw(share), counter_award=draw(share),
    )  # fmt: skip
    beyond = np.array([draw(share) for _ in range(n)])
    return products, Arrived(everybody, listed, draw(st.floats(0.0, 100.0))), beyond, pools


@given(markets(), share)
def test_assistance_buys_no_more_than_is_listed_and_pays_the_premium_that_producers_get(market, brokers):
    products, arrived, beyond, pools = market
    paid = outlets_pass(products, arrived, beyond, 1.0, 1.0, pools, Outlets(brokers=brokers))
    sold, premium, worth = products["sold_share"], products["assisted_premium"], arrived.listed * products["price"]
    assert (sold >= -1e-12).all() and (sold <= 1.0).all() and (premium >= 0.0).all()
    most = max(pools.institution_premium, pools.assistance_premium, pools.counter_premium)
    assert (premium <= most * (1.0 + 1e-9)).all() and (premium[arrived.listed == 0.0] == 0.0).all()
    spent = np.array(paid[:3])
    assert (spent >= 0.0).all() and spent.sum() <= (1.0 + most) * worth.sum() * (1 + 1e-9) + 1e-6
    assert paid.assistance <= 0.25 * pools.assistance * arrived.producers * (1 + 1e-9) + 1e-9
    assert paid.counters <= 0.25 * pools.counters * (1 + 1e-9) + 1e-9
    premia = [pools.institution_premium, pools.assistance_premium, pools.counter_premium]
    gained = sum(money * g / (1.0 + g) for money, g in zip(spent, premia, strict=True))
    assert (premium * worth).sum() == pytest.approx(gained, rel=1e-9, abs=1e-6)
    dearer = paid.institutions * premia[0] / (1.0 + premia[0])
    assert paid.public == pytest.approx(dearer + pools.counter_award * paid.counters, rel=1e-9, abs=1e-9)


@given(amount, st.lists(st.tuples(amount, price), min_size=1, max_size=4), share)
def test_a_sum_buys_the_same_share_of_everything_and_is_spent_unless_nothing_is_left(money, goods, premium):
    left, at = (np.array(column) for column in zip(*goods, strict=True))
    bought = bought_for(money, left, at, premium)
    worth = (left * at).sum() * (1.0 + premium)
    assert (bought >= 0.0).all() and (bought <= left).all()
    assert (bought * at).sum() * (1.0 + premium) == pytest.approx(min(money, worth), rel=1e-9, abs=1e-9)


yuan = st.one_of(st.just(0.0), st.floats(1e-3, 1e9))


@given(yuan, yuan, st.floats(0.0, 10.0))
def test_there_is_a_surplus_only_beyond_what_the_market_takes(supply, expected, slack):
    (found,) = surplus(np.array([supply]), np.array([expected]), slack)
    assert 0.0 <= found <= 1.0
    if expected > 0.0 and supply > 0.0:
        assert found * supply == pytest.approx(max(supply - (1.0 + slack) * expected, 0.0), rel=1e-9, abs=1e-6)
    if expected == 0.0 or supply <= expected:
        assert found == 0.0


@given(share, st.floats(0.1, 1e6), share, share, share, share)
def test_matching_and_brokers_lower_what_is_unsold(beyond, market, listed, placed, matched, brokers):
    arrived = Arrived(np.array([market]), np.array([listed * market]), 1.0)
    args = np.array([beyond]), np.array([placed * listed * market]), arrived
    (alone,), (helped,) = unsold_share(*args, 0.0, 0.0), unsold_share(*args, matched, brokers)
    assert 0.0 <= helped <= alone <= beyond
    assert unsold_share(np.array([beyond]), np.zeros(1), arrived, 0.0, brokers) == pytest.approx((1 - brokers) * beyond)


def test_listed_produce_is_summed_by_product():
    channel = np.array([[0.0] * len(channels.NEUTRAL), [0.0] * len(channels.NEUTRAL)])
    channel[1, channels.LISTED] = 1.0
    product, market = np.array([0, 1, 1, 0], dtype=np.int32), np.array([1.0, 2.0, 4.0, 8.0])
    everybody, listed, producers = arrivals(product, market, np.array([0, 1, 0, 1], dtype=np.int16), channel, 3)
    assert (everybody.tolist(), listed.tolist(), producers) == ([9.0, 6.0, 0.0], [8.0, 2.0, 0.0], 2.0)


def test_without_a_glut_and_without_assistance_receipts_are_the_markets_to_the_bit():
    assert plain(realised)(1.0, 0.3, 0.0) == plain(realised)(1.0, 0.0, 1.0) == 1.0
    assert plain(realised)(0.7, 0.1, 1.0) == pytest.approx(0.8)


def test_purchases_of_assistance_fade_from_2020_on():
    assert left_of_assistance(83, 0.2) == left_of_assistance(64, 0.2) == 1.0  # 2020Q4, 2016Q1
    assert left_of_assistance(84, 0.2) == left_of_assistance(87, 0.2) == pytest.approx(0.8)
    assert left_of_assistance(104, 0.2) == pytest.approx(0.8**6) and left_of_assistance(84, 1.0) == 0.0


LAST_YEAR = {
    "markets": {"adaptation": 1.0}
}  # what is expected is what the year before has brought: half of all quarters bring more
NEUTRAL = {"slack": 100.0, "cold_coverage": 0.0, "logistics_cost": 0.0, "adoption": 0.0, "market_density": 0.0}


def test_neutral_outlets_are_no_outlets_to_the_bit():
    off = {LEVER: {"enabled": False}}
    without, neutral = (lived(tree_with(outlets=values, **off), 6, aged()) for values in ({"enabled": False}, NEUTRAL))
    assert differences(without, neutral) == []
    assert differences(without, lived(tree_with(**off), 6, aged())) != []


def glut(**more):
    """A county whose sixth quarter brings much more than the season had led one to expect."""
    county = lived(tree_with(cooperatives={"enabled": False}, **more), 5, aged())
    county.products[f"expected_supply_{(county.number + 1) % 4}"][:] *= [0.2, 5.0]
    county.step()
    return county


def test_a_glut_leaves_a_part_unsold_of_the_product_that_there_is_too_much_of():
    county = glut(outlets={"slack": 0.5}, **{LEVER: {"enabled": False}})
    unsold, less = (
        county.products["sold_share"],
        glut(outlets={"slack": 0.5, "brokers": 0.9}, **{LEVER: {"enabled": False}}),
    )
    assert 0.0 < unsold[0] < 0.95 and unsold[0] < less.products["sold_share"][0] < 1.0
    ours = county.households["product"] == 0
    kept, worth = county.villages["farm_gate"][county.households["village"]], county.products["price"]
    whole = (flow(county, "output") - flow(county, "own_use")) * kept * worth[county.households["product"]]
    np.testing.assert_allclose(flow(county, "sales_market")[ours], (whole * unsold[0])[ours], rtol=1e-12)
    matched = glut(outlets={"slack": 0.5}, **{LEVER: {"matched": 1.0, "coverage": 1.0}})
    assert matched.products["sold_share"][0] > unsold[0]


def test_there_is_no_glut_where_supply_is_as_expected_nor_where_nothing_is_expected():
    calm = {"growth": 0.2, "yield_county": 0.0, "yield_township": 0.0, "yield_village": 0.0}  # dearer is not more
    steady = tree_with(
        environment=calm, hazards={"enabled": False}, crop_choice={"enabled": False}, outlets={"slack": 0.3}
    )
    county = lived(steady, 0, aged())
    for _ in range(10):
        county.step()
        assert (county.products["sold_share"] == 1.0).all()
    assert (
        lived(tree_with(markets={"enabled": False}, outlets={"slack": 0.0}), 4, aged()).products["sold_share"] == 1.0
    ).all()


@pytest.mark.parametrize(
    "values",
    [{}, {"outlets": {"slack": 0.0, "brokers": 0.0}, LEVER: {"enabled": False}, **LAST_YEAR},
     {"outlets": {"slack": 0.0, "logistics_cost": 0.4}, LEVER: {"enabled": False}, **LAST_YEAR},
     {"farming": {"loss_without_roads": 1.0, "loss_after_harvest": 1.0}}, {"prices": {"others": 0.5, "tobacco": 0.5}}],
    ids=["baseline", "gluts", "freight", "all is lost", "prices"],
)  # fmt: skip
def test_all_that_grows_is_eaten_ordered_lost_unsold_or_sold(values):
    county, unsold = lived(tree_with(**values), 0, aged()), 0.0
    for _ in range(8):
        county.step()
        found = books.disposal(county)
        np.testing.assert_allclose(sum(found[1:]), found.output, rtol=1e-9)
        assert all((part >= -1e-9 * found.output).all() for part in found)
        np.testing.assert_allclose(found.output - found.eaten, books.supply(county), rtol=1e-12)
        unsold += found.unsold.sum()
        assert county.imbalance < 1e-9
    assert (unsold > 0.0) == ("markets" in values)


def test_market_support_pays_listed_producers_more_and_partner_regions_pay_for_it():
    values = {"coverage": 0.5, "assistance": 2000.0, "assistance_premium": 0.2, "matched": 0.0, "new_markets": 0.0}
    on, off = (lived(tree_with(**{LEVER: {**values, "enabled": e}}), 1, aged()) for e in (True, False))
    listed, more = on.channel[channels.LISTED] > 0.0, flow(on, "sales_market") - flow(off, "sales_market")
    assert (more[~listed] == 0.0).all() and more[listed].sum() > 0.0
    premia = [MarketSupport().institution_premium, 0.2, MarketSupport().window_premium]
    gained = sum(paid * g / (1.0 + g) for paid, g in zip(on.purchases[:3], premia, strict=True))
    assert more.sum() == pytest.approx(gained)
    row = on.accounts.rows["partner_purchases"]
    assert row["outside"] == -row["partner_regions"] == on.purchases.assistance + on.purchases.counters > 0.0
    assert on.cost["market_support"] == on.purchases.public > 0.0 == off.cost["market_support"]
    assert on.imbalance < 1e-9


def test_partner_regions_that_stop_buying_leave_institutions_alone():
    whole, none = (lived(tree_with(outlets={"partner_share": s}), 1, aged()) for s in (1.0, 0.0))
    assert none.purchases.assistance == none.purchases.counters == 0.0 < whole.purchases.assistance
    assert none.purchases.institutions == pytest.approx(whole.purchases.institutions)
    assert flow(none, "sales_market").sum() < flow(whole, "sales_market").sum()


def test_a_part_of_the_county_has_its_part_of_the_counters():
    products, arrived = Store(PRODUCT_KIND, 1), Arrived(np.array([1e6]), np.array([1e6]), 10.0)
    products["price"][:] = 1.0
    pools = Pools(counters=4000.0)
    for scale in (1.0, 0.25):
        paid = outlets_pass(products, arrived, np.zeros(1), 1.0, scale, replace(pools), Outlets())
        assert paid.counters == pytest.approx(1000.0 * scale)


def test_a_weaker_policy_brings_weaker_purchases():
    """Half of the policy's strength from 2021Q2 on; purchases to help have shrunk once since 2020."""
    ending = {"enabled": True, "shape": "cliff", "ends": "2021Q1", "normal_policy": 0.5}
    county, seen = lived(baseline().tree.with_values({f"transition.{k}": v for k, v in ending.items()}), 0, aged()), []
    for _ in range(2):
        county.step()
        seen.append(county.pools)
    p = MarketSupport()
    for pools, strength in zip(seen, (1.0, 0.5), strict=True):
        assert pools.assistance == pytest.approx(strength * p.assistance * (1.0 - p.support_decay))
        assert pools.counters == pytest.approx(strength * p.windows * p.window_sales)
        assert pools.institution_share == pytest.approx(strength * p.institution_share)
        assert pools.matched == pytest.approx(strength * p.matched)
    assert seen[0].assistance_premium == seen[1].assistance_premium == p.assistance_premium


def test_purchases_fade_with_the_policy():
    ending = {"enabled": True, "shape": "cliff", "ends": "2021Q2", "normal_policy": 0.0}
    county, bought = (
        lived(baseline().tree.with_values({f"transition.{k}": v for k, v in ending.items()}), 0, aged()),
        [],
    )
    for _ in range(4):
        county.step()
        bought.append(sum(county.purchases))
    assert bought[0] > 0.0 < bought[1] and bought[2] == bought[3] == 0.0


def test_brands_are_dearer_on_the_market_alone():
    """Of 100 listed of 200, institutions take 50 at 10 % more; of the other 50 the glut leaves 40, all 20 % dearer."""
    products, arrived = Store(PRODUCT_KIND, 1), Arrived(np.array([200.0]), np.array([100.0]), 1.0)
    products["price"][:] = 1.0
    usual = {"institution_share": 0.25, "institution_premium": 0.1}
    for brand in (0.0, 0.2):
        paid = outlets_pass(
            products, arrived, np.full(1, 0.45), 1.0, 1.0, Pools(**usual, brand_premium=brand), Outlets(brokers=0.0)
        )
        assert products["sold_share"][0] == pytest.approx(1.0 - (0.45 - 0.25))
        assert products["assisted_premium"][0] == pytest.approx((0.1 * 50.0 + brand * 0.8 * 50.0) / 100.0)
        assert paid.institutions == pytest.approx(55.0), "institutions pay their own premium"


def test_branding_is_paid_by_product_and_by_nobody_without_it():
    for premium, cost in ((0.0, 0.0), (0.1, 5000.0)):
        county = lived(tree_with(**{LEVER: {"brand_premium": premium, "brand_cost": 20000.0}}), 1, aged())
        assert county.county_payments["branding"] == pytest.approx(cost * county.products.n)
        assert county.imbalance < 1e-9
