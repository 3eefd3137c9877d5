"""The tables of ``MODEL.md`` and ``MODEL.zh.md``, made from the declarations: ``python -m sim.documentation``.

What stands between ``<!-- generated: NAME -->`` and ``<!-- end -->`` is replaced by the table of that name.
Everything else in the two files is written by hand.
"""

from __future__ import annotations

import ast
import inspect
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from sim.accounts import SECTORS
from sim.draws import BLOCKS
from sim.levers.channels import Pools
from sim.outcomes import GROUP_TITLES, MEASURES
from sim.parameters import GROUPS, LEVERS
from sim.sources import GRADES
from sim.spec import declarations, parameter_rows, unit_zh
from sim.spec.problems import shown
from sim.state import collective, flows
from sim.state.households import HOUSEHOLD
from sim.state.store import Column, Kind
from sim.store import written_whole

ROOT = Path(__file__).resolve().parent
FILES = {"en": ROOT / "MODEL.md", "zh": ROOT / "MODEL.zh.md"}
KINDS = (
    HOUSEHOLD,
    collective.VILLAGE_KIND,
    collective.COOPERATIVE_KIND,
    collective.ENTERPRISE_KIND,
    collective.PRODUCT_KIND,
    collective.COUNTY_KIND,
)
UNITS_ZH = {  # units of columns and measures; those of parameters are in sim/spec/units.py
    "bits": "位",
    "code": "代码",
    "flag": "是否",
    "rank/32768": "序位/32768",
    "row": "行号",
    "share of households": "户数比例",
    "share of persons": "人口比例",
}
GRADES_EN = {
    "official": "stated by a document or a statistical agency",
    "published": "stated by a study",
    "derived": "arithmetic on such numbers, with an assumed split",
    "memory": "recalled, not yet checked",
    "assumed": "assumed",
}
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
}
POOLS = {  # pool: unit, meaning in English and Chinese
    "posts_per_village": ("posts", "public-welfare posts open in each village", "每村公益性岗位数"),
    "post_wage": ("CNY2020/year", "pay of a public-welfare post", "公益性岗位年补助标准"),
    "training_places": ("persons/quarter", "training places in the county", "全县季度培训名额"),
    "floor": ("ratio", "floor price of orders over the expected price", "订单保底价与预期价之比"),
    "floor_weight": (
        "share",
        "how far co-operatives' own floors are lifted towards it",
        "合作社自有保底价向其靠拢的程度",
    ),
}
STRENGTHS = {  # strength: what it scales
    "policy": ("the three programme levers", "产业、就业、医保三项政策的力度"),
    "help": ("dibao take-up and relief of the monitored", "监测对象的低保纳入与临时救助力度"),
    "supervision": ("visits, data matching and verified cases", "入户排查、数据比对与核实办理力度"),
    "responsibility": ("repair of village infrastructure", "村级设施管护修复力度"),
}
MARKED = re.compile(r"<!-- generated: (?P<name>\w+) -->\n.*?<!-- end -->", re.DOTALL)
NUMBER = re.compile(r"\(E(\d+)\)")


class Equation(NamedTuple):
    """A numbered equation: the function that computes it and the file that holds it."""

    number: int
    function: str
    file: str  # relative to the repository, such as sim/processes/health.py
    meaning: str  # first sentence of its docstring


def generated(text: str, lang: str) -> str:
    """``text`` with every marked table made anew in ``lang``; ValueError where a marker is not understood."""
    names = re.findall(r"<!-- generated: (.*?) -->", text)
    known = [match["name"] for match in MARKED.finditer(text)]
    if names != known or not set(names) <= set(TABLES):
        raise ValueError(f"markers {names}: each must be one of {sorted(TABLES)} and be closed by <!-- end -->")
    return MARKED.sub(
        lambda found: f"<!-- generated: {found['name']} -->\n{TABLES[found['name']](lang)}\n<!-- end -->", text
    )


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table. A vertical bar inside a cell is escaped."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |" for line in lines)


def headed(lang: str, en: str, zh: str) -> list[str]:
    """Headings in ``lang``, given as words separated by commas."""
    return (en if lang == "en" else zh).split(",")


def unit(name: str, lang: str) -> str:
    """A unit in ``lang``."""
    return name if lang == "en" else UNITS_ZH.get(name) or unit_zh(name)


def equations() -> list[Equation]:
    """All numbered equations of the package, by number."""
    found = []
    for path in sorted(ROOT.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.FunctionDef):
                continue
            text = ast.get_docstring(node) or ""
            for number in NUMBER.findall(text):
                words = re.sub(r",? *:math:`[^`]*`", "", text).replace("``", "`")
                meaning = re.split(r" *\(E\d+\)|[:;]", words)[0].strip(" .,")
                found.append(Equation(int(number), node.name, f"sim/{path.relative_to(ROOT).as_posix()}", meaning))
    return sorted(found)


def equation_table(lang: str) -> str:
    """Where each equation stands in the code."""
    headings = headed(lang, "equation,function,file,meaning", "方程,函数,文件")
    return table(
        headings, ((f"E{e.number}", f"`{e.function}`", f"`{e.file}`", e.meaning)[: len(headings)] for e in equations())
    )


