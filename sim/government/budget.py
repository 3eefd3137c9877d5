"""The county's money: fiscal transfers arrive, the county's share of support is paid out of the treasury."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from sim import sources
from sim.spec import Param
from sim.state.store import Store

FUNDS = sources.assumed(
    "Budget totals are named as a gap of the documents; the plan only says that the stock is not cut (S3-063)",
    "财政总量为文件缺口；规划仅要求不减存量（S3-063）",
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
            (100, 800),
            FUNDS,
            "county means for support, per rural person",
            "县级帮扶财力（按农村人口人均）",
        ),
    ] = 300.0
    bounded: Annotated[
        bool,
        Param(
            "switch",
            (0, 1),
            (0, 1),
            FUNDS,
            "cash support falls short when the treasury is empty",
            "财力不足时救助按比例兑现",
        ),
    ] = True


def receive(county: Store, persons: float, p: Budget) -> float:
    """Fiscal transfer of a quarter into the treasury (E9), CNY2020."""
    transfer = 0.25 * p.means * persons * float(county["fiscal"][0])
    county["treasury"][0] = county["treasury"][0] + transfer
    return transfer


def funded_share(treasury: float, planned: float, p: Budget) -> float:
    """Share of the planned cash support (CNY2020) that can be paid: all of it, or what the treasury covers (E10)."""
    own = p.county_share * planned
    if not p.bounded or own <= 0.0 or treasury >= own:
        return 1.0
    return max(treasury, 0.0) / own
