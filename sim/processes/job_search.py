"""Finding and losing wage work: what pulls towards it, what holds back, and the one labour market that all share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.compiled import compiled, inlined
from sim.draws import LABOUR, Key
from sim.mathematics import exp
from sim.processes.farming import potential
from sim.processes.hazard import strikes
from sim.processes.luck import draw
from sim.processes.rows import listed, moved, row
from sim.state import channels, collective, flows, households
from sim.state.frame import Floats, Frame

Rows = NDArray[np.int64]

if TYPE_CHECKING:  # the parameters stand beside the pass that calls this
    from sim.processes.earnings import Earnings
    from sim.processes.farming import Farming
    from sim.processes.labour import Labour


@inlined
def counted(productivity: float, p: Labour) -> float:
    """Log productivity as the search for work sees it, between its floor and its ceiling."""
    return min(max(productivity, p.skill_floor), p.skill_ceiling)


@inlined
def employability(productivity: float, channel: float, trained: float, qualified: float, p: Labour) -> float:
    """Factor on finding wage work (E53); ``trained`` and ``qualified`` are shares of the able adults."""
    schooled = p.training_finding * trained + p.qualified_finding * qualified
    return exp(p.skill_slope * counted(productivity, p)) * (1.0 + channel + schooled)


@inlined
def chord(exponential: float, at: float) -> float:
    """Slope of the straight line from (0, 1) to the point of a convex exponential ``at`` another place; 0 where it is 0."""
    return (exponential - 1.0) / at if at != 0.0 else 0.0


@inlined
def at_most(x: float, up: float, down: float) -> float:
    """A bound on exp(skill_slope x) that needs no exponential: two chords, which lie above a convex curve."""
    return 1.0 + up * max(x, 0.0) + down * min(x, 0.0)


@inlined
def advantage(wage: float, farm: float, choice: float) -> float:
    """Factor on finding work that pays ``wage`` where one more hand on the own farm is worth ``farm`` (E54).

    1 - ``choice`` where work pays nothing, 1 where both are equal, 1 + ``choice`` where the farm needs nobody.
    """
    both = wage + farm
    return 1.0 + (choice * (wage - farm) / both if both > 0.0 else 0.0)


@inlined
def care(hands: int, dependants: int, elders: int, p: Labour) -> float:
    """Factor on taking up work that leaves ``hands`` - 1 able adults for those who need care (E55)."""
    if hands > 1 or dependants == 0:
        return 1.0
    return p.left_behind if elders > 0 else p.care_factor


@inlined
def road(state: float, p: Labour) -> float:
    """What distance leaves of local work and of its wage (E56): 1 where the village's roads are as built."""
    return 1.0 - p.distance * (1.0 - state)


@inlined
def network(share: float, p: Labour) -> float:
    """Factor on finding outside work where the ``share`` of the village's able adults works outside (E57)."""
    return 1.0 + p.network * share


@inlined
def finding_in_market(county: Floats, p: Labour) -> float:
    """Factor on finding any work (E58): wages above their trend say that hands are wanted."""
    return max(1.0 + p.market_slope * (county[collective.WAGE_CYCLE] - 1.0), 0.0)


@inlined
def loss_in_market(county: Floats, p: Labour) -> float:
    """Factor on losing any work (E59), the mirror image of E58."""
    return max(1.0 - p.market_slope * (county[collective.WAGE_CYCLE] - 1.0), 0.0)


@inlined
def next_workers(now: int, found: bool, lost: bool) -> int:
    """Workers of one kind a quarter later (E63): at most one found and one lost."""
    return now + (1 if found else 0) - (1 if lost and now > 0 else 0)


@inlined
def farm_return(land: float, hands: float, elders: int, productivity: float, growth: float, farm: Farming) -> float:
    """What the last of ``hands`` > 0 on the own farm adds to a year's output net of inputs (E61), CNY2020/year."""
    others = max(hands - 1.0, 0.0) + farm.elder_labour * elders
    more = potential(land, hands + farm.elder_labour * elders, farm) - potential(land, others, farm)
    return (1.0 - farm.cost_share) * growth * more * exp(farm.skill_share * productivity) if farm.enabled else 0.0


