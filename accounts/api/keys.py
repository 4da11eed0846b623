"""Requests that may be sent twice: the second time, nothing is done and the first answer is given again."""

import json
import re
from collections.abc import Callable

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.utils.module_loading import import_string
from django.utils.timezone import now
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.actions import requests
from accounts.api import callers
from accounts.api.problems import Problem

HEADER = "Idempotency-Key"


def of(request: Request) -> str:
    """The key that came with the request; a problem where there is none."""
    key = request.headers.get(HEADER, "")
    if not re.fullmatch(r"[!-~]{1,200}", key):
        raise Problem(
            400,
            "idempotency_key_needed",
            f"Send a new key of your own in the header {HEADER}, such as a UUID: 1 to 200 ASCII characters without "
            "spaces. Then you can send the request again when you do not know whether it arrived.",
        )
    return key


def once(request: Request, digest: str, act: Callable[[], Response]) -> Response | HttpResponse:
    """Carry the request out and keep its answer, or give the answer that was kept. Failures keep nothing."""
    user, key, at = callers.of(request), of(request), now()
    with transaction.atomic():
        requests.hold_key(user=user, key=key)
        kept = requests.kept(user=user, key=key, digest=digest, roles=_roles(request), at=at)
        if kept is not None:
            again = Response(json.loads(kept.body), status=kept.status)
            return _with_headers(again, kept.headers | {"Idempotency-Replayed": "true"})
        response = act()
        body = JSONRenderer().render(response.data).decode()
        headers = {"Location": response["Location"]} if response.has_header("Location") else {}
        answer = requests.Answer(response.status_code, headers, body)
        requests.keep(user=user, key=key, digest=digest, roles=_roles(request), answer=answer, at=at)
        return response


def _roles(request: Request) -> list[str]:
    """The roles of the caller in the programme of the address, as the app that knows of roles names them. An address
    outside of programmes asks for its rights itself, before a kept answer is looked for."""
    slug = request.parser_context["kwargs"].get("slug")
    held: list[str] = import_string(settings.HELD_ROLES)(callers.of(request), slug) if slug else []
    return held


def _with_headers(response: Response, headers: dict[str, str]) -> Response:
    for name, value in headers.items():
        response[name] = value
    return response
