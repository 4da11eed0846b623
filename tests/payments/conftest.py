import pytest

from tests.payments.scheme import Scheme
from tests.payments.scheme import scheme as make_scheme


@pytest.fixture
def scheme(db: None) -> Scheme:
    return make_scheme()
