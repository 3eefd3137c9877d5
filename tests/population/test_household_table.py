"""Household tables: what is read, what is refused row by row, and the county that begins with one."""

import csv
import io
import math

import numpy as np
import pytest
from counties import SMALL, baseline, differences, lived

from sim.draws import key
from sim.language import half_width
from sim.population.household_table import load, table_of
from sim.population.table_columns import BY_NAME, COLUMNS
from sim.population.table_files import fingerprint
from sim.population.table_names import identities
from sim.population.table_start import from_table
from sim.population.table_traits import TableReading, condition_productivity
from sim.population.table_writing import EXAMPLES, table_of_county, template
from sim.processes.earnings import Earnings
from sim.spec import Invalid
from sim.state.households import HOUSEHOLD
from sim.state.store import Store

SOUND = {
    "household": "1", "village": "东村", "ages": "35;33;17;8;3;61", "migrants": "1", "local_workers": "1", "land": "5",
    "ex_poor": "1", "income": "60000", "wage_income": "50000", "business_income": "8000", "property_income": "500",
    "transfer_income": "1500", "medical_cost": "2000",
}  # fmt: skip


def text_of(*rows, headings=None):
    """A table of the given rows, whose columns are all that any of them names."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([(headings or {}).get(name, name) for name in names])
    writer.writerows([[row.get(name, "") for name in names] for row in rows])
    return text.getvalue()


@pytest.fixture
def write(tmp_path):
    """Write a table and give its path."""

    def written(content):
        path = tmp_path / "户表.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8-sig"))
        return path

    return written


@pytest.fixture
def problems(write):
    """The problems of a table of the given rows."""

    def found(*rows):
        with pytest.raises(Invalid) as wrong:
            load(write(text_of(*rows)), "户表.csv")
        return wrong.value.problems

    return found


def changed(**cells):
    return {**SOUND, **cells}


def test_a_sound_household_is_read(write):
    table = load(write(text_of(SOUND)))
    assert (table.n, table.village, table.members.tolist()) == (1, ["东村"], [6.0])
    counts = [table.numbers[name][0] for name in ("infants", "pupils", "youths", "grown", "elders")]
    assert counts == [1, 1, 1, 2, 1]
    assert table.welfare.tolist() == [58000 / 6]
    assert (
        table.numbers["dibao"][0] == 0 and table.numbers["insured"][0] == 1 and math.isnan(table.numbers["savings"][0])
    )


WRONG = {
    "a child of 200": ({"ages": "35;33;17;8;200;61"}, "ages", "200", "0..120"),
    "an age that is none": ({"ages": "35;x;17;8;3;61"}, "ages", '"x"', "0..120"),
    "half a year": ({"ages": "35;33.5;17;8;3;61"}, "ages", "33.5", "0..120"),
    "a negative age": ({"ages": "35;33;-3"}, "ages", "-3", "0..120"),
    "no members": ({"ages": ""}, "ages", "no member", "0..120"),
    "too many members": ({"ages": ";".join(["30"] * 31)}, "ages", "31 members", "0..120"),
    "more workers than members": ({"migrants": "3", "local_workers": "2"}, "migrants", "= 5", "0..3"),
    "more workers than have labour power": ({"migrants": "2", "disabled": "1"}, "migrants", "= 3", "0..2"),
    "more workers than are not at school": ({"employed": "1", "students": "1"}, "migrants", "= 3", "0..2"),
    "more disabled than adults": ({"disabled": "4", "migrants": "0", "local_workers": "0"}, "disabled", "= 4", "0..3"),
    "more half power than adults": (
        {"disabled": "1", "half_power": "3", "local_workers": "0"}, "disabled", "= 4", "0..3"),
    "more students than youths": ({"students": "2", "local_workers": "0"}, "students", "= 2", "0..1"),
    "more drop-outs than children": ({"out_of_school": "2"}, "out_of_school", "= 2", "0..1"),
    "more ill than members": ({"chronic": "7"}, "chronic", "= 7", "0..6"),
    "more qualified than adults": ({"qualified": "4"}, "qualified", "= 4", "0..3"),
    "more trained than members of 16": ({"trained": "5"}, "trained", "= 5", "0..4"),
    "nobody left for the post": (
        {"post": "1", "ages": "35;33", "migrants": "1", "local_workers": "1"}, "post", "= 1", "0..0"),
    "two posts": ({"post": "2"}, "post", "2", "0..1"),
    "negative land": ({"land": "-3"}, "land", "-3", "0..1000"),
    "land that is no number": ({"land": "五亩"}, "land", "五亩", "0..1000"),
    "no land": ({"land": ""}, "land", "empty", "0..1000"),
    "negative savings": ({"savings": "-1"}, "savings", "-1", "0..10000000"),
    "infinite savings": ({"savings": "inf"}, "savings", "inf", "0..10000000"),
    "savings that are not a number": ({"savings": "nan"}, "savings", "nan", "0..10000000"),
    "half a worker": ({"migrants": "0.5"}, "migrants", "0.5", "0..30"),
    "a loan above the limit": ({"microcredit": "60000"}, "microcredit", "60000", "0..50000"),
    "a date without a loan": ({"microcredit_due": "2022Q1"}, "microcredit_due", "2022Q1", ""),
    "a date that is none": ({"microcredit": "100", "microcredit_due": "2022年"}, "microcredit_due", "2022年", "2000Q1"),
    "an income that does not add up": ({"income": "61001.5"}, "income", "61001.5", "59999.00..60001.00"),
    "a negative medical cost": ({"medical_cost": "-5"}, "medical_cost", "-5", "0..10000000"),
    "a negative wage": ({"wage_income": "-1"}, "wage_income", "-1", "0..10000000"),
    "dibao and tekun at once": ({"dibao": "1", "tekun": "1"}, "tekun", "= 1", "0..0"),
    "a flag that is none": ({"ex_poor": "2"}, "ex_poor", "2", "0..1"),
    "a word that is no flag": ({"ex_poor": "脱贫"}, "ex_poor", "脱贫", "0..1"),
    "relocated but never poor": ({"relocated": "1", "ex_poor": "0"}, "relocated", "= 1", "0..0"),
    "unstable but never poor": ({"monitor_class": "1", "ex_poor": "0"}, "monitor_class", "= 1", "0 | 2 | 3"),
    "marginal but ex-poor": ({"monitor_class": "2"}, "monitor_class", "= 2", "0 | 1 | 3"),
    "a class that is none": ({"monitor_class": "4"}, "monitor_class", "4", "0..3"),
    "no village": ({"village": ""}, "village", "empty", ""),
    "an unknown product": ({"product": "白菜"}, "product", "白菜", "1..11"),
    "a number that Excel has shortened": ({"household": "5.00243E+17"}, "household", "5.00243E+17", ""),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_each_inconsistency_is_refused_alone(problems, name):
    cells, column, value, allowed = WRONG[name]
    (problem,) = problems(changed(**cells))
    declared = BY_NAME[column]
    assert (problem.file, problem.line) == ("户表.csv", 2)
    assert problem.key.startswith(column) and problem.unit == declared.unit
    assert allowed in problem.allowed and problem.allowed in problem.en and problem.allowed in problem.zh
    assert value in problem.en or value in problem.value
    assert column in problem.en and declared.zh in problem.zh and problem.text("zh").startswith("户表.csv 第2行：")


def test_all_of_them_are_told_at_once_row_by_row(problems):
    rows = [{**changed(household=f"{k}号"), **cells} for k, (cells, *_) in enumerate(WRONG.values())]
    found = problems(SOUND, *rows)
    assert [problem.line for problem in found] == list(range(3, len(WRONG) + 3))
    assert [problem.key.split()[0] for problem in found] == [column for _, column, *_ in WRONG.values()]


def test_rounding_of_one_yuan_adds_up(write):
    assert load(write(text_of(changed(income="60001")))).n == 1


def test_what_two_rows_contradict_each_other_in_is_told_with_both_rows(problems):
    first = changed(township="甲乡", ex_poor_village="1")
    second = changed(township="乙乡", ex_poor_village="0")
    repeated, township, listed = problems(first, second)
    assert repeated.key == "household" and "row 2" in repeated.en and "第2行" in repeated.zh and repeated.line == 3
    assert township.key == "township" and "甲乡" in township.en and township.line == 3
    assert listed.key == "ex_poor_village" and listed.line == 3


def test_a_cell_that_is_wrong_by_itself_is_told_once(problems):
    assert [p.key for p in problems(changed(migrants="99"))] == ["migrants"]
    assert [p.key for p in problems(changed(wage_income="x"))] == ["wage_income"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
def test_both_encodings_of_excel_are_read(write, encoding):
    assert load(write(text_of(SOUND).encode(encoding))).village == ["东村"]


UNREADABLE = {
    "a workbook": (b"PK\x03\x04rest", "CSV UTF-8"),
    "an old workbook": (b"\xd0\xcf\x11\xe0rest", "CSV UTF-8"),
    "unicode text": (text_of(SOUND).encode("utf-16"), "GB 18030"),
    "no text at all": (b"\xff\xff\xff\xff\x00", "GB 18030"),
    "nothing": (b"", "empty"),
    "only blank lines": (b"\n,,\n\n", "empty"),
    "no headings": (b"1,2,3\n4,5,6\n", "no heading is known"),
    "a quotation mark that does not end": (b'household,village\n1,"x\n', "quotation mark"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_is_no_table_is_told_plainly(write, name):
    content, told = UNREADABLE[name]
    with pytest.raises(Invalid) as wrong:
        load(write(content))
    (problem,) = wrong.value.problems
    assert told in problem.en and problem.zh != problem.en


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(Invalid, match="cannot be read"):
        load(tmp_path / "nowhere.csv")


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_rows_are_numbered_as_excel_does_with_blank_lines_and_lines_within_cells(write, mark):
    first, *_ = text_of(changed(land="-1", remark="")).splitlines()
    row = text_of(changed(land="-1", remark="")).splitlines()[1]
    lines = f'\n{first}\n\n{row}"two\nlines"\n,,\n{row}'
    with pytest.raises(Invalid) as wrong:
        load(write(mark + lines.encode()))
    lands = [problem.line for problem in wrong.value.problems if problem.key == "land"]
    assert lands == [4, 6]


@pytest.mark.parametrize("style", ["zh", "en", "heading", "unit"])
def test_headings_may_be_in_either_language(write, style):
    titles = {name: f"{BY_NAME[name].zh}（元）" if style == "unit" else getattr(BY_NAME[name], style) for name in SOUND}
    assert load(write(text_of(SOUND, headings=titles))).welfare.tolist() == [58000 / 6]


def test_a_heading_that_is_unknown_missing_or_twice_is_told(write):
    text = text_of({**SOUND, "saving": "1", "姓名": "张三"}).replace("land,", "village,", 1)
    with pytest.raises(Invalid) as wrong:
        load(write(text))
    told = " ".join(problem.en for problem in wrong.value.problems)
    assert "did you mean savings 存款?" in told and "personal data" in told and "there twice" in told
    assert 'the column "land 承包地" is missing' in told and {p.line for p in wrong.value.problems} == {1}


def test_words_commas_and_full_width_digits_are_read(write):
    row = changed(
        ex_poor="是", relocated="集中安置", monitor_class="脱贫不稳定户", dibao="否", house="危房", water="不安全",
        product="烤烟", savings="12,000", land="５", ages="35、33 17,8；3/61",
    )  # fmt: skip
    t = load(write(text_of(row))).numbers
    names = ("ex_poor", "relocated", "monitor_class", "dibao", "house", "water", "product", "savings", "land")
    assert [t[name][0] for name in names] == [1, 1, 1, 0, 2, 1, 2, 12000, 5]


def test_the_template_is_sound_and_names_every_column(write):
    table = load(write(template()))
    assert table.n == len(EXAMPLES)
    headings = template().decode("utf-8-sig").splitlines()[0].split(",")
    assert headings == [column.heading for column in COLUMNS]


def test_columns_are_declared_in_both_languages_with_unit_and_range():
    for column in COLUMNS:
        assert column.zh and column.en and column.meaning and column.meaning_zh
        assert not any("一" <= sign <= "鿿" for sign in column.en + column.meaning)
        if column.kind not in ("text", "ignored"):
            assert column.unit and column.allowed()
    assert len({half_width(column.zh) for column in COLUMNS}) == len(COLUMNS)


def test_ids_stay_when_rows_come_and_go():
    assert identities(["7", "甲1", "07"])[0] == 7
    assert identities(["甲1"])[0] == identities(["3", "x", "甲1"])[2] >= 0
    assert len(set(identities(["7", "07", "甲1", str(2**63)]).tolist())) == 4


# ---------------------------------------------------------------- the county that begins with a table


def many(n=60):
    """Rows of three villages in two townships, with jobs, loans, dibao, monitored and ex-poor households."""
    rows = []
    for k in range(n):
        place = {"village": f"{k % 3 + 1}", "township": ["甲", "甲", "乙"][k % 3]}
        row = changed(
            household=str(100 + n - k), **place, land=str(2 + k % 5), ex_poor=str(k % 2), product=str(k % 2 + 1),
            employed="0", dibao="1" if k % 7 == 0 else "0", assistance="1200" if k % 7 == 0 else "0",
            monitor_class=str((2, 1)[k % 2]) if k % 11 == 0 else "0", microcredit="40000" if k % 5 == 1 else "0",
            microcredit_due="2022Q1" if k % 10 == 1 else "",
        )  # fmt: skip
        if k % 6 == 0:
            row |= {"employed": "1", "migrants": "0"}
        if k % 4 == 3:
            sums = {"income": "9000", "wage_income": "0", "business_income": "7000", "transfer_income": "1500"}
            row |= {"migrants": "0", "local_workers": "0", **sums}
        rows.append(row)
    return rows


PARAMETERS = baseline().tree.with_values(
    {
        "place.products": "sweet_potato, tobacco",
        "place.ex_poor_villages": 3,
        "place.other_villages": 3,
        "place.townships": 2,
    }
)
FIRST = 84


def county_of(path, seed=1, households=None):
    p = PARAMETERS.at(FIRST - 1)
    return from_table(load(path), key(seed, 0, 0), p, FIRST, households)


def test_the_county_begins_with_what_the_table_says(write):
    path = write(text_of(*many()))
    table, county = load(path), county_of(path)
    h = county.households
    by_id = {int(text): k for k, text in enumerate(table.household)}
    order = [by_id[int(identity)] for identity in h.id]
    assert sorted(order) == list(range(60)) and county.villages.n == 3
    assert np.array_equal(np.lexsort((h.id, h["village"])), np.arange(60)), "rows by village and id"
    assert [table.village[k] for k in order] == [str(v + 1) for v in h["village"]]
    assert county.villages["township"].tolist() in ([0, 0, 1], [1, 1, 0])
    same = ("land", "migrants", "local_workers", "employed", "dibao", "ex_poor", "microcredit")
    for name in same:
        assert h[name].tolist() == table.numbers[name][order].tolist(), name
    assert np.array_equal(h["adults"] + h["children"] + h["elders"], table.members[order])
    rings = {"market_income": -1.0, "assistance": 1.0, "medical": 0.0}
    year = {name: sum(h[f"{name}_{k}"] for k in range(4)) for name in rings}
    assert year["market_income"] + year["assistance"] == pytest.approx(table.numbers["income"][order])
    assert year["medical"] == pytest.approx(table.numbers["medical_cost"][order])
    poor = table.welfare[order] < 4000.0
    assert poor.any() and not poor.all() and np.array_equal(h["poor"] != 0, poor)
    assert set(h["poor_history"][poor].tolist()) == {2**31 - 1} and not h["poor_history"][~poor].any()
    assert np.array_equal(h["employer"] >= 0, h["employed"] > 0)
    assert np.array_equal(h["loan_due"] >= 0, h["microcredit"] > 0.0)
    given = ~np.isnan(table.numbers["microcredit_due"][order])
    assert set(h["loan_due"][given].tolist()) == {88}
    assert np.array_equal(h["entitlement"], np.where(h["monitor"] == 2, 2, h["ex_poor"]))
    assert not h["excluded"][(h["monitor"] == 2) | (h["dibao"] != 0)].any()


def test_the_same_table_and_seed_give_the_same_county_in_whatever_order_its_rows_stand(write, tmp_path):
    rows = many()
    other = tmp_path / "other.csv"
    other.write_text(text_of(*rows[::-1]), "utf-8")
    one, two = (county_of(path) for path in (write(text_of(*rows)), other))
    for a, b in zip(one.stores, two.stores, strict=True):
        for name in a.kind.names():
            assert a[name].tobytes() == b[name].tobytes(), name
    three = county_of(other, seed=2)
    assert one.households["skill"].tobytes() != three.households["skill"].tobytes()


def test_accounts_close_and_runs_repeat(write):
    start = county_of(write(text_of(*many())))
    one, two = (lived(PARAMETERS, 8, start.copy(), FIRST) for _ in range(2))
    assert one.imbalance < 1e-9 and differences(one, two) == []


def test_relocated_households_of_a_table_live_at_sites_with_plants(write):
    rows = many()
    for row in rows[::2]:
        row.update(ex_poor="1", relocated="1", monitor_class="0")
    county = county_of(write(text_of(*rows)))
    h, sites = county.households, county.sites
    assert (h["site"] > 0).sum() == 30 == sites["households"].sum()
    assert sites["households"].tolist() == np.bincount(h["site"], minlength=sites.n + 1)[1:].tolist()
    plants = sites["plant"][sites["plant"] >= 0]
    assert county.enterprises["workshop"][plants].all() and (sites["households"][sites["plant"] >= 0] > 0).all()
    assert (h["listed"] == h["entitlement"]).all()


def test_part_of_a_table_keeps_whole_villages(write):
    path = write(text_of(*many()))
    part = county_of(path, households=15)
    assert part.households.n == 20 and part.villages.n == 1
    assert part.scale == pytest.approx(county_of(path).scale / 3)


def test_a_product_that_the_scenario_does_not_have_is_refused(write):
    with pytest.raises(Invalid) as wrong:
        county_of(write(text_of(changed(product="5"))))
    (problem,) = wrong.value.problems
    assert (problem.line, problem.allowed, problem.value) == (2, "1 | 2", "经济林") and problem.key.startswith(
        "product"
    )
    assert "sweet potato, tobacco" in problem.en and "红薯、烤烟" in problem.zh


def test_a_table_names_products_whatever_their_order_in_the_scenario(write):
    """Words and numbers name kinds; the county's rows are those of its scenario."""
    names = ("羊", "药材", "8", "herbs")
    rows = [changed(household=str(k), product=name) for k, name in enumerate(names)]
    p = baseline().tree.with_values({"place.products": "herbs, sheep"}).at(FIRST - 1)
    county = from_table(load(write(text_of(*rows))), key(1, 0, 0), p, FIRST)
    assert county.households["product"].tolist() == [1, 0, 1, 0]
    incomes = {f"{name}_income": np.zeros(4) for name in ("wage", "property", "transfer")}
    again = load(write(table_of_county(county, incomes, key(1, 0, 0)).decode("utf-8-sig")))
    assert again.numbers["product"].tolist() == [8.0, 4.0, 8.0, 4.0]


