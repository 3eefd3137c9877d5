"""Disasters: drought, flood, hail and frost, landslide, by a village's exposure; disease of plants and animals."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim import sources
from sim.collectives.environment import exponentials
from sim.collectives.products import animals
from sim.draws import HAZARD, NATION, PRICE, TOWNSHIP, Key, uniform, uniforms, words
from sim.mathematics import to_normals
from sim.processes.hazard import share_lost, within_quarter
from sim.spec import Param
from sim.state.store import Store

RATES = sources.derived(
    "8.5 % of the country's population a year are affected by disasters (2017-2024); taken as the chance of a village and split "
    "over four kinds by assumption",
    "全国每年约8.5%的人口受灾（2017—2024年）；作为村的年受灾概率，四类灾害之间的划分为假定",
    sources.DISASTER_SPREAD,
)
LOSSES = sources.assumed(
    "What a disaster takes in a village of this county was not found; most are light, few are total",
    "未找到本县各村因灾损失比例；多数较轻，个别绝收",
)
SHARED = sources.assumed(
    "A drought covers a region, a flood or hail some townships, a landslide one village; how much is assumed",
    "干旱波及全县，洪涝、风雹波及若干乡镇，滑坡限于一村；程度为假定",
)
DISEASE = sources.assumed(
    "Range proposed from a reading of the documents: outbreaks of 0.01-0.10 a product and year; losses are assumed",
    "每种产品年暴发概率按文件研读建议区间0.01-0.10；损失为假定",
)

Floats = NDArray[np.float64]


def _rate(en: str, zh: str, low: float, high: float) -> Param:
    return Param(
        "1/(village·year)",
        (0, 2),
        (low, high),
        RATES,
        f"{en} in a village of mean exposure",
        f"{zh}年发生率（暴露程度为平均的村）",
    )


def _loss(what: str, zh: str, low: float, high: float) -> Param:
    return Param("share", (0, 1), (low, high), LOSSES, f"mean share of {what}", f"平均{zh}")


def _common(en: str, zh: str, low: float, high: float) -> Param:
    return Param("share", (0, 1), (low, high), SHARED, en, zh)


class Hazards(NamedTuple):
    """How often disasters and diseases strike, how much they take, and how widely they are shared."""

    enabled: Annotated[
        bool, Param("switch", (0, 1), (0, 1), RATES, "disasters and diseases happen", "模拟灾害与病害疫病")
    ] = True
    drought_rate: Annotated[float, _rate("droughts", "干旱", 0.015, 0.1)] = 0.035
    drought_crop: Annotated[float, _loss("the crop lost in a drought", "干旱作物损失比例", 0.1, 0.4)] = 0.20
    drought_capital: Annotated[
        float, _loss("capital and livestock lost in a drought", "干旱资产与牲畜损失比例", 0.0, 0.05)
    ] = 0.0
    drought_house: Annotated[float, _loss("houses damaged in a drought", "干旱住房受损比例", 0.0, 0.01)] = 0.0
    drought_wide: Annotated[
        float, _common("part of a drought's cause that the county shares", "干旱成因中全县共同部分", 0.2, 0.9)
    ] = 0.5
    drought_common: Annotated[
        float, _common("part of the rest that a township shares", "干旱其余成因中乡镇共同部分", 0.2, 0.9)
    ] = 0.5
    flood_rate: Annotated[float, _rate("floods", "洪涝", 0.01, 0.06)] = 0.020
    flood_crop: Annotated[float, _loss("the crop lost in a flood", "洪涝作物损失比例", 0.1, 0.5)] = 0.25
    flood_capital: Annotated[
        float, _loss("capital and livestock lost in a flood", "洪涝资产与牲畜损失比例", 0.02, 0.3)
    ] = 0.10
    flood_house: Annotated[float, _loss("houses damaged in a flood", "洪涝住房受损比例", 0.005, 0.08)] = 0.03
    flood_common: Annotated[
        float, _common("part of a flood's cause that a township shares", "洪涝成因中乡镇共同部分", 0.1, 0.9)
    ] = 0.4
    hail_rate: Annotated[float, _rate("hail and frost", "风雹冻害", 0.01, 0.08)] = 0.025
    hail_crop: Annotated[float, _loss("the crop lost to hail and frost", "风雹冻害作物损失比例", 0.1, 0.5)] = 0.25
    hail_capital: Annotated[
        float, _loss("capital and livestock lost to hail and frost", "风雹冻害资产与牲畜损失比例", 0.0, 0.1)
    ] = 0.02
    hail_house: Annotated[float, _loss("houses damaged by hail", "风雹住房受损比例", 0.0, 0.05)] = 0.01
    hail_common: Annotated[
        float,
        _common("part of the cause of hail and frost that a township shares", "风雹冻害成因中乡镇共同部分", 0.1, 0.9),
    ] = 0.3
    landslide_rate: Annotated[float, _rate("landslides", "滑坡", 0.001, 0.02)] = 0.005
    landslide_crop: Annotated[float, _loss("the crop lost in a landslide", "滑坡作物损失比例", 0.02, 0.2)] = 0.08
    landslide_capital: Annotated[
        float, _loss("capital and livestock lost in a landslide", "滑坡资产与牲畜损失比例", 0.02, 0.3)
    ] = 0.10
    landslide_house: Annotated[float, _loss("houses damaged in a landslide", "滑坡住房受损比例", 0.02, 0.3)] = 0.10
    plant_disease_rate: Annotated[
        float,
        Param(
            "1/(product·year)",
            (0, 2),
            (0.01, 0.1),
            DISEASE,
            "outbreaks of a disease of a product that is no animal",
            "每种种植（及渔业）产品病害年暴发率",
        ),
    ] = 0.04
    plant_disease_loss: Annotated[
        float, _loss("the product's output lost in an outbreak", "病害暴发产量损失比例", 0.1, 0.4)
    ] = 0.20
    animal_disease_rate: Annotated[
        float,
        Param(
            "1/year", (0, 2), (0.01, 0.1), DISEASE, "outbreaks of an animal disease in the county", "动物疫病年暴发率"
        ),
    ] = 0.05
    animal_disease_spread: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.05, 0.5),
            DISEASE,
            "herds that catch it in the quarter of an outbreak",
            "疫病暴发季染疫畜群比例",
        ),
    ] = 0.20
    animal_disease_loss: Annotated[
        float,
        _loss(
            "the output of animals as a pillar product lost in an outbreak",
            "疫病暴发时畜牧类主导产业产量损失比例",
            0.1,
            0.4,
        ),
    ] = 0.20


KINDS = (
    "drought",
    "flood",
    "hail",
    "landslide",
)  # in the order of the words of HAZARD, EXPOSURE and, from 1 on, TOWNSHIP
SEASONS = {"drought": (1, 2), "flood": (1, 2), "hail": (0, 1), "landslide": (1, 2)}  # quarters of the year, from 0
SUFFERED = (("disaster", "crop"), ("capital_hit", "capital"), ("house_hit", "house"))  # column of villages, loss


def strike_chances(villages: Store, kind: str, quarter: int, p: Hazards) -> Floats:
    r"""Chance of each village that a disaster of a kind strikes this quarter (E12): :math:`1-e^{-hx/2}` in its two quarters."""
    if quarter % 4 not in SEASONS[kind]:
        return np.zeros(villages.n)
    return 1.0 - exponentials(-0.5 * getattr(p, f"{kind}_rate") * villages[f"exposure_{kind}"])


def causes(own: Floats, township: Floats, wide: float, common: float, wide_share: float) -> Floats:
    r"""Standard normal cause of a disaster: :math:`\sqrt w Z_c+\sqrt{1-w}(\sqrt s Z_\tau+\sqrt{1-s}Z_v)` (E13)."""
    inner = np.sqrt(common) * township + np.sqrt(1.0 - common) * own
    return np.sqrt(wide_share) * wide + np.sqrt(1.0 - wide_share) * inner


def normal(u: Floats) -> Floats:
    """Standard normal quantiles."""
    z = u.copy()
    to_normals(z)
    return z


def struck(villages: Store, kind: str, key: Key, p: Hazards) -> NDArray[np.bool_]:
    """Villages that a disaster of a kind strikes: those whose cause is among the strongest of their chance."""
    chance, row = strike_chances(villages, kind, key.quarter, p), KINDS.index(kind)
    possible = chance > 0.0
    if not possible.any():
        return possible
    own = normal(uniforms(key, villages.id, HAZARD, 0)[row])
    township, wide = np.zeros(villages.n), 0.0
    if kind != "landslide":
        townships = np.arange(int(villages["township"].max()) + 1, dtype=np.int64)
        township = normal(uniforms(key, townships, TOWNSHIP, 0)[row + 1])[villages["township"]]
    if kind == "drought":
        wide = float(normal(np.array([uniform(words(key, 0, NATION, 0)[2])]))[0])
    cause = causes(own, township, wide, getattr(p, f"{kind}_common", 0.0), p.drought_wide if kind == "drought" else 0.0)
    return possible & (cause < normal(np.where(possible, chance, 0.5)))


class HeldBack(NamedTuple):
    """What support holds back of disasters and diseases, shares."""

    outbreaks: float = 0.0  # of diseases of animals and plants, their chance
    drought: float = 0.0  # of the crop that a drought takes


def held_back(p: Hazards, by: HeldBack) -> Hazards:
    """The hazards where control and irrigation hold back a part of them (E16)."""
    return p._replace(
        animal_disease_rate=p.animal_disease_rate * (1.0 - by.outbreaks),
        plant_disease_rate=p.plant_disease_rate * (1.0 - by.outbreaks),
        drought_crop=p.drought_crop * (1.0 - by.drought),
    )


def hazards(villages: Store, products: Store, county: Store, key: Key, p: Hazards) -> None:
    """What disasters take of crop, capital and houses (E14), village by village, and which diseases break out.

    One draw says how severe a disaster is, for all that it takes; of several each takes its share of what is left. Fields that are
    struck yield less until the year ends; capital and houses are hit once.
    """
    damage = villages["disaster"] * (1.0 if key.quarter % 4 else 0.0)
    calm_weather(villages, products, county)
    villages["disaster"][:] = damage
    depth = uniforms(key, villages.id, HAZARD, 1)
    for row, kind in enumerate(KINDS):
        for i in np.flatnonzero(struck(villages, kind, key, p)).tolist():
            for column, what in SUFFERED:
                lost = share_lost(float(depth[row, i]), getattr(p, f"{kind}_{what}"))
                villages[column][i] = 1.0 - (1.0 - villages[column][i]) * (1.0 - lost)
    diseases(products, county, key, p)


def diseases(products: Store, county: Store, key: Key, p: Hazards) -> None:
    """Diseases of plants, product by product; one of animals strikes herds and all products that are animals (E15)."""
    at_once, outbreak = uniform(words(key, 0, NATION, 0)[3]), within_quarter(p.animal_disease_rate)
    if at_once < outbreak:
        county["animal_disease"][0] = p.animal_disease_spread
    lost = outbreak_loss(at_once, outbreak, p.animal_disease_loss)
    plants = within_quarter(p.plant_disease_rate)
    luck = uniforms(key, products.id, PRICE, 0)[1].tolist()
    for i, (u, animal) in enumerate(zip(luck, animals(products).tolist(), strict=True)):
        products["disease"][i] = lost if animal else outbreak_loss(u, plants, p.plant_disease_loss)


def outbreak_loss(u: float, chance: float, mean: float) -> float:
    """Share lost if the draw lies below the chance of an outbreak; its place there says how severe it is."""
    return share_lost(u / chance, mean) if u < chance else 0.0


def calm_weather(villages: Store, products: Store, county: Store) -> None:
    """No disaster and no disease: before the quarter's are drawn, and where they are switched off."""
    for column, _ in SUFFERED:
        villages[column][:] = 0.0
    products["disease"][:] = 0.0
    county["animal_disease"][0] = 0.0
