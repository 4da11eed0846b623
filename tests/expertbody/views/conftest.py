from datetime import timedelta

import pytest
from django.utils.timezone import now

from accounts.models import User
from expertbody.models import Seat
from stages.models import Programme
from tests import builders


@pytest.fixture
def programme(db: None) -> Programme:
    """A programme in delivery, whose Expert Body has sat since yesterday."""
    return builders.programme_at_stage(5, at=now() - timedelta(days=40))


@pytest.fixture
def body(programme: Programme) -> list[Seat]:
    return builders.body(programme, from_date=(now() - timedelta(days=30)).date())


@pytest.fixture
def member(body: list[Seat]) -> User:
    return body[0].user


@pytest.fixture
def stranger(db: None) -> User:
    return builders.user("Stranger")
