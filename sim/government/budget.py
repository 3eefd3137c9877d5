"""The county's money: what arrives, and what it is enough for: relief first, then benefits due by law, then programmes."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from sim import sources
from sim.spec import TRANSITION_END, Param, quarter_number
from sim.state.store import Store

FUNDS = sources.assumed(
    "The documents give no budget totals and no split; of the special funds the plan only says that the stock is not cut (S3-063)",
    "文件未给出财政总量和分担比例；规划仅要求专项资金不减存量（S3-063）",
)
MEANS = sources.assumed(
    "With the partner region's money, near what the county's share of all support costs in the model's baseline of 2021, so "
    "that a cut can bind; no source document gives it",
    "与协作资金合计，接近基线2021年县级应担帮扶支出，使财力压减能够产生影响；来源文件未给出",
)
CARRIED = sources.assumed(
    "Unspent fiscal funds are called back after a time in practice; no source document gives a share",
    "财政结余资金按规定限期收回；来源文件未给出可结转比例",
)
PARTNER = sources.derived(
    "The documents pair every poor county with an eastern partner (S0-024) and have its money build schools and hospitals above "
    "all (S2-016); range proposed from a reading of the documents: 0-1,500 yuan a person. A third of the middle is taken to reach "
    "the support modelled here; no document gives Pengshui's sum from Liaocheng",
    "文件要求贫困县均有东部协作地区（S0-024），协作资金主要用于学校、医院等配套设施（S2-016）；按文件研读建议人均0-1500元，"
    "此处按中值的三分之一用于模型所含帮扶事项；文件未给出聊城帮扶彭水的资金额",
    sources.figure("S0-024"),
    sources.figure("S2-016"),
)
PARTNER_END = sources.derived(
    "A plan of pairing named its years (2018-2020, S1-117); nothing in the documents tells how long Pengshui's partner pays. "
    "Here to the end of the transition; none = it goes on",
    "兰州协作行动规划期为2018—2020年（S1-117）；彭水协作资金的期限文件未给出，此处取至过渡期末（none为一直持续）",
    sources.figure("S1-117"),
)
ENDLESS = "none"


class Budget(NamedTuple):
    """County share of support, and the money that it has for it."""

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
    ] = 200.0
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
            "the county pays its part of support only as far as it has money: relief first, programmes last",
            "县级财力不足时，县级应担部分按实有财力兑现（先保救助，后保项目）",
        ),
    ] = True
    partner_funds: Annotated[
        float,
        Param(
            "CNY2020/(person·year)",
            (0, 1e5),
            (0, 1500),
            PARTNER,
            "money of the partner region for support, per ex-poor person",
            "东西部协作资金中用于帮扶的部分（按脱贫人口人均）",
        ),
    ] = 250.0
    partner_until: Annotated[
        str,
        Param(
            "quarter",
            (0, 0),
            (0, 0),
            PARTNER_END,
            "last quarter in which the partner region's money comes, or none if it goes on",
            "协作资金到位的最后季度（none为一直持续）",
            choices=(ENDLESS,),
        ),
    ] = TRANSITION_END


class People(NamedTuple):
    """Persons by whom money is counted."""

    rural: float
    ex_poor: float


class Cuts(NamedTuple):
    """Shares of its money that a scenario keeps from the county."""

    means: float = 0.0
    partner: float = 0.0


UNCUT = Cuts()


class Means(NamedTuple):
    """Money that came into the treasury and went back from it, CNY2020 in a quarter; what is coming in the rest of the year."""

    received: float
    returned: float
    partner: float = 0.0
    repaid: float = 0.0  # of what higher government has advanced
    coming: float = 0.0


def partner_money(ex_poor: float, quarter: int, p: Budget, withdrawn: float = 0.0) -> float:
    """Money of the partner region in a quarter (E24), CNY2020: nothing after the last quarter in which it comes."""
    if p.partner_until != ENDLESS and quarter > quarter_number(p.partner_until):
        return 0.0
    return 0.25 * p.partner_funds * ex_poor * (1.0 - withdrawn)


def receive(county: Store, people: People, quarter: int, p: Budget, cuts: Cuts = UNCUT) -> Means:
    """Money comes into the treasury, an advance is paid back; in January what has been left beyond the carry-over goes back (E23).

    Money grows as prices and public payments do. A scenario may force ``cuts``: the shares of the means and of the partner's money that do not arrive.
    """
    growth, held = float(county["growth"][0]), float(county["treasury"][0])
    yearly, ex_poor = growth * p.means * people.rural, growth * people.ex_poor
    returned = max(held - p.carry_over * yearly, 0.0) if quarter % 4 == 0 else 0.0
    received = 0.25 * yearly * float(county["fiscal"][0]) * (1.0 - cuts.means)
    later = range(quarter + 1, quarter // 4 * 4 + 4)
    partner, coming = partner_money(ex_poor, quarter, p, cuts.partner), received * len(later)
    for other in later:
        coming += partner_money(ex_poor, other, p, cuts.partner)
    money = held - returned + received + partner
    repaid = min(float(county["advance"][0]), max(money, 0.0))
    county["treasury"][0] = money - repaid
    county["advance"][0] = float(county["advance"][0]) - repaid
    return Means(received, returned, partner, repaid, coming)


class Cover(NamedTuple):
    """How a kind of planned support is paid in a quarter."""

    paid: float  # share of it that is paid
    county: float  # share of what is paid that the county pays


def cover(treasury: float, planned: float, p: Budget) -> Cover:
    """Payment of planned support (CNY2020): the part from above arrives, the county's as far as it has money (E25)."""
    own = p.county_share * planned
    if not p.bounded or own <= 0.0 or treasury >= own:
        return Cover(1.0, p.county_share)
    part = p.county_share * max(treasury, 0.0) / own
    paid = 1.0 - p.county_share + part
    return Cover(paid, part / paid if paid > 0.0 else 0.0)


