"""The pages of training and of the delivery plan."""

from datetime import date

from django.test import Client
from django.urls import reverse

from accounts.models import Role
from delivery.models import Milestone, Participant, Training
from tests import builders
from tests.delivery import records
from tests.outcomes.scheme import Scheme


def address(scheme: Scheme, name: str, *parts: object) -> str:
    return reverse(f"delivery:{name}", args=[scheme.programme.slug, *parts])


def test_an_agent_records_training_of_its_own_and_its_partners_staff(client: Client, scheme: Scheme) -> None:
    records.worker(scheme.programme, scheme.agent)
    partner = records.partner(scheme.programme, scheme.agent)
    client.force_login(scheme.user)
    assert "No sessions yet" in client.get(address(scheme, "training_list")).content.decode()
    given = {
        "kind": "mentoring", "topic": "Hard talks", "held_on": "2025-05-01", "partner": partner.pk, "people": "3",
        "first_time": "3",
    }  # fmt: skip
    client.post(address(scheme, "training_add"), given)
    text = client.get(address(scheme, "training_list")).content.decode()
    assert "Hard talks" in text
    assert "1 still to train" in text
    one = Training.objects.get()
    client.post(address(scheme, "training_edit", one.pk), given | {"people": "4", "first_time": "4"})
    text = client.get(address(scheme, "training_list"), {"q": "doorstep"}).content.decode()
    assert "Everybody" in text
    assert " matches." in client.get(address(scheme, "training_list"), {"q": "zz"}).content.decode()


def test_a_milestone_is_planned_and_reported_on(client: Client, scheme: Scheme) -> None:
    client.force_login(scheme.user)
    client.post(address(scheme, "milestone_add"), {"name": "Office open", "planned_on": "2025-06-30"})
    step = Milestone.objects.get()
    url = address(scheme, "milestone_report", step.pk)
    assert "Say why it slipped" in client.post(url, {"reached_on": "2025-07-02"}).content.decode()
    client.post(url, {"reached_on": "2025-07-02", "why": "Keys came late."})
    client.force_login(builders.member(scheme.programme, Role.COMMISSIONER))
    text = client.get(address(scheme, "plan")).content.decode()
    assert "2 days. Keys came late." in text
    assert "carry no money here" in text


def test_small_segments_are_withheld_from_those_who_may_not_see_rows(client: Client, scheme: Scheme) -> None:
    for number in range(3):
        scheme.participant(f"S-{number}", segment="group-2")
    client.force_login(builders.member(scheme.programme, Role.ANALYST))
    lines = client.get(address(scheme, "plan")).context["starts"].lines
    assert [line.people for line in lines] == [None, None]
    client.force_login(builders.member(scheme.programme, Role.COMMISSIONER))
    lines = client.get(address(scheme, "plan")).context["starts"].lines
    assert [line.people for line in lines] == [60, 3]


def test_an_agent_sees_its_own_starts_only(client: Client, scheme: Scheme) -> None:
    other = builders.organisation()
    for number in range(7):
        scheme.participant(f"E-{number}", agent=other)
    client.force_login(builders.member(scheme.programme, Role.AGENT, organisation=other))
    assert client.get(address(scheme, "plan")).context["starts"].total == 7


def test_a_plan_without_starts_says_what_will_be_shown(client: Client, scheme: Scheme) -> None:
    client.force_login(builders.member(scheme.programme, Role.AGENT))
    text = client.get(address(scheme, "plan")).content.decode()
    assert "Nobody has started yet" in text
    assert "No milestones yet" in text
    assert Participant.objects.filter(started_on__gte=date(2025, 1, 1)).count() == 60
