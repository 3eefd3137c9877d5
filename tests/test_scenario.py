"""Scenario files: a difference on another, read with every mistake told at once, with file, key and line."""

import re
from pathlib import Path
from typing import Annotated, NamedTuple

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sim import scenario as scenarios
from sim import sources
from sim.scenario.statements import statements
from sim.scenario.toml_text import parsed
from sim.spec import Invalid, Param, quarter_number

GUESS = sources.assumed("a range for the tests", "仅供测试")
SHARE = Param("share", (0, 1), (0.5, 0.9), GUESS, "reimbursement rate", "报销比例")


class MedicalInsurance(NamedTuple):
    enabled: Annotated[bool, Param("switch", (0, 1), (0, 1), GUESS, "the lever is on", "是否开启")] = False
    reimbursement: Annotated[float, SHARE] = 0.5
    cap: Annotated[float, Param("CNY2020/year", (0, 1e6), (2000, 6000), GUESS, "yearly cap", "年度封顶线")] = 3000.0


class Transition(NamedTuple):
    ends: Annotated[str, Param("quarter", (0, 0), (0, 0), GUESS, "last quarter", "过渡期结束季度")] = "2025Q4"
    shape: Annotated[
        str, Param("choice", (0, 0), (0, 0), GUESS, "how it ends", "退出形式", choices=("kept", "cliff"))
    ] = "kept"
    taper_quarters: Annotated[int, Param("quarters", (1, 80), (4, 20), GUESS, "taper", "退坡时长")] = 12


GROUPS = {"levers.medical_insurance": MedicalInsurance, "transition": Transition}
LEVER = "levers.medical_insurance"
RATE = f"{LEVER}.reimbursement"

BASELINE = """
[scenario]
name = {zh = "基准", en = "Baseline"}
description = "as it was"
[levers.medical_insurance]
enabled = true
reimbursement = {"2021Q1" = 0.85}
"""


