from collections.abc import Iterator

import pytest
from django.conf import LazySettings

from accounts.models import Role, User
from stages.models import Programme
from tests import builders
from tests.stages import tables


@pytest.fixture(autouse=True)
def _tables_of_stages_alone(settings: LazySettings) -> Iterator[None]:
    settings.GATE_CHECKS = "tests.stages.tables.GATE_CHECKS"
    settings.STAGE_TASKS = "tests.stages.tables.STAGE_TASKS"
    settings.STAKEHOLDER_TIES = "tests.stages.tables.STAKEHOLDER_TIES"
    yield
    tables.MISSING.clear()
    tables.TIES.clear()


@pytest.fixture
def programme(db: None) -> Programme:
    return builders.programme("Homes first")


@pytest.fixture
def commissioner(programme: Programme) -> User:
    return builders.member(programme, Role.COMMISSIONER)


@pytest.fixture
def expert(programme: Programme) -> User:
    return builders.member(programme, Role.EXPERT_BODY)


@pytest.fixture
def analyst(programme: Programme) -> User:
    return builders.member(programme, Role.ANALYST)


@pytest.fixture
def agent(programme: Programme) -> User:
    return builders.member(programme, Role.AGENT)


@pytest.fixture
def stranger(db: None) -> User:
    return builders.user("Stranger")
