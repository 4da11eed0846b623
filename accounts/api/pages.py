"""Long lists in pages, each found by where the last one ended, so that its time does not grow with the list."""

import base64
import binascii
import dataclasses
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from rest_framework.request import Request

from accounts.api.problems import Problem

USUAL, MOST = 50, 200


@dataclasses.dataclass(frozen=True)
class Asked:
    """What part of a list is asked for."""

    cursor: str = ""
    size: int = USUAL


@dataclasses.dataclass(frozen=True)
class Page:
    """Some rows, and the cursor of those that follow; empty where none do."""

    rows: Sequence[Any]
    following: str = ""


def asked(given: dict[str, Any]) -> Asked:
    """What part is asked for, taken out of the given parameters."""
    return Asked(_opened(given.pop("cursor", "")), given.pop("page_size", USUAL))


def of(found: QuerySet[Any], asked: Asked, by: str = "-pk") -> Page:
    """A page of the rows by a field that tells each from the others: the latest made first, unless said."""
    field = by.removeprefix("-")
    if asked.cursor:
        found = found.filter(**{f"{field}__{'lt' if by.startswith('-') else 'gt'}": _number(asked)})
    rows = list(found.order_by(by)[: asked.size + 1])
    return Page(rows[: asked.size], str(getattr(rows[asked.size - 1], field)) if len(rows) > asked.size else "")


def of_list(found: Sequence[Any], asked: Asked) -> Page:
    """A page of a list that is made whole each time, because it is short or told from figures: by places in it."""
    first = _number(asked) if asked.cursor else 0
    last = first + asked.size
    return Page(found[first:last], str(last) if len(found) > last else "")


def _number(asked: Asked) -> int:
    if not asked.cursor.isdecimal() or len(asked.cursor) > 18:
        raise not_a_cursor()
    return int(asked.cursor)


def answer(request: Request, page: Page, rows: Any) -> dict[str, Any]:
    """The rows, and the address of the page that follows."""
    following = None
    if page.following:
        sealed = base64.urlsafe_b64encode(page.following.encode()).decode().rstrip("=")
        given = {name: request.query_params.getlist(name) for name in request.query_params} | {"cursor": sealed}
        following = request.build_absolute_uri(f"{request.path}?{urlencode(given, doseq=True)}")
    return {"results": rows, "next": following}


def _opened(sealed: str) -> str:
    try:
        padded = sealed + "=" * (-len(sealed) % 4)
        return base64.b64decode(padded.encode("ascii"), altchars=b"-_", validate=True).decode("ascii")
    except (binascii.Error, UnicodeError, ValueError):
        raise not_a_cursor() from None


def not_a_cursor() -> Problem:
    return Problem(400, "cursor_not_valid", "This cursor is none of ours. Follow the address in “next”.")
