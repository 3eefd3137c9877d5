"""A county that lives quarter by quarter: its stores, the frame of its passes, its clock."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from sim.accounts import Accounts
from sim.collectives.cooperatives import Offer, Trade
from sim.collectives.enterprises import Operation
from sim.collectives.outlets import NOTHING
from sim.collectives.villages import Upkeep
from sim.draws import Key, key
from sim.forced_failures import Forced, Spared
from sim.government.budget import FULLY, Means
from sim.lanes import CompiledLane, Lane, Step
from sim.language import within
from sim.levers.channels import Pools
from sim.levers.transition import Strengths
from sim.measures.sums import total
from sim.population import Population
from sim.population.splitting import founders, new_ids, split_off
from sim.quarter import quarter
from sim.state import channels, flows
from sim.state.frame import Floats, Frame
from sim.state.people import counted, persons, places_of, rows_with, without_members


class Settings(Protocol):
    """Parameters by quarter."""

    def at(self, quarter: int) -> Mapping[str, Any]:
        """The groups of parameters that hold in ``quarter`` (2000Q1 = 0)."""


class Luck(NamedTuple):
    """Seed and the replicate number of each group of draws; equal by default."""

    seed: int
    initial: int
    covariate: int
    idiosyncratic: int

    @staticmethod
    def of(seed: int, replicate: int) -> Luck:
        """The same replicate for all three groups; ``ValueError`` for what the draws cannot be keyed with."""
        within("seed", "随机种子", seed, 0, 2**64 - 1)
        within("replicate", "重复序号", replicate, 0, 2**32 - 1)
        return Luck(seed, replicate, replicate, replicate)


def switches(p: Mapping[str, Any]) -> dict[str, bool]:
    """Which groups of parameters are processes or levers, and whether they are on."""
    return {name: group.enabled for name, group in p.items() if "enabled" in group._fields}


class County:
    """State and clock. ``step()`` lives one quarter; the stores are the agents' columns."""

    def __init__(
        self, population: Population, settings: Settings, luck: Luck, first: int, lane: Lane | None = None
    ) -> None:
        self.settings, self.seeds, self.lane = settings, luck, lane or CompiledLane()
        self.number = first - 1  # last quarter lived
        self.scale = population.scale
        self.adopt(population)
        self.p: Mapping[str, Any] = settings.at(first)
        self.strengths = Strengths(1.0, 1.0, 1.0, 1.0)
        self.pools = Pools()
        self.means, self.funded = Means(0.0, 0.0), FULLY  # of the treasury, this quarter
        self.trade: Trade | None = None
        self.operation: Operation | None = None
        self.goods: Offer | None = None
        self.hired = np.zeros(self.enterprises.n, dtype=np.int64)  # offers of jobs to entitled households this quarter
        self.upkeep: Upkeep | None = None
        self.own_posts = np.zeros(self.villages.n, dtype=np.int64)  # that collectives pay this quarter, by village
        self.collective_posts = 0.0  # what they have paid for them, CNY2020
        self.purchases = NOTHING  # what outlets of assistance bought this quarter
        self.accounts = Accounts()
        self.imbalance = 0.0
        self.recording = True  # a burn-in, which nobody observes, saves the time
        self.sums: Floats | None = None  # what the last quarter's record holds, shape (sums, groups, villages)
        self.forced = Forced()  # firms that a scenario fails this quarter
        self.spared = Spared()  # a firm whose failure somebody takes away, to see what it did
        self.flow_sums: dict[str, float] = {}
        self.village_flows: Floats = np.zeros((len(flows.FLOW.columns), self.villages.n))
        self.payments: dict[str, float] = {}  # flows of all households this quarter, by name, CNY2020
        self.county_payments: dict[str, float] = {}  # what the county buys, by name, CNY2020
        self.cost: dict[str, float] = {}
        self.stocks = self.money_stocks()

    def adopt(self, population: Population) -> None:
        """Take over a population's stores and lay out the frame."""
        self.households, self.villages = population.households, population.villages
        self.cooperatives, self.enterprises = population.cooperatives, population.enterprises
        self.products, self.county = population.products, population.county
        self.sites = population.sites
        self.lay_out()

    def lay_out(self) -> None:
        """Fresh columns for what lives for a quarter, with room for as many rows as the households' own have."""
        n = self.households.identities.size
        flow, luck = np.zeros((len(flows.FLOW.columns), n)), np.zeros((4, n))
        touched, reach = np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.int16)
        self.frame = self.framed(flow, touched, reach, np.tile(channels.NEUTRAL, (channels.COMBINATIONS, 1)), luck)

    def framed(
        self, flow: Floats, touched: NDArray[np.int64], reach: NDArray[np.int16], channel: Floats, luck: Floats
    ) -> Frame:
        """Views of the stores' columns for the passes, with the columns that live for a quarter."""
        h = self.households
        return Frame(
            h.arrays["f8"], h.arrays["i1"], h.arrays["i2"], h.arrays["i4"], flow, touched, reach, channel, luck, h.identities,
            self.villages.arrays["f8"], self.villages.arrays["i4"],
            self.cooperatives.arrays["f8"], self.cooperatives.arrays["i4"], self.cooperatives["alive"],
            self.enterprises.arrays["f8"], self.enterprises["alive"],
            self.products.arrays["f8"], np.ascontiguousarray(self.county.arrays["f8"]).reshape(-1),
        )  # fmt: skip

    @property
    def population(self) -> Population:
        """The stores as they are now (not a copy)."""
        return Population(
            self.households,
            self.villages,
            self.cooperatives,
            self.enterprises,
            self.products,
            self.county,
            self.sites,
            self.scale,
        )

    @property
    def channel(self) -> NDArray[np.float64]:
        """What levers have moved this quarter, shape (channels, households); a copy."""
        return self.frame.channel[self.frame.reach[: self.households.n]].T

    def flow(self, name: str) -> Floats:
        """One flow of the quarter by row, shape (households,); a copy where the flow is rare."""
        if not flows.is_rare(name):
            return self.frame.flow[flows.FLOW.row(name), : self.households.n]
        everywhere, (rows, amounts) = np.zeros(self.households.n), self.rare_flow(name)
        everywhere[rows] = amounts
        return everywhere

    def rare_flow(self, name: str) -> tuple[NDArray[np.int64], Floats]:
        """The rows that have a rare flow this quarter, ascending, and its amount in each."""
        column = flows.FLOW.row(name)
        rows = rows_with(self.frame.touched[: self.households.n], column - flows.FIRST_RARE)
        return rows, self.frame.flow[column, rows]

    def flows_of(self, rows: NDArray[np.int64]) -> Floats:
        """All flows of some households, shape (flows, rows)."""
        amounts, places = self.frame.flow[:, rows], np.arange(len(flows.RARE))
        marks = self.frame.touched[rows] >> places[:, None] & 1
        amounts[flows.FIRST_RARE :] = np.where(marks, amounts[flows.FIRST_RARE :], 0.0)
        return amounts

    def members(self) -> NDArray[np.int64]:
        """Persons of each household now."""
        h = self.households
        return persons(h["children"], h["adults"], h["elders"])

    def without_members(self) -> NDArray[np.int64]:
        """Rows of households that have dissolved, ascending."""
        h = self.households
        return without_members(h["children"], h["adults"], h["elders"])

    def persons(self) -> float:
        """Persons of the county now."""
        h = self.households
        return float(counted(h["children"]) + counted(h["adults"]) + counted(h["elders"]))

    def money_stocks(self) -> dict[str, float]:
        """Money of each sector that has a stock, CNY2020."""
        return {
            "households": total(self.households["savings"]),
            "cooperatives": total(self.cooperatives["cash"]),
            "enterprises": total(self.enterprises["cash"]),
            "collectives": total(self.villages["cash"]),
            "county": total(self.county["treasury"]),
        }

    def visit(self, *steps: Step | None) -> None:
        """Run the steps of a phase over all households; None stands for a process that is off."""
        self.lane.visit(self.frame, self.households["village"], [step for step in steps if step is not None])

    def step(self) -> None:
        """Live the next quarter."""
        self.number += 1
        if self.number % 4 == 0:
            self.renew_rows()
        p = self.settings.at(self.number)
        if p is not self.p:
            stopped = any(on and not p[name].enabled for name, on in switches(self.p).items())
            self.p = p
            if stopped:
                self.forget_flows()
        s = self.seeds
        self.initial: Key = key(s.seed, s.initial, 0)
        self.lots: Key = key(s.seed, s.idiosyncratic, 0)  # what is drawn once for all quarters
        self.covariate: Key = key(s.seed, s.covariate, self.number)
        self.luck: Key = key(s.seed, s.idiosyncratic, self.number)
        quarter(self)

    def forget_flows(self) -> None:
        """Drop last quarter's flows: a process that has been switched off would leave its last ones in place."""
        self.frame.flow.fill(0.0)
        self.frame.touched.fill(0)
        self.trade = self.operation = self.goods = self.upkeep = None

    def renew_rows(self) -> None:
        """Once the old year has been observed: rows of households without members go, those of new households come."""
        h, gone = self.households, self.without_members()
        parents = founders(h, self.p["demography"].split_adults)
        h["split"][:] = 0  # also where too few adults are left for it
        if gone.size + parents.size == 0:
            return
        new = split_off(h, parents, new_ids(self.seeds.seed, self.number, h.id[parents], h.id))
        new = new.take(np.lexsort((new.id, new["village"])))
        before = places_of(h["village"], h.id, new["village"], new.id)
        self.households = h.remade(gone, before, new)
        f = self.frame
        if self.households.identities.size > f.id.size:
            self.lay_out()
        else:
            self.frame = self.framed(f.flow, f.touched, f.reach, f.channel, f.luck)

    def digest(self) -> bytes:
        """SHA-256 over all agents' columns: kinds, then columns, in declaration order, rows by id."""
        sha = hashlib.sha256()
        for store in self.population.stores:
            store.feed(sha)
        return sha.digest()
