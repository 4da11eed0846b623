"""The whole interface tried with what its schema allows and forbids: no failure of ours, and every answer as described.

Each operation is tried by itself, and then in chains, where one answer leads to the next request by the schema's links.
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
from django.test import TestCase, override_settings
from hypothesis import HealthCheck, Phase, settings, strategies
from hypothesis.stateful import initialize, run_state_machine_as_test
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
    StatefulPhaseConfig,
)
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation import GenerationMode
from schemathesis.generation.stateful.state_machine import StepInput, StepOutput, normalize_name

from pbrmanager import celery_app, urls_api
from pbrmanager.wsgi import application
from tests import interface
from tests.pbrmanager.operations import OPERATIONS
from tests.pbrmanager.test_access import World, build
from tests.pbrmanager.test_operations import person, signed_in

pytestmark = pytest.mark.django_db

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "2"))
IS_LONG = "FUZZ_EXAMPLES" in os.environ
"""A few of each operation among all tests, always the same; many, with all edges of the schema, in `make fuzz`."""

CHAINS = EXAMPLES * 10
STEPS = 16

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
            phases=PhasesConfig(
                coverage=CoveragePhaseConfig(enabled=IS_LONG),
                stateful=StatefulPhaseConfig.from_dict({"inference": {"algorithms": []}}),  # our own links alone
            ),
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
    celery_app.loader.import_default_modules()  # what is sent to the worker is done at once, by the name of the task
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
    """The agent's system, and the commissioner and a principal who are signed in."""
    return [
        interface.system_of(person(world, "agent")),
        *(signed_in(world, who) for who in ("commissioner", "principal")),
    ]


SIGNED_BY_PRINCIPALS = ("statement_sign", "run_release")
"""What neither the agent nor the commissioner may do; a principal is asked for these alone, to save time."""


def asking(callers: list[interface.Caller], path: str) -> list[interface.Caller]:
    """Who tries the operation at the address."""
    return callers if path in {templates[name] for name in SIGNED_BY_PRINCIPALS} else callers[:2]


@pytest.fixture(scope="module")
def known(world: World) -> dict[str, dict[str, Any]]:
    """What stands in the addresses of this world, by the template of the address."""
    found = {}
    for operation in OPERATIONS:
        parts = {name: str(world.records.get(str(value)[1:], value)) for name, value in operation.parts.items()}
        template = templates[operation.name]
        found[template] = {"id" if name == "pk" else name: value for name, value in parts.items()}
    return found


def aim(case: schemathesis.Case[Any], known: dict[str, dict[str, Any]], led: frozenset[str] = frozenset()) -> None:
    """Lead the case to records that exist, unless its very point is an address that cannot be. What an earlier answer
    has told, `led`, stays."""
    component = case.meta.components.get(ParameterLocation.PATH) if case.meta else None
    if component is None or component.mode == GenerationMode.POSITIVE:
        kept = {name: value for name, value in case.path_parameters.items() if name in led}
        case.path_parameters = known[case.operation.path] | kept
    query = case.meta.components.get(ParameterLocation.QUERY) if case.meta else None
    if query is None or query.mode == GenerationMode.POSITIVE:
        for name in LED_BY_ANSWERS:
            case.query.pop(name, None)


@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    derandomize=not IS_LONG,
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
    for caller in asking(callers, case.operation.path):
        with transaction.atomic():
            response = case.call(headers=caller.headers, cookies=cookies(caller))
            case.validate_response(response)
            transaction.set_rollback(True)


def cookies(caller: interface.Caller) -> dict[str, str]:
    return {name: morsel.value for name, morsel in caller.browser.cookies.items()}


Machine: Any = schema.as_state_machine()
BEGINNING = "GET /api/v1/programmes/"
"""The step that every chain begins with: the list of programmes leads to everything else."""


def chains(callers: list[interface.Caller], known: dict[str, dict[str, Any]], followed: set[str]) -> Any:
    """Requests of one caller, each led by an answer before it. What was done in a chain is undone at its end. The
    links that were followed are noted."""

    class Chain(Machine):  # type: ignore[misc]
        _root_labels = frozenset({BEGINNING})

        @initialize(caller=strategies.sampled_from(callers))
        def begin(self, caller: interface.Caller) -> None:
            self.caller = caller

        def setup(self) -> None:
            self.caller = callers[0]
            self.undone = transaction.atomic()
            self.undone.__enter__()

        def teardown(self) -> None:
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)

        def step(self, input: StepInput) -> StepOutput:
            led = frozenset(str(name) for place, name in input.applied_parameters if place == ParameterLocation.PATH)
            aim(input.case, known, led)
            followed.update({input.transition.id} if input.transition else ())
            with TestCase.captureOnCommitCallbacks(execute=True):  # the worker does its part before the next request
                found: StepOutput = super().step(input)
            return found

        def get_call_kwargs(self, case: schemathesis.Case[Any]) -> dict[str, Any]:
            return {"headers": self.caller.headers, "cookies": cookies(self.caller)}

    for name in Machine.root_rules:
        if not name.endswith(normalize_name(BEGINNING)):
            setattr(Chain, name, None)  # it would ask for a hundred things that nothing led to, and never get far
    return Chain


def test_every_answer_leads_on(world: World, callers: list[interface.Caller], known: dict[str, dict[str, Any]]) -> None:
    """The examples are as many as of ten operations."""
    followed: set[str] = set()
    run_state_machine_as_test(
        chains(callers, known, followed),
        settings=settings(
            max_examples=CHAINS,
            stateful_step_count=STEPS,
            derandomize=not IS_LONG,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],
        ),
    )
    assert len(followed) >= 10
