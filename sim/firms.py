"""What co-operatives, enterprises and banks do in the phases of a quarter: founded in phase 2, trade in 4, settle in 7."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim import books
from sim.collectives import banks, cooperatives, enterprises
from sim.collectives.awards import Paid, pay_awards
from sim.collectives.founding import choose_products, found_cooperatives, found_enterprises, merge
from sim.collectives.share_funds import Conditions, next_quality
from sim.forced_failures import links
from sim.government.pools import offer_jobs
from sim.measures.sums import summed, total
from sim.processes.linkage import free_members
from sim.state.people import entitled_workers

if TYPE_CHECKING:
    from sim.county import County


def prepare(c: County) -> None:
    """Phase 2: new firms open, jobs are offered, co-operatives say what they offer their members."""
    for row in (*books.FIRM_SUPPORT, "founders_of_cooperatives", "founders_of_enterprises"):
        c.flow_sums[row] = 0.0
    c.hired = np.zeros(c.enterprises.n, dtype=np.int64)
    if c.p["enterprises"].enabled:
        prepare_enterprises(c)
    else:
        enterprises.closed(c.enterprises, c.households)
    if c.p["cooperatives"].enabled:
        prepare_cooperatives(c)
    else:
        cooperatives.closed(c.cooperatives)


def prepare_enterprises(c: County) -> None:
    """New firms, jobs by last year's margin, offers to those who applied."""
    p, r, firms = c.p["enterprises"], c.p["share_funds"], c.enterprises
    if c.p["founding"].enabled:
        start = found_enterprises(firms, c.covariate, c.pools, p, r)
        c.flow_sums["founders_of_enterprises"], c.flow_sums["founder_grants"] = start
        if c.number % 4 == 0:
            enterprises.resize(firms, c.covariate, p)
    firms["quality"][:] = next_quality(firms["quality"], firms["nature"], c.pools.enterprise_gain, r)
    c.hired = offer_jobs(c.households, firms, c.villages["township"], c.pools.jobs_gain, c.luck)


def prepare_cooperatives(c: County) -> None:
    """New co-operatives, mergers and products once a year, what is offered to members."""
    p, q, r, founding, store = c.p["cooperatives"], c.p["linkage"], c.p["share_funds"], c.p["founding"], c.cooperatives
    if founding.enabled:
        start = found_cooperatives(store, c.covariate, c.pools, p.entry_rate, founding, q, r)
        c.flow_sums["founders_of_cooperatives"], c.flow_sums["founding_grants"] = start
        if c.number % 4 == 0:
            merge(store, c.villages, c.households, c.covariate, founding)
            choose_products(store, c.households, c.products.n, c.covariate, founding.turning)
    store["quality"][:] = next_quality(store["quality"], store["nature"], c.pools.cooperative_gain, r)
    cooperatives.terms(store, c.enterprises, c.pools.floor, c.pools.floor_weight, p, q)


def trade(c: County) -> None:
    """Phase 4: co-operatives collect and sell, enterprises process and pay, failures take along all that hangs on them."""
    books.give_up_estates(c)
    growth, supply = float(c.county["growth"][0]), float(c.county["credit_supply"][0])
    now = Conditions(c.products["price"], growth, supply, c.scale, c.pools.risk_review)
    with_firms, with_members = c.p["enterprises"].enabled, c.p["cooperatives"].enabled
    store, firms = c.cooperatives, c.enterprises
    asked, spared = np.zeros(firms.n), c.spared.at(c.number)
    if with_members:
        ordered, paid_in, fees = books.by_link(c, "cooperative", "ordered", "share_paid", "service_fee")
        buying = (firms["alive"] != 0) & with_firms
        c.goods = goods = cooperatives.offer(
            store, buying, ordered, now.price, now.growth, c.covariate, c.p["cooperatives"]
        )
        asked = summed(goods.buyer, goods.sold * goods.worth, firms.n)
    if with_firms:
        (paid,) = books.by_link(c, "employer", "wage_enterprise")
        full = c.p["earnings"].enterprise_wage * float(c.county["wage_level"][0])
        c.operation = enterprises.enterprises_pass(
            firms,
            paid,
            full,
            asked,
            now,
            c.forced.enterprise_rows,
            c.covariate,
            c.p["enterprises"],
            c.p["share_funds"],
            spared.enterprise,
        )
    if with_members:
        sells = np.flatnonzero(goods.buyer >= 0)
        received = np.zeros(store.n)
        received[sells] = (goods.sold * goods.worth)[sells] * firms["honoured"][goods.buyer[sells]]
        wage = 0.25 * c.p["earnings"].local_wage * float(c.county["local_wage_index"][0])
        members = cooperatives.Members(free_members(c.households.n, c.frame, store.n), wage, paid_in, fees)
        c.trade = cooperatives.cooperatives_pass(
            store, ordered, goods, received, members, now, c.forced.cooperative_rows, c.covariate,
            c.p["cooperatives"], c.p["linkage"], c.p["share_funds"], spared.cooperative,
        )  # fmt: skip


def settle(c: County) -> None:
    """Phase 7: share grants reach their receivers, members are paid out of their books, awards arrive, banks look at their losses."""
    books.receive_share_grants(c)
    books.receive_loans_passed_on(c)
    books.settle_with_members(c)
    if c.p["enterprises"].enabled:
        paid = award(c)
        c.flow_sums["hiring_subsidies"], c.flow_sums["workshop_awards"], c.flow_sums["leading_awards"] = paid
    if c.p["banks"].enabled:
        banks.lend(c.county, written_off(c), lent(c), c.p["banks"])
    else:
        banks.as_usual(c.county)


def award(c: County) -> Paid:
    """What enterprises get for hiring, keeping and leading."""
    h, n = c.households, c.enterprises.n
    entitled = entitled_workers(h["employer"], h["employed"], h["entitlement"], n)
    counts = c.pools.award_per_household > 0.0 and c.number % 4 == 3  # the only quarter in which it is paid
    led = links(h, n) if counts else np.zeros(n, dtype=np.int64)
    return pay_awards(c.enterprises, c.hired, entitled, led, c.enterprises["principal"], c.number, c.scale, c.pools)


def written_off(c: County) -> float:
    """Loans that banks gave up this quarter, CNY2020."""
    lost = total(books.by_village(c, "written_off")) + total(books.by_village(c, "estate_microcredit"))
    for done in (c.trade, c.operation):
        if done is not None:
            lost += total(done.settled.bank_loss)
    return lost


def lent(c: County) -> float:
    """Loans of households and firms outstanding, CNY2020."""
    return total(c.households["microcredit"]) + total(c.cooperatives["debt"]) + total(c.enterprises["debt"])
