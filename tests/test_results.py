"""Summaries, tables and manifests, and what is shown of them."""

import json
import math

import numpy as np
import pytest

from sim import results
from sim.analysis.levers import outcome, variants
from sim.analysis.risk import large_scale_return, rates, transition_end
from sim.commands import tables
from sim.outcomes import MEASURES, PLACE_OF, SERIES
from sim.parameters import LEVERS, load_scenario
from sim.runs import Run
from sim.worst_places import SHAPE

BASELINE = load_scenario("pengshui/baseline")


def run_of(
    values: np.ndarray, returns: np.ndarray | None = None, scale: float = 1.0, worst: np.ndarray | None = None
) -> Run:
    """A run that never was: values by quarter for every series alike, returns by year and village, worst places."""
    table = np.repeat(np.asarray(values, dtype=np.float64)[:, None], len(SERIES), axis=1)
    years = np.zeros((0, 2, 1)) if returns is None else returns
    peaks = np.zeros((len(years), *SHAPE)) if worst is None else worst
    return Run(table, years, peaks, bytes(32), 0.0, 100, scale)


def test_an_interval_is_students():
    found = results.interval([1.0, 2.0, 3.0])
    reach = 4.302652729696142 * 1.0 / math.sqrt(3)
    assert found["mean"] == 2.0 and found["ci95"] == pytest.approx([2.0 - reach, 2.0 + reach])


def test_an_interval_of_a_share_is_cut():
    assert results.interval([0.0, 1.0], (0.0, 1.0))["ci95"] == [0.0, 1.0]
    assert results.interval([0.0, 1.0], (0.0, None))["ci95"][1] > 1.0
    bounds = {name: measure.bounds for name, measure in MEASURES.items()}
    assert bounds["headcount"] == (0.0, 1.0) and bounds["fiscal_cost"] == (0.0, None)
    assert bounds["income_per_person"] == (None, None), "a loss is possible"


def test_one_replicate_has_no_interval():
    assert results.interval([0.3]) == {"mean": 0.3, "ci95": [None, None], "replicates": 1}


def test_what_is_undefined_enters_no_mean_and_no_interval():
    found = results.interval([1.0, math.nan, 3.0])
    assert found["replicates"] == 2 and found["mean"] == 2.0 and found["ci95"] == results.interval([1.0, 3.0])["ci95"]
    assert results.interval([math.nan]) == {"mean": None, "ci95": [None, None], "replicates": 0}
    values = run_of([1.0, math.nan, 3.0, 5.0, math.nan, math.nan, math.nan, math.nan])
    delay = results.measures([values], BASELINE.first)["detection_delay"]
    assert (delay["mean"], delay["values"]) == (5.0, 1) and delay["by_year"]["2022"]["mean"] is None
    assert results.as_json(delay)
    assert outcome([values], "all", "detection_delay", BASELINE.first).tolist() == [5.0]
    empty = run_of([math.nan] * 4)
    assert np.isnan(outcome([empty], "all", "detection_delay", BASELINE.first)).all()
    tidy = results.tidy({"a": [empty]}, BASELINE.first, [0])
    assert set(tidy["value"]) == {None} and results.parquet(tidy)
    assert {row["mean"] for row in results.yearly({"measures": results.measures([empty], BASELINE.first)})} == {None}


def test_a_mean_says_which_quarters_it_is_over():
    found = results.measures([run_of(np.arange(8.0)), run_of(np.arange(8.0))], BASELINE.first)
    assert (found["headcount"]["mean_over"], found["headcount"]["mean"]) == ("year_ends", 5.0)
    assert (found["fiscal_cost"]["mean_over"], found["fiscal_cost"]["mean"]) == ("quarters", 3.5)
    short = results.measures([run_of([1.0, 3.0])], BASELINE.first)["headcount"]
    assert (short["mean_over"], short["mean"], short["by_year"]) == ("quarters", 2.0, {})


