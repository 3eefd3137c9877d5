"""From when a value holds: plain values of a policy from the scenario's start on; what is never read is told."""

import pytest

from sim.commands.sensitivity import design_of, jobs_of
from sim.county import Luck
from sim.experiment import load_experiment
from sim.parameters import load_scenario
from sim.scenario.timing import POLICY
from sim.spec import Invalid
from sim.start import history
from sim.start import start_of as start

LEVER = "levers.industry_support"
POLICIES = (
    f"{LEVER}.enabled=false",
    f"{LEVER}.award=500",
    "levers.medical_insurance.reimbursement=0.6",
    "budget.means=100",
    "budget.bounded=false",
    "transition.enabled=false",
    "transition.shape=cliff",
    "transition.ends=2023Q4",
)


def past(scenario):
    return history(scenario, Luck.of(1, 0), 300)


def given(tmp_path, text):
    path = tmp_path / "mine.toml"
    path.write_text(text, "utf-8")
    return load_scenario(path)


@pytest.mark.parametrize("text", POLICIES)
def test_a_plain_value_of_a_policy_leaves_the_burn_in_as_it_was(text):
    path, _, value = text.partition("=")
    word = value if value[0] in "0123456789tf" and "Q" not in value else f'"{value}"'
    plain = load_scenario("pengshui/baseline", [text])
    dated = load_scenario("pengshui/baseline", [f'{path}={{"2021Q1" = {word}}}'])
    assert past(plain) == past(load_scenario("pengshui/baseline"))
    assert plain.tree == dated.tree and plain.digest == dated.digest
    assert "2021Q1" in plain.tree.as_json()[path.rpartition(".")[0]][path.rpartition(".")[2]]


def test_the_population_at_the_start_is_the_same_with_a_lever_off():
    base, off = (load_scenario("pengshui/baseline", sets) for sets in ((), (f"{LEVER}.enabled=false",)))
    one, other = (start(scenario, Luck.of(1, 0), 200) for scenario in (base, off))
    assert all((a[n] == b[n]).all() for a, b in zip(one.stores, other.stores, strict=True) for n in a.kind.names())


@pytest.mark.parametrize("text", ["health.median_bill=7000", "place.excluded=0.1", f"{LEVER}.award={{before=500}}"])
def test_other_values_and_dated_ones_hold_when_they_say(text):
    changed = load_scenario("pengshui/baseline", [text])
    assert past(changed) != past(load_scenario("pengshui/baseline"))


def test_a_scenario_with_a_base_begins_where_its_start_says(tmp_path):
    text = '[scenario]\nbase = "pengshui/baseline"\nstart = "2022Q1"\n[levers.industry_support]\naward = 500'
    value = given(tmp_path, text).tree.as_json()[LEVER]["award"]
    assert value == {"before": 2000.0, "2022Q1": 500.0}


def test_a_scenario_without_a_base_says_it_for_all_time(tmp_path):
    loaded = given(tmp_path, "[levers.industry_support]\nenabled = true\naward = 500")
    assert loaded.tree.as_json()[LEVER]["award"] == 500.0 and loaded.warnings == ()


def test_a_plain_value_replaces_the_dates_of_the_base_that_come_later(tmp_path):
    (tmp_path / "first.toml").write_text(
        f'[scenario]\nbase = "pengshui/baseline"\n[{LEVER}]\naward = {{"2019Q1" = 900, "2024Q1" = 100}}', "utf-8"
    )
    loaded = given(tmp_path, f'[scenario]\nbase = "first"\n[{LEVER}]\naward = 500')
    assert loaded.tree.as_json()[LEVER]["award"] == {"before": 2000.0, "2019Q1": 900.0, "2021Q1": 500.0}


def test_values_from_python_follow_the_same_rule():
    base = load_scenario("pengshui/baseline")
    assert base.with_values({f"{LEVER}.award": 500}) == load_scenario("pengshui/baseline", [f"{LEVER}.award=500"])._replace(
        warnings=base.warnings, applied=base.applied
    )  # fmt: skip
    with pytest.raises(Invalid, match="did you mean levers.industry_support.award") as wrong:
        base.with_values({f"{LEVER}.awards": 500, "health.median_bill": -1.0})
    assert len(wrong.value.problems) == 2


def test_levers_as_factors_share_their_burn_in():
    class Options:
        lane, threads = "compiled", 1

    experiment = load_experiment("pengshui-morris")._replace(
        factors=(f"{LEVER}.award", "levers.employment_transfer.finding_gain", "budget.means"), size=2, replicates=1
    )
    jobs = jobs_of(design_of(experiment), load_scenario("pengshui/baseline"), experiment, Options)
    assert len({history(job.scenario, Luck.of(1, 0), 300) for job in jobs}) == 1
    assert len({job.scenario.digest for job in jobs}) > 2


def test_every_group_of_a_policy_is_known():
    groups = {path.partition(".")[0] for path in load_scenario("pengshui/baseline").tree.registry.groups}
    assert set(POLICY) <= groups


# What is never read


@pytest.mark.parametrize(
    ("text", "message", "chinese"),
    [
        ("place.excluded={2023Q1=0.1}", "changes nothing: it is read once", "只在生成人口时（2016Q1）读取一次"),
        ("place.excluded={before=0.1, 2023Q1=0.2}", "has dates that count for nothing", "日期不起作用"),
        ("people.first_income={2017Q1=2000.0}", "read once, when the population is made (2016Q1)", "读取一次"),
        ("demography.birth_rate={'2017Q1..2020Q4'=0.1}", "not read before 2021Q1", "2021Q1以前不读取"),
        ("environment.growth={'2016Q1..2018Q1'=0.1}", "not read before 2021Q1", "2021Q1以前不读取"),
        ("measures.debt_stress={'2016Q1..2020Q4'=2.0}", "not read before 2021Q1", "2021Q1以前不读取"),
        ("transition.taper_quarters={'2016Q1..2020Q4'=3}", "not read before 2021Q1", "2021Q1以前不读取"),
    ],
)
def test_a_value_that_is_never_read_is_told(text, message, chinese):
    (warning,) = load_scenario("pengshui/baseline", [text]).warnings
    assert message in warning.en and chinese in warning.zh and warning.key.startswith(text.partition("=")[0])


@pytest.mark.parametrize(
    "text", ["place.excluded=0.1", "demography.birth_rate=0.03", "environment.growth={2026Q1=0.0}", "health.median_bill={2018Q1=1.0}"]
)  # fmt: skip
def test_a_value_that_is_read_is_not_told(text):
    assert load_scenario("pengshui/baseline", [text]).warnings == ()


def test_a_root_scenario_is_told_as_well(tmp_path):
    (warning,) = given(tmp_path, '[place]\nexcluded = {"2023Q1" = 0.1}\nland = 5.0').warnings
    assert warning.line == 2 and "read once" in warning.en
