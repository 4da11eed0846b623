"""The worked packs of docs/packs and the schema that describes them."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from django.conf import settings

from contracts.domain import terms
from stages.actions import packs
from stages.selectors import visits
from tests import builders

DOCS = Path(settings.BASE_DIR) / "docs"
PACKS = sorted((DOCS / "packs").glob("*.json"))


def read(path: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return document


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    schema = read(DOCS / "pack.schema.json")
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.stem)
def test_every_worked_pack_fits_the_schema(path: Path, validator: jsonschema.Draft202012Validator) -> None:
    found = [f"{error.json_path}: {error.message}" for error in validator.iter_errors(read(path))]
    assert found == []


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.stem)
def test_every_worked_contract_can_be_read(path: Path) -> None:
    contract = terms.parse_contract(read(path)["contract"])
    assert all(version.rules for version in contract.versions)


def test_the_work_programme_adds_up_to_the_published_maxima() -> None:
    """Attachment, job outcome and sustainment of year 1: domain reference, section 5."""
    (version,) = terms.parse_contract(read(DOCS / "packs" / "work-programme.json")["contract"]).versions
    attachment, job, sustainment = (version.rule(code) for code in ("attachment", "job-outcome", "sustainment"))
    assert isinstance(attachment, terms.AttachmentFee)
    assert isinstance(job, terms.OutcomeFee)
    assert isinstance(sustainment, terms.SustainmentFee)
    found = {}
    for segment in version.segments:
        steps = terms.for_segment(sustainment.max_steps, segment.code) or 0
        found[segment.code] = (
            int(attachment.rates.amount_in(segment.code, 1)),
            int(job.routes[0].rates.amount_in(segment.code, 1)),
            int(sustainment.rates.amount_in(segment.code, 1)) * steps,
        )
    assert found == {
        "group-1": (400, 1200, 2210),
        "group-2": (400, 1200, 2795),
        "group-3": (400, 1200, 5000),
        "group-4": (400, 1200, 5000),
        "group-5": (400, 1000, 2300),
    }
    assert {cap.segment: int(cap.amount) for cap in version.caps} == {code: sum(parts) for code, parts in found.items()}


def test_troubled_families_comes_to_four_thousand_pounds_a_family_in_every_year() -> None:
    (version,) = terms.parse_contract(read(DOCS / "packs" / "troubled-families-1.json")["contract"]).versions
    attachment, result = version.rule("attachment"), version.rule("result")
    assert isinstance(attachment, terms.AttachmentFee)
    assert isinstance(result, terms.OutcomeFee)
    crime, work = result.routes
    for year in (2012, 2013, 2014):
        start = attachment.rates.amount_in("family", year)
        topped_up = crime.rates.amount_in("family", year) + result.top_ups[0].rates.amount_in("family", year)
        assert start + topped_up == start + work.rates.amount_in("family", year) == 4000


@pytest.mark.django_db
@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.stem)
def test_every_worked_pack_loads_whole_and_again_changes_nothing(path: Path) -> None:
    """Stages 1 to 4 are closed, the contract is in force, and everybody who was paid for is there."""
    document = read(path)
    programme, created = packs.load(document=document, by=builders.system(), at=builders.MOMENT)
    assert created
    assert programme.contract_versions.agreed().count() == len(document["contract"]["versions"])
    assert programme.participants.count() == len(document["participants"])
    assert programme.claims.count() == len(document["claims"])
    assert programme.seats.count() == 5
    assert visits.closed_once(programme) == {1, 2, 3, 4}
    assert packs.load(document=document, by=builders.system(), at=builders.MOMENT) == (programme, False)
