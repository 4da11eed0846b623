"""Contract documents for tests, small and whole."""

from typing import Any


def outcome(code: str = "job", **fields: Any) -> dict[str, Any]:
    """An outcome that meets the six characteristics."""
    return {
        "code": code,
        "name": f"Outcome {code}",
        "kind": "binary",
        "direction": "higher",
        "definition": "In paid work for 26 weeks, with breaks of no more than 14 days.",
        "numerator": "Participants in work for 26 weeks",
        "denominator": "Participants who started",
        "unit": "participant",
        "event_date": "The last day of the 26th week",
        "window_days": 728,
        "max_per_participant": 1,
        "evidence": "Records of HM Revenue and Customs",
        "evidence_kinds": ["payroll_record"],
        "validator": "Department's validation team",
        "attribution": "No other scheme pays for the same participant.",
        "deadweight": {
            "method": "conceded",
            "share": "1/6",
            "rounding": "whole_people",
            "count": "down",
            "source": "Pilot of 2010",
        },
        "baseline": {"value": "0.2", "source": "Comparison areas", "year": 2010},
        "eligibility": "Referred by Jobcentre Plus; the cohort of a quarter closes on its last day.",
        "segmentation": "One segment: everybody has the same distance to work.",
        **fields,
    }


def particulars(**fields: Any) -> dict[str, Any]:
    """What a definition says beside what is counted."""
    return {
        "also_paid": [{"payer": "Jobcentre", "programme": "Restart", "overlap": "0"}],
        "non_intervention": {
            "method": "matched",
            "source": "Comparison areas, 2024",
            "measured_on": "2024-12-31",
            "rates": [
                {"segment": "young", "low": "0.22", "expected": "0.25", "high": "0.28"},
                {"segment": "other", "low": "0.13", "expected": "0.15", "high": "0.17"},
            ],
        },
        "cohort": {"closes": "month", "on": None},
        "rationale": "Half a year, because shorter jobs were lost again.",
        **fields,
    }


def version(**fields: Any) -> dict[str, Any]:
    """A version with one principal, one agent, one outcome and two rules, ready to be proposed."""
    return {
        "title": "First version",
        "summary": "",
        "effective_from": "2026-01-01",
        "effective_to": None,
        "calendar": {"working_weekdays": [0, 1, 2, 3, 4], "bank_holidays": ["2026-04-03", "2026-04-06"]},
        "periods": [
            {"code": "2026-q1", "starts_on": "2026-01-01", "ends_on": "2026-03-31"},
            {"code": "2026-q2", "starts_on": "2026-04-01", "ends_on": "2026-06-30"},
        ],
        "principals": [{"organisation": "treasury", "share": "1"}],
        "agents": ["northway"],
        "segments": [
            {"code": "young", "name": "Aged 18 to 24", "rule": {"age": ["18-24"]}, "baseline": "0.2"},
            {"code": "other", "name": "Everybody else", "rule": {}, "baseline": "0.15"},
        ],
        "outcomes": [outcome()],
        "rules": [
            {
                "code": "start",
                "name": "Attachment fee",
                "kind": "attachment_fee",
                "amounts": [{"segment": "young", "amount": "400.00"}, {"segment": "other", "amount": "300.00"}],
            },
            {
                "code": "job-fee",
                "name": "Job outcome fee",
                "kind": "outcome_fee",
                "outcome": "job",
                "amounts": [{"amount": "1200.00"}],
            },
        ],
        "caps": [{"code": "whole", "scope": "contract", "amount": "1000000.00"}],
        "targets": [
            {
                "code": "job-rate",
                "outcome": "job",
                "measure": "rate",
                "value": "0.35",
                "minimum": "0.25",
                "maturity": [{"days": 182, "share": "0.2"}, {"days": 728, "share": "1"}],
                "questions_stages": [{"stage": 4, "why": "The price may be too low."}],
            }
        ],
        **fields,
    }
