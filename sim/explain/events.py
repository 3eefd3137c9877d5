"""The dated log of a household's life around its return."""

from __future__ import annotations

from sim.explain.coping import coping, debts, poverty
from sim.explain.event import Event
from sim.explain.members import members
from sim.explain.shocks import shocks
from sim.explain.support import support
from sim.explain.track import Track
from sim.explain.working import working

PARTS = {  # in the order in which events of a quarter are told
    "life": members,
    "work": working,
    "shock": shocks,
    "debt": debts,
    "poverty": poverty,
    "coping": coping,
    "support": support,
}
RUNNING = (  # what goes on over neighbouring quarters is one event
    "kin_help deferred borrowed sold_livestock sold_capital hungry spent_savings relief forgone poor_year price_fall "
    "education_relief given_up repaid"
).split()
Log = dict[str, list[Event]]


def events(track: Track) -> Log:
    """All events by part, each part in order of quarters."""
    return {part: joined(list(found(track))) for part, found in PARTS.items()}


def joined(found: list[Event]) -> list[Event]:
    """The events with those that go on from quarter to quarter made one: yuan add up, of shares the largest counts."""
    result: list[Event] = []
    for event in found:
        earlier = next((k for k, old in enumerate(result) if goes_on(old, event)), None)
        if earlier is None:
            result.append(event)
        else:
            old = result[earlier]
            amounts = {
                name: max(amount, old.amounts[name]) if name == "share" else amount + old.amounts[name]
                for name, amount in event.amounts.items()
            }
            result[earlier] = old._replace(amounts=amounts, until=event.quarter)
    return result


def goes_on(old: Event, event: Event) -> bool:
    """Whether ``event`` continues ``old``."""
    return (
        event.kind in RUNNING and old[1] == event.kind and old.reason == event.reason and old.end + 1 == event.quarter
    )
