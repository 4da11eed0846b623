"""Saying whether what was on the horizon has happened.

The log is a record of stage 1 and changes while that stage is open. Its days come when they come: whether something
happened is answered whatever stage is open, and the answers are never changed.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from accounts.errors import Refused
from accounts.models import User
from stages import permissions
from stages.actions import findings, records
from stages.models import Finding, HorizonAnswer, HorizonEntry


@transaction.atomic
def answer(
    *,
    entry: HorizonEntry,
    answer: str,
    note: str,
    new_date: date | None = None,
    questions: Sequence[int] = (),
    severity: str = Finding.Severity.AMBER,
    by: User,
    at: datetime,
) -> HorizonAnswer:
    """Say yes, no, or not yet with a new day. A “yes” may raise a finding that questions the stages given."""
    programme = entry.programme
    permissions.require(by, "horizon.answer", programme)
    held = HorizonEntry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    given = HorizonAnswer.Answer(answer)
    _refuse(held, given, note, new_date, questions, localdate(at))
    finding = _raise(held, note.strip(), questions, severity, by, at) if questions else None
    return write(entry=held, answer=given, note=note.strip(), new_date=new_date, finding=finding, by=by, at=at)


def write(
    *,
    entry: HorizonEntry,
    answer: str,
    note: str,
    new_date: date | None,
    finding: Finding | None,
    by: User,
    at: datetime,
) -> HorizonAnswer:
    """The answer and its audit row, as they were given: rights and rules are the caller's."""
    written = HorizonAnswer.objects.create(
        entry=entry,
        answer=answer,
        note=note,
        new_date=new_date if answer == HorizonAnswer.Answer.NOT_YET else None,
        finding=finding,
        answered_by=by,
        answered_at=at,
    )
    names = ["entry", "answer", "note", "new_date", "finding"]
    records.added(written, programme=entry.programme, action="stages.horizon.answer", names=names, by=by, at=at)
    return written


def _refuse(
    entry: HorizonEntry,
    answer: HorizonAnswer.Answer,
    note: str,
    new_date: date | None,
    questions: Sequence[int],
    today: date,
) -> None:
    settled = entry.answers.exclude(answer=HorizonAnswer.Answer.NOT_YET).select_related("answered_by").first()
    if settled is not None:
        raise Refused(
            f"{settled.answered_by} has already said: {settled.get_answer_display().lower()}. Add a new item instead."
        )
    if not note.strip():
        raise Refused("Enter what you know of it.")
    if answer == HorizonAnswer.Answer.NOT_YET and (new_date is None or new_date <= today):
        raise Refused("Enter the new day on which it is expected, after today.")
    if questions and answer != HorizonAnswer.Answer.YES:
        raise Refused("Only something that happened raises a finding. Answer “yes”, or raise no finding.")


def _raise(entry: HorizonEntry, note: str, questions: Sequence[int], severity: str, by: User, at: datetime) -> Finding:
    why = f"What was on the horizon has come, with this effect: {entry.effect}"
    evidence = {
        "item": entry.item,
        "expected": entry.expected_on,
        "effect": entry.effect,
        "outcome": entry.outcome,
        "what": note,
        "seen_by": by.name,
    }
    finding, _created = findings.raise_finding(
        programme=entry.programme,
        key=f"horizon:{entry.pk}",
        title=f"It has come: {entry.item}"[:200],
        summary=note,
        source=Finding.Source.HORIZON,
        severity=Finding.Severity(severity),
        evidence=evidence,
        stages=[(stage, why) for stage in questions],
        by=by,
        at=at,
    )
    return finding
