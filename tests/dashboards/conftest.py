from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from accounts.models import User
from stages.models import Programme
from tests import builders
from tests.kept import kept


def running(**fields: object) -> Programme:
    """A programme in delivery whose Expert Body sits today."""
    made = builders.programme_at_stage(5, at=now() - timedelta(days=60), **fields)
    builders.body(made, from_date=localdate() - timedelta(days=50))
    return made


@pytest.fixture
@kept
def programme() -> Programme:
    return running(name="Work for all", summary="Jobs that last.")


@pytest.fixture
def stranger(db: None) -> User:
    return builders.user("Stranger")
