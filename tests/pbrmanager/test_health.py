"""The health pages: open to anybody, and exact about what is missing."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.management.base import CommandError
from django.db import connection
from django.test import Client, override_settings
from django.utils import timezone

from notifications.models import Endpoint, Mail
from pbrmanager import health, heartbeat, tasks
from pbrmanager.management.commands import up
from tests import builders

pytestmark = pytest.mark.django_db


def a_worker_was_seen(*, seconds_ago: int) -> None:
    heartbeat.forget()
    heartbeat.record(worker="worker@here", at=timezone.now() - timedelta(seconds=seconds_ago))


def test_healthz_answers_a_stranger(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_readyz_says_ready_when_every_part_works(client: Client) -> None:
    a_worker_was_seen(seconds_ago=5)
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ready",
        "parts": {"database": "ok", "migrations": "ok", "broker": "ok", "worker": "ok"},
    }


def test_readyz_says_that_no_worker_was_ever_seen(client: Client) -> None:
    heartbeat.forget()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["parts"]["worker"] == "no worker has been seen yet"


def test_readyz_says_for_how_long_the_worker_has_been_silent(client: Client) -> None:
    a_worker_was_seen(seconds_ago=95)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["parts"]["worker"] == "no worker has been seen for 95 seconds"


def test_readyz_names_a_migration_that_is_not_applied(client: Client) -> None:
    a_worker_was_seen(seconds_ago=5)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["parts"]["migrations"] == "1 migrations are not applied, for example sessions.0001_initial"


def test_readyz_says_when_the_queue_is_gone(client: Client) -> None:
    a_worker_was_seen(seconds_ago=5)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE pgmq.meta RENAME TO gone")
    parts = {part.name: part.works for part in health.parts(timezone.now())[:3]}
    assert parts == {"database": True, "migrations": True, "broker": False}


def test_the_heartbeat_task_makes_the_worker_seen(client: Client) -> None:
    heartbeat.forget()
    tasks.heartbeat.delay()
    assert client.get("/readyz").status_code == 200


def test_metrics_show_parts_queues_and_version_to_this_machine(client: Client) -> None:
    began = timezone.now()
    a_worker_was_seen(seconds_ago=5)
    answer = client.get("/metrics")
    took = (timezone.now() - began).total_seconds()
    text = answer.content.decode()
    assert answer["Content-Type"].startswith("text/plain; version=0.0.4")
    assert 'pbr_part_up{part="worker"} 1' in text
    assert 'pbr_build_info{version="' in text
    silence = re.search(r"^pbr_worker_silence_seconds (\S+)$", text, re.MULTILINE)
    assert silence is not None
    assert 5 <= float(silence[1]) <= 5 + took


def test_metrics_tell_of_mails_and_webhooks_that_do_not_arrive(client: Client) -> None:
    at = timezone.now()
    person = builders.user()
    given: dict[str, Any] = {"user": person, "text": "Hello", "html": "Hello", "made_at": at}
    for attempts, next_at, sent_at in ((0, at, None), (3, at, None), (2, at, None), (1, at, at), (0, None, None)):
        Mail.objects.create(subject="A", attempts=attempts, next_at=next_at, sent_at=sent_at, **given)
    shared: dict[str, Any] = {
        "organisation": builders.organisation(),
        "secret": b"",
        "kinds": [],
        "programmes": [],
        "made_at": at,
    }
    for state in ({}, {"failing_since": at}, {"failing_since": at, "paused_at": at, "paused_because": "It fails."},
                  {"ended_at": at}):  # fmt: skip
        Endpoint.objects.create(purpose="A", url="https://a.example/", made_by=person, **shared, **state)
    text = client.get("/metrics").content.decode()
    for line in ('mails_waiting{state="new"} 1', 'mails_waiting{state="refused"} 2',
                 'mails_waiting{state="refused_for_good"} 0', 'mails_waiting{state="held"} 0',
                 'webhook_endpoints{state="working"} 1', 'webhook_endpoints{state="failing"} 1',
                 'webhook_endpoints{state="paused"} 1'):  # fmt: skip
        assert f"pbr_{line}\n" in text


@pytest.mark.parametrize("caller", [{"REMOTE_ADDR": "192.0.2.7"}, {"HTTP_X_FORWARDED_FOR": "192.0.2.7"}])
def test_metrics_are_refused_to_other_machines(caller: dict[str, Any]) -> None:
    assert Client(**caller).get("/metrics").status_code == 403


@override_settings(METRICS_TOKEN="a token of the monitoring system")
def test_metrics_are_given_to_the_bearer_of_the_token_alone(client: Client) -> None:
    assert client.get("/metrics").status_code == 403
    assert client.get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 403
    given = client.get("/metrics", headers={"Authorization": "Bearer a token of the monitoring system"})
    assert given.status_code == 200


def test_data_from_before_the_first_release_are_refused_with_what_to_do() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE django_migrations SET name = '0001_initial' WHERE app = 'contracts'")
    with pytest.raises(CommandError, match="export its programmes as packs"):
        up.Command().migrate()
