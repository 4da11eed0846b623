"""One request after another: the token, the key, the tag, and sending again where that cannot do harm."""

from __future__ import annotations

import collections
import dataclasses
import random
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

import httpx

from pbrmanager_client import problems

AGAIN = {429, 502, 503, 504}
AS_BROWSER = {"Accept": "text/html"}
HERE = {"localhost", "127.0.0.1", "::1"}
REMEMBERED = 500


@dataclasses.dataclass(frozen=True)
class Patience:
    """How long to wait: for a connection and for each part of an answer, and how often to send again. Seconds."""

    connect: float = 10.0
    answer: float = 60.0
    attempts: int = 5
    first_pause: float = 0.5
    longest_pause: float = 90.0


@dataclasses.dataclass(frozen=True)
class Known:
    tag: str
    answer: Any


class Connection:
    """A connection to one PbR Manager for one caller, whom `headers` name. Not for several threads at once."""

    def __init__(
        self,
        address: str,
        headers: dict[str, str],
        *,
        patience: Patience,
        transport: httpx.BaseTransport | None,
        sleep: Callable[[float], None],
    ) -> None:
        where = httpx.URL(address)
        if where.scheme != "https" and where.host not in HERE:
            raise ValueError("Give an address that begins with https: what is secret would be read on the way.")
        self.patience = patience
        self._sleep = sleep
        self._known: collections.OrderedDict[str, Known] = collections.OrderedDict()
        self._http = httpx.Client(
            base_url=where,
            headers={"Accept": "application/json, application/problem+json", **headers},
            timeout=httpx.Timeout(patience.answer, connect=patience.connect),
            transport=transport,
        )

    def close(self) -> None:
        self._http.close()

    def get(self, path: str, parameters: dict[str, Any]) -> Any:
        """What stands at the address. If it has not changed since it was last read, nothing is sent but that."""
        request = self._http.build_request("GET", path, params=parameters)
        address = str(request.url)
        known = self._known.get(address)
        if known:
            request.headers["If-None-Match"] = known.tag
        response = self._answered(lambda: request)
        if response.status_code == 304 and known:
            self._known.move_to_end(address)
            return known.answer
        answer = self._json(response)
        if tag := response.headers.get("ETag"):
            self._known[address] = Known(tag, answer)
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        return answer

    def tag_of(self, path: str) -> str:
        """The tag of what was last read at the address. Raises `LookupError` where it was not read."""
        known = self._known.get(str(self._http.build_request("GET", path).url))
        if known is None:
            raise LookupError(f"Read {path} first, then change it only if it is as you read it.")
        return known.tag

    def post(self, path: str, body: dict[str, Any], *, key: str, if_tag: str = "") -> Any:
        """Carry something out, once for the key, however often it has to be sent."""
        headers = self._keyed(key) | ({"If-Match": if_tag} if if_tag else {}) | self._at_home()
        request = self._http.build_request("POST", path, json=body, headers=headers)
        return self._json(self._answered(lambda: request, headers["Idempotency-Key"]), headers["Idempotency-Key"])

    def post_file(self, path: str, parameters: dict[str, Any], file: IO[bytes], kind: str, *, key: str) -> Any:
        """Send the file as it is read from the disk, from its beginning each time."""
        headers = self._keyed(key) | {"Content-Type": kind}

        def request() -> httpx.Request:
            file.seek(0)
            return self._http.build_request("POST", path, params=parameters, content=file, headers=headers)

        return self._json(self._answered(request, headers["Idempotency-Key"]), headers["Idempotency-Key"])

    def sign_in(self, path: str, given: dict[str, str], second: str, code: Callable[[], str] | None) -> None:
        """Open a session as a browser does: the form of the page, then that of the second factor where one is asked."""
        self._answered(lambda: self._http.build_request("GET", path, headers=AS_BROWSER))
        answer = self._send_form(path, given)
        if code and answer.headers.get("Location", "").partition("?")[0].endswith(second):
            self._send_form(second, {"code": code()})
        self._http.headers["X-CSRFToken"] = self._csrf()

    def _send_form(self, path: str, given: dict[str, str]) -> httpx.Response:
        """Sent once only: an attempt to sign in counts, whatever comes of it."""
        sent = {"csrfmiddlewaretoken": self._csrf(), **given}
        try:
            return self._http.post(path, data=sent, headers=AS_BROWSER | {"Referer": str(self._http.base_url)})
        except httpx.TransportError as error:
            raise problems.Unreachable(f"No answer while signing in: {error}", "") from error

    def _csrf(self) -> str:
        return str(self._http.cookies.get("csrftoken", ""))

    def is_open(self, path: str) -> bool:
        """Whether whoever asks may read the address at all."""
        return self._answered(lambda: self._http.build_request("GET", path)).is_success

    def fetch(self, path: str, place: Path) -> None:
        """Write the file at the address to the disk as it arrives: whole under its name, or not at all."""
        response = self._answered(lambda: self._http.build_request("GET", path), stream=True)
        try:
            if not response.is_success:
                response.read()
                raise problems.of(response, "")
            part = place.with_name(f"{place.name}.part")
            try:
                with part.open("wb") as file:
                    for chunk in response.iter_bytes():
                        file.write(chunk)
                part.replace(place)
            except httpx.TransportError as error:
                raise problems.Unreachable(f"The file broke off: {error}", "") from error
            finally:
                part.unlink(missing_ok=True)
        finally:
            response.close()

    def _at_home(self) -> dict[str, str]:
        """In a session, where the request comes from: over TLS, the server asks for it."""
        return {"Referer": str(self._http.base_url)} if "X-CSRFToken" in self._http.headers else {}

    @staticmethod
    def _keyed(key: str) -> dict[str, str]:
        return {"Idempotency-Key": key or str(uuid.uuid4())}

    def _answered(self, request: Callable[[], httpx.Request], key: str = "", *, stream: bool = False) -> httpx.Response:
        """The answer, asked for again where none came or where the server was too busy to give one."""
        for attempt in range(1, self.patience.attempts + 1):
            last = attempt == self.patience.attempts
            try:
                response = self._http.send(request(), stream=stream)
            except (httpx.LocalProtocolError, httpx.UnsupportedProtocol) as error:
                raise problems.Unreachable(f"The request could not be sent: {error}", key) from error
            except httpx.TransportError as error:
                if last:
                    raise problems.Unreachable(f"No answer after {attempt} attempts: {error}", key) from error
                pause = self._pause(attempt)
            else:
                pause = self._pause(attempt, response.headers.get("Retry-After", ""))
                if response.status_code not in AGAIN or last or pause > self.patience.longest_pause:
                    return response
                response.close()
            self._sleep(pause)
        raise AssertionError("The last attempt returns or raises.")

    def _pause(self, attempt: int, asked: str = "") -> float:
        """As long as the server asks; otherwise longer each time, and never the same as others wait."""
        if asked.isascii() and asked.isdecimal():
            return float(asked)
        longest: float = min(self.patience.first_pause * 2 ** (attempt - 1), self.patience.longest_pause)
        return longest * (0.5 + random.random() / 2)  # noqa: S311 - nothing is kept secret by it

    @staticmethod
    def _json(response: httpx.Response, key: str = "") -> Any:
        if not response.is_success:
            raise problems.of(response, key)
        try:
            return response.json()
        except ValueError as error:
            raise problems.NotUnderstood(f"{response.request.url} did not answer with JSON.") from error
