"""What every process must satisfy: a switch that matters, and that is final while it is off."""

import numpy as np
import pytest
from counties import aged, baseline, differences, flow, lived, tree_with

from sim.county import County
from sim.parameters import GROUPS, LEVERS, PROCESSES
from sim.published.ablation import TITLES
from sim.state import flows

# What a process leaves in a household's flows; without it these are zero.
OWN_FLOWS = {
    "education": ("education_cost", "education_relief"),
    "health": ("bill", "admission", "lost_labour", "own_paid", "fund_paid", "aid_paid", "lever_paid"),
    "earnings": ("wage_migrant", "wage_local", "wage_enterprise", "wage_post", "transitory"),
    "labour": ("wage_work_relief",),
    "arrears": ("wage_withheld", "wage_recovered", "wage_lost"),
    "farming": ("output", "ordered", "own_use", "sales_order", "sales_market", "farm_cost"),
    "livestock": ("livestock_income", "livestock_lost"),
    "side_industries": ("side_income", "side_award"),
    "tourism": ("farm_stay_income",),
    "houses": ("house_rent",),
    "property_insurance": ("insurance_premium", "insurance_premium_normal", "insurance_payout"),
    "anti_return_insurance": ("anti_return_payout",),
    "linkage": ("wage_cooperative", "rent_cooperative", "service_fee"),
    "cooperatives": ("ordered", "sales_order", "dividend_cooperative", "wage_cooperative", "rent_cooperative"),
    "enterprises": ("wage_enterprise", "dividend_enterprise"),
    "transfers": ("pension", "disability_allowance", "ecological", "remittance", "contribution"),
    "property": ("distribution", "grant", "share_grant", "land_rent"),
    "ceremonies": ("ceremony",),
    "relocation": ("site_cost", "site_relief"),
    "guarantees": ("house_repair", "house_aid"),
    "enrolment": ("premium", "premium_subsidy"),
    "three_tiers": ("fund_paid", "aid_paid", "lever_paid", "prepaid", "refunded", "deferred", "deferred_repaid"),
    "capital": ("capital_income", "consumption"),
    "credit": ("borrowed", "repaid", "interest", "interest_subsidy"),
    "villages": ("distribution",),
    "safety_net": ("dibao", "tekun", "relief"),
}


STIRRED = {
    "banks": {"credit": {"take_up": 4.0, "term": 1, "extension": 1, "default_after": 1}},  # losses in a small county
    "houses": {"houses": {"use_rate": 1.0, "demand": 1.0}},  # which has few idle houses
}


@pytest.mark.parametrize("process", PROCESSES)
def test_a_process_matters(process):
    assert GROUPS[process]().enabled is True
    more = STIRRED.get(process, {})
    more_off = {**more, process: {**more.get(process, {}), "enabled": False}}
    on, off = lived(tree_with(**more), 5, aged()), lived(tree_with(**more_off), 5, aged())
    assert on.digest() != off.digest()


@pytest.mark.parametrize("process", PROCESSES)
def test_a_process_that_is_switched_off_stops(process):
    values = {**STIRRED.get(process, {}).get(process, {}), "enabled": {"2021Q3": False}}
    county, seen = lived(tree_with(**{process: values}), 0, aged()), False
    for _ in range(2):
        county.step()
        seen = seen or any((flow(county, name) != 0.0).any() for name in OWN_FLOWS.get(process, ()))
    assert seen or process not in OWN_FLOWS
    for _ in range(3):
        county.step()
        for name in OWN_FLOWS.get(process, ()):
            assert (flow(county, name) == 0.0).all(), name


def test_shared_shocks_that_are_switched_off_do_not_last():
    stormy = {"crisis_rate": 2.0, "epidemic_rate": 2.0, "enabled": {"2021Q3": False}}
    ill = {"flood_rate": 2.0, "plant_disease_rate": 2.0, "animal_disease_rate": 2.0, "enabled": {"2021Q3": False}}
    county = lived(tree_with(environment=stormy, hazards=ill), 2, aged())
    assert (county.villages["disaster"] > 0.0).any() and county.county["crisis"][0] > 0.0
    county.step()
    assert not any(county.villages[name].any() for name in ("disaster", "capital_hit", "house_hit", "yield_log"))
    assert not county.products["disease"].any() and county.county["animal_disease"][0] == 0.0
    assert county.county["crisis"][0] == 0.0 and county.county["epidemic"][0] == 1.0


def test_without_labour_nobody_works_who_is_not_there():
    dying = {"adult_death_rate": 0.5}
    county = lived(tree_with(labour={"enabled": False}, demography=dying), 6, aged())
    h = county.households
    able = np.maximum(h["adults"].astype(int) - h["disabled"] - h["students"], 0)
    assert (h["migrants"] + h["local_workers"] + h["employed"] <= able).all()


def test_the_columns_hold_the_whole_state():
    """A county that is taken over in the middle goes on as if nothing had happened: flows carry nothing over."""
    whole, half = lived(baseline().tree, 9, aged()), lived(baseline().tree, 4, aged())
    taken_over = lived(baseline().tree, 5, half.population.copy(), half.number + 1)
    assert differences(whole, taken_over) == []


@pytest.mark.parametrize("off", [(), ("coping",)], ids=["all", "without coping"])
def test_no_flow_outlives_its_quarter(off):
    """Whatever stands in the flows before a quarter is of no consequence, in each of the year's four.

    Coping writes what the last loans add to, so they are looked at without it, too.
    """
    tree = tree_with(**{process: {"enabled": False} for process in off})
    clean, soiled = lived(tree, 1, aged()), lived(tree, 1, aged())
    for _ in range(4):
        soiled.frame.flow.fill(1e6)
        soiled.frame.touched.fill((1 << (len(flows.FLOWS) - flows.FIRST_RARE)) - 1)
        clean.step()
        soiled.step()
        assert differences(clean, soiled) == []


def test_all_flows_of_a_few_households_are_those_of_each_flow():
    county, rows = lived(baseline().tree, 2, aged()), np.array([3, 11, 40, 41])
    for column, name in enumerate(declared.name for declared in flows.FLOWS):
        assert (county.flows_of(rows)[column] == flow(county, name)[rows]).all(), name


def test_every_process_has_its_name_in_both_languages():
    assert set(TITLES) == set(PROCESSES)


def test_groups_are_levers_processes_or_plain_numbers():
    assert set(PROCESSES).isdisjoint(LEVERS)
    switched = {path for path, group in GROUPS.items() if "enabled" in group._fields}
    assert switched == set(PROCESSES) | set(LEVERS)


def test_a_county_may_run_on_any_settings_by_quarter():
    """``County`` asks its settings for the groups of a quarter and for nothing else."""

    class Settings:
        def at(self, quarter):
            return baseline().tree.at(quarter)

    county = County(aged(), Settings(), lived(baseline().tree, 0, aged()).seeds, 84)
    county.step()
    assert differences(county, lived(baseline().tree, 1, aged())) == []
    assert np.isfinite(county.imbalance)
