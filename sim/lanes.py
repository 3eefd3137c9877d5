"""How a household pass visits its rows: compiled over tiles, on several threads, or one agent at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from sim.compiled import compiled, machine_code, plain
from sim.processes.kin import kin_help, pooling
from sim.record.adding import record
from sim.record.payments import village_payments
from sim.state.frame import Frame

TILE = 4096  # households; whole villages are added until a tile has that many
SHARED = 4  # times as large on several threads, which wait for each other between calls
FEW = 4  # tiles for which it does not pay to look up the machine code first
Pass = Callable[..., None]
Step = tuple[Any, ...]  # a pass and what it takes after (lo, hi, frame)
IN_ORDER = (
    record,
    village_payments,
    pooling,
    kin_help,
)  # sums: their rows are added in order, so they belong to no agent


class Lane(Protocol):
    """Runs the steps of one phase over all households."""

    def visit(self, frame: Frame, village: NDArray[np.int32], steps: Sequence[Step]) -> None:
        """Apply each step to every row. A pass writes its own rows only, so the order of rows cannot matter."""

    def close(self) -> None:
        """Release what the lane holds."""


def tiles(village: NDArray[np.int32], size: int = TILE) -> list[tuple[int, int]]:
    """Row ranges of whole villages with about ``size`` households each; ``village`` is sorted."""
    bounds = [0, *tile_ends(village, size).tolist()]
    return list(zip(bounds[:-1], bounds[1:], strict=True))


@compiled
def tile_ends(village: NDArray[np.int32], size: int) -> NDArray[np.int64]:
    """One past the last row of each tile."""
    ends = np.empty(village.size, dtype=np.int64)
    n, first = 0, 0
    for i in range(1, village.size + 1):
        if i == village.size or (i - first >= size and village[i] != village[i - 1]):
            ends[n] = i
            n += 1
            first = i
    return ends[:n].copy()


def kind_of(value: Any) -> tuple[Any, ...]:
    """What decides numba's type of a number, a named tuple of numbers or an array."""
    if isinstance(value, tuple):
        return type(value), *map(type, value)
    if isinstance(value, np.ndarray):
        return value.dtype, value.ndim, value.flags.c_contiguous, value.flags.writeable
    return (type(value),)


class CompiledLane:
    """Compiled passes, tile by tile, on ``threads`` threads. Results do not depend on their number."""

    def __init__(self, threads: int = 1) -> None:
        self.pool = ThreadPoolExecutor(threads) if threads > 1 else None
        self.code: dict[tuple[Any, ...], Pass] = {}  # of passes, by the types of what they take

    def bound(self, frame: Frame, kinds: tuple[Any, ...], step: Step) -> Step:
        """The step with its machine code in place of the pass: numba looks at types once. ``kinds`` are the frame's."""
        key = step[0], kinds, *map(kind_of, step[1:])
        if key not in self.code:
            self.code[key] = machine_code(step[0], 0, 0, frame, *step[1:])
        return self.code[key], *step[1:]

    def visit(self, frame: Frame, village: NDArray[np.int32], steps: Sequence[Step]) -> None:
        """Run all steps on one tile after another, so that a tile's columns stay in the cache."""
        cut = tiles(village) if self.pool is None else tiles(village, SHARED * TILE)
        if len(cut) > FEW:
            kinds = tuple(map(kind_of, frame))
            steps = [self.bound(frame, kinds, step) for step in steps]

        def on_tile(tile: tuple[int, int]) -> None:
            for step in steps:
                step[0](*tile, frame, *step[1:])

        if self.pool is None:
            for tile in cut:
                on_tile(tile)
        else:
            list(self.pool.map(on_tile, cut))

    def close(self) -> None:
        """Release the threads."""
        if self.pool is not None:
            self.pool.shutdown()


class Shuffled(Protocol):
    """A set of agents that acts in random order, such as Mesa's ``AgentSet``."""

    def shuffle_do(self, method: str, *args: Any) -> Any:
        """Call the named method of each agent, in an order shuffled anew."""


class AgentsLane:
    """Plain Python, one agent at a time, in an order shuffled anew for each pass.

    ``households`` gives the agents; each has a method ``live(rule, frame, *terms)`` that applies a pass to its row.
    """

    def __init__(self, households: Callable[[], Shuffled]) -> None:
        self.households = households

    def visit(self, frame: Frame, village: NDArray[np.int32], steps: Sequence[Step]) -> None:
        """Run each step over all agents before the next step; sums run once, in row order."""
        for step in steps:
            rule = plain(step[0])
            if step[0] in IN_ORDER:
                rule(0, int(village.size), frame, *step[1:])
            else:
                self.households().shuffle_do("live", rule, frame, *step[1:])

    def close(self) -> None:
        """Nothing to release."""
