"""Parameters: declarations are complete, values are checked, and time is resolved as one wrote it."""

import json
import pickle
import re
from typing import Annotated, NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import sources
from sim.spec import (
    Dated,
    Invalid,
    Param,
    Tree,
    declaration_problems,
    declarations,
    parameter_rows,
    parameter_table,
    quarter_name,
    quarter_number,
    salib_problem,
    unit_zh,
)

GUESS = sources.assumed("a range for the tests", "仅供测试")
SHARE = Param("share", (0, 1), (0.5, 0.9), sources.figure("S1-060"), "reimbursement rate", "报销比例")


class Medical(NamedTuple):
    enabled: Annotated[bool, Param("switch", (0, 1), (0, 1), GUESS, "the lever is on", "是否开启")] = False
    reimbursement: Annotated[float, SHARE] = 0.5
    cap: Annotated[float, Param("CNY2020/(person·year)", (0, 1e6), (2000, 6000), GUESS, "yearly cap", "年度封顶线")] = (
        3000.0
    )


class Transition(NamedTuple):
    ends: Annotated[str, Param("quarter", (0, 0), (0, 0), GUESS, "last quarter", "过渡期结束季度")] = "2025Q4"
    shape: Annotated[
        str,
        Param("choice", (0, 0), (0, 0), GUESS, "how it ends", "退出形式", choices=("kept", "cliff", "linear")),
    ] = "kept"
    taper_quarters: Annotated[int, Param("quarters", (1, 80), (4, 20), GUESS, "taper", "退坡时长")] = 12


GROUPS = {"levers.medical": Medical, "transition": Transition}
RATE = "levers.medical.reimbursement"
TREE = Tree(GROUPS)


def rates(tree: Tree, *quarters: str) -> list[float]:
    return [tree.at(quarter_number(quarter))["levers.medical"].reimbursement for quarter in quarters]


def messages(changes: dict[str, object], lang: str = "en") -> list[str]:
    with pytest.raises(Invalid) as caught:
        TREE.with_values(changes)
    return caught.value.lines(lang)


# Quarters


@pytest.mark.parametrize(("name", "number"), [("2000Q1", 0), ("2016Q1", 64), ("2021Q1", 84), ("2030Q4", 123)])
def test_quarters_count_from_2000(name, number):
    assert quarter_number(name) == number
    assert quarter_name(number) == name


@pytest.mark.parametrize("text", ["2021", "2021Q5", "2021q1", "21Q1", "2021Q1 ", "\u0662021Q1", "", "2021-Q1"])
def test_what_is_no_quarter_is_refused(text):
    with pytest.raises(ValueError):
        quarter_number(text)


# Declarations


def test_the_small_registry_is_complete():
    assert declaration_problems(GROUPS) == ()
    assert list(declarations(GROUPS))[:2] == ["levers.medical.enabled", RATE]


def incomplete(hint, default) -> str:
    class Group(NamedTuple):
        field: hint = default

    return "; ".join(problem.en for problem in declaration_problems({"group": Group}))


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"unit": ""}, "has no unit"),
        ({"unit": "furlong"}, "unit without a Chinese name"),
        ({"bounds": (1, 0)}, "empty bounds"),
        ({"bounds": (0, float("inf"))}, "not two finite numbers"),
        ({"bounds": (0.6, 1)}, "not inside its bounds"),
        ({"plausible": (0.9, 0.5)}, "not inside its bounds"),
        ({"bounds": (0.5, 1), "plausible": (0.6, 0.7)}, "outside 0.5..1"),
        ({"en": ""}, "no English name"),
        ({"en": "报销"}, "no English name"),
        ({"zh": "rate"}, "no Chinese name"),
        ({"source": None}, "has no source"),
        ({"source": sources.Source("x", "", "text", "文字")}, "unknown grade"),
        ({"source": sources.Source("x", "official", "text", "text")}, "without Chinese text"),
    ],
)
def test_an_incomplete_declaration_is_named(change, complaint):
    assert complaint in incomplete(Annotated[float, SHARE._replace(**change)], 0.4)


