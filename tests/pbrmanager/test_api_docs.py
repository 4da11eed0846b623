"""What the documentation of the interface tells, held against the interface itself."""

import html
import json
import re
import runpy
import sys
import types
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from accounts.api.endpoints import Endpoint
from accounts.api.problems import code_of
from accounts.errors import Refused
from notifications.domain import kinds, signatures
from outcomes.domain import problems as rows
from pbrmanager import api_docs, api_problems
from pbrmanager.views.api import described
from stages.actions.pack_errors import PackError, PackRefused
from tests import builders, interface

PAGE = "/api/v1/docs/"
APPS = ("accounts", "stages", "contracts", "delivery", "outcomes", "payments", "monitoring")


@pytest.fixture
def page(client: Client, db: None) -> str:
    return client.get(PAGE).content.decode()


def refusals() -> set[str]:
    """The codes of everything that the actions which the interface calls may refuse."""
    described()
    endpoints = [module for name, module in sys.modules.items() if re.fullmatch(rf"({'|'.join(APPS)})\.api\.\w+", name)]
    actions = {found for module in endpoints for found in _actions(module)}
    found = [kind for module in actions for kind in vars(module).values() if isinstance(kind, type)]
    return {code_of(kind.__new__(kind)) for kind in found if issubclass(kind, Refused)}


def _actions(module: types.ModuleType) -> Iterator[types.ModuleType]:
    for one in vars(module).values():
        name = one.__name__ if isinstance(one, types.ModuleType) else str(getattr(one, "__module__", ""))
        if ".actions." in name:
            yield sys.modules[name]


def test_every_code_of_a_refusal_is_told_with_what_to_do() -> None:
    told = {one.code for one in api_problems.PROBLEMS}
    assert len(told) == len(api_problems.PROBLEMS)
    found = refusals()
    assert {"stage_closed", "row_refused", "export_outdated", "statement_refused", "pack_refused"} <= found
    assert found - told == set()


def test_the_statuses_that_are_told_are_those_that_refusals_have() -> None:
    from accounts.api.problems import StatusOf

    told = {one.code: one.status for one in api_problems.PROBLEMS}
    for kind in (PackRefused([]), PackError("programme", "It is missing.")):
        assert told[code_of(kind)] == StatusOf.refusal(kind) == 422


def test_the_type_of_a_problem_leads_to_its_place_on_the_page(page: str, client: Client) -> None:
    for one in (
        client.get("/api/v1/programmes/"),
        client.get("/api/v1/programmes/", headers={"Authorization": "Bearer pbr_x"}),
        interface.system_of(builders.member(builders.programme(), "agent")).get("nowhere"),
    ):
        found = one.json()
        path, _, anchor = found["type"].partition("#")
        assert path == PAGE
        assert f'id="{anchor}"' in page
        assert found["detail"].endswith(".")


def test_links_within_the_page_lead_somewhere(page: str) -> None:
    places = set(re.findall(r' id="([^"]+)"', page))
    links = set(re.findall(r'href="#([^"]+)"', page))
    assert {"followSubmission", "listRejectedRows", "askExport", "webhooks"} <= links
    assert links <= places


def test_every_code_of_a_row_and_every_event_stands_on_the_page(page: str) -> None:
    words = html.unescape(re.sub(r"<[^>]+>", " ", page))
    for code in [one.code for one in rows.PROBLEMS] + [one.code for one in kinds.KINDS]:
        assert code in words
    assert "{value}" not in words
    assert "{0}" not in words


def test_the_examples_use_codes_that_exist() -> None:
    known = {one.code for one in rows.PROBLEMS} | {"required"}
    found = re.findall(r'"code": "(\w+)"[^{}]*?"what_to_do"', json.dumps(described()))
    assert "date_future" in found
    assert set(found) <= known


def test_what_an_operation_does_is_told_in_its_own_words() -> None:
    told = [operation.get("description", "") for path in described()["paths"].values() for operation in path.values()]
    assert all(told)
    assert not any(str(Endpoint.__doc__).split(".")[0] in one for one in told)


def test_what_values_mean_is_told_after_the_words() -> None:
    assert api_docs.plain("Its state\n\n* `open` - Open\n* `closed` - Closed for good") == (
        "Its state. open: Open; closed: Closed for good"
    )
    assert api_docs.plain("* `open` - open") == ""
    assert api_docs.plain("As it was `sent`") == "As it was sent"


def test_the_recipe_for_webhooks_tells_the_genuine_one_from_others(page: str, tmp_path: Path) -> None:
    recipe = next(one for one in re.findall(r"(?s)<pre[^>]*>(.*?)</pre>", page) if "is_genuine" in one)
    (tmp_path / "recipe.py").write_text(html.unescape(recipe))
    told = runpy.run_path(str(tmp_path / "recipe.py"))
    secret, body, moment = signatures.written(b"k" * 32), b'{"type":"finding.opened"}', 1_772_366_400
    headers = signatures.headers([signatures.written(b"o" * 32), secret], "msg_1", moment, body)
    assert told["is_genuine"](secret, headers, body)
    assert not told["is_genuine"](secret, headers, body + b" ")
    assert not told["is_genuine"](signatures.written(b"l" * 32), headers, body)
