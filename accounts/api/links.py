"""Where answers lead: what one operation answers is what another asks for (links of OpenAPI 3.1).

Most links follow from the addresses: what a list or a request answers is found below it, by the field that the next
part of the address is named after; and below what was read stands what belongs to it. What does not follow so is
declared with the operation, as `leads`.
"""

import re
from collections.abc import Iterator
from typing import Any

LEADS = "x-leads"
"""Where an operation says what else it leads to, until the links are written."""
REFERENCE = "#/components/schemas/"
BODY = "$response.body#/"
BELOW = re.compile(r"({\w+}/)?[^{}]*")
"""What may follow the address of a list: one of its rows, and what belongs to it."""
Leads = dict[str, dict[str, str]]
"""Operations by their names, with where in the answer stands what each asks for: `{"readClaim": {"id": "claim"}}`."""


def say(result: dict[str, Any], **given: Any) -> dict[str, Any]:
    """Write the links of every operation into the answers that carry what they need."""
    shapes = result["components"]["schemas"]
    named = {
        operation["operationId"]: (path, operation)
        for path, methods in result["paths"].items()
        for operation in methods.values()
        if "operationId" in operation
    }
    for path, operation in named.values():
        declared = operation.pop(LEADS, {})
        answer: dict[str, Any] = next(
            (found for status, found in operation["responses"].items() if status.startswith("2")), {}
        )
        links = _declared(path, declared, named)
        for name, (address, _operation) in named.items():
            if name not in links and (parts := _parts(path, address, _fields(answer, shapes))):
                links[name] = parts
        if links:
            answer["links"] = {
                name: {"operationId": name, "parameters": parts} for name, parts in sorted(links.items())
            }
    return result


def _declared(path: str, leads: Leads, named: dict[str, Any]) -> Leads:
    """The links that the operation declares: to which operation, and where in the answer its parameters stand."""
    links = {}
    for name, found in leads.items():
        parts = {part: f"$request.path.{part}" for part in _names(named[name][0]) if part in _names(path)}
        links[name] = parts | {part: f"{BODY}{place}" for part, place in found.items()}
    return links


def _parts(path: str, address: str, fields: dict[str, str]) -> dict[str, str]:
    """What the address asks for, if it stands below the path, by the answer or without more; nothing otherwise."""
    below = BELOW.fullmatch(address.removeprefix(path)) if address.startswith(path) and address != path else None
    if below is None:
        return {}
    kept, added = _names(path), _names(below[1] or "")
    if not added <= fields.keys():
        return {}
    return {name: f"$request.path.{name}" for name in sorted(kept)} | {
        name: f"{BODY}{fields[name]}" for name in sorted(added)
    }


def _names(path: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", path))


def _fields(answer: dict[str, Any], shapes: dict[str, Any]) -> dict[str, str]:
    """The fields of an answer with where they stand in it: of a list, in the first of its rows."""
    shape = _shape(answer.get("content", {}).get("application/json", {}).get("schema", {}), shapes)
    rows = shape.get("properties", {}).get("results")
    if rows is None:
        return dict(_placed(shape, ""))
    return dict(_placed(_shape(rows["items"], shapes), "results/0/"))


def _placed(shape: dict[str, Any], before: str) -> Iterator[tuple[str, str]]:
    for name in shape.get("properties", {}):
        yield name, f"{before}{name}"


def _shape(given: dict[str, Any], shapes: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = shapes[given["$ref"].removeprefix(REFERENCE)] if "$ref" in given else given
    return found
