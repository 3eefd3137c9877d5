"""Who belongs to a household: births, steps of age, deaths, weddings, leaving, and couples that mean to split off."""

import numpy as np
import pytest
from counties import LUCK, aged, flow, lived, only
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.compiled import plain
from sim.draws import DEMOGRAPHY, key, uniforms
from sim.population import identical
from sim.processes.hazard import within_quarter
from sim.processes.members import LARGEST
from sim.processes.vital_rates import Demography, death, departure, left_behind, step_of_life

N = 20_000
STILL = {f"demography.{name}": 0.0 for name in (
    "birth_rate", "child_death_rate", "adult_death_rate", "elder_death_rate", "leaving_rate", "wedding_rate",
    "split_rate", "kin_fading",
)}  # fmt: skip
counts = st.integers(0, 7)


def chance(rate):
    """Probability of an event within a quarter, from the library."""
    return -np.expm1(-rate / 4)


def one_quarter(start, **rates):
    """A county after 2021Q1 with demography alone, all rates at zero but those given."""
    values = {**STILL, **{f"demography.{name}": value for name, value in rates.items()}}
    return lived(only("demography", values=values), 1, start)


def assert_share(found, expected, n=N):
    """A count of independent events lies within four standard errors of what is expected."""
    assert abs(found - n * expected) <= 4.0 * np.sqrt(n * expected * (1.0 - expected)), (found, n * expected)


def test_members_grow_older_at_one_over_the_years_of_their_age():
    h = one_quarter(identical(N, children=5, infants=2, adults=6, youths=2)).households
    for code, rate in ((1, 2 / 6), (2, 3 / 10), (3, 2 / 7), (4, 4 / 37)):
        assert_share((h["passage"] == code).sum(), chance(rate))
    assert (h["infants"] == 2 - (h["passage"] == 1)).all() and (h["elders"] == (h["passage"] == 4)).all()
    assert (h["children"] == 5 - (h["passage"] == 2)).all()
    assert (h["adults"] == 6 + (h["passage"] == 2) - (h["passage"] == 4)).all()
    assert (h["youths"] == 2.0 + (h["passage"] == 2) - (h["passage"] == 3)).all()


def test_children_are_born_to_adults():
    h = one_quarter(identical(N, adults=3), birth_rate=0.1).households
    assert_share((h["children"] == 1).sum(), chance(0.3))
    assert (h["infants"] == h["children"]).all() and h["children"].max() == 1
    full = one_quarter(identical(N, adults=LARGEST), birth_rate=0.5).households
    assert not full["children"].any()


