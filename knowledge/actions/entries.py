"""Writing in the library: entries are added, changed by a new version, and withdrawn; nothing is ever lost."""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.actions import audit
from accounts.domain import personal_data
from accounts.errors import Refused
from accounts.models import User
from knowledge import permissions
from knowledge.domain import entries
from knowledge.models import Entry, EntryVersion

FIELDS = (
    "title", "happened", "lesson", "kind", "example", "need", "outcome", "sector", "tags", "stages", "source",
    "source_url", "source_year", "strength",
)  # fmt: skip
NEEDED = {"title": "the title", "happened": "what happened", "lesson": "the lesson", "source": "the source"}
READ_FOR_PEOPLE = ("title", "happened", "lesson", "source", "sector")


class ChangedMeanwhile(Refused):
    """Somebody else wrote a new version after the person began to write theirs."""


def _checked(words: dict[str, Any]) -> dict[str, Any]:
    """The words as they are kept. Raises `Refused` when something is missing, or leads to a person."""
    kept = {name: value.strip() if isinstance(value, str) else value for name, value in words.items()}
    empty = [said for name, said in NEEDED.items() if not kept.get(name)]
    if empty:
        raise Refused(f"Enter {', '.join(empty)}.")
    kept["tags"] = entries.tidy(kept.get("tags", ()))
    kept["stages"] = entries.stages_of(words.get("stages", ()))
    if len(kept["tags"]) > entries.MOST_TAGS:
        raise Refused(f"Give at most {entries.MOST_TAGS} tags.")
    written = "\n".join([*(str(kept.get(name, "")) for name in READ_FOR_PEOPLE), *kept["tags"]])
    if found := personal_data.found(written):
        raise Refused(f"The text holds {personal_data.listed(found)}. Take out everything that leads to a person.")
    return kept


def _keep_version(entry: Entry, by: User, at: datetime) -> None:
    said = {name: getattr(entry, name) for name in FIELDS}
    EntryVersion.objects.create(entry=entry, number=entry.version, written_by=by, written_at=at, **said)


def write(
    *, by: User, at: datetime, key: str | None = None, programme: str = "", finding: int | None = None, **words: Any
) -> Entry:
    """Keep an entry with its first version. Whoever calls it has asked for permission and opened the transaction."""
    kept = _checked(words)
    entry = Entry.objects.create(key=key, programme=programme, finding=finding, added_by=by, added_at=at, **kept)
    _keep_version(entry, by, at)
    after = {"title": entry.title, "kind": entry.kind, "key": key, "finding": finding}
    audit.record(by=by, at=at, action="knowledge.entry.add", programme=programme, subject=entry, after=after)
    return entry


@transaction.atomic
def add(*, by: User, at: datetime, **words: Any) -> Entry:
    """Add evidence, a lesson or an example of practice to the library."""
    permissions.require(by, "entry.write")
    return write(by=by, at=at, **words)


def _standing(entry: Entry) -> Entry:
    held = Entry.objects.select_for_update(no_key=True).get(pk=entry.pk)
    if held.withdrawn_at is not None:
        raise Refused("This entry was withdrawn, so it is no longer changed. Add a new one instead.")
    return held


@transaction.atomic
def change(*, entry: Entry, seen: int, by: User, at: datetime, **words: Any) -> Entry:
    """Write a new version over the one that the person has seen. The same words again write none."""
    permissions.require(by, "entry.write", entry)
    held = _standing(entry)
    if held.version != seen:
        raise ChangedMeanwhile("Somebody changed this entry while you wrote. Read it again, then make your changes.")
    kept = _checked({name: getattr(held, name) for name in FIELDS} | words)
    changed = [name for name in FIELDS if getattr(held, name) != kept[name]]
    if not changed:
        return held
    before = {name: getattr(held, name) for name in changed}
    for name in changed:
        setattr(held, name, kept[name])
    held.version += 1
    held.save(update_fields=[*changed, "version"])
    _keep_version(held, by, at)
    after = {name: kept[name] for name in changed} | {"version": held.version}
    audit.record(
        by=by,
        at=at,
        action="knowledge.entry.change",
        programme=held.programme,
        subject=held,
        before=before,
        after=after,
    )
    return held


@transaction.atomic
def withdraw(*, entry: Entry, reason: str, by: User, at: datetime) -> Entry:
    """Take an entry out of the library, with the reason. It is no longer found or offered; its page says why."""
    permissions.require(by, "entry.withdraw", entry)
    held = _standing(entry)
    if not reason.strip():
        raise Refused("Enter the reason why it is withdrawn.")
    held.withdrawn_at, held.withdrawn_by, held.withdrawn_reason = at, by, reason.strip()
    held.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    audit.record(
        by=by,
        at=at,
        action="knowledge.entry.withdraw",
        programme=held.programme,
        subject=held,
        after={"reason": reason},
    )
    return held
