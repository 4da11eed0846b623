from typing import Any

import pytest

from accounts.errors import Forbidden, Refused
from accounts.models import AuditEntry, Role, User
from stages.actions import gates, visits
from stages.models import Programme, StageVisit
from stages.selectors import tracker
from stages.selectors import visits as visits_selector
from tests import builders
from tests.stages import tables

pytestmark = pytest.mark.django_db


def ready(programme: Programme) -> StageVisit:
    """The open visit of stage 1, with everything that its gate asks for."""
    builders.stage_1_records(programme)
    visit = builders.open_visit(programme, 1)
    builders.confirm_all(visit)
    return visit


def statuses(programme: Programme) -> list[str]:
    return [row.status for row in tracker.tracker(programme)]


class TestClosing:
    def test_closing_keeps_what_each_criterion_said_and_opens_the_next_stage(
        self, programme: Programme, commissioner: User
    ) -> None:
        visit = ready(programme)
        closed = visits.close_stage(visit=visit, by=commissioner, at=builders.later(days=9), decision="It fits.")
        assert closed.closed_by == commissioner
        assert {row["code"]: row["met"] for row in closed.criteria}["overall_fit"] is True
        assert all(row["met"] for row in closed.criteria)
        assert closed.criteria[-1]["evidence"] == "Seen in the minutes of the board."
        assert statuses(programme)[:3] == ["closed", "open", "not_started"]

    def test_it_is_audited_in_the_same_transaction(self, programme: Programme, commissioner: User) -> None:
        visits.close_stage(visit=ready(programme), by=commissioner, at=builders.later(days=9), decision="It fits.")
        entry = AuditEntry.objects.get(action="stages.visit.close", programme=programme.slug)
        assert (entry.by, entry.after["stage"], entry.after["decision"]) == (commissioner, 1, "It fits.")

    def test_criteria_that_fail_refuse_it_and_say_what_is_missing(
        self, programme: Programme, commissioner: User
    ) -> None:
        visit = builders.open_visit(programme, 1)
        with pytest.raises(visits.GateNotMet) as refused:
            visits.close_stage(visit=visit, by=commissioner, at=builders.later(days=9), decision="It fits.")
        assert any("No purpose is written yet" in shortfall for shortfall in refused.value.shortfalls)
        assert any("must confirm this, with evidence" in shortfall for shortfall in refused.value.shortfalls)
        assert "cannot be closed yet" in str(refused.value)
        assert statuses(programme)[0] == "open"

    def test_the_gate_into_stage_4_says_who_is_missing_on_the_expert_body(self, commissioner: User) -> None:
        programme = builders.programme_at_stage(3)
        builders.selection_records(programme, 3)
        visit = builders.open_visit(programme, 3)
        builders.confirm_all(visit)
        tables.MISSING.append("Nobody sits for service users.")
        member = builders.member(programme, Role.COMMISSIONER)
        with pytest.raises(visits.GateNotMet, match="Nobody sits for service users"):
            visits.close_stage(visit=visit, by=member, at=builders.later(days=9), decision="Go")
        tables.MISSING.clear()
        visits.close_stage(visit=visit, by=member, at=builders.later(days=9), decision="Go")
        assert statuses(programme)[3] == "open"

    def test_a_reader_is_forbidden(self, programme: Programme, analyst: User) -> None:
        with pytest.raises(Forbidden):
            visits.close_stage(visit=ready(programme), by=analyst, at=builders.later(days=9), decision="It fits.")

    def test_stages_led_by_the_expert_body_are_closed_by_its_members_alone(self) -> None:
        programme = builders.programme_at_stage(4)
        visit = builders.open_visit(programme, 4)
        builders.confirm_all(visit)
        commissioner = builders.member(programme, Role.COMMISSIONER)
        with pytest.raises(Forbidden):
            visits.close_stage(visit=visit, by=commissioner, at=builders.later(days=9), decision="Go")
        expert = builders.member(programme, Role.EXPERT_BODY)
        visits.close_stage(visit=visit, by=expert, at=builders.later(days=9), decision="Go")
        assert statuses(programme)[3:] == ["closed", "open", "open", "open"]

    def test_a_closed_visit_is_not_closed_again(self, programme: Programme, commissioner: User, expert: User) -> None:
        visit = ready(programme)
        visits.close_stage(visit=visit, by=commissioner, at=builders.later(days=9), decision="It fits.")
        with pytest.raises(visits.StageClosed, match=f"already closed by {commissioner}"):
            visits.close_stage(visit=visit, by=expert, at=builders.later(days=10), decision="It does not.")
        assert StageVisit.objects.get(pk=visit.pk).decision == "It fits."

    @pytest.mark.parametrize(
        ("decision", "days", "words"), [(" ", 9, "Enter the decision"), ("Go", -9, "before it was")]
    )
    def test_a_decision_needs_words_and_its_time(
        self, programme: Programme, commissioner: User, decision: str, days: int, words: str
    ) -> None:
        with pytest.raises(Refused, match=words):
            visits.close_stage(visit=ready(programme), by=commissioner, at=builders.later(days=days), decision=decision)


