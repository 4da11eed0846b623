"""What systems are told by webhooks, as OpenAPI 3.1 describes it beside the operations."""

from collections.abc import Sequence
from typing import Any

from notifications.domain import kinds
from notifications.domain.kinds import Part

EVENTS = [(kind.code, kind.label, kind.parts) for kind in kinds.KINDS]
TEST = (kinds.TEST, "Somebody sends a test", (kinds.A_TEST,))
ID = {"type": "string", "pattern": "^msg_[0-9a-f]{24}$"}
HEADERS = {
    "webhook-id": (ID, "The same as `id`, and the same each time that the event is sent"),
    "webhook-timestamp": ({"type": "string", "pattern": "^[0-9]+$"}, "When this attempt was made, seconds since 1970"),
    "webhook-signature": (
        {"type": "string", "pattern": r"^v1,\S+( v1,\S+)*$"},
        "`v1,` and the HMAC-SHA256 of `id.timestamp.body` in Base64; two with a space between after the secret changed",
    ),
}


def say(result: dict[str, Any], **given: Any) -> dict[str, Any]:
    """Write every event that a webhook may tell of into the description."""
    result["webhooks"] = {code: {"post": _post(code, label, parts)} for code, label, parts in (*EVENTS, TEST)}
    return result


def _post(code: str, label: str, parts: Sequence[Part]) -> dict[str, Any]:
    content = {"schema": body(code, parts), "examples": {"Example": {"value": _example(code, parts)}}}
    return {
        "summary": label,
        "description": "Sent to the endpoints that ask for it. Answer with any 2xx within ten seconds; otherwise it "
        "comes again, with the same id.",
        "parameters": [
            {"name": name, "in": "header", "required": True, "schema": shape, "description": said}
            for name, (shape, said) in HEADERS.items()
        ],
        "requestBody": {"required": True, "content": {"application/json": content}},
        "responses": {"2XX": {"description": "It was taken"}},
    }


def body(code: str, parts: Sequence[Part]) -> dict[str, Any]:
    """The JSON Schema of what is sent. More may be said later: a receiver passes over what it does not know."""
    inner = {part.name: {**part.shape, "description": part.said} for part in parts}
    of_all = {"programme": {"type": "string", "description": "The slug of the programme"}}
    if code == kinds.TEST:
        of_all = {"programme": {"type": "null", "description": "A test is of no programme"}}
    else:
        inner["link"] = {"type": "string", "format": "uri", "description": "The page on which people read of it"}
    data = {"type": "object", "properties": of_all | inner, "required": [*of_all, *inner]}
    whole = {
        "id": {**ID, "description": "Of the event. Keep those that you have dealt with: it may come twice"},
        "type": {"const": code},
        "timestamp": {"type": "string", "format": "date-time", "description": "When it happened"},
        "data": data,
    }
    return {"type": "object", "properties": whole, "required": list(whole)}


def _example(code: str, parts: Sequence[Part]) -> dict[str, Any]:
    data: dict[str, Any] = {part.name: part.example for part in parts}
    if code == kinds.TEST:
        data["programme"] = None
    else:
        data |= {"programme": "families-first", "link": "https://pbr.example.org/programmes/families-first/"}
    moment = "2026-03-01T12:00:00+00:00"
    return {"id": "msg_5f0c2b7d9e1a4c3f8b6d0e21", "type": code, "timestamp": moment, "data": data}
