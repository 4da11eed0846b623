"""Whether something on the horizon has happened: asked when its day comes, answered once and for all."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from accounts.errors import Forbidden, Refused
from accounts.models import AuditEntry, User
from stages.actions import horizon, registers
from stages.models import Finding, HorizonAnswer, HorizonEntry, Programme
from stages.selectors import horizon as horizon_selector
from tests import builders

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 1)
AT = builders.later(days=160)  # in June, after the day


@pytest.fixture
def duty(programme: Programme) -> HorizonEntry:
    """A new duty that is expected on the first of June, of a programme whose stage 1 is closed since."""
    made = registers.add_horizon(
        programme=programme, item="New duty", kind="law", likelihood="high", expected_on=DAY, outcome="Homes kept",
        effect="More people are referred", by=builders.system(), at=builders.MOMENT,
    )  # fmt: skip
    builders.pass_decided_elsewhere(programme, 1)
    return made


def say(entry: HorizonEntry, by: User, answer: str = "yes", **fields: Any) -> HorizonAnswer:
    return horizon.answer(entry=entry, answer=answer, by=by, at=AT, **({"note": "It is in force."} | fields))


def asked(programme: Programme, day: date) -> list[str]:
    return [entry.item for entry in horizon_selector.to_ask([programme.pk], day)]


def test_it_is_asked_from_its_day_on_until_it_is_answered(duty: HorizonEntry, commissioner: User) -> None:
    assert asked(duty.programme, DAY - timedelta(days=1)) == []
    assert asked(duty.programme, DAY) == ["New duty"]
    written = say(duty, commissioner)
    assert asked(duty.programme, DAY) == []
    assert written.finding is None
    assert AuditEntry.objects.get(action="stages.horizon.answer").after["answer"] == "yes"


def test_not_yet_puts_the_day_off_and_it_is_asked_again_then(duty: HorizonEntry, commissioner: User) -> None:
    later = localdate(AT) + timedelta(days=30)
    with pytest.raises(Refused, match="Enter the new day"):
        say(duty, commissioner, "not_yet")
    with pytest.raises(Refused, match="after today"):
        say(duty, commissioner, "not_yet", new_date=localdate(AT))
    say(duty, commissioner, "not_yet", new_date=later)
    assert asked(duty.programme, localdate(AT)) == []
    assert asked(duty.programme, later) == ["New duty"]
    say(duty, commissioner, "no", note="The bill was withdrawn.")
    assert asked(duty.programme, later) == []


def test_a_yes_may_raise_a_finding_that_questions_stages(duty: HorizonEntry, commissioner: User) -> None:
    written = say(duty, commissioner, questions=[1, 4], severity="red")
    finding = Finding.objects.get(programme=duty.programme)
    assert written.finding == finding
    assert finding.title == "It has come: New duty"
    assert finding.severity == "red"
    assert finding.source == Finding.Source.HORIZON
    assert sorted(finding.stages.values_list("stage", flat=True)) == [1, 4]
    assert finding.evidence["effect"] == "More people are referred"


def test_only_a_yes_raises_a_finding(duty: HorizonEntry, commissioner: User) -> None:
    with pytest.raises(Refused, match="Only something that happened"):
        say(duty, commissioner, "no", questions=[1])
    assert not Finding.objects.exists()


def test_what_is_settled_is_not_answered_again(duty: HorizonEntry, commissioner: User) -> None:
    say(duty, commissioner, "no")
    with pytest.raises(Refused, match="has already said: no, and it will not"):
        say(duty, commissioner)


def test_a_reader_does_not_answer_and_nobody_without_words(
    duty: HorizonEntry, commissioner: User, analyst: User
) -> None:
    with pytest.raises(Forbidden):
        say(duty, analyst)
    with pytest.raises(Refused, match="Enter what you know"):
        say(duty, commissioner, note=" ")


def test_an_answer_can_be_neither_changed_nor_removed(duty: HorizonEntry, commissioner: User) -> None:
    written = say(duty, commissioner)
    with pytest.raises(DatabaseError), transaction.atomic():
        HorizonAnswer.objects.filter(pk=written.pk).update(note="Nothing")
    with pytest.raises(DatabaseError), transaction.atomic():
        written.delete()


def test_the_page_asks_in_full_and_leads_to_the_finding(client: Client, duty: HorizonEntry, commissioner: User) -> None:
    client.force_login(commissioner)
    url = reverse("stages:horizon_answer", args=[duty.programme.slug, duty.pk])
    refused = client.post(url, {"answer": "not_yet", "note": "Put off"}).content.decode()
    assert "Enter the new day on which it is expected" in refused
    refused = client.post(url, {"answer": "yes", "note": "In force", "raises": "on"}).content.decode()
    assert "Select at least one stage" in refused
    given = {"answer": "yes", "note": "In force", "raises": "on", "questions": [1, 4], "severity": "amber"}
    page = client.post(url, given, follow=True).content.decode()
    assert "Yes, it happened" in page
    assert Finding.objects.get(programme=duty.programme).get_absolute_url() in page
    assert "This is settled" in client.get(url).content.decode()


def test_the_page_raises_no_finding_where_none_is_wanted(
    client: Client, duty: HorizonEntry, commissioner: User
) -> None:
    client.force_login(commissioner)
    url = reverse("stages:horizon_answer", args=[duty.programme.slug, duty.pk])
    client.post(url, {"answer": "yes", "note": "In force", "questions": [1, 4], "severity": "amber"})
    assert HorizonAnswer.objects.get(entry=duty).answer == "yes"
    assert not Finding.objects.exists()
