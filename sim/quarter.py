"""The order of events in a quarter: the model is these lines, in this order (nine phases)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim import books, shocks
from sim import firms as business
from sim.collectives import insurers, tourism
from sim.collectives import villages as village_rules
from sim.collectives.communities import Building, communities, farther_school
from sim.collectives.cropland import bound_to_grain
from sim.collectives.environment import calm, national_and_county, weather
from sim.collectives.farm_gate import farm_gates
from sim.collectives.hazards import calm_weather, hazards
from sim.collectives.idle_houses import collectives_part, use_houses
from sim.collectives.local_markets import remember_brought, sold_nearby
from sim.collectives.markets import expect_prices, growing_shares, markets
from sim.collectives.outlets import NOTHING, Arrived, Purchases, arrivals, outlets_pass, plain_market, surplus
from sim.collectives.prices import prices, spreads
from sim.collectives.products import cash_crops
from sim.draws import FIELDS
from sim.government.monitoring import count_returns, monitoring
from sim.government.pools import open_cases
from sim.government.safety_net import assist, review
from sim.levers.transition import foreseen_fall
from sim.policies import begins, hazards_now, policy, set_strengths
from sim.population.sites import at_sites
from sim.processes.anti_return_insurance import anti_return_insurance
from sim.processes.arrears import arrears
from sim.processes.ceremonies import ceremonies
from sim.processes.consumption import consumption, foresight
from sim.processes.coping import coping, defend, left_over
from sim.processes.credit import credit
from sim.processes.crops import crop_choice
from sim.processes.demography import demography, wind_up
from sim.processes.earnings import earnings
from sim.processes.enrolment import enrolment
from sim.processes.farm_service import farm_service
from sim.processes.farm_stays import farm_stays
from sim.processes.farming import farming, season
from sim.processes.growth import capital
from sim.processes.guarantees import DANGEROUS, guarantees
from sim.processes.health import health
from sim.processes.home_labour import home_labour
from sim.processes.houses import let_houses
from sim.processes.income import clear, income_pass
from sim.processes.informal_credit import informal_interest, make_ends_meet
from sim.processes.kin import kin_help, pooling
from sim.processes.labour import labour, release
from sim.processes.labour_power import labour_power
from sim.processes.linkage import cooperative_work
from sim.processes.livestock import livestock
from sim.processes.luck import draw
from sim.processes.marketing import marketing, sales
from sim.processes.medical_insurance import medical_insurance, pay_all
from sim.processes.membership import join
from sim.processes.motivation import motivation
from sim.processes.other_lines import remember_lines
from sim.processes.property import property_income
from sim.processes.property_insurance import property_insurance
from sim.processes.relocation import relocation
from sim.processes.schooling import education, schooling
from sim.processes.shares import shares
from sim.processes.side_industries import side_industries
from sim.processes.site_life import site_life
from sim.processes.transfers import transfers
from sim.processes.welfare import book_quarter, welfare_pass
from sim.record.adding import record
from sim.record.payments import village_payments
from sim.record.tally import GROUPS, SUMS
from sim.record.terms import terms
from sim.spec import CHANGE_FROM, RETURNS_FROM
from sim.state.flows import FLOW

if TYPE_CHECKING:
    from sim.county import County

OF_FIELDS = ("crop_choice", "livestock", "side_industries")  # share the FIELDS draws, which stay in the luck columns


def quarter(c: County) -> None:
    """Live one quarter of county ``c``."""
    set_strengths(c)
    environment(c)
    policy(c)
    work(c)
    firms(c)
    market(c)
    money(c)
    collectives(c)
    watch(c)
    books.close(c)


def environment(c: County) -> None:
    """Phase 1: weather, prices, outside labour demand, epidemic, fiscal transfers."""
    p = c.p["environment"]
    if p.enabled:
        national_and_county(c.county, c.covariate, p)
        weather(c.villages, c.covariate, p)
        prices(c.products, c.county, c.covariate, c.p["prices"])
    else:
        calm(c.county, c.villages)
    if c.p["hazards"].enabled:
        hazards(c.villages, c.products, c.county, c.covariate, hazards_now(c))
    else:
        calm_weather(c.villages, c.products, c.county)
    shocks.on_markets_and_herds(c.households, c.products, c.county, p.enabled, c.p["shocks"])
    if c.p["tourism"].enabled:
        tourism.visitors(c.county, c.covariate, p.enabled, c.p["shocks"].visitors_lost, c.p["tourism"])
    if c.p["property_insurance"].enabled:
        insurance_terms(c)
    else:
        insurers.uninsured(c.villages, c.products)


def insurance_terms(c: County) -> None:
    """What insurers pay by this quarter's indices; in January what they charge for the year."""
    p = c.p["property_insurance"]
    insurers.indemnities(c.villages, c.products, c.covariate, p)
    if c.number % 4 == 0:
        swing = spreads(c.products, c.p["prices"]) * (1.0 if c.p["environment"].enabled else 0.0)
        laws = hazards_now(c), swing, c.p["farming"]
        insurers.premiums(c.villages, c.products, c.county, c.number, p, *laws)