@pytest.mark.parametrize(("group", "rate"), [("children", "child"), ("adults", "adult"), ("elders", "elder")])
def test_each_age_group_has_its_death_rate(group, rate):
    start = identical(N, **{"adults": 0, group: 4})
    h = one_quarter(start, **{f"{rate}_death_rate": 0.2}).households
    assert_share((h["passage"] // 8 == 1).sum(), chance(0.8))


def test_a_wedding_moves_one_adult_in_or_out_and_none_on_average():
    h = one_quarter(identical(N, adults=4), wedding_rate=0.5).households
    wed = h["passage"] // 16 == 1
    assert_share(wed.sum(), chance(2.0))
    change = h["adults"].astype(int) + h["elders"] - 4
    assert (np.abs(change[wed]) == 1).all() and not change[~wed].any()
    assert abs(change.sum()) <= 4.0 * np.sqrt(wed.sum())
    assert not one_quarter(identical(N, adults=1), wedding_rate=1.0).households["passage"].max() >= 16
    assert not h["kin_away"].any()


@pytest.mark.parametrize("enough", [1, 2, 3])
def test_an_adult_leaves_only_where_enough_are_present_and_remains_kin(enough):
    for adults in (1, 2, 3, 4):
        h = one_quarter(identical(N // 4, adults=adults, elders=1), leaving_rate=0.2, leaving_adults=enough).households
        expected = chance(0.2 * adults) if adults >= enough else 0.0
        assert_share(h["kin_away"].sum(), expected, N // 4)
        assert (h["adults"].astype(int) + h["elders"] == 1 + adults - h["kin_away"]).all()


def test_ties_with_those_who_have_left_end_one_by_one():
    h = one_quarter(identical(N, adults=2, kin_away=3), kin_fading=0.2).households
    assert_share((h["kin_away"] == 2).sum(), chance(0.6))
    assert set(h["kin_away"].tolist()) == {2, 3}


def test_a_couple_means_to_split_off_where_there_are_enough_adults():
    few, enough = (one_quarter(identical(N, adults=n), split_rate=0.4).households for n in (3, 4))
    assert not few["split"].any()
    assert_share(enough["split"].sum(), chance(0.4))
    assert (enough["adults"].astype(int) + enough["elders"] == 4).all(), "the couple stays until the year has ended"


@pytest.mark.parametrize(("subset", "others"), [("qualified", {}), ("disabled", {}), ("half_power", {"disabled": 1}),
                                                ("migrants", {"disabled": 1}), ("students", {"youths": 2}), ("chronic", {})])  # fmt: skip
def test_whoever_leaves_is_drawn_evenly_from_the_adults(subset, others):
    h = one_quarter(identical(N, adults=4, **{subset: 1}, **others), leaving_rate=0.5).households
    left = (h["kin_away"] == 1) & (h["passage"] == 0)
    share = 1 / 4
    assert_share((h[subset][left] == 0).sum(), share, left.sum())


def test_a_student_of_23_has_a_qualification_and_a_child_of_16_that_left_school_is_told():
    h = one_quarter(identical(N, children=2, out_of_school=1, adults=4, youths=2, students=1)).households
    passed, grown = h["passage"] == 3, (h["passage"] == 2) | (h["passage"] == 5)
    assert_share((h["qualified"] == 1).sum(), chance(2 / 7) / 2)
    assert (h["students"][passed] == 1 - h["qualified"][passed]).all()
    assert_share((h["passage"] == 5).sum(), 0.5, grown.sum())
    assert (h["out_of_school"] == (h["passage"] != 5)).all()


def expected_passage(c, infants, a, youths, e, kin, luck, p):
    """Step, death and wedding of one household by the scalar equations, all rows alike."""
    step = plain(step_of_life)(luck[1], infants, c - infants, youths, a - youths)
    dies, goes = plain(death)(luck[2], c, a, e, p), plain(departure)(luck[3], a, kin, p)
    return step, dies, goes


@pytest.mark.parametrize("quarter", range(84, 92))
def test_no_event_is_missed_by_looking_at_few_rows_only(quarter):
    """The pass takes up only rows whose uniform lies below a hazard; the scalar equations are asked of all."""
    start = aged()
    h = start.households
    h["kin_away"][:] = h.id % 3
    before = {name: h[name].astype(int) for name in ("children", "infants", "adults", "youths", "elders", "kin_away")}
    p = Demography(birth_rate=0.3, child_death_rate=0.2, adult_death_rate=0.1, elder_death_rate=0.3, leaving_rate=0.2,
                   wedding_rate=0.3, split_rate=0.5, kin_fading=0.5)  # fmt: skip
    luck = uniforms(key(LUCK.seed, LUCK.idiosyncratic, quarter), h.id, DEMOGRAPHY, 0)
    rates = {f"demography.{name}": value for name, value in p._asdict().items() if name != "enabled"}
    seen, passages = lived(only("demography", values=rates), 1, start, quarter).households, set()
    for i in range(seen.n):
        step, dies, goes = expected_passage(*(int(column[i]) for column in before.values()), luck[:, i], p)
        if step == 0 or dies == 0:  # together, a step may empty the group of the one who dies
            code = step + (8 if dies else 0) + (16 if goes == 2 else 0)
            assert seen["passage"][i] == code or (step == 2 and seen["passage"][i] == code + 3)
            passages.add(code)
        if goes == 3:
            assert seen["split"][i] == 1
    assert len(passages) > 6


@settings(max_examples=40)
@given(st.data())
def test_no_subset_grows_beyond_its_group(data):
    draw = data.draw
    c, a, e = draw(counts), draw(counts), draw(counts)
    values = {"infants": st.integers(0, c), "youths": st.integers(0, a), "disabled": st.integers(0, a),
              "qualified": st.integers(0, a), "trained": st.integers(0, a), "chronic": st.integers(0, c + a + e)}  # fmt: skip
    held = {name: draw(value) for name, value in values.items()}
    held["half_power"] = draw(st.integers(0, a - held["disabled"]))
    held["students"] = draw(st.integers(0, held["youths"]))
    held["out_of_school"] = draw(st.integers(0, c - held["infants"]))
    rates = {"birth_rate": 0.5, "child_death_rate": 1.0, "adult_death_rate": 1.0, "elder_death_rate": 1.0, "leaving_rate": 0.5,
             "wedding_rate": 1.0, "leaving_adults": 1}  # fmt: skip
    county = lived(only("demography", values={f"demography.{k}": v for k, v in rates.items()}), 3,
                   identical(100, children=c, adults=a, elders=e, **held))  # fmt: skip
    h = {name: county.households[name].astype(int) for name in county.households.kind.names()}
    assert (h["children"] + h["adults"] + h["elders"] <= max(LARGEST, c + a + e)).all()
    for subset, group in ((h["infants"], h["children"]), (h["out_of_school"], h["children"] - h["infants"]), (h["youths"], h["adults"]),
                          (h["students"], h["youths"]), (h["half_power"], h["adults"] - h["disabled"]), (h["qualified"], h["adults"]),
                          (h["trained"], h["adults"]), (h["chronic"], h["children"] + h["adults"] + h["elders"])):  # fmt: skip
        assert (subset >= 0).all() and (subset <= group).all()


def test_a_household_that_dies_out_leaves_everything_behind_and_its_row_with_the_year():
    dying = {"demography.elder_death_rate": 1.0, "demography.adult_death_rate": 1.0}
    start = identical(500, adults=0, elders=1, savings=700.0, informal_debt=30.0, microcredit=9.0, capital=50.0)
    county = lived(only("demography", values=dying), 1, start, first=86)
    gone = county.members() == 0
    assert 20 < gone.sum() < 480
    assert (flow(county, "estate")[gone] == 700.0).all() and not flow(county, "estate")[~gone].any()
    assert (flow(county, "estate_microcredit")[gone] == 9.0).all() and (
        flow(county, "estate_informal")[gone] == 30.0
    ).all()
    for name in ("savings", "capital", "informal_debt", "microcredit"):
        assert not county.households[name][gone].any()
    before = county.households.n
    county.step()  # 2021Q4
    assert county.households.n == before and not flow(county, "estate")[gone].any()
    left = int((county.members() > 0).sum())
    county.step()  # 2022Q1
    assert county.households.n == left < before


def test_nobody_is_born_or_dies_before_2021():
    county = lived(only("demography", values={"demography.birth_rate": 0.5}), 5, identical(200, adults=3), first=78)
    assert county.number == 82 and (county.members() == 3).all()
    county.step()
    assert (county.members() == 3).all()
    county.step()  # 2021Q1
    assert (county.members() > 3).any()


def test_what_passed_last_quarter_is_forgotten_once_demography_is_off():
    values = {"demography.enabled": {"2021Q2": False}, "demography.split_rate": 4.0, "demography.birth_rate": 0.5}
    county = lived(only("demography", values=values), 1, identical(500, adults=4, youths=2))
    assert county.households["passage"].any() and county.households["split"].any()
    county.step()
    assert not county.households["passage"].any() and not county.households["split"].any()


def test_who_is_left_behind():
    alone = plain(left_behind)
    assert alone(1, 0, 2, 2) and alone(0, 1, 1, 1)
    assert not alone(0, 0, 2, 2) and not alone(1, 1, 2, 1) and not alone(1, 0, 0, 0)


@given(st.floats(0.0, 1000.0), st.floats(0.0, 1000.0))
def test_a_hazard_bounds_its_probability(rate, more):
    assert 0.0 <= plain(within_quarter)(rate) <= plain(within_quarter)(rate + more) <= 1.0
    assert plain(within_quarter)(rate) <= 0.25 * rate + 1e-15
