"""The Expert Body records why it goes on in spite of a finding, in its words and no other."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from accounts.errors import Forbidden, Refused
from accounts.models import AuditEntry
from contracts.actions import lint_exceptions, pack
from contracts.models import ContractVersion, LintException
from contracts.selectors import gates, linting
from stages.actions import visits
from tests import builders as general
from tests.contracts import assumed, builders

pytestmark = pytest.mark.django_db
AT = general.later(days=4)
DAY = dt.date(2026, 2, 1)
WHY = "Two years were all that was granted; an extension is decided in spring."


def draft(place: builders.Setting, until: str = "2027-06-30") -> ContractVersion:
    document = assumed.version()
    return builders.draft(place, **{**document, "effective_to": until})


def asked(place: builders.Setting) -> str:
    return " ".join(gates.shortfalls(place.programme, DAY)["principles_of_arrangements"])


def record(version: ContractVersion, place: builders.Setting, check: str = "term_fits") -> LintException:
    return lint_exceptions.record(version=version, check=check, reason=WHY, by=place.member, at=AT)


def test_a_recorded_reason_answers_the_gate_until_the_figures_change(place: builders.Setting) -> None:
    version = draft(place)
    assert "1.5 years" in asked(place)
    record(version, place)
    assert "1.5 years" not in asked(place)
    assert AuditEntry.objects.latest("pk").action == "contracts.lint_exception.record"
    draft(place, "2027-03-31")
    assert "1.2 years" in asked(place)


def test_a_reason_is_recorded_for_the_version_that_the_gate_looks_at_and_no_earlier_one(
    place: builders.Setting, client: Client
) -> None:
    agreed = builders.agreed(place, **{**assumed.version(), "effective_to": "2027-06-30"})
    draft_after = builders.draft(
        place, **{**assumed.version(), "effective_from": "2027-01-01", "effective_to": "2028-01-31"}
    )
    with pytest.raises(Refused, match="recorded for version 2, which the gate looks at"):
        record(agreed, place)
    client.force_login(place.member)
    page = client.post(builders.page(agreed, "lint_except", "term_fits"), {"reason": WHY})
    assert "Open its remarks" in page.content.decode()
    assert not LintException.objects.exists()
    assert record(draft_after, place).version_number == 2


def test_a_reason_is_taken_back(place: builders.Setting) -> None:
    version = draft(place)
    with pytest.raises(Refused, match="No reason to go on stands"):
        lint_exceptions.take_back(version=version, check="term_fits", reason="x", by=place.member, at=AT)
    record(version, place)
    lint_exceptions.take_back(version=version, check="term_fits", reason="Refused.", by=place.member, at=AT)
    assert "1.5 years" in asked(place)
    assert LintException.objects.count() == 2


def test_what_is_not_broken_or_asked_by_the_gate_itself_needs_no_reason(place: builders.Setting) -> None:
    version = draft(place)
    with pytest.raises(Refused, match="nothing broken"):
        record(version, place, "few_outcomes")
    document = {**assumed.version(), "assumptions": assumed.assumptions(evaluation="")}
    version = builders.draft(place, **document)
    with pytest.raises(Refused, match="does not answer it"):
        record(version, place, "evaluation_plan")
    with pytest.raises(Refused, match="Enter why"):
        lint_exceptions.record(version=draft(place), check="term_fits", reason=" ", by=place.member, at=AT)


def test_only_the_expert_body_goes_on_and_only_while_stage_4_is_open(place: builders.Setting) -> None:
    version = draft(place)
    with pytest.raises(Forbidden):
        lint_exceptions.record(version=version, check="term_fits", reason=WHY, by=place.commissioner, at=AT)
    general.pass_decided_elsewhere(place.programme, 4)
    with pytest.raises(visits.StageClosed):
        record(version, place)


def test_the_reason_stands_beside_the_verdict_and_in_the_document(place: builders.Setting, client: Client) -> None:
    version = draft(place)
    client.force_login(place.member)
    lint = reverse("contracts:version_lint", args=[place.programme.slug, version.number])
    assert "Record why the Expert Body goes on" in client.get(lint).content.decode()
    url = reverse("contracts:lint_except", args=[place.programme.slug, version.number, "term_fits"])
    assert "Enter why the Expert Body goes on" in client.post(url, {"reason": ""}).content.decode()
    page = client.post(url, {"reason": WHY}, follow=True).content.decode()
    assert WHY in page
    assert "Take the reason back" in page
    told = {one["code"]: one["reason_to_go_on"] for one in linting.document(version)}
    assert told["term_fits"] == WHY
    client.post(url, {"reason": "No longer."})
    assert WHY not in client.get(lint).content.decode()
    assert (
        client.get(reverse("contracts:lint_except", args=[place.programme.slug, 1, "few_outcomes"])).status_code == 404
    )


def test_reasons_travel_in_the_pack(place: builders.Setting) -> None:
    record(draft(place), place)
    section = pack.export(place.programme)
    other = general.programme_at_stage(4)
    pack.load(programme=other, section=section, by=general.system(), at=general.later(days=9))
    assert pack.export(other)["lint_exceptions"] == section["lint_exceptions"]
