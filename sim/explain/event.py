"""A dated event in the life of a household."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sim.explain.track import Track


class Event(NamedTuple):
    """What happened in ``quarter`` (through ``until``, where it went on): its kind, amounts and reason.

    Amounts are yuan of 2020 unless their name says otherwise: ``n`` counts persons, ``share`` is a share.
    """

    quarter: int
    kind: str
    amounts: dict[str, float] = {}
    reason: str = ""
    until: int = -1

    @property
    def end(self) -> int:
        """Last quarter of the event."""
        return max(self.quarter, self.until)


Events = Iterator[Event]
SMALL = 200.0  # yuan a household and quarter below which an amount is not worth a line


def steps(track: Track) -> range:
    """Quarters that have one before them to compare with."""
    there = track.quarters()
    return range(there.start + 1, there.stop)


def grew(track: Track, name: str, quarter: int, kind: str, reason: str = "") -> Events:
    """An event where a count has risen."""
    if (n := track.rise(name, quarter)) > 0.0:
        yield Event(quarter, kind, {"n": n}, reason)


def paid(track: Track, name: str, quarter: int, kind: str, least: float = SMALL, reason: str = "") -> Events:
    """An event where an amount was paid."""
    if (amount := track.flow(name, quarter)) >= least:
        yield Event(quarter, kind, {"amount": amount}, reason)
