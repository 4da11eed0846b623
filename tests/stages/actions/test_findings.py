from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from accounts.errors import Forbidden, Refused
from accounts.models import AuditEntry, Role, User
from stages.actions import findings
from stages.models import CorrectiveAction, Finding, Programme
from stages.selectors import decidable
from stages.selectors import visits as visits_selector
from tests import builders

pytestmark = pytest.mark.django_db
LATER = builders.later(days=60)


@pytest.fixture
def programme(db: None) -> Programme:
    return builders.programme_at_stage(5)


def raised(programme: Programme, by: User, **changes: Any) -> tuple[Finding, bool]:
    given: dict[str, Any] = {
        "key": "k",
        "title": "Jobs are lost",
        "summary": "One in three.",
        "source": "expert_body",
        "severity": "red",
        "evidence": {"actual": "0.6"},
        "stages": [(4, "Price"), (1, "Missing stakeholder")],
    }
    return findings.raise_finding(programme=programme, by=by, at=LATER, **(given | changes))


def done(finding: Finding) -> CorrectiveAction:
    action = builders.action(finding, at=LATER, due_on=date(2027, 1, 1))
    return findings.mark_done(action=action, note="Paid", by=action.owner, at=LATER)


class TestRaising:
    def test_it_is_numbered_names_the_stages_and_is_audited(self, programme: Programme, expert: User) -> None:
        finding, created = raised(programme, expert)
        assert created
        assert (finding.number, [row.stage for row in finding.stages.order_by("stage")]) == (1, [1, 4])
        entry = AuditEntry.objects.get(action="stages.finding.raise")
        assert entry.after["stages"] == [1, 4]

    def test_the_same_key_again_changes_nothing(self, programme: Programme, expert: User) -> None:
        first, _created = raised(programme, expert)
        again, created = raised(programme, expert, title="Other")
        assert (again.pk, created, again.title) == (first.pk, False, "Jobs are lost")
        assert AuditEntry.objects.filter(action="stages.finding.raise").count() == 1

    def test_the_evidence_is_frozen_in_the_database(self, programme: Programme, expert: User) -> None:
        finding, _created = raised(programme, expert)
        with pytest.raises(DatabaseError), transaction.atomic():
            Finding.objects.filter(pk=finding.pk).update(evidence={"actual": "0.9"})

    def test_a_reader_is_forbidden(self, programme: Programme) -> None:
        with pytest.raises(Forbidden):
            raised(programme, builders.member(programme, Role.ANALYST))

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"stages": []}, "at least one stage"),
            ({"stages": [(7, "x")]}, "stages 1 to 6, not 7"),
            ({"title": " "}, "Enter a title"),
        ],
    )
    def test_it_questions_stages_1_to_6_in_words(
        self, programme: Programme, expert: User, changes: dict[str, Any], words: str
    ) -> None:
        with pytest.raises(Refused, match=words):
            raised(programme, expert, **changes)

    def test_by_hand_it_keeps_the_words_as_evidence(self, programme: Programme, expert: User) -> None:
        given: dict[str, Any] = {"title": "Unkind", "summary": "We were not heard.", "severity": "amber"}
        finding = findings.raise_by_hand(
            programme=programme, stages=[1], why="No voice", source="service_user", by=expert, at=LATER, **given
        )
        assert finding.evidence["what"] == "We were not heard."
        with pytest.raises(Refused, match="Monitoring and gates raise"):
            findings.raise_by_hand(
                programme=programme, stages=[1], why="x", source="monitoring", by=expert, at=LATER, **given
            )


@pytest.fixture
def expert(programme: Programme) -> User:
    return builders.member(programme, Role.EXPERT_BODY)


@pytest.fixture
def finding(programme: Programme) -> Finding:
    return builders.finding(programme, stages=(1, 4, 5))


