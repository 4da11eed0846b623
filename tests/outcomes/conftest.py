import pytest

from tests.kept import kept
from tests.outcomes import scheme as schemes
from tests.outcomes.scheme import Scheme


@pytest.fixture
@kept
def scheme() -> Scheme:
    return schemes.scheme()
