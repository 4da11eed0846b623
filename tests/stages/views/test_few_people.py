from django.test import Client
from django.urls import reverse

from accounts.models import Role
from stages.models import Finding, Programme
from tests import builders

GIVEN = {
    "title": "Records are late",
    "summary": "3 participants wait for their records.",
    "source": "expert_body",
    "severity": "amber",
    "stages": ["5"],
    "why": "The records of the agent come late.",
}


def test_whoever_writes_of_few_people_is_warned_once_and_may_send_it_as_it_stands(
    client: Client, programme: Programme
) -> None:
    client.force_login(builders.member(programme, Role.COMMISSIONER))
    address = reverse("stages:finding_raise", args=[programme.slug])
    page = client.post(address, GIVEN).content.decode()
    assert "Check “3 participants”: everybody in the programme reads this" in page
    assert 'name="as_it_stands" value="on"' in page
    assert not Finding.objects.exists()
    assert client.post(address, GIVEN | {"as_it_stands": "on"}).status_code == 302
    assert Finding.objects.get().summary == GIVEN["summary"]


def test_other_words_are_taken_at_once(client: Client, programme: Programme) -> None:
    client.force_login(builders.member(programme, Role.COMMISSIONER))
    address = reverse("stages:finding_raise", args=[programme.slug])
    assert client.post(address, GIVEN | {"summary": "Some records are late."}).status_code == 302
