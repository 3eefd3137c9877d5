"""Chronic and transient poverty: identities, and closed forms of the lognormal panel ln y = m_i + e_it."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.measures import chronic
from sim.measures.lognormal import lognormal_fgt

PANELS = st.lists(st.lists(st.integers(0, 200), min_size=3, max_size=3), min_size=1, max_size=10)
SPREADS = [(0.4, 0.25, 0.7, 0.4950), (0.4, 0.4, 0.7, 0.7637), (0.35, 0.3, 0.5, 0.8775)]  # m, e, line, share at T -> oo


@given(PANELS)
def test_transient_poverty_is_never_negative(y):
    for censored in (False, True):
        parts = chronic.jalan_ravallion(y, 100.0, censored=censored)
        assert parts.transient >= -1e-15 and parts.total == pytest.approx(parts.chronic + parts.transient)
    steady = chronic.jalan_ravallion([[row[0]] * 3 for row in y], 100.0)
    assert steady.transient_share == pytest.approx(0.0, abs=1e-12)


@given(PANELS)
def test_equivalent_gaps_by_their_definition(y):
    gaps = np.maximum(100.0 - np.array(y, float), 0.0) / 100.0
    found = chronic.duclos_araar_giles(y, 100.0, 2.0)
    own = np.sqrt((gaps**2).mean(axis=1))
    assert found.average_gap == pytest.approx(gaps.mean())
    assert found.transient == pytest.approx(own.mean() - gaps.mean(), abs=1e-12)
    assert found.inequality == pytest.approx(math.sqrt((gaps**2).mean()) - own.mean(), abs=1e-12)
    assert found.total == pytest.approx(math.sqrt((gaps**2).mean()))
    assert min(found) > -1e-12 and found.chronic + found.transient == pytest.approx(found.total)


@given(PANELS)
def test_without_aversion_only_the_average_gap_is_left(y):
    found = chronic.duclos_araar_giles(y, 100.0, 1.0)
    assert found.inequality == pytest.approx(0.0, abs=1e-12) == found.transient
    with pytest.raises(ValueError, match="alpha"):
        chronic.duclos_araar_giles(y, 100.0, 0.9)


def test_each_source_of_unequal_gaps_has_its_part():
    apart = chronic.duclos_araar_giles([[40.0, 40.0], [100.0, 100.0]], 100.0)
    assert apart.transient == pytest.approx(0.0, abs=1e-15) and apart.inequality > 0.1
    changing = chronic.duclos_araar_giles([[40.0, 100.0], [100.0, 40.0]], 100.0)
    assert changing.inequality == pytest.approx(0.0, abs=1e-15) and changing.transient_share > 0.2
    assert chronic.duclos_araar_giles([[200.0]], 100.0).transient_share == 0.0


@pytest.mark.parametrize(("m", "e", "line", "share"), SPREADS)
def test_transient_share_of_an_endless_panel(m, e, line, share):
    total = float(lognormal_fgt(0.0, math.hypot(m, e), line, 2))
    lasting = float(lognormal_fgt(0.5 * e * e, m, line, 2))
    assert 1.0 - lasting / total == pytest.approx(share, abs=5e-5)


def panel(m, e, periods, n, seed):
    rng = np.random.default_rng(seed)
    return np.exp(m * rng.standard_normal((n, 1)) + e * rng.standard_normal((n, periods)))


def share_with_error(values, line, batches=40):
    """Transient share and its standard error over batches of households."""
    found = [chronic.jalan_ravallion(part, line) for part in np.array_split(values, batches)]
    ratios = np.array([part.transient for part in found]) / np.mean([part.total for part in found])
    totals = np.array([part.total for part in found]) / np.mean([part.total for part in found])
    share = ratios.mean()
    return share, (ratios - share * totals).std(ddof=1) / math.sqrt(batches)


def exact_share(m, e, line, periods, nodes):
    """Transient share at a number of periods: given the e_it the mean over time is lognormal; product Gauss-Hermite."""
    points, weights = np.polynomial.hermite_e.hermegauss(nodes)
    weights = weights / weights.sum()
    means, chances = np.zeros(1), np.ones(1)
    for _ in range(periods):
        means = np.add.outer(means, np.exp(e * points) / periods).ravel()
        chances = np.outer(chances, weights).ravel()
    lasting = chances @ lognormal_fgt(np.log(means), m, line, 2)
    return 1.0 - lasting / float(lognormal_fgt(0.0, math.hypot(m, e), line, 2))


@pytest.mark.statistical
@pytest.mark.parametrize(
    ("m", "e", "line", "share"), [(0.4, 0.25, 0.7, 0.4185), (0.4, 0.4, 0.7, 0.6551), (0.35, 0.3, 0.5, 0.7953)]
)
def test_six_periods_understate_the_transient_share(m, e, line, share):
    """Tables give four digits, from a simulation of their own; ours is compared with quadrature, at 4 standard errors."""
    exact = exact_share(m, e, line, 6, 6)
    assert exact == pytest.approx(exact_share(m, e, line, 6, 5), abs=1e-5) == pytest.approx(share, abs=2e-3)
    found, error = share_with_error(panel(m, e, 6, 100_000, seed=6), line)
    assert abs(found - exact) < 4 * error
    assert found < [known for *spread, known in SPREADS if spread == [m, e, line]][0] - 0.05


@pytest.mark.statistical
@pytest.mark.parametrize(("m", "e", "line", "share"), SPREADS)
def test_many_periods_reach_the_limit(m, e, line, share):
    """What is missing falls as 1/T: at 400 periods a sixty-sixth of what is missing at 6."""
    missing = (share - exact_share(m, e, line, 6, 6)) * 6 / 400
    found, error = share_with_error(panel(m, e, 400, 20_000, seed=400), line)
    assert abs(found - (share - missing)) < 4 * error + 1e-4
