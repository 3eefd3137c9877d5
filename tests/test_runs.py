"""Many runs: the same whatever the workers, their number, their start method, their deaths and earlier attempts."""

import multiprocessing
import os
import signal

import numpy as np
import pytest
from counties import AMPLE, LUCK, baseline

import sim.runs
from sim.county import Luck
from sim.outcomes import SERIES
from sim.parameters import load_scenario
from sim.runs import Job, Run, context, simulate, simulate_all, tasks
from sim.store import Parts, written_whole
from sim.worst_places import SHAPE

CLIFF = "pengshui/cliff"


def jobs(quarters=3):
    """Two scenarios, three replicates: three burn-ins."""
    scenarios = (baseline(), load_scenario(CLIFF, [AMPLE]))
    return [Job(scenario, Luck.of(1, replicate), 1, quarters) for scenario in scenarios for replicate in range(3)]


def same(one: Run, other: Run) -> bool:
    arrays = all(a.tobytes() == b.tobytes() for a, b in zip(one[:3], other[:3], strict=True))
    return arrays and one[3:] == other[3:]


@pytest.fixture(scope="module")
def expected():
    return [simulate(job) for job in jobs()]


def all_same(runs, expected):
    return len(runs) == len(expected) and all(same(*pair) for pair in zip(runs, expected, strict=True))


def test_a_run_holds_what_it_promises():
    run = simulate(Job(baseline(), LUCK, 1, 9))
    assert run.values.shape == (9, len(SERIES)) and run.returns.shape[:2] == (2, 2) and len(run.digest) == 32
    assert run.worst.shape == (2, *SHAPE) and ((run.worst >= 0.0) & (run.worst <= 1.0)).all()
    assert 0.0 < run.scale < 1.0 and run.households > 0 and run.imbalance < 1e-9
    assert Job(baseline(), LUCK).horizon == 40 and Job(baseline(), LUCK, quarters=999).horizon == 40
    assert simulate(Job(baseline(), LUCK, 1, 2)).returns.shape[0] == 0
    assert simulate(Job(baseline(), LUCK, 1, 2)).worst.shape == (0, *SHAPE)


def test_lanes_and_threads_leave_the_same_run(expected):
    for changed in ({"lane": "agents"}, {"threads": 2}):
        assert same(simulate(jobs()[0]._replace(**changed)), expected[0])


def test_jobs_that_share_a_burn_in_are_one_task():
    assert tasks(jobs()) == [[0, 3], [1, 4], [2, 5]]
    later = jobs()[0]._replace(scenario=baseline()._replace(start="2022Q1"))
    assert tasks([jobs()[0], later]) == [[0], [1]]
    sizes = [job._replace(households=n) for job in jobs()[:1] for n in (1, 900)]
    assert tasks(sizes) == [[0], [1]]


def test_two_workers_give_what_one_gives_in_the_order_of_the_jobs(expected):
    told = []
    assert all_same(simulate_all(jobs(), 1, lambda *done: told.append(done)), expected)
    assert told == [(done, 6) for done in range(7)]
    told.clear()
    assert all_same(simulate_all(jobs(), 2, lambda *done: told.append(done)), expected)
    assert told[0] == (0, 6) and told[-1] == (6, 6) and told == sorted(told)
    assert simulate_all([]) == []


def test_workers_that_are_spawned_give_the_same(expected, monkeypatch):
    """As on Windows, where nothing else exists."""
    monkeypatch.setattr(sim.runs, "context", lambda: multiprocessing.get_context("spawn"))
    assert all_same(simulate_all(jobs(), 2), expected)


def test_workers_name_their_own_start_method():
    """Importing Mesa 3.3 sets the whole process to spawn."""
    available = multiprocessing.get_all_start_methods()
    assert context().get_start_method() == ("forkserver" if "forkserver" in available else "spawn")


