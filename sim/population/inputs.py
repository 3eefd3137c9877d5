"""The tables from which a scenario may start: households, their firms, who hangs on which; checked together."""

from __future__ import annotations

from sim.population.household_table import HouseholdTable, table_of
from sim.population.network_table import Network, load, network_of
from sim.population.table_files import Inputs, TableFile, fingerprint
from sim.spec import Invalid, Problem


def checked_inputs(population: str | None = None, firms: str | None = None, ties: str | None = None) -> Inputs:
    """The tables in these files; ``Invalid`` holds every problem of all of them."""
    refuse_alone("--firms", firms, "--population", population)
    refuse_alone("--ties", ties, "--firms", firms)
    found, problems = list[TableFile | None](), list[Problem]()
    for file in (population, firms, ties):
        try:
            found.append(fingerprint(file) if file else None)
        except Invalid as wrong:
            problems += wrong.problems
    if problems:
        raise Invalid(problems)
    inputs = Inputs(*found)
    if inputs.table is None:
        return inputs
    households: HouseholdTable | None = None
    try:
        households = table_of(inputs.table)
    except Invalid as wrong:
        problems += wrong.problems
    try:
        if inputs.firms and households:
            network_of(inputs.firms, inputs.ties, inputs.table, households)
        elif inputs.firms:
            load(inputs.firms, inputs.ties, None)
    except Invalid as wrong:
        problems += wrong.problems
    if problems:
        raise Invalid(problems)
    return inputs


def tables_of(
    population: TableFile, firms: TableFile | None, ties: TableFile | None
) -> tuple[HouseholdTable, Network | None]:
    """The tables that a scenario starts from, found sound before."""
    table = table_of(population)
    return table, network_of(firms, ties, population, table) if firms else None


def refuse_alone(option: str, given: str | None, needs: str, other: str | None) -> None:
    """``Invalid`` where a table is given without the one whose rows it names."""
    if given and not other:
        en, zh = f"{option} {given} needs {needs}, whose rows it names", f"{option} {given} 须与 {needs} 一起使用"
        raise Invalid([Problem(option, "", 0, given, "", "", en, zh)])
