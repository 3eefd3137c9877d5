"""Tables for Excel: CSV whose headings and codes are in both languages.

A column of names or codes has a twin in Chinese beside it. A column of numbers has one heading with both names,
such as ``mean 平均值``: the name up to the first space is what programs read.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Mapping, Sequence
from typing import Any

HEADINGS = {
    "year": "年份",
    "quarter": "季度",
    "growth": "2025年后实际收入年增速",
    "window": "时段",
    "threshold": "阈值",
    "mean": "平均值",
    "probability": "概率",
    "low": "区间下限",
    "high": "区间上限",
    "scattered": "返贫户随机分布时的概率",
    "hits": "超过次数",
    "replicates": "重复模拟次数",
    "base": "基准情景",
    "other": "本情景",
    "kept": "帮扶长期保持",
    "calm": "不发生冲击",
    "struck": "发生冲击",
    "with": "开启该过程",
    "without": "关闭该过程",
    "measures_moved": "超出随机波动的指标数",
    "measures_changed": "数值有变的指标数",
    "measures": "指标总数",
    "change_of_others": "其他脱贫人口的变化",
    "change_of_exposed": "受影响脱贫人口的变化",
    "difference": "差异",
    "standard_error": "标准误",
    "correlation": "相关系数",
    "variance_reduction": "方差缩减倍数",
    "dropped": "剔除次数",
    "mu": "带方向的影响",
    "mu_star": "平均影响",
    "sigma": "不均匀程度",
    "inert": "仅随机波动所致",
    "above_noise": "高于随机波动",
    "S1": "单独作用",
    "ST": "含交互作用",
    "ns_per_household": "每户纳秒",
    "loops": "循环数",
    "ns_per_loop_and_household": "每循环每户纳秒",
    "slow": "偏慢",
    "compile_seconds": "编译用时（秒）",
    "size": "冲击大小（比例）",
    "households": "户数",
    "persons": "人数",
    "share": "占返贫人数比例",
    "contributing_households": "作为次要原因的户数",
    "contributing_persons": "作为次要原因的人数",
}
ENDS = {"_low": "区间下限", "_high": "区间上限"}  # of the interval of a number whose own heading is above
CODES = {
    "method": (
        "方法",
        {
            "wilson": "Wilson得分区间",
            "rule_of_three": "三法则（未出现超过）",
            "corrected": "已校正抽样波动",
            "uncorrected": "未校正抽样波动",
        },
    ),
    "covers": ("区间含义", {"monte_carlo": "仅随机波动", "parameters": "随机波动和参数不确定性"}),
    "place": ("范围", {"county": "全县", "worst_township": "最严重的乡镇", "worst_village": "最严重的村"}),
    "equal_loss": ("损失是否相等", {"yes": "是", "no": "否（该冲击达不到）"}),
    "national": ("全国致贫原因代码", {"yes": "是", "no": "否（模型细分）"}),
    "period": ("口径", {"fourth quarter": "四季度", "whole year": "全年合计"}),
}


def heading(name: str) -> str:
    """The heading of a column: its name, and the Chinese one where it has no twin."""
    for end, text in ENDS.items():
        if name.removesuffix(end) in HEADINGS and name.endswith(end):
            return f"{name} {HEADINGS[name.removesuffix(end)]}{text}"
    return f"{name} {HEADINGS[name]}" if name in HEADINGS else name


def twinned(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row with each code in Chinese beside it."""
    found: dict[str, Any] = {}
    for name, value in row.items():
        found[heading(name)] = rounded(value)
        if name in CODES:
            title, meanings = CODES[name]
            found[title] = meanings.get(value, value)
    return found


def rounded(value: Any) -> Any:
    """A number to nine significant digits, as text; nothing where it is undefined; anything else as it is."""
    if isinstance(value, float):
        return "" if math.isnan(value) else f"{value:.9g}"
    return "" if value is None else value


def csv_bytes(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """Rows as CSV that Excel reads (UTF-8 with signature), numbers to nine significant digits."""
    text = io.StringIO()
    content = [twinned(row) for row in rows]
    writer = csv.DictWriter(text, list(content[0]) if content else [], lineterminator="\n")
    writer.writeheader()
    writer.writerows(content)
    return text.getvalue().encode("utf-8-sig", "replace")


def read_rows(data: bytes) -> list[dict[str, Any]]:
    """Rows of such a table by the names that programs read, numbers as floats, NaN where nothing stands."""

    def cell(text: str) -> Any:
        try:
            return float(text or math.nan)
        except ValueError:
            return text

    return [
        {key.partition(" ")[0]: cell(value) for key, value in row.items()}
        for row in csv.DictReader(io.StringIO(data.decode("utf-8-sig")))
    ]
