"""What the household did to make ends meet, in the order of the steps; debts that it could not pay; poverty."""

from __future__ import annotations

from sim.explain.event import SMALL, Event, Events, paid, steps
from sim.explain.track import Track

DEFAULTED = 127  # quarters overdue of a household that gets no loan any more
LEAST = 100.0  # yuan from which a step is told
DRAWN = 0.25  # share of its savings from which a household is said to have drawn on them
STEPS = (  # in the order in which they are taken: flow and kind
    ("kin_help", "kin_help"),
    ("deferred", "deferred"),
    ("borrowed_informal", "borrowed"),
    ("livestock_sale", "sold_livestock"),
    ("distress_sale", "sold_capital"),
)


def coping(track: Track) -> Events:
    """Steps taken against a shortage."""
    for quarter in steps(track):
        drawn = -track.rise("savings", quarter)
        divided = any(split.quarter == quarter for split in track.splits)
        if drawn >= max(5.0 * SMALL, DRAWN * track.at("savings", quarter - 1)) and not divided:
            yield Event(quarter, "spent_savings", {"amount": drawn})
        for flow, kind in STEPS:
            yield from paid(track, flow, quarter, kind, least=LEAST)
        if track.rise("out_of_school", quarter) > 0.0:
            yield Event(quarter, "left_school")
        for event in paid(track, "forgone", quarter, "forgone"):
            yield event._replace(amounts={**event.amounts, "bill": track.flow("bill", quarter)})
        if track.count("hungry", quarter) == 1:
            yield Event(quarter, "hungry")


def debts(track: Track) -> Events:
    """Debts overdue, given up and closed."""
    for quarter in steps(track):
        before, now = track.count("overdue", quarter - 1), track.count("overdue", quarter)
        if before == 0 and 0 < now < DEFAULTED:
            yield Event(quarter, "overdue", {"amount": track.at("microcredit", quarter)})
        yield from paid(track, "written_off", quarter, "written_off")
        yield from paid(track, "written_off_informal", quarter, "given_up")
        yield from paid(track, "repaid", quarter, "repaid")
        if track.at("passed_on", quarter - 1) == 1.0 and track.at("around.holder_alive", quarter - 1) == 0.0:
            yield Event(quarter, "debt_came_back", {"amount": track.at("microcredit", quarter)})


def poverty(track: Track) -> Events:
    """Falls below the line, the return, and recoveries."""
    for quarter in steps(track):
        now = {"welfare": track.at("flow.welfare", quarter), "line": track.at("around.poverty_line", quarter)}
        rise = track.rise("poor", quarter)
        if quarter == track.returned:
            yield Event(quarter, "returned", now, "" if rise > 0.0 else "since")
        elif rise > 0.0:
            yield Event(quarter, "fell", now)
        elif rise < 0.0 and track.has(quarter):
            yield Event(quarter, "recovered", now)
