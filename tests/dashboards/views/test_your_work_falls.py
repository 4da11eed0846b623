"""A closed stage of whose gate a criterion fell, among the work of those who answer for it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from accounts.models import Role
from expertbody.actions import seats
from stages import tasks
from stages.actions import falls
from stages.models import Programme
from tests import builders
from tests.kept import kept

pytestmark = pytest.mark.django_db
WORDS = "Stage 3, Agent identification: closed, but 1 criterion no longer holds"


@pytest.fixture
@kept
def fallen() -> Programme:
    """The seat of the service users falls vacant after the third gate, and the night has noticed it."""
    programme = builders.programme("Homes first")
    builders.closed_stage_3(programme)
    seat = programme.seats.get(constituency="service_users")
    at = now() - timedelta(days=3)
    seats.end(seat=seat, on=at.date(), because="Moved away.", by=builders.system(), at=at)
    tasks.look_again()
    return programme


def shown(client: Client, programme: Programme, role: str) -> str:
    client.force_login(builders.member(programme, role))
    return client.get(reverse("dashboards:your_work")).content.decode()


def test_it_waits_for_the_commissioner_and_not_for_readers(client: Client, fallen: Programme) -> None:
    assert WORDS in shown(client, fallen, Role.COMMISSIONER)
    assert WORDS not in shown(client, fallen, Role.ANALYST)


def test_it_waits_for_those_who_sit_on_the_body(client: Client, fallen: Programme) -> None:
    client.force_login(fallen.seats.get(constituency="academics").user)
    assert WORDS in client.get(reverse("dashboards:your_work")).content.decode()


def test_once_a_finding_questions_the_stage_the_finding_waits_instead(client: Client, fallen: Programme) -> None:
    finding = falls.raise_finding(programme=fallen, stage=3, criterion="body_seated", by=builders.system(), at=now())
    page = shown(client, fallen, Role.COMMISSIONER)
    assert WORDS not in page
    assert finding.title in page


def test_the_tracker_of_the_programme_says_it(client: Client, fallen: Programme) -> None:
    client.force_login(builders.member(fallen, Role.ANALYST))
    page = client.get(reverse("dashboards:programme_detail", args=[fallen.slug])).content.decode()
    assert "Closed, but 1 criterion no longer holds" in page
