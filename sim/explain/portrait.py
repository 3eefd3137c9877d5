"""Who the household was and what it lived on, a year before its return."""

from __future__ import annotations

from sim.collectives.products import CATALOGUE
from sim.explain.changes import Change, mean_members, sums
from sim.explain.lines import BY_NAME, MEDICAL, REST
from sim.explain.track import YEAR, Track
from sim.explain.words import count, exact, listed, money
from sim.language import Text

WORTH = 100.0  # yuan a person and year from which a line of income is named
HOUSES = {1: Text("the house damaged", "住房受损"), 2: Text("the house unsafe", "住房为危房")}


def people(track: Track, q: int, lang: str) -> str:
    """Members by age and what they can do."""
    infants, children = track.count("infants", q), track.count("children", q)
    groups = (
        (infants, Text("aged 0-5", "5岁及以下")),
        (children - infants, Text("aged 6-15" if infants else "aged 0-15", "6—15岁" if infants else "15岁及以下")),
        (track.count("adults", q), Text("aged 16-59", "16—59岁")),
        (track.count("elders", q), Text("aged 60 and over", "60岁及以上")),
    )
    ages = [_of(n, text, lang) for n, text in groups if n]
    known = (
        ("chronic", Text("chronically ill", "患慢性病")),
        ("disabled", Text("of working age without labour power", "劳动年龄内丧失劳动能力")),
        ("half_power", Text("of working age with half labour power", "为半劳动力")),
        ("students", Text("at school after 16", "16岁以后仍在校")),
        ("out_of_school", Text("of school age out of school", "失学辍学")),
    )
    marks = [_of(track.count(name, q), text, lang) for name, text in known if track.count(name, q)]
    n = track.persons(q)
    text = Text(
        f"{count(n).en} person{'s' if n > 1 else ''} ({', '.join(ages)}){'; ' if marks else ''}{', '.join(marks)}",
        f"{n}口人（{'，'.join(ages)}）{'，' if marks else ''}{'，'.join(marks)}",
    )
    return text.of(lang)


def _of(n: int, text: Text, lang: str) -> str:
    return Text(f"{count(n).en} {text.en}", f"{text.zh}{n}人").of(lang)


def work(track: Track, q: int, lang: str) -> str:
    """Able members and where they work."""
    able = track.count("able", q)
    kinds = (
        ("migrants", Text("outside the county", "外出务工")),
        ("local_workers", Text("in local wage work", "本地务工")),
        ("employed", Text("at an enterprise or workshop", "在企业（车间）就业")),
        ("post", Text("in a public-welfare post", "在公益性岗位")),
    )
    jobs = [_of(track.count(name, q), text, lang) for name, text in kinds if track.count(name, q)]
    nobody = Text("nobody earns wages", "无人务工").of(lang)
    has = "none able to work" if able == 0 else f"{count(able).en} able to work"
    text = Text(
        f"{has}; {', '.join(jobs) if jobs else nobody}",
        f"劳动力{able}人，{'，'.join(jobs) if jobs else nobody}",
    )
    return text.of(lang)


def grown(track: Track, q: int) -> Text:
    """What the household grows or keeps, by name, and whether it is its village's pillar product."""
    kind = CATALOGUE[track.count("around.product_kind", q)].text
    if track.at("product", q) == track.at("around.village_product", q):
        return Text(f"main product: {kind.en}, the pillar product of its village", f"主要种养{kind.zh}（本村主导产业）")
    return Text(f"main product: {kind.en}", f"主要种养{kind.zh}")


