"""Webhooks on their way: taken, sent again, given up, paused; and nowhere but to public addresses."""

import dataclasses
import socket
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from accounts.models import AuditEntry, User
from notifications import sending
from notifications.actions import deliveries, endpoints, events, mails
from notifications.actions import webhooks as queue
from notifications.domain import kinds, retries
from notifications.models import Attempt, Delivery, Endpoint, Notice
from notifications.sending import Answer
from pbrmanager_client import webhooks as client
from tests import builders
from tests.notifications import receivers

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
Outcome = Attempt.Outcome
TAKEN = Answer(Outcome.TAKEN, 204, 3)
REFUSED = Answer(Outcome.REFUSED, 500, 3)
SILENT = Answer(Outcome.SILENT, None, 10_000)


@pytest.fixture(autouse=True)
def _may_go_to_this_machine(settings: "Settings") -> None:
    settings.WEBHOOK_LOOPBACK = True


def made(url: str = "https://hooks.example.org/pbr", by: User | None = None) -> tuple[Endpoint, str]:
    return endpoints.make(
        organisation=builders.organisation(), purpose="Case management", url=url, kinds=list(kinds.BY_CODE),
        programmes=["a"], by=by or builders.system(), at=NOON,
    )  # fmt: skip


def queued(endpoint: Endpoint, count: int = 1) -> list[str]:
    """So many events in the queue of the endpoint; their ids."""
    found = [
        events.record(
            kind=kinds.FINDING_OPENED, programme="a", data={"finding": number}, path=f"/programmes/a/{number}/",
            by=builders.system(), at=NOON,
        )
        for number in range(1, count + 1)
    ]  # fmt: skip
    queue.queue([(endpoint, event) for event in found], NOON)
    return [event.uid for event in found]


@dataclasses.dataclass
class Wire:
    """A network that answers as it is told, and remembers what was sent."""

    answers: list[Answer]
    sent: list[tuple[str, bytes, dict[str, str]]] = dataclasses.field(default_factory=list)

    def __call__(self, url: str, body: bytes, headers: dict[str, str]) -> Answer:
        self.sent.append((url, body, headers))
        return self.answers[min(len(self.sent), len(self.answers)) - 1]


def send(*answers: Answer, at: datetime = NOON) -> Wire:
    wire = Wire(list(answers))
    deliveries.send_due(by=builders.system(), at=at, post=wire)
    return wire


def test_a_thousand_webhooks_reach_a_receiver_that_fails_a_third_of_the_time_once_each() -> None:
    """And in the middle the sender dies: what it had not yet sent goes out afterwards."""
    with receivers.listening(lambda number: 503 if number % 3 == 0 else 200) as receiver:
        endpoint, secret = made(receiver.url)
        uids = queued(endpoint, 1_000)
        killed = _dies_after(300)
        with pytest.raises(KeyboardInterrupt):
            deliveries.send_due(by=builders.system(), at=NOON, post=killed)
        at = NOON
        for _round in range(retries.MOST_ATTEMPTS):
            deliveries.send_due(by=builders.system(), at=at)
            at += timedelta(days=1, hours=6)
    assert sorted(receiver.accepted()) == sorted(uids)
    assert len(receiver.taken) > 1_400
    assert Delivery.objects.filter(state=Delivery.State.DELIVERED).count() == 1_000
    first = receiver.taken[0]
    event = client.verify(secret, first.headers, first.body)
    assert event["type"] == "finding.opened"
    assert event["data"]["link"].endswith(f"/programmes/a/{event['data']['finding']}/")


def _dies_after(count: int) -> Any:
    """A sender that is killed once it has sent so many."""
    left = [count]

    def post(url: str, body: bytes, headers: dict[str, str]) -> Answer:
        if not left[0]:
            raise KeyboardInterrupt
        left[0] -= 1
        return sending.post(url, body, headers)

    return post


def test_what_was_taken_is_not_sent_again() -> None:
    endpoint, _secret = made()
    queued(endpoint)
    assert len(send(TAKEN).sent) == 1
    assert not send(TAKEN, at=NOON + timedelta(days=9)).sent


