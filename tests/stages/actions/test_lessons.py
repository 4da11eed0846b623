from typing import Any

import pytest
from django.db import DatabaseError, transaction

from accounts.errors import Forbidden, Refused
from accounts.models import AuditEntry, Role, User
from knowledge.actions import entries
from knowledge.models import Entry
from stages.actions import findings, lessons, visits
from stages.models import LessonAnswer, PracticeEntry, Programme
from stages.selectors import gates
from stages.selectors import lessons as lessons_selector
from tests import builders

pytestmark = pytest.mark.django_db
AT = builders.later(days=40)
WORDS: dict[str, Any] = builders.LESSON


@pytest.fixture
def late(db: None) -> Programme:
    """A programme at stages 5 to 7, in the housing sector."""
    return builders.programme_at_stage(5, name="Homes first", sector="Housing")


def closable(programme: Programme) -> Any:
    finding = builders.finding(programme)
    findings.dismiss(subject=finding, rationale="Late data.", by=builders.system(), at=builders.later(days=31))
    return finding


class TestUsingOthers:
    def test_an_entry_is_put_into_the_practice_log_with_its_source(
        self, programme: Programme, commissioner: User
    ) -> None:
        entry = builders.library_entry(source_year=2020, source_url="https://example.org/report")
        practice = lessons.use(programme=programme, entry=entry, by=commissioner, at=AT)
        assert (practice.scheme, practice.kind, practice.lesson) == (entry.title, "bad", entry.lesson)
        assert practice.source == "Published evaluation, 2020, https://example.org/report"
        assert LessonAnswer.objects.get().practice == practice
        assert AuditEntry.objects.filter(action="stages.lesson.used").count() == 1

    def test_it_is_used_once_however_often_it_is_asked(self, programme: Programme, commissioner: User) -> None:
        entry = builders.library_entry()
        lessons.use(programme=programme, entry=entry, by=commissioner, at=AT)
        with pytest.raises(Refused, match="in the practice log already"):
            lessons.use(programme=programme, entry=entry, by=commissioner, at=AT)
        assert PracticeEntry.objects.count() == 1

    def test_a_very_long_source_keeps_its_words_and_drops_its_address(
        self, programme: Programme, commissioner: User
    ) -> None:
        entry = builders.library_entry(source="S" * 280, source_url=f"https://example.org/{'x' * 100}")
        assert lessons.use(programme=programme, entry=entry, by=commissioner, at=AT).source == "S" * 280

    def test_not_for_us_is_remembered_and_may_be_thought_over(self, programme: Programme, commissioner: User) -> None:
        entry = builders.library_entry()
        with pytest.raises(Refused, match="Enter why"):
            lessons.set_aside(programme=programme, entry=entry, reason=" ", by=commissioner, at=AT)
        lessons.set_aside(programme=programme, entry=entry, reason="We have one segment.", by=commissioner, at=AT)
        assert [one.reason for one in lessons_selector.offered(programme).set_aside] == ["We have one segment."]
        lessons.use(programme=programme, entry=entry, by=commissioner, at=builders.later(days=41))
        found = lessons_selector.offered(programme)
        assert (len(found.used), found.set_aside) == (1, [])
        with pytest.raises(DatabaseError), transaction.atomic():
            LessonAnswer.objects.all().delete()

    def test_those_who_may_not_record_answer_nothing(self, programme: Programme, analyst: User, stranger: User) -> None:
        entry = builders.library_entry()
        for person in (analyst, stranger):
            with pytest.raises(Forbidden):
                lessons.use(programme=programme, entry=entry, by=person, at=AT)
            with pytest.raises(Forbidden):
                lessons.set_aside(programme=programme, entry=entry, reason="No", by=person, at=AT)

    def test_when_stage_1_is_closed_nothing_is_answered(self, late: Programme) -> None:
        for act, more in ((lessons.use, {}), (lessons.set_aside, {"reason": "No"})):
            with pytest.raises(visits.StageClosed):
                act(programme=late, entry=builders.library_entry(), by=builders.system(), at=AT, **more)

    def test_a_withdrawn_entry_is_neither_used_nor_offered(self, programme: Programme, commissioner: User) -> None:
        builders.stage_1_records(programme)
        entry = builders.library_entry()
        entries.withdraw(entry=entry, reason="Wrong", by=builders.system(), at=AT)
        entry.refresh_from_db()
        with pytest.raises(Refused, match="withdrawn"):
            lessons.use(programme=programme, entry=entry, by=commissioner, at=AT)
        assert lessons_selector.offered(programme).offers == []


