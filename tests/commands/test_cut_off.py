"""Ctrl-C, kill -9, a full disk, a reader that goes away, a console of another code page."""

import errno
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from command_line import SMALL, environment

from sim import store
from sim.runs import simulate

LONG = (
    "run",
    "pengshui/baseline",
    "--households",
    "1",
    "--quarters",
    "40",
    "--replicates",
    "40",
    "--no-levers",
    "--json",
)
posix = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")


@pytest.fixture
def started() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start a command in a process group of its own; what is left of the group at the end is killed."""
    processes = []

    def start(folder: Path, *arguments: str) -> subprocess.Popen[str]:
        command, pipe = [sys.executable, "-m", "sim", *arguments], subprocess.PIPE
        processes.append(
            subprocess.Popen(
                command,
                cwd=folder,
                env=environment(),
                stdout=pipe,
                stderr=pipe,
                encoding="utf-8",
                start_new_session=True,
            )
        )
        return processes[-1]

    yield start
    for process in processes:
        if alive(process.pid):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=30)
        process.stdout.close()
        process.stderr.close()


def until(found, seconds: float = 120.0) -> None:
    """Wait for something to become true."""
    end = time.monotonic() + seconds
    while not found():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.02)


def parts(folder: Path) -> list[Path]:
    return list((folder / "结果.partial").glob("*.npz"))


def alive(group: int) -> list[int]:
    """Processes of a group that still run."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            state, _, pgrp = (entry / "stat").read_text().rpartition(")")[2].split()[:3]
        except OSError:
            continue
        if int(pgrp) == group and state not in "ZX":
            found.append(int(entry.name))
    return found


