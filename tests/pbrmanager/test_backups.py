"""Backup and restore, on a real database: what was there comes back, and nothing is replaced unasked."""

import json
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django.fixtures import Settings

from accounts.models import User
from pbrmanager import backups, supervisor

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
AT = datetime(2025, 4, 1, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _own_data_folder(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()


@pytest.fixture
def received(settings: Settings) -> Path:
    """A file as an agent sent it, and a person."""
    User.objects.create_user("commissioner@example.org", "a long pass phrase", name="Commissioner")
    file = Path(settings.MEDIA_ROOT) / "submissions" / "1.csv"
    file.parent.mkdir(parents=True)
    file.write_text("participant,outcome\n")
    return file


def test_what_was_backed_up_comes_back(received: Path, tmp_path: Path) -> None:
    (received.parent / "2.csv.part").write_text("still arriving")
    backup = backups.make(tmp_path / "backup", at=AT)
    assert sorted(backup.digests) == ["database.dump", "files/submissions/1.csv"]
    User.objects.all().delete()
    User.objects.create_user("later@example.org", None, name="Later")
    received.write_text("altered")

    assert backups.restore(tmp_path / "backup", force=True) == backup
    assert [user.email for user in User.objects.all()] == ["commissioner@example.org"]
    assert received.read_text() == "participant,outcome\n"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pgmq.create('after_restore'), pgmq.drop_queue('after_restore')")


def test_the_restore_command_ends_with_a_check_of_the_ledger(received: Path, tmp_path: Path) -> None:
    backups.make(tmp_path / "backup", at=AT)
    said = StringIO()
    call_command("restore", str(tmp_path / "backup"), force=True, stdout=said)
    lines = said.getvalue().splitlines()
    assert "ledger" in lines[0].lower()
    assert lines[-1].startswith("Restored the backup of 2025-04-01T09:30:00+00:00")


def test_data_that_is_there_is_not_replaced_unasked(received: Path, tmp_path: Path) -> None:
    backups.make(tmp_path / "backup", at=AT)
    with pytest.raises(backups.BackupError, match="already holds data; say --force"):
        backups.restore(tmp_path / "backup", force=False)


def test_a_backup_that_was_changed_is_refused(received: Path, tmp_path: Path) -> None:
    backups.make(tmp_path / "backup", at=AT)
    (tmp_path / "backup" / "files" / "submissions" / "1.csv").write_text("altered")
    with pytest.raises(backups.BackupError, match=r"files/submissions/1\.csv in .* was changed since the backup"):
        backups.restore(tmp_path / "backup", force=True)


def test_a_restore_that_fails_changes_nothing(received: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    backups.make(tmp_path / "backup", at=AT)
    (tmp_path / "backup" / "database.dump").write_bytes(b"PGDMP but no more")
    monkeypatch.setattr(backups, "digest", lambda path: "")
    backups_list = (tmp_path / "backup" / "backup.json").read_text()
    (tmp_path / "backup" / "backup.json").write_text(blank_digests(backups_list))
    with pytest.raises(backups.BackupError, match="pg_restore failed"):
        backups.restore(tmp_path / "backup", force=True)
    assert User.objects.count() == 1
    assert received.exists()


def blank_digests(text: str) -> str:
    found = json.loads(text)
    return json.dumps({**found, "digests": dict.fromkeys(found["digests"], "")})


def test_a_running_product_is_not_restored_under_its_feet(received: Path, tmp_path: Path, settings: Settings) -> None:
    backups.make(tmp_path / "backup", at=AT)
    supervisor.check_folder(settings.DATA_DIR)
    with (
        supervisor.only_one(settings.DATA_DIR),
        pytest.raises(backups.BackupError, match="already runs on the folder"),
    ):
        backups.restore(tmp_path / "backup", force=True)


def test_a_folder_that_holds_something_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter").write_text("dear")
    with pytest.raises(CommandError, match="is not empty; name a new folder"):
        call_command("backup", str(tmp_path / "full"))


def test_a_folder_without_a_backup_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="holds no backup; name a folder that `backup` has written"):
        call_command("restore", str(tmp_path))


def test_the_backup_is_closed_to_others(received: Path, tmp_path: Path) -> None:
    backups.make(tmp_path / "backup", at=AT)
    assert (tmp_path / "backup").stat().st_mode & 0o077 == 0
