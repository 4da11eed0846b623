"""Lessons: those of other programmes answered at stage 1, and those of this one kept for the next."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.actions import audit
from accounts.errors import Refused
from accounts.models import Role, User
from knowledge.actions import entries
from knowledge.models import Entry
from stages import permissions
from stages.actions import records, registers
from stages.models import Finding, LessonAnswer, PracticeEntry, Programme

UNNAMED = "A programme run with this service"
Words = Mapping[str, Any]


def _offered(programme: Programme, entry: Entry, by: User) -> None:
    records.begin(programme, 1, by)
    if entry.withdrawn_at is not None:
        raise Refused("This entry was withdrawn from the library. Its page says why.")


def _answered(answer: LessonAnswer) -> LessonAnswer:
    audit.record(
        by=answer.answered_by, at=answer.answered_at, action=f"stages.lesson.{answer.answer}",
        programme=answer.programme.slug, subject=answer, after={"entry": answer.entry_id, "reason": answer.reason},
    )  # fmt: skip
    return answer


@transaction.atomic
def use(*, programme: Programme, entry: Entry, by: User, at: datetime) -> PracticeEntry:
    """Cite an entry of the library: put it into the practice log of stage 1, with its source, once."""
    _offered(programme, entry, by)
    if LessonAnswer.objects.filter(programme=programme, entry=entry, answer=LessonAnswer.Answer.USED).exists():
        raise Refused("This entry is in the practice log already. Nothing was changed.")
    cited = f"{entry.cited}, {entry.source_url}" if entry.source_url else entry.cited
    practice = registers.add_practice(
        programme=programme, scheme=entry.title, kind=entry.example, happened=entry.happened, lesson=entry.lesson,
        source=cited if len(cited) <= 300 else entry.source, by=by, at=at,
    )  # fmt: skip
    used = LessonAnswer.Answer.USED
    _answered(
        LessonAnswer.objects.create(
            programme=programme, entry=entry, answer=used, practice=practice, answered_by=by, answered_at=at
        )
    )
    return practice


@transaction.atomic
def set_aside(*, programme: Programme, entry: Entry, reason: str, by: User, at: datetime) -> LessonAnswer:
    """Remember that an entry is not for this programme, and why. It is not offered again, but can still be used."""
    _offered(programme, entry, by)
    if not reason.strip():
        raise Refused("Enter why it is not for this programme.")
    answer = LessonAnswer.Answer.NOT_FOR_US
    return _answered(
        LessonAnswer.objects.create(
            programme=programme, entry=entry, answer=answer, reason=reason.strip(), answered_by=by, answered_at=at
        )
    )


@transaction.atomic
def write(*, programme: Programme, by: User, at: datetime, finding: int | None = None, **words: Any) -> Entry:
    """Write a lesson of the programme at stage 7, drawn from the finding of that number or from none."""
    records.begin(programme, 7, by)
    if finding is not None and not Finding.objects.filter(programme=programme, number=finding).exists():
        raise Refused(f"There is no finding {finding} in this programme.")
    return keep(programme=programme, words=words, finding=finding, by=by, at=at)


@transaction.atomic
def bring_in(*, programme: Programme, by: User, at: datetime, **words: Any) -> Entry:
    """Keep a lesson that its author wrote before the programme came into this system, as it was written there."""
    permissions.require(by, "finding.close", programme)
    return entries.write(
        kind=Entry.Kind.LESSON, sector=programme.sector, programme=programme.slug, by=by, at=at, **words
    )


@transaction.atomic
def bring_in_answer(
    *, programme: Programme, entry: Entry, practice: PracticeEntry | None, reason: str, by: User, at: datetime
) -> LessonAnswer:
    """Remember an answer that was given before the programme came into this system: used, if it names the practice."""
    permissions.require(by, "stage.record", programme)
    kind = LessonAnswer.Answer.USED if practice else LessonAnswer.Answer.NOT_FOR_US
    return _answered(
        LessonAnswer.objects.create(
            programme=programme, entry=entry, answer=kind, practice=practice, reason=reason, answered_by=by,
            answered_at=at,
        )
    )  # fmt: skip


def keep(*, programme: Programme, words: Words, by: User, at: datetime, finding: int | None = None) -> Entry:
    """Put a lesson of the programme into the library. Called by what has asked for permission already.

    Every signed-in person may read it. The programme is named only if its commissioner says so.
    """
    said = {name: value for name, value in words.items() if name != "names_programme"}
    names = bool(words.get("names_programme"))
    if names and not by.is_system and Role.COMMISSIONER not in permissions.roles(by, programme):
        raise Refused("Only the commissioner decides that the programme is named. Leave it unnamed, or ask them.")
    return entries.write(
        kind=Entry.Kind.LESSON, strength=Entry.Strength.MODERATE, sector=programme.sector,
        source=programme.name if names else UNNAMED, source_year=at.year, programme=programme.slug,
        finding=finding, by=by, at=at, **said,
    )  # fmt: skip


def keep_from_finding(finding: Finding, words: Words, by: User, at: datetime) -> Entry:
    """The lesson that is written when a finding closes, in the transaction that closes it."""
    return keep(programme=finding.programme, words=words, finding=finding.number, by=by, at=at)
