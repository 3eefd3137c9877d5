"""When a value counts: from which quarter a plain one holds, and in which quarters a group is read at all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from sim.spec import (
    BURN_IN,
    CALENDAR_END,
    CHANGE_FROM,
    Change,
    Declaration,
    Stretch,
    Tree,
    quarter_name,
    quarter_number,
)
from sim.spec.values import at

POLICY = ("levers", "transition", "budget")  # first words of groups that a government decides on


class Read(NamedTuple):
    """Quarters ``first``..``last`` in which a parameter is read, and why no other."""

    first: int
    last: int
    en: str = ""
    zh: str = ""


def is_policy(declared: Declaration) -> bool:
    """Whether the parameter belongs to a policy, which cannot be changed after the event."""
    return declared.group.partition(".")[0] in POLICY


def from_start(change: Change, declared: Declaration, raw: object, start: int) -> Change:
    """The change as it is meant: a plain (undated) value of a policy or of a forced shock holds from quarter ``start`` on.

    Else the campaign of 2016-2020 would change, too, and with it the county that the scenario starts from. A shock that
    names its quarter is left alone.
    """
    shock = declared.group == "shocks" and declared.type is not str
    if isinstance(raw, Mapping) or change.always is None or not (is_policy(declared) or shock):
        return change
    return Change(None, (Stretch(start, None, change.always),))


def read_in(declared: Declaration, tree: Tree, start: int) -> Read:
    """The quarters in which a parameter is read in a scenario that starts with quarter ``start``."""
    end = quarter_number(CALENDAR_END)
    if declared.group in ("place", "people"):
        once = quarter_name(BURN_IN)
        return Read(BURN_IN, BURN_IN, f"it is read once, when the population is made ({once})",
                    f"只在生成人口时（{once}）读取一次")  # fmt: skip
    if declared.group == "demography" or declared.path == "environment.growth":
        return _since(CHANGE_FROM, end)
    if declared.group == "measures":
        return _since(start, end)
    if declared.group == "transition" and declared.field not in ("enabled", "begins"):
        if "transition.begins" not in tree.declarations:
            return Read(BURN_IN, end)
        begins = {at(tree.value("transition.begins"), quarter) for quarter in (BURN_IN, start)}
        return _since(min(quarter_number(str(name)) for name in begins), end)
    return Read(BURN_IN, end)


def _since(first: int, last: int) -> Read:
    name = quarter_name(first)
    return Read(first, last, f"it is not read before {name}", f"{name}以前不读取该参数")
