"""What becomes of the money of those who hold share funds: they pay, borrow, eat principal, are found out, end and are divided.

One that earns too little may pay its dividends out of the principal, the abuse that the Gansu plan warns of: it looks sound,
pays in full and on time, and has ever less behind what it owes, until it is found out or fails.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.collectives.share_funds import (
    FAILED,
    WOUND_UP,
    Flags,
    Floats,
    ShareFunds,
    discovered,
    end,
    guaranteed,
    may_borrow,
    wear,
)
from sim.compiled import compiled, inlined
from sim.state.store import Store

Bytes = NDArray[np.int8]


class Means(NamedTuple):
    """What a receiver has and owes when a quarter's business is done, arrays of shape (receivers,), CNY2020."""

    cash: Floats  # with the quarter's income
    goods: Floats  # what produce in store would fetch
    spoken_for: Floats  # wages and rent that members get in this quarter
    owed: Floats  # for deliveries
    profit: Floats
    returns_profit: Flags  # whether members get a part of it
    target: Floats  # assets that owners want
    closed: Flags  # whether the county closes it


class Settled(NamedTuple):
    """What happens to the money of receivers in a quarter, arrays of shape (receivers,), CNY2020/quarter."""

    planned: Floats  # dividends at the quarter's rate on the whole principal
    owed_paid: Floats  # of what was owed for deliveries
    interest: Floats
    borrowed: Floats
    repaid: Floats
    assets_sold: Floats  # proceeds
    invested: Floats
    taken: Floats  # profit that owners take out
    recovered: Floats  # principal paid back to households
    liquidated: Floats  # what is left to others in the end; below zero: what others lose
    bank_loss: Floats
    shares_lost: Floats
    ends: Flags  # failed or wound up this quarter
    found: Flags  # caught paying dividends out of principal


class Holders(NamedTuple):
    """The columns of receivers that a settlement reads and writes, shape (receivers,)."""

    alive: Bytes
    dishonest: Bytes
    cash: Floats
    capital: Floats
    debt: Floats
    principal: Floats
    eaten: Floats
    dividend_rate: Floats
    recovery: Floats


@inlined
def divided(estate: float, owed: float, debt: float, principal: float) -> tuple[float, float, float]:
    """What deliverers, the bank and shareholders get of an ``estate``, in this order (E118)."""
    worth = max(estate, 0.0)
    to_deliverers = min(owed, worth)
    to_bank = min(debt, worth - to_deliverers)
    to_holders = min(principal, worth - to_deliverers - to_bank)
    return to_deliverers, to_bank, to_holders


@inlined
def part_of(amount: float, whole: float) -> float:
    """Amount over the whole; 0 where there is no whole."""
    return amount / (whole if whole > 0.0 else 1.0) if whole > 0.0 else 0.0


def settle(
    store: Store, has: Means, unlucky: Flags, audit: Floats, supply: float, quarter: int, p: ShareFunds
) -> Settled:
    """Pay, borrow, fail or go on (E116), and write the outcome into the store.

    Deliverers come first, then members' wages and rent, then dividends; ``audit`` is a uniform, ``supply`` how freely banks lend.
    """
    own, fate = Holders(*(store[name] for name in Holders._fields)), np.zeros(store.n, dtype=np.int8)
    flags = np.zeros((2, store.n), dtype=np.bool_)
    done = Settled(*np.zeros((len(Settled._fields) - len(flags), store.n)), *flags)
    settle_rows(own, has, unlucky, discovered(audit, p), supply, p, done, fate)
    for why in (FAILED, WOUND_UP):
        end(store, fate == why, why, quarter)
    return done


