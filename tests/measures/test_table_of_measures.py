"""The table in the docstring of `sim.measures` names what exists, in both languages, and what uses scipy."""

import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from sim import measures

ROW = re.compile(r"^([a-z_]+)( \*)? +(\w+) +(.*[\u4e00-\u9fff].*)$")
ROWS = [found.groups() for line in measures.__doc__.splitlines() if (found := ROW.match(line))][1:]  # below the heading
FOLDER = Path(measures.__file__).parent
# Inputs, sums and laws that other measures rest on, and what only a run uses
NO_MEASURES = {"__init__", "sample", "sums", "distributions", "thresholds", "scattered"}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]}.{row[2]}")
def test_a_row_names_something_that_is_documented(row):
    module, _, name, _ = row
    assert getattr(import_module(f"sim.measures.{module}"), name).__doc__


def test_every_module_of_measures_has_a_row():
    assert {row[0] for row in ROWS} == {path.stem for path in FOLDER.glob("*.py")} - NO_MEASURES


def test_a_star_marks_modules_without_the_promise_of_same_bits():
    text = {path.stem: path.read_text("utf-8") for path in FOLDER.glob("*.py")}
    own = {name for name in text if "scipy" in text[name].split('"""', 2)[2] or "np.linalg" in text[name]}
    resting = {name for name in text if re.search(rf"from \.({'|'.join(own)}) import", text[name])}
    assert {row[0] for row in ROWS if row[1]} == own | resting


def test_a_run_imports_no_module_with_a_star():
    listed = "import sys, sim.model, sim.runs, sim.results; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", listed], capture_output=True, text=True, check=True).stdout.split()
    assert not {f"sim.measures.{row[0]}" for row in ROWS if row[1]} & set(loaded)
    assert "sim.measures.large_scale" in loaded or "sim.measures.rounded" in loaded
