"""Bodies of requests before Django reads them, so that half of a file is never taken for the whole.

Django takes a body that ends too soon for one that is complete, and one whose length nobody has said for an empty one.
A connection that breaks in the middle of a file would leave the first half of its rows behind, under the key of the
whole file; and a client that sends as it goes would be told that its file is empty.
"""

import io
from collections.abc import Callable, Iterable
from typing import Any, Protocol

Environ = dict[str, Any]
App = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


class Arriving(Protocol):
    """What the server hands over of a body as it arrives."""

    def read(self, size: int, /) -> bytes: ...


class CutOff(OSError):
    """The connection broke before the whole body had arrived."""


class Whole(io.RawIOBase):
    """A body of so many bytes. Raises `CutOff` where fewer arrive."""

    def __init__(self, arriving: Arriving, length: int) -> None:
        self.arriving = arriving
        self.left = length

    def read(self, size: int = -1, /) -> bytes:
        wanted = self.left if size < 0 else min(size, self.left)
        if not wanted:
            return b""
        found = self.arriving.read(wanted)
        if not found:
            raise CutOff(f"{self.left:,} bytes of the body have not arrived.")
        self.left -= len(found)
        return found


class Joined(io.RawIOBase):
    """What has been read of a body already, and then the rest of it."""

    def __init__(self, first: bytes, rest: Arriving) -> None:
        self.first = io.BytesIO(first)
        self.rest = rest

    def read(self, size: int = -1, /) -> bytes:
        return self.first.read(size) or self.rest.read(size)


def whole(app: App, *, most_in_memory: int, most: int) -> App:
    """The application, which is given every body whole or not at all, and with its length.

    A body that comes in chunks is read up to `most_in_memory` bytes before the application begins, which tells the
    length of all but files. A longer one goes on arriving while it is read, and has `most` bytes at the most.
    """

    def application(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ.get("CONTENT_LENGTH"):
            environ["wsgi.input"] = Whole(environ["wsgi.input"], _number(environ["CONTENT_LENGTH"]))
        elif environ.get("wsgi.input_terminated") and environ.get("HTTP_TRANSFER_ENCODING"):
            _measure(environ, most_in_memory, most)
        return app(environ, start_response)

    return application


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0


def _measure(environ: Environ, most_in_memory: int, most: int) -> None:
    """Give the body a length: its own, where it is short, otherwise the most that it can have."""
    arriving: Arriving = environ["wsgi.input"]
    first = b""
    while len(first) <= most_in_memory and (found := arriving.read(most_in_memory + 1 - len(first))):
        first += found
    is_all = len(first) <= most_in_memory
    environ["wsgi.input"] = io.BytesIO(first) if is_all else Joined(first, arriving)
    environ["CONTENT_LENGTH"] = str(len(first) if is_all else most)
