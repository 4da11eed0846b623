import pytest

from tests.contracts import builders
from tests.kept import kept


@pytest.fixture
@kept
def place() -> builders.Setting:
    """A programme in stage 4, with its parties and a person for each."""
    return builders.setting()
