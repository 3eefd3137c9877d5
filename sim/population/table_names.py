"""Names of a table as numbers: rows by name, ids that do not depend on the order of rows."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from sim.population.laws import Ints


def numbered(texts: Sequence[str]) -> tuple[Ints, Ints]:
    """Row of each text among the different ones, and these as an array: by value where all are numbers, else by name."""
    different = set(texts)
    digits = all(text.isdecimal() for text in different)
    names = sorted(different, key=lambda text: (int(text), text)) if digits else sorted(different)
    rows = {name: row for row, name in enumerate(names)}
    return np.array([rows[text] for text in texts], dtype=np.int64), np.arange(len(names))


def identities(texts: Sequence[str]) -> Ints:
    """Ids in [0, 2**63): the number itself, or 63 bits of the text's SHA-256, so that rows may come and go."""

    def identity(text: str) -> int:
        if text.isdecimal() and text == str(int(text)) and int(text) < 2**63:
            return int(text)
        return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]) >> 1

    found = np.array([identity(text) for text in texts], dtype=np.int64)
    taken = set[int]()
    for k in np.argsort(found, kind="stable"):
        while int(found[k]) in taken:  # never seen, and then the next number does
            found[k] = (int(found[k]) + 1) % 2**63
        taken.add(int(found[k]))
    return found
