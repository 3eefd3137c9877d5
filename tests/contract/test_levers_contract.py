"""What every lever must satisfy: off by default, nothing at zero or before its date, its own channel and no other."""

import numpy as np
import pytest
from counties import aged, baseline, flow, levers_off, lived
from scipy import stats

from sim.county import Luck
from sim.levers.channels import Pools
from sim.outcomes import PLACE_OF
from sim.parameters import GROUPS, LEVERS
from sim.runs import Job, simulate
from sim.spec import Tree
from sim.state.channels import CHANNELS, NEUTRAL

PROGRAMMES = tuple(lever for lever in LEVERS if lever != "transition")
ROUGH = {
    "education.leaving_school": 1.0,
    "guarantees.wear": 0.5,
    "enterprises.workshop_failure_rate": 0.7,
    "enterprises.entry_rate": 2.0,
    "share_funds.leverage": 10.0,
    "outlets.slack": 0.0,
    "markets.adaptation": 1.0,
}  # so that few households and firms show early leavers, bad houses, new workshops, gluts, and floors that are paid
OFF = baseline().tree.with_values({**levers_off(), **ROUGH})
QUARTERS = 9  # 2021Q1-2023Q1: two fourth quarters, when grants are paid


def with_lever(lever, **fields):
    return OFF.with_values({f"{lever}.enabled": True, **{f"{lever}.{field}": v for field, v in fields.items()}})


def test_the_levers_are_there():
    assert set(LEVERS) == {
        "levers.industry_support",
        "levers.employment_transfer",
        "levers.medical_insurance",
        "levers.education_support",
        "levers.insurance_support",
        "levers.safe_living",
        "levers.care_support",
        "levers.relocation_support",
        "levers.cooperative_support",
        "levers.enterprise_support",
        "levers.market_support",
        "transition",
    }


@pytest.mark.parametrize("lever", LEVERS)
def test_a_lever_is_off_by_default(lever):
    assert GROUPS[lever]().enabled is False


def test_the_defaults_leave_every_channel_neutral():
    county = lived(Tree(GROUPS), 0, aged())
    for _ in range(QUARTERS):
        county.step()
        for row, neutral in enumerate(NEUTRAL):
            assert (county.channel[row] == neutral).all(), CHANNELS[row].name
        assert county.pools == Pools()
        assert set(county.strengths) == {1.0}


@pytest.mark.parametrize("lever", PROGRAMMES)
def test_a_lever_that_covers_nobody_changes_no_bit(lever):
    assert lived(with_lever(lever, coverage=0.0), QUARTERS, aged()).digest() == lived(OFF, QUARTERS, aged()).digest()


@pytest.mark.parametrize("lever", PROGRAMMES)
def test_a_lever_changes_no_bit_before_its_date_and_some_from_then_on(lever):
    later = OFF.with_values({f"{lever}.enabled": {"2022Q3": True}})
    on, off = lived(later, 0, aged()), lived(OFF, 0, aged())
    for _ in range(6):
        on.step()
        off.step()
        assert on.digest() == off.digest()
    for _ in range(3):  # 2022Q3-2023Q1: grants come in the fourth quarter, premiums in the first
        on.step()
        off.step()
    assert on.digest() != off.digest()


@pytest.mark.parametrize("shape", ["cliff", "linear", "steps"])
def test_the_transition_changes_no_bit_before_its_end(shape):
    forever = baseline().tree.with_values({"transition.enabled": False})
    ending = baseline().tree.with_values({"transition.shape": shape, "transition.ends": "2022Q2"})
    kept, ended = lived(forever, 6, aged()), lived(ending, 6, aged())
    assert kept.digest() == ended.digest()
    kept.step()
    ended.step()
    assert kept.digest() != ended.digest()


