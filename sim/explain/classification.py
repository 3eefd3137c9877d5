"""Main and contributing causes of a return: the largest falls, each with the cause that dated events give it."""

from __future__ import annotations

from sim.explain.causes import Verdict
from sim.explain.changes import MEMBERS, Change
from sim.explain.events import Log
from sim.explain.facts import Facts
from sim.explain.lines import BY_NAME
from sim.explain.rules import BACKGROUND, cause_of
from sim.explain.track import Track

WORTH = 0.15  # share of all falls from which a cause is said to contribute
GONE = ("labour", "earners")  # causes for which fewer members make up in part


def verdict(track: Track, change: Change | None, log: Log) -> Verdict:
    """Classify a return."""
    if change is None:  # a household without a year of its own to compare with
        return Verdict("other", (), {})
    facts = Facts(track, change, log)
    falls: dict[str, float] = {}
    for line, amount in net_falls(change.parts).items():
        cause = cause_of(line, facts)
        falls[cause] = falls.get(cause, 0.0) + amount
    members = change.parts[MEMBERS]
    if members < 0.0:
        falls["members"] = members
    else:
        made_up(falls, members)
    ordered = sorted((cause for cause in falls if falls[cause] < 0.0), key=lambda cause: falls[cause])
    if not ordered:
        return Verdict("other", (), falls)
    whole = sum(falls[cause] for cause in ordered)
    main, others = ordered[0], [cause for cause in ordered[1:] if falls[cause] <= WORTH * whole]
    others += [rule.cause for rule in BACKGROUND if rule.cause not in (main, *others) and rule.holds(facts)]
    return Verdict(main, tuple(others), {cause: falls[cause] for cause in ordered})


def net_falls(parts: dict[str, float]) -> dict[str, float]:
    """Falls of lines, less what other lines of the same group gained: one job in place of another is no loss."""
    groups: dict[str, list[str]] = {}
    for line in parts:
        if line != MEMBERS:
            groups.setdefault(BY_NAME[line].group, []).append(line)
    found = {}
    gained_by_work = max(sum(parts[line] for line in groups.get("work", [])), 0.0)
    for group, lines in groups.items():
        lost = sum(parts[line] for line in lines if parts[line] < 0.0)
        net = sum(parts[line] for line in lines)
        if group == "farm":
            net += gained_by_work  # hands that left the farm for wages
        if net < 0.0 and lost < 0.0:
            found.update({line: parts[line] * min(net / lost, 1.0) for line in lines if parts[line] < 0.0})
    return found


def made_up(falls: dict[str, float], gain: float) -> None:
    """Take what the others have more, now that somebody is gone, from what his going cost."""
    for cause in GONE:
        if cause in falls:
            taken = min(gain, -falls[cause])
            falls[cause] += taken
            gain -= taken
