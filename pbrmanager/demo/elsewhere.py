"""Schemes elsewhere that the programmes of the demonstration are compared with: all invented, and saying so."""

import json
from datetime import datetime, timedelta
from typing import Any

from monitoring.actions import comparators
from pbrmanager.demo.cast import Cast
from stages.models import Programme

INVENTED = "Demonstration data: this scheme is invented."
Row = dict[str, Any]


def compare(cast: Cast, programme: Programme, at: datetime) -> None:
    """Two projects and a contract, sent in three files; of one project a newer file came later."""
    by = cast["commissioner"]
    sent: list[tuple[str, Row, str]] = [
        ("indigo-steps.json", _steps(), "INDIGO-POJ-9001"),
        ("indigo-doors.json", _doors(), "INDIGO-POJ-9002"),
        ("tender-notice.json", _contract(), ""),
        ("indigo-steps-2.json", _steps(reached=(412, 171)), "INDIGO-POJ-9001"),
    ]
    for days, (filename, document, number) in enumerate(sent):
        comparators.take(
            programme=programme, content=json.dumps(document).encode(), filename=filename, identifier=number, by=by,
            at=at + timedelta(days=days),
        )  # fmt: skip


def _said(value: Any, status: str = "PUBLIC") -> Row:
    return {"value": value, "status": status}


def _project(name: str, place: str, sector: str, who: str, people: int, dates: tuple[str, str], most: int) -> Row:
    return {
        "name": _said(f"{name} (invented)"),
        "stage_development": _said("Complete"),
        "notes": _said(INVENTED),
        "jurisdiction": {"jurisdiction": _said(place), "source_ids": "evaluation"},
        "dates": {
            "start_date_of_service_provision": _said(dates[0]),
            "actual_end_date_of_service_provision": _said(dates[1]),
            "source_ids": "evaluation",
        },
        "purpose_and_classifications": {"policy_sector": _said(sector), "source_ids": "evaluation"},
        "overall_project_finance": {
            "maximum_potential_outcome_payment_v2": {"currency": _said("GBP"), "amount": _said(most)},
            "source_ids": "evaluation",
        },
        "service_and_beneficiaries": {
            "target_population": _said(who),
            "targeted_number_service_users_or_beneficiaries_total": _said(people),
            "source_ids": "evaluation",
        },
        "sources": [
            {
                "id": "evaluation",
                "name": _said("Final report of the evaluation (invented)"),
                "type": _said("Evaluation report"),
                "url": _said("https://example.org/evaluation"),
                "publication_date": _said("2020-06"),
            }
        ],
    }


def _metric(code: str, definition: str, checked_by: str, notes: str) -> Row:
    return {
        "id": code,
        "definition": {"value": definition},
        "outcome_validation_method": {"value": checked_by},
        "notes": notes,
        "source_ids": "evaluation",
        "status": "PUBLIC",
    }


def _price(code: str, amount: float, words: str = "") -> Row:
    return {
        "outcome_metric_id": {"value": code},
        "currency": {"value": "GBP"},
        "price_per_unit": {"amount": {"value": amount}},
        "price_description": {"value": words},
        "source_ids": "evaluation",
        "status": "PUBLIC",
    }


def _result(code: str, engaged: int, achieved: int) -> Row:
    return {
        "outcome_metric_id": {"value": code},
        "result_level": {"value": "Outcome level"},
        "result_type": {"value": "Final"},
        "number_engaged_in_impact_bond": {"value": engaged},
        "number_with_positive_social_outcomes": {"value": achieved},
        "source_ids": "evaluation",
        "status": "PUBLIC",
    }


def _steps(reached: tuple[int, int] = (398, 160)) -> Row:
    whole = _project(
        "Steps to Work", "Wales", "Employment and training", "People aged 18 to 24, out of work for a year", 400,
        ("2015-04-01", "2018-03-31"), 900_000,
    )  # fmt: skip
    return whole | {
        "outcome_metrics": [
            _metric("job", "In work for 13 weeks", "Payslips, one in ten checked", "Deadweight was put at 20 in 100."),
            _metric("course", "A first qualification", "Certificate", "No deadweight was taken off."),
        ],
        "outcome_pricings": [
            _price("job", 2150.50, "Net of 20% who would have found work anyway."),
            _price("course", 730),
        ],
        "results": [_result("job", *reached)],
        "outcome_payments": [
            {"type": {"value": "Planned"}, "money": {"currency": {"value": "GBP"}, "amount": {"value": 610_000}}},
            {"type": {"value": "Actual"}, "money": {"currency": {"value": "GBP"}, "amount": {"value": 402_880.5}}},
        ],
        "social_value_score": 7,
    }


def _doors() -> Row:
    whole = _project(
        "Open Doors", "Scotland", "Homelessness", "People who sleep rough", 250, ("2016-10", "2019-09"), 1_400_000
    )
    whole["service_and_beneficiaries"]["actual_number_service_users_or_beneficiaries_total"] = _said(231, "DISPUTED")
    return whole | {
        "outcome_metrics": [
            _metric("home", "A tenancy held for six months", "Landlord’s letter", "Deadweight was not measured."),
            _metric("work", "In work for 13 weeks", "Payslips", "Deadweight was put at 10 in 100."),
        ],
        "outcome_pricings": [_price("home", 4800, "Paid once for each person."), _price("work", 3150)],
        "results": [_result("home", 231, 118)],
    }


def _contract() -> Row:
    buyer, supplier = {"id": "GB-EXAMPLE-1", "name": "Farleigh Council (invented)"}, {"id": "2", "name": "Onward Trust"}
    return {
        "ocid": "ocds-example-7001",
        "id": "7001-2",
        "date": "2021-05-10T09:00:00Z",
        "tag": ["award", "contract"],
        "initiationType": "tender",
        "parties": [
            {**buyer, "roles": ["buyer"], "address": {"region": "Farleigh", "countryName": "United Kingdom"}},
            {**supplier, "roles": ["supplier"]},
        ],
        "buyer": buyer,
        "planning": {"rationale": INVENTED},
        "tender": {"id": "7001", "title": "Support for families, paid by results (invented)", "legalBasis": "None"},
        "awards": [{"id": "1", "status": "active", "suppliers": [supplier]}],
        "contracts": [
            {
                "id": "1",
                "awardID": "1",
                "status": "active",
                "period": {"startDate": "2021-06-01T00:00:00Z", "endDate": "2024-05-31T23:59:59Z"},
                "value": {"amount": 2_250_000, "currency": "GBP"},
                "agreedMetrics": [
                    {
                        "id": "home",
                        "title": "Children at home",
                        "description": "Children who live safely at home a year on",
                        "observations": [{"id": "price", "value": {"amount": 5200, "currency": "GBP"}}],
                    }
                ],
            }
        ],
    }
