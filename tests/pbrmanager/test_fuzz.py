"""The whole interface tried with what its schema allows and forbids: no failure of ours, and every answer as described.

`make test` tries a few examples of each operation; `make fuzz` many, for as long as it takes.
"""

import os
import re
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.test import override_settings
from hypothesis import HealthCheck, Phase, settings
from schemathesis.config import (
    ChecksConfig,
    CoveragePhaseConfig,
    GenerationConfig,
    PhasesConfig,
    PositiveDataAcceptanceConfig,
    ProjectConfig,
    ProjectsConfig,
    SchemathesisConfig,
    SimpleCheckConfig,
)
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation import GenerationMode

from pbrmanager import urls_api
from pbrmanager.wsgi import application
from tests import interface
from tests.pbrmanager.operations import OPERATIONS
from tests.pbrmanager.test_access import World, build
from tests.pbrmanager.test_operations import person, signed_in

pytestmark = pytest.mark.django_db

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "2"))
IS_LONG = "FUZZ_EXAMPLES" in os.environ
"""A few of each operation among all tests; many, with all edges of the schema, in `make fuzz`."""

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LED_BY_ANSWERS = ("fields", "cursor")
"""Parameters whose right values only earlier answers tell, and which make an answer less than it is described as."""
ACCEPTED = ("2xx", "304", "401", "403", "404", "409", "412", "422")
"""What is in shape may still be refused by a rule of the field."""


@schemathesis.serializer(WORKBOOK, "application/x-ndjson")
def raw(ctx: schemathesis.SerializationContext, value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


CONFIG = SchemathesisConfig(
    projects=ProjectsConfig(
        default=ProjectConfig(
            generation=GenerationConfig(allow_x00=False, with_security_parameters=False, max_examples=EXAMPLES),
            checks=ChecksConfig(
                positive_data_acceptance=PositiveDataAcceptanceConfig(expected_statuses=ACCEPTED),
                ignored_auth=SimpleCheckConfig(enabled=False),  # the table of operations asks strangers
            ),
            phases=PhasesConfig(coverage=CoveragePhaseConfig(enabled=IS_LONG)),
        )
    )
)
schema = schemathesis.openapi.from_wsgi("/api/v1/schema/", application, config=CONFIG)


templates = {
    pattern.name: "/api/v1/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(pattern.pattern)).replace("{pk}", "{id}")
    for pattern in urls_api.urlpatterns
}
"""The address of each operation as the schema writes it."""


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Built once; every example is rolled back to it."""
    folder = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("files"), API_REQUESTS_PER_MINUTE=1_000_000)
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)  # requests come by WSGI, and share the connection of the test
    with django_db_blocker.unblock(), transaction.atomic(), folder:
        yield build()
        transaction.set_rollback(True)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture(scope="module")
def callers(world: World) -> list[interface.Caller]:
    """The agent's system, and the commissioner who is signed in."""
    return [interface.system_of(person(world, "agent")), signed_in(world, "commissioner")]


@pytest.fixture(scope="module")
def known(world: World) -> dict[str, dict[str, Any]]:
    """What stands in the addresses of this world, by the template of the address."""
    found = {}
    for operation in OPERATIONS:
        parts = {name: str(world.records.get(str(value)[1:], value)) for name, value in operation.parts.items()}
        template = templates[operation.name]
        found[template] = {"id" if name == "pk" else name: value for name, value in parts.items()}
    return found


def aim(case: schemathesis.Case[Any], known: dict[str, dict[str, Any]]) -> None:
    """Lead the case to records that exist, unless its very point is an address that cannot be."""
    component = case.meta.components.get(ParameterLocation.PATH) if case.meta else None
    if component is None or component.mode == GenerationMode.POSITIVE:
        case.path_parameters = dict(known[case.operation.path])
    query = case.meta.components.get(ParameterLocation.QUERY) if case.meta else None
    if query is None or query.mode == GenerationMode.POSITIVE:
        for name in LED_BY_ANSWERS:
            case.query.pop(name, None)


@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
def test_every_answer_is_as_described(
    case: schemathesis.Case[Any],
    world: World,
    callers: list[interface.Caller],
    known: dict[str, dict[str, Any]],
) -> None:
    aim(case, known)
    for caller in callers:
        with transaction.atomic():
            response = case.call(headers=caller.headers, cookies=cookies(caller))
            case.validate_response(response)
            transaction.set_rollback(True)


def cookies(caller: interface.Caller) -> dict[str, str]:
    return {name: morsel.value for name, morsel in caller.browser.cookies.items()}
