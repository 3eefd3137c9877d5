"""Work found and lost, and why; wages withheld."""

from __future__ import annotations

from sim.explain.event import Event, Events, grew, paid, steps
from sim.explain.track import Track

FAILED, GONE, CRISIS = "failed", "gone", "crisis"  # reasons for which work is lost


def working(track: Track) -> Events:
    """Changes of paid work outside public programmes."""
    for quarter in steps(track):
        if track.at("around.crisis", quarter) > 0.0 and track.at("around.crisis", quarter - 1) == 0.0:
            if track.count("migrants", quarter - 1) > 0:
                yield Event(quarter, "crisis")
        for name, kind in (("migrants", "migrant"), ("local_workers", "local"), ("employed", "job")):
            yield from grew(track, name, quarter, f"found_{kind}")
            if (n := -track.rise(name, quarter)) > 0.0:
                yield Event(quarter, f"lost_{kind}", {"n": n}, reason(track, kind, quarter))
        yield from paid(track, "wage_withheld", quarter, "wages_withheld")
        yield from paid(track, "wage_recovered", quarter, "wages_recovered")


def reason(track: Track, kind: str, quarter: int) -> str:
    """Why work was lost, as far as it is known."""
    if kind == "job" and track.at("around.employer_alive", quarter - 1) == 0.0:
        return FAILED
    if track.rise("able", quarter) < 0.0:
        return GONE
    return CRISIS if kind == "migrant" and track.at("around.crisis", quarter) > 0.0 else ""
