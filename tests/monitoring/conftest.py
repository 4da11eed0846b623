import pytest

from tests.monitoring import scenes
from tests.monitoring.scenes import Scene


@pytest.fixture
def scene(db: None) -> Scene:
    return scenes.scene()