def parameter_tables(lang: str) -> str:
    """One table for each group of parameters, its sources below it."""
    rows = parameter_rows(declarations(GROUPS))
    return "\n\n".join(
        f"#### `{group}`\n\n{_group(lang, [r for r in rows if r['group'] == group])}" for group in GROUPS
    )


def _group(lang: str, rows: list[dict]) -> str:
    sources = list(dict.fromkeys((r["source"], r[f"source_{lang}"], r["quote"]) for r in rows))
    cells = [
        (
            f"`{r['field']}`",
            _plain(r["default"]),
            r["unit"] if lang == "en" else r["unit_zh"],
            _range(r, "bounds"),
            _range(r, "plausible"),
            r[lang] + (f" ${r['symbol']}$" if r["symbol"] else ""),
            f"{r['evidence'] if lang == 'en' else r['evidence_zh']} [{sources.index((r['source'], r[f'source_{lang}'], r['quote'])) + 1}]",
        )
        for r in rows
    ]
    headings = headed(
        lang, "parameter,default,unit,bounds,plausible,meaning,evidence", "参数,默认值,单位,允许范围,合理范围,含义,证据"
    )
    notes = (
        f"[{i}] `{id}` {text}" + (f" “{' '.join(quote.split())}”" if quote else "")
        for i, (id, text, quote) in enumerate(sources, 1)
    )
    return table(headings, cells) + "\n\n" + "<br>\n".join(notes)


def _plain(value: object) -> str:
    return value if isinstance(value, str) else shown(value)


def _range(row: dict, which: str) -> str:
    if row["choices"]:
        return ", ".join(row["choices"])
    return f"{shown(row[which][0])}..{shown(row[which][1])}" if row["type"] in ("float", "int") else "–"


def evidence_table(lang: str) -> str:
    """How many numbers have which grade, and all that are not assumed, switches left out."""
    rows = [r for r in parameter_rows(declarations(GROUPS)) if r["type"] != "bool"]
    counts = Counter(r["evidence"] for r in rows)
    grades = table(
        headed(lang, "grade,numbers,meaning", "等级,参数个数"),
        (
            (grade, counts[grade], GRADES_EN[grade]) if lang == "en" else (GRADES[grade], counts[grade])
            for grade in GRADES
        ),
    )
    listed = (
        (f"`{r['path']}`", _plain(r["default"]), r["unit"] if lang == "en" else r["unit_zh"],
         r["evidence"] if lang == "en" else r["evidence_zh"], f"`{r['source']}`")
        for r in rows
        if r["evidence"] != "assumed"
    )  # fmt: skip
    return (
        grades
        + "\n\n"
        + table(headed(lang, "parameter,default,unit,grade,source", "参数,默认值,单位,证据等级,出处"), listed)
    )


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


def lever_table(lang: str) -> str:
    """Every channel, pool or strength through which each lever acts."""
    rows: list[tuple[object, ...]] = []
    for lever in LEVERS:
        source = inspect.getsource(sys.modules[GROUPS[lever].__module__])
        used = [getattr(flows, name) for name in dict.fromkeys(re.findall(r"flows\.(CHANNEL_[A-Z_]+)", source))]
        for c in (flows.CHANNELS[i] for i in sorted(used)):
            rows.append(
                (f"`{lever}`", f"`{c.name}`", unit(c.unit, lang), shown(c.neutral), c.en if lang == "en" else c.zh)
            )
        for pool, (name, en, zh) in POOLS.items():
            if f"pools.{pool} =" in source:
                rows.append(
                    (
                        f"`{lever}`",
                        f"`{pool}`",
                        unit(name, lang),
                        shown(getattr(Pools(), pool)),
                        en if lang == "en" else zh,
                    )
                )
    for strength, (en, zh) in STRENGTHS.items():
        rows.append(("`transition`", f"`{strength}`", unit("share", lang), "1", en if lang == "en" else zh))
    return table(headed(lang, "lever,acts through,unit,neutral,meaning", "政策工具,作用渠道,单位,中性值,含义"), rows)


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
    return table(
        headed(lang, "measure,unit,meaning,recorded for", "指标,单位,含义,统计范围"),
        (
            (f"`{m.name}`", unit(m.unit, lang), m.en if lang == "en" else m.zh, ", ".join(groups[g] for g in m.groups))
            for m in MEASURES.values()
        ),
    )


def sector_table(lang: str) -> str:
    """The sectors of the transactions matrix."""
    return table(
        headed(lang, "sector,meaning", "部门,含义"),
        ((f"`{name}`", name.replace("_", " ") if lang == "en" else zh) for name, zh in SECTORS),
    )


TABLES: dict[str, Callable[[str], str]] = {
    "columns": column_tables,
    "equations": equation_table,
    "evidence": evidence_table,
    "flows": flow_table,
    "levers": lever_table,
    "measures": measure_table,
    "parameters": parameter_tables,
    "sectors": sector_table,
    "streams": stream_table,
}


def main() -> int:
    """Rewrite the tables of both files where they are out of date."""
    for lang, path in FILES.items():
        old = path.read_text("utf-8")
        new = generated(old, lang)
        if new != old:
            written_whole(path, new.encode())
            sys.stdout.write(f"{path.name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
