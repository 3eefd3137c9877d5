"""The lives as a page of Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from sim.explain.life import Life, heading, sections
from sim.language import Text

NOTICE = Text(
    "All households are synthetic: the model made them, nobody real is described. Amounts are constant yuan of 2020; "
    "welfare is income of four quarters less own-paid medical cost, per member. Causes follow fixed rules from what the "
    "model did to the household; they say what happened in the model, not in the county.",
    "所有农户均为模型生成的合成农户，与任何真实家庭无关。金额按2020年不变价计算；“扣除医疗自付后的人均收入”为近四季收入减去医疗自付后按人口平均。"
    "原因按固定规则由模型内发生的事件判定，说明的是模型中的情况，不是当地实际情况。",
)


def page(lives: Sequence[Life], title: str, lang: str, note: str = "") -> str:
    """One section a life; ``note`` stands above them."""
    blocks = [f"# {title}", NOTICE.of(lang), *([note] if note else [])]
    for life in lives:
        blocks.append(f"## {heading(life, lang)}")
        for section in sections(life, lang):
            if section.listed:
                blocks.append(f"**{section.title.of(lang)}**")
                blocks.append("\n".join(f"- {line}" for line in section.lines))
            else:
                stop = Text(". ", "：").of(lang)
                blocks.append(f"**{section.title.of(lang)}**{stop}" + " ".join(section.lines))
    return "\n\n".join(blocks) + "\n"
