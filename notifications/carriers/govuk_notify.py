"""Mails by GOV.UK Notify. One template there holds all of them: its subject is ((subject)), its message ((body)).

The key of the API is `NAME-SERVICE-SECRET`, where the last two are UUIDs. Each request carries a token made of them:
a JSON Web Token, signed by HMAC-SHA256 with the secret, whose issuer is the service.
"""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Sequence

import httpx
from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from notifications.domain import refusals

UUID_LENGTH = 36
SECONDS = 15.0


NOT_FOR_ONE_MAIL = {401, 403, 429}
"""Answers to every mail alike: the key is not right, or there were too many requests."""


class NotTaken(Exception):
    """Notify did not take the mail. `is_about_the_service`: the next one would fare no better.

    `is_for_good`: it finds fault with the address.
    """

    is_about_the_service = False
    is_for_good = False

    @classmethod
    def answered(cls, answer: httpx.Response) -> "NotTaken":
        status = answer.status_code
        made = cls(f"Notify answered {status}.")
        made.is_for_good = refusals.by_notify(status, _errors(answer))
        made.is_about_the_service = status in NOT_FOR_ONE_MAIL or status >= httpx.codes.INTERNAL_SERVER_ERROR
        return made


class NotAnswered(NotTaken):
    """Notify cannot be reached."""

    is_about_the_service = True


class EmailBackend(BaseEmailBackend):
    """Sends each mail by one request. Its plain text goes out; Notify makes the page around it."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        count = 0
        with httpx.Client(timeout=SECONDS, follow_redirects=False) as client:
            for message in email_messages:
                for address in message.to:
                    self._send(client, message, address)
                count += 1
        return count

    def _send(self, client: httpx.Client, message: EmailMessage, address: str) -> None:
        try:
            answer = client.post(
                f"{settings.NOTIFY_URL}/v2/notifications/email",
                headers={"Authorization": f"Bearer {token(settings.NOTIFY_API_KEY, int(time.time()))}"},
                json={
                    "email_address": address,
                    "template_id": settings.NOTIFY_TEMPLATE_ID,
                    "personalisation": {"subject": message.subject, "body": message.body},
                    "reference": message.extra_headers.get("X-PbR-Mail", ""),
                },
            )
        except httpx.HTTPError as error:
            raise NotAnswered(f"Notify does not answer ({type(error).__name__}).") from error
        if answer.status_code != httpx.codes.CREATED:
            raise NotTaken.answered(answer)


def _errors(answer: httpx.Response) -> list[dict[str, str]]:
    """The faults that Notify names. What is no list of them, from something in between, names none."""
    try:
        found = answer.json()["errors"]
    except (ValueError, KeyError, TypeError):
        return []
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def token(key: str, at: int) -> str:
    """The token of a request made at that moment (seconds since 1970)."""
    service, secret = key[-2 * UUID_LENGTH - 1 : -UUID_LENGTH - 1], key[-UUID_LENGTH:]
    signed = f"{_part({'typ': 'JWT', 'alg': 'HS256'})}.{_part({'iss': service, 'iat': at})}"
    return f"{signed}.{_base64(hmac.digest(secret.encode(), signed.encode(), hashlib.sha256))}"


def _part(content: dict[str, object]) -> str:
    return _base64(json.dumps(content, separators=(",", ":")).encode())


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
