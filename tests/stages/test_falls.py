"""Criteria of closed stages that no longer hold: noticed once, ended when they hold again, raised once a fall."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from accounts.errors import Forbidden, Refused
from accounts.models import AuditEntry, User
from stages import tasks
from stages.actions import falls, findings, visits
from stages.domain import criteria
from stages.domain.falls import Fallen, fallen, words
from stages.models import CriterionFall, Finding, Programme, StageVisit
from stages.selectors import falls as selector
from stages.selectors import tracker
from tests import builders
from tests.stages import tables

pytestmark = pytest.mark.django_db
GONE = "Nobody sits for service users."


@pytest.fixture
def closed(programme: Programme) -> Programme:
    """A programme whose third gate was judged and passed here."""
    builders.closed_stage_3(programme)
    return programme


def look(programme: Programme, day: float = 20) -> int:
    return falls.look_again(programme=programme, by=builders.system(), at=builders.later(days=day))


class TestTheRule:
    NOW = (
        criteria.Result("a", "A holds.", criteria.NOT_MET, "Not any more."),
        criteria.Result("b", "B holds.", criteria.NOT_MET, "It never was asked."),
        criteria.Result("c", "C holds.", criteria.NEEDS_CONFIRMATION),
        criteria.Result("d", "D holds.", criteria.MET),
    )

    def test_only_what_held_then_and_does_not_hold_now_has_fallen(self) -> None:
        then = [{"code": code, "met": True, "reason": "It held."} for code in "acd"]
        assert fallen(then, self.NOW) == [Fallen("a", "A holds.", "It held.", "Not any more.")]

    def test_a_closed_stage_says_how_many(self) -> None:
        assert words(1) == "Closed, but 1 criterion no longer holds"
        assert words(3) == "Closed, but 3 criteria no longer hold"


class TestLookingAgain:
    def test_a_criterion_that_no_longer_holds_is_noticed_once_with_what_it_said(self, closed: Programme) -> None:
        assert look(closed) == 0
        tables.MISSING.append(GONE)
        assert (look(closed), look(closed, 21)) == (1, 1)
        fall = CriterionFall.objects.get()
        assert (fall.criterion, fall.says_now, fall.visit.stage) == ("body_seated", GONE, 3)
        entry = AuditEntry.objects.get(action="stages.fall.notice")
        assert entry.after == {"stage": 3, "criterion": "body_seated", "says": GONE}

    def test_it_is_shown_on_the_tracker_until_it_holds_again(self, closed: Programme) -> None:
        tables.MISSING.append(GONE)
        look(closed)
        row = tracker.tracker(closed)[2]
        assert (row.status, row.because) == ("closed", "Closed, but 1 criterion no longer holds")
        tables.MISSING.clear()
        assert look(closed, 22) == 0
        assert tracker.tracker(closed)[2].because == ""
        assert CriterionFall.objects.get().held_again_at == builders.later(days=22)
        assert AuditEntry.objects.filter(action="stages.fall.hold_again").count() == 1

    def test_a_criterion_can_fall_a_second_time(self, closed: Programme) -> None:
        for day, missing in enumerate([[GONE], [], [GONE]], start=20):
            tables.MISSING[:] = missing
            look(closed, day)
        assert CriterionFall.objects.count() == 2
        assert CriterionFall.objects.standing().count() == 1

    def test_a_stage_that_is_open_again_has_a_gate_of_its_own(self, closed: Programme, commissioner: User) -> None:
        tables.MISSING.append(GONE)
        look(closed)
        visits.reopen(
            programme=closed, stage=3, because="Seat them.", by=commissioner, at=builders.later(days=21), finding=None
        )
        assert look(closed, 22) == 0
        assert tracker.tracker(closed)[2].because == "Seat them."

    def test_a_gate_that_was_decided_elsewhere_is_not_judged_here(self, programme: Programme) -> None:
        for stage in (1, 2, 3):
            builders.pass_decided_elsewhere(programme, stage)
        tables.MISSING.append(GONE)
        assert look(programme) == 0

    def test_a_stranger_may_not(self, closed: Programme, stranger: User) -> None:
        with pytest.raises(Forbidden):
            falls.look_again(programme=closed, by=stranger, at=builders.later(days=20))

    def test_the_database_keeps_one_standing_fall_a_criterion(self, closed: Programme) -> None:
        tables.MISSING.append(GONE)
        look(closed)
        fall = CriterionFall.objects.get()
        fall.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            fall.save(force_insert=True)


class TestByNight:
    def test_every_programme_is_looked_at_and_a_second_run_changes_nothing(self, closed: Programme) -> None:
        tables.MISSING.append(GONE)
        assert (tasks.look_again(), tasks.look_again()) == (1, 1)
        assert CriterionFall.objects.count() == 1

    def test_a_fault_in_one_programme_leaves_the_others_looked_at(
        self, closed: Programme, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        builders.closed_stage_3(builders.programme())
        tables.MISSING.append(GONE)
        whole: Callable[[Programme, StageVisit, date], list[Fallen]] = selector.now

        def faulty(programme: Programme, visit: StageVisit, as_of: date) -> list[Fallen]:
            if programme == closed:
                raise RuntimeError("no table")
            return whole(programme, visit, as_of)

        monkeypatch.setattr(selector, "now", faulty)
        stand, failed = falls.look_again_everywhere(by=builders.system(), at=builders.later(days=20))
        assert (stand, failed) == (1, [closed.slug])


class TestRaisingAFinding:
    def question(self, programme: Programme, by: User, criterion: str = "body_seated", day: float = 21) -> Finding:
        return falls.raise_finding(
            programme=programme, stage=3, criterion=criterion, by=by, at=builders.later(days=day)
        )

    def test_it_questions_the_stage_and_keeps_what_was_said_then_and_now(
        self, closed: Programme, commissioner: User
    ) -> None:
        tables.MISSING.append(GONE)
        finding = self.question(closed, commissioner)
        assert (finding.source, finding.severity) == ("gate", "amber")
        assert [one.stage for one in finding.stages.all()] == [3]
        assert finding.evidence["says now"] == GONE
        assert CriterionFall.objects.get().finding == finding
        actions = set(AuditEntry.objects.values_list("action", flat=True))
        assert {"stages.finding.raise", "stages.fall.notice"} <= actions

    def test_it_is_raised_once_a_fall_and_again_when_it_falls_again(
        self, closed: Programme, commissioner: User
    ) -> None:
        tables.MISSING.append(GONE)
        look(closed)
        first = self.question(closed, commissioner)
        with pytest.raises(Refused, match="was already raised about this"):
            self.question(closed, commissioner, day=22)
        tables.MISSING.clear()
        look(closed, 23)
        with pytest.raises(falls.StillHolds):
            self.question(closed, commissioner, day=24)
        tables.MISSING.append(GONE)
        second = self.question(closed, commissioner, day=25)
        assert (first.number, second.number) == (1, 2)
        assert first.key != second.key

    def test_an_open_stage_is_not_questioned_so(self, programme: Programme, commissioner: User) -> None:
        with pytest.raises(Refused, match="is not closed"):
            falls.raise_finding(
                programme=programme, stage=1, criterion="why_pbr", by=commissioner, at=builders.later(days=1)
            )

    def test_an_analyst_may_not(self, closed: Programme, analyst: User) -> None:
        tables.MISSING.append(GONE)
        with pytest.raises(Forbidden):
            self.question(closed, analyst)
        assert not Finding.objects.exists()

    def test_nobody_chooses_that_source_by_hand(self, closed: Programme, commissioner: User) -> None:
        with pytest.raises(Refused, match="raise findings of their own"):
            findings.raise_by_hand(
                programme=closed, stages=[3], why="So", source="gate", by=commissioner, at=builders.later(days=3),
                title="Seats", summary="Empty", severity="red",
            )  # fmt: skip
