"""Whether the parts that the product stands on work now: database, migrations, broker and worker."""

import dataclasses
import functools
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from kombu.exceptions import OperationalError

from pbrmanager import heartbeat
from pbrmanager.celery import app
from pbrmanager.embedded import EmbeddedPostgresError

WORKER_SILENCE = timedelta(minutes=1)
BROKER_SECONDS = 2


@dataclasses.dataclass(frozen=True)
class Part:
    """One thing the product needs, whether it works, and if not what is wrong with it."""

    name: str
    works: bool
    why: str = ""


@functools.cache
def known_migrations() -> frozenset[tuple[str, str]]:
    """Every migration that this release carries, as (app, name)."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return frozenset(loader.disk_migrations or ())


def database() -> Part:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, EmbeddedPostgresError):
        return Part("database", False, "the database does not answer")
    return Part("database", True)


def is_between_releases() -> bool:
    """Whether only some of the migrations were applied that one of this release has taken the place of."""
    applied = MigrationRecorder(connection).applied_migrations().keys()
    on_disk = MigrationLoader(None, ignore_no_migrations=True).disk_migrations or {}
    return any(
        0 < sum(replaced in applied for replaced in one.replaces) < len(one.replaces)
        for key, one in on_disk.items()
        if key not in applied
    )


def migrations() -> Part:
    missing = known_migrations() - MigrationRecorder(connection).applied_migrations().keys()
    if missing:
        app_label, name = min(missing)
        return Part("migrations", False, f"{len(missing)} migrations are not applied, for example {app_label}.{name}")
    return Part("migrations", True)


def uses_pgmq() -> bool:
    """Whether the queue is in the database itself."""
    return settings.CELERY_BROKER_URL.startswith("pgmq")


def broker() -> Part:
    try:
        if uses_pgmq():
            with connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM pgmq.meta")
        else:
            with app.connection_for_write() as broker_connection:
                broker_connection.ensure_connection(max_retries=1, interval_start=0, timeout=BROKER_SECONDS)
    except (DatabaseError, OperationalError, OSError):
        return Part("broker", False, "the task queue does not answer")
    return Part("broker", True)


def worker(at: datetime) -> Part:
    seen_at = heartbeat.last_seen()
    if seen_at is None:
        return Part("worker", False, "no worker has been seen yet")
    if at - seen_at > WORKER_SILENCE:
        return Part("worker", False, f"no worker has been seen for {int((at - seen_at).total_seconds())} seconds")
    return Part("worker", True)


def parts(at: datetime) -> list[Part]:
    """Every part, in the order in which they depend on one another; what cannot be asked is reported as not working."""
    first = database()
    unknown = "cannot be known without the database"
    if not first.works:
        return [first, *(Part(name, False, unknown) for name in ("migrations", "broker", "worker"))]
    second = migrations()
    found = [first, second, broker()]
    try:
        return [*found, worker(at)]
    except DatabaseError:
        return [*found, Part("worker", False, "the heartbeat table is missing")]
