"""The queue in PostgreSQL, with a real worker: a task whose worker was killed is carried out by the next one."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from celery import Celery
from django.conf import settings
from django.db import connection
from pgmq.base import PGMQConfig
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from pbrmanager import heartbeat
from pbrmanager.celery import broker_options, connection_string
from tests.pbrmanager import interrupted_task

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
VISIBILITY_SECONDS = 4
StartWorker = Callable[[], "subprocess.Popen[bytes]"]


def this_database() -> str:
    """Where the test database is, as DATABASE_URL wants it."""
    found = connection.settings_dict
    parts = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}
    return make_conninfo(**{key: found[name] for key, name in parts.items() if found[name]})


def until(condition: Callable[[], bool], *, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.1)
    return condition()


def kill(process: "subprocess.Popen[bytes]") -> None:
    """End a worker and its pool at once, as the kernel does when memory is short."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@pytest.fixture
def start_worker(tmp_path: Path) -> Iterator[StartWorker]:
    started: list[subprocess.Popen[bytes]] = []
    variables = {
        "DATABASE_URL": this_database(),
        "DATA_DIR": str(tmp_path),
        "VISIBILITY_TIMEOUT_SECONDS": str(VISIBILITY_SECONDS),
        "BROKER_URL": "pgmq://database",
    }
    worker = ("worker", "--include", interrupted_task.__name__, "--pool", "prefork", "--concurrency", "1")

    alone = ("--without-gossip", "--without-mingle", "--without-heartbeat")

    def start() -> "subprocess.Popen[bytes]":
        with (tmp_path / "worker.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "celery", "-A", "pbrmanager", *worker, *alone],
                cwd=settings.BASE_DIR,
                env={**os.environ, **variables},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            kill(process)


@pytest.fixture
def sender() -> Iterator[Celery]:
    before = sessions()  # a test server of pages in this process may keep some for a minute
    app = Celery("sender", broker="pgmq://database", set_as_current=False)
    app.conf.broker_transport_options = broker_options()
    yield app
    app.close()
    assert until(lambda: sessions() <= before, seconds=20)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pgmq.drop_queue('celery')")
    heartbeat.forget()


def sessions() -> set[int]:
    """The processes that serve connections to the test database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'"
        )
        return {int(pid) for (pid,) in cursor.fetchall()}


@pytest.mark.fault("A worker of the queue killed in the middle of a task")
def test_a_task_whose_worker_was_killed_is_done_by_the_next_worker(
    sender: Celery, start_worker: StartWorker, tmp_path: Path
) -> None:
    file = tmp_path / "lines"

    def lines() -> list[str]:
        return file.read_text().splitlines() if file.exists() else []

    first = start_worker()
    with sender.connection_for_write() as queue:
        sender.send_task(interrupted_task.write.name, kwargs={"path": str(file)}, connection=queue)
    assert until(lambda: lines() == ["begun"], seconds=60), (tmp_path / "worker.log").read_text()
    kill(first)

    start_worker()
    assert until(lambda: lines() == ["begun", "begun", "done"], seconds=60), (tmp_path / "worker.log").read_text()


def test_a_worker_is_seen_as_soon_as_it_takes_work(sender: Celery, start_worker: StartWorker) -> None:
    heartbeat.forget()
    start_worker()
    assert until(lambda: heartbeat.last_seen() is not None, seconds=60)


def test_the_queue_is_reached_by_paths_with_spaces_and_passwords_with_quotes() -> None:
    params = {"host": "/folder with spaces", "port": 5432, "user": "u", "password": "it's\\here", "dbname": "d"}
    config = PGMQConfig(conn_string=connection_string({**params, "sslmode": "require"}))
    assert conninfo_to_dict(config.dsn) == {**params, "port": "5432", "sslmode": "require"}
