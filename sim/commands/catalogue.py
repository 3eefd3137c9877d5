"""The scenarios and experiments that there are, and which one a person meant. Imports nothing heavy."""

from __future__ import annotations

import tomllib
from difflib import get_close_matches
from pathlib import Path

from sim.language import Text
from sim.scenario import find, names, search_paths
from sim.spec import Problem

KINDS = {"scenarios": Text("scenario", "情景"), "experiments": Text("experiment", "实验")}
KEYS = {"scenarios": ("scenario", "name"), "experiments": ("experiment", "title")}


def titles(folder: str = "scenarios") -> dict[str, Text]:
    """Every name below the usual folders with its title; the name stands in where a file cannot be read."""
    roots = search_paths(folder)
    return {name: _title(find(name, roots), name, *KEYS[folder]) for name in names(roots)}


def _title(path: Path | None, name: str, section: str, key: str) -> Text:
    try:
        found = tomllib.loads(path.read_bytes().decode("utf-8-sig"))[section][key] if path else name
        return Text(found["en"], found["zh"]) if isinstance(found, dict) else Text(str(found), str(found))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return Text(name, name)


def missing(name: str, folder: str = "scenarios") -> Problem | None:
    """Says that there is no such file and what there is; None where there is one."""
    if find(name, search_paths(folder)) is not None:
        return None
    kind, known = KINDS[folder], titles(folder)
    meant = _meant(name, known)
    if not name.strip():
        en, zh = f"the {kind.en} has no name", f"{kind.zh}名称为空"
    elif _is_folder(name):
        en, zh = f"{name} is a folder, not a file", f"{name} 是文件夹，不是{kind.zh}文件"
    else:
        en, zh = f"there is no {kind.en} {name[:200]}", f"没有名为 {name[:200]} 的{kind.zh}"
    if meant:
        en, zh = f"{en}; did you mean {' or '.join(meant)}?", f"{zh}；是否想写 {' 或 '.join(meant)}？"
    else:
        en, zh = f"{en}; there are {', '.join(known)}", f"{zh}；可用的{kind.zh}：{'、'.join(known)}"
    return Problem("", "", 0, name, "", "", en, zh)


def _is_folder(name: str) -> bool:
    try:
        return Path(name).is_dir()
    except (OSError, ValueError):
        return False


def _meant(name: str, known: dict[str, Text]) -> list[str]:
    """A file without its ending, scenarios whose titles hold these words, or a name like this one."""
    if find(f"{name}.toml", (Path.cwd(),)) is not None:
        return [f"{name}.toml"]
    words = name.lower()
    if inside := [other for other, text in known.items() if len(words) > 1 and words in f"{text.zh} {text.en.lower()}"]:
        return inside
    leaves = {other.rpartition("/")[2]: other for other in known}
    return get_close_matches(name, known, 1) or [leaves[leaf] for leaf in get_close_matches(name, leaves, 1)]
