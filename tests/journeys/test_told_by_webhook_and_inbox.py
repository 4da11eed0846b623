"""An agent has its system told by a webhook, reads its inbox, and says how it wants to be told."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils.timezone import now

from accounts.models import Role, User
from notifications.domain import kinds
from stages.actions import handing_out
from stages.models import Programme
from tests import builders
from tests.journeys.conftest import Person

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def programme() -> Programme:
    return builders.programme_at_stage(5, name="Families First")


def test_an_agent_sets_up_a_webhook_and_reads_what_it_is_told(
    as_person: Callable[[User], Person], programme: Programme
) -> None:
    agent = as_person(builders.member(programme, Role.AGENT))
    agent.go(reverse("webhooks:webhook_list"), "Webhooks")
    agent.follow("Set up a webhook", "Set up a webhook")
    agent.look_on_a_phone()
    agent.fill(purpose="Case management", url="https://hooks.example.org/pbr")
    agent.choose("kinds", kinds.FINDING_OPENED)
    agent.press("Set up the webhook")
    agent.at("The secret")
    agent.follow("Go on to send a test", "Case management")
    agent.press("Send a test")
    agent.sees("A test is on its way")
    builders.finding(programme, at=now())
    handing_out.hand_out(at=now())
    agent.go(reverse("webhooks:webhook_list"), "Webhooks")
    agent.follow("Case management", "Case management")
    agent.look_on_a_phone()
    agent.follow("A finding was opened", "A finding was opened")
    agent.look_on_a_phone()
    agent.go(reverse("notifications:notice_list"), "Inbox")
    agent.look_on_a_phone()
    agent.follow("Finding 1 was opened", "Sustained jobs fall short")
    agent.go(reverse("notifications:preferences"), "How you are told")
    agent.look_on_a_phone()
    agent.press("Save")
    agent.at("Inbox")
