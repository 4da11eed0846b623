"""Lists with a filter that is wrong: it says so, and the other filters count all the same."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from stages.models import PracticeEntry, Programme
from tests import builders

pytestmark = pytest.mark.django_db

TOO_LONG = {"q": "x" * 101}


def rows(page: str) -> int:
    return page.count("<tr") + page.count("app-card")


@pytest.mark.parametrize(
    "name",
    ["stakeholder_list", "engagement", "practice_list", "horizon_list", "challenge_list", "finding_list"],
)
def test_words_that_are_too_long_to_look_for_are_told_and_everything_is_shown(
    client: Client, programme: Programme, name: str
) -> None:
    builders.stage_1_records(programme)
    builders.finding(programme)
    client.force_login(builders.member(programme, Role.COMMISSIONER))
    address = reverse(f"stages:{name}", args=[programme.slug])
    whole = client.get(address).content.decode()
    page = client.get(address, TOO_LONG).content.decode()
    assert "Search must be 100 characters or fewer" in page
    assert rows(page) == rows(whole) > 0


def test_the_kind_that_was_chosen_counts_beside_words_that_cannot_be_looked_for(
    client: Client, programme: Programme
) -> None:
    builders.stage_1_records(programme)
    client.force_login(builders.member(programme, Role.COMMISSIONER))
    address = reverse("stages:practice_list", args=[programme.slug])
    shown = client.get(address, TOO_LONG | {"kind": "good"}).context["entries"]
    assert {entry.kind for entry in shown} == {"good"}
    assert PracticeEntry.objects.filter(programme=programme).exclude(kind="good").exists()


def test_the_list_of_findings_names_the_stages_that_each_questions(client: Client, programme: Programme) -> None:
    for number, stages in enumerate(((5,), (1, 5), (1, 4, 5))):
        builders.finding(programme, stages=stages, key=str(number))
    client.force_login(builders.member(programme, Role.ANALYST))
    page = client.get(reverse("stages:finding_list", args=[programme.slug])).content.decode()
    for words in ("Questions stage 5.", "Questions stages 1 and 5.", "Questions stages 1, 4 and 5."):
        assert words in page
