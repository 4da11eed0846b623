"""A commissioner finds evidence and cites it, closes a finding with a lesson, and the next programme is offered it."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils.timezone import now

from accounts.models import Role, User
from accounts.selectors import users
from knowledge.actions import shelves
from knowledge.models import Entry
from stages.actions import findings
from stages.models import PracticeEntry
from tests import builders
from tests.journeys.conftest import Person

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_from_evidence_cited_to_a_lesson_used_by_the_next_programme(as_person: Callable[[User], Person]) -> None:
    shelves.fill(by=users.system_user(shelves.LIBRARIAN), at=now())
    before = builders.programme_at_stage(5, name="Homes before", sector="Housing")
    finding = builders.finding(before, title="Tenancies are lost in spring")
    findings.dismiss(subject=finding, rationale="A late file.", by=builders.system(), at=builders.later(days=31))
    following = builders.programme("Homes after", sector="Housing")
    builders.stage_1_records(following)
    commissioner = builders.member(before, Role.COMMISSIONER)
    builders.member(following, Role.COMMISSIONER, user=commissioner)
    person = as_person(commissioner)

    _finds_evidence_and_cites_it(person)
    assert PracticeEntry.objects.filter(programme=following, scheme__startswith="Only two of five").count() == 1
    _closes_the_finding_with_a_lesson(person, before.slug)
    assert Entry.objects.get(programme=before.slug).source == "Homes before"
    _is_offered_it_in_the_next_programme(person, following.slug)
    assert PracticeEntry.objects.filter(programme=following, scheme="Look at leases in winter").count() == 1


def _finds_evidence_and_cites_it(person: Person) -> None:
    person.go(reverse("knowledge:library"), "Knowledge")
    person.follow("Read and search evidence and lessons", "Evidence and lessons")
    person.look_on_a_phone()
    person.fill(q='"sleeping rough" deadweight or baseline')
    person.press("Search")
    person.sees("baseline")
    person.look()
    person.follow("Only two of five paid outcomes had a baseline", "Only two of five paid outcomes had a baseline")
    person.look_on_a_phone()
    person.press("Cite it in Homes after")
    person.at("Good and bad practice")
    person.told("It is in the practice log of Homes after")
    person.sees("Only two of five paid outcomes had a baseline")


def _closes_the_finding_with_a_lesson(person: Person, slug: str) -> None:
    person.go(reverse("stages:finding_close", args=[slug, 1]), "Close the finding")
    person.look_on_a_phone()
    person.fill(note="Leases end in winter.")
    words = {"title": "Look at leases in winter", "happened": "Ask jo@example.org.", "lesson": "Ask in autumn."}
    person.fill(**{f"lesson-{name}": text for name, text in words.items()})
    person.select("lesson-need", "No settled home")
    person.choose("lesson-example", "bad")
    person.tick("lesson-names_programme")
    person.press("Close the finding")
    person.refused("The text holds an email address")
    person.fill(**{"lesson-happened": "Leases ended when nobody visited."})
    person.press("Close the finding")
    person.at("Tenancies are lost in spring")
    person.told("The finding is closed")
    person.go(reverse("stages:lesson_list", args=[slug]), "Lessons for the next programme")
    person.sees("Look at leases in winter")


def _is_offered_it_in_the_next_programme(person: Person, slug: str) -> None:
    person.go(reverse("stages:stage_detail", args=[slug, 1]), "Stakeholder analysis")
    person.follow("Lessons of others", "Lessons of others")
    person.look_on_a_phone()
    person.sees("Offered because it is about the same need: no settled home")
    person.press("Look at leases in winter")
    person.at("Good and bad practice")
    person.sees("Homes before")
    person.go(reverse("stages:lesson_offers", args=[slug]), "Lessons of others")
    person.page.get_by_role("link", name="Not for us").first.click()
    person.at("Not for us")
    person.fill(reason="We work in one town only.")
    person.press("Save")
    person.at("Lessons of others")
    person.sees("We work in one town only.")
    person.go(reverse("knowledge:glossary"), "Glossary")
    person.look_on_a_phone()
    person.go(reverse("knowledge:principle_detail", args=["pair-the-metrics"]), "Pair the metrics")