@pytest.mark.parametrize("lever", PROGRAMMES)
def test_a_lever_moves_only_what_it_declares(lever):
    """Every household channel and pool that a lever leaves neutral belongs to another lever."""
    owned = {
        "levers.industry_support": {
            "capital_grant",
            "share_grant",
            "output",
            "credit",
            "side_award",
            "floor",
            "floor_weight",
            "facilities_pace",
            "facilities_cost",
            "risk_review",
            "review_cost",
        },
        "levers.employment_transfer": {
            "finding",
            "retention",
            "wage_recovery",
            "posts_per_village",
            "post_wage",
            "training_places",
            "relief_places",
            "relief_wage",
        },
        "levers.medical_insurance": {
            "reimbursement",
            "medical_top_up",
            "own_cap",
            "premium",
            "one_stop",
            "treat_first",
        },
        "levers.education_support": {"education_relief", "schooling_control"},
        "levers.insurance_support": {"insurance_subsidy", "anti_return"},
        "levers.safe_living": {"house_aid"},
        "levers.care_support": {"chronic_control", "health_literacy", "rehabilitation", "care", "care_cost"},
        "levers.relocation_support": {"living_cost", "site_jobs", "site_building", "site_building_cost"},
        "levers.cooperative_support": {"cooperative_gain", "cooperative_cost", "founding_grant"},
        "levers.enterprise_support": {
            "short_subsidy",
            "long_subsidy",
            "long_contracts",
            "jobs_gain",
            "first_award",
            "second_award",
            "award_workers",
            "returnees",
            "returnee_grant",
            "models",
            "model_grant",
            "award_per_household",
            "award_on_funds",
            "entry_gain",
            "enterprise_gain",
        },
        "levers.market_support": {
            "listed",
            "matched",
            "institution_share",
            "institution_premium",
            "assistance",
            "assistance_premium",
            "counters",
            "counter_premium",
            "counter_award",
            "new_markets",
            "market_works",
            "market_cost",
        },
    }
    county, moved = lived(with_lever(lever), 0, aged()), set()
    for _ in range(4):
        county.step()
        moved |= {c.name for row, c in enumerate(CHANNELS) if (county.channel[row] != c.neutral).any()}
        moved |= {name for name, value in vars(county.pools).items() if value != getattr(Pools(), name)}
    assert moved == owned[lever]


OF_FIRMS = ("levers.cooperative_support", "levers.enterprise_support")  # act on co-operatives and enterprises


@pytest.mark.parametrize("lever", [lever for lever in PROGRAMMES if lever not in OF_FIRMS])
def test_a_lever_reaches_covered_entitled_households_only(lever):
    rank = {
        "industry_support": "access_industry",
        "insurance_support": "access_industry",
        "market_support": "access_industry",
        "employment_transfer": "access_employment",
        "education_support": "access_education",
        "relocation_support": "access_employment",
    }
    access = rank.get(lever.removeprefix("levers."), "access_medical")
    tree = with_lever(lever, coverage=0.5).with_values({"demography.enabled": False})
    county = lived(tree, 3, aged())
    before = county.households["entitlement"].copy()
    county.step()  # levers act on last quarter's entitlement
    reached = (county.channel != np.array(NEUTRAL)[:, None]).any(axis=0)
    covered = (before > 0) & (county.households[access] < 16384)
    if lever == "levers.relocation_support":
        covered &= np.isin(county.households["relocated"], (1, 2))
    assert reached.any() and (reached == covered).all()