@posix
@pytest.mark.slow
@pytest.mark.parametrize("whom", ["process", "group"])
def test_ctrl_c_keeps_what_is_finished_and_the_next_run_uses_it(here, started, whom):
    process = started(here, *LONG, "--workers", "2", "--out", "结果")
    until(lambda: len(parts(here)) >= 2)
    (os.kill if whom == "process" else os.killpg)(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 130 and out == "" and "Traceback" not in err
    assert "再次运行同一命令即可继续" in err and "run the same command again" in err
    until(lambda: not alive(process.pid), 10)
    kept = {path: path.stat().st_mtime_ns for path in parts(here)}
    assert 2 <= len(kept) < 40 and not (here / "结果").exists()
    again = started(here, *LONG[:-1], "--workers", "1", "--out", "结果")
    until(lambda: len(parts(here)) > len(kept))
    assert {path: path.stat().st_mtime_ns for path in kept} == kept, "nothing is computed twice"
    again.send_signal(signal.SIGINT)
    assert f"{len(kept)} of 40 runs were finished earlier" in again.communicate(timeout=30)[1]


@posix
@pytest.mark.slow
def test_kill_leaves_the_earlier_result_whole_and_no_worker_behind(fanpin, here, started):
    assert fanpin("run", "pengshui/baseline", *SMALL, "--no-levers", "--quiet", "--out", "结果").code == 0
    before = {path.name: path.read_bytes() for path in (here / "结果").iterdir()}
    process = started(here, *LONG, "--workers", "2", "--out", "结果", "--force")
    until(lambda: len(parts(here)) >= 2)
    process.kill()
    process.communicate(timeout=30)
    until(lambda: not alive(process.pid), 10)
    assert {path.name: path.read_bytes() for path in (here / "结果").iterdir()} == before
    assert len(parts(here)) >= 2


def test_a_run_that_goes_on_gives_the_same_bytes(fanpin, here, monkeypatch):
    """Interrupted after the third replicate; the rest is computed, the first three are not."""
    run = ("run", "pengshui/baseline", "--households", "1", "--quarters", "4", "--replicates", "5", "--workers", "1",
           "--no-levers", "--quiet", "--json")  # fmt: skip
    whole = fanpin(*run, "--out", "整").out
    lived = []

    def interrupted(job):
        if len(lived) == 3:
            raise KeyboardInterrupt
        lived.append(job)
        return simulate(job)

    monkeypatch.setattr("sim.runs.simulate", interrupted)
    ended = fanpin(*run, "--out", "结果", "--lang", "zh")
    assert ended.code == 130 and ended.out == "" and ended.err.startswith("已中断。已完成的模拟保存在输出文件夹旁")
    assert len(parts(here)) == 3 and not (here / "结果").exists()
    again = []
    monkeypatch.setattr("sim.runs.simulate", lambda job: again.append(job) or simulate(job))
    assert fanpin(*run, "--out", "结果").out == whole
    assert len(again) == 2 and not (here / "结果.partial").exists()
    for name in ("summary.json", "years.csv", "quarters.parquet"):
        assert (here / "结果" / name).read_bytes() == (here / "整" / name).read_bytes()


def test_ctrl_c_without_out_says_that_nothing_is_kept(fanpin, monkeypatch):
    def interrupted(job):
        raise KeyboardInterrupt

    monkeypatch.setattr("sim.runs.simulate", interrupted)
    ended = fanpin("run", "pengshui/baseline", *SMALL, "--quiet", "--lang", "zh")
    assert ended.code == 130 and ended.err.startswith("已中断。未指定 --out，没有保留结果")


@pytest.mark.parametrize(("more", "kept"), [([], True), (["--check"], False)])
def test_ctrl_c_while_reproducing(fanpin, here, monkeypatch, more, kept):
    def interrupted(job):
        raise KeyboardInterrupt

    monkeypatch.setattr("sim.runs.simulate", interrupted)
    (here / "果" / "pengshui-transition" / "small").mkdir(parents=True)
    (here / "果" / "pengshui-transition" / "small" / "manifest.json").write_text('{"outputs": {}}')
    ended = fanpin(
        "reproduce", "pengshui-transition", "--small", "--out", "果", "--workers", "1", "--quiet", "--lang", "zh", *more
    )
    assert ended.code == 130 and ("再次运行同一命令即可继续" in ended.err) is kept


@pytest.mark.parametrize("when", ["while running", "while saving"])
def test_a_full_disk_leaves_the_earlier_result(fanpin, here, monkeypatch, when):
    run = ("run", "pengshui/baseline", *SMALL, "--no-levers", "--quiet", "--lang", "zh")
    assert fanpin(*run, "--out", "结果").code == 0
    before = {path.name: path.read_bytes() for path in (here / "结果").iterdir()}
    fsync, calls = os.fsync, []

    def full(handle):
        calls.append(handle)
        if when == "while running" or len(calls) > 3:  # two replicates, then the first file of the result
            raise OSError(errno.ENOSPC, "No space left on device")
        fsync(handle)

    monkeypatch.setattr(os, "fsync", full)
    ended = fanpin(*run, "--seed", "2", "--out", "结果", "--force")
    assert ended.code == 1 and "磁盘已满，结果 未能写入；原有结果未改动" in ended.err and "Traceback" not in ended.err
    assert {path.name: path.read_bytes() for path in (here / "结果").iterdir()} == before
    assert {path.name for path in here.iterdir()} <= {"结果", "结果.partial"}


def test_a_file_that_is_open_in_excel_is_told(fanpin, here, monkeypatch):
    run = ("run", "pengshui/baseline", *SMALL, "--no-levers", "--quiet", "--lang", "zh")
    assert fanpin(*run, "--out", "结果").code == 0
    before = (here / "结果" / "summary.json").read_bytes()

    def locked(path, target):
        raise PermissionError(errno.EACCES, "used by another process", str(path))

    monkeypatch.setattr(Path, "rename", locked)
    ended = fanpin(*run, "--seed", "2", "--out", "结果", "--force")
    assert (
        ended.code == 1
        and "结果：其中的文件正被其他程序（如 Excel）打开" in ended.err
        and "请关闭后再次运行" in ended.err
    )
    assert (here / "结果" / "summary.json").read_bytes() == before
    assert len(parts(here)) == 2, "what was computed is kept for the next try"


@posix
def test_a_reader_that_goes_away_is_no_error_to_read(here, started):
    """As in `fanpin parameters | head -1`."""
    process = started(here, "parameters")
    process.stdout.readline()
    process.stdout.close()
    assert process.wait(timeout=60) in (0, 1) and process.stderr.read() == ""


@pytest.mark.parametrize("encoding", ["ascii", "cp936"])
def test_any_console_gets_utf8(fanpin_process, encoding):
    ended = fanpin_process("levers", "--lang", "zh", PYTHONIOENCODING=encoding)
    assert ended.code == 0 and ended.err == "" and "医疗保障倾斜" in ended.out
    ended = fanpin_process("没有", "--lang", "zh", PYTHONIOENCODING=encoding)
    assert ended.code == 2 and "没有命令 没有" in ended.err


@posix
def test_a_file_name_that_is_no_text_can_be_used(here, started):
    """Files unpacked from an old archive have names in GBK."""
    name = os.fsdecode(b"\xb7\xbd\xb0\xb8.toml")
    try:
        (here / name).write_text('[scenario]\nname = "试"\nbase = "pengshui/baseline"\n', "utf-8")
    except OSError:
        pytest.skip("the file system takes no such names")
    process = started(here, "run", name, *SMALL, "--no-levers", "--json", "--out", "结果")
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0 and "Traceback" not in err
    assert json.loads(out)["title"]["zh"] == "试" and (here / "结果" / "summary.json").exists()


def test_a_killed_exchange_is_repaired(here):
    """Killed between the two renames: the earlier result stands beside its place and is brought back."""
    folder = here / "结果"
    store.save(folder, {"a.txt": b"1"}, {})
    folder.rename(here / ".结果.old-123")
    (here / ".结果.new-123").mkdir()
    store.check_folder(folder, force=False)
    assert (folder / "a.txt").read_bytes() == b"1"
