"""Another segment for a participant: asked for with its grounds, and priced only once a second person has confirmed."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from accounts.actions import audit
from accounts.errors import Forbidden, Refused
from accounts.models import User
from delivery import permissions
from delivery.actions import records
from delivery.models import Decided, Participant, Reclassification, ReclassificationDecision
from delivery.selectors import participant_events


class ReclassificationRefused(Refused):
    """The segment cannot be changed, or the question not decided, as things stand."""


@transaction.atomic
def propose(
    *, participant: Participant, to_segment: str, reason: str, evidence: str, by: User, at: datetime
) -> Reclassification:
    """Ask for another segment of the version in force at the start. Nothing is priced by it yet.

    People of the participant's agent, commissioner and verifier may ask. Raises `Forbidden`, `StageClosed` or
    `ReclassificationRefused`.
    """
    programme = participant.programme
    agent = participant_events.agent_on(participant, localdate(at))
    if not permissions.may_reclassify(by, programme, agent):
        raise Forbidden("Only the participant's agent, the commissioner and verifiers can ask for another segment.")
    records.require_running(programme)
    hold(participant)
    now = participant_events.segment_now(participant)
    if participant_events.waiting_reclassification(participant) is not None:
        raise ReclassificationRefused("Another segment was asked for already. Wait until it is decided.")
    if not participant.version.segments.filter(code=to_segment).exists():
        raise ReclassificationRefused("Choose a segment of the contract version in force on the day of the start.")
    if to_segment == now:
        raise ReclassificationRefused("The participant is in this segment already. Choose another one.")
    if not (reason.strip() and evidence.strip()):
        raise ReclassificationRefused("Enter why the segment was wrong, and what shows it.")
    made = Reclassification.objects.create(
        participant=participant,
        from_segment=now,
        to_segment=to_segment,
        reason=reason.strip(),
        evidence=evidence.strip(),
        proposed_by=by,
        proposed_at=at,
    )
    audit.record(
        by=by,
        at=at,
        action="delivery.reclassification.propose",
        programme=programme.slug,
        subject=made,
        before={"segment": now},
        after={"segment": to_segment, "reason": made.reason, "evidence": made.evidence},
    )
    return made


@transaction.atomic
def decide(
    *, reclassification: Reclassification, kind: str, reason: str, by: User, at: datetime
) -> ReclassificationDecision:
    """Confirm it, so that the next pricing goes by the other segment; or refuse it, with the reason. Once.

    What was stated stays stated: the next pricing enters the difference on the agent's next open statement.
    """
    permissions.require_may_decide(by, reclassification)
    programme = reclassification.participant.programme
    records.require_running(programme)
    hold(reclassification.participant)
    if ReclassificationDecision.objects.filter(reclassification=reclassification).exists():
        raise ReclassificationRefused("This has been decided already.")
    if kind not in Decided.values:
        raise ReclassificationRefused("Choose whether it is confirmed or refused.")
    if kind == Decided.REFUSED and not reason.strip():
        raise ReclassificationRefused("Enter why it is refused.")
    made = ReclassificationDecision.objects.create(
        reclassification=reclassification, kind=kind, reason=reason.strip(), decided_by=by, decided_at=at
    )
    audit.record(
        by=by,
        at=at,
        action="delivery.reclassification.decide",
        programme=programme.slug,
        subject=reclassification,
        after={"kind": kind, "reason": made.reason},
    )
    return made


def hold(participant: Participant) -> None:
    """One event of a participant at a time, until the transaction ends."""
    Participant.objects.select_for_update(of=("self",), no_key=True).get(pk=participant.pk)
