"""Illness, harvests, prices, losses, house and water."""

from __future__ import annotations

import math

from sim.explain.event import SMALL, Event, Events, grew, paid, steps
from sim.explain.track import YEAR, Track

HOSPITAL = 1500.0  # yuan of a bill beyond the running cost from which illness is told
LOST_SHARE = 0.1  # share of capital lost in a quarter beyond which it is no wear
POOR_YEAR, PRICE_FALL = -0.12, -0.12  # of yield and price, from which they are told
HARVEST = 2  # July to September: the quarter in which a poor year shows


def shocks(track: Track) -> Events:
    """What befell the household."""
    for quarter in steps(track):
        yield from health(track, quarter)
        yield from fields(track, quarter)
        yield from losses(track, quarter)
        yield from dwelling(track, quarter)


def running_cost(track: Track, quarter: int) -> float:
    """The smallest bill of the quarters around: what chronic illness costs without any admission."""
    around = [track.flow("bill", q) for q in range(quarter - 2, quarter + 3) if track.has(q)]
    return min(around, default=0.0)


def health(track: Track, quarter: int) -> Events:
    """Bills, and illness or disability that begins."""
    bill = track.flow("bill", quarter)
    if bill - running_cost(track, quarter) >= HOSPITAL:
        names = ("fund_paid", "aid_paid", "lever_paid", "own_paid")
        yield Event(quarter, "hospital", {"bill": bill, **{name: track.flow(name, quarter) for name in names}})
    yield from grew(track, "chronic", quarter, "chronic_began")
    yield from grew(track, "disabled", quarter, "disabled_began")
    yield from grew(track, "half_power", quarter, "half_power_began")


def fields(track: Track, quarter: int) -> Events:
    """Disaster, a poor year, a fall of what the produce brings."""
    if not track.flow("output", quarter) > 0.0:
        return
    if (struck := hit(track, quarter)) > 0.0:
        yield Event(quarter, "disaster", {"share": struck})
    poor = math.exp(track.at("around.yield_log", quarter)) - 1.0
    if quarter % YEAR == HARVEST and poor < POOR_YEAR:
        yield Event(quarter, "poor_year", {"share": -poor})
    now, before = effective_price(track, quarter), effective_price(track, quarter - YEAR)
    if before > 0.0 and now / before - 1.0 < PRICE_FALL:
        yield Event(quarter, "price_fall", {"share": 1.0 - now / before})


def hit(track: Track, quarter: int) -> float:
    """Share of the crop that a disaster took this quarter; 0 below two percent. A year's losses may count from January on."""
    earlier = track.at("around.disaster", quarter - 1) if quarter % YEAR else 0.0
    struck = track.at("around.disaster", quarter) - earlier
    return struck if struck > 0.02 else 0.0


def effective_price(track: Track, quarter: int) -> float:
    """What the produce brought over its value at the expected price; 0 without output."""
    output = track.flow("output", quarter)
    brought = sum(track.flow(name, quarter) for name in ("sales_order", "sales_market", "own_use"))
    return brought / output if output > 0.0 else 0.0


def losses(track: Track, quarter: int) -> Events:
    """Livestock, capital and shares that are gone."""
    yield from paid(track, "livestock_lost", quarter, "livestock_lost")
    lost = track.flow("capital_lost", quarter)
    held = track.at("capital", quarter - 1) + track.flow("investment", quarter)
    if lost > LOST_SHARE * held and lost >= 2.0 * SMALL and track.flow("distress_sale", quarter) == 0.0:
        yield Event(quarter, "capital_lost", {"amount": lost}, "disaster" if hit(track, quarter) > 0.0 else "")
    yield from paid(track, "share_lost", quarter, "share_lost")


def dwelling(track: Track, quarter: int) -> Events:
    """House and water."""
    if track.rise("house", quarter) > 0.0:
        yield Event(quarter, "house_dangerous" if track.count("house", quarter) == 2 else "house_damaged")
    elif track.rise("house", quarter) < 0.0:
        yield Event(quarter, "house_mended", {"amount": track.flow("house_repair", quarter)})
    yield from grew(track, "water", quarter, "water_lost")