@pytest.mark.parametrize(
    ("hint", "default", "complaint"),
    [
        (float, 0.5, "is not Annotated"),
        (Annotated[list, SHARE], [], "not a float, int, bool or str"),
        (Annotated[float, SHARE], 1, "default of type int"),
        (Annotated[str, SHARE], "kept", "text without choices"),
        (Annotated[str, SHARE._replace(choices=("a", "b"))], "c", "not one of a | b"),
        (Annotated[str, SHARE._replace(choices=("a", "b"), several=True)], "a, c", "not one of a | b"),
        (Annotated[str, SHARE._replace(choices=("a", "b"), several=True)], "", "names nothing"),
        (
            Annotated[str, SHARE._replace(choices=("a", "b"), names=("甲",))],
            "a",
            "not one Chinese name for each choice",
        ),
    ],
)
def test_a_malformed_declaration_is_named(hint, default, complaint):
    assert complaint in incomplete(hint, default)


class Named(NamedTuple):
    kinds: Annotated[
        str,
        Param(
            "choice",
            (0, 0),
            (0, 0),
            GUESS,
            "kinds",
            "若干种类",
            choices=("ox", "hen", "carp"),
            several=True,
            names=("牛", "鸡", "鲤鱼"),
        ),
    ] = "ox, hen"


def test_a_text_may_name_several_choices():
    tree = Tree({"farm": Named})
    assert not declaration_problems({"farm": Named})
    for text in ("carp，hen 、ox", "鲤鱼、鸡、牛"):
        assert tree.with_values({"farm.kinds": text}).value("farm.kinds") == "carp, hen, ox"
    one = tree.with_values({"farm.kinds": "hen;ox"})
    assert one.digest(64, 123) == tree.with_values({"farm.kinds": " hen , ox "}).digest(64, 123) != tree.digest(64, 123)
    assert Tree.from_json({"farm": Named}, one.as_json()) == one
    (row,) = parameter_rows(tree.declarations)
    assert row["several"] and row["choices"] == ["ox", "hen", "carp"]
    for lang, words in (("en", "one or more of ox | hen | carp"), ("zh", "一个或多个：ox 牛 | hen 鸡 | carp 鲤鱼")):
        assert words in parameter_table(tree.declarations, lang)[0].values()


def test_each_name_that_is_wrong_is_told_with_the_nearest():
    with pytest.raises(Invalid) as caught:
        Tree({"farm": Named}).with_values({"farm.kinds": "hen, cap, hen"})
    wrong, twice = caught.value.problems
    assert "did you mean carp?" in wrong.en and "是否想写 carp？" in wrong.zh and wrong.allowed == "ox | hen | carp"
    assert "more than once" in twice.en and "重复" in twice.zh


def test_a_group_may_not_bear_the_name_of_a_parameter():
    problems = declaration_problems({**GROUPS, RATE: Transition})
    assert [problem.key for problem in problems] == [RATE]


def test_a_group_path_is_made_of_lower_case_words():
    assert declaration_problems({"Levers.x": Medical})


# Values in time


def test_a_plain_value_holds_for_all_time():
    tree = TREE.with_values({RATE: 0.7})
    assert rates(tree, "2016Q1", "2030Q4") == [0.7, 0.7]
    assert tree.breakpoints == ()


def test_a_date_holds_from_its_quarter_on_and_before_it_the_base_shows():
    tree = TREE.with_values({RATE: {"2021Q1": 0.85, "2026Q1": 0.65}})
    assert rates(tree, "2016Q1", "2020Q4", "2021Q1", "2025Q4", "2026Q1", "2030Q4") == [
        0.5,
        0.5,
        0.85,
        0.85,
        0.65,
        0.65,
    ]
    assert [tree.changed(quarter_number(quarter)) for quarter in ("2020Q4", "2021Q1", "2021Q2")] == [
        False,
        True,
        False,
    ]


