"""A system on this machine that takes webhooks, as those do who are told."""

import contextlib
import dataclasses
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.notifications import serving


@dataclasses.dataclass(frozen=True)
class Taken:
    headers: dict[str, str]
    body: bytes
    status: int

    @property
    def uid(self) -> str:
        return self.headers["webhook-id"]


class Receiver:
    """`taken` is everything that came, in order, with what it was answered."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}/hooks"
        self.taken: list[Taken] = []

    def accepted(self) -> list[str]:
        """The ids that were answered with success, as often as they were."""
        return [one.uid for one in self.taken if one.status < 300]


@contextlib.contextmanager
def listening(answer: Callable[[int], int] = lambda _number: 204, said: bytes = b"") -> Iterator[Receiver]:
    """A receiver that answers the webhook of that number (from 1) with the status that `answer` gives.

    Whatever it does not take, it answers with what is `said`.
    """

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            status = answer(len(receiver.taken) + 1)
            sent = {name.lower(): value for name, value in self.headers.items()}
            receiver.taken.append(Taken(sent, body, status))
            self.send_response(status)
            words = said if status >= 400 else b""
            self.send_header("content-length", str(len(words)))
            if status == 302:
                self.send_header("location", receiver.url)
            if status == 429:
                self.send_header("retry-after", "600")
            self.end_headers()
            self.wfile.write(words)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receiver = Receiver(server.server_address[1])
    with serving.beside(server):
        yield receiver