def test_a_year_adds_up_flows_and_keeps_the_fourth_quarter_of_the_rest():
    found = results.measures([run_of(np.arange(8.0))], BASELINE.first)
    cost, income = found["fiscal_cost"], found["income_per_person"]
    assert {year: value["mean"] for year, value in cost["by_year"].items()} == {"2021": 6.0, "2022": 22.0}
    assert (cost["unit"], cost["yearly_unit"]) == ("CNY2020/quarter", "CNY2020/year")
    assert {year: value["mean"] for year, value in income["by_year"].items()} == {"2021": 3.0, "2022": 7.0}
    wages = found["wage_income"]
    assert wages["yearly_unit"] == income["unit"] == "CNY2020/(person·year)" and wages["by_year"]["2021"]["mean"] == 6.0
    assert found["detection_delay"]["yearly_unit"] == "quarters", "a duration is no flow"


def test_a_flow_of_an_incomplete_year_is_left_out():
    found = results.measures([run_of(np.arange(7.0))], BASELINE.first + 1)  # 2021Q2 to 2022Q4
    assert list(found["fiscal_cost"]["by_year"]) == ["2022"] and list(found["headcount"]["by_year"]) == ["2021", "2022"]
    assert found["fiscal_cost"]["by_year"]["2022"]["mean"] == 3.0 + 4.0 + 5.0 + 6.0


def test_measures_hold_every_group_and_quarter():
    found = results.measures([run_of([0.1, 0.2]), run_of([0.3, 0.4])], BASELINE.first)
    assert set(found) == set(MEASURES)
    headcount = found["headcount"]
    assert headcount["mean"] == pytest.approx(0.25) and headcount["group"] == "all"
    assert headcount["mean_over"] == "quarters", "no year ended"
    assert set(headcount["groups"]) == {"ex_poor", "ordinary", "relocated"}
    assert {name: value["mean"] for name, value in headcount["by_quarter"].items()} == pytest.approx(
        {"2021Q1": 0.2, "2021Q2": 0.3}
    )


def test_the_digest_depends_on_the_order_of_replicates():
    one, two = run_of([0.0])._replace(digest=b"1" * 32), run_of([0.0])._replace(digest=b"2" * 32)
    assert results.state_sha256([one, two]) != results.state_sha256([two, one])


def test_the_fingerprint_of_the_series_depends_on_every_value_and_on_the_order_of_replicates():
    one, two = run_of([1.0, math.nan]), run_of([2.0, -math.nan])
    found = {results.quarters_sha256(runs) for runs in ([one, two], [two, one], [one, run_of([2.0, 0.0])])}
    assert len(found) == 3
    assert results.quarters_sha256([one, two]) == results.quarters_sha256([one, run_of([2.0, math.nan])])


def test_json_refuses_what_is_not_a_number():
    with pytest.raises(ValueError, match="not JSON compliant"):
        results.as_json({"a": math.nan})
    assert json.loads(results.as_json({"名": "\udcb7"}))["名"] == "?"


def test_the_yearly_table_names_everything_in_both_languages():
    summary = {"measures": results.measures([run_of([0.1] * 4), run_of([0.3] * 4)], BASELINE.first)}
    rows = results.yearly(summary)
    assert len(rows) == len(SERIES) and {row["year"] for row in rows} == {2021}
    for row in rows:
        flow = row["period"] == "whole year"
        assert flow == MEASURES[row["measure"]].flow and "quarter)" not in row["unit"] and "/quarter" not in row["unit"]
        assert row["指标"] and row["人群"] and row["mean"] == pytest.approx(0.8 if flow else 0.2)
        assert "of" not in row["单位"].split() and "share" not in row["单位"]


def test_outcomes_are_fourth_quarters_and_flows_all_of_them():
    runs = [run_of(np.arange(8.0))]
    assert outcome(runs, "ex_poor", "return_rate", BASELINE.first).tolist() == [5.0]
    assert outcome(runs, "county", "fiscal_cost", BASELINE.first).tolist() == [3.5]
    assert outcome(runs, "ex_poor", "wage_income", BASELINE.first).tolist() == [3.5]
    assert outcome(runs, "ex_poor", "income_per_person", BASELINE.first).tolist() == [5.0]


