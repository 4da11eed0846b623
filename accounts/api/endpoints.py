"""The frame of every operation: what came in is checked, one action or selector is called, and the answer is shaped.

An operation is a method of an `Endpoint` under `reads` or `writes`. It is given what was sent, in shape, and gives back
what the serializer of its answer shows.
"""

import functools
from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer, ChoiceField, Serializer
from rest_framework.views import APIView

from accounts.actions import requests
from accounts.api import etags, keys, kinds, limits, pages, rules, schema
from accounts.api.queries import ItemQuery, ListQuery
from accounts.api.rules import Rule
from accounts.domain import tokens
from accounts.domain.endings import Ending

SANDBOX = "sandbox-"
"""What the address of every sandbox begins with: every answer from there says that it is one."""
Handler = Callable[..., Any]
Out = type[BaseSerializer[Any]]


class Endpoint(APIView):
    """An address. Requests are counted, answers tagged, and nothing is kept by caches in between."""

    http_method_names = ["get", "head", "post"]
    standing: limits.Standing | None = None
    asked: pages.Asked

    def check_permissions(self, request: Request) -> None:
        """Count first, so that what is refused counts, too, and every answer says how many requests are left."""
        if request.user.is_authenticated:
            self.standing = limits.count(request)
            limits.refuse_too_many(self.standing)
        super().check_permissions(request)

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        response = super().finalize_response(request, response, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "private, no-cache")
        response.headers["Vary"] = "Accept, Authorization, Cookie"
        if self.standing:
            self.standing.write(response)
        if (rule := rules.of(self, request.method or "")) and rule.ending:
            for name, value in rule.ending.headers.items():
                response[name] = value
        if str(kwargs.get("slug", "")).startswith(SANDBOX):
            response["Sandbox"] = "true"
        if request.method in {"GET", "HEAD"} and isinstance(response, Response) and response.status_code == 200:
            response.add_post_render_callback(functools.partial(etags.answered, request))
        return response


def reads(
    summary: str,
    gives: Out,
    *,
    many: bool = False,
    query: type[Serializer[Any]] | None = None,
    ending: Ending | None = None,
    **said: Any,
) -> Callable[[Handler], Handler]:
    """An operation that reads one thing or, with `many`, a page of a list."""
    rule = Rule(tokens.READ, ending=ending)
    asks = query or (ListQuery if many else ItemQuery)

    def decorate(handler: Handler) -> Handler:
        @functools.wraps(handler)
        def get(view: Endpoint, request: Request, **parts: Any) -> HttpResponseBase:
            given = checked(asks(data=parameters(request)))
            wanted = given.pop("fields", None)
            view.asked = pages.asked(given)
            found = handler(view, request, given, **parts)
            return found if isinstance(found, HttpResponseBase) else Response(_shown(view, gives, found, many, wanted))

        get.rule = rule  # type: ignore[attr-defined]
        get.handler, get.gives = handler, gives  # type: ignore[attr-defined]
        return extend_schema(**schema.reading(summary, gives, asks, many, rule, handler.__doc__ or "", **said))(get)

    return decorate


def writes(
    summary: str,
    gives: Out,
    *,
    takes: type[Serializer[Any]] | None = None,
    scope: str = tokens.RESPOND,
    for_people_alone: bool = False,
    status: int = 201,
    edits: Callable[[], type[Endpoint]] | None = None,
    located: str | Callable[[Any], str] = "",
    ending: Ending | None = None,
    **said: Any,
) -> Callable[[Handler], Handler]:
    """An operation that does something, once for each `Idempotency-Key`. `edits` is the address of what it changes:
    with `If-Match`, it is done only if that is still as the client read it. With `located`, the answer says where what
    was made is found: below this address, by the field that is named, or where the function says of the answer."""
    rule = Rule(scope, for_people_alone, ending)

    def decorate(handler: Handler) -> Handler:
        @functools.wraps(handler)
        def post(view: Endpoint, request: Request, **parts: Any) -> HttpResponseBase:
            def act() -> Response:
                given = _sent(takes(data=kinds.whole(request.data))) if takes else {}
                _require_match(request, edits, parts)
                made = handler(view, request, given, **parts)
                answer = Response(gives(made, context={"request": request}).data, status=status)
                if located:
                    answer["Location"] = (
                        located(answer.data) if callable(located) else f"{request.path}{answer.data[located]}/"
                    )
                return answer

            keys.of(request)
            digest = requests.digest("POST", request.get_full_path(), request.body)
            return keys.once(request, digest, act)

        post.rule = rule  # type: ignore[attr-defined]
        doc = handler.__doc__ or ""
        told = schema.writing(
            summary, gives, takes, rule, status, edits is not None, doc, located=bool(located), **said
        )
        return extend_schema(**told)(post)

    return decorate


