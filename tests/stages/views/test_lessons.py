"""The pages of lessons at stages 1 and 7, and the lesson beside the closing of a finding."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from knowledge.models import Entry
from stages.actions import findings, lessons
from stages.models import Finding, Programme
from tests import builders

pytestmark = pytest.mark.django_db
WORDS: dict[str, Any] = builders.LESSON


@pytest.fixture
def late(db: None) -> Programme:
    return builders.programme_at_stage(5, name="Homes first", sector="Housing")


def sit_down(programme: Programme, role: Role) -> Client:
    client = Client()
    client.force_login(builders.member(programme, role))
    return client


def words(client: Client, name: str, *parts: object) -> str:
    response = client.get(reverse(f"stages:{name}", args=parts))
    assert response.status_code == 200
    return response.content.decode()


def test_a_programme_without_words_is_told_to_write_its_purpose_first(programme: Programme) -> None:
    page = words(sit_down(programme, Role.COMMISSIONER), "lesson_offers", programme.slug)
    assert "Nothing to offer yet" in page


def test_offers_say_why_and_can_be_used_or_set_aside_by_those_who_record(programme: Programme) -> None:
    builders.stage_1_records(programme)
    entry = builders.library_entry()
    writer, reader = sit_down(programme, Role.COMMISSIONER), sit_down(programme, Role.ANALYST)
    shown = words(writer, "lesson_offers", programme.slug)
    assert "Offered because it is about the same need: no settled home" in shown
    assert "Use it<span" in shown
    assert "Use it<span" not in words(reader, "lesson_offers", programme.slug)
    aside = reverse("stages:lesson_set_aside", args=[programme.slug, entry.pk])
    assert "Enter" in writer.post(aside, {"reason": ""}).content.decode()
    told = writer.post(aside, {"reason": "We have one segment."}, follow=True).content.decode()
    assert "We have one segment." in told
    assert "Use it after all" in told
    used = writer.post(reverse("stages:lesson_use", args=[programme.slug, entry.pk]), follow=True).content.decode()
    assert "It is in the practice log of Homes first" in used
    again = writer.post(reverse("stages:lesson_use", args=[programme.slug, entry.pk]), follow=True).content.decode()
    assert "in the practice log already" in again
    assert "1 used" in words(reader, "stage_detail", programme.slug, 1)


def test_an_entry_that_does_not_exist_is_no_page(programme: Programme) -> None:
    writer = sit_down(programme, Role.COMMISSIONER)
    assert writer.post(reverse("stages:lesson_use", args=[programme.slug, 10**6])).status_code == 404


def test_lessons_are_written_and_read_at_stage_7(late: Programme) -> None:
    writer, reader = sit_down(late, Role.COMMISSIONER), sit_down(late, Role.AGENT)
    assert "Write at least one before the programme closes" in words(writer, "lesson_list", late.slug)
    assert "will stand here" in words(reader, "lesson_list", late.slug)
    address = reverse("stages:lesson_write", args=[late.slug])
    assert "suppression threshold, which is 5 here" in writer.get(address).content.decode()
    assert "Enter" in writer.post(address, {"title": ""}).content.decode()
    assert "holds an email address" in writer.post(address, {**WORDS, "lesson": "jo@example.org"}).content.decode()
    told = writer.post(address, {**WORDS, "names_programme": "on"}, follow=True).content.decode()
    assert "The lesson is in the library." in told
    assert "Named as: Homes first" in told
    assert "1 kept" in words(reader, "stage_detail", late.slug, 7)


def test_only_the_commissioner_is_asked_whether_to_name_the_programme(late: Programme) -> None:
    assert "Name the programme" in words(sit_down(late, Role.COMMISSIONER), "lesson_write", late.slug)
    assert "Name the programme" not in words(sit_down(late, Role.EXPERT_BODY), "lesson_write", late.slug)


@pytest.fixture
def dismissed(late: Programme) -> Finding:
    finding = builders.finding(late)
    findings.dismiss(subject=finding, rationale="Late data.", by=builders.system(), at=builders.later(days=31))
    return finding


def test_a_finding_is_closed_with_a_lesson(late: Programme, dismissed: Finding) -> None:
    writer = sit_down(late, Role.COMMISSIONER)
    address = reverse("stages:finding_close", args=[late.slug, dismissed.number])
    assert "A lesson for the next programme" in writer.get(address).content.decode()
    half = {"note": "Learned.", "lesson-title": "Half a lesson"}
    told = writer.post(address, half).content.decode()
    assert "Enter what to tell the next programme" in told
    assert 'value="Half a lesson"' in told
    whole = {"note": "Learned.", **{f"lesson-{name}": value for name, value in WORDS.items()}}
    assert "The finding is closed" in writer.post(address, whole, follow=True).content.decode()
    assert Entry.objects.get().finding == dismissed.number
    assert f"finding {dismissed.number}</a>" in words(writer, "lesson_list", late.slug)


def test_at_closing_each_finding_without_a_lesson_is_offered_with_what_was_reopened_and_decided(
    late: Programme, dismissed: Finding
) -> None:
    builders.action(dismissed, what="Visit in the fourth month")
    writer, reader = sit_down(late, Role.COMMISSIONER), sit_down(late, Role.ANALYST)
    address = f"{reverse('stages:lesson_write', args=[late.slug])}?finding={dismissed.number}"
    assert address in words(writer, "lesson_list", late.slug)
    assert address not in words(reader, "lesson_list", late.slug)
    shown = writer.get(address).content.decode()
    assert "Visit in the fourth month" in shown
    assert re.search(r'name="stages" value="4"[^>]*checked', shown), "the stage that the finding questions"
    told = writer.post(address, {**WORDS, "stages": ["4", "5"]}, follow=True).content.decode()
    assert "Stages 4, 5" in told
    assert (Entry.objects.get().finding, Entry.objects.get().stages) == (dismissed.number, [4, 5])
    assert address not in told
    assert writer.get(f"{address}999999999999").status_code == 200


def test_a_finding_is_closed_without_one_when_that_part_is_left_as_it_is(late: Programme, dismissed: Finding) -> None:
    writer = sit_down(late, Role.EXPERT_BODY)
    address = reverse("stages:finding_close", args=[late.slug, dismissed.number])
    untouched = {"note": "Learned.", "lesson-example": "bad", "lesson-need": "any", "lesson-outcome": "any"}
    assert "The finding is closed" in writer.post(address, untouched, follow=True).content.decode()
    assert not Entry.objects.exists()


def test_a_lesson_kept_from_elsewhere_is_offered_whoever_wrote_it(late: Programme, programme: Programme) -> None:
    lessons.write(programme=late, by=builders.system(), at=builders.later(days=40), **WORDS)
    builders.stage_1_records(programme)
    page = words(sit_down(programme, Role.COMMISSIONER), "lesson_offers", programme.slug)
    assert WORDS["lesson"] in page
    assert lessons.UNNAMED in page
