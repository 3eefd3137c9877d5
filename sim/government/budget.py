"""The county's money: fiscal transfers arrive, the county's share of support is paid out of the treasury."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from sim import sources
from sim.spec import Param
from sim.state.store import Store

FUNDS = sources.assumed(
    "The documents give no budget totals and no split; of the special funds the plan only says that the stock is not cut (S3-063)",
    "文件未给出财政总量和分担比例；规划仅要求专项资金不减存量（S3-063）",
)
MEANS = sources.assumed(
    "Near what the county's share of all support costs in the model's baseline of 2021, so that a cut can bind; no "
    "source document gives it",
    "接近基线2021年县级应担帮扶支出，使财力压减能够产生影响；来源文件未给出",
)
CARRIED = sources.assumed(
    "Unspent fiscal funds are called back after a time in practice; no source document gives a share",
    "财政结余资金按规定限期收回；来源文件未给出可结转比例",
)


class Budget(NamedTuple):
    """County share of support and its yearly means."""

    county_share: Annotated[
        float,
        Param(
            "share", (0, 1), (0.1, 0.5), FUNDS, "share of support that the county pays itself", "帮扶支出中县级分担比例"
        ),
    ] = 0.3
    means: Annotated[
        float,
        Param(
            "CNY2020/(person·year)",
            (0, 1e5),
            (100, 500),
            MEANS,
            "county means for support, per rural person",
            "县级帮扶财力（按农村人口人均）",
        ),
    ] = 260.0
    carry_over: Annotated[
        float,
        Param(
            "years",
            (0, 100),
            (0, 1),
            CARRIED,
            "means left unspent that the county may keep at the year's end, in years of means",
            "年末可结转财力（相当于若干年财力）",
        ),
    ] = 0.25
    bounded: Annotated[
        bool,
        Param(
            "switch",
            (0, 1),
            (0, 1),
            FUNDS,
            "the county's part of cash support falls short when the treasury is empty",
            "县级财力不足时，县级应担救助按实有财力兑现",
        ),
    ] = True


class Means(NamedTuple):
    """Money that came into the treasury and went back from it, CNY2020 in a quarter."""

    received: float
    returned: float


def receive(county: Store, persons: float, quarter: int, p: Budget, cut: float = 0.0) -> Means:
    """Fiscal transfer into the treasury; in January what has been left unspent beyond the carry-over goes back (E21).

    A scenario may force a ``cut``: the share of the means that does not arrive.
    """
    yearly, held = p.means * persons, float(county["treasury"][0])
    returned = max(held - p.carry_over * yearly, 0.0) if quarter % 4 == 0 else 0.0
    received = 0.25 * yearly * float(county["fiscal"][0]) * (1.0 - cut)
    county["treasury"][0] = held - returned + received
    return Means(received, returned)


class Cover(NamedTuple):
    """How planned cash support is paid in a quarter."""

    paid: float  # share of it that receivers get
    county: float  # share of what they get that the county pays


def cover(treasury: float, planned: float, p: Budget) -> Cover:
    """Payment of planned cash support (CNY2020): the part from above arrives, the county's as far as it has money (E22)."""
    own = p.county_share * planned
    if not p.bounded or own <= 0.0 or treasury >= own:
        return Cover(1.0, p.county_share)
    part = p.county_share * max(treasury, 0.0) / own
    paid = 1.0 - p.county_share + part
    return Cover(paid, part / paid if paid > 0.0 else 0.0)
