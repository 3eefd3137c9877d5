"""Scenario files: TOML, each a difference on another, checked as a whole before anything runs."""

from sim.scenario.files import find as find
from sim.scenario.files import names as names
from sim.scenario.files import search_paths as search_paths
from sim.scenario.files import shipped_root as shipped_root
from sim.scenario.loading import Scenario as Scenario
from sim.scenario.loading import digest_of as digest_of
from sim.scenario.loading import load as load
