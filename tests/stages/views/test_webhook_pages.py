"""Webhooks as people set them up and look after them."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from accounts.models import Organisation, Role, User
from accounts.selectors import users
from notifications.actions import deliveries
from notifications.domain import kinds
from notifications.models import Attempt, Endpoint
from notifications.sending import Answer
from stages.actions import handing_out
from stages.models import Programme
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme() -> Programme:
    return builders.programme_at_stage(5, name="Families First")


@pytest.fixture
def north() -> Organisation:
    return builders.organisation("North Works")


@pytest.fixture
def agent(programme: Programme, north: Organisation) -> User:
    return builders.member(programme, Role.AGENT, organisation=north)


def browser(user: User) -> Client:
    found = Client()
    found.force_login(user)
    return found


def send(answer: Answer) -> None:
    handing_out.hand_out(at=now())
    deliveries.send_due(by=users.system_user("messenger"), at=now(), post=lambda *_given: answer)


def set_up(client: Client, programme: Programme, north: Organisation) -> Endpoint:
    given = {
        "purpose": "Case management", "url": "https://hooks.example.org/pbr", "organisation": str(north.pk),
        "programmes": [programme.slug], "kinds": [kinds.FINDING_OPENED],
    }  # fmt: skip
    page = client.post(reverse("webhooks:webhook_new"), given)
    assert re.search(r"whsec_[\w+/]+=", page.content.decode())
    assert "no-store" in page["Cache-Control"]
    return Endpoint.objects.get()


def test_a_webhook_is_set_up_tested_and_its_log_read(programme: Programme, agent: User, north: Organisation) -> None:
    client = browser(agent)
    assert "No webhooks yet" in client.get(reverse("webhooks:webhook_list")).content.decode()
    endpoint = set_up(client, programme, north)
    address = reverse("webhooks:webhook_detail", args=[endpoint.pk])
    page = client.get(address).content.decode()
    assert "whsec_" not in page
    assert "Nothing was sent yet" in page
    assert "A test is on its way" in client.post(address, {"do": "test"}, follow=True).content.decode()
    send(Answer(Attempt.Outcome.TAKEN, 204, 12))
    builders.finding(programme, at=now() + timedelta(seconds=1))
    send(Answer(Attempt.Outcome.REFUSED, 500, 12))
    page = client.get(address).content.decode()
    assert "Delivered" in page
    assert "Answered with an error (500)" in page
    assert "Failing" in page
    found = client.get(address, {"q": "500"}).content.decode()
    assert "A finding was opened" in found
    assert "Delivered" not in found.split("<tbody")[1]
    assert "Nothing in the log matches" in client.get(address, {"q": "nowhere"}).content.decode()
    one = endpoint.deliveries.latest("pk")
    page = client.get(reverse("webhooks:webhook_delivery", args=[endpoint.pk, one.pk])).content.decode()
    assert "finding.opened" in page
    assert "Answered with an error (500)" in page
    assert "Case management" in client.get(reverse("webhooks:webhook_list")).content.decode()


def test_what_was_delivered_is_sent_again_from_its_page(programme: Programme, agent: User, north: Organisation) -> None:
    client = browser(agent)
    endpoint = set_up(client, programme, north)
    client.post(reverse("webhooks:webhook_detail", args=[endpoint.pk]), {"do": "test"})
    send(Answer(Attempt.Outcome.TAKEN, 204, 12))
    address = reverse("webhooks:webhook_delivery", args=[endpoint.pk, endpoint.deliveries.get().pk])
    assert "is sent again" in client.post(address, follow=True).content.decode()
    assert "waits to be sent already" in client.post(address).content.decode()


def test_what_was_given_up_is_sent_again_and_while_paused_once_it_is_resumed(
    programme: Programme, agent: User, north: Organisation
) -> None:
    client = browser(agent)
    endpoint = set_up(client, programme, north)
    detail = reverse("webhooks:webhook_detail", args=[endpoint.pk])
    client.post(detail, {"do": "test"})
    for said in ("1 webhook is sent again.", "1 webhook is sent again, once it is resumed."):
        endpoint.deliveries.update(state="dead", next_at=None)
        assert said in client.post(detail, {"do": "replay"}, follow=True).content.decode()
        client.post(reverse("webhooks:webhook_pause", args=[endpoint.pk]), {"because": "Maintenance"})


def test_it_is_paused_resumed_and_ended(programme: Programme, agent: User, north: Organisation) -> None:
    client = browser(agent)
    endpoint = set_up(client, programme, north)
    detail = reverse("webhooks:webhook_detail", args=[endpoint.pk])
    pause = reverse("webhooks:webhook_pause", args=[endpoint.pk])
    assert "Enter" in client.post(pause).content.decode()
    assert "Maintenance tonight" in client.post(pause, {"because": "Maintenance tonight"}, follow=True).content.decode()
    assert "told again" in client.post(detail, {"do": "resume"}, follow=True).content.decode()
    assert "nothing to send again" in client.post(detail, {"do": "replay"}, follow=True).content.decode()
    page = client.post(reverse("webhooks:webhook_secret", args=[endpoint.pk])).content.decode()
    assert "signed by the old secret as well" in page
    page = client.post(reverse("webhooks:webhook_end", args=[endpoint.pk]), follow=True).content.decode()
    assert "Ended" in page


def test_forms_say_what_to_do_and_others_see_nothing(programme: Programme, agent: User, north: Organisation) -> None:
    page = browser(agent).post(reverse("webhooks:webhook_new"), {"url": "hooks"}).content.decode()
    for said in ("Select at least one programme", "Select at least one event", "Error:"):
        assert said in page
    endpoint = set_up(browser(agent), programme, north)
    rival = browser(builders.member(programme, Role.AGENT))
    assert "Case management" not in rival.get(reverse("webhooks:webhook_list")).content.decode()
    for name in ("detail", "secret", "pause", "end"):
        assert rival.get(reverse(f"webhooks:webhook_{name}", args=[endpoint.pk])).status_code == 404
    verifier = browser(builders.member(programme, Role.VERIFIER))
    assert verifier.get(reverse("webhooks:webhook_new")).status_code == 403
