"""The county as a Mesa model: agents are views of rows, built when somebody first looks."""

import mesa
import numpy as np
import pytest
from counties import TINY, aged, baseline, flow, model_of, only

from sim.agents import AGENTS, Cooperative, Enterprise, Household, Site, Village
from sim.agents import County as CountyAgent
from sim.model import CountyModel
from sim.outcomes import PLACE_OF, observe_all
from sim.population import identical

DYING = {"demography.elder_death_rate": 1.0, "demography.adult_death_rate": 1.0}


@pytest.fixture
def model():
    return model_of(baseline().tree, aged(TINY))


def test_a_run_that_does_not_look_builds_no_agents(model):
    for _ in range(6):
        model.step()
    assert model._rows is None and model.steps == 6 and model.running
    assert len(model.agents) > 0 and model._rows is not None


def test_agents_are_mesas_and_one_for_each_row(model):
    assert isinstance(model, mesa.Model) and callable(model.agents.shuffle_do)
    assert all(isinstance(agent, mesa.Agent) for agent in model.agents)
    assert set(model.agent_types) == {Household, Village, Cooperative, Enterprise, CountyAgent, Site}
    for kind, cls in AGENTS.items():
        store = model.stores[kind]
        agents = model.agents_by_type[cls]
        assert len(agents) == store.n and [a.identity for a in agents] == store.id.tolist()
    assert len({agent.unique_id for agent in model.agents}) == len(model.agents)
    with pytest.raises(AttributeError, match="cannot be replaced"):
        model.agents = []


def test_attributes_are_the_columns_both_ways(model):
    store = model.stores["household"]
    agent = model.households[3]
    assert agent.savings == store["savings"][3] and type(agent.children) is int and type(agent.savings) is float
    agent.savings = 123.0
    store["migrants"][3] = 1
    assert store["savings"][3] == 123.0 and agent.migrants == 1
    assert agent == Household(model, agent.identity, agent.row) and hash(agent) == hash(
        Household(model, agent.identity, 3)
    )
    assert agent != model.households[4] and repr(agent) == f"Household({agent.identity})"


def test_the_calls_of_an_agent_set_work(model):
    store = model.stores["household"]
    assert model.households.get("savings") == store["savings"].tolist()
    assert model.households.agg("savings", sum) == pytest.approx(store["savings"].sum())
    chosen = model.households.select(lambda household: household.ex_poor == 1)
    assert len(chosen) == TINY.ex_poor_households
    groups = model.households.groupby("village").count()
    assert groups == dict(enumerate(np.bincount(store["village"]).tolist()))
    model.households.set("trained", 1)
    assert store["trained"].all()
    model.households.do(lambda household: setattr(household, "trained", 0))
    assert not store["trained"].any()
    assert model.agents_by_type[Enterprise].get("jobs") == model.stores["enterprise"]["jobs"].tolist()


def test_shuffle_do_visits_every_household_once_in_an_order_of_its_own(model):
    seen = []
    Household.noted = lambda self: seen.append(self.identity)
    try:
        model.households.shuffle_do("noted")
        model.households.shuffle_do("noted")
    finally:
        del Household.noted
    n, ids = len(model.households), sorted(model.stores["household"].id.tolist())
    assert sorted(seen[:n]) == sorted(seen[n:]) == ids and seen[:n] != seen[n:]


def test_a_data_collector_reads_the_model_and_its_agents(model):
    collector = mesa.DataCollector(
        model_reporters={"poor": lambda m: int(m.stores["household"]["poor"].sum()), "quarter": "steps"},
        agent_reporters={"kind": lambda agent: type(agent).__name__},
        agenttype_reporters={Household: {"savings": "savings"}, Village: {"cash": lambda village: village.cash}},
    )
    for _ in range(3):
        model.step()
        collector.collect(model)
    frame = collector.get_model_vars_dataframe()
    assert frame["quarter"].tolist() == [1, 2, 3]
    assert frame["poor"].tolist()[-1] == model.stores["household"]["poor"].sum()
    savings = collector.get_agenttype_vars_dataframe(Household)["savings"]
    assert savings.loc[3].tolist() == model.stores["household"]["savings"].tolist()
    assert len(collector.get_agenttype_vars_dataframe(Village)) == 9
    assert len(collector.get_agent_vars_dataframe()) == 3 * len(model.agents)


@pytest.mark.parametrize("lane", ["compiled", "agents"])
def test_agents_follow_removals(lane):
    model = model_of(only("demography", values=DYING), identical(60, adults=0, elders=1), first=86, lane=lane)
    first, n = model.households, len(model.households)
    for _ in range(3):  # 2021Q3-2022Q1
        model.step()
    store = model.stores["household"]
    assert 0 < store.n < n and len(first) == len(model.households) == store.n
    assert sorted(agent.identity for agent in model.households) == store.id.tolist()
    assert all(store.id[agent.row] == agent.identity for agent in model.households)
    assert len(model.agents) == store.n + 1 + 1  # the village and the county


def test_looking_late_or_never_changes_nothing():
    watched, unseen = (model_of(baseline().tree, aged(TINY)) for _ in range(2))
    for _ in range(6):
        assert len(watched.agents) > 0
        watched.households.shuffle(inplace=False)
        watched.step()
        unseen.step()
    assert watched.county.digest() == unseen.county.digest() and unseen._rows is None