def test_what_was_refused_is_sent_again_with_the_same_id_and_body_until_it_is_given_up() -> None:
    endpoint, _secret = made()
    (uid,) = queued(endpoint)
    at, ids, bodies = NOON, [], set()
    Endpoint.objects.update(failing_since=None)
    while (delivery := Delivery.objects.get()).state == Delivery.State.WAITING:
        Endpoint.objects.update(failing_since=None)
        assert delivery.next_at is not None
        at = delivery.next_at
        wire = send(REFUSED, at=at)
        ids += [headers["webhook-id"] for _url, _body, headers in wire.sent]
        bodies |= {body for _url, body, _headers in wire.sent}
    assert delivery.state == Delivery.State.DEAD
    assert ids == [uid] * retries.MOST_ATTEMPTS
    assert len(bodies) == 1
    assert Attempt.objects.count() == retries.MOST_ATTEMPTS
    assert timedelta(days=2) < at - NOON < timedelta(days=5)
    endpoints.replay(endpoint=endpoint, by=builders.system(), at=at)
    assert len(send(TAKEN, at=at).sent) == 1
    assert Delivery.objects.get().state == Delivery.State.DELIVERED
    assert Attempt.objects.count() == retries.MOST_ATTEMPTS + 1


def test_one_that_was_delivered_can_be_sent_again_when_somebody_asks() -> None:
    endpoint, _secret = made()
    queued(endpoint, 2)
    send(TAKEN)
    one = Delivery.objects.earliest("pk")
    assert endpoints.replay(endpoint=endpoint, delivery=one, by=builders.system(), at=NOON) == 1
    with pytest.raises(endpoints.EndpointRefused, match="nothing to send again"):
        endpoints.replay(endpoint=endpoint, delivery=one, by=builders.system(), at=NOON)
    (sent,) = send(TAKEN).sent
    assert sent[2]["webhook-id"] == one.event.uid
    assert AuditEntry.objects.filter(action="notifications.endpoint.replay").count() == 1


def test_an_endpoint_that_does_not_answer_is_left_alone_for_a_while_and_holds_up_no_other() -> None:
    deaf, _secret = made()
    other, _secret = made("https://other.example.org/")
    queued(deaf, 5)
    queued(other, 3)
    wire = Wire([])
    wire.answers = [SILENT, SILENT, TAKEN]
    deliveries.send_due(by=builders.system(), at=NOON, post=wire)
    urls = [url for url, _body, _headers in wire.sent]
    assert urls == [deaf.url] * 2 + [other.url] * 3
    assert not send(TAKEN, at=NOON + timedelta(seconds=5)).sent
    assert len(send(TAKEN, at=NOON + timedelta(minutes=2)).sent) == 5
    deaf.refresh_from_db()
    assert deaf.failing_since is None


def test_an_endpoint_that_takes_nothing_for_three_days_is_paused_and_takes_what_waited_when_resumed() -> None:
    endpoint, _secret = made()
    queued(endpoint, 2)
    send(REFUSED)
    send(REFUSED, at=NOON + timedelta(days=3, minutes=1))
    endpoint.refresh_from_db()
    assert endpoint.paused_because == "It has taken nothing for 3 days."
    late = NOON + timedelta(days=9)
    assert not send(TAKEN, at=late).sent
    endpoints.resume(endpoint=endpoint, by=builders.system(), at=late)
    assert len(send(TAKEN, at=late).sent) == 2


def test_an_endpoint_that_says_it_is_gone_is_paused_at_once() -> None:
    endpoint, _secret = made()
    queued(endpoint, 3)
    assert len(send(Answer(Outcome.REFUSED, 410, 2)).sent) == 1
    endpoint.refresh_from_db()
    assert "410" in endpoint.paused_because


@pytest.mark.parametrize(
    ("answer", "later", "because"),
    [
        (REFUSED, timedelta(days=3, minutes=1), "It has taken nothing for 3 days."),
        (SILENT, timedelta(days=3, minutes=1), "It has taken nothing for 3 days."),
        (Answer(Outcome.REFUSED, 410, 2), timedelta(0), "It answered that it is gone for good (410)."),
    ],
)
def test_whoever_set_an_endpoint_up_is_told_once_that_it_is_paused_and_where_to_look(
    answer: Answer, later: timedelta, because: str, mailoutbox: list[Any]
) -> None:
    owner = builders.user()
    endpoint, _secret = made(by=owner)
    queued(endpoint, 3)
    for at in (NOON, NOON + later, NOON + later + timedelta(days=1)):
        send(answer, at=at)
    notice = Notice.objects.get(user=owner)
    assert notice.title == f"The webhook “{endpoint}” is paused. {because}"
    assert notice.path.endswith(f"/{endpoint.pk}/")
    mails.write_due(at=NOON)
    mails.send_due(at=NOON)
    assert [mail.subject for mail in mailoutbox] == [f"PbR Manager: A webhook of {endpoint.organisation} is paused"]
    assert "hooks.example.org" not in mailoutbox[0].body


