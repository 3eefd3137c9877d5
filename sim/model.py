"""The Mesa model: a county whose agents are views of columns, built when somebody first looks."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import mesa
from mesa.agent import AgentSet

from sim.agents import AGENTS, Household, RowAgent
from sim.county import County, Luck
from sim.lanes import AgentsLane, CompiledLane, Lane
from sim.language import within
from sim.outcomes import ratio_of
from sim.parameters import load_scenario
from sim.population import Population
from sim.scenario import Scenario
from sim.start import start_of
from sim.state.store import Store

HEADLINES = {
    f"{measure}_{group}": (group, measure)
    for group, measure in (
        ("ex_poor", "return_rate"),
        ("ex_poor", "headcount"),
        ("all", "headcount"),
        ("ordinary", "new_poverty_rate"),
        ("ex_poor", "income_per_person"),
        ("ex_poor", "monitored_share"),
    )
}


def scenario_of(scenario: str | Scenario, sets: tuple[str, ...]) -> Scenario:
    """The scenario of that name with ``sets``, or the one given, which takes values by ``with_values``."""
    if isinstance(scenario, str):
        return load_scenario(scenario, sets)
    if sets:
        raise ValueError(
            "sets go with a scenario's name; use scenario.with_values / sets 只用于情景名称，请用 scenario.with_values"
        )
    return scenario


class HeadlineCollector(mesa.DataCollector):
    """Shows the headlines that the model keeps by itself, quarter by quarter."""

    def __init__(self, seen: dict[str, list[float]]) -> None:
        super().__init__(model_reporters={name: name for name in seen})
        self.model_vars = seen

    def collect(self, model: mesa.Model) -> None:
        """Nothing: each step has kept its headlines."""


class CountyModel(mesa.Model):
    """One replicate of a scenario as a Mesa model.

    Parameters
    ----------
    scenario : name or path of a scenario, or a loaded one.
    seed, replicate : luck; the same pair gives the same run in every lane.
    households : keep whole villages until that many households are reached; None keeps the county.
    lane : "compiled" (columns, fast) or "agents" (one Mesa agent at a time, plain Python).
    sets : values laid over a scenario given by name, each PATH=VALUE as for ``--set``.
    luck : replicate number of each group of draws, instead of ``seed`` and ``replicate``.
    population : start from these agents instead of the scenario's burn-in (for closed forms).

    ``model.agents`` and ``model.households`` are built at the first look; a run that does not look pays nothing.
    ``model.running`` is false once the scenario's last quarter has been lived: ``run_model`` then ends, and a further
    ``step`` raises ``RuntimeError``. ``model.datacollector`` holds a few headlines of every quarter (``HEADLINES``),
    so that ``mesa.batch_run`` works; assign a ``DataCollector`` of your own to replace it.
    """

    def __init__(
        self,
        scenario: str | Scenario = "pengshui/baseline",
        *,
        seed: int = 1,
        replicate: int = 0,
        households: int | None = None,
        lane: str = "compiled",
        threads: int = 1,
        population: Population | None = None,
        sets: str | tuple[str, ...] = (),
        luck: Luck | None = None,
    ) -> None:
        within("threads", "线程数", threads, 1, 1024)
        luck = luck or Luck.of(seed, replicate)  # refuses what Mesa would take
        super().__init__(rng=seed)
        self._collector: mesa.DataCollector | None = None
        self.seen: dict[str, list[float]] = {name: [] for name in HEADLINES}
        self._rows: dict[str, dict[int, RowAgent]] | None = None
        self._mirrored: Store | None = None  # the households that the agents follow
        # Not "scenario": Mesa 3.5 has an attribute of that name and its own idea of it.
        self.inputs = scenario_of(scenario, (sets,) if isinstance(sets, str) else sets)
        self.county = County(
            population if population is not None else start_of(self.inputs, luck, households),
            self.inputs.tree,
            luck,
            self.inputs.first,
            self._lane(lane, threads),
        )

    def _lane(self, lane: str, threads: int) -> Lane:
        if lane == "compiled":
            return CompiledLane(threads)
        if lane == "agents":
            return AgentsLane(lambda: self.households)
        raise ValueError(f"lane {lane!r} is not one of compiled, agents / 计算方式 {lane!r} 不在 compiled、agents 之中")

    @property
    def stores(self) -> Mapping[str, Store]:
        """Stores by kind of agent."""
        return {store.kind.name: store for store in self.county.population.stores}

    def step(self) -> None:
        """Live one quarter; then let the agents follow births and removals of rows.

        Raises ``RuntimeError`` where the scenario has ended.
        """
        if self.county.number >= self.inputs.last:
            end = self.inputs.end
            raise RuntimeError(
                f"the scenario ends with {end}: no quarter is left / 情景到{end}结束，没有后续季度可模拟"
            )
        self.county.step()
        self.running = self.county.number < self.inputs.last
        for name, (group, measure) in HEADLINES.items():
            self.seen[name].append(ratio_of(self.county, group, measure) if self.county.recording else math.nan)
        if self._rows is not None:
            self._built()

    @property
    def datacollector(self) -> mesa.DataCollector:
        """Headlines of every quarter lived, or the collector that somebody assigned."""
        if self._collector is None:
            self._collector = HeadlineCollector(self.seen)
        return self._collector

    @datacollector.setter
    def datacollector(self, collector: mesa.DataCollector) -> None:
        self._collector = collector

    def _mirror(self) -> None:
        """Bring the agents in line with the rows: new rows become agents, agents without a row are removed."""
        assert self._rows is not None
        self._mirrored = self.county.households
        for kind, cls in AGENTS.items():
            known, ids = self._rows.setdefault(kind, {}), self.stores[kind].id
            present = set(ids.tolist())
            for identity in [identity for identity in known if identity not in present]:
                known.pop(identity).remove()
            for row, identity in enumerate(ids.tolist()):
                agent = known.get(identity)
                if agent is None:
                    known[identity] = cls(self, identity, row)
                else:
                    agent.row = row

    def _built(self) -> None:
        """Build the agents at the first look; follow the rows where some were added or removed since."""
        if hasattr(self, "county") and self._mirrored is not self.county.households:
            self._rows = self._rows or {}
            self._mirror()

    @property
    def agents(self) -> AgentSet:
        """All agents."""
        self._built()
        return super().agents

    @agents.setter
    def agents(self, value: Any) -> None:
        raise AttributeError("agents follow the county's rows and cannot be replaced")

    @property
    def agents_by_type(self) -> dict[type[mesa.Agent], AgentSet]:
        """Agents by class."""
        self._built()
        return super().agents_by_type

    @property
    def agent_types(self) -> list[type]:
        """Classes of agents."""
        self._built()
        return super().agent_types

    @property
    def households(self) -> AgentSet:
        """All households as an AgentSet."""
        return self.agents_by_type[Household]
