"""Parameters: declared once as annotations, then checked, overridden, resolved in time and tabulated.

A group is a ``typing.NamedTuple`` whose every field is ``Annotated[type, Param(...)] = default``, the type
being float, int, bool or str. A registry maps group paths to such classes; the path of a parameter is
``group.field``.
"""

from sim.spec.calendar import BURN_IN as BURN_IN
from sim.spec.calendar import CALENDAR_END as CALENDAR_END
from sim.spec.calendar import CHANGE_FROM as CHANGE_FROM
from sim.spec.calendar import HISTORY_START as HISTORY_START
from sim.spec.calendar import RETURNS_FROM as RETURNS_FROM
from sim.spec.calendar import SCENARIO_END as SCENARIO_END
from sim.spec.calendar import SCENARIO_START as SCENARIO_START
from sim.spec.calendar import TRANSITION_END as TRANSITION_END
from sim.spec.calendar import Stretch as Stretch
from sim.spec.calendar import quarter_name as quarter_name
from sim.spec.calendar import quarter_number as quarter_number
from sim.spec.calendar import year_of as year_of
from sim.spec.checks import Horizon as Horizon
from sim.spec.completeness import declaration_problems as declaration_problems
from sim.spec.declaration import Declaration as Declaration
from sim.spec.declaration import Param as Param
from sim.spec.declaration import Registry as Registry
from sim.spec.declaration import declarations as declarations
from sim.spec.declaration import names_of as names_of
from sim.spec.declaration import registry as registry
from sim.spec.joint import Rule as Rule
from sim.spec.joint import joint_problems as joint_problems
from sim.spec.nearest import meant_or_all as meant_or_all
from sim.spec.nearest import nearest as nearest
from sim.spec.nearest import nearest_path as nearest_path
from sim.spec.problems import Invalid as Invalid
from sim.spec.problems import Place as Place
from sim.spec.problems import Problem as Problem
from sim.spec.tables import parameter_rows as parameter_rows
from sim.spec.tables import parameter_table as parameter_table
from sim.spec.tables import salib_problem as salib_problem
from sim.spec.tree import Tree as Tree
from sim.spec.units import unit_zh as unit_zh
from sim.spec.values import Change as Change
from sim.spec.values import Dated as Dated
from sim.spec.values import Scalar as Scalar
from sim.spec.values import Value as Value
