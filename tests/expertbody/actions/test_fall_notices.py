"""The chair is told once, by night, what no longer holds of closed stages."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils.timezone import localdate, now

from expertbody import tasks
from expertbody.actions import fall_notices, seats
from expertbody.models import FallNotice
from notifications.actions import mails
from notifications.domain import channels
from notifications.models import Notice
from stages.actions import falls
from stages.models import CriterionFall, Programme
from tests import builders


@pytest.fixture
def programme(db: None) -> Programme:
    """A programme whose third gate was passed here, and whose agent's member has left since."""
    made = builders.programme()
    builders.closed_stage_3(made)
    seat = made.seats.get(constituency="agent")
    seats.end(seat=seat, on=localdate() - timedelta(days=1), because="A new post", by=builders.system(), at=now())
    return made


def told(programme: Programme) -> list[Notice]:
    chair = programme.seats.get(is_chair=True).user
    return list(Notice.objects.filter(user=chair, kind=channels.CRITERION_FELL).order_by("pk"))


def test_the_chair_is_told_once_what_fell_and_the_mail_says_it_in_brief(
    programme: Programme, mailoutbox: list[Any]
) -> None:
    assert fall_notices.tell(at=now()) == 0
    falls.look_again(programme=programme, by=builders.system(), at=now())
    assert fall_notices.tell(at=now()) == 1
    assert fall_notices.tell(at=now()) == 0
    (notice,) = told(programme)
    assert "Nobody sits for the constituency “Agent”" in notice.title
    assert notice.path == CriterionFall.objects.get().get_absolute_url()
    mails.write_due(at=now())
    assert mails.send_due(at=now()) == 1
    (mail,) = mailoutbox
    assert mail.to == [FallNotice.objects.get().told.email]
    assert f"A criterion of stage 3 held when it was closed, and does not hold now, {programme.name}" in mail.body
    assert "Nobody sits" not in mail.body


def test_what_fell_in_one_night_is_one_notice(programme: Programme) -> None:
    falls.look_again(programme=programme, by=builders.system(), at=now())
    first = CriterionFall.objects.get()
    CriterionFall.objects.create(
        visit=first.visit, criterion="other", rule="One.", says_now="No.", noticed_at=now(), noticed_by=first.noticed_by
    )
    assert fall_notices.tell(at=now()) == 1
    said = "2 criteria held when their stages were closed, and do not hold now"
    assert [one.title for one in told(programme)] == [said]
    assert FallNotice.objects.count() == 2


def test_what_a_finding_questions_already_is_not_told_again(programme: Programme) -> None:
    falls.raise_finding(programme=programme, stage=3, criterion="body_seated", by=builders.system(), at=now())
    assert tasks.tell_of_falls() == 0
    assert told(programme) == []


def test_without_a_chair_it_waits_until_somebody_chairs(programme: Programme) -> None:
    falls.look_again(programme=programme, by=builders.system(), at=now())
    seat = programme.seats.get(is_chair=True)
    seats.end(seat=seat, on=localdate() - timedelta(days=1), because="A new post", by=builders.system(), at=now())
    assert fall_notices.tell(at=now()) == 0
    builders.seat(programme, "academics", is_chair=True, from_date=localdate())
    assert fall_notices.tell(at=now()) == 1
