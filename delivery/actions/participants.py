"""Participants: taken on once, with the segment frozen at the start."""

import dataclasses
from collections.abc import Mapping, Sequence, Set
from datetime import date, datetime

from django.db import transaction

from accounts.actions import audit
from accounts.errors import Refused
from accounts.models import Organisation, User
from contracts.models import Party
from contracts.selectors import agreements
from delivery.domain.contract import Contract, Version, in_words, segment_for
from delivery.models import Participant
from delivery.selectors import contract as contracts
from stages.models import Programme

BATCH = 5000


class ParticipantRefused(Refused):
    """A participant cannot be taken on. `place` is its place in the sequence that was given, from 0.

    `cure` says what to do, and `others` are all further ones that cannot.
    """

    def __init__(self, place: int, message: str, cure: str = "") -> None:
        super().__init__(message)
        self.place, self.cure = place, cure
        self.others: Sequence[ParticipantRefused] = ()


@dataclasses.dataclass(frozen=True)
class NewParticipant:
    """Somebody as a pack brings them. `version`: the number of the contract version by which they were taken on, where
    that is not the one in force on the day of the start now."""

    agent: Organisation
    reference: str
    started_on: date
    attributes: Mapping[str, str]
    version: int | None = None


@transaction.atomic
def enrol(*, programme: Programme, participants: Sequence[NewParticipant], by: User, at: datetime) -> int:
    """Take on participants who are known already, as a programme pack brings them; all or none.

    Those who are on the programme with the same start and segment are left as they are. Returns how many are new.
    Who may load them is decided by the caller. Raises `ParticipantRefused` for the first who cannot be taken on, with
    the others.
    """
    contract, agents = contracts.of(programme), _agents(programme)
    known = {
        (found.agent_id, found.reference): (found.started_on, found.segment)
        for found in Participant.objects.filter(programme=programme).only(
            "agent_id", "reference", "started_on", "segment"
        )
    }
    new: list[Participant] = []
    refused: list[ParticipantRefused] = []
    for place, given in enumerate(participants):
        try:
            participant = _placed(programme, contract, agents, place, given, at)
            key = (participant.agent_id, participant.reference)
            now = (participant.started_on, participant.segment)
            if known.setdefault(key, now) != now:
                told = f"“{given.reference}” is on the programme with another start or segment."
                raise ParticipantRefused(place, told, "Keep the row that is right, and remove the other.")
            new.append(participant)
        except ParticipantRefused as refusal:
            refused.append(refusal)
    _require_none(refused)
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


def _require_none(refused: Sequence[ParticipantRefused]) -> None:
    if refused:
        first, *others = refused
        first.others = others
        raise first


def _agents(programme: Programme) -> set[tuple[int, int]]:
    """Version and organisation, of the agents that each agreed version names."""
    named = Party.objects.filter(version__programme=programme, role=Party.Role.AGENT)
    return set(named.values_list("version", "organisation"))


def _version(
    programme: Programme, contract: Contract, agents: Set[tuple[int, int]], place: int, given: NewParticipant
) -> Version:
    """The version in force on the day of the start, or the one by which the participant was taken on before another
    was agreed for that day. An agent whom it does not name takes on nobody, as with the files that agents send."""
    day = given.started_on
    version = contract.version_on(day.isoformat()) if given.version is None else contract.numbered(given.version)
    if version is None and given.version is None:
        raise ParticipantRefused(place, agreements.none_in_force(programme, day), "Check the day of the start.")
    if version is None or version.effective_from > day:
        told = f"No version {given.version} of the contract was in force on {in_words(day)}."
        raise ParticipantRefused(place, told, "Name the version by which the participant was taken on, or none.")
    if (version.pk, given.agent.pk) not in agents:
        which = "the contract version in force" if given.version is None else f"version {given.version} of the contract"
        raise ParticipantRefused(
            place,
            f"{given.agent.name} is no agent of {which} on {in_words(day)}.",
            "Check the day of the start. If the participant was taken on before a version was agreed that names the "
            "agent no more, say by which: “version”.",
        )
    return version


def _placed(
    programme: Programme,
    contract: Contract,
    agents: Set[tuple[int, int]],
    place: int,
    given: NewParticipant,
    at: datetime,
) -> Participant:
    """The participant in the segment that their version of the contract gives."""
    version = _version(programme, contract, agents, place, given)
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
