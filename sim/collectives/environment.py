"""Covariate shocks: weather, wages, labour demand, epidemic, fiscal transfers."""

from __future__ import annotations

import math
from typing import Annotated, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim import sources
from sim.compiled import compiled
from sim.draws import COUNTY, NATION, TOWNSHIP, WEATHER, Key, uniform, uniforms, words
from sim.mathematics import exp, normal_quantile
from sim.processes.hazard import within_quarter
from sim.spec import CHANGE_FROM, Param, quarter_number
from sim.state.store import Store

SPREADS = sources.assumed(
    "Order of magnitude for hill farming; no measured covariate yield dispersion of a county was found",
    "山区农业的量级假定；未找到县级产量协变波动的实测值",
)
CRISES = sources.assumed(
    "One labour crisis in about 15 years as in 2008-09 and 2020; depth and length assumed",
    "参照2008-2009年与2020年，约15年一次用工危机；深度与时长为假定",
)
WAGES = sources.assumed(
    "Spread of outside wages around their trend; the yearly growth of migrant wages varied by 2.0 points in 2014-2024",
    "外出务工工资围绕趋势的波动；2014—2024年农民工月均收入增速的标准差为2.0个百分点",
)
EPIDEMICS = sources.assumed(
    "An epidemic quarter in about 20 years; no source document gives frequency or severity",
    "约20年一次疫病季度；来源文件未给出频率和程度",
)
FISCAL = sources.assumed(
    "No source document says how much fiscal transfers vary from year to year",
    "来源文件未给出财政转移支付的年度波动",
)
GROWTH = sources.assumed(
    "Real income growth is a scenario axis of 0, 2 and 4 % a year, not a forecast",
    "实际收入增速为情景轴（每年0、2、4%），不是预测",
)

REAL_WAGES = sources.derived(
    "Monthly wage of migrant workers over 2020, divided by rural consumer prices over 2020: prices 2016 0.9096, 2017 "
    "0.9214, 2018 0.9408, 2019 0.9709, 2021 1.0070, 2022 1.0271, 2023 1.0282, 2024 1.0313 (2021: 5,013 / 4,549 / 1.0070 = "
    "1.0943 away, 3,878 / 3,606 / 1.0070 = 1.0680 local; 2016-2019 away and local together: 3,275 / 4,072 / 0.9096 = 0.8842). "
    "Wages 2016-2017 and 2020-2024 were read, 2018 and all price changes are recalled, 2019 is derived",
    "农民工月均收入与2020年之比，除以农村居民消费价格与2020年之比（2016年0.9096、2017年0.9214、2018年0.9408、2019年0.9709、"
    "2021年1.0070、2022年1.0271、2023年1.0282、2024年1.0313）；例：2021年外出5013÷4549÷1.0070=1.0943，"
    "本地3878÷3606÷1.0070=1.0680；2016—2019年不分外出与本地：2016年3275÷4072÷0.9096=0.8842。"
    "工资2016—2017年、2020—2024年已核，2018年及各年价格涨幅凭记忆，2019年为推算",
    sources.MIGRANT_WAGE,
    sources.MIGRANT_WAGE_BEFORE_2020,
    sources.RURAL_CPI,
)


class Environment(NamedTuple):
    """Law of the shocks that many households share."""

    enabled: Annotated[bool, Param("switch", (0, 1), (0, 1), SPREADS, "shared shocks happen", "模拟共同冲击")] = True
    growth: Annotated[
        float,
        Param(
            "1/year",
            (-0.2, 0.2),
            (0.0, 0.04),
            GROWTH,
            "real growth a year: of prices and public payments since 2021, of wages after the last published year",
            "实际年增速（价格与补助标准自2021年起，工资自末次公布年份之后起）",
        ),
    ] = 0.02
    wages_published_until: Annotated[
        str,
        Param(
            "quarter",
            (0, 0),
            (0, 0),
            REAL_WAGES,
            "last quarter for which real_wage_away and real_wage_local are published; growth moves wages after it",
            "工资公布数据的末季（其后工资按实际年增速变动）",
        ),
    ] = "2020Q4"
    real_wage_away: Annotated[
        float,
        Param(
            "ratio",
            (0.1, 10),
            (0.8, 1.3),
            REAL_WAGES,
            "real wages outside the county over 2020, as published",
            "外出务工实际工资与2020年之比（按公布数据）",
        ),
    ] = 1.0
    real_wage_local: Annotated[
        float,
        Param(
            "ratio",
            (0.1, 10),
            (0.8, 1.3),
            REAL_WAGES,
            "real local wages over 2020, as published",
            "本地务工实际工资与2020年之比（按公布数据）",
        ),
    ] = 1.0
    yield_county: Annotated[
        float,
        Param(
            "log",
            (0, 2),
            (0.04, 0.15),
            SPREADS,
            "spread of the county's yield shock, per year",
            "全县产量年际波动（对数标准差）",
        ),
    ] = 0.08
    yield_township: Annotated[
        float,
        Param(
            "log", (0, 2), (0.0, 0.1), SPREADS, "spread of a township's yield shock", "乡镇产量年际波动（对数标准差）"
        ),
    ] = 0.05
    yield_village: Annotated[
        float,
        Param(
            "log", (0, 2), (0.05, 0.2), SPREADS, "spread of a village's yield shock", "村级产量年际波动（对数标准差）"
        ),
    ] = 0.10
    wage_spread: Annotated[
        float, Param("log", (0, 1), (0.01, 0.05), WAGES, "spread of outside wages", "外出工资波动（对数标准差）")
    ] = 0.02
    wage_persistence: Annotated[
        float,
        Param(
            "1/quarter", (0, 0.999), (0.6, 0.98), WAGES, "persistence of outside wages", "外出工资波动的季度延续程度"
        ),
    ] = 0.9
    crisis_rate: Annotated[
        float, Param("1/year", (0, 2), (0.033, 0.125), CRISES, "labour crises", "用工危机年发生率")
    ] = 0.067
    crisis_loss: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.05, 0.2),
            CRISES,
            "migrants who lose their work in each quarter of a crisis",
            "危机期每季外出务工失业比例",
        ),
    ] = 0.12
    crisis_length: Annotated[
        int, Param("quarters", (1, 20), (1, 4), CRISES, "length of a labour crisis", "用工危机持续季度数")
    ] = 2
    epidemic_rate: Annotated[
        float, Param("1/year", (0, 2), (0.02, 0.1), EPIDEMICS, "epidemic quarters", "疫病季度年发生率")
    ] = 0.05
    epidemic_factor: Annotated[
        float,
        Param("ratio", (1, 20), (1.2, 3), EPIDEMICS, "illness in an epidemic quarter over normal", "疫病季度发病倍数"),
    ] = 1.6
    fiscal_spread: Annotated[
        float,
        Param(
            "log",
            (0, 2),
            (0.02, 0.15),
            FISCAL,
            "spread of yearly fiscal transfers",
            "年度财政转移支付波动（对数标准差）",
        ),
    ] = 0.05


