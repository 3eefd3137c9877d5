"""What levers can move: the channels of households, and the county's pools."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.compiled import compiled, wrapping_product
from sim.draws import Key
from sim.language import Text
from sim.state.channels import COMBINATIONS, NEUTRAL
from sim.state.frame import Floats
from sim.state.store import Store

RANKS = 32768  # ranks of access are 0..RANKS-1
CHOICES = 62  # different sets of households that the levers of one quarter can reach: bits of a word
SPREAD = 0x9E3779B97F4A7C15 - (1 << 64)  # an odd number whose multiples spread over the upper bits


@dataclass
class Pools:
    """Common pools and county-wide terms of a quarter; the defaults are neutral."""

    posts_per_village: float = 0.0
    post_wage: float = 0.0  # CNY2020/year
    training_places: float = 0.0  # persons/quarter, for the whole county
    relief_places: float = 0.0  # persons who work for relief in the quarter, for the whole county
    relief_wage: float = 0.0  # CNY2020/(person·quarter)
    anti_return: float = 0.0  # share of cover that the county buys from anti-return insurance
    care_cost: float = 0.0  # public cost of health management and care places, CNY2020/quarter
    collective_support: float = 0.0  # CNY2020/year for each village with little collective income
    facilities_pace: float = 0.0  # share of a village's facilities for visitors that is built in a year
    facilities_cost: float = 0.0  # CNY2020 for all of them
    site_building: float = 0.0  # of the services that relocation sites lack, what is built, 1/year
    site_building_cost: float = 0.0  # CNY2020 a household, for all services of a site
    matched: float = 0.0  # of the listed producers' surplus in a glut, what matching sells
    institution_share: float = 0.0  # of a product's sales, what institutions take from listed producers
    institution_premium: float = 0.0  # over the market price
    assistance: float = 0.0  # bought to help, CNY2020/(listed household·year)
    assistance_premium: float = 0.0  # over the market price
    counters: float = 0.0  # sales of counters in partner cities, CNY2020/year for the whole county
    counter_premium: float = 0.0  # over the market price
    counter_award: float = 0.0  # public award a yuan sold at a counter
    risk_review: float = 0.0  # share by which reviews lower the hazard of co-operatives and leading firms
    review_cost: float = 0.0  # CNY2020/quarter for each living co-operative and leading firm
    control_cost: float = 0.0  # of further control of diseases, CNY2020/quarter for each village
    irrigation_cost: float = 0.0  # of further irrigation, CNY2020/quarter for each mu of the county's cropland
    brand_premium: float = 0.0  # over the market price, for what listed producers sell on the market
    brand_cost: float = 0.0  # CNY2020/quarter for each product
    new_markets: float = 0.0  # markets a township that are built in all
    market_works: float = 0.0  # of these, what is built in the quarter, markets a township
    market_cost: float = 0.0  # CNY2020 a market
    floor: float = 0.0  # floor price over the expected price
    floor_weight: float = 0.0  # how far co-operatives' own floors are lifted towards it
    cooperative_gain: float = 0.0  # part of the gap to the best management that help closes in a year
    cooperative_cost: float = 0.0  # CNY2020/quarter for each living co-operative
    founding_grant: float = 0.0  # CNY2020 for a new co-operative
    short_subsidy: float = 0.0  # CNY2020 for an entitled worker hired for half a year to a year
    long_subsidy: float = 0.0  # CNY2020 for one hired for a year or more
    long_contracts: float = 0.0  # share of hires for a year or more
    jobs_gain: float = 0.0  # further jobs over those that firms offer unaided
    first_award: float = 0.0  # CNY2020 for a workshop, after half a year
    second_award: float = 0.0  # CNY2020 for a workshop, after three years
    awards_add_up: bool = True
    award_workers: int = 1  # entitled workers from which on a workshop gets an award
    returnees: float = 0.0  # share of new workshops
    returnee_grant: float = 0.0  # CNY2020
    models: float = 0.0  # share of new workshops
    model_grant: float = 0.0  # CNY2020
    award_per_household: float = 0.0  # CNY2020/year for each household that a firm leads
    award_on_funds: float = 0.0  # 1/year on the share funds that a firm holds
    entry_gain: float = 0.0  # gain in the founding of firms
    enterprise_gain: float = 0.0  # part of the gap to the best management that help closes in a year


Chosen = NDArray[np.bool_]  # which households, shape (households,)
Moves = dict[int, list[tuple[Chosen, float]]]  # by channel: households and the value set there


class Reach(NamedTuple):
    """What a lever sees: households, the pools, the draw key, its strength in [0, 1]; and what levers have moved."""

    households: Store
    moves: Moves
    pools: Pools
    key: Key
    strength: float

    def move(self, channel: int, chosen: Chosen, value: float) -> None:
        """Set a channel of the chosen households for this quarter; of two levers the later one holds."""
        self.moves.setdefault(channel, []).append((chosen, value))


@compiled
def mark_chosen(words: NDArray[np.int64], chosen: Chosen, bit: int) -> None:
    """Give the chosen households the bit of their choice."""
    for i in range(chosen.size):
        words[i] = words[i] | (bit if chosen[i] else 0)


@compiled
def number(words: NDArray[np.int64], reach: NDArray[np.int16], different: NDArray[np.int64]) -> int:
    """Number the different words in the order in which they come, 0 first; return how many, one more than fit if they do not.

    ``reach`` gets the number of each household's word, ``different`` the words by number.
    """
    slots, n = np.zeros(4 * different.size, dtype=np.int16), 1
    last = slots.size - 1  # sizes are powers of two
    different[0] = 0
    for i in range(words.size):
        word, slot = int(words[i]), 0
        if word != 0:
            slot = (wrapping_product(word, SPREAD) >> 32) & last
            while slots[slot] != 0 and different[slots[slot]] != word:
                slot = (slot + 1) & last
            if slots[slot] == 0:
                if n == different.size:
                    return n + 1
                slots[slot] = n
                different[n] = word
                n += 1
            slot = int(slots[slot])
        reach[i] = slot
    return n


def settle(channel: Floats, reach: NDArray[np.int16], moves: Moves) -> None:
    """Write a quarter's moves into ``channel``, shape (COMBINATIONS, channels), and each household's row of it into ``reach``.

    Each different choice of households is a bit of a household's word: a lever moves many channels of the same households,
    so a few rows of a small table stand for a column of each channel. ValueError: more choices or words than have a place.
    """
    bits: dict[int, int] = {}
    words, different = np.zeros(reach.size, dtype=np.int64), np.empty(COMBINATIONS, dtype=np.int64)
    for chosen, _ in (move for made in moves.values() for move in made):
        if id(chosen) not in bits:
            refuse_beyond(len(bits) + 1, CHOICES, "different sets of households", "组不同农户")
            bits[id(chosen)] = 1 << len(bits)
            mark_chosen(words, chosen, bits[id(chosen)])
    n = number(words, reach, different)
    refuse_beyond(n, COMBINATIONS, "combinations of sets of households", "种农户组合")
    channel[:n] = NEUTRAL
    for column, made in moves.items():
        for chosen, value in made:  # of two the later one holds
            channel[np.flatnonzero(different[:n] & bits[id(chosen)]), column] = value


def refuse_beyond(found: int, most: int, en: str, zh: str) -> None:
    """ValueError in both languages where levers choose more than the table of channels holds."""
    if found > most:
        raise ValueError(Text(f"levers choose more than {most} {en}", f"各项政策选取的对象超过{most}{zh}").both("en"))


def covered(households: Store, access: str, coverage: float) -> Chosen:
    """Ex-poor and monitored households whose rank of access lies within ``coverage`` (share)."""
    limit = math.ceil(coverage * RANKS)
    entitled = households["entitlement"] > 0
    return entitled & (households[access] < limit) if limit < RANKS else entitled
