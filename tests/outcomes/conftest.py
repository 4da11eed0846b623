import pytest

from tests.outcomes import scheme as schemes
from tests.outcomes.scheme import Scheme


@pytest.fixture
def scheme(db: None) -> Scheme:
    return schemes.scheme()