@compiled
def settle_rows(
    own: Holders, has: Means, unlucky: Flags, seen: Flags, supply: float, p: ShareFunds, done: Settled, fate: Bytes
) -> None:
    """Settle each living receiver; ``seen`` says where an audit finds what there is to find, ``fate`` gets who ends, and why.

    What households get is paid in phase 6 and booked in phase 7.
    """
    for i in range(own.alive.size):
        done.owed_paid[i] = has.owed[i]
        own.dividend_rate[i] = 0.0
        own.recovery[i] = 0.0
        if own.alive[i] == 0:
            own.eaten[i] = 0.0
            continue
        capital, debt, principal, owed = own.capital[i], own.debt[i], own.principal[i], has.owed[i]
        done.interest[i] = 0.25 * p.interest * debt
        means = has.cash[i] - done.interest[i]
        done.found[i] = own.dishonest[i] != 0 and own.eaten[i] > 0.0 and seen[i]
        winds_up = has.closed[i] or (done.found[i] and capital < p.wound_up_below * principal)
        lacking = max(owed + has.spoken_for[i] - means, 0.0)
        hollow = principal > 0.0 and capital + max(means - owed, 0.0) < p.hollow * principal
        cannot_pay = lacking > may_borrow(capital, debt, supply, p)
        own.dishonest[i] = 1 if own.dishonest[i] != 0 and not done.found[i] else 0
        if winds_up or unlucky[i] or cannot_pay or hollow:
            fate[i] = WOUND_UP if winds_up else FAILED
            wind_up(i, means, p.orderly_salvage if winds_up else p.salvage, own, has, done)
        else:
            go_on(i, means, lacking, own, has, p, done)


@inlined
def wind_up(i: int, means: float, salvage: float, own: Holders, has: Means, done: Settled) -> None:
    """All assets are sold, and what they fetch is divided."""
    debt, principal = own.debt[i], own.principal[i]
    fetched = salvage * own.capital[i] + has.goods[i]
    estate = means + fetched
    to_deliverers, to_bank, to_holders = divided(estate, has.owed[i], debt, principal)
    left = estate - to_deliverers - to_bank - to_holders
    done.ends[i] = True
    done.owed_paid[i], done.repaid[i], done.recovered[i] = to_deliverers, to_bank, to_holders
    done.assets_sold[i], done.liquidated[i] = fetched, left
    done.bank_loss[i], done.shares_lost[i] = debt - to_bank, principal - to_holders
    own.cash[i] = means + fetched - to_deliverers - to_bank - left
    own.recovery[i] = part_of(to_holders, principal)
    own.capital[i], own.debt[i], own.principal[i], own.eaten[i] = 0.0, 0.0, 0.0, 0.0
    own.dishonest[i] = 0


@inlined
def go_on(i: int, means: float, lacking: float, own: Holders, has: Means, p: ShareFunds, done: Settled) -> None:
    """Borrow what is lacking, pay dividends, out of principal where that is the custom, repay, invest, let owners take the rest."""
    capital, debt, principal = own.capital[i], own.debt[i], own.principal[i]
    free = max(means + lacking - has.owed[i] - has.spoken_for[i] - p.reserve * capital, 0.0)
    due, sound = guaranteed(principal, p), max(free - wear(capital, p), 0.0)
    own_part = min(due, free if own.dishonest[i] != 0 else sound)
    profit = has.profit[i] - done.interest[i]
    bonus = min(p.profit_share * max(profit - due, 0.0), max(sound - own_part, 0.0)) if has.returns_profit[i] else 0.0
    sold = min((due - own_part) / p.salvage, capital) if own.dishonest[i] != 0 else 0.0
    proceeds = p.salvage * sold
    rate = part_of(own_part + bonus + proceeds, principal)
    rest = free - own_part - bonus
    repaid = min(debt + lacking, rest)
    worn = capital - sold - wear(capital - sold, p)
    invested = min(rest - repaid, max(has.target[i] - worn, 0.0))
    taken = max(rest - repaid - invested - due, 0.0)
    done.planned[i], done.borrowed[i], done.repaid[i] = rate * principal, lacking, repaid
    done.assets_sold[i], done.invested[i], done.taken[i] = proceeds, invested, taken
    own.dividend_rate[i] = rate
    own.cash[i] = means + lacking + proceeds - has.owed[i] - repaid - invested - taken
    own.capital[i], own.debt[i] = worn + invested, debt + lacking - repaid
    own.eaten[i] = own.eaten[i] + max(own_part + proceeds - sound, 0.0)
