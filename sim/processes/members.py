"""Members come and go: what a household's subsets lose or gain with a member drawn evenly from its age group.

A draw of a place among the members decides which subsets the member belongs to: the first places of the adults are
youths (the first of these students), or disabled and then half labour power, and the last ones work away.
"""

from __future__ import annotations

from sim.compiled import inlined
from sim.draws import DEMOGRAPHY, Key, uniform, words
from sim.state import households
from sim.state.frame import Frame

LARGEST = 20  # persons; no household of the registry grows beyond it


@inlined
def drawn(word: int, subset: int, group: int) -> bool:
    """Whether a member drawn evenly from ``group`` members is one of the ``subset`` among them (E38)."""
    return uniform(word) * group < subset


@inlined
def at_most(count: int, limit: int) -> int:
    """A count of persons, cut at the size of the group that they belong to."""
    return count if count < limit else limit


@inlined
def fewer(row: int, i: int, less: bool, f: Frame) -> None:
    """Take one person out of a count of household ``i``."""
    held = int(f.count[row, i])
    f.count[row, i] = held - 1 if less and held > 0 else held


@inlined
def enter_school(i: int, f: Frame) -> None:
    """A child turns 6."""
    fewer(households.INFANTS, i, True, f)


@inlined
def grow_up(i: int, f: Frame, key: Key) -> bool:
    """A child turns 16; whether it had left school."""
    count = f.count
    children, adults, youths = (
        int(count[households.CHILDREN, i]), int(count[households.ADULTS, i]), int(count[households.YOUTHS, i]),
    )  # fmt: skip
    pupils, absent = children - int(count[households.INFANTS, i]), int(count[households.OUT_OF_SCHOOL, i])
    had_left = absent > 0 and drawn(words(key, f.id[i], DEMOGRAPHY, 4)[0], absent, pupils)
    count[households.CHILDREN, i] = children - 1
    count[households.ADULTS, i] = adults + 1
    count[households.YOUTHS, i] = youths + 1
    fewer(households.OUT_OF_SCHOOL, i, had_left, f)
    return had_left


@inlined
def turn_23(i: int, f: Frame, key: Key) -> None:
    """A youth turns 23; one who is still at school leaves it with a qualification."""
    count = f.count
    youths, students, qualified = (
        int(count[households.YOUTHS, i]), int(count[households.STUDENTS, i]), int(count[households.QUALIFIED, i]),
    )  # fmt: skip
    at_school = students > 0 and drawn(words(key, f.id[i], DEMOGRAPHY, 4)[0], students, youths)
    count[households.YOUTHS, i] = youths - 1
    fewer(households.STUDENTS, i, at_school, f)
    count[households.QUALIFIED, i] = qualified + 1 if at_school else qualified


@inlined
def retire(i: int, f: Frame, key: Key) -> None:
    """An adult turns 60."""
    leave_working_age(i, f, words(key, f.id[i], DEMOGRAPHY, 4))
    f.count[households.ELDERS, i] = int(f.count[households.ELDERS, i]) + 1


@inlined
def drop_adult(i: int, f: Frame, key: Key, index: int) -> None:
    """An adult dies or leaves; ``index`` numbers the draw."""
    count, word = f.count, words(key, f.id[i], DEMOGRAPHY, index)
    youths, adults = int(count[households.YOUTHS, i]), int(count[households.ADULTS, i])
    young = drawn(word[0], youths, adults)
    student = drawn(word[0], int(count[households.STUDENTS, i]), adults)
    fewer(households.YOUTHS, i, young, f)
    fewer(households.STUDENTS, i, student, f)
    lose_chronic(i, word[3], f)
    leave_working_age(i, f, word)


