"""Declarations of interest, and what they bar."""

from typing import Any

import pytest

from accounts.errors import Forbidden, Refused
from accounts.models import AuditEntry, Role, User
from stages.actions import conflicts, selection, visits
from stages.domain import criteria
from stages.domain import selection as rules
from stages.models import Candidate, CandidateScore, ConflictDeclaration, Programme
from stages.selectors import selection as selection_selector
from stages.selectors import stage_facts
from tests import builders

pytestmark = pytest.mark.django_db
AT = builders.later(days=1)


@pytest.fixture
def programme(db: None) -> Programme:
    """A programme at stage 2 with the framework's criteria and one candidate."""
    made = builders.programme_at_stage(2)
    given: dict[str, Any] = {"programme": made, "stage": 2, "by": builders.system(), "at": AT}
    selection.set_criteria(criteria=rules.DEFAULTS[2], **given)
    selection.add_candidate(organisation=builders.organisation("County Council"), **given)
    return made


@pytest.fixture
def candidate(programme: Programme) -> Candidate:
    return programme.candidates.get()


@pytest.fixture
def assessor(programme: Programme) -> User:
    return builders.member(programme, Role.COMMISSIONER)


def declare(candidate: Candidate, by: User, interest: str = "", words: str = "", days: float = 2) -> None:
    conflicts.declare(
        candidate=candidate,
        has_interest=bool(interest),
        statement=interest or words,
        by=by,
        at=builders.later(days=days),
    )


def score(candidate: Candidate, by: User, mark: int = 4) -> None:
    rows = candidate.programme.selection_criteria.filter(stage=2)
    scores = [rules.Scored(row.pk, mark, "Accounts") for row in rows]
    selection.score(candidate=candidate, scores=scores, by=by, at=builders.later(days=3))


def gate(programme: Programme, code: str) -> str:
    known = stage_facts.of_stage(programme, 2)
    [row] = [row for row in criteria.of_stage(2) if row.code == code]
    return criteria.computed(row, known).reason


def test_a_declaration_is_kept_and_audited(candidate: Candidate, assessor: User) -> None:
    declare(candidate, assessor, "My sister works there.")
    row = ConflictDeclaration.objects.get()
    assert (row.has_interest, row.statement, row.declared_by) == (True, "My sister works there.", assessor)
    assert AuditEntry.objects.filter(action="stages.candidate.declare", by=assessor).count() == 1


def test_only_those_who_may_score_declare(candidate: Candidate, programme: Programme) -> None:
    with pytest.raises(Forbidden):
        declare(candidate, builders.member(programme, Role.ANALYST))


def test_nothing_is_declared_once_the_stage_is_closed(
    candidate: Candidate, assessor: User, programme: Programme
) -> None:
    builders.pass_decided_elsewhere(programme, 2, at=AT)
    with pytest.raises(visits.StageClosed):
        declare(candidate, assessor)


def test_an_interest_is_put_in_words_and_so_is_its_end(candidate: Candidate, assessor: User) -> None:
    with pytest.raises(Refused, match="Say in words"):
        conflicts.declare(candidate=candidate, has_interest=True, statement=" ", by=assessor, at=AT)
    declare(candidate, assessor, "I hold its bonds.")
    with pytest.raises(Refused, match="no longer stands"):
        declare(candidate, assessor)
    declare(candidate, assessor, words="Sold in March.", days=3)
    score(candidate, assessor)


def test_nobody_scores_before_they_declare(candidate: Candidate, assessor: User) -> None:
    with pytest.raises(Refused, match="Declare first whether you have an interest in County Council"):
        score(candidate, assessor)


def test_an_interest_bars_from_the_candidate(candidate: Candidate, assessor: User) -> None:
    declare(candidate, assessor, "I work for it.")
    with pytest.raises(Refused, match="others score it without you"):
        score(candidate, assessor)


def test_earlier_scores_of_a_later_interest_are_kept_and_do_not_count(
    candidate: Candidate, assessor: User, programme: Programme
) -> None:
    declare(candidate, assessor)
    score(candidate, assessor)
    assert not gate(programme, "candidates_scored")
    declare(candidate, assessor, "It has offered me a post.", days=4)
    assert CandidateScore.objects.filter(scored_by=assessor).count() == 5
    [place] = selection_selector.page(programme, 2, builders.system()).places
    assert len(place.missing) == 5
    assert place.interests == [str(assessor)]
    assert "Not scored yet: County Council" in gate(programme, "candidates_scored")


def test_whoever_has_an_interest_in_a_candidate_does_not_record_the_choice(
    candidate: Candidate, assessor: User
) -> None:
    declare(candidate, assessor, "I work for it.")
    with pytest.raises(Refused, match="somebody else must record the choice"):
        selection.decide(candidate=candidate, rationale="Best", by=assessor, at=AT)


def test_only_what_is_new_is_written(candidate: Candidate, assessor: User, programme: Programme) -> None:
    given: dict[str, Any] = {"programme": programme, "stage": 2, "by": assessor, "at": AT}
    assert conflicts.declare_all(declarations={candidate.pk: (False, "")}, **given) == 1
    assert conflicts.declare_all(declarations={candidate.pk: (False, " ")}, **given) == 0


def test_the_gate_names_scorers_who_have_not_declared_on_a_later_candidate(
    candidate: Candidate, assessor: User, programme: Programme
) -> None:
    declare(candidate, assessor)
    score(candidate, assessor)
    assert not gate(programme, "conflicts_declared")
    selection.add_candidate(
        programme=programme, stage=2, organisation=builders.organisation("Fund"), by=builders.system(), at=AT
    )
    assert f"{assessor} on Fund" in gate(programme, "conflicts_declared")


def test_the_gate_asks_how_the_overlap_of_roles_is_disclosed(programme: Programme) -> None:
    given: dict[str, Any] = {"by": builders.system(), "at": AT}
    own = selection.add_candidate(programme=programme, stage=2, organisation=programme.commissioner, **given)
    selection.decide(candidate=own, rationale="It pays already.", **given)
    assert "how this is disclosed" in gate(programme, "roles_separated")
    selection.decide(candidate=own, rationale="It pays already.", overlap="Published; the auditor decides.", **given)
    assert not gate(programme, "roles_separated")
