"""Fill a cold compile cache with two processes before any worker starts.

Workers that meet a cold cache would each compile the whole model. Here every pass is called once on no rows, which
compiles it. The two processes walk through the same list from its two ends, and each finds in the cache what the other
has compiled: so they share the work evenly on any machine, and one alone finishes it if the other cannot start.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from llvmlite.binding import get_host_cpu_name

from sim import compiled
from sim.books import entitled_persons, planned_support
from sim.collectives.cropland import fits
from sim.collectives.environment import exponentials, lognormal_logs
from sim.collectives.markets import growing_shares
from sim.collectives.outlets import arrivals
from sim.collectives.settlement import Means, settle
from sim.collectives.villages import networks
from sim.county import County, Luck
from sim.draws import FIELDS, HEALTH, key, one_word, raw_words, uniforms
from sim.government.monitoring import count_returns, monitoring
from sim.government.pools import employers_of_slots
from sim.government.safety_net import assist, review
from sim.lanes import Step, tile_ends
from sim.levers.channels import mark_chosen, number
from sim.mathematics import power, to_normals
from sim.measures.rounded import gini_rounded, median_rounded
from sim.measures.sums import gap_below, persons_below, summed, summed_less, total, totals
from sim.network import linked
from sim.parameters import GROUPS
from sim.population import identical, logarithms, normals
from sim.processes.anti_return_insurance import anti_return_insurance
from sim.processes.arrears import arrears
from sim.processes.ceremonies import ceremonies
from sim.processes.consumption import consumption, foresight
from sim.processes.coping import coping, defend, left_over
from sim.processes.credit import credit
from sim.processes.crops import crop_choice, favourites
from sim.processes.demography import demography, wind_up
from sim.processes.earnings import earnings
from sim.processes.enrolment import enrolment
from sim.processes.farm_service import farm_service
from sim.processes.farm_stays import farm_stays
from sim.processes.farming import farming, season
from sim.processes.growth import capital
from sim.processes.guarantees import guarantees
from sim.processes.hazard import share_lost, within_quarter
from sim.processes.health import health
from sim.processes.home_labour import home_labour
from sim.processes.houses import let_houses
from sim.processes.income import clear, income_pass
from sim.processes.informal_credit import informal_interest, make_ends_meet
from sim.processes.kin import kin_help, pooling
from sim.processes.labour import labour
from sim.processes.labour_power import labour_power
from sim.processes.linkage import cooperative_work, free_members
from sim.processes.livestock import livestock
from sim.processes.luck import draw
from sim.processes.marketing import marketing, sales
from sim.processes.medical_insurance import medical_insurance
from sim.processes.membership import join
from sim.processes.motivation import motivation
from sim.processes.other_lines import remember_lines
from sim.processes.property import property_income
from sim.processes.property_insurance import property_insurance
from sim.processes.relocation import relocation
from sim.processes.schooling import education, schooling
from sim.processes.side_industries import side_industries
from sim.processes.site_life import site_life
from sim.processes.transfers import transfers
from sim.processes.welfare import book_quarter, welfare_pass
from sim.record import tally
from sim.record.adding import record
from sim.record.payments import link_payments, village_payments
from sim.record.terms import terms
from sim.spec import RETURNS_FROM, Tree
from sim.state.people import (
    count_by_link,
    count_by_links,
    counted,
    counted_among,
    entitled_workers,
    places_of,
    rows_above,
    rows_linked,
    rows_with,
)

Call = partial[object]


def marker() -> Path | None:
    """The file in the cache folder that tells: all is compiled for this processor. None where nothing is cached."""
    processor = os.environ.get("NUMBA_CPU_NAME", get_host_cpu_name()), os.environ.get("NUMBA_CPU_FEATURES", "host")
    name = hashlib.sha256(repr(processor).encode()).hexdigest()[:16]
    return Path(compiled.FOLDER) / f"warm-{name}" if compiled.FOLDER else None


def warm(tell: Callable[[], None] = lambda: None) -> None:
    """Compile everything that is not in the cache yet; ``tell`` is called if that takes time."""
    mark = marker()
    if mark is None or mark.exists():
        return
    tell()
    other = helper()
    try:
        for call in calls().values():
            call()
    finally:
        if other is not None:  # all that it could still do has been done
            other.kill()
            other.wait()
    if mark.parent.is_dir():
        mark.touch()


def helper() -> subprocess.Popen[bytes] | None:
    """A process that walks through the list backwards; None where none can be started."""
    paths = [str(Path(__file__).parent.parent), os.environ.get("PYTHONPATH", "")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))}
    silent: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    try:
        return subprocess.Popen([sys.executable, "-P", "-m", "sim.warm"], env=environment, **silent)
    except OSError:
        return None


def calls() -> dict[str, Call]:
    """Calls on no rows of all compiled passes and of what collectives and measures compile, by name of the function."""
    tree = Tree(GROUPS)
    county = County(identical(2), tree, Luck.of(0, 0), RETURNS_FROM)
    luck, p, frame, no_ids = key(0, 0, RETURNS_FROM), county.p, county.frame, np.zeros(0, dtype=np.int64)
    sums = np.zeros((len(tally.SUMS), len(tally.GROUPS), 1))
    lines = p["lines"]
    passes = (
        (capital, luck, p["capital"], p["loss_cover"], p["technologies"]),
        (coping, p["coping"], p["informal_credit"], p["capital"], p["education"], p["health"].forgone_share),
        (pooling, p["kin"]),
        (record, RETURNS_FROM, terms(county), sums),
        (labour, luck, p["labour"], p["earnings"], p["farming"]),
        (transfers, luck, luck, p["transfers"]),
        (property_income, luck, p["property"]),
        (guarantees, luck, p["guarantees"], 1.0, np.ones(1)),
        (welfare_pass, luck, lines),
        (book_quarter, luck),
        (income_pass,),
        (earnings, luck, p["earnings"], p["arrears"]),
        (farming, luck, p["farming"]),
        (marketing, p["farming"]),
        (join, luck, p["farming"], p["linkage"]),
        (farm_service, luck, p["linkage"], p["farming"]),
        (cooperative_work,),
        (crop_choice, luck, p["crop_choice"], np.ones((1, 1)), *[np.zeros(1, dtype=np.int8)] * 2),
        (draw, luck, FIELDS),
        (livestock, p["livestock"]),
        (side_industries, p["side_industries"]),
        (farm_stays, luck, p["tourism"]),
        (let_houses, luck, p["houses"]),
        (property_insurance, luck, p["property_insurance"], 1.0, 1.0, 1.0),
        (anti_return_insurance, luck, p["anti_return_insurance"]),
        (home_labour, p["farming"]),
        (demography, luck, p["demography"]),
        (education, luck, p["education"], np.zeros(1)),
        (schooling, p["education"]),
        (review, luck, luck, p["safety_net"]),
        (monitoring, luck, p["monitoring"], lines.poverty, lines.monitoring_multiple),
        (credit, luck, p["credit"]),
        (health, luck, p["health"]),
        (enrolment, luck, p["enrolment"]),
        (medical_insurance, luck, p["three_tiers"]),
        (kin_help, p["kin"]),
        (informal_interest, p["informal_credit"]),
        (consumption, p["capital"]),
        (foresight, p["capital"], 0.0),
        (motivation, luck, p["motivation"], 1.0),
        (left_over,),
        (defend, p["coping"], p["capital"]),
        (make_ends_meet, p["informal_credit"]),
        (village_payments, sums[0]),
        (count_returns, luck, RETURNS_FROM),
        (ceremonies, RETURNS_FROM, p["ceremonies"]),
        (relocation, p["relocation"], 1.0),
        (site_life, luck, p["site_life"], np.zeros(0), 0),
        (remember_lines, lines.poverty, lines.poverty),
        (wind_up,),
        (clear,),
        (labour_power, p["labour"].half_power),
        (arrears, luck, p["arrears"]),
        (assist, luck, p["safety_net"]),
        (sales, luck, p["farming"]),
    )
    empty, no_links, no_bytes, no_flags = (np.zeros(0, dtype=kind) for kind in ("f8", "i4", "i1", "?"))
    nothing = Means(empty, empty, empty, empty, empty, no_flags, empty, no_flags)
    small: tuple[Step, ...] = (
        (uniforms, luck, no_ids, HEALTH, 0),
        (raw_words, luck, no_ids, HEALTH, 0),
        (one_word, luck, no_ids, HEALTH, 0, 0),
        (lognormal_logs, 0.1, empty),
        (to_normals, empty),
        (power, 1.0, 1.0),
        (share_lost, 0.5, 0.5),
        (within_quarter, 0.1),
        (free_members, 0, frame, 0),
        (season, 0, p["farming"]),
        (exponentials, empty),
        (normals, empty),
        (logarithms, empty),
        (total, empty),
        (summed, no_links, empty, 1),
        (arrivals, no_links, empty, np.zeros(0, dtype=np.int16), np.ones((1, 1)), 1),
        (summed_less, no_links, empty, empty, 1),
        (rows_with, no_ids, 0),
        (gini_rounded, np.ones(1)),
        (median_rounded, np.ones(1)),
        (persons_below, empty, no_ids, 1.0),
        (gap_below, empty, no_ids, 1.0),
        (linked, *[no_flags] * 2, *[no_links] * 3),
        (tile_ends, np.zeros(1, dtype=np.int32), 1),
        (mark_chosen, no_ids, no_flags, 1),
        (number, no_ids, np.zeros(0, dtype=np.int16), np.zeros(1, dtype=np.int64)),
        (
            settle,
            county.cooperatives.take(no_ids),
            nothing,
            no_flags,
            empty,
            1.0,
            0,
            p["share_funds"],
        ),
        (link_payments, no_links, no_ids, frame.flow, no_ids, 0),
        (employers_of_slots, no_ids, no_ids, np.zeros(1, dtype=np.int64)),
        (count_by_link, no_links, 0),
        (count_by_links, no_links, no_links, 0),
        (growing_shares, no_links, no_links, 1, 1),
        (totals, np.zeros((0, 1))),
        (rows_linked, no_links, no_flags),
        (entitled_workers, no_links, *[no_bytes] * 2, 0),
        (rows_above, no_bytes),
        (counted_among, no_bytes, no_flags),
        (county.members,),
        (counted, county.households["employed"]),
        (county.without_members,),
        (networks, county.households, 1),
        (favourites, no_ids, frame, luck, p["crop_choice"], np.ones((1, 1)), *[np.zeros(1, dtype=np.int8)] * 2),
        (fits, no_ids, empty, np.zeros(1)),
        (county.households.copy().keep, np.arange(1)),
        (places_of, county.households["village"], county.households.id, no_links, no_ids),
        (entitled_persons, county),
        (planned_support, county),
    )
    on_rows = {step[0].__name__: partial(step[0], 0, 0, frame, *step[1:]) for step in passes}
    return {**on_rows, **{step[0].__name__: partial(step[0], *step[1:]) for step in small}}


if __name__ == "__main__":  # the helper
    for call in reversed(calls().values()):
        call()
