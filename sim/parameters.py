"""All parameter groups of the model: path of the group and its declaration."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sim.collectives.assets import Assets
from sim.collectives.banks import Banks
from sim.collectives.cadres import Cadres
from sim.collectives.cooperatives import Cooperatives
from sim.collectives.enterprises import Enterprises
from sim.collectives.environment import Environment
from sim.collectives.founding import Founding
from sim.collectives.hazards import Hazards
from sim.collectives.infrastructure import Infrastructure
from sim.collectives.markets import Markets
from sim.collectives.outlets import Outlets
from sim.collectives.prices import Prices
from sim.collectives.share_funds import ShareFunds
from sim.collectives.villages import Villages
from sim.government.budget import Budget
from sim.government.monitoring import Monitoring
from sim.government.safety_net import SafetyNet
from sim.levers.care_support import CareSupport
from sim.levers.cooperative_support import CooperativeSupport
from sim.levers.education_support import EducationSupport
from sim.levers.employment_transfer import EmploymentTransfer
from sim.levers.enterprise_support import EnterpriseSupport
from sim.levers.industry_support import IndustrySupport
from sim.levers.insurance_support import InsuranceSupport
from sim.levers.market_support import MarketSupport
from sim.levers.medical_insurance import MedicalInsurance
from sim.levers.relocation_support import RelocationSupport
from sim.levers.safe_living import SafeLiving
from sim.levers.transition import RULES as TRANSITION_RULES
from sim.levers.transition import Transition
from sim.measures.thresholds import Thresholds
from sim.place import Place
from sim.population.fitting import RULES as PLACE_RULES
from sim.population.inputs import checked_inputs
from sim.population.people import People
from sim.population.table_traits import TableReading
from sim.processes.anti_return_insurance import AntiReturnInsurance
from sim.processes.arrears import Arrears
from sim.processes.capital import Capital
from sim.processes.ceremonies import Ceremonies
from sim.processes.coping import Coping
from sim.processes.credit import Credit
from sim.processes.crops import CropChoice
from sim.processes.earnings import Earnings
from sim.processes.education import Education
from sim.processes.enrolment import Enrolment
from sim.processes.farm_stays import Tourism
from sim.processes.farming import Farming
from sim.processes.guarantees import Guarantees
from sim.processes.health_rates import Health
from sim.processes.houses import Houses
from sim.processes.informal_credit import InformalCredit
from sim.processes.kin import Kin
from sim.processes.labour import Labour
from sim.processes.linkage import Linkage
from sim.processes.livestock import Livestock
from sim.processes.loss_cover import LossCover
from sim.processes.motivation import Motivation
from sim.processes.property import Property
from sim.processes.property_insurance import PropertyInsurance
from sim.processes.relocation import Relocation
from sim.processes.side_industries import SideIndustries
from sim.processes.site_life import SiteLife
from sim.processes.technologies import RULES as TECHNOLOGY_RULES
from sim.processes.technologies import Technologies
from sim.processes.three_tiers import RULES as TIERS_RULES
from sim.processes.three_tiers import ThreeTiers
from sim.processes.transfers import Transfers
from sim.processes.vital_rates import Demography
from sim.processes.welfare import Lines
from sim.scenario import Scenario, load
from sim.shocks import RULES as SHOCK_RULES
from sim.shocks import Shocks

GROUPS: dict[str, type] = {
    "place": Place,
    "people": People,
    "household_table": TableReading,
    "environment": Environment,
    "prices": Prices,
    "hazards": Hazards,
    "transition": Transition,
    "levers.industry_support": IndustrySupport,
    "levers.employment_transfer": EmploymentTransfer,
    "levers.medical_insurance": MedicalInsurance,
    "levers.education_support": EducationSupport,
    "levers.insurance_support": InsuranceSupport,
    "levers.safe_living": SafeLiving,
    "levers.care_support": CareSupport,
    "levers.relocation_support": RelocationSupport,
    "levers.cooperative_support": CooperativeSupport,
    "levers.enterprise_support": EnterpriseSupport,
    "levers.market_support": MarketSupport,
    "demography": Demography,
    "education": Education,
    "health": Health,
    "labour": Labour,
    "earnings": Earnings,
    "arrears": Arrears,
    "farming": Farming,
    "crop_choice": CropChoice,
    "livestock": Livestock,
    "side_industries": SideIndustries,
    "tourism": Tourism,
    "linkage": Linkage,
    "cooperatives": Cooperatives,
    "enterprises": Enterprises,
    "share_funds": ShareFunds,
    "founding": Founding,
    "banks": Banks,
    "markets": Markets,
    "outlets": Outlets,
    "transfers": Transfers,
    "enrolment": Enrolment,
    "property": Property,
    "houses": Houses,
    "ceremonies": Ceremonies,
    "relocation": Relocation,
    "site_life": SiteLife,
    "guarantees": Guarantees,
    "three_tiers": ThreeTiers,
    "property_insurance": PropertyInsurance,
    "anti_return_insurance": AntiReturnInsurance,
    "capital": Capital,
    "loss_cover": LossCover,
    "technologies": Technologies,
    "credit": Credit,
    "informal_credit": InformalCredit,
    "kin": Kin,
    "coping": Coping,
    "motivation": Motivation,
    "villages": Villages,
    "cadres": Cadres,
    "assets": Assets,
    "infrastructure": Infrastructure,
    "lines": Lines,
    "safety_net": SafetyNet,
    "monitoring": Monitoring,
    "budget": Budget,
    "shocks": Shocks,
    "measures": Thresholds,
}
RULES = (
    *PLACE_RULES,
    *TRANSITION_RULES,
    *TIERS_RULES,
    *TECHNOLOGY_RULES,
    *SHOCK_RULES,
)  # what values must satisfy together
LEVERS = tuple(path for path in GROUPS if path.startswith("levers.")) + ("transition",)
PROCESSES = tuple(path for path, group in GROUPS.items() if "enabled" in group._fields and path not in LEVERS)  # type: ignore[attr-defined]


def load_scenario(
    name: str | Path,
    sets: Sequence[str] = (),
    population: str | None = None,
    firms: str | None = None,
    ties: str | None = None,
) -> Scenario:
    """The scenario ``name`` (a path, or a name such as pengshui/baseline) with ``sets`` of PATH=VALUE on top.

    ``population``, ``firms`` and ``ties`` are files of tables to start from. Raises ``Invalid`` with every problem of every
    file and set.
    """
    scenario = load(name, GROUPS, sets, rules=RULES)
    return scenario.starting_from(checked_inputs(population, firms, ties)) if population or firms or ties else scenario