class TestAnswering:
    def test_it_waits_for_an_answer_until_there_is_one(self, finding: Finding, expert: User) -> None:
        assert decidable.findings_waiting(finding.programme) == [finding]
        findings.reply(finding=finding, text="We look into it.", by=expert, at=LATER)
        assert decidable.findings_waiting(finding.programme) == [finding]
        findings.accept(subject=finding, by=expert, at=LATER, rationale="It holds.")
        assert decidable.findings_waiting(finding.programme) == []
        assert AuditEntry.objects.filter(action="stages.finding.accepted", by=expert).count() == 1

    def test_the_same_answer_twice_is_refused(self, finding: Finding, expert: User) -> None:
        findings.accept(subject=finding, by=expert, at=LATER, rationale="It holds.")
        with pytest.raises(Refused, match="already accepted"):
            findings.accept(subject=finding, by=expert, at=LATER, rationale="It holds.")

    def test_an_answer_needs_a_reason_and_permission(self, finding: Finding, expert: User) -> None:
        with pytest.raises(Refused, match="Enter the reason"):
            findings.dismiss(subject=finding, by=expert, at=LATER, rationale="")
        agent = builders.member(finding.programme, Role.AGENT)
        with pytest.raises(Forbidden):
            findings.accept(subject=finding, by=agent, at=LATER, rationale="x")
        findings.reply(finding=finding, text="Our side of it", by=agent, at=LATER)

    def test_it_is_not_dismissed_while_an_action_is_to_be_done(self, finding: Finding, expert: User) -> None:
        builders.action(finding)
        with pytest.raises(Refused, match="still to be done"):
            findings.dismiss(subject=finding, by=expert, at=LATER, rationale="Noise")


class TestReopening:
    def test_closed_stages_reopen_and_open_ones_are_left_and_said(self, finding: Finding, expert: User) -> None:
        done = findings.accept_and_reopen(subject=finding, by=expert, at=LATER, rationale="It holds.")
        assert [visit.stage for visit in done.opened] == [1, 4]
        assert done.already_open == (5,)
        assert "Stage 5 was already open" in str(done)
        assert [visits_selector.is_open(finding.programme, stage) for stage in (1, 2, 3, 4)] == [
            True,
            False,
            False,
            True,
        ]
        assert all(visit.finding == finding for visit in done.opened)

    def test_again_it_is_a_no_op(self, finding: Finding, expert: User) -> None:
        findings.reopen_questioned(finding, expert, LATER)
        again = findings.reopen_questioned(finding, expert, LATER)
        assert (again.opened, again.already_open) == ((), (1, 4, 5))

    def test_an_accepted_one_may_still_reopen_its_stages(self, finding: Finding, expert: User) -> None:
        findings.accept(subject=finding, by=expert, at=LATER, rationale="It holds.")
        again = findings.accept_and_reopen(subject=finding, by=expert, at=LATER, rationale="And it matters.")
        assert [visit.stage for visit in again.opened] == [1, 4]
        assert finding.replies.count() == 2

    def test_stages_that_were_never_open_are_said(self) -> None:
        programme = builders.programme()
        finding = builders.finding(programme, stages=(2,))
        done = findings.reopen_questioned(finding, builders.system(), LATER)
        assert (done.opened, done.not_started) == ((), (2,))
        assert "has not been started" in str(done)

    def test_permission_is_needed(self, finding: Finding) -> None:
        with pytest.raises(Forbidden):
            findings.reopen_questioned(finding, builders.member(finding.programme, Role.AGENT), LATER)


