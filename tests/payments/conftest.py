import pytest

from tests.kept import kept
from tests.payments.scheme import Scheme
from tests.payments.scheme import scheme as make_scheme


@pytest.fixture
@kept
def scheme() -> Scheme:
    return make_scheme()
