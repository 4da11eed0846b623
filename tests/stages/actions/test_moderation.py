"""Assessors score alone, then agree. What they agree is what counts."""

from typing import Any

import pytest

from accounts.errors import Forbidden, Refused
from accounts.models import AuditEntry, Role, User
from stages.actions import moderation, selection, visits
from stages.domain import criteria
from stages.domain import selection as rules
from stages.models import Candidate, Programme
from stages.selectors import moderation as moderation_selector
from stages.selectors import panel, stage_facts
from stages.selectors import selection as selection_selector
from tests import builders

pytestmark = pytest.mark.django_db
AT = builders.later(days=1)


@pytest.fixture
def programme(db: None) -> Programme:
    """A programme at stage 2 with one criterion and two candidates."""
    made = builders.programme_at_stage(2)
    given: dict[str, Any] = {"programme": made, "stage": 2, "by": builders.system(), "at": AT}
    selection.set_criteria(criteria=[rules.Weighted("finance", "Finance", rules.WHOLE)], **given)
    for name in ("County Council", "Fund"):
        selection.add_candidate(organisation=builders.organisation(name), **given)
    return made


@pytest.fixture
def council(programme: Programme) -> Candidate:
    return programme.candidates.earliest("pk")


def scorer(programme: Programme, role: str, mark: int, *, only: int = 2) -> User:
    """Somebody who has declared, and scored the first candidates."""
    person = builders.member(programme, role)
    builders.declare_none(programme, 2, person)
    [row] = programme.selection_criteria.all()
    for candidate in programme.candidates.order_by("pk")[:only]:
        selection.score(candidate=candidate, scores=[rules.Scored(row.pk, mark, f"Mark {mark}")], by=person, at=AT)
    return person


def agree(
    candidate: Candidate, by: User, mark: int = 3, reason: str = "Seen together", seen: int | None = None
) -> None:
    [row] = candidate.programme.selection_criteria.all()
    scores = [rules.Scored(row.pk, mark, reason)]
    moderation.moderate(candidate=candidate, scores=scores, seen=seen, by=by, at=builders.later(days=5))


def marks(programme: Programme, viewer: User) -> list[Any]:
    return [place.marks[0] for place in selection_selector.page(programme, 2, viewer).places]


def unmoderated(programme: Programme) -> str:
    [row] = [row for row in criteria.of_stage(2) if row.code == "scores_moderated"]
    return criteria.computed(row, stage_facts.of_stage(programme, 2)).reason


def test_each_sees_their_own_scores_alone_until_they_have_scored_all(programme: Programme) -> None:
    half = scorer(programme, Role.PRINCIPAL, 1, only=1)
    done = scorer(programme, Role.COMMISSIONER, 5)
    assert marks(programme, half) == [1, None]
    assert marks(programme, done) == [5, 3]  # the second candidate is the council, with the mean of 1 and 5
    page = selection_selector.page(programme, 2, half)
    assert not page.sees_all
    assert page.assessors == [str(half)]
    assert panel.sees_all(programme, 2, builders.member(programme, Role.ANALYST))


def test_what_was_agreed_counts_and_is_audited(programme: Programme, council: Candidate) -> None:
    first = scorer(programme, Role.COMMISSIONER, 5)
    scorer(programme, Role.PRINCIPAL, 2)
    assert "Scored by several and not moderated yet: County Council" in unmoderated(programme)
    for candidate in programme.candidates.all():
        agree(candidate, first)
    assert marks(programme, first) == [3, 3]
    assert not unmoderated(programme)
    assert AuditEntry.objects.filter(action="stages.candidate.moderate", by=first).count() == 2


def test_it_is_for_commissioners_and_the_body_while_the_stage_is_open(programme: Programme, council: Candidate) -> None:
    with pytest.raises(Forbidden):
        agree(council, scorer(programme, Role.PRINCIPAL, 2))
    first = scorer(programme, Role.COMMISSIONER, 5)
    builders.pass_decided_elsewhere(programme, 2, at=builders.later(days=2))
    with pytest.raises(visits.StageClosed):
        agree(council, first)


def test_whoever_has_not_scored_all_does_not_moderate(programme: Programme, council: Candidate) -> None:
    with pytest.raises(Refused, match="Score every candidate yourself first"):
        agree(council, scorer(programme, Role.COMMISSIONER, 5, only=1))


def test_an_agreed_score_has_a_reason_and_stands_on_scores(programme: Programme, council: Candidate) -> None:
    first = scorer(programme, Role.COMMISSIONER, 5)
    with pytest.raises(Refused, match="Enter the reason for the moderated score on Finance"):
        agree(council, first, reason=" ")
    with pytest.raises(Refused, match="from 0 to 5"):
        agree(council, first, mark=6)
    with pytest.raises(Refused, match="another selection"):
        moderation.moderate(candidate=council, scores=[rules.Scored(0, 3, "x")], by=builders.system(), at=AT)


def test_of_two_moderators_at_once_the_second_is_told(programme: Programme, council: Candidate) -> None:
    first, second = scorer(programme, Role.COMMISSIONER, 5), scorer(programme, Role.EXPERT_BODY, 4)
    agree(council, first, seen=0)
    with pytest.raises(Refused, match=f"{first} moderated County Council since you opened this page"):
        agree(council, second, mark=4, seen=0)
    last = moderation_selector.last(council)
    assert last is not None
    assert last.score == 3
    agree(council, second, mark=4, seen=last.pk)
    assert council.moderated_scores.count() == 2


def test_the_panel_says_who_has_not_scored_what(programme: Programme) -> None:
    half = scorer(programme, Role.PRINCIPAL, 1, only=1)
    [row] = panel.assessors(programme, 2)
    assert (row.person, row.scored, row.of, row.is_complete) == (half, 1, 2, False)
    assert [(str(one.candidate), one.criteria) for one in row.missing] == [("Fund", ["Finance"])]
