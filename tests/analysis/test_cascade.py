"""The largest cascade, lived with its failure and without it."""

import numpy as np
import pytest
from counties import LUCK, baseline

from sim.analysis import cascade
from sim.analysis.cascade import SEEN, Cascade, after, after_the_largest, largest
from sim.runs import Job, simulate

OFTEN = {"enterprises.failure_rate": 0.6, "cooperatives.failure_rate": 0.6}


@pytest.fixture(scope="module")
def job():
    return Job(baseline().with_values(OFTEN), LUCK, 400, 14, follow=True)


@pytest.fixture(scope="module")
def run(job):
    return simulate(job)


def test_the_largest_with_two_years_after_it_comes_first(run):
    last = 84 + 13
    found = largest([run, run], last)
    assert len(found) == 2 * len(run.followed.cascades)
    early = [c for c in found if c.quarter + 8 <= last]
    assert early and found[: len(early)] == early
    assert [c.households for c in early] == sorted((c.households for c in early), reverse=True)
    assert found[0].replicate == 0 and found[1] == found[0]._replace(replicate=1)


@pytest.mark.parametrize("kind", [0, 2])
def test_both_courses_are_one_until_the_firm_fails(job, run, kind):
    found = next(
        one for c in largest([run], 97) if c.kind == kind and (one := after(job, c, 97)) is not None and c.quarter > 88
    )
    c, (struck, calm) = found.cascade, found.seen
    before = [quarter for quarter in found.quarters if quarter < c.quarter]
    assert before == list(range(c.quarter - 4, c.quarter)) and found.quarters[-1] == min(97, c.quarter + 12)
    n, linked = len(before), SEEN.index("linked")
    assert (struck[:n] == calm[:n]).all() and struck[n - 1, linked] == calm[n - 1, linked] == 1.0
    assert struck[n, linked] < calm[n, linked], "who lost a line has fewer than had the firm not failed"
    row = next(r for r in run.followed.cascades.tolist() if (r[0], r[1], r[2]) == (c.quarter, c.kind, c.node))
    assert found.persons == row[6] and c.households == row[4]
    rows = found.rows()
    assert [r["quarter"] for r in rows][n][:4] == str(2000 + c.quarter // 4) and rows[n]["after 距倒闭季度数"] == 0


def test_a_firm_that_fails_all_the_same_is_passed_over(job, run, monkeypatch):
    first = largest([run], 97)
    monkeypatch.setattr(cascade, "spared", lambda county, c: cascade.Spared())
    assert after_the_largest([job], [run]) is None
    tried = []
    monkeypatch.setattr(cascade, "after", lambda job, c, last: tried.append(c))
    assert after_the_largest([job], [run]) is None and tried == first[: cascade.TRIES]


def test_without_failures_there_is_nothing_to_follow(run, job):
    none = run._replace(followed=run.followed._replace(cascades=np.zeros((0, 9), dtype=np.int64)))
    assert after_the_largest([job], [none]) is None and after_the_largest([], []) is None
    assert isinstance(largest([run], 97)[0], Cascade)