@compiled
def search(lo: int, hi: int, f: Frame, key: Key, p: Labour, wages: Earnings, farm: Farming) -> None:
    """Losses and finds of wage work outside and inside the county, at most one of each: one household in three."""
    draw(lo, hi, f, key, LABOUR)
    mark, rows = np.empty(hi - lo), np.empty(hi - lo + 1, np.int64)
    mark_losses(lo, hi, f, p, mark)
    mark_finds(lo, hi, f, p, mark)
    moves(lo, f, p, wages, farm, mark, rows)


@compiled
def moves(lo: int, f: Frame, p: Labour, wages: Earnings, farm: Farming, mark: Floats, rows: Rows) -> None:
    """Lose and find work in the rows that are marked."""
    for k in range(listed(lo, mark, rows)):
        move(rows[k], mark[rows[k] - lo] >= FINDS, f, p, wages, farm)


FINDS = 2.0  # mark of a row where work may be found; where it may only be lost the mark is less
SLACK = 0.2500001  # of a year: a quarter, and more than what rounding could take from a bound


@compiled
def mark_losses(lo: int, hi: int, f: Frame, p: Labour, mark: Floats) -> None:
    """Mark the rows where work may be lost: the uniform lies below the hazard without anybody's help."""
    migrants, local = f.count[households.MIGRANTS], f.count[households.LOCAL_WORKERS]
    away, near, crisis = f.luck[0], f.luck[2], 4.0 * f.county[collective.CRISIS]
    worse = loss_in_market(f.county, p)
    outside = SLACK * (p.migrant_loss * worse + crisis)
    inside = SLACK * (p.local_loss * worse + crisis * p.local_crisis)
    for k in range(hi - lo):
        i = row(lo, k)
        first = 0.5 if away[i] < outside * float(int(migrants[i])) else 0.0
        second = 0.5 if near[i] < inside * float(int(local[i])) else 0.0
        mark[k] = first + second


@compiled
def mark_finds(lo: int, hi: int, f: Frame, p: Labour, mark: Floats) -> None:
    """Mark the rows where work may be found: the uniform lies below a bound of the hazard, village and farm unseen."""
    count, skill, shock = f.count, f.money[households.SKILL], f.money[households.PERSISTENCE]
    hands, migrants = count[households.ABLE], count[households.MIGRANTS]
    local, jobs = count[households.LOCAL_WORKERS], count[households.EMPLOYED]
    away, near, present = f.luck[1], f.luck[3], f.flow[flows.PRESENT]
    up = chord(exp(p.skill_slope * p.skill_ceiling), p.skill_ceiling)
    down = chord(exp(p.skill_slope * p.skill_floor), p.skill_floor)
    best = SLACK * (1.0 + p.choice) * finding_in_market(f.county, p)
    outside, inside = best * p.migrant_finding * (1.0 + p.network), best * p.local_finding
    schooled = 1.0 + p.training_finding + p.qualified_finding
    gain, site = np.empty(hi - lo), np.empty(hi - lo)
    for k in range(hi - lo):
        gain[k] = moved(row(lo, k), f, channels.FINDING)
        site[k] = moved(row(lo, k), f, channels.SITE_JOBS)
    for k in range(hi - lo):
        i = row(lo, k)
        idle = float(int(hands[i]) - int(migrants[i]) - int(local[i]) - int(jobs[i])) * present[i]
        idle = idle * at_most(counted(skill[i] + shock[i], p), up, down) * (schooled + gain[k])
        first = FINDS if away[i] < outside * idle else 0.0
        second = FINDS if near[i] < inside * idle * (1.0 + site[k]) else 0.0
        mark[k] = mark[k] + (first + second)


