"""A couple founds a household of its own: what it takes along, and what stays."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from sim.draws import CHILD, child_id, key, raw_words
from sim.population.laws import Floats, Ints
from sim.population.stores import able_adults, members
from sim.state import households
from sim.state.households import HOUSEHOLD
from sim.state.store import Store

COUPLE = 2  # adults who found a household
STAYS_BEHIND = ("employed", "post", "work_relief", "side", "kin_away", "split", "passage")  # with the parent household
NOT_YET = (
    "seeks_job",
    "seeks_post",
    "seeks_relief",
    "offered_post",
    "offered_case",
    "offered_training",
    "offered_relief",
)
RINGS = ("market_income", "assistance", "medical", "consumption")


def founders(store: Store, adults: int) -> Ints:
    """Rows of households in which a couple has decided to split off, and may still do so, in the order of their ids."""
    rows = np.flatnonzero(store["split"] != 0)
    rows = rows[store["adults"][rows] >= max(adults, COUPLE + 1)]
    return rows[np.argsort(store.id[rows], kind="stable")]


def portion(count: Ints, part: Ints, whole: Ints) -> Ints:
    """Whole persons of ``count`` that go along with ``part`` of ``whole`` persons, rounded half up (E39).

    With ``count <= whole`` no more go than ``part``, and no more stay than ``whole - part``.
    """
    return np.where(whole > 0, (2 * count * part + whole) // np.maximum(2 * whole, 1), 0)


def new_ids(seed: int, quarter: int, parents: Ints, taken: Ints) -> Ints:
    """Ids of the households that split from ``parents`` (ids, ascending); one that is taken gives way to the next."""
    drawn = raw_words(key(seed, 0, quarter), parents, CHILD, 0)
    ids = ((drawn[1] & 0x7FFFFFFF) << 32) | drawn[0]
    near = taken[taken >= ids.min()] if ids.size else taken  # first ids are small, later ones anywhere
    return ids if free(ids, near) else one_by_one(seed, quarter, parents, taken)


def free(ids: Ints, taken: Ints) -> bool:
    """Whether no id stands twice in both together."""
    ordered = np.sort(np.concatenate((ids, taken)))
    return not (ordered[1:] == ordered[:-1]).any()


def one_by_one(seed: int, quarter: int, parents: Ints, taken: Ints) -> Ints:
    """The same where some id is taken: each parent in turn tries its numbers 0, 1, 2 and so on."""
    known, found = set(taken.tolist()), []
    for parent in parents.tolist():
        k = 0
        while (identity := child_id(seed, parent, quarter, k)) in known:
            k += 1
        known.add(identity)
        found.append(identity)
    return np.array(found, dtype=np.int64)


def split_off(store: Store, rows: Ints, ids: Ints) -> Store:
    """The households that couples of ``rows`` found, with these ids; the parent households keep the rest.

    Persons are divided in proportion to the two adults who go, yuan and mu in proportion to persons, so that amounts a
    person are the same in both and nothing is lost. Everything else is inherited.
    """
    old = store.take(rows)
    new = old.copy()
    new.identities[:] = ids
    before = members(old)
    divide_members(old, new)
    divide_work(old, new)
    divide_amounts(old, new, members(new) / before)
    for name in (*STAYS_BEHIND, *NOT_YET):
        new[name][:] = 0
    for name in ("employer", "offered_job"):
        new[name][:] = -1
    for dtype in ("f8", "i1"):  # links and dates are not divided
        store.arrays[dtype][:, rows] = old.arrays[dtype]
    return new


def divide_members(old: Store, new: Store) -> None:
    """Two adults go, children in proportion, the youngest first; elders stay."""
    whole = {column.name: old[column.name].astype(np.int64) for column in households.COUNT.columns}
    adults, children, persons = whole["adults"], whole["children"], members(old)
    couple = np.full(adults.size, COUPLE)
    gone = {"adults": couple, "elders": 0 * adults, "children": portion(children, couple, adults)}
    gone["infants"] = np.minimum(whole["infants"], gone["children"])
    pupils = gone["children"] - gone["infants"]
    gone["out_of_school"] = portion(whole["out_of_school"], pupils, children - whole["infants"])
    for name in ("youths", "disabled", "qualified", "trained"):
        gone[name] = portion(whole[name], couple, adults)
    gone["students"] = portion(whole["students"], gone["youths"], whole["youths"])
    room = adults - couple - (whole["disabled"] - gone["disabled"])  # for those of half labour power who stay
    gone["half_power"] = np.maximum(portion(whole["half_power"], couple, adults), whole["half_power"] - room)
    moving = couple + gone["children"]
    gone["chronic"] = portion(whole["chronic"], moving, persons)
    for k in range(4):
        gone[f"persons_{k}"] = portion(whole[f"persons_{k}"], moving, persons)
    share_out(old, new, gone)


def divide_work(old: Store, new: Store) -> None:
    """Migrants and local workers go with the couple, as many as it has hands; other work stays with the parents."""
    for store in (old, new):
        store["able"][:] = np.maximum(able_adults(store) - store["students"], 0)
    hands, together = new["able"].astype(np.int64), new["able"].astype(np.int64) + old["able"]
    gone: dict[str, Ints] = {}
    for name in ("migrants", "local_workers"):
        gone[name] = np.minimum(portion(old[name].astype(np.int64), new["able"].astype(np.int64), together), hands)
        hands = hands - gone[name]
    share_out(old, new, gone)


def share_out(old: Store, new: Store, gone: dict[str, Ints]) -> None:
    """Give the new households ``gone`` of each count and leave the rest to the old ones."""
    for name, count in gone.items():
        new[name][:] = count
        old[name][:] = old[name] - count


def divide_amounts(old: Store, new: Store, share: Floats) -> None:
    """Yuan and mu by persons; the incomes and costs of four quarters by the persons of these quarters."""
    lived = [sum(store[f"persons_{k}"].astype(np.float64) for k in range(4)) for store in (new, old)]
    year = lived[0] + lived[1]
    of_year = np.where(year > 0.0, lived[0] / np.where(year > 0.0, year, 1.0), share)
    rings = {f"{ring}_{k}" for ring in RINGS for k in range(4)}
    for name in amounts():
        new[name][:] = old[name] * (of_year if name in rings else share)
        old[name][:] = old[name] - new[name]


def amounts() -> Iterable[str]:
    """Names of the columns that hold yuan or mu."""
    return (column.name for column in HOUSEHOLD.blocks[0].columns[households.LAND :])
