"""What a result says of itself in words: how it was made, and what to beware of. English and Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.analysis.design import Design

if TYPE_CHECKING:
    from sim.analysis.morris import MorrisResult
    from sim.analysis.sobol import SobolResult


class Text(NamedTuple):
    """One statement in both languages."""

    en: str
    zh: str


# Share of luck in the replicate means above which 16 replicates pay rather than 8: where the error
# of corrected indices, measured over allocations of equal cost, begins to fall with more replicates.
ENOUGH = 1 / 3

LUCK = {
    True: Text("common random numbers", "采用公共随机数"),
    False: Text("independent luck in every run", "各次模拟的随机数相互独立"),
}
OVER_SCRAMBLES = Text(
    "{:.0%} t interval over the scrambles, covering the choice of points and the luck",
    "{:.0%} 置信区间由各次独立随机化的 t 分布得出，涵盖取点误差和随机误差",
)
OVER_BOTH = Text(
    "{:.0%} pigeonhole bootstrap interval over row-blocks and replicates",
    "{:.0%} 置信区间由样本块与重复模拟的双向自助法得出",
)
OVER_ROWS = Text("{:.0%} bootstrap interval over row-blocks", "{:.0%} 置信区间由样本块自助法得出")
NO_EFFECT = Text(
    "the parameters move the mean outcome less than luck blurs it: indices are undefined",
    "参数引起的变化小于随机波动，指数无法确定",
)
NO_INTERVAL = Text(
    "too little variance is left beside luck in some resamples: an interval is undefined",
    "部分重抽样中扣除随机波动后方差过小，有的置信区间无法确定",
)
ONE_LUCK = Text(
    "too few common replicates to resample: the intervals hold for this luck only",
    "公共随机数的重复次数过少，置信区间只针对这几次随机结果",
)
ONE_REPLICATE = Text(
    "one replicate: luck cannot be told from effects, unless there is none or it is among the factors",
    "每点只模拟一次，除非模型没有随机性或随机性已列为因素，否则无法区分随机波动与参数影响",
)
DUMMY = Text(
    "the dummy factor, which goes nowhere, shows an effect: check how the luck was paired",
    "不进入模型的虚拟因素显示有影响，请检查随机数的配对方式",
)


def sobol_method(design: Design, replicates: int, common: bool, luck_resampled: bool, confidence: float) -> Text:
    """Design, luck, estimator and interval of Sobol' indices."""
    luck = LUCK[common]
    over = OVER_SCRAMBLES if design.scrambles > 1 else OVER_BOTH if luck_resampled else OVER_ROWS
    return Text(
        "Sobol' indices of the mean over luck, by Saltelli 2010 (first order) and Jansen 1999 (total), "
        f"luck taken out; {design.scrambles} scramble(s) of {design.n} row-blocks, "
        f"{replicates} replicate(s), {luck.en}; {over.en.format(confidence)}",
        "对多次随机结果均值的 Sobol' 灵敏度指数，一阶按 Saltelli 2010、总效应按 Jansen 1999，已扣除随机波动；"
        f"{design.scrambles} 次独立随机化，每次 {design.n} 个样本块，每点重复 {replicates} 次，"
        f"{luck.zh}；{over.zh.format(confidence)}",
    )


def morris_method(design: Design, replicates: int, common: bool, confidence: float) -> Text:
    """Design, luck and interval of elementary effects."""
    luck = LUCK[common]
    return Text(
        f"Morris elementary effects per full range: {design.n} trajectories on {design.levels} levels, "
        f"{replicates} replicate(s), {luck.en}; {confidence:.0%} t interval over trajectories "
        "(sigma: bootstrap)",
        f"Morris 基本效应（按参数全范围计）：{design.n} 条轨迹，{design.levels} 个水平，"
        f"每点重复 {replicates} 次，{luck.zh}；"
        f"{confidence:.0%} 置信区间由各轨迹的 t 分布得出（标准差用自助法）",
    )


def sobol_notes(result: SobolResult, common: bool) -> tuple[Text, ...]:
    """What a reader of Sobol' indices must know beyond them."""
    notes = _shared_notes(result.dropped, result.replicates)
    if not np.isfinite(result.ST.value).all():
        notes.append(NO_EFFECT)
    elif not np.isfinite(result.ST.low).all():
        notes.append(NO_INTERVAL)
    if result.nu > ENOUGH:
        notes.append(
            Text(
                f"luck makes up {result.nu:.0%} of the spread of replicate means: more replicates would pay",
                f"随机波动占重复模拟均值离散程度的 {result.nu:.0%}，宜增加重复次数",
            )
        )
    if common and result.scrambles == 1 and 1 < result.replicates < 4:
        notes.append(ONE_LUCK)
    if result.dummy and result.ST.low[-1] > 0:
        notes.append(DUMMY)
    return tuple(notes)


def morris_notes(result: MorrisResult) -> tuple[Text, ...]:
    """What a reader of elementary effects must know beyond them."""
    notes = _shared_notes(result.dropped, result.replicates)
    if result.dummy and result.above_noise[-1]:
        notes.append(DUMMY)
    return tuple(notes)


def _shared_notes(dropped: int, replicates: int) -> list[Text]:
    """Failures and single replicates."""
    notes = []
    if dropped:
        notes.append(
            Text(
                f"{dropped} row-block(s) held an output that is not a finite number and were dropped whole",
                f"{dropped} 个样本块含有非有限数值的结果，已整块剔除",
            )
        )
    if replicates == 1:
        notes.append(ONE_REPLICATE)
    return notes
