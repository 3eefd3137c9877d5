"""Where the harvest goes: eaten at home, delivered under order, lost on the way, sold."""

from __future__ import annotations

from sim.compiled import compiled, inlined
from sim.draws import SUPPORT, Key, uniform, words
from sim.processes.farming import Farming
from sim.processes.hazard import within_quarter
from sim.processes.rows import moved, row
from sim.state import channels, collective, flows, households
from sim.state.frame import Frame


@inlined
def own_use(output: float, persons: float, p: Farming) -> float:
    """Produce that the household eats in a quarter (E67): a share of output, but no more than its members need."""
    return min(p.own_share * output, 0.25 * p.own_amount * persons)


@compiled
def marketing(lo: int, hi: int, f: Frame, key: Key, p: Farming) -> None:
    """Join a co-operative; divide the harvest."""
    join(lo, hi, f, key, p)
    divide(lo, hi, f, p)


@compiled
def join(lo: int, hi: int, f: Frame, key: Key, p: Farming) -> None:
    """Households without a co-operative join one of their village; co-operatives are rows by village."""
    per_village = f.cooperative_alive.size // f.village.shape[1] if f.village.shape[1] > 0 else 0
    if per_village == 0:
        return
    member, joining = f.link[households.COOPERATIVE], f.luck[0]
    ex_poor_joins, other_joins = within_quarter(p.joining_ex_poor), within_quarter(p.joining)
    for k in range(hi - lo):
        i = row(lo, k)
        joining[i] = uniform(words(key, f.id[i], SUPPORT, 1)[0])
    for i in range(lo, hi):
        if joining[i] < ex_poor_joins or joining[i] < other_joins:
            chance = ex_poor_joins if f.count[households.EX_POOR, i] != 0 else other_joins
            if member[i] < 0 and joining[i] < chance:
                which = words(key, f.id[i], SUPPORT, 1)[1]
                joined = int(f.link[households.VILLAGE, i]) * per_village + (
                    which % per_village if per_village > 0 else 0
                )
                if f.cooperative_alive[joined] != 0:
                    member[i] = joined


@compiled
def divide(lo: int, hi: int, f: Frame, p: Farming) -> None:
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
            and product[i] == f.village_product[at]  # which a village's co-operatives deal in
            and f.cooperative_alive[buyer] != 0
            and f.cooperative[collective.COOPERATIVE_FLOOR, buyer] > 0.0
        ):
            under_order = p.order_share * (output[i] - eaten[i])
        ordered[i] = under_order
        market[i] = (output[i] - eaten[i] - under_order) * f.village[collective.FARM_GATE, at]


@inlined
def order_price(market: float, floor: float) -> float:
    """Price of a delivery under order: the market price or the floor, whichever is higher (E73)."""
    return max(market, floor)


@inlined
def realised(sold_share: float, premium: float, listed: float) -> float:
    """Receipts for what arrives at the market over its worth at the market price (E931)."""
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
        order[i] = ordered[i] * order_price(market, floor)
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
