from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from contracts.models import ContractVersion
from contracts.selectors import terms
from tests.contracts import builders, documents

pytestmark = pytest.mark.django_db

OUTCOMES = [documents.outcome("job"), documents.outcome("study"), documents.outcome("kept", max_per_participant=20)]
DEADWEIGHT = {"deadweight_method": "", "deadweight_rounding": "per_claim", "deadweight_count": "down"}


@pytest.fixture
def version(place: builders.Setting, client: Client) -> ContractVersion:
    client.force_login(place.commissioner)
    return builders.draft(place, outcomes=OUTCOMES)


def address(version: ContractVersion, name: str, what: str) -> str:
    return reverse(f"contracts:{name}", args=[version.programme.slug, version.number, what])


def rule(version: ContractVersion, code: str) -> dict[str, Any]:
    return next(one for one in terms.document(version)["rules"] if one["code"] == code)


def test_an_attachment_fee_by_segment_and_year_of_start(client: Client, version: ContractVersion) -> None:
    url = address(version, "rule_add", "attachment_fee")
    answers = {
        "name": "Start", "code": "begin", "by_segment": "on", "start_years": "2026, 2027", "year_basis": "financial",
        **DEADWEIGHT, "deadweight_method": "conceded", "deadweight_share": "0.25",
    }  # fmt: skip
    shown = client.post(url, answers | {"do": "tables"})
    assert shown.status_code == 200
    (grid,) = shown.context["form"].grids()
    assert grid.columns == ["2026", "2027", "Other years"]
    assert [name for name, _ in grid.rows] == ["Aged 18 to 24", "Everybody else", "Every other segment"]
    assert not shown.context["form"].errors
    amounts = {
        "main.young.2026": "400", "main.young.2027": "300.50", "main.other.2026": "£200", "main.other.2027": "0",
    }  # fmt: skip
    page = client.post(url, answers | amounts, follow=True)
    assert "The payment rule is saved." in page.content.decode()
    saved = rule(version, "begin")
    assert saved["amounts"] == [
        {"segment": "young", "start_year": 2026, "amount": "400.00"},
        {"segment": "young", "start_year": 2027, "amount": "300.50"},
        {"segment": "other", "start_year": 2026, "amount": "200.00"},
        {"segment": "other", "start_year": 2027, "amount": "0.00"},
    ]
    assert saved["deadweight"]["share"] == "1/4"


def test_an_outcome_fee_so_long_after_another_result(client: Client, version: ContractVersion) -> None:
    url = address(version, "rule_add", "outcome_fee")
    answers = {
        "name": "Kept", "code": "kept-fee", "outcome": "kept", "paid": "once", "waiting_working_days": "0",
        "year_basis": "calendar", "start_years": "", "main..": "700", **DEADWEIGHT, "since_unit": "months",
    }  # fmt: skip
    without = client.post(url, answers | {"since_outcome": "job"})
    assert "Enter how much time must lie between" in without.content.decode()
    nowhere = client.post(url, answers | {"since_number": "3"})
    assert "Select the result from which the time is counted" in nowhere.content.decode()
    page = client.post(url, answers | {"since_outcome": "job", "since_number": "3"}, follow=True)
    assert "The payment rule is saved." in page.content.decode(), page.context["form"].errors
    assert "3 months after “Outcome job”" in page.content.decode()
    assert rule(version, "kept-fee")["since"] == {"outcome": "job", "number": 3, "unit": "months"}
    form = client.get(address(version, "rule_edit", "kept-fee")).context["form"]
    assert [form[name].value() for name in ("since_outcome", "since_number", "since_unit")] == ["job", 3, "months"]
    client.post(address(version, "rule_edit", "kept-fee"), answers | {"since_outcome": "", "since_number": ""})
    assert "since" not in rule(version, "kept-fee")


