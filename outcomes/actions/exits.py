"""Participants who leave the service, and those who come back."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from accounts.actions import audit
from accounts.errors import Refused
from accounts.models import User
from delivery.actions import reclassifications, records
from delivery.domain import notes
from delivery.domain.contract import in_words
from delivery.models import ENDS_CLAIMS, Exit, Participant
from delivery.selectors import participant_events
from outcomes.actions import claims, transfers
from outcomes.models import Claim


class ExitRefused(Refused):
    """The exit cannot be recorded as it was given."""


@transaction.atomic
def record(*, participant: Participant, exited_on: date, reason: str, note: str, by: User, at: datetime) -> Exit:
    """Record that the participant left on a day, with the reason; or came back. For the people of the agent.

    After most reasons outcomes may still follow. After those of `ENDS_CLAIMS` none counts any more, so the day cannot
    lie before an outcome that was claimed. Raises `Forbidden`, `StageClosed` or `ExitRefused`.
    """
    programme = participant.programme
    agent = participant_events.agent_on(participant, exited_on)
    records.begin_event(programme, agent, by)
    claims.hold(programme, {agent.pk})
    reclassifications.hold(participant)
    transfers.require_still_with(participant, agent, exited_on)
    if reason not in Exit.Reason.values:
        raise ExitRefused("Select why the participant left.")
    _require_day(participant, exited_on, localdate(at))
    _require_order(participant, reason)
    if reason in ENDS_CLAIMS:
        _require_no_later_claim(participant, exited_on)
    if problem := notes.refusal(note):
        raise ExitRefused(problem)
    made = Exit.objects.create(
        participant=participant, exited_on=exited_on, reason=reason, note=note.strip(), recorded_by=by, recorded_at=at
    )
    audit.record(
        by=by,
        at=at,
        action="outcomes.exit.record",
        programme=programme.slug,
        subject=participant,
        after={"exited_on": exited_on, "reason": reason, "note": made.note},
    )
    return made


def _require_day(participant: Participant, day: date, today: date) -> None:
    if day < participant.started_on:
        raise ExitRefused(
            f"The participant started on {in_words(participant.started_on)}. Enter that day or a later one."
        )
    if day > today:
        raise ExitRefused("The day lies in the future. Record the exit once it has happened.")


def _require_order(participant: Participant, reason: str) -> None:
    gone = participant_events.last_exit(participant)
    if reason == Exit.Reason.RETURNED and gone is None:
        raise ExitRefused("The participant has not left, so there is nothing to come back from.")
    if reason != Exit.Reason.RETURNED and gone is not None:
        raise ExitRefused(
            f"An exit on {in_words(gone.exited_on)} is recorded already. Record first that the participant came back, "
            "or that the exit was a mistake."
        )


def _require_no_later_claim(participant: Participant, day: date) -> None:
    last = Claim.objects.filter(participant=participant).standing().order_by("event_date").last()
    if last and last.event_date > day:
        raise ExitRefused(
            f"An outcome of {in_words(last.event_date)} was claimed, and after this reason none counts. "
            "Correct the day, or withdraw that claim first."
        )
