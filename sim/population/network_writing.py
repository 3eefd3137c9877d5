"""Tables of firms and of ties that the project writes: templates with examples, and the network of a synthetic county."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from sim.collectives.products import CATALOGUE
from sim.population.network_columns import (
    CONTRACTS,
    COOPERATIVE,
    FIRMS,
    JOB,
    KINDS,
    LEADING,
    LINES,
    LOAN,
    MEMBER,
    SALE,
    SHARES,
    TIES,
    WORKSHOP,
)
from sim.population.stores import Population
from sim.population.table_columns import Layout
from sim.population.table_writing import cents, csv_of, whole
from sim.state.forms import ORDERS
from sim.state.store import Store

EXAMPLE = "example, replace 示例，请替换"
FIRM_EXAMPLES: tuple[dict[str, str], ...] = (
    {"code": "Q1", "kind": "龙头企业", "village": "甲村", "product": "红薯", "jobs": "20", "cash": "60000", "capital": "300000",
     "debt": "50000", "remark": EXAMPLE},
    {"code": "C1", "kind": "就业帮扶车间", "village": "甲村", "jobs": "12", "remark": EXAMPLE},
    {"code": "H1", "kind": "合作社", "village": "甲村", "product": "红薯", "capital": "80000", "shell": "否",
     "contracts": "订单；务工", "remark": EXAMPLE},
)  # fmt: skip
TIE_EXAMPLES: tuple[dict[str, str], ...] = (
    {"from": "1", "to": "H1", "line": "社员", "remark": EXAMPLE},
    {"from": "1", "to": "H1", "line": "入股", "amount": "5000", "remark": EXAMPLE},
    {"from": "2", "to": "Q1", "line": "入股", "share": "2", "remark": EXAMPLE},
    {"from": "H1", "to": "Q1", "line": "订单收购", "remark": EXAMPLE},
)  # fmt: skip


def first_words(words: Mapping[str, int]) -> dict[int, str]:
    """The first word of each code."""
    return {code: word for word, code in reversed(list(words.items()))}


KIND_WORDS, LINE_WORDS = first_words(KINDS), first_words(LINES)
FORM_WORDS = first_words(CONTRACTS)


def template(layout: Layout) -> bytes:
    """All headings of a table, and an example of each kind of row."""
    examples = FIRM_EXAMPLES if layout is FIRMS else TIE_EXAMPLES
    return csv_of(layout.columns, [[row.get(column.name, "") for column in layout.columns] for row in examples])


def codes(store: Store) -> list[str]:
    """Codes of enterprises (E), workshops (W) or co-operatives (C)."""
    if store.kind.name == "cooperative":
        return [f"C{i}" for i in store.id]
    return [f"{'W' if workshop else 'E'}{i}" for i, workshop in zip(store.id, store["workshop"], strict=True)]


def firms_of_county(population: Population) -> bytes:
    """The firms of a population that live, as a table."""
    rows = [*_enterprises(population), *_cooperatives(population)]
    columns = [column for column in FIRMS.columns if column.name != "remark"]
    return csv_of(columns, [[row.get(column.name, "") for column in columns] for row in rows])


def _common(population: Population, store: Store) -> list[dict[str, str]]:
    """What all living firms of a store have."""
    living = np.flatnonzero(store["alive"] != 0)
    inhabited = np.bincount(population.households["village"], minlength=population.villages.n) > 0
    kinds = population.products["kind"][store["product"]]
    cells = {
        "code": codes(store),
        "village": [
            str(identity) if lives else ""
            for identity, lives in zip(population.villages.id[store["village"]], inhabited[store["village"]], strict=True)
        ],
        "product": [CATALOGUE[kind].text.zh for kind in kinds],
        **{name: cents(store[name]) for name in ("cash", "capital", "debt")},
        "quality": [f"{quality:.4f}" for quality in store["quality"]],
    }  # fmt: skip
    return [{name: column[row] for name, column in cells.items()} for row in living]


def _enterprises(population: Population) -> Iterator[dict[str, str]]:
    store = population.enterprises
    living = np.flatnonzero(store["alive"] != 0)
    jobs = whole(store["jobs"][living])
    for cells, many, workshop in zip(_common(population, store), jobs, store["workshop"][living], strict=True):
        yield {**cells, "kind": KIND_WORDS[WORKSHOP if workshop else LEADING], "jobs": many}


def _cooperatives(population: Population) -> Iterator[dict[str, str]]:
    """Orders of a co-operative whose buyer is gone are not among its contracts: nobody honours them."""
    store, alive = population.cooperatives, population.enterprises["alive"]
    living = np.flatnonzero(store["alive"] != 0)
    lost = np.array([buyer >= 0 and alive[buyer] == 0 for buyer in store["buyer"]], dtype=bool)
    forms = np.where(lost, store["forms"] & ~ORDERS, store["forms"])[living]
    for cells, bits, shell in zip(_common(population, store), forms.tolist(), store["shell"][living], strict=True):
        words = [word for bit, word in FORM_WORDS.items() if bit and bits & bit]
        contracts = "；".join(words) or FORM_WORDS[0]
        yield {**cells, "kind": KIND_WORDS[COOPERATIVE], "shell": "是" if shell else "否", "contracts": contracts}


def ties_of_county(population: Population) -> bytes:
    """Who hangs on which living firm, as a table.

    A sale to an enterprise that deals in another product, left over from before a co-operative turned to its own, is left out.
    """
    rows = [*_of_households(population), *_sales(population)]
    columns = [column for column in TIES.columns if column.name in ("from", "to", "line", "amount")]
    return csv_of(columns, rows)


def _of_households(population: Population) -> Iterator[Sequence[str]]:
    h = population.households
    ids = whole(h.id)
    firms = {"enterprise": population.enterprises, "cooperative": population.cooperatives}
    none = [""] * h.n
    for link, store, line, counts, amounts in (
        ("employer", firms["enterprise"], JOB, h["employed"] > 0, none),
        ("cooperative", firms["cooperative"], MEMBER, np.ones(h.n, dtype=bool), none),
        ("cooperative", firms["cooperative"], SHARES, h["cooperative_shares"] >= 0.005, cents(h["cooperative_shares"])),
        ("enterprise", firms["enterprise"], SHARES, h["enterprise_shares"] >= 0.005, cents(h["enterprise_shares"])),
        ("enterprise", firms["enterprise"], LOAN, (h["passed_on"] != 0) & (h["microcredit"] >= 0.005), cents(h["microcredit"])),
    ):  # fmt: skip
        at, names = h[link], codes(store)
        living = np.append(store["alive"], 0)[at] != 0  # the last is of none, -1
        for k in np.flatnonzero(living & counts):
            yield ids[k], names[at[k]], LINE_WORDS[line], amounts[k]


def _sales(population: Population) -> Iterator[Sequence[str]]:
    store, enterprises = population.cooperatives, population.enterprises
    sellers, buyers = codes(store), codes(enterprises)
    for k, buyer in enumerate(store["buyer"].tolist()):
        living = store["alive"][k] != 0 and buyer >= 0 and enterprises["alive"][buyer] != 0
        if living and enterprises["product"][buyer] == store["product"][k]:
            yield sellers[k], buyers[buyer], LINE_WORDS[SALE], ""
