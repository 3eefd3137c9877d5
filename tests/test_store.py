"""Folders written whole or not at all, and finished runs that are kept."""

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from sim import store
from sim.county import Luck
from sim.following import Followed
from sim.parameters import load_scenario
from sim.runs import Job, Run
from sim.spec import Invalid
from sim.store import Parts, check_folder, occupied, restore, save, written_whole

FILES = {"a.csv": b"1", "b.json": b"{}"}


def content(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def beside(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.parent.iterdir() if path != folder)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A result that stands."""
    made = tmp_path / "外" / "结果"
    save(made, FILES, {"note": "第一"})
    return made


def test_a_result_has_its_files_and_a_manifest_with_their_hashes(folder):
    found = content(folder)
    manifest = json.loads(found.pop("manifest.json"))
    assert found == FILES and manifest["note"] == "第一"
    assert manifest["outputs"]["a.csv"] == "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b"
    assert beside(folder) == []


def test_a_new_result_leaves_nothing_of_the_old_one(folder):
    save(folder, {"c.csv": b"3"}, {})
    assert set(content(folder)) == {"c.csv", "manifest.json"}


def test_other_files_and_folders_are_kept(folder):
    (folder / "笔记.txt").write_text("勿删")
    (folder / "附件").mkdir()
    (folder / "附件" / "图.png").write_bytes(b"png")
    assert occupied(folder) == ["笔记.txt", "附件"]
    save(folder, {"a.csv": b"2"}, {})
    assert set(content(folder)) == {"a.csv", "manifest.json", "笔记.txt", "附件/图.png"}
    assert occupied(folder) == ["笔记.txt", "附件"], "they never become ours"


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_links_stay_links(folder, tmp_path):
    (tmp_path / "远").mkdir()
    (folder / "链").symlink_to(tmp_path / "远")
    (folder / "断").symlink_to(tmp_path / "无")
    save(folder, {"a.csv": b"2"}, {})
    assert (folder / "链").is_symlink() and (folder / "断").is_symlink()


@pytest.mark.parametrize("manifest", ["", "[]", '{"outputs": 3}', "{}", "\udc80"])
def test_a_folder_with_a_strange_manifest_is_not_ours(tmp_path, manifest):
    (tmp_path / "manifest.json").write_bytes(manifest.encode("utf-8", "surrogateescape"))
    assert occupied(tmp_path) == ["manifest.json"]
    with pytest.raises(Invalid):
        check_folder(tmp_path, force=False)
    check_folder(tmp_path, force=True)


def test_a_free_place_is_accepted_and_nothing_is_made(tmp_path):
    check_folder(tmp_path / "甲" / "乙", force=False)
    assert list(tmp_path.iterdir()) == []


def test_our_own_result_may_be_replaced_without_force(folder):
    check_folder(folder, force=False)


@pytest.mark.parametrize("at", range(1, 6))
def test_a_full_disk_at_any_moment_leaves_the_old_result(folder, monkeypatch, at):
    before, calls, fsync = content(folder), [], os.fsync

    def full(handle):
        calls.append(handle)
        if len(calls) == at:
            raise OSError(errno.ENOSPC, "No space left on device")
        fsync(handle)

    monkeypatch.setattr(os, "fsync", full)
    new = {f"{k}.csv": b"9" for k in range(4)}
    with pytest.raises(OSError, match="No space"):
        save(folder, new, {})
    assert content(folder) == before and beside(folder) == []


def test_a_folder_that_cannot_be_replaced_stays(folder, monkeypatch):
    """Windows refuses to rename a folder with an open file in it."""
    before, rename = content(folder), Path.rename

    def locked(path, target):
        if path.name.startswith(".") and ".new-" in path.name:
            raise PermissionError(errno.EACCES, "open elsewhere")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", locked)
    with pytest.raises(PermissionError):
        save(folder, {"a.csv": b"2"}, {})
    assert content(folder) == before and beside(folder) == []


KILLED = """
import os, sys
from pathlib import Path
from sim import store
rename, left = Path.rename, [int(sys.argv[2])]
def killed(path, target):
    if left[0] == 0:
        os._exit(9)
    left[0] -= 1
    return rename(path, target)
Path.rename = killed
store.save(Path(sys.argv[1]), {"a.csv": b"2"}, {})
"""


@pytest.mark.parametrize("renames", [0, 1])
def test_a_kill_during_the_exchange_loses_nothing(folder, monkeypatch, renames):
    before = content(folder)
    ended = subprocess.run([sys.executable, "-c", KILLED, str(folder), str(renames)])
    assert ended.returncode == 9 and len(beside(folder)) >= 1
    restore(folder)
    assert content(folder) == before
    monkeypatch.setattr(store, "STALE", -1.0)
    save(folder, {"a.csv": b"3"}, {})
    assert beside(folder) == [] and content(folder)["a.csv"] == b"3"


def test_leftovers_of_others_are_left_until_they_are_old(folder):
    draft = folder.with_name(f".{folder.name}.new-1")
    draft.mkdir()
    restore(folder)
    assert draft.exists()
    os.utime(draft, (0, 0))
    restore(folder)
    assert not draft.exists()


def test_a_name_with_brackets_is_no_pattern(tmp_path):
    made = tmp_path / "a[1]*"
    if os.name != "nt":
        save(made, FILES, {})
        (tmp_path / ".a1x.old-1").mkdir()
        os.utime(tmp_path / ".a1x.old-1", (0, 0))
        restore(made)
        assert (tmp_path / ".a1x.old-1").exists() and content(made)["a.csv"] == b"1"


def test_a_file_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    written_whole(tmp_path / "a", b"1")

    def full(handle):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        written_whole(tmp_path / "a", b"2")
    assert content(tmp_path) == {"a": b"1"}


BASELINE = load_scenario("pengshui/baseline")
JOB = Job(BASELINE, Luck.of(1, 0), 100, 4)
RUN = Run(np.arange(6.0).reshape(2, 3), np.ones((1, 2, 3)), np.full((1, 5, 2), 0.25), bytes(range(32)), 1e-15, 100, 0.5)


def test_a_finished_run_is_read_back_as_it_was(tmp_path):
    parts = Parts(tmp_path / "部分")
    assert parts.load(JOB) is None and parts.finished([JOB]) == 0
    parts.save(JOB, RUN)
    found = parts.load(JOB)
    assert parts.finished([JOB, JOB._replace(quarters=8)]) == 1
    assert found.values.tobytes() == RUN.values.tobytes() and found.returns.tobytes() == RUN.returns.tobytes()
    assert found.worst.tobytes() == RUN.worst.tobytes() and found.worst.shape == RUN.worst.shape
    assert found[3:] == RUN[3:]
    parts.remove()
    assert not parts.folder.exists()


def test_what_a_follower_saw_is_read_back_too(tmp_path):
    parts, job = Parts(tmp_path), JOB._replace(follow=True)
    seen = Followed(*(np.arange(2.0 + k).reshape(1, -1) for k in range(len(Followed._fields))))
    parts.save(job, RUN._replace(followed=seen))
    found = parts.load(job).followed
    for name, array in seen._asdict().items():
        assert getattr(found, name).tobytes() == array.tobytes() and getattr(found, name).shape == array.shape
    assert parts.load(JOB) is None, "a run that was not followed is another one"


@pytest.mark.parametrize(
    "other",
    [
        JOB._replace(follow=True),
        JOB._replace(luck=Luck.of(2, 0)),
        JOB._replace(luck=Luck.of(1, 1)),
        JOB._replace(households=101),
        JOB._replace(quarters=5),
        JOB._replace(scenario=BASELINE._replace(tree=BASELINE.tree.with_values({"health.median_bill": 1.0}))),
        JOB._replace(scenario=BASELINE._replace(start="2021Q2")),
    ],
)
def test_whatever_decides_the_bits_decides_the_name(other):
    parts = Parts(Path("部分"))
    assert parts.path(other) != parts.path(JOB)


def test_what_changes_no_bit_does_not_but_the_program_does(monkeypatch):
    parts = Parts(Path("部分"))
    same = JOB._replace(lane="agents", threads=4, scenario=BASELINE._replace(name="别名"))
    assert parts.path(same) == parts.path(JOB)
    before = parts.path(JOB)
    monkeypatch.setattr(store, "_sources", lambda: "another version of the program")
    assert parts.path(JOB) != before


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04 torn", "cut"])
def test_a_torn_file_counts_as_missing(tmp_path, damage):
    parts = Parts(tmp_path)
    parts.save(JOB, RUN)
    path = parts.path(JOB)
    path.write_bytes(path.read_bytes()[:-100] if damage == "cut" else damage)
    assert parts.load(JOB) is None


def test_other_files_keep_the_folder(tmp_path):
    parts = Parts(tmp_path / "部分")
    parts.save(JOB, RUN)
    (parts.folder / "笔记.txt").write_text("勿删")
    parts.remove()
    assert [path.name for path in parts.folder.iterdir()] == ["笔记.txt"]
