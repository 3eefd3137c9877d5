"""The draws of one block for a stretch of rows, made in a loop of their own so that it vectorises."""

from __future__ import annotations

from sim.compiled import compiled
from sim.draws import Key, uniform, words
from sim.state.frame import Frame


@compiled
def draw(lo: int, hi: int, f: Frame, key: Key, block: int) -> None:
    """Put the four uniforms of ``block`` into the luck columns of rows lo..hi."""
    ids = f.id[lo:hi]
    first, second, third, fourth = f.luck[0][lo:hi], f.luck[1][lo:hi], f.luck[2][lo:hi], f.luck[3][lo:hi]
    for i in range(ids.size):
        a, b, c, d = words(key, ids[i], block, 0)
        first[i] = uniform(a)
        second[i] = uniform(b)
        third[i] = uniform(c)
        fourth[i] = uniform(d)
