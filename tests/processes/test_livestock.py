"""Herds: towards their normal size, a product that is sold or kept, deaths by chance, disease and disaster."""

import numpy as np
import pytest
from counties import aged, flow, lived, only, tree_with
from hypothesis import given
from hypothesis import strategies as st

from sim.compiled import plain
from sim.population import identical
from sim.processes.livestock import Livestock, herd_share_lost, product_of_herd, young_kept

amounts = st.floats(0.0, 1e6)
shares = st.floats(0.0, 1.0)
QUIET = {"livestock.death_rate": 0.0}


@given(amounts, amounts, st.floats(0, 3), shares, shares)
def test_a_herd_moves_towards_its_normal_size_and_never_past_it(herd, normal, labour, regrowth, restocking):
    p = Livestock(regrowth=regrowth, restocking=restocking)
    product = plain(product_of_herd)(herd, labour, p)
    kept = plain(young_kept)(herd, normal, product, p)
    after = herd + kept
    assert min(herd, normal) - 1e-6 <= after <= max(herd, normal) + 1e-6
    assert after >= 0.0 and kept <= product + restocking * normal


def test_without_shocks_every_herd_settles_at_its_normal_size_and_all_of_its_product_is_sold():
    start = identical(3, land=5.0)
    start.households["livestock"][:] = [0.0, 1000.0, 9000.0]
    county = lived(only("livestock", values=QUIET), 120, start)
    np.testing.assert_allclose(county.households["livestock"], 4000.0, rtol=1e-3)
    np.testing.assert_allclose(flow(county, "livestock_income"), 0.25 * 0.35 * 4000.0, rtol=1e-3)


def test_what_is_kept_is_not_sold():
    start = identical(1, land=5.0, livestock=2000.0)
    county = lived(only("livestock", values=QUIET), 1, start)
    kept = county.households["livestock"][0] - 2000.0
    assert kept == pytest.approx(0.12 * 2000.0)
    assert flow(county, "livestock_income")[0] == pytest.approx(0.25 * 0.35 * 2000.0 - kept)
    assert flow(county, "business")[0] == flow(county, "livestock_income")[0]


def test_nobody_at_home_means_no_product_but_the_herd_remains():
    away = lived(only("livestock", values={**QUIET, "livestock.restocking": 0.0}), 4,
                 identical(2, adults=1, migrants=1, land=5.0, livestock=1000.0))  # fmt: skip
    assert not flow(away, "livestock_income").any() and (away.households["livestock"] == 1000.0).all()


def test_deaths_come_at_their_rate_and_take_their_share():
    n, rate = 40000, 0.4
    values = {"livestock.death_rate": rate, "livestock.death_loss": 0.35, "livestock.regrowth": 0.0}
    county = lived(only("livestock", values=values), 1, identical(n, land=5.0, livestock=1000.0))
    lost = flow(county, "livestock_lost") / 1000.0
    chance = 1 - np.exp(-rate / 4)
    assert abs((lost > 0).mean() - chance) < 4 * np.sqrt(chance * (1 - chance) / n)
    hit = lost[lost > 0]
    assert abs(hit.mean() - 0.35) < 4 * hit.std() / np.sqrt(hit.size)
    np.testing.assert_allclose(county.households["livestock"], 1000.0 - flow(county, "livestock_lost"))


def test_an_animal_disease_strikes_many_herds_at_once():
    values = {"hazards.animal_disease_rate": 2.0, "hazards.animal_disease_spread": 0.5, **QUIET}
    county, seen = (
        lived(only("livestock", "hazards", values=values), 0, identical(4000, land=5.0, livestock=1000.0)),
        set(),
    )
    for _ in range(8):
        county.step()
        out = county.county["animal_disease"][0] > 0.0
        lost = (flow(county, "livestock_lost") > 0).mean()
        disaster = county.villages["capital_hit"][0] > 0.0
        assert disaster or abs(lost - 0.5 * out) < 4 * np.sqrt(0.25 / 4000) * out + 1e-12
        seen.add(out)
    assert seen == {True, False}


def test_a_disaster_takes_livestock_and_capital_alike():
    values = {"hazards.flood_rate": 2.0, "hazards.flood_capital": 0.9}
    county = lived(
        tree_with(hazards={k.split(".")[1]: v for k, v in values.items()}, livestock={"death_rate": 0.0}), 0, aged()
    )
    for _ in range(6):
        before = county.households["livestock"].copy()
        county.step()
        hit = county.villages["capital_hit"][county.households["village"]]
        if hit.any() and county.county["animal_disease"][0] == 0.0 and before.size == hit.size:
            herd = county.households["livestock"] + flow(county, "livestock_lost")
            np.testing.assert_allclose(flow(county, "livestock_lost"), hit * herd, rtol=1e-9, atol=1e-9)
            return
    pytest.fail("no flood")


@given(st.floats(1e-6, 1 - 1e-6), shares, shares, shares)
def test_no_herd_loses_more_than_itself(u, infected, dies, hit):
    lost = plain(herd_share_lost)(u, infected, dies, hit, Livestock())
    assert hit - 1e-12 <= lost <= 1.0
    assert plain(herd_share_lost)(u, 0.0, 0.0, hit, Livestock()) == pytest.approx(hit)
