"""One small county lived again, whose returns every test may read."""

import pytest

from sim.county import Luck
from sim.explain.report import Explanation, explained
from sim.parameters import load_scenario
from sim.runs import Job

# A higher line than the baseline's, so that a small county sees many returns.
JOB = Job(load_scenario("pengshui/baseline", ("lines.poverty=5000",)), Luck.of(1, 0), households=400, quarters=16)


@pytest.fixture(scope="session")
def job() -> Job:
    """The replicate that is explained."""
    return JOB


@pytest.fixture(scope="session")
def found() -> Explanation:
    """Every return of the county, told."""
    return explained(JOB, 1000)
