"""The schema as people read it: groups of operations, each with what it takes and what it answers."""

import dataclasses
import json
from typing import Any

Schema = dict[str, Any]
METHODS = ("get", "post")
WORDS = {"string": "text", "integer": "whole number", "boolean": "true or false", "null": "nothing"}
FORMATS = {"date": "date", "date-time": "date and time", "uri": "address", "decimal": "number as text"}
PROBLEMS = (
    ("not_valid", 400, "Something that was sent is not in shape. “errors” names each wrong field."),
    ("parse_error", 400, "The body is not JSON."),
    (
        "idempotency_key_needed",
        400,
        "A POST came without the header Idempotency-Key. Send a new key each time.",
    ),
    ("cursor_not_valid", 400, "The cursor is none of ours. Follow the address in “next”."),
    ("not_authenticated", 401, "There was no token, and nobody is signed in."),
    ("token_not_valid", 401, "The token does not exist, has ended or was revoked. Make another one."),
    ("forbidden", 403, "The roles of the caller do not allow it. Ask the programme's commissioner for the role."),
    ("scope_missing", 403, "The token was made without the scope that the operation needs. Make another one."),
    ("roles_ended", 403, "It was carried out when the caller had a role that has been taken away since."),
    ("person_needed", 403, "A person must do this, who is signed in."),
    ("not_found", 404, "There is no such thing, or the caller may not know of it."),
    ("method_not_allowed", 405, "The address does not take the method. The header Allow says which it takes."),
    ("not_acceptable", 406, "There is no such representation. Ask for application/json."),
    ("stage_closed", 409, "The records of the stage can be changed only while it is open. Ask for it to be reopened."),
    ("gate_not_met", 409, "The stage cannot be closed: the detail says which criteria do not hold."),
    ("sandbox_stands", 409, "There is a sandbox already. Use it, or ask for one afresh in its place."),
    ("refused", 409, "It is not possible as things stand. The detail says why and what to do."),
    ("same_key_at_work", 409, "A request with the same Idempotency-Key is being carried out. Ask again in a moment."),
    ("changed", 412, "It has changed since you read it. Read it again, then decide."),
    ("too_large", 413, "The body is too large. Rows are sent as a file: see the submissions."),
    ("unsupported_media_type", 415, "The body is of a kind that the operation does not take."),
    ("key_used_before", 422, "The Idempotency-Key came with another request before. Take a new key for each request."),
    ("agent_needed", 422, "You act for several agents: name the one for which you send."),
    ("line_unknown", 422, "The statement has no such line. Read it again for its lines."),
    ("row_refused", 422, "The row cannot be taken. “errors” has what is wrong, as the file of errors would."),
    (
        "comparators_refused",
        422,
        "Something is wrong with the file about schemes elsewhere. “errors” has each place. Nothing was taken.",
    ),
    ("throttled", 429, "Too many requests in this minute. Wait as long as Retry-After says."),
)


@dataclasses.dataclass(frozen=True)
class Field:
    name: str
    kind: str
    needed: bool
    said: str


@dataclasses.dataclass(frozen=True)
class Answer:
    status: str
    said: str
    fields: list[Field]
    example: str


@dataclasses.dataclass(frozen=True)
class Operation:
    method: str
    path: str
    key: str
    summary: str
    said: list[str]
    parameters: list[Field]
    sent: list[Field]
    kinds: list[str]
    example: str
    answers: list[Answer]
    problems: list[Answer]


@dataclasses.dataclass(frozen=True)
class Problem:
    code: str
    status: int
    said: str

    @property
    def slug(self) -> str:
        return self.code.replace("_", "-")


@dataclasses.dataclass(frozen=True)
class Group:
    name: str
    operations: list[Operation]


@dataclasses.dataclass(frozen=True)
class Page:
    title: str
    version: str
    groups: list[Group]


def problems() -> list[Problem]:
    """The codes that a client should know, with what to do."""
    return [Problem(*one) for one in PROBLEMS]


