"""The quarter's books: sums over links and villages, the transactions matrix, what the treasury pays."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.accounts import Accounts
from sim.measures.sums import summed, summed_by_place, total
from sim.state import flows
from sim.state.people import entitled_by_village, granted_support

if TYPE_CHECKING:
    from sim.county import County

Floats = NDArray[np.float64]
CASH_SUPPORT = ("dibao", "relief")  # what falls short when the treasury is empty


def column(c: County, name: str) -> Floats:
    """One flow column, shape (households,)."""
    return c.frame.flow[flows.FLOW.row(name), : c.households.n]


def by_link(c: County, link: str, name: str) -> Floats:
    """A flow summed over the households linked to each co-operative or enterprise, in row order."""
    store, amounts = c.cooperatives if link == "cooperative" else c.enterprises, column(c, name)
    return summed(c.households[link], amounts, store.n)


def by_village(c: County, name: str) -> Floats:
    """A flow of this quarter summed by village, in row order; known from the end of phase 6 on."""
    return c.village_flows[flows.FLOW.row(name)]


def entitled_persons(c: County) -> Floats:
    """Persons of ex-poor and monitored households by village."""
    h = c.households
    return entitled_by_village(h["village"], h["entitlement"], h["children"], h["adults"], h["elders"], c.villages.n)


def supply(c: County) -> Floats:
    """Farm output at expected prices by product, CNY2020/quarter."""
    output = summed_by_place(c.households["village"], column(c, "output"), c.villages.n)
    return summed(c.villages["product"], output, c.products.n)


def give_up_estates(c: County) -> None:
    """Receivers write off the shares of households that dissolved this quarter."""
    gone = c.without_members()
    for link, store in (("cooperative", c.cooperatives), ("enterprise", c.enterprises)):
        given = summed(c.households[link][gone], column(c, f"estate_{link}")[gone], store.n)
        store["principal"][:] = np.maximum(store["principal"] - given, 0.0)


def receive_share_grants(c: County) -> None:
    """Book grants turned into shares as principal and cash of their receivers."""
    grant = column(c, "share_grant")
    given = grant.any()
    to_enterprise = np.where(c.households["cooperative"] >= 0, 0.0, grant) if given else grant
    for link, store, amounts in (("cooperative", c.cooperatives, grant), ("enterprise", c.enterprises, to_enterprise)):
        got = summed(c.households[link], amounts, store.n) if given else np.zeros(store.n)
        store["principal"][:] = store["principal"] + got
        store["cash"][:] = store["cash"] + got
        c.flow_sums[f"share_grant_{link}"] = total(got)


def planned_support(c: County) -> float:
    """Cash support granted for this quarter, CNY2020."""
    return granted_support(c.households["dibao"], c.households["dibao_amount"], c.households["relief_due"])


def close(c: County) -> None:
    """Phase 9: sum the villages' flows, pay out of the treasury, check the matrix, record."""
    sums = c.village_flows
    household = {x.name: total(sums[i]) for i, x in enumerate(flows.FLOW.columns) if i >= flows.FIRST_PAYMENT}
    training = c.p["levers.employment_transfer"].training_cost * c.flow_sums["trained"]
    c.payments = household
    c.cost = fiscal_cost(household, training, total(c.upkeep.repairs) if c.upkeep is not None else 0.0)
    accounts = matrix(c, household, training)
    c.accounts = accounts
    stocks = c.money_stocks()
    c.imbalance = accounts.imbalance({name: stocks[name] - c.stocks[name] for name in stocks})
    c.stocks = stocks


def fiscal_cost(h: dict[str, float], training: float, repairs: float) -> dict[str, float]:
    """Public cost of a quarter by lever, CNY2020."""
    return {
        "industry_support": h["grant"] + h["share_grant"] + h["interest_subsidy"],
        "employment_transfer": h["wage_post"] + training,
        "medical_insurance": h["lever_paid"] + h["premium_subsidy"],
        "safety_net": h["dibao"] + h["relief"] + h["aid_paid"],
        "upkeep": repairs,
    }


