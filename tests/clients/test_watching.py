"""A folder is watched: files are sent when they are whole, sorted by what became of them, and sent once."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from outcomes.actions import submissions
from outcomes.models import Submission
from pbrmanager_client import Client, problems, watching
from tests import builders, interface
from tests.clients.conftest import PARTICIPANTS, Line
from tests.outcomes.scheme import Scheme

pytestmark = pytest.mark.django_db(transaction=True)


class Killed(BaseException):
    """The program is gone, between one step and the next."""


def names(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def watch(client: Client, folder: Path, scheme: Scheme, **given: Any) -> watching.Watch:
    settled: dict[str, Any] = {"settle": 0, "every": 0, "say": lambda words: None} | given
    return watching.Watch(client, folder, programme=scheme.programme.slug, kind="participants", **settled)


def test_files_are_sorted_by_what_became_of_them(
    scheme: Scheme, connect: Callable[..., Client], tmp_path: Path
) -> None:
    (tmp_path / "good.csv").write_text(f"{PARTICIPANTS}P1,2025-02-01,1\n")
    (tmp_path / "half.csv").write_text(f"{PARTICIPANTS}P2,2025-02-01,1\nP3,someday,1\n")
    (tmp_path / "none.csv").write_bytes(b"\x00\x01")
    (tmp_path / "letter.docx").write_text("Not a table.")
    said: list[str] = []
    folder = watch(connect(scheme.user), tmp_path, scheme, say=said.append)
    assert folder.look() == 0
    assert names(tmp_path) == [
        "done/good.csv", "letter.docx", "refused/half.csv", "refused/half.csv.errors.csv", "refused/none.csv",
        "refused/none.csv.errors.csv",
    ]  # fmt: skip
    assert "3,started_on,date_unknown," in (tmp_path / "refused/half.csv.errors.csv").read_text()
    assert "file_refused" in (tmp_path / "refused/none.csv.errors.csv").read_text()

    (tmp_path / "half.csv").write_text(f"{PARTICIPANTS}P2,2025-02-01,1\nP3,2025-02-02,1\n")
    (tmp_path / "good.csv").write_text(f"{PARTICIPANTS}P1,2025-02-01,1\n")
    assert folder.look() == 0
    assert [words for words in said if "letter" in words] == [
        "letter.docx is not sent: its name ends in none of .csv, .ndjson, .xlsx."
    ]
    assert Submission.objects.count() == 4
    again = Submission.objects.filter(filename="good.csv").latest("pk")
    assert (again.status, again.accepted, again.duplicates) == ("accepted", 0, 1)
    assert {f"done/good.{again.pk}.csv", "done/half.csv"} <= set(names(tmp_path))


def test_a_file_whose_name_cannot_be_read_keeps_no_other_back(
    scheme: Scheme, connect: Callable[..., Client], tmp_path: Path
) -> None:
    (tmp_path / "good.csv").write_text(f"{PARTICIPANTS}P1,2025-02-01,1\n")
    strange = tmp_path / os.fsdecode(b"M\xe4rz.csv")
    strange.write_text(f"{PARTICIPANTS}P2,2025-02-01,1\n")
    said: list[str] = []
    folder = watch(connect(scheme.user), tmp_path, scheme, say=said.append)
    assert (folder.look(), folder.look()) == (0, 0)
    assert "done/good.csv" in names(tmp_path)
    assert strange.exists()
    assert [words for words in said if "not sent" in words] == [
        "M\\udce4rz.csv is not sent: its name has letters that cannot be read here. Give it another name."
    ]


def test_a_file_that_grows_is_left_alone(scheme: Scheme, connect: Callable[..., Client], tmp_path: Path) -> None:
    now = [0.0]
    folder = watch(connect(scheme.user), tmp_path, scheme, settle=10, clock=lambda: now[0])
    growing = tmp_path / "growing.csv"
    for seconds in range(0, 40, 8):
        now[0] = float(seconds)
        with growing.open("a") as file:
            file.write(PARTICIPANTS if not seconds else f"P{seconds},2025-02-01,1\n")
        assert folder.look() == 1
    now[0] += 10
    assert folder.look() == 0
    assert Submission.objects.get().accepted == 4


def test_a_program_that_ends_anywhere_goes_on_from_there(
    scheme: Scheme, connect: Callable[..., Client], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ended before, and after, every request and every change of a file, and started again: each file is sent once."""
    left = [0]

    def ending(act: Callable[..., Any]) -> Callable[..., Any]:
        def acted(*given: Any, **named: Any) -> Any:
            left[0] -= 1
            if left[0] == 0:
                raise Killed
            done = act(*given, **named)
            left[0] -= 1
            if left[0] == 0:
                raise Killed
            return done

        return acted

    for name in ("_move", "_remove"):
        monkeypatch.setattr(watching, name, ending(getattr(watching, name)))
    monkeypatch.setattr(Line, "handle_request", ending(Line.handle_request))
    client, step = connect(scheme.user), 0
    while True:
        step += 1
        file = tmp_path / f"file{step}.csv"
        file.write_text(f"{PARTICIPANTS}P{step},2025-02-01,1\nQ{step},someday,1\n")
        left[0] = step
        try:
            watch(client, tmp_path, scheme).look()
        except Killed:
            left[0] = 0
            assert watch(client, tmp_path, scheme).look() == 0
        else:
            break
    assert step > 16
    assert Submission.objects.count() == step
    assert names(tmp_path) == sorted(
        f"refused/file{number}.csv{ending}" for number in range(1, step + 1) for ending in ("", ".errors.csv")
    )


