"""What a year and the year before it have in common and not: the questions that the rules on causes ask."""

from __future__ import annotations

from sim.explain.changes import Change
from sim.explain.event import Event
from sim.explain.events import Log
from sim.explain.members import since
from sim.explain.shocks import effective_price
from sim.explain.track import YEAR, Track

FEWER = 0.15  # persons, mean of a year, from which hands or workers are said to be fewer


class Facts:
    """A return with its log; "now" is the year that ends with the return, "before" the year before that."""

    def __init__(self, track: Track, change: Change, log: Log) -> None:
        self.track, self.change = track, change
        window = since(track)
        self.log = [event for part in log.values() for event in part if event.end in window or event.quarter in window]
        self.now = range(track.returned - YEAR + 1, track.returned + 1)
        self.before = range(track.returned - 2 * YEAR + 1, track.returned - YEAR + 1)

    def events(self, *kinds: str) -> list[Event]:
        """Events of these kinds that can have moved welfare."""
        return [event for event in self.log if event.kind in kinds]

    def happened(self, *kinds: str, reason: str | None = None) -> bool:
        """Whether one of these kinds happened (for this reason)."""
        return any(reason is None or event.reason == reason for event in self.events(*kinds))

    def loss(self, kind: str) -> str | None:
        """Reason of the latest loss of work of a kind; None where none was lost."""
        found = sorted(self.events(kind), key=lambda event: event.quarter)
        return found[-1].reason if found else None

    def mean(self, name: str, quarters: range) -> float:
        """Mean of a column over the quarters in which the household was there."""
        values = [self.track.at(name, q) for q in quarters if self.track.has(q)]
        return sum(values) / len(values) if values else 0.0

    def rise(self, *names: str) -> float:
        """How much more the columns together are now than before, means of a year."""
        return sum(self.mean(name, self.now) - self.mean(name, self.before) for name in names)

    def hands(self, quarters: range) -> float:
        """Able members times the time that each can work, mean of a year."""
        there = [q for q in quarters if self.track.has(q)]
        worked = [self.track.at("able", q) * self.track.flow("present", q) for q in there]
        return sum(worked) / len(there) if there else 0.0

    @property
    def fewer_hands(self) -> bool:
        """Less labour power than before."""
        return self.hands(self.now) - self.hands(self.before) <= -FEWER

    @property
    def fewer_on_farm(self) -> bool:
        """Less labour on the own farm than before, elders included."""
        return self.rise("flow.farm_labour") <= -FEWER

    def fewer(self, workers: str) -> bool:
        """Fewer members in a kind of paid work than before."""
        return self.rise(workers) <= -FEWER

    @property
    def ill(self) -> bool:
        """More labour lost to illness and care than before, or a member who is chronically ill since."""
        return self.rise("flow.lost_labour") >= 0.05 or self.happened("chronic_began", "half_power_began")

    @property
    def less_effort(self) -> bool:
        """Less effort at work than before."""
        effort = self.mean("effort", self.before)
        return effort > 0.0 and self.rise("effort") <= -0.03 * effort

    def price_and_output(self) -> tuple[float, float]:
        """What prices and what quantities did to the value of the harvest, CNY/year; they add up to its change."""
        price, output = (
            [effective_price(self.track, q) for q in (*self.before, *self.now)],
            [self.track.flow("output", q) for q in (*self.before, *self.now)],
        )
        by_price = sum(
            o * (p - b) for o, p, b in zip(output[YEAR:], price[YEAR:], price[:YEAR], strict=True) if b > 0.0
        )
        whole = sum(o * p for o, p in zip(output[YEAR:], price[YEAR:], strict=True)) - sum(
            o * p for o, p in zip(output[:YEAR], price[:YEAR], strict=True)
        )
        return by_price, whole - by_price

    @property
    def by_price(self) -> bool:
        """Whether prices took more of the harvest's value than quantities."""
        price, output = self.price_and_output()
        return price < 0.0 and price <= output

    @property
    def bad_weather(self) -> bool:
        """A disaster, or a harvest year well below the one before."""
        return self.happened("disaster", "poor_year") or self.rise("around.yield_log") <= -0.1
