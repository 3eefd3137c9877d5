"""Every measure has the same bits on an old processor: numba and numpy without the newer instructions."""

import os
import platform
import subprocess
import sys

import numpy as np
import pytest

MEASURE = """
import numpy as np
from sim.measures import chronic, concentration, deprivation, inequality, intervals, large_scale, poverty
from sim.measures import health_expenditure as health, quantile_groups, ranked_poverty, rounded, spells
i = np.arange(1, 4001, dtype=np.int64)
y = ((i * 7919) % 100003) / 7.0 + 0.25
w = i % 8
r = y[:400].reshape(80, 5) / 3e5
found = [
    *poverty.poverty_sums(y, w.astype(np.float64), 4000.0, 1.0, 0, 4000),
    poverty.fgt(y, 4000.0, 1.5, w), ranked_poverty.sen(y, 4000.0, w), ranked_poverty.sst(y, 4000.0, w),
    rounded.gini_rounded(y, w), rounded.median_rounded(y, w), inequality.gini(y, w), inequality.theil(y, w),
    inequality.mld(y, w), inequality.cv(y, w), inequality.atkinson(y, 0.5, w), inequality.atkinson(y, 1.0, w),
    *intervals.mean_ci(r[:, 0])[:4], *intervals.wilson(3, 80),
    poverty.clark_hemming_ulph(y, 4000.0, 0.3, w), concentration.concentration_index(y, w, w),
    *chronic.jalan_ravallion(y.reshape(800, 5), 4000.0), *chronic.duclos_araar_giles(y.reshape(800, 5), 4000.0, 3.0),
    deprivation.adjusted_gap(y.reshape(800, 5), [4000.0] * 5, [0.2] * 5, 0.4, 1.5),
    *spells.poverty_spells(y.reshape(400, 10) < 4000.0, 4, i[:400] / 7.0).hazard,
    *quantile_groups.group_shares(y, w)[1][:2], *health.subsistence(y, 2.0 * y, 1.0 + w)[:2],
    large_scale.expected_worst([240] * 9, 0.02, 0.05),
    *large_scale.corrected_exceedance(r, large_scale.binomial_noise(r, 300), 0.1, 0.1)[1:4],
]
print(" ".join(float(x).hex() for x in found))
"""


def measured(**environment):
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", MEASURE],
        env={**os.environ, **environment}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout.split()


@pytest.mark.skipif(platform.machine().lower() not in ("x86_64", "amd64"), reason="x86-64 only")
def test_an_old_processor_measures_the_same():
    here = measured()
    newer = " ".join(np._core._multiarray_umath.__cpu_dispatch__)
    assert len(here) == 43 and measured(NUMBA_CPU_NAME="x86-64", NPY_DISABLE_CPU_FEATURES=newer) == here
