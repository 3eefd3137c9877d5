"""start.py: sets up once, repairs what was interrupted, passes words and exit status through. No network."""

import ast
import importlib.util
import io
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent
STEPS = ["venv", "requirements", "project"]


def load(folder: Path) -> ModuleType:
    """start.py as it would be in `folder`."""
    folder.mkdir(exist_ok=True)
    shutil.copy(ROOT / "start.py", folder)
    (folder / "requirements.lock").write_text("numpy==2.0.0\n")
    (folder / "pyproject.toml").write_text("[project]\n")
    spec = importlib.util.spec_from_file_location("start_under_test", folder / "start.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class FakeTools:
    """Stands for `python -m venv` and pip; notes each step, and can fail or be interrupted at one."""

    def __init__(self, start: ModuleType) -> None:
        self.python = Path(start.PYTHON)
        self.steps: list[str] = []
        self.inside: set[str] = set()  # which steps have been at work in the environment that stands there
        self.break_at: dict[str, BaseException] = {}

    def __call__(self, command: list[str], what: tuple[str, str], inherited: tuple[int, ...] = ()) -> None:
        step = "venv" if "venv" in command else "requirements" if "-r" in command else "project"
        self.steps.append(step)
        if step == "venv":
            assert not self.python.exists(), "the old environment is gone first"
            self.python.parent.mkdir(parents=True)
            self.python.write_text("")
            self.inside = set()
        if step in self.break_at:
            raise self.break_at.pop(step)
        self.inside.add(step)


@pytest.fixture
def start(tmp_path: Path) -> ModuleType:
    return load(tmp_path / "clone")


@pytest.fixture
def tools(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> FakeTools:
    fake = FakeTools(start)
    monkeypatch.setattr(start, "quietly", fake)
    return fake


def test_sets_up_once(start: ModuleType, tools: FakeTools) -> None:
    start.set_up()
    assert tools.steps == STEPS and start.missing_steps() == []
    start.set_up()
    assert tools.steps == STEPS


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("end", [KeyboardInterrupt(), SystemExit(1)])
def test_an_interrupted_set_up_is_done_again_from_the_start(
    start: ModuleType, tools: FakeTools, step: str, end: BaseException
) -> None:
    tools.break_at = {step: end}
    with pytest.raises(type(end)):
        start.set_up()
    assert not os.path.exists(start.MARKER)
    tools.steps.clear()
    start.set_up()
    assert tools.steps == STEPS and tools.inside == set(STEPS)


def test_a_kill_while_the_old_environment_is_removed(
    start: ModuleType, tools: FakeTools, monkeypatch: pytest.MonkeyPatch
) -> None:
    start.set_up()
    Path(start.REQUIREMENTS).write_text("numpy==2.0.1\n")
    with monkeypatch.context() as patch:
        patch.setattr(start.shutil, "rmtree", lambda path: (_ for _ in ()).throw(SystemExit(137)))
        with pytest.raises(SystemExit):
            start.set_up()
    assert start.found() == {} and os.path.exists(start.BEGUN)
    start.set_up()
    assert start.missing_steps() == [] and list(Path(start.ROOT).glob(".venv-*")) == []


@pytest.mark.parametrize("file", ["lock", "python", "folder", "marker"])
def test_whatever_no_longer_fits_is_replaced(
    start: ModuleType, tools: FakeTools, monkeypatch: pytest.MonkeyPatch, file: str
) -> None:
    start.set_up()
    tools.steps.clear()
    if file == "lock":
        Path(start.REQUIREMENTS).write_text("numpy==2.0.1\n")
    elif file == "python":
        monkeypatch.setattr(start.platform, "python_version", lambda: "3.12.99")
    elif file == "folder":
        marker = dict(json.loads(Path(start.MARKER).read_text()), folder="/elsewhere")
        Path(start.MARKER).write_text(json.dumps(marker))
    else:
        Path(start.MARKER).write_text('{"python": ')
    start.set_up()
    assert tools.steps == STEPS


def test_a_changed_project_installs_the_project_only(start: ModuleType, tools: FakeTools) -> None:
    start.set_up()
    tools.steps.clear()
    Path(start.PROJECT).write_text("[project]\nname = 'fanpin'\n")
    start.set_up()
    assert tools.steps == ["project"] and start.missing_steps() == []


def test_line_ends_do_not_count(start: ModuleType, tools: FakeTools) -> None:
    start.set_up()
    Path(start.REQUIREMENTS).write_bytes(b"numpy==2.0.0\r\n")
    assert start.missing_steps() == []


def test_an_environment_of_somebody_else_is_set_aside(
    start: ModuleType, tools: FakeTools, capsys: pytest.CaptureFixture[str]
) -> None:
    Path(start.VENV).mkdir()
    (Path(start.VENV) / "mine.txt").write_text("keep")
    start.set_up()
    (aside,) = Path(start.ROOT).glob(".venv-*")
    assert (aside / "mine.txt").read_text() == "keep"
    assert aside.name in capsys.readouterr().err


def test_two_at_once_set_up_once(start: ModuleType, tools: FakeTools) -> None:
    """Each thread opens the lock file anew, as a process would."""
    slow = tools.__call__

    def quietly(*args: object) -> None:
        time.sleep(0.05)
        slow(*args)  # type: ignore[arg-type]

    start.quietly = quietly  # type: ignore[attr-defined]
    threads = [threading.Thread(target=start.set_up) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert tools.steps == STEPS and start.missing_steps() == []


def test_without_ensurepip_the_package_is_named(
    start: ModuleType, tools: FakeTools, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    assert start.main(["run", "pengshui/baseline"]) == 1
    said = capsys.readouterr().err
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    assert said.count(f"sudo apt install {package}") == 2 and "缺少" in said and "lacks" in said
    assert "python3-venv" in said and not os.path.exists(start.VENV)


def test_a_failing_step_says_why_in_both_languages(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    failing = [sys.executable, "-c", "print('no route to the mirror'); raise SystemExit(1)"]
    quietly = start.quietly
    monkeypatch.setattr(start, "quietly", lambda command, what, inherited=(): quietly(failing, what, inherited))
    assert start.main(["run", "x"]) == 1
    captured = capsys.readouterr()
    assert "no route to the mirror" in captured.err and "失败" in captured.err and "could not" in captured.err
    assert captured.out == "", "standard output is the command's"
    assert not os.path.exists(start.MARKER)


def test_a_missing_lock_is_told_plainly(start: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    os.remove(start.REQUIREMENTS)
    assert start.main(["run", "x"]) == 1
    said = capsys.readouterr().err
    assert "requirements.lock" in said and "无法完成安装" in said


def test_an_interrupt_gives_130(start: ModuleType, tools: FakeTools, capsys: pytest.CaptureFixture[str]) -> None:
    tools.break_at = {"requirements": KeyboardInterrupt()}
    assert start.main(["run", "x"]) == 130


def test_where_the_words_go(start: ModuleType) -> None:
    sim = [start.PYTHON, "-P", "-m", "sim"]
    assert start.routed(["test"]) == ([start.PYTHON, "-m", "pytest", "-q"], start.ROOT)
    assert start.routed(["test", "-k", "draws"]) == (
        [start.PYTHON, "-m", "pytest", "-k", "draws"],
        start.ROOT,
    )
    words = ["run", "pengshui/baseline", "--json", "--help"]
    assert start.routed(words) == (sim + words, os.getcwd())
    assert start.routed(["parameters"]) == (sim + ["parameters"], os.getcwd())


@pytest.mark.parametrize("words", [[], ["-h"], ["--help"]])
def test_help_needs_no_set_up(start: ModuleType, capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    assert start.main(words) == 0
    said = capsys.readouterr().out
    assert "用法" in said and "usage" in said and not os.path.exists(start.VENV)


@pytest.mark.parametrize(("program", "status"), [("raise SystemExit(7)", 7), ("import os, sys; print(os.getcwd())", 0)])
def test_exit_status_and_folder_pass_through(start: ModuleType, tmp_path: Path, program: str, status: int) -> None:
    command = [sys.executable, "-c", program]
    call = f"import start; raise SystemExit(start.run({command!r}, {str(tmp_path)!r}))"
    ended = subprocess.run([sys.executable, "-c", call], cwd=start.ROOT, capture_output=True, text=True)
    assert ended.returncode == status, ended.stderr
    assert status or os.path.samefile(ended.stdout.strip(), tmp_path)


def test_children_are_not_led_out_of_the_environment(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PYTHONHOME", "PYTHONPATH", "PIP_USER"):
        monkeypatch.setenv(name, "1")
    child = start.clean_environment()
    assert not {"PYTHONHOME", "PYTHONPATH", "PIP_USER"} & set(child)
    assert child["PYTHONUTF8"] == "1" and child["VIRTUAL_ENV"] == start.VENV


@pytest.mark.parametrize(
    ("locale", "lines"), [("zh_CN.UTF-8", ["好"]), ("en_US.UTF-8", ["good"]), ("C", ["好", "good"])]
)
@pytest.mark.skipif(os.name == "nt", reason="Windows asks the system for the language")
def test_progress_in_the_users_language(
    start: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    locale: str,
    lines: list[str],
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    start.say("好", "good")
    assert capsys.readouterr().err.splitlines() == [f"[fanpin] {line}" for line in lines]


def test_output_is_utf8_whatever_the_code_page(start: ModuleType) -> None:
    buffer = io.BytesIO()
    stream = io.TextIOWrapper(buffer, encoding="cp1252")
    start.write(stream, "返贫")
    assert buffer.getvalue() == "返贫".encode()


@pytest.mark.parametrize(
    ("version", "implementation", "bits", "system", "machine", "word"),
    [
        ((3, 10), "CPython", 64, "linux", "x86_64", "3.10"),
        ((3, 14), "CPython", 64, "win32", "AMD64", "3.14"),
        ((2, 7), "CPython", 64, "linux", "x86_64", "2.7"),
        ((3, 12), "CPython", 32, "win32", "x86", "32"),
        ((3, 11), "PyPy", 64, "linux", "x86_64", "PyPy"),
        ((3, 12), "CPython", 64, "darwin", "x86_64", "Intel"),
    ],
)
def test_an_unfit_python_is_named(
    start: ModuleType,
    version: tuple[int, int],
    implementation: str,
    bits: int,
    system: str,
    machine: str,
    word: str,
) -> None:
    zh, en = start.unfit(version, implementation, bits, system, machine)
    assert word in zh and word in en


@pytest.mark.parametrize("minor", [11, 12, 13])
def test_a_fit_python_is_taken(start: ModuleType, minor: int) -> None:
    assert start.unfit((3, minor), "CPython", 64, "linux", "x86_64") is None
    assert start.unfit((3, minor), "CPython", 64, "darwin", "arm64") is None


def test_any_python_can_read_start() -> None:
    """No syntax that Python 2.7 or an early 3 would stumble over before the version can be named."""
    source = (ROOT / "start.py").read_text(encoding="utf-8")
    assert source.startswith("# -*- coding: utf-8 -*-")
    for node in ast.walk(ast.parse(source)):
        assert not isinstance(node, (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.Nonlocal, ast.AsyncFunctionDef))
        assert not (isinstance(node, ast.Raise) and node.cause), f"raise ... from, line {node.lineno}"
        assert not (isinstance(node, ast.ClassDef) and node.keywords)
        assert not (isinstance(node, (ast.List, ast.Tuple)) and any(isinstance(e, ast.Starred) for e in node.elts))
        if isinstance(node, ast.FunctionDef):
            arguments = [*node.args.args, *node.args.kwonlyargs]
            assert node.returns is None and not node.args.kwonlyargs and not node.args.posonlyargs
            assert all(argument.annotation is None for argument in arguments)


@pytest.mark.parametrize("name", ["python2.7", "python3.6", "python3.8", "python3.9", "python3.10", "python3.14"])
def test_an_old_python_names_what_to_do(name: str) -> None:
    try:
        runs = subprocess.run([name, "-c", ""], capture_output=True).returncode == 0
    except OSError:
        runs = False
    if not runs:
        pytest.skip(f"{name} is not on this machine")
    ended = subprocess.run([name, str(ROOT / "start.py"), "run", "x"], capture_output=True)
    said = ended.stderr.decode("utf-8")
    assert ended.returncode == 1 and "Traceback" not in said
    assert "3.11" in said and "需要" in said and "needs" in said


def test_the_lock_names_no_host_and_hashes_everything() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert not re.search(r"://|index-url|find-links|@ ", text)
    entries = re.findall(r"^([A-Za-z0-9._-]+)==(.*?)(?=^\S|\Z)", text, flags=re.M | re.S)
    assert len(entries) > 30 and all("--hash=sha256:" in rest for _, rest in entries)


def test_the_lock_holds_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = [
        *project["build-system"]["requires"],
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"]["test"],
    ]
    names = {re.split(r"[\[<>=;! ]", line)[0].lower() for line in asked}
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert names <= set(re.findall(r"^([a-z0-9._-]+)==", text, flags=re.M))
