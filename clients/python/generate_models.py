"""Write the modules of `pbrmanager_client/models`, and `operations.py`, from the description of the interface.

    python generate_models.py schema.json

The description is OpenAPI 3.1. Shapes stand in a module for each part of the interface, and those of several parts in
`shared`. Tests compare all of it with the description, so that the client cannot fall behind the interface unnoticed.
"""

import argparse
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).resolve().parent / "pbrmanager_client"
REFERENCE = "#/components/schemas/"
WIDTH = 120
HEAD = '"""{}\n\nWritten by `generate_models.py` from the description of the interface: do not edit.\n"""\n\n'
LIBRARY = {"datetime": ("date", "datetime"), "decimal": ("Decimal",), "typing": ("Any", "Literal")}
MODELS = "pbrmanager_client.models"
SHARED = "shared"
SIMPLE = {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}
FORMATS = {"date": "date", "date-time": "datetime", "decimal": "Decimal"}


def models(described: dict[str, Any]) -> dict[str, str]:
    """The source of each module by its file: a frozen dataclass for every shape that is sent or answered, but the
    pages of lists."""
    shapes = described["components"]["schemas"]
    parts = _parts(described)
    found = {f"{part}.py": _module(part, names, shapes, parts.get(SHARED, [])) for part, names in parts.items()}
    lines = "".join(f"from {MODELS}.{part} import (\n{_listed(parts[part])})\n" for part in sorted(parts))
    every = _listed(sorted(f'"{name}"' for names in parts.values() for name in names))
    return found | {"__init__.py": HEAD.format("What is sent and answered.") + f"{lines}\n__all__ = [\n{every}]\n"}


def _listed(names: Iterable[str]) -> str:
    return "".join(f"    {name},\n" for name in names)


def _parts(described: dict[str, Any]) -> dict[str, list[str]]:
    """The shapes by the one part of the interface whose operations send or answer them, or `shared`."""
    shapes = described["components"]["schemas"]
    used: dict[str, set[str]] = {name: set() for name in shapes if not name.startswith("PageOf")}
    for methods in described["paths"].values():
        for operation in methods.values():
            part = "_".join(operation["tags"][0].lower().split())
            for name in _reached(operation, shapes) & used.keys():
                used[name].add(part)
    found: dict[str, list[str]] = {}
    for name in sorted(used):
        found.setdefault(min(used[name]) if len(used[name]) == 1 else SHARED, []).append(name)
    return found


def _reached(given: Any, shapes: dict[str, Any]) -> set[str]:
    """The names of the shapes that it refers to, and of those that these refer to."""
    found: set[str] = set()
    ahead = _named(given)
    while ahead:
        name = ahead.pop()
        if name not in found:
            found.add(name)
            ahead |= _named(shapes[name])
    return found


def _named(given: Any) -> set[str]:
    return set(re.findall(rf'"{REFERENCE}(\w+)"', json.dumps(given, default=str)))


def _module(part: str, names: list[str], shapes: dict[str, Any], shared: list[str]) -> str:
    text = "".join(f"\n\n{_class(name, shapes[name])}" for name in names)
    lines = [
        f"from {module} import {', '.join(kept)}\n"
        for module, offered in LIBRARY.items()
        if (kept := [name for name in offered if re.search(rf"\b{name}\b", text)])
    ]
    met = [name for name in shared if name not in names and name in _named([shapes[one] for one in names])]
    own = f"\nfrom {MODELS}.{SHARED} import {', '.join(met)}\n" if met else ""
    said = HEAD.format(f"What is sent and answered: {part.replace('_', ' ')}.")
    return said + "from __future__ import annotations\n\nimport dataclasses\n" + "".join(lines) + own + text


def operations(described: dict[str, Any]) -> str:
    """The source of a table: the name of an operation, its method and its address."""
    rows = sorted(
        (operation["operationId"], method.upper(), path)
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
        if "operationId" in operation
    )
    lines = "".join(f'    "{name}": ("{method}", "{path}"),\n' for name, method, path in rows)
    return HEAD.format("Every operation by its name: its method and its address.") + f"OPERATIONS = {{\n{lines}}}\n"


def _class(name: str, shape: dict[str, Any]) -> str:
    required = set(shape.get("required", ()))
    fields = "".join(_field(field, given, field in required) for field, given in shape["properties"].items())
    said = f'    """{shape["description"].splitlines()[0]}"""\n\n' if shape.get("description") else ""
    return f"@dataclasses.dataclass(frozen=True, kw_only=True)\nclass {name}:\n{said}{fields}"


def _field(name: str, given: dict[str, Any], required: bool) -> str:
    kind = kind_of(given)
    if not required and not kind.endswith("| None"):
        kind += " | None"
    line = f"    {name}: {kind}{'' if required else ' = None'}\n"
    return line if len(line) <= WIDTH else "".join(_broken(line))


def _broken(line: str) -> Iterator[str]:
    """A line that is too long, with the values of its `Literal` on a line of their own, or on one each."""
    before, values, after = re.fullmatch(r"(.*Literal\[)(.*)(\].*\n)", line).groups()  # type: ignore[union-attr]
    if len(values) + 8 > WIDTH:
        values = values.replace(", ", ",\n        ") + ","
    yield f"{before}\n        {values}\n    {after}"


def kind_of(given: dict[str, Any]) -> str:
    """The type, as Python writes it, of what the description says."""
    if "$ref" in given:
        return str(given["$ref"]).removeprefix(REFERENCE)
    if len(given.get("allOf", ())) == 1:  # a reference that has a description of its own beside it
        return kind_of(given["allOf"][0])
    if "oneOf" in given:
        return " | ".join("None" if one.get("type") == "null" else kind_of(one) for one in given["oneOf"])
    kinds = given.get("type", "any")
    if isinstance(kinds, list):
        told = kind_of({**given, "type": next(one for one in kinds if one != "null")})
        return f"{told} | None"
    if "enum" in given:
        return f"Literal[{', '.join(json.dumps(value) for value in given['enum'])}]"
    if kinds == "array":
        return f"tuple[{kind_of(given['items'])}, ...]"
    if kinds == "object":
        return f"dict[str, {kind_of(given.get('additionalProperties') or {})}]"
    return FORMATS.get(given.get("format", ""), SIMPLE.get(kinds, "Any"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("schema", type=Path, help="the description as JSON, as /api/v1/schema/ gives it")
    described = json.loads(parser.parse_args().schema.read_text())
    for file, text in models(described).items():
        (PACKAGE / "models" / file).write_text(text)
    (PACKAGE / "operations.py").write_text(operations(described))


if __name__ == "__main__":
    main()
