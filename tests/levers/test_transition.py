"""The calendar of support: its boundaries, its shapes, and the four "no removals", each its own switch."""

import pytest
from counties import aged, baseline, lived
from hypothesis import given
from hypothesis import strategies as st

from sim.levers.transition import Strengths, Transition, foreseen_fall, remaining, strength, strengths
from sim.spec import quarter_number as q

ON = Transition(enabled=True)
CLIFF = ON._replace(shape="cliff")
shapes = st.sampled_from(["kept", "cliff", "linear", "steps"])
transitions = st.builds(ON._replace, shape=shapes, taper_quarters=st.integers(1, 80), steps=st.integers(1, 40))


@pytest.mark.parametrize(
    ("quarter", "kept", "expected"),
    [("2020Q4", True, 1.0), ("2020Q4", False, 1.0), ("2021Q1", True, 1.0), ("2021Q1", False, 0.25),
     ("2025Q4", True, 1.0), ("2025Q4", False, 0.25), ("2026Q1", True, 0.25), ("2026Q1", False, 0.25)],
)  # fmt: skip
def test_strength_at_the_boundaries_of_a_cliff(quarter, kept, expected):
    assert strength(q(quarter), kept, 0.25, CLIFF) == expected


@pytest.mark.parametrize(
    ("shape", "quarter", "expected"),
    [("kept", "2026Q1", 1.0), ("kept", "2030Q4", 1.0), ("cliff", "2026Q1", 0.0),
     ("linear", "2025Q4", 1.0), ("linear", "2026Q1", 11 / 12), ("linear", "2028Q3", 1 / 12), ("linear", "2028Q4", 0.0),
     ("steps", "2025Q4", 1.0), ("steps", "2026Q1", 2 / 3), ("steps", "2026Q4", 2 / 3), ("steps", "2027Q1", 1 / 3),
     ("steps", "2028Q1", 0.0)],
)  # fmt: skip
def test_strength_along_a_taper_of_twelve_quarters_in_three_steps(shape, quarter, expected):
    assert strength(q(quarter), True, 0.0, ON._replace(shape=shape)) == pytest.approx(expected, abs=1e-15)


def test_normal_strength_is_what_a_taper_ends_at():
    halfway = strength(q("2027Q2"), True, 0.5, ON._replace(shape="linear"))
    assert halfway == pytest.approx(0.75)
    assert strength(q("2030Q4"), True, 0.5, ON._replace(shape="linear")) == 0.5


@given(transitions, st.integers(-20, 120))
def test_support_never_rises_and_lies_between_cliff_and_kept(p, after):
    now, later = remaining(after, p), remaining(after + 1, p)
    assert 0.0 <= later <= now <= 1.0
    assert remaining(after, p._replace(shape="cliff")) <= now <= remaining(after, p._replace(shape="kept"))
    if after >= p.taper_quarters and p.shape != "kept":
        assert now == 0.0


@given(st.integers(1, 20), st.integers(1, 20), st.integers(0, 100))
def test_steps_lie_between_cliff_and_linear_if_they_divide_the_taper(length, steps, after):
    p = ON._replace(shape="steps", taper_quarters=length * steps, steps=steps)
    assert remaining(after, p) <= remaining(after, p._replace(shape="linear")) + 1e-12


@given(transitions, st.integers(0, 120))
def test_more_steps_than_quarters_are_one_step_a_quarter(p, after):
    many, one_a_quarter = (p._replace(shape="steps", steps=p.taper_quarters + more) for more in (7, 0))
    assert remaining(after, many) == remaining(after, one_a_quarter)
    assert remaining(after, many) == pytest.approx(remaining(after, p._replace(shape="linear")), abs=1e-12)


def test_without_a_transition_everything_stays():
    for quarter in range(60, 130):
        assert strengths(quarter, Transition(enabled=False, shape="cliff", keep_policy=False)) == Strengths(
            1.0, 1.0, 1.0, 1.0
        )


FIELDS = {"keep_policy": "policy", "keep_help": "help", "keep_supervision": "supervision",
          "keep_responsibility": "responsibility"}  # fmt: skip


@pytest.mark.parametrize("switch", FIELDS)
def test_each_removal_lowers_exactly_the_strength_that_it_names(switch):
    p = ON._replace(shape="linear")
    for quarter in range(q("2020Q1"), q("2031Q1")):
        kept, removed = strengths(quarter, p), strengths(quarter, p._replace(**{switch: False}))
        assert removed._replace(**{FIELDS[switch]: 0.0}) == kept._replace(**{FIELDS[switch]: 0.0})
        normal = getattr(p, switch.replace("keep", "normal"))
        assert getattr(removed, FIELDS[switch]) == (normal if quarter >= q("2021Q1") else 1.0)


@pytest.mark.parametrize("switch", FIELDS)
def test_in_the_county_a_removal_weakens_only_what_it_names(switch):
    normal = {
        f"transition.{name}": 0.25
        for name in ("normal_policy", "normal_help", "normal_supervision", "normal_responsibility")
    }
    on = baseline().tree.with_values({**normal, "transition.enabled": True})
    county = lived(on.with_values({f"transition.{switch}": False}), 1, aged())
    assert county.strengths == Strengths(1.0, 1.0, 1.0, 1.0)._replace(**{FIELDS[switch]: 0.25})
    assert county.county["detection"][0] == county.strengths.supervision
    assert county.county["help"][0] == county.strengths.help
    assert county.pools.posts_per_village == 5.0 * county.strengths.policy


def test_a_fall_is_foreseen_as_far_ahead_as_households_look():
    assert foreseen_fall(q("2025Q4"), CLIFF) == 0.0  # by default nobody does
    far = CLIFF._replace(foreseen=4)
    assert foreseen_fall(q("2024Q4"), far) == 0.0 and foreseen_fall(q("2025Q1"), far) == 1.0
    assert foreseen_fall(q("2026Q1"), far) == 0.0  # it has ended
    assert foreseen_fall(q("2025Q4"), ON._replace(shape="linear", taper_quarters=12, foreseen=3)) == pytest.approx(
        3 / 12
    )
