import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from accounts.models import Role, User
from expertbody.models import Decision
from stages.actions import gates
from stages.models import Finding, Programme
from tests import builders

POSTED = {
    "resolution": "accept", "votes_for": "4", "votes_against": "1", "abstentions": "0",
    "rationale": "The figures hold.", "dissent": "It is early.",
}  # fmt: skip


@pytest.fixture
def finding(programme: Programme) -> Finding:
    return builders.finding(programme)


@pytest.fixture
def url(programme: Programme, finding: Finding) -> str:
    return reverse("expertbody:decision_record", args=[programme.slug, "finding", finding.pk])


def test_strangers_and_people_without_a_seat_record_nothing(
    client: Client, programme: Programme, stranger: User, url: str
) -> None:
    assert client.post(url, POSTED).status_code == 302
    client.force_login(stranger)
    assert client.post(url, POSTED).status_code == 404
    client.force_login(builders.member(programme, Role.COMMISSIONER))
    assert client.post(url, POSTED).status_code == 403
    assert Decision.objects.count() == 0


def test_a_member_records_a_decision_and_sees_it(client: Client, member: User, finding: Finding, url: str) -> None:
    client.force_login(member)
    page = client.get(url).content.decode()
    assert finding.title in page
    assert finding.summary in page
    response = client.post(url, POSTED, follow=True)
    page = response.content.decode()
    assert "Decision 1 is recorded and carried out." in page
    assert "It is early." in page
    assert "Add an action with an owner and a due date" in page


def test_who_tells_of_a_few_people_in_the_reason_is_warned_once(client: Client, member: User, url: str) -> None:
    client.force_login(member)
    told = POSTED | {"rationale": "3 participants left."}
    page = client.post(url, told).content.decode()
    assert "Check “3 participants”: everybody in the programme reads this" in page
    assert not Decision.objects.exists()
    client.post(url, told | {"as_it_stands": "on"})
    assert Decision.objects.get().rationale == "3 participants left."


def test_every_answer_is_asked_for_by_name(client: Client, member: User, url: str) -> None:
    client.force_login(member)
    page = client.post(url, {}).content.decode()
    assert "Select what the Expert Body decided" in page
    assert "Enter the reason for the decision" in page
    assert "Enter the votes for" in page


def test_the_refusal_of_a_gate_is_said_at_the_form_and_nothing_is_stored(
    client: Client, programme: Programme, member: User
) -> None:
    request = gates.ask(visit=builders.open_visit(programme, 6), note="", by=builders.system(), at=now())
    client.force_login(member)
    url = reverse("expertbody:decision_record", args=[programme.slug, "gate", request.pk])
    page = client.post(url, POSTED | {"resolution": "pass"}).content.decode()
    assert "cannot be closed yet" in page
    assert "The figures hold." in page
    assert Decision.objects.count() == 0


def test_matters_that_do_not_exist_are_not_found(client: Client, programme: Programme, member: User) -> None:
    client.force_login(member)
    for kind, number in [("finding", 999_999), ("weather", 1)]:
        url = reverse("expertbody:decision_record", args=[programme.slug, kind, number])
        assert client.get(url).status_code == 404
