"""Schemes elsewhere as files that tests send. All are made up."""

import json
from datetime import datetime
from typing import Any

from accounts.models import User
from monitoring.actions import comparators
from monitoring.models import Comparator, ComparatorVersion
from stages.models import Programme
from tests import builders


def fact(value: Any, status: str = "PUBLIC") -> dict[str, Any]:
    return {"value": value, "status": status}


def project(**changes: Any) -> dict[str, Any]:
    """A project of INDIGO with two outcomes, a price of each, results, and a field that the standard lacks."""
    return {
        "name": fact("Steps to Work"),
        "stage_development": fact("Complete"),
        "jurisdiction": {"jurisdiction": fact("Wales"), "source_ids": "report"},
        "dates": {
            "outcomes_contract_signed": fact("2015-03"),
            "start_date_of_service_provision": fact("2015-04-01"),
            "actual_end_date_of_service_provision": fact("2018-03-31"),
        },
        "purpose_and_classifications": {"policy_sector": fact("Employment and training")},
        "overall_project_finance": {
            "maximum_potential_outcome_payment_v2": {"currency": fact("GBP"), "amount": fact(900000)}
        },
        "service_and_beneficiaries": {
            "target_population": fact("Young people out of work"),
            "targeted_number_service_users_or_beneficiaries_total": fact(400),
            "actual_number_service_users_or_beneficiaries_total": fact(431, "DISPUTED"),
        },
        "outcome_metrics": [
            {
                "id": "m1",
                "definition": fact("In work for 13 weeks"),
                "outcome_validation_method": fact("Payslips"),
                "notes": "Deadweight was put at 20 in 100.",
                "source_ids": "report",
                "status": "PUBLIC",
            },
            {"id": "m2", "definition": {"value": "A first qualification"}, "status": "PRIVATE"},
        ],
        "outcome_pricings": [
            {
                "outcome_metric_id": {"value": "m1"},
                "currency": {"value": "GBP"},
                "price_per_unit": {"amount": {"value": 1022.1}, "amount_usd": {"value": 1574}},
                "price_description": {"value": "Net of 20% who would have found work anyway"},
            },
            {
                "outcome_metric_id": {"value": "m2"},
                "currency": {"value": "GBP"},
                "price_per_unit": {"amount": {"value": 730}},
            },
        ],
        "outcome_payments": [
            {"type": {"value": "Planned"}, "money": {"currency": {"value": "GBP"}, "amount": {"value": 500000}}},
            {"type": {"value": "Actual"}, "money": {"currency": {"value": "GBP"}, "amount": {"value": 410000.5}}},
            {"type": {"value": "Actual"}, "money": {"currency": {"value": "GBP"}, "amount": {"value": 0.2}}},
        ],
        "results": [
            {
                "outcome_metric_id": {"value": "m1"},
                "result_type": {"value": "Final"},
                "number_engaged_in_impact_bond": {"value": 431},
                "number_with_positive_social_outcomes": {"value": 188},
            }
        ],
        "sources": [{"id": "report", "name": {"value": "Evaluation"}, "url": {"value": "https://example.org/e"}}],
        "social_value": {"score": 7},
        **changes,
    }


def release(**changes: Any) -> dict[str, Any]:
    """A release of OCDS of a contract, with a field that the standard lacks."""
    return {
        "ocid": "ocds-h6vhtk-1",
        "id": "release-1",
        "date": "2021-04-30T09:00:00Z",
        "tag": ["award", "contract"],
        "initiationType": "tender",
        "parties": [
            {"id": "a", "name": "Norwood Council", "roles": ["buyer"], "address": {"region": "UKL14"}},
            {"id": "b", "name": "Northway", "roles": ["supplier"]},
        ],
        "buyer": {"id": "a", "name": "Norwood Council"},
        "tender": {"id": "t", "title": "Support into work", "legalBasis": {"id": "32014L0024", "scheme": "CELEX"}},
        "contracts": [
            {
                "id": "c",
                "awardID": "w",
                "status": "active",
                "period": {"startDate": "2021-05-01T00:00:00Z", "endDate": "2024-04-30T00:00:00Z"},
                "value": {"amount": 1250000.75, "currency": "GBP"},
            }
        ],
        **changes,
    }


def file(document: Any) -> bytes:
    return json.dumps(document).encode()


def taken(
    programme: Programme, document: Any = None, *, by: User | None = None, at: datetime = builders.MOMENT, **given: Any
) -> Comparator:
    """A comparator on the list of the programme, whose stage 1 is open."""
    content = file(project() if document is None else document)
    made = comparators.take(programme=programme, content=content, by=by or builders.system(), at=at, **given)
    version = made[0].version
    assert isinstance(version, ComparatorVersion)
    return version.comparator
