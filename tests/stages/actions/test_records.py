"""Records of stages 1, 2 and 3: written while the stage is open, by those who may, with an audit row."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from accounts.errors import Forbidden, Refused
from accounts.models import AuditEntry, Role, User
from stages.actions import purpose, registers, selection, stakeholders, visits
from stages.domain import selection as rules
from stages.models import Candidate, CandidateScore, HorizonEntry, PracticeEntry, Programme, Purpose, Stakeholder
from stages.selectors import selection as selection_selector
from tests import builders

pytestmark = pytest.mark.django_db
Act = Callable[[Programme, User], object]
AT = builders.later(days=1)


def write_purpose(programme: Programme, by: User, **changes: str) -> Purpose:
    parts = {"aim": "Homes", "why_pbr": "Countable"}
    return purpose.write(programme=programme, by=by, at=AT, **(parts | changes))


def add_stakeholder(programme: Programme, by: User, **changes: Any) -> Stakeholder:
    return stakeholders.add(programme=programme, by=by, at=AT, **({"name": "Council"} | changes))


def add_practice(programme: Programme, by: User) -> PracticeEntry:
    return registers.add_practice(
        programme=programme, scheme="A", kind="good", happened="B", lesson="C", source="D", by=by, at=AT
    )


def add_horizon(programme: Programme, by: User) -> HorizonEntry:
    return registers.add_horizon(
        programme=programme, item="Duty", kind="law", likelihood="high", expected_on=date(2027, 4, 1), effect="More",
        by=by, at=AT,
    )  # fmt: skip


def change_stakeholder(programme: Programme, by: User) -> object:
    return stakeholders.change(stakeholder=programme.stakeholders.get(name="Known"), need="A voice", by=by, at=AT)


def score_stakeholder(programme: Programme, by: User, **changes: Any) -> object:
    scores: dict[str, Any] = {"power": 1, "legitimacy": 2, "urgency": 3, "evidence": "Minutes"}
    known = programme.stakeholders.get(name="Known")
    return stakeholders.score(stakeholder=known, by=by, at=AT, **(scores | changes))


def change_practice(programme: Programme, by: User) -> object:
    return registers.change_practice(entry=programme.practice_entries.get(scheme="Known"), lesson="X", by=by, at=AT)


def change_horizon(programme: Programme, by: User) -> object:
    return registers.change_horizon(entry=programme.horizon_entries.get(item="Known"), effect="X", by=by, at=AT)


STAGE_1: list[tuple[Act, str]] = [
    (write_purpose, "stages.purpose.write"),
    (add_stakeholder, "stages.stakeholder.add"),
    (change_stakeholder, "stages.stakeholder.change"),
    (score_stakeholder, "stages.stakeholder.score"),
    (add_practice, "stages.practice.add"),
    (change_practice, "stages.practice.change"),
    (add_horizon, "stages.horizon.add"),
    (change_horizon, "stages.horizon.change"),
]


@pytest.fixture
def programme(db: None) -> Programme:
    made = builders.programme()
    given: dict[str, Any] = {"programme": made, "by": builders.system(), "at": builders.MOMENT}
    stakeholders.add(name="Known", **given)
    registers.add_practice(scheme="Known", kind="bad", happened="B", lesson="C", source="D", **given)
    registers.add_horizon(
        item="Known", kind="law", likelihood="low", expected_on=date(2027, 4, 1), effect="Less", **given
    )
    return made


@pytest.mark.parametrize(("act", "action"), STAGE_1)
class TestEveryActOfStage1:
    def test_it_is_done_and_audited(self, act: Act, action: str, programme: Programme, commissioner: User) -> None:
        act(programme, commissioner)
        entry = AuditEntry.objects.get(action=action, by=commissioner)
        assert entry.programme == programme.slug
        assert entry.after

    def test_a_reader_is_forbidden(self, act: Act, action: str, programme: Programme, analyst: User) -> None:
        with pytest.raises(Forbidden):
            act(programme, analyst)

    def test_it_is_refused_once_the_stage_is_closed(
        self, act: Act, action: str, programme: Programme, commissioner: User
    ) -> None:
        builders.pass_decided_elsewhere(programme, 1)
        with pytest.raises(visits.StageClosed, match="not open, so its records cannot be changed"):
            act(programme, commissioner)
        assert not AuditEntry.objects.filter(action=action, by=commissioner).exists()


class TestStage1:
    def test_writing_the_same_purpose_again_is_no_change(self, programme: Programme, commissioner: User) -> None:
        write_purpose(programme, commissioner)
        write_purpose(programme, commissioner)
        write_purpose(programme, commissioner, aim="Jobs")
        entries = AuditEntry.objects.filter(action="stages.purpose.write").order_by("pk")
        assert [entry.after["aim"] for entry in entries] == ["Homes", "Jobs"]
        assert entries[1].before["aim"] == "Homes"

    def test_a_stakeholder_is_entered_once(self, programme: Programme, commissioner: User) -> None:
        with pytest.raises(Refused, match="already in the register"):
            add_stakeholder(programme, commissioner, name="known ")
        with pytest.raises(Refused, match="Enter the name"):
            add_stakeholder(programme, commissioner, name=" ")

    def test_the_owner_of_an_engagement_is_a_member(self, programme: Programme, commissioner: User) -> None:
        with pytest.raises(Refused, match="not a member"):
            add_stakeholder(programme, commissioner, engagement_owner=builders.user())
        assert add_stakeholder(programme, commissioner, engagement_owner=commissioner).engagement_owner == commissioner

    def test_scores_are_0_to_3_with_evidence_and_are_kept(self, programme: Programme, commissioner: User) -> None:
        with pytest.raises(Refused, match="whole number from 0"):
            score_stakeholder(programme, commissioner, power=4)
        with pytest.raises(Refused, match="Enter the evidence"):
            score_stakeholder(programme, commissioner, evidence=" ")
        score_stakeholder(programme, commissioner)
        score_stakeholder(programme, commissioner, power=3)
        assert programme.stakeholders.get(name="Known").scores.count() == 2

    def test_words_that_are_missing_are_named(self, programme: Programme, commissioner: User) -> None:
        entry = programme.practice_entries.get()
        with pytest.raises(Refused, match="Enter lesson"):
            registers.change_practice(entry=entry, lesson="", by=commissioner, at=AT)


@pytest.fixture
def choosing(db: None) -> Programme:
    """A programme at stage 2 with the framework's criteria and a candidate."""
    made = builders.programme_at_stage(2)
    given: dict[str, Any] = {"programme": made, "stage": 2, "by": builders.system(), "at": AT}
    selection.set_criteria(criteria=rules.DEFAULTS[2], **given)
    selection.add_candidate(organisation=builders.organisation(), **given)
    return made


