"""A contract with everything that it rests on stated, in proportion: no principle is broken."""

from typing import Any

from tests.contracts import documents


def version(**fields: Any) -> dict[str, Any]:
    """Two segments with prices that follow difficulty, a target within the evidence, a cap with room for success."""
    job = documents.outcome(
        "job", kind="sustained", deadweight={"method": "conceded", "share": "0.2", "source": "Pilot of 2024"},
        baseline={"value": "0.2", "source": "Comparison areas", "year": 2024}, window_days=365,
        **documents.particulars(),
    )  # fmt: skip
    return documents.version(
        effective_from="2026-01-01",
        effective_to="2029-12-31",
        periods=[
            {"code": f"{year}-{half}", "starts_on": f"{year}-{first}", "ends_on": f"{year}-{last}"}
            for year in range(2026, 2030)
            for half, first, last in (("h1", "01-01", "06-30"), ("h2", "07-01", "12-31"))
        ],
        segments=[
            {"code": "young", "name": "Aged 18 to 24", "rule": {"age": ["18-24"]}, "baseline": "0.25",
             "planned_share": "0.5"},
            {"code": "other", "name": "Everybody else", "rule": {}, "baseline": "0.15", "planned_share": "0.5"},
        ],
        outcomes=[job],
        rules=[
            {"code": "start", "name": "Attachment fee", "kind": "attachment_fee",
             "amounts": [{"segment": "young", "amount": "500.00"}, {"segment": "other", "amount": "600.00"}]},
            {"code": "job-fee", "name": "Job outcome fee", "kind": "outcome_fee", "outcome": "job",
             "amounts": [{"segment": "young", "amount": "2000.00"}, {"segment": "other", "amount": "3500.00"}]},
        ],
        caps=[{"code": "whole", "scope": "contract", "amount": "6000000.00"}],
        targets=[
            {"code": "job-young", "outcome": "job", "segment": "young", "measure": "rate", "value": "0.40",
             "minimum": "0.30", "maturity": [{"days": 365, "share": "1"}],
             "questions_stages": [{"stage": 4, "why": "The price may be too low"}]},
            {"code": "job-other", "outcome": "job", "segment": "other", "measure": "rate", "value": "0.25",
             "minimum": "0.20", "maturity": [{"days": 365, "share": "1"}],
             "questions_stages": [{"stage": 4, "why": "The price may be too low"}]},
        ],
        comparisons=[
            {"code": "against-before", "name": "Do more people find work than before?", "outcome": "job",
             "measure": "share", "against": "fixed", "value": "0.18", "test": "wilson", "matters": "0.05",
             "window_days": 365, "source": "Comparison areas"},
        ],
        assumptions=assumptions(),
        **fields,
    )  # fmt: skip


def assumptions(**fields: Any) -> dict[str, Any]:
    return {
        "starts": {"low": "800", "expected": "1000", "high": "1100", "source": "Referrals of 2025"},
        "rates": [
            {"outcome": "job", "segment": "young", "low": "0.35", "expected": "0.4", "high": "0.45", "source": "Pilot"},
            {"outcome": "job", "segment": "other", "low": "0.2", "expected": "0.25", "high": "0.3", "source": "Pilot"},
        ],
        "costs": [
            {"segment": "young", "low": "900", "expected": "1000", "high": "1200", "source": "Open book of 2025"},
            {"segment": "other", "low": "1000", "expected": "1150", "high": "1300", "source": "Open book of 2025"},
        ],
        "checking_costs": [{"outcome": "job", "amount": "40.00", "source": "Validation team"}],
        "days_to_payment": 60,
        "working_capital": "400000.00",
        "most_at_risk": "0.6",
        "intervention": "A meeting within two weeks, a plan within four, a notice after two quarters.",
        "evaluation": "A comparison with like areas after two years, published by the university.",
        "quality_floor": "Everybody sees a key worker within ten working days and every month after.",
        "subcontracting": "Partners are paid for starts within thirty days; the lead bears the results.",
        **fields,
    }