def test_after_a_bounded_stretch_the_former_value_returns():
    tree = TREE.with_values({RATE: {"2021Q1": 0.85, "2023Q1..2023Q4": 0.9}})
    assert rates(tree, "2022Q4", "2023Q1", "2023Q4", "2024Q1") == [0.85, 0.9, 0.9, 0.85]


def test_a_date_right_after_a_bounded_stretch_takes_over():
    tree = TREE.with_values({RATE: {"2023Q1..2023Q4": 0.9, "2024Q1": 0.6}})
    assert rates(tree, "2022Q4", "2023Q4", "2024Q1") == [0.5, 0.9, 0.6]


def test_a_change_lies_over_its_base():
    base = TREE.with_values({RATE: {"2021Q1": 0.85, "2028Q1": 0.4}})
    forever = base.with_values({RATE: {"2026Q1": 0.65}})
    assert rates(forever, "2020Q4", "2025Q4", "2026Q1", "2029Q1") == [0.5, 0.85, 0.65, 0.65]
    stretch = base.with_values({RATE: {"2027Q1..2028Q4": 0.65}})
    assert rates(stretch, "2026Q4", "2027Q1", "2028Q4", "2029Q1") == [0.85, 0.65, 0.65, 0.4]
    assert rates(base.with_values({RATE: 0.6}), "2020Q4", "2028Q1") == [0.6, 0.6]


def test_before_is_the_value_ahead_of_the_first_date():
    tree = TREE.with_values({RATE: {"before": 0.3, "2021Q1": 0.85}})
    assert rates(tree, "2016Q1", "2021Q1") == [0.3, 0.85]


@pytest.mark.parametrize(
    "table",
    [
        {"2021Q1..2022Q4": 0.6, "2022Q4..2023Q4": 0.7},
        {"2021Q1..2025Q4": 0.6, "2022Q1..2022Q4": 0.7},
        {"2021Q1..2022Q4": 0.6, "2022Q1": 0.7},
        {"2021Q1..2022Q4": 0.6, "2021Q1": 0.7},
    ],
)
def test_stretches_that_claim_the_same_quarter_are_refused(table):
    (message,) = messages({RATE: table})
    assert "begins inside" in message


quarters = st.integers(64, 130)
stretches = st.tuples(quarters, st.integers(0, 12), st.floats(0, 1))


@given(opened=st.dictionaries(quarters, st.floats(0, 1), max_size=5), bounded=st.lists(stretches, max_size=3))
def test_the_step_function_agrees_with_the_definition(opened, bounded):
    """Quarter by quarter: the bounded stretch there, else the latest date, else the default."""
    table = {quarter_name(q): v for q, v in opened.items()}
    table |= {f"{quarter_name(q)}..{quarter_name(q + n)}": v for q, n, v in bounded}
    try:
        tree = TREE.with_values({RATE: table} if table else {})
    except Invalid as invalid:
        assert any("begins inside" in line for line in invalid.lines("en"))
        return
    for quarter in range(60, 150):
        inside = [v for q, n, v in bounded if q <= quarter <= q + n]
        earlier = [q for q in opened if q <= quarter]
        expected = inside[-1] if inside else opened[max(earlier)] if earlier else 0.5
        assert tree.at(quarter)["levers.medical"].reimbursement == expected


# The tree


def test_groups_are_instances_of_their_classes_with_exact_types():
    tree = TREE.with_values(
        {
            "levers.medical.enabled": np.bool_(True),
            RATE: np.float64(0.7),
            "levers.medical.cap": 2500,
            "transition.taper_quarters": np.int64(8),
        }
    )
    now = tree.at(90)
    assert now["levers.medical"] == Medical(True, 0.7, 2500.0)
    assert now["transition"] == Transition(taper_quarters=8)
    for group in now.values():
        for field in group._fields:
            assert type(getattr(group, field)) is type(getattr(type(group)(), field))


def test_the_same_object_comes_back_until_something_changes():
    tree = TREE.with_values({RATE: {"2021Q1": 0.85}})
    first, last = quarter_number("2021Q1"), quarter_number("2030Q4")
    assert tree.at(first) is tree.at(last)
    assert tree.at(first) is not tree.at(first - 1)
    assert tree.at(first)["transition"] is tree.at(first - 1)["transition"]


