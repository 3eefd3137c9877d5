"""Mesa agents: views of a row. They hold no data of their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import mesa

from sim.state.collective import COOPERATIVE_KIND, COUNTY_KIND, ENTERPRISE_KIND, VILLAGE_KIND
from sim.state.frame import Frame
from sim.state.households import HOUSEHOLD
from sim.state.store import Kind, Store

if TYPE_CHECKING:
    from sim.model import CountyModel


class RowAgent(mesa.Agent):
    """An agent whose attributes are the columns of its row; equal to any other view of the same row."""

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

    def live(self, rule: Callable[..., None], frame: Frame, *terms: Any) -> None:
        """Apply one pass of the quarter to this agent's row."""
        rule(self.row, self.row + 1, frame, *terms)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.identity})"


def _column(name: str) -> property:
    """A property that reads and writes one column through the instance: two models never share columns."""

    def read(self: RowAgent) -> Any:
        return self.store[name][self.row].item()

    def write(self: RowAgent, value: Any) -> None:
        self.store[name][self.row] = value

    return property(read, write)


def _agent(kind: Kind, name: str, doc: str) -> type[RowAgent]:
    """A Mesa agent class with one property for each column of ``kind``."""
    body: dict[str, Any] = {column: _column(column) for column in kind.names() if column != "id"}
    body.update(kind=kind, __doc__=doc, __module__=__name__)
    return type(name, (RowAgent,), body)


Household = _agent(HOUSEHOLD, "Household", "A rural household of the registry's concept, migrant members included.")
Village = _agent(VILLAGE_KIND, "Village", "A village: its collective, weather and infrastructure.")
Cooperative = _agent(COOPERATIVE_KIND, "Cooperative", "A farmers' co-operative.")
Enterprise = _agent(ENTERPRISE_KIND, "Enterprise", "A leading enterprise or an employment-assistance workshop.")
County = _agent(COUNTY_KIND, "County", "The county government.")
AGENTS: dict[str, type[RowAgent]] = {
    cls.kind.name: cls for cls in (Household, Village, Cooperative, Enterprise, County)
}
