"""The life of a household around its return, as text for a person who knows the countryside."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from sim.explain.causes import CAUSES, Verdict
from sim.explain.changes import MEMBERS, Change
from sim.explain.event import Event
from sim.explain.events import Log
from sim.explain.lines import BY_NAME
from sim.explain.portrait import belongings, livelihood, people, registration, work, year_before
from sim.explain.sentences import told
from sim.explain.track import AFTER, Track
from sim.explain.words import exact, listed, money, period, quarter, sentence
from sim.language import Text
from sim.spec import quarter_name

CHRONICLE = ("life", "work", "shock", "debt", "poverty")
COSTS = ("medical", "premium", "arrears")  # lines that take from welfare: where they rise, welfare falls
NAMED = 100.0  # yuan a person and year from which a change of a line is told
TITLES = {
    "who": Text("Who they are", "家庭情况"),
    "income": Text("What they lived on", "生计来源"),
    "story": Text("What happened", "经过"),
    "why": Text("Why welfare fell", "收入下降的构成"),
    "coping": Text("What they did", "农户应对"),
    "support": Text("What help came", "帮扶情况"),
    "end": Text("How it ended", "结果"),
}
NOTHING = {
    "coping": Text(
        "No sale, loan or other step is recorded: current income and savings sufficed.",
        "没有举债、变卖等记录，靠当期收入和存款维持。",
    ),
    "support": Text("No help is recorded.", "没有获得帮扶的记录。"),
}


class Life(NamedTuple):
    """One return in full."""

    track: Track
    change: Change | None
    log: Log
    verdict: Verdict


class Section(NamedTuple):
    """A heading with paragraphs, or with entries of a list."""

    title: Text
    lines: list[str]
    listed: bool = False


def sections(life: Life, lang: str) -> list[Section]:
    """The life in order."""
    track, then = life.track, year_before(life.track, life.change)
    date = quarter(then, lang)
    who = [
        registration(track, then, lang),
        people(track, then, lang),
        work(track, then, lang),
        belongings(track, then, lang),
    ]
    found = [
        Section(TITLES["who"], [Text(f"{date}: ", f"{date}：").of(lang) + sentence(who, lang)]),
    ]
    if life.change is not None:
        found.append(Section(TITLES["income"], [capital(livelihood(track, then, lang), lang)]))
    story = [event for part in CHRONICLE for event in life.log[part]]
    found.append(Section(TITLES["story"], dated(story, lang), True))
    found.append(Section(TITLES["why"], why(life, lang)))
    for part, none_of in NOTHING.items():
        none = none_of.of(lang)
        entries = dated(life.log[part], lang)
        found.append(Section(TITLES[part], entries or [none], bool(entries)))
    found.append(Section(TITLES["end"], [ending(life, lang)]))
    return found


def capital(text: str, lang: str) -> str:
    """The text with a capital letter, in English."""
    return text[0].upper() + text[1:] if lang == "en" else text


def dated(found: Iterable[Event], lang: str) -> list[str]:
    """One entry a quarter or stretch, in order of time."""
    by_date: dict[tuple[int, int], list[str]] = {}
    for event in sorted(found, key=lambda event: (event.quarter, event.end)):
        clauses = by_date.setdefault((event.quarter, event.end), [])
        if (clause := told(event, lang)) not in clauses:
            clauses.append(clause)
    colon = Text(": ", "：").of(lang)
    return [f"{period(*date, lang)}{colon}{sentence(clauses, lang)}" for date, clauses in by_date.items()]


def why(life: Life, lang: str) -> list[str]:
    """The fall, its largest parts, and the causes."""
    change, verdict = life.change, life.verdict
    if change is None:
        return [
            Text(
                "The household did not exist a year before, so its fall cannot be taken apart.",
                "一年前该户尚未存在，无法分解收入变化。",
            ).of(lang)
        ]
    ordered = sorted((name for name in change.parts if abs(change.parts[name]) >= NAMED), key=lambda n: change.parts[n])
    parts = [moved(name, change.parts[name], lang) for name in ordered]
    causes = [CAUSES[code].text.of(lang) for code in verdict.contributing]
    text = Text(
        f"Within a year welfare fell by {money(-change.total, 'en')} a person, from {exact(change.before, 'en')} to "
        f"{exact(change.after, 'en')}: {'; '.join(parts)}. Main cause: {CAUSES[verdict.main].text.en}"
        f"{f'; contributing: {listed(causes, lang)}' if causes else ''}.",
        f"扣除医疗自付后的人均收入一年内减少{money(-change.total, 'zh')}（由{exact(change.before, 'zh')}降至{exact(change.after, 'zh')}），其中："
        f"{'；'.join(parts)}。主要原因：{CAUSES[verdict.main].text.zh}"
        f"{f'；次要原因：{listed(causes, lang)}' if causes else ''}。",
    )
    return [text.of(lang)]


def moved(name: str, amount: float, lang: str) -> str:
    """What one line, or the number of members, added or took, a person and year."""
    size, fewer = abs(amount), amount > 0.0
    if name == MEMBERS:
        return Text(
            f"{'fewer' if fewer else 'more'} members to share with {'+' if fewer else '-'}{money(size, 'en')}",
            f"{'人口减少使人均增加' if fewer else '人口增加使人均减少'}{money(size, 'zh')}",
        ).of(lang)
    line, sign = BY_NAME[name], "+" if amount > 0.0 else "-"
    cost = name in COSTS
    kind = Text(f"{'less' if amount > 0.0 else 'more'} " if cost else "", "增加" if (amount > 0.0) != cost else "减少")
    return Text(f"{kind.en}{line.text.en} {sign}{money(size, 'en')}", f"{line.text.zh}{kind.zh}{money(size, 'zh')}").of(
        lang
    )


def ending(life: Life, lang: str) -> str:
    """How the household stood when the watching ended."""
    track, last = life.track, life.track.last
    if any(event.kind == "dissolved" for event in life.log["life"]):
        return Text(
            f"After {quarter(last, 'en')} the household ceased to exist.", f"{quarter(last, 'zh')}之后该户销户。"
        ).of(lang)
    poor, welfare = track.count("poor", last) == 1, track.at("flow.welfare", last)
    state = Text(
        f"in {quarter(last, 'en')} the household was {'still poor' if poor else 'no longer poor'}, with a welfare of {exact(welfare, 'en')} a person",
        f"{quarter(last, 'zh')}{'仍处于贫困' if poor else '已不贫困'}，扣除医疗自付后人均{exact(welfare, 'zh')}",
    ).of(lang)
    clauses = [state, *standing(track, last, lang)]
    text = sentence(clauses, lang)
    if last < track.returned + AFTER:
        text += Text(" The simulation ends here.", "模拟到此结束。").of(lang)
    return text


def standing(track: Track, q: int, lang: str) -> list[str]:
    """What it is on and what it owes."""
    parts = []
    if track.count("monitor", q) == 2:
        parts.append(Text("monitored and helped", "仍为监测对象").of(lang))
    elif track.count("risk_removed", q):
        parts.append(Text("its risk was held to be removed", "风险已标注消除").of(lang))
    if track.count("dibao", q):
        parts.append(Text("on dibao", "享受低保").of(lang))
    debts = sum(track.at(name, q) for name in ("microcredit", "informal_debt", "medical_debt"))
    if debts >= NAMED:
        parts.append(Text(f"debts of {money(debts, 'en')}", f"负债{money(debts, 'zh')}").of(lang))
    savings = track.at("savings", q)
    saved = Text(f"savings of {money(savings, 'en')}", f"存款{money(savings, 'zh')}")
    parts.append((saved if savings >= NAMED else Text("hardly any savings", "几乎没有存款")).of(lang))
    return parts


def heading(life: Life, lang: str) -> str:
    """Which household, when, and why."""
    track, cause = life.track, CAUSES[life.verdict.main].text
    when = quarter(track.returned, lang)
    return Text(
        f"Household {track.household} (synthetic), returned in {when}: {cause.en}",
        f"第{track.household}号合成农户，{when}返贫：{cause.zh}",
    ).of(lang)


def structured(life: Life) -> dict[str, Any]:
    """The life for programs; texts in both languages."""
    track, change = life.track, life.change
    return {
        "household": track.household,
        "quarter": quarter_name(track.returned),
        "persons": track.persons(track.returned),
        "cause": life.verdict.main,
        "contributing": list(life.verdict.contributing),
        "falls": dict(life.verdict.falls),
        "change": None if change is None else change._asdict(),
        "events": [
            {
                "quarter": quarter_name(event.quarter),
                "until": quarter_name(event.end),
                "part": part,
                "kind": event.kind,
                "amounts": event.amounts,
                "reason": event.reason,
                "en": told(event, "en"),
                "zh": told(event, "zh"),
            }
            for part, found in life.log.items()
            for event in found
        ],
        "text": {lang: {"heading": heading(life, lang), "sections": [
            {"title": s.title.of(lang), "lines": s.lines} for s in sections(life, lang)
        ]} for lang in ("en", "zh")},
    }  # fmt: skip
