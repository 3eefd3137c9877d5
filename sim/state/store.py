"""A kind of agent as a few two-dimensional arrays, one for each dtype, with named rows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.compiled import compiled

DTYPES = ("f8", "i1", "i2", "i4")


class Column(NamedTuple):
    """One column: its unit and its meaning in English and Chinese."""

    name: str
    unit: str
    en: str
    zh: str


class Block(NamedTuple):
    """Columns that share one dtype, in declaration order."""

    dtype: str
    columns: tuple[Column, ...]

    def row(self, name: str) -> int:
        """Row of the named column within this block's array."""
        for position, column in enumerate(self.columns):
            if column.name == name:
                return position
        raise KeyError(name)


class Kind(NamedTuple):
    """A kind of agent: its name in two languages and its blocks of columns."""

    name: str
    en: str
    zh: str
    blocks: tuple[Block, ...]

    def names(self) -> list[str]:
        """All column names in declaration order, the id first."""
        return ["id", *(column.name for block in self.blocks for column in block.columns)]

    def bytes_per_agent(self) -> int:
        """Bytes of state that one agent takes."""
        return 8 + sum(np.dtype(block.dtype).itemsize * len(block.columns) for block in self.blocks)


CHUNK = 64  # rows copied at a time


@compiled
def moved_together(
    columns: NDArray, to: NDArray[np.int64], source: NDArray[np.int64], length: NDArray[np.int64], chunk: NDArray
) -> None:
    """Move runs of neighbouring rows, first run first, to their places further in front, in every column.

    By way of ``chunk``, shape (CHUNK,): source and place overlap, and a loop over both would take one row at a time.
    """
    for c in range(columns.shape[0]):
        for r in range(to.size):
            done = 0
            while done < length[r]:
                n = min(CHUNK, length[r] - done)
                first, last = (
                    columns[c, source[r] + done : source[r] + done + n],
                    columns[c, to[r] + done : to[r] + done + n],
                )
                for k in range(n):
                    chunk[k] = first[k]
                for k in range(n):
                    last[k] = chunk[k]
                done += n


def to_the_front(blocks: Iterable[NDArray], rows: NDArray[np.int64]) -> None:
    """Move the chosen rows, ascending, to the front of blocks of columns; what stood behind them is void."""
    to = np.flatnonzero(np.diff(rows, prepend=-2) != 1)
    length = np.diff(to, append=rows.size)
    for columns in blocks:
        moved_together(columns, to, rows[to], length, np.empty(CHUNK, dtype=columns.dtype))


class Store:
    """The rows of one kind of agent: ``arrays[dtype]`` of shape (columns, capacity), of which ``n`` rows are in use.

    ``store[name]`` and ``store.id`` show the rows in use. Whoever takes whole arrays keeps to rows 0..n-1.
    """

    def __init__(self, kind: Kind, n: int) -> None:
        self.kind, self.n = kind, n
        self.identities: NDArray[np.int64] = np.arange(n, dtype=np.int64)
        self.arrays = {b.dtype: np.zeros((len(b.columns), n), dtype=b.dtype) for b in kind.blocks}
        self._place = {c.name: (b.dtype, i) for b in kind.blocks for i, c in enumerate(b.columns)}

    @property
    def id(self) -> NDArray[np.int64]:
        """Ids of the rows, shape (n,)."""
        return self.identities[: self.n]

    def __getitem__(self, name: str) -> NDArray:
        """View of one column, shape (n,)."""
        if name == "id":
            return self.id
        dtype, row = self._place[name]
        return self.arrays[dtype][row, : self.n]

    def __contains__(self, name: object) -> bool:
        return name == "id" or name in self._place

    def _with(self, n: int, identities: NDArray[np.int64], arrays: dict[str, NDArray]) -> Store:
        other = Store.__new__(Store)
        other.kind, other._place = self.kind, self._place
        other.n, other.identities, other.arrays = n, identities, arrays
        return other

    def copy(self) -> Store:
        """An independent copy."""
        return self._with(
            self.n, self.id.copy(), {dtype: array[:, : self.n].copy() for dtype, array in self.arrays.items()}
        )

    def take(self, rows: slice | NDArray) -> Store:
        """A new store with the chosen rows, in the order given."""
        chosen = np.arange(self.n)[rows]
        arrays = {dtype: array.take(chosen, axis=1) for dtype, array in self.arrays.items()}
        return self._with(chosen.size, self.identities[chosen], arrays)

    def keep(self, rows: NDArray[np.int64]) -> Store:
        """The chosen rows, ascending, moved together in the memory of this store, which is void from then on.

        Fresh memory would cost more than all that a quarter does with the rows.
        """
        to_the_front((self.identities.reshape(1, -1), *self.arrays.values()), rows)
        return self._with(rows.size, self.identities, self.arrays)

    def feed(self, digest: hashlib._Hash) -> None:
        """Add name, dtype and little-endian bytes of every column, rows by id, to ``digest``.

        Raises ValueError where a column holds NaN or infinity: state never does.
        """
        order = np.argsort(self.id, kind="stable")
        for name in self.kind.names():
            column = self[name]
            if column.dtype.kind == "f" and not np.isfinite(column).all():
                row = int(np.flatnonzero(~np.isfinite(column))[0])
                raise ValueError(f"{self.kind.name}.{name} of id {self.id[row]} is {column[row]}")
            little = np.dtype(column.dtype).newbyteorder("<")
            digest.update(f"{self.kind.name}.{name}:{little.str}\n".encode())
            digest.update(np.ascontiguousarray(column[order]).astype(little, copy=False).tobytes())
