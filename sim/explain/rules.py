"""Rules that give each fall of a line its cause: the first that holds decides. Written to be read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from sim.explain.facts import Facts
from sim.explain.working import CRISIS, FAILED, GONE

LOST_WORK = ("lost_migrant", "lost_local", "lost_job")
WENT = ("married_out", "settled_away", "adult_gone")


class Rule(NamedTuple):
    """A cause, and what must hold."""

    cause: str
    holds: Callable[[Facts], bool]


def _always(_: Facts) -> bool:
    return True


FEWER_HANDS = (
    Rule("disability", lambda f: f.happened("disabled_began")),
    Rule("labour", lambda f: f.happened("death_adult")),
    Rule("earners", lambda f: f.happened(*WENT, "divided", "founded")),
    Rule("labour", lambda f: f.happened("turned_60")),
    Rule("schooling", lambda f: f.happened("went_on")),
    Rule("illness", lambda f: f.ill),
)


def given(condition: Callable[[Facts], bool], rules: Sequence[Rule]) -> tuple[Rule, ...]:
    """The rules, where the condition holds, too."""

    def both(rule: Rule) -> Rule:
        return Rule(rule.cause, lambda f: condition(f) and rule.holds(f))

    return tuple(both(rule) for rule in rules)


def wages(workers: str, lost: str) -> tuple[Rule, ...]:
    """Rules on a line of wages: fewer workers of the kind, by the reason why work was lost; else less time or pay."""
    because_of_work = (
        Rule("enterprise", lambda f: f.loss(lost) == FAILED),
        *given(lambda f: f.loss(lost) == GONE, (*FEWER_HANDS, Rule("labour", _always))),
        Rule("market", lambda f: f.loss(lost) == CRISIS),
        Rule("job", lambda f: f.loss(lost) == ""),
    )
    return (
        *given(lambda f: f.fewer(workers), because_of_work),
        Rule("illness", lambda f: f.ill),
        Rule("motivation", lambda f: f.less_effort),
        Rule("pay", _always),
    )


FARM = (
    Rule("price", lambda f: f.by_price),
    Rule("disaster", lambda f: f.bad_weather),
    Rule("earners", lambda f: f.fewer_on_farm and f.happened("death_elder")),
    *given(lambda f: f.fewer_on_farm, FEWER_HANDS),
    Rule("land", lambda f: f.rise("land") <= -0.1),
    Rule("transport", lambda f: f.rise("around.road") <= -0.05),
    Rule("motivation", lambda f: f.less_effort),
    Rule("output", _always),
)
LIVESTOCK = (
    Rule("loss", lambda f: f.happened("livestock_lost")),
    Rule("capital", lambda f: f.happened("sold_livestock")),
    *given(lambda f: f.fewer_hands, FEWER_HANDS),
    Rule("output", _always),
)
CAPITAL = (
    Rule("disaster", lambda f: f.happened("capital_lost") and f.happened("disaster")),
    Rule("loss", lambda f: f.happened("capital_lost")),
    Rule("capital", _always),  # sold in need, or worn out and not replaced
)
DIVIDENDS = (
    Rule("enterprise", lambda f: f.happened("share_lost")),
    Rule("support", _always),
)
RULES: Mapping[str, Sequence[Rule]] = {
    "migrant": wages("migrants", "lost_migrant"),
    "local": wages("local_workers", "lost_local"),
    "job": wages("employed", "lost_job"),
    "day_work": (
        Rule("enterprise", lambda f: f.happened("share_lost")),
        *given(lambda f: f.fewer_hands, FEWER_HANDS),
        Rule("other", _always),
    ),
    "post": (*given(lambda f: f.fewer_hands, FEWER_HANDS), Rule("support", _always)),
    "arrears": (Rule("arrears", _always),),
    "farm": FARM,
    "livestock": LIVESTOCK,
    "side": (
        Rule("support", lambda f: f.happened("taper")),
        *given(lambda f: f.fewer_hands, FEWER_HANDS),
        Rule("output", _always),
    ),
    "farm_stay": (
        Rule("visitors", lambda f: f.rise("around.visitors") <= -0.1),
        *given(lambda f: f.fewer_hands, FEWER_HANDS),
        Rule("transport", lambda f: f.rise("around.road") <= -0.05),
        Rule("output", _always),
    ),
    "capital": CAPITAL,
    "dividend": DIVIDENDS,
    "collective": (Rule("support", _always),),
    "rent": (Rule("land", _always),),
    "pension": (Rule("earners", lambda f: f.happened("death_elder")), Rule("support", _always)),
    "allowance": (Rule("support", _always),),
    "remittance": (Rule("kin", _always),),
    "premium": (Rule("support", lambda f: f.happened("taper", "dibao_ended", "tekun_ended")), Rule("other", _always)),
    "assistance": (Rule("support", _always),),
    "medical": (
        Rule("disability", lambda f: f.happened("disabled_began") and not f.happened("hospital", "chronic_began")),
        Rule("illness", _always),
    ),
    "rest": (Rule("other", _always),),
}
# What is no line of income and yet belongs to the story.
BACKGROUND = (
    Rule("marriage", lambda f: f.happened("married_out") and f.fewer_hands),
    Rule("capital", lambda f: f.happened("sold_capital", "overdue", "written_off")),
    Rule("skill", lambda f: f.happened(*LOST_WORK) and unskilled(f)),
    Rule("motivation", lambda f: f.less_effort),
    Rule("water", lambda f: f.happened("water_lost")),
)


def unskilled(f: Facts) -> bool:
    """Nobody has finished vocational training or has a qualification, and earning power is well below the median."""
    track, now = f.track, f.track.returned
    return track.count("trained", now) + track.count("qualified", now) == 0 and track.at("skill", now) < -0.5


def cause_of(line: str, facts: Facts) -> str:
    """The cause of the fall of one line."""
    return next(rule.cause for rule in RULES[line] if rule.holds(facts))
