"""The quarter's books: sums over links and villages, the transactions matrix, what the treasury pays."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.accounts import Accounts
from sim.collectives import infrastructure
from sim.collectives.local_markets import nearby_of_arrived
from sim.government import budget
from sim.measures.sums import summed, summed_less, total, totals
from sim.record.payments import link_payments
from sim.state import channels, flows
from sim.state.people import entitled_by_village, granted_support

if TYPE_CHECKING:
    from sim.collectives.settlement import Settled
    from sim.county import County

Floats = NDArray[np.float64]


def by_link(c: County, link: str, *names: str) -> Floats:
    """Flows summed over the households linked to each co-operative or enterprise, in row order, shape (flows, firms)."""
    store = c.cooperatives if link == "cooperative" else c.enterprises
    columns = np.array([flows.FLOW.row(name) for name in names])
    return link_payments(c.households[link], c.frame.touched, c.frame.flow, columns, store.n)


def by_village(c: County, name: str) -> Floats:
    """A flow of this quarter summed by village, in row order; known from the end of phase 6 on."""
    return c.village_flows[flows.FLOW.row(name)]


def entitled_persons(c: County) -> Floats:
    """Persons of ex-poor and monitored households by village."""
    return persons_by_village(c, c.households["entitlement"])


def persons_by_village(c: County, chosen: NDArray[np.int8]) -> Floats:
    """Persons of the households where ``chosen`` is above zero, by village."""
    h = c.households
    return entitled_by_village(h["village"], chosen, h["children"], h["adults"], h["elders"], c.villages.n)


def supply(c: County) -> Floats:
    """Farm output that is not eaten at home, at expected prices by product, CNY2020/quarter."""
    return summed_less(c.households["product"], c.flow("output"), c.flow("own_use"), c.products.n)


def worth_at_market(c: County) -> Floats:
    """Worth at the farm gate of what goes to market, by village, at expected prices; before prices are known (phase 5)."""
    return summed(c.households["village"], c.flow("sales_market"), c.villages.n)


class Disposal(NamedTuple):
    """Where a quarter's harvest went, by product, at expected prices, CNY2020/quarter; the first is the sum of the others."""

    output: Floats
    eaten: Floats
    ordered: Floats
    lost: Floats  # on the way to the market
    unsold: Floats
    nearby: Floats  # sold on markets of the township
    sold: Floats  # on other markets


def disposal(c: County) -> Disposal:
    """What became of the harvest of the quarter just lived; what was sold is read from what it brought."""
    product, village, n = c.households["product"], c.households["village"], c.products.n
    output, eaten, ordered = (c.flow(name) for name in ("output", "own_use", "ordered"))
    kept, share = c.villages["kept"][village], c.products["sold_share"][product]
    arrived = (output - eaten - ordered) * kept
    receipts = share + c.channel[channels.LISTED] * c.products["assisted_premium"][product]
    worth = c.products["price"][product] * c.villages["farm_gate"][village] * receipts  # of all that has left the farm
    left = np.where(worth > 0.0, c.flow("sales_market") / np.where(worth > 0.0, worth, 1.0), 0.0)
    sold, near = left * kept * share, nearby_of_arrived(c.villages, c.p["outlets"])[village]
    lost = output - eaten - ordered - arrived
    parts = (output, eaten, ordered, lost, arrived * (1.0 - share), near * sold, (1.0 - near) * sold)
    return Disposal(*(summed(product, part, n) for part in parts))


def put_into_store(c: County) -> Floats:
    """What co-operatives put into cold stores less what they took out of them this quarter, by product, at expected prices."""
    if c.goods is None:
        return np.zeros(c.products.n)
    return summed(c.cooperatives["product"], c.goods.stored - c.goods.released, c.products.n)


def give_up_estates(c: County) -> None:
    """Receivers write off the shares of households that dissolved this quarter."""
    for link, store in (("cooperative", c.cooperatives), ("enterprise", c.enterprises)):
        (given,) = by_link(c, link, f"estate_{link}")
        store["principal"][:] = np.maximum(store["principal"] - given, 0.0)