@inlined
def leave_working_age(i: int, f: Frame, word: tuple[int, int, int, int]) -> None:
    """An adult is no longer one: what labour power, work and qualification the household loses."""
    count = f.count
    adults, disabled, half = (
        int(count[households.ADULTS, i]), int(count[households.DISABLED, i]), int(count[households.HALF_POWER, i]),
    )  # fmt: skip
    migrants, qualified, trained = (
        int(count[households.MIGRANTS, i]), int(count[households.QUALIFIED, i]), int(count[households.TRAINED, i]),
    )  # fmt: skip
    unable, weak = drawn(word[1], disabled, adults), drawn(word[1], disabled + half, adults)
    fewer(households.DISABLED, i, unable, f)
    fewer(households.HALF_POWER, i, weak and not unable, f)
    fewer(households.MIGRANTS, i, not drawn(word[1], adults - migrants, adults), f)
    fewer(households.QUALIFIED, i, drawn(word[2], qualified, adults), f)
    fewer(households.TRAINED, i, drawn(word[2], trained, adults), f)
    count[households.ADULTS, i] = adults - 1


@inlined
def lose_chronic(i: int, word: int, f: Frame) -> None:
    """The member who is lost may have been one of the chronically ill."""
    count = f.count
    persons = int(count[households.CHILDREN, i]) + int(count[households.ADULTS, i]) + int(count[households.ELDERS, i])
    fewer(households.CHRONIC, i, drawn(word, int(count[households.CHRONIC, i]), persons), f)


@inlined
def bury_elder(i: int, f: Frame, key: Key) -> None:
    """An elder dies."""
    lose_chronic(i, words(key, f.id[i], DEMOGRAPHY, 3)[3], f)
    fewer(households.ELDERS, i, True, f)


@inlined
def bury_child(i: int, f: Frame, key: Key) -> None:
    """A child dies."""
    count, word = f.count, words(key, f.id[i], DEMOGRAPHY, 3)
    children, infants, absent = (
        int(count[households.CHILDREN, i]), int(count[households.INFANTS, i]), int(count[households.OUT_OF_SCHOOL, i]),
    )  # fmt: skip
    lose_chronic(i, word[3], f)
    fewer(households.INFANTS, i, drawn(word[0], infants, children), f)
    fewer(households.OUT_OF_SCHOOL, i, not drawn(word[0], children - absent, children), f)
    fewer(households.CHILDREN, i, True, f)


@inlined
def add_spouse(i: int, f: Frame, key: Key) -> None:
    """A spouse moves in: young or qualified as often as an adult of the household is."""
    count, word = f.count, words(key, f.id[i], DEMOGRAPHY, 2)
    adults, youths, qualified = (
        int(count[households.ADULTS, i]), int(count[households.YOUTHS, i]), int(count[households.QUALIFIED, i]),
    )  # fmt: skip
    count[households.ADULTS, i] = adults + 1
    count[households.YOUTHS, i] = youths + (1 if drawn(word[0], youths, adults) else 0)
    count[households.QUALIFIED, i] = qualified + (1 if drawn(word[2], qualified, adults) else 0)


@inlined
def keep_within_bounds(i: int, f: Frame) -> None:
    """No subset of household ``i`` is larger than the group that it belongs to."""
    count = f.count
    children, adults, elders = (
        int(count[households.CHILDREN, i]), int(count[households.ADULTS, i]), int(count[households.ELDERS, i]),
    )  # fmt: skip
    infants = at_most(int(count[households.INFANTS, i]), children)
    youths, disabled = (
        at_most(int(count[households.YOUTHS, i]), adults),
        at_most(int(count[households.DISABLED, i]), adults),
    )
    count[households.INFANTS, i] = infants
    count[households.OUT_OF_SCHOOL, i] = at_most(int(count[households.OUT_OF_SCHOOL, i]), children - infants)
    count[households.YOUTHS, i] = youths
    count[households.STUDENTS, i] = at_most(int(count[households.STUDENTS, i]), youths)
    count[households.DISABLED, i] = disabled
    count[households.HALF_POWER, i] = at_most(int(count[households.HALF_POWER, i]), adults - disabled)
    count[households.QUALIFIED, i] = at_most(int(count[households.QUALIFIED, i]), adults)
    count[households.TRAINED, i] = at_most(int(count[households.TRAINED, i]), adults)
    count[households.CHRONIC, i] = at_most(int(count[households.CHRONIC, i]), children + adults + elders)
