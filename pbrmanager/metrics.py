"""Figures for Prometheus, in its text format: parts that work, length and age of the queues, submissions by status."""

import functools
import tomllib
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError, connection, transaction

from notifications.selectors import mails
from pbrmanager import health, heartbeat
from pbrmanager.celery import app

Sample = tuple[dict[str, str], float]


@functools.cache
def version() -> str:
    """The version of this release, as pyproject.toml states it."""
    with (settings.BASE_DIR / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


def _block(name: str, help_: str, samples: Iterable[Sample]) -> str:
    lines = [f"# HELP {name} {help_}", f"# TYPE {name} gauge"]
    for labels, value in samples:
        text = ",".join(f'{key}="{escaped(word)}"' for key, word in labels.items())
        lines.append(f"{name}{{{text}}} {value:g}" if text else f"{name} {value:g}")
    return "\n".join(lines) + "\n"


def escaped(word: str) -> str:
    """A label value as the text format wants it."""
    return word.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def queue_lengths() -> list[Sample]:
    """Tasks waiting, by queue."""
    if health.uses_pgmq():
        with connection.cursor() as cursor:
            cursor.execute("SELECT queue_name, queue_length FROM pgmq.metrics_all()")
            return [({"queue": name}, float(length)) for name, length in cursor.fetchall()]
    name = app.conf.task_default_queue
    with app.connection_for_write() as broker_connection:
        waiting = broker_connection.SimpleQueue(name).qsize()
    return [({"queue": name}, float(waiting))]


def submissions_by_status() -> list[Sample]:
    """Files received from agents, by status."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT status, count(*) FROM outcomes_submission GROUP BY status ORDER BY status")
        return [({"status": status}, float(count)) for status, count in cursor.fetchall()]


def mails_waiting() -> list[Sample]:
    """Mails that have not left."""
    counts = mails.waiting()
    return _by_state(counts.keys(), counts.values())


def webhook_endpoints() -> list[Sample]:
    """Endpoints of webhooks that stand, by how they fare."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE paused_at IS NULL AND failing_since IS NULL), "
            "count(*) FILTER (WHERE paused_at IS NULL AND failing_since IS NOT NULL), "
            "count(*) FILTER (WHERE paused_at IS NOT NULL) FROM notifications_endpoint WHERE ended_at IS NULL"
        )
        return _by_state(("working", "failing", "paused"), cursor.fetchone())


def _by_state(states: Iterable[str], counts: Iterable[int]) -> list[Sample]:
    return [({"state": state}, float(count)) for state, count in zip(states, counts, strict=True)]


def worker_silence(at: datetime) -> list[Sample]:
    """Seconds since a worker was last seen."""
    seen_at = heartbeat.last_seen()
    return [({}, (at - seen_at).total_seconds())] if seen_at else []


def text(at: datetime) -> str:
    """The whole page. A figure that cannot be read now is left out; the parts say why."""
    parts = health.parts(at)
    blocks = [
        _block("pbr_build_info", "Version that runs.", [({"version": version()}, 1)]),
        _block("pbr_part_up", "Whether a part works.", [({"part": part.name}, float(part.works)) for part in parts]),
    ]
    readings = [
        ("pbr_queue_length", "Tasks waiting.", queue_lengths),
        ("pbr_submissions", "Files received from agents.", submissions_by_status),
        ("pbr_mails_waiting", "Mails that have not left.", mails_waiting),
        ("pbr_webhook_endpoints", "Endpoints of webhooks.", webhook_endpoints),
        ("pbr_worker_silence_seconds", "Seconds since a worker was seen.", lambda: worker_silence(at)),
    ]
    for name, help_, read in readings:
        try:
            with transaction.atomic():
                blocks.append(_block(name, help_, read()))
        except (DatabaseError, OSError):
            continue
    return "".join(blocks)
