"""Help from public programmes: found, confirmed, granted, paid, ended."""

from __future__ import annotations

from sim.explain.event import Event, Events, paid, steps
from sim.explain.track import Track

FOUND, CONFIRMED = 1, 2  # states of monitoring
CLASSES = {1: "unstable", 2: "marginal", 3: "sudden"}
ONCE = (  # paid now and then: flow and kind
    ("relief", "relief"),
    ("grant", "grant"),
    ("share_grant", "share_grant"),
    ("side_award", "side_award"),
    ("insurance_payout", "insurance_payout"),
    ("anti_return_payout", "anti_return_payout"),
    ("house_aid", "house_aid"),
    ("education_relief", "education_relief"),
    ("borrowed", "loan"),
)


def support(track: Track) -> Events:
    """What help came, and what ended."""
    for quarter in steps(track):
        yield from monitored(track, quarter)
        yield from assisted(track, quarter)
        yield from employed(track, quarter)
        for flow, kind in ONCE:
            yield from paid(track, flow, quarter, kind)
        before, now = track.at("around.policy", quarter - 1), track.at("around.policy", quarter)
        if now < before == 1.0:
            yield Event(quarter, "taper")


def monitored(track: Track, quarter: int) -> Events:
    """Detection, confirmation, rejection and release."""
    before, now = track.count("monitor", quarter - 1), track.count("monitor", quarter)
    kind = CLASSES.get(track.count("monitor_class", quarter), "unstable")
    if before == 0 and now >= FOUND:
        yield Event(quarter, "detected", {}, kind)
    if before < CONFIRMED and now == CONFIRMED:
        yield Event(quarter, "confirmed", {}, kind)
    if before == FOUND and now == 0:
        yield Event(quarter, "rejected")
    if before == CONFIRMED and now == 0:
        yield Event(quarter, "released" if track.count("risk_removed", quarter) else "no_longer_monitored")


def assisted(track: Track, quarter: int) -> Events:
    """Dibao and tekun support."""
    for name in ("dibao", "tekun"):
        rise = track.rise(name, quarter)
        if rise > 0.0:
            yield Event(quarter, f"{name}_began", {"amount": track.at("dibao_amount", quarter)})
        elif rise < 0.0 and track.has(quarter):
            yield Event(quarter, f"{name}_ended")


def employed(track: Track, quarter: int) -> Events:
    """Posts, work relief, training."""
    for name, kind in (("post", "post"), ("work_relief", "work_relief")):
        rise = track.rise(name, quarter)
        if rise > 0.0:
            yield Event(quarter, f"{kind}_began")
        elif rise < 0.0:
            yield Event(quarter, f"{kind}_ended")
    if track.rise("trained", quarter) > 0.0 and track.rise("adults", quarter) <= 0.0:
        yield Event(quarter, "trained")
