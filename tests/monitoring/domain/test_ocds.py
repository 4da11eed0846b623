import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator

from monitoring.domain import ocds
from tests.monitoring.published import document

AT = "2025-07-20T10:00:00+00:00"
SCHEMAS = Path(__file__).resolve().parents[4] / "shared" / "schemas"


def release(**changes: Any) -> dict[str, Any]:
    return ocds.release(document(**changes), prefix="ocds-000000", at=AT)


def schema() -> dict[str, Any]:
    """The release schema with the metrics extension laid over it."""
    whole: dict[str, Any] = json.loads((SCHEMAS / "ocds-1.1-release-schema.json").read_text())
    extension = json.loads((SCHEMAS / "ocds-metrics-extension-release-schema.json").read_text())
    for name, definition in extension["definitions"].items():
        known = whole["definitions"].setdefault(name, {"properties": {}})
        known["properties"] |= definition["properties"]
        known.setdefault("required", definition.get("required", []))
    return whole


@pytest.mark.skipif(not SCHEMAS.is_dir(), reason="the schemas of the standard are not beside the project")
def test_the_release_is_valid_and_uses_no_field_that_the_standard_does_not_have() -> None:
    whole = schema()
    found = release()
    errors = [f"{list(one.absolute_path)}: {one.message}" for one in Draft4Validator(whole).iter_errors(found)]
    assert not errors
    unknown = list(_unknown(found, whole, whole, ""))
    assert not unknown


def _unknown(value: Any, part: dict[str, Any], whole: dict[str, Any], path: str) -> list[str]:
    if "$ref" in part:
        part = whole["definitions"][part["$ref"].rpartition("/")[2]]
    if isinstance(value, list):
        return [one for row in value for one in _unknown(row, part.get("items", {}), whole, path)]
    if not isinstance(value, dict) or ("patternProperties" in part and "properties" not in part):
        return []
    known = part.get("properties", {})
    missing = [f"{path}/{name}" for name in value if name not in known]
    return missing + [
        one
        for name, inner in value.items()
        if name in known
        for one in _unknown(inner, known[name], whole, f"{path}/{name}")
    ]


def test_a_later_version_is_an_amendment_and_a_period_a_milestone() -> None:
    contract = release()["contracts"][0]
    assert [one["id"] for one in contract["amendments"]] == ["version-2"]
    milestones = contract["implementation"]["milestones"]
    assert [(one["code"], one["status"]) for one in milestones] == [
        ("2025-q1", "met"), ("2025-q2", "met"), ("2025-q3", "scheduled"),
    ]  # fmt: skip
    assert release()["tag"] == ["contract", "contractAmendment", "implementation"]


def test_money_is_told_by_agent_where_that_may_be_shown_and_else_for_all() -> None:
    transactions = release()["contracts"][0]["implementation"]["transactions"]
    assert [(one["id"], one["value"]["amount"]) for one in transactions] == [
        ("statements-2025-q1-all", 12000.0), ("statements-2025-q2-northway", 20000.0),
    ]  # fmt: skip


def test_only_what_is_shown_is_observed_and_every_observation_has_its_own_name() -> None:
    metrics = release()["contracts"][0]["implementation"]["metrics"]
    observations = [one for metric in metrics for one in metric["observations"]]
    assert {one["dimensions"].get("agent") for one in observations} == {None, "northway"}
    assert len({one["id"] for one in observations}) == len(observations)
    milestones = {one["id"] for one in release()["contracts"][0]["implementation"]["milestones"]}
    assert {one["relatedImplementationMilestone"]["id"] for one in observations} <= milestones


def test_a_party_has_all_its_roles_and_its_identifier() -> None:
    department = release()["parties"][0]
    assert department["roles"] == ["buyer", "funder", "payer", "procuringEntity"]
    assert department["identifier"] == {"scheme": "GB-GOV", "id": "1", "legalName": "Department"}


def test_the_package_names_the_extension() -> None:
    found = ocds.package(release(), uri="https://example.org/ocds.json", published_at=AT)
    assert found["version"] == "1.1"
    assert "metrics" in found["extensions"][0]