# Each instrument alone, the others at nothing: the line of the books, or the count, that it must raise.
NOTHING = {
    "levers.industry_support": {"award": 0.0, "share_conversion": 0.0, "yield_gain": 0.0, "interest_subsidy": 0.0, "floor_price": 0.0, "side_award": 0.0,
                                "collective_support": 0.0, "tourism_pace": 0.0, "risk_review": 0.0, "disease_control": 0.0,
                                "irrigated": 0.0, "imitation": 0.0},
    "levers.employment_transfer": {"finding_gain": 0.0, "retention_gain": 0.0, "training_places": 0.0, "posts_per_village": 0.0,
                                   "quick_help": 0.0, "claims_help": 0.0, "relief_places": 0.0},
    "levers.medical_insurance": {"reimbursement": 0.0, "out_of_pocket_cap": 1e9, "premium_subsidy": 0.0, "monitored_subsidy": 0.0,
                                 "low_income_subsidy": 0.0, "one_stop": 0.0, "treat_first": 0.0},
    "levers.education_support": {"cost_relief": 0.0, "dropout_control": 0.0},
    "levers.insurance_support": {"premium_subsidy": 0.0, "anti_return": 0.0},
    "levers.safe_living": {"house_aid": 0.0},
    "levers.care_support": {"chronic_control": 0.0, "literacy": 0.0, "rehabilitation": 0.0, "care": 0.0},
    "levers.relocation_support": {"cost_relief": 0.0, "site_jobs": 0.0, "services_built": 0.0},
    "levers.cooperative_support": {"quality_gain": 0.0, "leaders_trained": 0.0, "founding_grant": 0.0},
    "levers.enterprise_support": {"short_subsidy": 0.0, "long_subsidy": 0.0, "jobs_gain": 0.0, "first_award": 0.0, "second_award": 0.0,
                                  "returnee_grant": 0.0, "model_grant": 0.0, "award_per_household": 0.0, "award_on_funds": 0.0,
                                  "entry_gain": 0.0, "quality_gain": 0.0},
    "levers.market_support": {"matched": 0.0, "institution_share": 0.0, "assistance": 0.0, "windows": 0.0, "new_markets": 0.0,
                               "brand_premium": 0.0},
}  # fmt: skip
INSTRUMENTS = [
    ("levers.industry_support", {"award": 2000.0}, "grant"),
    ("levers.industry_support", {"award": 2000.0, "share_conversion": 1.0}, "share_grant"),
    ("levers.industry_support", {"yield_gain": 0.2}, "output"),
    ("levers.industry_support", {"interest_subsidy": 1.0}, "borrowed"),
    ("levers.industry_support", {"yield_gain": 0.2, "imitation": 0.5}, "output"),
    ("levers.industry_support", {"disease_control": 0.8}, "disease_control"),
    ("levers.industry_support", {"irrigated": 0.5}, "irrigation"),
    ("levers.market_support", {"brand_premium": 0.2}, "sales_market"),
    ("levers.market_support", {"brand_premium": 0.2}, "branding"),
    ("levers.industry_support", {"risk_review": 0.4}, "risk_reviews"),
    ("levers.industry_support", {"floor_price": 1.0}, "sales_order"),
    ("levers.employment_transfer", {"finding_gain": 5.0}, "workers"),
    ("levers.employment_transfer", {"retention_gain": 1.0}, "workers"),
    ("levers.employment_transfer", {"training_places": 500.0}, "trained"),
    ("levers.employment_transfer", {"posts_per_village": 5.0}, "wage_post"),
    ("levers.employment_transfer", {"quick_help": 5.0}, "workers"),
    ("levers.employment_transfer", {"claims_help": 20.0}, "wage_recovered"),
    ("levers.employment_transfer", {"relief_places": 200.0}, "wage_work_relief"),
    ("levers.medical_insurance", {"reimbursement": 0.95}, "lever_paid"),
    ("levers.medical_insurance", {"out_of_pocket_cap": 100.0}, "lever_paid"),
    ("levers.medical_insurance", {"premium_subsidy": 1.0}, "premium_subsidy"),
    ("levers.education_support", {"cost_relief": 1.0}, "education_relief"),
    ("levers.education_support", {"dropout_control": 1.0}, "pupils"),
    ("levers.medical_insurance", {"monitored_subsidy": 1.0}, "premium_subsidy"),
    ("levers.medical_insurance", {"low_income_subsidy": 1.0}, "premium_subsidy"),
    ("levers.medical_insurance", {"one_stop": 1.0}, "settled_at_once"),
    ("levers.medical_insurance", {"treat_first": 1.0}, "deferred"),
    ("levers.industry_support", {"side_award": 2000.0}, "side_award"),
    ("levers.insurance_support", {"premium_subsidy": 1.0}, "insurance_premium_subsidy"),
    ("levers.insurance_support", {"anti_return": 1.0}, "anti_return_payout"),
    ("levers.safe_living", {"house_aid": 1.0}, "house_aid"),
    ("levers.care_support", {"chronic_control": 1.0}, "spared"),
    ("levers.care_support", {"literacy": 1.0}, "not_admitted"),
    ("levers.care_support", {"rehabilitation": 20.0}, "able"),
    ("levers.care_support", {"care": 1.0}, "labour_kept"),
    ("levers.relocation_support", {"cost_relief": 1.0}, "site_relief"),
    ("levers.relocation_support", {"site_jobs": 20.0}, "workers"),
    ("levers.relocation_support", {"services_built": 1.0}, "site_services"),
    ("levers.cooperative_support", {"quality_gain": 1.0}, "quality_of_cooperatives"),
    ("levers.cooperative_support", {"leaders_trained": 100.0}, "quality_of_cooperatives"),
    ("levers.cooperative_support", {"founding_grant": 1e5}, "founding_grants"),
    ("levers.enterprise_support", {"short_subsidy": 1000.0}, "hiring_subsidies"),
    ("levers.enterprise_support", {"long_subsidy": 2000.0}, "hiring_subsidies"),
    ("levers.enterprise_support", {"jobs_gain": 0.5}, "filled"),
    ("levers.enterprise_support", {"first_award": 20000.0, "award_workers": 1}, "workshop_awards"),
    ("levers.enterprise_support", {"returnee_grant": 50000.0, "returnees": 1.0}, "founder_grants"),
    ("levers.enterprise_support", {"model_grant": 100000.0, "models": 1.0}, "founder_grants"),
    ("levers.enterprise_support", {"award_per_household": 500.0}, "leading_awards"),
    ("levers.enterprise_support", {"award_on_funds": 0.05}, "leading_awards"),
    ("levers.enterprise_support", {"entry_gain": 20.0}, "firms"),
    ("levers.enterprise_support", {"quality_gain": 1.0}, "quality_of_enterprises"),
    ("levers.market_support", {"matched": 1.0}, "sales_market"),
    ("levers.market_support", {"institution_share": 0.2}, "sales_market"),
    ("levers.market_support", {"assistance": 2000.0}, "sales_market"),
    ("levers.market_support", {"windows": 10.0}, "sales_market"),
    ("levers.market_support", {"new_markets": 2.0}, "sales_market"),
    ("levers.market_support", {"new_markets": 2.0}, "market_building"),
]


