"""The schema as people read it: groups of operations, each with what it takes and what it answers."""

import dataclasses
import json
from typing import Any

Schema = dict[str, Any]
METHODS = ("get", "post")
WORDS = {
    "string": "text",
    "integer": "whole number",
    "boolean": "true or false",
    "null": "nothing",
    "object": "object",
}
FORMATS = {"date": "date", "date-time": "date and time", "uri": "address", "decimal": "number as text"}


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
class Group:
    name: str
    operations: list[Operation]


@dataclasses.dataclass(frozen=True)
class Page:
    title: str
    version: str
    groups: list[Group]


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
    """The words without the marks that programs read in them, and with what the values of a list mean after them."""
    lines = text.replace("`", "").split("\n")
    meant = [one.removeprefix("* ").partition(" - ") for one in lines if one.startswith("* ")]
    words = "\n".join(one for one in lines if not one.startswith("* ")).strip()
    told = "; ".join(f"{code}: {label}" for code, _, label in meant if code != label)
    return ". ".join(part for part in (words, told) if part)


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
    return FORMATS.get(found.get("format", ""), WORDS.get(name, name))