@pytest.mark.parametrize(("first", "mean"), [(84, 5.0), (85, 4.0), (86, 3.0), (87, 2.0)])
def test_fourth_quarters_are_found_whatever_the_first_one(first, mean):
    assert outcome([run_of(np.arange(8.0))], "ex_poor", "headcount", first).tolist() == [mean]


def test_where_no_fourth_quarter_was_lived_all_count():
    assert outcome([run_of(np.array([1.0, 3.0]))], "ex_poor", "headcount", 84).tolist() == [2.0]


def test_each_lever_that_is_on_has_a_variant_without_it():
    found = variants(BASELINE)
    assert set(found) == set(LEVERS)
    for lever, other in found.items():
        assert not other.tree.at(BASELINE.first)[lever].enabled and BASELINE.tree.at(BASELINE.first)[lever].enabled
        assert other.tree.digest(64, 83) == BASELINE.tree.digest(64, 83), "the burn-in stays"
    off = BASELINE._replace(tree=BASELINE.tree.with_values({f"{lever}.enabled": False for lever in LEVERS}))
    assert variants(off) == {}


def years(*by_year: tuple[list[float], list[float]]) -> np.ndarray:
    return np.array(by_year, dtype=np.float64)


def test_a_county_rate_weighs_persons():
    assert rates(np.array([[1.0, 3.0]]), np.array([[10.0, 30.0]])).tolist() == [0.1]
    assert np.isnan(rates(np.zeros((1, 2)), np.zeros((1, 2)))).all()


def test_years_with_nobody_at_risk_have_no_large_scale_return():
    runs = [run_of(np.zeros(8), years(([0.0, 0.0], [0.0, 0.0]), ([k, 0.0], [10.0, 10.0])), scale=0.5) for k in range(2)]
    (found,) = large_scale_return(runs, 2021)["windows"].values()
    assert found["county"][0]["probability"] == 0.5


def test_large_scale_return_by_window():
    low, high = ([0.0, 1.0], [100.0, 100.0]), ([8.0, 8.0], [100.0, 100.0])
    calm, bad = years(*[low] * 6), years(*[low] * 5, high)
    found = large_scale_return([run_of(np.zeros(24), calm), run_of(np.zeros(24), bad)], 2021)
    assert list(found["windows"]) == ["2021-2025", "2026-2026"] and found["window"] == "2026-2026"
    assert found["probability"] == [0.5, 0.5, 0.5, 0.5, 0.0]
    first = found["windows"]["2021-2025"]
    assert [row["probability"] for row in first["county"]] == [0.0] * 5 and all(
        row["conditional"] for row in first["county"]
    )
    assert first["county"][0]["ci95"] == [0.0, 1.0] and first["county"][0]["method"] == "rule_of_three"
    assert first["county"][0]["covers"] == "monte_carlo"


def test_a_worst_place_stands_beside_its_returns_dealt_out_by_lot():
    """Two replicates of one year, a lived and four dealt rates each, of villages and of townships."""
    peaks = np.zeros((2, 1, *SHAPE))
    peaks[0, 0, :, 0] = [0.2, 0.12, 0.11, 0.04, 0.03]
    peaks[1, 0, :, 0] = [0.05, 0.12, 0.04, 0.03, 0.03]
    peaks[:, 0, 0, 1] = [0.02, 0.04]
    runs = [run_of(np.zeros(4), years(([1.0, 2.0], [100.0, 100.0])), worst=peak) for peak in peaks]
    (found,) = large_scale_return(runs, 2021)["windows"].values()
    village, township = ([(row["probability"], row["scattered"]) for row in found[f"worst_{place}"]]
                         for place in ("village", "township"))  # fmt: skip
    assert village == [(1.0, 1.0), (1.0, 1.0), (1.0, 0.625), (0.5, 0.375), (0.5, 0.375)]
    assert township == [(1.0, 0.0), (0.5, 0.0), (0.5, 0.0), (0.0, 0.0), (0.0, 0.0)]


