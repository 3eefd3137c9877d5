"""Who opens a farm stay and who gives it up: whole places by village, in the order of one draw; nobody who is not there."""

import numpy as np
from counties import aged

from sim.draws import HOLDING, key, raw_words, uniform
from sim.government.farm_stays import open_and_close
from sim.population import identical
from sim.processes.farm_stays import Tourism
from sim.state.households import FARM_STAY, SMALL_INDUSTRY

LUCK = key(7, 0, 90)
OPEN = Tourism(opening=10.0, closing=0.0, deserted=0.0, farm_stays=5.0, unaided=1.0)


def county(n=60, **columns):
    start = identical(n, able=1, **columns)
    start.villages["visited"][:] = 1
    return start


def test_free_places_go_to_the_first_in_the_order_of_the_draw():
    start = county()
    word = raw_words(LUCK, start.households.id, HOLDING, 0)[0]
    open_and_close(start.households, start.villages, 1.0, LUCK, OPEN)
    opened = np.flatnonzero(start.households["side"] == FARM_STAY)
    assert sorted(opened) == sorted(np.argsort(word)[:5])
    open_and_close(start.households, start.villages, 1.0, LUCK._replace(quarter=91), OPEN)
    assert (start.households["side"] == FARM_STAY).sum() == 5, "the village is full"


def test_they_open_and_end_at_their_rates():
    n, p = 40000, Tourism(opening=0.4, closing=0.3, deserted=0.5, farm_stays=1e9, unaided=1.0)
    for come, side, chance in ((1.0, 0, 1 - np.exp(-0.1)), (0.5, 0, 1 - np.exp(-0.05)), (1.0, FARM_STAY, np.exp(-0.075)),
                               (0.2, FARM_STAY, np.exp(-0.25 * 0.7))):  # fmt: skip
        start = county(n, side=side)
        open_and_close(start.households, start.villages, come, LUCK, p)
        found = (start.households["side"] == FARM_STAY).mean()
        assert abs(found - chance) < 4 * np.sqrt(chance * (1 - chance) / n)


def test_nobody_opens_without_a_hand_visitors_or_a_home_in_the_village():
    start, many = county(7), OPEN._replace(opening=1e9)
    h = start.households
    h["migrants"][0], h["local_workers"][1], h["employed"][2] = 1, 1, 1
    h["relocated"][3], h["relocated"][4] = 1, 2
    h["side"][5] = SMALL_INDUSTRY
    open_and_close(h, start.villages, 1.0, LUCK, many)
    assert h["side"].tolist() == [0, 0, 0, 0, FARM_STAY, FARM_STAY, FARM_STAY]
    for come, visited in ((0.0, 1), (1.0, 0)):
        other = county(7)
        other.villages["visited"][:] = visited
        open_and_close(other.households, other.villages, come, LUCK, many)
        assert not other.households["side"].any()


def test_an_empty_house_gives_up_its_farm_stay_and_elders_keep_it():
    start = county(4, side=FARM_STAY)
    h = start.households
    h["migrants"][:] = [1, 1, 0, 1]
    h["elders"][1] = 1
    h["side"][3] = SMALL_INDUSTRY
    open_and_close(h, start.villages, 1.0, LUCK, OPEN._replace(opening=0.0))
    assert h["side"].tolist() == [0, FARM_STAY, FARM_STAY, SMALL_INDUSTRY]


def test_a_place_that_falls_free_is_filled_in_the_same_quarter_and_no_village_has_more_than_its_places():
    start = aged()
    p = Tourism(opening=3.0, closing=2.0, farm_stays=6.0, unaided=0.5)
    start.villages["visited"][:], start.villages["facilities"][:] = 1, 0.0
    start.households["side"][:] = 0
    for quarter in range(12):
        open_and_close(start.households, start.villages, 1.0, LUCK._replace(quarter=90 + quarter), p)
        village = start.households["village"][start.households["side"] == FARM_STAY]
        assert np.bincount(village, minlength=start.villages.n).tolist() == [3] * start.villages.n


def test_one_draw_is_the_uniform_of_its_word():
    """What decides is the uniform that the same word gives elsewhere."""
    start, p = county(500), Tourism(opening=1.0, farm_stays=1e9, unaided=1.0)
    word = raw_words(LUCK, start.households.id, HOLDING, 0)[0]
    open_and_close(start.households, start.villages, 1.0, LUCK, p)
    wants = np.array([uniform(int(w)) for w in word]) < 1 - np.exp(-0.25)
    assert ((start.households["side"] == FARM_STAY) == wants).all() and wants.any()
