"""Files of evidence: kept once and whole, opened by few, taken back with a reason, and never lost."""

import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from accounts.errors import Forbidden
from accounts.models import AuditEntry, Role
from outcomes.actions import checks, claims, evidence, scanning, single_claims
from outcomes.actions.evidence import EvidenceRefused
from outcomes.actions.files import FileRefused
from outcomes.actions.single_claims import RowRefused
from outcomes.actions.submissions import SubmissionRefused
from outcomes.domain.evidence import Sent
from outcomes.domain.scanner import ScannerAway
from outcomes.models import Attachment, Claim, EvidenceFile, EvidenceScan, Submission
from outcomes.selectors import evidence as listings
from stages.models import StageVisit
from tests import builders
from tests.outcomes import checking
from tests.outcomes.papers import LETTER, PDF, sent
from tests.outcomes.scheme import SENT, Scheme

ROW = {"outcome": "job_outcome", "achieved_on": "2025-03-03", "sequence": "1"}
LATER = SENT + timedelta(days=1)
said: dict[str, str | Exception] = {}


def scanner(path: Path) -> str:
    """A scanner that says what the test has it say of a file."""
    verdict = said.get(path.name, "")
    if isinstance(verdict, Exception):
        raise verdict
    return verdict


@pytest.fixture(autouse=True)
def store(settings: Settings, tmp_path: Path) -> Iterator[Path]:
    settings.MEDIA_ROOT = tmp_path
    said.clear()
    yield tmp_path
    assert not [*(tmp_path / "incoming").glob("*")], "nothing half-kept stays behind"


@pytest.fixture
def claim(scheme: Scheme) -> Claim:
    return claimed(scheme, "P-1")


def claimed(scheme: Scheme, reference: str) -> Claim:
    scheme.participant(reference)
    row = ROW | {"participant": reference}
    return single_claims.send(programme=scheme.programme, agent=scheme.agent, row=row, by=scheme.user, at=SENT)


def kept(store: Path) -> list[Path]:
    return [path for path in (store / "evidence").rglob("*") if path.is_file()]


def attach(scheme: Scheme, claim: Claim, *files: Sent) -> list[Attachment]:
    return evidence.attach(claim=claim, files=files or [sent()], by=scheme.user, at=SENT)


def test_a_file_is_attached_by_the_agents_people_and_opened_by_those_who_check(
    scheme: Scheme, claim: Claim, store: Path
) -> None:
    (made,) = attach(scheme, claim)
    assert (made.file.kind, made.file.size, made.filename) == ("pdf", len(PDF), "letter.pdf")
    verifier = builders.member(scheme.programme, Role.VERIFIER)
    place = evidence.hand_out(attachment=made, by=verifier, at=LATER)
    assert place.read_bytes() == PDF
    trail = AuditEntry.objects.filter(action__startswith="outcomes.evidence.").order_by("pk")
    assert [(entry.action, entry.by) for entry in trail] == [
        ("outcomes.evidence.attach", scheme.user),
        ("outcomes.evidence.open", verifier),
    ]
    for role in (Role.PRINCIPAL, Role.ANALYST):
        with pytest.raises(Forbidden):
            evidence.hand_out(attachment=made, by=builders.member(scheme.programme, role), at=LATER)
    with pytest.raises(Forbidden):
        evidence.attach(claim=claim, files=[sent()], by=verifier, at=LATER)


def test_the_same_content_is_kept_once_and_told_to_who_checks_when_it_is_for_somebody_else(
    scheme: Scheme, claim: Claim, store: Path
) -> None:
    other = claimed(scheme, "P-2")
    attach(scheme, claim)
    attach(scheme, other, sent(PDF, "the-same.pdf"))
    assert len(kept(store)) == EvidenceFile.objects.count() == 1
    with pytest.raises(EvidenceRefused, match="attached to this claim already"):
        attach(scheme, claim, sent(PDF, "again.pdf"))
    verifier = builders.member(scheme.programme, Role.VERIFIER)
    (row,) = listings.listing(claim, verifier).rows
    assert [one.claim for one in row.others] == [other]
    (own,) = listings.listing(claim, scheme.user).rows
    assert not own.others


def test_of_several_files_all_are_kept_or_none(scheme: Scheme, claim: Claim, store: Path) -> None:
    with pytest.raises(FileRefused, match=r"“page.html” was not kept. The file is a web page"):
        attach(scheme, claim, sent(), sent(b"<html>", "page.html"))
    assert not kept(store)
    assert not Attachment.objects.exists()


