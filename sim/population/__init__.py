"""Synthetic populations: counts of the plan exactly, everything else from declared assumptions.

Ex-poor households are chosen on persistent traits (skill, dependents, land), never on one low income, so that
the start manufactures no returns.
"""

from sim.population.households import Blueprint as Blueprint
from sim.population.laws import apportioned as apportioned
from sim.population.laws import logarithms as logarithms
from sim.population.laws import normals as normals
from sim.population.people import People as People
from sim.population.registration import best_in_groups as best_in_groups
from sim.population.registration import matched as matched
from sim.population.stores import Population as Population
from sim.population.stores import county_store as county_store
from sim.population.synthesis import generate as generate
from sim.population.synthesis import identical as identical
