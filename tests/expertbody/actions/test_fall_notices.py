"""The chair is told once, by night, what no longer holds of closed stages."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils.timezone import localdate, now

from expertbody import tasks
from expertbody.actions import fall_notices, seats
from expertbody.models import FallNotice
from stages.actions import falls
from stages.models import Programme
from tests import builders


@pytest.fixture
def programme(db: None) -> Programme:
    """A programme whose third gate was passed here, and whose agent's member has left since."""
    made = builders.programme()
    builders.closed_stage_3(made)
    seat = made.seats.get(constituency="agent")
    seats.end(seat=seat, on=localdate() - timedelta(days=1), because="A new post", by=builders.system(), at=now())
    return made


def tell(catch: Any, at: datetime) -> int:
    with catch(execute=True):
        return fall_notices.tell(at=at)


def test_the_chair_is_told_once_what_fell_and_what_to_do(
    programme: Programme, mailoutbox: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    assert tell(django_capture_on_commit_callbacks, now()) == 0
    falls.look_again(programme=programme, by=builders.system(), at=now())
    assert tell(django_capture_on_commit_callbacks, now()) == 1
    assert tell(django_capture_on_commit_callbacks, now()) == 0
    (mail,) = mailoutbox
    assert mail.to == [programme.seats.get(is_chair=True).user.email]
    assert "Nobody sits for the constituency “Agent”" in mail.body
    assert "raise a finding there" in mail.body
    assert FallNotice.objects.get().told.email == mail.to[0]


def test_what_a_finding_questions_already_is_not_told_again(programme: Programme, mailoutbox: list[Any]) -> None:
    falls.raise_finding(programme=programme, stage=3, criterion="body_seated", by=builders.system(), at=now())
    assert tasks.tell_of_falls() == 0
    assert mailoutbox == []


def test_without_a_chair_it_waits_until_somebody_chairs(programme: Programme) -> None:
    falls.look_again(programme=programme, by=builders.system(), at=now())
    seat = programme.seats.get(is_chair=True)
    seats.end(seat=seat, on=localdate() - timedelta(days=1), because="A new post", by=builders.system(), at=now())
    assert fall_notices.tell(at=now()) == 0
    builders.seat(programme, "academics", is_chair=True, from_date=localdate())
    assert fall_notices.tell(at=now()) == 1
