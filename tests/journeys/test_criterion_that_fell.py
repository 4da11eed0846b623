"""A criterion of a closed stage no longer holds: the commissioner sees it, questions the stage, compares two visits."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils.timezone import now

from accounts.models import Role, User
from expertbody.actions import seats
from stages import tasks
from stages.models import Finding, Programme
from tests import builders
from tests.journeys.conftest import Person

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def programme() -> Programme:
    """Stage 3 is closed; then the service users' seat falls vacant, and the night notices it."""
    made = builders.programme("Homes first", commissioner=builders.organisation("Northmere Council"))
    builders.closed_stage_3(made)
    at = now() - timedelta(days=3)
    seat = made.seats.get(constituency="service_users")
    seats.end(seat=seat, on=at.date(), because="Moved away.", by=builders.system(), at=at)
    tasks.look_again()
    return made


def test_a_fallen_criterion_is_seen_and_raised(programme: Programme, as_person: Callable[[User], Person]) -> None:
    commissioner = as_person(builders.member(programme, Role.COMMISSIONER))
    commissioner.go("/", "Your work")
    commissioner.sees("closed, but 1 criterion no longer holds")
    commissioner.follow("Stage 3, Agent identification", "The Expert Body is established")
    commissioner.sees("No longer holds")
    commissioner.look_on_a_phone()
    commissioner.press("Raise a finding")
    commissioner.told("The finding is raised")
    finding = Finding.objects.get(programme=programme)
    commissioner.follow(str(finding), finding.title)
    commissioner.sees("Says now")

    commissioner.go(f"/programmes/{programme.slug}/", "Homes first")
    commissioner.sees("Closed, but 1 criterion no longer holds")
    commissioner.go(f"/programmes/{programme.slug}/stages/3/", "Agent identification")
    commissioner.follow("Reopen the stage", "Reopen the stage")
    commissioner.fill(because="A member of the body is missing.")
    commissioner.press("Reopen")
    commissioner.at("Agent identification")
    commissioner.follow("Compare two visits", "Compare two visits")
    commissioner.sees("The agent is chosen.")
    commissioner.sees("A member of the body is missing.")
    commissioner.sees("say something else")
    commissioner.look_on_a_phone()
    commissioner.go(f"/programmes/{programme.slug}/stages/3/history/", "History")
    commissioner.sees("Criterion fell")
    commissioner.look_on_a_phone()