class TestActions:
    def test_an_action_has_an_owner_among_the_members_and_a_due_date(self, finding: Finding, expert: User) -> None:
        given: dict[str, Any] = {"finding": finding, "by": expert, "at": LATER}
        with pytest.raises(Refused, match="not a member"):
            findings.add_action(what="x", owner=builders.user(), due_on=date(2027, 1, 1), **given)
        with pytest.raises(Refused, match="today or later"):
            findings.add_action(what="x", owner=expert, due_on=date(2026, 1, 1), **given)
        with pytest.raises(Refused, match="Enter what will be done"):
            findings.add_action(what="", owner=expert, due_on=date(2027, 1, 1), **given)
        with pytest.raises(Forbidden):
            findings.add_action(
                what="x",
                owner=expert,
                due_on=date(2027, 1, 1),
                **(given | {"by": builders.member(finding.programme, Role.ANALYST)}),
            )
        findings.add_action(what="x", owner=expert, due_on=date(2027, 1, 1), **given)
        assert AuditEntry.objects.filter(action="stages.action.agree").count() == 1

    def test_its_owner_marks_it_as_done_once(self, finding: Finding) -> None:
        agent = builders.member(finding.programme, Role.AGENT)
        action = builders.action(finding, owner=agent)
        with pytest.raises(Forbidden):
            findings.mark_done(action=action, note="x", by=builders.member(finding.programme, Role.AGENT), at=LATER)
        with pytest.raises(Refused, match="Enter what was done"):
            findings.mark_done(action=action, note=" ", by=agent, at=LATER)
        findings.mark_done(action=action, note="Met them", by=agent, at=LATER)
        with pytest.raises(Refused, match="already marked"):
            findings.mark_done(action=action, note="Again", by=agent, at=LATER)
        assert AuditEntry.objects.filter(action="stages.action.done").count() == 1

    def test_its_effect_is_looked_at_after_it_is_done(self, finding: Finding, expert: User) -> None:
        action = builders.action(finding)
        given: dict[str, Any] = {"effect": "partly", "note": "0.7", "by": expert, "at": LATER}
        with pytest.raises(Refused, match="not done yet"):
            findings.check_effect(action=action, **given)
        findings.mark_done(action=action, note="Paid", by=expert, at=LATER)
        with pytest.raises(Refused, match="Enter what was seen"):
            findings.check_effect(action=action, **(given | {"note": ""}))
        with pytest.raises(Forbidden):
            findings.check_effect(action=action, **(given | {"by": builders.member(finding.programme, Role.AGENT)}))
        findings.check_effect(action=action, **given)
        assert AuditEntry.objects.filter(action="stages.action.effect").count() == 1


class TestClosing:
    def test_it_waits_for_an_action_that_is_done_and_whose_effect_was_seen(
        self, finding: Finding, expert: User
    ) -> None:
        given: dict[str, Any] = {"finding": finding, "note": "Pay for what lasts.", "by": expert, "at": LATER}
        with pytest.raises(Refused, match="No corrective action is agreed"):
            findings.close(**given)
        action = builders.action(finding)
        with pytest.raises(Refused, match="is not done yet"):
            findings.close(**given)
        findings.mark_done(action=action, note="Paid", by=expert, at=LATER)
        with pytest.raises(Refused, match="has not been looked at"):
            findings.close(**given)
        findings.check_effect(action=action, effect="worked", note="0.8", by=expert, at=LATER)
        with pytest.raises(Refused, match="Enter what was learned"):
            findings.close(**(given | {"note": ""}))
        with pytest.raises(Forbidden):
            findings.close(**(given | {"by": builders.member(finding.programme, Role.AGENT)}))
        assert findings.close(**given).closed_by == expert
        assert AuditEntry.objects.filter(action="stages.finding.close").count() == 1

    def test_a_dismissed_one_needs_no_action(self, finding: Finding, expert: User) -> None:
        findings.dismiss(subject=finding, by=expert, at=LATER, rationale="Late data")
        findings.close(finding=finding, note="Wait for data.", by=expert, at=LATER)
        with pytest.raises(findings.FindingClosed, match="is closed"):
            findings.reply(finding=finding, text="But", by=expert, at=LATER)
        with pytest.raises(findings.FindingClosed):
            builders.action(finding)
        with pytest.raises(findings.FindingClosed):
            findings.reopen_questioned(finding, expert, LATER)

    def test_every_action_counts(self, finding: Finding, expert: User) -> None:
        first = done(finding)
        findings.check_effect(action=first, effect="worked", note="0.8", by=expert, at=LATER)
        builders.action(finding, what="Another")
        with pytest.raises(Refused, match="“Another” is not done yet"):
            findings.close(finding=finding, note="x", by=expert, at=LATER)
