"""What the database itself refuses, whatever the code above it does."""

import functools
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from accounts.models import User
from stages.actions import conflicts, findings, gates, moderation, selection, stakeholders
from stages.domain import selection as rules
from stages.models import (
    Candidate,
    CandidateScore,
    ConflictDeclaration,
    CorrectiveAction,
    Finding,
    FindingStage,
    GateConfirmation,
    Membership,
    ModeratedScore,
    Programme,
    SelectionCriterion,
    SelectionDecision,
    StageVisit,
    Stakeholder,
    StakeholderScore,
)
from tests import builders

pytestmark = pytest.mark.django_db
AT = builders.later(days=1)


class Rows:
    """A programme at stage 2 with a row of every kind that the database protects."""

    def __init__(self) -> None:
        self.by: User = builders.system()
        self.programme: Programme = builders.programme_at_stage(2)
        given: dict[str, Any] = {"programme": self.programme, "stage": 2, "by": self.by, "at": AT}
        [self.criterion] = selection.set_criteria(criteria=[rules.Weighted("a", "A", Decimal(100))], **given)
        self.candidate = selection.add_candidate(organisation=builders.organisation(), **given)
        selection.score(candidate=self.candidate, scores=[rules.Scored(self.criterion.pk, 3, "x")], by=self.by, at=AT)
        selection.decide(candidate=self.candidate, rationale="Best", by=self.by, at=AT)
        self.visit = builders.open_visit(self.programme, 2)
        conflicts.declare(candidate=self.candidate, has_interest=True, statement="x", by=self.by, at=AT)
        agreed = [rules.Scored(self.criterion.pk, 3, "x")]
        moderation.bring_in(candidate=self.candidate, scores=agreed, by=self.by, at=AT)
        self.finding = builders.finding(self.programme, stages=(1,))
        findings.reopen_questioned(self.finding, self.by, builders.later(days=40))
        gates.confirm(
            visit=builders.open_visit(self.programme, 1), criterion="overall_fit", holds=True, evidence="x",
            by=self.by, at=builders.later(days=40),
        )  # fmt: skip
        self.action = builders.action(self.finding)
        self.stakeholder = stakeholders.add(programme=self.programme, name="Council", by=self.by, at=AT)
        stakeholders.score(
            stakeholder=self.stakeholder, power=1, legitimacy=1, urgency=1, evidence="x", by=self.by, at=AT
        )


@pytest.fixture
def rows(db: None) -> Rows:
    return Rows()


def visit(rows: Rows, **changes: Any) -> object:
    given = {"programme": rows.programme, "stage": 3, "number": 1, "opened_at": AT, "opened_by": rows.by}
    return StageVisit.objects.create(**({**given, "because": "x"} | changes))


def stakeholder(rows: Rows, **changes: Any) -> object:
    given = {"programme": rows.programme, "name": "Other", "added_by": rows.by, "added_at": AT}
    return Stakeholder.objects.create(**(given | changes))


def stakeholder_score(rows: Rows, **changes: Any) -> object:
    given = {"stakeholder": rows.stakeholder, "power": 1, "legitimacy": 1, "urgency": 1, "evidence": "x"}
    return StakeholderScore.objects.create(**({**given, "scored_by": rows.by, "scored_at": AT} | changes))


def criterion(rows: Rows, **changes: Any) -> object:
    given = {"programme": rows.programme, "stage": 2, "code": "b", "name": "B", "weight": Decimal(10)}
    return SelectionCriterion.objects.create(**(given | changes))


def candidate(rows: Rows, **changes: Any) -> object:
    given = {"programme": rows.programme, "stage": 3, "organisation": rows.candidate.organisation}
    return Candidate.objects.create(**({**given, "added_by": rows.by, "added_at": AT} | changes))


def score(rows: Rows, **changes: Any) -> object:
    given = {"candidate": rows.candidate, "criterion": rows.criterion, "score": 3, "reason": "x"}
    return CandidateScore.objects.create(**({**given, "scored_by": rows.by, "scored_at": AT} | changes))


def declaration(rows: Rows, **changes: Any) -> object:
    given = {"candidate": rows.candidate, "has_interest": False, "declared_by": rows.by, "declared_at": AT}
    return ConflictDeclaration.objects.create(**(given | changes))


def moderated(rows: Rows, **changes: Any) -> object:
    given = {"candidate": rows.candidate, "criterion": rows.criterion, "score": 3, "reason": "x"}
    return ModeratedScore.objects.create(**({**given, "moderated_by": rows.by, "moderated_at": AT} | changes))


