"""The five-year transition (过渡期) and its end; the four "no removals" (四个不摘) as separate switches."""

from __future__ import annotations

from operator import sub
from typing import Annotated, NamedTuple

from sim import sources
from sim.spec import SCENARIO_START, TRANSITION_END, Param, Rule, quarter_number

OUTSIDE = sources.assumed(
    "What follows 2025 lies outside the source documents, which only say that special policies gradually become universal ones "
    "(S3-065); shapes and lengths are scenarios, not evidence",
    "2025年以后的安排不在来源文件范围内（文件只提出特惠政策逐步转变为普惠政策，S3-065）；退出形式与时长为情景设定，并非证据",
)
REMOVALS = sources.figure("S3-013")


class Transition(NamedTuple):
    """When support ends, how, and what stays."""

    enabled: Annotated[
        bool,
        Param(
            "switch",
            (0, 1),
            (0, 1),
            sources.figure("S3-014"),
            "support follows the transition calendar; off: it stays for ever",
            "按过渡期安排；关闭则长期不变",
        ),
    ] = False
    begins: Annotated[
        str,
        Param("quarter", (0, 0), (0, 0), sources.figure("S3-014"), "first quarter of the transition", "过渡期开始季度"),
    ] = SCENARIO_START
    ends: Annotated[
        str,
        Param("quarter", (0, 0), (0, 0), sources.figure("S3-014"), "last quarter of the transition", "过渡期结束季度"),
    ] = TRANSITION_END
    shape: Annotated[
        str,
        Param(
            "choice",
            (0, 0),
            (0, 0),
            OUTSIDE,
            "how support ends after the transition",
            "过渡期后退出形式",
            choices=("kept", "cliff", "linear", "steps"),
        ),
    ] = "kept"
    taper_quarters: Annotated[
        int, Param("quarters", (1, 80), (4, 20), OUTSIDE, "length of a linear or stepwise end", "退坡时长")
    ] = 12
    steps: Annotated[
        int,
        Param(
            "steps",
            (1, 40),
            (2, 6),
            OUTSIDE,
            "number of equal steps of a stepwise end, at most one a quarter",
            "阶梯退出级数（每季至多一级）",
        ),
    ] = 3
    keep_policy: Annotated[
        bool, Param("switch", (0, 1), (0, 1), REMOVALS, "policies stay during the transition", "摘帽不摘政策")
    ] = True
    keep_help: Annotated[
        bool, Param("switch", (0, 1), (0, 1), REMOVALS, "help stays during the transition", "摘帽不摘帮扶")
    ] = True
    keep_supervision: Annotated[
        bool, Param("switch", (0, 1), (0, 1), REMOVALS, "supervision stays during the transition", "摘帽不摘监管")
    ] = True
    keep_responsibility: Annotated[
        bool, Param("switch", (0, 1), (0, 1), REMOVALS, "responsibility stays during the transition", "摘帽不摘责任")
    ] = True
    normal_policy: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0, 0.5),
            OUTSIDE,
            "strength of programme levers once support has ended",
            "帮扶退出后产业、就业、医保政策的保留力度",
        ),
    ] = 0.0
    normal_help: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0, 1),
            OUTSIDE,
            "strength of help to the monitored once support has ended",
            "帮扶退出后对监测对象帮扶的保留力度",
        ),
    ] = 0.0
    normal_supervision: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0, 1),
            OUTSIDE,
            "strength of visits and data matching once support has ended",
            "帮扶退出后排查预警的保留力度",
        ),
    ] = 0.0
    normal_responsibility: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0, 1),
            OUTSIDE,
            "strength of village upkeep once support has ended",
            "帮扶退出后村级设施管护责任的保留力度",
        ),
    ] = 0.5
    foreseen: Annotated[
        int,
        Param(
            "quarters",
            (0, 80),
            (0, 8),
            OUTSIDE,
            "how far ahead households foresee that support will end, 0 = not at all",
            "农户预见帮扶退出的提前季度数（0为不预见）",
        ),
    ] = 0


RULES = (
    Rule(
        ("transition.ends", "transition.begins"),
        sub,
        "the transition ends after it begins",
        "过渡期结束季度不早于开始季度",
    ),
)


class Strengths(NamedTuple):
    """Strength of each kind of support in one quarter, in [0, 1]."""

    policy: float
    help: float
    supervision: float
    responsibility: float


def remaining(quarters_after: int, p: Transition) -> float:
    """Share of support left ``quarters_after`` quarters after the end (1 = the first): kept, cliff, linear or steps (E20).

    A linear or stepwise end leaves nothing from ``taper_quarters`` quarters after the end on at the latest: more
    steps than quarters count as one step a quarter.
    """
    if p.shape == "kept" or quarters_after <= 0:
        return 1.0
    if p.shape == "cliff":
        return 0.0
    if p.shape == "linear":
        return max(1.0 - quarters_after / p.taper_quarters, 0.0)
    steps = min(p.steps, p.taper_quarters)
    taken = ((quarters_after - 1) * steps) // p.taper_quarters + 1
    return max(1.0 - taken / steps, 0.0)


def strength(quarter: int, kept: bool, normal: float, p: Transition) -> float:
    """Strength of one kind of support: full before the transition, kept or at ``normal`` in it, then tapering to ``normal`` (E21)."""
    if quarter < quarter_number(p.begins):
        return 1.0
    after = quarter - quarter_number(p.ends)
    if after <= 0:
        return 1.0 if kept else normal
    return normal + (1.0 - normal) * remaining(after, p) if kept else normal


def strengths(quarter: int, p: Transition) -> Strengths:
    """The four strengths of a quarter; all one when the transition is off."""
    if not p.enabled:
        return Strengths(1.0, 1.0, 1.0, 1.0)
    return Strengths(
        strength(quarter, p.keep_policy, p.normal_policy, p),
        strength(quarter, p.keep_help, p.normal_help, p),
        strength(quarter, p.keep_supervision, p.normal_supervision, p),
        strength(quarter, p.keep_responsibility, p.normal_responsibility, p),
    )


def foreseen_fall(quarter: int, p: Transition) -> float:
    """By how much the strength of policy will fall within the quarters that households foresee; 0 before the transition begins."""
    if p.foreseen == 0 or quarter < quarter_number(p.begins):
        return 0.0
    ahead = (strengths(quarter + k, p).policy for k in range(1, p.foreseen + 1))
    return max(strengths(quarter, p).policy - min(ahead), 0.0)
