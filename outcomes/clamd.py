"""ClamAV as the virus scanner: VIRUS_SCANNER=outcomes.clamd.scan asks clamd at CLAMD_ADDRESS.

The file is sent to clamd over its socket (the command INSTREAM), so that clamd needs no right to read the store and may
run on another machine. See clamd(8).
"""

import socket
import struct
from pathlib import Path

from django.conf import settings

from outcomes.domain.scanner import ScannerAway

CHUNK = 64 * 1024
SECONDS = 60
LONGEST_ANSWER = 4096


def scan(path: Path) -> str:
    """The name of the virus that clamd found in the file, or "". Raises `ScannerAway` when it did not judge it."""
    try:
        with _connection() as connection:
            _send(connection, path)
            said = _answer(connection)
    except OSError as error:
        raise ScannerAway(f"clamd at {settings.CLAMD_ADDRESS} does not answer: {error}") from error
    verdict = said.partition(": ")[2]
    if verdict == "OK":
        return ""
    if verdict.endswith(" FOUND"):
        return verdict.removesuffix(" FOUND")
    raise ScannerAway(f"clamd at {settings.CLAMD_ADDRESS} did not judge the file: {said or 'no answer'}")


def _connection() -> socket.socket:
    """A connection to the socket file, or to host:port."""
    address = settings.CLAMD_ADDRESS
    if "/" not in address and ":" in address:
        host, _, port = address.rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), timeout=SECONDS)
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(SECONDS)
    try:
        connection.connect(address)
    except OSError:
        connection.close()
        raise
    return connection


def _send(connection: socket.socket, path: Path) -> None:
    """The file in chunks, each after its length in four bytes; a chunk of none ends it."""
    connection.sendall(b"zINSTREAM\0")
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            connection.sendall(struct.pack("!L", len(chunk)) + chunk)
    connection.sendall(struct.pack("!L", 0))


def _answer(connection: socket.socket) -> str:
    said = b""
    while b"\0" not in said and len(said) < LONGEST_ANSWER:
        chunk = connection.recv(LONGEST_ANSWER)
        if not chunk:
            break
        said += chunk
    return said.partition(b"\0")[0].decode(errors="replace").strip()
