"""Participants: taken on once, with the segment frozen at the start."""

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from accounts.actions import audit
from accounts.errors import Refused
from accounts.models import Organisation, User
from contracts.selectors import agreements
from delivery.domain.contract import Contract, segment_for
from delivery.models import Participant
from delivery.selectors import contract as contracts
from stages.models import Programme

BATCH = 5000


class ParticipantRefused(Refused):
    """A participant cannot be taken on. `place` is its place in the sequence that was given, from 0."""

    def __init__(self, place: int, message: str) -> None:
        super().__init__(message)
        self.place = place


@dataclasses.dataclass(frozen=True)
class NewParticipant:
    agent: Organisation
    reference: str
    started_on: date
    attributes: Mapping[str, str]


@transaction.atomic
def enrol(*, programme: Programme, participants: Sequence[NewParticipant], by: User, at: datetime) -> int:
    """Take on participants who are known already, as a programme pack brings them; all or none.

    Those who are on the programme with the same start and segment are left as they are. Returns how many are new.
    Who may load them is decided by the caller.
    """
    contract = contracts.of(programme)
    known = {
        (found.agent_id, found.reference): (found.started_on, found.segment)
        for found in Participant.objects.filter(programme=programme).only(
            "agent_id", "reference", "started_on", "segment"
        )
    }
    new: list[Participant] = []
    for place, given in enumerate(participants):
        participant = _placed(programme, contract, place, given, at)
        key = (participant.agent_id, participant.reference)
        now = (participant.started_on, participant.segment)
        if known.setdefault(key, now) != now:
            raise ParticipantRefused(place, f"“{given.reference}” is on the programme with another start or segment.")
        new.append(participant)
    count = Participant.objects.filter(programme=programme).count()
    Participant.objects.bulk_create(new, batch_size=BATCH, ignore_conflicts=True)
    added = Participant.objects.filter(programme=programme).count() - count
    if added:
        audit.record(
            by=by,
            at=at,
            action="delivery.participants.enrol",
            programme=programme.slug,
            subject=programme,
            after={"participants": added},
        )
    return added


def _placed(programme: Programme, contract: Contract, place: int, given: NewParticipant, at: datetime) -> Participant:
    """The participant in the segment that the version in force on the day of the start gives."""
    version = contract.version_on(given.started_on.isoformat())
    if version is None:
        raise ParticipantRefused(place, agreements.none_in_force(programme, given.started_on))
    if version.closed_on and given.started_on > version.closed_on:
        raise ParticipantRefused(place, f"Every cohort of the contract had closed on {version.closed_on:%d/%m/%Y}.")
    wrong = version.eligibility.broken_by(given.attributes)
    if wrong or not version.eligibility.takes_start(given.started_on):
        said = f"by the attribute “{wrong}”" if wrong else "by the day of the start"
        raise ParticipantRefused(place, f"The participant may not be on the programme, {said}.")
    segment = segment_for(version, given.attributes)
    if version.segments and segment is None:
        raise ParticipantRefused(place, f"No segment of the contract fits the attributes {dict(given.attributes)}.")
    return Participant(
        programme=programme,
        agent=given.agent,
        reference=given.reference,
        started_on=given.started_on,
        segment=segment.code if segment else "",
        attributes=dict(given.attributes),
        version_id=version.pk,
        received_at=at,
    )