def work(c: County) -> None:
    """Phase 3: members, health, work found and lost, wages, harvest."""
    demography_on = c.p["demography"].enabled and c.number >= CHANGE_FROM
    if not demography_on:
        c.households["passage"][:] = 0
        c.households["split"][:] = 0
    at_work = c.p["labour"], c.p["earnings"], c.p["farming"]
    if c.p["farming"].enabled:
        local_markets(c)
        farm_gates(c.villages, c.initial, c.p["farming"], c.p["outlets"])
    c.visit(
        (clear,),
        (demography, c.luck, c.p["demography"]) if demography_on else (wind_up,),
        (education, c.luck, c.p["education"], farther_schools(c)) if c.p["education"].enabled else None,
        (health, c.luck, c.p["health"]) if c.p["health"].enabled else None,
        (labour_power, c.p["labour"].half_power),
        (labour, c.luck, *at_work) if c.p["labour"].enabled else (release,),
        (arrears, c.luck, c.p["arrears"]) if c.p["arrears"].enabled else None,
        (earnings, c.luck, c.p["earnings"], c.p["arrears"]) if c.p["earnings"].enabled else None,
        (home_labour, c.p["farming"]),
        (farm_service, c.luck, c.p["linkage"], c.p["farming"]) if c.p["farming"].enabled and tied(c) else None,
        (draw, c.luck, FIELDS) if any(c.p[name].enabled for name in OF_FIELDS) else None,
        crops(c),
        (livestock, c.p["livestock"]) if c.p["livestock"].enabled else None,
        (side_industries, c.p["side_industries"]) if c.p["side_industries"].enabled else None,
        (farm_stays, c.luck, c.p["tourism"]) if c.p["tourism"].enabled else None,
        (farming, c.luck, c.p["farming"]) if c.p["farming"].enabled else None,
        (join, c.luck, c.p["farming"], c.p["linkage"]) if c.p["farming"].enabled and c.cooperatives.n else None,
        (marketing, c.p["farming"]) if c.p["farming"].enabled else None,
    )


def local_markets(c: County) -> None:
    """How much of what villages take to market the markets of their townships can take."""
    p = c.p["outlets"]
    density = p.market_density + float(c.county["markets_built"][0])
    if not p.enabled or density <= 0.0:
        c.villages["nearby"][:] = 0.0
        return
    persons = books.persons_by_village(c, np.ones(c.households.n, dtype=np.int8))
    c.villages["nearby"][:] = sold_nearby(c.villages, persons, c.initial, c.number % 4, density, p)


def farther_schools(c: County) -> NDArray[np.float64]:
    """What missing services add to drop-out: nothing away from sites, then at each site, shape (1 + sites,)."""
    added = np.zeros(1 + c.sites.n)
    if c.p["site_life"].enabled:
        added[1:] = farther_school(c.sites["services"], c.p["site_life"])
    return added


def tied(c: County) -> bool:
    """Whether co-operatives offer their members more than orders and dividends."""
    return bool(c.p["cooperatives"].enabled and c.p["linkage"].enabled)


def crops(c: County) -> tuple[object, ...] | None:
    """The yearly choice of what is grown, in January, by what neighbours grew last year."""
    if not c.p["crop_choice"].enabled or c.number % 4:
        return None
    h = c.households
    growing = growing_shares(h["village"], h["product"], c.villages.n, c.products.n)
    own_share = c.p["farming"].own_share
    bound = bound_to_grain(h, c.products, c.frame, c.luck, c.p["crop_choice"], growing, own_share)
    return crop_choice, c.luck, c.p["crop_choice"], growing, cash_crops(c.products).astype(np.int8), bound


def firms(c: County) -> None:
    """Phase 4: co-operatives and enterprises collect, sell, pay, fail; a failure takes along all that hangs on it."""
    business.trade(c)