def set_criteria(programme: Programme, by: User, *weights: tuple[str, str]) -> object:
    rows = [rules.Weighted(code, code.title(), Decimal(weight)) for code, weight in weights or [("price", "100")]]
    return selection.set_criteria(programme=programme, stage=2, criteria=rows, by=by, at=AT)


def add_candidate(programme: Programme, by: User) -> Candidate:
    return selection.add_candidate(programme=programme, stage=2, organisation=builders.organisation(), by=by, at=AT)


def score(programme: Programme, by: User, mark: int = 3, reason: str = "Report") -> list[CandidateScore]:
    candidate = programme.candidates.get()
    builders.declare_none(programme, candidate.stage, by)
    scores = [rules.Scored(row.pk, mark, reason) for row in programme.selection_criteria.all()]
    return selection.score(candidate=candidate, scores=scores, by=by, at=AT)


def decide(programme: Programme, by: User, **changes: Any) -> object:
    given: dict[str, Any] = {"rationale": "Best", "committed_funds": Decimal("100.00"), "accountable_officer": "Dir"}
    return selection.decide(candidate=programme.candidates.get(), by=by, at=AT, **(given | changes))


STAGE_2: list[tuple[Act, str]] = [
    (set_criteria, "stages.selection.criteria"),
    (add_candidate, "stages.candidate.add"),
    (score, "stages.candidate.score"),
    (decide, "stages.selection.decide"),
]


