"""Households are followed by id, while rows move, dissolve and split."""

import numpy as np
import pytest
from counties import LUCK, baseline, columns, lived, population, tree_with

from sim.county import County
from sim.draws import child_id
from sim.explain.again import lived_again
from sim.explain.report import explained
from sim.explain.returns import Birth, Return, Returns, back
from sim.explain.track import BEFORE, STATES, WINDOW
from sim.explain.watcher import Watcher, around, rows_of
from sim.government.monitoring import returned
from sim.language import Failure
from sim.runs import Job, simulate


def test_columns_follow_the_id_while_households_dissolve():
    tree = tree_with(demography={"elder_death_rate": 0.9, "adult_death_rate": 0.2})
    start = population()
    watcher = Watcher([Return(int(identity), 84 + BEFORE, 1) for identity in start.households.id], {})
    county = County(start, tree, LUCK, 84)
    kept, n = [], county.households.n
    for _ in range(WINDOW):
        county.step()
        watcher(county)
        kept.append(
            {
                name: dict(zip(county.households.id.tolist(), county.households[name].tolist(), strict=True))
                for name in STATES
            }
        )
    assert county.households.n < n - 20, "rows have moved"
    for track in watcher.tracks():
        for k in range(WINDOW):
            there = track.household in kept[k]["land"]
            for name in ("land", "savings", "adults", "village", "poor", "persons_2"):
                value = track.at(name, 84 + k)
                assert value == kept[k][name][track.household] if there else np.isnan(value)


def test_the_product_of_a_household_is_known_by_its_kind():
    county = County(population(), baseline().tree, LUCK, 84)
    county.products["kind"][:] = [7, 2]
    rows = np.arange(county.households.n)
    grown = around(county, rows)["product_kind"]
    assert grown.tolist() == [[7.0, 2.0][row] for row in county.households["product"]] and len(set(grown.tolist())) == 2


def test_rows_are_found_by_id_and_absent_ids_are_not():
    ids = np.array([7, 3, 900, 12])
    assert rows_of(ids, np.array([12, 5, 7, 901, 0])).tolist() == [3, -1, 0, -1, -1]


def test_the_rule_of_a_return_is_that_of_monitoring():
    history = np.arange(64, dtype=np.int32)
    assert back(history).tolist() == [returned(int(bits)) for bits in history]


def test_before_a_split_the_parent_household_is_followed():
    births = {500: Birth(9, 88), 600: Birth(500, 92)}
    watcher = Watcher([], births)
    assert [watcher.living(600, q) for q in (92, 91, 88, 87)] == [600, 500, 500, 9]


def test_the_parent_of_a_new_household_is_found_by_its_id():
    seen = Returns(seed=5, first=84)
    seen.splitting = np.array([11, 12])
    seen.trace(np.array([child_id(5, 12, 88, 0), 777]), 88)
    assert seen.births == {child_id(5, 12, 88, 0): Birth(12, 88)}


def test_a_run_lived_again_is_the_same_run():
    job = Job(baseline(), LUCK, households=1, quarters=6)
    run, quarters = simulate(job), []
    assert lived_again(job, lambda county: quarters.append(county.number), from_the_start=True) == run.digest
    assert quarters == list(range(64, 90))
    assert explained(job, 1, run.digest).returns >= 0
    with pytest.raises(Failure):
        explained(job, 1, b"another state")


def test_looking_on_changes_nothing():
    plain, watched = lived(baseline().tree, 4), lived(baseline().tree, 0)
    watcher = Watcher([Return(k, 84 + BEFORE, 1) for k in range(50)], {})
    for _ in range(4):
        watched.step()
        watcher(watched)
    assert all((a[1] == b[1]).all() for a, b in zip(columns(plain), columns(watched), strict=True))
