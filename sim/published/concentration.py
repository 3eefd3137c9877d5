"""Do shared nodes fatten the tail? Degrees of concentration, each node without its luck, and shocks of equal cost."""

from __future__ import annotations

from typing import Any, NamedTuple

from sim.analysis import equal_loss
from sim.county import Luck
from sim.language import Text
from sim.parameters import load_scenario
from sim.published.concentration_figures import concentration_figures
from sim.published.concentration_tables import BASE, DEGREE, WITHOUT, tables_of
from sim.published.kinds import (
    SEED,
    Fingerprints,
    Published,
    Runs,
    Scenarios,
    Size,
    Workplace,
    of_effects,
    of_runs,
    runs_of,
)
from sim.published.nodes import DEGREES, NODES
from sim.spec import quarter_number

FAILING = 0.3  # share of firms that fail in the comparison of equal losses
STRIKES = "2023Q1"  # quarter in which the shocks of equal loss begin


class Found(NamedTuple):
    """What was lived."""

    runs: Runs
    losses: dict[str, Any]  # of ``equal_loss.equal_losses``


def concentration_scenarios() -> Scenarios:
    """Three degrees of concentration; the baseline without the luck of each node."""
    base = load_scenario("pengshui/baseline")
    found: Scenarios = {
        (DEGREE, name): base if name == "baseline" else load_scenario(f"concentration/{name}") for name in DEGREES
    }
    for name, node in NODES.items():
        values = {path: {base.start: value} if node.dated else value for path, value in node.values.items()}
        found[WITHOUT, name] = base.with_values(values)._replace(name=f"{base.name}|{name}=off")
    return found


def live(scenarios: Scenarios, size: Size, at: Workplace) -> Found:
    """All scenarios under the same luck, and the shocks of equal loss."""
    runs = len(scenarios) * size.replicates
    whole = runs + size.replicates

    def tell(done: int) -> None:
        if at.tell is not None:
            at.tell(done, whole)

    lived = runs_of(scenarios, size, at._replace(tell=lambda done, _: tell(done)))
    lucks = [Luck.of(SEED, replicate) for replicate in range(size.replicates)]
    losses = equal_loss.equal_losses(
        scenarios[BASE],
        FAILING,
        quarter_number(STRIKES),
        lucks,
        size.households,
        at.workers,
        lambda done: tell(runs + done),
    )
    return Found(lived, losses)


def fingerprints(found: Found) -> Fingerprints:
    """Final states and series of the runs, SHA-256 of what the shocks do."""
    return {**of_runs(found.runs), "losses_sha256": of_effects(found.losses)}


def concentration_tables(found: Found, scenarios: Scenarios) -> dict[str, bytes]:
    """All tables."""
    return tables_of(found.runs, found.losses, scenarios)


CONCENTRATION = Published(
    "concentration",
    Text("Do shared nodes fatten the tail? Pengshui", "共同节点是否使返贫风险的尾部变厚：彭水"),
    Size(32, None, ""),
    Size(3, 1500, "small"),
    concentration_scenarios,
    concentration_tables,
    concentration_figures,
    live,
    fingerprints,
)
