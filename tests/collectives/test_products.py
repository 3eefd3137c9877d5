"""Products are named by the scenario; each kind has its law of price and its diseases; wrong names are told."""

import numpy as np
import pytest
from counties import LUCK, SMALL, aged, baseline, flow, lived, only, population, tree_with

from sim.collectives.hazards import KINDS, Hazards, hazards
from sim.collectives.prices import Prices, prices, spreads
from sim.collectives.products import CATALOGUE, CODES, LAWS, PENGSHUI, animals, named, rows_of
from sim.draws import key
from sim.explain.portrait import grown
from sim.explain.track import NAMES, PLACE, Track
from sim.parameters import load_scenario
from sim.population import identical
from sim.population.stores import county_store
from sim.spec import Invalid
from sim.state.collective import PRODUCT_KIND, VILLAGE_KIND
from sim.state.store import Store

GANSU = "cattle, sheep, vegetables, fruit, potatoes, herbs"


def test_the_catalogue_has_pengshui_and_gansu_with_names_and_laws():
    assert [CATALOGUE[row].text.zh for row in rows_of(PENGSHUI)] == ["红薯", "烤烟", "畜牧", "中药材", "经济林", "渔业"]
    assert named(GANSU, "zh") == "牛、羊、蔬菜、果、马铃薯、中药材"
    assert named(GANSU, "en") == "cattle, sheep, vegetables, fruit, potatoes, herbs"
    assert len(set(CODES)) == len(CATALOGUE) and {kind.law for kind in CATALOGUE} == set(LAWS)
    assert [kind.code for kind in CATALOGUE if kind.animal] == ["livestock", "cattle", "sheep"]


def test_the_scenario_names_the_rows_of_the_products():
    place = SMALL._replace(products="sheep, fruit, cattle")
    start = population(place)
    assert [CODES[row] for row in start.products["kind"]] == ["sheep", "fruit", "cattle"]
    assert set(start.households["product"].tolist()) == set(start.villages["product"].tolist()) | {0, 1, 2}
    assert animals(start.products).tolist() == [True, False, True]
    one = population(SMALL._replace(products="potatoes"))
    assert one.products.n == 1 and not one.households["product"].any()
    assert lived(baseline().tree, 2, one).imbalance < 1e-9


@pytest.mark.parametrize(
    "text", ["cattle,sheep", "cattle, sheep", "cattle sheep", "cattle、sheep", '"cattle;sheep"', "牛、羊", "牛,sheep"]
)
def test_names_may_be_parted_in_several_ways_and_are_kept_in_one(text):
    scenario = load_scenario("pengshui/baseline", [f"place.products={text}"])
    assert scenario.tree.value("place.products") == "cattle, sheep"
    assert scenario.tree.digest(64, 123) == load_scenario(
        "pengshui/baseline", ["place.products=cattle,sheep"]
    ).tree.digest(64, 123)


@pytest.mark.parametrize(
    ("text", "en", "zh"),
    [
        ("catle,sheep", '"catle" is not one of sweet_potato | ', "是否想写 cattle？"),
        ("catle,sheep", "did you mean cattle?", "应为下列之一"),
        ("sheep,sheep", "names sheep more than once", "sheep 重复"),
        ("sheep,羊", "names sheep more than once", "sheep 重复"),
        ("马玲薯", '"马玲薯" is not one of', "是否想写 马铃薯？"),
        ("pigs", "is not one of", "cattle 牛 | sheep 羊"),
        ('""', "names nothing; write one or more of", "未写任何名称"),
        ("6", "must be a text in quotes", "应为带引号的文字"),
    ],
)
def test_names_that_are_wrong_are_told_in_both_languages(text, en, zh):
    with pytest.raises(Invalid) as wrong:
        load_scenario("pengshui/baseline", [f"place.products={text}"])
    (problem,) = wrong.value.problems
    assert en in problem.en and zh in problem.zh and "主导产业" in problem.zh and problem.key == "place.products"


def test_every_name_that_is_wrong_is_told():
    with pytest.raises(Invalid) as wrong:
        load_scenario("pengshui/baseline", ["place.products=shep, cattle, frut"])
    assert [problem.value for problem in wrong.value.problems] == ['"shep"', '"frut"']


def of_kinds(*codes):
    products = Store(PRODUCT_KIND, len(codes))
    products["kind"][:] = [CODES.index(code) for code in codes]
    return products


def test_each_kind_swings_by_the_law_of_its_price():
    p = Prices(animals=0.3, herbs=0.2, tobacco=0.01, others=0.1)
    found = spreads(of_kinds("tobacco", "cattle", "livestock", "herbs", "fishery", "fruit"), p)
    assert found.tolist() == [0.01, 0.3, 0.3, 0.2, 0.1, 0.1]


def test_a_price_without_spread_stays_where_it_is():
    products, county = of_kinds("tobacco", "sheep"), county_store()
    for quarter in range(64, 80):
        prices(products, county, key(1, 0, quarter), Prices(tobacco=0.0))
    assert products["price"][0] == 1.0 != products["price"][1]


def test_a_price_is_its_states_by_the_law_whose_mean_is_one():
    products, county, p = of_kinds("sheep", "tobacco", "fruit"), county_store(), Prices(common=0.4)
    products["response_log"][:] = [0.0, 0.1, -0.2]
    prices(products, county, key(1, 0, 90), p)
    spread = spreads(products, p)
    states = np.sqrt(0.4) * county["price_state"][0] + np.sqrt(0.6) * products["price_state"]
    logs = spread * states - 0.5 * spread**2 + [0.0, 0.1, -0.2]
    np.testing.assert_allclose(products["price"], np.exp(logs), rtol=1e-12)
    assert (states != 0.0).all()


