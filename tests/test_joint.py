"""Values that are sound alone and do not fit together: told with key, line, value, unit and what would fit."""

import pytest

from sim.county import Luck
from sim.parameters import GROUPS, RULES, load_scenario
from sim.runs import Job, simulate
from sim.spec import Invalid, Place, Tree, declarations, joint_problems

NOBODY = tuple(
    f"place.{name}=0"
    for name in ("ex_poor_households", "ex_poor_persons", "relocated_households", "relocated_persons", "sites")
)


def problems(*sets):
    with pytest.raises(Invalid) as wrong:
        load_scenario("pengshui/baseline", sets)
    return wrong.value.problems


def test_too_few_households_are_told_where_they_stand(tmp_path):
    path = tmp_path / "few.toml"
    path.write_text('[scenario]\nbase = "pengshui/baseline"\n[place]\nex_poor_households = 100\n', "utf-8")
    with pytest.raises(Invalid) as wrong:
        load_scenario(path)
    (problem,) = wrong.value.problems
    assert (problem.key, problem.line, problem.value, problem.unit) == (
        "place.ex_poor_households",
        4,
        "100",
        "households",
    )
    assert problem.allowed == "11528..101794", "room for 98,473 others at 1 to 12 a household, beside 3,321 relocated"
    assert problem.allowed in problem.en and problem.allowed in problem.zh and "脱贫户" in problem.zh


@pytest.mark.parametrize(
    ("sets", "key", "allowed"),
    [
        (["place.relocated_households=30000"], "place.relocated_households", "1184..14207"),
        (["place.relocated_persons=20"], "place.relocated_persons", "3321..39852"),
        (["place.ex_poor_persons=1000"], "place.ex_poor_persons", "38658..307619"),
        (["place.relocated_households=80", "place.relocated_persons=200", "place.sites=90"], "place.sites", "0..80"),
        (["place.townships=500"], "place.townships", "1..295"),
        (["place.other_villages=10000", "place.ordinary_households=0", "place.ex_poor_villages=10000",
          "place.ex_poor_households=15000"], "place.ex_poor_households", "20000..101794"),
        (["people.children_two=0.6"], "people.children_two", "0..0.28"),
        (["people.elders_none=0.9"], "people.elders_none", "0..0.72"),
        (["technologies.high=0.2"], "technologies.high", "0.3..1"),
        (["transition.ends=2019Q4"], "transition.ends", "2021Q1.."),
        (["transition.begins=2027Q1"], "transition.begins", "..2025Q4"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told_with_what_would(sets, key, allowed):
    (problem,) = problems(*sets)
    assert problem.file == "--set" and (problem.key, problem.allowed) == (key, allowed)
    assert "does not fit" in problem.en and "不相容" in problem.zh


def test_of_values_that_do_not_fit_the_last_given_is_told():
    sets = ["place.townships=500", "place.other_villages=100"]
    assert [problems(*order)[0].key for order in (sets, sets[::-1])] == ["place.other_villages", "place.townships"]


def test_a_value_that_is_wrong_by_itself_is_told_once():
    assert [p.key for p in problems("place.townships=5000")] == ["place.townships"]
    both = problems("place.townships=5000", "place.relocated_persons=20")
    assert [p.key for p in both] == ["place.townships", "place.relocated_persons"]


def test_values_from_python_are_checked_together():
    with pytest.raises(Invalid, match="place.townships = 500"):
        load_scenario("pengshui/baseline").with_values({"place.townships": 500})


def test_a_share_that_adds_up_to_one_fits():
    load_scenario("pengshui/baseline", ["people.elders_none=0.7", "people.elders_one=0.3"])


def test_the_defaults_fit_and_rules_name_parameters():
    assert joint_problems(Tree(GROUPS), RULES, {}) == []
    known = declarations(GROUPS)
    assert all(path in known for rule in RULES for path in rule.paths)
    wrong = Tree(GROUPS).with_values({"place.townships": 500})
    (problem,) = joint_problems(wrong, RULES, {"place.townships": Place("x", ("place", "townships"))})
    assert problem.file == "x"


def test_the_range_that_is_told_is_the_range_that_fits():
    for value, fits in ((11527, False), (11528, True), (101794, True), (101795, False)):
        tree = Tree(GROUPS).with_values({"place.ex_poor_households": value})
        assert (joint_problems(tree, RULES, {}) == []) == fits, value


def test_a_county_without_ex_poor_households_lives():
    sets = [*NOBODY, "place.ordinary_households=600", "place.other_villages=20", "place.ex_poor_villages=5",
            "place.townships=4"]  # fmt: skip
    run = simulate(Job(load_scenario("pengshui/baseline", sets), Luck.of(1, 0), quarters=4))
    assert run.households == 600 and run.imbalance < 1e-9
