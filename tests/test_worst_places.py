"""Worst villages and townships of a county, and where its households stood a year before."""

import numpy as np
from counties import aged, flow, lived, tree_with

from sim.outcomes import PLACE_OF, observe_all
from sim.worst_places import PLACES, SHAPE, Standing, before, standing, worst_places

TREE = tree_with(lines={"poverty": 8000.0})  # high enough for many returns in a small county


def test_the_first_row_is_what_was_lived():
    county = lived(TREE, 4, aged())
    found, seen = worst_places(county, standing(county)), observe_all(county).values
    assert found.shape == SHAPE
    for k, place in enumerate(PLACES):
        assert found[0, k] == seen[PLACE_OF["ex_poor", f"worst_{place}_return_rate"]] > 0.0


def test_watching_changes_nothing():
    one, other = lived(TREE, 8, aged()), lived(TREE, 8, aged())
    assert worst_places(one, standing(one)).tobytes() == worst_places(other, standing(other)).tobytes()
    assert one.digest() == lived(TREE, 8, aged()).digest()


def test_standing_is_the_welfare_of_the_ex_poor():
    county = lived(TREE, 4, aged())
    h, then = county.households, standing(county)
    order = np.argsort(h.id[h["ex_poor"] != 0])
    assert (then.ids == h.id[h["ex_poor"] != 0][order]).all()
    np.testing.assert_allclose(then.welfare, flow(county, "welfare")[h["ex_poor"] != 0][order], rtol=1e-12, atol=1e-9)


def test_who_was_not_there_counts_as_well_off():
    then = Standing(np.array([3, 5, 9]), np.array([1.0, 2.0, 3.0]))
    assert before(np.array([9, 4, 3, 10]), then).tolist() == [3.0, np.inf, 1.0, np.inf]
    assert before(np.array([1]), Standing(np.zeros(0, dtype=np.int64), np.zeros(0))).tolist() == [np.inf]
