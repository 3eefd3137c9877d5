"""Following a run: who lost which lines when firms fail, cascades, and the returns that are traced to them."""

from collections import Counter
from types import SimpleNamespace

import numpy as np
import pytest
from counties import LUCK, aged, baseline, lived, tree_with

from sim.county import County
from sim.following import CASCADE, GROUPS, LOST, NODES, NOT_YET, Columns, Follower, rows_of
from sim.forced_failures import links
from sim.network import lines_of, lost
from sim.network_sizes import SIZES
from sim.outcomes import observe_all
from sim.runs import Job, simulate

OFTEN = {
    "cooperatives": {"failure_rate": 1.5, "entry_rate": 4.0}, "enterprises": {"failure_rate": 1.5, "workshop_failure_rate": 1.5, "entry_rate": 4.0},
}  # fmt: skip
QUIET = {
    "cooperatives": {"failure_rate": 0.0}, "enterprises": {"failure_rate": 0.0, "workshop_failure_rate": 0.0, "cleanup_rate": 0.0},
    "share_funds": {"hollow": 0.0, "leverage": 10.0},
}  # fmt: skip
SHOCK = {"shocks": {"largest_enterprise_fails": "2021Q3"}}


def followed(tree, quarters, start=None, look=lambda county: None):
    """A county that lives some quarters from 2021Q1 with a follower; ``look`` sees it before each quarter."""
    county = lived(tree, 0, start if start is not None else aged())
    follower = Follower(county)
    for _ in range(quarters):
        follower.before(county)
        look(county)
        county.step()
        follower.after(county)
    return county, follower.followed(county)


def people(county):
    return county.members()


class Plain:
    """What a follower should find, household by household."""

    def __init__(self):
        self.lost, self.hits, self.seen = [], [], []

    def quarter(self, before, county):
        """Lines that each household lost, as (household, node) pairs with what stood for it."""
        found, n = lost(before, county), people(county)
        ex_poor = county.households["ex_poor"]
        row = np.zeros((len(GROUPS), len(LOST)), dtype=int)
        cascades = {}
        for k, identity in enumerate(county.households.id.tolist()):
            nodes = [int(x) for x, gone in zip(found.nodes[:, k], found.gone[:, k], strict=True) if gone]
            if not nodes or n[k] == 0:
                continue
            for group in range(1 + int(ex_poor[k])):
                row[group] += [1, len(nodes) > 1, n[k], n[k] * (len(nodes) > 1)]
            for node, lines in Counter(nodes).items():
                here = cascades.setdefault(node, [0, 0, 0, 0])
                for j, add in enumerate((1, lines > 1, n[k], n[k] * ex_poor[k])):
                    here[j] += int(add)
            self.hits.append((county.number, identity, nodes))
        self.lost.append(row)
        for node in sorted(cascades):
            firms = county.enterprises
            of = firms if node < firms.n else county.cooperatives
            place = node - (0 if node < firms.n else firms.n)
            kind = 2 if of is county.cooperatives else int(firms["workshop"][place])
            village = county.villages.id[of["village"][place]]
            self.seen.append([county.number, kind, int(of.id[place]), int(village), *cascades[node]])

    def returns(self, county, year):
        """Ex-poor persons returned now by cascade (quarter, node), and those exposed: returned and at risk."""
        h, n = county.households, people(county)
        hit = {}
        for quarter, identity, nodes in self.hits:
            if quarter // 4 == year:
                hit.setdefault(identity, []).extend((quarter, node) for node in nodes)
        traced, exposed = Counter(), [0, 0]
        for k, identity in enumerate(h.id.tolist()):
            history = int(h["poor_history"][k])
            if identity in hit and h["ex_poor"][k] and n[k] > 0 and not history >> 4 & 1:
                exposed[1] += int(n[k])
                if history & 1:
                    exposed[0] += int(n[k])
                    most = max(Counter(hit[identity]).values())
                    traced[min(x for x, times in Counter(hit[identity]).items() if times == most)] += int(n[k])
        return traced, exposed