def test_a_tree_does_not_change():
    TREE.with_values({RATE: 0.7})
    assert TREE == Tree(GROUPS)
    with pytest.raises(TypeError):
        TREE.at(90)["transition"] = Transition()


def test_the_digest_sees_values_and_not_how_they_were_written():
    first, last = quarter_number("2016Q1"), quarter_number("2020Q4")
    later = TREE.with_values({RATE: {"2021Q1": 0.85}})
    assert later.digest(first, last) == TREE.digest(first, last)
    assert later.digest(first, last + 1) != TREE.digest(first, last + 1)
    assert TREE.with_values({RATE: 0.7}).digest(first, last) != TREE.digest(first, last)
    split = TREE.with_values({RATE: {"2017Q1": 0.6, "2018Q1..2018Q4": 0.6}})
    whole = TREE.with_values({RATE: {"2017Q1": 0.6}})
    assert split.digest(first, last) == whole.digest(first, last)
    assert split == whole
    negative_zero = TREE.with_values({RATE: -0.0})
    assert negative_zero.digest(first, last) == TREE.with_values({RATE: 0}).digest(first, last)


def test_json_holds_every_value_and_gives_the_tree_back():
    tree = TREE.with_values({RATE: {"2021Q1": 0.85, "2023Q1..2023Q4": 0.9}, "transition.shape": {"2026Q1": "cliff"}})
    content = json.loads(json.dumps(tree.as_json()))
    assert content["levers.medical"]["cap"] == 3000.0
    assert content["transition"]["shape"] == {"before": "kept", "2026Q1": "cliff"}
    assert Tree.from_json(GROUPS, content) == tree


def test_a_tree_travels_to_a_worker_in_few_bytes():
    tree = TREE.with_values({RATE: {"2021Q1": 0.85}})
    packed = pickle.dumps(tree)
    assert pickle.loads(packed) == tree
    assert len(packed) < 1_000


def test_a_value_of_another_tree_can_be_passed_on():
    tree = TREE.with_values({RATE: {"2021Q1": 0.85}})
    assert isinstance(tree.value(RATE), Dated)
    assert TREE.with_values({RATE: tree.value(RATE)}) == tree


# What bad values get


@pytest.mark.parametrize(
    ("path", "raw", "text"),
    [
        (RATE, 1.4, "= 1.4 (share) is outside 0..1"),
        (RATE, 10**400, "is outside 0..1"),
        (RATE, -(10**400), "is outside 0..1"),
        (RATE, "0.7", 'reimbursement = "0.7" must be a number'),
        (RATE, True, "= true must be a number"),
        (RATE, [0.7], "= [...] must be a number"),
        (RATE, {}, "= {...} must be a number"),
        (RATE, float("nan"), "= nan is not a number that can be computed with"),
        (RATE, float("-inf"), "= -inf is not a number that can be computed with"),
        (RATE, {"2021Q1": 2.0}, "reimbursement.2021Q1 = 2 (share) is outside 0..1"),
        (RATE, {"2021Q9": 0.7}, '"2021Q9" is no date'),
        (RATE, {"2023Q4..2023Q1": 0.7}, "is no date"),
        (RATE, {"2015Q4": 0.7}, "outside the horizon 2016Q1..2100Q4"),
        (RATE, {"2021Q1": {"2022Q1": 0.7}}, "must be a number"),
        ("levers.medical.enabled", 1, "= 1 must be true or false"),
        ("transition.taper_quarters", 4.5, "= 4.5 must be a whole number"),
        ("transition.taper_quarters", 0, "= 0 (quarters) is outside 1..80"),
        ("transition.shape", "clif", '= "clif" is not one of kept | cliff | linear; did you mean cliff?'),
        ("transition.shape", 3, "must be a text in quotes"),
        ("transition.ends", "2025", '= "2025" is not a quarter such as 2025Q4'),
        ("transition.ends", "1999Q4", "is outside 2016Q1..2100Q4"),
    ],
)
def test_a_bad_value_is_told_with_its_unit_and_range(path, raw, text):
    (english,) = messages({path: raw})
    assert path in english and text in english
    (chinese,) = messages({path: raw}, "zh")
    assert re.search("[\u4e00-\u9fff]", chinese) and path in chinese


