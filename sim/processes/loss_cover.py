"""Insurance of capital losses at a loaded premium, with a constant subsidy or one for those below a level of capital.

A household that pays a premium out of its income needs more capital to grow, so cover can raise the probability of being
trapped (Flores-Contro et al., arXiv 2103.17255; Kovacevic and Pflug 2011). Nothing of it happens unless ``covered`` is above zero.
"""

from __future__ import annotations

from typing import Annotated, NamedTuple

from sim import sources
from sim.compiled import compiled, inlined
from sim.draws import Key
from sim.mathematics import exp, log
from sim.processes.capital import Capital, capital_years, grown, growth_rate, surviving, until_loss
from sim.spec import Param

COVER = sources.assumed(
    "Cover of capital losses as the poverty-trap literature studies it; no source document gives its terms, so the baseline has none",
    "参照贫困陷阱文献的资产损失保险；来源文件未给出条款，基线不启用",
)


class LossCover(NamedTuple):
    """Cover of capital losses."""

    covered: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0, 0.8),
            COVER,
            "share of each loss of capital that insurance makes good",
            "资产损失由保险补偿的比例",
        ),
    ] = 0.0
    loading: Annotated[
        float,
        Param(
            "ratio",
            (-0.99, 10),
            (0, 1),
            COVER,
            "premium over the expected payment, less one",
            "保费高于期望赔付的比例",
            r"\theta",
        ),
    ] = 0.3
    subsidy: Annotated[
        float,
        Param("share", (0, 1), (0, 1), COVER, "share of the premium that the government pays", "保费财政补贴比例", "s"),
    ] = 0.0
    paid_below: Annotated[
        float,
        Param(
            "CNY2020",
            (0, 1e12),
            (0, 50000),
            COVER,
            "capital below which the government pays the whole premium, 0 = nowhere",
            "资产低于该值时保费由财政全额承担（0为无）",
            "B",
        ),
    ] = 0.0


@inlined
def yearly_premium(p: Capital, c: LossCover) -> float:
    r"""Premium, :math:`(1+\theta)(1-\kappa)\lambda\,E[L]` (E182): CNY2020/year, or 1/year of capital if losses are proportional."""
    expected = 1.0 / (1.0 + p.loss_shape) if p.proportional else p.loss_mean
    return (1.0 + c.loading) * c.covered * p.loss_rate * expected


@inlined
def kept_of_loss(capital: float, u: float, p: Capital, c: LossCover) -> float:
    r"""Capital after one loss of which the share :math:`\kappa` is kept (E183)."""
    if p.proportional:
        return capital - (1.0 - c.covered) * (capital - surviving(capital, u, p))
    return max(capital + (1.0 - c.covered) * p.loss_mean * log(u), 0.0)


@inlined
def paying(critical: float, p: Capital, c: LossCover) -> tuple[float, float]:
    """Critical capital and growth rate of a household that pays its own share of the premium (E184)."""
    own, rate = (1.0 - c.subsidy) * yearly_premium(p, c), growth_rate(p)
    if not p.proportional:
        return critical + own / p.return_rate, rate
    net = p.return_rate - own
    if net <= 0.0:
        return critical, 0.0
    return critical * p.return_rate / net, rate * net / p.return_rate


@inlined
def time_below(capital: float, critical: float, rate: float, years: float, c: LossCover) -> float:
    """Part of a stretch that capital spends below the level under which the government pays the premium (E185), years."""
    if capital >= c.paid_below:
        return 0.0
    if capital <= critical or rate <= 0.0:
        return years
    return min(log((c.paid_below - critical) / (capital - critical)) / rate, years)


@compiled
def stretch(
    capital: float, critical: float, years: float, p: Capital, c: LossCover
) -> tuple[float, float, float, float]:
    """Undisturbed growth under cover: capital, capital-years, own and subsidised premium (E186)."""
    rate, premium = growth_rate(p), yearly_premium(p, c)
    below = time_below(capital, critical, rate, years, c)
    factor = exp(rate * below)
    held_below = capital_years(capital, critical, below, factor, rate)
    capital = grown(capital, critical, factor)
    paying_critical, paying_rate = paying(critical, p, c)
    above = years - below
    factor = exp(paying_rate * above)
    held_above = capital_years(capital, paying_critical, above, factor, paying_rate)
    capital = grown(capital, paying_critical, factor)
    charged_below = premium * (held_below if p.proportional else below)
    charged_above = premium * (held_above if p.proportional else above)
    own = (1.0 - c.subsidy) * charged_above
    return capital, held_below + held_above, own, charged_below + charged_above - own


@compiled
def under_cover(
    capital: float, critical: float, agent: int, key: Key, p: Capital, c: LossCover
) -> tuple[float, float, float, float, float, float]:
    """A quarter under cover with losses at their exact times (E187).

    Returns capital, invested capital, capital-years, own premium, subsidised premium, and what the insurer restored.
    """
    time, invested, held, own, subsidised, restored = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    event = 0
    while True:
        undisturbed, last, size = until_loss(time, event, agent, key, p)
        end, years, paid, helped = stretch(capital, critical, undisturbed, p, c)
        held, own, subsidised = held + years, own + paid, subsidised + helped
        invested = invested + (end - capital)
        capital = end
        if last:
            return capital, invested, held, own, subsidised, restored
        kept = kept_of_loss(capital, size, p, c)
        restored = restored + (kept - surviving(capital, size, p))
        capital = kept
        time = time + undisturbed
        event = event + 1
