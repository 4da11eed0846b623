import pytest
from django.test import Client

from accounts.models import User
from payments.models import Statement
from tests import builders
from tests.kept import kept
from tests.payments.scheme import MAY, Scheme
from tests.payments.scheme import scheme as make_scheme


@pytest.fixture
@kept
def priced() -> Scheme:
    """Six young participants with a job in May, one of them other than young, all priced."""
    scheme = make_scheme()
    for number in range(6):
        scheme.claim(scheme.start(f"P{number}"), MAY)
    scheme.claim(scheme.start("Q1", segment="other"), MAY)
    scheme.price()
    return scheme


@pytest.fixture
def others(priced: Scheme) -> Scheme:
    """Five more of the other segment start, whose start has a price of its own that otherwise one alone would have."""
    for number in range(2, 7):
        priced.start(f"Q{number}", segment="other")
    priced.price()
    return priced


@pytest.fixture
def statement(priced: Scheme) -> Statement:
    return priced.statement("2026-q2")


@pytest.fixture
def stranger(db: None) -> User:
    return builders.user()


@pytest.fixture
def principal(priced: Scheme, client: Client) -> Client:
    """Signed in as the principal."""
    client.force_login(priced.place.for_principal)
    return client