def test_for_a_day_after_a_change_both_secrets_sign() -> None:
    endpoint, old = made()
    new = endpoints.change_secret(endpoint=endpoint, by=builders.system(), at=NOON)
    queued(endpoint)
    ((_url, body, headers),) = send(TAKEN).sent
    assert client.verify(old, headers, body) == client.verify(new, headers, body)
    queued(endpoint)
    ((_url, body, headers),) = send(TAKEN, at=NOON + timedelta(days=2)).sent
    assert client.verify(new, headers, body)
    with pytest.raises(client.NotGenuine):
        client.verify(old, headers, body)


def test_secrets_are_not_readable_in_the_database_and_with_another_key_nothing_is_sent(settings: "Settings") -> None:
    endpoint, secret = made()
    assert secret.encode() not in bytes(Endpoint.objects.get().secret)
    queued(endpoint)
    settings.WEBHOOK_KEY = "another key"
    assert not send(TAKEN).sent
    assert Attempt.objects.get().outcome == Outcome.UNSIGNED


@pytest.mark.parametrize(("status", "outcome"), [(302, Outcome.REDIRECT), (404, Outcome.REFUSED), (200, Outcome.TAKEN)])
def test_what_the_receiver_answers_is_kept_and_redirects_are_not_followed(status: int, outcome: str) -> None:
    with receivers.listening(lambda _number: status) as receiver:
        answer = sending.post(receiver.url, b"{}", {"webhook-id": "msg_1"})
    assert (answer.status, answer.outcome) == (status, outcome)
    assert len(receiver.taken) == 1


def test_a_receiver_that_asks_for_patience_gets_it() -> None:
    with receivers.listening(lambda _number: 429) as receiver:
        assert sending.post(receiver.url, b"{}", {"webhook-id": "m"}).wait == timedelta(minutes=10)


def test_a_name_that_leads_inside_is_not_connected_to(settings: "Settings", monkeypatch: pytest.MonkeyPatch) -> None:
    settings.WEBHOOK_LOOPBACK = False
    with receivers.listening() as receiver:
        assert sending.post(receiver.url, b"{}", {}).outcome == Outcome.FORBIDDEN
        port = int(receiver.url.split(":")[2].split("/")[0])
        both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in ("93.184.215.14", "127.0.0.1")]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_named: both)
        assert sending.post(f"http://rebinding.example:{port}/", b"{}", {}).outcome == Outcome.FORBIDDEN
    assert not receiver.taken


def test_the_connection_goes_to_the_address_that_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that leads elsewhere when it is asked a second time gains nothing: it is asked once."""
    asked = []

    def lookup(host: str, port: int, *_args: object, **_named: object) -> list[Any]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    with receivers.listening() as receiver:
        port = int(receiver.url.split(":")[2].split("/")[0])
        monkeypatch.setattr(socket, "getaddrinfo", lookup)
        assert sending.post(f"http://hooks.example:{port}/", b"{}", {"webhook-id": "m"}).outcome == Outcome.TAKEN
    assert [host for host in asked if host == "hooks.example"] == ["hooks.example"]
    assert receiver.taken[0].headers["host"] == f"hooks.example:{port}"


def test_production_sends_by_https_only(settings: "Settings") -> None:
    settings.PRODUCTION = True
    with receivers.listening() as receiver:
        assert sending.post(receiver.url, b"{}", {}).outcome == Outcome.FORBIDDEN
    with pytest.raises(endpoints.EndpointRefused, match="https://"):
        made("http://hooks.example.org/")


def test_a_receiver_that_speaks_too_slowly_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        port = deaf.getsockname()[1]
        assert sending.post(f"http://127.0.0.1:{port}/", b"{}", {}).outcome == Outcome.SILENT
    assert sending.post(f"http://127.0.0.1:{port}/", b"{}", {}).outcome == Outcome.UNREACHABLE
