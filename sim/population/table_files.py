"""Tables as files: the name that a person gave, the fingerprint, where it lies."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import NamedTuple

from sim.spec import Invalid, Problem


class TableFile(NamedTuple):
    """A table as a person named it, the SHA-256 of its bytes, and where it lies on this machine."""

    file: str
    sha256: str
    place: Path

    def as_json(self) -> dict[str, str]:
        """What decides the numbers, and the name; the place is nobody else's concern."""
        return {"file": self.file, "sha256": self.sha256}


class Inputs(NamedTuple):
    """The tables that a scenario starts from; None where it draws what they would tell."""

    table: TableFile | None = None  # households
    firms: TableFile | None = None
    ties: TableFile | None = None


def fingerprint(file: str) -> TableFile:
    """The file and the SHA-256 of its bytes; ``Invalid`` where it cannot be read."""
    try:
        place = Path(file).absolute()
        return TableFile(file, hashlib.sha256(place.read_bytes()).hexdigest(), place)
    except OSError as wrong:
        why = wrong.strerror or str(wrong)
        en, zh = f"the table cannot be read: {why}", f"表格无法读取（{why}）；请检查文件名，并在 Excel 中关闭该文件"
        raise Invalid([Problem(file, "", 0, "", "", "", en, zh)]) from None


def refuse_changed(found: TableFile) -> None:
    """``Invalid`` where the file is not the one that was named at first."""
    if fingerprint(str(found.place)).sha256 != found.sha256:
        en, zh = "the table was changed after the run began", "表格在模拟开始后被改动"
        raise Invalid([Problem(found.file, "", 0, "", "", "", en, zh)])
