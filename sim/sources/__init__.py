"""Every citation of the project: seed figures, statistics, papers, assumptions, each with an evidence grade.

Standard library only. To cite a seed figure, copy its row with its verbatim quote into
``sim/seed_figures.csv`` and write ``sources.figure("S3-011")``; ``sources.figures()["S3-011"].number``
is its value. To cite a paper or a statistic, add a constant to ``papers`` or ``statistics``.
"""

from sim.sources.citation import FIGURES_FILE as FIGURES_FILE
from sim.sources.citation import GRADES as GRADES
from sim.sources.citation import Figure as Figure
from sim.sources.citation import Source as Source
from sim.sources.citation import assumed as assumed
from sim.sources.citation import derived as derived
from sim.sources.citation import figure as figure
from sim.sources.citation import figures as figures
from sim.sources.citation import from_memory as from_memory

# Stars, so that a citation is added in one place.
from sim.sources.papers import *  # noqa: F403
from sim.sources.statistics import *  # noqa: F403