class Deadly(Parts):
    """Kills the worker that asks for a part, as long as there is ammunition."""

    def load(self, job):
        for shot in sorted(self.folder.glob("shot-*")):
            shot.unlink(missing_ok=True)
            os.kill(os.getpid(), signal.SIGKILL)
        return super().load(job)


def loaded(folder, shots):
    folder.mkdir()
    for shot in range(shots):
        (folder / f"shot-{shot}").touch()
    return Deadly(folder)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal on Windows")
def test_a_worker_that_is_killed_is_replaced(tmp_path, expected, capfd):
    runs = simulate_all(jobs(), 2, parts=loaded(tmp_path / "parts", 1))
    assert all_same(runs, expected)
    assert "attempt 2" in capfd.readouterr().err


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal on Windows")
def test_workers_that_keep_dying_are_given_up(tmp_path, capfd):
    with pytest.raises(RuntimeError, match="died 3 times"):
        simulate_all(jobs(), 2, parts=loaded(tmp_path / "parts", 50))
    told = capfd.readouterr().err
    assert "attempt 3" in told and "attempt 4" not in told, "no attempt is announced that is not made"


def failing(job):
    raise ZeroDivisionError(f"replicate {job.luck.covariate}")


def test_an_error_inside_a_run_is_told(monkeypatch):
    monkeypatch.setattr(sim.runs, "simulate", failing)
    with pytest.raises(ZeroDivisionError, match="replicate 0"):
        simulate_all(jobs(), 1)


@pytest.fixture
def counted(monkeypatch):
    """Jobs that were really lived, in this process."""
    lived, whole = [], sim.runs.simulate
    monkeypatch.setattr(sim.runs, "simulate", lambda job: lived.append(job) or whole(job))
    return lived


def test_finished_runs_are_not_lived_again(tmp_path, expected, counted):
    parts = Parts(tmp_path / "parts")
    simulate_all(jobs()[:2], parts=parts)
    assert len(counted) == 2
    assert all_same(simulate_all(jobs(), parts=parts), expected) and len(counted) == 6
    assert all_same(simulate_all(jobs(), 2, parts=parts), expected) and len(counted) == 6


def test_a_part_that_was_cut_off_is_lived_again(tmp_path, expected, counted):
    parts, job = Parts(tmp_path), jobs()[0]
    simulate_all([job], parts=parts)
    path = parts.path(job)
    whole = path.read_bytes()
    for kept in (0, 1, 10, 200, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:kept])
        counted.clear()
        assert all_same(simulate_all([job], parts=parts), expected[:1]) and len(counted) == 1, kept
        assert path.stat().st_size == len(whole)


def test_a_part_is_named_by_all_that_decides_its_bits(tmp_path):
    parts, job = Parts(tmp_path), jobs()[0]
    tree = baseline().tree.with_values({"health.child_rate": 0.091})
    others = [
        job._replace(luck=Luck(1, 0, 0, 1)), job._replace(households=2), job._replace(quarters=4),
        job._replace(scenario=baseline()._replace(tree=tree)), job._replace(scenario=baseline()._replace(start="2021Q2")),
    ]  # fmt: skip
    names = {parts.path(other) for other in (job, *others)}
    assert len(names) == 6
    assert {parts.path(job._replace(lane="agents")), parts.path(job._replace(threads=2))} == {parts.path(job)}


def test_a_file_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    target = tmp_path / "file"
    written_whole(target, b"first")

    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        written_whole(target, b"second")
    assert target.read_bytes() == b"first" and [p.name for p in tmp_path.iterdir()] == ["file"]


def test_parts_are_removed_without_touching_what_else_lies_there(tmp_path):
    parts = Parts(tmp_path / "parts")
    simulate_all(jobs()[:1], parts=parts)
    (parts.folder / "notes.txt").write_text("mine")
    parts.remove()
    assert [p.name for p in parts.folder.iterdir()] == ["notes.txt"]
    (parts.folder / "notes.txt").unlink()
    parts.remove()
    assert not parts.folder.exists()
    assert not np.isinf(simulate(jobs()[0]).values).any()