def test_a_chinese_problem_reads_as_an_official_would_write_it():
    (line,) = messages({RATE: 1.4}, "zh")
    assert line == f"{RATE}（报销比例）= 1.4，超出允许范围 0..1（单位：比例）"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("levers.medical.reimbursment", RATE),
        ("lever.medical.reimbursement", RATE),
        ("medical.reimbursement", RATE),
        ("transition.reimbursement", RATE),
        ("levers.medical.报销比例", RATE),
        ("报销比率", RATE),
        ("transition.退坡时长", "transition.taper_quarters"),
        ("Transition.Shape", "transition.shape"),
    ],
)
def test_an_unknown_name_gets_its_nearest_match(typed, meant):
    (line,) = messages({typed: 1})
    assert line.endswith(f"did you mean {meant}?")


def test_a_name_like_nothing_gets_no_match():
    (line,) = messages({"qqqqqqqq": 1})
    assert line == "there is no parameter qqqqqqqq"


def test_all_problems_come_at_once():
    assert len(messages({RATE: 1.4, "transition.shape": "x", "nothing.like.it": 1})) == 3


def test_problems_survive_the_way_from_a_worker():
    with pytest.raises(Invalid) as caught:
        TREE.with_values({RATE: 1.4})
    assert pickle.loads(pickle.dumps(caught.value)).problems == caught.value.problems


# Tables


def test_a_row_has_everything_that_a_reader_may_ask():
    for row in parameter_rows(declarations(GROUPS), TREE):
        for column in (
            "path",
            "unit",
            "unit_zh",
            "bounds",
            "plausible",
            "en",
            "zh",
            "source_en",
            "source_zh",
        ):
            assert row[column], (row["path"], column)
        assert row["evidence"] in sources.GRADES
        assert row["value"] == row["default"]
    rate = next(row for row in parameter_rows(declarations(GROUPS)) if row["path"] == RATE)
    assert rate["source"] == "S1-060" and "85%" in rate["quote"]
    assert json.loads(json.dumps(rate)) == rate


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_table_speaks_one_language(lang):
    table = parameter_table(declarations(GROUPS), lang, TREE.with_values({RATE: {"2021Q1": 0.85}}))
    assert len(table) == len(declarations(GROUPS))
    headings = "".join(table[0])
    assert bool(re.search("[\u4e00-\u9fff]", headings)) == (lang == "zh")
    assert any("0.85" in cell for cell in table[1].values())


def test_a_unit_has_a_chinese_name():
    assert unit_zh("CNY2020/(person·year)") == "2020年价元/(人·年)"
    assert unit_zh("1") == "无量纲"
    assert unit_zh("share") == "比例" and unit_zh("share of persons") == "占人口比例"


def test_a_sensitivity_analysis_sweeps_the_plausible_range():
    problem = salib_problem(declarations(GROUPS), [RATE, "levers.medical.enabled"])
    assert problem == {
        "num_vars": 2,
        "names": [RATE, "levers.medical.enabled"],
        "bounds": [[0.5, 0.9], [0.0, 1.0]],
    }
    with pytest.raises(Invalid) as caught:
        salib_problem(declarations(GROUPS), ["transition.shape", "no.such"])
    assert len(caught.value.problems) == 2


@pytest.mark.parametrize(
    ("path", "x", "value"),
    [
        ("levers.medical.enabled", 0.49, False),
        ("levers.medical.enabled", 0.5, True),
        ("transition.taper_quarters", 7.6, 8),
        ("transition.taper_quarters", 99.0, 80),
        (RATE, np.float64(0.25), 0.25),
    ],
)
def test_a_sampled_number_becomes_a_value(path, x, value):
    sampled = declarations(GROUPS)[path].from_sample(x)
    assert sampled == value and type(sampled) is type(value)