def page(schema: Schema) -> Page:
    """Every operation of the schema, in groups, in the order of the schema."""
    groups: dict[str, list[Operation]] = {}
    for path, methods in schema["paths"].items():
        for method in METHODS:
            if method in methods:
                operation = methods[method]
                groups.setdefault(operation["tags"][0], []).append(_operation(schema, path, method, operation))
    info = schema["info"]
    return Page(info["title"], info["version"], [Group(name, found) for name, found in groups.items()])


def _operation(schema: Schema, path: str, method: str, found: Schema) -> Operation:
    body = found.get("requestBody", {}).get("content", {})
    answers = [_answer(schema, status, answer) for status, answer in found["responses"].items()]
    return Operation(
        method=method.upper(),
        path=path,
        key=found["operationId"],
        summary=found["summary"],
        said=[part for part in plain(found.get("description", "")).split("\n\n") if part],
        parameters=[_parameter(schema, parameter) for parameter in found.get("parameters", [])],
        sent=_fields(schema, body),
        kinds=list(body),
        example=_example(body),
        answers=[answer for answer in answers if answer.status < "4"],
        problems=[answer for answer in answers if answer.status >= "4"],
    )


def _parameter(schema: Schema, found: Schema) -> Field:
    where = {"path": "in the address", "header": "header"}.get(found["in"], "")
    kind = ", ".join(part for part in (where, _kind(schema, found["schema"])) if part)
    return Field(found["name"], kind, found.get("required", False), plain(found.get("description", "")))


def _answer(schema: Schema, status: str, found: Schema) -> Answer:
    content = found.get("content", {})
    return Answer(status, found.get("description", ""), _fields(schema, content), _example(content))


def _example(content: Schema) -> str:
    """The first example of the body, as JSON."""
    for kind in content.values():
        for example in kind.get("examples", {}).values():
            value = example["value"]
            return value if isinstance(value, str) else json.dumps(value, indent=2, ensure_ascii=False)
    return ""


def _fields(schema: Schema, content: Schema) -> list[Field]:
    """The fields of a JSON body; of a page of a list, those of its rows."""
    found = _resolved(schema, next((kind.get("schema", {}) for kind in content.values()), {}))
    properties = found.get("properties", {})
    if set(properties) == {"results", "next"}:
        return _fields(schema, {"rows": {"schema": properties["results"]["items"]}})
    needed = found.get("required", [])
    return [
        Field(name, _kind(schema, one), name in needed, plain(one.get("description", "")))
        for name, one in properties.items()
    ]


def plain(text: str) -> str:
    """The words without the marks that programs read in them."""
    return text.replace("`", "")


def _resolved(schema: Schema, found: Schema) -> Schema:
    """What a reference leads to."""
    if "$ref" in found:
        resolved: Schema = schema["components"]["schemas"][found["$ref"].rsplit("/", 1)[1]]
        return resolved
    return found


def _kind(schema: Schema, found: Schema) -> str:
    """The kind of a value in words: text, a whole number, one of some words, a list of them."""
    for several in ("allOf", "oneOf", "anyOf"):
        if several in found:
            kinds = [_kind(schema, one) for one in found[several]]
            return " or ".join(dict.fromkeys(kind for kind in kinds if kind))
    found = _resolved(schema, found)
    if "enum" in found:
        return " | ".join(str(one) for one in found["enum"] if one not in ("", None))
    types = found.get("type", "")
    names = [types] if isinstance(types, str) else list(types)
    return " or ".join(_type(schema, found, name) for name in names)


def _type(schema: Schema, found: Schema, name: str) -> str:
    if name == "array":
        return f"list of {_kind(schema, found.get('items', {})) or 'values'}"
    words = {
        "string": "text",
        "integer": "whole number",
        "boolean": "true or false",
        "null": "nothing",
        "object": "object",
    }
    formats = {"date": "date", "date-time": "date and time", "uri": "address", "decimal": "number as text"}
    return formats.get(found.get("format", ""), words.get(name, name))
