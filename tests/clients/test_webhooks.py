"""The client tells a webhook that is genuine from one that is not."""

import json

import pytest

from notifications.domain import signatures
from pbrmanager_client import webhooks

SECRET = signatures.written(b"k" * 32)
OTHER = signatures.written(b"o" * 32)
BODY = json.dumps({"id": "msg_1", "type": "finding.opened", "data": {"finding": 3}}).encode()
NOW = 1_772_366_400


def headers(*secrets: str) -> dict[str, str]:
    return signatures.headers(secrets or (SECRET,), "msg_1", NOW, BODY)


def test_what_the_sender_signs_the_client_takes() -> None:
    assert webhooks.verify(SECRET, headers(), BODY, now=NOW)["data"] == {"finding": 3}
    shouted = {name.title(): value for name, value in headers().items()}
    assert webhooks.verify(SECRET, shouted, BODY, now=NOW + 299)["id"] == "msg_1"


def test_while_a_secret_is_changed_either_is_good() -> None:
    both = headers(OTHER, SECRET)
    assert webhooks.verify(SECRET, both, BODY, now=NOW)
    assert webhooks.verify(OTHER, both, BODY, now=NOW)


def test_the_signature_is_the_one_of_the_published_convention() -> None:
    """The worked example of Standard Webhooks."""
    signed = signatures.sign(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}'
    )
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize(
    ("changed", "body", "now", "why"),
    [
        ({}, BODY + b" ", NOW, "does not belong"),
        ({"webhook-id": "msg_2"}, BODY, NOW, "does not belong"),
        ({"webhook-timestamp": str(NOW + 1)}, BODY, NOW, "does not belong"),
        ({"webhook-signature": "v1,AAAA"}, BODY, NOW, "does not belong"),
        ({"webhook-signature": ""}, BODY, NOW, "does not belong"),
        ({}, BODY, NOW + 301, "too old"),
        ({}, BODY, NOW - 301, "too old"),
        ({"webhook-timestamp": "soon"}, BODY, NOW, "missing"),
    ],
)
def test_what_was_changed_or_kept_back_is_refused(changed: dict[str, str], body: bytes, now: int, why: str) -> None:
    with pytest.raises(webhooks.NotGenuine, match=why):
        webhooks.verify(SECRET, headers() | changed, body, now=now)


def test_a_secret_that_was_copied_wrongly_is_said_to_be_so() -> None:
    with pytest.raises(webhooks.NotGenuine, match="as it was shown"):
        webhooks.verify("whsec_not base64!", headers(), BODY, now=NOW)