def matrix(c: County, h: dict[str, float], training: float) -> Accounts:
    """The transactions matrix of a quarter from the books of households, co-operatives, enterprises and villages."""
    a = Accounts()
    for row in ("wage_migrant", "wage_local", "sales_market", "capital_income", "distress_sale"):
        a.book(row, households=h[row], outside=-h[row])
    for row in ("farm_cost", "consumption", "investment", "interest_informal", "estate"):
        a.book(row, households=-h[row], outside=h[row])
    a.book(
        "informal_loans",
        households=h["borrowed_informal"] - h["repaid_informal"],
        outside=h["repaid_informal"] - h["borrowed_informal"],
    )
    a.book("microcredit", households=h["borrowed"] - h["repaid"], banks=h["repaid"] - h["borrowed"])
    a.book("interest", households=-h["interest"], banks=h["interest"])
    a.book("pension", households=h["pension"], higher_government=-h["pension"])
    a.book("premium", households=-h["premium"], insurers=h["premium"])
    a.book("medical_bills", households=-h["own_paid"], insurers=-h["fund_paid"], health_system=h["bill"])
    firm_rows(a, c, h)
    public_rows(a, c, h, training)
    return a


def firm_rows(a: Accounts, c: County, h: dict[str, float]) -> None:
    """Rows between households, firms, villages and the outside world."""
    trade, operation, upkeep = c.trade, c.operation, c.upkeep
    if trade is not None:
        a.book("orders", households=h["sales_order"], cooperatives=-total(trade.bought))
        a.book("dividends_cooperatives", households=h["dividend_cooperative"], cooperatives=-total(trade.dividends))
        for row, amount in (("resale", trade.resold), ("returns", trade.returns)):
            a.book(f"cooperatives_{row}", cooperatives=total(amount), outside=-total(amount))
        for row, amount in (("overhead", trade.overhead), ("liquidation", trade.liquidated)):
            a.book(f"cooperatives_{row}", cooperatives=-total(amount), outside=total(amount))
    if operation is not None:
        a.book("wages_enterprises", households=h["wage_enterprise"], enterprises=-total(operation.wages))
        a.book("dividends_enterprises", households=h["dividend_enterprise"], enterprises=-total(operation.dividends))
        for row, amount in (("sales", operation.revenue), ("returns", operation.returns)):
            a.book(f"enterprises_{row}", enterprises=total(amount), outside=-total(amount))
        for row, amount in (("overhead", operation.overhead), ("liquidation", operation.liquidated)):
            a.book(f"enterprises_{row}", enterprises=-total(amount), outside=total(amount))
    if upkeep is not None:
        paid = total(by_village(c, "distribution"))
        a.book("collective_distribution", households=h["distribution"], collectives=-paid)
        a.book("collective_income", collectives=total(upkeep.income), outside=-total(upkeep.income))


def added(amounts: Iterable[float]) -> float:
    """Amounts added one after the other."""
    result = 0.0
    for amount in amounts:
        result += amount
    return result


def public_rows(a: Accounts, c: County, h: dict[str, float], training: float) -> None:
    """Rows that the county and higher government share; the county's part leaves the treasury."""
    share = c.p["budget"].county_share
    repairs = total(c.upkeep.repairs) if c.upkeep is not None else 0.0
    receivers: dict[str, dict[str, float]] = {
        "wage_post": {"households": h["wage_post"]},
        "dibao": {"households": h["dibao"]},
        "relief": {"households": h["relief"]},
        "premium_subsidy": {"insurers": h["premium_subsidy"]},
        "interest_subsidy": {"banks": h["interest_subsidy"]},
        "grants_in_kind": {"outside": h["grant"]},
        "share_grants": {
            "cooperatives": c.flow_sums["share_grant_cooperative"],
            "enterprises": c.flow_sums["share_grant_enterprise"],
        },
        "training": {"outside": training},
        "repairs": {"outside": repairs},
    }
    paid = {"share_grants": h["share_grant"]}
    county_total = 0.0
    for row, entry in receivers.items():
        amount = paid.get(row, added(entry.values()))
        part = c.cover.county if row in CASH_SUPPORT else share
        a.book(row, county=-part * amount, higher_government=-(1.0 - part) * amount, **entry)
        county_total += part * amount
    medical = h["aid_paid"] + h["lever_paid"]
    a.book("medical_bills", county=-share * medical, higher_government=-(1.0 - share) * medical)
    county_total += share * medical
    a.book("fiscal_transfer", county=c.means.received, higher_government=-c.means.received)
    a.book("unspent_means", county=-c.means.returned, higher_government=c.means.returned)
    c.county["treasury"][0] = c.county["treasury"][0] - county_total
