"""Thresholds of what is recorded: they change measures and nothing that happens."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from sim import sources
from sim.spec import Param

CONVENTION = sources.assumed(
    "A convention of reporting; no source document gives it",
    "统计口径约定；来源文件未给出",
)


class Thresholds(NamedTuple):
    """Where a hardship begins to count."""

    watts_floor: Annotated[
        float,
        Param(
            "CNY2020/(person·year)",
            (0.01, 1000),
            (1, 100),
            CONVENTION,
            "least welfare in the Watts index; whoever has less counts as having this",
            "Watts指数中扣除医疗自付后的收入的下限（低于下限按下限计）",
        ),
    ] = 1.0
    catastrophic: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.2, 0.4),
            sources.XU_2003,
            "own medical cost over capacity to pay (consumption and medical cost above subsistence) that is catastrophic",
            "医疗自付占支付能力（消费与医疗自付之和减最低消费）的比例，达到即为灾难性卫生支出",
        ),
    ] = 0.4
    debt_stress: Annotated[
        float,
        Param(
            "years",
            (0, 100),
            (0.5, 3),
            CONVENTION,
            "debt, in years of income, above which a household is in debt stress",
            "负债超过若干年收入即为债务困难户",
        ),
    ] = 1.0
    multidimensional_cutoff: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (1 / 6, 0.5),
            sources.ALKIRE_FOSTER_2011,
            "share of six equal dimensions (welfare, food, schooling, medical security, housing, water) in which a household is "
            "deprived from which on it is multidimensionally poor",
            "六个等权维度（收入、饮食、义务教育、基本医疗、住房、饮水）中被剥夺比例达到此值即为多维贫困",
        ),
    ] = 1 / 3
    collective_low: Annotated[
        float,
        Param(
            "CNY2020/(village·year)",
            (0, 1e8),
            (20000, 20000),
            sources.figure("S4-008"),
            "collective income of a village, the lower of two targets",
            "村集体经济年收入目标（较低）",
        ),
    ] = 20000.0
    collective_high: Annotated[
        float,
        Param(
            "CNY2020/(village·year)",
            (0, 1e8),
            (50000, 50000),
            sources.figure("S1-089"),
            "collective income of a village, the higher of two targets",
            "村集体经济年收入目标（较高）",
        ),
    ] = 50000.0
