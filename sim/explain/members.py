"""Who came, went, was born, grew up, grew old or died."""

from __future__ import annotations

from sim.explain.event import Event, Events, grew, steps
from sim.explain.track import YEAR, Track
from sim.processes.relocation import CONCENTRATED, WENT_BACK

DIED, WED = 8, 16  # what the column ``passage`` adds for a death and a wedding
TURNED_16, TURNED_60 = (2, 5), 4


def members(track: Track) -> Events:
    """Changes of the household's members."""
    if track.born is not None and track.born >= track.first:
        yield Event(track.born, "founded")
    for quarter in steps(track):
        divided = any(split.quarter == quarter for split in track.splits)
        if divided and track.born != quarter:
            yield Event(quarter, "divided", {"n": -sum(rises(track, quarter))})
        elif not divided:
            yield from changed(track, quarter)
        if (track.count("relocated", quarter - 1), track.count("relocated", quarter)) == (CONCENTRATED, WENT_BACK):
            yield Event(quarter, "went_back")
        yield from grew(track, "students", quarter, "went_on")
    if track.last + 1 < track.first + len(track.rows) and track.persons(track.last) > 0:
        if track.at("children", track.last + 1) == 0.0:  # the empty row of a household that dissolved
            yield Event(track.last + 1, "dissolved")


def rises(track: Track, quarter: int) -> tuple[int, int, int]:
    """By how many the children, adults and elders have become more."""
    children, adults, elders = (int(track.rise(name, quarter)) for name in ("children", "adults", "elders"))
    return children, adults, elders


def changed(track: Track, quarter: int) -> Events:
    """What happened to the members in a quarter: at most one birth, step of age, death and leaving each."""
    passage = track.count("passage", quarter)
    died, wed, step = passage % WED >= DIED, passage >= WED, passage % DIED
    children, adults, elders = rises(track, quarter)
    if step in TURNED_16 or (passage == 0 and children < 0 < adults):
        yield Event(quarter, "turned_16")
        children, adults = children + 1, adults - 1
    if step == TURNED_60 or (passage == 0 and adults < 0 < elders):
        yield Event(quarter, "turned_60")
        adults, elders = adults + 1, elders - 1
    if children > 0:
        yield Event(quarter, "born")
    if children < 0:
        yield Event(quarter, "death_child")
    if elders < 0:
        yield Event(quarter, "death_elder")
    yield from of_adults(track, quarter, adults, died and children >= 0 and elders >= 0, wed)


def of_adults(track: Track, quarter: int, adults: int, died: bool, wed: bool) -> Events:
    """Adults who came or went beyond those who grew up or grew old."""
    if adults > 0:
        yield Event(quarter, "married_in" if wed else "joined")
    if adults < 0 and died:
        yield Event(quarter, "death_adult")
        adults += 1
    if adults < 0:
        settled = track.rise("kin_away", quarter) > 0.0
        yield Event(quarter, "married_out" if wed else ("settled_away" if settled else "adult_gone"), {"n": -adults})


def since(track: Track) -> range:
    """Quarters whose events can have moved welfare between a year before the return and the return."""
    return range(track.returned - 2 * YEAR + 1, track.returned + 1)