def shocked(spread: float, u: float) -> float:
    """Log of a lognormal factor with mean one and log standard deviation ``spread`` (E4)."""
    return spread * normal_quantile(u) - 0.5 * spread * spread


@compiled
def lognormal_logs(spread: float, u: NDArray[np.float64]) -> NDArray[np.float64]:
    """The same for an array of uniforms."""
    logs = np.empty_like(u)
    for i in range(u.size):
        logs[i] = spread * normal_quantile(u[i]) - 0.5 * spread * spread
    return logs


@compiled
def exponentials(logs: NDArray[np.float64]) -> NDArray[np.float64]:
    """Elementwise exponential."""
    values = np.empty_like(logs)
    for i in range(logs.size):
        values[i] = exp(logs[i])
    return values


def stationary_step(now: float, persistence: float, spread: float, shock: float) -> float:
    """One step of a stationary AR(1) with standard deviation ``spread`` (E5)."""
    return persistence * now + spread * math.sqrt(1.0 - persistence * persistence) * shock


def national_and_county(county: Store, key: Key, p: Environment) -> None:
    """Wages, labour crisis, epidemic, fiscal transfers and growth of this quarter (E6)."""
    _, wage, _, _ = (uniform(w) for w in words(key, 0, NATION, 0))
    _, crisis, fiscal, epidemic = (uniform(w) for w in words(key, 0, COUNTY, 0))
    county["wage_log"][0] = stationary_step(
        float(county["wage_log"][0]), p.wage_persistence, p.wage_spread, normal_quantile(wage)
    )
    step = exp(0.25 * p.growth) if key.quarter >= CHANGE_FROM else 1.0
    county["growth"][0] = county["growth"][0] * step
    wages(county, key.quarter, p)
    left = float(county["crisis_quarters"][0]) - 1.0
    if left <= 0.0 and crisis < within_quarter(p.crisis_rate):
        left = float(p.crisis_length)
    county["crisis_quarters"][0] = max(left, 0.0)
    county["crisis"][0] = p.crisis_loss if left > 0.0 else 0.0
    county["epidemic"][0] = p.epidemic_factor if epidemic < within_quarter(p.epidemic_rate) else 1.0
    if key.quarter % 4 == 0:
        county["fiscal"][0] = exp(shocked(p.fiscal_spread, fiscal))


def wages(county: Store, quarter: int, p: Environment) -> None:
    """Wages of this quarter over 2020: the published trend, growth after its last quarter, and the cycle (E7)."""
    grows = quarter >= CHANGE_FROM and quarter > quarter_number(p.wages_published_until)
    grown = county["wage_growth"][0] * (exp(0.25 * p.growth) if grows else 1.0)
    cycle = exp(float(county["wage_log"][0]) - 0.5 * p.wage_spread * p.wage_spread)
    county["wage_growth"][0], county["wage_cycle"][0] = grown, cycle
    county["wage_level"][0] = p.real_wage_local * grown
    county["wage_index"][0] = p.real_wage_away * grown * cycle
    county["local_wage_index"][0] = p.real_wage_local * grown * cycle


def calm(county: Store, villages: Store) -> None:
    """Where shared shocks are switched off, what the last quarter of shocks left must not last."""
    county["crisis"][0], county["crisis_quarters"][0], county["epidemic"][0] = 0.0, 0.0, 1.0
    for name in ("wage_index", "local_wage_index"):
        county[name][0] = county[name][0] / county["wage_cycle"][0]
    county["wage_cycle"][0] = 1.0
    villages["yield_log"][:] = 0.0


def weather(villages: Store, key: Key, p: Environment) -> None:
    """Yield of county, township and village, drawn once a year (E8)."""
    year = key._replace(quarter=key.quarter - key.quarter % 4)
    townships = np.arange(int(villages["township"].max()) + 1, dtype=np.int64)
    by_township = lognormal_logs(p.yield_township, uniforms(year, townships, TOWNSHIP, 0)[0])
    by_village = lognormal_logs(p.yield_village, uniforms(year, villages.id, WEATHER, 0)[0])
    by_county = shocked(p.yield_county, uniform(words(year, 0, COUNTY, 0)[0]))
    villages["yield_log"][:] = by_county + by_township[villages["township"]] + by_village
