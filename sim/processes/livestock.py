"""Livestock: young animals are sold or kept, so that the herd grows back towards its normal size; animals die."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np

from sim import sources
from sim.compiled import compiled, inlined
from sim.processes.hazard import share_lost, within_quarter
from sim.processes.rows import enter, gathered, row
from sim.spec import Param
from sim.state import collective, flows, households
from sim.state.frame import Frame

HERDS = sources.assumed(
    "Pigs, cattle and poultry of a hill household; neither number nor yield is in the documents",
    "山区农户猪、牛、禽的养殖规模与收益文件未给出",
)
DEATHS = sources.assumed(
    "Deaths of animals outside epidemics were not found for small herds",
    "未找到散养户疫病以外的牲畜死亡率",
)


class Livestock(NamedTuple):
    """Size, yield and losses of a household's herd."""

    enabled: Annotated[bool, Param("switch", (0, 1), (0, 1), HERDS, "households keep livestock", "模拟畜牧养殖")] = True
    normal_herd: Annotated[
        float,
        Param(
            "CNY2020/mu",
            (0, 1e5),
            (300, 2000),
            HERDS,
            "value of the herd that a mu of land feeds",
            "每亩承包地可承载的牲畜价值",
        ),
    ] = 800.0
    net_yield: Annotated[
        float,
        Param("1/year", (0, 5), (0.2, 0.6), HERDS, "net product of a yuan of livestock", "每元牲畜年净产出"),
    ] = 0.35
    regrowth: Annotated[
        float,
        Param(
            "1/quarter",
            (0, 1),
            (0.05, 0.3),
            HERDS,
            "share of the gap to the normal herd that is closed by keeping young animals",
            "每季留养仔畜弥补与正常规模差距的比例",
        ),
    ] = 0.12
    restocking: Annotated[
        float,
        Param(
            "1/quarter",
            (0, 1),
            (0.0, 0.1),
            HERDS,
            "young animals bought at most, over the normal herd",
            "每季购入仔畜上限（占正常规模）",
        ),
    ] = 0.02
    hands: Annotated[
        float,
        Param(
            "adults", (0.01, 10), (0.2, 1.0), HERDS, "labour at home that tends a whole herd", "照料牲畜所需在家劳动力"
        ),
    ] = 0.35
    death_rate: Annotated[
        float,
        Param(
            "1/(herd·year)",
            (0, 10),
            (0.03, 0.2),
            DEATHS,
            "losses of animals by accident or illness",
            "牲畜意外或病死年发生次数",
        ),
    ] = 0.08
    death_loss: Annotated[
        float,
        Param("share", (0, 1), (0.1, 0.6), DEATHS, "mean share of the herd lost in one", "每次平均损失比例"),
    ] = 0.35
    disease_loss: Annotated[
        float,
        Param("share", (0, 1), (0.3, 0.9), DEATHS, "mean share of an infected herd that dies", "染疫畜群平均死亡比例"),
    ] = 0.60


@inlined
def product_of_herd(herd: float, labour: float, p: Livestock) -> float:
    """Net product of a herd in a quarter, before young animals are kept (E79), CNY2020; it needs hands at home."""
    return 0.25 * p.net_yield * herd * min(labour / p.hands, 1.0)


@inlined
def young_kept(herd: float, normal: float, product: float, p: Livestock) -> float:
    """Value added to the herd in a quarter (E80): towards the normal one, out of its product and a few that are bought.

    Above the normal herd animals are sold.
    """
    return min(p.regrowth * (normal - herd), product + p.restocking * normal)


@inlined
def herd_share_lost(u: float, infected: float, dies: float, hit: float, p: Livestock) -> float:
    """Share of a herd lost in a quarter (E81): to an animal disease, else to chance; and to disasters.

    ``infected`` and ``dies`` are the chances of the first two; the uniform within its chance says how much is lost.
    """
    chance, lost = (1.0 - infected) * dies, 0.0
    if u < infected:
        lost = share_lost(u / infected if infected > 0.0 else 0.0, p.disease_loss)
    elif u < infected + chance:
        lost = share_lost((u - infected) / chance if chance > 0.0 else 0.0, p.death_loss)
    return 1.0 - (1.0 - lost) * (1.0 - hit)


@compiled
def livestock(lo: int, hi: int, f: Frame, p: Livestock) -> None:
    """Tend the herd, keep young animals, sell the rest; then lose animals."""
    rear(lo, hi, f, p)
    lose_animals(lo, hi, f, p)


@compiled
def rear(lo: int, hi: int, f: Frame, p: Livestock) -> None:
    """Income, and the herd after young animals have been kept."""
    herd, land, hands = f.money[households.LIVESTOCK], f.money[households.LAND], f.flow[flows.FARM_LABOUR]
    income, business = f.flow[flows.LIVESTOCK_INCOME], f.flow[flows.BUSINESS]
    per_mu = p.normal_herd * f.county[collective.GROWTH]
    for k in range(hi - lo):
        i = row(lo, k)
        product = product_of_herd(herd[i], hands[i], p)
        kept = young_kept(herd[i], per_mu * land[i], product, p)
        herd[i] = herd[i] + kept
        income[i] = product - kept
        business[i] = business[i] + (product - kept)


@compiled
def lose_animals(lo: int, hi: int, f: Frame, p: Livestock) -> None:
    """Chance, disease and disaster take animals of a few households; their FIELDS uniform stands in luck column 3."""
    herd, village, luck, struck = f.money[households.LIVESTOCK], f.link[households.VILLAGE], f.luck[3], f.luck[1]
    infected, dies = f.county[collective.ANIMAL_DISEASE], within_quarter(p.death_rate)
    some = infected + dies
    rows = np.empty(hi - lo + 1, dtype=np.int64)
    for k in range(hi - lo):
        i = row(lo, k)
        hit = f.village[collective.CAPITAL_HIT, int(village[i])]
        struck[i] = 1.0 if luck[i] < some or hit > 0.0 else 0.0
    for k in range(gathered(lo, hi, struck, rows)):
        i = rows[k]
        hit = f.village[collective.CAPITAL_HIT, int(village[i])]
        lost = herd[i] * herd_share_lost(luck[i], infected, dies, hit, p)
        enter(i, f, flows.LIVESTOCK_LOST, lost)
        herd[i] = herd[i] - lost
