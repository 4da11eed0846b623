"""Good and bad practice elsewhere, and what is on the horizon."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.errors import Refused
from accounts.models import User
from stages.actions import records
from stages.models import HorizonEntry, PracticeEntry, Programme

PRACTICE_FIELDS = ["scheme", "kind", "happened", "lesson", "source"]
HORIZON_FIELDS = ["item", "kind", "likelihood", "expected_on", "effect", "outcome"]


def _need_words(fields: dict[str, Any]) -> None:
    empty = [name.replace("_", " ") for name, value in fields.items() if isinstance(value, str) and not value.strip()]
    if empty:
        raise Refused(f"Enter {', '.join(empty)}.")


@transaction.atomic
def add_practice(
    *, programme: Programme, scheme: str, kind: str, happened: str, lesson: str, source: str, by: User, at: datetime
) -> PracticeEntry:
    """Record what another scheme did, well or badly, with the lesson and where it is written."""
    records.begin(programme, 1, by)
    _need_words({"scheme": scheme, "what_happened": happened, "the_lesson": lesson, "the_source": source})
    entry = PracticeEntry.objects.create(
        programme=programme,
        scheme=scheme,
        kind=PracticeEntry.Kind(kind),
        happened=happened,
        lesson=lesson,
        source=source,
        added_by=by,
        added_at=at,
    )
    records.added(entry, programme=programme, action="stages.practice.add", names=PRACTICE_FIELDS, by=by, at=at)
    return entry


@transaction.atomic
def change_practice(*, entry: PracticeEntry, by: User, at: datetime, **fields: Any) -> PracticeEntry:
    """Change the given fields of an example of practice."""
    records.begin(entry.programme, 1, by)
    _need_words(fields)
    records.change(entry, fields, programme=entry.programme, action="stages.practice.change", by=by, at=at)
    return entry


@transaction.atomic
def add_horizon(
    *,
    programme: Programme,
    item: str,
    kind: str,
    likelihood: str,
    expected_on: date,
    effect: str,
    outcome: str = "",
    by: User,
    at: datetime,
) -> HorizonEntry:
    """Record what may come, how likely it is, when, and its effect on the programme."""
    records.begin(programme, 1, by)
    _need_words({"what_may_come": item, "its_effect": effect})
    entry = HorizonEntry.objects.create(
        programme=programme,
        item=item,
        kind=HorizonEntry.Kind(kind),
        likelihood=HorizonEntry.Likelihood(likelihood),
        expected_on=expected_on,
        effect=effect,
        outcome=outcome.strip(),
        added_by=by,
        added_at=at,
    )
    records.added(entry, programme=programme, action="stages.horizon.add", names=HORIZON_FIELDS, by=by, at=at)
    return entry


@transaction.atomic
def change_horizon(*, entry: HorizonEntry, by: User, at: datetime, **fields: Any) -> HorizonEntry:
    """Change the given fields of an item on the horizon."""
    records.begin(entry.programme, 1, by)
    _need_words({name: value for name, value in fields.items() if name != "outcome"})
    records.change(entry, fields, programme=entry.programme, action="stages.horizon.change", by=by, at=at)
    return entry
