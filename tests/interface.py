"""A system of an organisation with a token, and a person with a session, as the tests of the interface act."""

import itertools
import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.test import Client
from django.utils.timezone import now

from accounts.domain import tokens as rules
from accounts.models import Token, User
from stages.actions import tokens
from stages.selectors import tokens as tokens_selector

_keys = itertools.count(1)
PASSWORD = "a long enough password"


class Caller:
    """Sends requests to /api/v1/ and reads their answers."""

    def __init__(self, browser: Client, **headers: str) -> None:
        self.browser = browser
        self.headers = headers

    def get(self, path: str, *, headers: dict[str, str] | None = None, **parameters: Any) -> Any:
        return self.browser.get(f"/api/v1/{path}", parameters, headers={**self.headers, **(headers or {})})

    def post(
        self,
        path: str,
        body: Any = None,
        *,
        key: str = "",
        headers: dict[str, str] | None = None,
        kind: str = "application/json",
    ) -> Any:
        key = key or f"key-{next(_keys)}"
        return self.browser.post(
            f"/api/v1/{path}",
            body if isinstance(body, bytes | str) else json.dumps(body if body is not None else {}),
            content_type=kind,
            headers={**self.headers, "Idempotency-Key": key, **(headers or {})},
        )


def token(
    person: User, *, scopes: Sequence[str] = tuple(rules.SCOPES), at: datetime | None = None, days: int = 30
) -> tuple[Token, str]:
    """A token with every role of the person that a token may have."""
    at = at or now()
    return tokens.make(
        held=list(tokens_selector.to_hand_on(person)), purpose="Case management", scopes=list(scopes),
        expires_at=at + timedelta(days=days), by=person, at=at,
    )  # fmt: skip


def system_of(person: User, *, scopes: Sequence[str] = tuple(rules.SCOPES)) -> Caller:
    """A system that acts with the roles of the person."""
    _token, text = token(person, scopes=scopes)
    return Caller(Client(), Authorization=f"Bearer {text}")


def person(user: User) -> Caller:
    """A person who is signed in, in a program that sends the token of the form."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(user)
    browser.cookies["csrftoken"] = "t" * 32
    return Caller(browser, **{"X-CSRFToken": "t" * 32})
