"""When a worker was last seen at work. The heartbeat travels through the broker, so it proves the queue as well."""

from datetime import datetime

from django.db import connection


def record(*, worker: str, at: datetime) -> None:
    """Remember that this worker carried out a task at this moment."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO pbrmanager_worker_seen (worker, seen_at) VALUES (%s, %s)"
            " ON CONFLICT (worker) DO UPDATE SET seen_at = excluded.seen_at",
            [worker, at],
        )


def last_seen() -> datetime | None:
    """The latest heartbeat of any worker; None when there was none yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(seen_at) FROM pbrmanager_worker_seen")
        row = cursor.fetchone()
    seen_at: datetime | None = row[0] if row else None
    return seen_at


def forget() -> None:
    """Forget earlier heartbeats, so that only a worker which runs now counts as seen."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM pbrmanager_worker_seen")
