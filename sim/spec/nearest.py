"""The name that was probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher

from sim.spec.declaration import Registry

_CLOSE = 0.6
_LONGEST = 120  # nobody mistypes a longer name, and comparing takes time that grows with the square


def nearest(name: str, candidates: Iterable[str]) -> str:
    """The candidate most like ``name``, or an empty text where none comes near."""
    best, score = "", _CLOSE
    matcher = SequenceMatcher()
    matcher.set_seq2(name.lower()[:_LONGEST])
    for candidate in candidates:
        matcher.set_seq1(candidate.lower())
        if matcher.real_quick_ratio() > score and matcher.quick_ratio() > score and matcher.ratio() > score:
            best, score = candidate, matcher.ratio()
    return best


def meant_or_all(name: str, names: Iterable[str], zh: str) -> tuple[str, str]:
    """What to add to an error, in English and Chinese: the name that was probably meant, else all ``names``.

    ``zh`` says what they are, such as 可用的项.
    """
    names = list(names)
    if meant := nearest(name, names):
        return f"; did you mean {meant}?", f"；是否想写 {meant}？"
    return f"; there are {', '.join(names)}", f"；{zh}：{'、'.join(names)}"


def nearest_path(path: str, names: Registry, section: bool = False) -> str:
    """The parameter, or with ``section`` the section or parameter, that ``path`` was probably meant to be.

    A name under the wrong section, or the Chinese or English name of a parameter in place of its path,
    is recognised too.
    """
    _, _, leaf = path[:_LONGEST].rpartition(".")
    by_name = _by_name(leaf, path, names)
    if by_name:
        return by_name
    candidates = [*names.declarations, *(sorted(names.sections) if section else ())]
    return nearest(path, candidates)


def _by_name(leaf: str, path: str, names: Registry) -> str:
    """The path of the parameter that bears the name ``leaf``, the most similar path where several do."""
    if len(leaf) < 2:
        return ""
    same = [d.path for d in names.declarations.values() if leaf in (d.field, d.param.en, d.param.zh)]
    if not same and not leaf.isascii():
        same = [d.path for d in names.declarations.values() if leaf in d.param.zh or d.param.zh in leaf]
    if not same and not leaf.isascii():
        meant = nearest(leaf, (d.param.zh for d in names.declarations.values()))
        same = [d.path for d in names.declarations.values() if d.param.zh == meant and meant]
    return max(same, key=lambda p: SequenceMatcher(None, p, path[:_LONGEST]).ratio(), default="")
