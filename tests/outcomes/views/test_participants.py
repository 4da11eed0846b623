"""The pages of what happens to participants, as their agents use them."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from delivery.models import Transfer
from tests.kept import kept
from tests.outcomes import handovers
from tests.outcomes.scheme import Scheme, table

DAY = {"{}_0": "1", "{}_1": "6", "{}_2": "2025"}


@pytest.fixture
@kept
def scheme() -> Scheme:
    return handovers.scheme_of_two()


def day(field: str) -> dict[str, str]:
    return {name.format(field): value for name, value in DAY.items()}


def test_an_agent_records_an_exit_and_the_page_tells_of_it(client: Client, scheme: Scheme) -> None:
    person = scheme.participant("P-1", date(2025, 1, 10))
    scheme.send(table("participant,outcome,achieved_on", [("P-1", "qualification", "2025-03-01")]))
    client.force_login(scheme.user)
    page = reverse("delivery:participant_detail", args=[scheme.programme.slug, person.pk])
    shown = client.get(page).content.decode()
    assert "Record an exit" in shown
    assert "Qualification" in shown
    assert "Group 1" in shown
    url = reverse("outcomes:participant_exit", args=[scheme.programme.slug, person.pk])
    assert "Select what happened" in client.post(url, day("exited_on")).content.decode()
    shown = client.post(url, {**day("exited_on"), "reason": "completed"}, follow=True).content.decode()
    assert "Left on 1 June 2025: Completed the service" in shown
    assert "Record that the participant came back" in shown
    assert "Left the service" in shown


def test_an_agent_hands_over_and_the_other_agrees(client: Client, scheme: Scheme) -> None:
    south = handovers.other_agent(scheme)
    person = scheme.participant("P-1", date(2025, 1, 10))
    client.force_login(scheme.user)
    url = reverse("outcomes:participant_transfer", args=[scheme.programme.slug, person.pk])
    said = {**day("from_date"), "to_agent": "southern-works", "reference": "S-1", "reason": "Moved"}
    assert "A handover to Southern Works" in client.post(url, said, follow=True).content.decode()
    transfer = Transfer.objects.get()
    client.force_login(south)
    page = reverse("outcomes:transfer_answer", args=[scheme.programme.slug, transfer.pk])
    assert "Take a participant over?" in client.get(page).content.decode()
    listed = client.get(reverse("delivery:participant_list", args=[scheme.programme.slug])).content.decode()
    assert "P-1" not in listed
    assert page in listed
    shown = client.post(page, {"kind": "confirmed"}, follow=True).content.decode()
    assert "P-1" in shown


def test_people_of_neither_agent_find_no_handover(client: Client, scheme: Scheme, rival: User) -> None:
    transfer = handovers.propose(scheme, scheme.participant("P-1"), handovers.other_agent(scheme))
    client.force_login(rival)
    url = reverse("outcomes:transfer_answer", args=[scheme.programme.slug, transfer.pk])
    assert client.get(url).status_code == 404
