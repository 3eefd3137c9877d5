"""Parameters for hypothesis: plausible values, or the edges of what the equations are declared to bear."""

from hypothesis import strategies as st

from sim.parameters import GROUPS
from sim.spec import Declaration, Tree

DECLARED = Tree(GROUPS).declarations
EDGE = 100.0  # upper bounds beyond this are no edge that anybody will reach


def plausible(declared: Declaration) -> st.SearchStrategy:
    """Values that a sensitivity analysis may try."""
    if declared.type is bool:
        return st.booleans()
    if declared.type is str:
        return st.sampled_from(declared.param.choices)
    low, high = declared.param.plausible
    return st.integers(int(low), int(high)) if declared.type is int else st.floats(low, high)


def edges(declared: Declaration) -> st.SearchStrategy:
    """The lowest value allowed, the highest, and the lowest plausible one."""
    if declared.type in (bool, str):
        return plausible(declared)
    low, high = declared.param.bounds
    few = (low, high if high <= EDGE else declared.param.plausible[1], declared.param.plausible[0])
    return st.sampled_from([declared.type(value) for value in few])


def parameters(*groups: str, most: int = 12, values=plausible) -> st.SearchStrategy[dict[str, object]]:
    """Some parameters of ``groups``; no switches of processes, no dates, no forced events."""
    paths = [
        path for path, d in DECLARED.items()
        if d.group in groups and d.group not in ("place", "people", "shocks") and d.field != "enabled"
        and (d.type is not str or d.param.choices)
    ]  # fmt: skip
    if not paths:
        return st.just({})
    chosen = st.lists(st.sampled_from(paths), max_size=most, unique=True)
    return chosen.flatmap(lambda some: st.fixed_dictionaries({path: values(DECLARED[path]) for path in some}))