@pytest.mark.parametrize(("act", "action"), STAGE_2)
class TestEveryActOfStage2:
    def test_it_is_done_and_audited(self, act: Act, action: str, choosing: Programme) -> None:
        by = builders.member(choosing, Role.COMMISSIONER)
        act(choosing, by)
        assert AuditEntry.objects.filter(action=action, by=by, programme=choosing.slug).count() == 1

    def test_a_reader_is_forbidden(self, act: Act, action: str, choosing: Programme) -> None:
        with pytest.raises(Forbidden):
            act(choosing, builders.member(choosing, Role.ANALYST))

    def test_it_is_refused_once_the_stage_is_closed(self, act: Act, action: str, choosing: Programme) -> None:
        builders.pass_decided_elsewhere(choosing, 2, at=AT)
        with pytest.raises(visits.StageClosed):
            act(choosing, builders.member(choosing, Role.COMMISSIONER))


class TestStages2And3:
    def test_weights_sum_to_100_and_scored_criteria_stay(self, choosing: Programme) -> None:
        by = builders.member(choosing, Role.COMMISSIONER)
        with pytest.raises(Refused, match="sum to 90"):
            set_criteria(choosing, by, ("price", "90"))
        with pytest.raises(Refused, match="same name"):
            set_criteria(choosing, by, ("price", "50"), ("price", "50"))
        score(choosing, by)
        with pytest.raises(Refused, match="already scored"):
            set_criteria(choosing, by, ("price", "100"))

    def test_a_candidate_is_named_once(self, choosing: Programme) -> None:
        organisation = choosing.candidates.get().organisation
        with pytest.raises(Refused, match="already a candidate"):
            selection.add_candidate(programme=choosing, stage=2, organisation=organisation, by=builders.system(), at=AT)

    def test_each_score_is_0_to_5_with_a_reason_and_only_changes_are_written(self, choosing: Programme) -> None:
        by = builders.member(choosing, Role.PRINCIPAL)
        with pytest.raises(Refused, match="0 to 5"):
            score(choosing, by, mark=6)
        with pytest.raises(Refused, match="Enter the reason"):
            score(choosing, by, reason="")
        assert len(score(choosing, by)) == 5
        assert score(choosing, by) == []
        assert AuditEntry.objects.filter(action="stages.candidate.score").count() == 1

    def test_two_assessors_are_averaged(self, choosing: Programme) -> None:
        for mark in (2, 4):
            score(choosing, builders.member(choosing, Role.COMMISSIONER), mark=mark)
        [place] = selection_selector.page(choosing, 2, builders.system()).places
        assert place.ranked.total == Decimal("60.0")
        assert place.ranked.assessors == 2

    def test_a_score_is_for_a_criterion_of_its_own_selection(self, choosing: Programme) -> None:
        other = builders.programme_at_stage(2)
        [row] = selection.set_criteria(
            programme=other, stage=2, criteria=[rules.Weighted("a", "A", Decimal(100))], by=builders.system(), at=AT
        )
        with pytest.raises(Refused, match="another selection"):
            selection.score(
                candidate=choosing.candidates.get(),
                scores=[rules.Scored(row.pk, 3, "x")],
                by=builders.system(),
                at=AT,
            )

    def test_a_choice_needs_a_rationale_and_the_latest_counts(self, choosing: Programme) -> None:
        by = builders.member(choosing, Role.COMMISSIONER)
        with pytest.raises(Refused, match="Enter why"):
            decide(choosing, by, rationale="")
        with pytest.raises(Refused, match="less than nothing"):
            decide(choosing, by, committed_funds=Decimal("-1"))
        decide(choosing, by)
        decide(choosing, by, rationale="Better still")
        chosen = selection_selector.page(choosing, 2, by).decision
        assert chosen is not None
        assert chosen.rationale == "Better still"

    def test_candidates_are_chosen_at_stages_2_and_3_only(self, choosing: Programme) -> None:
        with pytest.raises(Refused, match="stages 2 and 3 only"):
            selection.add_candidate(
                programme=choosing, stage=1, organisation=builders.organisation(), by=builders.system(), at=AT
            )
