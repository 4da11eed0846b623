"""Lessons in a pack: those that the programme leaves, and what it made of those that the library offered.

An entry of the library is named by its key, which only those that come with the product have: an answer to a lesson of
another programme stays behind, and the practice that was taken from it travels with the practice log.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from accounts.models import User
from knowledge.models import Entry
from stages.actions import lessons, pack_people
from stages.actions.pack_errors import PackError
from stages.actions.pack_records import moment
from stages.actions.pack_rows import Row, at_moment, some
from stages.models import LessonAnswer, PracticeEntry, Programme

WORDS = ("title", "happened", "lesson", "example", "need", "outcome", "tags", "stages", "source", "source_url",
         "source_year", "strength", "finding")  # fmt: skip
EMPTY: Row = {"tags": [], "stages": [], "source_url": "", "source_year": None, "finding": None}


def load(programme: Programme, section: Mapping[str, Any], by: User, at: datetime) -> None:
    """Lessons and answers, once everything that they speak of is there."""
    for index, row in enumerate(section.get("lessons", ())):
        author = pack_people.person(row.get("by"), by, f"stage_records/lessons/{index}/by")
        words = EMPTY | {name: row[name] for name in WORDS if name in row}
        lessons.bring_in(programme=programme, by=author, at=moment(row.get("at"), at), **words)
    practice = list(PracticeEntry.objects.filter(programme=programme).order_by("pk"))
    for index, row in enumerate(section.get("lesson_answers", ())):
        path = f"stage_records/lesson_answers/{index}"
        lessons.bring_in_answer(
            programme=programme,
            entry=_entry(row["entry"], path),
            practice=_practice(practice, row, path),
            reason=row.get("reason", ""),
            by=pack_people.person(row.get("by"), by, f"{path}/by"),
            at=moment(row.get("at"), at),
        )


def _entry(key: str, path: str) -> Entry:
    found = Entry.objects.filter(key=key).first()
    if found is None:
        cure = "Fill the library (manage.py fill_library), or correct the key."
        raise PackError(f"{path}/entry", f"The library has no entry “{key}”.", cure)
    return found


def _practice(practice: list[PracticeEntry], row: Mapping[str, Any], path: str) -> PracticeEntry | None:
    if "practice" not in row:
        return None
    if row["practice"] >= len(practice):
        raise PackError(f"{path}/practice", "There is no such row of practice.", "Count the rows from nought.")
    return practice[int(row["practice"])]


def export(programme: Programme) -> Row:
    """The lessons that stand, oldest first, and the answers to entries that come with the product."""
    kept = Entry.objects.standing().kept_in(programme.slug).select_related("added_by").defer("search")
    places = {pk: place for place, pk in enumerate(_practice_keys(programme))}
    answers = LessonAnswer.objects.filter(programme=programme, entry__key__isnull=False)
    return {
        "lessons": [_lesson(row) for row in kept.order_by("added_at", "pk")],
        "lesson_answers": [
            _answer(row) | ({"practice": places[row.practice_id]} if row.practice_id else {})
            for row in answers.select_related("entry", "answered_by").order_by("answered_at", "pk")
        ],
    }


def _lesson(row: Entry) -> Row:
    words = {name: getattr(row, name) for name in WORDS}
    return some(words | {"by": row.added_by.email, "at": at_moment(row.added_at)})


def _answer(row: LessonAnswer) -> Row:
    said = {"entry": row.entry.key, "reason": row.reason}
    return some(said | {"by": row.answered_by.email, "at": at_moment(row.answered_at)})


def _practice_keys(programme: Programme) -> list[int]:
    return list(PracticeEntry.objects.filter(programme=programme).order_by("pk").values_list("pk", flat=True))
