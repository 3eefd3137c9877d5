"""Tables for Excel in both languages."""

import csv
import math
import re
from itertools import groupby
from pathlib import Path

import pytest

from sim import spreadsheets
from sim.analysis.risk import as_row
from sim.measures.large_scale import corrected_exceedance, exceedance


def test_numbers_in_csv_have_nine_digits_and_nothing_for_unknown():
    rows = [{"名": "返贫率", "a": 1 / 3, "b": None, "c": 2}, {"名": 'a,"b', "a": 1e-20, "b": 0.0, "c": 3}]
    assert spreadsheets.csv_bytes(rows) == '\ufeff名,a,b,c\n返贫率,0.333333333,,2\n"a,""b",1e-20,0,3\n'.encode()


def test_what_is_undefined_is_empty_and_read_back_as_undefined():
    data = spreadsheets.csv_bytes([{"mean": math.nan, "low": None, "high": 1.0}])
    assert data == "\ufeffmean 平均值,low 区间下限,high 区间上限\n,,1\n".encode()
    (row,) = spreadsheets.read_rows(data)
    assert math.isnan(row["mean"]) and math.isnan(row["low"]) and row["high"] == 1.0


def test_codes_have_a_chinese_twin():
    rows = [
        exceedance([0.0], 0.1),
        exceedance([1.0], 0.1),
        corrected_exceedance([[0.1], [0.2]], [[0.0], [0.0]], 0.5, 0.1),
    ]
    rows += [corrected_exceedance([[0.1]], [[0.0]], 0.5, 0.1)]
    for row in map(as_row, rows):
        twins = spreadsheets.twinned(row)
        assert re.search("[一-鿿]", twins["方法"]) and twins["区间含义"] == "仅随机波动"


def test_an_end_of_an_interval_is_named_after_its_number():
    assert spreadsheets.heading("mu_star_low") == "mu_star_low 平均影响区间下限"
    assert spreadsheets.heading("scenario") == "scenario"


TABLES = sorted((Path(__file__).parents[1] / "results").glob("*/*.csv"))


@pytest.mark.parametrize("table", TABLES, ids=lambda table: "/".join(table.parts[-2:]))
def test_every_column_of_a_published_table_is_named_in_chinese_too(table):
    """Columns of numbers have both names in one heading; columns of codes stand before their Chinese ones."""
    headings = next(csv.reader(table.read_text(encoding="utf-8-sig").splitlines()))
    kinds = [(bool(re.search("[一-鿿]", x)), bool(re.search("[A-Za-z]", x))) for x in headings]
    runs = [kind for kind, _ in groupby(kinds)]
    english, chinese = (False, True), (True, False)
    for kind, after in zip(runs, [*runs[1:], None], strict=True):
        assert kind != english or after == chinese, headings
