"""Where the harvest goes: eaten at home, delivered under order, lost on the way, sold."""

from __future__ import annotations

from sim.compiled import compiled, inlined
from sim.draws import Key
from sim.processes.farming import Farming
from sim.processes.rows import moved, row
from sim.state import channels, collective, flows, households
from sim.state.frame import Frame


@inlined
def own_use(output: float, persons: float, p: Farming) -> float:
    """Produce that the household eats in a quarter (E95): a share of output, but no more than its members need."""
    return min(p.own_share * output, 0.25 * p.own_amount * persons)


@compiled
def marketing(lo: int, hi: int, f: Frame, p: Farming) -> None:
    """What is eaten; of the rest, what goes under order to a co-operative for its product, and what arrives at the market.

    The market's part stands in the column of its sales at the expected price, less freight, until prices are known.
    """
    growth = f.county[collective.GROWTH]
    count, output, eaten = f.count, f.flow[flows.OUTPUT], f.flow[flows.OWN_USE]
    children, adults, elders = count[households.CHILDREN], count[households.ADULTS], count[households.ELDERS]
    for k in range(hi - lo):
        i = row(lo, k)
        persons = float(int(children[i]) + int(adults[i]) + int(elders[i]))
        eaten[i] = own_use(output[i], persons * growth, p)
    ordered, market = f.flow[flows.ORDERED], f.flow[flows.SALES_MARKET]
    member, village, product = f.link[households.COOPERATIVE], f.link[households.VILLAGE], f.link[households.PRODUCT]
    for k in range(hi - lo):
        i = row(lo, k)
        buyer, at, under_order = int(member[i]), int(village[i]), 0.0
        if (
            buyer >= 0
            and product[i] == f.cooperative_link[collective.COOPERATIVE_PRODUCT, buyer]
            and f.cooperative_alive[buyer] != 0
            and f.cooperative[collective.COOPERATIVE_FLOOR, buyer] > 0.0
        ):
            under_order = p.order_share * (output[i] - eaten[i])
        ordered[i] = under_order
        market[i] = (output[i] - eaten[i] - under_order) * f.village[collective.FARM_GATE, at]


@inlined
def order_price(market: float, floor: float) -> float:
    """Price of a delivery under order: the market price or the floor, whichever is higher (E126)."""
    return max(market, floor)


@inlined
def realised(sold_share: float, premium: float, listed: float) -> float:
    """Receipts for what arrives at the market over its worth at the market price (E127)."""
    return sold_share + listed * premium


@compiled
def sales(lo: int, hi: int, f: Frame, key: Key, p: Farming) -> None:
    """Revenue under order and on the market, at this quarter's prices; what is eaten counts at the expected price.

    On the market a part may find no buyer; listed producers get more on average, through the outlets of assistance.
    """
    order, sold, eaten = f.flow[flows.SALES_ORDER], f.flow[flows.SALES_MARKET], f.flow[flows.OWN_USE]
    ordered, cost, business = f.flow[flows.ORDERED], f.flow[flows.FARM_COST], f.flow[flows.BUSINESS]
    product, cooperative = f.link[households.PRODUCT], f.link[households.COOPERATIVE]
    for k in range(hi - lo):
        i = row(lo, k)
        member, market = int(cooperative[i]), f.product[collective.PRICE, int(product[i])]
        floor = f.cooperative[collective.COOPERATIVE_FLOOR, member] if member >= 0 else 0.0
        honoured = f.cooperative[collective.HONOURED, member] if member >= 0 else 1.0
        order[i] = ordered[i] * order_price(market, floor) * honoured
        sold[i] = sold[i] * market
    for k in range(hi - lo):
        i = row(lo, k)
        grown, listed = int(product[i]), moved(i, f, channels.LISTED)
        sold[i] = sold[i] * realised(
            f.product[collective.SOLD_SHARE, grown], f.product[collective.ASSISTED_PREMIUM, grown], listed
        )
    for k in range(hi - lo):
        i = row(lo, k)
        business[i] = business[i] + (order[i] + sold[i] + eaten[i] - cost[i])