def test_a_follower_finds_what_plain_reading_finds():
    """Through three Januaries, in which rows move."""
    county = lived(tree_with(**OFTEN, lines={"poverty": 9000.0}), 0, aged())  # with many returns
    follower, plain, traced, compared = Follower(county), Plain(), [], []
    for _ in range(12):
        follower.before(county)
        before = lines_of(county)
        county.step()
        follower.after(county)
        plain.quarter(before, county)
        if county.number % 4 == 3:
            sums = observe_all(county).returns.sum(axis=1)
            by, exposed = plain.returns(county, county.number // 4)
            traced.append((by, sums[0]))
            compared.append([exposed, (sums - exposed).tolist()])
    found = follower.followed(county)
    assert found.lost.tolist() == np.array(plain.lost).tolist() and found.lost[:, 1, 1].sum() > 10
    assert found.cascades[:, :8].tolist() == plain.seen and len(set(found.cascades[:, 1])) == 3
    assert found.compared.tolist() == compared and found.compared[:, 0, 0].sum() > 0
    firms, kinds = county.enterprises, []
    for by, whole in traced:
        row = [0.0, 0.0, 0.0]
        for (_, node), persons in by.items():
            row[2 if node >= firms.n else int(firms["workshop"][node])] += persons
        kinds.append([*row, whole - sum(row)])
    assert found.traced.tolist() == kinds
    assert found.cascades[:, 8].sum() == sum(sum(by.values()) for by, _ in traced) > 50
    returned = {tuple(row[[0, 1, 2]]): int(row[8]) for row in found.cascades}
    for by, _ in traced:
        for (quarter, node), persons in by.items():
            store, place = (firms, node) if node < firms.n else (county.cooperatives, node - firms.n)
            kind = 2 if store is not firms else int(firms["workshop"][place])
            assert returned[quarter, kind, int(store.id[place])] == persons


def test_a_forced_failure_takes_what_hangs_on_that_firm_and_nothing_else():
    counted = {}

    def look(county):
        if county.number == 84 + 1:
            h, firms = county.households, county.enterprises
            row = int(np.argmax(np.where(firms["alive"] != 0, links(h, firms.n), -1)))
            coop, coops = h["cooperative"], county.cooperatives
            sold = coops["product"][np.maximum(coop, 0)] == h["product"]
            living = (coop >= 0) & (coops["alive"][np.maximum(coop, 0)] != 0)
            lines = np.array(
                [
                    (h["employed"] > 0) & (h["employer"] == row),
                    (h["enterprise_shares"] > 0) & (h["enterprise"] == row),
                    (h["passed_on"] != 0) & (h["microcredit"] > 0) & (h["enterprise"] == row),
                    living & sold & (coops["buyer"][np.maximum(coop, 0)] == row),
                ]
            ).sum(axis=0)
            counted.update(firm=int(firms.id[row]), once=int((lines > 0).sum()), twice=int((lines > 1).sum()))

    start = aged()
    county, found = followed(tree_with(**QUIET, **SHOCK), 5, start, look)
    assert [row[:3] + row[4:6] for row in found.cascades.tolist()] == [
        [86, int(county.enterprises["workshop"][counted["firm"]]), counted["firm"], counted["once"], counted["twice"]]
    ]
    assert counted["once"] > 5 and counted["twice"] > 0
    assert found.failed.sum() == 1 and found.lost[[0, 1, 3, 4]].sum() == 0
    assert found.lost[2, 0, :2].tolist() == [counted["once"], counted["twice"]]


def test_without_failures_nothing_is_lost_and_nothing_traced():
    county, found = followed(tree_with(**QUIET), 5)
    assert not found.failed.any() and not found.lost.any() and found.cascades.shape == (0, len(CASCADE))
    assert (found.traced[:, :3] == 0.0).all() and found.traced.shape == (1, len(NODES) + 1)
    assert (found.compared[:, 0] == 0.0).all() and (found.compared[:, 1, 1] > 0.0).all()
    firms = aged().enterprises
    workshops = int(((firms["alive"] != 0) & (firms["workshop"] != 0)).sum())
    assert found.alive[0].tolist()[:2] == [int((firms["alive"] != 0).sum()) - workshops, workshops] != [0, 0]


def test_a_co_operative_that_joins_another_is_no_failure():
    def weak_and_strong(county):
        coops = county.cooperatives
        if county.number == 87:
            coops["quality"][:2], coops["village"][:2], coops["product"][:2] = [0.0, 1.0], 0, 0
            coops["alive"][:2], coops["shell"][:2] = 1, 0
            county.households["cooperative_shares"][county.households["cooperative"] == 0] = 500.0

    tree = tree_with(**QUIET, founding={"merging": 5.0, "weak_below": 0.1, "strong_above": 0.9})
    county, found = followed(tree, 5, look=weak_and_strong)
    assert county.cooperatives["ended"][0] == 3 and county.cooperatives["joined_to"][0] == 1
    assert not found.failed.any() and not found.lost.any() and not found.cascades.size


def test_a_year_that_has_not_ended_traces_nothing_yet():
    county, found = followed(tree_with(**OFTEN), 6)
    late = found.cascades[:, 0] >= 88
    assert late.any() and (found.cascades[late, 8] == NOT_YET).all() and (found.cascades[~late, 8] >= 0).all()
    assert found.traced.shape == (1, 4) and found.lost.shape == (6, 2, 4)


def test_looking_on_changes_nothing_and_lanes_see_the_same():
    job = Job(baseline(), LUCK, 1, 6, follow=True)
    seen = simulate(job)
    alone = simulate(job._replace(follow=False))
    assert alone.followed is None and alone.digest == seen.digest and alone.values.tobytes() == seen.values.tobytes()
    slow = simulate(job._replace(lane="agents"))
    for name, one in seen.followed._asdict().items():
        assert (
            one.tobytes() == getattr(slow.followed, name).tobytes() and one.shape == getattr(slow.followed, name).shape
        ), name


def test_a_whole_run_holds_what_it_promises():
    run = simulate(Job(baseline(), LUCK, 1, 9, follow=True))
    found = run.followed
    assert found.sizes.shape == (2, len(SIZES)) and found.exposure.shape == (2, 2, 10)
    whole = run.returns.sum(axis=2)
    assert found.traced.sum(axis=1).tolist() == whole[:, 0].tolist()
    assert found.compared.sum(axis=1).tolist() == whole.tolist()


def test_households_are_found_again_after_rows_have_moved():
    then = Columns()
    then.n, then.room = 4, {"id": np.array([5, 9, 3, 8]), "village": np.array([0, 0, 1, 2], dtype=np.int32)}
    now = Columns()
    now.n, now.room = 5, {"id": np.array([2, 5, 7, 3, 4]), "village": np.array([0, 0, 0, 1, 1], dtype=np.int32)}
    assert rows_of(then, SimpleNamespace(households=now)).tolist() == [1, -1, 3, -1]


@pytest.mark.parametrize("number", [87, 88])
def test_kept_columns_do_not_follow_the_county(number):
    county = County(aged(), tree_with(**QUIET), LUCK, number)
    follower = Follower(county)
    follower.before(county)
    was = county.households["employer"].copy()
    county.households["employer"][:] = -1
    assert follower.then.households["employer"].tolist() == was.tolist()
    assert ("village" in follower.kept.room) == (number == 88), "only January moves rows"
