"""The latest few things that a process has made, so that it need not make them again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")
KEPT = 2


class Latest(OrderedDict[K, V]):
    """The ``KEPT`` things asked for last, by key."""

    def once(self, key: K, make: Callable[[], V]) -> V:
        """What is kept under the key; else it is made, and what was asked for longest ago goes."""
        if key not in self:
            self[key] = make()
            while len(self) > KEPT:
                self.popitem(last=False)
        self.move_to_end(key)
        return self[key]
