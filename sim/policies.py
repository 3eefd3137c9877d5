"""The calendar's strengths, and phase 2 of a quarter: money arrives and is portioned out, places are offered."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from sim import books, shocks
from sim import firms as business
from sim.collectives import tourism
from sim.collectives import villages as village_rules
from sim.collectives.hazards import Hazards, held_back
from sim.collectives.local_markets import build, townships
from sim.forced_failures import forced_failures
from sim.government.budget import Cuts, People, order_of_payment, plan, receive
from sim.government.farm_stays import open_and_close
from sim.government.pools import offer_posts, offer_relief, offer_training, posts_open
from sim.levers.care_support import care_support
from sim.levers.channels import Pools, Reach, settle
from sim.levers.cooperative_support import cooperative_support
from sim.levers.education_support import education_support
from sim.levers.employment_transfer import employment_transfer
from sim.levers.enterprise_support import enterprise_support
from sim.levers.industry_support import held_back_by, industry_support
from sim.levers.insurance_support import insurance_support
from sim.levers.market_support import market_support
from sim.levers.medical_insurance import medical_insurance
from sim.levers.relocation_support import relocation_support
from sim.levers.safe_living import safe_living
from sim.levers.transition import strengths
from sim.measures.sums import total

if TYPE_CHECKING:
    from sim.county import County

LEVER_RULES: dict[str, Callable[[Reach, Any], None]] = {
    "levers.industry_support": industry_support,
    "levers.employment_transfer": employment_transfer,
    "levers.medical_insurance": medical_insurance,
    "levers.education_support": education_support,
    "levers.insurance_support": insurance_support,
    "levers.safe_living": safe_living,
    "levers.care_support": care_support,
    "levers.relocation_support": relocation_support,
    "levers.cooperative_support": cooperative_support,
    "levers.enterprise_support": enterprise_support,
    "levers.market_support": market_support,
}


def set_strengths(c: County) -> None:
    """What the calendar, and what a scenario withdraws, leave of each kind of support in this quarter."""
    c.strengths = shocks.withdrawn(strengths(c.number, c.p["transition"]), c.p["shocks"])


def hazards_now(c: County) -> Hazards:
    """The hazards of this quarter, less what works that stand hold back: as funded in the quarter before."""
    strength = c.strengths.policy * float(c.county["programmes_funded"][0])
    return held_back(c.p["hazards"], held_back_by(c.p["levers.industry_support"], strength))


def policy(c: County) -> None:
    """Take in money, let levers act, offer places to last quarter's applicants."""
    forced = c.p["shocks"]
    c.county["detection"][0] = c.strengths.supervision * (1.0 - forced.visits_lost)
    c.county["help"][0] = c.strengths.help
    treasury(c)
    many = begins(c, "firms_fail")
    c.forced = forced_failures(c.number, c.households, c.cooperatives, c.enterprises, forced, many)
    shocks.break_site_system(c.number, c.sites, forced)
    levers(c)
    lodging(c)
    growth = float(c.county["growth"][0])
    c.county["post_wage"][0] = 0.25 * c.pools.post_wage * growth
    own_posts(c)
    c.county["relief_wage"][0] = c.pools.relief_wage * growth
    c.county["anti_return"][0] = c.pools.anti_return if c.p["anti_return_insurance"].enabled else 0.0
    posts = posts_open(c.villages, c.pools.posts_per_village, c.initial)
    offer_posts(c.households, c.villages, posts + c.own_posts, c.luck)
    training(c)
    work_relief(c)
    c.flow_sums["market_building"] = build(c.county, c.scale * townships(c.villages), c.pools)
    c.villages["migration"][:] = village_rules.networks(c.households, c.villages.n)
    business.prepare(c)


def treasury(c: County) -> None:
    """Money arrives; relief is covered first, then benefits due by law, then programmes as far as the year's money goes."""
    forced, p = c.p["shocks"], c.p["budget"]
    people = People(c.persons(), total(books.persons_by_village(c, c.households["ex_poor"])))
    c.means = receive(c.county, people, c.number, p, Cuts(forced.budget_cut, forced.partner_withdraws))
    shocks.withhold_dibao(c.households, c.lots, forced)
    ahead = range(c.number, c.number // 4 * 4 + 4)  # the calendar is known, what a scenario forces is taken to last
    policy = tuple(shocks.withdrawn(strengths(q, c.p["transition"]), forced).policy for q in ahead)
    costs = plan(c.county, c.number, books.planned_support(c), policy, books.repairs_planned(c))
    c.funded = order_of_payment(float(c.county["treasury"][0]), c.means.coming, costs, p)
    c.county["funded"][0] = c.funded.relief.paid
    c.county["programmes_funded"][0] = c.funded.programmes.paid


def own_posts(c: County) -> None:
    """Posts that collectives pay: planned in January by last year's income, open as far as they can pay them this quarter."""
    p = c.p["villages"]
    if not p.enabled:
        c.own_posts = np.zeros(c.villages.n, dtype=np.int64)
        return
    usual = 0.25 * c.p["levers.employment_transfer"].post_wage * float(c.county["growth"][0])
    wage = float(c.county["post_wage"][0]) or usual  # the same pay as the county's posts, also when there are none
    if c.number % 4 == 0:
        c.villages["own_posts"][:] = village_rules.posts_planned(c.villages, wage, p)
    c.own_posts = village_rules.posts_paid(c.villages, wage, p)
    if c.own_posts.any():
        c.county["post_wage"][0] = wage


def begins(c: County, shock: str) -> bool:
    """Whether this quarter is the first of a stretch of a forced shock."""
    now = getattr(c.p["shocks"], shock)
    return bool(now > 0.0 and getattr(c.settings.at(c.number - 1)["shocks"], shock) == 0.0)


def training(c: County) -> None:
    """Offer the quarter's training places; the fraction of a place carries over, a place that nobody needs does not."""
    places = c.pools.training_places * c.scale + float(c.county["training_carried"][0])
    given = offer_training(c.households, places, c.luck) if c.p["labour"].enabled else 0
    c.county["training_carried"][0] = places - int(places)
    c.flow_sums["trained"] = float(given)


def lodging(c: County) -> None:
    """Facilities for visitors are built; farm stays are given up and opened."""
    built, p = 0.0, c.p["tourism"]
    if p.enabled:
        built = tourism.equip(c.villages, c.pools.facilities_pace)
        open_and_close(c.households, c.villages, float(c.county["visitors"][0]), c.luck, p)
    c.flow_sums["tourism_facilities"] = c.pools.facilities_cost * built


def work_relief(c: County) -> None:
    """Offer the quarter's work relief to those who applied; the fraction of a place carries over."""
    places = c.pools.relief_places * c.scale + float(c.county["relief_carried"][0])
    if c.p["labour"].enabled:
        offer_relief(c.households, places, c.luck)
    c.county["relief_carried"][0] = places - int(places)


def levers(c: County) -> None:
    """Let each enabled lever act through its channels, from a neutral start."""
    c.pools = Pools()
    reach = Reach(c.households, {}, c.pools, c.luck, c.strengths.policy * c.funded.programmes.paid)
    for path, rule in LEVER_RULES.items():
        if c.p[path].enabled and c.strengths.policy > 0.0:
            rule(reach, c.p[path])
    settle(c.frame.channel, c.frame.reach[: c.households.n], reach.moves)