@pytest.mark.parametrize(("ends", "year"), [("2025Q4", 2025), ("2025Q2", 2024), ("2026Q1", 2025), ("2023Q4", 2023)])
def test_a_year_belongs_to_the_transition_if_its_fourth_quarter_does(ends, year):
    assert transition_end(BASELINE.with_values({"transition.ends": ends})) == year
    runs = [run_of(np.zeros(24), years(*[([0.0], [100.0])] * 6)) for _ in range(2)]
    found = large_scale_return(runs, 2021, ends=transition_end(BASELINE.with_values({"transition.ends": ends})))
    assert list(found["windows"]) == [f"2021-{year}", f"{year + 1}-2026"]


def test_a_part_of_the_county_is_corrected_and_the_raw_count_stands_beside():
    runs = [run_of(np.zeros(4), years(([k, 2.0], [100.0, 100.0])), scale=0.1) for k in range(6)]
    (found,) = large_scale_return(runs, 2021)["windows"].values()
    assert {row["method"] for row in found["county"]} == {"corrected"}
    assert {row["method"] for row in found["county_uncorrected"]} <= {"wilson", "rule_of_three"}


def test_without_a_fourth_quarter_nothing_is_known():
    found = large_scale_return([run_of(np.zeros(3))], 2021)
    assert found["windows"] == {} and found["window"] is None
    assert found["probability"] == [None] * 5 and found["ci95"] == [[None, None]] * 5


def test_numbers_for_people():
    assert [tables.plain(x, 100.0) for x in (0.03152, 1.0, None)] == ["3.15", "100.00", "-"]
    assert [tables.signed(x, 100.0) for x in (0.0102, -0.0102, 0.00001, -0.00001, 0.0)] == [
        "+1.02",
        "-1.02",
        "0.00",
        "0.00",
        "0.00",
    ]
    assert tables.plain(12345.6, 1.0, 0) == "12,346"
    assert tables.with_interval("3.15", "0.00", "9.19", "zh") == "3.15（0.00～9.19）"
    assert tables.with_interval("3.15", "0.00", "9.19", "en") == "3.15 (0.00 to 9.19)"
    assert tables.with_interval("3.15", "-", "-", "zh") == "3.15"
    assert [tables.decimals(x) for x in (0.0, 0.012, 1.25, 13.1, 32743.0)] == [2, 4, 2, 1, 0]


def test_periods_for_people():
    assert tables.year("2021Q4", "zh") == "2021年四季度"
    assert tables.period(84, 8, "zh") == "2021年一季度至2022年四季度（8个季度）"
    assert (tables.period(84, 1, "zh"), tables.period(84, 1, "en")) == ("2021年一季度", "2021Q1")
    assert (tables.years("2021-2025", "zh"), tables.years("2021-2021", "zh")) == ("2021—2025年", "2021年")


def test_money_is_shown_in_the_units_of_each_language():
    for lang, factor in (("zh", 4e-4), ("en", 4e-6)):
        assert tables.scale("county", "fiscal_cost", lang)[0] == factor
    assert all(tables.unit_of_change(name).zh for name in MEASURES)
    assert all(text.en and text.zh and series in PLACE_OF for series, text in tables.TITLES.items())


def test_columns_line_up_with_chinese(capsys):
    tables.print_table("表", ["政策", "变化\n（百分点）"], [["产业帮扶", "-0.40"], ["a", "+1.00"]])
    assert capsys.readouterr().out.splitlines() == [
        "表", "", "政策            变化", "          （百分点）", "--------  ----------", "产业帮扶       -0.40", "a              +1.00", "",
    ]  # fmt: skip


def test_years_of_other_windows_do_not_count_for_the_worst_place():
    peaks = np.zeros((6, *SHAPE))
    peaks[5, :, 0] = 0.2
    (calm, bad) = large_scale_return([run_of(np.zeros(24), years(*[([1.0], [100.0])] * 6), worst=peaks)], 2021)[
        "windows"
    ].values()
    assert calm["worst_village"][0]["probability"] == 0.0 and bad["worst_village"][0]["probability"] == 1.0