class TestReopening:
    def test_a_visit_is_added_with_its_reason_and_finding(self, expert: User) -> None:
        programme = builders.programme_at_stage(5)
        finding = builders.finding(programme)
        member = builders.member(programme, Role.EXPERT_BODY)
        visit = visits.reopen(
            programme=programme, stage=4, because="Prices", by=member, at=builders.later(days=40), finding=finding
        )
        assert (visit.number, visit.finding, visit.because) == (2, finding, "Prices")
        assert tracker.tracker(programme)[3].finding == finding
        assert [loop.to_stage for loop in tracker.loops(programme)] == [4]

    def test_an_open_stage_is_said_to_be_open(self, programme: Programme, commissioner: User) -> None:
        with pytest.raises(visits.AlreadyOpen, match="already open"):
            visits.reopen(programme=programme, stage=1, because="x", by=commissioner, at=builders.MOMENT, finding=None)

    def test_a_stage_that_was_never_open_is_not_reopened(self, programme: Programme, commissioner: User) -> None:
        with pytest.raises(visits.NotYet, match="never been open"):
            visits.reopen(programme=programme, stage=3, because="x", by=commissioner, at=builders.MOMENT, finding=None)

    def test_no_stage_opens_before_those_before_it_were_closed(self, programme: Programme, commissioner: User) -> None:
        with pytest.raises(visits.NotYet, match="1, 2, 3"):
            visits.open_stage(programme=programme, stage=4, because="x", by=commissioner, at=builders.MOMENT)

    def test_it_needs_a_reason_and_permission(self, analyst: User) -> None:
        programme = builders.programme_at_stage(3)
        given: dict[str, Any] = {"programme": programme, "stage": 1, "at": builders.later(days=9), "finding": None}
        with pytest.raises(Refused, match="Enter the reason"):
            visits.reopen(because="", by=builders.system(), **given)
        with pytest.raises(Forbidden):
            visits.reopen(because="x", by=analyst, **given)

    def test_closing_again_opens_nothing_twice(self) -> None:
        programme = builders.programme_at_stage(3)
        visits.reopen(
            programme=programme, stage=1, because="x", by=builders.system(), at=builders.later(days=9), finding=None
        )
        builders.pass_decided_elsewhere(programme, 1, at=builders.later(days=10))
        assert [row.visits for row in tracker.tracker(programme)] == [2, 1, 1, 0, 0, 0, 0]

    def test_a_stage_reopened_by_a_finding_waits_for_its_answer(self) -> None:
        programme = builders.programme_at_stage(3)
        builders.stage_1_records(builders.programme())
        finding = builders.finding(programme, stages=(1,))
        visit = visits.reopen(
            programme=programme, stage=1, because="x", by=builders.system(), at=builders.later(days=40), finding=finding
        )
        with pytest.raises(visits.GateNotMet, match="no corrective action yet"):
            visits.close_stage(visit=visit, by=builders.system(), at=builders.later(days=41), decision="Go")
        builders.action(finding, at=builders.later(days=40))
        with pytest.raises(visits.GateNotMet) as refused:
            visits.close_stage(visit=visit, by=builders.system(), at=builders.later(days=41), decision="Go")
        assert "corrective action yet" not in str(refused.value)