def test_an_outcome_fee_within_so_long_after_another_result(client: Client, version: ContractVersion) -> None:
    url = address(version, "rule_add", "outcome_fee")
    answers = {
        "name": "Kept", "code": "kept-fee", "outcome": "kept", "paid": "once", "waiting_working_days": "0",
        "year_basis": "calendar", "start_years": "", "main..": "700", **DEADWEIGHT, "within_unit": "days",
    }  # fmt: skip
    without = client.post(url, answers | {"within_outcome": "job"})
    assert "Enter how much time may lie between" in without.content.decode()
    far = client.post(url, answers | {"within_outcome": "job", "within_number": "1001"})
    assert far.context["form"].errors["within_number"] == ["Choose a whole number from 1 to 1000."]
    page = client.post(url, answers | {"within_outcome": "job", "within_number": "90"}, follow=True)
    assert "within 90 days after “Outcome job”" in page.content.decode()
    assert rule(version, "kept-fee")["within"] == {"outcome": "job", "number": 90, "unit": "days"}


def test_an_outcome_fee_with_a_route_and_a_top_up(client: Client, version: ContractVersion) -> None:
    url = address(version, "rule_add", "outcome_fee")
    answers = {
        "name": "Result", "code": "result", "outcome": "job", "paid": "once", "routes": ["study"], "top_ups": ["kept"],
        "with-kept": ["study"], "waiting_working_days": "5", "year_basis": "calendar", "start_years": "",
        "main..": "700", "route-study..": "800", "top-up-kept..": "100", "qualifying.": "13", **DEADWEIGHT,
    }  # fmt: skip
    page = client.post(url, answers, follow=True)
    assert "The payment rule is saved." in page.content.decode(), page.context["form"].errors
    saved = rule(version, "result")
    assert saved["routes"] == [
        {"outcome": "study", "amounts": [{"segment": None, "start_year": None, "amount": "800.00"}]}
    ]
    assert saved["top_ups"][0]["with_routes"] == ["study"]
    assert saved["qualifying_weeks"] == [{"segment": None, "weeks": 13}]
    assert "deadweight" not in saved


def test_a_sustainment_fee_with_steps_for_each_segment(client: Client, version: ContractVersion) -> None:
    url = address(version, "rule_add", "sustainment_fee")
    answers = {
        "name": "Kept", "code": "sustained", "outcome": "kept", "every_weeks": "4", "prerequisites": ["job"],
        "waiting_working_days": "15", "allotted_weeks": "104", "by_segment": "on", "year_basis": "contract",
        "year_starts": "2026-01-01", "main.young.": "170", "main.other.": "250", "steps.young": "13",
        "steps.other": "20", **DEADWEIGHT,
    }  # fmt: skip
    page = client.post(url, answers, follow=True)
    assert "The payment rule is saved." in page.content.decode(), page.context["form"].errors
    saved = rule(version, "sustained")
    assert saved["max_steps"] == [{"segment": "young", "steps": 13}, {"segment": "other", "steps": 20}]
    assert (saved["year_starts"], saved["allotted_weeks"]) == ("2026-01-01", 104)


def test_a_page_saved_as_it_is_shown_changes_nothing(client: Client, version: ContractVersion) -> None:
    before = terms.document(version)
    for code in ("start", "job-fee"):
        url = address(version, "rule_edit", code)
        form = client.get(url).context["form"]
        values = {name: form[name].value() for name in form.fields}
        sent = {key: value for key, value in values.items() if value is not None and value is not False}
        page = client.post(url, sent, follow=True)
        assert "The payment rule is saved." in page.content.decode(), page.context["form"].errors
    assert terms.document(version) == before


@pytest.mark.parametrize(
    ("change", "field", "message"),
    [
        ({"main..": ""}, "__all__", "Add at least one entry to amounts"),
        ({"main..": "ten"}, "main..", "must be a number"),
        ({"outcome": ""}, "outcome", "Select"),
        ({"start_years": "soon"}, "start_years", "Enter years as numbers"),
        ({"year_basis": "contract"}, "year_starts", "Enter year starts"),
        ({"prerequisites": ["job"]}, "__all__", "before itself"),
        ({"deadweight_method": "conceded"}, "deadweight_share", "as a share"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_saved(
    client: Client, version: ContractVersion, change: dict[str, Any], field: str, message: str
) -> None:
    answers = {
        "name": "Result", "code": "result", "outcome": "job", "paid": "once", "waiting_working_days": "0",
        "year_basis": "calendar", "main..": "700", **DEADWEIGHT,
    }  # fmt: skip
    page = client.post(address(version, "rule_add", "outcome_fee"), answers | change)
    assert message in " ".join(page.context["form"].errors[field])
    assert len(terms.document(version)["rules"]) == 2
