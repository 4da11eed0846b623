"""Files of evidence: attached to claims by their agent, taken back with a reason, handed out to those who may."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Sum

from accounts.actions import audit
from accounts.errors import Refused
from accounts.models import User
from outcomes import permissions
from outcomes.actions import evidence_store, scanning, submissions, verification
from outcomes.actions.evidence_store import Received
from outcomes.domain.evidence import Sent, megabytes
from outcomes.models import (
    Attachment,
    AttachmentWithdrawal,
    Claim,
    ClaimState,
    EvidenceFile,
    EvidenceRequest,
    EvidenceScan,
    Submission,
)
from outcomes.selectors import evidence

MOST_FILES = 50


class EvidenceRefused(Refused):
    """The file cannot be attached, taken back or handed out as things stand."""


@transaction.atomic
def attach(*, claim: Claim, files: Sequence[Sent], by: User, at: datetime) -> list[Attachment]:
    """Attach files to a claim, all or none. Each is kept once, however often it is attached.

    Only the agent's own people may, while stage 6 runs. Raises `Forbidden`, `SubmissionRefused`, `EvidenceRefused`, or
    `FileRefused`, which names the file and says what to do.
    """
    permissions.require_to_act_for(by, "evidence.attach", claim.programme, claim.agent)
    submissions.require_running(claim.programme, Submission.Kind.OUTCOMES)
    if not files:
        raise EvidenceRefused("Select the files to attach.")
    with evidence_store.received(files) as came:
        return put(claim=claim, came=came, by=by, at=at)


def put(
    *, claim: Claim, came: Sequence[Received], by: User, at: datetime, request: EvidenceRequest | None = None
) -> list[Attachment]:
    """Attach files that have arrived, within the transaction of the caller, who has decided who may."""
    if not came:
        return []
    Claim.objects.select_for_update(of=("self",), no_key=True).get(pk=claim.pk)
    _require_room(claim, came)
    # In the order of their digests, so that no two senders of the same files wait for each other.
    files = {one.digest: evidence_store.keep(one, at) for one in sorted(came, key=lambda one: one.digest)}
    return [_put(claim, one, files[one.digest], by, at, request) for one in came]


def _require_room(claim: Claim, came: Sequence[Received]) -> None:
    if ClaimState.objects.filter(claim=claim, state=ClaimState.State.WITHDRAWN).exists():
        raise EvidenceRefused("The claim has been withdrawn, so nothing can be attached to it.")
    there = Attachment.objects.filter(claim=claim)
    standing = there.standing()
    known = set(standing.filter(file__kept_at__isnull=False).values_list("file__digest", flat=True))
    for one in came:
        if one.digest in known:
            raise EvidenceRefused(f"“{one.filename}” is attached to this claim already: the content is the same.")
        if EvidenceScan.objects.filter(file__digest=one.digest).exclude(found="").exists():
            raise EvidenceRefused(f"A virus was found in “{one.filename}” before. Send a copy without it.")
        known.add(one.digest)
    if there.count() + len(came) > MOST_FILES:
        raise EvidenceRefused(f"At most {MOST_FILES} files can be attached to a claim. Put several pages into one PDF.")
    size = (standing.aggregate(all=Sum("file__size"))["all"] or 0) + sum(one.size for one in came)
    if size > settings.MAX_EVIDENCE_BYTES_PER_CLAIM:
        limit = megabytes(settings.MAX_EVIDENCE_BYTES_PER_CLAIM)
        raise EvidenceRefused(
            f"The files of a claim may have {limit} together; with these it would be more. Send only the pages that "
            "show the outcome, or withdraw a file that is not needed."
        )


def _put(
    claim: Claim, came: Received, file: EvidenceFile, by: User, at: datetime, request: EvidenceRequest | None
) -> Attachment:
    made = Attachment.objects.create(
        claim=claim, request=request, file=file, filename=came.filename, attached_by=by, attached_at=at
    )
    after = {"claim": claim.pk, "filename": made.filename, "digest": file.digest, "size": file.size, "kind": file.kind}
    _record(made, "attach", by, at, after | ({"request": request.pk} if request else {}))
    scanning.enqueue(file)
    return made


@transaction.atomic
def withdraw(*, attachment: Attachment, reason: str, by: User, at: datetime) -> AttachmentWithdrawal:
    """Take an attached file back, with the reason: nobody opens it any more. The record of it stays.

    Only the agent's own people may, until somebody has decided on the claim, or on one that took its place: what a
    decision rests on stays.
    """
    claim = attachment.claim
    permissions.require_to_act_for(by, "evidence.attach", claim.programme, claim.agent)
    verification.hold(claim.programme)
    Claim.objects.select_for_update(of=("self",), no_key=True).get(pk=claim.pk)
    if AttachmentWithdrawal.objects.filter(attachment=attachment).exists():
        raise EvidenceRefused("This file has been withdrawn already.")
    if evidence.has_been_judged(attachment):
        raise EvidenceRefused("A verifier has decided on this claim with the file at hand, so it stays with the claim.")
    if not reason.strip():
        raise EvidenceRefused("Enter the reason for withdrawing the file.")
    made = AttachmentWithdrawal.objects.create(
        attachment=attachment, reason=reason.strip(), withdrawn_by=by, withdrawn_at=at
    )
    _record(attachment, "withdraw", by, at, {"claim": claim.pk, "reason": made.reason})
    return made


@transaction.atomic
def hand_out(*, attachment: Attachment, by: User, at: datetime) -> Path:
    """Where the content lies, for somebody who opens it; that they did is on record.

    Raises `Forbidden`, or `Refused` for a file that was withdrawn, waits for the virus scanner or did not pass it.
    """
    permissions.require_may_open_evidence(by, attachment.claim)
    state = evidence.state_of(attachment)
    if state not in evidence.OPEN:
        raise EvidenceRefused(evidence.WHY_CLOSED[state])
    place = evidence_store.checked(attachment.file)
    _record(attachment, "open", by, at, {"claim": attachment.claim_id, "digest": attachment.file.digest})
    return place


def _record(attachment: Attachment, act: str, by: User, at: datetime, after: dict[str, object]) -> None:
    audit.record(
        by=by, at=at, action=f"outcomes.evidence.{act}", programme=attachment.claim.programme.slug, subject=attachment,
        after=after,
    )  # fmt: skip
