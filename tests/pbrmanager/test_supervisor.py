"""The supervisor, as a person meets it: it starts everything, restarts what dies, stops all, or says why it cannot."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings

from pbrmanager import embedded, supervisor

pytestmark = pytest.mark.slow


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(condition: Callable[[], bool], *, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.2)
    return condition()


def processes_of(folder: Path) -> dict[int, str]:
    """Every process started on this data folder, with its command line: found by its arguments or its environment."""
    found = {}
    for process in Path("/proc").iterdir():
        if not process.name.isdigit() or int(process.name) == os.getpid():
            continue
        try:
            command = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            environment = (process / "environ").read_bytes().decode(errors="replace")
        except OSError:
            continue
        if command and (str(folder) in command or f"DATA_DIR={folder}\0" in environment):
            found[int(process.name)] = command
    return found


class Product:
    """`manage.py up` on a data folder of its own."""

    def __init__(self, folder: Path, port: int, output_file: Path) -> None:
        self.folder = folder
        self.output = output_file
        self.address = f"http://127.0.0.1:{port}/"
        variables = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "BROKER_URL"}}
        with self.output.open("wb") as output:
            self.process: subprocess.Popen[bytes] = subprocess.Popen(
                [sys.executable, "manage.py", "up", "--port", str(port)],
                cwd=settings.BASE_DIR,
                env={**variables, "DATA_DIR": str(folder), "BIND_HOST": "127.0.0.1"},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def said(self) -> str:
        return self.output.read_text()

    def ready(self) -> bool:
        return supervisor.readiness(self.address)[0]

    def children(self, word: str) -> list[int]:
        """Processes whose parent is the supervisor and whose command holds the word."""
        return [
            number
            for number, command in processes_of(self.folder).items()
            if word in command and parent_of(number) == self.process.pid
        ]


def parent_of(number: int) -> int:
    try:
        status = Path(f"/proc/{number}/status").read_text()
    except OSError:
        return 0
    return int(re.findall(r"^PPid:\t(\d+)", status, re.MULTILINE)[0])


@pytest.fixture
def start(folder: Path) -> Iterator[Callable[..., Product]]:
    started: list[Product] = []

    def start(port: int, data: Path | None = None) -> Product:
        product = Product(data or folder / "data", port, folder / f"output-{len(started)}")
        started.append(product)
        return product

    yield start
    for product in started:
        for number in [product.process.pid, *processes_of(product.folder)]:
            try:
                os.kill(number, signal.SIGKILL)
            except ProcessLookupError:
                continue
        product.process.wait()
        server = embedded.EmbeddedPostgres(product.folder / "pg18")
        if not server.root.is_relative_to(folder):  # laid elsewhere, because this checkout is out of reach
            shutil.rmtree(server.root.parent, ignore_errors=True)


def test_starts_everything_restarts_what_dies_and_stops_all(start: Callable[..., Product]) -> None:
    product = start(free_port())
    assert until(lambda: "is ready at" in product.said(), seconds=150), product.said()
    assert product.ready()

    refused = start(free_port())
    assert refused.process.wait(60) == 2
    assert "already runs on the folder" in refused.said()

    for name, word in (("web", "gunicorn"), ("worker", " worker "), ("beat", " beat ")):
        kill_and_wait_for_another(product, name, word)
    assert until(product.ready, seconds=60), product.said()

    product.process.send_signal(signal.SIGTERM)
    assert product.process.wait(60) == 0
    assert until(lambda: processes_of(product.folder) == {}, seconds=60), processes_of(product.folder)
    assert product.said().rstrip().endswith("Stopped.")


def kill_and_wait_for_another(product: Product, name: str, word: str) -> None:
    [before] = product.children(word)
    os.killpg(before, signal.SIGKILL)
    sentence = f"The {name} process was ended by signal 9; starting it again in 1 s"
    assert until(lambda: sentence in product.said(), seconds=60), product.said()
    assert until(lambda: product.children(word) not in ([], [before]), seconds=60), product.said()


def test_nothing_is_left_running_when_the_supervisor_itself_is_killed(start: Callable[..., Product]) -> None:
    product = start(free_port())
    assert until(lambda: len(product.children("gunicorn")) == 1, seconds=120), product.said()
    product.process.kill()
    product.process.wait()

    def left() -> dict[int, str]:
        return {n: command for n, command in processes_of(product.folder).items() if "pginstall" not in command}

    assert until(lambda: left() == {}, seconds=30), left()


def test_a_taken_port_is_refused_in_one_sentence(start: Callable[..., Product]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        product = start(port)
        assert product.process.wait(60) == 2
    [line] = product.said().splitlines()
    assert re.fullmatch(
        rf"CommandError: Port {port} on 127\.0\.0\.1 cannot be used \(Address already in use\); "
        rf"stop what listens there, or choose another port, for example: make demo PORT={port + 1}",
        line,
    )


def test_a_folder_that_cannot_be_written_is_refused_in_one_sentence(
    start: Callable[..., Product], folder: Path
) -> None:
    (folder / "file").write_text("in the way")
    product = start(free_port(), folder / "file" / "data")
    assert product.process.wait(60) == 2
    [line] = product.said().splitlines()
    assert "cannot be written (Not a directory); make it writable, or set DATA_DIR to one that is." in line


def test_what_is_no_port_is_refused() -> None:
    answer = subprocess.run(
        [sys.executable, "manage.py", "up", "--port", "eighty"],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 2
    assert "PORT=eighty is no port; choose a number from 1 to 65535." in answer.stderr


def test_a_log_that_grew_too_long_is_set_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "LARGEST_LOG", 10)
    service = supervisor.Service("web", ("true",), 1)
    running = supervisor.Running(service, logs=tmp_path, folder=tmp_path, say=lambda words: None)
    running.log.write_text("more than ten bytes")
    running.keep_log_small()
    assert running.log.read_text() == ""
    assert (tmp_path / "web.log.1").read_text() == "more than ten bytes"


def test_a_service_that_keeps_dying_is_started_ever_later(tmp_path: Path) -> None:
    said: list[str] = []
    service = supervisor.Service("worker", (sys.executable, "-c", "raise SystemExit(3)"), 1)
    running = supervisor.Running(service, logs=tmp_path, folder=tmp_path, say=said.append)
    for _ in range(3):
        running.start()
        assert running.process is not None
        running.process.wait()
        running.watch()
    waits = [re.findall(r"ended with code 3; starting it again in (\d+) s", words)[0] for words in said]
    assert waits == ["1", "2", "4"]
