"""ClamAV as the scanner, against a small server that speaks as clamd does."""

import socket
import struct
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from outcomes import clamd
from outcomes.domain.scanner import ScannerAway


class Server:
    """Takes one file after another and answers each with `answer`."""

    def __init__(self) -> None:
        self.answer = b"stream: OK\0"
        self.received: list[bytes] = []
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.listening.getsockname()[1]}"
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def close(self) -> None:
        self.listening.shutdown(socket.SHUT_RDWR)
        self.thread.join()
        self.listening.close()

    def serve(self) -> None:
        while True:
            try:
                connection, _ = self.listening.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as stream:
                assert stream.read(10) == b"zINSTREAM\0"
                content = b""
                while (length := struct.unpack("!L", stream.read(4))[0]) > 0:
                    content += stream.read(length)
                self.received.append(content)
                connection.sendall(self.answer)


@pytest.fixture
def server(settings: Settings) -> Iterator[Server]:
    made = Server()
    settings.CLAMD_ADDRESS = made.address
    yield made
    if made.thread.is_alive():
        made.close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "letter"
    path.write_bytes(b"A letter " * 20_000)
    return path


def test_clamd_is_sent_the_whole_file_and_believed(server: Server, file: Path) -> None:
    assert clamd.scan(file) == ""
    assert server.received == [file.read_bytes()]
    server.answer = b"stream: Eicar-Signature FOUND\0"
    assert clamd.scan(file) == "Eicar-Signature"


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b""])
def test_what_clamd_did_not_judge_is_not_taken_for_clean(server: Server, file: Path, answer: bytes) -> None:
    server.answer = answer
    with pytest.raises(ScannerAway, match="did not judge the file"):
        clamd.scan(file)


def test_a_clamd_that_is_away_is_told_from_one_that_found_nothing(
    server: Server, file: Path, settings: Settings, tmp_path: Path
) -> None:
    server.close()
    with pytest.raises(ScannerAway, match="does not answer"):
        clamd.scan(file)
    settings.CLAMD_ADDRESS = str(tmp_path / "no.sock")
    with pytest.raises(ScannerAway, match="does not answer"):
        clamd.scan(file)
