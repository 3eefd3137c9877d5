r"""By which lines welfare fell within a year: an exact additive decomposition.

With :math:`S_k(t)` the sum over four quarters of line :math:`k` (own-paid medical cost is negative), :math:`S` their sum
and :math:`m(t)` the mean number of members, welfare is :math:`S/m`, and

.. math:: \Delta = \sum_k \frac{S_k(t) - \sigma S_k(t-4)}{m(t)} + \sigma S(t-4)\Bigl(\frac1{m(t)} - \frac1{\sigma m(t-4)}\Bigr).

:math:`\sigma` is the share that the household kept where it was divided within the year, else 1.
"""

from __future__ import annotations

from typing import NamedTuple

from sim.explain.lines import ALL, REST, signed
from sim.explain.track import YEAR, Track

MEMBERS = "members"
SIGNED = {line.name: [(flow.name, sign) for flow, sign in signed(line)] for line in ALL}


class Change(NamedTuple):
    """Welfare a year ago and now, and what each line (and the number of members) adds to the difference, CNY/(person·year)."""

    before: float
    after: float
    parts: dict[str, float]

    @property
    def total(self) -> float:
        """The difference."""
        return self.after - self.before


def mean_members(track: Track, quarter: int) -> float:
    """Mean members over the four quarters that end with ``quarter``, as the household's own columns hold them."""
    return 0.25 * sum(track.at(f"persons_{k}", quarter) for k in range(YEAR))


def sums(track: Track, quarter: int) -> dict[str, float]:
    """Every line over the four quarters that end with ``quarter``, CNY/year; the rest is what no line explains."""
    found = {}
    for line, flows in SIGNED.items():
        total = 0.0
        for q in range(quarter - YEAR + 1, quarter + 1):
            total += track.share(q, quarter) * sum(sign * track.flow(name, q) for name, sign in flows)
        found[line] = total
    found[REST] = track.at("flow.welfare", quarter) * mean_members(track, quarter) - sum(found.values())
    return found


def change(track: Track) -> Change | None:
    """What made welfare fall between a year before the return and the return; None where the year before is unknown."""
    now, then = track.returned, track.returned - YEAR
    if not track.has(now) or not track.has(then):
        return None
    members, earlier, kept = mean_members(track, now), mean_members(track, then), track.share(then, now)
    if members <= 0.0 or earlier <= 0.0:
        return None
    after, before = sums(track, now), sums(track, then)
    parts = {line: (after[line] - kept * before[line]) / members for line in after}
    parts[MEMBERS] = kept * sum(before.values()) * (1.0 / members - 1.0 / (kept * earlier))
    return Change(track.at("flow.welfare", then), track.at("flow.welfare", now), parts)
