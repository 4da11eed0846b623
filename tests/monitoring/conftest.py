import pytest

from tests.kept import kept
from tests.monitoring import scenes
from tests.monitoring.scenes import Scene


@pytest.fixture
@kept
def scene() -> Scene:
    return scenes.scene()
