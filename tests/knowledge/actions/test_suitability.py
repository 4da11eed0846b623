import pytest

from accounts.errors import Forbidden, Refused
from accounts.models import AuditEntry
from knowledge import tasks
from knowledge.actions import suitability as action
from knowledge.models import Assessment
from tests import builders

pytestmark = pytest.mark.django_db


def test_what_a_person_answers_is_audited_without_the_answers() -> None:
    person = builders.user()
    kept, key = builders.answers(by=person, until=1)
    assert key == str(kept.pk)
    rows = AuditEntry.objects.filter(by=person).order_by("pk")
    assert [row.action for row in rows] == ["knowledge.suitability.begin", "knowledge.suitability.answer"]
    assert rows[1].after == {"page": "why"}


def test_what_a_visitor_answers_leaves_no_row_that_cannot_be_removed() -> None:
    before = AuditEntry.objects.count()
    builders.answers()
    assert AuditEntry.objects.count() == before


def test_answers_of_a_person_are_changed_by_nobody_else() -> None:
    kept, _key = builders.answers(by=builders.user(), until=1)
    for other in (None, builders.user()):
        with pytest.raises(Forbidden, match="Begin your own"):
            action.answer(assessment=kept, number=1, given={"reasons": ["value"]}, by=other, at=builders.MOMENT)


def test_answers_that_do_not_fit_are_refused_and_those_before_stay() -> None:
    kept, _key = builders.answers(until=1)
    four = {"reasons": ["value", "risk", "quality", "focus"]}
    with pytest.raises(Refused, match="at most 3"):
        action.answer(assessment=kept, number=1, given=four, by=None, at=builders.MOMENT)
    kept.refresh_from_db()
    assert kept.answers == {"reasons": ["outcomes"]}


def test_a_side_that_is_not_known_is_refused() -> None:
    with pytest.raises(Refused, match="from which side"):
        action.begin(side="nobody", service="", by=None, at=builders.MOMENT)


def test_only_answers_to_the_page_are_kept() -> None:
    kept, _key = builders.answers(until=0)
    given: dict[str, str | list[str]] = {"reasons": ["value"], "clear": ["yes"], "anything": "x" * 9}
    kept = action.answer(assessment=kept, number=1, given=given, by=None, at=builders.MOMENT)
    assert kept.answers == {"reasons": ["value"]}


def test_the_last_page_completes_the_answers() -> None:
    nearly, _key = builders.answers(until=11)
    assert nearly.completed_at is None
    whole, _key = builders.answers()
    assert whole.completed_at == builders.MOMENT


def test_answers_that_visitors_left_for_a_year_are_forgotten_and_no_others() -> None:
    left, _key = builders.answers(until=3)
    whole, _key = builders.answers()
    own, _key = builders.answers(by=builders.user(), until=3)
    fresh, _key = builders.answers(until=3, at=builders.later(days=300))
    assert action.forget_left(at=builders.later(days=366)) == 1
    assert set(Assessment.objects.values_list("pk", flat=True)) == {whole.pk, own.pk, fresh.pk}
    assert not Assessment.objects.filter(pk=left.pk).exists()


def test_the_nightly_job_may_run_twice() -> None:
    builders.answers(until=3)
    tasks.forget_left_answers()
    assert tasks.forget_left_answers() == 0