def receive_share_grants(c: County) -> None:
    """Book grants turned into shares as principal of their receivers, who buy productive assets with the money."""
    rows, grant = c.rare_flow("share_grant")
    cooperative, enterprise = c.households["cooperative"][rows], c.households["enterprise"][rows]
    to_enterprise = np.where(cooperative >= 0, 0.0, grant)
    for link, store, receiver, amounts in (
        ("cooperative", c.cooperatives, cooperative, grant),
        ("enterprise", c.enterprises, enterprise, to_enterprise),
    ):
        got = summed(receiver, amounts, store.n)
        store["principal"][:] = store["principal"] + got
        store["capital"][:] = store["capital"] + got
        c.flow_sums[f"share_grant_{link}"] = total(got)


def settle_with_members(c: County) -> None:
    """Co-operatives and enterprises pay the dividends, rent, days of work and principal that households got.

    Those that have ended have paid out all that they had: what rounding leaves goes with them.
    """
    for link, store in (("cooperative", c.cooperatives), ("enterprise", c.enterprises)):
        further = ("rent_cooperative", "wage_cooperative") if link == "cooperative" else ()
        paid = by_link(c, link, f"dividend_{link}", *further)
        cash = store["cash"]
        for amounts in paid:
            cash = cash - amounts
        if link == "cooperative":
            store["rent_paid"][:] = paid[1]
        store["cash"][:] = np.where(store["alive"] != 0, cash, 0.0)


def receive_loans_passed_on(c: County) -> None:
    """Enterprises take up household loans that were passed on to them, and pay returns and principal."""
    names = ("passed_on", "loan_return", "passed_back")
    if any(by_village(c, name).any() for name in names):
        got, gain, back = by_link(c, "enterprise", *names)
        c.enterprises["cash"][:] = c.enterprises["cash"] + got - gain - back


def anti_return_premium(c: County) -> float:
    """Premium of a quarter for all entitled persons, by the share of cover that the county buys, CNY2020."""
    share, p = float(c.county["anti_return"][0]), c.p["anti_return_insurance"]
    return 0.25 * p.premium * share * total(entitled_persons(c)) if share > 0.0 else 0.0


def planned_support(c: County) -> float:
    """Cash support granted for this quarter, CNY2020."""
    h = c.households
    return granted_support(h["dibao"], h["tekun"], h["dibao_amount"], h["relief_due"])


def close(c: County) -> None:
    """Phase 9: sum the villages' flows, pay out of the treasury, check the matrix, record."""
    paid = totals(c.village_flows[flows.FIRST_PAYMENT :]).tolist()
    c.payments = {x.name: amount for x, amount in zip(flows.FLOWS[flows.FIRST_PAYMENT :], paid, strict=True)}
    c.county_payments = {
        "training": c.p["levers.employment_transfer"].training_cost * c.flow_sums["trained"],
        "repairs": total(c.upkeep.repairs) if c.upkeep is not None else 0.0,
        "collective_support": total(c.upkeep.support) if c.upkeep is not None else 0.0,
        "anti_return_premium": anti_return_premium(c),
        "site_services": c.flow_sums["site_services"],
        "care_services": c.pools.care_cost if c.p["health"].enabled else 0.0,
        "cooperative_programme": c.pools.cooperative_cost * float((c.cooperatives["alive"] != 0).sum())
        if c.trade is not None
        else 0.0,
        **{row: c.flow_sums[row] for row in FIRM_SUPPORT},
        "assisted_outlets": c.purchases.public,
        "tourism_facilities": c.flow_sums["tourism_facilities"],
        "market_building": c.flow_sums["market_building"],
        "disease_control": c.pools.control_cost * c.villages.n,
        "irrigation": c.pools.irrigation_cost * total(c.households["land"]) if c.pools.irrigation_cost > 0.0 else 0.0,
        "branding": c.pools.brand_cost * c.products.n,
        "risk_reviews": c.pools.review_cost * reviewed_firms(c),
    }
    c.collective_posts = total(posts_paid_by_collectives(c))
    c.cost = fiscal_cost(paid_by_public(c), c.county_payments)
    remember_costs(c)
    c.accounts = matrix(c)
    stocks = c.money_stocks()
    c.imbalance = c.accounts.imbalance({name: stocks[name] - c.stocks[name] for name in stocks})
    c.stocks = stocks


def posts_paid_by_collectives(c: County) -> Floats:
    """What each village collective pays for posts this quarter (E217), CNY2020: its own posts are filled before the county's."""
    paid, own = by_village(c, "wage_post"), float(c.county["post_wage"][0]) * c.own_posts.astype(np.float64)
    return np.where(paid <= own * (1.0 + 1e-9), paid, own)  # so that rounding leaves nothing to the public


