from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.http import Http404

from accounts.models import AuditEntry, Role, User
from expertbody.actions import calendars
from expertbody.models import CalendarFeed
from expertbody.selectors import calendars as selector
from tests import builders
from tests.expertbody import bodies

DAY = bodies.DAY


@pytest.fixture
def member(db: None) -> User:
    return builders.body(builders.programme_at_stage(5))[0].user


def test_an_address_is_kept_only_as_a_hash_and_a_new_one_ends_the_old_one(member: User) -> None:
    first = calendars.make(by=member, at=DAY)
    second = calendars.make(by=member, at=DAY + timedelta(hours=1))
    assert selector.by_token(second).user == member
    with pytest.raises(Http404):
        selector.by_token(first)
    assert not CalendarFeed.objects.filter(token_hash__in=[first, second]).exists()
    done = list(AuditEntry.objects.filter(by=member).order_by("pk").values_list("action", flat=True))
    assert done == ["expertbody.calendar.make", "expertbody.calendar.stop", "expertbody.calendar.make"]


def test_an_address_that_is_stopped_leads_nowhere_and_is_stopped_once(member: User) -> None:
    token = calendars.make(by=member, at=DAY)
    calendars.stop(by=member, at=DAY)
    with pytest.raises(Http404):
        selector.by_token(token)
    with pytest.raises(calendars.FeedRefused, match="no address to stop"):
        calendars.stop(by=member, at=DAY)
    assert AuditEntry.objects.filter(action="expertbody.calendar.stop").count() == 1
    with pytest.raises(DatabaseError), transaction.atomic():
        CalendarFeed.objects.update(revoked_at=None)
    with pytest.raises(DatabaseError), transaction.atomic():
        CalendarFeed.objects.all().delete()


def test_the_address_of_somebody_who_may_not_sign_in_leads_nowhere(member: User) -> None:
    token = calendars.make(by=member, at=DAY)
    member.is_active = False
    member.save(update_fields=["is_active"])
    with pytest.raises(Http404):
        selector.by_token(token)


def test_only_who_holds_a_role_in_a_programme_makes_an_address(db: None) -> None:
    with pytest.raises(calendars.FeedRefused, match="no role"):
        calendars.make(by=builders.user(), at=DAY)
    assert not CalendarFeed.objects.exists()
    assert calendars.make(by=builders.member(builders.programme_at_stage(5), Role.ANALYST), at=DAY)
