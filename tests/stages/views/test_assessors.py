"""Declarations, moderation and sensitivity, as people see them."""

import html
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role, User
from stages.actions import selection
from stages.domain import selection as rules
from stages.models import Programme
from tests import builders

pytestmark = pytest.mark.django_db
AT = builders.later(days=1)


@pytest.fixture
def programme(db: None) -> Programme:
    """A programme at stage 3 with two criteria and two candidates."""
    made = builders.programme_at_stage(3)
    given: dict[str, Any] = {"programme": made, "stage": 3, "by": builders.system(), "at": AT}
    rows = [
        rules.Weighted("price", "Price", rules.WHOLE * 6 / 10),
        rules.Weighted("record", "Record", rules.WHOLE * 4 / 10),
    ]
    selection.set_criteria(criteria=rows, **given)
    for name in ("Harbour Pathways", "Tideway Works"):
        selection.add_candidate(organisation=builders.organisation(name), **given)
    return made


def at(programme: Programme, name: str, **parts: int) -> str:
    return reverse(f"stages:{name}", kwargs={"slug": programme.slug, "stage": 3, **parts})


def words(response: Any) -> str:
    return html.unescape(response.content.decode())


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def scored(programme: Programme, role: str, *marks: tuple[int, int]) -> User:
    person = builders.member(programme, role)
    builders.declare_none(programme, 3, person)
    rows = list(programme.selection_criteria.order_by("pk"))
    for candidate, pair in zip(programme.candidates.order_by("pk"), marks, strict=False):
        scores = [rules.Scored(row.pk, mark, f"Reason of {role}") for row, mark in zip(rows, pair, strict=True)]
        selection.score(candidate=candidate, scores=scores, by=person, at=AT)
    return person


def test_an_assessor_declares_and_a_barred_candidate_leaves_the_grid(programme: Programme) -> None:
    client = signed_in(builders.member(programme, Role.PRINCIPAL))
    harbour, tideway = programme.candidates.order_by("pk")
    url = at(programme, "conflict_declare")
    wrong = words(client.post(url, {f"interest_{harbour.pk}": "interest"}))
    assert "Enter what your interest in Harbour Pathways is" in wrong
    unsaid = words(client.post(url, {f"statement_{harbour.pk}": "My brother chairs it."}))
    assert "Select whether you have an interest in Harbour Pathways" in unsaid
    data = {
        f"interest_{harbour.pk}": "interest",
        f"statement_{harbour.pk}": "My brother chairs it.",
        f"interest_{tideway.pk}": "none",
    }
    kept = words(client.post(url, data, follow=True))
    assert "Your declarations are kept" in kept
    assert "My brother chairs it." in kept
    grid = words(client.get(at(programme, "candidate_score")))
    assert "You declared an interest in Harbour Pathways: others score without you." in grid
    assert f"score_{tideway.pk}_" in grid
    assert f"score_{harbour.pk}_" not in grid
    ended = words(client.post(url, data | {f"interest_{harbour.pk}": "none"}))
    assert "Enter why your interest in Harbour Pathways no longer stands" in ended


def test_nobody_is_led_by_what_others_gave(programme: Programme) -> None:
    done = scored(programme, Role.COMMISSIONER, (5, 2), (3, 4))
    half = scored(programme, Role.EXPERT_BODY, (1, 1))
    page = words(signed_in(half).get(at(programme, "selection")))
    assert "You see your own scores alone" in page
    assert "Reason of commissioner" not in page
    assert "you have not scored Price; Record" in page
    for name in ("selection_sensitivity", "candidate_moderate"):
        parts = {"candidate_id": programme.candidates.earliest("pk").pk} if name == "candidate_moderate" else {}
        assert "so that nobody is led" in words(signed_in(half).get(at(programme, name, **parts)))
    assert "Reason of expert_body" in words(signed_in(done).get(at(programme, "selection")))


def test_what_is_agreed_is_shown_with_who_agreed_it(programme: Programme) -> None:
    first = scored(programme, Role.COMMISSIONER, (5, 2), (3, 4))
    second = scored(programme, Role.EXPERT_BODY, (1, 1), (3, 4))
    candidate = programme.candidates.earliest("pk")
    url = at(programme, "candidate_moderate", candidate_id=candidate.pk)
    client = signed_in(first)
    assert "the assessors are 4 points apart" in words(client.get(url))
    price, record = programme.selection_criteria.order_by("pk")
    data = {
        "seen": "0",
        f"score_{price.pk}": "4",
        f"score_{record.pk}": "2",
        f"reason_{price.pk}": "The dearer reading",
    }
    assert "Enter the reason for the agreed score on Record" in words(client.post(url, data))
    data[f"reason_{record.pk}"] = "One reference only"
    page = words(client.post(url, data, follow=True))
    assert "The agreed scores of Harbour Pathways are kept" in page
    assert "The dearer reading" in page
    late = words(signed_in(second).post(url, data | {f"reason_{price.pk}": "Mine"}))
    assert f"{first} moderated Harbour Pathways since you opened this page" in late


def test_the_page_says_how_firm_the_ranking_is(programme: Programme) -> None:
    first = scored(programme, Role.COMMISSIONER, (5, 2), (4, 3))
    page = words(signed_in(first).get(at(programme, "selection_sensitivity")))
    assert "Harbour Pathways comes first." in page
    assert "the weight of price from 60 to 50.0 per cent, where Tideway Works draws level" in page
    assert "-10.0" in page


def test_with_one_candidate_scored_there_is_nothing_to_compare(programme: Programme) -> None:
    analyst = builders.member(programme, Role.ANALYST)
    assert "Nothing to compare yet" in words(signed_in(analyst).get(at(programme, "selection_sensitivity")))
