"""Whose advocate a seat is, and who has none."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from accounts.errors import Forbidden, Refused
from accounts.models import AuditEntry, Role
from expertbody.actions import advocates, seats
from expertbody.models import Seat
from expertbody.selectors import advocates as advocates_selector
from stages.actions import leaving, stakeholders
from stages.models import Programme, Stakeholder
from tests import builders

pytestmark = pytest.mark.django_db
AT = builders.later(days=1)


@pytest.fixture
def programme() -> Programme:
    return builders.programme()


@pytest.fixture
def tenants(programme: Programme) -> Stakeholder:
    made = stakeholders.add(programme=programme, name="Tenants", by=builders.system(), at=AT)
    stakeholders.score(
        stakeholder=made, power=0, legitimacy=3, urgency=3, evidence="Survey", by=builders.system(), at=AT
    )
    return made


def kinds(programme: Programme) -> list[tuple[str, str]]:
    found = advocates_selector.alerts([programme.pk], localdate(builders.later(days=5)))
    return [(alert.kind, alert.title) for alert in found]


def reach_stage_3(programme: Programme) -> Seat:
    for stage in (1, 2):
        builders.pass_decided_elsewhere(programme, stage)
    return builders.seat(programme, "service_users")


def test_the_pressing_need_an_advocate_from_stage_3_on(tenants: Stakeholder) -> None:
    assert kinds(tenants.programme) == []
    seat = reach_stage_3(tenants.programme)
    assert kinds(tenants.programme) == [("no_advocate", "Tenants")]
    advocates.speak_for(seat=seat, stakeholder=tenants, by=builders.system(), at=AT)
    assert kinds(tenants.programme) == []
    assert AuditEntry.objects.get(action="expertbody.seat.speak_for").after["speaks_for"] == "Tenants"


def test_a_term_that_is_over_speaks_for_nobody(tenants: Stakeholder) -> None:
    seat = reach_stage_3(tenants.programme)
    advocates.speak_for(seat=seat, stakeholder=tenants, by=builders.system(), at=AT)
    seats.end(seat=seat, on=localdate(AT) + timedelta(days=1), because="Moved", by=builders.system(), at=AT)
    assert kinds(tenants.programme) == [("no_advocate", "Tenants")]


def test_one_who_has_an_advocate_cannot_leave_the_register(tenants: Stakeholder) -> None:
    seat = builders.seat(tenants.programme)
    advocates.speak_for(seat=seat, stakeholder=tenants, by=builders.system(), at=AT)
    with pytest.raises(Refused, match="on the Expert Body speaks for them"):
        leaving.leave(stakeholder=tenants, because="Moved", by=builders.system(), at=AT)
    advocates.speak_for(seat=seat, stakeholder=None, by=builders.system(), at=AT)
    assert leaving.leave(stakeholder=tenants, because="Moved", by=builders.system(), at=AT).left_at


def test_a_seat_speaks_for_a_stakeholder_of_its_own_programme(tenants: Stakeholder) -> None:
    seat = builders.seat(builders.programme())
    with pytest.raises(Refused, match="no stakeholder of this programme"):
        advocates.speak_for(seat=seat, stakeholder=tenants, by=builders.system(), at=AT)


def test_a_reader_may_not_say_for_whom_a_seat_speaks(tenants: Stakeholder) -> None:
    seat = builders.seat(tenants.programme)
    analyst = builders.member(tenants.programme, Role.ANALYST)
    with pytest.raises(Forbidden):
        advocates.speak_for(seat=seat, stakeholder=tenants, by=analyst, at=AT)


def test_the_commissioner_says_it_on_a_page(client: Client, tenants: Stakeholder) -> None:
    seat = builders.seat(tenants.programme)
    client.force_login(builders.member(tenants.programme, Role.COMMISSIONER))
    url = reverse("expertbody:seat_speaks_for", args=[tenants.programme.slug, seat.pk])
    assert "Whose advocate is this seat?" in client.get(url).content.decode()
    page = client.post(url, {"stakeholder": tenants.pk}, follow=True).content.decode()
    assert "Speaks for Tenants" in page
