from datetime import date, timedelta

import pytest

from accounts.models import Role, User
from outcomes.models import Claim, Submission
from tests import builders
from tests.kept import kept
from tests.outcomes.scheme import Scheme, table

BAD = """participant,outcome,achieved_on,note
P-1,qualification,2025-02-01,a
P-9,qualification,31/02/2025,b
P-8,qualification,,c
"""


@pytest.fixture
def done(scheme: Scheme) -> Submission:
    """A file of three rows, two of them rejected."""
    scheme.participant("P-1")
    return scheme.send(BAD, name="march.csv")


@pytest.fixture
@kept
def stranger() -> User:
    return builders.user("Stranger")


@pytest.fixture
def analyst(scheme: Scheme) -> User:
    return builders.member(scheme.programme, Role.ANALYST)


@pytest.fixture
def commissioner(scheme: Scheme) -> User:
    return builders.member(scheme.programme, Role.COMMISSIONER)


@pytest.fixture
def rival(scheme: Scheme) -> User:
    """A person of another agent of the same programme."""
    return builders.member(scheme.programme, Role.AGENT, organisation=builders.organisation("Rival", code="rival"))


@pytest.fixture
def claims(scheme: Scheme) -> list[Claim]:
    """120 claims of 60 participants, two on each day."""
    rows = []
    for number in range(60):
        scheme.participant(f"P-{number:02}")
        day = date(2025, 2, 1) + timedelta(days=number)
        rows += [(f"P-{number:02}", "qualification", day), (f"P-{number:02}", "sustained_job", day)]
    scheme.send(table("participant,outcome,achieved_on", rows))
    return list(Claim.objects.order_by("-event_date", "-pk"))
