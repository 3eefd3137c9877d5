"""What the public pays enterprises and workshops."""

import numpy as np
import pytest
from counties import aged

from sim.collectives.awards import HALF_YEAR, THREE_YEARS, hiring_subsidy, pay_awards, workshop_award
from sim.levers.channels import Pools
from sim.state.collective import ENTERPRISE_KIND
from sim.state.store import Store

TWO = Pools(first_award=20000.0, second_award=60000.0, award_workers=10)


def test_training_subsidies_follow_the_length_of_contracts():
    pools = Pools(short_subsidy=1000.0, long_subsidy=2000.0, long_contracts=0.25)
    assert hiring_subsidy(np.array([0.0, 1.0, 8.0]), pools).tolist() == [0.0, 1250.0, 10000.0]


@pytest.mark.parametrize(
    ("stable", "awarded", "add_up", "paid"),
    [(1, 0, True, (0.0, 0)), (2, 0, True, (20000.0, 1)), (3, 1, True, (0.0, 1)), (12, 1, True, (60000.0, 2)),
     (12, 1, False, (40000.0, 2)), (13, 2, True, (0.0, 2)), (12, 0, False, (60000.0, 2))],
)  # fmt: skip
def test_workshop_awards_come_once_each(stable, awarded, add_up, paid):
    pools = Pools(first_award=20000.0, second_award=60000.0, awards_add_up=add_up)
    assert workshop_award(stable, awarded, pools) == paid
    assert (HALF_YEAR, THREE_YEARS) == (2, 12)


def workshops():
    store = Store(ENTERPRISE_KIND, 4)
    store["alive"][:], store["workshop"][:] = [1, 1, 0, 1], [1, 1, 1, 0]
    return store


def test_a_workshop_that_falls_below_the_number_begins_anew():
    store, none = workshops(), np.zeros(4)
    paid = []
    for entitled in (10, 10, 9, 10, 10, 10):
        paid.append(pay_awards(store, none, np.full(4, entitled), none, none, 84, 1.0, TWO).workshops)
    assert paid == [0.0, 40000.0, 0.0, 0.0, 0.0, 0.0], "two living workshops, once each"
    assert store["stable"].tolist() == [3, 3, 0, 0] and store["cash"].tolist() == [20000.0, 20000.0, 0.0, 0.0]


def test_what_is_asked_shrinks_with_the_population():
    store, none = workshops(), np.zeros(4)
    for _ in range(2):
        paid = pay_awards(store, none, np.full(4, 1), none, none, 84, 0.1, TWO)
    assert paid.workshops == 40000.0


def test_leading_enterprises_are_paid_at_the_end_of_the_year_for_households_and_funds():
    pools = Pools(award_per_household=100.0, award_on_funds=0.01)
    led, funds = np.array([1, 2, 3, 4]), np.array([0.0, 0.0, 0.0, 5000.0])
    for quarter, expected in ((86, 0.0), (87, 450.0)):
        store = workshops()
        paid = pay_awards(store, np.zeros(4), np.zeros(4), led, funds, quarter, 1.0, pools)
        assert paid.leading == expected and store["cash"].tolist() == [0.0, 0.0, 0.0, expected]


def test_those_that_are_gone_get_nothing():
    store = aged().enterprises
    store["alive"][:] = 0
    many = np.full(store.n, 50)
    pools = Pools(short_subsidy=1.0, long_subsidy=1.0, first_award=1.0, award_per_household=1.0)
    assert pay_awards(store, many, many, many, many.astype(float), 87, 1.0, pools) == (0.0, 0.0, 0.0)
