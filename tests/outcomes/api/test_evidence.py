"""Evidence over the interface: sent with its digest, listed, and fetched by those who may open it."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from accounts.models import AuditEntry, Role
from outcomes.actions import evidence
from outcomes.actions.evidence_store import too_large
from outcomes.models import Attachment, Claim
from tests import builders, interface
from tests.outcomes.papers import PDF, PNG
from tests.outcomes.scheme import SENT, Scheme

pytestmark = pytest.mark.django_db
OCTETS = "application/octet-stream"
DIGEST = hashlib.sha256(PDF).hexdigest()


@pytest.fixture
def claim(scheme: Scheme, settings: Settings, tmp_path: Path) -> Claim:
    settings.MEDIA_ROOT = tmp_path
    scheme.participant("P-1")
    scheme.send("participant,outcome,achieved_on\nP-1,job_outcome,2025-03-03\n")
    return Claim.objects.get()


@pytest.fixture
def path(claim: Claim) -> str:
    return f"programmes/{claim.programme.slug}/claims/{claim.pk}/evidence/"


def attach(caller: interface.Caller, path: str, content: bytes = PDF, asks: str = "", **wanted: Any) -> Any:
    return caller.post(f"{path}?filename=letter.pdf{asks}", content, kind=OCTETS, **wanted)


def test_a_file_is_attached_once_listed_and_fetched_as_it_came(scheme: Scheme, claim: Claim, path: str) -> None:
    system = interface.system_of(scheme.user)
    made = attach(system, path, asks=f"&digest={DIGEST}", key="k")
    assert (made.status_code, made.json()["digest"], made.json()["kind"]) == (201, DIGEST, "pdf")
    assert attach(system, path, asks=f"&digest={DIGEST}", key="k")["Idempotency-Replayed"] == "true"
    assert Attachment.objects.count() == 1
    verifier = interface.person(builders.member(claim.programme, Role.VERIFIER))
    listed = verifier.get(path).json()["results"]
    assert [(one["filename"], one["may_open"]) for one in listed] == [("letter.pdf", True)]
    answer = verifier.get(f"{path}{listed[0]['id']}/file/")
    assert b"".join(answer.streaming_content) == PDF
    assert 'filename="letter.pdf"' in answer["Content-Disposition"]
    assert AuditEntry.objects.filter(action="outcomes.evidence.open").count() == 1


def test_what_may_not_be_opened_is_neither_named_nor_given(scheme: Scheme, claim: Claim, path: str) -> None:
    made = attach(interface.system_of(scheme.user), path).json()
    reader = interface.person(builders.member(claim.programme, Role.PRINCIPAL))
    [listed] = reader.get(path).json()["results"]
    assert (listed["filename"], listed["may_open"], listed["digest"]) == ("", False, DIGEST)
    assert reader.get(f"{path}{made['id']}/file/").status_code == 403
    evidence.withdraw(attachment=Attachment.objects.get(), reason="Another person", by=scheme.user, at=SENT)
    gone = interface.person(scheme.user).get(f"{path}{made['id']}/file/")
    assert (gone.status_code, "withdrew this file" in gone.json()["detail"]) == (409, True)


def test_what_is_not_what_it_should_be_is_refused_and_not_kept(
    scheme: Scheme, claim: Claim, path: str, settings: Settings
) -> None:
    system = interface.system_of(scheme.user)
    other = attach(system, path, PNG, asks=f"&digest={DIGEST}")
    assert (other.status_code, other.json()["code"]) == (422, "other_digest")
    program = attach(system, path, b"MZ\x90\x00")
    assert (program.status_code, program.json()["code"]) == (409, "file_refused")
    settings.MAX_EVIDENCE_BYTES = 10
    large = attach(system, path)
    assert (large.status_code, large.json()["detail"]) == (413, too_large())
    assert system.post(path, PDF, kind=OCTETS).status_code == 400
    assert attach(interface.person(builders.member(claim.programme, Role.VERIFIER)), path).status_code == 403
    assert not Attachment.objects.exists()
