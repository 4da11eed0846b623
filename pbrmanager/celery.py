"""The Celery application: tasks, and the schedule that beat follows.

Without BROKER_URL the queue is PGMQ inside the same PostgreSQL, so that nothing else has to be installed. Its
connection string is known only once the embedded server runs, hence the late configuration.
See docs/adr/0003-pgmq-broker.md.
"""

import os
from typing import Any

from celery import Celery
from celery.schedules import crontab
from celery.signals import worker_init, worker_ready
from psycopg.conninfo import make_conninfo

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pbrmanager.settings")

app = Celery("pbrmanager")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

app.conf.beat_schedule = {
    "heartbeat": {"task": "pbrmanager.tasks.heartbeat", "schedule": 20.0},
    "resume-submissions": {"task": "outcomes.tasks.resume_stalled", "schedule": 30.0},
    "resume-scans": {"task": "outcomes.tasks.resume_scans", "schedule": 60.0},
    "resume-exports": {"task": "stages.tasks.resume_exports", "schedule": 60.0},
    "nightly-end-of-evidence": {"task": "outcomes.tasks.erase_evidence", "schedule": crontab(hour=0, minute=20)},
    "nightly-end-of-exports": {"task": "stages.tasks.expire_exports", "schedule": crontab(hour=0, minute=30)},
    "events": {"task": "stages.tasks.hand_out_events", "schedule": 10.0},
    "mails": {"task": "notifications.tasks.send_mails", "schedule": 60.0},
    "nightly-reminders-of-work": {"task": "dashboards.tasks.remind", "schedule": crontab(hour=5, minute=30)},
    "webhooks": {"task": "notifications.tasks.send_webhooks", "schedule": 10.0},
    "nightly-ends-of-periods": {
        "task": "dashboards.tasks.count_ends_of_periods",
        "schedule": crontab(hour=0, minute=5),
    },
    "nightly-pricing": {"task": "payments.tasks.price_all", "schedule": crontab(hour=1, minute=0)},
    "nightly-lapse-of-terms": {"task": "expertbody.tasks.lapse_terms", "schedule": crontab(hour=1, minute=0)},
    "nightly-written-votes": {"task": "expertbody.tasks.close_written_votes", "schedule": crontab(hour=0, minute=10)},
    "nightly-look-at-closed-stages": {"task": "stages.tasks.look_again", "schedule": crontab(hour=1, minute=30)},
    "nightly-notices-of-falls": {"task": "expertbody.tasks.tell_of_falls", "schedule": crontab(hour=6, minute=10)},
    "nightly-forgetting": {"task": "knowledge.tasks.forget_left_answers", "schedule": crontab(hour=0, minute=40)},
    "nightly-forgetting-of-answers": {"task": "accounts.tasks.forget_answers", "schedule": crontab(hour=0, minute=50)},
    "nightly-monitor": {"task": "monitoring.tasks.monitor_all", "schedule": crontab(hour=2, minute=0)},
    # After the monitor, and again each hour of the day: what is made already is not made again.
    "reports-due": {"task": "dashboards.tasks.make_due_reports", "schedule": crontab(hour="3-23", minute=20)},
}


def quoted(value: object) -> str:
    """A value as libpq reads it inside a connection string."""
    return "'" + str(value).replace("\\", "\\\\").replace("'", "\\'") + "'"


def connection_string(params: dict[str, Any]) -> str:
    """Where the queue is, for the pgmq client.

    The client takes the string apart and joins five of its parts again without quoting them, so that spaces would break
    it and TLS options would be lost. Hence every part is quoted here already, and the options ride with the last part.
    """
    names = ("host", "port", "dbname", "user", "password")
    parts = {name: quoted(params[name]) for name in names if params.get(name)}
    options = " ".join(
        f"{name}={quoted(params[name])}" for name in ("sslmode", "sslrootcert", "options") if name in params
    )
    parts["password"] = f"{parts.get('password', quoted(''))} {options}".strip()
    return make_conninfo(**parts)


def broker_options() -> dict[str, Any]:
    """Transport options of the broker in use."""
    from django.conf import settings
    from django.db import connection

    if settings.CELERY_BROKER_URL.startswith("amqp"):
        return {}
    if not settings.CELERY_BROKER_URL.startswith("pgmq"):
        return {"visibility_timeout": settings.VISIBILITY_TIMEOUT_SECONDS, "unacked_restore_throttle": 1}
    return {
        "conn_string": connection_string(connection.get_connection_params()),
        "init_extension": False,
        "pool_size": 4,
        "visibility_timeout": settings.VISIBILITY_TIMEOUT_SECONDS,
        "wait_time_seconds": 2,
        "poll_interval_ms": 50,
        "polling_interval": 0.01,
    }


@app.on_after_configure.connect
def _configure_broker(sender: Celery, **kwargs: Any) -> None:
    if sender.conf.task_always_eager:
        return
    sender.conf.broker_transport_options = broker_options()
    if sender.conf.broker_url.startswith("pgmq"):
        sender.conf.worker_enable_remote_control = False  # a second, empty queue would halt the poll loop


@worker_init.connect
def _load_addresses(sender: Any, **kwargs: Any) -> None:
    """Load every page before the processes of the pool part, so that no task does so while it holds a lock."""
    from django.urls import reverse

    reverse("healthz")


@worker_ready.connect
def _say_hello(sender: Any, **kwargs: Any) -> None:
    """Be seen as soon as work can be taken, not only when the schedule next says so."""
    app.send_task("pbrmanager.tasks.heartbeat", expires=60)
