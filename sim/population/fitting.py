"""What the counts and shares of a place must satisfy together, so that a population can be made from them."""

from __future__ import annotations

from operator import sub

from sim.spec import Rule


def _place(*names: str) -> tuple[str, ...]:
    return tuple(f"place.{name}" for name in names)


def room(households: float, persons: float, largest: float) -> float:
    """Persons for whom the households would still have room."""
    return largest * households - persons


def others(households: float, relocated: float, persons: float, moved: float) -> float:
    """Members beyond the first in ex-poor households that were not relocated."""
    return (persons - moved) - (households - relocated)


def room_of_others(households: float, relocated: float, persons: float, moved: float, largest: float) -> float:
    """Persons for whom ex-poor households that were not relocated would still have room."""
    return room(households - relocated, persons - moved, largest)


def villages_left(ex_poor: float, other: float, townships: float) -> float:
    """Villages beyond the first of each township."""
    return ex_poor + other - townships


def households_left(ex_poor: float, ordinary: float, villages: float, other_villages: float) -> float:
    """Households beyond the first of each village."""
    return ex_poor + ordinary - villages - other_villages


def share_left(*shares: float) -> float:
    """What shares leave of the whole."""
    return 1.0 - sum(shares)


LARGEST = ("people.largest",)
EX_POOR = _place("ex_poor_households", "relocated_households", "ex_poor_persons", "relocated_persons")
RULES = tuple(
    Rule(paths, slack, en, zh, once=True)
    for paths, slack, en, zh in (
        (
            _place("ex_poor_households", "relocated_households"),
            sub,
            "relocated households are among the ex-poor ones",
            "易地搬迁户包含在脱贫户之内",
        ),
        (
            _place("relocated_persons", "relocated_households"),
            sub,
            "a relocated household has at least one member",
            "易地搬迁户每户至少1人",
        ),
        (
            _place("relocated_households", "relocated_persons") + LARGEST,
            room,
            "a relocated household has at most people.largest members",
            "易地搬迁户每户人数不超过 people.largest",
        ),
        (
            EX_POOR,
            others,
            "an ex-poor household that was not relocated has at least one member",
            "未搬迁的脱贫户每户至少1人",
        ),
        (
            EX_POOR + LARGEST,
            room_of_others,
            "an ex-poor household that was not relocated has at most people.largest members",
            "未搬迁的脱贫户每户人数不超过 people.largest",
        ),
        (
            _place("relocated_households", "sites"),
            sub,
            "a site holds at least one relocated household",
            "每个安置点至少有1户易地搬迁户",
        ),
        (
            _place("ex_poor_villages", "other_villages", "townships"),
            villages_left,
            "a township has at least one village",
            "每个乡镇至少有1个村",
        ),
        (
            _place("ex_poor_households", "ordinary_households", "ex_poor_villages", "other_villages"),
            households_left,
            "there is at least one household for each village",
            "户数不少于村数",
        ),
        (
            ("people.elders_none", "people.elders_one"),
            share_left,
            "shares of households by elders add up to at most 1",
            "按老人数分的户比例之和不超过1",
        ),
        (
            ("people.children_none", "people.children_one", "people.children_two"),
            share_left,
            "shares of households by children add up to at most 1",
            "按儿童数分的户比例之和不超过1",
        ),
    )
)