def decision(rows: Rows, **changes: Any) -> object:
    given = {"programme": rows.programme, "stage": 2, "candidate": rows.candidate, "rationale": "x"}
    return SelectionDecision.objects.create(**({**given, "decided_by": rows.by, "decided_at": AT} | changes))


def membership(rows: Rows, **changes: Any) -> object:
    given = {"programme": rows.programme, "user": rows.by, "role": "analyst", "granted_at": AT, "granted_by": rows.by}
    return Membership.objects.create(**(given | changes))


def finding_stage(rows: Rows, **changes: Any) -> object:
    return FindingStage.objects.create(**({"finding": rows.finding, "stage": 2, "why": "x"} | changes))


def action(rows: Rows, **changes: Any) -> object:
    given = {"finding": rows.finding, "what": "x", "owner": rows.by, "due_on": date(2027, 1, 1)}
    return CorrectiveAction.objects.create(**({**given, "agreed_by": rows.by, "agreed_at": AT} | changes))


REFUSED: list[tuple[str, Callable[..., object], dict[str, Any]]] = [
    ("one_open", visit, {"stage": 2, "number": 2}),
    ("numbered_once", visit, {"stage": 2, "number": 1, "closed_at": AT}),
    ("stage_is_one_of_seven", visit, {"stage": 8}),
    ("closing_is_whole", visit, {"closed_at": builders.MOMENT}),
    ("interest_0_to_3", stakeholder, {"interest": 4}),
    ("named_once", stakeholder, {"name": "Council"}),
    ("0_to_3", stakeholder_score, {"urgency": 4}),
    ("has_evidence", stakeholder_score, {"evidence": ""}),
    ("once", criterion, {"code": "a"}),
    ("stage_2_or_3", criterion, {"stage": 4}),
    ("weight", criterion, {"weight": Decimal(0)}),
    ("once", candidate, {"stage": 2}),
    ("stage_2_or_3", candidate, {"stage": 1}),
    ("0_to_5", score, {"score": 6}),
    ("has_a_reason", score, {"reason": ""}),
    ("in_words", declaration, {"has_interest": True}),
    ("0_to_5", moderated, {"score": 6}),
    ("has_a_reason", moderated, {"reason": ""}),
    ("stage_2_or_3", decision, {"stage": 1}),
    ("has_a_rationale", decision, {"rationale": ""}),
    ("party_names_its_organisation", membership, {"role": "agent"}),
    ("once", finding_stage, {"stage": 1}),
    ("one_to_six", finding_stage, {"stage": 7}),
    ("done_is_whole", action, {"done_at": AT}),
]


def refusal(act: Callable[[], object]) -> str:
    """What the database says against it; "" when it lets it pass."""
    try:
        with transaction.atomic():
            act()
    except DatabaseError as error:
        return str(error)
    return ""


def test_facts_that_disagree_are_refused(rows: Rows) -> None:
    passed = []
    for name, make, changes in REFUSED:
        closer = {"closed_by": rows.by} if changes.get("closed_at") == AT else {}
        if name not in refusal(functools.partial(make, rows, **changes, **closer)):
            passed.append(f"{make.__name__}: {name}")
    assert not passed


def test_a_programme_has_a_name_and_a_known_policy(rows: Rows) -> None:
    for changes in ({"name": ""}, {"reopening_policy": "never"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Programme.objects.filter(pk=rows.programme.pk).update(**changes)


KEPT_FOR_EVER: list[Any] = [StageVisit, Finding, CorrectiveAction]
WRITTEN_ONCE: list[Any] = [
    GateConfirmation,
    FindingStage,
    StakeholderScore,
    CandidateScore,
    ConflictDeclaration,
    ModeratedScore,
    SelectionDecision,
]


def test_history_is_never_removed(rows: Rows) -> None:
    for model in [*KEPT_FOR_EVER, *WRITTEN_ONCE]:
        said = refusal(functools.partial(model.objects.all()._raw_delete, "default"))
        assert "delete rows" in said, model


def test_what_is_written_once_is_never_rewritten(rows: Rows) -> None:
    for model in WRITTEN_ONCE:
        field = next(name for name in ("evidence", "why", "reason", "rationale", "statement") if hasattr(model, name))
        said = refusal(functools.partial(model.objects.update, **{field: "rewritten"}))
        assert "Cannot update" in said, model


def test_a_closed_visit_stays_closed(rows: Rows) -> None:
    closed = StageVisit.objects.filter(programme=rows.programme, stage=1, number=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        closed.update(closed_at=None, closed_by=None)
    with pytest.raises(DatabaseError), transaction.atomic():
        closed.update(decision="Another")


def test_the_opening_of_a_visit_is_never_rewritten(rows: Rows) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        StageVisit.objects.filter(pk=rows.visit.pk).update(because="Another")
