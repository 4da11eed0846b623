"""A consistent copy of everything that PbR Manager keeps, and the way back.

A backup is a folder: `database.dump` (pg_dump's own format, one snapshot), `files/` (what agents sent and what was made
of it), the key that signs sessions when it is kept beside the data, and `backup.json`, which lists every part with its
digest. Files are written once and before the row that names them, so files copied after the snapshot hold at least what
the snapshot names.
"""

import contextlib
import dataclasses
import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from pbrmanager import embedded, metrics, supervisor

DUMP = "database.dump"
FILES = "files"
LIST = "backup.json"
KEY = "secret_key"
LOCK_SECONDS = 10


class BackupError(Exception):
    """The backup or the restore was not carried out; the message is one sentence that says what to do."""


@dataclasses.dataclass(frozen=True)
class Backup:
    """What a backup folder holds: when and by which version it was made, and the digest of each file in it."""

    made_at: str
    version: str
    digests: dict[str, str]


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def program(name: str) -> str:
    """pg_dump, pg_restore or psql: of the embedded server for its own data, of the machine for another server."""
    own = connection.settings_dict.get("EMBEDDED")
    found = None if own else shutil.which(name)
    return found or str(embedded.packaged_binaries() / name)


def environment() -> dict[str, str]:
    """How PostgreSQL's programs reach the database; the password does not show among the running processes."""
    params = connection.get_connection_params()
    names = {"PGHOST": "host", "PGPORT": "port", "PGUSER": "user", "PGPASSWORD": "password", "PGDATABASE": "dbname"}
    names |= {"PGSSLMODE": "sslmode", "PGSSLROOTCERT": "sslrootcert"}
    found = {variable: str(params[name]) for variable, name in names.items() if params.get(name)}
    return {**os.environ, **found}


def run(*command: str) -> None:
    """Run one of PostgreSQL's programs; its own words are passed on when it fails."""
    done = subprocess.run(command, env=environment(), stdin=subprocess.DEVNULL, capture_output=True, check=False)
    if done.returncode:
        reason = done.stderr.decode(errors="replace").strip().splitlines() or ["no reason given"]
        raise BackupError(f"{Path(command[0]).name} failed: {reason[0]}")


def make(target: Path, *, at: datetime) -> Backup:
    """Write a backup to a folder that is empty or yet to be made."""
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise BackupError(f"{target} is not empty; name a new folder for the backup.")
    try:
        target.mkdir(mode=0o700, parents=True, exist_ok=True)
        target.chmod(0o700)
        run(program("pg_dump"), "--format=custom", "--no-owner", "--no-privileges", f"--file={target / DUMP}")
        copy_files(settings.MEDIA_ROOT, target / FILES)
        key = settings.DATA_DIR / KEY
        if key.exists() and not os.environ.get("SECRET_KEY"):
            shutil.copy2(key, target / KEY)
        parts = sorted(path for path in target.rglob("*") if path.is_file())
        digests = {str(path.relative_to(target)): digest(path) for path in parts}
        backup = Backup(at.isoformat(), metrics.version(), digests)
        (target / LIST).write_text(json.dumps(dataclasses.asdict(backup), indent=1))
    except OSError as error:
        raise BackupError(f"The backup could not be written to {target}: {error.strerror}.") from error
    return backup


def copy_files(source: Path, target: Path) -> None:
    """Copy a folder of files; one that does not exist yet counts as empty. What is still arriving is left out."""
    target.mkdir(mode=0o700)
    if source.is_dir():
        shutil.copytree(source, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.part"))


def read(source: Path) -> Backup:
    """Read and check a backup: every part that it lists must be there, unchanged."""
    try:
        backup = Backup(**json.loads((source / LIST).read_text()))
    except (OSError, ValueError, TypeError) as error:
        raise BackupError(f"{source} holds no backup; name a folder that `backup` has written.") from error
    for name, expected in backup.digests.items():
        path = source / name
        if not path.is_file() or digest(path) != expected:
            raise BackupError(f"{name} in {source} is missing or was changed since the backup; use another backup.")
    return backup


def holds_data() -> bool:
    """Whether this installation already has people or files."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('accounts_user') IS NOT NULL")
        row = cursor.fetchone()
        if row and row[0]:
            cursor.execute("SELECT EXISTS (SELECT 1 FROM accounts_user)")
            row = cursor.fetchone()
    return bool(row and row[0]) or (settings.MEDIA_ROOT.is_dir() and any(settings.MEDIA_ROOT.iterdir()))


@contextlib.contextmanager
def nothing_running() -> Iterator[None]:
    """Keep the supervisor of this data folder from starting meanwhile; refuse when it runs."""
    supervisor.check_folder(settings.DATA_DIR)
    with supervisor.only_one(settings.DATA_DIR):
        yield


def restore(source: Path, *, force: bool) -> Backup:
    """Put a backup in the place of what is here. Database and files change together or not at all.

    Refuses an installation that holds data unless `force` says that it is to be replaced.
    """
    backup = read(source)
    try:
        with nothing_running():
            if holds_data() and not force:
                raise BackupError("This installation already holds data; say --force to replace all of it.")
            connection.close()
            put_back(source)
    except supervisor.CannotStartError as error:
        raise BackupError(str(error)) from error
    return backup


def put_back(source: Path) -> None:
    """Lay the files beside those here, restore the database in one transaction, then exchange the files."""
    folder = settings.MEDIA_ROOT
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".restore-") as name:
        work = Path(name)
        copy_files(source / FILES, work / "new")
        script = work / "restore.sql"
        run(program("pg_restore"), "--no-owner", "--no-privileges", f"--file={script}", str(source / DUMP))
        run(
            *(program("psql"), "--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1"),
            *("--output", os.devnull, f"--command=SET lock_timeout = '{LOCK_SECONDS}s'"),
            *("--command=DROP OWNED BY CURRENT_USER CASCADE", f"--file={script}"),
        )
        if folder.exists():
            folder.rename(work / "old")
        (work / "new").rename(folder)
        if (source / KEY).exists():
            shutil.copy2(source / KEY, settings.DATA_DIR / KEY)
