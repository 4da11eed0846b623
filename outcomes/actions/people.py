"""What agents say to questions about people, and to outcomes that look earned and were not claimed."""

from datetime import date, datetime

from django.db import transaction

from accounts.actions import audit
from accounts.errors import Refused
from accounts.models import User
from delivery.actions import reclassifications, records
from delivery.domain import notes
from delivery.models import Participant
from delivery.selectors import participant_events
from outcomes.actions import transfers
from outcomes.models import NotAnOutcome, PersonAnswer, PersonQuestion


@transaction.atomic
def answer(*, question: PersonQuestion, text: str, by: User, at: datetime) -> PersonAnswer:
    """Answer a question about a person, for the agent that has the participant. Once."""
    participant = question.participant
    _begin(participant, question.day, by)
    PersonQuestion.objects.select_for_update(of=("self",), no_key=True).get(pk=question.pk)
    if PersonAnswer.objects.filter(question=question).exists():
        raise Refused("This question has been answered already.")
    if not text.strip():
        raise Refused("Enter the answer.")
    if problem := notes.refusal(text):
        raise Refused(problem)
    made = PersonAnswer.objects.create(question=question, text=text.strip(), answered_by=by, answered_at=at)
    audit.record(
        by=by,
        at=at,
        action="outcomes.question.answer",
        programme=participant.programme.slug,
        subject=question,
        after={"kind": question.kind, "text": made.text},
    )
    return made


def _begin(participant: Participant, day: date, by: User) -> None:
    """Permission for the agent of that day, then the lock: one event of a participant at a time."""
    agent = participant_events.agent_on(participant, day)
    records.begin_event(participant.programme, agent, by)
    reclassifications.hold(participant)
    transfers.require_still_with(participant, agent, day)


@transaction.atomic
def not_an_outcome(
    *,
    participant: Participant,
    outcome: str,
    day: date,
    sequence: int,
    reason: str,
    note: str,
    by: User,
    at: datetime,
) -> NotAnOutcome:
    """Say why an outcome that looks earned is none, so that nobody is asked again."""
    _begin(participant, day, by)
    if reason not in NotAnOutcome.Reason.values:
        raise Refused("Select why it is not an outcome.")
    if problem := notes.refusal(note):
        raise Refused(problem)
    known = NotAnOutcome.objects.filter(participant=participant, outcome=outcome, day=day, sequence=sequence)
    if known.exists():
        raise Refused("This has been answered already.")
    made = NotAnOutcome.objects.create(
        participant=participant,
        outcome=outcome,
        day=day,
        sequence=sequence,
        reason=reason,
        note=note.strip(),
        answered_by=by,
        answered_at=at,
    )
    audit.record(
        by=by,
        at=at,
        action="outcomes.unclaimed.answer",
        programme=participant.programme.slug,
        subject=participant,
        after={"outcome": outcome, "day": day, "reason": reason, "note": made.note},
    )
    return made
