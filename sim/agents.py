"""Mesa agents: views of a row. They hold no data of their own."""

from __future__ import annotations

import math
from collections.abc import Callable
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import mesa
import numpy as np

from sim.state.collective import COOPERATIVE_KIND, COUNTY_KIND, ENTERPRISE_KIND, SITE_KIND, VILLAGE_KIND
from sim.state.frame import Frame
from sim.state.households import HOUSEHOLD
from sim.state.store import Kind, Store

if TYPE_CHECKING:
    from sim.model import CountyModel


CLOSE = 0.55  # likeness of names from which on one may be meant for the other
OWN = {"identity", "row", "model", "unique_id", "pos", "cell"}  # what an agent holds itself, for Mesa


class RowAgent(mesa.Agent):
    """An agent whose attributes are the columns of its row; equal to any other view of the same row.

    Setting any other attribute is an ``AttributeError``: it would be a slip, and it would be lost with the view.
    """

    kind: Kind
    model: CountyModel

    def __init__(self, model: CountyModel, identity: int, row: int) -> None:
        self.identity, self.row = identity, row
        super().__init__(model)

    @property
    def store(self) -> Store:
        """The store of this agent's kind, in this agent's model."""
        return self.model.stores[self.kind.name]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RowAgent) and (self.model, self.kind.name, self.identity) == (
            other.model,
            other.kind.name,
            other.identity,
        )

    def __hash__(self) -> int:
        return hash((id(self.model), self.kind.name, self.identity))

    def __setattr__(self, name: str, value: Any) -> None:
        if name not in OWN and not name.startswith("_") and not hasattr(type(self), name):
            meant = ", ".join(get_close_matches(name, self.kind.names(), 3, CLOSE))
            en, zh = (f"; did you mean {meant}?", f"；是否想写 {meant}？") if meant else ("", "")
            kind = self.kind
            raise AttributeError(f"a {kind.en} has no column {name}{en} / {kind.zh}没有“{name}”这一列{zh}")
        super().__setattr__(name, value)

    def live(self, rule: Callable[..., None], frame: Frame, *terms: Any) -> None:
        """Apply one pass of the quarter to this agent's row."""
        rule(self.row, self.row + 1, frame, *terms)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.identity})"


def fits(dtype: np.dtype[Any], value: Any) -> bool:
    """Whether a column of that type can hold the number: finite, and whole and small enough for an integer column."""
    if not isinstance(value, (int, float, np.number, np.bool_)) or not math.isfinite(value):
        return False
    if dtype.kind == "f":
        return True
    limits = np.iinfo(dtype)
    return bool(value == int(value) and limits.min <= value <= limits.max)


def _column(name: str) -> property:
    """A property that reads and writes one column through the instance: two models never share columns."""

    def read(self: RowAgent) -> Any:
        return self.store[name][self.row].item()

    def write(self: RowAgent, value: Any) -> None:
        column = self.store[name]
        if not fits(column.dtype, value):
            kind = self.kind.name
            raise ValueError(
                f"{kind}.{name} cannot hold {value!r} ({column.dtype}) / {kind}.{name} 不能取值 {value!r}（{column.dtype}）"
            )
        column[self.row] = value

    return property(read, write)


def _agent(kind: Kind, name: str, doc: str) -> type[RowAgent]:
    """A Mesa agent class with one property for each column of ``kind``."""
    body: dict[str, Any] = {column: _column(column) for column in kind.names() if column != "id"}
    body.update(kind=kind, __doc__=doc, __module__=__name__)
    return type(name, (RowAgent,), body)


Household = _agent(HOUSEHOLD, "Household", "A rural household of the registry's concept, migrant members included.")
Village = _agent(
    VILLAGE_KIND, "Village", "A village: its collective, its cadres, weather, roads, water, power and internet."
)
Cooperative = _agent(COOPERATIVE_KIND, "Cooperative", "A farmers' co-operative.")
Enterprise = _agent(ENTERPRISE_KIND, "Enterprise", "A leading enterprise or an employment-assistance workshop.")
County = _agent(COUNTY_KIND, "County", "The county government.")
Site = _agent(SITE_KIND, "Site", "A concentrated relocation site: its water and power, its plant.")
AGENTS: dict[str, type[RowAgent]] = {
    cls.kind.name: cls for cls in (Household, Village, Cooperative, Enterprise, County, Site)
}
