"""Write `pbrmanager_client/models.py` and `operations.py` from the description of the interface (OpenAPI 3.1).

    python generate_models.py schema.json

A test compares both with the description, so that the client cannot fall behind the interface unnoticed.
"""

import argparse
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).resolve().parent / "pbrmanager_client"
REFERENCE = "#/components/schemas/"
WIDTH = 120
HEAD = '"""{}\n\nWritten by `generate_models.py` from the description of the interface: do not edit.\n"""\n\n'
IMPORTS = """from __future__ import annotations

import dataclasses
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal
"""
SIMPLE = {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}
FORMATS = {"date": "date", "date-time": "datetime", "decimal": "Decimal"}


def models(described: dict[str, Any]) -> str:
    """The source of a frozen dataclass for every shape that is sent or answered, but the pages of lists."""
    shapes = described["components"]["schemas"]
    classes = [_class(name, shapes[name]) for name in sorted(shapes) if not name.startswith("PageOf")]
    return HEAD.format("What is sent and answered.") + IMPORTS + "".join(f"\n\n{text}" for text in classes)


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
    (PACKAGE / "models.py").write_text(models(described))
    (PACKAGE / "operations.py").write_text(operations(described))


if __name__ == "__main__":
    main()
