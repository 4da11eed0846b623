"""The embedded server: starts from nothing, survives a kill, is one for many callers, and lets nobody else in."""

import os
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from psycopg.conninfo import make_conninfo

from pbrmanager import embedded
from pbrmanager.embedded import EmbeddedPostgres, EmbeddedPostgresError

pytestmark = pytest.mark.slow
NOBODY = 65534


@pytest.fixture(autouse=True)
def _shelter_in_the_test_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where this checkout itself is out of the database user's reach, nothing is left behind outside the test."""
    shelter = folder / "shelter"
    shelter.mkdir(mode=0o755)
    monkeypatch.setattr(embedded, "SHELTERS", (str(shelter),))


@pytest.fixture
def server(folder: Path) -> Iterator[EmbeddedPostgres]:
    server = EmbeddedPostgres(folder / "pg", fast=True)
    yield server
    server.stop()


def connect(server: EmbeddedPostgres, **changes: str) -> "psycopg.Connection[tuple[object, ...]]":
    found = {key.lower(): value for key, value in server.connection().items()}
    known = {"host": found["host"], "user": found["user"], "password": found["password"], "dbname": found["name"]}
    return psycopg.connect(make_conninfo(**{**known, **changes}), autocommit=True)


def postmaster(server: EmbeddedPostgres) -> int:
    return int((server.data / "postmaster.pid").read_text().splitlines()[0])


def test_starts_from_an_empty_folder_and_starts_again(server: EmbeddedPostgres) -> None:
    server.ensure()
    with connect(server) as connection:
        connection.execute("CREATE TABLE kept (what text)")
        connection.execute("INSERT INTO kept VALUES ('a row')")
    assert server.stop()
    assert not server.running()
    server.ensure()
    with connect(server) as connection:
        assert connection.execute("SELECT what FROM kept").fetchall() == [("a row",)]


def test_the_application_role_is_no_superuser_and_owns_its_database(server: EmbeddedPostgres) -> None:
    server.ensure()
    with connect(server) as connection:
        role = connection.execute(
            "SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
        owner = connection.execute(
            "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()"
        ).fetchone()
    assert role == (embedded.APPLICATION, False, False)
    assert owner == (embedded.APPLICATION,)


def test_nobody_is_let_in_without_the_password(server: EmbeddedPostgres) -> None:
    server.ensure()
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        connect(server, password="guessed")
    assert stat.S_IMODE(server.password_file.stat().st_mode) == 0o600
    assert stat.S_IMODE(server.root.stat().st_mode) == 0o700


def test_listens_on_no_network_address(server: EmbeddedPostgres) -> None:
    server.ensure()
    with connect(server) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)


@pytest.mark.fault("The database server killed")
def test_every_committed_row_is_there_after_the_server_was_killed(folder: Path, server: EmbeddedPostgres) -> None:
    server = EmbeddedPostgres(folder / "pg")  # as in earnest: every commit reaches the disk
    server.ensure()
    with connect(server) as connection:
        connection.execute("CREATE TABLE kept AS SELECT generate_series(1, 10000) AS number")
    os.kill(postmaster(server), signal.SIGKILL)
    server.ensure()
    with connect(server) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (10_000,)


def test_many_callers_at_once_get_one_server(folder: Path, server: EmbeddedPostgres) -> None:
    def ensure(_: int) -> str:
        code = (
            "import sys; from pathlib import Path; from pbrmanager import embedded; embedded.SHELTERS = sys.argv[2:];"
            "server = embedded.EmbeddedPostgres(Path(sys.argv[1]), fast=True); server.ensure();"
            "print((server.data / 'postmaster.pid').read_text().splitlines()[0])"
        )
        command = [sys.executable, "-c", code, str(folder / "pg"), str(folder / "shelter")]
        answer = subprocess.run(command, capture_output=True, text=True, cwd=settings.BASE_DIR, check=False)
        return answer.stdout.strip() or answer.stderr

    with ThreadPoolExecutor(6) as pool:
        found = set(pool.map(ensure, range(6)))
    assert found == {str(postmaster(server))}


def test_a_long_path_uses_a_short_socket_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = folder / ("a-folder-with-a-long-name" * 4)
    deep.mkdir()
    monkeypatch.setattr(embedded, "SHELTERS", (str(deep),))
    server = EmbeddedPostgres(deep / "pg", fast=True)
    try:
        assert server.ensure()["HOST"] != str(server.root)
        with connect(server) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    finally:
        server.stop()
        shutil.rmtree(server.socket, ignore_errors=True)


def test_a_folder_that_cannot_be_written_is_refused_in_one_sentence(folder: Path) -> None:
    server = EmbeddedPostgres(folder / "pg")
    (server.root.parent / ".pg.lock").mkdir()  # in the way of the lock file
    with pytest.raises(EmbeddedPostgresError, match="cannot be written; make it writable, or set DATA_DIR"):
        server.ensure()


@pytest.fixture
def as_root() -> None:
    if os.geteuid() != 0:
        pytest.skip("only root hands the server to another user")


@pytest.mark.usefixtures("as_root")
def test_below_a_folder_closed_to_the_database_user_programs_and_data_are_laid_elsewhere(folder: Path) -> None:
    closed, shelter = folder / "closed", folder / "shelter"
    closed.mkdir(mode=0o700)
    server = EmbeddedPostgres(closed / "var" / "pg", fast=True)
    try:
        server.ensure()
        with connect(server) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        assert server.root.is_relative_to(shelter)
        assert server.binaries.is_relative_to(shelter)
        assert stat.S_IMODE(closed.stat().st_mode) == 0o700
        again = EmbeddedPostgres(closed / "var" / "pg", fast=True)
        assert again.root == server.root
    finally:
        server.stop()


@pytest.mark.usefixtures("as_root")
def test_when_there_is_no_other_folder_either_one_sentence_says_what_to_do(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    monkeypatch.setattr(embedded, "SHELTERS", (str(closed),))
    with pytest.raises(EmbeddedPostgresError, match="move the checkout, or set DATABASE_URL"):
        EmbeddedPostgres(closed / "var" / "pg")


@pytest.mark.usefixtures("as_root")
def test_a_shelter_laid_by_somebody_else_is_not_used(folder: Path) -> None:
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    first = EmbeddedPostgres(closed / "var" / "pg")
    os.chown(first.root.parent, NOBODY, NOBODY)
    with pytest.raises(EmbeddedPostgresError, match="belongs to somebody else"):
        EmbeddedPostgres(closed / "var" / "pg")
