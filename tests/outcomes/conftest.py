import pytest
from django.utils.timezone import now

from outcomes.actions import sandboxes
from stages.models import Programme
from tests.kept import kept
from tests.monitoring import scenes
from tests.monitoring.scenes import Scene
from tests.outcomes import scheme as schemes
from tests.outcomes.scheme import Scheme


@pytest.fixture
@kept
def scheme() -> Scheme:
    return schemes.scheme()


@pytest.fixture
@kept
def scene() -> Scene:
    return scenes.first_quarter()


@pytest.fixture
def sandbox(scene: Scene) -> Programme:
    return sandboxes.make(programme=scene.programme, by=scene.commissioner, at=now())
