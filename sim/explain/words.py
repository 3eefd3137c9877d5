"""Numbers, quarters and lists as a person writes them, in either language."""

from __future__ import annotations

from collections.abc import Sequence

from sim.language import Text
from sim.spec import quarter_name

DIGITS = "零一二三四五六七八九十"
NUMBERS = "no one two three four five six seven eight nine ten".split()
QUARTERS = "一二三四"
TEN_THOUSAND = 10_000


def money(amount: float, lang: str) -> str:
    """Yuan, rounded to what a person would say."""
    if amount >= TEN_THOUSAND:
        thousands = round(amount / 1000.0)
        return Text(f"{thousands * 1000:,} yuan", f"{thousands / 10:g}万元").of(lang)
    step = 100 if amount >= 1000.0 else 10
    whole = int(amount / step + 0.5) * step
    return Text(f"{whole:,} yuan", f"{whole}元").of(lang)


def exact(amount: float, lang: str) -> str:
    """Whole yuan, rounded down, so that what is below a line also reads as below it."""
    whole, minus = abs(int(amount // 1)), amount < 0.0
    return Text(f"{'minus ' if minus else ''}{whole:,} yuan", f"{'负' if minus else ''}{whole}元").of(lang)


def percent(share: float) -> str:
    """A share in whole percent."""
    return f"{max(round(100.0 * share), 1)}%"


def count(n: float) -> Text:
    """A small number in words."""
    whole = int(round(n))
    return Text(NUMBERS[whole], DIGITS[whole].replace("二", "两")) if 0 <= whole <= 10 else Text(str(whole), str(whole))


def quarter(number: int, lang: str) -> str:
    """2021Q4 as a person writes it."""
    name = quarter_name(number)
    return Text(name, f"{name[:4]}年{QUARTERS[number % 4]}季度").of(lang)


def period(first: int, last: int, lang: str) -> str:
    """A stretch of quarters."""
    if first == last:
        return quarter(first, lang)
    same = first // 4 == last // 4
    end = f"{QUARTERS[last % 4]}季度" if same else quarter(last, "zh")
    return Text(f"{quarter(first, 'en')} to {quarter(last, 'en')}", f"{quarter(first, 'zh')}至{end}").of(lang)


def listed(parts: Sequence[str], lang: str) -> str:
    """Several things in a row."""
    if lang == "zh":
        return "、".join(parts)
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def sentence(parts: Sequence[str], lang: str) -> str:
    """Clauses as one sentence with its full stop."""
    text = Text("; ", "；").of(lang).join(parts)
    return (text[0].upper() + text[1:] + ".") if lang == "en" else text + "。"
