"""Education support: relief and drop-out control reach the covered, as strongly as policy stands."""

import numpy as np
from counties import aged, baseline, flow, lived, tree_with

from sim.draws import key
from sim.levers.channels import Pools, Reach
from sim.levers.education_support import EducationSupport, education_support
from sim.state import channels

ON = {"levers__education_support": {"enabled": True, "coverage": 0.5, "cost_relief": 0.6, "dropout_control": 0.9}}


def test_covered_households_get_relief_and_others_none():
    county = lived(tree_with(**ON), 0, aged())
    entitled = (county.households["entitlement"] > 0) & (county.households["access_education"] < 16384)
    county.step()
    cost, relief = flow(county, "education_cost"), flow(county, "education_relief")
    np.testing.assert_allclose(relief, np.where(entitled, 0.6 * cost, 0.0))
    assert 0 < entitled.sum() < county.households.n and relief.any()
    assert county.cost["education_support"] > 0.0 and county.imbalance < 1e-9


def test_relief_and_control_follow_the_strength_of_policy():
    households, moves = aged().households, {}
    education_support(
        Reach(households, moves, Pools(), key(1, 0, 84), 0.5), EducationSupport(cost_relief=0.4, dropout_control=0.8)
    )
    ((chosen, relief),), ((same, control),) = moves[channels.EDUCATION_RELIEF], moves[channels.SCHOOLING_CONTROL]
    assert (relief, control) == (0.2, 0.4) and chosen is same and (chosen == (households["entitlement"] > 0)).all()


def test_without_relief_and_control_more_children_leave_school():
    stress = {"education": {"leaving_school": 0.2}}
    helped = lived(
        tree_with(**stress, levers__education_support={**ON["levers__education_support"], "coverage": 1.0}), 8, aged()
    )
    alone = lived(tree_with(**stress, levers__education_support={"enabled": False}), 8, aged())
    entitled = helped.households["ex_poor"] != 0
    assert (
        helped.households["out_of_school"][entitled].sum()
        < 0.5 * alone.households["out_of_school"][alone.households["ex_poor"] != 0].sum()
    )
    assert baseline().tree.at(84)["education"].enabled
