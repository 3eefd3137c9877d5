"""Exceedance under one common shock: published tables and large samples."""

import pytest

from sim.measures.one_factor import exceedance_of, exceedance_of_many


@pytest.mark.parametrize(
    ("p", "rho", "x", "endless", "hundred", "thousand", "ten_thousand"),
    [
        (0.02, 0.10, 0.05, 5.938426305e-02, 7.148017146e-02, 6.106446212e-02, 5.955772884e-02),
        (0.02, 0.10, 0.10, 4.026142131e-03, 7.263976605e-03, 4.328657919e-03, 4.056062856e-03),
        (0.02, 0.20, 0.10, 2.121799246e-02, 2.369439602e-02, 2.148779253e-02, 2.124518974e-02),
        (0.05, 0.15, 0.20, 1.243118272e-02, 1.502243454e-02, 1.269544792e-02, 1.245764711e-02),
        (0.05, 0.15, 0.30, 1.355800190e-03, 1.885739573e-03, 1.405377594e-03, 1.360721315e-03),
    ],
)
def test_tables(p, rho, x, endless, hundred, thousand, ten_thousand):
    assert exceedance_of_many(p, rho, x) == pytest.approx(endless, rel=1e-9)
    for n, value in ((100, hundred), (1000, thousand), (10_000, ten_thousand)):
        assert exceedance_of(n, p, rho, x) == pytest.approx(value, rel=2e-8)


def test_many_households_come_near_the_endless_county():
    assert exceedance_of(1_000_000, 0.03, 0.1, 0.05) == pytest.approx(exceedance_of_many(0.03, 0.1, 0.05), rel=1e-4)
    assert exceedance_of(1, 0.03, 0.1, 0.05) == pytest.approx(0.03, rel=1e-8), "one household exceeds if it returns"


def test_a_rate_at_the_threshold_does_not_exceed_it():
    """Of 100 households at threshold 0.29 it takes 30 returns, although 0.29 * 100 is a little below 29 in floats."""
    assert 0.29 * 100 < 29
    assert exceedance_of(100, 0.03, 0.1, 0.29) == pytest.approx(exceedance_of(100, 0.03, 0.1, 0.295), rel=1e-9)
    assert exceedance_of(100, 0.03, 0.1, 0.285) > 1.05 * exceedance_of(100, 0.03, 0.1, 0.29)


def test_what_is_no_probability_is_refused():
    for p, rho, x in ((0.0, 0.1, 0.1), (0.1, 1.0, 0.1), (0.1, 0.1, float("nan"))):
        for measure in (exceedance_of_many, lambda *law: exceedance_of(100, *law)):
            with pytest.raises(ValueError, match="between 0 and 1.* / .*0 与 1 之间"):
                measure(p, rho, x)
    with pytest.raises(ValueError, match="households"):
        exceedance_of(0, 0.1, 0.1, 0.1)
