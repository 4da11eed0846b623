"""Errors as problem details (RFC 9457), each with a code. Codes of rows are those of the files of errors."""

import dataclasses
import re
from collections.abc import Iterator
from typing import Any, ClassVar, Protocol, runtime_checkable

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, UnreadablePostError
from rest_framework import exceptions
from rest_framework.response import Response

from accounts.actions.requests import KeyUsedBefore, SameKeyAtWork
from accounts.errors import Forbidden, Refused

MEDIA_TYPE = "application/problem+json"
TYPES = "/api/v1/docs/#problem-{}"
TITLES = {
    400: "The request cannot be read",
    401: "Sign-in needed",
    403: "Not allowed",
    404: "Not found",
    405: "Method not allowed",
    406: "No such representation",
    409: "Not possible as things stand",
    412: "Changed in the meantime",
    413: "Too large",
    415: "Wrong kind of content",
    422: "What was sent is not right",
    429: "Too many requests",
}


CURES: dict[type[exceptions.APIException], str] = {
    exceptions.NotAuthenticated: "Send a token in the header “Authorization: Bearer pbr_…”, or sign in.",
    exceptions.NotAcceptable: "Only application/json is given here. Ask for that, or leave the header Accept out.",
}
"""What is said in place of the framework's own words, which name no cure."""


class Problem(exceptions.APIException):
    """An error with a status and a code of its own."""

    def __init__(self, status_code: int, code: str, detail: str) -> None:
        self.status_code = status_code
        super().__init__(detail, code)


@dataclasses.dataclass(frozen=True)
class Wrong:
    """One thing that is wrong with what was sent."""

    field: str
    code: str
    reason: str
    what_to_do: str = ""


@runtime_checkable
class SaysWhatIsWrong(Protocol):
    """A refusal that names fields, each with a code."""

    wrong: list[Any]


class StatusOf:
    """The status with which a refusal is answered."""

    OWN: ClassVar[dict[type[Refused], int]] = {KeyUsedBefore: 422, SameKeyAtWork: 409, Forbidden: 403}

    @classmethod
    def refusal(cls, refused: Refused) -> int:
        for kind, code in cls.OWN.items():
            if isinstance(refused, kind):
                return code
        return 422 if isinstance(refused, SaysWhatIsWrong) else 409


def code_of(refused: Refused) -> str:
    """The name of the refusal: `StageClosed` → stage_closed."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", type(refused).__name__).lower()


def handle(exception: Exception, context: dict[str, Any]) -> Response | None:
    """The answer to what was raised; nothing for what nobody expected."""
    if isinstance(exception, Refused):
        wrong = [Wrong(one.field, one.code, one.reason, one.cure) for one in getattr(exception, "wrong", [])]
        return _answer(StatusOf.refusal(exception), code_of(exception), str(exception), wrong)
    if isinstance(exception, Http404):
        return _answer(404, "not_found", _not_found(str(exception)))
    if isinstance(exception, PermissionDenied):
        return _answer(403, "forbidden", str(exception) or "You may not do this.")
    if isinstance(exception, RequestDataTooBig):
        return _answer(413, "too_large", "The body is too large. Send rows as a file: see the submissions.")
    if isinstance(exception, UnreadablePostError):
        return _answer(400, "cut_off", "Only a part of the body arrived. Send it again, with the same Idempotency-Key.")
    if isinstance(exception, exceptions.ValidationError):
        wrong = list(_wrong(exception.get_full_details()))
        return _answer(400, "not_valid", "Correct the fields that are named and send the request again.", wrong)
    if isinstance(exception, exceptions.APIException):
        return _of_framework(exception, context)
    return None


def _not_found(said: str) -> str:
    if said.startswith("No such"):
        return f"There is no{said.removeprefix('No')}, or none that you may see."
    return said or "There is nothing at this address."


def _of_framework(exception: exceptions.APIException, context: dict[str, Any]) -> Response:
    codes = exception.get_codes()
    said = CURES.get(type(exception), str(exception.detail))
    if isinstance(exception, exceptions.MethodNotAllowed):
        said = f"{said} This address takes {', '.join(context['view'].allowed_methods)}."
    answer = _answer(exception.status_code, codes if isinstance(codes, str) else "not_valid", said)
    if header := getattr(exception, "auth_header", None):
        answer["WWW-Authenticate"] = header
    if wait := getattr(exception, "wait", None):
        answer["Retry-After"] = str(int(wait))
    return answer


def _wrong(details: Any, place: str = "") -> Iterator[Wrong]:
    """{"stages": [{"message": …, "code": …}]} → one row each, with its place like `stages` or `rows.3.outcome`."""
    if isinstance(details, dict) and set(details) == {"message", "code"}:
        yield Wrong(place, str(details["code"]), str(details["message"]))
    elif isinstance(details, dict):
        for name, inner in details.items():
            here = place if name == "non_field_errors" else f"{place}.{name}".strip(".")
            yield from _wrong(inner, here)
    elif isinstance(details, list):
        messages = all(isinstance(one, dict) and set(one) == {"message", "code"} for one in details)
        for number, inner in enumerate(details):
            yield from _wrong(inner, place if messages else f"{place}.{number}".strip("."))


def _answer(status_code: int, code: str, detail: str, wrong: list[Wrong] | None = None) -> Response:
    body = {
        "type": TYPES.format(code.replace("_", "-")),
        "title": TITLES.get(status_code, "Error"),
        "status": status_code,
        "code": code,
        "detail": detail,
        "errors": [dataclasses.asdict(one) for one in wrong or []],
    }
    return Response(body, status=status_code, content_type=MEDIA_TYPE)
