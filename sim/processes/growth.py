"""A quarter of productive capital: growth, losses at their exact times, disaster and wear."""

from __future__ import annotations

from sim.compiled import compiled
from sim.draws import CAPITAL, Key
from sim.mathematics import exp
from sim.processes.capital import (
    QUARTER,
    Capital,
    capital_years,
    critical_capital,
    grown,
    growth_rate,
    surviving,
    until_loss,
    yearly_needs,
)
from sim.processes.loss_cover import LossCover, under_cover
from sim.processes.luck import draw
from sim.processes.rows import enter, row
from sim.processes.technologies import Technologies, yield_of
from sim.state import collective, flows, households
from sim.state.frame import Frame


@compiled
def capital(lo: int, hi: int, f: Frame, key: Key, p: Capital, cover: LossCover, other: Technologies) -> None:
    """Earn from capital and invest; lose capital to events, disaster and wear."""
    if other.two:
        choose_technology(lo, hi, f, p, other)
    elif cover.covered > 0.0:
        grow_under_cover(lo, hi, f, key, p, cover)
    else:
        draw(lo, hi, f, key, CAPITAL)
        grow(lo, hi, f, p, growth_rate(p))
        if p.loss_rate > 0.0:
            lose(lo, hi, f, key, p, growth_rate(p))
    wear(lo, hi, f, p)


@compiled
def through_losses(
    capital: float, critical: float, rate: float, agent: int, key: Key, p: Capital
) -> tuple[float, float, float]:
    """Capital, invested capital and capital-years of a quarter with losses at their exact times (E178)."""
    time, invested, held = 0.0, 0.0, 0.0
    event = 0
    while True:
        stretch, last, size = until_loss(time, event, agent, key, p)
        factor = exp(rate * stretch)
        held = held + capital_years(capital, critical, stretch, factor, rate)
        larger = grown(capital, critical, factor)
        invested = invested + (larger - capital)
        capital = larger
        if last:
            return capital, invested, held
        capital = surviving(capital, size, p)
        time = time + stretch
        event = event + 1


@compiled
def grow(lo: int, hi: int, f: Frame, p: Capital, rate: float) -> None:
    """Growth without losses: invested capital, capital-years; capital in luck column 1."""
    factor = exp(rate * QUARTER)
    for k in range(hi - lo):
        i = row(lo, k)
        other, start = f.flow[flows.OTHER, i], f.money[households.CAPITAL, i]
        critical = critical_capital(yearly_needs(i, f, p), 4.0 * other, p)
        end = grown(start, critical, factor)
        f.flow[flows.INVESTED, i] = end - start
        f.flow[flows.CAPITAL_INCOME, i] = p.return_rate * capital_years(start, critical, QUARTER, factor, rate)
        f.luck[1, i] = end


@compiled
def lose(lo: int, hi: int, f: Frame, key: Key, p: Capital, rate: float) -> None:
    """The same for the few with a loss in the quarter."""
    quiet = exp(-p.loss_rate * QUARTER)
    for i in range(lo, hi):
        if f.luck[0, i] > quiet:
            start = f.money[households.CAPITAL, i]
            critical = critical_capital(yearly_needs(i, f, p), 4.0 * f.flow[flows.OTHER, i], p)
            end, invested, held = through_losses(start, critical, rate, f.id[i], key, p)
            f.flow[flows.INVESTED, i] = invested
            f.flow[flows.CAPITAL_INCOME, i] = p.return_rate * held
            f.luck[1, i] = end


@compiled
def grow_under_cover(lo: int, hi: int, f: Frame, key: Key, p: Capital, c: LossCover) -> None:
    """The same where insurance makes good a part of each loss: the premium is a cost of the household's business."""
    flow = f.flow
    for i in range(lo, hi):
        start = f.money[households.CAPITAL, i]
        critical = critical_capital(yearly_needs(i, f, p), 4.0 * flow[flows.OTHER, i], p)
        end, invested, held, own, subsidised, restored = under_cover(start, critical, f.id[i], key, p, c)
        flow[flows.INVESTED, i] = invested
        flow[flows.CAPITAL_INCOME, i] = p.return_rate * held
        enter(i, f, flows.CAPITAL_PREMIUM, own)
        enter(i, f, flows.CAPITAL_PREMIUM_SUBSIDY, subsidised)
        enter(i, f, flows.CAPITAL_COVER, restored)
        flow[flows.BUSINESS, i] = flow[flows.BUSINESS, i] - own
        flow[flows.OTHER, i] = flow[flows.OTHER, i] - own
        f.luck[1, i] = end


@compiled
def choose_technology(lo: int, hi: int, f: Frame, p: Capital, t: Technologies) -> None:
    """Earn by the better technology and invest a fixed share of it; no losses but disaster and wear."""
    for i in range(lo, hi):
        start = f.money[households.CAPITAL, i]
        earned = QUARTER * p.return_rate * yield_of(start, t)
        invested = (1.0 - p.spending_share) * p.invested_share * earned
        f.flow[flows.INVESTED, i] = invested
        f.flow[flows.CAPITAL_INCOME, i] = earned
        f.luck[1, i] = start + invested


@compiled
def wear(lo: int, hi: int, f: Frame, p: Capital) -> None:
    """Capital after disaster and wear; ``luck`` column 1 holds it before them."""
    left = exp(-p.depreciation * QUARTER)
    held, lost, invested = f.money[households.CAPITAL], f.flow[flows.CAPITAL_LOST], f.flow[flows.INVESTED]
    village, end = f.link[households.VILLAGE], f.luck[1]
    for k in range(hi - lo):
        i = row(lo, k)
        kept = end[i] * (1.0 - f.village[collective.CAPITAL_HIT, int(village[i])]) * left
        lost[i] = held[i] + invested[i] - kept
        held[i] = kept