def test_a_table_that_was_changed_meanwhile_is_refused(write):
    path = write(text_of(SOUND))
    named = fingerprint(str(path))
    path.write_text(text_of(changed(land="6")), "utf-8")
    with pytest.raises(Invalid, match="changed"):
        table_of(named)


@pytest.mark.statistical
def test_productivity_given_wages_has_the_conditional_law():
    """Mean and spread of skill given a log wage ratio of 0.8, against the normal formulas; 4 standard errors."""
    n, ratio = 40_000, 0.8
    store, luck = Store(HOUSEHOLD, n), np.random.default_rng(7)
    place, earnings, reading = SMALL, Earnings(), TableReading()
    s2, z2 = place.skill_spread**2, earnings.persistent_spread**2
    e2 = reading.wage_error**2 + 0.25 * earnings.transitory_spread**2
    store["skill"][:] = math.sqrt(s2) * luck.standard_normal(n)
    store["persistence"][:] = math.sqrt(z2) * luck.standard_normal(n)
    condition_productivity(store, key(3, 0, 0), place, earnings, reading, np.full(n, ratio))
    for name, variance in (("skill", s2), ("persistence", z2)):
        share = variance / (s2 + z2 + e2)
        spread = math.sqrt(variance * (1.0 - share))
        assert abs(store[name].mean() - share * ratio) < 4.0 * spread / math.sqrt(n), name
        assert abs(store[name].std() / spread - 1.0) < 4.0 / math.sqrt(2 * n), name


def test_productivity_stays_as_drawn_where_nothing_is_told():
    store = Store(HOUSEHOLD, 5)
    store["skill"][:] = np.arange(5.0)
    condition_productivity(store, key(3, 0, 0), SMALL, Earnings(), TableReading(), np.full(5, np.nan))
    assert store["skill"].tolist() == [0.0, 1.0, 2.0, 3.0, 4.0]
