"""A kind of agent as a few two-dimensional arrays, one for each dtype, with named rows."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.compiled import compiled, inlined

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
ROOM = 8  # one spare row for so many rows, so that new ones seldom ask for fresh memory


class Runs(NamedTuple):
    """Runs of neighbouring rows that move together: their first row before and after, and how many they are."""

    source: NDArray[np.int64]
    to: NDArray[np.int64]
    length: NDArray[np.int64]


def runs_between(n: int, gone: NDArray[np.int64], before: NDArray[np.int64]) -> Runs:
    """How ``n`` rows move once those of ``gone`` have left and new ones stand before the rows of ``before``; both ascending."""
    edges = np.unique(np.concatenate((np.array([0, n]), gone, gone + 1, before)))
    first, length = edges[:-1], np.diff(edges)
    place = np.searchsorted(gone, first)
    stays = np.ones(first.size, dtype=np.bool_) if gone.size == 0 else gone[np.minimum(place, gone.size - 1)] != first
    to = first - place + np.searchsorted(before, first, side="right")
    return Runs(first[stays], to[stays], length[stays])


@compiled
def moved(
    columns: NDArray, source: NDArray[np.int64], to: NDArray[np.int64], length: NDArray[np.int64], chunk: NDArray
) -> None:
    """Move runs of rows, ascending, to their places in every column, without memory but ``chunk``, shape (CHUNK,).

    Those that move to the front go first to last, those that move to the back last to first: no run then overwrites
    one that has not moved. By way of ``chunk``, as source and place overlap and a loop over both would take one row at
    a time.
    """
    for c in range(columns.shape[0]):
        for r in range(to.size):
            done = 0
            while to[r] < source[r] and done < length[r]:
                n = min(CHUNK, length[r] - done)
                copied(columns[c], source[r] + done, to[r] + done, n, chunk)
                done += n
        for k in range(to.size):
            r = to.size - 1 - k
            left = length[r]
            while to[r] > source[r] and left > 0:
                n = min(CHUNK, left)
                left -= n
                copied(columns[c], source[r] + left, to[r] + left, n, chunk)


@inlined
def copied(column: NDArray, source: int, to: int, n: int, chunk: NDArray) -> None:
    """Copy ``n`` rows of a column, at most as many as ``chunk`` holds, by way of it."""
    first, last = column[source : source + n], column[to : to + n]
    for k in range(n):
        chunk[k] = first[k]
    for k in range(n):
        last[k] = chunk[k]


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

    def copy(self, room: int = 0) -> Store:
        """An independent copy, with memory for ``room`` more rows; what nobody has written to takes none."""
        return self._with(self.n, *self._copied(self.n + room))

    def _copied(self, capacity: int) -> tuple[NDArray[np.int64], dict[str, NDArray]]:
        """Identities and arrays in fresh memory."""
        identities, arrays = np.empty(capacity, dtype=np.int64), {}
        identities[: self.n] = self.id
        for dtype, array in self.arrays.items():
            arrays[dtype] = np.empty((array.shape[0], capacity), dtype=array.dtype)
            arrays[dtype][:, : self.n] = array[:, : self.n]
        return identities, arrays

    def take(self, rows: slice | NDArray) -> Store:
        """A new store with the chosen rows, in the order given."""
        chosen = np.arange(self.n)[rows]
        arrays = {dtype: array.take(chosen, axis=1) for dtype, array in self.arrays.items()}
        return self._with(chosen.size, self.identities[chosen], arrays)

    def remade(self, gone: NDArray[np.int64], before: NDArray[np.int64], new: Store) -> Store:
        """Without the rows of ``gone``, and with those of ``new`` before the rows of ``before``; both ascending.

        Rows move in the memory of this store, which is void from then on: fresh memory would cost more than all that a
        quarter does with the rows. It is taken only where there are more rows than the memory holds.
        """
        n = self.n - gone.size + new.n
        identities, arrays = self.identities, self.arrays
        if n > identities.size:
            identities, arrays = self._copied(n + n // ROOM)
        runs, place = runs_between(self.n, gone, before), before - np.searchsorted(gone, before) + np.arange(new.n)
        for columns in (identities.reshape(1, -1), *arrays.values()):
            moved(columns, *runs, np.empty(CHUNK, dtype=columns.dtype))
        identities[place] = new.id
        for dtype, array in arrays.items():
            array[:, place] = new.arrays[dtype][:, : new.n]
        return self._with(n, identities, arrays)

    def keep(self, rows: NDArray[np.int64]) -> Store:
        """The chosen rows, ascending, in the memory of this store, which is void from then on."""
        gone = np.ones(self.n, dtype=np.bool_)
        gone[rows] = False
        return self.remade(np.flatnonzero(gone), np.zeros(0, dtype=np.int64), Store(self.kind, 0))

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
