"""Registration: lowest expected income in each village, persons matched to the plan, never by one low income."""

import numpy as np
import pytest
from counties import SMALL, population
from hypothesis import given
from hypothesis import strategies as st

from sim.draws import key
from sim.population import Blueprint, People, best_in_groups, generate, matched
from sim.population.registration import need_score
from sim.population.stores import members
from sim.spec import Invalid


def test_only_the_proportions_of_what_registration_expects_matter():
    h, people = population().households, People()
    doubled = People(**{name: 2.0 * getattr(people, name) for name in People._fields if name.startswith("expected")})
    noise = np.zeros(h.n)
    np.testing.assert_allclose(need_score(h, noise, doubled) - need_score(h, noise, people), np.log(2.0))


def test_more_expected_of_elders_moves_need_away_from_them():
    h, noise = population().households, np.zeros(population().households.n)
    higher = need_score(h, noise, People(expected_elder=5000.0)) > need_score(h, noise, People())
    assert (higher == (h["elders"] > 0)).all()


def test_no_household_is_filled_beyond_the_largest():
    crowded = SMALL._replace(ex_poor_persons=1025, relocated_persons=200)
    for largest in (7, 12):
        h = generate(Blueprint(crowded, People(largest=largest)), key(1, 0, 0)).households
        ex_poor = h["ex_poor"] == 1
        assert members(h)[ex_poor].sum() == 1025 and members(h).max() <= largest


def test_persons_that_do_not_fit_are_refused():
    with pytest.raises(Invalid, match="2000 persons do not fit into 120 households of 1 to 12 members"):
        generate(Blueprint(SMALL._replace(ex_poor_persons=2125)), key(1, 0, 0))


@given(st.lists(st.integers(1, 12), min_size=1, max_size=30), st.data())
def test_matching_meets_the_target_and_keeps_sizes_possible(sizes, data):
    target = data.draw(st.integers(len(sizes), 12 * len(sizes)))
    order = np.array(data.draw(st.permutations(range(len(sizes)))))
    changed = matched(np.array(sizes), target, order, 12)
    assert changed.sum() == target and changed.min() >= 1 and changed.max() <= 12


@given(
    st.lists(st.tuples(st.integers(0, 3), st.floats(-5, 5)), max_size=40),
    st.lists(st.integers(0, 6), min_size=4, max_size=4),
)
def test_each_group_gives_its_lowest_scores(rows, quota):
    group = np.array([g for g, _ in rows], dtype=np.int64)
    score = np.array([s for _, s in rows], dtype=np.float64)
    chosen = best_in_groups(group, score, np.array(quota))
    for g, places in enumerate(quota):
        inside, outside = score[(group == g) & chosen], score[(group == g) & ~chosen]
        assert inside.size == min(places, int((group == g).sum()))
        assert not outside.size or not inside.size or inside.max() <= outside.min()
