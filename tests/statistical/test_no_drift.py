"""What the start promises: with nothing changing from outside, return to poverty neither rises nor falls."""

import numpy as np
import pytest

from sim.county import Luck
from sim.outcomes import PLACE_OF
from sim.parameters import load_scenario
from sim.runs import Job, simulate

REPLICATES, HOUSEHOLDS = 80, 8000


# Without weather and market shocks the standard error is a third, so that a smaller drift shows.
@pytest.mark.parametrize(("shared_shocks", "most"), [(True, 0.02), (False, 0.008)])
@pytest.mark.statistical
@pytest.mark.slow
def test_the_return_rate_has_no_slope_when_nothing_changes(shared_shocks, most):
    """Demography, growth, the published changes of wages and of the dibao line, schooling, training and the end of support off.

    The slope of the Q4 return rate 2021-2030 over replicates.

    Within 2 standard errors of the mean slope, two-sided; ``most`` bounds the standard error, in points a year.
    """
    still = {
        "demography.enabled": False,
        "environment.growth": 0.0,
        "environment.enabled": shared_shocks,
        "environment.real_wage_away": 1.0,
        "environment.real_wage_local": 1.0,
        "safety_net.line": 5962.0,
        "transition.shape": "kept",
        "budget.partner_until": "none",
        "education.enabled": False,  # without demography students finish and nobody takes their place
        "levers.employment_transfer.training_places": 0.0,  # training adds up year by year
    }
    shipped = load_scenario("pengshui/baseline")
    scenario = shipped._replace(tree=shipped.tree.with_values(still))
    jobs = [Job(scenario, Luck.of(11, replicate), HOUSEHOLDS) for replicate in range(REPLICATES)]
    rates = np.array([simulate(job).values[3::4, PLACE_OF["ex_poor", "return_rate"]] for job in jobs])
    years = np.arange(rates.shape[1]) - 0.5 * (rates.shape[1] - 1)
    slopes = 100.0 * (rates @ years) / (years @ years)  # percentage points a year
    standard_error = slopes.std(ddof=1) / np.sqrt(REPLICATES)
    assert rates.shape == (REPLICATES, 10) and 0.001 < rates.mean() < 0.2
    assert standard_error < most
    assert abs(slopes.mean()) < 2.0 * standard_error, f"slope {slopes.mean():+.4f}, standard error {standard_error:.4f}"