def test_what_the_server_has_forgotten_the_key_of_is_found_among_what_was_sent(
    scheme: Scheme, connect: Callable[..., Client], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "good.csv").write_text(f"{PARTICIPANTS}P1,2025-02-01,1\n")
    client = connect(scheme.user, Line(lost=5))
    assert watch(client, tmp_path, scheme).look() == 1
    monkeypatch.setattr(watching, "KEYS_ARE_KNOWN", -watching.CLOCKS_DIFFER)
    monkeypatch.setattr(client, "send_file", None)
    assert watch(client, tmp_path, scheme).look() == 0
    assert names(tmp_path) == ["done/good.csv"]
    assert Submission.objects.count() == 1


def test_a_token_that_has_no_right_ends_it_and_keeps_the_file(
    scheme: Scheme, connect: Callable[..., Client], tmp_path: Path
) -> None:
    (tmp_path / "good.csv").write_text(f"{PARTICIPANTS}P1,2025-02-01,1\n")
    other = builders.programme_at_stage(5)
    with pytest.raises(problems.NotFound):
        watching.Watch(
            connect(scheme.user), tmp_path, programme=other.slug, kind="participants", settle=0, say=lambda words: None
        ).look()
    assert "sending/good.csv" in names(tmp_path)


@pytest.mark.usefixtures("at_leisure")
def test_the_command_is_killed_and_started_again(scheme: Scheme, live_server: object, tmp_path: Path) -> None:
    token = interface.token(scheme.user)[1]
    (tmp_path / "good.csv").write_text(f"{PARTICIPANTS}P1,2025-02-01,1\n")
    environment = os.environ | {
        "PYTHONPATH": str(Path(settings.BASE_DIR) / "clients" / "python"), "PBRMANAGER_TOKEN": token, "NO_PROXY": "*",
    }  # fmt: skip
    arguments = [
        sys.executable, "-m", "pbrmanager_client", "watch", str(tmp_path), "--address", str(live_server),
        "--programme", scheme.programme.slug, "--kind", "participants", "--settle", "0", "--every", "0.1", "--once",
    ]  # fmt: skip
    first = subprocess.Popen(arguments, env=environment, cwd=tmp_path, stderr=subprocess.PIPE)
    with first:
        for _attempt in range(600):
            if Submission.objects.exists() or first.poll() is not None:
                break
            time.sleep(0.1)
        with pytest.raises(watching.AlreadyWatched), watching.alone(tmp_path):
            pass
        first.send_signal(signal.SIGKILL)
    sent = Submission.objects.get()
    submissions.process(submission_id=sent.pk, at=builders.later(days=0), wait=True)
    second = subprocess.run(
        arguments, env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False
    )
    assert second.returncode == 0, second.stderr
    assert "1 accepted" in second.stderr
    assert names(tmp_path) == [".watched", "done/good.csv"]
    assert Submission.objects.get() == sent
