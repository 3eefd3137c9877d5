"""One model, three lanes, the same bits: real agents in random order, columns, columns on threads."""

import numpy as np
import pytest
from counties import (
    LUCK,
    SMALL,
    TINY,
    aged,
    baseline,
    columns,
    differences,
    kept_rows,
    lived,
    model_of,
    only,
    population,
    tree_with,
)
from hypothesis import example, given, settings
from hypothesis import strategies as st
from parameter_values import edges, parameters

import sim.lanes
from sim.county import Luck
from sim.lanes import CompiledLane, tiles
from sim.outcomes import observe_all
from sim.parameters import GROUPS, PROCESSES
from sim.spec import BURN_IN

FIRST = 83  # 2020Q4: within four quarters there is a year's end, January and the first births
LEVER_GROUPS = ("levers.industry_support", "levers.employment_transfer", "levers.medical_insurance")


lucks = st.builds(Luck.of, st.integers(0, 2**64 - 1), st.integers(0, 2**32 - 1))


def assert_lanes_agree(tree, start, quarters, luck=LUCK):
    """Live in both lanes; every column, flow and recorded series must be the same to the bit."""
    compiled = lived(tree, quarters, start.copy(), FIRST, luck)
    model = model_of(tree, start.copy(), FIRST, luck, "agents")
    for _ in range(quarters):
        model.step()
    assert differences(compiled, model.county) == []
    assert compiled.digest() == model.county.digest()
    one, other = observe_all(compiled), observe_all(model.county)
    assert one.values.tobytes() == other.values.tobytes() and one.returns.tobytes() == other.returns.tobytes()
    assert compiled.imbalance == model.county.imbalance


@pytest.mark.parametrize("process", PROCESSES)
@settings(max_examples=12)
@given(data=st.data())
def test_each_process_alone_gives_the_same_bits(process, data):
    groups = {"three_tiers": ("three_tiers", *LEVER_GROUPS[2:])}.get(process, (process, "credit", "lines"))
    tree = only(process, values=data.draw(parameters(*groups)))
    assert_lanes_agree(tree, aged(TINY), 4, data.draw(lucks))


@settings(max_examples=50)
@given(parameters(*GROUPS) | parameters(*GROUPS, most=30, values=edges), lucks)
def test_all_processes_together_give_the_same_bits(values, luck):
    """Also at the edges of what is allowed, where rates are zero and shares are whole."""
    assert_lanes_agree(baseline().tree.with_values(values), aged(TINY), 4, luck)


def test_a_larger_county_gives_the_same_bits_for_longer():
    assert_lanes_agree(baseline().tree, aged(SMALL), 12)


def test_a_burn_in_gives_the_same_bits_in_both_lanes():
    """Runs burn in compiled, whatever their lane: the campaign's quarters are the same text."""
    tree = baseline().tree
    compiled = lived(tree, 20, population(TINY), BURN_IN)
    model = model_of(tree, population(TINY), BURN_IN, lane="agents")
    for _ in range(20):
        model.step()
    assert compiled.number == model.county.number == 83
    assert differences(compiled, model.county) == [] and compiled.digest() == model.county.digest()


@settings(max_examples=8)
@example(2, 40)
@given(st.integers(1, 4), st.integers(1, 600))
def test_neither_threads_nor_tiles_change_a_bit(threads, size):
    whole, cuts = lived(baseline().tree, 5, aged(), FIRST), []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sim.lanes, "tiles", lambda village, _=0: cuts.append(tiles(village, size)) or cuts[-1])
        lane = CompiledLane(threads)
        cut = lived(baseline().tree, 5, aged(), FIRST, lane=lane)
        seen = observe_all(cut)
        lane.close()
    assert size > 300 or len(cuts[-1]) > 1
    assert differences(whole, cut) == []
    assert observe_all(whole).values.tobytes() == seen.values.tobytes()


@given(st.lists(st.integers(0, 9), max_size=60).map(sorted), st.integers(1, 20))
def test_tiles_are_whole_villages_and_cover_every_row_once(villages, size):
    village = np.array(villages, dtype=np.int32)
    cut = tiles(village, size)
    assert [row for lo, hi in cut for row in range(lo, hi)] == list(range(len(villages)))
    assert all(village[hi - 1] != village[hi] for _, hi in cut[:-1])
    assert all(hi - lo >= size for lo, hi in cut[:-1])


# Of one quarter, so that what collectives sum in row order cannot come back to the households.
@settings(max_examples=5)
@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_household(random):
    start = aged()
    order = list(range(start.households.n))
    random.shuffle(order)
    # Kin share within a village, villages count those on their list, and what buyers and firms pay follows sums in the order of rows.
    off = ("kin", "villages", "outlets", "cooperatives", "enterprises")
    tree = tree_with(**{name: {"enabled": False} for name in off})
    shuffled = lived(tree, 1, kept_rows(start, np.array(order)))
    as_is = lived(tree, 1, start)
    moved = [name for name in differences(as_is, shuffled) if name.startswith(("household.", "flow."))]
    assert moved == []


# No queue, no village fund and no firm: nothing by which one household could reach another.
ALONE = ("environment", "demography", "health", "labour", "earnings", "farming", "transfers", "enrolment", "three_tiers", "capital",
         "credit", "safety_net")  # fmt: skip


@settings(max_examples=5)
@given(st.data())
def test_households_that_are_removed_leave_the_luck_of_the_others_alone(data):
    start = aged()
    n = start.households.n
    removed = data.draw(st.sets(st.integers(0, n - 1), min_size=1, max_size=n - 1))
    rows = np.array(sorted(set(range(n)) - removed))
    tree = only(*ALONE, values={"budget.bounded": False, "labour.network": 0.0})  # nor those who went before
    everybody, fewer = lived(tree, 5, start.copy(), FIRST), lived(tree, 5, kept_rows(start, rows), FIRST)
    left = np.isin(everybody.households.id, fewer.households.id)
    stayed = {name: column[left] for name, column in columns(everybody) if name.startswith(("household.", "flow."))}
    assert fewer.households.n > 0
    for name, column in columns(fewer):
        if name in stayed:
            assert stayed[name].tobytes() == column.tobytes(), name