class TestTheOpenVisitIsThePermission:
    def test_it_is_returned_while_open_and_refused_when_closed(self, programme: Programme) -> None:
        assert visits.require_open(programme=programme, stage=1).number == 1
        builders.pass_decided_elsewhere(programme, 1)
        with pytest.raises(visits.StageClosed, match="not open, so its records cannot be changed"):
            visits.require_open(programme=programme, stage=1)
        assert not visits_selector.is_open(programme, 1)


class TestGates:
    def test_a_request_is_made_once_and_may_be_sent_back(self, programme: Programme, commissioner: User) -> None:
        visit = builders.open_visit(programme, 1)
        request = gates.ask(visit=visit, note="Please", by=commissioner, at=builders.MOMENT)
        with pytest.raises(Refused, match="already been asked"):
            gates.ask(visit=visit, note="Again", by=commissioner, at=builders.MOMENT)
        given: dict[str, Any] = {"subject": request, "by": commissioner, "at": builders.later(days=1)}
        with pytest.raises(Refused, match="Enter what must be done"):
            visits.send_back(rationale=" ", **given)
        visits.send_back(rationale="Score the hostels.", **given)
        with pytest.raises(Refused, match="already sent back"):
            visits.send_back(rationale="Score the hostels.", **given)
        gates.ask(visit=visit, note="Now", by=commissioner, at=builders.later(days=2))
        assert AuditEntry.objects.filter(action="stages.gate.ask").count() == 2
        assert AuditEntry.objects.filter(action="stages.gate.send_back").count() == 1

    def test_the_expert_body_carries_out_its_decision(self, programme: Programme, expert: User) -> None:
        visit = ready(programme)
        request = gates.ask(visit=visit, note="", by=expert, at=builders.later(days=1))
        visits.close_decided(subject=request, by=expert, at=builders.later(days=2), rationale="All agreed.")
        assert StageVisit.objects.get(pk=visit.pk).decision == "All agreed."

    def test_the_latest_word_on_a_criterion_counts(self, programme: Programme, commissioner: User) -> None:
        visit = ready(programme)
        gates.confirm(
            visit=visit, criterion="overall_fit", holds=False, evidence="No gateway", by=commissioner,
            at=builders.later(days=1),
        )  # fmt: skip
        with pytest.raises(visits.GateNotMet, match="says that it does not hold: No gateway"):
            visits.close_stage(visit=visit, by=commissioner, at=builders.later(days=2), decision="Go")

    def test_a_word_needs_evidence_a_person_s_criterion_an_open_visit_and_permission(
        self, programme: Programme, commissioner: User, analyst: User
    ) -> None:
        visit = builders.open_visit(programme, 1)
        given: dict[str, Any] = {"visit": visit, "holds": True, "at": builders.MOMENT}
        with pytest.raises(Refused, match="Enter the evidence"):
            gates.confirm(criterion="overall_fit", evidence="", by=commissioner, **given)
        with pytest.raises(Refused, match="computed from the records"):
            gates.confirm(criterion="purpose_written", evidence="x", by=commissioner, **given)
        with pytest.raises(Forbidden):
            gates.confirm(criterion="overall_fit", evidence="x", by=analyst, **given)
        gates.confirm(criterion="overall_fit", evidence="x", by=commissioner, **given)
        assert AuditEntry.objects.filter(action="stages.gate.confirm", by=commissioner).count() == 1
        builders.pass_decided_elsewhere(programme, 1)
        with pytest.raises(visits.StageClosed):
            gates.confirm(criterion="overall_fit", evidence="x", by=commissioner, **given)


class TestGatesDecidedElsewhere:
    def test_they_are_recorded_and_not_judged(self, programme: Programme) -> None:
        visit = builders.pass_decided_elsewhere(programme, 1)
        assert visit.criteria[0]["code"] == "decided_elsewhere"

    def test_they_need_words_and_permission(self, programme: Programme, expert: User) -> None:
        visit = builders.open_visit(programme, 1)
        with pytest.raises(Forbidden):
            visits.close_decided_elsewhere(visit=visit, by=expert, at=builders.MOMENT, decision="x")
        with pytest.raises(Refused, match="Enter who decided"):
            visits.close_decided_elsewhere(visit=visit, by=builders.system(), at=builders.MOMENT, decision="")
