import pytest

from tests.kept import kept
from tests.outcomes import scheme as schemes
from tests.outcomes.scheme import Scheme


@pytest.fixture
@kept
def scheme() -> Scheme:
    """A scheme with 60 participants, one started each day."""
    from datetime import date, timedelta

    made = schemes.scheme()
    for number in range(60):
        made.participant(f"P-{number:02}", date(2025, 1, 10) + timedelta(days=number))
    return made
