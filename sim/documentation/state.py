"""Tables of what agents hold, what moves, what is drawn and what is measured."""

from __future__ import annotations

from sim.accounts import SECTORS
from sim.documentation.markdown import headed, table, unit
from sim.draws import BLOCKS
from sim.outcomes import GROUP_TITLES, MEASURES
from sim.state import collective, flows
from sim.state.households import HOUSEHOLD
from sim.state.store import Column, Kind

KINDS = (
    HOUSEHOLD,
    collective.VILLAGE_KIND,
    collective.COOPERATIVE_KIND,
    collective.ENTERPRISE_KIND,
    collective.PRODUCT_KIND,
    collective.COUNTY_KIND,
    collective.SITE_KIND,
)
LUCK_ZH = {"initial": "初始", "covariate": "共同", "idiosyncratic": "个体"}
STREAM_KINDS_ZH = {
    "household": "农户",
    "village": "行政村",
    "township": "乡镇",
    "product": "产品",
    "county": "县",
    "nation": "全国",
    "cooperative": "合作社",
    "enterprise": "企业",
    "site": "安置点",
}


def column_tables(lang: str) -> str:
    """The state of every kind of agent."""
    return "\n\n".join(f"#### {k.en if lang == 'en' else k.zh} (`{k.name}`)\n\n{_columns(lang, k)}" for k in KINDS)


def _columns(lang: str, kind: Kind) -> str:
    columns = ((block.dtype, column) for block in kind.blocks for column in block.columns)
    return table(
        headed(lang, "column,type,unit,meaning", "列名,类型,单位,含义"),
        ((f"`{c.name}`", dtype, unit(c.unit, lang), c.en if lang == "en" else c.zh) for dtype, c in columns),
    )


def flow_table(lang: str) -> str:
    """What moves in a household during one quarter."""
    columns: tuple[Column, ...] = flows.FLOW.columns
    return table(
        headed(lang, "flow,unit,meaning", "流量,单位,含义"),
        ((f"`{c.name}`", unit(c.unit, lang), c.en if lang == "en" else c.zh) for c in columns),
    )


def stream_table(lang: str) -> str:
    """The registry of draws."""
    return table(
        headed(lang, "block,name,drawn for,luck,streams,meaning", "编号,名称,对象,随机类别,数据流,含义"),
        (
            (b.number, f"`{b.name}`", b.kind if lang == "en" else STREAM_KINDS_ZH[b.kind],
             b.luck if lang == "en" else LUCK_ZH[b.luck], ", ".join(b.streams), b.en if lang == "en" else b.zh)
            for b in BLOCKS
        ),
    )  # fmt: skip


def measure_table(lang: str) -> str:
    """The measures that every run holds."""
    groups = {name: titles[0 if lang == "en" else 1] for name, titles in GROUP_TITLES.items()}
    comma = ", " if lang == "en" else "、"
    return table(
        headed(lang, "measure,unit,meaning,recorded for", "指标,单位,含义,统计范围"),
        (
            (f"`{m.name}`", unit(m.unit, lang), m.en if lang == "en" else m.zh, comma.join(groups[g] for g in m.groups))
            for m in MEASURES.values()
        ),
    )


def sector_table(lang: str) -> str:
    """The sectors of the transactions matrix."""
    return table(
        headed(lang, "sector,meaning", "部门,含义"),
        ((f"`{name}`", name.replace("_", " ") if lang == "en" else zh) for name, zh in SECTORS),
    )
