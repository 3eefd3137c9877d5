"""Published results: what each consists of and how it is made."""

from __future__ import annotations

from sim.published.ablation import ABLATION
from sim.published.concentration import CONCENTRATION
from sim.published.kinds import Published as Published
from sim.published.kinds import Size as Size
from sim.published.kinds import Workplace as Workplace
from sim.published.kinds import label as label
from sim.published.kinds import runs_of as runs_of
from sim.published.shared_nodes import SHARED_NODES
from sim.published.transition import TRANSITION

PUBLISHED: dict[str, Published] = {
    published.name: published for published in (TRANSITION, ABLATION, SHARED_NODES, CONCENTRATION)
}
