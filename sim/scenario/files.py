"""Where scenario files are found, and reading one without trusting it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from sim.spec import Place, Problem, nearest

SUFFIX = ".toml"
LARGEST = 1024 * 1024  # bytes


def shipped_root() -> Path:
    """The folder that holds ``scenarios`` and ``experiments``: in a wheel, or the repository."""
    package = Path(__file__).parents[1]
    return package / "shipped" if (package / "shipped").is_dir() else package.parent


def search_paths(folder: str = "scenarios") -> tuple[Path, ...]:
    """Folders in which a name is looked up, first one first."""
    return Path.cwd() / folder, shipped_root() / folder


def find(name: str, roots: Sequence[Path]) -> Path | None:
    """The file called ``name``: as a path, or else below one of ``roots``."""
    return _first((Path(name),)) or below(name, roots)


def below(name: str, roots: Sequence[Path]) -> Path | None:
    """The file called ``name``, with or without ``.toml``, below the first of ``roots`` that has it."""
    path = name.replace("\\", "/").removesuffix(SUFFIX) + SUFFIX
    return _first(root / path for root in roots)


def _first(paths: Iterable[Path]) -> Path | None:
    for path in paths:
        try:
            # A folder of that name is no answer, and neither is a device that never ends.
            if path.is_file():
                return path
        except (OSError, ValueError):  # a name that no file can have
            continue
    return None


def names(roots: Sequence[Path]) -> list[str]:
    """Every name that ``find`` knows below ``roots``."""
    found = {path.relative_to(root).with_suffix("").as_posix() for root in roots for path in root.rglob("*" + SUFFIX)}
    return sorted(found)


def name_of(path: Path, roots: Sequence[Path]) -> str:
    """The name under which ``path`` is looked up, or the file's own name where it lies elsewhere."""
    for root in roots:
        if path.resolve().is_relative_to(root.resolve()):
            return path.resolve().relative_to(root.resolve()).with_suffix("").as_posix()
    return path.stem


def display(path: Path) -> str:
    """The path as a person at this folder would write it."""
    full = path.absolute()
    return (full.relative_to(Path.cwd()) if full.is_relative_to(Path.cwd()) else path).as_posix()


def not_found(name: str, roots: Sequence[Path], place: Place) -> Problem:
    """Says that there is no such file, which one may be meant, and where it was looked for."""
    meant = nearest(name, names(roots))
    where = ", ".join(dict.fromkeys(display(root) for root in roots))
    en = f"there is no scenario {name[:200]} (looked in {where})" + (f"; did you mean {meant}?" if meant else "")
    zh = f"没有名为 {name[:200]} 的情景（查找位置：{where}）" + (f"；是否想写 {meant}？" if meant else "")
    return place.problem(en, zh, name)


def text_of(path: Path) -> tuple[str, list[Problem]]:
    """The text of a file, without a byte-order mark; or an empty text and why it cannot be read."""
    place = Place(display(path))
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        en = f"the file cannot be read: {error.strerror or error}"
        return "", [place.problem(en, f"文件无法读取：{error.strerror or error}")]
    if len(content) > LARGEST:
        en = "the file is larger than 1 MiB; a scenario is a few kilobytes"
        return "", [place.problem(en, "文件超过 1 MiB；情景文件一般只有几千字节")]
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        en = "the file is not UTF-8; save it as UTF-8 in the editor"
        zh = "文件不是 UTF-8 编码，请在编辑器中另存为 UTF-8"
        return "", [place.problem(en, zh)._replace(line=line)]
