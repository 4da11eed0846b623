"""Bodies that break off, and bodies whose length nobody has said, as the server hands them over."""

import io
import json
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.test import override_settings

from outcomes.models import Submission
from pbrmanager import bodies
from tests import interface
from tests.kept import kept
from tests.outcomes import scheme as schemes
from tests.outcomes.scheme import Scheme

ROWS = b"participant,started_on\n" + b"".join(b"P%d,2025-02-01\n" % number for number in range(100))


class Wire:
    """What a server hands over: at most so many bytes at once, and in the end nothing."""

    def __init__(self, sent: bytes, at_once: int = 64) -> None:
        self.sent = io.BytesIO(sent)
        self.at_once = at_once

    def read(self, size: int, /) -> bytes:
        return self.sent.read(min(size, self.at_once))


def seen(environ: dict[str, Any], *, most_in_memory: int = 100, most: int = 5000) -> tuple[str, bytes]:
    """The length and the body that the application sees."""
    found: list[Any] = []

    def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        found.append(environ.get("CONTENT_LENGTH", ""))
        found.append(b"".join(iter(lambda: environ["wsgi.input"].read(1000), b"")))
        return []

    bodies.whole(app, most_in_memory=most_in_memory, most=most)(environ, lambda *_: None)
    return found[0], found[1]


def chunked(sent: bytes) -> dict[str, Any]:
    return {"wsgi.input": Wire(sent), "wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}


def test_a_body_that_is_whole_is_handed_on_as_it_is() -> None:
    assert seen({"wsgi.input": Wire(ROWS), "CONTENT_LENGTH": str(len(ROWS))}) == (str(len(ROWS)), ROWS)
    assert seen({"wsgi.input": Wire(b""), "CONTENT_LENGTH": ""}) == ("", b"")
    assert seen({"wsgi.input": Wire(b""), "CONTENT_LENGTH": "0"}) == ("0", b"")


def test_a_body_that_breaks_off_is_not_taken_for_a_whole_one() -> None:
    with pytest.raises(bodies.CutOff, match="10 bytes"):
        seen({"wsgi.input": Wire(ROWS[:-10]), "CONTENT_LENGTH": str(len(ROWS))})


def test_a_body_in_chunks_is_given_its_length_where_it_is_short_and_goes_on_arriving_where_it_is_long() -> None:
    assert seen(chunked(b"x" * 99)) == ("99", b"x" * 99)
    assert seen(chunked(b"x" * 100)) == ("100", b"x" * 100)
    assert seen(chunked(b"x" * 101)) == ("5000", b"x" * 101)
    assert seen(chunked(ROWS)) == ("5000", ROWS)


def test_what_a_server_does_not_take_out_of_its_chunks_is_left_alone() -> None:
    assert seen({"wsgi.input": Wire(b""), "HTTP_TRANSFER_ENCODING": "chunked"}) == ("", b"")


def answered(caller: interface.Caller, path: str, kind: str, **environ: Any) -> tuple[int, dict[str, Any]]:
    """What the whole application answers to a request of the caller, whose body arrives like this."""
    given = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in caller.headers.items()}
    request = {
        "REQUEST_METHOD": "POST", "PATH_INFO": f"/api/v1/{path.partition('?')[0]}",
        "QUERY_STRING": path.partition("?")[2], "SERVER_NAME": "localhost", "SERVER_PORT": "80",
        "wsgi.url_scheme": "http", "wsgi.errors": io.StringIO(), "CONTENT_TYPE": kind,
        "HTTP_IDEMPOTENCY_KEY": "one-key", **given, **environ,
    }  # fmt: skip
    status: list[int] = []

    def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        response = WSGIHandler().get_response(WSGIRequest(environ))
        start_response(response.status_code)
        return response

    body = b"".join(bodies.whole(app, most_in_memory=200, most=10_000)(request, status.append))
    return status[0], json.loads(body)


@pytest.fixture
@kept
def scheme() -> Scheme:
    return schemes.scheme()


@pytest.fixture
def system(scheme: Scheme) -> interface.Caller:
    return interface.system_of(scheme.user)


@pytest.mark.django_db
def test_half_of_a_file_is_not_taken_and_its_key_stays_free(scheme: Scheme, system: interface.Caller) -> None:
    path = f"programmes/{scheme.programme.slug}/submissions/?kind=participants"
    length = {"CONTENT_LENGTH": str(len(ROWS))}
    status, said = answered(system, path, "text/csv", **length, **{"wsgi.input": Wire(ROWS[: len(ROWS) // 2])})
    assert (status, said["code"]) == (400, "cut_off")
    assert "same Idempotency-Key" in said["detail"]
    assert not Submission.objects.exists()
    status, said = answered(system, path, "text/csv", **length, **{"wsgi.input": Wire(ROWS)})
    assert (status, said["size"]) == (202, len(ROWS))


@pytest.mark.django_db
def test_a_file_and_json_in_chunks_are_read_to_their_end(scheme: Scheme, system: interface.Caller) -> None:
    path = f"programmes/{scheme.programme.slug}/submissions/?kind=participants"
    status, said = answered(system, path, "text/csv", **chunked(ROWS))
    assert (status, said["size"]) == (202, len(ROWS))
    sent = json.dumps({"participant": "P1", "outcome": "job_outcome", "achieved_on": "2025-03-01"}).encode()
    claims = f"programmes/{scheme.programme.slug}/claims/"
    status, said = answered(system, claims, "application/json", HTTP_IDEMPOTENCY_KEY="other", **chunked(sent))
    assert (status, said["errors"][0]["code"]) == (422, "unknown_participant")


@pytest.mark.django_db
def test_a_file_in_chunks_that_is_too_large_is_refused(scheme: Scheme, system: interface.Caller) -> None:
    path = f"programmes/{scheme.programme.slug}/submissions/?kind=participants"
    with override_settings(MAX_SUBMISSION_BYTES=1000):
        status, said = answered(system, path, "text/csv", **chunked(ROWS))
    assert (status, said["code"]) == (413, "too_large")
