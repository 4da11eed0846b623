"""Sends one webhook over the network: to a checked public address, without redirects, within a few seconds.

The name is looked up once and the connection goes to the number that was checked, so that a name which leads elsewhere
a moment later gains nothing. Certificates are checked against the name.
"""

import dataclasses
import functools
import socket
import ssl
import time
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import httpcore
from django.conf import settings

from notifications.domain import targets
from notifications.models import Attempt

SECONDS = 10.0
Outcome = Attempt.Outcome


class NotPublic(Exception):
    """The name of the endpoint leads to an address inside."""


@dataclasses.dataclass(frozen=True)
class Answer:
    """What became of an attempt. `wait` is what the receiver asked for, if it did."""

    outcome: Attempt.Outcome
    status: int | None
    took_ms: int
    wait: timedelta | None = None

    @property
    def was_reached(self) -> bool:
        return self.status is not None


class _Timed(httpcore.NetworkStream):
    """A connection that ends at a moment, however slowly the other side speaks."""

    def __init__(self, stream: httpcore.NetworkStream, until: float) -> None:
        self._stream = stream
        self._until = until

    def _left(self) -> float:
        left = self._until - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the time is over")
        return left

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Timed(self._stream.start_tls(ssl_context, server_hostname, self._left()), self._until)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _Checked(httpcore.NetworkBackend):
    """Connects to public addresses only: every address of the name is checked, and one of them is connected to."""

    def __init__(self, until: float) -> None:
        self._until = until
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        found = addresses(host, port)
        left = self._until - time.monotonic()
        if left <= 0:
            raise httpcore.ConnectTimeout("the time is over")
        return _Timed(self._plain.connect_tcp(found[0], port, left), self._until)


def addresses(host: str, port: int) -> list[str]:
    """The numbers of the name; raises `NotPublic` when any of them is not one of the public internet."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise httpcore.ConnectError(str(error)) from error
    numbers = [str(one[4][0]) for one in found]
    if not numbers or not all(targets.is_public(number, loopback=settings.WEBHOOK_LOOPBACK) for number in numbers):
        raise NotPublic(host)
    return numbers


@functools.cache
def _certificates() -> ssl.SSLContext:
    """The authorities that are trusted, read once: that takes longer than a webhook."""
    return ssl.create_default_context()


def post(url: str, body: bytes, headers: dict[str, str]) -> Answer:
    """Send it, and say what became of it. Never raises for what the other side does."""
    begun = time.monotonic()

    def answer(outcome: Attempt.Outcome, status: int | None = None, wait: timedelta | None = None) -> Answer:
        return Answer(outcome, status, int((time.monotonic() - begun) * 1000), wait)

    if targets.problem(url, secure_only=settings.PRODUCTION, loopback=settings.WEBHOOK_LOOPBACK):
        return answer(Outcome.FORBIDDEN)
    try:
        status, wait = _exchange(url, body, headers, begun + SECONDS)
    except NotPublic:
        return answer(Outcome.FORBIDDEN)
    except httpcore.TimeoutException:
        return answer(Outcome.SILENT)
    except (httpcore.NetworkError, httpcore.ProtocolError, ssl.SSLError, OSError):
        return answer(Outcome.UNREACHABLE)
    if 200 <= status < 300:
        return answer(Outcome.TAKEN, status)
    return answer(Outcome.REDIRECT if 300 <= status < 400 else Outcome.REFUSED, status, wait)


def _exchange(url: str, body: bytes, headers: dict[str, str], until: float) -> tuple[int, timedelta | None]:
    """The number of the answer, and how long the receiver asked to be left alone."""
    sent = {"content-type": "application/json", "user-agent": "PbR-Manager-Webhooks/1", "connection": "close"} | headers
    limits = {"connect": SECONDS, "read": SECONDS, "write": SECONDS, "pool": SECONDS}
    with (
        httpcore.ConnectionPool(network_backend=_Checked(until), ssl_context=_certificates()) as pool,
        pool.stream("POST", url, headers=list(sent.items()), content=body, extensions={"timeout": limits}) as response,
    ):
        return response.status, _asked(response.headers)


def _asked(headers: Iterable[tuple[bytes, bytes]]) -> timedelta | None:
    for name, value in headers:
        if name.lower() == b"retry-after" and value.isdigit():
            return timedelta(seconds=min(int(value[:9]), 86_400))
    return None
