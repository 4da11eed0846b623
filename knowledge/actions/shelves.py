"""The entries that come with the product: put on the shelves once, and brought up to date by new versions."""

from datetime import datetime

from django.db import connection, transaction

from accounts.models import User
from knowledge import permissions
from knowledge.actions import entries
from knowledge.models import Entry
from knowledge.selectors import library

LIBRARIAN = "library"  # the system user in whose name the product writes


@transaction.atomic
def fill(*, by: User, at: datetime) -> int:
    """Add what is missing; write a new version of what the product says differently now. Gives the number of both.

    An entry that people have changed or withdrawn is left as they left it.
    """
    permissions.require(by, "entry.write")
    with connection.cursor() as cursor:  # one at a time, so that two starts do not fill the shelves twice
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('knowledge.shelves'))")
    there = {entry.key: entry for entry in Entry.objects.filter(key__isnull=False)}
    done = 0
    for row in library.seeds():
        words = {name: value for name, value in row.items() if name != "key"}
        entry = there.get(row["key"])
        if entry is None:
            entries.write(by=by, at=at, key=row["key"], **words)
            done += 1
        elif _is_ours(entry, by):
            done += entries.change(entry=entry, seen=entry.version, by=by, at=at, **words).version - entry.version
    return done


def _is_ours(entry: Entry, by: User) -> bool:
    return entry.withdrawn_at is None and not entry.versions.exclude(written_by=by).exists()