@inlined
def move(i: int, may_find: bool, f: Frame, p: Labour, wages: Earnings, farm: Farming) -> None:
    """Lose and find work in household ``i``."""
    count, crisis = f.count, 4.0 * f.county[collective.CRISIS]
    m, w = int(count[households.MIGRANTS, i]), int(count[households.LOCAL_WORKERS, i])
    free = int(count[households.ABLE, i]) - m - w - int(count[households.EMPLOYED, i])
    stays = (1.0 - moved(i, f, channels.RETENTION)) * loss_in_market(f.county, p)
    back = strikes(f.luck[0, i], (p.migrant_loss * stays + crisis) * m)
    idle = strikes(f.luck[2, i], (p.local_loss * stays + crisis * p.local_crisis) * w)
    leaves = starts = False
    if may_find and free > 0:
        away, near = find_rates(i, free, able_at_home(i, f), f, p, wages, farm)
        leaves = strikes(f.luck[1, i], away)
        starts = free > (1 if leaves else 0) and strikes(f.luck[3, i], near)
    count[households.MIGRANTS, i] = next_workers(m, leaves, back)
    count[households.LOCAL_WORKERS, i] = next_workers(w, starts, idle)


@inlined
def able_at_home(i: int, f: Frame) -> int:
    """Able adults of household ``i`` who do not work outside the county."""
    return int(f.count[households.ABLE, i]) - int(f.count[households.MIGRANTS, i])


@inlined
def hampered(crisis: float, p: Labour) -> float:
    """Part of outside work that a labour crisis makes impossible to find (E60); ``crisis`` of the migrants lose theirs."""
    return (1.0 - p.crisis_finding) * min(crisis / p.deep_crisis, 1.0)


@inlined
def find_rates(
    i: int, free: int, home: int, f: Frame, p: Labour, wages: Earnings, farm: Farming
) -> tuple[float, float]:
    """Finds a year of outside and of local work (E62): ``home`` able adults live at home, ``free`` > 0 without wage work."""
    count, money, county, at = f.count, f.money, f.county, int(f.link[households.VILLAGE, i])
    children, elders = int(count[households.CHILDREN, i]), int(count[households.ELDERS, i])
    theta = money[households.SKILL, i] + money[households.PERSISTENCE, i]
    x, hands = counted(theta, p), free * f.flow[flows.PRESENT, i]
    own = farm_return(money[households.LAND, i], hands, elders, x, county[collective.GROWTH], farm)
    pay, passable = exp(x) if wages.enabled else 0.0, road(f.village[collective.ROAD, at], p)
    outside = wages.migrant_wage * county[collective.WAGE_INDEX] * pay
    inside = wages.local_wage * county[collective.LOCAL_WAGE_INDEX] * pay * passable
    slump = hampered(county[collective.CRISIS], p)
    away = p.migrant_finding * (1.0 - slump) * network(f.village[collective.MIGRATION, at], p)
    near = p.local_finding * (1.0 - p.local_crisis * slump) * passable * (1.0 + moved(i, f, channels.SITE_JOBS))
    chance = suited(i, theta, f, p) * hands * finding_in_market(county, p)
    return (
        away * chance * advantage(outside, own, p.choice) * care(home, children + elders, elders, p),
        near * chance * advantage(inside, own, p.choice) * care(free, int(count[households.INFANTS, i]), elders, p),
    )


@inlined
def suited(i: int, theta: float, f: Frame, p: Labour) -> float:
    """Employability of household ``i`` at log productivity ``theta``."""
    count, able = f.count, float(int(f.count[households.ABLE, i]))
    each = 1.0 / able if able > 0.0 else 0.0
    trained = min(float(int(count[households.TRAINED, i])) * each, 1.0)
    qualified = min(float(int(count[households.QUALIFIED, i])) * each, 1.0)
    return employability(theta, moved(i, f, channels.FINDING), trained, qualified, p)
