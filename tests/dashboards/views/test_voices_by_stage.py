"""What people said, stage by stage: from the form to the page of the stage, its list, the dashboard and the finding."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from accounts.models import Role, User
from expertbody.actions import voices
from monitoring.actions import monitor
from stages.domain import framework
from stages.models import Finding, Programme
from tests import builders
from tests.monitoring import scenes

pytestmark = pytest.mark.django_db
SAID = {
    1: "Nobody asked my mother, who looks after me.",
    2: "The council that pays has never come here.",
    3: "The other project knew our estate better.",
    4: "Four hours a week is what I can manage.",
    5: "My worker changed for the third time.",
    6: "They wrote down that I had a job when I had none.",
    7: "I would like to hear what came of it.",
}


@pytest.fixture
def programme() -> Programme:
    return builders.programme()


def shown(client: Client, address: str, **given: str) -> str:
    response = client.get(address, given)
    assert response.status_code == 200
    return response.content.decode()


def say(client: Client, programme: Programme, stage: int) -> None:
    """As somebody does it at the form, from the page of the stage."""
    address = reverse("expertbody:voice_add", args=[programme.slug])
    assert re.findall(r'value="(\d)"[^>]* checked', shown(client, address, stages=str(stage))) == [str(stage)]
    posted = {
        "heard_on": str(localdate()), "gathered": "interview", "said": SAID[stage], "theme": f"Of stage {stage}",
        "stages": [str(stage)], "outcome": "",
    }  # fmt: skip
    assert client.post(address, posted).status_code == 302


@pytest.mark.parametrize("stage", framework.NUMBERS)
def test_a_voice_stands_where_its_stage_is_spoken_of_and_nowhere_else(
    client: Client, programme: Programme, stage: int
) -> None:
    client.force_login(builders.seat(programme, "service_users", from_date=localdate()).user)
    for number in framework.NUMBERS:
        say(client, programme, number)
    own, others = SAID[stage], [words for number, words in SAID.items() if number != stage]
    page = shown(client, reverse("stages:stage_detail", args=[programme.slug, stage]))
    listed = shown(client, reverse("expertbody:voice_list", args=[programme.slug]), stage=str(stage))
    for text in (page, listed):
        assert own in text
        assert not any(words in text for words in others)
    assert f"{reverse('expertbody:voice_list', args=[programme.slug])}?stage={stage}" in page
    dashboard = shown(client, reverse("dashboards:findings_dashboard", args=[programme.slug]))
    heading = f"{stage}. {framework.BY_NUMBER[stage].name}"
    assert dashboard.index(f">{heading}</h3>") < dashboard.index(own)
    table = shown(client, reverse("dashboards:findings_dashboard_csv", args=[programme.slug, "voices"]))
    assert [heading, "1", "0"] in [row[:3] for row in csv.reader(io.StringIO(table.removeprefix("\ufeff")))]


@pytest.mark.parametrize("stage", framework.QUESTIONABLE)
def test_a_finding_shows_the_voices_of_the_stage_that_it_questions(
    client: Client, programme: Programme, stage: int
) -> None:
    for number, words in SAID.items():
        builders.voice(programme, stages=(number,), said=words)
    finding = builders.finding(programme, stages=(stage,))
    client.force_login(builders.member(programme, Role.COMMISSIONER))
    page = shown(client, finding.get_absolute_url())
    assert SAID[stage] in page
    assert f"stage {stage}, {framework.BY_NUMBER[stage].name.lower()}" in page
    assert not any(words in page for number, words in SAID.items() if number != stage)


def test_of_every_stage_that_a_finding_questions_somebody_is_heard(client: Client, programme: Programme) -> None:
    """However many speak of one of them."""
    for number in (1, 2, 4):
        builders.voice(programme, stages=(number,), said=SAID[number])
    for _ in range(5):
        builders.voice(programme, stages=(5,), said=SAID[5])
    finding = builders.finding(programme, stages=(1, 2, 4, 5))
    client.force_login(builders.member(programme, Role.EXPERT_BODY))
    page = shown(client, finding.get_absolute_url())
    assert [page.count(SAID[number]) for number in (1, 2, 4, 5)] == [1, 1, 1, 1]


def test_every_voice_is_counted_and_the_one_heard_last_is_read(client: Client, programme: Programme) -> None:
    first = builders.voice(programme, stages=(4, 5), heard_on=builders.MOMENT.date() - timedelta(days=3))
    builders.voice(programme, stages=(5,), said=SAID[5], heard_on=builders.MOMENT.date() - timedelta(days=9))
    voices.answer(voice=first, said="We listened.", by=builders.system(), at=builders.later(days=2))
    client.force_login(builders.member(programme, Role.COMMISSIONER))
    table = shown(client, reverse("dashboards:findings_dashboard_csv", args=[programme.slug, "voices"]))
    assert [row[1:3] for row in csv.reader(io.StringIO(table.removeprefix("\ufeff")))][1:] == [["1", "1"], ["2", "1"]]
    dashboard = shown(client, reverse("dashboards:findings_dashboard", args=[programme.slug]))
    assert dashboard.count(first.said) == 2
    assert SAID[5] not in dashboard


@pytest.fixture
def withheld() -> tuple[Programme, Finding, User]:
    """A finding on a target of so few people that those who may not see records may know only that there is one."""
    scene = scenes.scene(targets=[scenes.RATE | {"value": "0.9", "minimum": "0.8"}])
    for place in range(4):
        scene.quarter(place, 5, 2)
    monitor.run(programme=scene.programme, as_of=scenes.YEAR_END, by=builders.system(), at=scenes.NOW)
    return scene.programme, Finding.objects.get(key__startswith="off_track"), scene.member


def test_voices_tell_nothing_of_a_finding_that_is_withheld(
    client: Client, withheld: tuple[Programme, Finding, User]
) -> None:
    """Neither which stages it questions, nor, where it answers a voice, what it is called."""
    programme, finding, member = withheld
    for number in framework.QUESTIONABLE:
        builders.voice(programme, stages=(number,), said=SAID[number], at=scenes.NOW)
    client.force_login(member)
    page = shown(client, finding.get_absolute_url())
    assert "too few" in page
    assert not any(words in page for words in SAID.values())
    answered = builders.voice(programme, stages=(7,), said=SAID[7], at=scenes.NOW)
    voices.answer(
        voice=answered, said="We look at it.", finding=finding, by=builders.system(), at=scenes.NOW + timedelta(days=1)
    )
    assert SAID[7] in shown(client, finding.get_absolute_url())
    form = reverse("expertbody:voice_answer", args=[programme.slug, answered.number])
    for address in (answered.get_absolute_url(), form, reverse("expertbody:what_changed", args=[programme.slug])):
        text = shown(client, address)
        assert f"Finding {finding.number}" in text
        assert finding.title not in text