def market(c: County) -> None:
    """Phase 5: who buys, and what nobody buys; supply moves next quarter's prices."""
    supply = books.supply(c) - books.put_into_store(c) if c.p["farming"].enabled else None
    if supply is not None:
        growth = float(c.county["growth"][0])
        remember_brought(c.villages, books.worth_at_market(c), c.number % 4, growth)
    plain_market(c.products)
    c.purchases = NOTHING if supply is None or not c.p["outlets"].enabled else purchases(c, supply)
    if c.p["markets"].enabled and supply is not None:
        markets(c.products, supply, float(c.county["growth"][0]), c.covariate, c.p["markets"])
    else:
        c.products["response_log"][:] = 0.0
    if c.p["crop_choice"].enabled:
        expect_prices(c.products, c.p["crop_choice"])


def purchases(c: County, supply: NDArray[np.float64]) -> Purchases:
    """Outlets of assistance buy from listed producers; beyond what the season leads one to expect, buyers are hard to find."""
    h, growth, p = c.households, float(c.county["growth"][0]), c.p["outlets"]
    p = p._replace(partner_share=p.partner_share * (1.0 - c.p["shocks"].partner_withdraws))
    sums = arrivals(h["product"], c.flow("sales_market"), c.frame.reach[: h.n], c.frame.channel, c.products.n)
    expected = growth * c.products[f"expected_supply_{c.number % 4}"] * (1.0 if c.p["markets"].enabled else 0.0)
    beyond = surplus(supply, expected, p.slack)
    return outlets_pass(c.products, Arrived(*sums), beyond, growth, c.scale, c.pools, p)


def money(c: County) -> None:
    """Phase 6: income by source, medical bills, consumption, saving, investment, borrowing, distress."""
    distribution(c)
    supply = np.concatenate((c.villages["water"], c.sites["system"]))
    tiers, enrolled, spending = c.p["three_tiers"], c.p["enrolment"], c.p["capital"].enabled
    fall = foreseen_fall(c.number, c.p["transition"])
    c.village_flows = np.zeros((len(FLOW.columns), c.villages.n))
    c.visit(
        (sales, c.luck, c.p["farming"]) if c.p["farming"].enabled else None,
        (assist, c.luck, c.p["safety_net"]) if c.p["safety_net"].enabled else None,
        (transfers, c.luck, c.initial, c.p["transfers"]) if c.p["transfers"].enabled else None,
        (cooperative_work,) if tied(c) else None,
        (property_income, c.luck, c.p["property"]) if c.p["property"].enabled else (shares,),
        (let_houses, c.initial, c.p["houses"]) if c.p["houses"].enabled else None,
        (schooling, c.p["education"]) if c.p["education"].enabled else None,
        (enrolment, c.luck, enrolled) if enrolled.enabled and c.number % 4 == 0 else None,
        insured_property(c),
        (ceremonies, c.number, c.p["ceremonies"]) if c.p["ceremonies"].enabled else None,
        (relocation, c.p["relocation"], c.p["capital"].subsistence) if c.p["relocation"].enabled else None,
        (guarantees, c.luck, c.p["guarantees"], c.strengths.responsibility, supply)
        if c.p["guarantees"].enabled
        else None,
        returns_from_sites(c),
        (medical_insurance if tiers.enabled else pay_all, c.luck, tiers),
        (anti_return_insurance, c.luck, c.p["anti_return_insurance"]) if c.county["anti_return"][0] > 0.0 else None,
        (income_pass,),
        (pooling, c.p["kin"]) if c.p["kin"].enabled else None,
        (capital, c.luck, c.p["capital"], c.p["loss_cover"], c.p["technologies"]) if spending else None,
        (consumption, c.p["capital"]) if spending else None,
        (foresight, c.p["capital"], fall) if spending and fall > 0.0 else None,
        (credit, c.luck, c.p["credit"]) if c.p["credit"].enabled else None,
        (left_over,),
        (defend, c.p["coping"], c.p["capital"]) if c.p["coping"].enabled and spending else None,
        (informal_interest, c.p["informal_credit"]),
        (kin_help, c.p["kin"]) if c.p["kin"].enabled else None,
        (coping, c.p["coping"], c.p["informal_credit"], c.p["capital"], c.p["education"], c.p["health"].forgone_share)
        if c.p["coping"].enabled
        else None,
        (make_ends_meet, c.p["informal_credit"]),
        (book_quarter, c.luck),
        (village_payments, c.village_flows),  # here and not in phase 9, so that the columns need not be fetched again
    )


def returns_from_sites(c: County) -> tuple[object, ...] | None:
    """Who goes back from a relocation site, after the house and the site's cost of this quarter have been looked at."""
    if not lives_at_sites(c):
        return None
    house = DANGEROUS if c.p["guarantees"].enabled else 0
    return site_life, c.luck, c.p["site_life"], c.sites["integration"], house