class TestKeepingOwn:
    def test_a_lesson_is_written_at_stage_7_and_makes_the_gates_criterion_hold(self, late: Programme) -> None:
        def kept() -> bool:
            results = gates.evaluate(late, 7, builders.open_visit(late, 7), AT.date())
            return next(result.met for result in results if result.code == "lessons_kept")

        assert not kept()
        entry = lessons.write(programme=late, by=builders.member(late, Role.EXPERT_BODY), at=AT, **WORDS)
        assert kept()
        assert (entry.kind, entry.sector, entry.programme, entry.source_year) == ("lesson", "Housing", late.slug, 2026)
        entries.withdraw(entry=entry, reason="Wrong", by=builders.system(), at=AT)
        assert not kept()

    def test_when_stage_7_is_not_open_no_lesson_is_written(self, programme: Programme, commissioner: User) -> None:
        with pytest.raises(visits.StageClosed):
            lessons.write(programme=programme, by=commissioner, at=AT, **WORDS)

    def test_those_who_may_not_record_write_none(self, late: Programme) -> None:
        with pytest.raises(Forbidden):
            lessons.write(programme=late, by=builders.member(late, Role.AGENT), at=AT, **WORDS)

    def test_the_programme_is_named_only_when_its_commissioner_says_so(self, late: Programme) -> None:
        commissioner = builders.member(late, Role.COMMISSIONER)
        silent = lessons.write(programme=late, by=commissioner, at=AT, **WORDS)
        named = lessons.write(programme=late, by=commissioner, at=AT, names_programme=True, **WORDS)
        assert (silent.source, named.source) == (lessons.UNNAMED, "Homes first")
        expert = builders.member(late, Role.EXPERT_BODY)
        with pytest.raises(Refused, match="Only the commissioner decides"):
            lessons.write(programme=late, by=expert, at=AT, names_programme=True, **WORDS)

    def test_a_finding_closes_with_its_lesson_in_one_act(self, late: Programme) -> None:
        finding = closable(late)
        by = builders.member(late, Role.COMMISSIONER)
        findings.close(finding=finding, note="Learned.", lesson=WORDS, by=by, at=AT)
        entry = Entry.objects.get()
        assert (entry.programme, entry.finding, entry.added_by) == (late.slug, finding.number, by)

    def test_a_lesson_that_leads_to_a_person_leaves_the_finding_open(self, late: Programme) -> None:
        finding = closable(late)
        with pytest.raises(Refused, match="email address"):
            findings.close(
                finding=finding, note="Learned.", lesson={**WORDS, "happened": "Ask jo@example.org"},
                by=builders.system(), at=AT,
            )  # fmt: skip
        finding.refresh_from_db()
        assert finding.closed_at is None
        assert not Entry.objects.exists()

    def test_a_finding_may_close_without_a_lesson(self, late: Programme) -> None:
        findings.close(finding=closable(late), note="Learned.", by=builders.system(), at=AT)
        assert not Entry.objects.exists()

    def test_the_next_programme_is_offered_it_with_the_reasons(self, late: Programme) -> None:
        entry = lessons.write(programme=late, by=builders.system(), at=AT, **WORDS)
        following = builders.programme("A home of one's own", sector="Housing")
        builders.stage_1_records(following)
        (offer,) = lessons_selector.offered(following).offers
        assert offer.entry == entry
        assert offer.because[0] == "it is about the same need: no settled home"
        assert lessons_selector.offered(late).offers == []