def paid_by_public(c: County) -> dict[str, float]:
    """The quarter's flows, of posts only what the public pays."""
    return {**c.payments, "wage_post": total(by_village(c, "wage_post") - posts_paid_by_collectives(c))}


def repairs_planned(c: County) -> float:
    """What the county's maintenance fund may spend in a quarter, CNY2020."""
    return infrastructure.budget(c.villages.n, c.sites, c.p["infrastructure"]) if c.p["villages"].enabled else 0.0


def remember_costs(c: County) -> None:
    """Keep what this quarter's benefits and programmes have cost: next year's plan."""
    relief = 0.0
    for flow in flows.FLOWS:
        relief += c.payments[flow.name] if flow.payer == "relief" else 0.0
    benefits, programmes = 0.0, 0.0
    for programme, amount in c.cost.items():
        if programme in BENEFITS:
            benefits += amount
        elif programme != "upkeep":  # the fund's size is known
            programmes += amount
    strength = c.strengths.policy * c.funded.programmes.paid
    budget.remember(c.county, c.number, benefits - relief, programmes, strength)


def reviewed_firms(c: County) -> float:
    """Living co-operatives and leading firms: those whose risks a review of industries looks at."""
    coops, firms = c.cooperatives, c.enterprises
    leading = (firms["alive"] != 0) & (firms["workshop"] == 0)
    return float((coops["alive"] != 0).sum() if c.trade is not None else 0) + float(
        leading.sum() if c.operation is not None else 0
    )


BENEFITS = ("safety_net", "agricultural_insurance")  # programmes of what is due by law: never cut, relief in cash aside
COUNTY_COSTS = {  # paid by the county, not to a household
    "training": "employment_transfer",
    "repairs": "upkeep",
    "collective_support": "industry_support",
    "anti_return_premium": "insurance_support",
    "site_services": "relocation_support",
    "care_services": "care_support",
    "assisted_outlets": "market_support",
    "tourism_facilities": "industry_support",
    "market_building": "market_support",
    "risk_reviews": "industry_support",
    "disease_control": "industry_support",
    "irrigation": "industry_support",
    "branding": "market_support",
    "cooperative_programme": "cooperative_support",
    "founding_grants": "cooperative_support",
    "founder_grants": "enterprise_support",
    "hiring_subsidies": "enterprise_support",
    "workshop_awards": "enterprise_support",
    "leading_awards": "enterprise_support",
}
FIRM_SUPPORT = ("founding_grants", "founder_grants", "hiring_subsidies", "workshop_awards", "leading_awards")
SELLERS = {  # who receives it, if not the outside world
    "anti_return_premium": "insurers",
    "founding_grants": "cooperatives",
    "founder_grants": "enterprises",
    "hiring_subsidies": "enterprises",
    "workshop_awards": "enterprises",
    "leading_awards": "enterprises",
}
PROGRAMMES = tuple(dict.fromkeys((*(flow.cost for flow in flows.FLOWS if flow.cost), *COUNTY_COSTS.values())))


def fiscal_cost(household: dict[str, float], county: dict[str, float]) -> dict[str, float]:
    """Public cost of a quarter by programme, CNY2020."""
    cost = dict.fromkeys(PROGRAMMES, 0.0)
    for flow in flows.FLOWS:
        if flow.cost:
            cost[flow.cost] += household[flow.name]
    for row, programme in COUNTY_COSTS.items():
        cost[programme] += county[row]
    return cost


