"""Sizes of the network, counted by hand."""

import numpy as np
import pytest
from counties import population

from sim.network import measured_groups
from sim.network_sizes import RATES, SIZES, sizes


def hand_made():
    """A generated county in which five workers remain, all ex-poor but one, and firms are as said."""
    county = population()
    h, firms, coops = county.households, county.enterprises, county.cooperatives
    for name in ("migrants", "local_workers", "employed", "post", "ex_poor"):
        h[name][:] = 0
    h["employer"][:] = -1
    firms["alive"][:], firms["workshop"][:], firms["jobs"][:] = 0, 0, 7
    firms["alive"][:3], firms["workshop"][:2] = 1, 1
    firms["jobs"][:2] = 10, 14
    coops["alive"][:], coops["shell"][:] = 0, 1
    coops["alive"][:3], coops["shell"][:3] = 1, [1, 0, 0]
    h["ex_poor"][:3] = 1
    h["migrants"][0], h["post"][1], h["employed"][2], h["migrants"][3] = 2, 1, 1, 9
    h["employer"][2] = 0
    return county


def of(county):
    found = sizes(county, measured_groups(county)["ex_poor"])
    return dict(zip(SIZES, found.tolist(), strict=True))


def test_sizes_by_hand():
    county = hand_made()
    found, villages = of(county), county.villages.n
    assert found["enterprises_per_village"] == 1 / villages and found["workshops"] == 2 and found["workshop_jobs"] == 12
    assert found["cooperatives_per_village"] == 3 / villages and found["shells"] == 1 / 3
    assert (found["migrants"], found["posts"], found["in_workshops"]) == (0.5, 0.25, 0.25), "of four ex-poor workers"
    exposed = measured_groups(county)["ex_poor"]
    assert [found[name] for name in ("linked", "twice", "largest_share", "herfindahl")] == [
        exposed.linked, exposed.twice, exposed.largest_share, exposed.herfindahl,
    ]  # fmt: skip
    county.households["employer"][2] = 2
    assert of(county)["in_workshops"] == 0.0, "a job in an enterprise is none in a workshop"


def test_a_part_of_the_county_counts_as_the_whole():
    """It has a fourth of the villages and all enterprises, with a fourth of the jobs."""
    found = of(hand_made()._replace(scale=0.25))
    whole = of(hand_made())
    assert found["enterprises_per_village"] == 0.25 * whole["enterprises_per_village"]
    assert found["workshop_jobs"] == 4 * whole["workshop_jobs"]
    assert (
        found["workshops"] == whole["workshops"]
        and found["cooperatives_per_village"] == whole["cooperatives_per_village"]
    )


def test_what_is_undefined_is_not_zero():
    county = hand_made()
    county.enterprises["alive"][:] = county.cooperatives["alive"][:] = county.households["ex_poor"][:] = 0
    found = of(county)
    undefined = ("workshop_jobs", "shells", "linked", "herfindahl", "migrants", "posts", "in_workshops")
    assert all(np.isnan(found[name]) for name in undefined) and found["workshops"] == 0.0


@pytest.mark.parametrize("name", SIZES)
def test_every_size_has_unit_names_and_a_sound_range(name):
    size = SIZES[name]
    assert size.unit and size.text.en and any("一" <= sign <= "鿿" for sign in size.text.zh)
    assert size.assumed is None or size.assumed[0] < size.assumed[1]
    assert all(low < high for low, high in RATES.values())
