"""Every operation of the interface for other systems × everybody who may ask, as the table in `operations` has it."""

import re
import sys
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse
from django.utils.timezone import now
from rest_framework.serializers import BaseSerializer

from accounts.api.rules import Rule
from accounts.domain.endings import Ending
from accounts.models import AuditEntry, User
from pbrmanager.views import api
from stages.api.programmes import ProgrammeList
from stages.models import Programme
from stages.selectors import tokens
from tests import interface
from tests.pbrmanager.access import WHO
from tests.pbrmanager.operations import OPERATIONS, Operation
from tests.pbrmanager.test_access import World, build

pytestmark = pytest.mark.django_db

CALLED = [(operation, method) for operation in OPERATIONS for method in ("get", "post") if getattr(operation, method)]
KINDS = {200: "y", 201: "y", 202: "y", 400: "y", 409: "y", 422: "y", 403: "n", 404: ".", 401: "s"}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Built once; every test is rolled back to it, and it to nothing."""
    folder = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("files"), API_REQUESTS_PER_MINUTE=100_000)
    with django_db_blocker.unblock(), transaction.atomic():
        with folder:
            yield build()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def systems(world: World) -> dict[str, interface.Caller]:
    """A system with a token of everybody who may have one."""
    people = {who: person(world, who) for who in world.sessions}
    return {who: interface.system_of(one) for who, one in people.items() if tokens.to_hand_on(one).exists()}


def person(world: World, who: str) -> User:
    from django.contrib.sessions.models import Session

    key = world.sessions[who]
    return User.objects.get(pk=Session.objects.get(session_key=key).get_decoded()["_auth_user_id"])


def signed_in(world: World, who: str) -> interface.Caller:
    browser = world.browser(who, checks_csrf=True)
    browser.cookies["csrftoken"] = "t" * 32
    return interface.Caller(browser, **{"X-CSRFToken": "t" * 32})


def path(world: World, operation: Operation, programme: Programme | None = None) -> str:
    given = {
        part: world.records[value[1:]] if isinstance(value, str) and value.startswith(":") else value
        for part, value in operation.parts.items()
    }
    if programme is not None:
        given["slug"] = programme.slug
    return reverse(f"api:{operation.name}", kwargs=given).removeprefix("/api/v1/") + operation.query


def body(world: World, operation: Operation) -> Any:
    """What is sent. Values that begin with a colon name a record, as parts of an address do."""
    if not isinstance(operation.body, dict):
        return operation.body
    return {
        name: world.records[value[1:]] if isinstance(value, str) and value.startswith(":") else value
        for name, value in operation.body.items()
    }


def answer(caller: interface.Caller, where: str, operation: Operation, method: str, sent: Any = None) -> str:
    """The letter for the answer. Who is refused changes nothing."""
    with transaction.atomic():
        before = AuditEntry.objects.count()
        response = caller.get(where) if method == "get" else caller.post(where, sent, kind=operation.kind)
        letter = KINDS.get(response.status_code, f"[{response.status_code}]")
        assert letter == "y" or AuditEntry.objects.count() == before
        is_away = response.status_code == 409 and operation.name.endswith("_file")  # each test has a store of its own
        assert method != "get" or letter != "y" or response.status_code == 200 or is_away, response.content
        transaction.set_rollback(True)
    return letter


def named(given: Any) -> str:
    return str(given)


@pytest.mark.parametrize(("operation", "method"), CALLED, ids=named)
def test_who_may_do_it(world: World, systems: dict[str, interface.Caller], operation: Operation, method: str) -> None:
    """People as their roles say, systems like the people who made their tokens, and strangers not at all."""
    where, expected, sent = path(world, operation), getattr(operation, method), body(world, operation)
    found = "".join(
        answer(
            interface.Caller(Client()) if who == "anonymous" else signed_in(world, who), where, operation, method, sent
        )
        for who in WHO
    )
    assert found == expected
    for who, letter in zip(WHO, expected, strict=True):
        if who in systems:
            said = answer(systems[who], where, operation, method, sent)
            assert said == ("n" if operation.for_people_alone else "." if operation.of_the_asker else letter), who


@pytest.mark.parametrize(("operation", "method"), [row for row in CALLED if row[0].is_of_a_programme], ids=named)
def test_nothing_is_reached_from_another_programme(
    world: World, systems: dict[str, interface.Caller], operation: Operation, method: str
) -> None:
    """Whoever may do everything elsewhere reaches neither this programme nor a record of it by its number there."""
    for caller in (signed_in(world, "outsider"), systems["outsider"]):
        assert answer(caller, path(world, operation), operation, method, body(world, operation)) in {".", "n"}
        if any(str(value).startswith(":") for part, value in operation.parts.items() if part != "slug"):
            where = path(world, operation, world.elsewhere)
            assert answer(caller, where, operation, method, body(world, operation)) in {".", "n"}


def test_the_table_has_every_operation_of_the_schema_and_no_other() -> None:
    described = {(path, method) for path, methods in api.described()["paths"].items() for method in methods}
    assert len(described) == len(CALLED)
    assert {method for _path, method in described} == {"get", "post"}


def test_every_operation_has_an_example_a_summary_and_its_errors() -> None:
    """Whoever writes a client sees for each operation what it takes and gives, and how it fails."""
    wrong = []
    for where, methods in api.described()["paths"].items():
        for method, operation in methods.items():
            name = f"{method} {where}"
            success = [found for status, found in operation["responses"].items() if status < "3"]
            bodies = [body for found in success for body in found.get("content", {}).values()]
            if "application/json" in str(success) and not all(body.get("examples") for body in bodies):
                wrong.append(f"{name} has no example of its answer")
            if "requestBody" in operation and not all(
                body.get("examples") for body in operation["requestBody"]["content"].values()
            ):
                wrong.append(f"{name} has no example of its body")
            if not {"401", "403", "404", "429"} <= set(operation["responses"]):
                wrong.append(f"{name} does not say how it fails")
            if len({*operation["summary"].split()}) < 2:
                wrong.append(f"{name} has no summary")
    assert not wrong


def test_every_operation_has_a_name_of_its_own() -> None:
    names = [one["operationId"] for methods in api.described()["paths"].values() for one in methods.values()]
    assert len(names) == len(set(names))


def test_no_two_shapes_share_a_name() -> None:
    """The description names shapes by their classes: two of one name would be taken for each other."""
    found = [
        one.__name__
        for module in list(sys.modules.values())
        if re.fullmatch(r"[a-z]+\.api\.[a-z_]+", module.__name__)
        for one in vars(module).values()
        if isinstance(one, type) and issubclass(one, BaseSerializer) and one.__module__ == module.__name__
    ]
    assert len(found) == len(set(found))


def test_tokens_of_the_world_are_live(world: World) -> None:
    agent, at = person(world, "agent"), now()
    assert tokens.rows(agent, tokens.listed(agent, at), at)[0].may_revoke


def test_what_is_for_people_alone_is_offered_to_no_token() -> None:
    for methods in api.described()["paths"].values():
        for operation in methods.values():
            alone = "no token is enough" in operation.get("description", "")
            assert (["session"] if alone else ["token", "session"]) == [
                name for scheme in operation["security"] for name in scheme
            ], operation["operationId"]


def test_an_operation_that_ends_says_so_in_each_answer(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    ending = Ending(date(2026, 1, 1), date(2027, 1, 1), "Use another.")
    monkeypatch.setattr(ProgrammeList.get, "rule", Rule(ending=ending))
    response = signed_in(world, "commissioner").get("programmes/")
    assert {name: response[name] for name in ending.headers} == ending.headers
    assert "Sunset" not in signed_in(world, "commissioner").get(f"programmes/{world.programme.slug}/")