class Costs(NamedTuple):
    """What the county plans to be spent in the quarters left of a year, this one first, CNY2020 each."""

    relief: tuple[float, ...]
    benefits: tuple[float, ...]  # due by law to whoever meets the rules
    programmes: tuple[float, ...]


class Funded(NamedTuple):
    """How the three kinds of support are paid; of benefits only the county's share changes: they are paid in full."""

    relief: Cover
    benefits: Cover
    programmes: Cover


FULLY = Funded(Cover(1.0, 0.0), Cover(1.0, 0.0), Cover(1.0, 0.0))


def order_of_payment(treasury: float, coming: float, costs: Costs, p: Budget) -> Funded:
    """Relief first, then benefits, then programmes as far as this quarter's money and the year's carry them (E26).

    Of the programmes' plan for the rest of the year the county can pay what ``treasury`` and the money still ``coming``
    leave after relief and benefits; it starts no more of them now than would leave the others as much.
    """
    relief = cover(treasury, costs.relief[0], p)
    left = max(treasury - relief.paid * relief.county * costs.relief[0], 0.0)
    benefits = cover(left, costs.benefits[0], p)
    left = max(left - benefits.paid * benefits.county * costs.benefits[0], 0.0)
    first = first_claims(costs)
    year = p.county_share * added(costs.programmes)
    rest = max(treasury + coming - p.county_share * first, 0.0)
    part = min(rest / year, 1.0) if year > 0.0 else 1.0
    money = min(left, part * p.county_share * costs.programmes[0])
    return Funded(relief, Cover(1.0, benefits.paid * benefits.county), cover(money, costs.programmes[0], p))


def first_claims(costs: Costs) -> float:
    """Planned relief and benefits of the rest of the year, CNY2020."""
    return added(costs.relief) + added(costs.benefits)


def added(amounts: tuple[float, ...]) -> float:
    """Sum in order."""
    result = 0.0
    for amount in amounts:
        result += amount
    return result


def as_last_lived(county: Store, kind: str, quarter: int) -> tuple[float, ...]:
    """What a kind of support cost in the same quarters when they were last lived, at full strength and prices of 2020."""
    return tuple(float(county[f"{kind}_{k}"][0]) for k in range(quarter % 4, 4))


def plan(county: Store, quarter: int, relief: float, strengths: tuple[float, ...], repairs: float) -> Costs:
    """The plan of a treasury office (E27): as last year by season, at today's prices and the strength that policies will have.

    ``relief`` is what has been granted for this quarter, ``strengths`` those of the quarters left of the year, this one first,
    ``repairs`` what the maintenance fund may spend in a quarter.
    """
    growth = float(county["growth"][0])
    benefits, programmes = (as_last_lived(county, kind, quarter) for kind in ("benefits", "programmes"))
    return Costs(
        tuple(relief for _ in benefits),
        tuple(growth * cost for cost in benefits),
        tuple(growth * strength * cost + repairs for cost, strength in zip(programmes, strengths, strict=True)),
    )


def remember(county: Store, quarter: int, benefits: float, programmes: float, strength: float) -> None:
    """Keep what a quarter's benefits and programmes (CNY2020, repairs aside) have cost, at full strength and prices of 2020."""
    growth = float(county["growth"][0])
    if growth <= 0.0:
        return
    county[f"benefits_{quarter % 4}"][0] = benefits / growth
    if strength > 0.0:
        county[f"programmes_{quarter % 4}"][0] = programmes / (growth * strength)


def pay(county: Store, amount: float, p: Budget) -> float:
    """Take what the county pays out of the treasury; return what higher government advances, CNY2020 (E28).

    A plan can fall short of what is spent by its error alone, and the treasury never goes below zero. Without bounds it does.
    """
    left = float(county["treasury"][0]) - amount
    advance = max(-left, 0.0) if p.bounded else 0.0
    county["treasury"][0] = max(left, 0.0) if p.bounded else left
    county["advance"][0] = float(county["advance"][0]) + advance
    return advance