def raised(tree, line):
    """Sum of a flow, or of a count of persons, over two years."""
    county, whole = lived(tree, 0, aged()), 0.0
    for _ in range(8):
        county.step()
        h = county.households
        counts = {"workers": h["migrants"].sum() + h["local_workers"].sum(), "trained": h["trained"].sum(),
                  "pupils": -h["out_of_school"].sum(), "able": h["able"].sum(),
                  "not_admitted": -np.count_nonzero(flow(county, "admission")), "labour_kept": -flow(county, "lost_labour").sum(),
                  "spared": -flow(county, "bill").sum()}  # fmt: skip
        for kind, store in (("cooperatives", county.cooperatives), ("enterprises", county.enterprises)):
            counts[f"quality_of_{kind}"] = (store["quality"] * (store["alive"] != 0)).sum()
        counts |= {"filled": county.enterprises["filled"].sum(), "firms": (county.enterprises["alive"] != 0).sum()}
        counts |= county.county_payments
        counts["settled_at_once"] = flow(county, "fund_paid").sum() - flow(county, "prepaid").sum()
        whole += counts[line] if line in counts else flow(county, line).sum()
    return whole


@pytest.mark.parametrize(("lever", "instrument", "line"), INSTRUMENTS)
def test_each_instrument_of_a_lever_raises_its_own_line(lever, instrument, line):
    assert NOTHING[lever].keys() | {
        "enabled",
        "coverage",
        "standard_met",
        "training_cost",
        "post_wage",
        "relief_wage",
        "care_cost",
        "signing_cost",
        "leader_gain",
        "leader_cost",
        "services_cost",
        "programme_cost",
        "long_contracts",
        "awards_add_up",
        "award_workers",
        "returnees",
        "models",
        "collective_support",  # reaches villages and not households: tests/collectives/test_villages.py
        "tourism_pace",  # the same: tests/collectives/test_visitors.py
        "tourism_cost",
        "control_cost",
        "irrigation_effect",
        "irrigation_cost",
        "brand_cost",
        "institution_premium",
        "assistance_premium",
        "support_decay",
        "window_sales",
        "window_premium",
        "window_award",
        "market_years",
        "review_cost",
        "market_cost",
    } >= set(GROUPS[lever]._fields)
    nothing = with_lever(lever, coverage=1.0, **NOTHING[lever])
    assert raised(with_lever(lever, coverage=1.0, **{**NOTHING[lever], **instrument}), line) > raised(nothing, line)
    assert raised(nothing, line) == raised(OFF, line)


# Paired: each replicate lives with and without the lever under the same luck, from the same burn-in.
REPLICATES = 8
OWN_MEASURE = {
    "levers.cooperative_support": "management_quality",
    "levers.enterprise_support": "management_quality",
    "levers.industry_support": "farm_output",
    "levers.employment_transfer": "wage_workers",
    "levers.medical_insurance": "reimbursed_share",
    "levers.education_support": "fiscal_cost_education_support",
    "levers.insurance_support": "insured_property",
    "levers.safe_living": "houses_repaired_with_aid",
    "levers.care_support": "fiscal_cost_care_support",
    "levers.relocation_support": "fiscal_cost_relocation_support",
    "levers.market_support": "fiscal_cost_market_support",
    "transition": "support_strength",
}


