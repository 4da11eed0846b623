"""Where the description says that answers lead: a client that begins with the programmes finds everything else."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from accounts.api.fields import NOT_BLANK
from pbrmanager.views import api

FIRST = {"listProgrammes", "loadProgrammePack"}


def operations() -> dict[str, tuple[str, dict[str, Any]]]:
    return {
        operation["operationId"]: (path, operation)
        for path, methods in api.described()["paths"].items()
        for operation in methods.values()
    }


def links(operation: dict[str, Any]) -> Iterator[tuple[str, dict[str, str]]]:
    for answer in operation["responses"].values():
        for link in answer.get("links", {}).values():
            yield link["operationId"], link["parameters"]


def test_from_the_programmes_a_client_is_led_to_every_operation() -> None:
    found = operations()
    reached, waiting = set(FIRST), list(FIRST)
    while waiting:
        led = {name for name, _parts in links(found[waiting.pop()][1])} - reached
        reached |= led
        waiting += led
    assert set(found) - reached == set()


def test_every_link_tells_all_that_the_address_asks_for() -> None:
    found = operations()
    for name, (_path, operation) in found.items():
        for target, parts in links(operation):
            assert set(parts) == set(re.findall(r"{(\w+)}", found[target][0])), (name, target)


@pytest.mark.parametrize(
    ("name", "target", "part", "place"),
    [
        ("sendFile", "listRejectedRows", "id", "$response.body#/id"),
        ("askExport", "fetchFileExport", "id", "$response.body#/id"),
        ("listVerdicts", "readVerdict", "code", "$response.body#/results/0/code"),
        ("readDrawnClaim", "answerRequestEvidence", "asked", "$response.body#/requests/0/id"),
        ("readStatement", "acceptStatement", "id", "$request.path.id"),
    ],
)
def test_an_answer_leads_on(name: str, target: str, part: str, place: str) -> None:
    assert dict(links(operations()[name][1]))[target][part] == place


def test_what_is_sent_is_not_blank_and_a_file_is_not_missing() -> None:
    described = api.described()
    assert described["components"]["schemas"]["QuerySent"]["properties"]["line"]["pattern"] == NOT_BLANK
    assert operations()["sendFile"][1]["requestBody"]["required"]
