"""Files that are given up while they arrive."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from outcomes.models import Submission
from tests.outcomes.scheme import Scheme

LARGE = b"participant,outcome,achieved_on\n" + b"x" * 4_000_000


def send(client: Client, scheme: Scheme) -> str:
    client.force_login(scheme.user)
    file = SimpleUploadedFile("large.csv", LARGE)
    url = reverse("outcomes:submission_new", args=[scheme.programme.slug])
    return client.post(url, {"kind": "outcomes", "file": file}).content.decode()


@pytest.fixture
def temporary(settings: Settings, tmp_path: Path) -> Path:
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "arriving"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir()
    return tmp_path / "arriving"


def test_a_file_over_the_limit_is_given_up_before_it_fills_the_disk(
    client: Client, scheme: Scheme, settings: Settings, temporary: Path
) -> None:
    settings.MAX_SUBMISSION_BYTES = 3_000_000
    page = send(client, scheme)
    assert "The file is larger than 2 MB. Split it into several files" in page
    assert "Select the file to send" not in page
    assert (list(temporary.iterdir()), Submission.objects.count()) == ([], 0)


@pytest.mark.fault("The disk is full while a file arrives")
def test_a_disk_that_is_full_while_the_file_arrives_is_told(
    client: Client, scheme: Scheme, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(file: TemporaryUploadedFile, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(TemporaryUploadedFile, "write", no_room, raising=False)
    page = send(client, scheme)
    assert "The file could not be stored, and nothing of it was kept: the disk may be full." in page
    assert (list(temporary.iterdir()), Submission.objects.count()) == ([], 0)


def test_a_large_file_within_the_limit_arrives_whole(client: Client, scheme: Scheme, temporary: Path) -> None:
    send(client, scheme)
    assert Submission.objects.get().size == len(LARGE)
    assert list(temporary.iterdir()) == []