@pytest.fixture(scope="module")
def paired() -> dict[str, np.ndarray]:
    """County series of shape (replicates, quarters, series), by the lever that is missing; "" has all of them."""
    missing = {lever: {f"{lever}.enabled": {"2021Q1": False}} for lever in PROGRAMMES}
    scenarios = {
        "": {"transition.enabled": False},
        **missing,
        "transition": {"transition.shape": "cliff", "transition.ends": "2021Q2"},
    }
    values = {}
    for name, changes in scenarios.items():
        scenario = baseline()._replace(
            tree=baseline().tree.with_values({"transition.enabled": True, **ROUGH, **changes})
        )
        jobs = [Job(scenario, Luck.of(7, replicate), 1200, QUARTERS) for replicate in range(REPLICATES)]
        values[name] = np.array([simulate(job).values for job in jobs])
    return values


def interval(difference: np.ndarray, confidence: float = 0.99) -> tuple[float, float]:
    """Student's interval of the mean over replicates."""
    width = stats.t.ppf(0.5 + 0.5 * confidence, difference.size - 1) * difference.std(ddof=1) / np.sqrt(difference.size)
    return difference.mean() - width, difference.mean() + width


@pytest.mark.parametrize("lever", LEVERS)
def test_a_lever_moves_its_own_channel(lever, paired):
    column = PLACE_OF["county", OWN_MEASURE[lever]]
    gain = (paired[""][:, :, column] - paired[lever][:, :, column]).mean(axis=1)
    low, high = interval(gain) if gain.std() > 0.0 else (gain[0], gain[0])
    assert 0.0 < low <= high, f"{OWN_MEASURE[lever]}: {low} .. {high}"


@pytest.mark.parametrize("lever", LEVERS)
def test_support_that_is_given_is_paid_for(lever, paired):
    name = "fiscal_cost" if lever == "transition" else f"fiscal_cost_{lever.removeprefix('levers.')}"
    column = PLACE_OF["county", name]
    low, _ = interval((paired[""][:, :, column] - paired[lever][:, :, column]).mean(axis=1))
    assert low > 0.0


@pytest.mark.parametrize("lever", LEVERS)
def test_the_effect_on_return_is_reported_with_an_interval_and_no_sign_is_required(lever, paired):
    column = PLACE_OF["ex_poor", "return_rate"]
    low, high = interval(paired[""][:, -2, column] - paired[lever][:, -2, column])
    assert np.isfinite([low, high]).all()


def test_support_received_is_ordered_by_the_shape_of_the_end():
    """Kept >= linear >= steps >= cliff in every quarter and replicate, strictly over the whole taper (3 steps in 6 quarters)."""
    programmes = [PLACE_OF["county", f"fiscal_cost_{lever.removeprefix('levers.')}"] for lever in PROGRAMMES]
    strength, cost = {}, {}
    for shape in ("kept", "linear", "steps", "cliff"):
        ending = {"transition.ends": "2021Q2", "transition.shape": shape, "transition.taper_quarters": 6}
        scenario = baseline()._replace(tree=baseline().tree.with_values(ending))
        runs = [simulate(Job(scenario, Luck.of(7, replicate), 1200, QUARTERS)).values for replicate in range(3)]
        strength[shape] = np.array([run[:, PLACE_OF["county", "support_strength"]] for run in runs])
        cost[shape] = np.array([run[:, programmes].sum() for run in runs])
    assert (strength["kept"] == 1.0).all()
    assert (strength["kept"] >= strength["linear"]).all() and (cost["kept"] > cost["linear"]).all()
    assert (strength["linear"] >= strength["steps"]).all() and (cost["linear"] > cost["steps"]).all()
    assert (strength["steps"] >= strength["cliff"]).all() and (cost["steps"] > cost["cliff"]).all()
    assert (strength["cliff"][:, 2:] == 0.0).all()


@pytest.mark.parametrize("lever", PROGRAMMES)
def test_once_support_has_ended_a_lever_pays_nothing(lever):
    ended = with_lever(lever).with_values(
        {"transition.enabled": True, "transition.shape": "cliff", "transition.ends": "2021Q2", "villages.to_posts": 0.0}
    )  # collectives go on paying posts of their own
    county, name = lived(ended, 4, aged()), lever.removeprefix("levers.")
    assert county.cost[name] == 0.0
    assert (flow(county, "lever_paid") == 0.0).all() and (flow(county, "wage_post") == 0.0).all()