@pytest.fixture
def root(tmp_path, monkeypatch) -> Path:
    """A folder of scenarios that holds a baseline; nothing is shipped."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "scenarios", "pengshui/baseline", BASELINE)
    return tmp_path / "scenarios"


def write(root: Path, name: str, text: str | bytes) -> Path:
    path = root / f"{name}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def load(root: Path, name="x", sets=()) -> scenarios.Scenario:
    return scenarios.load(name, GROUPS, sets, search=(root,))


def lines(root: Path, text: str | bytes | None = None, lang="en", sets=(), name="x") -> list[str]:
    """What loading ``text`` complains of."""
    if text is not None:
        write(root, name, text)
    with pytest.raises(Invalid) as caught:
        load(root, name, sets)
    assert len(caught.value.lines("zh")) == len(caught.value.lines("en"))
    return caught.value.lines(lang)


def rates(loaded, *quarters: str) -> list[float]:
    return [loaded.tree.at(quarter_number(q))["levers.medical_insurance"].reimbursement for q in quarters]


# What a good file gives


def test_a_scenario_is_a_difference_on_its_base(root):
    write(
        root,
        "pengshui/cliff",
        """
        [scenario]
        name = {zh = "断崖", en = "Cliff"}
        base = "pengshui/baseline"
        end = "2028Q4"
        [levers.medical_insurance]
        reimbursement = {"2026Q1" = 0.65}
        [transition]
        shape = "cliff"
        """,
    )
    cliff = load(root, "pengshui/cliff")
    assert (cliff.name, cliff.title, cliff.start, cliff.end) == (
        "pengshui/cliff",
        {"zh": "断崖", "en": "Cliff"},
        "2021Q1",
        "2028Q4",
    )
    assert rates(cliff, "2020Q4", "2025Q4", "2026Q1") == [0.5, 0.85, 0.65]
    assert cliff.tree.at(90)["levers.medical_insurance"].enabled is True
    assert [path.stem for path in cliff.files] == ["cliff", "baseline"]
    assert cliff.warnings == ()


def test_what_a_base_says_of_the_horizon_is_inherited_and_its_name_is_not(root):
    write(root, "long", '[scenario]\nname = "Long"\nend = "2035Q4"')
    write(root, "x", '[scenario]\nbase = "long"\n[transition]\ntaper_quarters = {"2033Q1" = 4}')
    loaded = load(root)
    assert (loaded.end, loaded.title["zh"]) == ("2035Q4", "x")


@pytest.mark.parametrize(
    "text",
    [
        "levers.medical_insurance.reimbursement = 0.7",
        '"levers"."medical_insurance".reimbursement = 0.7',
        "levers = {medical_insurance = {reimbursement = 0.7}}",
        "[levers]\nmedical_insurance.reimbursement = 0.7",
        "[levers.medical_insurance.reimbursement]\nbefore = 0.7",
        "\ufeff[levers.medical_insurance]\r\nreimbursement = 0.7\r\n",
    ],
)
def test_every_way_to_write_a_key_works(root, text):
    write(root, "x", text)
    assert rates(load(root), "2016Q1", "2025Q1") == [0.7, 0.7]


def test_a_scenario_is_found_as_a_path_then_here_then_where_it_is_shipped(root, tmp_path, monkeypatch):
    path = write(tmp_path / "elsewhere", "mine", "[transition]\ntaper_quarters = 4")
    assert scenarios.load(path, GROUPS).name == "mine"
    assert scenarios.load("elsewhere/mine.toml", GROUPS).files == (Path("elsewhere/mine.toml"),)
    assert scenarios.load("pengshui/baseline", GROUPS).name == "pengshui/baseline"
    assert scenarios.load("pengshui\\baseline.toml", GROUPS).name == "pengshui/baseline"
    shipped = tmp_path / "shipped"
    write(shipped / "scenarios", "far/away", "[transition]\ntaper_quarters = 5")
    monkeypatch.setattr("sim.scenario.files.shipped_root", lambda: shipped)
    assert scenarios.load("far/away", GROUPS).tree.at(90)["transition"].taper_quarters == 5


def test_a_base_is_found_beside_the_file_whatever_the_current_folder(root, tmp_path, monkeypatch):
    write(root, "child", '[scenario]\nbase = "pengshui/baseline"')
    monkeypatch.chdir("/")
    assert len(scenarios.load(root / "child.toml", GROUPS).files) == 2


def test_the_repository_or_the_wheel_ships_the_scenarios():
    assert scenarios.shipped_root() == Path(scenarios.__file__).parents[2]
    assert scenarios.search_paths("experiments")[1] == scenarios.shipped_root() / "experiments"


def test_the_digest_is_of_what_runs_and_not_of_the_text(root):
    write(root, "a", '[scenario]\nbase = "pengshui/baseline"')
    write(root, "b", '# a remark\n[scenario]\nname = "B"\nbase = "pengshui/baseline"\nend = "2030Q4"')
    assert load(root, "a").digest == load(root, "b").digest == load(root, "pengshui/baseline").digest
    assert load(root, "a", ["transition.taper_quarters=4"]).digest != load(root, "a").digest
    write(root, "c", '[scenario]\nbase = "pengshui/baseline"\nend = "2029Q4"')
    assert load(root, "c").digest != load(root, "a").digest


# --set


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (f"{RATE}=0.7", [0.5, 0.7]),
        (f" {RATE} = 1 ", [0.5, 1.0]),
        (f'{RATE}={{"before" = 0.7}}', [0.7, 0.7]),
        (f"{RATE}={{before=0.7, 2040Q1=0.7}}", None),
        (f"{RATE}={{before=0.7, 2030Q4=0.8}}", [0.7, 0.7]),
    ],
)
def test_a_value_can_be_set_on_the_command_line(root, text, value):
    if value is None:
        assert "outside the horizon 2016Q1..2030Q4" in lines(root, sets=[text], name="pengshui/baseline")[0]
    else:
        assert rates(load(root, "pengshui/baseline", [text]), "2018Q1", "2029Q1") == value


def test_a_bare_word_is_a_text(root):
    sets = ["transition.shape=cliff", "transition.ends=2023Q4"]
    assert load(root, "pengshui/baseline", sets).tree.at(90)["transition"] == Transition("2023Q4", "cliff")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"{RATE}=1.4", f"--set: {RATE} = 1.4 (share) is outside 0..1"),
        (f"{RATE}", f'--set: "{RATE}" is not PATH=VALUE'),
        ("=1", '--set: "=1" is not PATH=VALUE'),
        (f"{RATE}=abc", f'--set: {RATE} = "abc" must be a number'),
        (f"{RATE}=[1", f'--set: {RATE}: the value "[1" cannot be read'),
        (f"{RATE}=0.7\nx = 1", "cannot be read"),
        (f"{RATE}={'[' * 5000}", "cannot be read"),
        (
            "transition.shap=cliff",
            "--set: there is no parameter transition.shap; did you mean transition.shape?",
        ),
    ],
)
def test_a_bad_value_on_the_command_line_is_told_like_one_in_a_file(root, text, message):
    (line,) = lines(root, sets=[text], name="pengshui/baseline")
    assert message in line


def test_setting_one_parameter_twice_is_a_mistake(root):
    (line,) = lines(root, sets=[f"{RATE}=0.7", f"{RATE}=0.8"], name="pengshui/baseline")
    assert line == f"--set: {RATE} is set twice"


# What bad input gets


def test_a_value_out_of_bounds_is_told_with_file_line_unit_and_range(root):
    text = "\n".join(
        ["# one", "[scenario]", 'name = """', "x", '"""', "[levers.medical_insurance]", "reimbursement = 1.4"]
    )
    assert lines(root, text) == [f"scenarios/x.toml:7: {RATE} = 1.4 (share) is outside 0..1"]
    assert lines(root, text, "zh") == [
        f"scenarios/x.toml 第7行：{RATE}（报销比例）= 1.4，超出允许范围 0..1（单位：比例）"
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        # unknown names
        (f"[{LEVER}]\n\nreimbursment = 0.7", f":3: there is no parameter {LEVER}.reimbursment; did you mean {RATE}?"),
        (f'[{LEVER}]\n"报销比例" = 0.7', f':2: there is no parameter {LEVER}."报销比例"; did you mean {RATE}?'),
        ("[levers.medical_insurence]", f":1: there is no section levers.medical_insurence; did you mean {LEVER}"),
        ('"levers.medical_insurance.reimbursement" = 0.7', f"did you mean {RATE}?"),
        ("[levers]\nmedical_insurance = 3", ":2: levers.medical_insurance is a section and not a value"),
        ("[[transition]]\nshape = 'cliff'", ":1: transition is a section and not a value"),
        ('[scenario]\nbasis = "x"', ":2: [scenario] has no scenario.basis; did you mean base?"),
        ('[scenario]\nqqq = "x"', "it has name, description, base, start, end"),
        # types
        ('[transition]\ntaper_quarters = "four"', 'taper_quarters = "four" must be a whole number'),
        ("[transition]\nshape = 2021-01-01", ":2: transition.shape = 2021-01-01 must be a text in quotes"),
        ("scenario = 3", ":1: [scenario] must be a section"),
        ("[scenario]\nname = 3", ":2: scenario.name must be a text or"),
        ('[scenario]\nname = {zh = "x"}', ":2: scenario.name must be a text or"),
        ("[scenario]\nbase = 3", ':2: scenario.base must be the name of a scenario'),
        ("[scenario]\nend = 2030", ":2: scenario.end = 2030 is not a quarter such as 2016Q1"),
        # dates
        ('[scenario]\nend = "2015Q4"', "is outside 2016Q1..2100Q4"),
        ('[scenario]\nend = "2020Q4"', ":2: the scenario ends in 2020Q4, before it starts in 2021Q1"),
        (f'{RATE} = {{"2031Q1" = 0.7}}', f":1: {RATE}.2031Q1: the date 2031Q1 is outside the horizon"),
        (f'[{RATE}]\n"2021Q1" = 0.8\n"2026Q1" = 8', f":3: {RATE}.2026Q1 = 8 (share) is outside 0..1"),
        (f'[{RATE}]\n"2021" = 0.8', ':2: levers.medical_insurance.reimbursement.2021: "2021" is no date'),
        (f'[{RATE}]\n"2021Q1..2022Q4" = 0.8\n"2022Q1" = 0.7', ":3:"),
        # numbers
        (f"{RATE} = nan", f":1: {RATE} = nan is not a number"),
        (f"{RATE} = inf", f":1: {RATE} = inf is not a number"),
        (f"{RATE} = {'9' * 400}", "is outside 0..1"),
        # bases
        ('[scenario]\nbase = "pengshui/base"', ":2: there is no scenario pengshui/base"),
        ('[scenario]\nbase = "a\\u0000b"', "there is no scenario"),
        ('[scenario]\nbase = "x"', ":2: the bases go round in a circle: scenarios/x.toml -> "),
        # syntax
        (f"\n{RATE} 0.7", ":2: there is no = after the key"),
        (f"{RATE} = ,7", ":1: the value cannot be read"),
        (f"{RATE} = {'9' * 5000}", ":1:"),
        (f"{RATE} =0.7", "full-width punctuation"),
        ("[levers.medical_insurance\n", ":1: the bracket of the section's name is not closed"),
        ("a." * 20_000 + "b = 1", "too long"),
        ("a." * 20 + "b = 1", "too deeply"),
        ("[" + "a." * 20 + "b]", "too deeply"),
        ("x = " + "[" * 100_000, ":1:"),
        ("x = " + "[" * 5000 + "]" * 5000, ":1: brackets are nested too deeply"),
        ("levers.medical_insurance.cap = 1\n[levers]\nx = 1", ":"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_where_it_stands(root, text, message):
    told = lines(root, text.replace("=0", "\uff1d0"))
    assert all(line.startswith("scenarios/x.toml:") for line in told)
    assert any(message in line for line in told), told
    for line in lines(root, lang="zh"):
        assert re.search("[\u4e00-\u9fff]", line.replace("第", "").replace("行", ""))


def test_all_problems_of_all_files_come_at_once(root):
    write(root, "base", "[transition]\nshape = 'clif'\n")
    told = lines(
        root,
        """
        [scenario]
        base = "base"
        [levers.medical_insurance]
        reimbursement = 1.4
        cap = "much"
        enabled = yes
        cap = 3
        [levers.medical_insurence]
        cap = -1
        [levers.medical_insurance]
        rate = {"2021Q1" = 0.3
        [transition]
        taper_quarters = 0
        """,
        sets=["transition.ends=soon"],
    )
    assert [int(found[1]) if (found := re.search(r"toml:(\d+)", line)) else 0 for line in told] == [
        5, 6, 7, 8, 9, 10, 11, 12, 14, 2, 0,
    ]  # fmt: skip
    assert "key levers.medical_insurance.cap appears twice, first on line 6" in told[3]
    assert "section [levers.medical_insurance] appears twice, first on line 4" in told[6]
    assert "scenarios/base.toml:2" in told[-2] and told[-1].startswith("--set: ")


def test_a_circle_of_bases_is_told_with_all_its_files(root):
    write(root, "a", '[scenario]\nbase = "b"')
    write(root, "b", '[scenario]\nname = "B"\nbase = "a"')
    (line,) = lines(root, name="a")
    assert line.endswith("scenarios/a.toml -> scenarios/b.toml -> scenarios/a.toml")
    assert line.startswith("scenarios/b.toml:3: ")


def test_a_missing_scenario_names_the_nearest(root):
    (line,) = lines(root, name="pengshui/baselin")
    assert line == "there is no scenario pengshui/baselin (looked in scenarios); did you mean pengshui/baseline?"


def test_a_section_is_checked_even_if_nothing_in_it_can_be_read(root):
    told = lines(root, "[levers.medical_insurence]\nenabled = ture")
    assert len(told) == 2 and "no section levers.medical_insurence" in told[0]


def test_a_folder_is_no_scenario(root):
    (root / "x.toml").mkdir()
    assert "there is no scenario x" in lines(root)[0]


def test_an_unreadable_file_is_told(root, monkeypatch):
    path = write(root, "x", "")

    def refuse(self, *args, **kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert lines(root) == [f"scenarios/{path.name}: the file cannot be read: Permission denied"]


def test_a_huge_file_is_refused(root):
    (line,) = lines(root, b"#" * (10 * 1024 * 1024))
    assert "larger than 1 MiB" in line


def test_a_file_that_is_not_utf8_is_told_with_its_line(root):
    (line,) = lines(root, b"# one\n# " + "返贫".encode("gbk"))
    assert line == "scenarios/x.toml:2: the file is not UTF-8; save it as UTF-8 in the editor"


def test_many_mistakes_end_the_reading(root):
    told = lines(root, "oops\n" * 1000)
    assert len(told) == 21 and "more than 20 mistakes" in told[-1]


@pytest.mark.parametrize(
    "text",
    ["x = [\n" * 50_000, 'x = """\n' * 50_000, "[a]\n" * 100_000, "a = 1\n" * 100_000, "q.r = 1\n" * 100_000]
    + ["".join(f"k{number} = 1\n" for number in range(50_000)), "a" * 1_000_000, '"' * 1_000_000],
    ids=range(8),
)  # fmt: skip
def test_no_text_takes_long_to_refuse(root, text):
    """The largest file of each kind of mistake; the suite's own time is the check."""
    assert lines(root, text)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(content=st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
@example(b"[scenario]\nbase = '''")
def test_nothing_but_a_list_of_problems_comes_of_any_bytes(root, content):
    write(root, "any", content)
    try:
        load(root, "any")
    except Invalid as invalid:
        assert invalid.lines("en") and invalid.lines("zh")


WORDS = (
    "[scenario] [levers.medical_insurance] [[a]] base name reimbursement cap enabled transition .shape "
    'before 0.7 1e400 nan true 中文 = [ ] { } , . # \\ \' \'\'\' " """ "2021Q1" "2023Q1..2023Q4" '
    '"pengshui/baseline"'
)
pieces = st.sampled_from([*WORDS.split(), "\n", "\n", "\n", "\r\n", "\t", " "])


@settings(max_examples=500, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=st.lists(pieces, max_size=40).map("".join))
def test_nothing_but_a_list_of_problems_comes_of_broken_toml(root, text):
    write(root, "any", text)
    try:
        load(root, "any", [text])
    except Invalid as invalid:
        assert invalid.lines("en") and invalid.lines("zh")


@given(text=st.lists(pieces, max_size=30).map("".join))
def test_statements_hold_the_whole_text_in_order(text):
    kept = "".join(statement.text for statement in statements(text))
    assert len(kept) <= len(text)
    numbers = [statement.line for statement in statements(text)]
    assert numbers == sorted(numbers)
    for statement in statements(text):
        assert text.split("\n")[statement.line - 1] == statement.text.split("\n")[0]


@pytest.mark.parametrize(
    ("text", "key", "line"),
    [
        ("a = [\n1,\n2]\nb = 1", "b", 4),
        ('a = """\nb = 1\n"""\nb = 2', "b", 4),
        ("a = '''\n\\'''\nb = 2", "b", 3),
        ('a = "#" # "\nb = 1', "b", 2),
        ('a = """x""""\nb = 1', "b", 2),
        ('"a=b".c = 1\nb = 1', "b", 2),
        ("a = {c = {d = 1}}", "a.c.d", 1),
        ("[t]\n\n[t.u]\na.b = 1", "t.u.a.b", 4),
        ("a = [ # [\n]\nb = 1", "b", 3),
    ],
)
def test_every_key_has_its_line(text, key, line):
    found = parsed(text, "x")
    assert not found.problems
    assert found.lines[tuple(key.split("."))] == line


def test_reading_goes_on_behind_a_bracket_that_never_closes():
    found = parsed("a = [1, 2\nb = 1\nc = {x = 1\nd = 2", "x")
    assert [problem.line for problem in found.problems] == [1, 3]
    assert found.values == {"b": 1, "d": 2}


# Warnings


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('reimbursement = {"2021Q1" = 0.85}', "has the same value"),
        ("cap = 3000", "has the same value"),
        ('enabled = false\nreimbursement = 0.7', "levers.medical_insurance.enabled is off"),
        ('enabled = {"2026Q1" = false}\nreimbursement = {"2026Q1" = 0.7}', "off whenever it would count"),
        ('enabled = {"2026Q1" = false}\nreimbursement = {"2025Q4" = 0.7}', None),
        ("reimbursement = 0.7", None),
    ],
)  # fmt: skip
def test_a_change_that_cannot_matter_is_a_warning(root, text, message):
    write(root, "x", f'[scenario]\nbase = "pengshui/baseline"\n[levers.medical_insurance]\n{text}')
    warnings = [warning.text("en") for warning in load(root).warnings]
    if message is None:
        assert warnings == []
    else:
        (warning,) = warnings
        assert message in warning and warning.startswith("scenarios/x.toml:")
        assert "不起作用" in load(root).warnings[0].zh or "未改变" in load(root).warnings[0].zh


def test_a_scenario_without_a_base_may_repeat_the_defaults(root):
    write(root, "x", "[levers.medical_insurance]\ncap = 3000")
    assert load(root).warnings == ()


def test_a_set_value_that_cannot_matter_is_a_warning(root):
    (warning,) = load(root, "pengshui/baseline", ["levers.medical_insurance.cap=3000"]).warnings
    assert warning.text("en").startswith("--set: levers.medical_insurance.cap changes nothing")


def test_a_shorter_run_warns_of_what_it_cuts_off(root):
    write(
        root,
        "x",
        '[scenario]\nbase = "pengshui/baseline"\n[levers.medical_insurance]\ncap = {"2026Q1" = 100}',
    )
    loaded = load(root)
    assert loaded.warnings == () == loaded.idle_until("2026Q1")
    (warning,) = loaded.idle_until("2025Q4")
    assert "changes nothing until 2025Q4, where the run ends" in warning.en