@pytest.mark.statistical
def test_prices_have_the_spread_the_persistence_and_the_common_part_that_are_declared():
    """400 histories of ten years, a product of each kind; mean 1; within 4 standard errors."""
    p, n, last = Prices(persistence=0.6, common=0.3), 400, []
    for replicate in range(n):
        products, county, seen = of_kinds(*CODES), county_store(), {}
        for quarter in range(64, 105):
            prices(products, county, key(LUCK.seed, replicate, quarter), p)
            seen[quarter] = np.log(products["price"])
        last.append((seen[100], seen[104]))
    spread = spreads(of_kinds(*CODES), p)
    before, now = (np.array(logs) + 0.5 * spread * spread for logs in zip(*last, strict=True))
    assert (abs(now.std(axis=0) / spread - 1.0) < 4.0 / np.sqrt(2 * n)).all()
    assert (abs(np.exp(now - 0.5 * spread * spread).mean(axis=0) - 1.0) < 4.0 * spread / np.sqrt(n)).all()
    lasting = [np.corrcoef(before[:, k], now[:, k])[0, 1] for k in range(len(CODES))]
    assert abs(np.mean(lasting) - 0.6) < 4.0 * (1 - 0.36) / np.sqrt(n)  # the error of one product, so a wide one
    together = np.corrcoef(now.T)[np.triu_indices(len(CODES), 1)]
    assert abs(together.mean() - 0.3) < 4.0 * (1 - 0.09) / np.sqrt(n)


def test_a_disease_of_animals_hits_animals_and_one_of_plants_the_others():
    none = {f"{kind}_rate": 0.0 for kind in KINDS}
    products, villages, county = of_kinds("cattle", "fruit", "sheep", "tobacco"), Store(VILLAGE_KIND, 1), county_store()
    sick, well = Hazards(**none, plant_disease_rate=0.0, animal_disease_rate=2.0), []
    for quarter in range(84, 100):
        hazards(villages, products, county, key(2, 0, quarter), sick)
        out = county["animal_disease"][0] > 0.0
        lost = products["disease"].copy()
        assert lost[0] == lost[2] and (lost[0] > 0.0) == out and not lost[[1, 3]].any()
        well.append(not out)
    assert 0 < sum(well) < 16
    plants = Hazards(**none, plant_disease_rate=2.0, animal_disease_rate=0.0)
    hit = np.zeros(4)
    for quarter in range(84, 100):
        hazards(villages, products, county, key(2, 0, quarter), plants)
        hit = hit + (products["disease"] > 0.0)
    assert not hit[[0, 2]].any() and hit[[1, 3]].all()


@pytest.mark.statistical
def test_what_an_outbreak_takes_of_animals_has_its_mean():
    p = Hazards(animal_disease_rate=2.0, animal_disease_loss=0.3)
    products, villages, county, lost = of_kinds("cattle"), Store(VILLAGE_KIND, 1), county_store(), []
    for replicate in range(3000):
        hazards(villages, products, county, key(2, replicate, 85), p)
        lost.append(float(products["disease"][0]))
    hit, chance = np.array([loss for loss in lost if loss > 0.0]), 1 - np.exp(-0.5)
    assert abs(hit.size / 3000 - chance) < 4 * np.sqrt(chance * (1 - chance) / 3000)
    assert abs(hit.mean() - 0.3) < 4 * hit.std() / np.sqrt(hit.size)


def test_an_outbreak_takes_the_harvest_of_those_who_keep_animals_only():
    values = {"hazards.animal_disease_rate": 2.0, "hazards.animal_disease_loss": 1.0, "hazards.plant_disease_rate": 0.0,
              **{f"hazards.{kind}_rate": 0.0 for kind in KINDS}}  # fmt: skip
    start = identical(4, adults=1, land=5.0)
    start = start._replace(products=of_kinds("sheep", "fruit"))
    start.products["price"][:] = 1.0
    start.households["product"][:] = [0, 1, 0, 1]
    county, seen = lived(only("farming", "hazards", values=values), 0, start), set()
    for _ in range(8):
        county.step()
        output, out = flow(county, "output"), county.county["animal_disease"][0] > 0.0
        assert (output[[1, 3]] > 0.0).all() and (output[[0, 2]] > 0.0).all() == (not out)
        seen.add(out)
    assert seen == {True, False}


def test_a_portrait_names_what_a_household_grows():
    values = np.zeros((1, len(NAMES)))
    values[0, PLACE["adults"]] = values[0, PLACE["around.village_product"]] = 1.0
    values[0, PLACE["around.product_kind"]] = CODES.index("tobacco")
    text = grown(Track(1, 0, 0, values), 0)
    assert text == ("main product: tobacco", "主要种养烤烟")
    values[0, PLACE["product"]] = 1.0
    assert "本村主导产业" in grown(Track(1, 0, 0, values), 0).zh


def test_products_of_another_county_make_another_county():
    one = lived(tree_with(), 3, aged())
    other = aged()
    other.products["kind"][:] = [CODES.index("herbs"), CODES.index("cattle")]
    assert (one.products["price"] != lived(tree_with(), 3, other).products["price"]).all()
