"""The two tables of the network and of its failures, and what stands below them and below the figure."""

import re

import numpy as np
import pytest

from sim.analysis.cascade import After, Cascade
from sim.analysis.contagion import contagion, followed, network
from sim.commands.contagion import below, failures, notes, sizes, tails
from sim.following import Followed
from sim.language import Text
from sim.network_sizes import SIZES
from sim.runs import Run


def run(cascades, compared):
    """A year from 2021Q1 with one enterprise that fails."""
    failed = np.zeros((4, 3), dtype=np.int64)
    failed[1, 0] = 1
    seen = Followed(
        np.zeros((4, 2, 4), dtype=np.int64), np.full((4, 3), 20), failed, np.array(cascades, dtype=np.int64).reshape(-1, 9),
        np.array([[5.0, 0.0, 0.0, 95.0]]), np.array([compared]), np.repeat([[0.25], [0.5]], len(SIZES), axis=1), np.full((2, 2, 10), 0.5),
    )  # fmt: skip
    return Run(np.zeros((4, 1)), np.zeros((1, 2, 1)), np.zeros((1, 5, 2)), b"", 0.0, 10, 1.0, seen)


ROW = [85, 0, 7, 3, 1200, 4, 4000, 3000, 5]
RUNS = [
    run([ROW, [85, 2, 3, 3, 30, 4, 40, 30, 0]], [[4.0, 100.0], [10.0, 1000.0]]),
    run([[85, 0, 7, 3, 30, 0, 90, 80, 0]], [[2.0, 100.0], [10.0, 1000.0]]),
]


def found(runs):
    seen = followed(runs)
    return {"network": network(seen), "contagion": contagion(seen, 84)}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_tables_show_what_was_found(lang):
    summary = found(RUNS)
    _, headings, rows = sizes(summary["network"], lang)
    assert len(headings) == 4 and [len(row) for row in rows] == [4] * len(SIZES)
    shown = {name: row for name, row in zip(SIZES, rows, strict=True)}
    assert shown["shells"][1].startswith("25.0") and shown["shells"][2].startswith("50.0")
    assert shown["cooperatives_per_village"][1].startswith("0.25")
    assert shown["largest_share"][3] == {"zh": "1～10", "en": "1 to 10"}[lang] and shown["herfindahl"][1:] == [
        "0.2500",
        "0.5000",
        "-",
    ]
    _, headings, rows = failures(summary["contagion"], lang)
    assert [row[1] for row in rows] == ["1.0", "0.0", "0.0", "1.0"], "one failure a year, of enterprises"
    assert rows[0][2] == "5.0" and rows[0][3] == {"zh": "2～12", "en": "2 to 12"}[lang]
    assert [row[5] for row in rows] == ["1,200", "0", "30", "1,200"] and rows[0][4] == "615"
    assert rows[0][6].startswith("5.0") and len(headings) == len(rows[0])
    if lang == "zh":
        for text in (*(cell for row in rows for cell in row), *headings):
            assert not re.search("[A-Za-z]", text)


def test_the_notes_tell_both_rates_or_neither():
    told = "\n".join(text.en for text in notes(found(RUNS)))
    assert "in the year: 3.00" in told and "of the others: 1.00" in told
    nobody = [run([], [[0.0, 0.0], [0.0, 0.0]])]
    assert "of the others" not in "\n".join(text.en for text in notes(found(nobody))).split("Node:")[0]
    assert len(notes(found(nobody))) == len(notes(found(RUNS))) - 1


@pytest.mark.parametrize(("lang", "firms", "coops"), [("zh", "企业", "合作社"), ("en", "enterprises", "co-operatives")])
def test_tails_are_cascades_a_year_of_at_least_a_size(lang, firms, coops):
    """Two replicates of a year: of two enterprises' cascades one reaches 1,200 households."""
    assert tails(RUNS, lang) == {firms: ([30, 1200], [1.0, 0.5]), coops: ([30], [0.5])}
    assert tails([run([], [[0.0, 0.0], [0.0, 0.0]])], lang) == {}


def test_the_line_below_the_figure_says_which_failure_and_that_it_is_one_pair():
    pair = After(Cascade(1, 85, 2, 9, 1200), (84, 85), np.zeros((2, 2, 4)), 4000)
    text = below(pair, 10, Text("Test", "试"))
    assert (
        "1,200 households (4,000 persons)" in text.en and "one co-operative failed in 2021Q2, in replicate 1" in text.en
    )
    assert "no interval" in text.en and "10 replicates" in text.en
    assert (
        "2021年二季度一家合作社倒闭" in text.zh
        and "1,200户、4,000人（重复模拟序号1）" in text.zh
        and "没有区间" in text.zh
    )
