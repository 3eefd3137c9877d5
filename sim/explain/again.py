"""One replicate lived again while somebody looks on: the same parameters, luck and size give the same bits."""

from __future__ import annotations

from collections.abc import Callable

from sim.county import County
from sim.lanes import CompiledLane
from sim.runs import Job
from sim.start import burnt_in, start_of

See = Callable[[County], None]


def lived_again(job: Job, see: See, from_the_start: bool = False) -> bytes:
    """Call ``see`` after every quarter (``from_the_start``: of the burn-in, too); return the digest of the final state.

    Agents and compiled columns end in the same state, so the compiled lane serves jobs of either.
    """
    if from_the_start and not job.scenario.table:
        start = burnt_in(job.scenario, job.luck, job.households, see)
    else:
        start = start_of(job.scenario, job.luck, job.households)
    county = County(start, job.scenario.tree, job.luck, job.scenario.first, CompiledLane(job.threads))
    county.recording = False
    for _ in range(job.horizon):
        county.step()
        see(county)
    county.lane.close()
    return county.digest()
