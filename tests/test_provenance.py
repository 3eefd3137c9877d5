"""Where a result comes from: commit, versions, inputs."""

import subprocess
from pathlib import Path

from sim import __version__, provenance
from sim.parameters import load_scenario


def test_the_commit_is_that_of_this_tree_or_unknown():
    found = provenance.commit()
    assert found == "unknown" or len(found.removesuffix("-dirty")) == 40


def test_a_package_inside_somebody_elses_checkout_has_no_commit(tmp_path, monkeypatch):
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    monkeypatch.setattr(provenance, "__file__", str(tmp_path / "venv" / "lib" / "sim" / "provenance.py"))
    (tmp_path / "venv" / "lib" / "sim").mkdir(parents=True)
    assert provenance.commit() == "unknown"


def test_without_git_there_is_no_commit(monkeypatch):
    def missing(*arguments, **options):
        raise FileNotFoundError("git")

    monkeypatch.setattr(subprocess, "run", missing)
    assert provenance.commit() == "unknown"


def test_the_manifest_names_inputs_alike_on_every_machine(tmp_path):
    experiment = tmp_path / "试" / "e.toml"
    experiment.parent.mkdir()
    experiment.write_text("")
    found = provenance.manifest("run", [load_scenario("pengshui/cliff")], {"seed": 1}, [experiment])
    assert list(found["inputs"]) == ["试/e.toml", "scenarios/pengshui/cliff.toml", "scenarios/pengshui/baseline.toml"]
    assert not any(str(Path.home()) in text for text in (*found["inputs"], *found["scenarios"]))
    assert found["scenarios"]["pengshui/cliff"]["parameters"]["transition"]["shape"] == {
        "before": "linear",
        "2021Q1": "cliff",
    }


def test_the_version_is_that_of_the_source_tree():
    assert provenance.versions()["fanpin"] == __version__


def test_only_files_that_numbers_depend_on_make_a_tree_dirty(tmp_path, monkeypatch):
    def git(*arguments):
        who = ("-c", "user.name=n", "-c", "user.email=e@example.org")
        subprocess.run(["git", *who, *arguments], cwd=tmp_path, check=True, capture_output=True)

    git("init", "-q")
    for name in ("sim/a.py", "results/table.csv", "README.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("1")
    git("add", ".")
    git("commit", "-q", "-m", "first")
    monkeypatch.setattr(provenance, "__file__", str(tmp_path / "sim" / "provenance.py"))
    assert len(provenance.commit()) == 40
    (tmp_path / "results" / "table.csv").write_text("2")
    (tmp_path / "README.md").write_text("2")
    assert len(provenance.commit()) == 40
    (tmp_path / "sim" / "new.py").write_text("1")
    assert provenance.commit().endswith(provenance.DIRTY)