def lives_at_sites(c: County) -> bool:
    """Whether life at relocation sites goes on; what was counted at the end of 2020 holds until then, as for members."""
    return bool(c.p["site_life"].enabled and c.number >= CHANGE_FROM and c.sites.n > 0)


def distribution(c: County) -> None:
    """What villages pay this quarter; now and then the list of receivers is brought up to date."""
    h, p = c.households, c.p["villages"]
    if not p.enabled:
        c.villages["distribution"][:] = 0.0
        c.villages["distribution_weak"][:] = 0.0
        return
    if c.number % p.relisting == 0:
        h["listed"][:] = h["entitlement"]
    weak = books.persons_by_village(c, (h["listed"] == 2).astype(np.int8))
    village_rules.distribute(
        c.villages,
        books.persons_by_village(c, h["listed"]),
        weak,
        float(c.county["post_wage"][0]) * c.own_posts.astype(np.float64),
        float(c.county["growth"][0]),
        p,
    )


def insured_property(c: County) -> tuple[object, ...] | None:
    """Insurance of crops, prices and houses, told whether there is anything to insure and anything to pay."""
    if not c.p["property_insurance"].enabled:
        return None
    farmed = float(c.p["farming"].enabled)
    pays = c.villages["indemnity"].any() or c.products["price_indemnity"].any()
    in_fields = farmed * season(c.number, c.p["farming"]) if pays else 0.0
    return (
        property_insurance,
        c.luck,
        c.p["property_insurance"],
        farmed,
        in_fields,
        float(c.villages["house_hit"].max()),
    )


def collectives(c: County) -> None:
    """Phase 7: share grants reach their receivers; village income, upkeep of assets, roads, water, power, internet; sites."""
    business.settle(c)
    building = Building(c.pools.site_building, c.pools.site_building_cost)
    c.flow_sums["site_services"] = (
        communities(c.sites, c.households, c.strengths.responsibility, building, c.p["site_life"])
        if lives_at_sites(c)
        else 0.0
    )
    if c.p["villages"].enabled:
        if begins(c, "village_outage"):
            shocks.outage(c.villages, c.covariate, c.p["shocks"])
        if c.number % 4 == 0:
            c.sites["households"][:] = at_sites(c.households, c.sites.n)
        c.upkeep = village_rules.villages_pass(
            c.villages,
            c.sites,
            books.by_village(c, "distribution") + books.posts_paid_by_collectives(c),
            float(c.county["growth"][0]),
            c.strengths.responsibility,
            village_rules.Aid(c.pools.collective_support, c.funded.programmes.paid),
            collectives_part(books.by_village(c, "house_rent"), c.p["houses"]),
            (c.covariate, c.initial),
            village_rules.Rules(c.p["villages"], c.p["cadres"], c.p["assets"], c.p["infrastructure"]),
        )
    else:
        c.villages["visits"][:] = 1.0
    if c.p["houses"].enabled:
        use_houses(c.villages, float(c.county["visitors"][0]), c.covariate, c.p["houses"])


def watch(c: County) -> None:
    """Phase 8: welfare, risk, detection, verification, help, release; returns are counted."""
    lines = c.p["lines"]
    watched = c.p["monitoring"]
    if watched.enabled:
        capacity = 0.001 * watched.case_capacity * c.households.n * c.strengths.supervision
        capacity = capacity * (1.0 - c.p["shocks"].cases_lost)
        capacity += float(c.county["cases_carried"][0])
        open_cases(c.households, capacity, c.luck)
        c.county["cases_carried"][0] = capacity - int(capacity)
    c.sums = np.zeros((len(SUMS), len(GROUPS), c.villages.n)) if c.recording else None
    c.visit(
        (welfare_pass, c.luck, lines),
        (remember_lines, lines.poverty * lines.monitoring_multiple, c.p["safety_net"].line),
        (monitoring, c.luck, watched, lines.poverty, lines.monitoring_multiple) if watched.enabled else None,
        (review, c.luck, c.initial, c.p["safety_net"]) if c.p["safety_net"].enabled else None,
        (motivation, c.luck, c.p["motivation"], lines.monitoring_multiple * lines.poverty)
        if c.p["motivation"].enabled
        else None,
        (count_returns, c.luck, RETURNS_FROM),
        (record, c.number, terms(c), c.sums) if c.sums is not None else None,  # what phase 9 keeps, row by row
    )