def test_two_models_share_no_columns():
    one, other = (model_of(baseline().tree, aged(TINY)) for _ in range(2))
    mine, theirs = one.households[0], other.households[0]
    assert mine != theirs and mine.identity == theirs.identity
    before = theirs.savings
    mine.savings = before + 1000.0
    one.step()
    assert theirs.savings == before and theirs.store is other.stores["household"]
    other.step()
    assert mine.store is one.stores["household"] and mine.savings != theirs.savings


def test_the_model_starts_from_a_scenario_by_name():
    model = CountyModel("pengshui/baseline", seed=4, replicate=1, households=100, sets=("health.median_bill=7000",))
    assert model.county.number == 83 and model.county.p["health"].median_bill == 7000.0
    assert model.county.seeds.seed == 4 and model.county.seeds.covariate == 1
    model.step()
    assert model.county.number == 84 and flow(model.county, "bill").any()
    assert 0.0 <= observe_all(model.county).values[PLACE_OF["all", "headcount"]] <= 1.0


def test_an_unknown_lane_is_refused_in_both_languages():
    with pytest.raises(ValueError, match="lane 'gpu' is not one of compiled, agents / 计算方式"):
        model_of(baseline().tree, aged(TINY), lane="gpu")


def short(**changes):
    """A model of a small county whose scenario has four quarters left."""
    return CountyModel(baseline()._replace(end="2021Q4"), population=aged(TINY), **changes)


def test_the_model_stops_where_the_scenario_ends():
    model = short()
    model.run_model()
    assert model.steps == 4 and not model.running and model.county.number == 87
    before = model.county.digest()
    with pytest.raises(RuntimeError, match="ends with 2021Q4.* / 情景到2021Q4结束"):
        model.step()
    assert model.county.number == 87 and model.county.digest() == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"households": 0}, "households = 0 is not a whole number from 1 .* / 户数"),
        ({"households": -5}, "households = -5"),
        ({"households": 2.5}, "households = 2.5"),
        ({"replicate": -1}, "replicate = -1 is not a whole number from 0 .* / 重复序号"),
        ({"seed": -1}, "seed = -1 .* / 随机种子"),
        ({"seed": True}, "seed = True"),
        ({"threads": 0}, "threads = 0 .* / 线程数"),
    ],
)
def test_an_argument_that_makes_no_sense_is_refused_in_both_languages(arguments, message):
    with pytest.raises(ValueError, match=message):
        CountyModel(baseline(), **arguments)


def test_sets_go_with_a_name():
    one = CountyModel("pengshui/baseline", households=20, sets="health.median_bill=7000")
    assert one.county.p["health"].median_bill == 7000.0
    with pytest.raises(ValueError, match="use scenario.with_values / sets"):
        CountyModel(baseline(), households=20, sets=("health.median_bill=7000",))


def test_an_attribute_that_is_no_column_is_refused_with_the_nearest_name(model):
    household = model.households[0]
    with pytest.raises(AttributeError, match="a household has no column povrty; did you mean .*poor.* / 农户没有"):
        household.povrty = 1
    with pytest.raises(AttributeError, match="did you mean savings.*"):
        household.saving = 1.0
    with pytest.raises(AttributeError, match="a village has no column qqq /"):
        model.agents_by_type[Village][0].qqq = 1
    household.pos, household._note = (1, 2), "of Mesa and of one's own"


@pytest.mark.parametrize(
    ("name", "value"),
    [("savings", np.nan), ("savings", float("inf")), ("savings", "1"), ("poor", 300), ("poor", 0.5), ("poor", np.nan)],
)
def test_a_column_refuses_what_it_cannot_hold(model, name, value):
    before = getattr(model.households[0], name)
    with pytest.raises(ValueError, match=f"household.{name} cannot hold .* / household.{name} 不能取值"):
        setattr(model.households[0], name, value)
    assert getattr(model.households[0], name) == before
    for good in (1, True, 1.0, np.float64(1.0), np.int8(1)):
        setattr(model.households[0], name, good)
        assert getattr(model.households[0], name) == 1


def test_headlines_of_every_quarter_are_what_a_run_records():
    model, expected = short(), []
    while model.running:
        model.step()
        expected.append(observe_all(model.county).values[PLACE_OF["ex_poor", "income_per_person"]])
    frame = model.datacollector.get_model_vars_dataframe()
    assert frame["income_per_person_ex_poor"].tolist() == expected and model._rows is None
    model.datacollector.collect(model)
    assert len(model.datacollector.get_model_vars_dataframe()) == 4, "each step has collected"


def test_a_collector_of_ones_own_takes_the_place_of_the_headlines():
    model = short()
    mine = mesa.DataCollector(model_reporters={"quarter": "steps"})
    model.datacollector = mine
    model.step()
    model.datacollector.collect(model)
    assert model.datacollector is mine and mine.get_model_vars_dataframe()["quarter"].tolist() == [1]


def test_mesas_batch_run_works():
    rates = [("levers.medical_insurance.reimbursement=0.5",), ("levers.medical_insurance.reimbursement=0.9",)]
    rows = mesa.batch_run(
        CountyModel, {"households": 100, "sets": rates, "replicate": [0, 1]},
        max_steps=3, data_collection_period=1, display_progress=False,
    )  # fmt: skip
    assert len(rows) == 4 * 4 and {row["sets"] for row in rows} == set(rates)
    assert all(0.0 <= row["headcount_all"] <= 1.0 for row in rows)