def test_a_file_that_is_too_large_or_too_much_for_the_claim_is_refused(
    scheme: Scheme, claim: Claim, settings: Settings, store: Path
) -> None:
    settings.MAX_EVIDENCE_BYTES = len(LETTER) - 1
    with pytest.raises(FileRefused, match="larger than 1 MB"):
        attach(scheme, claim, sent(LETTER, "letter.txt"))
    settings.MAX_EVIDENCE_BYTES, settings.MAX_EVIDENCE_BYTES_PER_CLAIM = 1000, len(PDF) + 10
    attach(scheme, claim)
    with pytest.raises(EvidenceRefused, match="with these it would be more"):
        attach(scheme, claim, sent(LETTER, "letter.txt"))
    assert len(kept(store)) == 1


def test_with_a_full_disk_nothing_is_kept_and_nothing_recorded(
    scheme: Scheme, claim: Claim, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(FileRefused, match="the disk may be full"):
        attach(scheme, claim)
    assert not kept(store)
    assert not EvidenceFile.objects.exists()


def test_a_file_that_was_changed_or_lost_in_the_store_is_not_handed_out(
    scheme: Scheme, claim: Claim, store: Path
) -> None:
    (made,) = attach(scheme, claim)
    (place,) = kept(store)
    place.write_bytes(PDF + b"more")
    with pytest.raises(Exception, match="is not what was received"):
        evidence.hand_out(attachment=made, by=scheme.user, at=LATER)
    place.unlink()
    with pytest.raises(Exception, match="not in the store any more"):
        evidence.hand_out(attachment=made, by=scheme.user, at=LATER)
    attach(scheme, claimed(scheme, "P-2"))
    assert evidence.hand_out(attachment=made, by=scheme.user, at=LATER) == place


def test_a_file_is_taken_back_with_a_reason_and_opened_no_more(scheme: Scheme, claim: Claim) -> None:
    (made,) = attach(scheme, claim)
    with pytest.raises(EvidenceRefused, match="Enter the reason"):
        evidence.withdraw(attachment=made, reason=" ", by=scheme.user, at=LATER)
    stranger = builders.member(scheme.programme, Role.VERIFIER)
    with pytest.raises(Forbidden):
        evidence.withdraw(attachment=made, reason="Wrong person", by=stranger, at=LATER)
    evidence.withdraw(attachment=made, reason="Wrong person", by=scheme.user, at=LATER)
    with pytest.raises(EvidenceRefused, match="withdrawn already"):
        evidence.withdraw(attachment=made, reason="Wrong person", by=scheme.user, at=LATER)
    with pytest.raises(EvidenceRefused, match="The agent withdrew this file"):
        evidence.hand_out(attachment=made, by=stranger, at=LATER)
    assert attach(scheme, claim), "what was withdrawn may be attached again"


def test_what_a_decision_rests_on_is_not_taken_back(scheme: Scheme, claim: Claim) -> None:
    verifier = builders.member(scheme.programme, Role.VERIFIER)
    item = checking.asked(scheme.programme, claim, by=verifier, at=SENT)
    asked = item.requests.get()
    with pytest.raises(FileRefused):
        checks.answer(request=asked, text="Here", reference="", files=[sent(b"")], by=scheme.user, at=SENT)
    item.refresh_from_db()
    assert not hasattr(item.requests.get(), "answer"), "a file that cannot be kept holds the answer back"
    checks.answer(request=asked, text="Here", reference="", files=[sent()], by=scheme.user, at=SENT)
    made = Attachment.objects.get(request=asked)
    checks.check(item=item, verdict="passed", by=verifier, at=LATER)
    with pytest.raises(EvidenceRefused, match="stays with the claim"):
        evidence.withdraw(attachment=made, reason="Wrong", by=scheme.user, at=LATER)


def test_nothing_is_attached_to_a_withdrawn_claim_nor_while_stage_6_is_closed(scheme: Scheme, claim: Claim) -> None:
    other = claimed(scheme, "P-2")
    claims.withdraw(claim=other, reason="A slip", by=scheme.user, at=SENT)
    with pytest.raises(EvidenceRefused, match="has been withdrawn"):
        attach(scheme, other)
    visit = StageVisit.objects.get(programme=scheme.programme, stage=6)
    visit.closed_at, visit.closed_by, visit.decision = SENT.replace(year=2027), builders.system(), "Ended"
    visit.save(update_fields=["closed_at", "closed_by", "decision"])
    with pytest.raises(SubmissionRefused, match="Stage 6 is closed"):
        attach(scheme, claim)


def test_a_claim_comes_with_its_files_or_not_at_all(scheme: Scheme, store: Path) -> None:
    scheme.participant("P-1")
    row = ROW | {"participant": "P-1"}

    def claim_with(*files: Sent, **changed: str) -> Claim:
        return single_claims.send(
            programme=scheme.programme, agent=scheme.agent, row=row | changed, files=files, by=scheme.user, at=SENT
        )

    with pytest.raises(FileRefused):
        claim_with(sent(b""))
    with pytest.raises(RowRefused):
        claim_with(sent(), participant="P-9")
    assert (Claim.objects.count(), Submission.objects.count(), kept(store)) == (0, 0, [])
    assert claim_with(sent()).attachments.get().filename == "letter.pdf"


def test_a_file_waits_for_the_scanner_and_is_opened_once_it_has_passed(
    scheme: Scheme, claim: Claim, settings: Settings
) -> None:
    settings.VIRUS_SCANNER = f"{__name__}.scanner"
    (made,) = attach(scheme, claim)
    said[made.file.digest] = ScannerAway("down for an update")
    with pytest.raises(EvidenceRefused, match="has not looked at this file yet"):
        evidence.hand_out(attachment=made, by=scheme.user, at=LATER)
    assert scanning.scan(file_id=made.file_id, at=SENT) is None
    assert EvidenceFile.objects.get().trouble == "down for an update"
    assert scanning.resume(at=SENT + timedelta(seconds=30)) == 0
    assert scanning.resume(at=SENT + timedelta(seconds=90)) == 1
    del said[made.file.digest]
    assert scanning.scan(file_id=made.file_id, at=LATER) is not None
    assert scanning.scan(file_id=made.file_id, at=LATER) is None, "twice changes nothing"
    assert evidence.hand_out(attachment=made, by=scheme.user, at=LATER)
    assert (EvidenceFile.objects.get().trouble, EvidenceScan.objects.count()) == ("", 1)


def test_a_file_with_a_virus_is_opened_by_nobody_and_not_attached_again(
    scheme: Scheme, claim: Claim, settings: Settings
) -> None:
    settings.VIRUS_SCANNER = f"{__name__}.scanner"
    (made,) = attach(scheme, claim)
    said[made.file.digest] = "Eicar-Test"
    scanning.scan(file_id=made.file_id, at=SENT)
    settings.VIRUS_SCANNER = ""
    with pytest.raises(EvidenceRefused, match="A virus was found in this file"):
        evidence.hand_out(attachment=made, by=scheme.user, at=LATER)
    with pytest.raises(EvidenceRefused, match=r"A virus was found in “letter.pdf” before"):
        attach(scheme, claimed(scheme, "P-2"))
    assert AuditEntry.objects.get(action="outcomes.evidence.scan").after["found"] == "Eicar-Test"


def test_evidence_follows_a_claim_to_the_one_that_takes_its_place(scheme: Scheme, claim: Claim) -> None:
    attach(scheme, claim)
    row = ROW | {"achieved_on": "2025-03-04"}
    new = single_claims.amend(claim=claim, row=row, reason="A slip", by=scheme.user, at=SENT)
    (shown,) = listings.listing(new, scheme.user).rows
    assert shown.attachment.claim == claim


def test_a_decision_on_the_claim_that_took_its_place_rests_on_its_files_too(scheme: Scheme, claim: Claim) -> None:
    (made,) = attach(scheme, claim)
    row = ROW | {"achieved_on": "2025-03-04"}
    new = single_claims.amend(claim=claim, row=row, reason="A slip", by=scheme.user, at=SENT)
    assert listings.listing(new, scheme.user).rows[0].may_withdraw
    verifier = builders.member(scheme.programme, Role.VERIFIER)
    item = checking.asked(scheme.programme, new, by=verifier, at=SENT)
    checks.check(item=item, verdict="passed", by=verifier, at=LATER)
    assert not listings.listing(new, scheme.user).rows[0].may_withdraw
    with pytest.raises(EvidenceRefused, match="stays with the claim"):
        evidence.withdraw(attachment=made, reason="Wrong", by=scheme.user, at=LATER)


def test_a_claim_takes_so_many_files_and_no_more(scheme: Scheme, claim: Claim, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "MOST_FILES", 1)
    with pytest.raises(EvidenceRefused, match="At most 1 files"):
        attach(scheme, claim, sent(), Sent("a.txt", io.BytesIO(LETTER)))


def test_an_amendment_brings_further_files_or_changes_nothing(scheme: Scheme, claim: Claim) -> None:
    row = {"achieved_on": "2025-03-04", "sequence": "1"}
    given: dict[str, Any] = {"claim": claim, "row": row, "reason": "A slip", "by": scheme.user, "at": SENT}
    with pytest.raises(FileRefused):
        single_claims.amend(**given, files=[sent(b"MZ\x90\x00")])
    assert not claim.states.exists()
    new = single_claims.amend(**given, files=[sent(LETTER, "letter.txt")])
    assert [one.filename for one in new.attachments.all()] == ["letter.txt"]