def checked(serializer: Serializer[Any]) -> dict[str, Any]:
    """What was sent, in shape; a problem that names each wrong field otherwise. A field that is unknown is wrong."""
    sent = serializer.initial_data
    unknown = sorted(str(name) for name in sent if name not in serializer.fields) if isinstance(sent, dict) else []
    said = f"There is no such field. There are: {', '.join(serializer.fields) or 'none'}."
    wrong: dict[str, Any] = {name: [ErrorDetail(said, "unknown")] for name in unknown}
    if not serializer.is_valid():
        wrong |= _with_choices(serializer)
    if wrong:
        raise ValidationError(wrong)
    return dict(serializer.validated_data)


def _with_choices(serializer: Serializer[Any]) -> dict[str, Any]:
    """What is wrong with each field, and of those that take one of some words alone, which these are."""
    found: dict[str, Any] = dict(serializer.errors)
    for name, said in found.items():
        field = serializer.fields.get(name)
        if isinstance(field, ChoiceField) and isinstance(said, list):
            words = ", ".join(str(one) for one in field.choices)
            found[name] = [
                ErrorDetail(f"{one} Use one of: {words}.", one.code) if one.code == "invalid_choice" else one
                for one in said
            ]
    return found


def _sent(serializer: Serializer[Any]) -> dict[str, Any]:
    """What was sent as JSON, in shape and of the right kinds."""
    kinds.require(serializer)
    return checked(serializer)


def parameters(request: Request) -> dict[str, Any]:
    """The parameters of the address. One that stands there twice is wrong."""
    given = request.query_params
    twice = [name for name in given if len(given.getlist(name)) > 1]
    if twice:
        raise ValidationError({name: ["Give this parameter once."] for name in twice}, code="twice")
    return given.dict()


def _shown(view: Endpoint, gives: Out, found: Any, many: bool, wanted: list[str] | None) -> Any:
    context = {"request": view.request}
    if wanted is not None:
        _refuse_unknown(gives, wanted)
    if not many:
        return _narrow(gives(found, context=context).data, wanted)
    page = pages.of(found, view.asked) if isinstance(found, QuerySet) else found
    page = pages.of_list(page, view.asked) if isinstance(page, list) else page
    rows = [_narrow(row, wanted) for row in gives(page.rows, many=True, context=context).data]
    return pages.answer(view.request, page, rows)


def _refuse_unknown(gives: Out, wanted: list[str]) -> None:
    names = getattr(gives(), "fields", {})
    if unknown := [name for name in wanted if name not in names]:
        said = f"There is no field {unknown[0]}. There are: {', '.join(names)}."
        raise ValidationError({"fields": [said]}, code="unknown")


def _narrow(row: Any, wanted: list[str] | None) -> Any:
    """The row with the wanted fields alone."""
    return row if wanted is None else {name: value for name, value in row.items() if name in wanted}


def _require_match(request: Request, edits: Callable[[], type[Endpoint]] | None, parts: dict[str, Any]) -> None:
    given = request.headers.get("If-Match", "")
    if not given or edits is None:
        return
    of = edits()
    requests.hold_resource(f"{of.__module__}.{of.__name__} {sorted(parts.items())}")
    view = of()
    view.request, view.asked = request, pages.Asked()
    get: Any = view.get  # type: ignore[attr-defined]
    found = get.handler(view, request, {}, **parts)
    etags.require_match(given, _shown(view, get.gives, found, many=False, wanted=None))
