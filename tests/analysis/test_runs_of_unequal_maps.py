"""Replicates draw their own maps, so a part of the county has another number of villages in each."""

import numpy as np
import pytest
from counties import baseline

from sim.analysis.risk import large_scale_return, rates, yearly
from sim.county import Luck
from sim.runs import Job, simulate, size


@pytest.fixture(scope="module")
def runs():
    return [simulate(Job(baseline(), Luck.of(1, replicate), 1500, 4)) for replicate in range(4)]


def test_rates_are_those_of_each_run_alone(runs):
    assert len({run.returns.shape[2] for run in runs}) > 1, "this test needs maps that differ"
    returned, at_risk = yearly(runs)
    alone = [run.returns[0, 0].sum() / run.returns[0, 1].sum() for run in runs]
    np.testing.assert_allclose(rates(returned, at_risk)[:, 0], alone, rtol=1e-15)


def test_exceedance_and_size_are_found_over_all_runs(runs):
    found = large_scale_return(runs, 2021)
    assert found["scale"] == size(runs).scale == pytest.approx(np.mean([run.scale for run in runs]))
    assert size(runs).households == round(np.mean([run.households for run in runs]))
    assert [row["replicates"] for row in found["windows"]["2021-2021"]["county"]] == [4] * 5
