"""The same code and the same SQL on a PostgreSQL server from the machine's packages, reached by DATABASE_URL."""

import dataclasses
import os
import re
import secrets
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from pbrmanager import embedded

pytestmark = [pytest.mark.slow, pytest.mark.external_server]
SELECTION = [
    "tests/contracts/models",  # periods that may not overlap; rows that triggers keep as they are
    "tests/knowledge/selectors/test_entries.py",  # search in full text
    "tests/monitoring/actions/test_gaming.py",  # joins from the side, sums of some rows, a lock for a programme
    "tests/outcomes/actions/test_acceptance.py",  # COPY, tables for a moment, values taken out of jsonb
    "tests/outcomes/actions/test_identities.py",  # what is there already is passed over
    "tests/outcomes/actions/test_registers.py",
    "tests/outcomes/actions/test_soft_checks.py",  # percentiles
    "tests/outcomes/actions/test_two_agents_at_once.py",  # one session waits for the lock of another
    "tests/payments/actions/test_forecasts.py",  # one row after another
    "tests/payments/actions/test_pricing.py",
    "tests/pbrmanager/test_append_only.py",
    "tests/pbrmanager/test_backups.py::test_what_was_backed_up_comes_back",
    "tests/pbrmanager/test_backups.py::test_the_restore_command_ends_with_a_check_of_the_ledger",
    "tests/pbrmanager/test_broker.py::test_a_task_whose_worker_was_killed_is_done_by_the_next_worker",  # pgmq
    "tests/pbrmanager/test_health.py",
]
"""What leans on the server, of each kind. All else would only say again here that the product is right."""

OLDEST = 15


@dataclasses.dataclass(frozen=True)
class Server:
    """A running server: its major version, and the address of a database owned by a role that is no superuser."""

    major: int
    url: str


def packaged() -> Path | None:
    """The programs of the newest server from packages."""
    found = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if (path / "initdb").exists()]
    return max(found, key=lambda path: int(path.parent.name), default=None)


def run_as_server_account(*command: object) -> None:
    account = embedded.server_account()
    done = subprocess.run(
        [str(word) for word in command],
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,  # the server inherits it; a pipe would never be closed
        stderr=subprocess.STDOUT,
        check=False,
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
    )
    assert done.returncode == 0, command


@pytest.fixture
def server(folder: Path) -> Iterator[Server]:
    programs = packaged()
    if programs is None and os.environ.get("CI") != "true":
        pytest.skip("no PostgreSQL server from packages; install it with: apt-get install postgresql")
    assert programs is not None, "no PostgreSQL server from packages: apt-get install postgresql"
    account, password = embedded.server_account(), secrets.token_hex(16)
    (folder / "password").write_text(password)
    data = folder / "data"
    data.mkdir()
    if account:
        os.chown(data, account.uid, account.gid)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    run_as_server_account(
        *(programs / "initdb", "-D", data, "-U", "owner", "--auth=scram-sha-256", f"--pwfile={folder / 'password'}"),
        *("--encoding=UTF8", "--no-locale"),
    )
    options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories='' -c fsync=off"
    run_as_server_account(programs / "pg_ctl", "-D", data, "-l", data / "log", "-w", "-o", options, "start")
    try:
        with psycopg.connect(f"postgresql://owner:{password}@127.0.0.1:{port}/postgres", autocommit=True) as owner:
            owner.execute(f"CREATE ROLE pbr_app LOGIN CREATEDB NOSUPERUSER PASSWORD '{password}'")
            owner.execute("CREATE DATABASE pbrmanager OWNER pbr_app")
        yield Server(int(programs.parent.name), f"postgresql://pbr_app:{password}@127.0.0.1:{port}/pbrmanager")
    finally:
        run_as_server_account(programs / "pg_ctl", "-D", data, "-m", "fast", "-w", "stop")


def test_migrations_and_the_tests_that_lean_on_sql_pass_on_it(server: Server, tmp_path: Path) -> None:
    """All migrations, and tests of every kind of SQL that is written by hand; each of them is in the whole run too."""
    assert server.major >= OLDEST
    environment = {**os.environ, "DATABASE_URL": server.url, "DATA_DIR": str(tmp_path)}
    environment.pop("PYTEST_XDIST_WORKER", None)
    marks = "not journey and not external_server"
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", marks, *SELECTION],
        cwd=settings.BASE_DIR,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    last = done.stdout.strip().splitlines()[-1]
    assert done.returncode == 0, done.stdout[-6000:]
    assert re.search(r"\d+ passed", last)
    assert "skipped" not in last