def matrix(c: County) -> Accounts:
    """The transactions matrix of a quarter: rows as the flows declare them, then those between firms and villages."""
    a, h = Accounts(), c.payments
    to_county = 0.0
    by_public = paid_by_public(c)
    for flow in flows.FLOWS:
        if flow.payer in ("public", "relief"):
            amount, kind = by_public[flow.name], "relief" if flow.payer == "relief" else kind_of(flow.cost)
            to_county += public_row(a, c, flow.name, amount, kind, **{flow.payee: amount})
        elif flow.payer:
            a.book(flow.name, **{flow.payer: -h[flow.name], flow.payee: h[flow.name]})
    paid = h["own_paid"] + h["fund_paid"] + h["aid_paid"] + h["lever_paid"]
    a.book("medical_bills_open", health_system=paid - h["bill"])  # nobody leaves a bill open: the row must be zero
    for row, amount in c.county_payments.items():
        to_county += public_row(a, c, row, amount, kind_of(COUNTY_COSTS[row]), **{SELLERS.get(row, "outside"): amount})
    to_county += public_row(
        a, c, "share_grants", h["share_grant"], "programmes",
        cooperatives=c.flow_sums["share_grant_cooperative"], enterprises=c.flow_sums["share_grant_enterprise"],
    )  # fmt: skip
    for sector in ("cooperatives", "enterprises"):
        got = c.flow_sums[f"share_grant_{sector[:-1]}"]
        a.book("share_grants_invested", **{sector: -got, "outside": got})
    firm_rows(a, c, h)
    partners = c.purchases.assistance + c.purchases.counters
    a.book("partner_purchases", outside=partners, partner_regions=-partners)  # households' sales come from outside
    a.book("fiscal_transfer", county=c.means.received, higher_government=-c.means.received)
    a.book("unspent_means", county=-c.means.returned, higher_government=c.means.returned)
    a.book("partner_funds", county=c.means.partner, partner_regions=-c.means.partner)
    advance = budget.pay(c.county, to_county, c.p["budget"]) - c.means.repaid
    a.book("advance", county=advance, higher_government=-advance)
    return a


def kind_of(programme: str) -> str:
    """Whether a programme's cost is a benefit due by law or may be cut."""
    return "benefits" if programme in BENEFITS else "programmes"


def public_row(a: Accounts, c: County, row: str, amount: float, kind: str, **receivers: float) -> float:
    """Book what the county and higher government pay together; return the county's part, which leaves the treasury.

    ``kind`` is that of ``Funded``: relief, benefits or programmes.
    """
    cover: budget.Cover = getattr(c.funded, kind)
    part = cover.county * amount
    a.book(row, county=-part, higher_government=-(amount - part), **receivers)
    return part


def firm_rows(a: Accounts, c: County, h: dict[str, float]) -> None:
    """Rows between firms, villages, banks and the outside world; those with households are flows."""
    if c.trade is not None:
        settlement_rows(a, "cooperatives", c.trade.settled)
        within = total(c.trade.from_enterprises)
        a.book("processed_produce", cooperatives=within, enterprises=-within)
        outside = total(c.trade.resold) - within
        for row, amount in (("resale", outside), ("returns", total(c.trade.returns))):
            a.book(f"cooperatives_{row}", cooperatives=amount, outside=-amount)
        costs = total(c.trade.overhead)
        a.book("cooperatives_overhead", cooperatives=-costs, outside=costs)
    if c.operation is not None:
        settlement_rows(a, "enterprises", c.operation.settled)
        for row, made in (("sales", c.operation.revenue), ("returns", c.operation.returns)):
            a.book(f"enterprises_{row}", enterprises=total(made), outside=-total(made))
        a.book("enterprises_overhead", enterprises=-total(c.operation.overhead), outside=total(c.operation.overhead))
    for sector in ("cooperatives", "enterprises"):
        own = c.flow_sums[f"founders_of_{sector}"]
        a.book("founding", **{sector: own, "outside": -own})
    if c.upkeep is not None:
        paid = total(by_village(c, "distribution"))
        a.book("collective_distribution", households=h["distribution"], collectives=-paid)
        a.book("collective_posts", households=c.collective_posts, collectives=-c.collective_posts)
        a.book("collective_income", collectives=total(c.upkeep.income), outside=-total(c.upkeep.income))
        for spent, money in (
            ("leakage", c.upkeep.leaked), ("maintenance", c.upkeep.maintenance), ("repairs", c.upkeep.own_repairs)
        ):  # fmt: skip
            a.book(f"collective_{spent}", collectives=-total(money), outside=total(money))


def settlement_rows(a: Accounts, sector: str, s: Settled) -> None:
    """Rows of what holders of share funds pay banks, owners and sellers of assets, and get from them."""
    received = (("loans", "banks", s.borrowed), ("assets_sold", "outside", s.assets_sold))
    paid = (("interest", "banks", s.interest), ("loans_repaid", "banks", s.repaid), ("assets_bought", "outside", s.invested),
            ("profit_taken", "outside", s.taken), ("left_over", "outside", s.liquidated), ("principal_returned", "households", s.recovered))  # fmt: skip
    for row, other, amount in received:
        a.book(f"{sector}_{row}", **{sector: total(amount), other: -total(amount)})
    for row, other, amount in paid:
        a.book(f"{sector}_{row}", **{sector: -total(amount), other: total(amount)})
