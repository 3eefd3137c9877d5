"""The whole explanation of a replicate: every return with its cause, and a few lives told."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, NamedTuple

from sim.explain.again import lived_again
from sim.explain.causes import CAUSES
from sim.explain.changes import change
from sim.explain.classification import verdict
from sim.explain.events import events
from sim.explain.life import Life
from sim.explain.returns import returns_of
from sim.explain.track import Track
from sim.explain.watcher import Watcher
from sim.language import Failure, Text
from sim.runs import Job


class Explanation(NamedTuple):
    """Returns of a replicate by cause, and the lives chosen to be told."""

    returns: int
    persons: int
    causes: list[dict[str, Any]]
    lives: list[Life]


def explained(job: Job, lives: int, digest: bytes | None = None) -> Explanation:
    """Live a job again twice and explain its returns; ``digest`` is that of the run which it must repeat."""
    seen, first = returns_of(job)
    watcher = Watcher(sorted(seen.found.values()), seen.births)
    second = lived_again(job, watcher, from_the_start=True)
    if first != second or digest not in (None, first):
        raise Failure(
            Text(
                "the replicate lived again did not end in the same state, so its lives cannot be told",
                "重新模拟未得到相同的期末状态，无法说明各户经历",
            )
        )
    every = [told_by(track) for track in watcher.tracks()]
    chosen = choice(every, lives, job.luck.seed)
    return Explanation(len(every), sum(persons(life) for life in every), by_cause(every), chosen)


def told_by(track: Track) -> Life:
    """What a track tells."""
    difference, log = change(track), events(track)
    return Life(track, difference, log, verdict(track, difference, log))


def persons(life: Life) -> int:
    """Members at the return."""
    return life.track.persons(life.track.returned)


def by_cause(every: Sequence[Life]) -> list[dict[str, Any]]:
    """Returns by main cause, and how often a cause contributed; by persons, most first."""
    whole = sum(persons(life) for life in every)
    rows = []
    for code, cause in CAUSES.items():
        main = [life for life in every if life.verdict.main == code]
        also = [life for life in every if code in life.verdict.contributing]
        if main or also:
            of_main, of_also = sum(map(persons, main)), sum(map(persons, also))
            rows.append(
                {
                    "cause": code,
                    "en": cause.text.en,
                    "zh": cause.text.zh,
                    "national": cause.national,
                    "households": len(main),
                    "persons": of_main,
                    "share": of_main / whole,
                    "contributing_households": len(also),
                    "contributing_persons": of_also,
                }
            )
    return sorted(
        rows, key=lambda row: (-row["persons"], -row["contributing_persons"], list(CAUSES).index(row["cause"]))
    )


def choice(every: Sequence[Life], n: int, seed: int) -> list[Life]:
    """``n`` returns spread over causes: one of each in turn, the cause of most persons first; within a cause by a fixed draw."""
    order = [row["cause"] for row in by_cause(every)]
    waiting = {
        code: sorted((life for life in every if life.verdict.main == code), key=lambda life: drawn(life, seed))
        for code in order
    }
    chosen: list[Life] = []
    while len(chosen) < min(n, len(every)):
        for code in order:
            if waiting[code] and len(chosen) < n:
                chosen.append(waiting[code].pop(0))
    return chosen


def drawn(life: Life, seed: int) -> str:
    """The lot of a household: it depends on the seed and its id alone."""
    return hashlib.sha256(f"{seed}:{life.track.household}".encode()).hexdigest()