def belongings(track: Track, q: int, lang: str) -> str:
    """Land, what it grows, capital, savings, debts, dwelling."""
    parts = [Text(f"{track.at('land', q):.1f} mu of contracted land", f"承包地{track.at('land', q):.1f}亩").of(lang)]
    parts.append(grown(track, q).of(lang))
    if track.at("cooperative", q) >= 0.0:
        parts.append(Text("member of the co-operative", "加入合作社").of(lang))
    named = (
        ("capital", Text("productive assets of {0}", "生产性资产{0}")),
        ("livestock", Text("livestock of {0}", "牲畜{0}")),
        ("savings", Text("savings of {0}", "存款{0}")),
        ("microcredit", Text("microcredit of {0} outstanding", "小额信贷余额{0}")),
        ("informal_debt", Text("informal debts of {0}", "民间借款{0}")),
        ("medical_debt", Text("medical bills of {0} still to be paid", "缓付医疗费{0}")),
    )
    for name, text in named:
        if (amount := track.at(name, q)) >= WORTH:
            parts.append(text.of(lang).format(money(amount, lang)))
    if track.count("house", q) in HOUSES:
        parts.append(HOUSES[track.count("house", q)].of(lang))
    if track.count("water", q):
        parts.append(Text("no safe drinking water", "饮水安全无保障").of(lang))
    return Text("; ", "，").of(lang).join(parts)


def registration(track: Track, q: int, lang: str) -> str:
    """How the household is registered."""
    parts = [Text("registered as poor before 2021 (ex-poor)", "脱贫户").of(lang)]
    relocated = {
        1: Text("relocated to a concentrated site", "易地搬迁集中安置"),
        2: Text("relocated, scattered", "易地搬迁分散安置"),
        3: Text("gone back from a relocation site", "由集中安置点返迁"),
    }
    if track.count("relocated", q) in relocated:
        parts.append(relocated[track.count("relocated", q)].of(lang))
    named = (
        ("dibao", Text("on dibao", "低保户")),
        ("tekun", Text("on tekun support", "特困供养户")),
    )
    parts += [text.of(lang) for name, text in named if track.count(name, q)]
    if track.count("monitor", q) == 2:
        parts.append(Text("monitored", "监测对象").of(lang))
    insured = Text("enrolled in medical insurance", "参加基本医保") if track.count("insured", q) else Text(
        "not enrolled in medical insurance", "未参加基本医保"
    )  # fmt: skip
    return Text(", ", "，").of(lang).join([*parts, insured.of(lang)])


def livelihood(track: Track, q: int, lang: str) -> str:
    """Where income came from in the four quarters that end with ``q``, a person and year."""
    members, found = mean_members(track, q), sums(track, q)
    lines = sorted((name for name in found if name not in (MEDICAL, REST)), key=lambda name: -found[name])
    parts = [
        Text(f"{BY_NAME[name].text.en} {money(found[name] / members, 'en')}",
             f"{BY_NAME[name].text.zh}{money(found[name] / members, 'zh')}").of(lang)
        for name in lines
        if found[name] >= WORTH * members
    ]  # fmt: skip
    welfare, line, paid = track.at("flow.welfare", q), track.at("around.poverty_line", q), -found[MEDICAL] / members
    nothing = Text("little of anything", "基本没有稳定来源").of(lang)
    left, against = exact(welfare, lang), exact(line, lang)
    if paid < 50.0:
        rest = Text(
            f"There was no own-paid medical cost to speak of: welfare was {left} a person, the poverty line {against}.",
            f"没有大的医疗自付，扣除医疗自付后人均{left}，贫困线为{against}。",
        )
    else:
        rest = Text(
            f"After {money(paid, 'en')} of own-paid medical cost, {left} a person were left; the poverty line was {against}.",
            f"扣除医疗自付{money(paid, 'zh')}后，人均{left}，贫困线为{against}。",
        )
    lived_on = listed(parts, lang) if parts else nothing
    return Text(f"{lived_on} a person and year. {rest.en}", f"人均年收入构成：{lived_on}。{rest.zh}").of(lang)


def year_before(track: Track, change: Change | None) -> int:
    """The quarter in which the household is described: a year before the return, or its first one."""
    return track.returned - YEAR if change is not None else max(track.quarters().start, track.returned - YEAR)
