"""Files of evidence on pages: attached, looked at, asked for, opened and taken back."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from accounts.models import AuditEntry, Role
from outcomes.actions import scanning
from outcomes.models import Attachment, Claim
from tests import builders
from tests.outcomes import checking
from tests.outcomes.papers import LETTER, PDF
from tests.outcomes.scheme import SENT, Scheme

GIVEN = {"participant": "P-1", "outcome": "qualification", "achieved_on": "2025-03-03", "sequence": "1", "value": "2"}


@pytest.fixture(autouse=True)
def store(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def file(content: bytes = PDF, name: str = "letter.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="text/html")


def at(name: str, scheme: Scheme, *parts: object) -> str:
    return reverse(f"outcomes:{name}", args=[scheme.programme.slug, *parts])


@pytest.fixture
def claim(client: Client, scheme: Scheme) -> Claim:
    scheme.participant("P-1")
    client.force_login(scheme.user)
    client.post(at("claim_new", scheme), GIVEN | {"attached": [file(), file(LETTER, "also.txt")]})
    return Claim.objects.get()


def test_a_claim_is_made_with_files_and_its_page_lists_them_with_a_word_on_viruses(
    client: Client, scheme: Scheme, claim: Claim
) -> None:
    page = client.get(at("claim_detail", scheme, claim.pk)).content.decode()
    assert "letter.pdf" in page
    assert f"(PDF, {len(PDF)}\xa0bytes)" in page
    assert "No virus scanner is set up here" in page
    client.force_login(builders.member(scheme.programme, Role.PRINCIPAL))
    page = client.get(at("claim_detail", scheme, claim.pk)).content.decode()
    assert "Only verifiers, the commissioner and the agent’s own people can open them" in page
    assert "File 2" in page
    assert "letter.pdf" not in page, "names of files may name people"
    assert "Attach files" not in page
    made = Attachment.objects.earliest("pk")
    assert client.get(at("evidence_download", scheme, claim.pk, made.pk)).status_code == 403


def test_a_file_is_handed_out_to_be_saved_and_never_to_be_shown(client: Client, scheme: Scheme, claim: Claim) -> None:
    made = Attachment.objects.get(filename="also.txt")
    answer = client.get(at("evidence_download", scheme, claim.pk, made.pk))
    assert b"".join(answer) == LETTER
    assert answer.headers["Content-Disposition"] == 'attachment; filename="also.txt"'
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer.headers["Cache-Control"]
    assert AuditEntry.objects.get(action="outcomes.evidence.open").by == scheme.user


def test_a_wrong_file_is_refused_at_its_field_and_none_chosen_too(client: Client, scheme: Scheme, claim: Claim) -> None:
    form = at("evidence_attach", scheme, claim.pk)
    assert "20 MB" in client.get(form).content.decode()
    assert "Select the files to attach" in client.post(form).content.decode()
    page = client.post(form, {"attached": [file(b"<svg/>", "letter.pdf")]}).content.decode()
    assert "“letter.pdf” was not kept. The file is a web page or XML" in page
    page = client.post(at("claim_new", scheme), GIVEN | {"sequence": "2", "attached": [file(b"")]}).content.decode()
    assert "“letter.pdf” was not kept. The file is empty" in page
    assert Claim.objects.count() == 1


def test_a_file_that_is_too_large_is_given_up_while_it_arrives(
    client: Client, scheme: Scheme, claim: Claim, settings: Settings
) -> None:
    settings.MAX_EVIDENCE_BYTES, settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1024**2, 10
    page = client.post(at("evidence_attach", scheme, claim.pk), {"attached": [file(PDF * 20_000)]}).content.decode()
    assert "A file was not kept. It is larger than 1 MB" in page


def test_the_answer_to_a_verifier_brings_its_files(client: Client, scheme: Scheme, claim: Claim) -> None:
    verifier = builders.member(scheme.programme, Role.VERIFIER)
    item = checking.asked(scheme.programme, claim, by=verifier, at=SENT)
    form = at("item_answer", scheme, item.pk, item.requests.get().pk)
    page = client.post(form, {"text": "Here it is", "attached": [file(b"\0\1", "x.pdf")]}).content.decode()
    assert "cannot be told from its content" in page
    client.post(form, {"text": "Here it is", "attached": [file(PDF + b"\n", "asked-for.pdf")]})
    client.force_login(verifier)
    page = client.get(at("item_detail", scheme, item.pk)).content.decode()
    assert "asked-for.pdf" in page
    assert "to answer what was asked on 1 December 2025" in page


def test_a_file_is_withdrawn_with_a_reason_that_everybody_reads(client: Client, scheme: Scheme, claim: Claim) -> None:
    made = Attachment.objects.earliest("pk")
    form = at("evidence_withdraw", scheme, claim.pk, made.pk)
    assert "Enter the reason for withdrawing the file" in client.post(form).content.decode()
    client.post(form, {"reason": "About somebody else"})
    page = client.get(at("claim_detail", scheme, claim.pk)).content.decode()
    assert "About somebody else" in page
    answer = client.get(at("evidence_download", scheme, claim.pk, made.pk), follow=True)
    assert "The agent withdrew this file" in answer.content.decode()


def found_nothing(path: Path) -> str:
    return ""


def test_the_page_asks_again_until_the_scanner_has_looked(
    client: Client, scheme: Scheme, claim: Claim, settings: Settings
) -> None:
    settings.VIRUS_SCANNER = f"{__name__}.found_nothing"
    part = at("evidence_list", scheme, claim.pk)
    page = client.get(part).content.decode()
    assert "Not yet scanned" in page
    assert "every 5s" in page
    for made in Attachment.objects.all():
        scanning.scan(file_id=made.file_id, at=SENT)
    page = client.get(part).content.decode()
    assert "No virus found" in page
    assert "every 5s" not in page


def test_who_checks_is_told_that_the_same_file_is_attached_for_somebody_else(
    client: Client, scheme: Scheme, claim: Claim
) -> None:
    scheme.participant("P-2")
    client.post(at("claim_new", scheme), GIVEN | {"participant": "P-2", "attached": [file()]})
    assert "The same file" not in client.get(at("claim_detail", scheme, claim.pk)).content.decode()
    client.force_login(builders.member(scheme.programme, Role.VERIFIER))
    page = client.get(at("claim_detail", scheme, claim.pk)).content.decode()
    assert "The same file is attached for 1 other person" in page
    assert "of P-2, Northern Works" in page
