"""The description of the interface (OpenAPI 3.1): what every operation shares is said once, here."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, inline_serializer
from rest_framework import serializers

from accounts.api import links
from accounts.api.fields import NOT_BLANK
from accounts.api.rules import Rule

PROBLEM = "application/problem+json"
JSON = "application/json"
WHY = {
    400: ("not_valid", "The request cannot be read", "Correct the fields that are named and send the request again."),
    401: ("not_authenticated", "Sign-in needed",
          "Send a token in the header “Authorization: Bearer pbr_…”, or sign in."),
    403: ("forbidden", "Not allowed", "You do not have permission to do this."),
    404: ("not_found", "Not found", "There is no such programme, or none that you may see."),
    406: ("not_acceptable", "No such representation",
          "Only application/json is given here. Ask for that, or leave the header Accept out."),
    409: ("stage_closed", "Not possible as things stand", "Stage 6 is closed. Ask the commissioner to reopen it."),
    412: ("changed", "Changed in the meantime", "It has changed since you last read it. Read it again, then decide."),
    413: ("too_large", "Too large", "The body is too large."),
    415: ("unsupported_media_type", "Wrong kind of content", "Unsupported media type \"text/plain\" in request."),
    422: ("key_used_before", "What was sent is not right", "This Idempotency-Key came with another request before."),
    429: ("throttled", "Too many requests", "Too many requests in this minute. Wait, then go on."),
}  # fmt: skip


class WrongOut(serializers.Serializer[Any]):
    field = serializers.CharField(help_text="The field, with dots for fields within; empty for the whole")
    code = serializers.CharField(help_text="The same codes as in the files of errors")
    reason = serializers.CharField()
    what_to_do = serializers.CharField(help_text="Empty where the reason says it")


class ProblemOut(serializers.Serializer[Any]):
    """What is wrong, as RFC 9457 has it."""

    type = serializers.CharField(help_text="The address of a page on this kind of problem")
    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField(help_text="For programs: does not change with the words")
    detail = serializers.CharField(help_text="For people: what happened and what to do")
    errors = WrongOut(many=True)  # type: ignore[assignment]


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "accounts.api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        said = "A token of an organisation: `Authorization: Bearer pbr_…`. Made on the page of tokens."
        return {"type": "http", "scheme": "bearer", "description": said}


class PersonScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "accounts.api.authentication.PersonAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        said = "The session of a person who is signed in. What changes something needs `X-CSRFToken` as well."
        return {"type": "apiKey", "in": "cookie", "name": "sessionid", "description": said}


class Described(AutoSchema):
    """Operations are named after their classes: `FindingList` gives listFindings and raiseFinding by its summary."""

    def get_operation_id(self) -> str:
        words = str(self.get_summary() or "").split()
        small = {"a", "an", "the", "of", "and", "its", "for", "to", "one"}
        kept = [word.strip(".,’'").capitalize() for word in words if word.lower() not in small]
        joined = "".join(kept)
        return joined[:1].lower() + joined[1:]

    def get_serializer_name(self, serializer: Any, direction: Any) -> str:
        name = str(type(serializer).__name__)
        return f"{name.removesuffix('In')}Sent" if name.endswith("In") else name.removesuffix("Out")

    def _map_serializer_field(self, field: Any, direction: Any, bypass_extensions: bool = False) -> Any:
        """What is sent as text is not blank unless the field says that it may be."""
        found = super()._map_serializer_field(field, direction, bypass_extensions)  # type: ignore[no-untyped-call]
        if type(field) is serializers.CharField and direction == "request" and not field.allow_blank:
            found = found | {"pattern": NOT_BLANK}
        return found

    def get_tags(self) -> list[str]:
        return [getattr(self.view, "tag", "Programmes")]


def _problem(status: int) -> OpenApiResponse:
    code, title, detail = WHY[status]
    errors = []
    if status == 400:
        errors = [{"field": "title", "code": "required", "reason": "This field is required.", "what_to_do": ""}]
    value = {
        "type": f"/api/v1/docs/#problem-{code.replace('_', '-')}",
        "title": title,
        "status": status,
        "code": code,
        "detail": detail,
        "errors": errors,
    }
    example = OpenApiExample(title, value=value, media_type=PROBLEM, response_only=True)
    return OpenApiResponse(ProblemOut, description=title, examples=[example])


def _problems(*statuses: int) -> dict[Any, OpenApiResponse]:
    return {(status, PROBLEM): _problem(status) for status in sorted(statuses)}


def _header(name: str, kind: Any, description: str, statuses: list[int]) -> OpenApiParameter:
    return OpenApiParameter(name, kind, OpenApiParameter.HEADER, response=statuses, description=description)


def _limits(status: int) -> list[OpenApiParameter]:
    return [
        _header("RateLimit-Limit", int, "Requests in a minute", [status]),
        _header("RateLimit-Remaining", int, "Requests left in this minute", [status]),
        _header("RateLimit-Reset", int, "Seconds until the next minute", [status]),
        _header("Retry-After", int, "Seconds to wait", [429]),
    ]


def _asked(name: str, description: str, *, required: bool = False) -> OpenApiParameter:
    kind: dict[str, Any] = {"type": "string"}
    if required:
        kind |= {"minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"}
    return OpenApiParameter(name, kind, OpenApiParameter.HEADER, required=required, description=description)


def close_requests(result: dict[str, Any], **given: Any) -> dict[str, Any]:
    """Say of everything that is sent that it has no fields but those described, and of files that one must be sent."""
    for methods in result["paths"].values():
        for operation in methods.values():
            body = operation.get("requestBody")
            if body and not any("$ref" in one["schema"] for one in body["content"].values()):
                body["required"] = True
    for name, component in result["components"]["schemas"].items():
        if name.endswith("Sent"):
            component["additionalProperties"] = False
    return result


def page_of(gives: Any) -> Any:
    """The serializer of a page of a list."""
    name = f"PageOf{gives.__name__.removesuffix('Out')}"
    return inline_serializer(
        name,
        {
            "results": gives(many=True),
            "next": serializers.URLField(allow_null=True, help_text="The page that follows, if any"),
        },
    )


def example_of(gives: Any, *, many: bool = False) -> list[OpenApiExample]:
    """The example that the serializer carries as EXAMPLE."""
    value = getattr(gives, "EXAMPLE", None)
    if value is None:
        return []
    shown = {"results": [value], "next": None} if many else value
    return [OpenApiExample("Example", value=shown, response_only=True)]


def _ended(description: str, rule: Rule) -> str:
    """The description, and of what is deprecated until when it stays and what takes its place."""
    return f"{description}\n\n{rule.ending.words}" if rule.ending else description


def _file(kind: str, said: str) -> OpenApiResponse:
    """Bytes, as text has them, but for JSON, whose readers take it apart: then it is an object."""
    is_json = kind == "application/json"
    value = {"programme": "families-first"} if is_json else "(the bytes of the file)"
    example = OpenApiExample("File", value=value, media_type=kind, response_only=True)
    shape = OpenApiTypes.OBJECT if is_json else OpenApiTypes.STR
    return OpenApiResponse(shape, description=said, examples=[example])


def reading(
    summary: str,
    gives: Any,
    asks: Any,
    many: bool,
    rule: Rule,
    description: str,
    *,
    files: dict[str, str] | None = None,
    leads: links.Leads | None = None,
) -> dict[str, Any]:
    """What is said of an operation that reads. `files` are the kinds of file that it can give, with what they hold;
    `leads` names the operations that its answer leads to, where their addresses do not tell."""
    found = OpenApiResponse(page_of(gives) if many else gives, examples=example_of(gives, many=many))
    given: dict[Any, Any] = {200: found}
    if files:
        given = {(200, kind): _file(kind, said) for kind, said in files.items()}
    return {
        "summary": summary,
        "description": _ended(description, rule),
        "deprecated": rule.ending is not None,
        "extensions": {links.LEADS: leads} if leads else None,
        "parameters": [
            asks,
            _asked("If-None-Match", "The tag that you have: the answer is 304, without a body, if it is still so"),
            _header("ETag", str, "The tag of this answer", [200]),
            *_limits(200),
        ],
        "responses": given
        | {304: OpenApiResponse(description="As you have it already")}
        | _problems(400, 401, 403, 404, 406, *([409] if files else []), 429),
    }


def writing(
    summary: str,
    gives: Any,
    takes: Any,
    rule: Rule,
    status: int,
    has_precondition: bool,
    description: str,
    *,
    body: Any = None,
    parameters: list[Any] | None = None,
    leads: links.Leads | None = None,
    located: bool = False,
) -> dict[str, Any]:
    """What is said of an operation that does something. With `located`, its answer says where what was made is."""
    who = "A person who is signed in does this; no token is enough." if rule.for_people_alone else ""
    scope = "" if rule.for_people_alone else f"A token needs the scope `{rule.scope}`."
    sent = getattr(takes, "EXAMPLE", None)
    examples = [OpenApiExample("Request", value=sent, request_only=True)] if sent else []
    asked = [_asked("Idempotency-Key", "A new key of your own for each request, such as a UUID", required=True)]
    if has_precondition:
        asked.append(_asked("If-Match", "The tag of what you read, without `fields`: 412 if it has changed since"))
    problems = _problems(400, 401, 403, 404, 406, 409, *([412] if has_precondition else []), 413, 415, 422, 429)
    replayed = _header(
        "Idempotency-Replayed", str, "true, where this answer was given to the same request before", [status]
    )
    where = [_header("Location", str, "Where what was made is found", [status])] if located else []
    return {
        "summary": summary,
        "description": _ended("\n\n".join(part for part in (description, who, scope) if part), rule),
        "deprecated": rule.ending is not None,
        "extensions": {links.LEADS: leads} if leads else None,
        "auth": [{"session": []}] if rule.for_people_alone else None,
        "request": body if body is not None else ({JSON: takes} if takes else None),
        "parameters": [*asked, *(parameters or []), *where, replayed, *_limits(status)],
        "responses": {status: OpenApiResponse(gives, examples=example_of(gives))} | problems,
        "examples": examples,
    }
