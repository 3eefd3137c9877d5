"""Luck: Random123's own vectors, the same words in both lanes, and a registry that cannot drift."""

import warnings

import numpy as np
import pytest

from sim import draws
from sim.compiled import compiled, plain
from sim.draws import BLOCKS, LABOUR, POOLS, Key, child_id, key, one_word, philox, raw_words, uniform, uniforms, words

# Random123 1.14, tests/kat_vectors, "philox4x32 10": counter, key, result.
KNOWN_ANSWERS = [
    "00000000 00000000 00000000 00000000 00000000 00000000 6627e8d5 e169c58d bc57ac4c 9b00dbd8",
    "ffffffff ffffffff ffffffff ffffffff ffffffff ffffffff 408f276d 41c83b0e a20bc7c6 6d5451fd",
    "243f6a88 85a308d3 13198a2e 03707344 a4093822 299f31d0 d16cfe09 94fdcceb 5001e420 24126ea1",
]
LANES = {"compiled": lambda f: f, "plain": plain}


@pytest.fixture(params=LANES)
def lane(request):
    """Turns a compiled function into the lane's; a warning fails the test."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield LANES[request.param]


def philox_by_the_paper(counter, key):
    """Salmon et al. (2011), section 3.2, in whole numbers; written apart from the model."""
    (c0, c1, c2, c3), (k0, k1) = counter, key
    for _ in range(10):
        high0, low0 = divmod(0xD2511F53 * c0, 2**32)
        high1, low1 = divmod(0xCD9E8D57 * c2, 2**32)
        c0, c1, c2, c3 = high1 ^ c1 ^ k0, low1, high0 ^ c3 ^ k1, low0
        k0, k1 = (k0 + 0x9E3779B9) % 2**32, (k1 + 0xBB67AE85) % 2**32
    return c0, c1, c2, c3


@pytest.mark.parametrize("line", KNOWN_ANSWERS)
def test_known_answers(lane, line):
    c0, c1, c2, c3, k0, k1, *answer = (int(word, 16) for word in line.split())
    assert lane(philox)(c0, c1, c2, c3, k0, k1) == tuple(answer)
    signed_id = (c1 << 32 | c0) - ((c1 >> 31) << 64)  # as an int64 holds these bits
    of_quarter = Key(k0, k1, c2, c3 >> 20)
    assert lane(words)(of_quarter, signed_id, c3 & 1023, (c3 >> 10) & 1023) == tuple(answer)


def test_the_counter_is_laid_out_as_the_design_says(lane):
    of_quarter = key(seed=2**40 + 7, replicate=3, quarter=64)
    assert of_quarter == (7, 256, 3, 64)
    expected = philox_by_the_paper((5, 2, 3, 64 * 2**20 + 9 * 2**10 + 17), (7, 256))
    assert lane(words)(of_quarter, 2 * 2**32 + 5, 17, 9) == expected


def test_whole_populations_agree_with_single_draws_and_with_the_paper(lane):
    rng = np.random.default_rng(0)
    ids = np.concatenate([np.arange(40), rng.integers(0, 2**63 - 1, 60)])
    of_quarter = key(2**64 - 1, 2**32 - 1, 2**12 - 1)
    drawn = lane(raw_words)(of_quarter, ids, LABOUR, 1023)
    assert (drawn.shape, drawn.dtype) == ((4, 100), np.int64)
    last = 4095 << 20 | 1023 << 10 | LABOUR
    for i, whole in enumerate(ids.tolist()):
        counter = whole % 2**32, whole >> 32, 2**32 - 1, last
        assert tuple(drawn[:, i]) == philox_by_the_paper(counter, (2**32 - 1, 2**32 - 1))
        assert lane(words)(of_quarter, ids[i], LABOUR, 1023) == tuple(drawn[:, i])  # a numpy integer
    np.testing.assert_array_equal(lane(uniforms)(of_quarter, ids, LABOUR, 1023), (drawn + 0.5) * 2.0**-32)


def test_a_uniform_number_is_never_zero_or_one(lane):
    assert lane(uniform)(0) == 2.0**-33
    assert lane(uniform)(2**32 - 1) == 1 - 2.0**-33


def test_uniform_numbers_are_uniform_and_unrelated():
    """Mean 1/2, variance 1/12, correlations 0 between streams, quarters, blocks: 5 standard errors."""
    n = 20_000
    rows = [uniforms(key(1, 0, q), np.arange(n), b, 0) for q in (64, 65) for b in (0, 1)]
    drawn = np.concatenate(rows)
    assert np.all(np.abs(drawn.mean(axis=1) - 0.5) < 5 * np.sqrt(1 / 12 / n))
    assert np.all(np.abs(drawn.var(axis=1) - 1 / 12) < 5 * np.sqrt(1 / 180 / n))
    related = np.corrcoef(drawn)[np.triu_indices(len(drawn), 1)]
    assert np.all(np.abs(related) < 5 / np.sqrt(n))


@pytest.mark.parametrize("bad", [(-1, 0, 0), (2**64, 0, 0), (0, -1, 0), (0, 2**32, 0), (0, 0, 4096)])
def test_a_key_outside_its_range_is_refused(bad):
    with pytest.raises(ValueError, match=r"outside \[0, 2\*\*(64|32|12)\)"):
        key(*bad)


def test_all_problems_of_a_key_are_told_at_once():
    with pytest.raises(ValueError, match=r"seed = -1 .*; replicate = -2 .*; quarter = 9999 "):
        key(-1, -2, 9999)


def test_numbers_of_blocks_are_never_changed():
    """A number is part of every published result: add to this list, never edit it."""
    assert {b.name: b.number for b in BLOCKS} == {
        "DEMOGRAPHY": 0, "HEALTH": 1, "LABOUR": 2, "EARNINGS": 3, "CAPITAL": 4, "CREDIT": 5, "MONITORING": 6,
        "SAFETY_NET": 7, "POOLS": 8, "SUPPORT": 9, "SCHOOLING": 10, "LIVING": 11, "HOLDING": 12, "FIELDS": 13,
        "ADVERSITY": 14, "TRAITS": 16, "COMPOSITION": 17, "REGISTRATION": 18,
        "START": 19, "LIFE_STAGES": 20, "DWELLING": 21, "WEATHER": 32, "TOWNSHIP": 33, "PRICE": 34, "COUNTY": 35, "NATION": 36,
        "COOPERATIVE": 37, "ENTERPRISE": 38, "HAZARD": 39, "VILLAGE_TRAITS": 40,
        "COOPERATIVE_TRAITS": 41, "ENTERPRISE_TRAITS": 42, "EXPOSURE": 43, "LOGISTICS": 44, "TOWNSHIP_TRAITS": 45,
        "SYSTEMS": 48, "SITE": 49, "VILLAGE_CADRES": 50, "FORCED": 56, "FORCED_LOTS": 57, "TOURISM": 58,
        "HOUSES": 59, "SITE_LIFE": 60,
    }  # fmt: skip


def test_each_block_has_a_number_a_constant_a_group_and_a_text_in_both_languages():
    assert len({b.number for b in BLOCKS}) == len({b.name for b in BLOCKS}) == len(BLOCKS)
    for block in BLOCKS:
        assert getattr(draws, block.name) == block.number
        assert 0 <= block.number < draws.CHILD
        assert block.luck in ("initial", "covariate", "idiosyncratic")
        stress_test = draws.FORCED <= block.number <= draws.FORCED_LOTS  # these stand together, whatever the kind
        assert stress_test == block.name.startswith("FORCED")
        later = draws.FORCED_LOTS < block.number  # numbered as they came
        assert stress_test or later or (block.kind == "household") == (block.number < 32)
        used = [stream for stream in block.streams if stream != "idle"]
        assert len(block.streams) == 4 and len(set(used)) == len(used) > 0
        assert block.en.isascii() and block.zh and not block.zh.isascii()


def test_a_childs_id_is_stable_and_fits_63_bits():
    parents = [0, 1, 27_771, 2**63 - 1]
    ids = [child_id(1, parent, quarter, k) for parent in parents for quarter in (64, 65) for k in (0, 1)]
    assert len(set(ids)) == len(ids)
    assert all(0 <= child < 2**63 for child in ids)
    assert child_id(1, 27_771, 64, 0) == 5273490341898577263
    expected = philox_by_the_paper((5, 0, 0, 64 * 2**20 + 2 * 2**10 + 1023), (1, 0))
    assert child_id(1, 5, 64, 2) == (expected[1] % 2**31) * 2**32 + expected[0]


def test_a_loop_that_draws_gives_what_the_population_helper_gives():
    @compiled
    def first_stream(of_quarter, ids):
        total = 0.0
        for i in range(ids.size):
            w0, _, _, _ = words(of_quarter, ids[i], LABOUR, 0)
            total += uniform(w0)
        return total

    ids = np.arange(1000)
    drawn = uniforms(key(1, 0, 64), ids, LABOUR, 0)[0]
    assert first_stream(key(1, 0, 64), ids) == np.cumsum(drawn)[-1]  # added one by one


def test_one_stream_alone_is_that_stream_of_all_four():
    ids = np.arange(50, dtype=np.int64) * 7919
    now = key(5, 3, 90)
    for position, stream in enumerate(raw_words(now, ids, POOLS, 2)):
        assert (one_word(now, ids, POOLS, 2, position) == stream).all()


@compiled
def _compared(key, n):
    """How often each word lies in the upper half of its range, seen in three ways."""
    found = np.zeros(3, np.int64)
    for i in range(n):
        for word in words(key, i, 3, 0):
            found[0] += 1 if word >= 2147483648 else 0
            found[1] += word >> 31
            found[2] += 1 if uniform(word) > 0.5 else 0
    return found


def test_words_may_be_compared_in_compiled_code():
    """Products that promised not to overflow made LLVM take the highest bit of a word for another."""
    k = key(5, 0, 84)
    seen = _compared(k, 2000)
    assert seen.tolist() == plain(_compared)(k, 2000).tolist() and len(set(seen.tolist())) == 1
