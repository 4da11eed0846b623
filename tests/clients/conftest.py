"""The client of Python against a server that runs: nothing between them is made up but the loss of answers."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from accounts.models import User
from outcomes.actions import submissions
from pbrmanager_client import Client
from tests import interface
from tests.outcomes import scheme as schemes
from tests.outcomes.scheme import Scheme

if TYPE_CHECKING:
    from pytest_django.live_server_helper import LiveServer

PARTICIPANTS = "participant,started_on,group\n"


class Line(httpx.HTTPTransport):
    """A line to the server on which some answers are lost after the server has given them."""

    def __init__(self, lost: int = 0) -> None:
        super().__init__()
        self.lost = lost
        self.requests: list[httpx.Request] = []
        self.statuses: list[int] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        response = super().handle_request(request)
        response.read()
        self.statuses.append(response.status_code)
        if self.lost:
            self.lost -= 1
            raise httpx.ReadError("The line went dead.", request=request)
        return response


@pytest.fixture
def scheme(transactional_db: None) -> Scheme:
    return schemes.scheme()


@pytest.fixture
def connect(live_server: "LiveServer") -> "Iterator[Callable[..., Client]]":
    """A client that acts with the roles of the person."""
    made: list[Client] = []

    def connect(person: User, line: Line | None = None, sleep: Any = lambda seconds: None) -> Client:
        _token, text = interface.token(person)
        made.append(Client(live_server.url, text, transport=line or Line(), sleep=sleep))
        return made[-1]

    yield connect
    for client in made:
        client.close()


@pytest.fixture
def at_leisure(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files wait until the test works on them."""
    monkeypatch.setattr(submissions, "enqueue", lambda submission: None)


@pytest.fixture
def participants(tmp_path: Path) -> Path:
    """A file with a row that is right, and one that is not."""
    file = tmp_path / "participants.csv"
    file.write_text(f"{PARTICIPANTS}P1,2025-02-01,1\nP2,someday,1\n")
    return file
