"""Spells of poverty and out of it: what is seen, what is cut off, and hazards by duration."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.measures import deprivation, spells

PANELS = st.lists(st.lists(st.booleans(), min_size=5, max_size=5), min_size=1, max_size=15)


def by_hand(rows, longest, keep=False):
    """At risk, followed and ended by walking each row; a row is 0, 1 or None (not seen)."""
    at_risk, followed, ended = np.zeros(longest), np.zeros(longest), np.zeros(longest)
    for row in rows:
        known, age = False, 0
        for t, now in enumerate(row):
            if now is None:
                known, age = False, 0
            elif not now:
                known, age = True, 0
            else:
                known = known or (keep and age == 0)
                age += 1
                if known and age <= longest:
                    at_risk[age - 1] += 1
                    if t + 1 < len(row) and row[t + 1] is not None:
                        followed[age - 1] += 1
                        ended[age - 1] += row[t + 1] == 0
    return at_risk, followed, ended


@given(PANELS, st.booleans())
def test_spells_are_those_found_by_walking_each_row(panel, keep):
    found = spells.poverty_spells(panel, 5, keep_left_censored=keep)
    assert np.array(found).tolist() == np.array(by_hand(panel, 5, keep)).tolist()


@given(st.lists(st.lists(st.sampled_from([0, 1, None]), min_size=6, max_size=6), min_size=1, max_size=15))
def test_a_gap_cuts_a_spell_off_and_hides_when_the_next_began(rows):
    observed = [[now is not None for now in row] for row in rows]
    for unseen in (0, 1):
        panel = [[unseen if now is None else now for now in row] for row in rows]
        found = spells.poverty_spells(panel, 6, observed=observed)
        assert np.array(found).tolist() == np.array(by_hand(rows, 6)).tolist()


def test_spells_from_before_the_panel_are_dropped_unless_asked_for():
    found = spells.poverty_spells([[1, 1, 0, 0, 1]], 3)
    assert found.at_risk.tolist() == [1, 0, 0] and found.followed.tolist() == [0, 0, 0]
    assert found.hazard.tolist() == found.ended.tolist() == [0.0, 0.0, 0.0]
    kept = spells.poverty_spells([[1, 1, 0, 0, 1]], 3, keep_left_censored=True)
    assert kept.at_risk.tolist() == [2, 1, 0] and kept.ended.tolist() == [0, 1, 0]


def test_reentry_counts_from_an_exit_that_was_seen():
    found = spells.reentry_spells([[1, 0, 0, 1], [0, 0, 1, 0], [1, 0, 0, 0], [0, 0, 0, 0]], 3, [1, 1, 2, 9])
    assert found.at_risk.tolist() == [4, 3, 2] and found.ended.tolist() == [0, 1, 0]
    assert found.followed.tolist() == [3, 3, 0]
    assert found.followed_hazard == pytest.approx([0, 1 / 3, 0])


@pytest.mark.statistical
def test_the_followed_hazard_of_a_constant_chance_is_that_chance_and_the_other_is_below_it():
    """Exit 0.3, entry 0.2, six periods; 4 standard errors."""
    rng = np.random.default_rng(5)
    states = [rng.random(200_000) < 0.4]
    for _ in range(5):
        states.append(np.where(states[-1], rng.random(200_000) >= 0.3, rng.random(200_000) < 0.2))
    found = spells.poverty_spells(np.column_stack(states), 4)
    error = np.sqrt(0.3 * 0.7 / found.followed)
    assert (np.abs(found.followed_hazard - 0.3) < 4 * error).all()
    assert (found.hazard < 0.3 - 4 * error).all()
    away = spells.reentry_spells(np.column_stack(states), 4)
    assert (np.abs(away.followed_hazard - 0.2) < 4 * np.sqrt(0.2 * 0.8 / away.followed)).all()


def test_survival_multiplies_what_hazards_leave():
    found = spells.Spells(np.array([5.0, 3.0]), np.array([5.0, 2.0]), np.array([2.0, 2.0]))
    assert found.survival == pytest.approx([0.6, 0.2])


def test_what_is_no_panel_is_refused():
    for bad in ([1, 0], [[]]):
        with pytest.raises(ValueError, match="panel"):
            spells.poverty_spells(bad, 2)
    with pytest.raises(ValueError, match="longest"):
        spells.poverty_spells([[0, 1]], 0)
    with pytest.raises(ValueError, match="observed has shape"):
        spells.poverty_spells([[0, 1]], 2, observed=[[1]])


@pytest.mark.parametrize("flag", [np.nan, 2, -1, 0.5])
def test_a_flag_is_0_or_1(flag):
    panel = [[0, 1, 0], [1, flag, 0]]
    for measure in (
        lambda: spells.poverty_spells(panel, 2),
        lambda: spells.reentry_spells(panel, 2),
        lambda: spells.poverty_spells([[0, 1, 0], [1, 0, 0]], 2, observed=panel),
        lambda: deprivation.alkire_foster(panel, [0.5, 0.3, 0.2], 0.5),
    ):
        with pytest.raises(ValueError, match="row 1, column 1.*第 1 行、第 1 列"):
            measure()
