"""What the client knows of the interface is what the interface says of itself."""

import inspect
import json
from pathlib import Path
from typing import Any

import pytest

import generate_models
from pbrmanager.views import api
from pbrmanager_client import client, comparing, decoding, exporting, models, people, proving, sending
from pbrmanager_client.operations import OPERATIONS

AGAIN = (
    "The interface has changed. Run: manage.py spectacular --format openapi-json --file var/schema.json; "
    "python clients/python/generate_models.py var/schema.json"
)


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(api.described(), default=str))
    return found


def test_the_operations_are_as_the_schema_has_them(described: dict[str, Any]) -> None:
    assert generate_models.operations(described) == Path(generate_models.PACKAGE, "operations.py").read_text(), AGAIN


def test_the_models_are_as_the_schema_has_them(described: dict[str, Any]) -> None:
    kept = {path.name: path.read_text() for path in Path(generate_models.PACKAGE, "models").glob("*.py")}
    assert generate_models.models(described) == kept, AGAIN


def test_the_client_has_a_method_for_every_operation(described: dict[str, Any]) -> None:
    """Those that no token may carry out are methods of a person."""
    source = "".join(inspect.getsource(part) for part in (client, sending, exporting, proving, comparing))
    alone = {name for name in OPERATIONS if f'"{name}"' not in source}
    said = {
        operation["operationId"]
        for methods in described["paths"].values()
        for operation in methods.values()
        if "no token is enough" in operation.get("description", "")
    }
    assert alone == said
    assert not [name for name in alone if f'"{name}"' not in inspect.getsource(people)]


def test_the_examples_of_the_schema_are_read(described: dict[str, Any]) -> None:
    """Each example of an answer that is shown to those who write clients."""
    seen = 0
    for path in described["paths"].values():
        for operation in path.values():
            for status, answer in operation["responses"].items():
                content = answer.get("content", {}).get("application/json", {})
                shape = content.get("schema", {}).get("$ref", "").rpartition("/")[2]
                for example in content.get("examples", {}).values() if shape and status < "3" else ():
                    rows = example["value"]["results"] if shape.startswith("PageOf") else [example["value"]]
                    for row in rows:
                        decoding.read(getattr(models, shape.removeprefix("PageOf")), row)
                        seen += 1
    assert seen >= 30


def test_a_field_that_a_later_version_adds_is_passed_over() -> None:
    found = decoding.read(models.Organisation, {"code": "north", "name": "North", "colour": "green"})
    assert found == models.Organisation(code="north", name="North")


@pytest.mark.parametrize("given", [None, [], {"code": "north"}])
def test_an_answer_of_another_shape_is_not_taken_for_one(given: Any) -> None:
    with pytest.raises(decoding.Unreadable):
        decoding.read(models.Organisation, given)
